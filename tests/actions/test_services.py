"""The actions: what they take, what they return, what they refuse."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator, world
from tests.conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent_as,
)

GUID = "123e4567-e89b-12d3-a456-426614174000"
UNKNOWN = "c3e332f0-1bb2-4f50-a96b-e075bbb71e68"


def stay(**data: Any) -> dict[str, Any]:
    """Return data of an action that does not wait for the outcome."""
    return {"wait_for_outcome": False, **data}


async def test_start_get_list_and_stop(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Each returns the session and the RequestId it went under."""
    point = home.device_id("Home")
    started = await home.act(
        "start_session", **stay(charge_point=point, request_id=GUID.upper())
    )
    assert started == {
        "request_id": GUID,
        "request_ids": [GUID],
        "session_id": started["session_id"],
        "state": "start_requested",
        "charge_card": "Card",
        "evse_id": HOME,
        "started_at": None,
        "stopped_at": None,
        "error": None,
        "error_code": None,
        "error_text": None,
        "origin": "here",
        "start_request_id": GUID,
        "stop_request_id": None,
        "energy": None,
        "cost": None,
        "currency": None,
        "charge_point": "Home",
        "location": None,
        "duration": None,
        "energy_source": None,
        "cost_source": None,
        "average_price": None,
        "solar_energy": None,
        "solar_covered": None,
    }
    assert [
        call.request_id for call in simulator.audit if call.operation == "start"
    ] == [GUID]
    await home.wait(40)
    listed = await home.act("list_active_sessions")
    got = await home.act(
        "get_session", session_id=f"{{{started['session_id'].upper()}}}"
    )
    assert listed["sessions"] == [{key: got[key] for key in got if key != "request_id"}]
    assert got["state"] == "started"
    assert got["started_at"] is not None
    card = home.device_id("Card")
    assert (
        len((await home.act("list_active_sessions", charge_card=card))["sessions"]) == 1
    )
    stopped = await home.act("stop_session", **stay(charge_point=point))
    assert [session["state"] for session in stopped["sessions"]] == ["stop_requested"]
    assert len(stopped["request_id"]) == 36
    await home.wait(10)
    again = await home.act(
        "stop_session", **stay(session_id=started["session_id"], account=entry.entry_id)
    )
    assert [session["state"] for session in again["sessions"]] == ["stopped"]


async def through_time(home: Home, action: Coroutine[Any, Any, Any]) -> Any:
    """Let an action wait while time passes.

    In a task that Home Assistant does not know, or settling would wait for it as well.
    """
    task = asyncio.create_task(action)
    for _ in range(70):
        if task.done():
            break
        await home.wait(1)
    return await task


async def waited(home: Home, action: str, **data: Any) -> Any:
    """Call an action that waits for the outcome."""
    return await through_time(home, home.act(action, **data))


