"""What the made-up household charges: its weeks, its holiday, and the places it comes to. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
import math
from random import Random
from typing import Final

from .account import COMPANY_CARD, HOME, PRICE, PRIVATE_CARD, STATION
from custom_components.shell_ev.session.record import PricesInForce


@dataclass(frozen=True)
class Spot:
    """A charge point. ``kilowatts`` is what a car gets there on the average.

    ``configured`` is whether Home Assistant knows it, ``begun_here`` how often it begins a session
    there, as a share.
    """

    evse_id: str
    name: str
    kilowatts: float
    prices: PricesInForce
    configured: bool = False
    begun_here: float = 0.0


def _prices(currency: str, per_kwh: float, start_fee: float = 0.0) -> PricesInForce:
    return PricesInForce(
        currency=currency, per_kwh=per_kwh, per_minute=0.0, start_fee=start_fee
    )


AT_HOME: Final = Spot(
    HOME, "Dam 1", 11.0, _prices("EUR", PRICE), configured=True, begun_here=0.85
)
AT_STATION: Final = Spot(
    STATION,
    "Stationsplein 9",
    84.0,
    _prices("EUR", 0.69, 1.0),
    configured=True,
    begun_here=0.7,
)
_AT_WORK: Final = Spot(
    "NL*PDN*E00000016*0", "Sluisdijk 201", 10.8, _prices("EUR", 0.39)
)
_IN_TOWN: Final = Spot(
    "NL*VVD*E00000017*0", "Lindengracht 195", 10.6, _prices("EUR", 0.42)
)
_ON_THE_ROAD: Final = (
    Spot("NL*HVL*E00010017*2", "Rest area Zandzoom, A1", 96.0, _prices("EUR", 0.72)),
    Spot(
        "NL*GST*E00010023*1",
        "Rest area Kromme Dijk, A27",
        71.0,
        _prices("EUR", 0.66, 0.35),
    ),
)
_TO_THE_ALPS: Final = Spot(
    "DE*GST*E20000031*4", "Autohof Waldeck, A3", 92.0, _prices("EUR", 0.64)
)
_IN_THE_ALPS: Final = Spot(
    "CH*HVL*E30000007*1", "Seestrasse 12, Brunnen", 10.7, _prices("CHF", 0.48)
)
_OVER_THE_ALPS: Final = Spot(
    "CH*HVL*E30000044*2", "Rest area Bergtal, A2", 88.0, _prices("CHF", 0.71, 1.5)
)


@dataclass(frozen=True)
class Stay:
    """A car plugged in somewhere: from when, by the clock on the wall, for how many kWh.

    ``until`` is when it is plugged out by that clock, ``None`` where that is when it is full.
    ``fails`` is a start that nothing comes of.
    """

    card: str
    spot: Spot
    begins: datetime
    energy: float
    until: datetime | None = None
    fails: bool = False


def week(random: Random, monday: date) -> Iterator[Stay]:
    """Yield the stays of a week, 3 to 5 of them."""
    number = monday.isocalendar().week
    if number in (_FIRST_HOLIDAY_WEEK, _FIRST_HOLIDAY_WEEK + 1):
        yield from _holiday(random, monday, number - _FIRST_HOLIDAY_WEEK)
        return
    sunny = monday.month in _SUNNY_MONTHS
    at_noon = random.random() < (0.6 if sunny else 0.25)
    yield (_working_from_home if at_noon else _evening_at_home)(random, monday)
    yield _midday_at_home(random, monday)
    at_work = monday.strftime("%m-%d") not in _CHRISTMAS
    if at_work:
        yield _at_work(random, monday)
    extras = random.sample((_company_at_home, _on_the_road, _at_station, _in_town), 2)
    most = random.choice((0, 1, 1, 2, 2)) if at_work else random.choice((1, 2))
    for extra in extras[:most]:
        yield extra(random, monday)


_FIRST_HOLIDAY_WEEK: Final = 30
"""Of the year: the end of July."""
_SUNNY_MONTHS: Final = range(4, 10)
"""In which one who works at home charges at noon rather than in the evening."""
_CHRISTMAS: Final = {f"12-{day}" for day in range(19, 32)}
"""Mondays of weeks in which nobody goes to work."""


def _evening_at_home(random: Random, monday: date) -> Stay:
    """A weekday's evening; now and then the car stays plugged in until the morning."""
    day = monday + timedelta(days=random.randrange(4))
    begins = _at(random, day, 18, 22)
    morning = _at(random, day + timedelta(days=1), 6, 8)
    return Stay(
        PRIVATE_CARD,
        AT_HOME,
        begins,
        _energy(random, day, 11, 28),
        until=morning if random.random() < 0.3 else None,
    )


