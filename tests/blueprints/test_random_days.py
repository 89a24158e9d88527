"""Random days with all blueprints at one charge point, and people, cards and restarts among them."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
import os
from random import Random
from typing import Any

import pytest

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .conftest import GRID, Day, Use, settle
from .test_cheap_hours import PRICE, slots
from tests.conftest import CARD, HOME

DAYS = int(os.environ.get("SHELL_EV_DAYS", "4"))
"""How many are lived; each with a seed of its own, by which it can be lived again."""
pytestmark = pytest.mark.timeout(900)
"""Whole days take their time on a slow machine."""

PLUG = "binary_sensor.car_plugged_in"
SUN_THEN_CHEAP, SOLAR, CHEAP, STOP_AT = "5c4ea2c0", "501a2c0e", "c4ea2c0e", "570ba2c0"
STARTING = (SUN_THEN_CHEAP, SOLAR, CHEAP)
"""What the RequestIds of the blueprints begin with: those that start, and the one that only stops."""
OURS = (*STARTING, STOP_AT)
LEAVE = 7 * 60
"""When the car has to be ready, in minutes of the day."""
HOURS = 2
MOST_STARTS = 3
SPARE = 6
"""Minutes that the last of two hours may be short: it is not worth a start."""
MINUTES = 13 * 60
"""From midnight: a night of prices, the departure, and a morning in which the sun comes and goes."""
SUNRISE = 7 * 60 + 30


def changing_sun(rng: Random) -> list[int]:
    """Return a surplus that is dark until the morning, then high and low for minutes or an hour."""
    surplus = [-400] * SUNRISE
    while len(surplus) < MINUTES:
        watts = rng.choice([-300, 1200, 2000, CHARGING_POWER, 4500])
        surplus += [watts] * rng.randint(3, 60)
    return surplus[:MINUTES]


@dataclass
class People:
    """What persons do, by their switch, at the charge point and with their car."""

    hass: HomeAssistant
    day: Day
    rng: Random
    refusals: list[datetime] = field(default_factory=list)
    """When a person has ended a session."""
    arrivals: list[datetime] = field(default_factory=list)
    """When the car was plugged in again."""

    async def stop_by_switch(self) -> None:
        """Stop what runs; a refusal is a person's only where it was taken."""
        await self._switch("off")

    async def start_by_switch(self) -> None:
        """Start, where nothing runs."""
        await self._switch("on")

    async def stop_in_the_app(self) -> None:
        """Stop what runs, unseen by Home Assistant until it asks."""
        for session_id, session in self.day.simulator.sessions.items():
            if not session.ended:
                self.day.simulator.end_session(session_id)
                self.refusals.append(dt_util.utcnow())

    async def start_by_card(self) -> None:
        """Start at the charge point, where it is free and the car is there."""
        if all(each.ended for each in self.day.simulator.sessions.values()):
            self.day.simulator.start_by_card(CARD, HOME)

    async def leave(self) -> None:
        """Drive away."""
        self.hass.states.async_set(PLUG, "off")
        self.day.simulator.plug(HOME, False)

    async def come_back(self) -> None:
        """Come home and plug in."""
        self.hass.states.async_set(PLUG, "on")
        self.day.simulator.plug(HOME, True)
        # A session has begun at a full second.
        self.arrivals.append(dt_util.utcnow().replace(microsecond=0))

    async def restart(self) -> None:
        """Lose all that only runs, as a restart of Home Assistant does."""
        everything = {"entity_id": "all"}
        call = self.hass.services.async_call
        await call("automation", "turn_off", everything, blocking=True)
        (entry,) = self.hass.config_entries.async_entries("shell_ev")
        await self.hass.config_entries.async_reload(entry.entry_id)
        await call("automation", "turn_on", everything, blocking=True)

    async def _switch(self, turn: str) -> None:
        runs = any(not each.ended for each in self.day.simulator.sessions.values())
        try:
            await self.day.home.switch(turn)
        except HomeAssistantError:
            # Too soon after the opposite, or in the middle of it: the person has heard so.
            return
        if turn == "off" and runs:
            self.refusals.append(dt_util.utcnow())

    def plans(self) -> dict[int, Callable[[], Coroutine[Any, Any, None]]]:
        """Return what happens in which minute: of everything something."""
        deeds = [
            self.stop_by_switch,
            self.start_by_switch,
            self.stop_in_the_app,
            self.start_by_card,
            self.restart,
        ]
        minutes = self.rng.sample(range(20, MINUTES - 60), 8)
        plans: dict[int, Callable[[], Coroutine[Any, Any, None]]] = {
            minute: self.rng.choice(deeds) for minute in minutes
        }
        away = self.rng.randint(LEAVE + 10, MINUTES - 150)
        plans[away] = self.leave
        plans[away + self.rng.randint(15, 60)] = self.come_back
        return plans


