"""Prices of electricity, from what a source says of them: attributes, a list, an action's answer.

The words are in ``shapes``; here is where they may stand. Nothing that a source says raises, and
what is not understood is ``None``: a wrong price costs money, a missing one is told to the person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import chain, islice, pairwise
import json
import re
from typing import Any, Final

from .moments import DAY, HOUR, Clock, day_of
from .python_text import read_python
from .shapes import (
    COLUMNS,
    DAYS,
    ENDS,
    LISTS,
    NOT_MEANT,
    STARTS,
    key_among,
    letters,
    may_be_price,
    of_a_kwh,
    price_key,
    price_of,
    scale_of,
    unit_hinted,
    unit_of,
)
from .slots import Entry, Slot, slots_of

__all__ = [
    "PriceList",
    "Slot",
    "read_attributes",
    "read_list",
    "read_response",
    "together",
]

MOST: Final = 1000
"""Of a list: ten days of quarters of an hour."""
MOST_TEXT: Final = 200_000
DEEPEST: Final = 8
"""Levels: Tibber's own answer has seven around its prices."""
FEW: Final = 4
"""Of a list that holds sources rather than slots: homes, or the answers for two days."""

LIST: Final = "list"
"""What is handed over has no name of its own."""
TIMES: Final = "times"
"""The name of prices that are named by their times."""

EVEN: Final = frozenset(timedelta(minutes=length) for length in (5, 10, 15, 20, 30, 60))
"""Lengths that a slot of a day of bare numbers may have."""

MARKET: Final = {"nordpool.get_prices_for_date": "/MWh"}
"""Actions that answer with the market's prices, and do not say of what."""

