"""Fixtures: blueprints as a person has imported them, and whole days that pass minute by minute."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
import json
import logging
import os
from pathlib import Path
import re
from typing import Any, Final
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from benchmarks.days import CHARGING_POWER
from homeassistant.components.blueprint.models import DomainBlueprints
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from simulator import Simulator
from simulator.world import CHARGING
from tests.conftest import Home, sent

FOLDER: Final = Path(__file__).parents[2] / "blueprints" / "automation"
GRID: Final = "sensor.grid_power"
"""Positive where the home takes from the grid, unless a test says otherwise; the car counts."""
PENDING_STEP: Final = 5
"""Seconds between two looks at the clock while a command is under way, as polls are then."""

_RESOLUTION: Final = 1e-6
"""Of the frozen clock, in seconds."""

_RUN: Final = re.compile("[Aa]utomation|Script")
"""Of the tasks in which automations run."""

CLOCK_CHANGES: Final = {date(2026, 10, 25): 25, date(2027, 3, 28): 23}
"""Days on which the clocks in the Netherlands are put back and forward, and how many hours they have."""

PRICE: Final = "sensor.electricity_price"

type Use = Callable[..., Coroutine[Any, Any, None]]
type At = Callable[[int], None]


@pytest.fixture(autouse=True)
async def _what_is_due_now_is_due() -> None:
    """Run timers by themselves when the frozen clock comes to them, also at the very moment.

    A float of today's seconds is coarser than what a loop takes for its clock's resolution.
    """
    loop: Any = asyncio.get_running_loop()
    loop._clock_resolution = _RESOLUTION


@pytest.fixture
def today() -> date:
    """Return the day on which the sun of the days shines, where a test names no other."""
    return date(2026, 6, 20)


@pytest.fixture(autouse=True)
async def midnight(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, today: date
) -> None:
    """Begin at midnight in the Netherlands, and go on by whole minutes.

    To be exact, half a second later: Home Assistant spreads what is due at a full minute over as long.
    """
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to(
        datetime.combine(
            today, time(microsecond=500_000), tzinfo=dt_util.get_default_time_zone()
        )
    )


@pytest.fixture(autouse=True)
def _every_template_works(caplog: pytest.LogCaptureFixture) -> Generator[None]:
    """Fail a test in which a template of a blueprint could not be rendered."""
    yield
    for record in caplog.get_records("call"):
        text = record.getMessage()
        assert record.levelno < logging.WARNING or "emplate" not in text, text


@pytest.fixture(autouse=True)
def _waits_are_not_spelled_out(caplog: pytest.LogCaptureFixture) -> None:
    """Leave out what Home Assistant logs of each wait: all variables of the run, which takes most of a day's time."""
    caplog.set_level(logging.INFO, "homeassistant.helpers.event")


@pytest.fixture
async def use(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Use]:
    """Return what makes an automation of a blueprint, as its form would.

    It is turned off in the end: what watches the clock would outlive Home Assistant.
    """
    monkeypatch.setattr(DomainBlueprints, "blueprint_folder", FOLDER)

    async def make(name: str, /, *others: dict[str, Any], **inputs: Any) -> None:
        path = f"shell_ev/{name}.yaml"
        blueprint = {"path": path, "input": inputs}
        automation = {"id": name, "alias": name, "use_blueprint": blueprint}
        # Home Assistant always has it, where a test does not listen to it.
        if not hass.services.has_service("persistent_notification", "create"):
            assert await async_setup_component(hass, "persistent_notification", {})
        assert await async_setup_component(
            hass, "automation", {"automation": [automation, *others]}
        )
        await hass.async_block_till_done()
        assert hass.states.is_state(f"automation.{name}", "on")

    yield make
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )


async def settle(hass: HomeAssistant) -> None:
    """Let everything finish that has begun, but for automations that wait for time to pass.

    Home Assistant's own way to settle would wait for those as well. The loop's clock stands still.
    """
    loop: Any = hass.loop
    while True:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        begun = hass._tasks | hass._background_tasks
        if not any(map(_is_busy, begun)) and not any(map(_acts, asyncio.all_tasks())):
            return


def _is_busy(task: asyncio.Future[Any]) -> bool:
    """Tell whether something that was begun will end by itself: all but an automation's run."""
    return not isinstance(task, asyncio.Task) or not _RUN.search(repr(task.get_coro()))


def _acts(task: asyncio.Task[Any]) -> bool:
    """Tell whether a task is an automation in the middle of an action."""
    coroutine: Any = task.get_coro()
    while coroutine is not None:
        if getattr(coroutine, "__name__", "") == "_async_step_call_service":
            return True
        coroutine = getattr(coroutine, "cr_await", None)
    return False


