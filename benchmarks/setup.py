"""What it costs to set an account up, beside its entities' own cost: ``python -m benchmarks.setup``.

The entities' own cost is that of an empty integration with as many (see accounts.py): Home
Assistant registers, names and writes them, whoever they belong to. Both are set up in a Home
Assistant that has one such account already, so that no import and no translation is counted,
with Shell's answers from a process of its own. What Shell is asked is part of ours: the token, the
card's sessions, and three generations of a directory that this account may not use. With those,
the account's file and the objects that an account is made of, an account takes more at one charge
point than its entities do: five calls of bare aiohttp alone take a fifth of what those cost. They go
on in the background, and are waited for, before and after.

In steps of Python and C, which are the same everywhere, ours and the empty one take 14,704 and 9,028
with one charge point, 50,776 and 42,544 with ten, 412,960 and 378,483 with a hundred. Mended were
30,000 of those at a hundred, in which ids were read letter by letter and the check digit of one card
reckoned out for each charge point; at one, 900 in which documented fields were spelled anew.

The import is that of some hundred small modules, of which 91 classes of data and 42 patterns are
made; core's three have from 8 to 17 modules and leave their work to a vendor's package, which is
a stand-in's here (see vendors.py) and counts for nothing. It is paid once in the life of a Home
Assistant, in a thread.

Core's three are set up as they are, with clients that answer at once: what ours asks over a socket
they have for nothing. `ohme` and `peblar` have an entry for each charge point, `blue_current` one for
all. As they make other numbers of entities, there is a row for each entity, too.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import gc
import json
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
from .figures import Figure, above, in_turn, ratio, show
from .vendors import VENDORS, Vendor, stand_in

POINTS: Final = (1, 10, 100)
TURNS: Final = 5
MOST: Final = 1.2
"""Times the entities' own cost."""
INTEGRATION: Final = "ours"
FLOOR: Final = "an empty integration with as many entities"

MODULES: Final = {
    INTEGRATION: "custom_components.shell_ev",
    **{each.name: f"homeassistant.components.{each.domain}" for each in VENDORS},
}
"""What is imported."""


async def set_up(
    hass: HomeAssistant, *entries: MockConfigEntry, to_the_end: bool = True
) -> None:
    """Set entries up, one after the other.

    ``to_the_end`` is whether what goes on in the background comes to an end, and is waited for.
    """
    for entry in entries:
        entry.add_to_hass(hass)
    for entry in entries:
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=to_the_end)
    assert all(entry.state is ConfigEntryState.LOADED for entry in entries)


async def timed(
    hass: HomeAssistant, *entries: MockConfigEntry, to_the_end: bool = True
) -> float:
    """Set entries up as `set_up` does, and return the CPU time in milliseconds."""
    # The collector looks through all that is there from time to time, by chance in one or the
    # other: that is not theirs. What they make themselves it does look through.
    gc.collect()
    gc.freeze()
    began = process_time()
    await set_up(hass, *entries, to_the_end=to_the_end)
    took = (process_time() - began) * 1000
    gc.unfreeze()
    return took


async def set_up_account(url: str, points: int) -> tuple[float, list[Row]]:
    """Set an account of ours up, and return how long it took and its entities."""
    async with home() as hass:
        await set_up(hass, account(url, 1))
        entry = account(url, points)
        took = await timed(hass, entry)
        return took, rows_of(hass, entry)


async def empty(url: str, points: int, rows: list[Row]) -> float:
    """Set the empty integration up with such entities, and return how long it took."""
    async with home() as hass:
        first, entry = account(url, 1, EMPTY), account(url, points, EMPTY)
        few = [row for row in rows if row.subentry in (None, 0, 1)]
        register_empty(hass, lambda each: few if each is first else rows)
        await set_up(hass, first)
        took = await timed(hass, entry)
        assert len(rows_of(hass, entry)) == len(rows)
        return took


def entries_of(vendor: Vendor, name: str, points: int) -> list[MockConfigEntry]:
    """Return what one of core's three needs for so many charge points."""
    counts = [points] if vendor.is_hub else [1] * points
    return [
        MockConfigEntry(
            domain=vendor.domain,
            title=f"{name} {number}",
            unique_id=f"{name}-{number}",
            data=vendor.data(f"{name}-{number}", count),
        )
        for number, count in enumerate(counts)
    ]


