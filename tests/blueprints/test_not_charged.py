"""What a car is taken to have charged, a stop that fails, and a stop that is lifted."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant

from .conftest import PRICE, At, Day, Use, again, show_prices, told
from .test_state_of_charge import KW, reached
from .test_sun_then_cheap_hours import CAR, DARK, POWER, SUNNY
from simulator import Simulator
from tests.conftest import HOME, sent

pytestmark = pytest.mark.timeout(900)


@pytest.mark.parametrize(("capacity", "nominal"), [(12, 3700), (60, 11000)])
async def test_paused_for_an_hour_by_the_load_balancing(
    hass: HomeAssistant, day: Day, at: At, both: Use, capacity: int, nominal: int
) -> None:
    """The power sensor shows 0 W and the car goes on telling 50 %: nothing was charged in that time."""
    at(0)
    hass.states.async_set(CAR, "50")
    hass.states.async_set(POWER, "0", KW)
    await both(
        ready_by="07:00:00",
        car=CAR,
        percent=80,
        capacity=capacity,
        power=POWER,
        nominal=nominal,
        prices=_cheap_all_night(hass),
        ceiling=0.2,
    )
    gained = 0.0
    for minute in range(7 * 60):
        free = not 5 <= minute < 200
        on = day.charging[-1:] == [True]
        hass.states.async_set(POWER, str(nominal / 1000) if on and free else "0", KW)
        await day.live([DARK])
        if on and free:
            gained += nominal / 1000 / 60 / capacity * 100
        hass.states.async_set(CAR, f"{min(50 + gained, 100):.0f}")
    assert reached(hass) >= 74, (day.starts, sum(day.charging))


def _cheap_all_night(hass: HomeAssistant) -> str:
    show_prices(hass, *[0.1] * 24)
    return PRICE


async def test_a_restart_beside_a_number_that_stands_still(
    recorded: Recorder, hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """docs: it does not matter if the number stands still for hours. 10 % of 37 kWh are one hour."""
    at(4)
    hass.states.async_set(CAR, "50")
    await both(
        ready_by="07:00:00",
        car=CAR,
        percent=60,
        capacity=37,
        prices=_cheap_all_night(hass),
    )
    for _ in range(3):
        await day.live([DARK] * 45)
        hass.states.async_set(CAR, "unavailable")
        hass.states.async_set(CAR, "50")
        await hass.async_add_executor_job(recorded.block_till_done)
        await again(hass)
    await day.live([DARK] * 45)
    assert sum(day.charging) <= 80, day.starts


async def test_stop_at_whose_stop_fails(
    hass: HomeAssistant, day: Day, at: At, use: Use, simulator: Simulator
) -> None:
    """A stop that fails is tried again at most a handful an hour, as by the others, and not told every minute."""
    at(12)
    asked = {"charge_points": [day.home.device_id("Home")], "what": ["failed"]}
    tell = {
        "id": "t",
        "alias": "t",
        "use_blueprint": {"path": "shell_ev/tell_me.yaml", "input": asked},
    }
    await use("stop_at", tell, charging=day.home.entity_id("charging"), duration=0.25)
    await day.home.switch("on")
    await day.live([DARK] * 10)
    assert day.charging[-1]
    simulator.set_service(HOME, False)
    await day.live([DARK] * 125)
    assert len(told(hass)) <= 12, (len(told(hass)), sent(simulator, "stop"))


PLUG = "binary_sensor.car_plugged_in"


@pytest.fixture
def mock_recorder_before_hass(request: pytest.FixtureRequest) -> None:
    """The recorder has to be there before Home Assistant, where it is used."""
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("async_test_recorder")


@pytest.fixture
async def recorded(recorder_mock: Recorder, entry: MockConfigEntry) -> Recorder:
    """Return a recorder that keeps all states."""
    return recorder_mock


async def test_preheating_does_not_lift_a_persons_stop(
    recorded: Any, hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The plug sensor is on throughout: docs say that a stop is in force until the car is unplugged."""
    at(9)
    hass.states.async_set(PLUG, "on")
    hass.states.async_set(CAR, "60")
    await both(plugged=PLUG, car=CAR, percent=90)
    await day.live([SUNNY] * 20)
    assert day.starts == 1
    await day.home.switch("off")
    await day.live([SUNNY] * 20)
    assert day.starts == 1
    for told_now in (58, 56, 54):
        hass.states.async_set(CAR, str(told_now))
        await day.live([SUNNY] * 10)
    await day.live([SUNNY] * 20)
    assert day.starts == 1
