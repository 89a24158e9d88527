"""Kills a real Home Assistant in the middle of starts, again and again, and counts what came of it.

``python -m tests.e2e.crashes FOLDER ROUNDS SEED`` prints the counts as JSON, or fails in words. Killed is
the whole process, by SIGKILL, at a random moment after the switch was turned on; after each restart the
session that Shell has must be there, and must stop when it is told to.
"""

import asyncio
from contextlib import suppress
from dataclasses import asdict, dataclass
import json
import os
from pathlib import Path
from random import Random
import signal
import sys
from typing import Any, Final

from scripts.demo_app import account
from scripts.demo_app.children import Child, DemoError
from scripts.demo_app.demo import (
    CONSOLE_LOG,
    Simulator,
    home_assistant_at,
    set_up,
    simulated_shell,
)
from scripts.demo_app.home_assistant import HomeAssistant
from scripts.demo_app.state import Ports

LONGEST: Final = 0.6
"""Seconds from the turning on to the kill, at the most."""
OUTCOME_SECONDS: Final = 30


@dataclass
class Counts:
    """What came of the rounds."""

    rounds: int = 0
    before_the_start: int = 0
    answer_outstanding: int = 0
    after_the_answer: int = 0
    adopted: int = 0
    stopped: int = 0
    refused: int = 0
    starts: int = 0
    sessions: int = 0


