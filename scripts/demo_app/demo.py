"""A demo that runs: the simulator, Home Assistant, and the account that joins them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import aiohttp

from . import account, dashboard, history
from .children import HOST, Child, running
from .home_assistant import PASSWORD, USERNAME, HomeAssistant, Json, http_session
from .house import House
from .living import LivingHouse, living
from .state import ROOT, Ports, is_new, prepare
from .year import made_up_year

RESTART_CODE: Final = 100
"""Home Assistant ends with it when it was asked, in its user interface, to start again."""

CONSOLE_LOG: Final = "home-assistant.console.log"
MOVING_IN_LOG: Final = "home-assistant.moving-in.log"

_CHARGING: Final = frozenset({"started", "stop-requested", "failed-to-stop"})
"""The states of a session in which the car draws its power."""

_SEED: Final = 1
"""Of the map, the weather and the year."""
_MOVING_IN: Final = "moving-in"
"""Names a file that is there until a new demo has all it begins with."""

_SIMULATOR_SECONDS: Final = 15
_START_SECONDS: Final = 90
"""Far more than it takes: a first start on a slow machine compiles everything."""
_LOAD_SECONDS: Final = 20
_END_SECONDS: Final = 20


@dataclass(frozen=True)
class Simulator:
    """The simulated Shell, by its control API."""

    session: aiohttp.ClientSession
    url: str

    async def answers(self) -> bool:
        """Return whether it serves."""
        try:
            async with self.session.get(f"{self.url}/_simulator/state") as response:
                return response.ok
        except aiohttp.ClientError:
            return False

    async def audit(self) -> Json:
        """Return its log of requests."""
        async with self.session.get(f"{self.url}/_simulator/audit") as response:
            response.raise_for_status()
            return await response.json()

    async def card_charging_at(self, evse_id: str) -> str | None:
        """Return the card of the session that runs at an EVSE."""
        async with self.session.get(f"{self.url}/_simulator/state") as response:
            response.raise_for_status()
            state = await response.json()
        cards = (
            session["emaId"]
            for session in state["sessions"]
            if session["evseId"] == evse_id and session["state"] in _CHARGING
        )
        return next(cards, None)

    async def set_service(self, evse_id: str, in_service: bool) -> None:
        """Take an EVSE out of service, or back into it."""
        await self._post(f"evses/{evse_id}", in_service=in_service)

    async def plug(self, evse_id: str, plugged: bool) -> None:
        """Plug a car in at an EVSE, or out."""
        await self._post(f"evses/{evse_id}", plugged=plugged)

    async def start_by_card(self, ema_id: str, evse_id: str) -> None:
        """Begin a session with a charge card held to the charge point."""
        await self._post("sessions", emaId=ema_id, evseId=evse_id)

    async def set_delays(self, *, start: float, stop: float) -> None:
        """Let a start and a stop take so many seconds until they have come about."""
        await self._post("delays", start=start, stop=stop)

    async def fail_all(self) -> None:
        """Answer everything with an error, until told otherwise."""
        await self._post(
            "faults", operation="any", fault="status", status=503, times=9999
        )

    async def refuse_cards(self) -> None:
        """Refuse to list the sessions of any card, until told otherwise."""
        await self._post(
            "faults", operation="active", fault="status", status=400, times=9999
        )

    async def refuse_clients(self) -> None:
        """Give no client a token, until told otherwise."""
        await self._post("faults", operation="token", fault="refuse_token", times=9999)

    async def recover(self) -> None:
        """Answer as usual again."""
        async with self.session.delete(f"{self.url}/_simulator/faults") as response:
            response.raise_for_status()

    async def _post(self, path: str, **body: Json) -> None:
        async with self.session.post(
            f"{self.url}/_simulator/{path}", json=body
        ) as response:
            response.raise_for_status()


@dataclass(frozen=True)
class Demo:
    """What runs."""

    simulator: Simulator
    home_assistant: HomeAssistant
    programs: tuple[Child, Child]


@asynccontextmanager
async def simulated_shell(
    folder: Path, ports: Ports
) -> AsyncGenerator[tuple[Simulator, Child]]:
    """Run the simulator."""
    port = str(ports.simulator)
    async with (
        http_session() as session,
        running(
            "The simulator",
            *("simulator", "--port", port, "--seed", str(_SEED)),
            folder=ROOT,
            log=folder / "simulator.log",
            patience=5,
        ) as program,
    ):
        simulator = Simulator(session, f"http://{HOST}:{port}")
        await program.until(
            simulator.answers, _SIMULATOR_SECONDS, "The start of the simulator"
        )
        yield simulator, program


@asynccontextmanager
async def home_assistant_at(
    folder: Path, ports: Ports, log: str = CONSOLE_LOG
) -> AsyncGenerator[tuple[HomeAssistant, Child]]:
    """Run Home Assistant."""
    prepare(folder, ports)
    async with (
        http_session() as session,
        running(
            "Home Assistant",
            *("homeassistant", "--config", str(folder), "--verbose", "--log-no-color"),
            folder=folder,
            log=folder / log,
            patience=_END_SECONDS,
        ) as program,
    ):
        home_assistant = HomeAssistant(session, f"http://{HOST}:{ports.home_assistant}")
        await program.until(
            home_assistant.answers, _START_SECONDS, "The start of Home Assistant"
        )
        yield home_assistant, program


async def set_up(
    home_assistant: HomeAssistant, program: Child, simulator: Simulator
) -> None:
    """See to it that there is an account, and that it works. Home Assistant must be signed in to."""
    await program.until(
        home_assistant.has_started, _START_SECONDS, "The start of Home Assistant"
    )
    if await account.entry(home_assistant) is None:
        await account.add(home_assistant, simulator.url)
    await _until_loaded(home_assistant, program)


async def move_in(
    folder: Path, ports: Ports, simulator: Simulator, say: Callable[[str], None]
) -> int:
    """Give a new demo its account, a past year and the dashboard; return how many sessions that is.

    A demo that goes on is left as it is, but one that was given only a part of that begins again.
    Home Assistant runs for it once and ends: of files that others write it learns when it starts.
    """
    unfinished = folder / _MOVING_IN
    if not unfinished.exists() and not is_new(folder):
        return 0
    unfinished.touch()
    house = House(_SEED)
    year = made_up_year(house, datetime.now(UTC))
    living_house = LivingHouse(house, folder)
    living_house.read_at_least(year.reading)
    async with (
        home_assistant_at(folder, ports, MOVING_IN_LOG) as (home_assistant, program),
        home_assistant.signed_in(),
        _living(living_house, home_assistant, program, simulator, say),
    ):
        if await account.entry(home_assistant):
            await account.remove(home_assistant)
        await account.add_household(home_assistant, simulator.url)
        await _until_loaded(home_assistant, program)
        await dashboard.make(home_assistant)
        found = await account.entry(home_assistant)
    assert found
    await asyncio.to_thread(history.write, folder, found["entry_id"], year.sessions)
    unfinished.unlink()
    return len(year.sessions)


@asynccontextmanager
async def household(
    folder: Path,
    home_assistant: HomeAssistant,
    program: Child,
    simulator: Simulator,
    say: Callable[[str], None],
) -> AsyncGenerator[None]:
    """Let the household live, with an account that works. Home Assistant must be signed in to."""
    house = LivingHouse(House(_SEED), folder)
    async with _living(house, home_assistant, program, simulator, say):
        if await account.entry(home_assistant) is None:
            await account.add_household(home_assistant, simulator.url)
        await _until_loaded(home_assistant, program)
        yield


@asynccontextmanager
async def _living(
    house: LivingHouse,
    home_assistant: HomeAssistant,
    program: Child,
    simulator: Simulator,
    say: Callable[[str], None],
) -> AsyncGenerator[None]:
    async def charging() -> str | None:
        return await simulator.card_charging_at(account.HOME)

    await program.until(
        home_assistant.has_started, _START_SECONDS, "The start of Home Assistant"
    )
    async with living(house, home_assistant, charging, say):
        yield


async def _until_loaded(home_assistant: HomeAssistant, program: Child) -> None:
    await program.until(
        lambda: account.is_loaded(home_assistant),
        _LOAD_SECONDS,
        "The set-up of the integration",
    )


async def run(folder: Path, ports: Ports, say: Callable[[str], None]) -> None:
    """Run a demo until it is cancelled.

    Raises:
        DemoError: something failed, or a program ended by itself.

    """
    async with simulated_shell(folder, ports) as (simulator, shell):
        await move_in(folder, ports, simulator, say)
        while True:
            async with (
                home_assistant_at(folder, ports) as (home_assistant, program),
                home_assistant.signed_in(),
                household(folder, home_assistant, program, simulator, say),
            ):
                say(await _welcome(folder, home_assistant, simulator))
                ended = await _first_to_end(program, shell)
            if ended.process.returncode != RESTART_CODE:
                raise ended.obituary()
            say("Home Assistant restarts.")


async def _welcome(
    folder: Path, home_assistant: HomeAssistant, simulator: Simulator
) -> str:
    sessions = ""
    if await dashboard.exists(home_assistant):
        sessions = f"\nSessions, CSV    {home_assistant.url}/{dashboard.SESSIONS}"
    return f"""
Home Assistant   {home_assistant.url}{sessions}
Login            {USERNAME}, password {PASSWORD}
Simulated Shell  {simulator.url}/_simulator/state
Log              {folder.name}/home-assistant.log

Ctrl-C ends the demo. It goes on from there at its next start."""


async def _first_to_end(*programs: Child) -> Child:
    waits = {
        asyncio.create_task(program.process.wait()): program for program in programs
    }
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return waits[done.pop()]
