"""The last calls, for diagnostics and for asking Shell about one of them."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .generations import Operation

KEPT_CALLS: Final = 50
"""Enough for a start with all its polls; small enough to read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call. Without an answer ``status`` is ``None`` and ``failure`` says what happened instead."""

    at: datetime
    operation: Operation
    request_id: str | None
    status: int | None
    code: str | None
    failure: str | None
    duration: timedelta


class Journal:
    """Keeps the last calls and counts those of the day."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Start empty. ``clock`` gives local time with its zone: a day is the user's day."""
        self._clock = clock
        self._day = clock().date()
        self._count = 0
        self.total = 0
        """Calls since the account was set up."""
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.last_contact: datetime | None = None
        """When Shell last answered, whatever it said."""

    def add(self, call: Call) -> None:
        """Keep a call that has ended."""
        self._turn_day(call.at)
        self._count += 1
        self.total += 1
        self.calls.append(call)
        if call.status is not None:
            self.last_contact = call.at

    @property
    def requests_today(self) -> int:
        """How many calls went out since local midnight."""
        self._turn_day(self._clock())
        return self._count

    def _turn_day(self, now: datetime) -> None:
        if (today := now.date()) != self._day:
            self._day = today
            self._count = 0
