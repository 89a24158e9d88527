"""Hours as sources count them: from one, by a clock of twelve hours, in a time that they do not name."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.shell_ev.planning.prices import PriceList, read_attributes

ZONE = ZoneInfo("Europe/Brussels")
DAY = date(2026, 3, 10)
SPRING = date(2026, 3, 29)
"""A day of 23 hours."""
AUTUMN = date(2026, 10, 25)
"""A day of 25 hours."""


def read(rows: list[dict[str, Any]], day: date = DAY) -> PriceList | None:
    """Read a list at noon."""
    now = datetime(day.year, day.month, day.day, 12, 5, tzinfo=ZONE)
    attributes = {"prices": rows, "unit_of_measurement": "EUR/kWh"}
    return read_attributes(attributes, now=now, zone=ZONE)


def numbered(key: str, hours: Sequence[object], day: date = DAY) -> PriceList | None:
    """Read hours that are told by a number, of which each costs what its place in the list is."""
    rows = [
        {"date": day.isoformat(), key: hour, "price": place}
        for place, hour in enumerate(hours)
    ]
    return read(rows, day)


def by_start(prices: PriceList | None) -> dict[str, float]:
    """Return prices by the local time at which they begin."""
    assert prices
    return {
        f"{slot.start.astimezone(ZONE):%d %H:%M%z}": slot.price for slot in prices.slots
    }


@pytest.mark.parametrize("key", ["hour", "period", "time"])
@pytest.mark.parametrize("form", [int, str, float, "{:02}:00".format])
def test_hours_that_are_counted_from_one(key: str, form: Any) -> None:
    """OMIE, OTE and HENEX count the hours of a day 1 to 24: the first is that from midnight.

    Read as times of day, each is an hour late, and the 24th is lost.
    """
    told = by_start(numbered(key, [form(hour) for hour in range(1, 25)]))
    assert told["10 00:00+0100"] == 0
    assert told["10 13:00+0100"] == 13
    assert told["10 23:00+0100"] == 23
    assert len(told) == 24


@pytest.mark.parametrize(
    "hours", [range(24), range(1, 24), range(14, 24)], ids=["all", "no 0", "the rest"]
)
def test_hours_of_the_clock(hours: range) -> None:
    """Where there is no 24th they are those of the clock."""
    told = by_start(numbered("hour", hours))
    assert [int(start[3:5]) for start in told] == list(hours)


def test_what_is_left_of_counted_hours() -> None:
    """The 24th is enough to know."""
    told = by_start(numbered("hour", range(14, 25)))
    assert [int(start[3:5]) for start in told] == list(range(13, 24))


@pytest.mark.parametrize(
    ("day", "hours", "third", "fourth"),
    [
        (SPRING, 23, "29 03:00+0200", "29 04:00+0200"),
        (AUTUMN, 25, "25 02:00+0200", "25 02:00+0100"),
    ],
    ids=["spring", "autumn"],
)
def test_counted_hours_pass_as_the_clock_changes(
    day: date, hours: int, third: str, fourth: str
) -> None:
    """Their number is that of the hours since midnight."""
    told = by_start(numbered("hour", range(1, hours + 1), day))
    assert (told[third], told[fourth], len(told)) == (2, 3, hours)


@pytest.mark.parametrize(
    ("day", "third"), [(SPRING, "29 03:00+0200"), (AUTUMN, "25 03:00+0100")]
)
def test_counted_hours_that_are_always_24(day: date, third: str) -> None:
    """They are those of the clock: one is left out, or lasts two."""
    told = by_start(numbered("hour", range(1, 25), day))
    assert told[third] == 3


def test_a_25th_hour_of_a_day_without_one() -> None:
    """It is none."""
    assert len(by_start(numbered("hour", range(1, 26)))) == 24


@pytest.mark.parametrize(
    "form", ["{}:00 {}", "{}:00{}", "{} {}", "{:02}:00 {}", "{}:00 {} CET"]
)
@pytest.mark.parametrize("halves", [("AM", "PM"), ("am", "pm"), ("a.m", "p.m")])
def test_a_clock_of_twelve_hours(form: str, halves: tuple[str, str]) -> None:
    """*2:00 PM* is not two at night."""
    rows = [
        {"time": form.format(hour % 12 or 12, halves[hour // 12]), "price": hour}
        for hour in range(24)
    ]
    now = datetime(2026, 3, 10, 12, 5, tzinfo=ZONE)
    told = by_start(read_attributes({"prices_today": rows}, now=now, zone=ZONE))
    assert [int(start[3:5]) for start in told] == list(range(24))
    assert list(told.values()) == list(range(24))


def turned(first: int, day: date, hours: int = 24) -> list[dict[str, Any]]:
    """Return a day that begins with another hour than its first, of which each costs its place."""
    return [
        {
            "date": day.isoformat(),
            "time": f"{(first + place) % 24:02}:00",
            "price": place,
        }
        for place in range(hours)
    ]


@pytest.mark.parametrize(
    ("day", "first", "hours"),
    [(DAY, 23, 24), (date(2026, 7, 1), 22, 24), (SPRING, 23, 23), (AUTUMN, 22, 25)],
    ids=["winter", "summer", "spring", "autumn"],
)
def test_a_local_day_in_utc_that_says_no_zone(
    day: date, first: int, hours: int
) -> None:
    """It begins at 22:00 or 23:00 and goes on with 00:00 of the same date: that is local midnight."""
    prices = read(turned(first, day, hours), day)
    assert prices
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    starts = [
        (slot.start - midnight.astimezone(slot.start.tzinfo)) / timedelta(hours=1)
        for slot in prices.slots
    ]
    assert starts == [slot.price for slot in prices.slots] == list(range(hours))
    assert prices.slots[-1].end.astimezone(ZONE).hour == 0


def test_two_such_days() -> None:
    """Each begins with its own midnight."""
    told = by_start(read([*turned(23, DAY), *turned(23, DAY + timedelta(days=1))]))
    assert (told["10 00:00+0100"], told["11 00:00+0100"], len(told)) == (0, 0, 48)


def test_a_day_that_begins_anywhere() -> None:
    """Which of its hours are of which day nobody knows."""
    assert read(turned(14, DAY)) is None


def test_a_list_in_another_order_is_no_such_day() -> None:
    """From the last to the first, or by price, the times are the local ones they say."""
    rows = turned(0, DAY)
    assert by_start(read(rows[::-1])) == by_start(read(rows))
    mixed = sorted(rows, key=lambda row: row["price"] * 7 % 24)
    assert by_start(read(mixed)) == by_start(read(rows))
