"""A car that is full, beside a meter: its session does not stay open."""

from collections.abc import Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant

from .conftest import GRID, Day, Use
from tests.conftest import Home, sent
from tests.metered import METER, async_set_up_metered, show, shown

SUNNY = CHARGING_POWER + 500


@pytest.fixture
async def entry(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point has a meter, set up."""
    return await async_set_up_metered(hass, make_entry, home)


@pytest.mark.parametrize("every", [1, 15])
async def test_the_energy_stands_still(
    hass: HomeAssistant, day: Day, use: Use, every: int
) -> None:
    """The session ends, and none is started until tomorrow. A meter that is read seldom has more time."""
    charging = day.home.entity_id("charging")
    await use("solar_surplus", charging=charging, grid=GRID, nominal=CHARGING_POWER)
    for minute in range(60):
        if minute % every == 0:
            show(hass, 1000 + minute / 16)
        await day.live([SUNNY])
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    await day.live([SUNNY] * 42)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)
    await day.live([SUNNY] * 30)
    assert day.starts == 1


async def test_a_slow_car_and_whole_kilowatt_hours(
    hass: HomeAssistant, day: Day, use: Use
) -> None:
    """2 kW (9 A): half an hour a kWh. The car is not full because the first step came soon."""
    charging = day.home.entity_id("charging")
    await use("solar_surplus", charging=charging, grid=GRID, nominal=2000)
    for minute in range(90):
        show(hass, 1000 + int(0.7 + minute / 30))
        await day.live([SUNNY])
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)


async def test_full_from_the_beginning(hass: HomeAssistant, day: Day, use: Use) -> None:
    """The car was charged full yesterday: a meter that never moves keeps no session open."""
    charging = day.home.entity_id("charging")
    await use("solar_surplus", charging=charging, grid=GRID, nominal=CHARGING_POWER)
    show(hass, 1000)
    for _ in range(100):
        show(hass, 1000)
        await day.live([SUNNY])
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_a_meter_that_is_away(hass: HomeAssistant, day: Day, use: Use) -> None:
    """What it does not tell does not stand still: the car is not full because its meter lost the network."""
    charging = day.home.entity_id("charging")
    await use("solar_surplus", charging=charging, grid=GRID, nominal=CHARGING_POWER)
    for minute in range(30):
        show(hass, 1000 + minute / 16)
        await day.live([SUNNY])
    for state in ("unavailable", "unknown"):
        hass.states.async_set(METER, state)
        await day.live([SUNNY] * 45)
    show(hass, 1002)
    await day.live([SUNNY] * 12)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    await day.live([SUNNY] * 40)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_a_power_sensor_that_is_away(
    hass: HomeAssistant, day: Day, use: Use
) -> None:
    """The car is not full because what it draws is not known."""
    power, watts = "sensor.charge_point_power", {"unit_of_measurement": "W"}
    hass.states.async_set(power, str(CHARGING_POWER), watts)
    charging = day.home.entity_id("charging")
    await use(
        "solar_surplus",
        charging=charging,
        grid=GRID,
        nominal=CHARGING_POWER,
        power=power,
    )
    await day.live([SUNNY] * 10)
    for state in ("unavailable", "unknown"):
        hass.states.async_set(power, state)
        for _ in range(15):
            show(hass, shown(hass) + 0.06)
            await day.live([SUNNY])
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
