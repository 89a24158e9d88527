"""Two automations at one charge point: none is in the way of the other."""

import pytest

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant

from .conftest import GRID, At, Day, Use
from .test_sun_then_cheap_hours import DARK, NAME, SUNNY
from tests.conftest import sent

pytestmark = pytest.mark.timeout(600)

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
WEEKEND = ["sat", "sun"]


async def test_two_of_the_same_blueprint_for_two_times(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """At seven on weekdays and at another time at the weekend: neither ends what the other has begun.

    The twentieth of June is a Saturday.
    """
    at(4)
    charging = day.home.entity_id("charging")
    asked = {
        "charging": charging,
        "nominal": CHARGING_POWER,
        "ready_by": "07:00:00",
        "weekdays": WEEKDAYS,
        "hours": 2,
    }
    other = {
        "id": "weekdays",
        "alias": "weekdays",
        "use_blueprint": {"path": f"shell_ev/{NAME}.yaml", "input": asked},
    }
    await both(other, grid="", ready_by="06:00:00", weekdays=WEEKEND, hours=2)
    await day.live([DARK] * (2 * 60))
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    assert sum(day.charging) >= 2 * 60 - 5


async def test_the_limit_of_the_day_of_two(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Two blueprints, each with one start a day at the most: the point is not started more often."""
    at(10)
    charging = day.home.entity_id("charging")
    asked = {
        "charging": charging,
        "grid": GRID,
        "nominal": CHARGING_POWER,
        "most_starts": 1,
    }
    path = {"path": "shell_ev/solar_surplus.yaml"}
    await both(
        {"id": "s", "alias": "s", "use_blueprint": path | {"input": asked}},
        most_starts=1,
    )
    for _ in range(3):
        await day.live([SUNNY] * 20 + [DARK] * 40)
    assert day.starts == 1
