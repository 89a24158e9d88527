"""Cheap hours: nights with prices, in a real automation engine."""

from collections.abc import Callable, Coroutine
from datetime import date, datetime, timedelta
from math import cos, pi
from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import CLOCK_CHANGES, Day, Use, record
from simulator import Simulator
from tests.conftest import CARD, HOME, sent

PRICE = "sensor.electricity_price"
DAY = [0.30] * 24
DAY[2:6] = [0.10, 0.08, 0.07, 0.12]
"""Cheapest from 2 o'clock for 4 hours, and from 3 to 5 for two."""

type Cheap = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture
def cheap(day: Day, use: Use) -> Cheap:
    """Return what makes the automation, with all defaults but those that are named."""

    async def make(**inputs: Any) -> None:
        charging = day.home.entity_id("charging")
        await use("cheap_hours", charging=charging, price=PRICE, **inputs)

    return make


def slots(day: datetime, prices: list[float], begin: str, value: str) -> list[Any]:
    """Return a day's prices as many integrations list them."""
    start, end = map(dt_util.as_utc, (day, day + timedelta(days=1)))
    step = (end - start) / len(prices)
    return [
        {begin: dt_util.as_local(start + number * step), value: price}
        for number, price in enumerate(prices)
    ]


def as_text(listed: list[Any]) -> list[Any]:
    """Return times as texts, as some do."""
    return [
        {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in each.items()
        }
        for each in listed
    ]


def quarters(prices: list[float]) -> list[float]:
    """Return prices of hours as those of quarters of an hour."""
    return [price for price in prices for _ in range(4)]


def nordpool(day: datetime) -> dict[str, Any]:
    """Return both of its forms, which say the same."""
    return {"today": DAY, "raw_today": slots(day, DAY, "start", "value")}


@pytest.mark.parametrize(
    "attributes",
    [
        nordpool,
        lambda day: {"today": quarters(DAY)},
        lambda day: {"prices": as_text(slots(day, quarters(DAY), "time", "price"))},
        lambda day: {"data": as_text(slots(day, DAY, "start_time", "price_per_kwh"))},
        lambda day: {"rates": slots(day, DAY, "start", "value_inc_vat")},
        lambda day: {"today": as_text(slots(day, DAY, "startsAt", "total"))},
    ],
)
async def test_the_cheapest_hours_in_one_go(
    hass: HomeAssistant,
    day: Day,
    cheap: Cheap,
    attributes: Callable[[datetime], dict[str, Any]],
) -> None:
    """However the prices to come are listed."""
    hass.states.async_set(PRICE, "0.3", attributes(dt_util.start_of_local_day()))
    await cheap(hours=2)
    await day.live([0] * (10 * 60))
    assert 3 * 60 <= day.charging.index(True) <= 3 * 60 + 2
    assert 2 * 60 - 2 <= sum(day.charging) <= 2 * 60 + 2
    assert day.starts == sent(day.simulator, "stop") == 1


@pytest.mark.parametrize("today", CLOCK_CHANGES)
@pytest.mark.parametrize("per_hour", [1, 4])
@pytest.mark.parametrize("listed", ["raw_today", "today"])
async def test_the_night_in_which_the_clocks_change(
    hass: HomeAssistant,
    day: Day,
    cheap: Cheap,
    today: date,
    per_hour: int,
    listed: str,
) -> None:
    """An hour is missing or comes twice: the cheapest ones are found all the same."""
    prices = [0.3] * CLOCK_CHANGES[today]
    prices[2:4] = [0.08, 0.07]
    prices = [price for price in prices for _ in range(per_hour)]
    told = slots(dt_util.start_of_local_day(), prices, "start", "value")
    hass.states.async_set(
        PRICE, "0.3", {listed: told if listed == "raw_today" else prices}
    )
    await cheap(hours=2)
    await day.live([0] * (6 * 60))
    assert 2 * 60 <= day.charging.index(True) <= 2 * 60 + 2
    assert 2 * 60 - 2 <= sum(day.charging) <= 2 * 60 + 2


@pytest.mark.parametrize("today", CLOCK_CHANGES)
async def test_ready_in_time_although_the_clocks_change(
    hass: HomeAssistant, day: Day, cheap: Cheap, today: date
) -> None:
    """Five hours before seven o'clock are five hours, not four or six."""
    hass.states.async_set(PRICE, "unavailable")
    await cheap(hours=5)
    await day.live([0] * (9 * 60))
    begin = (CLOCK_CHANGES[today] - 24 + 2) * 60
    assert begin <= day.charging.index(True) <= begin + 2
    assert 5 * 60 - 2 <= sum(day.charging) <= 5 * 60 + 2


@pytest.mark.parametrize("state", ["unavailable", "0.3"])
async def test_without_prices_to_come(
    hass: HomeAssistant, day: Day, cheap: Cheap, state: str
) -> None:
    """It charges in the last hours before the departure, and is ready in time."""
    hass.states.async_set(PRICE, state)
    await cheap()
    await day.live([0] * (10 * 60))
    assert 3 * 60 <= day.charging.index(True) <= 3 * 60 + 2
    assert 4 * 60 - 2 <= sum(day.charging) <= 4 * 60 + 2


