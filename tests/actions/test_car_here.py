"""Since when the car has been here, which the list of sessions tells an automation."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.core import DBInterruptibleThreadPoolExecutor
from homeassistant.core import Context, CoreState, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.util import dt as dt_util

from custom_components.shell_ev.const import DOMAIN
from tests.conftest import Home, card_subentry, charge_point_subentry

PLUG = "binary_sensor.car_plugged_in"
CAR = "sensor.car_battery"
AWAY = "unavailable"

type Course = Sequence[tuple[float, str]]
"""What an entity shows, and for how many hours."""


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


@pytest.fixture(autouse=True)
async def _at_home(in_amsterdam: None, freezer: FrozenDateTimeFactory) -> None:
    """Live in Amsterdam, at midnight of a day in summer."""
    freezer.move_to("2026-06-19T22:00:00Z")


@pytest.fixture
async def recorded(recorder_mock: Recorder, entry: MockConfigEntry) -> Recorder:
    """Return a recorder that keeps all states, beside an account."""
    return recorder_mock


async def show(home: Home, entity_id: str, course: Course) -> None:
    """Let an entity go through its states."""
    for hours, state in course:
        home.hass.states.async_set(entity_id, state)
        home.freezer.tick(timedelta(hours=hours))


async def since(home: Home, **sensors: str) -> str | None:
    """Ask for it as an automation does, when all is written down."""
    await async_wait_recording_done(home.hass)
    answer: str | None = (await home.act("list_sessions", **sensors))["car_here_since"]
    return answer


@contextmanager
def statements(recorder: Recorder) -> Generator[list[str]]:
    """Collect what the database is asked for states."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FROM states " in statement:
            asked.append(statement)

    event.listen(recorder.engine, "before_cursor_execute", note)
    yield asked
    event.remove(recorder.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("course", "hour"),
    [
        pytest.param([(1, "off"), (2, "on")], 1, id="plugged in"),
        pytest.param([(1, "on"), (1, "off"), (1, "on")], 2, id="away and back"),
        pytest.param(
            [(1, "off"), (2, "on"), (0.1, AWAY), (2, "on")],
            1,
            id="a gap while plugged in",
        ),
        pytest.param(
            [(1, "off"), (1, AWAY), (1, "unknown"), (2, "on")], 1, id="back in a gap"
        ),
        pytest.param([(1, "off"), (1, "on"), (1, AWAY)], 1, id="in a gap now"),
        pytest.param([(1, "off"), (1, "on"), (1, "off"), (1, AWAY)], None, id="left"),
        pytest.param([(1, "off"), (1, "on"), (1, "off")], None, id="away"),
        pytest.param([(1, "on"), (1, AWAY), (1, "on")], None, id="here all along"),
        pytest.param([(1, AWAY), (1, "unknown")], None, id="never known"),
        pytest.param(
            [(1, "off"), (90, "on"), (1, AWAY), (1, "on")], None, id="days ago"
        ),
        pytest.param([(80, "off"), (1, "on")], 80, id="away for days"),
    ],
)
async def test_the_plug_sensor(
    recorded: Recorder, home: Home, course: Course, hour: float | None
) -> None:
    """Only "off" says that the car was away; a sensor that is away says nothing."""
    midnight = dt_util.now()
    await show(home, PLUG, course)
    expected = None if hour is None else (midnight + timedelta(hours=hour)).isoformat()
    assert await since(home, plug_sensor=PLUG) == expected


@pytest.mark.parametrize(
    ("course", "hour"),
    [
        pytest.param([(1, "50"), (1, "70"), (1, "40")], 2, id="drove"),
        pytest.param([(1, "80"), (1, "74"), (1, "73"), (1, "68")], 3, id="on the way"),
        pytest.param([(1, "80"), (1, "78"), (1, "76")], None, id="rounded"),
        pytest.param([(1, "80"), (1, AWAY), (1, "30"), (1, "40")], 2, id="asleep"),
        pytest.param([(1, "80"), (1, "nan"), (1, "-20"), (1, "79")], None, id="absurd"),
        pytest.param([(1, AWAY)], None, id="never known"),
    ],
)
async def test_the_state_of_charge(
    recorded: Recorder, home: Home, course: Course, hour: float | None
) -> None:
    """A car that has lost 5 points drove; the last of that is when it was back."""
    midnight = dt_util.now()
    await show(home, CAR, course)
    expected = None if hour is None else (midnight + timedelta(hours=hour)).isoformat()
    assert await since(home, state_of_charge=CAR) == expected


async def test_both_sensors(recorded: Recorder, home: Home) -> None:
    """The later of the two; a car that is not plugged in is not here, wherever it drove."""
    sensors = {"plug_sensor": PLUG, "state_of_charge": CAR}
    await show(home, PLUG, [(1, "off"), (1, "on")])
    await show(home, CAR, [(1, "70"), (1, "40")])
    assert await since(home, **sensors) == "2026-06-20T03:00:00+02:00"
    await show(home, PLUG, [(1, "off"), (1, "on")])
    assert await since(home, **sensors) == "2026-06-20T05:00:00+02:00"
    await show(home, PLUG, [(1, "off")])
    assert await since(home, **sensors) is None


@pytest.mark.parametrize("sensors", [{}, {"plug_sensor": "", "state_of_charge": ""}])
async def test_no_sensor(
    recorded: Recorder, home: Home, sensors: dict[str, str]
) -> None:
    """Nothing is known, and the recorder is left alone."""
    with statements(recorded) as asked:
        assert await since(home, **sensors) is None
    assert asked == []


