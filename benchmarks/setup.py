"""What it costs to set an account up, beside its entities' own cost: ``python -m benchmarks.setup``.

The entities' own cost is that of an empty integration with as many (see accounts.py): Home
Assistant registers, names and writes them, whoever they belong to. Both are set up in a Home
Assistant that has one such account already, so that no import and no translation is counted,
with Shell's answers from a process of its own. What Shell is asked is part of ours: the token, the
card's sessions, and three generations of a directory that this account may not use. With those,
the account's file and the objects that an account is made of, an account takes 5 to 8 ms more than
its entities at one charge point, which is more than the entities themselves take: none of it is
done twice, so it stays. At a hundred the profile gives what was configured, read and checked two
times, 4 % of the whole, the entities' own beginnings 3 % and the search for sensors of former
versions 1 %; all else is Home Assistant's. Runs on a machine with more to do than it has cores
for gave 1.10 to 1.36 times the entities' cost there.

The import is that of some hundred small modules, of which 91 classes of data and 42 patterns are
made; core's three have from 8 to 17 modules and leave their work to a vendor's package, which is
faked here and counts for nothing. It is paid once in the life of a Home Assistant, in a thread.
"""

import asyncio
from functools import partial
import gc
from statistics import median
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .accounts import (
    EMPTY,
    Row,
    account,
    home,
    register_empty,
    rows_of,
    simulated_shell,
)
from .figures import Figure, above, by_turns, in_turn, ratio, show

POINTS: Final = (1, 10, 100)
TURNS: Final = 5
MOST: Final = 1.2
"""Times the entities' own cost."""
OURS: Final = "ours"
FLOOR: Final = "an empty integration with as many entities"

MODULES: Final = {
    OURS: "custom_components.shell_ev",
    "core's ohme": "homeassistant.components.ohme",
    "core's peblar": "homeassistant.components.peblar",
    "core's blue_current": "homeassistant.components.blue_current",
}
"""What is imported; the packages of core's three are faked (see imports.py)."""


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> float:
    """Set an account up, and return the CPU time in milliseconds."""
    entry.add_to_hass(hass)
    # The collector looks through all that is there from time to time, by chance in one or the
    # other: that is not theirs. What they make themselves it does look through.
    gc.collect()
    gc.freeze()
    began = process_time()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    took = (process_time() - began) * 1000
    gc.unfreeze()
    assert entry.state is ConfigEntryState.LOADED
    return took


async def ours(url: str, points: int) -> tuple[float, list[Row]]:
    """Set an account of ours up, and return how long it took and its entities."""
    async with home() as hass:
        await set_up(hass, account(url, 1))
        entry = account(url, points)
        took = await set_up(hass, entry)
        return took, rows_of(hass, entry)


async def empty(url: str, points: int, rows: list[Row]) -> float:
    """Set the empty integration up with such entities, and return how long it took."""
    async with home() as hass:
        first, entry = account(url, 1, EMPTY), account(url, points, EMPTY)
        few = [row for row in rows if row.subentry in (None, 0, 1)]
        register_empty(hass, lambda each: few if each is first else rows)
        await set_up(hass, first)
        took = await set_up(hass, entry)
        assert len(rows_of(hass, entry)) == len(rows)
        return took


async def set_ups(quick: bool) -> list[Figure]:
    """Return the rows for each number of charge points, and whether it grows as they do."""
    turns = 2 if quick else TURNS
    samples: dict[int, dict[str, list[float]]] = {}
    entities: dict[int, int] = {}
    async with simulated_shell() as url:
        for points in POINTS:
            of_each = samples[points] = {OURS: [], FLOOR: []}
            _, rows = await ours(url, points)
            entities[points] = len(rows)
            for name in in_turn(of_each, turns):
                if name == OURS:
                    of_each[name].append((await ours(url, points))[0])
                else:
                    of_each[name].append(await empty(url, points, rows))
    return [
        *(
            _beside_entities(points, entities[points], samples[points])
            for points in POINTS
        ),
        _growth([samples[points][OURS] for points in POINTS]),
    ]


def _beside_entities(
    points: int, entities: int, samples: dict[str, list[float]]
) -> Figure:
    """Return the row for so many charge points."""
    times = ratio(samples[OURS], samples[FLOOR]) or 0
    return Figure(
        row=f"set-up, charge points: {points}, entities: {entities}",
        unit="ms CPU",
        ours=tuple(samples[OURS]),
        rivals={FLOOR: tuple(samples[FLOOR])},
        mark=f"≤ {MOST} × the entities' own cost",
        reached=times <= MOST,
        missed_by=above(times, MOST, "×"),
    )


def _growth(samples: list[list[float]]) -> Figure:
    """Return the row of what each charge point adds, among many beside among few."""
    one, few, many = map(median, samples)
    least, some, most = POINTS
    at_first, later = (few - one) / (some - least), (many - few) / (most - some)
    return Figure(
        row=f"set-up, what each charge point adds from {some} to {most}",
        unit="ms CPU",
        ours=(later,),
        rivals={f"from {least} to {some}": (at_first,)},
        mark=f"linear: ≤ {MOST} ×",
        reached=later <= MOST * at_first,
        missed_by=above(later / at_first, MOST, "×"),
    )


def imported(module: str, folder: str) -> float:
    """Return the CPU time that a process takes to import an integration, in milliseconds."""
    command = (sys.executable, "-m", "benchmarks.imports", module, folder)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def imports(quick: bool) -> Figure:
    """Return the row of the import. What is compiled once is compiled before."""
    with TemporaryDirectory() as folder:
        contenders = {
            name: partial(imported, module, folder) for name, module in MODULES.items()
        }
        for compiled in contenders.values():
            compiled()
        samples = by_turns(contenders, 2 if quick else TURNS)
    return Figure(
        row="import of the integration",
        unit="ms CPU",
        ours=samples.pop(OURS),
        rivals=samples,
        mark="",
        reached=None,
    )


def figures(quick: bool = False) -> list[Figure]:
    """Measure, and return the rows of the table."""
    return [imports(quick), *asyncio.run(set_ups(quick))]


def main() -> None:
    """Measure, and print."""
    print(show(figures()))


if __name__ == "__main__":
    main()