async def test_a_night_with_quarters(
    hass: HomeAssistant, day: Day, cheap: Cheap
) -> None:
    """Prices rise and fall with every quarter of an hour: the cheapest four hours are found."""
    waves = [0.28 + 0.14 * cos(2 * pi * (quarter - 11) / 48) for quarter in range(96)]
    prices = [
        round(price + 0.02 * (-1) ** number, 4) for number, price in enumerate(waves)
    ]
    midnight = dt_util.start_of_local_day()
    hass.states.async_set(
        PRICE, "0.3", {"prices": slots(midnight, prices, "time", "price")}
    )
    await cheap(ready_by="12:00:00")
    await day.live([0] * (12 * 60))
    sums = [sum(prices[quarter : quarter + 16]) for quarter in range(48 - 16 + 1)]
    begin = sums.index(min(sums)) * 15
    assert begin <= day.charging.index(True) <= begin + 2
    assert 4 * 60 - 2 <= sum(day.charging) <= 4 * 60 + 2
    line = [price for price in prices[:48] for _ in range(15)]
    record("cheap-hours", line=line, charging=day.charging, levels={})


async def test_every_night_anew(hass: HomeAssistant, day: Day, cheap: Cheap) -> None:
    """The night after, with prices that come in the afternoon, over midnight."""
    midnight = dt_util.start_of_local_day()
    attributes = {"raw_today": slots(midnight, DAY, "start", "value")}
    hass.states.async_set(PRICE, "0.3", attributes)
    await cheap(hours=2)
    await day.live([0] * (14 * 60))
    assert day.starts == 1
    tomorrow = [0.2] * 24
    tomorrow[0] = 0.01
    attributes["raw_today"][23]["value"] = 0.02
    attributes["raw_tomorrow"] = slots(
        midnight + timedelta(days=1), tomorrow, "start", "value"
    )
    hass.states.async_set(PRICE, "0.3", attributes)
    day.charging.clear()
    await day.live([0] * (11 * 60))
    assert 9 * 60 <= day.charging.index(True) <= 9 * 60 + 2
    assert 2 * 60 - 2 <= sum(day.charging) <= 2 * 60 + 2
    assert day.starts == 2


async def test_a_persons_session(
    hass: HomeAssistant, day: Day, cheap: Cheap, simulator: Simulator
) -> None:
    """It is left alone while it goes on, and what was stopped stays so until the departure."""
    hass.states.async_set(PRICE, "0.3")
    await cheap()
    session = simulator.start_by_card(CARD, HOME)
    await day.live([0] * (5 * 60))
    assert sent(simulator, "stop") == 0
    simulator.end_session(session)
    await day.live([0] * (5 * 60))
    assert day.starts == 0


async def test_an_interrupted_night(
    hass: HomeAssistant, day: Day, cheap: Cheap, simulator: Simulator
) -> None:
    """A person stops it: it stays so until the departure, and the next night it charges."""
    hass.states.async_set(PRICE, "0.3")
    await cheap()
    await day.live([0] * (4 * 60))
    assert day.starts == 1
    (session,) = simulator.sessions
    simulator.end_session(session)
    await day.live([0] * (20 * 60))
    assert day.starts == 1
    await day.live([0] * (4 * 60))
    assert day.starts == 2


async def test_the_car_has_to_be_there_and_to_want(
    hass: HomeAssistant, day: Day, cheap: Cheap
) -> None:
    """It is plugged in late: it charges for as long as there is."""
    hass.states.async_set(PRICE, "unavailable")
    for sensor in ("plugged", "wanted"):
        hass.states.async_set(f"binary_sensor.{sensor}", "off")
    await cheap(plugged="binary_sensor.plugged", wanted="binary_sensor.wanted")
    await day.live([0] * (5 * 60))
    hass.states.async_set("binary_sensor.plugged", "on")
    await day.live([0] * 30)
    assert day.starts == 0
    hass.states.async_set("binary_sensor.wanted", "on")
    await day.live([0] * 30)
    assert day.starts == 1


async def test_a_restart_in_the_night(
    hass: HomeAssistant, day: Day, cheap: Cheap
) -> None:
    """The session is stopped when its hours are over, all the same."""
    hass.states.async_set(PRICE, "0.3")
    await cheap()
    await day.live([0] * (4 * 60))
    automation = {"entity_id": "automation.cheap_hours"}
    for turn in ("turn_off", "turn_on"):
        await hass.services.async_call("automation", turn, automation, blocking=True)
    await day.live([0] * (5 * 60))
    assert 4 * 60 - 2 <= sum(day.charging) <= 4 * 60 + 2
    assert day.starts == 1


async def test_a_start_that_is_refused(
    hass: HomeAssistant, day: Day, cheap: Cheap, simulator: Simulator
) -> None:
    """It is tried again after ten minutes, and then after twenty."""
    hass.states.async_set(PRICE, "0.3")
    simulator.inject("start", "status", status=400, times=2)
    await cheap()
    await day.live([0] * (4 * 60))
    assert day.starts == 3
    assert day.charging[-1]