async def test_over_a_restart(
    recorded: Recorder, hass: HomeAssistant, home: Home
) -> None:
    """Every entity is told anew then: a state changed no longer ago than that."""
    await show(home, PLUG, [(1, "off"), (3, "on")])
    hass.states.async_remove(PLUG)
    assert await since(home, plug_sensor=PLUG) == "2026-06-20T01:00:00+02:00"
    await show(home, PLUG, [(0.1, AWAY), (1, "on")])
    assert await since(home, plug_sensor=PLUG) == "2026-06-20T01:00:00+02:00"


async def test_what_is_not_written_down_yet(
    recorded: Recorder, hass: HomeAssistant, home: Home
) -> None:
    """The recorder writes every few seconds; the car is plugged in now."""
    await show(home, PLUG, [(1, "off")])
    await async_wait_recording_done(hass)
    with patch.object(recorded, "queue_task"):
        await show(home, PLUG, [(0.001, "on")])
        response = await home.act("list_sessions", plug_sensor=PLUG)
    assert response["car_here_since"] == "2026-06-20T01:00:00+02:00"


async def test_one_query_for_each_entity(recorded: Recorder, home: Home) -> None:
    """However much it has told; a minute's look at the list costs the database little."""
    await show(home, PLUG, [(0.1, "off"), (0.1, "on")] * 100)
    await show(home, CAR, [(0.1, str(level)) for level in range(20, 80)])
    await async_wait_recording_done(home.hass)
    with statements(recorded) as asked:
        await since(home, plug_sensor=PLUG, state_of_charge=CAR)
    assert len(asked) == 2
    assert all("LIMIT" in statement for statement in asked)


async def test_more_than_is_read(
    recorded: Recorder, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more changes only the oldest would be read: they are not taken for the last."""
    monkeypatch.setattr("custom_components.shell_ev.actions.car_here._MOST_CHANGES", 6)
    await show(home, CAR, [(1, "70"), (1, "40"), (1, "50")])
    assert await since(home, state_of_charge=CAR) == "2026-06-20T01:00:00+02:00"
    await show(home, CAR, [(1, str(level)) for level in range(51, 56)])
    assert await since(home, state_of_charge=CAR) is None


@pytest.mark.parametrize("failure", ["closed", "broken", "slow"])
async def test_a_recorder_that_gives_nothing(
    recorded: Recorder,
    hass: HomeAssistant,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    failure: str,
) -> None:
    """The list is told all the same; since when, as far as the state knows."""
    await show(home, PLUG, [(1, "off"), (1, "on")])
    await async_wait_recording_done(hass)
    begin = dt_util.now()
    if failure == "closed":
        closed = DBInterruptibleThreadPoolExecutor(
            set(), max_workers=1, shutdown_hook=lambda: None
        )
        closed.shutdown()
        monkeypatch.setattr(recorded, "_db_executor", closed)
    elif failure == "broken":
        event.listen(recorded.engine, "before_cursor_execute", _refuse_history)
    else:
        monkeypatch.setattr(
            "custom_components.shell_ev.actions.car_here._ANSWERED_WITHIN", 0
        )
    response = await home.act("list_sessions", plug_sensor=PLUG, state_of_charge=CAR)
    assert response["car_here_since"] == (begin - timedelta(hours=1)).isoformat()
    assert response["sessions"] == []


def _refuse_history(_: Any, __: Any, statement: str, *___: Any) -> None:
    """Answer as a database does that is locked or broken."""
    if "FROM states " in statement:
        raise OperationalError(statement, None, Exception("database is locked"))


@pytest.mark.usefixtures("entry")
async def test_without_a_recorder(hass: HomeAssistant, home: Home) -> None:
    """The state of the plug sensor tells since when, but for what came with Home Assistant's start."""

    async def ask(**sensors: str) -> Any:
        return (await home.act("list_sessions", **sensors))["car_here_since"]

    assert await ask(plug_sensor=PLUG) is None
    await show(home, PLUG, [(0.1, "on")])
    assert await ask(plug_sensor=PLUG) is None
    await show(home, PLUG, [(1, "off")])
    assert await ask(plug_sensor=PLUG) is None
    await show(home, PLUG, [(1, "on")])
    assert await ask(plug_sensor=PLUG) == "2026-06-20T01:06:00+02:00"
    await show(home, CAR, [(1, "70"), (1, "40")])
    assert await ask(state_of_charge=CAR) is None


async def test_without_a_recorder_while_home_assistant_starts(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """What a sensor tells before Home Assistant has started, it may have known for long."""
    hass.set_state(CoreState.starting)
    entry = make_entry(card_subentry(), charge_point_subentry())
    assert await hass.config_entries.async_setup(entry.entry_id)
    await show(home, PLUG, [(1, "on")])
    response = await home.act("list_sessions", plug_sensor=PLUG)
    assert response["car_here_since"] is None


async def test_who_may_ask(recorded: Recorder, hass: HomeAssistant) -> None:
    """Whoever may read the sensors."""
    user = MockUser().add_to_hass(hass)
    mine = {"calendar.card_sessions": {POLICY_READ: True}, PLUG: {POLICY_READ: True}}
    user.mock_policy({"entities": {"entity_ids": mine}})

    async def ask(**sensors: str) -> Any:
        return await hass.services.async_call(
            DOMAIN,
            "list_sessions",
            sensors,
            blocking=True,
            return_response=True,
            context=Context(user_id=user.id),
        )

    assert (await ask(plug_sensor=PLUG))["car_here_since"] is None
    with pytest.raises(Unauthorized):
        await ask(plug_sensor=PLUG, state_of_charge=CAR)