_AREA: Final = re.compile(r"[A-Z]{2,3}\d?")
"""A bidding area, as Nord Pool's action names its lists."""
_AREA_SLOT: Final = frozenset(("start", "end", "price"))
_HOUR_NAMED: Final = re.compile(r"price_(next_day_)?(\d\d)h(_d)?")
"""PVPC: ``price_00h``, tomorrow's ``price_next_day_00h``, and the second 02:00 ``price_02h_d``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """What a source says: slots in order, none over another; a gap is a time without a price.

    ``source`` is what was understood, in the source's own words; ``unit`` that of the prices here.
    What the source writes, times ``factor``, is of a kWh. ``unread`` names the lists of prices beside
    them that were not understood.
    """

    slots: tuple[Slot, ...]
    source: str
    unit: str | None
    factor: float = 1.0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Lines, where they stood and what they are in, and what beside them was not understood."""

    name: str
    unit: str | None
    factor: float
    entries: tuple[Entry, ...]
    unread: tuple[str, ...] = ()

    def ahead(self, now: datetime) -> int:
        """Return how many prices are of a time to come."""
        return sum(
            entry.price is not None and (entry.end or entry.start + HOUR) > now
            for entry in self.entries
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in a source we read: the day and the unit that hold here, and how deep.

    ``sure`` says that nothing but prices can be here, whatever it is named.
    """

    now: datetime
    zone: tzinfo
    unit: str | None = None
    day: date | None = None
    depth: int = 0
    sure: bool = False

    def clock(self) -> Clock:
        """Return what reads the times of a list here."""
        return Clock(now=self.now, zone=self.zone, day=self.day)

    def under(self, name: str) -> _Place:
        """Return the place below an attribute, whose name may say the day."""
        today = self.now.astimezone(self.zone).date()
        day = self.day
        if "tomorrow" in name:
            day = today + DAY
        elif "today" in name:
            day = today
        return replace(self, day=day, depth=self.depth + 1)


def read_attributes(
    attributes: Mapping[str, object], *, now: datetime, zone: tzinfo
) -> PriceList | None:
    """Read the prices in an entity's attributes; none where they are not understood.

    All slots may be past: then the source is old, and no use either.
    """
    return _price_list(
        _in_mapping(attributes, _Place(now=now.astimezone(UTC), zone=zone))
    )


def read_list(prices: object, *, now: datetime, zone: tzinfo) -> PriceList | None:
    """Read prices that a person or a template hands over, in any shape that a source has."""
    return _price_list(
        _in_value(LIST, prices, _Place(now=now.astimezone(UTC), zone=zone))
    )


def read_response(
    action: str, *responses: object, now: datetime, zone: tzinfo
) -> PriceList | None:
    """Read the answers of an action, ``nordpool.get_prices_for_date`` for one: a day each, or one."""
    place = _Place(
        now=now.astimezone(UTC), zone=zone, unit=MARKET.get(action), sure=True
    )
    found = _in_value(action, list(responses), place)
    # Nobody sees what an action answers: a price of MWh there is none that a person knows.
    return _price_list(found and replace(found, name=action, factor=1.0))


def together(
    lists: Sequence[PriceList], meaning: Callable[[str], object] = str
) -> PriceList | None:
    """Return several sources as one; of a time that is there twice the first counts.

    A unit that one does not say is that of the others; where two differ in their meaning there is
    none. What the first writes is what a person knows.
    """
    units = [prices.unit for prices in lists if prices.unit]
    if not lists or len(set(map(meaning, units))) > 1:
        return None
    entries = [
        Entry(start=slot.start, end=slot.end, price=slot.price)
        for prices in lists
        for slot in prices.slots
    ]
    names = dict.fromkeys(prices.source for prices in lists)
    return PriceList(
        slots=slots_of(entries),
        source=" + ".join(names),
        unit=next(iter(units), None),
        factor=lists[0].factor,
    )


def _price_list(found: _Found | None) -> PriceList | None:
    """Return what was found, where there is a price in it."""
    if found is None or not (slots := slots_of(found.entries)):
        return None
    return PriceList(
        slots=slots,
        source=found.name,
        unit=found.unit,
        factor=found.factor,
        unread=found.unread,
    )


def _in_value(name: str, value: object, place: _Place) -> _Found | None:
    """Look for prices in what stands under a name."""
    if isinstance(value, str):
        value = _decoded(value)
    if place.depth > DEEPEST:
        return None
    if isinstance(value, Mapping):
        if (inner := _in_mapping(value, place)) is None or name == LIST:
            return inner
        return replace(
            inner, name=name if inner.name == TIMES else f"{name}.{inner.name}"
        )
    if isinstance(value, (list, tuple)):
        return _in_list(name, value[:MOST], place)
    return None


def _decoded(text: str) -> object:
    """Return what a template has written as text."""
    if len(text) > MOST_TEXT or not text.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return read_python(text)
    except RecursionError:
        return None


def _in_list(name: str, values: Sequence[object], place: _Place) -> _Found | None:
    """Look for prices in a list: of slots, of pairs, of bare numbers, of a few sources."""
    items = [
        {"start": value[0], "price": value[1]}
        if isinstance(value, (list, tuple)) and len(value) == 2
        else value
        for value in values
    ]
    rows = [item for item in items if isinstance(item, Mapping)]
    if not rows:
        return _day_of_numbers(name, items, place)
    if found := _in_rows(name, rows, place):
        return found
    if len(rows) > FEW:
        return None
    inner = [_in_value(name, row, place.under("")) for row in rows]
    known = [found for found in inner if found]
    return _together(known[0].name, known) if known else None


def _together(name: str, found: Sequence[_Found]) -> _Found | None:
    """Return what was found in several places as one; of a time that is there twice the first counts."""
    if not found:
        return None
    return _Found(
        name=name,
        unit=found[0].unit,
        factor=found[0].factor,
        entries=tuple(chain.from_iterable(one.entries for one in found)),
        unread=tuple(chain.from_iterable(one.unread for one in found)),
    )


def _in_rows(
    name: str, rows: Iterable[Mapping[object, object]], place: _Place
) -> _Found | None:
    """Read a list of slots; the keys that it uses are the same in all of it."""
    plain = [{letters(key): value for key, value in row.items()} for row in rows]
    keys = frozenset(chain.from_iterable(plain))
    start, end, day = (key_among(table, keys) for table in (STARTS, ENDS, DAYS))
    price = price_key(keys)
    own = {unit for row in plain if (unit := unit_of(row))}
    unit = next(iter(own), place.unit)
    if start is None or price is None or len(own) > 1 or not may_be_price(unit):
        return None
    factor, unit = of_a_kwh(unit, price)
    scale = factor * scale_of(price, keys)
    clock = place.clock()
    entries = []
    timed = [row for row in plain if row.get(start) is not None]
    days = [day_of(row.get(day)) if day else None for row in timed]
    starts = clock.starts(
        [(row[start], of_day) for row, of_day in zip(timed, days, strict=True)]
    )
    for row, of_day, begin in zip(timed, days, starts, strict=True):
        if begin:
            finish = clock.end(row.get(end), begin, of_day) if end else None
            amount = price_of(row.get(price))
            scaled = None if amount is None else amount * scale
            entries.append(Entry(start=begin, end=finish, price=scaled))
    return _if_any(name, unit, factor, entries)


def _keyed(
    name: str,
    prices: Iterable[tuple[datetime, datetime | None, object]],
    unit: str | None,
) -> _Found | None:
    """Return prices whose times are known."""
    factor, unit = of_a_kwh(unit, "price")
    entries = []
    for start, end, value in prices:
        amount = price_of(value)
        scaled = None if amount is None else amount * factor
        entries.append(Entry(start=start, end=end, price=scaled))
    return _if_any(name, unit, factor, entries)


def _if_any(
    name: str, unit: str | None, factor: float, entries: Sequence[Entry]
) -> _Found | None:
    """Return lines as what was found, where there are any."""
    if not entries:
        return None
    return _Found(name=name, unit=unit, factor=factor, entries=tuple(entries))


def _day_of_numbers(
    name: str, values: Sequence[object], place: _Place
) -> _Found | None:
    """Read bare numbers: they span the local day, 23 or 25 of them where the clock changes.

    A source that always has 24 means hours by the clock: one lasts two, or is left out. Where one
    is missing, it is taken to be the last: its time has no price.
    """
    if place.day is None or not values:
        return None
    bounds = _bounds(place.clock(), place.day, len(values))
    spans = zip(pairwise(bounds), values, strict=True) if bounds else ()
    return _keyed(
        name,
        ((start, end, value) for (start, end), value in spans if start < end),
        place.unit,
    )


def _bounds(clock: Clock, day: date, count: int) -> list[datetime]:
    """Return where the even slots of a day begin and end, the last may be left out; ``[]`` where they are not even."""
    begin, finish = clock.midnight(day), clock.midnight(day + DAY)
    for slots in (count, count + 1):
        if (length := (finish - begin) / slots) in EVEN:
            return [begin + length * index for index in range(count + 1)]
        if (length := DAY / slots) in EVEN:
            first = datetime(day.year, day.month, day.day)
            return [clock.local(first + length * index) for index in range(count + 1)]
    return []


def _in_mapping(mapping: Mapping[Any, object], place: _Place) -> _Found | None:
    """Look for prices in attributes, or in any part of an answer."""
    unit = unit_of(mapping) or place.unit or _unit_of_areas(mapping)
    unit = unit or unit_hinted(mapping)
    if not may_be_price(unit):
        return None
    place = replace(place, unit=unit)
    past = None
    for found in chain(_known(mapping, place), _others(mapping, place)):
        if found.ahead(place.now):
            return found
        past = past or found
    return past


def _unit_of_areas(mapping: Mapping[Any, object]) -> str | None:
    """Return what Nord Pool's prices are of, where this is its action's answer."""
    for name, rows in islice(mapping.items(), MOST):
        row = rows[0] if isinstance(rows, list) and rows else None
        if isinstance(name, str) and isinstance(row, Mapping) and _AREA.fullmatch(name):
            return "/MWh" if row.keys() == _AREA_SLOT else None
    return None


def _known(mapping: Mapping[Any, object], place: _Place) -> Iterable[_Found]:
    """Look where sources are known to have their prices, in order."""
    for names in LISTS:
        parts = {
            name: found
            for name in names
            if (found := _in_value(name, mapping.get(name), place.under(name)))
        }
        source = " + ".join(part.name for part in parts.values())
        if found := _together(source, list(parts.values())):
            unread = tuple(
                name
                for name in names
                if name not in parts and _has_prices(mapping.get(name))
            )
            yield replace(found, unread=found.unread + unread)
    for look in (_hours_named, _times_as_keys, _columns):
        if found := look(mapping, place):
            yield found


def _has_prices(value: object) -> bool:
    """Whether there is any price in a list, of whenever it is."""
    return isinstance(value, (list, tuple)) and any(
        price_of(item) is not None for item in value[:MOST]
    )


def _hours_named(mapping: Mapping[Any, object], place: _Place) -> _Found | None:
    """Read prices of which each hour has its own attribute."""
    today = place.now.astimezone(place.zone).date()
    clock = place.clock()
    hours = []
    for name, value in islice(mapping.items(), MOST):
        found = _HOUR_NAMED.fullmatch(name) if isinstance(name, str) else None
        if found and int(found[2]) < 24:
            day = today + DAY if found[1] else today
            at = datetime(day.year, day.month, day.day, int(found[2]))
            if clock.exists(at):
                start = clock.local(at, fold=int(found[3] is not None))
                hours.append((start, start + HOUR, value))
    return _keyed("price_00h", hours, place.unit)


def _times_as_keys(mapping: Mapping[Any, object], place: _Place) -> _Found | None:
    """Read prices by their time."""
    clock = place.clock()
    times = [
        (start, None, value)
        for key, value in islice(mapping.items(), MOST)
        if (start := clock.start(key))
    ]
    return _keyed(TIMES, times, place.unit) if len(times) > 1 else None


def _columns(mapping: Mapping[Any, object], place: _Place) -> _Found | None:
    """Read times and prices that stand in two lists."""
    for of_times, of_prices in COLUMNS:
        times, prices = mapping.get(of_times), mapping.get(of_prices)
        if isinstance(times, list) and isinstance(prices, list):
            clock = place.clock()
            slots = [
                (start, None, price)
                for time, price in islice(zip(times, prices, strict=False), MOST)
                if (start := clock.start(time))
            ]
            return _keyed(f"{of_times} + {of_prices}", slots, place.unit)
    return None


def _others(mapping: Mapping[Any, object], place: _Place) -> Iterable[_Found]:
    """Look where no source that we know has its prices; the longest list of times to come wins."""
    known = frozenset(chain.from_iterable(LISTS))
    found = [
        one
        for name, value in islice(mapping.items(), MOST)
        if isinstance(name, str)
        and name not in known
        and (place.sure or not NOT_MEANT.search(name.lower()))
        and (one := _in_value(name, value, place.under(name.lower())))
    ]
    return sorted(found, key=lambda one: -one.ahead(place.now))
