"""What an hour of every error costs, and what is shown and told in it: over the simulator."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
import itertools
import string
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

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
from .test_automations import automate, target
from custom_components.shell_ev.api import EmaId, IdentifierError
from simulator import Simulator

HOUR = 3600
ALWAYS = 10**6

type Fault = tuple[str, str, int]

ERRORS: tuple[Fault, ...] = (
    *(
        ("any", "status", status)
        for status in (400, 401, 403, 404, 408, 410, 429, 500, 503)
    ),
    *(("any", "status_empty", status) for status in (401, 403, 404, 500)),
    *(("any", "html", status) for status in (200, 400, 401, 403, 404, 502)),
    *(("any", kind, 500) for kind in ("cut", "garbage", "empty", "failed", "redirect")),
    *(("active", "status", status) for status in (400, 401, 403, 429, 500)),
    *(("active", "status_empty", status) for status in (401, 404)),
    *(("token", "status", status) for status in (404, 429, 500)),
    ("token", "html", 401),
)


def spoil(simulator: Simulator, fault: Fault) -> None:
    """Let an operation go wrong from now on."""
    operation, kind, status = fault
    simulator.inject(operation, kind, status=status, times=ALWAYS)


def two_cards(make_entry: Callable[..., MockConfigEntry]) -> MockConfigEntry:
    """Return an account with two cards and two charge points, not set up."""
    return make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Second"),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office", OTHER_CARD),
    )


@pytest.fixture
async def two(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return that account, set up."""
    entry = two_cards(make_entry)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


def valid_ema_id(number: int) -> str:
    """Return the EMA ID of a card of ours, with its check digit."""
    for digit in string.ascii_uppercase + string.digits:
        with suppress(IdentifierError):
            return str(EmaId.parse(f"NL-TNM-C001230{number:02}-{digit}"))
    raise AssertionError("No check digit fits")


# How often it asks


@pytest.mark.parametrize("fault", ERRORS, ids=str)
@pytest.mark.parametrize("state", ["idle", "charging", "pending"])
async def test_an_hour_of_an_error_costs_no_more_than_sixty_calls(
    two: MockConfigEntry, home: Home, simulator: Simulator, state: str, fault: Fault
) -> None:
    """The whole account, its tokens, detection and the directory counted."""
    if state != "idle":
        simulator.set_delays(start=10**6 if state == "pending" else 4)
        await home.switch("on")
    if state == "charging":
        await home.wait(30)
    simulator.tokens.tokens.clear()
    simulator.audit.clear()
    spoil(simulator, fault)
    await home.wait(HOUR)
    whole = fault[0] != "active"
    calls = [each for each in simulator.audit if whole or each.operation != "location"]
    assert len(calls) <= 60


@pytest.mark.parametrize("fault", ERRORS, ids=str)
async def test_an_hour_of_set_ups_that_fail_costs_no_more_than_sixty_calls(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    fault: Fault,
) -> None:
    """Home Assistant tries again and again; Shell is not asked each time."""
    spoil(simulator, fault)
    entry = two_cards(make_entry)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.wait(HOUR)
    assert entry.state is not ConfigEntryState.LOADED
    assert len(simulator.audit) <= 60


@pytest.mark.parametrize("cards", [1, 12, 30])
async def test_however_many_cards_there_are(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    cards: int,
) -> None:
    """While nothing can be read, one is tried for all."""
    entry = make_entry(
        *(
            card_subentry(valid_ema_id(number), f"Card {number}")
            for number in range(cards)
        )
    )
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    simulator.audit.clear()
    simulator.change_settings({"products": []})
    await home.wait(HOUR)
    assert len(simulator.audit) <= 60


@pytest.mark.parametrize(
    ("kind", "status"),
    [("status", 400), ("status", 403), ("status_empty", 404), ("status", 500)],
)
async def test_a_session_that_shell_will_not_tell_about(
    hass: HomeAssistant,
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    kind: str,
    status: int,
) -> None:
    """Nothing else is unavailable, no set-up fails, and it is asked about seldom."""
    simulator.start_by_card(CARD, HOME)
    await home.wait(310)
    assert home.state("charging") == "on"
    simulator.change_settings({"active_states": []})
    simulator.inject("retrieve", kind, status=status, times=ALWAYS)
    simulator.audit.clear()
    await home.wait(HOUR)
    assert sent(simulator, "retrieve") <= 12
    assert sent(simulator, "active") <= 2 * 60
    for device in ("Card", "Second"):
        assert home.state("active_sessions", device) != "unavailable"
    assert home.state("charging", "Office") == "off"
    assert await hass.config_entries.async_reload(two.entry_id)
    assert home.state("charging", "Office") == "off"


