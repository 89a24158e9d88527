"""What charging costs: both shapes of tariff, and the prices in force at a moment (API.md section 8).

The v1 shape is three numbers. The v2 shape is OCPI's: elements are read in their order, and the
first one whose restrictions hold gives the price of each component it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
import re
from typing import Any, Final

from .models import fold_keys, read_list, read_number, read_text, read_time

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_WEEKDAYS: Final = (
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
)
_RANKS: Final = {"DRIVER": 0, "VMSP": 2, "ROAMING": 3}
"""Which tariff a driver pays, best first; one of no known type comes second."""
_RANK_OTHER: Final = 1
_NOT_PAID_BY_DRIVERS: Final = "REIMBURSEMENT"


class Component(StrEnum):
    """What a price is for. Parking without charging is not part of what a session costs here."""

    FLAT = "FLAT"
    ENERGY = "ENERGY"
    TIME = "TIME"


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What a session has used so far, and with what: energy in kWh, power in kW, current in A."""

    energy: float = 0
    duration: timedelta = timedelta()
    power: float | None = None
    current: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """What is charged at a moment, as Shell publishes it; ``None`` is not known, 0 is free of charge.

    ``per_kwh``, ``per_minute`` and ``start_fee`` are in ``currency``, an ISO 4217 code.
    """

    currency: str
    per_kwh: float | None
    per_minute: float | None
    start_fee: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Restrictions:
    """When an element applies. Times and dates are those at the charge point.

    ``ranges`` holds minimum and maximum of ``kwh``, ``power``, ``current`` and ``duration``
    (seconds). The end of a time, a date and a range is not part of it, as in OCPI.
    """

    start_time: time | None = None
    end_time: time | None = None
    start_date: date | None = None
    end_date: date | None = None
    weekdays: frozenset[int] = frozenset()
    ranges: Mapping[str, tuple[float | None, float | None]]

    def hold(self, moment: datetime, usage: Usage) -> bool | None:
        """Return whether the element applies, ``None`` where that cannot be told."""
        if not (self._in_time(moment.time()) and self._on_day(moment)):
            return False
        used = {
            "kwh": usage.energy,
            "duration": usage.duration.total_seconds(),
            "power": usage.power,
            "current": usage.current,
        }
        verdicts = {
            _within(used[key], low, high) for key, (low, high) in self.ranges.items()
        }
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _in_time(self, at: time) -> bool:
        start, end = self.start_time or time.min, self.end_time or time.min
        if end == time.min:
            return at >= start
        if start <= end:
            return start <= at < end
        return at >= start or at < end

    def _on_day(self, moment: datetime) -> bool:
        day = moment.date()
        if self.start_date and day < self.start_date:
            return False
        if self.end_date and day >= self.end_date:
            return False
        return not self.weekdays or day.weekday() in self.weekdays


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """Prices that apply together: per kWh, per minute and per session, ``None`` not readable."""

    prices: Mapping[Component, float | None]
    restrictions: Restrictions | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tariff:
    """A tariff in either shape. ``power`` is the range of connectors it is meant for, in kW."""

    currency: str
    elements: tuple[Element, ...]
    rank: int = _RANK_OTHER
    power: tuple[float | None, float | None] = (None, None)
    start: datetime | None = None
    end: datetime | None = None

    def in_force(self, moment: datetime) -> bool:
        """Return whether the tariff is valid at a time."""
        if self.start and moment < self.start:
            return False
        return self.end is None or moment < self.end

    def prices(self, moment: datetime, usage: Usage) -> Prices:
        """Return what the tariff charges; a component that nothing mentions is free of charge."""
        found = {it: self._price(it, moment, usage) for it in Component}
        return Prices(
            currency=self.currency,
            per_kwh=found[Component.ENERGY],
            per_minute=found[Component.TIME],
            start_fee=found[Component.FLAT],
        )

    def _price(
        self, component: Component, moment: datetime, usage: Usage
    ) -> float | None:
        for element in self.elements:
            if component not in element.prices:
                continue
            holds = element.restrictions is None or element.restrictions.hold(
                moment, usage
            )
            if holds is None:
                return None
            if holds:
                return element.prices[component]
        return 0.0


def prices_at(
    tariffs: Iterable[Tariff], moment: datetime, usage: Usage
) -> Prices | None:
    """Return what a driver pays at a moment, ``None`` where no tariff or more than one says so.

    ``moment`` is local time at the charge point, with its zone.
    """
    valid = [tariff for tariff in tariffs if tariff.in_force(moment)]
    best = min((tariff.rank for tariff in valid), default=None)
    chosen = [tariff for tariff in valid if tariff.rank == best]
    # Ranges are in whole kW, connectors are not: 22.08 kW belongs to "up to 22".
    power = None if usage.power is None else int(usage.power)
    fitting = [it for it in chosen if _within(power, *it.power, last=True)]
    prices = {tariff.prices(moment, usage) for tariff in fitting or chosen}
    return prices.pop() if len(prices) == 1 else None


