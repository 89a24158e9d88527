"""What an account does in a real Home Assistant under moved time, counted: run by ``benchmarks.account``.

pytest is no judge here: it brings the Home Assistant, its recorder and the simulator on a socket of
the tests. What is counted goes into the file that the environment names.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
import gc
import json
import os
from pathlib import Path
import sys
import tracemalloc
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.db_schema import States, StatesMeta
from homeassistant.components.recorder.util import session_scope
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .disk import Holds, past_session
from custom_components.shell_ev.const import KEPT_SESSIONS
from custom_components.shell_ev.store import SessionStore
from simulator import Simulator
from tests.conftest import (
    CARD,
    HOME,
    HOME_UID,
    NOON,
    Home,
    card_subentry,
    charge_point_subentry,
)
from tests.metered import METER, show, shown
from tests.recorded import live, rows, written_files
from tests.test_polls import ERRORS, spoil

TOLD_IN: Final = "SHELL_EV_FIGURES"
"""The variable of the environment that names the file."""
DAYS: Final = "SHELL_EV_DAYS"
"""That over which memory is to grow by nothing."""
HOUR: Final = 3600
AFTER: Final = HOUR // 4
SESSION: Final = HOUR + AFTER
"""Seconds of a session that are counted: it charges for an hour, and is looked after when it stops."""
DAY: Final = 24 * HOUR
RIVAL: Final = "sensor.one_with_attributes"
FIRST_DAYS: Final = 3
MANY: Final = 50
"""Charge points of the account whose memory is compared with that of one with one."""

type MakeEntry = Callable[..., MockConfigEntry]


def tell(name: str, value: Any) -> None:
    """Write down a figure."""
    file = Path(os.environ[TOLD_IN])
    counts = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(counts | {name: value}))


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give Home Assistant a folder of its own, with files that are files."""
    (tmp_path / ".storage").mkdir()
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let the files be files."""
    return {}


@pytest.fixture
def counted(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> tuple[Simulator, list[tuple[str, int]]]:
    """Return what counts calls, and which of the account's files are written and how long they are."""
    return simulator, written_files(monkeypatch)


