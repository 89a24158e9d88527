"""Fixtures: a simulator with a clock of its own, on a real socket, and a caller that asks it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, TCPConnector
from aiohttp.resolver import ThreadedResolver
import pytest

from .caller import Caller, Clock
from .reports import report
from simulator import Simulator


@pytest.fixture(autouse=True)
def _no_secret_is_logged() -> None:
    """The simulator's demo secrets are not secret."""


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still until it is moved."""
    return Clock()


@pytest.fixture
def sim(clock: Clock) -> Simulator:
    """Return a simulator that lives by that clock."""
    return Simulator(seed=1, clock=clock)


@pytest.fixture
async def url(sim: Simulator, socket_enabled: None) -> AsyncGenerator[str]:
    """Serve it and return its address."""
    async with sim.serve() as address:
        yield address


@pytest.fixture
async def session(socket_enabled: None) -> AsyncGenerator[ClientSession]:
    """Return an HTTP client."""
    async with ClientSession(
        connector=TCPConnector(resolver=ThreadedResolver())
    ) as client:
        yield client


@pytest.fixture
def caller_of(url: str, session: ClientSession) -> Callable[[str], Caller]:
    """Return what makes a caller of a generation; it has no token yet."""
    return lambda generation: Caller(session, url, generation)


@pytest.fixture
async def api(caller_of: Callable[[str], Caller]) -> Caller:
    """Return a caller of the current generation, with a token."""
    return await caller_of("D").log_in()


@pytest.fixture(params=["A", "B", "C", "D"])
async def each(
    request: pytest.FixtureRequest, caller_of: Callable[[str], Caller]
) -> Caller:
    """Return a caller of every generation in turn, with a token."""
    return await caller_of(request.param).log_in()


@pytest.fixture
def like(clock: Clock, session: ClientSession) -> Callable[..., Any]:
    """Return what serves in the shapes of a report, and gives a caller with a token."""

    @asynccontextmanager
    async def serve(
        *operations: dict[str, Any], generation: str = "D"
    ) -> AsyncGenerator[tuple[Simulator, Caller]]:
        simulator = Simulator(seed=1, clock=clock, like=report(*operations))
        async with simulator.serve() as url:
            yield simulator, await Caller(session, url, generation).log_in()

    return serve
