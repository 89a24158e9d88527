"""What a session used and costs, from the user's own meter. Pure: no I/O, no clock of its own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ..api.tariffs import Prices, Usage
from .plain import Record

_RESET_BELOW: Final = 0.9
"""Part of the last reading below which a meter has begun anew; less of a drop is its jitter."""
_MOST_AT_ONCE: Final = 1000.0
"""kWh that no car takes between two readings: the meter was misread, or is another one by now."""
ENERGY_DIGITS: Final = 3
"""A kWh is shown to the Wh."""
MONEY_DIGITS: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Metering(Record):
    """The energy of a session in kWh, and how far it has been priced.

    ``reading`` is the last one of ``meter`` in kWh, ``None`` before the first. What stands between
    ``priced_energy`` and ``energy``, and the time since ``priced_until``, waits for prices;
    ``per_kwh`` and ``per_minute`` are what the last of it was priced with. ``complete`` is whether the meter
    has reported since the session's end, ``closed`` whether there is nothing more to come.
    """

    began_at: datetime
    priced_until: datetime
    meter: str | None = None
    reading: float | None = None
    energy: float = 0.0
    priced_energy: float = 0
    priced_cost: float | None = None
    per_kwh: float | None = None
    per_minute: float = 0
    currency: str | None = None
    complete: bool = False
    closed: bool = False

    @property
    def used(self) -> float | None:
        """The energy of the session in kWh, to the Wh; ``None`` where the meter never said."""
        if self.reading is None:
            return None
        return round(self.energy, ENERGY_DIGITS)

    @property
    def exact_cost(self) -> float | None:
        """The estimated cost.

        ``None`` where any part of it has no known price, or the meter never said.
        """
        if self.reading is None or self.priced_energy != self.energy:
            return None
        return self.priced_cost

    @property
    def cost(self) -> float | None:
        """The estimated cost, to the cent."""
        cost = self.exact_cost
        return None if cost is None else round(cost, MONEY_DIGITS)


def begin(at: datetime) -> Metering:
    """Return the metering of a session that began at a time."""
    return Metering(began_at=at, priced_until=at)


def usage(metering: Metering, at: datetime) -> Usage:
    """Return what was used when the part that is to be priced began, at a time."""
    return Usage(
        energy=metering.priced_energy,
        duration=at - metering.began_at,
    )


def is_doubtful(metering: Metering, meter: str, reading: float) -> bool:
    """Return whether a reading in kWh does not follow from the last: no car has used the difference.

    Either it is wild, or the meter counts from elsewhere now: from zero, or where another one
    stands that was put in its place.
    """
    if metering.meter != meter or metering.reading is None:
        return False
    if abs(reading - metering.reading) > _MOST_AT_ONCE:
        return True
    return reading < metering.reading * _RESET_BELOW


def read(metering: Metering, meter: str, reading: float | None) -> Metering:
    """Take a reading of a meter in kWh; ``None`` where it gives none.

    What a meter missed telling comes with its next reading. One that begins anew counts from
    zero, one that drops a little has not used anything. Another meter counts from its first
    reading on, and what the one before counted stays; so does one that jumps or begins anew
    by more than a car can have used, for it was exchanged.
    """
    if reading is None:
        return metering
    if metering.reading is None or metering.meter != meter:
        return replace(metering, meter=meter, reading=reading)
    used = reading - metering.reading
    if is_doubtful(metering, meter, reading):
        used = reading if used < 0 and reading <= _MOST_AT_ONCE else 0
    elif used < 0:
        return metering
    return replace(metering, reading=reading, energy=metering.energy + used)


def energy_prices(metering: Metering) -> Prices | None:
    """Return the price of energy up to ``priced_until``, ``None`` where it was not known there."""
    if metering.currency is None or metering.per_kwh is None:
        return None
    return Prices(
        currency=metering.currency,
        per_kwh=metering.per_kwh,
        per_minute=0,
        start_fee=0,
    )


def price(metering: Metering, prices: Prices | None, at: datetime) -> Metering:
    """Price what was used since the last time; what has no known price waits.

    The start fee is that of the first time. A cost in two currencies is not known. Time that
    was priced and turns out to lie ahead, by a clock that was wrong or an end that was heard of
    late, is taken back at the price it had.
    """
    if (
        prices is None
        or prices.per_kwh is None
        or prices.per_minute is None
        or prices.start_fee is None
        or metering.currency not in (None, prices.currency)
    ):
        return metering
    cost = metering.priced_cost
    if cost is None:
        cost = prices.start_fee
    at = max(at, metering.began_at)
    minutes = (at - metering.priced_until) / timedelta(minutes=1)
    per_minute = prices.per_minute if minutes > 0 else metering.per_minute
    energy = metering.energy - metering.priced_energy
    return replace(
        metering,
        priced_until=at,
        priced_energy=metering.energy,
        priced_cost=cost + energy * prices.per_kwh + minutes * per_minute,
        per_kwh=prices.per_kwh,
        per_minute=per_minute,
        currency=prices.currency,
    )
