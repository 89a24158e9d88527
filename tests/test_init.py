"""Setting up, unloading, removing: nothing is lost and nothing is left behind."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .conftest import Home
from custom_components.shell_ev.const import DOMAIN
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
        it.entity_id: (it.translation_key, it.disabled, it.entity_category)
        for it in sorted(entities, key=lambda it: it.entity_id)
    } == snapshot


async def test_devices(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Cards and charge points belong to the account."""
    registry = dr.async_get(hass)
    devices = {
        it.name: it
        for it in dr.async_entries_for_config_entry(registry, entry.entry_id)
    }
    assert devices.keys() == {"Shell EV Charging", "Card", "Home"}
    account = devices["Shell EV Charging"]
    assert account.entry_type is dr.DeviceEntryType.SERVICE
    assert devices["Card"].via_device_id == devices["Home"].via_device_id == account.id


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
    point = next(it for it in entry.subentries.values() if it.title == "Home")
    hass.config_entries.async_remove_subentry(entry, point.subentry_id)
    await hass.async_block_till_done()
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert {it.name for it in devices} == {"Shell EV Charging", "Card"}


async def test_two_changes_at_once_are_one_reload(
    hass: HomeAssistant, entry: MockConfigEntry, simulator: Simulator
) -> None:
    """The second has been seen to by the first."""
    simulator.audit.clear()
    for subentry in list(entry.subentries.values()):
        hass.config_entries.async_update_subentry(entry, subentry, title="Renamed")
    await hass.async_block_till_done()
    assert sum(it.operation == "active" for it in simulator.audit) == 1


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
