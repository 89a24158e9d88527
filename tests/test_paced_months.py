"""What a sensor over a meter has waiting is written before its figure begins anew."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant

from .conftest import Home
from .metered import metering, show

pytestmark = pytest.mark.usefixtures("in_amsterdam")


async def go_to(home: Home, moment: str) -> None:
    """Let it be a time, at which what is due happens."""
    home.freezer.move_to(moment)
    async_fire_time_changed(home.hass)
    await home.settle()


@pytest.mark.parametrize("key", ["energy_this_month", "cost_this_month"])
async def test_the_months_last_word_is_written_before_the_next_begins(
    hass: HomeAssistant,
    metered: MockConfigEntry,
    home: Home,
    key: str,
) -> None:
    """Statistics add what was shown last before `last_reset`: what was not shown would be lost."""
    await go_to(home, "2026-11-30T22:30:00Z")
    await home.switch("on")
    await home.wait(40)
    show(hass, 1001)
    await go_to(home, "2026-11-30T22:58:00Z")
    show(hass, 1002)
    await home.settle()
    await go_to(home, "2026-11-30T22:59:51Z")
    assert float(home.state("energy_this_month")) == 2
    for second, reading in ((53, 1002.1), (57, 1003)):
        await go_to(home, f"2026-11-30T22:59:{second}Z")
        show(hass, reading)
        await home.settle()
    events: Any = async_capture_events(hass, EVENT_STATE_CHANGED)
    entity_id = home.entity_id(key)
    before = float(home.state(key))
    await go_to(home, "2026-11-30T23:00:00Z")
    months = [before] + [
        float(event.data["new_state"].state)
        for event in events
        if event.data["entity_id"] == entity_id
        and event.data["new_state"].attributes["last_reset"].startswith("2026-11-01")
    ]
    november = metering(metered)
    expected = november.used if key.startswith("energy") else november.cost
    assert months[-1] == pytest.approx(expected, abs=0.011)
