"""What a session used and costs, from the user's own meter. Pure: no I/O, no clock of its own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from .api.tariffs import Prices, Usage

_RESET_BELOW: Final = 0.9
"""Part of the last reading below which a meter has begun anew; less of a drop is its jitter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Metering:
    """The energy of a session in kWh, and how far it has been priced.

    ``reading`` is the meter's last one in kWh, ``None`` before the first. What stands between
    ``priced_energy`` and ``energy``, and the time since ``priced_until``, waits for prices.
    ``closed`` is whether the session is over and read to its end.
    """

    began_at: datetime
    priced_until: datetime
    reading: float | None = None
    energy: float = 0
    priced_energy: float = 0
    priced_cost: float | None = None
    currency: str | None = None
    closed: bool = False

    @property
    def used(self) -> float | None:
        """The energy of the session in kWh, ``None`` where the meter never said."""
        return None if self.reading is None else self.energy

    @property
    def cost(self) -> float | None:
        """The estimated cost, ``None`` where any part of it has no known price."""
        return self.priced_cost if self.priced_energy == self.energy else None


def begin(at: datetime) -> Metering:
    """Return the metering of a session that began at a time."""
    return Metering(began_at=at, priced_until=at)


def usage(metering: Metering) -> Usage:
    """Return what was used when the part that is to be priced began."""
    return Usage(
        energy=metering.priced_energy,
        duration=metering.priced_until - metering.began_at,
    )


def read(metering: Metering, reading: float | None) -> Metering:
    """Take a reading of the meter in kWh; ``None`` where it gives none.

    What a meter missed telling comes with its next reading. One that begins anew counts from
    zero, one that drops a little has not used anything.
    """
    if reading is None:
        return metering
    if metering.reading is None:
        return replace(metering, reading=reading)
    used = reading - metering.reading
    if reading < metering.reading * _RESET_BELOW:
        used = reading
    elif used < 0:
        return metering
    return replace(metering, reading=reading, energy=metering.energy + used)


def price(metering: Metering, prices: Prices | None, at: datetime) -> Metering:
    """Price what was used since the last time; what has no known price waits.

    The start fee is that of the first time. A cost in two currencies is not known.
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
    at = max(at, metering.priced_until)
    minutes = (at - metering.priced_until) / timedelta(minutes=1)
    energy = metering.energy - metering.priced_energy
    return replace(
        metering,
        priced_until=at,
        priced_energy=metering.energy,
        priced_cost=cost + energy * prices.per_kwh + minutes * prices.per_minute,
        currency=prices.currency,
    )
