"""A session's figures, and the sums of many: one way to count, for all that shows them. Pure.

What is counted is exact; what is shown is rounded, once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import fsum
from typing import Final

from ..api.models import SessionState
from .record import Event, TrackedSession

PRICE_DIGITS: Final = 4
SHARE_DIGITS: Final = 4

_ABSURD: Final = 1e9
"""kWh or money of a session: what no session has, but a file may hold. It is no figure."""


class Source(StrEnum):
    """Where a figure is from: the user's own meter, or the bill."""

    METER = "meter"
    BILL = "bill"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What is known of a session; ``None`` is not known.

    Energy is in kWh, ``cost`` in ``currency``. What was billed wins over what was metered, the
    energy and the amount each for itself; a cost by the meter is an estimate.
    """

    energy: float | None = None
    energy_source: Source | None = None
    cost: float | None = None
    currency: str | None = None
    cost_source: Source | None = None
    solar_energy: float | None = None
    solar_covered: float | None = None
    duration: timedelta | None = None

    @property
    def average_price(self) -> float | None:
        """What a kWh cost, with all fees.

        An estimate that was made of what the meter said tells nothing of the kWh of a bill.
        """
        if self.cost is None or not self.energy or not self.is_of_one_measure:
            return None
        return self.cost / self.energy

    @property
    def is_of_one_measure(self) -> bool:
        """Whether the cost is that of the energy."""
        return self.energy_source is Source.METER or self.cost_source is Source.BILL


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What sessions cost in one currency.

    ``average_price`` is that of the sessions whose energy is known, too, and ``estimated`` is
    whether any part of the cost is an estimate.
    """

    currency: str
    cost: float
    sessions: int
    average_price: float | None
    estimated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """The sums over sessions; ``None`` where none of them has the figure.

    ``without_energy`` and its like are how many sessions lack it. ``solar_covered`` is the energy of which it is known how
    much was sun.
    """

    sessions: int
    energy: float | None
    without_energy: int
    duration: timedelta | None
    without_duration: int
    costs: tuple[Cost, ...]
    without_cost: int
    solar_energy: float | None
    solar_covered: float | None
    without_solar: int

    @property
    def solar_share(self) -> float | None:
        """The share of sun in the energy of which it is known, from 0 to 1."""
        if self.solar_energy is None or not self.solar_covered:
            return None
        return self.solar_energy / self.solar_covered


def figures(session: TrackedSession) -> Figures:
    """Return what is known of a session."""
    energy, energy_source = _energy(session)
    cost, currency, cost_source = _cost(session)
    solar_energy, solar_covered = _solar(session, energy)
    return Figures(
        energy=energy,
        energy_source=energy_source,
        cost=cost,
        currency=currency,
        cost_source=cost_source,
        solar_energy=solar_energy,
        solar_covered=solar_covered,
        duration=session.duration,
    )


def began_at(session: TrackedSession) -> datetime | None:
    """Return when a session began to charge, ``None`` where it never did.

    Shell may leave out the time of one that ran: then it is when it was first seen.
    """
    if session.state is SessionState.FAILED_TO_START:
        return None
    if session.started_at is not None:
        return session.started_at
    ran = Event.STARTED in session.announced.union(session.events)
    return session.seen_at if ran else None


def totals(sessions: Iterable[TrackedSession]) -> Totals:
    """Return the sums over sessions."""
    each = [figures(session) for session in sessions]
    energies = [one.energy for one in each if one.energy is not None]
    durations = [one.duration for one in each if one.duration is not None]
    solar = [one for one in each if one.solar_covered]
    return Totals(
        sessions=len(each),
        energy=fsum(energies) if energies else None,
        without_energy=len(each) - len(energies),
        duration=sum(durations, timedelta()) if durations else None,
        without_duration=len(each) - len(durations),
        costs=_costs(each),
        without_cost=sum(one.cost is None for one in each),
        solar_energy=fsum(one.solar_energy or 0 for one in solar) if solar else None,
        solar_covered=fsum(one.solar_covered or 0 for one in solar) if solar else None,
        without_solar=len(each) - len(solar),
    )


def _energy(session: TrackedSession) -> tuple[float | None, Source | None]:
    if session.billed and session.billed.energy is not None:
        return session.billed.energy, Source.BILL
    metering = session.metering
    if metering and metering.reading is not None and metering.energy < _ABSURD:
        return metering.energy, Source.METER
    return None, None


def _solar(
    session: TrackedSession, energy: float | None
) -> tuple[float | None, float | None]:
    """Return the sun, and what is covered: never more than a session has energy by its bill."""
    if session.solar is None:
        return None, None
    most = _ABSURD if energy is None else energy
    return min(session.solar.energy, most), min(session.solar.covered, most)


def _cost(session: TrackedSession) -> tuple[float | None, str | None, Source | None]:
    billed, metering = session.billed, session.metering
    if billed and billed.amount is not None:
        return billed.amount, billed.currency, Source.BILL
    cost = metering.exact_cost if metering else None
    if metering and cost is not None and abs(cost) < _ABSURD:
        return cost, metering.currency, Source.METER
    return None, None, None


def _costs(each: Iterable[Figures]) -> tuple[Cost, ...]:
    """Return the sums by currency; the one of the most sessions comes first."""
    by_currency: defaultdict[str, list[Figures]] = defaultdict(list)
    for one in each:
        if one.cost is not None:
            by_currency[one.currency or ""].append(one)
    sums = (_sum(currency, those) for currency, those in by_currency.items())
    return tuple(sorted(sums, key=lambda cost: (-cost.sessions, cost.currency)))


def _sum(currency: str, each: list[Figures]) -> Cost:
    priced = [one for one in each if one.energy is not None and one.is_of_one_measure]
    energy = fsum(one.energy or 0 for one in priced)
    return Cost(
        currency=currency,
        cost=fsum(one.cost or 0 for one in each),
        sessions=len(each),
        average_price=fsum(one.cost or 0 for one in priced) / energy
        if energy
        else None,
        estimated=any(one.cost_source is Source.METER for one in each),
    )
