"""The kept sessions as they lie on disk, by the month in which they ended, and what is found in them.

Pure. All of it is kept up with each change, so that nothing has to look through 10,000 sessions.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from .pace import Failing, Hold
from .plain import Record
from .record import Event, Intent, TrackedSession


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthFile(Record):
    """The sessions that ended in a month."""

    sessions: tuple[TrackedSession, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HotFile(Record):
    """What is alive: the sessions under way, the last that are over, commands, holds and back-off.

    ``request_ids`` are those of commands that left no session behind. ``months`` are those that
    have a file.
    """

    sessions: tuple[TrackedSession, ...] = ()
    intents: tuple[Intent, ...] = ()
    request_ids: tuple[str, ...] = ()
    hold: Hold | None = None
    failing: Failing | None = None
    directory_hold: Hold | None = None
    months: tuple[str, ...] = ()


class Archive:
    """Where the sessions are kept, and which RequestIds, cards and charge points they prove.

    ``months`` holds the sessions that are over by the month of their end, then by their key.
    ``changed`` are the months that are not on disk as they are here.
    """

    def __init__(self) -> None:
        """Know of none."""
        self.months: dict[str, dict[str, TrackedSession]] = {}
        self.changed: set[str] = set()
        self._request_ids: set[str] = set()
        self._proven: set[str] = set()

    def has_request(self, request_id: str) -> bool:
        """Return whether a kept session was begun or ended by a command with this RequestId."""
        return request_id in self._request_ids

    def has_worked(self, compact_id: str) -> bool:
        """Return whether a session has been seen to run on a card, or at a charge point."""
        return compact_id in self._proven

    def ended_between(
        self, begin: datetime, end: datetime
    ) -> list[tuple[datetime, str, TrackedSession]]:
        """Return the sessions that ended in a span of a month at the most: when, key and session."""
        return [
            (session.ended_at, key, session)
            for month in sorted({month_of(begin), month_of(end)})
            for key, session in self.months.get(month, {}).items()
            if session.ended_at and begin <= session.ended_at <= end
        ]

    def exchange(
        self, key: str, before: TrackedSession | None, after: TrackedSession | None
    ) -> None:
        """Keep a session in the place of what was known of it; ``None`` is none."""
        known_month, month = _month(before), _month(after)
        if before is not None:
            self._request_ids -= _request_ids(before)
            if known_month is not None and known_month != month:
                self._take_out(known_month, key)
        if after is not None:
            self._request_ids |= _request_ids(after)
            if Event.STARTED in after.announced:
                self._proven |= {after.ema_id, after.evse_id}
            if month is not None:
                self.months.setdefault(month, {})[key] = after
                self.changed.add(month)

    def _take_out(self, month: str, key: str) -> None:
        sessions = self.months[month]
        del sessions[key]
        if not sessions:
            del self.months[month]
        self.changed.add(month)


def month_of(ended_at: datetime) -> str:
    """Return the month of a time, by UTC; at the edge of the calendar by the time's own zone."""
    with suppress(OverflowError):
        ended_at = ended_at.astimezone(UTC)
    return f"{ended_at.year:04}-{ended_at.month:02}"


def merged(hot: HotFile, months: Iterable[MonthFile]) -> tuple[TrackedSession, ...]:
    """Return the sessions of all files, oldest first.

    A session may stand in several after a crash: one that is over wins over one that is not,
    and its month, which is written first, over all. Shell gives an id to several sessions, but
    not at the same moment.
    """
    known: dict[tuple[str, datetime], TrackedSession] = {}
    written = (*(month.sessions for month in months), hot.sessions)
    for session in chain.from_iterable(written):
        name = session.session_id, session.seen_at
        if name not in known or (known[name].live and not session.live):
            known[name] = session
    return tuple(sorted(known.values(), key=lambda session: session.seen_at))


def _month(session: TrackedSession | None) -> str | None:
    """Return the month of a session that is over."""
    return month_of(session.ended_at) if session and session.ended_at else None


def _request_ids(session: TrackedSession) -> set[str]:
    return {each for each in (session.started_by, session.stopped_by) if each}
