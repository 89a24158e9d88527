"""How much of what sessions drew was sun. Pure: no I/O, and the time comes from outside.

Sun is what the cars draw less what the home imports meanwhile, and no less than nothing; what a
home's own battery gives counts as own power, like the panels'. Sessions at the same time share
the import by their draw. Where any part of that is not known, nothing is said of the energy.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from .record import Solar

_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
"""The shortest stretch that is looked at: a meter that counts in 10 Wh is no power meter."""
_PATIENCE: Final = _HOUR
"""For a meter that says nothing. By then one that counts in kWh has moved, if the car draws."""
_COARSEST: Final = 1.0
"""A meter's step in kWh as long as it has not shown it, and at the most."""
_LEAST: Final = 1.0
"""In kW. No car charges with less: the least current there is, 6 A on one phase, is 1.4 kW."""
_MOST: Final = 22.0
"""In kW: three phases of 32 A, the most that charge points for alternating current give."""
_UNEVEN: Final = 2
"""How many times its power a car seems to draw from one word of a meter in steps to the next."""
_LOOK_BACK: Final = timedelta(minutes=10)
"""How long the import is kept while no session runs: one begun elsewhere is found at a poll."""
_BETWEEN_READS: Final = timedelta(minutes=6)
"""The longest time, with some to spare, between two words of a grid sensor that is read regularly."""
_MOST_STEPS: Final = 10_000
"""Of the import: nearly three hours of a sensor that says something new each second."""


class _Point(NamedTuple):
    """What a session had drawn by a time, in kWh, and whether the way there is known."""

    at: datetime
    energy: float
    known: bool = True


class _Draw:
    """What a session draws, as far as its meter tells: a line from change to change.

    A meter counts in steps, and one that shows the same again has not stood still: what it
    counts next was drawn since its last step. No car charges with less than a kilowatt; so it
    stands still if it has not moved for as many hours as its largest step has kWh.

    Meters hang, and then tell at once what was drawn for hours. When is not known of

    - what comes after it was taken to stand still, and is more than a kilowatt since: it hung;
    - its first step since it is watched anew or is back with what it showed: that may be old;
    - more than any car draws. A quick charger is known by drawing it for longer.
    """

    def __init__(self, at: datetime, energy: float, solar: Solar) -> None:
        """Begin at a time, with what is known of what was drawn before."""
        self.energy = solar.energy
        self.covered = solar.covered
        self.ended_at: datetime | None = None
        self._points = [_Point(at, energy)]
        self._reported_at = at
        self._step: float | None = None
        """The largest in kWh, ``None`` before the first."""
        self._power = 0.0
        """In kW, of the stretch that was judged last."""
        self._away = False
        self._stood_still = False
        """Whether it was reckoned that nothing was drawn up to the last point."""
        self._may_be_old = energy > 0
        """Whether what it shows may be of a time before the last point."""

    def read(self, at: datetime, energy: float) -> None:
        """Take what the meter said at a time."""
        last = self._points[-1]
        # Where it was said to be over, it was not.
        self.ended_at = None
        self._reported_at = max(self._reported_at, at)
        known = not self._away and energy >= last.energy
        if known and energy == last.energy:
            return
        known = known and not self._may_be_old
        if known:
            self._step = min(max(self._step or 0, energy - last.energy), _COARSEST)
            known = not self._hung(at, energy)
        self._may_be_old = self._away and energy == last.energy
        self._away = self._stood_still = False
        if at <= last.at:
            known = known and last.known
            self._points[-1] = _Point(last.at, energy, known)
            return
        if self._goes_on(last, at, known=known):
            self._points.pop()
        self._points.append(_Point(at, energy, known))

    def _goes_on(self, last: _Point, at: datetime, *, known: bool) -> bool:
        """Return whether a point only draws out the way to the last one."""
        if len(self._points) == 1 or last.known != known:
            return False
        return not known or at - self._points[-2].at <= _MINUTE

    def _hung(self, at: datetime, energy: float) -> bool:
        """Return whether it has not stood still after all, by what it shows at a time."""
        last = self._points[-1]
        least = _LEAST * ((at - last.at) / _HOUR)
        return self._stood_still and energy - last.energy > least

    def lose(self) -> None:
        """Know nothing from the last point to the next."""
        self._away = True

    def end(self, at: datetime, energy: float | None) -> None:
        """Draw nothing after a time; ``None`` where the meter did not say what it was by then."""
        last = self._points[-1]
        if energy is not None:
            self.read(at, energy)
        elif at > last.at:
            self._points.append(_Point(at, last.energy, known=False))
        self._away = False
        self.ended_at = max(at, last.at)

    def told_until(self, now: datetime) -> datetime:
        """Return up to when all is known of it that will be."""
        if self._away or self.ended_at:
            return now
        step = _COARSEST if self._step is None else self._step
        stood_still = self._reported_at - step / _LEAST * _HOUR
        return max(self._points[-1].at, stood_still, now - _PATIENCE)

    def forget_impossible(self) -> None:
        """Know nothing of a stretch in which more was drawn than a car can.

        More than a charge point at a home gives is believed once the stretch before was alike.
        """
        for number, (before, after) in enumerate(pairwise(self._points), 1):
            if after.known:
                hours = (after.at - before.at) / _HOUR
                power = (after.energy - before.energy) / hours
                known = power <= _UNEVEN * max(_MOST, self._power)
                self._points[number] = after._replace(known=known)
                self._power = power

    def drawn(self, start: datetime, end: datetime) -> float | None:
        """Return the kWh of a stretch with no point within, ``None`` where they are not known."""
        number = self._point_after(start)
        if number == len(self._points):
            return None if self._away else 0.0
        if number == 0:
            return 0.0
        before, after = self._points[number - 1], self._points[number]
        if not after.known:
            return None
        part = (end - start) / (after.at - before.at)
        return (after.energy - before.energy) * part

    def points_between(self, start: datetime, end: datetime) -> set[datetime]:
        """Return when the draw changes within a stretch."""
        return {point.at for point in self._points if start < point.at < end}

    def begin_anew(self, at: datetime) -> None:
        """Leave what was until a time behind, for it has been reckoned."""
        number = self._point_after(at)
        if number == 0:
            return
        before = self._points[number - 1]
        energy = before.energy
        if number == len(self._points):
            self._stood_still = self._stood_still or at > before.at
        else:
            after = self._points[number]
            part = (at - before.at) / (after.at - before.at)
            energy += (after.energy - before.energy) * part
        self._points[:number] = [_Point(at, energy)]

    def go_back(self, now: datetime) -> None:
        """Go on from a time that lies before what is known, for the clock was ahead."""
        self._points = [_Point(now, self._points[-1].energy)]
        self._reported_at = now
        self._stood_still = False
        self._may_be_old = True
        if self.ended_at:
            self.ended_at = now

    def _point_after(self, at: datetime) -> int:
        return bisect_right(self._points, at, key=lambda point: point.at)


