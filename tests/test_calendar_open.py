"""A calendar that stays open, as one on a wall, is sent what becomes known."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from homeassistant.components.calendar import DATA_COMPONENT
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import NOON, Home
from .metered import charge, end, show
from custom_components.shell_ev.const import DOMAIN

pytestmark = pytest.mark.usefixtures("in_amsterdam")


@pytest.fixture
async def sent(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    metered: MockConfigEntry,
    home: Home,
) -> list[str]:
    """Return the lines of the last session that an open calendar is sent from its end on."""
    freezer.move_to(NOON)
    await charge(hass, home, 1001)
    await end(home)
    lines: list[str] = []
    entity = hass.data[DATA_COMPONENT].get_entity(home.entity_id("calendar", "Card"))
    assert entity
    today = dt_util.start_of_local_day()

    def note(events: Any) -> None:
        lines.append(events[-1]["summary"])

    entity.async_subscribe_events(today, today + timedelta(days=1), note)
    await home.wait(900)
    return lines


def rows(hass: HomeAssistant, home: Home) -> Any:
    """Return what collects the states that the calendar writes."""
    entity_id = home.entity_id("calendar", "Card")
    return async_capture_events(hass, EVENT_STATE_CHANGED), entity_id


async def test_the_meters_last_word(
    hass: HomeAssistant, home: Home, sent: list[str]
) -> None:
    """It comes after the last turn, and takes no state."""
    written, entity_id = rows(hass, home)
    show(hass, 1008)
    await home.settle()
    assert float(home.state("session_energy")) == 8
    assert "8.0 kWh" in sent[-1]
    assert not [each for each in written if each.data["entity_id"] == entity_id]


async def test_a_bill(
    hass: HomeAssistant, home: Home, metered: MockConfigEntry, sent: list[str]
) -> None:
    """As soon as it is entered."""
    (key,) = metered.runtime_data.reader.tracker.sessions
    await hass.services.async_call(
        DOMAIN,
        "set_session_figures",
        {"session_id": key, "energy": 9.5},
        blocking=True,
    )
    await home.settle()
    assert "9.5 kWh" in sent[-1]


async def test_a_lively_meter(hass: HomeAssistant, home: Home, sent: list[str]) -> None:
    """What moves is sent once a minute, with what it has come to."""
    await home.switch("on")
    await home.wait(60)
    show(hass, 1008)
    await home.wait(60)
    sent.clear()
    for second in range(180):
        show(hass, 1008 + second / 100)
        await home.wait(1)
    assert 3 <= len(sent) <= 4
    await home.wait(60)
    assert "8.8 kWh" in sent[-1]


async def test_nothing_new(home: Home, sent: list[str]) -> None:
    """Nothing is sent."""
    sent.clear()
    await home.wait(1200)
    assert not sent
