"""A month in the life of an account: a session a day, one call in a hundred disturbed."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from simulator import Simulator
from tests.conftest import Home, sent
from tests.long.exploration import LISTENER, TOLD

DAYS = 30
DISTURBED = 0.01
DISTURBANCES: tuple[dict[str, Any], ...] = (
    {"fault": "status", "status": 500},
    {"fault": "status", "status": 503, "before": False},
    {"fault": "status", "status": 429, "retry_after": "30"},
    {"fault": "cut"},
    {"fault": "cut", "before": False},
    {"fault": "html", "status": 502, "before": False},
    {"fault": "garbage", "before": False},
    {"fault": "empty", "before": False},
    {"fault": "duplicate"},
    {"fault": "stale"},
    {"fault": "unknown_state"},
)


async def pass_time(home: Home, entry: MockConfigEntry, until: datetime) -> None:
    """Go from poll to poll until then."""
    while (left := until - dt_util.utcnow()) > timedelta():
        pace = entry.runtime_data.sessions.update_interval + timedelta(seconds=1)
        home.freezer.tick(min(pace, left))
        async_fire_time_changed(home.hass)
        await home.settle()


class Person:
    """Wants the car to charge, and does what the errors say."""

    def __init__(
        self, home: Home, entry: MockConfigEntry, simulator: Simulator
    ) -> None:
        """Live in this home."""
        self.home = home
        self.entry = entry
        self.simulator = simulator
        self.errors: Counter[str] = Counter()

    async def turn(self, on: bool) -> None:
        """Turn the switch until it is as wanted; each try sends one start at the most."""
        for _ in range(20):
            before = sent(self.simulator, "start")
            try:
                await self.home.switch("on" if on else "off")
            except HomeAssistantError as err:
                self.errors[str(err.translation_key)] += 1
            assert sent(self.simulator, "start") - before <= (1 if on else 0)
            wait = timedelta(seconds=200)
            await pass_time(self.home, self.entry, dt_util.utcnow() + wait)
            if self.home.state("charging") == ("on" if on else "off"):
                return
        raise AssertionError(f"It could not be turned {on=}")


def disturb(simulator: Simulator) -> None:
    """Let one call in a hundred go wrong, in one of many ways."""
    for disturbance in DISTURBANCES:
        simulator.inject(
            "any", probability=DISTURBED / len(DISTURBANCES), times=10**6, **disturbance
        )


async def leave(person: Person) -> None:
    """A script that starts a session is turned off in the middle."""
    task = asyncio.create_task(person.home.switch("on"))
    for _ in range(25):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await person.home.settle()


async def reload(person: Person) -> None:
    """The account is reloaded while the car charges."""
    await person.home.hass.config_entries.async_reload(person.entry.entry_id)


async def outage(person: Person) -> None:
    """Shell is away for ten minutes while the car charges."""
    person.simulator.inject("any", "status", status=503, times=10**6)
    until = dt_util.utcnow() + timedelta(minutes=10)
    await pass_time(person.home, person.entry, until)
    person.simulator.clear_faults()
    disturb(person.simulator)


BEFORE = {1: leave}
"""What happens on a day of five before the car is to charge, and in the middle of it."""
WHILE = {2: reload, 3: outage}


@pytest.mark.timeout(900)
async def test_a_month(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing is lost, nothing is doubled, nothing grows; an automation hears of each turn once."""
    assert await async_setup_component(hass, "automation", {"automation": [LISTENER]})
    told = async_capture_events(hass, TOLD)
    disturb(simulator)
    listeners = len(entry.runtime_data.sessions._listeners)
    person = Person(home, entry, simulator)
    begin = dt_util.utcnow()
    for day in range(DAYS):
        midnight = begin + timedelta(days=day)
        await pass_time(home, entry, midnight + timedelta(hours=19))
        if before := BEFORE.get(day % 5):
            await before(person)
        await person.turn(on=True)
        if meanwhile := WHILE.get(day % 5):
            await meanwhile(person)
        await pass_time(home, entry, midnight + timedelta(hours=22))
        await person.turn(on=False)
    simulator.clear_faults()
    await pass_time(home, entry, dt_util.utcnow() + timedelta(minutes=11))

    disturbed = sum(record.fault is not None for record in simulator.audit)
    print(f"\n{len(simulator.audit)} calls, {disturbed} disturbed, {person.errors=}")  # noqa: T201 - the figures of docs/reliability.md
    assert disturbed > 50
    tracker = entry.runtime_data.reader.tracker
    tracked = tracker.sessions
    assert tracked.keys() == simulator.sessions.keys()
    assert len(tracked) == DAYS
    assert {session.state for session in tracked.values()} == {"stopped"}
    assert {session.origin for session in tracked.values()} == {"here"}
    assert sorted((each.data["session_id"], each.data["kind"]) for each in told) == (
        sorted(
            (session_id, event)
            for session_id in tracked
            for event in ("started", "stopped")
        )
    )
    assert len(entry.runtime_data.sessions._listeners) == listeners
    assert not tracker.has_news
    assert len(entry.runtime_data.client.journal.calls) <= 50
    assert len(tracker._changed_at) <= DAYS
    assert tracker.intents == ()


async def test_an_idle_day(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """At most 300 calls a card; the account's tokens and its location come on top."""
    simulator.audit.clear()
    await pass_time(home, entry, dt_util.utcnow() + timedelta(days=1))
    calls = Counter(record.operation for record in simulator.audit)
    assert calls.keys() == {"active", "location", "token"}
    assert 280 <= calls["active"] <= 300
    assert calls["token"] <= 100
    assert 140 <= calls["location"] <= 144
