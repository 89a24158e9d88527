"""How long after the start a person sees that it charges, whatever the operator takes for it."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import Home
from simulator import Simulator

TICK = 0.25
"""Seconds; by so much it may be told too late here."""

MOST_CALLS = 50
"""Two a look, and 24 looks in two minutes at the most seen, whatever part of a second the clock shows."""


@pytest.mark.parametrize("second_begun", [0, 0.1, 0.6])
@pytest.mark.parametrize("delay", [0, 1, 3, 5, 9, 20, 33, 60, 120])
async def test_start_to_shown(
    entry: MockConfigEntry,
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
    delay: int,
    second_begun: float,
) -> None:
    """That it was asked for at once; that it charges two seconds later, or a quarter of the delay."""
    home.freezer.move_to(
        dt_util.utcnow().replace(microsecond=round(second_begun * 1e6))
    )
    simulator.set_delays(start=delay, stop=3)
    begun, calls = dt_util.utcnow(), len(simulator.audit)
    await home.switch("on")
    assert dt_util.utcnow() == begun
    assert home.state("charging") == "on"
    while home.state("session_state") != "started":
        assert home.state("session_state") == "start_requested"
        home.freezer.tick(TICK)
        async_fire_time_changed(hass)
        await home.settle()
    took = (dt_util.utcnow() - begun) / timedelta(seconds=1)
    assert delay <= took <= delay + max(2, delay / 4) + TICK
    assert len(simulator.audit) - calls <= MOST_CALLS
