"""A command is the account's: what becomes of it when its caller, or the account, goes away."""

import asyncio
from datetime import timedelta
import logging
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component

from .conftest import HOME, Home, sent
from .waiting import afterwards, cancelled, later, turns, until
from custom_components.shell_ev import errands
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator


def begin(home: Home, turn: str = "on", device: str = "Home") -> asyncio.Task[Any]:
    """Turn the switch in a task that Home Assistant does not know: settling does not wait for it."""
    return asyncio.create_task(home.switch(turn, device))


async def error_of(task: asyncio.Task[Any]) -> str | None:
    """Return the key of the error that a caller hears."""
    await until(task.done)
    with pytest.raises(HomeAssistantError) as caught:
        await task
    return caught.value.translation_key


# Callers that are cancelled


async def test_a_caller_that_goes_while_its_card_is_read_has_nothing_sent(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing was sent, and nothing stays blocked: the next start goes out at once."""
    simulator.inject("active", "hang")
    caller = begin(home)
    await until(lambda: not simulator.faults.orders)
    await cancelled(caller)
    await home.switch("on")
    assert sent(simulator, "start") == 1
    assert home.state("charging") == "on"


async def test_a_caller_that_goes_while_it_waits_its_turn_has_nothing_sent(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The one before it goes on, and so does the one after it."""
    simulator.inject("start", "hang", before=True)
    first = begin(home)
    await until(lambda: sent(simulator, "start") == 1)
    second, third = begin(home), begin(home, "off")
    await turns()
    await cancelled(second)
    await later(home, 16)
    assert await error_of(first) == "start_unconfirmed"
    await third
    assert sent(simulator, "start") == 1


async def test_a_caller_that_goes_while_a_token_is_fetched_has_nothing_sent(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Its start is not known to anybody, and is not written down any more."""

    def end_token() -> None:
        home.freezer.tick(900)
        simulator.inject("token", "hang")

    await home.settle()
    afterwards(entry, end_token)
    caller = begin(home)
    await until(lambda: sent(simulator, "token") == 2)
    await cancelled(caller)
    await home.settle()
    assert sent(simulator, "start") == 0
    assert entry.runtime_data.reader.tracker.intents == ()
    await home.switch("on")
    assert home.state("charging") == "on"


async def test_a_caller_that_goes_while_its_start_is_written_down_has_nothing_sent(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A start that did not go out keeps no other back."""
    reader = entry.runtime_data.reader
    keep, writing = reader.async_keep_now, asyncio.Event()

    async def keep_for_long() -> None:
        reader.async_keep_now = keep
        writing.set()
        await asyncio.Event().wait()

    reader.async_keep_now = keep_for_long
    caller = begin(home)
    await writing.wait()
    await cancelled(caller)
    assert reader.tracker.intents == ()
    await home.switch("on")
    assert sent(simulator, "start") == 1


async def test_a_caller_that_goes_after_the_start_left_has_it_followed_and_shown(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell takes fifteen seconds and never answers: the session is found all the same."""
    simulator.inject("start", "hang", before=False)
    caller = begin(home)
    await until(lambda: sent(simulator, "start") == 1)
    await cancelled(caller)
    await later(home, 16)
    await home.settle()
    assert home.state("charging") == "on"
    assert home.state("session_state") == "started"
    assert sent(simulator, "start") == 1


async def test_a_caller_that_goes_after_the_stop_left_has_it_followed_and_shown(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As with a start."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", "hang", before=False)
    caller = begin(home, "off")
    await until(lambda: sent(simulator, "stop") == 1)
    await cancelled(caller)
    await later(home, 16)
    await home.wait(10)
    assert home.state("session_state") == "stopped"
    assert sent(simulator, "stop") == 1


async def test_a_command_that_fails_with_nobody_waiting_is_logged_in_one_line(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With the RequestId to quote, and without a traceback."""
    simulator.inject("start", "hang", before=True)
    caller = begin(home)
    await until(lambda: sent(simulator, "start") == 1)
    await cancelled(caller)
    await later(home, 16)
    await home.settle()
    (start,) = [each for each in simulator.audit if each.operation == "start"]
    lines = [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING and "nobody" in record.getMessage()
    ]
    failed = "A command that nobody waits for any more failed: start_unconfirmed"
    assert lines == [f"{failed} (RequestId {start.request_id})"]


async def test_a_script_that_is_turned_off_while_it_waits_for_the_outcome(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Its session is begun, followed and shown."""
    start = {
        "action": f"{DOMAIN}.start_session",
        "data": {"charge_point": home.device_id("Home")},
    }
    assert await async_setup_component(
        hass, "script", {"script": {"charge": {"sequence": [start]}}}
    )
    await hass.services.async_call("script", "turn_on", {"entity_id": "script.charge"})
    await until(lambda: sent(simulator, "start") == 1)
    await turns()
    await hass.services.async_call(
        "script", "turn_off", {"entity_id": "script.charge"}, blocking=True
    )
    await home.wait(10)
    assert home.state("session_state") == "started"


async def test_a_script_that_restarts_sends_one_start(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The second run finds the session that the first has begun."""
    start = {
        "action": f"{DOMAIN}.start_session",
        "data": {"charge_point": home.device_id("Home")},
    }
    assert await async_setup_component(
        hass,
        "script",
        {"script": {"charge": {"mode": "restart", "sequence": [start]}}},
    )
    simulator.inject("start", "late", seconds=5)
    for _ in range(2):
        await hass.services.async_call(
            "script", "turn_on", {"entity_id": "script.charge"}
        )
        await until(lambda: not simulator.faults.orders)
        await turns()
    await later(home, 6)
    for _ in range(
        10
    ):  # settling would wait for the script, which waits for time to pass
        await later(home, 1)
    assert home.state("session_state") == "started"
    assert len(simulator.sessions) == 1


# Reload, unload, removal, shut-down


async def test_a_new_command_is_refused_while_the_account_is_reloaded(
    hass: HomeAssistant, two_points: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """One that was sent is waited for; the account comes back with its session."""
    simulator.inject("start", "late", seconds=5)
    caller = begin(home)
    await until(lambda: not simulator.faults.orders)
    reload = asyncio.create_task(hass.config_entries.async_reload(two_points.entry_id))
    await turns()
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on", "Office")
    assert caught.value.translation_key == "reloading"
    assert "Try again" in str(caught.value)
    assert not reload.done()
    await later(home, 6)
    await caller
    await reload
    assert home.state("charging") == "on"
    assert [each.evse_id for each in simulator.sessions.values()] == [HOME]


async def test_a_reload_while_a_start_hangs_finds_its_session(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The answer never comes: it is waited for, and the account that comes back looks."""
    monkeypatch.setattr(errands, "LAST_EXCHANGE", timedelta(seconds=60))
    simulator.inject("start", "hang", before=False)
    caller = begin(home)
    await until(lambda: sent(simulator, "start") == 1)
    simulator.audit.clear()
    unload = asyncio.create_task(hass.config_entries.async_unload(entry.entry_id))
    await later(home, 16)
    assert await error_of(caller) == "start_unconfirmed"
    assert await unload
    assert not simulator.audit
    await hass.config_entries.async_setup(entry.entry_id)
    assert home.state("charging") == "on"
    (session,) = entry.runtime_data.reader.tracker.sessions.values()
    assert session.origin == "here"


async def test_no_exchange_keeps_the_account_for_longer_than_it_may(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its caller hears that it may have been carried out; the account that comes back finds out."""
    monkeypatch.setattr(errands, "LAST_EXCHANGE", timedelta(seconds=5))
    simulator.inject("start", "hang", before=False)
    caller = begin(home)
    await until(lambda: sent(simulator, "start") == 1)
    unload = asyncio.create_task(hass.config_entries.async_unload(entry.entry_id))
    await turns()
    await later(home, 6)
    assert await error_of(caller) == "sent_before_reload"
    assert await unload
    await hass.config_entries.async_setup(entry.entry_id)
    (session,) = entry.runtime_data.reader.tracker.sessions.values()
    assert session.origin == "here"


async def test_a_stop_that_hangs_is_not_looked_after_by_an_account_that_goes(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The exchange is waited for, and no other is begun."""
    monkeypatch.setattr(errands, "LAST_EXCHANGE", timedelta(seconds=60))
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", "hang", before=False)
    caller = begin(home, "off")
    await until(lambda: sent(simulator, "stop") == 1)
    simulator.audit.clear()
    unload = asyncio.create_task(hass.config_entries.async_unload(entry.entry_id))
    await turns()
    await later(home, 16)
    assert await error_of(caller) == "stop_unconfirmed"
    assert await unload
    assert simulator.audit == []
    await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(5)
    assert home.state("session_state") == "stopped"


async def test_what_was_not_sent_is_dropped_when_the_account_is_unloaded(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nobody waits for a list: its caller hears at once that nothing was sent."""
    simulator.inject("active", "hang")
    caller = begin(home)
    await until(lambda: not simulator.faults.orders)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await error_of(caller) == "reloading"
    assert sent(simulator, "start") == 0


async def test_a_caller_cancelled_together_with_the_account_is_cancelled(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It does not go on as if it had been refused."""
    simulator.inject("active", "hang")
    caller = begin(home)
    await until(lambda: not simulator.faults.orders)
    unload = asyncio.create_task(hass.config_entries.async_unload(entry.entry_id))
    await asyncio.sleep(0)
    await cancelled(caller)
    assert await unload


async def test_the_outcome_is_not_waited_for_when_the_account_is_unloaded(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The response is what is known then; nothing is sent any more."""
    point = home.device_id("Home")
    caller = asyncio.create_task(home.act("start_session", charge_point=point))
    await until(lambda: home.state("session_state") == "start_requested")
    await turns()
    assert not caller.done()
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (await caller)["state"] == "start_requested"
    simulator.audit.clear()
    await home.wait(600)
    assert simulator.audit == []


async def test_a_removed_account_leaves_no_file(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass_storage: dict[str, Any],
) -> None:
    """Not even where a start was out at that moment, and its caller gone."""
    simulator.inject("start", "late", seconds=5)
    caller = begin(home)
    await until(lambda: not simulator.faults.orders)
    await cancelled(caller)
    removal = asyncio.create_task(hass.config_entries.async_remove(entry.entry_id))
    await later(home, 6)
    await removal
    simulator.audit.clear()
    await home.wait(600)
    assert [key for key in hass_storage if key.startswith(DOMAIN)] == []
    assert simulator.audit == []


async def test_an_old_account_writes_nothing_any_more(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    hass_storage: dict[str, Any],
) -> None:
    """Another may have its file from then on."""
    old = entry.runtime_data
    await home.switch("on")
    await hass.config_entries.async_unload(entry.entry_id)
    key = f"{DOMAIN}.{entry.entry_id}"
    before = hass_storage[key]
    old.reader.tracker.note_request_id("late")
    old.reader.keep()
    await old.reader.async_keep_now()
    await home.wait(60)
    assert hass_storage[key] is before


async def test_shutting_down_waits_for_what_was_sent_and_writes_it(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Home Assistant unloads no account when it stops; the next start knows of the session."""
    simulator.inject("start", "late", seconds=5)
    caller = begin(home)
    await until(lambda: not simulator.faults.orders)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await turns()
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "reloading"
    home.freezer.tick(6)
    async_fire_time_changed(hass)
    await caller
    await home.settle()
    (session_id,) = simulator.sessions
    (known,) = entry.runtime_data.reader.tracker.sessions.values()
    assert known.session_id == session_id
    assert entry.runtime_data.store._saved == entry.runtime_data.store.kept.state
