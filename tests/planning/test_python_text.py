"""Lists as Python writes them, as templates make them of attributes."""

from datetime import UTC, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import real_datetime as datetime
import pytest

from .telling import NOW, ZONE
from custom_components.shell_ev.planning.prices import read_list
from custom_components.shell_ev.planning.python_text import read_python

MOMENT = datetime(2026, 3, 10, 22, 0, 0, 5)


@pytest.mark.parametrize(
    "value",
    [
        MOMENT,
        MOMENT.replace(tzinfo=UTC),
        MOMENT.replace(tzinfo=timezone(timedelta(hours=-5))),
        MOMENT.replace(tzinfo=ZoneInfo("Europe/Amsterdam"), fold=1),
        -0.25,
        3,
        "it's",
        None,
        True,
    ],
    ids=str,
)
def test_what_is_written_is_read(value: Any) -> None:
    """Python's own words for it stand for the same."""
    assert read_python(str([{"start": value, "more": [value]}])) == [
        {"start": value, "more": [value]}
    ]
    assert read_python(str((value,))) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "[open('/etc/passwd')]",
        "[__import__('os')]",
        "[datetime.datetime.now()]",
        "[datetime.datetime(2026, 13, 1)]",
        "[datetime.datetime('soon')]",
        "[datetime.timedelta(days=10**20)]",
        "[datetime.timedelta(days=99999999999)]",
        "[zoneinfo.ZoneInfo(key='Nowhere/At_all')]",
        "[zoneinfo.ZoneInfo(key='../../etc/passwd')]",
        "[{**{}}]",
        "[-'a']",
        "[b'a']",
        "[[1, 2]: 3]",
        "{[1]: 2}",
        "[<State sensor.price=1>]",
        "[unknown]",
        "[x for x in (1,)]",
        "[" * 5000,
        "[" * 500 + "]" * 500,
        "[\0]",
    ],
)
def test_nothing_else_is(text: str) -> None:
    """It is no program."""
    assert read_python(text) is None


def test_prices_in_it() -> None:
    """``nan`` is no price."""
    start = "datetime.datetime(2026, 3, 10, {}, 0, tzinfo=datetime.timezone.utc)"
    text = ", ".join(
        f"{{'start': {start.format(hour)}, 'price': {price}}}"
        for hour, price in ((20, "0.3"), (21, "nan"), (22, "0.1"))
    )
    prices = read_list(f"[{text}]", now=NOW, zone=ZONE)
    assert prices
    assert [slot.price for slot in prices.slots] == [0.3, 0.1]
