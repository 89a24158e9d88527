"""How often Shell is asked, and what happens when it does not answer well."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

from aiohttp import web
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator
from tests.api.terminal import serve

UNREADABLE = json.dumps(
    {"status": "SUCCESS", "data": [{"chargeSessionId": "a", "emaId": CARD}]}
)
"""A session runs, and its id is called otherwise."""
NONE = json.dumps({"status": "SUCCESS", "data": []})


def calls(simulator: Simulator, *operations: str) -> int:
    """Return how many calls of these operations came in since the log was emptied."""
    return sum(record.operation in operations for record in simulator.audit)


def issues(hass: HomeAssistant) -> set[str]:
    """Return the repairs of the integration."""
    return {
        issue.translation_key or ""
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


async def test_an_idle_hour(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """One call every five minutes, and a token every fifteen."""
    simulator.audit.clear()
    await home.wait(3600)
    assert calls(simulator, "active") == 12
    assert calls(simulator, "retrieve", "start", "stop") == 0
    assert calls(simulator, "token") == 4


async def test_a_card_is_asked_about_once_whatever_its_charge_points(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Two cards and three charge points are two calls."""
    entry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Second"),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office"),
        charge_point_subentry("NL*TNM*E00000001*0", "Third", OTHER_CARD),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    assert calls(simulator, "active") == 2


