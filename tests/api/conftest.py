"""Fixtures: a client of the demo account."""

from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api import ShellEvClient
from simulator import Simulator
from tests.conftest import CLIENT_ID, SECRET


@pytest.fixture
async def web() -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a session of aiohttp's."""
    async with aiohttp.ClientSession() as session:
        yield session


def make(web: aiohttp.ClientSession, server: str, **changes: Any) -> ShellEvClient:
    """Return a client of the demo account."""
    secret = changes.pop("secret", SECRET)
    return ShellEvClient(web, server, CLIENT_ID, secret, clock=dt_util.now, **changes)


@pytest.fixture
def client(server: str, web: aiohttp.ClientSession) -> ShellEvClient:
    """Return a client that speaks the newest generation."""
    return make(web, server)


def count(simulator: Simulator, operation: str) -> int:
    """Return how often an operation was called."""
    return sum(record.operation == operation for record in simulator.audit)
