"""A car that is away, and comes home."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import At, Day, Use
from .test_sun_then_cheap_hours import CAR, DARK, PLUG, SUNNY
from simulator import Simulator
from tests.conftest import HOME

WANTED = "binary_sensor.car_wants"

pytestmark = pytest.mark.timeout(600)


async def test_the_car_comes_home_after_many_starts(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """Away for the day: when the car says something it looks again, and not an hour later."""
    at(9)
    simulator.plug(HOME, False)
    hass.states.async_set(CAR, "50")
    await both(car=CAR)
    await day.live([SUNNY] * (6 * 60 + 30))
    tried = day.starts
    assert tried >= 4
    simulator.plug(HOME, True)
    hass.states.async_set(CAR, "51")
    await day.live([SUNNY] * 25)
    assert day.charging[-1]


async def test_drives_off_without_a_plug_sensor(
    day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """Who drives off while it charges has ended it: nothing is bought until it was to leave, and then again."""
    at(20)
    await both(ready_by="23:00:00", hours=2)
    await day.live([SUNNY] * 20)
    assert day.charging[-1]
    simulator.plug(HOME, False)
    await day.live([DARK] * 60)
    simulator.plug(HOME, True)
    await day.live([DARK] * 100)
    assert day.starts == 1
    await day.live([DARK] * (24 * 60))
    assert day.starts == 2


@pytest.mark.parametrize("state", ["unavailable", "unknown", None])
async def test_a_plug_sensor_that_is_away_all_night(
    hass: HomeAssistant, day: Day, at: At, both: Use, state: str | None
) -> None:
    """Its battery is empty, or it was renamed: the car is ready all the same, as in a house without one."""
    at(2)
    if state:
        hass.states.async_set(PLUG, state)
    await both(plugged=PLUG, ready_by="07:00:00", hours=3)
    await day.live([DARK] * (5 * 60))
    assert sum(day.charging) >= 3 * 60 - 5
    assert day.starts == 1


async def test_a_plug_sensor_that_is_away_without_a_car(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """The start that fails tells that no car is there: it is tried once an hour, no more."""
    at(9)
    simulator.plug(HOME, False)
    hass.states.async_set(PLUG, "off")
    await both(plugged=PLUG)
    await day.live([SUNNY] * 30)
    assert day.starts == 0
    hass.states.async_set(PLUG, "unavailable")
    await day.live([SUNNY] * 70)
    assert day.starts == 1
    simulator.plug(HOME, True)
    hass.states.async_set(PLUG, "on")
    await day.live([SUNNY] * 15)
    assert day.charging[-1]


async def test_a_plug_sensor_that_comes_late(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Home Assistant starts; the sensor is there minutes later, and says that nothing is plugged in."""
    at(5)
    hass.states.async_set(PLUG, "unavailable")
    await both(plugged=PLUG, ready_by="07:00:00", hours=4)
    await day.live([DARK] * 10)
    hass.states.async_set(PLUG, "off")
    await day.live([DARK] * 60)
    assert day.starts == 0


async def test_whether_it_wants_is_not_known_all_night(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The car's integration is away: it did not say that it wants no more."""
    at(1)
    hass.states.async_set(WANTED, "on")
    await both(ready_by="07:00:00", hours=2, wanted=WANTED)
    await day.live([DARK] * 5)
    hass.states.async_set(WANTED, "unavailable")
    await day.live([DARK] * (6 * 60 - 5))
    assert sum(day.charging) >= 110