def _working_from_home(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=random.choice((0, 4)))
    return Stay(
        PRIVATE_CARD, AT_HOME, _at(random, day, 10, 12), _energy(random, day, 11, 28)
    )


def _midday_at_home(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=random.choice((5, 6)))
    return Stay(
        PRIVATE_CARD, AT_HOME, _at(random, day, 10, 14), _energy(random, day, 9, 26)
    )


def _at_work(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=random.choice((1, 2, 3)))
    return Stay(
        COMPANY_CARD,
        _AT_WORK,
        _at(random, day, 8, 10),
        _energy(random, day, 14, 33),
        until=_at(random, day, 15, 18),
    )


def _company_at_home(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=4)
    return Stay(
        COMPANY_CARD, AT_HOME, _at(random, day, 16, 19), _energy(random, day, 10, 24)
    )


def _on_the_road(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=random.choice((0, 4)))
    return Stay(
        COMPANY_CARD,
        random.choice(_ON_THE_ROAD),
        _at(random, day, 11, 15),
        _energy(random, day, 21, 43),
    )


def _at_station(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=random.choice((4, 5)))
    card = random.choice((PRIVATE_CARD, COMPANY_CARD))
    return Stay(
        card, AT_STATION, _at(random, day, 20, 22), _energy(random, day, 15, 38)
    )


def _in_town(random: Random, monday: date) -> Stay:
    day = monday + timedelta(days=random.choice((5, 6)))
    return Stay(
        PRIVATE_CARD,
        _IN_TOWN,
        _at(random, day, 19, 20),
        _energy(random, day, 7, 19),
        until=_at(random, day, 22, 23),
    )


_TRIP: Final = (
    ((1, 10, _TO_THE_ALPS), (1, 16, _OVER_THE_ALPS), (4, 18, _IN_THE_ALPS)),
    ((1, 18, _IN_THE_ALPS), (5, 9, _OVER_THE_ALPS), (5, 14, _TO_THE_ALPS)),
)
"""The two weeks of the holiday: on which of their days, at which hour, and where."""


def _holiday(random: Random, monday: date, number: int) -> Iterator[Stay]:
    if number == 0:
        yield Stay(
            PRIVATE_CARD,
            AT_HOME,
            _at(random, monday, 20, 21),
            _energy(random, monday, 30, 36),
        )
    for days, hour, spot in _TRIP[number]:
        day = monday + timedelta(days=days)
        yield Stay(
            PRIVATE_CARD,
            spot,
            _at(random, day, hour, hour + 1),
            _energy(random, day, 18, 42),
        )


def always_there(random: Random, today: date) -> Iterator[Stay]:
    """Yield what no year of the demo is without: one over midnight at a month's end among them."""
    yield Stay(
        PRIVATE_CARD, AT_HOME, _at(random, today, 0, 1), _energy(random, today, 16, 24)
    )
    month_ends = (today - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    yield Stay(
        PRIVATE_CARD,
        AT_HOME,
        datetime.combine(month_ends, time(22, 43, 20)),
        _energy(random, month_ends, 24, 31),
    )
    # Nobody had plugged the car in; the next start comes right after.
    day = today - timedelta(days=38)
    failed = _at(random, day, 17, 18)
    yield Stay(PRIVATE_CARD, AT_STATION, failed, 0.0, fails=True)
    yield Stay(
        PRIVATE_CARD,
        AT_STATION,
        failed + timedelta(minutes=4),
        _energy(random, day, 18, 29),
    )


def _at(random: Random, day: date, hour: int, before: int) -> datetime:
    seconds = random.randrange((before - hour) * 3600)
    return datetime.combine(day, time(hour)) + timedelta(seconds=seconds)


def _energy(random: Random, day: date, least: float, most: float) -> float:
    """Return an energy in kWh; in winter a car needs more than in summer."""
    winter = math.cos(math.tau * (day.timetuple().tm_yday - 15) / 365)
    return round(random.uniform(least, most) * (1 + 0.12 * winter), 3)
