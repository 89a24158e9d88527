"""What the sensors of the grid and of a home battery show, and hide."""

import pytest

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant

from .conftest import At, Day, Use, again
from .test_sun_then_cheap_hours import SUNNY
from tests.conftest import sent

pytestmark = pytest.mark.timeout(600)


async def test_a_battery_that_charges_beside_the_car(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """It holds the grid at zero; sun for the car and 1.5 kW into the battery: that is sun enough."""
    at(12)
    battery, stored = "sensor.battery_power", "sensor.battery"
    hass.states.async_set(stored, "90")

    def takes(watts: int) -> None:
        hass.states.async_set(battery, str(watts), {"unit_of_measurement": "W"})

    takes(CHARGING_POWER + 1500)
    await both(battery=stored, battery_power=battery, battery_sign="charging")
    for _ in range(60):
        charges = day.charging[-1:] == [True]
        takes(1500 if charges else CHARGING_POWER + 1500)
        await day.live([CHARGING_POWER if charges else 0])
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)


async def test_power_production_under_clouds(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A sensor that did not see the car begin to draw never shows what is imported: 300 W are no sun."""
    at(12)
    panels = "sensor.panels"
    hass.states.async_set(panels, str(SUNNY), {"unit_of_measurement": "W"})
    await both(grid=panels, meaning="export")
    await day.live([0] * 20)
    assert day.charging[-1]
    hass.states.async_set(panels, "300", {"unit_of_measurement": "W"})
    await day.live([0] * 90)
    assert day.charging[-1:] == [False]


async def test_the_power_of_the_panels_after_a_bought_night(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A sensor that never shows import, 0 as it began: the little sun of the morning does not carry the car.

    Bought until seven; then the panels give a seventh of what the car draws, and it all comes from the grid.
    """
    at(5)
    panels = "sensor.panels"
    hass.states.async_set(panels, "0", {"unit_of_measurement": "W"})
    await both(grid=panels, meaning="export", ready_by="07:00:00", hours=1.5)
    await day.live([0] * 100)
    assert day.charging[-1]
    hass.states.async_set(panels, "500", {"unit_of_measurement": "W"})
    await day.live([0] * 90)
    assert day.charging[-1:] == [False]
    assert sum(day.charging) <= 120


async def test_the_power_of_the_panels_and_an_edit(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """What was left over before the start is known after an edit, too: the sensor does not see the car."""
    at(15)
    panels = "sensor.panels"
    hass.states.async_set(panels, str(SUNNY), {"unit_of_measurement": "W"})
    await both(grid=panels, meaning="export")
    await day.live([0] * 30)
    assert day.charging[-1]
    await again(hass)
    await day.live([0] * 3)
    hass.states.async_set(panels, "500", {"unit_of_measurement": "W"})
    await day.live([0] * 60)
    assert day.charging[-1:] == [False]
