"""What other versions, damage and removal leave; and what is found in many sessions."""

from collections.abc import Iterator
from dataclasses import replace
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import issue_registry as ir

from .records import (
    ACCOUNT,
    CARD,
    DAY,
    EVERYTHING,
    EVSE,
    HOT,
    NOW,
    account_files,
    contents,
    ended,
    fill,
    found,
    known,
    load,
    names,
    put,
    read,
    reading,
    write,
)
from custom_components.shell_ev.api.models import SessionState
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.pace import Hold
from custom_components.shell_ev.session.record import Event, Intent, Solar
from custom_components.shell_ev.session.tracker import SessionTracker
from custom_components.shell_ev.store import SessionStore
from tests.conftest import Home

# Forward


async def test_a_file_of_one_file_is_split(
    hass: HomeAssistant, storage: Path, written: list[str]
) -> None:
    """The history of an older version is read, and lies by months after the first save."""
    store = await fill(hass, EVERYTHING, ended(1), ended(2, NOW - 30 * DAY))
    before = dict(store.kept.tracker.sessions)
    sessions = [
        session
        for name in sorted(names(storage) - {HOT})
        for session in read(storage, name)["data"]["sessions"]
    ]
    live = [
        each for each in read(storage)["data"]["sessions"] if "ended_at" not in each
    ]
    for name in names(storage):
        (storage / name).unlink()
    old = {
        "sessions": [each | {"timed_out": None, "vanishing": 0} for each in sessions]
        + live,
        "intents": [],
        "request_ids": [],
        "hold": None,
        "failing": None,
        "directory_hold": None,
    }
    write(storage, old, minor=1)
    store = await load(hass)
    assert dict(store.kept.tracker.sessions) == before
    await store.async_save()
    assert names(storage) == {HOT, f"{HOT}.2026-10", f"{HOT}.2026-11"}
    assert dict((await load(hass)).kept.tracker.sessions) == before


async def test_one_minor_version_up_and_down(
    hass: HomeAssistant, storage: Path
) -> None:
    """What a newer version added is written back as it came."""
    store = await fill(hass, EVERYTHING, ended(1))
    put(store, ended(1, solar=Solar(energy=1)))
    store.kept.tracker.start_intended(
        Intent(request_id="i", ema_id=CARD, evse_id=EVSE, sent_at=NOW)
    )
    await store.async_close()
    hot = read(storage)["data"] | {"new": {"deep": [1]}}
    hot["sessions"][0] |= {"new": 1}
    hot["sessions"][0]["pending"] |= {"new": 2}
    hot["sessions"][0]["metering"] |= {"new": 3}
    hot["intents"][0] |= {"new": 4}
    strange = hot["sessions"][0] | {"session_id": "strange", "state": "paused"}
    hot["sessions"].append(strange)
    hot["hold"] = "until Christmas"
    hot["directory_hold"] = {"since": NOW.isoformat(), "until": NOW.isoformat()}
    name = f"{HOT}.2026-11"
    month = read(storage, name)["data"] | {"new": 5}
    month["sessions"][0] |= {"new": 6}
    month["sessions"].append(strange)
    write(storage, hot, minor=3)
    write(storage, month, name, minor=3)
    store = await load(hass)
    assert {each.session_id for each in known(store)} == {"everything", "session-1"}
    assert store.kept.directory_pace.hold == Hold(since=NOW, until=NOW)
    (running,) = store.kept.tracker.live_sessions()
    assert running.metering
    store.kept.tracker.metered("everything", replace(running.metering, energy=9))
    store.kept.tracker.metered(
        "session-1", Metering(began_at=NOW, priced_until=NOW, energy=9)
    )
    await store.async_close()
    again, again_month = read(storage)["data"], read(storage, name)["data"]
    assert (again["new"], again["hold"]) == ({"deep": [1]}, "until Christmas")
    assert again["sessions"][0]["new"] == 1
    assert again["sessions"][0]["pending"]["new"] == 2
    assert again["sessions"][0]["metering"]["new"] == 3
    assert again["sessions"][0]["metering"]["energy"] == 9
    assert again["intents"][0]["new"] == 4
    assert again["sessions"][-1] == strange
    assert again_month["new"] == 5
    assert again_month["sessions"][0]["new"] == 6
    assert again_month["sessions"][0]["metering"]["energy"] == 9
    assert again_month["sessions"][-1] == strange


