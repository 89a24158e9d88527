"""Numbers as Home Assistant's own template sensors write them: 2.8e-14 is none."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import At, Day, Use, again
from .test_sun_then_cheap_hours import DARK, SUNNY

pytestmark = pytest.mark.timeout(900)
WATTS = {"unit_of_measurement": "W"}


async def test_a_grid_that_is_as_good_as_zero(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A template adds phases up (0.1 + 0.2 - 0.3 = 5.6e-17), or a battery holds it there: the car is ready."""
    at(1)
    grid = "sensor.sum_of_phases"
    hass.states.async_set(grid, "5.551115123125783e-17", WATTS)
    await both(grid=grid, ready_by="07:00:00", hours=3)
    await day.live([DARK] * (6 * 60))
    assert sum(day.charging) >= 170, day.starts


async def test_a_power_that_is_as_good_as_zero(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The car is full: what its sensor shows is no draw. Its session does not stay open."""
    at(10)
    power = "sensor.charge_point_power"
    hass.states.async_set(power, "3700", WATTS)
    await both(power=power)
    await day.live([SUNNY] * 20)
    assert day.charging[-1]
    hass.states.async_set(power, "5.551115123125783e-17", WATTS)
    await day.live([SUNNY] * 40)
    assert not day.charging[-1]


async def test_all_that_the_car_draws_is_imported(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """In kW at the grid and in W at the car: 1.001 kW are 1000.9999999999999 W. Stopped by the average, as ever."""
    at(10)
    power, grid = "sensor.charge_point_power", "sensor.grid_kw"
    hass.states.async_set(power, "4001", WATTS)
    hass.states.async_set(grid, "-4.5", {"unit_of_measurement": "kW"})
    await both(grid=grid, power=power, nominal=4100)
    await day.live([0] * 10)
    assert day.charging[-1]
    hass.states.async_set(power, "4001", WATTS)
    hass.states.async_set(grid, "4.001", {"unit_of_measurement": "kW"})
    await day.live([0] * 60)
    assert not day.charging[-1]


@pytest.mark.parametrize("after_an_edit", [False, True])
async def test_a_run_that_died_is_begun_anew(
    hass: HomeAssistant, day: Day, at: At, both: Use, after_an_edit: bool
) -> None:
    """One odd value for a minute ends the run of a new automation: it is not dead until midnight."""
    at(9)
    grid = "sensor.sum_of_phases"
    hass.states.async_set(grid, "0", WATTS)
    await both(grid=grid)
    if after_an_edit:
        await again(hass)
    await day.live([DARK] * 5)
    hass.states.async_set(grid, "5.551115123125783e-17", WATTS)
    await day.live([DARK] * 12)
    hass.states.async_set(grid, "-4500", WATTS)
    await day.live([0] * 120)
    assert day.starts >= 1


@pytest.mark.parametrize("odd", ["1e30", "-1e30", "1e-30"])
async def test_numbers_that_are_none(
    hass: HomeAssistant, day: Day, at: At, both: Use, odd: str
) -> None:
    """A sensor that shows an absurd number for a while ends nothing."""
    at(9)
    grid, power, car = "sensor.grid_kw", "sensor.charge_point_power", "sensor.car"
    inputs = {"grid": grid, "power": power, "car": car, "percent": 90, "capacity": 60}
    hass.states.async_set(car, odd)
    hass.states.async_set(power, odd, {"unit_of_measurement": "kW"})
    hass.states.async_set(grid, odd, {"unit_of_measurement": "kW"})
    await both(**inputs)
    await day.live([0] * 20)
    hass.states.async_set(car, "50")
    hass.states.async_set(power, "3.7", {"unit_of_measurement": "kW"})
    hass.states.async_set(grid, "-4.5", {"unit_of_measurement": "kW"})
    await day.live([0] * 60)
    assert day.charging[-1]