async def test_waiting_for_the_outcome(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The response is what became of the command."""
    started = await waited(home, "start_session", charge_point=home.device_id("Home"))
    assert started["state"] == "started"
    await home.wait(40)
    stopped = await waited(home, "stop_session", charge_card=home.device_id("Card"))
    assert [session["state"] for session in stopped["sessions"]] == ["stopped"]


async def test_waiting_ends_after_a_minute(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The state then is the one that is known."""
    simulator.set_delays(start=600)
    started = await waited(home, "start_session", charge_point=home.device_id("Home"))
    assert started["state"] == "start_requested"


async def test_a_failed_start_is_a_response_or_an_error(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Who asks for the outcome gets it; who does not must not take it for a success."""
    simulator.plug(HOME, False)
    point = home.device_id("Home")
    failed = await waited(home, "start_session", charge_point=point)
    assert (failed["state"], failed["error_code"]) == (
        "failed_to_start",
        "EvNotConnectedToEvse",
    )
    unasked = hass.services.async_call(
        DOMAIN, "start_session", {"charge_point": point}, blocking=True
    )
    with pytest.raises(ServiceValidationError) as caught:
        await through_time(home, unasked)
    assert caught.value.translation_key == "start_failed"
    request_id = [
        call.request_id for call in simulator.audit if call.operation == "start"
    ][-1]
    assert str(caught.value) == (
        "The session failed to start. Plug in the car first. "
        f"EvNotConnectedToEvse, RequestId {request_id}"
    )


async def test_a_failed_stop_is_a_response_or_an_error(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As with a start: away from home no entity is there to say that it charges on."""
    started = await home.act("start_session", **stay(evse_id=OFFICE))
    await home.wait(40)
    simulator.set_service(OFFICE, False)
    what = {"session_id": started["session_id"], "account": entry.entry_id}
    failed = await waited(home, "stop_session", **what)
    assert [session["state"] for session in failed["sessions"]] == ["failed_to_stop"]
    await home.wait(60)
    unasked = hass.services.async_call(DOMAIN, "stop_session", what, blocking=True)
    with pytest.raises(ServiceValidationError) as caught:
        await through_time(home, unasked)
    assert str(caught.value) == (
        "The session could not be stopped and is still running. "
        "The charge point is out of service. "
        f"EvseOutOfService, RequestId {sent_as(simulator, 'stop')[-1]}"
    )


async def test_a_stop_that_goes_well_is_no_error(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """An automation that asks for no response goes on, with all of the card's sessions ended."""
    for evse_id in (HOME, OFFICE):
        await home.act("start_session", **stay(evse_id=evse_id))
    await home.wait(40)
    card = {"charge_card": home.device_id("Card")}
    await through_time(
        home, hass.services.async_call(DOMAIN, "stop_session", card, blocking=True)
    )
    assert home.state("session_state", "Home") == "stopped"
    active = await home.act("list_active_sessions", **card)
    assert active["sessions"] == []


async def test_of_several_stops_those_that_failed_are_named(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """With why, and what to quote to Shell."""
    for evse_id in (HOME, OFFICE):
        await home.act("start_session", **stay(evse_id=evse_id))
    await home.wait(40)
    simulator.set_service(OFFICE, False)
    stop = hass.services.async_call(
        DOMAIN, "stop_session", {"charge_card": home.device_id("Card")}, blocking=True
    )
    with pytest.raises(ServiceValidationError) as caught:
        await through_time(home, stop)
    assert caught.value.translation_key == "not_all_stopped"
    assert "EvseOutOfService, RequestId " in str(caught.value)
    named = (caught.value.translation_placeholders or {})["charge_points"]
    assert named
    assert "Home" not in named


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("GridFailure", "Shell gave an unknown reason (GridFailure)"),
        ("", "Shell gave no reason"),
    ],
)
async def test_a_start_that_failed_for_no_reason_that_is_known(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    sentence: str,
) -> None:
    """What is not documented is told as Shell spells it."""
    monkeypatch.setattr(world, "NOT_CONNECTED", world.SessionError(code, ""))
    simulator.plug(HOME, False)
    point = home.device_id("Home")
    start = hass.services.async_call(
        DOMAIN, "start_session", {"charge_point": point}, blocking=True
    )
    with pytest.raises(ServiceValidationError) as caught:
        await through_time(home, start)
    (request_id,) = (
        call.request_id for call in simulator.audit if call.operation == "start"
    )
    assert str(caught.value) == (
        f"The session failed to start. {sentence}. RequestId {request_id}"
    )


async def test_any_charge_point_by_its_evse_id(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """One on the way needs no configuration."""
    started = await home.act(
        "start_session", **stay(evse_id=OFFICE.lower().replace("*", "-"))
    )
    assert started["evse_id"] == OFFICE
    by_card = await home.act(
        "start_session", **stay(evse_id=OFFICE, charge_card=home.device_id("Card"))
    )
    assert by_card["session_id"] == started["session_id"]


async def test_another_card_at_a_charge_point(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """The card that is named pays."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    await hass.config_entries.async_setup(entry.entry_id)
    started = await home.act(
        "start_session",
        **stay(
            charge_point=home.device_id("Home"), charge_card=home.device_id("Second")
        ),
    )
    assert started["charge_card"] == "Second"
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("start_session", **stay(evse_id=OFFICE))
    assert caught.value.translation_key == "choose_charge_card"


@pytest.mark.parametrize(
    ("action", "data", "key"),
    [
        ("start_session", {}, "choose_where_to_start"),
        (
            "start_session",
            {"charge_point": "Home", "evse_id": HOME},
            "choose_where_to_start",
        ),
        ("start_session", {"evse_id": ""}, "evse_id_empty"),
        ("start_session", {"evse_id": "N" * 99}, "evse_id_too_long"),
        ("start_session", {"evse_id": "NL*TNM*Eß"}, "evse_id_alphabet"),
        ("start_session", {"evse_id": "NL*TNM"}, "evse_id_form"),
        ("start_session", {"charge_point": "Card"}, "not_a_charge_point"),
        (
            "start_session",
            {"charge_card": "Home", "evse_id": HOME},
            "not_a_charge_card",
        ),
        (
            "start_session",
            {"evse_id": HOME, "request_id": "hello"},
            "request_id_invalid",
        ),
        ("start_session", {"evse_id": "NL*TNM*E99999999*9"}, "not_found"),
        ("start_session", {"charge_point": "unknown"}, None),
        ("stop_session", {}, "choose_what_to_stop"),
        (
            "stop_session",
            {"charge_point": "Home", "charge_card": "Card"},
            "choose_what_to_stop",
        ),
        ("stop_session", {"session_id": "x"}, "rejected"),
        ("stop_session", {"session_id": "../../../etc"}, "session_id_invalid"),
        ("stop_session", {"session_id": UNKNOWN}, "not_found"),
        ("get_session", {"session_id": ""}, "session_id_invalid"),
        ("get_session", {"session_id": UNKNOWN}, "not_found"),
        ("get_session", {"session_id": UNKNOWN, "account": "unknown"}, None),
        ("list_active_sessions", {"charge_card": "Home"}, "not_a_charge_card"),
        ("list_active_sessions", {"request_id": ""}, "request_id_invalid"),
    ],
)
async def test_what_is_refused(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    action: str,
    data: dict[str, str],
    key: str | None,
) -> None:
    """Each with a sentence that says what to do, and without a start."""
    for field in data.keys() & {"charge_point", "charge_card"}:
        if data[field] != "unknown":
            data = {**data, field: home.device_id(data[field])}
    with pytest.raises(HomeAssistantError) as caught:
        await home.act(action, **data)
    if key is None:
        assert caught.value.translation_domain == "homeassistant"
    else:
        assert (caught.value.translation_domain, caught.value.translation_key) == (
            DOMAIN,
            key,
        )
        assert str(caught.value) != key  # there is a sentence for it
    assert not simulator.sessions


@pytest.mark.parametrize(
    "data",
    [{"charge_point": ["a"]}, {"wait_for_outcome": "perhaps"}, {"colour": "red"}],
)
async def test_a_field_of_the_wrong_kind(
    entry: MockConfigEntry, home: Home, data: dict[str, Any]
) -> None:
    """Home Assistant's own words say which field it is."""
    with pytest.raises(vol.Invalid):
        await home.act("start_session", **data)


async def test_another_account(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Another account's session is unknown, and its card does not pay here."""
    point = home.device_id("Home")
    other = make_entry(
        card_subentry("NL-TNM-C00122046-M", "Theirs"),
        data={"client_id": "other-client", "client_secret": "other-secret"},
    )
    await hass.config_entries.async_setup(other.entry_id)
    theirs = next(
        device.id for device in home.devices(other) if device.name == "Theirs"
    )
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("start_session", charge_point=point, charge_card=theirs)
    assert caught.value.translation_key == "other_account"
    with pytest.raises(ServiceValidationError):  # which account is not said
        await home.act("list_active_sessions")
    session_id = simulator.start_by_card(CARD, HOME)
    with pytest.raises(HomeAssistantError) as unknown:
        await home.act("get_session", session_id=session_id, account=other.entry_id)
    assert unknown.value.translation_key == "not_found"


async def test_a_charge_point_without_a_card(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """It needs one that pays."""
    entry = make_entry(charge_point_subentry())
    await hass.config_entries.async_setup(entry.entry_id)
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("start_session", charge_point=home.device_id("Home"))
    assert caught.value.translation_key == "no_charge_card"


async def test_actions_are_there_before_an_account_is_loaded(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """An automation with them stays valid; the error says what is missing."""
    point = home.device_id("Home")
    await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("start_session", charge_point=point)
    assert "not loaded" in str(caught.value)
