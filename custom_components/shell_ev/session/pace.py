"""When to ask Shell next, and what not to ask at all: one object for every way out of a poll. Pure.

The rules are DESIGN.md's "The way of the data", 4. Every method takes the time from outside, and
bears one that lies before what it was told last: a clock may be set back.
"""

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import uniform
from typing import Final

from .plain import Record

IDLE: Final = timedelta(minutes=5)
"""288 calls a day and card."""
CHARGING: Final = timedelta(seconds=60)

COMMAND: Final = timedelta(minutes=3)
"""How long a command is followed closely; then its outcome counts as unknown."""
_FIRST_LOOKS: Final = timedelta(seconds=2)
_FIRST_LOOKS_UNTIL: Final = timedelta(seconds=8)
_SHORTEST: Final = timedelta(seconds=1)
"""A wait; timers do not come to the split second."""
_GROWTH: Final = 0.2
"""Part of the time since a command after which it is looked again: seconds matter, then minutes."""

BACK_OFF: Final = tuple(timedelta(seconds=each) for each in (30, 60, 120, 300, 600))
"""Waits after failures in a row where Shell names none; each is jittered."""
_JITTER: Final = 0.25
"""Part of a wait by which it varies, so that many homes do not come back at the same second."""
_PER_CALL: Final = timedelta(seconds=75)
"""What each call of a poll that failed adds to the wait: 48 an hour, however many it took."""
_FREE_CALLS: Final = 4
"""Calls of the first poll that fails which add nothing: mostly the next one succeeds."""
_PER_READ_CALL: Final = timedelta(minutes=6)
"""What each call of one read that failed adds to its wait, while others succeed: 10 an hour."""
_CLOSE_CALLS: Final = 25
"""Calls of failed polls after which a command is not followed closely any more."""
FREE_TRIES: Final = 3
"""Failures in a row after which not even a new set-up asks before its time."""
_FREE_TRY_CALLS: Final = 10
"""Calls after which it does not either."""
_HOUR: Final = timedelta(hours=1)
_CALLS_AN_HOUR: Final = 60
"""The most that polls make of which every read fails."""
_CALLS_A_TRY: Final = 9
"""What a try may take: a token, a question put twice after a 401, three generations."""