async def test_a_month_without_a_session_loses_its_file(
    hass: HomeAssistant, storage: Path
) -> None:
    """Whoever left it."""
    write(storage, {"sessions": []}, f"{HOT}.2026-09")
    store = await load(hass)
    await store.async_save()
    assert names(storage) == {HOT}
    assert read(storage)["data"] == {}


async def test_a_month_with_nothing_but_what_is_unknown_keeps_its_file(
    hass: HomeAssistant, storage: Path
) -> None:
    """A newer version knows what it is."""
    name = f"{HOT}.2026-09"
    write(storage, {"sessions": [{"id": 1}]}, name, minor=3)
    store = await load(hass)
    put(store, ended(1))
    put(store, ended(2, NOW - 60 * DAY))
    await store.async_save()
    assert read(storage, name)["data"]["sessions"][-1] == {"id": 1}
    put(store, ended(2, NOW))
    await store.async_save()
    assert read(storage, name)["data"] == {"sessions": [{"id": 1}]}


@pytest.mark.parametrize("name", [HOT, f"{HOT}.2026-11"])
async def test_a_newer_major_version_is_refused(
    hass: HomeAssistant, storage: Path, name: str
) -> None:
    """Nothing of it is touched."""
    await (await fill(hass, EVERYTHING, ended(1))).async_close()
    newer = read(storage, name) | {"version": 2}
    (storage / name).write_text(json.dumps(newer))
    before = contents(storage)
    with pytest.raises(ConfigEntryError) as caught:
        await SessionStore(hass, ACCOUNT).async_load({})
    assert caught.value.translation_key == "history_newer"
    assert contents(storage) == before


