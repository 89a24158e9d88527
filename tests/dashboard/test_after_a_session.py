"""What the card asks for once a session is over: its receipt, what was charged, what went wrong."""

from datetime import timedelta
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import Ask, Call, SetUp
from simulator import Simulator
from tests.conftest import HOME, HOME_UID, Home

METER = "sensor.meter"


async def test_a_receipt(
    in_the_day: None, hass: HomeAssistant, ask: Ask, set_up: SetUp, home: Home
) -> None:
    """For an hour after the end, with the figures as they were, and what names them."""
    hass.states.async_set(METER, "100", {"unit_of_measurement": "kWh"})
    entry = await set_up(location_uid=HOME_UID, energy_meter=METER)
    device = home.device_id("Home")
    await home.switch("on")
    await home.wait(60)
    hass.states.async_set(METER, "101", {"unit_of_measurement": "kWh"})
    await home.settle()
    told = await ask(device)
    assert told["receipt"] is None
    assert told["session"]["energy"] == 1
    assert told["session"]["cost"] == 0.69
    assert told["session"]["currency"] == "EUR"
    await home.switch("off")
    await home.wait(10)
    (session_id,) = entry.runtime_data.reader.tracker.sessions
    ended = entry.runtime_data.reader.tracker.sessions[session_id].ended_at
    assert ended is not None
    told = await ask(device)
    receipt = told["receipt"]
    assert receipt["ended_ago"] == (dt_util.utcnow() - ended).total_seconds()
    assert receipt["account"] == entry.entry_id
    assert receipt["key"] == receipt["session_id"] == session_id
    assert (receipt["energy"], receipt["cost"]) == (1, 0.69)
    assert 50 <= receipt["duration"] <= 70
    home.freezer.move_to(ended + timedelta(hours=1))
    assert (await ask(device))["receipt"]["ended_ago"] == 3600
    home.freezer.tick(1)
    assert (await ask(device))["receipt"] is None


async def test_a_receipt_outlasts_a_start_that_failed(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is that of the last that charged; the next that charges takes its place."""
    device = home.device_id("Home")
    await home.switch("on")
    await home.wait(35)
    await home.switch("off")
    await home.wait(35)
    first = (await ask(device))["receipt"]["session_id"]
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(30)
    assert home.state("session_state") == "failed_to_start"
    assert (await ask(device))["receipt"]["session_id"] == first
    simulator.plug(HOME, True)
    await home.switch("on")
    await home.wait(10)
    assert (await ask(device))["receipt"] is None


async def test_a_clock_that_was_ahead(
    ask: Ask, entry: MockConfigEntry, home: Home
) -> None:
    """A little, as Shell's may be, is nothing; a day leaves no receipt of tomorrow."""
    device = home.device_id("Home")
    await home.switch("on")
    await home.wait(35)
    await home.switch("off")
    await home.wait(10)
    ended = entry.runtime_data.sessions.data.at["NLTNME020034510"].ended_at
    assert ended is not None
    home.freezer.move_to(ended - timedelta(seconds=30))
    assert (await ask(device))["receipt"]["ended_ago"] == 0
    home.freezer.move_to(ended - timedelta(days=1))
    assert (await ask(device))["receipt"] is None


async def test_a_session_of_tomorrow_hides_no_receipt(
    ask: Ask, entry: MockConfigEntry, home: Home
) -> None:
    """It was noted while Home Assistant's clock was a day ahead."""
    device = home.device_id("Home")
    now = dt_util.utcnow()
    home.freezer.move_to(now + timedelta(days=1))
    await home.switch("on")
    await home.wait(35)
    await home.switch("off")
    await home.wait(35)
    home.freezer.move_to(now + timedelta(seconds=120))
    await home.wait(61)
    await home.switch("on")
    await home.wait(35)
    assert (await ask(device))["receipt"] is None
    await home.switch("off")
    await home.wait(35)
    told = await ask(device)
    assert told["receipt"]["ended_ago"] == told["left_ago"] < 40


async def test_who_may_only_start_and_stop_knows_that_it_was_us(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry, home: Home
) -> None:
    """What it came to is for others; that our car has just left is told, since it looks occupied."""
    user = MockUser().add_to_hass(hass)
    rights = {home.entity_id("charging"): {"read": True, "control": True}}
    user.mock_policy({"entities": {"entity_ids": rights}})
    device = home.device_id("Home")

    async def left() -> Any:
        told = (await call("charge_point", user, device_id=device))["result"]
        assert told["receipt"] is None
        return told["left_ago"]

    await home.switch("on")
    await home.wait(60)
    assert await left() is None
    await home.switch("off")
    await home.wait(10)
    assert 0 < await left() <= 10
    home.freezer.tick(3600)
    assert await left() is None


async def test_sessions_and_the_last_error(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Newest first, as many as are wanted; the reason comes with the RequestId to quote."""
    device = home.device_id("Home")
    await home.switch("on")
    await home.wait(35)
    await home.switch("off")
    await home.wait(35)
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(30)
    told = await ask(device)
    states = [session["state"] for session in told["sessions"]]
    assert states == ["failed_to_start", "stopped"]
    assert told["error"]["text"] == "Plug in the car first"
    starts = [call.request_id for call in simulator.audit if call.operation == "start"]
    assert told["error"]["reference"] == f"EvNotConnectedToEvse, RequestId {starts[-1]}"
    assert 20 <= told["error"]["ago"] <= 30
    assert len((await ask(device, limit=1))["sessions"]) == 1
    assert (await ask(device, limit=0))["sessions"] == []
