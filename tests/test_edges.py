"""What came at the worst moment, and was once wrong: sessions, stops and figures at their edges."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    HOME,
    HOME_UID,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from .test_automations import automate, target
from .waiting import afterwards, turns, until
from custom_components.shell_ev.store import SessionStore
from simulator import Simulator
from simulator.faults import Fault

ALWAYS = 10**6
METER = "sensor.meter"


async def charge(home: Home) -> None:
    """Go through a session."""
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)


def show(hass: HomeAssistant, energy: float) -> None:
    """Let the meter show so many kWh."""
    unit = {"unit_of_measurement": "kWh", "device_class": "energy"}
    hass.states.async_set(METER, str(energy), unit)


# Starts and stops


async def test_a_start_after_the_session_ended_elsewhere_goes_out(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The list does not hold the session any more: it is looked at before it counts as running."""
    await home.switch("on")
    await home.wait(40)
    (session_id,) = simulator.sessions
    simulator.end_session(session_id)
    home.freezer.tick(31)
    point = home.device_id("Home")
    answer = await home.act("start_session", charge_point=point, wait_for_outcome=False)
    assert sent(simulator, "start") == 2
    assert answer["session_id"] != session_id


async def test_a_kept_stop_goes_out_in_a_hold(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The start is confirmed after Shell asked to wait: the stop that was promised is sent."""
    simulator.inject("start", "late", seconds=3, before=False)
    task = hass.async_create_task(home.switch("on"))
    await until(lambda: sent(simulator, "start") == 1)
    simulator.inject("active", "status", status=429, retry_after="3000")
    card = home.device_id("Card")
    answer = await home.act("stop_session", charge_card=card, wait_for_outcome=False)
    assert answer["stop_when_confirmed"] is True
    home.freezer.tick(4)
    async_fire_time_changed(hass)
    await task
    await home.wait(600)
    assert sent(simulator, "stop") == 1


@pytest.mark.parametrize(
    "trouble", [{"status": 429, "retry_after": "3000"}, {"status": 503}]
)
async def test_a_known_session_is_stopped_after_a_reload_in_trouble(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    trouble: dict[str, Any],
) -> None:
    """The account is loaded from what it knows: a car must be let go."""
    await home.switch("on")
    await home.wait(90)
    simulator.inject("active", "status", times=ALWAYS, **trouble)
    await home.wait(60)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.settle()
    assert entry.state is ConfigEntryState.LOADED
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_what_runs_is_stopped_in_an_outage(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """All else is unavailable, but the switch and the card's button are there while it runs."""
    await home.switch("on")
    await home.wait(90)
    simulator.inject("active", "status", status=503, times=ALWAYS)
    simulator.inject("retrieve", "status", status=503, times=ALWAYS)
    await home.wait(900)
    assert home.state("session_state") == "unavailable"
    assert home.state("stop_session", "Card") != "unavailable"
    assert home.state("charging") == "on"
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_a_kept_stop_for_what_is_being_stopped_is_done(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Somebody stopped it in Shell's app: nothing is sent, and nothing goes round in circles."""
    simulator.set_delays(start=4, stop=60)
    simulator.inject("start", "cut", before=False)
    afterwards(entry, lambda: simulator.inject("active", "status", status=500))
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    simulator.inject("active", "status", status=500)
    await home.switch("off")
    (session,) = simulator.sessions.values()
    home.freezer.tick(31)
    simulator.world.settle(dt_util.utcnow())
    assert simulator.world.request_stop(session, dt_util.utcnow())
    shown: list[None] = []
    entry.runtime_data.sessions.async_add_listener(lambda: shown.append(None))
    async_fire_time_changed(hass)
    await turns(3000)
    assert len(shown) < 20
    assert sent(simulator, "stop") == 0


async def test_an_action_while_the_account_is_reloaded(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is told so, in the same words as the switch."""
    point = home.device_id("Home")
    simulator.inject("start", "late", seconds=5)
    caller = hass.async_create_task(home.switch("on"))
    await until(lambda: not simulator.faults.orders)
    reload = hass.async_create_task(hass.config_entries.async_reload(entry.entry_id))
    await turns()
    answers = await asyncio.gather(
        home.act("stop_session", charge_point=point),
        home.act("list_active_sessions"),
        return_exceptions=True,
    )
    home.freezer.tick(6)
    async_fire_time_changed(hass)
    await caller
    await reload
    for answer in answers:
        assert isinstance(answer, ServiceValidationError)
        assert answer.translation_key == "reloading"


# What is known


async def test_a_session_whose_list_was_not_read_does_not_vanish(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A gateway's 404 says nothing of a session where its card's list could not be read either."""
    entry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Second"),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office", OTHER_CARD),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.switch("on", "Office")
    await home.wait(90)
    asked: list[str] = []
    read_active = entry.runtime_data.reader.read_active

    async def note(ema_id: Any, *more: Any) -> list[str]:
        asked.append(str(ema_id))
        found: list[str] = await read_active(ema_id, *more)
        return found

    def draw(operation: str) -> Fault | None:
        if operation == "retrieve":
            return Fault(operation="retrieve", kind="html", status=404)
        if operation == "active" and asked[-1:] == [OTHER_CARD]:
            return Fault(operation="active", kind="status", status=503)
        return None

    monkeypatch.setattr(entry.runtime_data.reader, "read_active", note)
    monkeypatch.setattr(simulator.faults, "draw", draw)
    await home.wait(1200)
    assert home.state("charging", "Office") == "on"


async def test_an_id_that_is_used_again_is_another_session(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Seen first while it is only asked for: both are in the history, and both triggered."""
    trigger = {"trigger": "shell_ev.started_charging", "target": target(home)}
    started = await automate(hass, trigger)
    await charge(home)
    (session_id,) = simulator.sessions
    for state in ("start-requested", "started"):
        now = dt_util.utcnow().isoformat()
        item = {
            "id": session_id,
            "emaId": CARD,
            "evseId": HOME,
            "sessionState": {"status": state},
            "lastUpdated": now,
        } | ({"startedAt": now} if state == "started" else {})
        text = json.dumps({"status": "SUCCESS", "data": [item]})
        simulator.inject("active", "text", status=200, text=text)
        await home.act("list_active_sessions")
        home.freezer.tick(3)
    await home.settle()
    listed = (await home.act("list_sessions"))["sessions"]
    assert [each["state"] for each in listed] == ["started", "stopped"]
    assert len(started) == 2


async def test_what_was_missed_in_a_start_is_told_when_shell_is_back(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell went away between the first poll and the end of Home Assistant's start."""
    await home.switch("on")
    await home.wait(10)
    await hass.config_entries.async_unload(entry.entry_id)
    (session_id,) = simulator.sessions
    simulator.end_session(session_id)
    trigger = {"trigger": "shell_ev.stopped_charging", "target": target(home)}
    stopped = await automate(hass, trigger)
    hass.set_state(hass.state.not_running)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    simulator.inject("any", "status", status=503, times=ALWAYS)
    await home.wait(900)
    await hass.async_start()
    await home.wait(10)
    assert home.state("session_state") == "unavailable"
    assert not stopped
    simulator.clear_faults()
    await home.wait(3600)
    assert home.state("session_state") == "stopped"
    assert len(stopped) == 1


async def test_a_clock_that_was_ahead(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The session after it is the last, is metered, and its stop guards the next start."""
    show(hass, 1000)
    entry = make_entry(card_subentry(), charge_point_subentry(energy_meter=METER))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await charge(home)
    freezer.move_to(dt_util.utcnow() - timedelta(days=2))
    await hass.config_entries.async_reload(entry.entry_id)
    await home.settle()
    await home.switch("on")
    await home.wait(40)
    show(hass, 1020)
    await home.switch("off")
    await home.wait(6)
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "guard_time"
    show(hass, 1020.001)
    await home.wait(60)
    end = dt_util.parse_datetime(home.state("last_session_end"))
    assert end
    assert abs(end - dt_util.utcnow()) < timedelta(minutes=5)
    assert round(float(home.state("session_energy"))) == 20


async def test_a_price_comes_after_the_next_session_has_begun(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """The directory was not read until then; also over a restart the first gets its cost."""
    show(hass, 1000)
    simulator.inject("location", "status", status=503, times=ALWAYS)
    point = charge_point_subentry(energy_meter=METER, location_uid=HOME_UID)
    entry = make_entry(card_subentry(), point)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.switch("on")
    await home.wait(40)
    show(hass, 1010)
    await home.switch("off")
    await home.wait(40)
    show(hass, 1010.001)
    await home.wait(65)
    await home.switch("on")
    await home.wait(60)
    await hass.config_entries.async_reload(entry.entry_id)
    simulator.clear_faults()
    await home.wait(2000)
    first = (await home.act("list_sessions"))["sessions"][-1]
    assert round(first["energy"]) == 10
    assert first["cost"] is not None


# Around it


async def test_the_directory_s_wait_counts_for_prices_too(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What is found is told without prices; then nothing is asked until the wait is over."""
    await home.settle()
    simulator.inject("location", "status", status=429, retry_after="1800", times=100)
    place = {"latitude": 52.37, "longitude": 4.9}
    simulator.audit.clear()
    found = await home.act(
        "find_charge_points", radius=30000, location=place, limit=100
    )
    assert found["charge_points"]
    assert 0 < sent(simulator, "location") <= 5
    before = len(simulator.audit)
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("find_charge_points", radius=30000, location=place)
    assert caught.value.translation_key == "held"
    assert len(simulator.audit) == before
    await home.switch("on")
    assert sent(simulator, "start") == 1


async def refuse(*_: Any) -> None:
    """Fail, as a full disk does."""
    raise OSError("No space left")


async def test_a_removed_account_leaves_no_file_where_the_card_stays(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    hass_storage: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What goes wrong with the card keeps nothing else from going."""
    await charge(home)
    resources = hass.data[LOVELACE_DATA].resources
    monkeypatch.setattr(resources, "async_delete_item", refuse)
    removed: list[str] = []
    remove = SessionStore.async_remove

    async def note(store: SessionStore) -> None:
        removed.append("files")
        await remove(store)

    monkeypatch.setattr(SessionStore, "async_remove", note)
    await hass.config_entries.async_remove(entry.entry_id)
    await home.settle()
    assert removed == ["files"]


async def test_a_card_that_cannot_be_served_fails_no_account(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Charging goes on without it, and the log says so."""
    assert await async_setup_component(hass, "lovelace", {})
    monkeypatch.setattr(hass.http, "async_register_static_paths", refuse)
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert "cannot be served" in caplog.text
