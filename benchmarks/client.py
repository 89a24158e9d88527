"""What one `active` call costs, beside the least possible and the official SDK: ``python -m benchmarks.client``.

The simulator answers with one session under way, the same to all. Each contender is a process of
its own, so that what is told is its CPU time and nobody else's; they take turns, at one call at a
time and at twenty.

Why ours is above the floor. The floor sends, reads JSON and looks at nothing. Ours also bounds
the reply's size and time, sees whether the token is due, looks the address up that it built before
(1 µs), notes the call in the journal (2 µs), tells our clock from Shell's by the `Date` header
(1 µs), decides what the reply means, reads the sessions in it with tolerance (7 µs) and looks up its
shape (3 µs; one that is new is walked over once). JSON is read by Python's
own reader (3 µs; orjson takes 1): the client is to be of use without Home Assistant, and orjson
refuses what this one takes. So measured alone and warm; in a call, where the processor has done
something else meanwhile, all of it takes two to three times as long, and at one call at a time
more than at twenty.

What was slow, found by its profile, and mended: the outer object was folded four times and the
code of an error looked for twice a reply; each object was asked whether it is a `Mapping`, each
text searched for what cannot be shown although it could be printed, each state spelled anew
against all states, a date looked for where there was no `Retry-After`, and a lock taken for a
token that was good. Then the address, built anew each time, so that aiohttp took it apart anew, too;
the date, read by Python's reader of mail; and the search for dates, which began at each quotation
mark. Ours made 617 calls of Python's functions for a call of Shell's, then 528, and makes 472; the
floor makes 264. tests/api/test_steps.py counts those of our own code.
"""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
import sys
from typing import Final

from .callers import CARD
from .figures import Figure, above, below, in_turn, ratio, show
from simulator import Simulator

EVSE: Final = "NL*TNM*E02003451*0"
HERE: Final = Path(__file__).parent
SDK: Final = HERE.parent / ".dev" / "sdk" / "2.2.0"
"""Where scripts/setup-sdk puts it."""

MANY: Final = 10**6
"""Calls a minute, none of which is to be refused."""

INTEGRATION: Final = "ours"
FLOOR: Final = "bare aiohttp and orjson"
RIVAL: Final = "ev-recharge-sdk 2.2.0"

MOST: Final = {1: 1.54, 20: 1.80}
"""Times the floor, by how many calls are made at a time."""
LEAST: Final = 3.4
"""Times ours that the SDK takes."""

CALLS: Final = 200
TURNS: Final = 15


@asynccontextmanager
async def shell_with_a_session() -> AsyncGenerator[str]:
    """Serve a simulator in whose account a car charges, and return its address."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    simulator = Simulator(seed=1, clock=lambda: now)
    simulator.change_settings({"rate_limit": MANY})
    simulator.start_by_card(CARD, EVSE)
    async with simulator.serve() as url:
        yield url


def commands(url: str) -> dict[str, list[str]]:
    """Return how to run each contender that is there."""
    caller = [sys.executable, "-m", "benchmarks.callers"]
    # Isolated, and without this environment's packages: the SDK has its own.
    sdk = [sys.executable, "-I", "-S", str(HERE / "sdk_caller.py"), str(SDK), url]
    found = {INTEGRATION: [*caller, "ours", url], FLOOR: [*caller, "floor", url]}
    return found | ({RIVAL: sdk} if SDK.is_dir() else {})


@asynccontextmanager
async def contenders() -> AsyncGenerator[dict[str, Process]]:
    """Run all of them, and end them."""
    async with shell_with_a_session() as url:
        running = {
            name: await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE
            )
            for name, command in commands(url).items()
        }
        try:
            yield running
        finally:
            for process in running.values():
                assert process.stdin
                process.stdin.close()
                await process.wait()


async def sample(process: Process, calls: int, together: int) -> float:
    """Return the CPU time of a call in milliseconds, of so many, some of them at a time."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{calls} {together}\n".encode())
    return float(await process.stdout.readline())


async def measure(quick: bool) -> dict[int, dict[str, tuple[float, ...]]]:
    """Return each contender's samples, by how many calls were made at a time."""
    calls, turns = (CALLS // 5, 3) if quick else (CALLS, TURNS)
    samples: dict[int, dict[str, list[float]]] = {}
    async with contenders() as running:
        for together in MOST:
            of_each: dict[str, list[float]] = {name: [] for name in running}
            samples[together] = of_each
            for name in in_turn(running, turns):
                of_each[name].append(await sample(running[name], calls, together))
    return {
        together: {name: tuple(each) for name, each in of_each.items()}
        for together, of_each in samples.items()
    }


def figure(together: int, samples: Mapping[str, tuple[float, ...]]) -> Figure:
    """Return the row for so many calls at a time."""
    measured = samples[INTEGRATION]
    rivals = {name: each for name, each in samples.items() if name != INTEGRATION}
    times = ratio(measured, rivals[FLOOR]) or 0
    missed = [above(times, MOST[together], "× the floor")]
    if RIVAL in rivals:
        missed.append(
            below(ratio(rivals[RIVAL], measured) or 0, LEAST, "× less than the SDK")
        )
    missed = [each for each in missed if each]
    return Figure(
        row=f"one active call, {together} at a time",
        unit="ms CPU",
        measured=measured,
        rivals=rivals,
        mark=f"≤ {MOST[together]:.2f} × the floor, SDK ≥ {LEAST} × ours",
        reached=not missed,
        missed_by=", ".join(missed),
    )


def figures(quick: bool = False) -> list[Figure]:
    """Measure, and return the rows of the table. Without the SDK it is left out."""
    return [figure(*each) for each in asyncio.run(measure(quick)).items()]


def main() -> None:
    """Measure, and print."""
    print(show(figures()))


if __name__ == "__main__":
    main()
