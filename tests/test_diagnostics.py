"""What goes into a bug report, and what does not."""

from collections.abc import Callable
import json
from typing import Any
from uuid import uuid4

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from .conftest import (
    CARD,
    HOME,
    HOME_UID,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator


async def test_diagnostics_hold_no_id(
    hass: HomeAssistant,
    hass_client: Any,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    scan: Callable[[Any], None],
) -> None:
    """Sessions, calls and their RequestIds are there; secrets, tokens and ids are not."""
    await home.switch("on")
    await home.wait(70)
    await home.switch("off")
    await home.wait(10)
    dump: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert isinstance(dump, dict)
    scan(dump)
    (session,) = simulator.sessions.values()
    assert session.session_id not in str(dump)
    assert session.user_id not in str(dump)
    token = next(iter(simulator.tokens.tokens))
    assert token not in str(dump)
    assert dump["generation"] == "D"
    assert dump["subentries"] == ["charge_card", "charge_point"]
    assert dump["sessions"][0]["card"] == dump["sessions"][0]["charge_point"] == 1
    assert dump["sessions"][0]["state"] == "stopped"
    requests = {call.request_id for call in simulator.audit}
    assert {call["request_id"] for call in dump["calls"]} <= requests


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("EvseInUse", "EvseInUse"),
        ("Card of jan.jansen@example.com, AB-123-C, is blocked", "text other 41-100"),
    ],
)
async def test_no_free_text_of_an_error_is_in_the_diagnostics(
    hass: HomeAssistant,
    hass_client: Any,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    code: str,
    shown: str,
) -> None:
    """The code of a session is Shell's own text: one word is shown, of all else its form."""
    state = {"status": "failed-to-start", "error": {"code": code, "message": code}}
    session = {"id": str(uuid4()), "emaId": CARD, "evseId": HOME, "sessionState": state}
    answer = {"requestId": str(uuid4()), "status": "SUCCESS", "data": [session]}
    simulator.inject("active", "text", status=200, text=json.dumps(answer), times=9)
    await home.wait(310)
    dump: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert [each["error_code"] for each in dump["sessions"]] == [shown]
    assert "jansen" not in json.dumps(dump)


async def test_a_card_that_was_removed_has_a_number_too(
    hass: HomeAssistant,
    hass_client: Any,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """Its sessions are still in the history."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    simulator.start_by_card(OTHER_CARD, HOME)
    await hass.config_entries.async_setup(entry.entry_id)
    second = next(each for each in entry.subentries.values() if each.title == "Second")
    hass.config_entries.async_remove_subentry(entry, second.subentry_id)
    await hass.async_block_till_done()
    dump: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert isinstance(dump, dict)
    assert dump["sessions"][0]["card"] == 2


async def of_device(
    hass: HomeAssistant, hass_client: Any, entry: MockConfigEntry, name: str
) -> dict[str, Any]:
    """Return what is downloaded on the page of a device."""
    (device,) = (
        each
        for each in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if each.name == name
    )
    dump: Any = await get_diagnostics_for_device(hass, hass_client, entry, device)
    assert isinstance(dump, dict)
    return dump


@pytest.mark.parametrize("name", ["Card", "Home", "Shell EV Charging"])
async def test_diagnostics_of_a_device_hold_no_id(
    hass: HomeAssistant,
    hass_client: Any,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    scan: Callable[[Any], None],
    name: str,
) -> None:
    """Also where the device itself shows one, as a charge point does."""
    await home.switch("on")
    await home.wait(70)
    dump = await of_device(hass, hass_client, entry, name)
    scan(dump)
    (session,) = simulator.sessions.values()
    for kept in (session.session_id, session.user_id, *simulator.tokens.tokens):
        assert kept not in str(dump)


async def test_diagnostics_of_a_charge_point(
    hass: HomeAssistant,
    hass_client: Any,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Its own sessions, numbered as in the account's, what it was given, and what the directory says."""
    own = charge_point_subentry(
        energy_meter="sensor.secret_name",
        plug_sensor="binary_sensor.secret_name",
        location_uid=HOME_UID,
    )
    entry = make_entry(card_subentry(), card_subentry(OTHER_CARD, "Second"), own)
    simulator.start_by_card(OTHER_CARD, OFFICE)
    simulator.start_by_card(CARD, HOME)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    whole: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    at_home = [session for session in whole["sessions"] if session["card"] == 1]
    dump = await of_device(hass, hass_client, entry, "Home")
    assert dump["sessions"] == at_home
    assert dump["charge_point"] == at_home[0]["charge_point"]
    assert dump["card"] == 1
    assert dump["given"] == ["plug_sensor", "energy_meter"]
    assert dump["directory"] == {
        "listed": True,
        "availability": "occupied",
        "connectors": ["type_2"],
        "prices_in_force": True,
    }
    assert [call["operation"] for call in dump["account"]["calls"]]
    assert "sessions" not in dump["account"]
    assert "secret_name" not in json.dumps(dump)


async def test_diagnostics_of_a_charge_point_without_card_and_directory(
    hass: HomeAssistant,
    hass_client: Any,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """What is not known is not made up."""
    private = charge_point_subentry("NL*TNM*E09999999*0")
    entry = make_entry(card_subentry(), card_subentry(OTHER_CARD, "Second"), private)
    await hass.config_entries.async_setup(entry.entry_id)
    card = next(each for each in entry.subentries.values() if each.title == "Card")
    hass.config_entries.async_remove_subentry(entry, card.subentry_id)
    await hass.async_block_till_done()
    dump = await of_device(hass, hass_client, entry, "Home")
    assert dump["card"] is None
    assert dump["given"] == []
    assert dump["directory"] == {"listed": False}
    assert dump["sessions"] == []


async def test_diagnostics_of_a_card(
    hass: HomeAssistant,
    hass_client: Any,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Its own sessions, wherever they are, and whether it is known to work."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    simulator.start_by_card(OTHER_CARD, OFFICE)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    first = await of_device(hass, hass_client, entry, "Card")
    second = await of_device(hass, hass_client, entry, "Second")
    assert (first["card"], first["has_worked"], first["sessions"]) == (1, False, [])
    assert (second["card"], second["has_worked"]) == (2, True)
    assert [session["state"] for session in second["sessions"]] == ["started"]


async def test_the_account_s_own_device_tells_all_of_it(
    hass: HomeAssistant, hass_client: Any, entry: MockConfigEntry
) -> None:
    """It is the same download, from another page."""
    whole: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    dump = await of_device(hass, hass_client, entry, "Shell EV Charging")
    assert dump.keys() == whole.keys()
    assert dump["sessions"] == whole["sessions"]


async def test_no_state_holds_a_secret(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """No card, no user and no token in any state or attribute."""
    await home.switch("on")
    await home.wait(70)
    text = str([state.as_dict() for state in hass.states.async_all()])
    (session,) = simulator.sessions.values()
    for kept in (CARD, session.user_id, next(iter(simulator.tokens.tokens))):
        assert kept not in text
        assert kept.replace("-", "") not in text


async def test_system_health(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system information page says whether Shell can be reached."""
    monkeypatch.setattr(
        "homeassistant.components.system_health.async_check_can_reach_url",
        lambda *_: "ok",
    )
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info = await get_system_health_info(hass, DOMAIN)
    assert info == {
        "accounts": 1,
        "active_sessions": 0,
        "requests_today": 3,
        "can_reach_server": "ok",
    }
