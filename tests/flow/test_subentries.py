"""Adding and changing charge cards and charge points."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr

from simulator import Simulator
from tests.conftest import CARD, HOME, OFFICE, OFFICE_UID, OTHER_CARD, Home


async def add(hass: HomeAssistant, entry: MockConfigEntry, kind: str) -> Any:
    """Open the form to add a card or a charge point."""
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )


async def add_by_evse_id(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Open the form to add a charge point by its EVSE ID."""
    result = await add(hass, entry, "charge_point")
    assert result["menu_options"] == ["near_home", "evse_id"]
    return await fill(hass, result, next_step_id="evse_id")


async def fill(hass: HomeAssistant, result: Any, **user_input: Any) -> Any:
    """Fill a form in and let the account be set up anew."""
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    return result


def subentry_of(entry: MockConfigEntry, title: str) -> Any:
    """Return a subentry by its title."""
    return next(
        subentry for subentry in entry.subentries.values() if subentry.title == title
    )


async def test_add_a_card_and_a_charge_point_for_it(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """With two cards the charge point's form asks which one pays."""
    result = await add(hass, entry, "charge_card")
    result = await fill(hass, result, ema_id=OTHER_CARD.lower(), name="Second")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert home.state("active_sessions", "Second") == "0"
    result = await add_by_evse_id(hass, entry)
    result = await fill(
        hass, result, evse_id=OFFICE, name="Office", charge_card=OTHER_CARD
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await home.switch("on", "Office")
    (session,) = simulator.sessions.values()
    assert session.ema_id == OTHER_CARD


async def test_with_one_card_no_card_is_asked_for(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """It is the only one that can pay."""
    result = await add_by_evse_id(hass, entry)
    assert [str(key) for key in result["data_schema"].schema] == [
        "evse_id",
        "name",
        "plug_sensor",
        "energy_meter",
        "power_sensor",
        "price",
        "price_entity",
        "grid_power",
        "grid_export",
    ]
    await fill(hass, result, evse_id=OFFICE, name="Office")
    assert subentry_of(entry, "Office").data == {
        "evse_id": OFFICE,
        "charge_card": CARD,
        "location_uid": OFFICE_UID,
    }


@pytest.mark.parametrize(
    ("kind", "user_input", "errors"),
    [
        (
            "charge_card",
            {"ema_id": CARD, "name": "x"},
            {"ema_id": "charge_card_exists"},
        ),
        (
            "charge_card",
            {"ema_id": "", "name": ""},
            {"ema_id": "ema_id_empty", "name": "empty"},
        ),
        (
            "charge_card",
            {"ema_id": "NL-TNM-C0216599X-B", "name": "x"},
            {"ema_id": "ema_id_check_digit"},
        ),
        (
            "charge_point",
            {"evse_id": HOME, "name": "x"},
            {"evse_id": "charge_point_exists"},
        ),
        (
            "charge_point",
            {"evse_id": "?", "name": "x"},
            {"evse_id": "evse_id_alphabet"},
        ),
    ],
)
async def test_bad_input(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    kind: str,
    user_input: dict[str, Any],
    errors: dict[str, str],
) -> None:
    """Each fault is told at its field."""
    form = (
        await add(hass, entry, kind)
        if kind == "charge_card"
        else await add_by_evse_id(hass, entry)
    )
    result = await fill(hass, form, **user_input)
    assert result["errors"] == errors


async def test_a_card_that_shell_refuses_is_not_added(
    hass: HomeAssistant, entry: MockConfigEntry, simulator: Simulator
) -> None:
    """Shell is asked before it is kept."""
    simulator.inject("active", "status", status=400, times=9)
    result = await add(hass, entry, "charge_card")
    result = await fill(hass, result, ema_id=OTHER_CARD, name="Second")
    assert result["errors"] == {"ema_id": "ema_id_rejected"}


async def test_a_new_card_takes_the_place_of_the_old(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Its charge points go on with it, others do not, and it is the same device."""
    result = await add_by_evse_id(hass, entry)
    await fill(hass, result, evse_id=OFFICE, name="Office")
    theirs = subentry_of(entry, "Office")
    elsewhere = {"evse_id": OFFICE, "charge_card": "NL-TNM-C00122046-M"}
    hass.config_entries.async_update_subentry(entry, theirs, data=elsewhere)
    await hass.async_block_till_done()
    devices = dr.async_get(hass)
    before = {
        device.id
        for device in dr.async_entries_for_config_entry(devices, entry.entry_id)
    }
    card = subentry_of(entry, "Card")
    result = await entry.start_subentry_reconfigure_flow(hass, card.subentry_id)
    result = await fill(hass, result, ema_id=OTHER_CARD, name="New card")
    assert result["reason"] == "reconfigure_successful"
    assert subentry_of(entry, "Home").data["charge_card"] == OTHER_CARD
    assert subentry_of(entry, "Office").data == elsewhere
    await home.switch("on")
    (session,) = simulator.sessions.values()
    assert session.ema_id == OTHER_CARD
    after = {
        device.id
        for device in dr.async_entries_for_config_entry(devices, entry.entry_id)
    }
    assert after == before
    assert len(after) == 4


async def test_a_card_can_be_renamed(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Its id is its own, so it is no duplicate of itself."""
    card = subentry_of(entry, "Card")
    result = await entry.start_subentry_reconfigure_flow(hass, card.subentry_id)
    result = await fill(hass, result, ema_id=CARD, name="Mine")
    assert result["reason"] == "reconfigure_successful"
    assert home.state("active_sessions", "Mine") == "0"


async def test_a_charge_point_can_be_changed(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Its EVSE ID, and its name."""
    point = subentry_of(entry, "Home")
    result = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    result = await fill(hass, result, evse_id=OFFICE, name="Office")
    assert result["reason"] == "reconfigure_successful"
    await home.switch("on", "Office")
    assert home.state("session_state", "Office") == "start_requested"


async def test_a_charge_point_needs_a_card(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry]
) -> None:
    """Something has to pay."""
    entry = make_entry()
    hass.config_entries.async_remove_subentry(
        entry, subentry_of(entry, "Card").subentry_id
    )
    result = await add(hass, entry, "charge_point")
    assert result["reason"] == "no_charge_card"


async def test_a_charge_point_whose_card_was_removed(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """It says so when it is started."""
    hass.config_entries.async_remove_subentry(
        entry, subentry_of(entry, "Card").subentry_id
    )
    await hass.async_block_till_done()
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "no_charge_card"


async def test_a_card_is_removed_while_it_is_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form says so and closes."""
    card = subentry_of(entry, "Card")
    result = await entry.start_subentry_reconfigure_flow(hass, card.subentry_id)
    hass.config_entries.async_remove_subentry(entry, card.subentry_id)
    await hass.async_block_till_done()
    result = await fill(hass, result, ema_id=OTHER_CARD, name="New card")
    assert result["reason"] == "removed"


async def test_an_account_is_removed_while_a_card_is_added(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form says so and closes."""
    result = await add(hass, entry, "charge_card")
    await hass.config_entries.async_remove(entry.entry_id)
    result = await fill(hass, result, ema_id=OTHER_CARD, name="Second")
    assert result["reason"] == "account_removed"
