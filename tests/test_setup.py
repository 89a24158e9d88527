"""Set-ups that fail, are slow, or are overtaken: what is asked, told and there afterwards."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
import logging
from types import MappingProxyType

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from .conftest import OFFICE, SECRET, Home, card_subentry, charge_point_subentry
from .test_automations import automate, target
from simulator import Simulator
from simulator.audit import AuditRecord

ALWAYS = 10**6


@pytest.fixture
def arrives(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], asyncio.Event]:
    """Return what tells that a call of an operation has come in."""
    events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
    record = simulator.record

    def note(made: AuditRecord) -> None:
        record(made)
        events[made.operation].set()

    monkeypatch.setattr(simulator, "record", note)
    return events.__getitem__


async def test_a_set_up_that_failed_is_set_up_anew_with_other_credentials(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """At once after reauth or reconfigure, however often it failed before."""
    simulator.inject("any", "status", status=500, times=ALWAYS)
    entry = make_entry(data={"client_secret": "other"})
    await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(60)
    assert entry.state.value == "setup_retry"
    simulator.clear_faults()
    before = len(simulator.audit)
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.error_reason_translation_key == "not_asked"
    assert len(simulator.audit) == before
    home.freezer.tick(timedelta(seconds=1))
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "client_secret": SECRET}
    )
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED


async def test_what_ended_during_a_restart_is_told_to_automations(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """They listen only once Home Assistant has started: what was missed waits for them."""
    await home.switch("on")
    await home.wait(10)
    await hass.config_entries.async_unload(entry.entry_id)
    (session_id,) = simulator.sessions
    simulator.end_session(session_id)
    hass.set_state(CoreState.not_running)
    stopped = await automate(
        hass, {"trigger": "shell_ev.stopped_charging", "target": target(home)}
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    assert home.state("session_state") == "stopped"
    await hass.async_start()
    await home.settle()
    await home.wait(10)
    assert len(stopped) == 1


async def test_what_a_set_up_that_failed_has_found_is_told_by_the_next(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    arrives: Callable[[str], asyncio.Event],
) -> None:
    """The list was read, the set-up came to nothing after it: the start triggers later, once."""
    entry = make_entry(
        card_subentry(),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office"),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    started = await automate(
        hass, {"trigger": "shell_ev.started_charging", "target": target(home)}
    )
    simulator.set_delays(start=20)
    await home.switch("on")
    simulator.set_delays(start=10**6)
    await home.switch("on", "Office")
    await hass.config_entries.async_unload(entry.entry_id)
    home.freezer.tick(60)
    simulator.inject("retrieve", "hang")
    hass.set_state(CoreState.starting)
    task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await arrives("retrieve").wait()
    home.freezer.tick(5.1)
    await task
    assert entry.state.value == "setup_retry"
    assert not started
    hass.set_state(CoreState.running)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.settle()
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("session_state") == "started"
    assert len(started) == 1


async def test_a_server_that_hangs_holds_the_start_for_five_seconds_at_the_most(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    arrives: Callable[[str], asyncio.Event],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without a traceback; it is tried again once Home Assistant has started."""
    simulator.inject("any", "hang")
    hass.set_state(CoreState.starting)
    entry = make_entry()
    task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await arrives("token").wait()
    home.freezer.tick(5.1)
    await task
    assert entry.state.value == "setup_retry"
    assert entry.error_reason_translation_key == "slow"
    assert not [
        each
        for each in caplog.records
        if each.exc_info and each.levelno > logging.DEBUG
    ]
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await home.settle()
    assert entry.state is ConfigEntryState.LOADED


async def test_what_is_added_while_set_up_runs_is_there(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    arrives: Callable[[str], asyncio.Event],
) -> None:
    """A charge point, for example, by the flow that made the account."""
    added = charge_point_subentry(OFFICE, "Office")
    entry = make_entry()
    task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await arrives("token").wait()
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            subentry_type=added["subentry_type"],
            title=added["title"],
            unique_id=added["unique_id"],
            data=MappingProxyType(added["data"]),
        ),
    )
    await task
    await home.settle()
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("charging", "Office") == "off"


async def test_a_card_that_cannot_be_registered_fails_no_account(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Charging goes on without it, and the log says so."""
    assert await async_setup_component(hass, "lovelace", {})

    async def refuse(*_: object) -> None:
        raise HomeAssistantError("No space left")

    monkeypatch.setattr(hass.data[LOVELACE_DATA].resources, "async_create_item", refuse)
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("charging") == "off"
    assert "cannot be added to the dashboards" in caplog.text


async def test_what_counts_calls_is_off_by_default(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Requests today and last contact are for who looks for a fault."""
    registry = er.async_get(hass)
    for key in ("requests_today", "last_contact"):
        known = registry.async_get(home.entity_id(key, "Shell EV Charging"))
        assert known is not None
        assert known.disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_the_last_error_begins_as_no_error(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Nothing has failed yet, and that is known."""
    assert home.state("last_error") == "none"


async def test_the_account_s_own_sensors(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Who turns them on sees them count."""
    registry = er.async_get(hass)
    entity_id = home.entity_id("requests_today", "Shell EV Charging")
    registry.async_update_entity(entity_id, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.settle()
    await home.wait(60)
    state = hass.states.get(entity_id)
    assert state
    assert int(state.state) > 0
    await home.wait(310)
    later = hass.states.get(entity_id)
    assert later
    assert int(later.state) > int(state.state)


async def test_a_set_up_that_is_cancelled_leaves_no_traceback(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
    arrives: Callable[[str], asyncio.Event],
) -> None:
    """It is tried again; the tripwire of all tests looks at the log."""
    entry = make_entry()
    simulator.inject("active", "hang")
    task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await arrives("active").wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await hass.config_entries.async_unload(entry.entry_id)