class Crashes:
    """The rounds, over one simulator and one folder of Home Assistant's."""

    def __init__(self, folder: Path, simulator: Simulator, seed: int) -> None:
        """Begin without any."""
        self.folder = folder
        self.simulator = simulator
        self.random = Random(seed)
        self.counts = Counts()
        self.turned_on = 0

    async def round(
        self, home_assistant: HomeAssistant, program: Child, *, kill: bool
    ) -> None:
        """See what the last crash left, tidy up, and crash again."""
        await set_up(home_assistant, program, self.simulator)
        if self.counts.rounds == 0:
            await account.allow_quick_opposites(home_assistant)
            await program.until(
                lambda: account.is_loaded(home_assistant), OUTCOME_SECONDS, "The reload"
            )
            await program.until(self._is_kept, OUTCOME_SECONDS, "Keeping the options")
        switch, state = await self._entities(home_assistant)
        await self._check(home_assistant, program, switch, state)
        if kill:
            await self._crash(home_assistant, program, switch)

    async def _is_kept(self) -> bool:
        """Return whether Home Assistant, which takes a second for it, has saved the options."""
        entries = self.folder / ".storage" / "core.config_entries"

        def kept() -> bool:
            return entries.exists() and "guard_time" in entries.read_text()

        return await asyncio.to_thread(kept)

    async def _entities(self, home_assistant: HomeAssistant) -> tuple[str, str]:
        """Return the switch and the session state of the charge point of this round."""
        registry = await home_assistant.command("config/entity_registry/list")
        ours = [
            entity["entity_id"]
            for entity in registry
            if entity["platform"] == "shell_ev"
        ]
        switch = next(
            entity_id for entity_id in ours if entity_id.startswith("switch.dam")
        )
        state = next(
            entity_id
            for entity_id in ours
            if entity_id.startswith("sensor.dam_1_session_state")
        )
        return switch, state

    async def _check(
        self, home_assistant: HomeAssistant, program: Child, switch: str, state: str
    ) -> None:
        """What Shell has is here, and can be stopped."""
        running = await self._running()
        if len(running) > 1:
            raise DemoError(f"{len(running)} sessions run at one charge point.")
        shown = "on" if running else "off"
        await program.until(
            lambda: self._is(home_assistant, switch, shown),
            10,
            f"The switch to be {shown}",
        )
        if running:
            await program.until(
                lambda: self._is(home_assistant, state, "started"),
                OUTCOME_SECONDS,
                "Started",
            )
            self.counts.adopted += 1
            await home_assistant.post(
                "/api/services/switch/turn_off", {"entity_id": switch}
            )
            await program.until(
                lambda: self._is(home_assistant, state, "stopped"),
                OUTCOME_SECONDS,
                "Stopped",
            )
            self.counts.stopped += 1
        starts = [
            call
            for call in await self.simulator.audit()
            if call["operation"] == "start"
        ]
        if len(starts) > self.turned_on:
            raise DemoError(
                f"{self.turned_on} starts were asked for, {len(starts)} sent."
            )

    async def _crash(
        self, home_assistant: HomeAssistant, program: Child, switch: str
    ) -> None:
        """Turn on, and kill the process somewhere on the way."""
        self.counts.rounds += 1
        self.turned_on += 1
        if late := self.random.random() < 0.7:
            await self._control(
                "faults",
                {"operation": "start", "fault": "late", "before": False, "seconds": 2},
            )
        before = await self._starts()
        turning = asyncio.create_task(
            home_assistant.post("/api/services/switch/turn_on", {"entity_id": switch})
        )
        await asyncio.sleep(self.random.uniform(0, LONGEST if late else LONGEST / 10))
        answered = turning.done()
        was_refused = answered and turning.exception() is not None
        os.killpg(program.process.pid, signal.SIGKILL)
        await program.process.wait()
        with suppress(DemoError):
            await turning
        if was_refused:
            self.counts.refused += 1
        elif answered:
            self.counts.after_the_answer += 1
        elif await self._starts() > before:
            self.counts.answer_outstanding += 1
        else:
            self.counts.before_the_start += 1
        for file in (self.folder / ".storage").glob("shell_ev.*"):
            json.loads(file.read_text())
        async with self.simulator.session.delete(
            f"{self.simulator.url}/_simulator/faults"
        ) as response:
            response.raise_for_status()

    async def _control(self, path: str, body: dict[str, Any]) -> None:
        async with self.simulator.session.post(
            f"{self.simulator.url}/_simulator/{path}", json=body
        ) as response:
            response.raise_for_status()

    async def _running(self) -> list[Any]:
        async with self.simulator.session.get(
            f"{self.simulator.url}/_simulator/state"
        ) as response:
            sessions = (await response.json())["sessions"]
        self.counts.sessions = len(sessions)
        return [
            session
            for session in sessions
            if session["state"] not in ("stopped", "failed-to-start")
        ]

    async def _starts(self) -> int:
        audit = await self.simulator.audit()
        self.counts.starts = sum(call["operation"] == "start" for call in audit)
        return self.counts.starts

    @staticmethod
    async def _is(home_assistant: HomeAssistant, entity_id: str, state: str) -> bool:
        return bool(
            (await home_assistant.get(f"/api/states/{entity_id}"))["state"] == state
        )


async def crash(folder: Path, rounds: int, seed: int) -> Counts:
    """Go through the rounds and one more start, which only checks.

    Raises:
        DemoError: a promise was broken, or a program did not do its part.
    """
    ports = Ports.unused()
    async with simulated_shell(folder, ports) as (simulator, _):
        crashes = Crashes(folder, simulator, seed)
        await simulator.set_delays(start=1, stop=1)
        for number in range(rounds + 1):
            kill = number < rounds
            async with home_assistant_at(folder, ports) as (home_assistant, program):
                try:
                    async with home_assistant.signed_in():
                        await crashes.round(home_assistant, program, kill=kill)
                except DemoError:
                    # Nobody can sign out of what was killed.
                    if not kill or crashes.counts.rounds != number + 1:
                        raise
            log = (folder / CONSOLE_LOG).read_text(errors="replace")
            if "Traceback" in log and "shell_ev" in log.split("Traceback", 1)[1]:
                raise DemoError(f"Home Assistant complained:\n{log[-2000:]}")
        await crashes._starts()
        return crashes.counts


if __name__ == "__main__":
    counts = asyncio.run(crash(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
    sys.stdout.write(json.dumps(asdict(counts)) + "\n")
