"""A car that is away, and comes home."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import At, Day, Use
from .test_sun_then_cheap_hours import CAR, DARK, SUNNY
from simulator import Simulator
from tests.conftest import HOME

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