async def test_an_account_of_a_newer_version_says_so(
    hass: HomeAssistant,
    make_entry: Any,
    storage: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """In the words that the person sees in the settings."""
    entry = make_entry()
    (storage / f"{DOMAIN}.{entry.entry_id}").write_text('{"version": 2, "data": {}}')
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "history_newer"
    # Home Assistant logs what a set-up gives up at with a traceback, whatever it is.
    (record,) = [each for each in caplog.records if each.exc_info]
    assert record.name == "homeassistant.config_entries"
    assert "Update the integration" in record.getMessage()
    caplog.clear()
    await hass.config_entries.async_remove(entry.entry_id)
    assert not account_files(storage, entry)


# Damage


async def test_a_damaged_month_is_set_aside_and_told(
    hass: HomeAssistant, make_entry: Any, home: Home, storage: Path
) -> None:
    """The others are not touched, and life goes on."""
    await fill(hass, ended(1, NOW - 60 * DAY), ended(2, NOW - 30 * DAY))
    entry = make_entry()
    for file in found(storage, f"{HOT}*"):
        file.rename(storage / file.name.replace(HOT, f"{DOMAIN}.{entry.entry_id}"))
    name = f"{DOMAIN}.{entry.entry_id}"
    hot = read(storage, name)["data"]
    write(storage, hot | {"sessions": []}, name)
    write(storage, {"sessions": 7}, f"{name}.2026-10")
    intact = (storage / f"{name}.2026-09").stat().st_ino
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    issues = [issue_id for _, issue_id in ir.async_get(hass).issues]
    assert issues == [f"history_damaged_{entry.entry_id}"]
    (aside,) = found(storage, f"{name}.2026-10.damaged.*")
    assert read(storage, aside.name)["data"] == {"sessions": 7}
    assert (storage / f"{name}.2026-09").stat().st_ino == intact
    assert len(entry.runtime_data.reader.tracker.sessions) == 1
    await home.switch("on")
    assert home.state("charging") == "on"


async def test_a_damaged_hot_file_leaves_the_months(
    hass: HomeAssistant, storage: Path
) -> None:
    """They are found in the folder."""
    await fill(hass, ended(1))
    write(storage, [])
    store = SessionStore(hass, ACCOUNT)
    assert await store.async_load({})
    assert known(store) == [ended(1)]


def _damaged() -> Iterator[dict[str, Any]]:
    """Yield changes to a session that no version can have written."""
    yield {"seen_at": "yesterday"}
    yield {"seen_at": "2026-11-20T12:00:00"}
    yield {"seen_at": None}
    yield {"state": "paused"}
    yield {"vanishing": "1"}
    yield {"vanishing": True}
    yield {"stop_wanted": 1}
    yield {"announced": "started"}
    yield {"announced": ["paused"]}
    yield {"solar": {"energy": "much"}}
    yield {"solar": {"covered": True}}
    yield {"metering": 7}
    yield {"metering": {}}
    yield {"session_id": 7}
    yield {"pending": {"command": "stop", "since": NOW.isoformat(), "reading": [None]}}


@pytest.mark.parametrize("damage", _damaged(), ids=str)
async def test_damage_is_found_when_it_is_read(
    hass: HomeAssistant, storage: Path, damage: dict[str, Any]
) -> None:
    """Not later, by what works with it."""
    await fill(hass, EVERYTHING)
    hot = read(storage)["data"]
    hot["sessions"][0] |= damage
    write(storage, hot)
    assert await SessionStore(hass, ACCOUNT).async_load({})


@pytest.mark.parametrize("content", ["7", "[]", "null", '{"version": "1"}'])
async def test_a_file_that_is_none_of_ours_is_set_aside(
    hass: HomeAssistant, storage: Path, content: str
) -> None:
    """Whatever JSON it holds."""
    (storage / HOT).write_text(content)
    assert await SessionStore(hass, ACCOUNT).async_load({})
    (aside,) = found(storage, f"{HOT}.damaged.*")
    assert aside.read_text() == content


# Removal


async def test_a_removed_account_leaves_no_file(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, storage: Path
) -> None:
    """But what was set aside, for whoever wants to see what is left of it."""
    await home.switch("on")
    await home.wait(60)
    await home.switch("off")
    await home.wait(60)
    assert len(account_files(storage, entry)) == 2
    aside = storage / f"{DOMAIN}.{entry.entry_id}.2026-10.damaged.20261101000000"
    aside.write_text("damaged")
    other = storage / f"{DOMAIN}.{entry.entry_id}other.2026-10"
    other.write_text("another account")
    await hass.config_entries.async_remove(entry.entry_id)
    await home.wait(600)
    assert found(storage, f"{DOMAIN}.*") == {aside, other}


async def test_a_removed_account_leaves_no_file_of_another_version(
    hass: HomeAssistant, storage: Path
) -> None:
    """Neither of a newer one, nor where the hot file is gone."""
    write(storage, {"sessions": []}, f"{HOT}.2026-10")
    (storage / HOT).write_text('{"version": 2, "data": {}}')
    await SessionStore(hass, ACCOUNT).async_remove()
    assert not names(storage)


# What is found in 10,000


def test_used_request_ids_are_known() -> None:
    """Of a kept session, of its start and its stop, and of commands that left none."""
    tracker = SessionTracker(
        keep=1, sessions=[EVERYTHING, ended(1, started_by="third")], request_ids=["r"]
    )
    used = ("first", "second", "third", "r")
    assert [each for each in used if tracker.was_used(each)] == list(used)
    assert not tracker.was_used("other")
    tracker.update([reading(2, SessionState.STARTED, NOW)], 1, NOW)
    assert not tracker.was_used("third")
    assert tracker.was_used("first")


def test_what_has_worked_is_known() -> None:
    """A session that ran proves its card and its charge point, one that failed does not."""
    failed = ended(1, ema_id="CARD", announced=frozenset({Event.START_FAILED}))
    archive = SessionTracker(keep=9, sessions=[EVERYTHING, failed]).archive
    assert archive.has_worked(CARD)
    assert archive.has_worked(EVSE)
    assert not archive.has_worked("CARD")


def test_what_is_loaded_is_news_only_where_it_was_not_told() -> None:
    """Nothing has to look through all sessions at the first poll."""
    untold = ended(2, announced=frozenset({Event.STARTED}))
    tracker = SessionTracker(keep=9, sessions=[ended(1), untold])
    assert tracker.has_news
    assert [each.event for each in tracker.take_news()] == [Event.STOPPED]
    assert not SessionTracker(keep=9, sessions=[ended(1)]).has_news
