"""When prices are: as text, in seconds, by the local clock, on the nights it changes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import nan
from typing import Any

import pytest

from custom_components.shell_ev.planning.prices import (
    PriceList,
    read_attributes,
    read_list,
)
from tests.planning.telling import (
    AUTUMN,
    EPOCH,
    HOUR,
    MOMENT,
    NOW,
    QUARTER,
    SPRING,
    ZONE,
    at,
    handed,
    row,
    told,
)


def bare(day: date, prices: list[Any], name: str = "today") -> PriceList | None:
    """Read bare numbers of a day."""
    now = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return read_attributes({name: prices}, now=now, zone=ZONE)


@pytest.mark.parametrize(
    "start",
    [
        EPOCH,
        float(EPOCH),
        str(EPOCH),
        EPOCH * 1000,
        str(EPOCH * 1000),
        MOMENT,
        MOMENT.replace(tzinfo=None),
        "2026-03-10T22:00",
        "2026-03-10 22:00:00",
        "2026-03-10T21:00:00Z",
        "2026-03-10T21:00:00.000Z",
        "2026-03-10 22:00:00+01:00",
        "20260310T220000",
        "2026-03-10T21:59:59.999+01:00",
        "2026-03-10T22:00:01+01:00",
    ],
)
def test_ways_to_write_a_time(start: object) -> None:
    """Seconds, milliseconds, text, with a zone or local; to the minute."""
    assert handed([row(start, 1)]) == [("10 22:00+0100", 60, 1)]


@pytest.mark.parametrize(
    "start",
    [
        None,
        True,
        nan,
        -5,
        10**400,
        -(10**400),
        1e300,
        12,
        "22:00",
        "2026-03-10",
        "2026-13-10T22:00",
        "0001-01-01T00:00+23:00",
        "9999-12-31T23:59:59-23:00",
        "now",
        "",
        "2036-03-10T22:00:00Z",
        [],
        {},
    ],
)
def test_what_is_no_time(start: object) -> None:
    """Or one of another age: it is left out."""
    assert read_list([row(start, 1)], now=NOW, zone=ZONE) is None


@pytest.mark.parametrize("start", [5, "5", "05", "05:00", "05:00 - 06:00"])
def test_a_time_of_day_needs_a_day(start: object) -> None:
    """It may be the list's, or the slot's own."""
    read = [("11 05:00+0100", 60, 1)]
    hour = {"hour": start, "price": 1}
    assert told(read_attributes({"tomorrow": [hour]}, now=NOW, zone=ZONE)) == read
    assert handed([hour | {"date": "2026-03-11"}]) == read
    assert handed([hour | {"date": date(2026, 3, 11)}]) == read
    assert handed([hour | {"date": MOMENT + HOUR * 12}]) == read
    assert handed([hour]) == handed([hour | {"date": "tomorrow"}]) == []


def test_prices_by_time_of_day() -> None:
    """A dict under a day."""
    said = {"22:00": 0.1, "23:00": 0.2, "25:00": 0.3, "24": 0.4}
    prices = read_attributes({"today": said}, now=NOW, zone=ZONE)
    assert told(prices) == [("10 22:00+0100", 60, 0.1), ("10 23:00+0100", 60, 0.2)]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
@pytest.mark.parametrize("slots", [1, 2, 4])
def test_bare_numbers_of_a_day_on_which_the_clock_changes(
    day: date, hours: int, slots: int
) -> None:
    """23 or 25 hours, 92 or 100 quarters: they span the day evenly."""
    prices = bare(day, list(range(hours * slots)))
    assert prices is not None
    assert [slot.price for slot in prices.slots] == list(range(hours * slots))
    assert {slot.end - slot.start for slot in prices.slots} == {HOUR / slots}
    assert (prices.slots[0].start, prices.slots[-1].end) == (
        at(day, 0),
        at(day + timedelta(days=1), 0),
    )


def test_24_bare_numbers_are_hours_by_the_clock() -> None:
    """On the night summer ends one lasts two hours, in spring one is left out."""
    autumn = told(bare(AUTUMN, list(range(24))))
    assert autumn[1:4] == [
        ("25 01:00+0200", 60, 1),
        ("25 02:00+0200", 120, 2),
        ("25 03:00+0100", 60, 3),
    ]
    spring = told(bare(SPRING, list(range(24))))
    assert [price for *_, price in spring[:4]] == [0, 1, 3, 4]
    assert spring[2] == ("29 03:00+0200", 60, 3)


@pytest.mark.parametrize("count", [1, 3, 7, 25, 1000])
def test_bare_numbers_that_are_no_day(count: int) -> None:
    """Nobody knows when they are."""
    assert bare(date(2026, 3, 10), [0.1] * count) is None


@pytest.mark.parametrize("slots", [1, 2, 4])
@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 10), 24), (SPRING, 23), (AUTUMN, 25)]
)
def test_bare_numbers_of_which_one_is_missing(
    day: date, hours: int, slots: int
) -> None:
    """The last of them is, as from 23:45 in quarters; but 24 are hours by the clock, whatever the day."""
    count = hours * slots - 1
    prices = bare(day, list(range(count)))
    assert prices is not None
    missing = HOUR / slots if count != 24 else 0 * HOUR
    assert prices.slots[0].start == at(day, 0)
    assert prices.slots[-1].end == at(day + timedelta(days=1), 0) - missing
    assert [slot.price for slot in prices.slots] == list(range(count))


def test_a_list_beside_the_prices_that_is_not_read() -> None:
    """Its name is told: tomorrow is not to be planned as if nothing were known of it, in silence."""
    even = [0.1] * 24

    def unread(said: dict[str, Any]) -> tuple[str, ...]:
        prices = read_attributes(said, now=NOW, zone=ZONE)
        assert prices is not None
        return prices.unread

    assert unread({"today": even, "tomorrow": [0.1] * 90}) == ("tomorrow",)
    assert unread({"today": [0.1] * 90, "tomorrow": even}) == ("today",)
    rows = [row("25 o'clock", 0.1)]
    assert unread({"today": even, "tomorrow": rows}) == ("tomorrow",)
    nested = {"data": {"today": even, "tomorrow": [0.1] * 90}}
    assert unread(nested) == ("tomorrow",)
    assert unread({"today": even, "tomorrow": even}) == ()
    for nothing in (None, [], [None] * 90, [row("25 o'clock", None)], "unknown"):
        assert unread({"today": even, "tomorrow": nothing}) == ()


def test_bare_numbers_without_a_day() -> None:
    """Nor those whose day is not said."""
    assert read_list([0.1] * 24, now=NOW, zone=ZONE) is None
    assert read_attributes({"prices": [0.1] * 24}, now=NOW, zone=ZONE) is None


def local_quarters(day: date) -> Iterable[str]:
    """Return the local times of all quarters of a day, without their zone."""
    start = at(day, 0)
    while (local := start.astimezone(ZONE)).date() == day:
        yield f"{local:%Y-%m-%dT%H:%M:%S}"
        start += QUARTER


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize(("day", "count"), [(SPRING, 92), (AUTUMN, 100)])
def test_local_times_on_the_night_the_clock_changes(
    day: date, count: int, ends: bool
) -> None:
    """A departure at 02:30 has its price: of the first 02:30, of the second, or of neither."""
    starts = list(local_quarters(day))
    after = [*starts[1:], f"{day + timedelta(days=1)}T00:00:00"]
    rows = [
        row(start, index) | ({"end": end} if ends else {})
        for index, (start, end) in enumerate(zip(starts, after, strict=True))
    ]
    now = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    prices = read_list(rows, now=now, zone=ZONE)
    assert prices is not None
    assert [slot.price for slot in prices.slots] == list(range(count))
    assert {slot.end - slot.start for slot in prices.slots} == {QUARTER}


def test_a_local_time_that_spring_leaves_out() -> None:
    """It is no time; the real one is."""
    rows = [row(f"2026-03-29T0{hour}:00", hour) for hour in (1, 2, 3)]
    now = datetime(2026, 3, 29, tzinfo=ZONE)
    slots = handed(rows, now=now)
    assert slots == [("29 01:00+0100", 60, 1), ("29 03:00+0200", 60, 3)]


def test_the_hour_that_spring_leaves_out_has_no_name() -> None:
    """PVPC names hours by the clock; one that is none is not read, nor is a 25th."""
    said = {f"price_{hour:02d}h": hour for hour in (1, 2, 3, 24)}
    now = datetime(2026, 3, 29, tzinfo=ZONE)
    slots = told(read_attributes(said, now=now, zone=ZONE))
    assert slots == [("29 01:00+0100", 60, 1), ("29 03:00+0200", 60, 3)]