@dataclass
class Day:
    """A day at home, from the surplus that the sun gives to what the car made of it."""

    hass: HomeAssistant
    home: Home
    freezer: FrozenDateTimeFactory
    simulator: Simulator
    unit: str = "W"
    sign: int = -1
    """1 where the meter counts what goes to the grid, -1 where it counts what comes."""
    charging: list[bool] = field(default_factory=list)
    """Whether the car drew power, by minutes."""

    @property
    def starts(self) -> int:
        """How many starts were sent to Shell."""
        return sent(self.simulator, "start")

    async def live(
        self,
        surplus: Sequence[int | None],
        events: dict[int, Callable[[], Coroutine[Any, Any, None]]] | None = None,
    ) -> None:
        """Let minutes pass with a surplus; ``None`` is a sensor that is not there.

        ``events`` happen at the beginning of a minute of this span.
        """
        for minute, watts in enumerate(surplus):
            if events and minute in events:
                await events[minute]()
                await settle(self.hass)
            await self.minute(watts)

    async def minute(self, watts: int | None) -> None:
        """Let a minute pass: the meter shows what is left beside the car."""
        drawn = CHARGING_POWER if self._draws() else 0
        self.charging.append(bool(drawn))
        self.show(None if watts is None else watts - drawn)
        end = dt_util.utcnow() + timedelta(minutes=1)
        while (left := (end - dt_util.utcnow()).total_seconds()) > 0:
            await settle(self.hass)
            self.freezer.tick(min(left, PENDING_STEP if self._is_pending() else 60))
        await settle(self.hass)

    def show(self, watts: int | None) -> None:
        """Let the meter show what goes to the grid."""
        kilo = 1000 if self.unit == "kW" else 1
        state = "unavailable" if watts is None else str(self.sign * watts / kilo)
        self.hass.states.async_set(GRID, state, {"unit_of_measurement": self.unit})

    def _is_pending(self) -> bool:
        return self.home.state("session_state").endswith("_requested")

    def _draws(self) -> bool:
        """Ask the charge point itself, not the integration."""
        sessions = self.simulator.sessions.values()
        return any(session.state in CHARGING for session in sessions)

    def gaps(self) -> tuple[list[int], list[int]]:
        """Return the lengths of the times of charging and of the pauses between them, in minutes."""
        spans: list[tuple[bool, int]] = []
        for on in self.charging:
            if spans and spans[-1][0] is on:
                spans[-1] = (on, spans[-1][1] + 1)
            else:
                spans.append((on, 1))
        inner = spans[1:-1]
        return (
            [length for on, length in inner if on],
            [length for on, length in inner if not on],
        )


def record(name: str, **what: Any) -> None:
    """Keep what a day was like for the pictures and figures of the README, where they are made."""
    if folder := os.environ.get("SHELL_EV_FIGURES"):
        (Path(folder) / f"{name}.json").write_text(json.dumps(what))


@pytest.fixture
def day(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    freezer: FrozenDateTimeFactory,
    simulator: Simulator,
) -> Day:
    """Return a day at a home with a charge point."""
    return Day(hass, home, freezer, simulator)


@pytest.fixture
def at(freezer: FrozenDateTimeFactory) -> At:
    """Return what begins the day later, at an hour."""

    def move(hour: int) -> None:
        moment = time(hour, microsecond=500_000)
        zone = dt_util.get_default_time_zone()
        freezer.move_to(datetime.combine(dt_util.now().date(), moment, tzinfo=zone))

    return move


@pytest.fixture
def both(hass: HomeAssistant, day: Day, use: Use) -> Use:
    """Return what makes *Sun, then cheap hours* as the editor does: it is told when it is done.

    Nothing is bought where no time is named.
    """

    async def make(*others: dict[str, Any], **inputs: Any) -> None:
        inputs = {"grid": GRID, "nominal": CHARGING_POWER, "ready_by": ""} | inputs
        await use(
            "sun_then_cheap_hours",
            *others,
            charging=day.home.entity_id("charging"),
            **inputs,
        )
        await edited(hass)

    return make


async def edited(hass: HomeAssistant) -> None:
    """Tell automations that they were read anew."""
    hass.bus.async_fire("automation_reloaded")
    await settle(hass)


def show_prices(hass: HomeAssistant, *prices: float, unit: str | None = None) -> None:
    """Have the prices of today, by hours."""
    midnight = dt_util.start_of_local_day()
    listed = [
        {"start": midnight + timedelta(hours=hour), "value": price}
        for hour, price in enumerate(prices)
    ]
    attributes = {"raw_today": listed, "unit_of_measurement": unit}
    hass.states.async_set(PRICE, str(prices[0]), attributes)


def told(hass: HomeAssistant) -> list[str]:
    """Return what notifications say."""
    shown = hass.data.get("persistent_notification", {})
    return [each["message"] for each in shown.values()]


def hours(day: Day) -> list[int]:
    """Return the hours of the day, counted from when it began, in most of which the car drew power."""
    counted = range(0, len(day.charging), 60)
    return [
        minute // 60
        for minute in counted
        if sum(day.charging[minute : minute + 60]) > 45
    ]


async def again(hass: HomeAssistant, name: str = "sun_then_cheap_hours") -> None:
    """Have the automation begin anew, as after an edit or a restart: its run knows nothing."""
    automation = {"entity_id": f"automation.{name}"}
    for turn in ("turn_off", "turn_on"):
        await hass.services.async_call("automation", turn, automation, blocking=True)
    await edited(hass)


async def reload_with(hass: HomeAssistant, *automations: dict[str, Any]) -> None:
    """Save automations in the editor."""
    with patch(
        "homeassistant.config.load_yaml_config_file",
        autospec=True,
        return_value={"automation": list(automations)},
    ):
        await hass.services.async_call("automation", "reload", blocking=True)
    await settle(hass)