async def test_one_poll_reads_no_more_than_twenty_sessions(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The rest waits for the next ones, and comes to its turn."""
    points = [
        str(evse.evse_id) for location in simulator.locations for evse in location.evses
    ]
    begun = 0
    for evse_id in dict.fromkeys(points):
        with suppress(ValueError):  # it is out of service
            simulator.start_by_card(CARD, evse_id)
            begun += 1
        if begun == 45:
            break
    simulator.advance(10)
    sessions = entry.runtime_data.sessions
    await sessions.async_refresh()
    simulator.change_settings({"active_states": []})
    asked = []
    for _ in range(3):
        simulator.audit.clear()
        await sessions.async_refresh()
        asked.append(
            {
                each.session_id
                for each in simulator.audit
                if each.operation == "retrieve"
            }
        )
    assert [len(each) for each in asked] == [20, 20, 20]
    assert len(asked[0] | asked[1] | asked[2]) == 45


async def test_a_card_that_shell_cannot_tell_about_keeps_no_other_waiting(
    two: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The other is read in the same poll."""
    simulator.inject("active", "status", status=500)
    simulator.start_by_card(OTHER_CARD, OFFICE)
    await home.wait(310)
    assert home.state("charging", "Office") == "on"
    assert home.state("charging") == "off"


# After a command


@pytest.mark.parametrize("before", [True, False])
async def test_a_poll_that_failed_does_not_stretch_the_looks_after_a_command(
    entry: MockConfigEntry, home: Home, simulator: Simulator, before: bool
) -> None:
    """Whether it failed before the command or after it."""
    simulator.set_delays(start=30)
    if before:
        simulator.inject("active", "status", status=500)
        await home.wait(301)
    await home.switch("on")
    if not before:
        simulator.inject("active", "status", status=500)
    simulator.audit.clear()
    await home.wait(10)
    looks = [each.time for each in simulator.audit if each.operation == "active"]
    gaps = [later - each for each, later in itertools.pairwise(looks)]
    assert len(looks) >= 4
    assert max(gaps) <= timedelta(seconds=3)
    await home.wait(30)
    assert home.state("session_state") == "started"


async def test_an_outage_after_a_command_is_borne_for_a_minute(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Three looks that fail take six seconds: that makes nothing unavailable."""
    simulator.set_delays(start=10)
    await home.switch("on")
    simulator.inject("any", "status", status=500, times=5)
    await home.wait(20)
    assert home.state("session_state") == "started"


@pytest.mark.parametrize("held", [True, False])
async def test_what_is_unconfirmed_is_let_go_after_three_minutes(
    entry: MockConfigEntry, home: Home, simulator: Simulator, held: bool
) -> None:
    """Not at the next poll, also where Shell asks to wait; in a hold without a call."""
    simulator.set_delays(start=10**6)
    await home.switch("on")
    if held:
        simulator.inject("active", "status", status=429, retry_after="3000")
    await home.wait(120)
    assert home.state("session_state") == "start_requested"
    simulator.audit.clear()
    await home.wait(62)
    assert home.state("session_state") == "unknown"
    assert (sent(simulator, "active") == 0) is held


async def test_an_unconfirmed_start_is_let_go_after_three_minutes_of_outage(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Then another start is not refused any more because of it."""
    simulator.inject("start", "cut")
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    simulator.inject("any", "status", status=500, times=ALWAYS)
    await home.wait(178)
    assert len(entry.runtime_data.reader.tracker.intents) == 1
    await home.wait(4)
    assert entry.runtime_data.reader.tracker.intents == ()


# Holds


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("operation", ["active", "token", "start"])
async def test_a_hold_survives_a_reload_and_set_up_retries(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    operation: str,
    status: int,
) -> None:
    """Whichever call was answered so; until then nothing is asked."""
    if operation == "token":
        await home.wait(900 - 60)
    simulator.inject(operation, "status", status=status, retry_after="900", times=1)
    if operation == "start":
        with pytest.raises(HomeAssistantError):
            await home.switch("on")
    else:
        await home.wait(310)
    left = entry.runtime_data.reader.hold_left
    assert left is not None
    await hass.config_entries.async_reload(entry.entry_id)
    if operation == "start" and status == 503:
        # That start may have begun a session, which may have to be stopped.
        assert entry.state is ConfigEntryState.LOADED
    else:
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert entry.error_reason_translation_key == "held"
    simulator.audit.clear()
    await home.wait(left.total_seconds() - 60)
    # The directory has a hold of its own.
    asked = {record.operation for record in simulator.audit}
    assert not asked & {"active", "retrieve", "start", "stop"}
    await home.wait(60 + 660)  # Home Assistant tries again within ten minutes
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("charging") != "unavailable"


async def test_a_hold_is_an_hour_at_the_most(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Whatever Shell asks for."""
    simulator.inject("active", "status", status=503, retry_after="999999999")
    await home.wait(310)
    left = entry.runtime_data.reader.hold_left
    assert left is not None
    assert timedelta(minutes=55) < left <= timedelta(hours=1)
    await home.wait(HOUR)
    assert entry.runtime_data.reader.hold_left is None
    assert home.state("charging") == "off"


async def test_a_hold_for_one_card_is_not_forgotten_because_another_was_read(
    two: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is the account's."""
    await home.wait(200)
    sessions = two.runtime_data.sessions
    simulator.inject("active", "unknown_state")
    simulator.inject("active", "status", status=429, retry_after="600")
    simulator.audit.clear()
    await sessions.async_refresh()
    assert sent(simulator, "active") == 2
    await home.wait(500)
    assert sent(simulator, "active") == 2


async def test_an_outage_goes_on_while_shell_asks_to_wait(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What is unavailable does not come back because nothing is asked."""
    simulator.inject("active", "status", status=500, times=5)
    simulator.inject("active", "status", status=429, retry_after="1800")
    await home.wait(1800)
    assert entry.runtime_data.reader.hold_left
    assert home.state("charging") == "unavailable"
    await entry.runtime_data.sessions.async_refresh()
    assert home.state("charging") == "unavailable"


async def test_a_clock_that_was_ahead_holds_nothing(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The account asks again as soon as the clock is right."""
    simulator.inject("active", "status", status=429, retry_after="3000")
    home.freezer.tick(timedelta(days=90))
    await entry.runtime_data.sessions.async_refresh()
    assert entry.runtime_data.reader.hold_left
    home.freezer.tick(timedelta(days=-90))
    assert entry.runtime_data.reader.hold_left is None
    await home.switch("on")
    assert home.state("charging") == "on"


# What is told


def turns(home: Home, *events: str) -> list[dict[str, Any]]:
    """Return the integration's triggers for these turns at the charge point."""
    return [{"trigger": f"shell_ev.{each}", "target": target(home)} for each in events]


async def test_what_ended_in_an_outage_is_told_when_entities_are_available_again(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The automation runs once, and finds the switch as it is."""
    await home.switch("on")
    await home.wait(40)
    runs = await automate(
        hass,
        turns(home, "stopped_charging"),
        [
            {
                "condition": "state",
                "entity_id": home.entity_id("charging"),
                "state": "off",
            }
        ],
    )
    simulator.inject("any", "status", status=500, times=ALWAYS)
    await home.wait(600)
    assert home.state("session_state") == "unavailable"
    (session,) = simulator.sessions.values()
    simulator.end_session(session.session_id)
    await home.wait(600)
    assert not runs
    simulator.clear_faults()
    await home.wait(900)
    assert home.state("charging") == "off"
    assert len(runs) == 1


async def test_what_a_command_found_in_an_outage_is_told_after_it(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Not while the entities are unavailable, where no trigger would take it."""
    await home.switch("on")
    await home.wait(40)
    runs = await automate(hass, turns(home, "stopped_charging"))
    simulator.inject("active", "status", status=500, times=ALWAYS)
    await home.wait(600)
    await home.act(
        "stop_session", charge_point=home.device_id("Home"), wait_for_outcome=False
    )
    await home.wait(60)
    assert home.state("session_state") == "unavailable"
    assert not runs
    simulator.clear_faults()
    await home.wait(900)
    assert len(runs) == 1


async def test_two_turns_in_one_poll_trigger_twice(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It started and stopped since the last look: both are told, in their order."""
    runs = await automate(hass, turns(home, "started_charging", "stopped_charging"))
    simulator.set_delays(start=100, stop=3)
    await home.switch("on")
    await home.wait(5)
    simulator.inject("any", "status", status=500, times=ALWAYS)
    await home.wait(110)
    (session,) = simulator.sessions.values()
    simulator.end_session(session.session_id)
    simulator.clear_faults()
    await home.wait(900)
    assert home.state("session_state") == "stopped"
    assert len(runs) == 2