# Timers come half a second early where the time that is moved to is a whole second.
@pytest.mark.freeze_time("2026-11-20 12:00:00")
async def test_the_pace_after_a_command(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Every 2 s up to 8 s, then when the time since has grown by a fifth; a minute while it charges."""
    simulator.set_delays(start=30)
    await home.switch("on")
    simulator.audit.clear()
    await home.wait(8.75)  # The fifth is due at 9.6 s, and chance is a quarter.
    assert calls(simulator, "retrieve") == 4
    await home.wait(11.25)
    assert 7 <= calls(simulator, "retrieve") <= 9
    await home.wait(40)
    assert home.state("session_state") == "started"
    simulator.audit.clear()
    await home.wait(600)
    assert calls(simulator, "active") == 10
    assert calls(simulator, "retrieve") == 0


async def test_a_command_that_takes_too_long_is_still_followed(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After three minutes its outcome is unknown, and said so; it may yet begin."""
    simulator.set_delays(start=400)
    await home.switch("on")
    await home.wait(120)
    await home.wait(120)
    simulator.audit.clear()
    await home.wait(120)
    assert calls(simulator, "active") == 2
    assert home.state("session_state") == "unknown"
    assert home.state("charging") == "on"
    listed = await home.act("list_sessions")
    assert listed["sessions"][0]["state"] == "unknown"
    (line,) = [message for message in caplog.messages if "not said in time" in message]
    assert "RequestId" in line
    await home.wait(110)
    assert home.state("session_state") == "started"


# Not while the clocks are put back: Home Assistant itself turns calendars off and on then.
@pytest.mark.freeze_time("2027-02-01 12:00:00")
async def test_nothing_changed_nothing_written(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """A poll that brings no news writes nothing, nor does the directory's tick."""
    await home.switch("on")
    await home.wait(190)
    before = {state.entity_id: state.last_reported for state in hass.states.async_all()}
    await home.wait(130)
    written = {
        state.entity_id
        for state in hass.states.async_all()
        if state.last_reported != before[state.entity_id]
    }
    assert written == set()


async def test_one_bad_poll_is_borne(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Entities keep their state; after the third in a row they are unavailable, then back."""
    simulator.inject("active", "status", status=500, times=99)
    await home.wait(300)
    assert home.state("charging") == "off"
    await home.wait(60)
    assert home.state("charging") == "off"
    await home.wait(120)
    assert home.state("charging") == "unavailable"
    simulator.clear_faults()
    await hass.services.async_call(
        "button",
        "press",
        {"entity_id": home.entity_id("refresh", "Shell EV Charging")},
        blocking=True,
    )
    await home.settle()
    assert home.state("charging") == "off"


async def test_an_outage_is_logged_once(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Once when it begins and once when it ends."""
    simulator.inject("active", "status", status=500, times=20)
    await home.wait(3600)
    simulator.clear_faults()
    await home.wait(900)
    logged = [
        record
        for record in caplog.records
        if record.name.startswith("custom_components.shell_ev")
        and record.levelname != "DEBUG"
    ]
    assert [record.levelname for record in logged] == ["ERROR", "INFO"]


@pytest.mark.parametrize("retry_after", ["120", "http-date"])
async def test_a_hold_is_the_whole_account_s(
    entry: MockConfigEntry, home: Home, simulator: Simulator, retry_after: str
) -> None:
    """Neither polls nor commands go out until then; the error says how long."""
    simulator.inject(
        "active", "status", status=429, retry_after=retry_after, seconds=120
    )
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "rate_limited"
    simulator.audit.clear()
    with pytest.raises(ServiceValidationError) as refusal:
        await home.switch("on")
    assert refusal.value.translation_key == "held"
    # A date has no fractions of a second.
    assert refusal.value.translation_placeholders in (
        {"seconds": "120"},
        {"seconds": "121"},
    )
    await home.wait(119)
    await entry.runtime_data.sessions.async_refresh()
    # The directory has a limit of its own.
    assert calls(simulator, "active", "retrieve", "start", "stop", "token") == 0
    assert home.state("charging") == "off"
    await home.wait(10)
    assert calls(simulator, "active") == 1
    await home.switch("on")
    assert home.state("charging") == "on"


async def test_a_hold_without_a_time(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It backs off by itself, with some jitter."""
    simulator.inject("active", "status", status=429)
    await home.wait(300)
    left = entry.runtime_data.reader.hold_left
    assert timedelta(seconds=20) <= left <= timedelta(seconds=38)


async def test_a_rate_limit_at_set_up(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """Home Assistant tries again by itself, and says why it has to."""
    simulator.inject("active", "status", status=429, retry_after="60")
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "rate_limited"


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ({"fault": "status", "status": 500}, "temporary"),
        ({"fault": "html", "status": 200}, "not_json"),
        ({"fault": "text", "status": 200, "text": UNREADABLE}, "unreadable"),
        ({"fault": "status", "status": 403}, "not_subscribed"),
        ({"fault": "status_empty", "status": 404}, "generation_not_served"),
        ({"fault": "status", "status": 400}, "rejected"),
    ],
)
async def test_set_up_without_an_answer(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """The reason is told in words, and set-up is tried again."""
    simulator.inject("active", times=9, **fault)
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == key


async def test_set_up_with_wrong_credentials(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry]
) -> None:
    """They are asked for again."""
    entry = make_entry(data={"client_secret": "wrong"})
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


async def test_a_command_with_credentials_that_were_withdrawn(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It says so, and they are asked for again."""
    await home.wait(870)
    simulator.inject("token", "refuse_token")
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "authentication_failed"
    await home.settle()
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


async def test_no_subscription_is_a_repair_that_goes_away(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """403 asks for no new credentials."""
    simulator.change_settings({"products": []})
    await home.wait(310)
    assert issues(hass) == {"not_subscribed"}
    assert home.state("charging") == "unavailable"
    assert hass.config_entries.flow.async_progress() == []
    simulator.change_settings({"products": ["charging"]})
    await home.wait(310)
    assert issues(hass) == set()
    assert home.state("charging") == "off"


async def test_a_generation_that_is_retired(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The one that answers now is found, and kept."""
    simulator.change_settings({"generations": ["A"]})
    await home.wait(310)
    assert entry.data["generation"] == "A"
    assert entry.state is ConfigEntryState.LOADED
    await home.switch("on")
    await home.wait(10)
    assert home.state("session_state") == "started"


async def test_no_generation_is_a_repair_that_goes_away(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing that is known answers."""
    simulator.change_settings({"generations": []})
    await home.wait(310)
    assert issues(hass) == {"generation_not_served"}
    assert home.state("charging") == "unavailable"
    simulator.change_settings({"generations": ["D"]})
    await home.wait(310)
    assert issues(hass) == set()
    assert entry.data["generation"] == "D"
    assert home.state("charging") == "off"


async def test_a_detection_that_is_disturbed_is_tried_again(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What is only a disturbance changes nothing."""
    simulator.change_settings({"generations": ["B"]})
    simulator.inject("active", "status_empty", status=404)
    simulator.inject("active", "status", status=500)
    await home.wait(305)
    assert entry.data["generation"] == "D"
    assert home.state("charging") == "off"
    await home.wait(60)
    assert entry.data["generation"] == "BC"


async def test_a_card_that_is_refused_does_not_hide_the_other(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Each card is read for itself."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    simulator.inject("active", "status", status=400)
    simulator.start_by_card(OTHER_CARD, HOME)
    await hass.config_entries.async_setup(entry.entry_id)
    assert home.state("active_sessions", "Second") == "1"


async def test_a_list_that_cannot_be_read_is_not_idle(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A session runs, and Shell calls its id otherwise: nobody may take it for none."""
    simulator.start_by_card(CARD, HOME)
    simulator.inject("active", "text", status=200, text=UNREADABLE, times=99)
    await home.wait(600)
    assert home.state("session_state") == "unavailable"
    assert "undocumented_answer" in issues(hass)


async def test_an_empty_list_beside_one_that_cannot_be_read(
    make_entry: Callable[..., MockConfigEntry],
    hass: HomeAssistant,
    home: Home,
    socket_enabled: None,
) -> None:
    """That the other card has no session does not make the first one's none."""
    told = {CARD: NONE, OTHER_CARD: NONE}

    async def answer(request: web.Request) -> web.StreamResponse:
        if "token" in request.path:
            return web.json_response(
                {"access_token": "abcdefghij", "token_type": "Bearer"}
            )
        ema_id = request.query.get("emaId", "")
        if ema_id not in told:
            return web.json_response({"data": []})
        return web.Response(text=told[ema_id])

    async with serve(answer) as server:
        entry = make_entry(
            card_subentry(),
            card_subentry(OTHER_CARD, "Second"),
            charge_point_subentry(),
            data={"server": server},
        )
        await hass.config_entries.async_setup(entry.entry_id)
        assert home.state("session_state") == "idle"
        told[CARD] = UNREADABLE
        for _ in range(10):
            await home.wait(305)
        assert home.state("session_state") == "unavailable"
        await hass.config_entries.async_unload(entry.entry_id)


async def test_a_session_beside_a_list_that_cannot_be_read(
    make_entry: Callable[..., MockConfigEntry],
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
) -> None:
    """It is shown: each card is read for itself."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    simulator.inject("active", "text", status=200, text=UNREADABLE)
    simulator.start_by_card(OTHER_CARD, HOME)
    await hass.config_entries.async_setup(entry.entry_id)
    assert home.state("active_sessions", "Second") == "1"


async def test_a_session_that_shell_forgot(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Not listed and not known, twice: it is over."""
    await home.switch("on")
    await home.wait(40)
    simulator.sessions.clear()
    await home.wait(130)
    assert home.state("charging") == "off"
    assert home.state("session_state") == "unknown"


async def test_a_state_never_seen_before(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shown as unknown; the switch stays on, for the session is under way."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("active", "unknown_state", times=2)
    await home.wait(60)
    assert home.state("session_state") == "unknown"
    assert home.state("charging") == "on"


async def test_an_account_without_a_card(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """There is nothing to ask about, and that is fine."""
    entry = make_entry(charge_point_subentry())
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("session_state") == "idle"


async def test_what_a_person_does_at_the_charge_point_is_announced_here(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The origin tells it from our own."""
    simulator.start_by_card(CARD, HOME)
    await home.wait(310)
    event = hass.states.get(home.entity_id("session"))
    assert event is not None
    assert event.attributes["event_type"] == "started"
    assert event.attributes["origin"] == "elsewhere"
    assert event.attributes["request_id"] is None
