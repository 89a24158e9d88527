"""Shell EV Charging: start, watch and stop charging sessions on a Shell charge card."""

import asyncio
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntryState, UpdateListenerType
from homeassistant.const import (
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    EVENT_HOMEASSISTANT_STOP,
    Platform,
)
from homeassistant.core import CALLBACK_TYPE, CoreState, Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .api import Evse, ShellEvClient
from .api.generations import generation_of
from .commands import SessionCommands
from .configuration import Configuration
from .const import ANSWERED_IN_A_FORM, CONF_GENERATION, CONF_SERVER, DOMAIN
from .coordinator import SessionCoordinator
from .dashboard.card import async_register_card, async_remove_card, async_serve_card
from .dashboard.elsewhere import async_register_elsewhere_commands
from .dashboard.log import async_follow_log
from .dashboard.sessions import async_register_session_commands
from .dashboard.websocket import async_register_commands
from .entity import account_device
from .environment import environment_of
from .exceptions import translation
from .guards import Guards
from .issues import Issue, Issues, clear_all_issues
from .location_coordinator import LocationCoordinator
from .meter import Meters
from .own_entities import async_follow_renames
from .reader import SessionReader
from .runtime import ShellEvConfigEntry, ShellEvData
from .services import async_register_actions
from .store import SessionStore
from .sun import SolarShares
from .texts import async_load_all_languages
from .voice.sentences import async_register_sentences

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
]

