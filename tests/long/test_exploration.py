"""Exactly once, whatever happens: properties over random lives of an account.

``SHELL_EV_SOAK_SECONDS`` and ``SHELL_EV_SOAK_SEED`` make it a longer run over other lives, as
``scripts/soak`` does; without them the lives are the same every time.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
import os
from pathlib import Path
from time import CLOCK_MONOTONIC, clock_gettime
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from simulator import Simulator
from tests.conftest import OFFICE, Home, card_subentry, charge_point_subentry
from tests.long.exploration import LISTENER, STEPS, Life, Step, Tally

LIVES = 120
SOAK_SECONDS = float(os.environ.get("SHELL_EV_SOAK_SECONDS", "0"))
SOAK_SEED = int(os.environ.get("SHELL_EV_SOAK_SEED", "0"))
REPORT = os.environ.get("SHELL_EV_SOAK_REPORT")


@pytest.mark.timeout(SOAK_SECONDS + 900)
async def test_exactly_once(
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
    hass_storage: dict[str, Any],
) -> None:
    """No start is doubled, no session lost, no turn of it told twice."""
    tally = Tally()
    assert await async_setup_component(hass, "automation", {"automation": [LISTENER]})
    await hass.async_block_till_done()

    def make() -> MockConfigEntry:
        return make_entry(
            card_subentry(),
            charge_point_subentry(),
            charge_point_subentry(OFFICE, "Office"),
            options={"guard_time": 5},
        )

    async def live(steps: list[Step]) -> None:
        await Life(hass, home, simulator, make, hass_storage, tally).live(steps)

    def run(number: int) -> None:
        @settings(
            max_examples=LIVES,
            deadline=None,
            derandomize=not SOAK_SECONDS,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(STEPS)
        def explore(steps: list[Step]) -> None:
            asyncio.run_coroutine_threadsafe(live(steps), hass.loop).result()

        if SOAK_SECONDS:
            explore = seed(SOAK_SEED + number)(explore)
        explore()

    # Hypothesis is not asynchronous: it drives the loop from a thread of its own. The clock is
    # the machine's, for the tests' own stands still.
    end = clock_gettime(CLOCK_MONOTONIC) + SOAK_SECONDS
    with ThreadPoolExecutor(1) as thread:
        number = 0
        while number == 0 or clock_gettime(CLOCK_MONOTONIC) < end:
            await asyncio.get_running_loop().run_in_executor(thread, run, number)
            number += 1
    assert tally.steps > 1000
    assert min(tally.left, tally.reloads, tally.outages) > 10
    if REPORT:
        await hass.async_add_executor_job(Path(REPORT).write_text, f"{tally}\n")
