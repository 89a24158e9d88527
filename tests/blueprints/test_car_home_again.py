"""The car was away, or only its sensors: what the recorder keeps tells it, also after an edit or a restart."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance

from .conftest import PRICE, At, Day, Use, again, show_prices
from .test_state_of_charge import reached
from .test_sun_then_cheap_hours import CAR, DARK, PLUG, SUNNY
from simulator import Simulator

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


@pytest.fixture
async def recorded(recorder_mock: Recorder, entry: MockConfigEntry) -> Recorder:
    """Return a recorder that keeps all states, beside an account."""
    return recorder_mock


@pytest.fixture
def day(recorded: Recorder, day: Day) -> Day:
    """Return a day that is recorded."""
    return day


async def written(hass: HomeAssistant) -> None:
    """Wait until all is written down."""
    await hass.async_add_executor_job(get_instance(hass).block_till_done)


async def test_a_plug_sensor_that_was_away_for_minutes_and_an_edit(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A person stopped it; that the sensor was unavailable for a while is not that the car was away."""
    at(9)
    hass.states.async_set(PLUG, "on")
    await both(plugged=PLUG)
    await day.live([SUNNY] * 20)
    assert day.starts == 1
    await hass.services.async_call(
        "switch", "turn_off", {"entity_id": day.home.entity_id("charging")}
    )
    await day.live([SUNNY] * 10)
    hass.states.async_set(PLUG, "unavailable")
    await day.live([SUNNY] * 3)
    hass.states.async_set(PLUG, "on")
    await day.live([SUNNY] * 10)
    assert day.starts == 1
    await written(hass)
    await again(hass)
    await day.live([SUNNY] * 30)
    assert day.starts == 1


async def test_hours_are_not_forgotten_because_the_plug_sensor_was_away(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Three hours it needs: they are bought once, also where the sensor dropped out and it was edited."""
    at(1)
    hass.states.async_set(PLUG, "on")
    show_prices(hass, *[0.5] * 2, 0.1, 0.1, 0.1, *[0.5] * 19)
    await both(plugged=PLUG, ready_by="08:00:00", hours=3, prices=PRICE)
    await day.live([DARK] * 225)
    hass.states.async_set(PLUG, "unavailable")
    await day.live([DARK] * 3)
    hass.states.async_set(PLUG, "on")
    await day.live([DARK] * 5)
    await written(hass)
    await again(hass)
    await day.live([DARK] * (7 * 60 - 233))
    assert 175 <= sum(day.charging) <= 190


async def test_unplugged_and_back_before_a_restart(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Docs: a stop is in force until the car is unplugged. It was, and is back, as Home Assistant restarts.

    All entities are told anew then: nothing changed longer ago than that.
    """
    at(9)
    hass.states.async_set(PLUG, "on")
    await both(plugged=PLUG, ready_by="14:00:00", hours=2)
    await day.live([SUNNY] * 20)
    assert day.charging[-1]
    await hass.services.async_call(
        "switch", "turn_off", {"entity_id": day.home.entity_id("charging")}
    )
    await day.live([DARK] * 5)
    for state in ("off", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([DARK] * 15)
    before = sum(day.charging)
    for each in hass.states.async_all():
        hass.states.async_set(
            each.entity_id, each.state, each.attributes, force_update=True
        )
    await written(hass)
    await again(hass)
    await day.live([DARK] * (4 * 60))
    assert sum(day.charging) - before >= 95, day.starts


async def test_gone_by_card_after_the_time_and_home_with_30_percent(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """No plug sensor. Ready by seven, the person ends the sun's session by card at 7:20 to drive off.

    The car tells in the evening that it has driven: it is ready the next morning.
    """
    at(7)
    hass.states.async_set(CAR, "70")
    await both(ready_by="07:00:00", car=CAR, percent=80, capacity=12)
    await day.live([SUNNY] * 20)
    assert day.charging[-1]
    day.simulator.end_session(next(iter(day.simulator.sessions)))
    await day.live([DARK] * 20)
    hass.states.async_set(CAR, "30")
    before = sum(day.charging)
    for _ in range(24 * 60 - 40):
        await day.live([DARK])
        gained = (sum(day.charging) - before) / 60 * 3.7 / 12 * 100
        hass.states.async_set(CAR, f"{30 + gained:.0f}")
    assert reached(hass) >= 78, day.starts


async def test_unplugging_lifts_a_persons_stop(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """Not that the sensor was away for a while, but that the car was."""
    at(9)
    hass.states.async_set(PLUG, "on")
    await both(plugged=PLUG)
    await day.live([SUNNY] * 60)
    (session,) = simulator.sessions
    simulator.end_session(session)
    await day.live([SUNNY] * 30)
    for state in ("unavailable", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([SUNNY] * 30)
    assert day.starts == 1
    for state in ("off", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([SUNNY] * 30)
    assert day.starts == 2
