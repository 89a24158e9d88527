"""Prices as a person would tell them, and the days they are told for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from custom_components.shell_ev.planning.prices import PriceList, read_list

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 10, 20, 5, tzinfo=ZONE)
MOMENT = datetime(2026, 3, 10, 22, tzinfo=ZONE)
EPOCH = int(MOMENT.timestamp())
SPRING = date(2026, 3, 29)
"""A day of 23 hours."""
AUTUMN = date(2026, 10, 25)
"""A day of 25 hours."""
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def at(day: date, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    """Return a local time, in UTC."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE, fold=fold)
    return local.astimezone(UTC)


def row(start: object, price: object, **more: object) -> dict[str, object]:
    """Return a line of a list."""
    return {"start": start, "price": price, **more}


def handed(prices: object, *, now: datetime = NOW) -> list[tuple[str, float, float]]:
    """Return slots as a person would tell them: local start, minutes, price."""
    return told(read_list(prices, now=now, zone=ZONE))


def told(prices: PriceList | None) -> list[tuple[str, float, float]]:
    """Return slots as a person would tell them."""
    return [
        (
            f"{slot.start.astimezone(ZONE):%d %H:%M%z}",
            (slot.end - slot.start) / timedelta(minutes=1),
            slot.price,
        )
        for slot in (prices.slots if prices else ())
    ]
