"""Everything that is measured, in one table, in at most ten minutes: ``scripts/benchmark all``.

``--table`` writes the tables of docs/figures.md as well, ``--quick`` takes few samples and serves
to see that all of it runs. Each part has a process of its own: what one has loaded, patched or left
behind is not another's. A part that fails is named, and the others are measured all the same.
"""

import argparse
import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from importlib import import_module
from importlib.metadata import version
import json
from multiprocessing import get_context
import os
from pathlib import Path
import platform
import re
import subprocess
import sys
from time import monotonic
from typing import Final

from homeassistant.const import __version__ as home_assistant_version

from .figures import Figure, show

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "figures.md"
MANIFEST: Final = ROOT / "custom_components" / "shell_ev" / "manifest.json"
PROCESSORS: Final = Path("/proc/cpuinfo")

PARTS: Final = ("client", "setup", "poll", "disk", "account", "card", "sessions")
"""The modules that measure, in the order of the table. Each offers `figures(quick)`."""
MACHINE: Final = "machine"
"""The place in the page for what was measured with."""
PART_SECONDS: Final = 300
"""A part that takes longer hangs."""

type Tables = Mapping[str, list[Figure]]
"""Figures by the part that measured them."""


def measured(part: str, quick: bool) -> list[Figure]:
    """Return what a part measures, here and now."""
    figures = import_module(f"benchmarks.{part}").figures(quick)
    made: list[Figure] = (
        asyncio.run(figures) if asyncio.iscoroutine(figures) else figures
    )
    return made


def measured_apart(part: str, quick: bool) -> list[Figure]:
    """Return what a part measures in a process of its own; raise what it raises, or TimeoutError."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        result = pool.submit(measured, part, quick)
        try:
            return result.result(PART_SECONDS)
        except TimeoutError:
            pool.kill_workers()
            raise


def measure(
    parts: Iterable[str], run: Callable[[str], list[Figure]]
) -> tuple[dict[str, list[Figure]], dict[str, str]]:
    """Return the figures of the parts that could be measured, and why the others could not."""
    tables: dict[str, list[Figure]] = {}
    failures: dict[str, str] = {}
    for part in parts:
        began = monotonic()
        try:
            tables[part] = run(part)
        except Exception as err:  # noqa: BLE001  # Whatever it is, the others are to be measured.
            failures[part] = f"{type(err).__name__}: {err}"
        print(f"{part}: {monotonic() - began:.0f} s", file=sys.stderr)
    return tables, failures


def processor() -> str:
    """Return the model of the processor, as far as the machine tells it."""
    if PROCESSORS.exists():
        found = re.search(
            r"^model name\s*: (.+)$", PROCESSORS.read_text(), re.MULTILINE
        )
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine()


def browser() -> str:
    """Return the browser's name and version; nothing where there is none."""
    program = os.environ.get("SHELL_EV_BROWSER")
    if not program:
        return ""
    done = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split()[:2])


def machine(today: date) -> str:
    """Return when and with what all of it was measured, in words."""
    versions = (
        f"this integration {json.loads(MANIFEST.read_text())['version']}",
        f"Home Assistant {home_assistant_version}",
        f"Python {platform.python_version()}",
        f"aiohttp {version('aiohttp')}",
        browser(),
        f"{os.process_cpu_count()} cores ({processor()})",
        f"load {os.getloadavg()[0]:.1f} when it began",
    )
    listed = ", ".join(each for each in versions if each)
    return (
        f"Measured on {today.day} {today:%B %Y} with `scripts/benchmark all`: {listed}."
    )


def filled(page: str, texts: Mapping[str, str]) -> str:
    """Return a page with each text at the place that has its name.

    A place is all between the comments ``<!-- name -->`` and ``<!-- /name -->``. Raises ValueError
    where a text has no place, or a place no text: the page would show figures of another run.
    """
    places = re.compile(r"(<!-- ([\w-]+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
    names = {name for _, name, _ in places.findall(page)}
    if names != set(texts):
        odd = ", ".join(sorted(names ^ set(texts)))
        raise ValueError(f"Either a place or a text is missing: {odd}")
    return places.sub(
        lambda place: f"{place[1]}\n{texts[place[2]]}\n\n{place[3]}", page
    )


def reached(tables: Tables) -> str:
    """Return how many marks are reached, in words."""
    marked = [
        figure.reached
        for each in tables.values()
        for figure in each
        if figure.reached is not None
    ]
    return f"{sum(marked)} of {len(marked)} marks are reached."


def report(tables: Tables, failures: Mapping[str, str]) -> str:
    """Return all figures as one table, how many marks are reached, and what could not be measured."""
    figures = [figure for each in tables.values() for figure in each]
    return "\n".join(
        [
            show(figures),
            "",
            reached(tables),
            *(f"{part} was not measured: {why}" for part, why in failures.items()),
        ]
    )


def main() -> int:
    """Measure, print and, where that is asked for, write; 1 where a part could not be measured."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark all", description="Measure all of it."
    )
    parser.add_argument("--table", action="store_true", help="write docs/figures.md")
    parser.add_argument("--quick", action="store_true", help="few samples")
    asked = parser.parse_args()
    if asked.quick and asked.table:
        parser.error("the page is of all samples: leave out --quick or --table")
    began, today = monotonic(), machine(date.today())
    tables, failures = measure(PARTS, lambda part: measured_apart(part, asked.quick))
    print(f"{today}\n\n{report(tables, failures)}")
    print(f"It took {(monotonic() - began) / 60:.1f} minutes.")
    if failures:
        return 1
    if asked.table:
        texts = {part: show(each, markdown=True) for part, each in tables.items()}
        PAGE.write_text(
            filled(PAGE.read_text(), {MACHINE: f"{today} {reached(tables)}", **texts})
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
