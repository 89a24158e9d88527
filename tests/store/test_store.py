"""What is kept lies in small files and is written sparingly."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
import gc
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from benchmarks import disk
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import get_internal_store_manager

from .records import (
    ACCOUNT,
    CARD,
    DAY,
    EVERYTHING,
    EVSE,
    HOT,
    NOW,
    account_files,
    ended,
    fill,
    known,
    load,
    names,
    put,
    read,
    reading,
    write,
)
from custom_components.shell_ev import store as store_module
from custom_components.shell_ev.api.models import SessionState
from custom_components.shell_ev.const import DOMAIN, KEPT_SESSIONS
from custom_components.shell_ev.session.archive import MonthFile
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.pace import Failing, Hold
from custom_components.shell_ev.session.plain import to_plain
from custom_components.shell_ev.session.record import Intent, Solar
from custom_components.shell_ev.store import SessionStore
from simulator import Simulator
from tests.conftest import Home, card_subentry, charge_point_subentry

LONGEST_HOLD = 0.005
"""Seconds of the loop's own thread; what else the machine does is not counted."""

# Hot and kept


async def test_the_history_survives_to_the_letter(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """What is read back is what was known."""
    await home.switch("on")
    await home.wait(70)
    await home.switch("off")
    before = dict(entry.runtime_data.reader.tracker.sessions)
    assert before
    await hass.config_entries.async_unload(entry.entry_id)
    store = await load(hass, entry.entry_id)
    assert dict(store.kept.tracker.sessions) == before


async def test_everything_that_a_record_holds_survives(hass: HomeAssistant) -> None:
    """Also what nothing fills in yet: figures as billed, prices, solar energy, the place."""
    store = await load(hass)
    tracker, pace = store.kept.tracker, store.kept.pace
    put(store, EVERYTHING)
    tracker.start_intended(
        Intent(request_id="i", ema_id=CARD, evse_id=EVSE, sent_at=NOW, stop_wanted=True)
    )
    tracker.note_request_id("first")
    tracker.note_request_id("lone")
    pace.hold = Hold(since=NOW, until=NOW + DAY)
    pace.failing = Failing(times=3, since=NOW, at=NOW, again_at=NOW, calls=4)
    store.kept.directory_pace.hold = Hold(since=NOW, until=NOW)
    await store.async_save()
    again = (await load(hass)).kept
    assert list(again.tracker.sessions.values()) == [EVERYTHING]
    assert again.tracker.intents == tracker.intents
    assert again.tracker.request_ids == ("lone",)
    assert (again.pace.hold, again.pace.failing) == (pace.hold, pace.failing)
    assert again.directory_pace.hold == store.kept.directory_pace.hold


async def test_a_month_that_is_put_back_while_home_assistant_runs(
    hass: HomeAssistant, storage: Path
) -> None:
    """From a backup: it is read, although it was not there when Home Assistant started."""
    await get_internal_store_manager(hass).async_initialize()
    month = storage / f"{HOT}.2026-09"
    long_ago = ended(2, NOW - 60 * DAY)
    write(storage, to_plain(MonthFile(sessions=(long_ago,))), month.name)
    store = await load(hass)
    assert known(store) == [long_ago]
    put(store, ended(1))
    await store.async_save()
    assert month.exists()


async def test_an_unanswered_start_survives_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session that turns up after the restart is ours."""
    simulator.inject("start", "cut", before=False)
    simulator.set_delays(start=20)
    simulator.change_settings({"active_states": ["started"]})
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"
    store = await load(hass, entry.entry_id)
    assert len(store.kept.tracker.intents) == 1
    simulator.advance(30)
    await hass.config_entries.async_reload(entry.entry_id)
    (session,) = entry.runtime_data.reader.tracker.sessions.values()
    assert session.origin == "here"
    assert home.state("charging") == "on"


async def test_a_session_that_ended_lies_in_its_month(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, storage: Path
) -> None:
    """By the UTC month in which it ended; what is alive lies in the hot file."""
    home.freezer.move_to("2026-11-30T23:00:00Z")
    await home.wait(310)
    await home.switch("on")
    await home.wait(60)
    assert account_files(storage, entry).keys() == {""}
    home.freezer.move_to("2026-12-01T00:30:00Z")
    await home.wait(60)
    await home.switch("off")
    await home.wait(60)
    assert account_files(storage, entry).keys() == {"", ".2026-12"}
    data = read(storage, f"{DOMAIN}.{entry.entry_id}.2026-12")["data"]
    assert [session["state"] for session in data["sessions"]] == ["stopped"]


async def test_the_months_are_told_apart_by_utc(
    hass: HomeAssistant, storage: Path
) -> None:
    """Whatever zone Shell tells a time in, and at the edge of the calendar."""
    late = datetime.fromisoformat("2026-12-01T00:30:00+02:00")
    edge = datetime.fromisoformat("0001-01-01T00:30:00+02:00")
    await fill(hass, ended(1, late), replace(ended(2), ended_at=edge))
    assert names(storage) == {HOT, f"{HOT}.2026-11", f"{HOT}.0001-01"}


async def test_the_hot_file_is_small(hass: HomeAssistant, storage: Path) -> None:
    """It holds the last sessions of charge points, not all that there were."""
    many = [
        ended(number, NOW + number * timedelta(minutes=1), evse_id=f"E{number}")
        for number in range(500)
    ]
    await fill(hass, *many)
    assert len(read(storage)["data"]["sessions"]) == store_module.LAST_SESSIONS
    assert (storage / HOT).stat().st_size < 50_000
    assert known(await load(hass)) == many


async def test_only_the_month_that_changed_is_written(
    hass: HomeAssistant, written: list[str]
) -> None:
    """And before the hot file, so that no crash loses a session."""
    store = await fill(hass, ended(1, NOW - 60 * DAY), ended(2, NOW - 30 * DAY))
    written.clear()
    put(store, ended(3))
    await store.async_save()
    assert written == [f"{HOT}.2026-11", HOT]
    written.clear()
    put(store, ended(1, NOW - 60 * DAY, solar=Solar(energy=1.5)))
    await store.async_save()
    assert written == [f"{HOT}.2026-09", HOT]


async def test_a_session_that_goes_on_changes_no_month(
    hass: HomeAssistant, written: list[str]
) -> None:
    """What runs lies in the hot file alone."""
    store = await fill(hass, ended(1))
    written.clear()
    store.kept.tracker.update([reading(2, SessionState.STARTED, NOW)], 99, NOW)
    await store.async_save()
    assert written == [HOT]


async def test_nothing_is_written_that_did_not_change(
    hass: HomeAssistant, written: list[str]
) -> None:
    """Neither at once nor later, nor by loading and closing."""
    store = await fill(hass, ended(1))
    await store.async_close()
    written.clear()
    store = await load(hass)
    await store.async_save()
    store.async_save_later()
    await store.async_close()
    assert written == []


async def test_an_idle_day_writes_nothing(
    entry: MockConfigEntry, home: Home, storage: Path
) -> None:
    """Polls that bring no news leave the files alone."""
    await home.switch("on")
    await home.wait(60)
    await home.switch("off")
    await home.wait(400)
    before = account_files(storage, entry)
    assert len(before) == 2
    await home.wait(6 * 3600)
    assert account_files(storage, entry) == before


async def test_a_meter_that_reports_each_second_is_saved_every_five_minutes(
    hass: HomeAssistant, make_entry: Any, home: Home, written: list[str]
) -> None:
    """A command and its outcome are saved at once."""
    meter = "sensor.meter"
    entry = make_entry(card_subentry(), charge_point_subentry(energy_meter=meter))
    hass.states.async_set(meter, "0", {"unit_of_measurement": "kWh"})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.switch("on")
    assert written
    await home.wait(400)
    written.clear()
    for second in range(900):
        hass.states.async_set(meter, f"{second / 900}", {"unit_of_measurement": "kWh"})
        await home.wait(1)
    assert 2 <= len(written) <= 4
    written.clear()
    await home.switch("off")
    assert written


async def test_what_is_worth_more_is_saved_sooner(
    hass: HomeAssistant, home: Home, written: list[str]
) -> None:
    """A hold that comes while a meter's figures wait takes them along; once, not twice."""
    store = await fill(hass, EVERYTHING)
    written.clear()
    tracker = store.kept.tracker
    metering = Metering(began_at=NOW, priced_until=NOW, energy=1)
    tracker.metered("everything", metering)
    store.async_save_later()
    await home.wait(31)
    assert written == []
    store.kept.pace.hold = Hold(since=NOW, until=NOW)
    store.async_save_later()
    store.async_save_later()
    await home.wait(31)
    assert written == [HOT]
    await home.wait(600)
    assert written == [HOT]


async def test_what_is_saved_meanwhile_is_not_saved_again(
    hass: HomeAssistant, home: Home, written: list[str]
) -> None:
    """Two who save at once write once."""
    store = await fill(hass, EVERYTHING)
    written.clear()
    put(store, ended(1))
    store.async_save_later()
    await asyncio.gather(store.async_save(), store.async_save())
    await home.wait(600)
    assert written == [f"{HOT}.2026-11", HOT]


async def test_the_oldest_sessions_go_and_their_months(
    hass: HomeAssistant, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also from their month's file; a month without a session has none."""
    monkeypatch.setattr(store_module, "KEPT_SESSIONS", 3)
    kept = [
        ended(number, NOW - days * DAY) for number, days in enumerate((70, 61, 60, 0))
    ]
    store = await fill(hass, *kept[:3])
    assert names(storage) == {HOT, f"{HOT}.2026-09"}
    put(store, kept[3])
    await store.async_save()
    file = read(storage, f"{HOT}.2026-09")
    assert [each["session_id"] for each in file["data"]["sessions"]] == [
        "session-1",
        "session-2",
    ]
    put(store, ended(4), ended(5))
    await store.async_save()
    assert names(storage) == {HOT, f"{HOT}.2026-11"}
    assert [each.session_id for each in known(await load(hass))] == [
        "session-3",
        "session-4",
        "session-5",
    ]


async def test_a_session_id_that_is_used_again_is_two_sessions(
    hass: HomeAssistant,
) -> None:
    """Before and after a restart."""
    store = await fill(hass, ended(1, NOW - DAY))
    tracker = store.kept.tracker
    tracker.update([reading(1, SessionState.STARTED, NOW)], 99, NOW)
    before = dict(tracker.sessions)
    assert before.keys() == {"session-1", "session-1~1"}
    await store.async_save()
    assert dict((await load(hass)).kept.tracker.sessions) == before


async def test_a_corrected_id_is_written_once(
    hass: HomeAssistant, written: list[str]
) -> None:
    """The history goes with its card and charge point, also when another takes the former id."""
    await fill(hass, ended(1))
    written.clear()
    for renamed in ({CARD: "CORRECTED"}, {CARD: "CORRECTED"}, {}):
        store = SessionStore(hass, ACCOUNT)
        assert not await store.async_load(renamed)
        await store.async_save()
        assert [session.ema_id for session in known(store)] == ["CORRECTED"]
    assert len(written) == len(set(written)) == 2


async def test_ten_thousand_sessions_do_not_hold_the_loop(hass: HomeAssistant) -> None:
    """Neither when they are read nor when one of them changes: that is done in other threads."""
    sessions = [disk.past_session(number) for number in range(KEPT_SESSIONS)]
    await (await fill(hass, *reversed(sessions))).async_close()
    holds = disk.Holds()
    gc.disable()
    try:
        async with holds.watch():
            store = await load(hass)
        assert len(known(store)) == KEPT_SESSIONS
        loading = holds.longest_run
        async with holds.watch():
            put(store, replace(sessions[0], solar=Solar(energy=1)), EVERYTHING)
            await store.async_save()
    finally:
        gc.enable()
    assert max(loading, holds.longest_run) < LONGEST_HOLD
