"""Starting, watching and stopping, as a person sees it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from simulator import Simulator


async def test_a_session_from_start_to_stop(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The main job: on, started, off, stopped, with the pending state never flipping back."""
    assert home.state("session_state") == "idle"
    assert home.state("charging") == "off"
    await home.switch("on")
    assert home.state("charging") == "on"
    assert home.state("session_state") == "start_requested"
    await home.wait(3)
    assert home.state("session_state") == "start_requested"
    await home.wait(7)
    assert home.state("session_state") == "started"
    assert home.state("session_started") != "unknown"
    await home.wait(60)
    await home.switch("off")
    assert home.state("session_state") == "stop_requested"
    assert home.state("charging") == "on"
    await home.wait(10)
    assert home.state("session_state") == "stopped"
    assert home.state("charging") == "off"
    assert home.state("session_started") == "unknown"
    assert (sent(simulator, "start"), sent(simulator, "stop")) == (1, 1)


async def test_a_card_shows_what_it_has_running(
    entry: MockConfigEntry, home: Home
) -> None:
    """Its state, its charge point by name, since when, and how many."""
    assert home.state("session_state", "Card") == "idle"
    assert home.state("charge_point", "Card") == "unknown"
    await home.switch("on")
    await home.wait(10)
    assert home.state("session_state", "Card") == "started"
    assert home.state("charge_point", "Card") == "Home"
    assert home.state("active_sessions", "Card") == "1"
    assert home.state("session_started", "Card") == home.state("session_started")


async def test_a_session_begun_elsewhere_can_be_seen_and_stopped(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """By card at a charge point that is not configured: shown by its EVSE ID."""
    simulator.start_by_card(CARD, OFFICE)
    await home.wait(310)
    assert home.state("charge_point", "Card") == OFFICE
    assert home.state("session_state", "Card") == "started"
    assert home.state("charging") == "off"
    await hass.services.async_call(
        "button",
        "press",
        {"entity_id": home.entity_id("stop_session", "Card")},
        blocking=True,
    )
    assert home.state("session_state", "Card") == "stop_requested"
    await home.wait(10)
    assert home.state("session_state", "Card") == "idle"


async def test_a_failed_start_flips_the_switch_off_and_says_why(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The car is not plugged in: the event has the code, and so has the state."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(10)
    assert home.state("charging") == "off"
    assert home.state("session_state") == "failed_to_start"
    event = hass.states.get(home.entity_id("session"))
    assert event is not None
    assert event.attributes["event_type"] == "start_failed"
    assert event.attributes["error"] == "EvNotConnectedToEvse"
    assert event.attributes["origin"] == "here"


async def test_events_are_fired_once(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Started and stopped, each with the RequestId of its command."""
    changes = async_capture_events(hass, "state_changed")
    await home.switch("on")
    await home.wait(70)
    await home.switch("off")
    await home.wait(400)
    fired = [
        change.data["new_state"].attributes
        for change in changes
        if change.data["entity_id"] == home.entity_id("session")
        and change.data["new_state"].state != "unknown"
    ]
    assert [event["event_type"] for event in fired] == ["started", "stopped"]
    assert fired[0]["request_id"] != fired[1]["request_id"]


async def test_starting_twice_returns_the_session_that_runs(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Also one that the card began: nothing is sent."""
    session_id = simulator.start_by_card(CARD, HOME)
    response = await home.act("start_session", charge_point=home.device_id("Home"))
    assert response["session_id"] == session_id
    assert response["origin"] == "elsewhere"
    assert home.state("charging") == "on"
    assert sent(simulator, "start") == 0


async def test_stopping_twice_is_a_success(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A stop under way is not sent again; nothing running needs none."""
    await home.switch("off")
    assert sent(simulator, "stop") == 0
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_guard_time(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Opposite commands keep their distance, and the error counts down."""
    await home.switch("on")
    await home.wait(10)
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "guard_time"
    assert caught.value.translation_placeholders == {"seconds": "20"}
    await home.wait(20)
    await home.switch("off")
    await home.wait(10)
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_placeholders == {"seconds": "20"}
    assert (sent(simulator, "start"), sent(simulator, "stop")) == (1, 1)


async def test_guard_time_is_an_option(
    make_entry: Callable[..., MockConfigEntry], hass: HomeAssistant, home: Home
) -> None:
    """Who sets it to nothing waits for nothing."""
    entry = make_entry(options={"guard_time": 0})
    await hass.config_entries.async_setup(entry.entry_id)
    await home.switch("on")
    await home.switch("off")
    assert home.state("session_state") == "stop_requested"


async def test_a_second_card_does_not_start_where_the_first_charges(
    make_entry: Callable[..., MockConfigEntry],
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
) -> None:
    """It would fail or cost another start fee."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.switch("on")
    await home.wait(10)
    with pytest.raises(ServiceValidationError) as caught:
        await home.act(
            "start_session",
            charge_point=home.device_id("Home"),
            charge_card=home.device_id("Second"),
        )
    assert caught.value.translation_key == "other_card_charging"
    assert sent(simulator, "start") == 1


async def test_a_restart_in_the_middle_of_a_start(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The pending start is followed to its end."""
    await home.switch("on")
    await hass.config_entries.async_reload(entry.entry_id)
    assert home.state("session_state") == "start_requested"
    await home.wait(10)
    assert home.state("session_state") == "started"
    event = hass.states.get(home.entity_id("session"))
    assert event is not None
    assert event.attributes["event_type"] == "started"
    await hass.config_entries.async_reload(entry.entry_id)
    assert home.state("charging") == "on"


async def test_what_happened_during_a_restart_is_announced(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session ended while Home Assistant was away: told once it is back, and once."""
    await home.switch("on")
    await home.wait(40)
    await hass.config_entries.async_unload(entry.entry_id)
    (session_id,) = simulator.sessions
    simulator.end_session(session_id)
    simulator.advance(5)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    event = hass.states.get(home.entity_id("session"))
    assert event is not None
    assert event.attributes["event_type"] == "stopped"
    assert dt_util.utcnow() - dt_util.parse_datetime(event.state) < timedelta(seconds=1)  # type: ignore[operator]


async def test_a_failed_try_does_not_hide_the_session_under_way(
    entry: MockConfigEntry, home: Home
) -> None:
    """The other card found the charge point in use; ours goes on and stays shown."""
    await home.switch("on")
    await home.wait(10)
    failed = (await entry.runtime_data.client.start(OTHER_CARD, HOME)).session_id
    await home.wait(10)
    response = await home.act("get_session", session_id=failed)
    assert (response["state"], response["error_code"]) == (
        "failed_to_start",
        "EvseInUse",
    )
    await home.wait(60)
    assert home.state("session_state") == "started"
    assert home.state("charging") == "on"


async def test_all_that_happened_during_a_restart_is_announced(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A start that was under way began and ended meanwhile: both are told, in their order."""
    await home.switch("on")
    await hass.config_entries.async_unload(entry.entry_id)
    (session_id,) = simulator.sessions
    simulator.advance(5)
    assert simulator.sessions[session_id].state == "started"
    simulator.end_session(session_id)
    simulator.advance(5)
    changes = async_capture_events(hass, "state_changed")
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    told = [
        change.data["new_state"].attributes["event_type"]
        for change in changes
        if change.data["entity_id"] == home.entity_id("session")
        and "session_id" in change.data["new_state"].attributes
    ]
    assert told == ["started", "stopped"]
