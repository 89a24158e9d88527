"""Setting up, unloading, removing: nothing is lost and nothing is left behind."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .conftest import CARD, HOME, OFFICE, Home
from custom_components.shell_ev.api.servers import CUSTOM, SERVERS
from custom_components.shell_ev.const import (
    CONF_ENVIRONMENT,
    CONF_EVSE_ID,
    CONF_SERVER,
    DEVELOPER_PORTAL,
    DOMAIN,
)
from custom_components.shell_ev.entity import account_device
from simulator import Simulator


async def test_entities(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    snapshot: SnapshotAssertion,
) -> None:
    """What an account with one card and one charge point has."""
    home.freezer.move_to("2026-11-20T12:00:00Z")
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, entry.entry_id)
    assert {
        entity.entity_id: (
            entity.translation_key,
            entity.disabled,
            entity.entity_category,
        )
        for entity in sorted(entities, key=lambda entity: entity.entity_id)
    } == snapshot


def device_by_name(
    hass: HomeAssistant, entry: MockConfigEntry
) -> dict[str | None, dr.DeviceEntry]:
    """Return the devices of an account."""
    found = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {device.name: device for device in found}


async def test_devices(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Cards and charge points belong to the account."""
    devices = device_by_name(hass, entry)
    assert devices.keys() == {"Shell EV Charging", "Card", "Home"}
    account = devices["Shell EV Charging"]
    assert account.entry_type is dr.DeviceEntryType.SERVICE
    assert devices["Card"].via_device_id == devices["Home"].via_device_id == account.id


async def test_what_is_printed_on_a_charge_point_is_on_its_page(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """So that several are told apart. What is printed on a card pays, and is on no page."""
    devices = device_by_name(hass, entry)
    assert devices["Home"].serial_number == HOME
    assert devices["Card"].serial_number is None
    assert CARD not in str([device.dict_repr for device in devices.values()])


async def test_a_corrected_evse_id_is_on_the_page(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """It is the same device, with the id that it has now."""
    before = device_by_name(hass, entry)["Home"]
    point = next(
        subentry for subentry in entry.subentries.values() if subentry.title == "Home"
    )
    hass.config_entries.async_update_subentry(
        entry, point, data={**point.data, CONF_EVSE_ID: OFFICE}
    )
    await hass.async_block_till_done()
    after = device_by_name(hass, entry)["Home"]
    assert (after.id, after.serial_number) == (before.id, OFFICE)


@pytest.mark.parametrize(
    ("address", "manufacturer", "page"),
    [
        (SERVERS["production"], "Shell", DEVELOPER_PORTAL),
        (SERVERS["test"], "Shell", DEVELOPER_PORTAL),
        ("https://charging.example.org", None, None),
    ],
)
@pytest.mark.usefixtures("entry")
async def test_an_account_leads_to_where_it_is_managed(
    hass: HomeAssistant, address: str, manufacturer: str | None, page: str | None
) -> None:
    """Shell's portal has the client ID and the products; who runs another server is not known."""
    data = {CONF_SERVER: address, CONF_ENVIRONMENT: CUSTOM}
    other = MockConfigEntry(domain=DOMAIN, title="x", data=data)
    device = account_device(hass, other)
    assert device.get("manufacturer") == manufacturer
    assert device.get("configuration_url") == page


async def test_unload_and_reload(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """No timer goes on, and what was known is known again."""
    await home.switch("on")
    await home.wait(40)
    await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    simulator.audit.clear()
    await home.wait(600)
    assert simulator.audit == []
    await hass.config_entries.async_setup(entry.entry_id)
    assert home.state("charging") == "on"


async def test_removal_leaves_nothing(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    hass_storage: dict[str, Any],
) -> None:
    """No file, no device, no entity, no repair."""
    await home.switch("on")
    assert f"{DOMAIN}.{entry.entry_id}" in hass_storage
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert f"{DOMAIN}.{entry.entry_id}" not in hass_storage
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert not er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert not hass.states.async_all()


async def test_removing_a_charge_point_removes_its_device(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """And leaves the others."""
    point = next(
        subentry for subentry in entry.subentries.values() if subentry.title == "Home"
    )
    hass.config_entries.async_remove_subentry(entry, point.subentry_id)
    await hass.async_block_till_done()
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert {device.name for device in devices} == {"Shell EV Charging", "Card"}


async def test_two_changes_at_once_are_one_reload(
    hass: HomeAssistant, entry: MockConfigEntry, simulator: Simulator
) -> None:
    """The second has been seen to by the first."""
    simulator.audit.clear()
    for subentry in list(entry.subentries.values()):
        hass.config_entries.async_update_subentry(entry, subentry, title="Renamed")
    await hass.async_block_till_done()
    assert sum(call.operation == "active" for call in simulator.audit) == 1


@pytest.mark.parametrize(
    "damage",
    [
        {},
        {"sessions": [{}], "intents": []},
        {"sessions": [{"seen_at": "yesterday"}], "intents": []},
        {"sessions": 7, "intents": []},
        {"sessions": [], "intents": [{"sent_at": None}]},
        [],
    ],
)
async def test_a_damaged_history_is_no_obstacle(
    hass: HomeAssistant,
    make_entry: Any,
    home: Home,
    hass_storage: dict[str, Any],
    damage: Any,
) -> None:
    """Life goes on without it."""
    entry = make_entry()
    key = f"{DOMAIN}.{entry.entry_id}"
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": damage}
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    await home.switch("on")
    assert home.state("charging") == "on"
