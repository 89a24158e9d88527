"""Looking at sessions: what a question shows, and what it leaves alone."""

from datetime import timedelta
import json

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .conftest import CARD, HOME, OFFICE, OTHER_CARD, Home, sent
from simulator import Simulator


async def test_get_session_adopts_nothing_of_a_card_that_is_not_configured(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A session of the other card at our charge point: told, not shown, not announced."""
    session_id = simulator.start_by_card(OTHER_CARD, HOME)
    await home.settle()
    changes = async_capture_events(hass, "state_changed")
    got = await home.act("get_session", session_id=session_id)
    assert (got["state"], got["evse_id"]) == ("started", HOME)
    await home.wait(10)
    assert entry.runtime_data.reader.tracker.sessions == {}
    assert home.state("charging") == "off"
    ours = {home.entity_id("charging"), home.entity_id("session")}
    assert not [each for each in changes if each.data["entity_id"] in ours]


async def test_get_session_touches_nothing_of_ours(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A session of our card that was not met yet is told as it is, and found by the poll."""
    session_id = simulator.start_by_card(CARD, HOME)
    got = await home.act("get_session", session_id=session_id)
    assert got["state"] == "started"
    assert home.state("charging") == "off"
    await home.wait(310)
    assert home.state("charging") == "on"
    simulator.end_session(session_id)
    got = await home.act("get_session", session_id=session_id)
    assert got["state"] == "stopped"
    assert home.state("charging") == "on"


async def test_get_session_claims_no_open_start(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What is older than an unconfirmed start is not its session."""
    session_id = simulator.start_by_card(CARD, HOME)
    simulator.end_session(session_id)
    await home.wait(310)
    simulator.inject("start", "cut", before=True)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    got = await home.act("get_session", session_id=session_id)
    assert got["origin"] == "elsewhere"
    tracker = entry.runtime_data.reader.tracker
    assert len(tracker.intents) == 1
    assert tracker.sessions == {}
    assert home.state("charging") == "off"


async def test_get_session_does_not_go_back_in_time(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """An answer that was overtaken is not told as news."""
    await home.switch("on")
    await home.wait(40)
    (session_id,) = simulator.sessions
    simulator.inject("retrieve", "stale")
    assert (await home.act("get_session", session_id=session_id))["state"] == "started"


async def test_what_list_active_finds_is_shown_at_once(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """At its charge point, and at its card."""
    simulator.start_by_card(CARD, HOME)
    assert home.state("charging") == "off"
    listed = await home.act("list_active_sessions")
    assert [each["state"] for each in listed["sessions"]] == ["started"]
    assert home.state("charging") == "on"
    assert home.state("active_sessions", "Card") == "1"


async def test_what_list_active_finds_elsewhere_is_shown_at_the_card(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Its charge point is not configured."""
    simulator.start_by_card(CARD, OFFICE)
    await home.act("list_active_sessions", charge_card=home.device_id("Card"))
    assert home.state("active_sessions", "Card") == "1"
    assert home.state("charging") == "off"


async def test_an_id_that_shell_uses_again_is_a_new_session(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The old one stays in the history as it ended."""
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)
    (session_id,) = simulator.sessions
    began = dt_util.utcnow() - timedelta(seconds=5)
    item = {
        "id": session_id,
        "emaId": CARD,
        "evseId": HOME,
        "startedAt": began.isoformat(),
        "sessionState": {"status": "started"},
        "lastUpdated": began.isoformat(),
    }
    body = json.dumps({"status": "SUCCESS", "data": [item]})
    simulator.inject("active", "text", status=200, text=body)
    await home.act("list_active_sessions")
    assert home.state("charging") == "on"
    sessions = (await home.act("list_sessions"))["sessions"]
    assert [each["state"] for each in sessions] == ["started", "stopped"]
    assert [each["origin"] for each in sessions] == ["elsewhere", "here"]


async def test_a_start_answered_with_an_id_that_was_used_is_a_new_session(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is shown as requested, not as stopped."""
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)
    (session_id,) = simulator.sessions
    body = json.dumps({"status": "SUCCESS", "data": [{"sessionId": session_id}]})
    simulator.inject("start", "text", status=200, text=body)
    await home.switch("on")
    assert home.state("session_state") == "start_requested"
    sessions = (await home.act("list_sessions"))["sessions"]
    assert [each["state"] for each in sessions] == ["start_requested", "stopped"]
    assert sent(simulator, "start") == 2
