"""What was charged in a local month, counted as it is used. Pure: when months begin comes from outside.

A session that goes on over the start of a month has a mark there, with what had been counted of it.
What a month counts of a session lies between the month's two ends, each a mark or what is known
now; so the months of a session add up to the session, whatever clock or time zone it went through.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import fsum, isfinite
from typing import Final

from .metering import ENERGY_DIGITS, MONEY_DIGITS, Metering
from .record import MonthMark, TrackedSession

_AROUND_THE_WORLD: Final = timedelta(days=2)
"""A month begins somewhere up to 26 hours before it does elsewhere: the mark of another time zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A local month as two instants in UTC; the second is where the next one begins."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthFigures:
    """What a charge point charged in a month, by its meter.

    ``energy`` and ``solar`` are kWh, to the Wh, and ``costs`` holds the estimated cost by its
    currency, to the cent. ``solar`` is ``None`` where nothing is known of any of the energy.
    """

    energy: float | None = 0.0
    solar: float | None = 0.0
    costs: Mapping[str, float | None] = field(default_factory=dict)

    def cost(self, currency: str | None) -> float | None:
        """Return the cost in a currency, ``None`` where there was energy and none has a price."""
        if currency is None:
            return None
        return self.costs.get(currency, 0 if self.energy == 0 else None)


NOTHING: Final = MonthFigures()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What a month counts of a session, exact; ``None`` is not known."""

    energy: float
    cost: float | None
    currency: str | None
    solar: float | None


class Months:
    """The sessions that count in the running month, so that nothing looks through all to sum them up."""

    def __init__(self) -> None:
        """Know of no month yet."""
        self.month: Month | None = None
        self._parts: dict[str, tuple[str, _Part]] = {}
        """By the session's key, with the compact EVSE ID of where it was."""

    def turn(self, month: Month, sessions: Mapping[str, TrackedSession]) -> None:
        """Count in a month from now on; ``sessions`` are all there are."""
        if month == self.month:
            return
        self.month = month
        for key, session in sessions.items():
            self.note(key, session)

    def note(self, key: str, session: TrackedSession) -> None:
        """Take what became known of a session."""
        part = part_of(session, self.month) if self.month else None
        if part is None:
            self.forget(key)
        else:
            self._parts[key] = session.evse_id, part

    def forget(self, key: str) -> None:
        """Leave out a session that is kept no more under its key."""
        self._parts.pop(key, None)

    def marked(self, session: TrackedSession, began_at: datetime) -> TrackedSession:
        """Return a session as it is to be before anything more is counted of it.

        It is marked where the running month began later than its metering did, at ``began_at``.
        A mark that lies ahead was set by a clock that was wrong, and goes.
        """
        if self.month is None:
            return session
        marks = tuple(
            mark
            for mark in session.marks
            if mark.at < self.month.end - _AROUND_THE_WORLD
        )
        if began_at < self.month.start and _mark_at(marks, self.month.start) is None:
            marks += (_as_of(session, self.month.start),)
        return session if marks == session.marks else replace(session, marks=marks)

    def figures(self) -> dict[str, MonthFigures]:
        """Return what each charge point charged in the running month, by its compact EVSE ID."""
        parts: dict[str, list[_Part]] = {}
        for evse_id, part in self._parts.values():
            parts.setdefault(evse_id, []).append(part)
        return {evse_id: _summed(here) for evse_id, here in parts.items()}


def part_of(session: TrackedSession, month: Month) -> _Part | None:
    """Return what a month counts of a session, ``None`` where it counts nothing."""
    metering = session.metering
    if metering is None or metering.began_at >= month.end:
        return None
    if metering.began_at >= month.start:
        before: MonthMark | None = MonthMark(at=month.start)
    else:
        before = _mark_at(session.marks, month.start)
    if before is None:
        return None
    later = month.end - _AROUND_THE_WORLD
    after = next(
        (mark for mark in session.marks if mark.at >= later), _as_of(session, month.end)
    )
    cost = _priced(metering)
    waits = metering.priced_energy != metering.energy
    if cost is not None:
        cost = None if waits and cost == before.cost else after.cost - before.cost
    return _Part(
        energy=after.energy - before.energy,
        cost=cost,
        currency=metering.currency,
        solar=after.solar - before.solar if session.solar else None,
    )


def _mark_at(marks: Iterable[MonthMark], start: datetime) -> MonthMark | None:
    """Return the mark of the month that begins at a time, here or in another time zone."""
    near = (mark for mark in marks if abs(mark.at - start) < _AROUND_THE_WORLD)
    return next(near, None)


def _as_of(session: TrackedSession, at: datetime) -> MonthMark:
    """Return what has been counted of a session so far."""
    metering = session.metering
    return MonthMark(
        at=at,
        energy=metering.energy if metering else 0,
        cost=(_priced(metering) or 0) if metering else 0,
        solar=session.solar.energy if session.solar else 0,
    )


def _priced(metering: Metering) -> float | None:
    """Return what has a known price, exact. What waits for one is added once it has."""
    return None if metering.reading is None else metering.priced_cost


def _summed(parts: Iterable[_Part]) -> MonthFigures:
    """Sum up exact values, and round once."""
    parts = tuple(parts)
    energy = _rounded((part.energy for part in parts), ENERGY_DIGITS)
    solar = [part.solar for part in parts if part.solar is not None]
    costs: dict[str, list[float]] = {}
    for part in parts:
        if part.currency and part.cost is not None:
            costs.setdefault(part.currency, []).append(part.cost)
    return MonthFigures(
        energy=energy,
        solar=_rounded(solar, ENERGY_DIGITS) if solar or energy == 0 else None,
        costs={
            currency: _rounded(known, MONEY_DIGITS) for currency, known in costs.items()
        },
    )


def _rounded(values: Iterable[float], digits: int) -> float | None:
    """Return a sum, ``None`` where absurd readings make none of it."""
    try:
        total = fsum(values)
    except OverflowError, ValueError:
        return None
    return round(total, digits) if isfinite(total) else None