LISTENERS_NEED = timedelta(seconds=5)
"""After Home Assistant has started, in which automations begin to listen."""
SECONDS_OF_START = 5
"""How long Shell may keep Home Assistant from having started; later it is asked with more patience."""


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, so that an automation with them is valid before an account is loaded.

    The card's command and its module are there from then on, too, Assist listens for what is said
    of charging, and entities are followed to new ids, whether or not their account can be loaded.
    """
    async_register_actions(hass)
    async_register_commands(hass)
    async_register_session_commands(hass)
    async_register_elsewhere_commands(hass)
    async_follow_log(hass)
    async_follow_renames(hass)
    async_register_sentences(hass)
    await async_serve_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ShellEvConfigEntry) -> bool:
    """Set up an account: what was known, then what Shell knows, then the entities."""
    account = await _async_build(hass, entry)
    # Diagnostics tell what was answered also where the set-up fails.
    entry.runtime_data = account
    await _async_first_contact(hass, entry, account)
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    entry.async_on_unload(_close_with(hass, account))
    await async_register_card(hass)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await _async_tell(hass, entry, account)
    account.sessions.async_after_poll(account.commands.async_see_to_wishes)
    account.commands.async_see_to_wishes()
    # Nothing waits for the directory: what it says of the charge points is added as it comes.
    entry.async_create_background_task(
        hass, account.locations.async_refresh(), "Shell EV locations"
    )
    if Configuration.of(entry) != account.configuration:
        # It was changed meanwhile, with nobody there to be told.
        hass.config_entries.async_schedule_reload(entry.entry_id)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ShellEvConfigEntry) -> bool:
    """Let what was sent come to its end, unload the entities, and write down what is known."""
    account = entry.runtime_data
    await account.commands.async_close()
    unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    await account.store.async_close()
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: ShellEvConfigEntry) -> None:
    """Leave nothing of a removed account behind."""
    clear_all_issues(hass, entry)
    await SessionStore(hass, entry.entry_id).async_remove()
    if not hass.config_entries.async_entries(DOMAIN):
        await async_remove_card(hass)


async def _async_build(hass: HomeAssistant, entry: ShellEvConfigEntry) -> ShellEvData:
    """Put an account together, from the client upwards. Nothing is asked yet."""
    if environment_of(entry.data) == "test":
        # Its title may say so in another language than Home Assistant speaks now.
        await async_load_all_languages(hass)
    client = ShellEvClient(
        async_get_clientsession(hass),
        entry.data[CONF_SERVER],
        entry.data[CONF_CLIENT_ID],
        entry.data[CONF_CLIENT_SECRET],
        clock=dt_util.now,
        generation=generation_of(entry.data[CONF_GENERATION]),
    )
    configuration = Configuration.of(entry)
    issues = Issues(hass, entry)
    clear_all_issues(hass, entry, but_of=entry.subentries)
    _show_undocumented(entry, client, issues)
    store = SessionStore(hass, entry.entry_id)
    if await store.async_load(configuration.renamed):
        issues.show(Issue.HISTORY_DAMAGED)
    # Also where the set-up fails: the next one has the files.
    entry.async_on_unload(store.async_close)
    reader = SessionReader(client, store, lambda: issues.show(Issue.RATE_LIMITED))
    locations = LocationCoordinator(hass, entry, configuration, reader)

    def evse_at(evse_id: str) -> Evse | None:
        place = locations.data.get(evse_id)
        return place.evse if place else None

    meters = Meters(hass, configuration, reader.tracker, evse_at)
    entry.async_on_unload(entry.add_update_listener(_follow_with(meters)))
    sessions = SessionCoordinator(
        hass,
        entry,
        configuration=configuration,
        reader=reader,
        meters=meters,
        sun=SolarShares(hass, configuration, reader.tracker, meters.reported_at),
        issues=issues,
    )
    guards = Guards(hass, configuration, reader)
    commands = SessionCommands(
        hass,
        entry,
        configuration=configuration,
        reader=reader,
        guards=guards,
        issues=issues,
        changed=sessions.async_show,
        listen=sessions.async_add_listener,
    )
    return ShellEvData(
        configuration=configuration,
        client=client,
        store=store,
        reader=reader,
        sessions=sessions,
        locations=locations,
        guards=guards,
        commands=commands,
        device_id=_prepare_devices(hass, entry),
    )


def _show_undocumented(
    entry: ShellEvConfigEntry, client: ShellEvClient, issues: Issues
) -> None:
    """Show a repair for what Shell answers otherwise than documented, while the account is there."""

    def stop() -> None:
        # What was asked before is answered after: an account that was removed has no repair.
        client.shapes.on_new_finding = None

    client.shapes.on_new_finding = issues.show_undocumented
    entry.async_on_unload(stop)


async def _async_first_contact(
    hass: HomeAssistant, entry: ShellEvConfigEntry, account: ShellEvData
) -> None:
    """Poll for the first time. What was found out is kept also where the set-up fails.

    Raises:
        ConfigEntryNotReady: Shell does not answer, or not in time for Home Assistant's start, or
            has not lately.
    """
    try:
        await _async_poll(hass, entry, account)
    except BaseException:
        # The next set-up has the file from now on.
        await account.store.async_close()
        raise
    await account.store.async_save()


async def _async_poll(
    hass: HomeAssistant, entry: ShellEvConfigEntry, account: ShellEvData
) -> None:
    pace = account.reader.pace
    answered = hass.data.get(ANSWERED_IN_A_FORM, set())
    if entry.entry_id in answered or (
        pace.failing and entry.modified_at > pace.failing.since
    ):
        answered.discard(entry.entry_id)
        pace.start_over()
    if not pace.may_set_up(dt_util.utcnow()):
        raise ConfigEntryNotReady(**translation("not_asked"))
    starting = hass.state is not CoreState.running
    try:
        async with asyncio.timeout(SECONDS_OF_START if starting else None):
            await account.sessions.async_config_entry_first_refresh()
    except TimeoutError, asyncio.CancelledError:
        # Home Assistant logs a cancelled set-up with a traceback, and does not try again.
        raise ConfigEntryNotReady(**translation("slow")) from None


async def _async_tell(
    hass: HomeAssistant, entry: ShellEvConfigEntry, account: ShellEvData
) -> None:
    """Tell what is new from now on, in a start once the automations are there to hear of it."""

    async def tell(_: datetime) -> None:
        await account.sessions.async_tell_from_now_on()

    @callback
    def started(_: HomeAssistant) -> None:
        entry.async_on_unload(async_call_later(hass, LISTENERS_NEED, tell))

    if hass.state is CoreState.running:
        await account.sessions.async_tell_from_now_on()
    else:
        entry.async_on_unload(async_at_started(hass, started))


def _close_with(hass: HomeAssistant, account: ShellEvData) -> CALLBACK_TYPE:
    """Let commands come to their end when Home Assistant stops, which unloads no account."""

    async def close(_: Event) -> None:
        await account.commands.async_close()
        await account.store.async_close()

    return hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, close)


def _follow_with(meters: Meters) -> UpdateListenerType:
    """Let the meters be read by their new ids before they show anything under them."""

    async def follow(_: HomeAssistant, entry: ShellEvConfigEntry) -> None:
        meters.follow_renamed(Configuration.of(entry).points)

    return follow


async def _async_reload(hass: HomeAssistant, entry: ShellEvConfigEntry) -> None:
    """Set the account up anew when it, a card or a charge point was changed.

    A turn of the loop later: what is changed together is all there then, and the first of the
    changes, whose reload has begun, has seen to the others.
    """
    await asyncio.sleep(0)
    if entry.state is ConfigEntryState.LOADED:
        hass.config_entries.async_schedule_reload(entry.entry_id)


def _prepare_devices(hass: HomeAssistant, entry: ShellEvConfigEntry) -> str:
    """Register the account's device and return its id; the others hang on it."""
    registry = dr.async_get(hass)
    return registry.async_get_or_create(
        config_entry_id=entry.entry_id, **account_device(hass, entry)
    ).id
