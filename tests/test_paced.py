"""The sensors over a meter write a state once a while, and at once what is a turn."""

from collections.abc import Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import NOON, Home
from .metered import METER, show, shown

pytestmark = pytest.mark.usefixtures("in_the_day")


@pytest.fixture
async def charging(
    metered: MockConfigEntry, home: Home, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    """Return an account with a meter whose charge point charges since 12 o'clock."""
    freezer.move_to(NOON)
    await home.switch("on")
    await home.wait(10)
    assert home.state("session_state") == "started"
    return metered


@pytest.fixture
def written(hass: HomeAssistant, charging: MockConfigEntry, home: Home) -> Any:
    """Return the times at which a sensor wrote a state since it charges."""
    events: list[Event[Any]] = async_capture_events(hass, EVENT_STATE_CHANGED)

    def times(key: str) -> list[str]:
        entity_id = home.entity_id(key)
        return [
            f"{dt_util.as_local(event.time_fired):%H:%M:%S}"
            for event in events
            if event.data["entity_id"] == entity_id
        ]

    return times


type Times = Callable[[str], list[str]]


async def step(home: Home, seconds: float, *, energy: float = 0.03) -> None:
    """Let the meter say something new after each ten seconds."""
    for _ in range(int(seconds // 10)):
        await home.wait(10)
        show(home.hass, round(shown(home.hass) + energy, 3))
        await home.settle()


async def test_a_lively_meter_is_shown_once_a_minute(
    home: Home, written: Times
) -> None:
    """Ten seconds before a full one, and with all that it said until then."""
    await step(home, 230)
    assert written("session_energy") == ["12:00:50", "12:01:50", "12:02:50", "12:03:50"]
    assert written("session_cost") == ["12:00:50", "12:01:50", "12:02:50", "12:03:50"]
    assert float(home.state("session_energy")) == pytest.approx(0.63)


async def test_the_month_is_shown_each_five_minutes(home: Home, written: Times) -> None:
    """As often as Home Assistant makes statistics of it, and each time just before."""
    await step(home, 1000)
    assert written("energy_this_month") == ["12:04:50", "12:09:50", "12:14:50"]
    assert written("cost_this_month") == ["12:04:50", "12:09:50", "12:14:50"]


async def test_a_meter_that_speaks_now_and_then_is_shown_as_it_does(
    hass: HomeAssistant, home: Home, written: Times
) -> None:
    """Nothing has been shown for a while."""
    await home.wait(100)
    show(hass, 1001)
    await home.settle()
    assert written("session_energy") == ["12:01:50"]
    assert float(home.state("session_energy")) == 1


async def test_an_end_is_shown_at_once(
    hass: HomeAssistant, home: Home, written: Times
) -> None:
    """With the meter's last word, and what it says before the session is known to be over."""
    await home.wait(100)
    for reading in (1001, 1002):
        show(hass, reading)
        await home.settle()
    assert float(home.state("session_energy")) == 1
    await home.switch("off")
    assert float(home.state("session_energy")) == 2
    await home.wait(10)
    assert home.state("session_state") == "stopped"
    show(hass, 1002.5)
    await home.settle()
    assert float(home.state("session_energy")) == 2.5
    assert float(home.state("energy_this_month")) == 2.5
    at_the_end = len(written("session_energy"))
    await home.wait(300)
    assert len(written("session_energy")) == at_the_end


async def test_an_account_that_goes_writes_nothing_any_more(
    hass: HomeAssistant, home: Home, charging: MockConfigEntry, written: Times
) -> None:
    """What was to be written in a while is not."""
    await home.wait(50)
    for reading in (1001, 1002):
        show(hass, reading)
        await home.settle()
    assert written("session_energy") == ["12:01:00"]
    await hass.config_entries.async_unload(charging.entry_id)
    await home.settle()
    times = written("session_energy")
    await home.wait(120)
    assert written("session_energy") == times


async def test_a_clock_that_was_ahead(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory, written: Times
) -> None:
    """What it set is waited for by nobody."""
    await home.wait(3600)
    show(hass, 1001)
    await home.settle()
    freezer.tick(-1800)
    async_fire_time_changed(hass)
    show(hass, 1002)
    await home.settle()
    assert float(home.state("session_energy")) == 2


async def test_a_figure_that_becomes_known_is_shown_at_once(
    hass: HomeAssistant, home: Home, metered: MockConfigEntry
) -> None:
    """A meter that was away when the session began, for one."""
    hass.states.async_set(METER, "unavailable")
    await home.switch("on")
    await home.wait(15)
    assert home.state("session_energy") == "unknown"
    show(hass, 1000)
    await home.settle()
    assert float(home.state("session_energy")) == 0