LONGEST_HOLD: Final = timedelta(hours=1)
"""Of what Shell may ask for; a server that is out of its mind must not stop us for years."""
HELD_TOO_LONG: Final = timedelta(hours=1)
"""Held for longer in one go, and a person is told."""
_EARLY: Final = timedelta(seconds=1)
"""By which a timer may come before its time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold(Record):
    """Shell asked to wait: since when, and until when."""

    since: datetime
    until: datetime

    def left(self, now: datetime) -> timedelta | None:
        """Return how long it still lasts, ``None`` where it is over."""
        return None if _is_over(self.since, self.until, now) else self.until - now


@dataclass(frozen=True, kw_only=True, slots=True)
class Failing(Record):
    """What failed: how often in a row, since when, when last, and when it is tried again.

    ``calls`` are those that failed in the hour before the last.
    """

    times: int
    since: datetime
    at: datetime
    again_at: datetime
    calls: int

    def may_try(self, now: datetime) -> bool:
        """Return whether its time has come."""
        return _is_over(self.since, self.again_at, now + _EARLY)


class Pace:
    """Holds, back-off and intervals of an account.

    ``hold`` and ``failing`` are what a restart has to know.
    """

    def __init__(
        self,
        *,
        hold: Hold | None = None,
        failing: Failing | None = None,
        vary: Callable[[float, float], float] = uniform,
    ) -> None:
        """Go on from what was known. ``vary`` draws a number between two."""
        self.hold = hold
        self.failing = failing
        """Polls of which every read failed, ``None`` where the last one did not."""
        self._vary = vary
        self._reads: dict[Hashable, Failing] = {}
        self._failed: deque[tuple[datetime, int]] = deque(maxlen=_CALLS_AN_HOUR)
        """When the last polls failed, and with how many calls."""
        if failing:
            self._failed.append((failing.at, failing.calls))

    # Holds

    def wait(self, retry_after: timedelta | None, now: datetime) -> None:
        """Take what Shell asks for; without a time of its own it is the back-off's."""
        times = self.failing.times if self.failing else 0
        wait = self._back_off(times + 1) if retry_after is None else retry_after
        until = now + min(max(wait, timedelta()), LONGEST_HOLD)
        since = self.hold.since if self.hold else now
        if self.hold and self.hold.left(now):
            until = max(until, min(self.hold.until, now + LONGEST_HOLD))
        self.hold = Hold(since=min(since, now), until=until)

    def hold_left(self, now: datetime) -> timedelta | None:
        """Return how long nothing may be asked, ``None`` where it may."""
        return self.hold.left(now) if self.hold else None

    def is_held_too_long(self) -> bool:
        """Return whether a person should know that Shell makes the account wait."""
        hold = self.hold
        return hold is not None and hold.until - hold.since > HELD_TOO_LONG

    # Reads

    def may_read(self, read: Hashable, now: datetime) -> bool:
        """Return whether a read is not backing off."""
        failing = self._reads.get(read)
        return failing is None or failing.may_try(now)

    def read_failed(self, read: Hashable, now: datetime, calls: int) -> None:
        """Back off from one read; it keeps no other from being tried.

        The first time it is tried again with the next poll, where it took no more than a call.
        """
        failing = self._reads.get(read)
        if failing is None:
            wait = (calls - 1) * _PER_READ_CALL
        else:
            wait = max(self._back_off(failing.times + 1), calls * _PER_READ_CALL)
        self._reads[read] = _again(failing, now, now + wait, calls)

    def read_succeeded(self, read: Hashable) -> None:
        """Read it at the pace of all."""
        self._reads.pop(read, None)

    def failing_read(self, read: Hashable) -> Failing | None:
        """Return how one read has failed, ``None`` where it did not when it was tried last."""
        return self._reads.get(read)

    # Polls

    def poll_succeeded(self, now: datetime) -> None:
        """Note that Shell answers. A hold that is over is forgotten with that, no other."""
        self.failing = None
        self._failed.clear()
        if not self.hold_left(now):
            self.hold = None

    def poll_failed(self, now: datetime, calls: int) -> None:
        """Note a poll of which every read failed, and how many calls that took."""
        times = self.failing.times + 1 if self.failing else 1
        counted = calls if times > 1 else calls - _FREE_CALLS
        wait = max(self._back_off(times), counted * _PER_CALL)
        self._failed.append((now, max(calls, 1)))
        self.failing = _again(
            self.failing,
            now,
            max(now + wait, self._free_at(now)),
            sum(used for _, used in self._recent(now)),
        )

    def hurry(self, now: datetime) -> None:
        """Try now what is backed off, because a person asks; a hold stands.

        How often it has failed is not forgotten: asking again and again makes nothing known.
        """
        self._reads = {
            read: replace(failing, again_at=now)
            for read, failing in self._reads.items()
        }
        if self.failing:
            self.failing = replace(self.failing, again_at=now)

    def start_over(self) -> None:
        """Forget all that failed: what is asked now is something else."""
        self._reads.clear()
        self._failed.clear()
        self.failing = None

    def may_set_up(self, now: datetime) -> bool:
        """Return whether a set-up may ask: not where it has failed often, and lately."""
        failing = self.failing
        return (
            failing is None
            or failing.may_try(now)
            or (failing.times < FREE_TRIES and failing.calls <= _FREE_TRY_CALLS)
        )

    def may_poll(self, now: datetime, pending_since: datetime | None) -> bool:
        """Return whether a poll may ask now, or only looks at the clock."""
        if self.hold_left(now):
            return False
        return (
            self.failing is None
            or self.failing.may_try(now)
            or self._is_followed(now, pending_since)
        )

    def next_poll(
        self,
        now: datetime,
        *,
        pending_since: datetime | None,
        let_go_at: datetime | None,
        charging: bool,
    ) -> timedelta:
        """Return how long to wait for the next poll.

        ``pending_since`` is when the newest command under way was given, ``let_go_at`` when the
        oldest is given up, ``charging`` whether a session runs.
        """
        wait = self._next_look(now, pending_since, charging=charging)
        if let_go_at is not None:
            wait = min(wait, let_go_at - now)
        return max(wait, _SHORTEST)

    def _next_look(
        self, now: datetime, pending_since: datetime | None, *, charging: bool
    ) -> timedelta:
        if left := self.hold_left(now):
            return left
        if pending_since is not None and self._is_followed(now, pending_since):
            return _after_command(now - pending_since)
        if self.failing and not self.failing.may_try(now):
            return self.failing.again_at - now
        if self.failing:
            return _FIRST_LOOKS
        return CHARGING if charging else IDLE

    def _is_followed(self, now: datetime, pending_since: datetime | None) -> bool:
        """Return whether a command is followed closely: not on and on where nothing can be read."""
        if pending_since is None or not timedelta() <= now - pending_since < COMMAND:
            return False
        calls = sum(used for at, used in self._failed if at >= pending_since)
        return calls < _CLOSE_CALLS and self._free_at(now) <= now

    def _recent(self, now: datetime) -> list[tuple[datetime, int]]:
        """Return the polls that failed in the last hour."""
        return [(at, used) for at, used in self._failed if now - _HOUR < at <= now]

    def _free_at(self, now: datetime) -> datetime:
        """Return when a try has room in what an hour may have of calls that fail."""
        recent, free_at = self._recent(now), now
        too_many = sum(used for _, used in recent) + _CALLS_A_TRY - _CALLS_AN_HOUR
        for at, used in recent:
            if too_many <= 0:
                break
            too_many -= used
            free_at = at + _HOUR
        return free_at

    def _back_off(self, times: int) -> timedelta:
        wait = BACK_OFF[min(times, len(BACK_OFF)) - 1]
        return wait * self._vary(1 - _JITTER, 1 + _JITTER)


def _again(
    failing: Failing | None, now: datetime, again_at: datetime, calls: int
) -> Failing:
    """Return what failed once more and is tried again at a time."""
    return Failing(
        times=failing.times + 1 if failing else 1,
        since=min(failing.since, now) if failing else now,
        at=now,
        again_at=min(again_at, now + LONGEST_HOLD),
        calls=calls,
    )


def _after_command(since: timedelta) -> timedelta:
    """Return the wait for the next look at a command, the last of which is at its very end."""
    if since >= _FIRST_LOOKS_UNTIL:
        return min(since * _GROWTH, COMMAND - since)
    # A look that came late or early puts off none of those after it.
    looks_by_then = (since + _SHORTEST) // _FIRST_LOOKS + 1
    return looks_by_then * _FIRST_LOOKS - since


def _is_over(since: datetime, until: datetime, now: datetime) -> bool:
    """Return whether a wait is over. What a clock that was ahead has set is not believed."""
    return until <= now or until - now > LONGEST_HOLD or since > now