def read_tariffs(connector: Mapping[str, Any]) -> tuple[Tariff, ...]:
    """Return the tariffs of a connector in either shape; one that cannot be read is left out."""
    if "tariff" in connector:
        tariffs = [_read_flat(fold_keys(connector["tariff"]))]
    else:
        tariffs = [
            _read_tariff(fold_keys(it)) for it in read_list(connector.get("tariffs"))
        ]
    return tuple(tariff for tariff in tariffs if tariff is not None)


def _within(
    value: float | None, low: float | None, high: float | None, *, last: bool = False
) -> bool | None:
    """Return whether a value is in a range, with its upper end where ``last`` says so."""
    if low is None and high is None:
        return True
    if value is None:
        return None
    if low is not None and value < low:
        return False
    return high is None or value < high or (last and value == high)


def _read_currency(value: Any) -> str | None:
    text = (read_text(value) or "").upper()
    return text if _CURRENCY.fullmatch(text) else None


def _read_flat(tariff: Mapping[str, Any]) -> Tariff | None:
    """Read the v1 shape. A field that is not there is not known; zero is free of charge."""
    currency = _read_currency(tariff.get("currency"))
    prices = {
        Component.FLAT: read_number(tariff.get("startfee"), low=0),
        Component.ENERGY: read_number(tariff.get("perkwh"), low=0),
        Component.TIME: read_number(tariff.get("perminute"), low=0),
    }
    if currency is None or all(price is None for price in prices.values()):
        return None
    return Tariff(currency=currency, elements=(Element(prices=prices),))


def _read_tariff(tariff: Mapping[str, Any]) -> Tariff | None:
    """Read the v2 shape."""
    currency = _read_currency(tariff.get("currency"))
    kind = (read_text(tariff.get("tarifftype")) or "").upper()
    elements = tuple(
        element
        for it in read_list(tariff.get("elements"))
        if (element := _read_element(fold_keys(it))).prices
    )
    if currency is None or not elements or kind == _NOT_PAID_BY_DRIVERS:
        return None
    power = fold_keys(tariff.get("powerrange"))
    return Tariff(
        currency=currency,
        elements=elements,
        rank=_RANKS.get(kind, _RANK_OTHER),
        power=(read_number(power.get("min")), read_number(power.get("max"))),
        start=read_time(tariff.get("startdatetime")),
        end=read_time(tariff.get("enddatetime")),
    )


def _read_element(element: Mapping[str, Any]) -> Element:
    prices: dict[Component, float | None] = {}
    for component in map(fold_keys, read_list(element.get("pricecomponents"))):
        kind = (read_text(component.get("type")) or "").upper()
        if kind in Component:
            prices.setdefault(Component(kind), _read_price(kind, component))
    restrictions = fold_keys(element.get("restrictions"))
    return Element(
        prices=prices,
        restrictions=_read_restrictions(restrictions) if restrictions else None,
    )


def _read_price(kind: str, component: Mapping[str, Any]) -> float | None:
    """Return the price of one kWh, minute or session from the price of a step."""
    price = read_number(component.get("price"), low=0)
    if kind == Component.FLAT or price is None:
        return price
    step = read_number(component.get("stepsize"), low=0)
    if not step:
        return None
    return price * 60 / step if kind == Component.TIME else price / step


def _read_restrictions(restrictions: Mapping[str, Any]) -> Restrictions:
    days = {
        (read_text(it) or "").upper() for it in read_list(restrictions.get("dayofweek"))
    }
    ranges = {
        key: (
            read_number(restrictions.get(f"min{key}")),
            read_number(restrictions.get(f"max{key}")),
        )
        for key in ("kwh", "power", "current", "duration")
    }
    return Restrictions(
        start_time=_read_time_of_day(restrictions.get("starttime")),
        end_time=_read_time_of_day(restrictions.get("endtime")),
        start_date=_read_date(restrictions.get("startdate")),
        end_date=_read_date(restrictions.get("enddate")),
        weekdays=frozenset(_WEEKDAYS.index(it) for it in days if it in _WEEKDAYS),
        ranges=ranges,
    )


def _read_time_of_day(value: Any) -> time | None:
    try:
        # Some write the end of a day as 24:00.
        return time.fromisoformat((read_text(value) or "").replace("24:00", "00:00"))
    except ValueError:
        return None


def _read_date(value: Any) -> date | None:
    try:
        return date.fromisoformat((read_text(value) or "")[:10])
    except ValueError:
        return None
