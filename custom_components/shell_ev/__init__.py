"""Shell EV Charging: start, watch and stop charging sessions on a Shell charge card."""

import asyncio

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .account import charge_cards, charge_points
from .api import ShellEvClient
from .api.generations import generation_of
from .const import CONF_GENERATION, CONF_SERVER, DOMAIN
from .coordinator import SessionCoordinator, ShellEvConfigEntry
from .dashboard import async_register_card, async_remove_card, async_serve_card
from .entity import account_device, identity
from .issues import clear_all_issues
from .services import async_register_actions
from .store import SessionStore
from .websocket import async_register_commands

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, so that an automation with them is valid before an account is loaded.

    The card's command and its module are there from then on, too.
    """
    async_register_actions(hass)
    async_register_commands(hass)
    await async_serve_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ShellEvConfigEntry) -> bool:
    """Set up an account: what was known, then what Shell knows, then the entities."""
    client = ShellEvClient(
        async_get_clientsession(hass),
        entry.data[CONF_SERVER],
        entry.data[CONF_CLIENT_ID],
        entry.data[CONF_CLIENT_SECRET],
        clock=dt_util.now,
        generation=generation_of(entry.data[CONF_GENERATION]),
    )
    coordinator = SessionCoordinator(
        hass, entry, client, SessionStore(hass, entry.entry_id)
    )
    _prepare_devices(hass, entry, coordinator)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    await async_register_card(hass)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    coordinator.async_tell_from_now_on()
    # Nothing waits for the directory: what it says of the charge points is added as it comes.
    entry.async_create_background_task(
        hass, coordinator.locations.async_refresh(), "Shell EV locations"
    )
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ShellEvConfigEntry) -> bool:
    """Write down what is known and unload an account."""
    await entry.runtime_data.async_save()
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: ShellEvConfigEntry) -> None:
    """Leave nothing of a removed account behind."""
    clear_all_issues(hass, entry)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_remove_card(hass)
    await SessionStore(hass, entry.entry_id).async_remove()


async def _async_reload(hass: HomeAssistant, entry: ShellEvConfigEntry) -> None:
    """Set the account up anew when it, a card or a charge point was changed.

    A turn of the loop later: what is changed together is all there then, and the first of the
    changes, whose reload has begun, has seen to the others.
    """
    await asyncio.sleep(0)
    if entry.state is ConfigEntryState.LOADED:
        hass.config_entries.async_schedule_reload(entry.entry_id)


def _prepare_devices(
    hass: HomeAssistant, entry: ShellEvConfigEntry, coordinator: SessionCoordinator
) -> None:
    """Register the account's device, and drop those whose card or charge point was replaced."""
    registry = dr.async_get(hass)
    coordinator.account_device_id = registry.async_get_or_create(
        config_entry_id=entry.entry_id, **account_device(entry)
    ).id
    configured = {(DOMAIN, identity(entry))}
    configured |= {
        (DOMAIN, identity(entry, card.ema_id)) for card in charge_cards(entry)
    }
    configured |= {
        (DOMAIN, identity(entry, point.evse_id)) for point in charge_points(entry)
    }
    for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
        if configured.isdisjoint(device.identifiers):
            registry.async_remove_device(device.id)