@pytest.fixture
async def recorded(
    recorder_mock: Any,
    in_amsterdam: None,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> HomeAssistant:
    """Return a Home Assistant with a recorder, at noon."""
    freezer.move_to(NOON)
    assert await async_setup_component(hass, "sensor", {})
    show(hass, 1000)
    hass.states.async_set(RIVAL, "idle")
    return hass


async def set_up(
    hass: HomeAssistant, make_entry: MakeEntry, *points: dict[str, Any]
) -> MockConfigEntry:
    """Set up an account with these charge points."""
    entry = make_entry(card_subentry(), *points)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


def point(**own: Any) -> dict[str, Any]:
    """Return the charge point at home."""
    return charge_point_subentry(
        HOME, "Home", CARD, **({"location_uid": HOME_UID} | own)
    )


async def rows_of_rival(hass: HomeAssistant) -> int:
    """Return how many rows there are of the one sensor."""

    def read() -> int:
        with session_scope(hass=hass, read_only=True) as session:
            found = session.query(States).join(
                StatesMeta, States.metadata_id == StatesMeta.metadata_id
            )
            return int(found.filter(StatesMeta.entity_id == RIVAL).count())

    return int(await get_instance(hass).async_add_executor_job(read))


def calls_since(simulator: Simulator, before: int) -> dict[str, int]:
    """Return the calls by their kind."""
    return dict(Counter(str(each.operation) for each in simulator.audit[before:]))


@pytest.mark.parametrize("metered", [False, True], ids=["plain", "metered"])
async def test_rows_bytes_and_calls(
    recorded: HomeAssistant,
    home: Home,
    make_entry: MakeEntry,
    counted: tuple[Simulator, list[tuple[str, int]]],
    metered: bool,
) -> None:
    """Count an idle day, and an hour of charging with what comes after it."""
    hass, (simulator, written) = recorded, counted
    own: dict[str, Any] = {"energy_meter": METER} if metered else {}
    await set_up(hass, make_entry, point(price=0.3, **own))
    await live(home, 600, 60)
    name = "metered" if metered else "plain"
    begun, calls = await rows(hass), len(simulator.audit)
    written.clear()
    await live(home, DAY, 60)
    tell(f"{name} idle rows", ((await rows(hass)) - begun).total())
    tell(f"{name} idle bytes", sum(size for _, size in written))
    tell(f"{name} idle calls", calls_since(simulator, calls))
    begun, calls = await rows(hass), len(simulator.audit)
    one = await rows_of_rival(hass)
    written.clear()

    def step() -> None:
        if metered:
            show(hass, round(shown(hass) + 0.03, 3))
        hass.states.async_set(
            RIVAL,
            home.state("session_state"),
            {"energy": shown(hass), "session": "one"},
        )

    await home.switch("on")
    await live(home, HOUR, 10, step)
    tell(f"{name} hour bytes", sum(size for _, size in written))
    await home.switch("off")
    await live(home, AFTER, 10, step)
    tell(f"{name} hour rows", ((await rows(hass)) - begun).total())
    tell(f"{name} hour calls", calls_since(simulator, calls))
    tell(f"{name} hour rival rows", await rows_of_rival(hass) - one)


@pytest.mark.parametrize("delay", [1, 5, 20, 60])
async def test_start_to_shown(
    entry: MockConfigEntry,
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
    delay: int,
) -> None:
    """Measure how long after the start it is shown, to a quarter of a second."""
    simulator.set_delays(start=delay, stop=3)
    begun, calls = dt_util.utcnow(), len(simulator.audit)
    await home.switch("on")
    while home.state("session_state") != "started":
        home.freezer.tick(0.25)
        async_fire_time_changed(hass)
        await home.settle()
    tell(f"shown {delay}", (dt_util.utcnow() - begun) / timedelta(seconds=1))
    tell(f"shown {delay} calls", len(simulator.audit) - calls)


async def test_ten_points(
    hass: HomeAssistant, home: Home, make_entry: MakeEntry, simulator: Simulator
) -> None:
    """Count an idle day of ten charge points with one card."""
    points = [
        charge_point_subentry(f"NL*TNM*E{number:08}*0", f"Point {number}")
        for number in range(10)
    ]
    await set_up(hass, make_entry, *points)
    calls = len(simulator.audit)
    await live(home, DAY, 60)
    tell("ten points idle calls", calls_since(simulator, calls))


@pytest.mark.parametrize("fault", ERRORS, ids=str)
async def test_an_hour_of_an_error(
    entry: MockConfigEntry, home: Home, simulator: Simulator, fault: Any
) -> None:
    """Count the calls of an hour in which all fails."""
    simulator.tokens.tokens.clear()
    simulator.audit.clear()
    spoil(simulator, fault)
    await live(home, HOUR, 5)
    tell(f"error {fault}", len(simulator.audit))


async def test_longest_hold(
    recorded: HomeAssistant, home: Home, make_entry: MakeEntry
) -> None:
    """Watch the loop for ten minutes of a car that charges, with a meter that reports each second.

    The simulator and what moves the time have their part in it, in the same thread.
    """
    hass = recorded
    entry = make_entry(card_subentry(), point(energy_meter=METER))
    store = SessionStore(hass, entry.entry_id)
    await store.async_load({})
    for number in reversed(range(KEPT_SESSIONS - 1)):
        store.kept.tracker._put(past_session(number), 0)  # noqa: SLF001
    store.kept.tracker.take_news()
    await store.async_close()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.switch("on")
    await live(home, 60, 1)
    gc.collect()
    gc.freeze()
    holds = Holds()
    async with holds.watch():
        await live(home, 600, 1, lambda: show(hass, round(shown(hass) + 0.003, 3)))
    gc.unfreeze()
    tell("hold", holds.longest_run * 1000)


INTEGRATION: Final = (tracemalloc.Filter(True, "*/custom_components/shell_ev/*"),)


def weigh() -> tuple[int, int]:
    """Return the bytes that all has asked for, and those that this integration has."""
    gc.collect()
    traces = (
        tracemalloc.take_snapshot().filter_traces(INTEGRATION).statistics("filename")
    )
    return tracemalloc.get_traced_memory()[0], sum(each.size for each in traces)


def objects() -> int:
    """Return how many blocks of memory this integration keeps.

    Their bytes go up and down with the tables of dictionaries whose entries come and go. Python's
    own cache of attributes, of 4,096 names at most, is emptied before: functions written in C look
    a name up by a text made anew, "search" for each pattern and "utcoffset" for each two times
    that are compared, and the cache keeps some of those texts for a while.
    """
    sys._clear_internal_caches()  # noqa: SLF001
    gc.collect()
    traces = (
        tracemalloc.take_snapshot().filter_traces(INTEGRATION).statistics("filename")
    )
    return sum(each.count for each in traces)


async def test_memory(
    hass: HomeAssistant, home: Home, make_entry: MakeEntry, simulator: Simulator
) -> None:
    """Weigh an account, a charge point with its entities, and days in which nothing happens."""
    entry = await set_up(hass, make_entry, point())
    await hass.config_entries.async_remove(entry.entry_id)
    tracemalloc.start()
    before, before_ours = weigh()
    entry = await set_up(hass, make_entry, point())
    one, one_ours = weigh()
    tell("account", [one - before, one_ours - before_ours])
    # The log of the API's answers has a page for each kind of them, which the first days fill.
    await live(home, FIRST_DAYS * DAY, 300)
    kept = objects()
    days = int(os.environ[DAYS])
    await live(home, days * DAY, 300)
    tell("grown", (objects() - kept) / days)
    await hass.config_entries.async_remove(entry.entry_id)
    before, before_ours = weigh()
    points = [
        charge_point_subentry(f"NL*TNM*E{number:08}*0", f"Point {number}")
        for number in range(MANY)
    ]
    await set_up(hass, make_entry, point(), *points)
    many, many_ours = weigh()
    tracemalloc.stop()
    tell("accounts", [many - before, many_ours - before_ours])
