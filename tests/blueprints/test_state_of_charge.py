"""The car tells how far it is charged: its goal, and while it does not tell."""

import pytest

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant

from .conftest import GRID, At, Day, Use, reload_with
from .test_sun_then_cheap_hours import CAR, DARK, NAME, SUNNY

pytestmark = pytest.mark.timeout(600)


def charges(day: Day) -> bool:
    """Tell whether the car drew power in the last minute."""
    return day.charging[-1]


@pytest.mark.parametrize("ready_by", ["07:00:00", ""])
async def test_the_state_of_charge_is_away_for_a_while(
    hass: HomeAssistant, day: Day, at: At, both: Use, ready_by: str
) -> None:
    """A car known to have what it needs falls asleep: nothing is bought for it, nothing started."""
    at(5)
    hass.states.async_set(CAR, "90")
    await both(ready_by=ready_by, car=CAR, percent=80, capacity=60)
    watts = DARK if ready_by else SUNNY
    await day.live([watts] * 12)
    assert day.starts == 0
    hass.states.async_set(CAR, "unavailable")
    await day.live([watts] * 25)
    hass.states.async_set(CAR, "90")
    await day.live([watts] * 5)
    assert day.starts == 0


async def test_a_restart_before_the_car_has_told(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Home Assistant starts in the night; the car's integration is there two minutes later, with 90 %."""
    at(4)
    hass.states.async_set(CAR, "unavailable")
    await both(ready_by="07:00:00", car=CAR, percent=80, capacity=60)
    await day.live([DARK] * 2)
    hass.states.async_set(CAR, "90")
    await day.live([DARK] * 5)
    assert day.starts == 0


async def test_back_with_a_car_that_needs_more(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """It was charged as far as it should be, drove, and came home with 50 %: it is ready by the time."""
    at(10)
    hass.states.async_set(CAR, "79")
    await both(ready_by="13:00:00", car=CAR, percent=80, capacity=12)
    await day.live([SUNNY] * 20)
    assert charges(day)
    hass.states.async_set(CAR, "80")
    await day.live([SUNNY] * 5)
    assert not charges(day)
    # It has been away: nothing else takes a third of it.
    for _ in range(150):
        hass.states.async_set(CAR, f"{50 + sum(day.charging[25:]) / 2:.0f}")
        await day.live([DARK])
    assert sum(day.charging[25:]) >= 50


async def test_a_goal_that_is_raised(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Charged to 80 %, and then the person edits the goal to 100 % for a long trip: it is charged on."""
    at(10)
    hass.states.async_set(CAR, "79")
    inputs = {
        "ready_by": "12:00:00",
        "car": CAR,
        "capacity": 18,
        "grid": GRID,
        "nominal": CHARGING_POWER,
    }
    await both(**inputs, percent=80)
    await day.live([SUNNY] * 20)
    assert charges(day)
    hass.states.async_set(CAR, "80")
    await day.live([SUNNY] * 5)
    assert not charges(day)
    changed = {"charging": day.home.entity_id("charging"), "percent": 100}
    path = {"path": f"shell_ev/{NAME}.yaml"}
    edit = {
        "id": NAME,
        "alias": NAME,
        "use_blueprint": path | {"input": inputs | changed},
    }
    await reload_with(hass, edit)
    await day.live([DARK] * 95)
    assert sum(day.charging[25:]) >= 45


async def test_reached_the_goal_and_home_again_the_same_sunny_day(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The car itself tells that it has driven: it is charged with the sun of the afternoon."""
    at(10)
    hass.states.async_set(CAR, "79")
    await both(car=CAR, percent=80)
    await day.live([SUNNY] * 20)
    assert charges(day)
    hass.states.async_set(CAR, "80")
    await day.live([SUNNY] * 5)
    assert not charges(day)
    hass.states.async_set(CAR, "50")
    await day.live([SUNNY] * 40)
    assert charges(day)
