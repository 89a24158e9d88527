"""A stop that fails is tried again, and not told all evening."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import At, Day, Use
from .test_sun_then_cheap_hours import DARK, SUNNY
from simulator import Simulator
from tests.conftest import HOME, sent

pytestmark = pytest.mark.timeout(600)


async def test_a_stop_that_fails_all_evening(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """The charge point is out of service: the person is not told every three minutes for hours."""
    at(12)
    point = day.home.device_id("Home")
    path = {"path": "shell_ev/tell_me.yaml"}
    asked = {"charge_points": [point], "what": ["failed"]}
    tell = {"use_blueprint": path | {"input": asked}}
    await both({"id": "tell", "alias": "tell", **tell})
    await day.live([SUNNY] * 30)
    assert day.charging[-1]
    simulator.set_service(HOME, False)
    await day.live([DARK] * (2 * 60))
    assert sent(simulator, "stop") >= 6
    shown = [
        notification["message"]
        for notification in hass.data["persistent_notification"].values()
    ]
    assert len(shown) <= 12, (len(shown), sent(simulator, "stop"))


async def test_a_persons_stop_that_failed_at_first(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """The person has stopped it, the charge point did not: it is stopped for a cloud, and not started again."""
    at(12)
    await both()
    await day.live([SUNNY] * 20)
    simulator.set_service(HOME, False)
    await day.home.switch("off")
    await day.live([SUNNY] * 5)
    assert day.charging[-1]
    simulator.set_service(HOME, True)
    await day.live([DARK] * 40)
    assert day.charging[-1:] == [False]
    await day.live([SUNNY] * 30)
    assert day.starts == 1
