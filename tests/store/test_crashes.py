"""Whatever is cut short, closed or fails: no session is lost, and no old store writes."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant

from .records import (
    DAY,
    EVERYTHING,
    HOT,
    NOW,
    account_files,
    ended,
    fill,
    known,
    load,
    put,
)
from custom_components.shell_ev.session.record import Event
from simulator import Simulator
from tests.conftest import Home


async def test_a_crash_between_the_files_loses_nothing(
    hass: HomeAssistant, failing: set[str]
) -> None:
    """The month has the session that is over, the hot file still the one under way."""
    store = await fill(hass, replace(EVERYTHING, session_id="session-1"))
    failing.add(HOT)
    over = replace(
        ended(1, NOW + DAY), seen_at=NOW, announced=frozenset({Event.STARTED})
    )
    put(store, over)
    await store.async_save()
    again = await load(hass)
    assert [each.ended_at for each in known(again)] == [NOW + DAY]
    assert not again.kept.tracker.live_sessions()


async def test_a_month_that_the_crash_left_unlisted_is_found(
    hass: HomeAssistant, failing: set[str]
) -> None:
    """Its file is there, whatever the hot file says."""
    store = await load(hass)
    failing.add(HOT)
    put(store, ended(1))
    await store.async_save()
    assert known(await load(hass)) == [ended(1)]


async def test_a_month_that_cannot_be_written_keeps_the_hot_file(
    hass: HomeAssistant, failing: set[str], written: list[str], home: Home
) -> None:
    """Both are tried again."""
    live = replace(EVERYTHING, session_id="session-1", announced=frozenset())
    store = await fill(hass, live)
    failing.add(f"{HOT}.2026-11")
    put(store, ended(1, NOW, seen_at=live.seen_at))
    await store.async_save()
    assert (await load(hass)).kept.tracker.live_sessions()
    failing.clear()
    await store.async_save()
    assert not (await load(hass)).kept.tracker.live_sessions()
    assert known(await load(hass)) == known(store)


async def test_who_waits_for_a_save_may_be_cancelled(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being written is written to its end, and in its order."""
    store = await load(hass)
    put(store, ended(1))
    saving = asyncio.create_task(store.async_save())
    await asyncio.sleep(0)
    saving.cancel()
    put(store, ended(2))
    await store.async_close()
    assert known(await load(hass)) == [ended(1), ended(2)]


async def test_a_save_while_home_assistant_stops_is_written_in_its_order(
    hass: HomeAssistant, written: list[str]
) -> None:
    """Home Assistant would write both at the end, in any order."""
    store = await load(hass)
    put(store, ended(1))
    hass.set_state(CoreState.stopping)
    await store.async_save()
    assert written == [f"{HOT}.2026-11", HOT]


async def test_an_old_store_never_writes(
    hass: HomeAssistant, home: Home, written: list[str]
) -> None:
    """After it was closed another has the files."""
    store = await fill(hass, ended(1))
    put(store, ended(2))
    store.async_save_later()
    await store.async_close()
    written.clear()
    put(store, ended(3))
    store.async_save_later()
    await store.async_save()
    await store.async_close()
    await home.wait(600)
    assert written == []


async def test_closing_waits_for_the_last_save(
    hass: HomeAssistant, written: list[str]
) -> None:
    """One that was asked for during the last is not on its way any more afterwards."""
    store = await load(hass)
    put(store, ended(1))
    closing = asyncio.create_task(store.async_close())
    await asyncio.sleep(0)
    put(store, ended(2))
    late = asyncio.create_task(store.async_save())
    await closing
    before = list(written)
    await late
    put(store, ended(3))
    await store.async_save()
    assert written == before
    assert len(known(await load(hass))) == 2


async def test_a_store_whose_closing_was_cancelled_is_closed(
    hass: HomeAssistant, written: list[str]
) -> None:
    """What it was writing is written, and nothing more."""
    store = await load(hass)
    put(store, ended(1))
    closing = asyncio.create_task(store.async_close())
    await asyncio.sleep(0)
    closing.cancel()
    await hass.async_block_till_done()
    put(store, ended(2))
    await store.async_save()
    assert known(await load(hass)) == [ended(1)]


async def test_what_a_failed_set_up_found_is_kept(
    hass: HomeAssistant,
    make_entry: Any,
    home: Home,
    simulator: Simulator,
    storage: Path,
) -> None:
    """Its hold is known to the next one, and its store never writes again."""
    simulator.inject("active", "status", status=429, retry_after="600")
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    before = account_files(storage, entry)
    hold = (await load(hass, entry.entry_id)).kept.pace.hold
    assert hold is not None
    await home.wait(45)
    assert account_files(storage, entry) == before