@asynccontextmanager
async def core_home(
    vendor: Vendor, points: int
) -> AsyncGenerator[tuple[HomeAssistant, list[Row], float]]:
    """Set one of core's three up, and give its home, its entities and how long it took."""
    stand_in()
    async with home() as hass:
        (first,) = entries_of(vendor, "first", 1)
        await set_up(hass, first, to_the_end=False)
        # What Blue Current shows of a grid can be there once only.
        await hass.config_entries.async_remove(first.entry_id)
        entries = entries_of(vendor, "second", points)
        took = await timed(hass, *entries, to_the_end=False)
        yield hass, [row for entry in entries for row in rows_of(hass, entry)], took


@dataclass(slots=True)
class Samples:
    """What was measured with a number of charge points, by who was set up."""

    took: dict[str, list[float]]
    """In milliseconds of CPU time."""
    entities: dict[str, int] = field(default_factory=dict)

    def each_entity(self, name: str) -> tuple[float, ...]:
        """Return what each entity took, in milliseconds."""
        return tuple(took / self.entities[name] for took in self.took[name])


async def _samples(url: str, points: int, turns: int) -> Samples:
    """Set all of them up by turns."""
    core = {each.name: each for each in VENDORS}
    samples = Samples({name: [] for name in (INTEGRATION, FLOOR, *core)})
    _, rows = await set_up_account(url, points)
    for name in in_turn(samples.took, turns):
        count = len(rows)
        if vendor := core.get(name):
            async with core_home(vendor, points) as (_, entities, took):
                count = len(entities)
        elif name == INTEGRATION:
            took, _ = await set_up_account(url, points)
        else:
            took = await empty(url, points, rows)
        samples.took[name].append(took)
        samples.entities[name] = count
    return samples


async def set_ups(quick: bool) -> list[Figure]:
    """Return the rows for each number of charge points, and whether it grows as they do."""
    turns = 2 if quick else TURNS
    async with simulated_shell() as url:
        samples = {points: await _samples(url, points, turns) for points in POINTS}
    return [
        *(
            figure
            for points in POINTS
            for figure in (
                _beside_entities(points, samples[points]),
                _each_entity(points, samples[points]),
            )
        ),
        _growth([samples[points].took[INTEGRATION] for points in POINTS]),
    ]


def _beside_entities(points: int, samples: Samples) -> Figure:
    """Return the row for so many charge points."""
    first, *others = samples.took
    times = ratio(samples.took[INTEGRATION], samples.took[FLOOR]) or 0
    return Figure(
        row=f"set-up, charge points: {points}, entities: {samples.entities[first]}",
        unit="ms CPU",
        measured=tuple(samples.took[first]),
        rivals={
            name if name == FLOOR else f"{name}, entities: {samples.entities[name]}": (
                tuple(samples.took[name])
            )
            for name in others
        },
        mark=f"≤ {MOST} × the entities' own cost",
        reached=times <= MOST,
        missed_by=above(times, MOST, "×"),
    )


def _each_entity(points: int, samples: Samples) -> Figure:
    """Return the row of what each entity takes, beside core's three."""
    return Figure(
        row=f"set-up, charge points: {points}, each entity",
        unit="ms CPU",
        measured=samples.each_entity(INTEGRATION),
        rivals={each.name: samples.each_entity(each.name) for each in VENDORS},
        mark="",
        reached=None,
    )


def _growth(samples: list[list[float]]) -> Figure:
    """Return the row of what each charge point adds, among many beside among few."""
    one, few, many = map(median, samples)
    least, some, most = POINTS
    at_first, later = (few - one) / (some - least), (many - few) / (most - some)
    return Figure(
        row=f"set-up, what each charge point adds from {some} to {most}",
        unit="ms CPU",
        measured=(later,),
        rivals={f"from {least} to {some}": (at_first,)},
        mark=f"linear: ≤ {MOST} ×",
        reached=later <= MOST * at_first,
        missed_by=above(later / at_first, MOST, "×"),
    )


def imported(modules: Sequence[str], turns: int) -> dict[str, tuple[float, ...]]:
    """Return the CPU times that imports of integrations take in a process of their own, in ms."""
    with TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "benchmarks.imports", folder, str(turns))
        done = subprocess.run(
            [*command, *modules], check=True, capture_output=True, text=True
        )
    samples_of: dict[str, list[float]] = json.loads(done.stdout)
    return {module: tuple(samples) for module, samples in samples_of.items()}


def imports(quick: bool) -> Figure:
    """Return the row of the import. What is compiled once is compiled before."""
    took = imported(list(MODULES.values()), 2 if quick else TURNS)
    samples = {name: took[module] for name, module in MODULES.items()}
    return Figure(
        row="import of the integration",
        unit="ms CPU",
        measured=samples.pop(INTEGRATION),
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