class Grid:
    """A home's connection to the grid, and the sessions behind it, each by a key of its owner's.

    What it is told is kept until it has been reckoned: up to when all meters have spoken. Times
    are taken as they come; a clock that goes back makes a stretch unknown, and nothing negative.
    """

    def __init__(self, now: datetime) -> None:
        """Know of no import and of no session."""
        self._now = now
        self._steps: deque[tuple[datetime, float | None]] = deque(maxlen=_MOST_STEPS)
        """The import in kW from a time on, ``None`` where it is not known."""
        self._heard_at = now
        """Up to when the import is that of the last step; it has to be waited for as a meter."""
        self._draws: dict[Hashable, _Draw] = {}
        self._reckoned = now
        """Up to when it has been; with no session, nothing is to be."""

    # What is told

    def imports(
        self, now: datetime, power: float | None, silent: timedelta = timedelta()
    ) -> None:
        """Take the home's net import in kW, negative for what flows out; ``None`` is not known.

        A sensor that was ``silent`` since its last word is read now and then: it has changed
        somewhere between the two. Taken as if it changed only now, a car that begins to draw
        would be all sun until then. One that is silent for longer tells what changes at once.
        """
        now = self._advance(now)
        at = now
        if power is not None:
            power = max(power, 0.0)
            if self._power is not None and timedelta() < silent <= _BETWEEN_READS:
                at -= silent / 2
        self._heard_at = now
        steps = self._steps
        if steps and steps[-1][1] == power:
            return
        if steps and steps[-1][0] >= at:
            at, _ = steps.pop()
        steps.append((at, power))
        if not self._draws:
            self._forget_steps(now - _LOOK_BACK)

    def confirm(self, now: datetime, reported_at: datetime) -> None:
        """Take when the sensors have said last what they say."""
        now = self._advance(now)
        self._heard_at = max(self._heard_at, min(reported_at, now))

    def begin(
        self, key: Hashable, now: datetime, at: datetime, energy: float, solar: Solar
    ) -> None:
        """Follow a session that had drawn so many kWh by a time that is not long ago.

        ``solar`` is what is known of it from before.
        """
        now = self._advance(now)
        at = min(at, now)
        if not self._draws:
            self._reckoned = at
        self._draws[key] = _Draw(at, energy, solar)

    def read(
        self, key: Hashable, now: datetime, reported_at: datetime, energy: float
    ) -> None:
        """Take what a session has drawn in kWh, and when its meter has said so last."""
        now = self._advance(now)
        self._draws[key].read(min(reported_at, now), energy)

    def lose(self, key: Hashable) -> None:
        """Note that the meter of a session is away."""
        self._draws[key].lose()

    def end(
        self, key: Hashable, now: datetime, at: datetime, energy: float | None
    ) -> None:
        """Note the end of a session, and what it had drawn by then; ``None`` where not known.

        It is kept until all others at the time have spoken too.
        """
        now = self._advance(now)
        draw = self._draws[key]
        if draw.ended_at is None:
            draw.end(min(at, now), energy)

    def forget(self, key: Hashable) -> None:
        """Follow a session no more."""
        del self._draws[key]

    # What comes of it

    def reckon(self, now: datetime) -> None:
        """Share out the sun up to when all meters have spoken, at most once a minute."""
        now = self._advance(now)
        draws = tuple(self._draws.values())
        if not draws:
            return
        until = min(self._told_until(now), *(draw.told_until(now) for draw in draws))
        ends = any(
            draw.ended_at is not None and self._reckoned < draw.ended_at <= until
            for draw in draws
        )
        if until - self._reckoned < _MINUTE and not ends:
            return
        for draw in draws:
            draw.forget_impossible()
        self._share_out(self._reckoned, until)
        self._reckoned = until
        for draw in draws:
            draw.begin_anew(until)
        self._forget_steps(until)

    def solar(self, key: Hashable) -> Solar:
        """Return what is known of the sun in a session; it only grows."""
        draw = self._draws[key]
        return Solar(energy=draw.energy, covered=draw.covered)

    def is_over(self, key: Hashable) -> bool:
        """Return whether a session has ended, and nothing more is to come of it."""
        ended_at = self._draws[key].ended_at
        return ended_at is not None and ended_at <= self._reckoned

    @property
    def _power(self) -> float | None:
        """The import in kW as it was told last."""
        return self._steps[-1][1] if self._steps else None

    def _told_until(self, now: datetime) -> datetime:
        """Return up to when the import is known, as far as it will be."""
        if self._power is None:
            return now
        return max(self._heard_at, now - _BETWEEN_READS)

    def _share_out(self, start: datetime, end: datetime) -> None:
        steps = list(self._steps)
        times = [at for at, _ in steps]
        marks = {at for at in times if start < at < end}
        for draw in self._draws.values():
            marks |= draw.points_between(start, end)
        for until in (*sorted(marks), end):
            number = bisect_right(times, start)
            power = steps[number - 1][1] if number else None
            if power is not None:
                self._share(start, until, power)
            start = until

    def _share(self, start: datetime, end: datetime, power: float) -> None:
        """Share a stretch in which all that is drawn and imported stays the same."""
        drawn = {draw: draw.drawn(start, end) for draw in self._draws.values()}
        known = {draw: energy for draw, energy in drawn.items() if energy is not None}
        total = sum(known.values())
        if len(known) < len(drawn) or not total:
            return
        share = max(0.0, 1 - power * ((end - start) / _HOUR) / total)
        for draw, energy in known.items():
            draw.covered += energy
            draw.energy += share * energy

    # The time

    def _advance(self, now: datetime) -> datetime:
        """Return the time, which goes back with the clock only where that is not by a little."""
        if self._now - now > _MINUTE:
            self._go_back(now)
        self._now = max(self._now, now)
        return self._now

    def _go_back(self, now: datetime) -> None:
        self._now = self._reckoned = self._heard_at = now
        for draw in self._draws.values():
            draw.go_back(now)
        powers = [power for _, power in self._steps]
        self._steps.clear()
        self._steps.extend((now, power) for power in powers[-1:])

    def _forget_steps(self, before: datetime) -> None:
        """Forget the import before a time, but for what held at it."""
        while len(self._steps) > 1 and self._steps[1][0] <= before:
            self._steps.popleft()
