"""What charging costs: both shapes of tariff, and the prices in force at a moment (API.md section 8).

The v1 shape is three numbers. The v2 shape is OCPI's: elements are read in their order, and the
first one whose restrictions hold gives the price of each component it has.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
import re
from typing import Any, Final

from .models import (
    fold_keys,
    read_bound,
    read_list,
    read_number,
    read_text,
    without_empty,
)

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
_SHORTEST_WEEKDAY: Final = 3
"""Letters; "MON" is one day, two letters are not in every language the same."""

_TIME: Final = re.compile(
    r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.0+)?)?"
)
_END_OF_DAY: Final = re.compile(r"24:00(:00)?")
_DATE: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T00:00(:00(\.0+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
"""A day, also as its midnight; at another time which day is meant depends on the time zone."""

MAX_PRICE: Final = 1_000_000
"""Of a kWh, a minute or a session, in any currency; what is above is a mistake."""
MAX_STEP: Final = 86_400
"""A day in seconds, and more kWh than any battery of a car holds."""

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
    (seconds). The end of a time, a date and a range is not part of it, as in OCPI. ``readable``
    is whether these are all: where one cannot be read, it may be the one that does not hold.
    """

    start_time: time | None = None
    end_time: time | None = None
    start_date: date | None = None
    end_date: date | None = None
    weekdays: frozenset[int] = frozenset()
    ranges: Mapping[str, tuple[float | None, float | None]]
    readable: bool = True

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
        return True if self.readable and None not in verdicts else None

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
        found = {
            component: self._price(component, moment, usage) for component in Component
        }
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


_UNKNOWN: Final = (Element(prices=dict.fromkeys(Component)),)
"""The elements of a tariff of which nobody knows whether it is in force."""


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
    fitting = [tariff for tariff in chosen if _within(power, *tariff.power, last=True)]
    prices = {tariff.prices(moment, usage) for tariff in fitting or chosen}
    return prices.pop() if len(prices) == 1 else None


def read_tariffs(connector: Mapping[str, Any]) -> tuple[Tariff, ...]:
    """Return the tariffs of a connector in either shape; one that cannot be read is left out."""
    if connector.get("tariff") is not None:
        tariffs = [_read_flat(fold_keys(connector["tariff"]))]
    else:
        tariffs = [
            _read_tariff(fold_keys(tariff))
            for tariff in read_list(connector.get("tariffs"))
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
        Component.FLAT: _read_amount(tariff.get("startfee")),
        Component.ENERGY: _read_amount(tariff.get("perkwh")),
        Component.TIME: _read_amount(tariff.get("perminute")),
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
        for item in read_list(tariff.get("elements"))
        if (element := _read_element(fold_keys(item))).prices
    )
    if currency is None or not elements or kind == _NOT_PAID_BY_DRIVERS:
        return None
    members = _Members(tariff)
    start = members.read("startdatetime", read_bound)
    end = members.read("enddatetime", read_bound)
    power = _Members(tariff.get("powerrange"))
    power_range = power.read("min", read_number), power.read("max", read_number)
    return Tariff(
        currency=currency,
        elements=elements if members.readable and power.readable else _UNKNOWN,
        rank=_RANKS.get(kind, _RANK_OTHER),
        power=power_range,
        start=start,
        end=end,
    )


def _read_element(element: Mapping[str, Any]) -> Element:
    prices: dict[Component, float | None] = {}
    for component in map(fold_keys, read_list(element.get("pricecomponents"))):
        kind = (read_text(component.get("type")) or "").upper()
        if kind in Component:
            prices.setdefault(Component(kind), _read_price(kind, component))
    restrictions = element.get("restrictions")
    return Element(
        prices=prices,
        restrictions=_read_restrictions(restrictions) if restrictions else None,
    )


def _read_price(kind: str, component: Mapping[str, Any]) -> float | None:
    """Return the price of one kWh, minute or session from the price of a step."""
    price = _read_amount(component.get("price"))
    if kind == Component.FLAT or price is None:
        return price
    step = read_number(component.get("stepsize"), low=0, high=MAX_STEP)
    if not step:
        return None
    return _read_amount(price * 60 / step if kind == Component.TIME else price / step)


def _read_amount(value: Any) -> float | None:
    return read_number(value, low=0, high=MAX_PRICE)


class _Members:
    """The members of an object; it remembers whether one was told that cannot be read."""

    def __init__(self, value: Any) -> None:
        """Take an object, or nothing; anything else cannot be read."""
        self._members = without_empty(fold_keys(value))
        self.readable = value is None or isinstance(value, Mapping)

    def read[T](self, key: str, read: Callable[[Any], T | None]) -> T | None:
        """Return a member, ``None`` where it is not told, or not readable."""
        if key not in self._members:
            return None
        found = read(self._members.pop(key))
        if found is None:
            self.readable = False
        return found

    @property
    def all_read(self) -> bool:
        """Whether there was nothing that could not be read, and nothing that was not asked for."""
        return self.readable and not self._members


def _read_restrictions(value: Any) -> Restrictions:
    members = _Members(value)
    start_time, end_time = _read_times(members)
    return Restrictions(
        start_time=start_time,
        end_time=end_time,
        start_date=members.read("startdate", _read_date),
        end_date=members.read("enddate", _read_date),
        weekdays=members.read("dayofweek", _read_weekdays) or frozenset(),
        ranges={
            key: (
                members.read(f"min{key}", read_number),
                members.read(f"max{key}", read_number),
            )
            for key in ("kwh", "power", "current", "duration")
        },
        readable=members.all_read,
    )


def _read_times(members: _Members) -> tuple[time | None, time | None]:
    """Return start and end; one alone says nothing where the other cannot be read.

    Two that are the same may mean a whole day or none of it.
    """
    start = members.read("starttime", _read_time_of_day)
    end = members.read("endtime", _read_end_of_time)
    if start is not None and start == end != time.min:
        members.readable = False
    return (start, end) if members.readable else (None, None)


def _read_end_of_time(value: Any) -> time | None:
    """Return a time; some write the end of a day as 24:00."""
    if _END_OF_DAY.fullmatch(read_text(value) or ""):
        return time.min
    return _read_time_of_day(value)


def _read_time_of_day(value: Any) -> time | None:
    match = _TIME.fullmatch(read_text(value) or "")
    if match is None:
        return None
    hour, minute, second = map(int, match.groups(default="0"))
    return time(hour, minute, second)


def _read_date(value: Any) -> date | None:
    match = _DATE.fullmatch(read_text(value) or "")
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _read_weekdays(value: Any) -> frozenset[int] | None:
    """Return the days, Monday is 0; ``None`` where one of them is not readable."""
    days = {
        _read_weekday(day)
        for day in ([value] if isinstance(value, str) else read_list(value))
    }
    known = frozenset(day for day in days if day is not None)
    return known if known and len(known) == len(days) else None


def _read_weekday(value: Any) -> int | None:
    """Return a day by its name, or by its first letters."""
    text = (read_text(value) or "").upper().rstrip(".")
    if len(text) < _SHORTEST_WEEKDAY:
        return None
    return next(
        (number for number, day in enumerate(_WEEKDAYS) if day.startswith(text)), None
    )
