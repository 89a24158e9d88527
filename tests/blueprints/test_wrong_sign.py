"""The wrong sign: found where there is none, and not found where there is one."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import At, Day, Use, told
from tests.conftest import sent

pytestmark = pytest.mark.timeout(600)
NOMINAL = 3700


async def test_sun_comes_out_over_a_car_that_is_full(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """No power sensor at the charge point, the usual house; a full car draws nothing, and the clouds go.

    The grid sensor is right. The next car (or this one, home again) is to be charged with the sun.
    """
    at(10)
    await both()
    for minute in range(40):
        # The car takes nothing: the meter shows all the sun.
        drawn = NOMINAL if day._draws() else 0
        await day.live([(2600 if minute < 8 else 6500) + drawn])
    assert told(hass) == []


async def test_sun_comes_out_over_the_panels_sensor(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """docs: a sensor of the panels' power never shows import, is found out, and is read as it is."""
    at(10)
    panels = "sensor.panels"
    watts = {"unit_of_measurement": "W"}
    await both(grid=panels, meaning="export")
    for minute in range(60):
        hass.states.async_set(panels, "2600" if minute < 8 else "6500", watts)
        await day.live([0])
    assert told(hass) == []
    assert day.charging[-1]


async def test_an_oven_starts_it_and_is_off_again(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The sign is wrong. The oven heats up for six minutes, which is taken for sun; then the car alone imports."""
    at(11)
    await both(meaning="export")
    await day.live([-2600] * 7)
    assert day.starts == 1
    await day.live([-400] * (3 * 60))
    assert told(hass) != [], sum(day.charging)
    assert sum(day.charging) <= 30


async def test_an_oven_starts_it_while_the_panels_give_a_little(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The sign is wrong; before the oven, a little was exported (shown as import)."""
    at(11)
    await both(meaning="export")
    await day.live([500] * 5)
    await day.live([-2600] * 7)
    assert day.starts == 1
    await day.live([-400] * (3 * 60))
    assert told(hass) != [], sum(day.charging)
    assert sum(day.charging) <= 30


async def test_the_sun_comes_out_as_it_starts(day: Day, at: At, both: Use) -> None:
    """Started in a cloud with 2.6 kW; then 6.5 kW, later 5: more than the car draws, all the time."""
    at(10)
    await both()
    await day.live([2600] * 4)
    await day.live([6500] * 15)
    await day.live([5000] * 90)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    assert all(day.charging[5:])


async def test_the_day_after_the_sun_came_out_over_a_full_car(
    day: Day, at: At, both: Use
) -> None:
    """The car has driven and is home again, the day is clear: it is charged."""
    at(10)
    await both()
    for minute in range(40):
        drawn = NOMINAL if day._draws() else 0
        await day.live([(2600 if minute < 8 else 6500) + drawn])
    await day.live([-400] * (24 * 60 - 40))
    before = day.starts
    await day.live([4500] * 60)
    assert day.starts > before
