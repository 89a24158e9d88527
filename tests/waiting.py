"""For tests of what goes on while Shell has not answered: nothing here waits for all to settle."""

import asyncio
from collections.abc import Callable
from typing import Any

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from .conftest import Home

TURNS = 10_000
"""Of the event loop: far more than a call to the simulator and back takes."""


async def until(condition: Callable[[], bool]) -> None:
    """Wait for the server, which lives in the same loop."""
    for _ in range(TURNS):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("It did not happen")


async def turns(number: int = 300) -> None:
    """Let happen what needs no time."""
    for _ in range(number):
        await asyncio.sleep(0)


async def later(home: Home, seconds: float) -> None:
    """Let time pass in one step while something hangs."""
    home.freezer.tick(seconds)
    async_fire_time_changed(home.hass)
    await turns()


async def cancelled(task: asyncio.Task[Any]) -> None:
    """Cancel a caller, as a script that is turned off or a connection that is closed."""
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    await turns()


def afterwards(entry: MockConfigEntry, disturb: Callable[[], None]) -> None:
    """Let something happen right after the next reading of a card's active sessions."""
    reader = entry.runtime_data.reader
    read_active = reader.read_active

    async def read_and_disturb(*args: Any) -> Any:
        reader.read_active = read_active
        result = await read_active(*args)
        disturb()
        return result

    reader.read_active = read_and_disturb