async def all_blueprints(day: Day, use: Use, rng: Random) -> None:
    """Make an automation of every blueprint that starts or stops, all at the same charge point.

    Of several that want the same at the same moment, the one that was made first is mostly first.
    """
    charging = day.home.entity_id("charging")
    sun: dict[str, Any] = {
        "grid": GRID,
        "nominal": CHARGING_POWER,
        "most_starts": MOST_STARTS,
        "plugged": PLUG,
    }
    inputs: dict[str, dict[str, Any]] = {
        "sun_then_cheap_hours": sun | {"prices": PRICE, "hours": HOURS},
        "solar_surplus": sun,
        "cheap_hours": {"price": PRICE, "hours": HOURS, "plugged": PLUG},
        "stop_at": {"duration": HOURS + 1},
    }
    first, *others = rng.sample(sorted(inputs), len(inputs))
    automations = [
        {
            "id": name,
            "alias": name,
            "use_blueprint": {
                "path": f"shell_ev/{name}.yaml",
                "input": {"charging": charging, **inputs[name]},
            },
        }
        for name in others
    ]
    await use(first, *automations, charging=charging, **inputs[first])


def mark(request_id: str | None) -> str:
    """Return what a RequestId begins with."""
    return (request_id or "").partition("-")[0]


def minute_of(text: str) -> int:
    """Return the minute of the day of a time in a response."""
    moment = dt_util.as_local(datetime.fromisoformat(text))
    return moment.hour * 60 + moment.minute


def check_the_starts(sessions: list[dict[str, Any]]) -> None:
    """Check that nobody started more often than allowed."""
    for blueprint in STARTING:
        by_sun = [
            each
            for each in sessions
            if mark(each["start_request_id"]) == blueprint
            and each["started_at"]
            and minute_of(each["started_at"]) >= SUNRISE
        ]
        assert len(by_sun) <= MOST_STARTS, blueprint


def check_the_stops(sessions: list[dict[str, Any]]) -> None:
    """Check that a session is ended by its own blueprint, by *Stop at*, or by nobody of ours."""
    for each in sessions:
        stopped_by = mark(each["stop_request_id"])
        if stopped_by in STARTING:
            assert stopped_by == mark(each["start_request_id"]), each


def refused(sessions: list[dict[str, Any]], people: People) -> list[datetime]:
    """Return when a session of ours was ended by a person, or by *Stop at*."""
    stops = []
    for each in sessions:
        if mark(each["start_request_id"]) not in STARTING or not each["stopped_at"]:
            continue
        stopped = datetime.fromisoformat(each["stopped_at"])
        # Where ours came first, the person's changed nothing, and nobody hears of it.
        by_person = mark(each["stop_request_id"]) not in OURS and any(
            abs((stopped - refusal).total_seconds()) < 60 for refusal in people.refusals
        )
        if by_person or mark(each["stop_request_id"]) == STOP_AT:
            stops.append(stopped)
    return stops


def check_the_refusals(sessions: list[dict[str, Any]], people: People) -> None:
    """Check that nothing of ours starts after a person's stop, until the car was away or it is over.

    Before the departure that is the wish for the night and for the sun, after it all of the day.
    """
    for stop in refused(sessions, people):
        lifted = [moment for moment in people.arrivals if moment > stop]
        for each in sessions:
            blueprint = mark(each["start_request_id"])
            if blueprint not in STARTING or not each["started_at"]:
                continue
            started = datetime.fromisoformat(each["started_at"])
            over = (
                blueprint != SOLAR
                and minute_of(each["started_at"]) >= LEAVE
                and minute_of(stop.isoformat()) < LEAVE
            )
            if started > stop and not over:
                assert any(moment <= started for moment in lifted), each


@pytest.mark.parametrize("seed", [*range(DAYS), 15])
async def test_promises_of_a_random_day(
    hass: HomeAssistant, day: Day, use: Use, seed: int
) -> None:
    """All are kept, whoever does whatever whenever."""
    rng = Random(f"random day {seed}")
    prices = [round(rng.uniform(0.05, 0.4), 3) for _ in range(24)]
    today = slots(dt_util.start_of_local_day(), prices, "start", "value")
    hass.states.async_set(PRICE, "0.3", {"raw_today": today})
    hass.states.async_set(PLUG, "on")
    await all_blueprints(day, use, Random(f"order {seed}"))
    people = People(hass, day, rng)
    await day.live(changing_sun(rng), people.plans())
    await settle(hass)
    response = await day.home.act(
        "list_sessions",
        charge_point=day.home.device_id("Home"),
        **{"from": dt_util.start_of_local_day().isoformat()},
    )
    sessions = response["sessions"]
    check_the_starts(sessions)
    check_the_stops(sessions)
    check_the_refusals(sessions, people)
    night = [
        stop
        for stop in refused(sessions, people)
        if minute_of(stop.isoformat()) < LEAVE
    ]
    if not night:
        assert sum(day.charging[:LEAVE]) >= 60 * HOURS - SPARE
    # The day was not dull: something of ours has charged, and something else happened to it.
    assert any(mark(each["start_request_id"]) in STARTING for each in sessions)
    assert len(sessions) >= 2
