"""What a poll costs that finds nothing new: ``python -m benchmarks.poll``.

One card, and 1, 10 or 100 charge points at which nothing happens. A poll asks once, however many
they are; what it costs beside the call is what must not grow. Everything is in one Home Assistant
of its own for each number of charge points, and Shell in a process of its own.

A poll takes some 0.1 ms more than its call: it asks the pace, builds one snapshot and compares it
with the last. Being equal it goes no further, so no entity is looked at, and a charge point adds
nothing that can be told from noise.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Final

from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import Event, HomeAssistant, callback

from .accounts import account, home, simulated_shell
from .callers import CARD
from .figures import Figure, above, in_turn, show
from .setup import set_up

POINTS: Final = (1, 10, 100)
POLLS: Final = 40
TURNS: Final = 15
MOST: Final = 10.0
"""Microseconds that one charge point may add."""

THE_CALL: Final = "the call alone"


@dataclass(frozen=True, slots=True)
class Account:
    """One that is set up, with what polls it and what only makes the call."""

    hass: HomeAssistant
    poll: Callable[[], Awaitable[Any]]
    call: Callable[[], Awaitable[Any]]
    write: Callable[[], Awaitable[Any]]
    """Writes at once what would be written in some minutes, where there is anything."""


async def begin(stack: AsyncExitStack, url: str, points: int) -> Account:
    """Set an account up, and let it come to rest."""
    hass = await stack.enter_async_context(home())
    entry = account(url, points)
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    data = entry.runtime_data
    await data.store.async_save()
    return Account(
        hass=hass,
        poll=data.sessions.async_refresh,
        call=lambda: data.client.active(CARD),
        write=data.store.async_save,
    )


async def sample(run: Callable[[], Awaitable[Any]], times: int) -> float:
    """Return the CPU time of one, in milliseconds, of so many."""
    await run()
    began = process_time()
    for _ in range(times):
        await run()
    return (process_time() - began) * 1000 / times


def files(hass: HomeAssistant) -> dict[Path, tuple[int, int]]:
    """Return the size and time of all that Home Assistant has written down."""
    folder = Path(hass.config.config_dir)
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


async def traces(one: Account, times: int) -> tuple[int, int]:
    """Return how many states were written or reported in so many polls, and how many bytes."""
    seen: list[Event[Any]] = []

    @callback
    def note(event: Event[Any]) -> None:
        seen.append(event)

    @callback
    def every(_: Any) -> bool:
        return True

    ignore = [
        one.hass.bus.async_listen(EVENT_STATE_CHANGED, note),
        one.hass.bus.async_listen(EVENT_STATE_REPORTED, note, event_filter=every),
    ]
    before = files(one.hass)
    for _ in range(times):
        await one.poll()
    await one.write()
    await one.hass.async_block_till_done()
    after = files(one.hass)
    for each in ignore:
        each()
    written = sum(
        size for path, (size, at) in after.items() if before.get(path) != (size, at)
    )
    return len(seen), written


async def measure(quick: bool) -> list[Figure]:
    """Measure, by turns, the poll and the call in each of the accounts."""
    polls, turns = (10, 3) if quick else (POLLS, TURNS)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(simulated_shell())
        accounts = {points: await begin(stack, url, points) for points in POINTS}
        runs = {
            f"{kind} {points}": getattr(one, kind)
            for points, one in accounts.items()
            for kind in ("poll", "call")
        }
        samples: dict[str, list[float]] = {name: [] for name in runs}
        for name in in_turn(runs, turns):
            samples[name].append(await sample(runs[name], polls))
        left = {points: await traces(one, polls) for points, one in accounts.items()}
    return [
        *(_of_polls(points, samples) for points in POINTS),
        _of_one_more(samples),
        _of_traces("states", [states for states, _ in left.values()]),
        _of_traces("bytes", [written for _, written in left.values()]),
    ]


def _of_polls(points: int, samples: dict[str, list[float]]) -> Figure:
    return Figure(
        row=f"a poll with nothing changed, {points} charge points",
        unit="ms CPU",
        measured=tuple(samples[f"poll {points}"]),
        rivals={THE_CALL: tuple(samples[f"call {points}"])},
        mark="",
        reached=None,
    )


def _of_one_more(samples: dict[str, list[float]]) -> Figure:
    """Return what a charge point adds: from the first to the hundredth, turn by turn."""
    few, many = min(POINTS), max(POINTS)
    added = tuple(
        (of_many - of_few) * 1000 / (many - few)
        for of_few, of_many in zip(
            samples[f"poll {few}"], samples[f"poll {many}"], strict=True
        )
    )
    return Figure(
        row="a poll with nothing changed, what each charge point adds",
        unit="µs CPU",
        measured=added,
        rivals={},
        mark=f"≤ {MOST:g} µs",
        reached=median(added) <= MOST,
        missed_by=above(median(added), MOST, "µs"),
    )


def _of_traces(unit: str, left: list[int]) -> Figure:
    """Return what the polls of all accounts left behind."""
    return Figure(
        row=f"a poll with nothing changed, {unit} written",
        unit=unit,
        measured=tuple(map(float, left)),
        rivals={},
        mark="0",
        reached=not any(left),
        missed_by=above(max(left), 0, unit),
    )


def figures(quick: bool = False) -> list[Figure]:
    """Measure, and return the rows of the table."""
    return asyncio.run(measure(quick))


def main() -> None:
    """Measure, and print."""
    print(show(figures()))


if __name__ == "__main__":
    main()
