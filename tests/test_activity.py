"""The activity log, with a real recorder: what a session, a reload and an outage write there."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from homeassistant.components.logbook.helpers import async_determine_event_types
from homeassistant.components.logbook.processor import EventProcessor
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import HOME, Home
from simulator import Simulator

type Lines = Callable[[], Awaitable[list[str]]]


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


@pytest.fixture
async def lines(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
) -> Lines:
    """Return what reads the lines since it was asked last, as the dashboard's log shows them."""
    assert await async_setup_component(hass, "logbook", {})
    session = [home.entity_id("session")]
    await home.wait(1)
    begin = dt_util.utcnow()

    async def read() -> list[str]:
        nonlocal begin
        await async_wait_recording_done(hass)
        since, begin = begin, dt_util.utcnow()
        types = async_determine_event_types(hass, session, None)
        log = EventProcessor(hass, types, session)
        found = await get_instance(hass).async_add_executor_job(
            log.get_events, since, begin
        )
        await home.wait(1)
        return [
            line.get("message")
            or line.get("attributes", {}).get("event_type")
            or line["state"]
            for line in found
        ]

    return read


async def charge(home: Home, seconds: float) -> None:
    """Have one session at home, and all that comes after it."""
    await home.switch("on")
    await home.wait(seconds)
    await home.switch("off")
    await home.wait(600)


async def test_a_session_is_two_lines(lines: Lines, home: Home) -> None:
    """It started, and it stopped: 105 seconds or an hour."""
    await charge(home, 105)
    assert await lines() == ["started", "stopped"]
    await charge(home, 3600)
    assert await lines() == ["started", "stopped"]


async def test_a_failure_is_told_once(
    hass: HomeAssistant,
    lines: Lines,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """With its reason; a reload does not tell it again, and what comes after it is told."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(60)
    reason, event = await lines()
    assert reason.startswith("Plug in the car first")
    assert event == "start_failed"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(60)
    assert await lines() == ["unavailable", "unknown"]
    simulator.plug(HOME, True)
    await charge(home, 105)
    assert await lines() == ["started", "stopped"]


async def test_an_outage_tells_nothing_of_old(
    lines: Lines, home: Home, simulator: Simulator
) -> None:
    """Shell is away for half an hour: no session began or ended by that."""
    await charge(home, 105)
    assert await lines() == ["started", "stopped"]
    simulator.inject("active", "status", status=503, times=999)
    await home.wait(1800)
    assert home.state("session_state") == "unavailable"
    simulator.clear_faults()
    await home.wait(1800)
    assert home.state("session_state") == "stopped"
    assert await lines() == []
