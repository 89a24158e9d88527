"""The pages of the documentation, as tests read them: their text, examples, sections and tables."""

import asyncio
from pathlib import Path
import re
import time
from typing import Any

from pytest_homeassistant_custom_component.common import async_fire_time_changed

from homeassistant.util.yaml import parse_yaml

from .conftest import Home

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("**/*.md")))
PICKED = "0123456789abcdef0123456789abcdef"
"""Stands in the examples for the charge point that a person picks in the editor."""
TURNS = 500
"""Of the event loop in a second of a script: time for a call to the simulator and back."""
DISK_SECONDS = 0.02

type Row = tuple[str, ...]
"""The cells of a row of a table."""


def examples() -> list[str]:
    """Return all YAML of the pages."""
    return [
        block
        for page in PAGES
        for block in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL)
    ]


def example(start: str, picked: str = PICKED) -> Any:
    """Return the one example that begins with these lines, with the charge point that was picked."""
    (found,) = [block for block in examples() if block.startswith(start)]
    return parse_yaml(found.replace(PICKED, picked))


def without_examples(text: str) -> str:
    """Return what a page says beside its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def section(page: Path, heading: str) -> str:
    """Return what stands below the one heading of this name, up to the next of its level or above."""
    text = without_examples(page.read_text())
    (found,) = re.finditer(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    below = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", below, re.MULTILINE)
    return below[: end.start()] if end else below


def tables(text: str) -> dict[str, list[Row]]:
    """Return the rows of tables by the first cell of their head; those of one head together."""
    found: dict[str, list[Row]] = {}
    for head, rows in re.findall(
        r"^\|(.+)\|\n\|[-|]+\|\n((?:\|.+\|\n?)+)", text, re.MULTILINE
    ):
        named = head.split("|")[0].strip()
        found.setdefault(named, []).extend(
            tuple(cell.strip() for cell in row.strip("|").split(" | "))
            for row in rows.splitlines()
        )
    return found


async def second(home: Home) -> None:
    """Let a second of a script pass. Settling would wait for the script, which waits for time to pass."""
    home.freezer.tick(1)
    async_fire_time_changed(home.hass)
    for _ in range(TURNS):
        await asyncio.sleep(0)
    # What is written to disk takes its time, whatever the clock says.
    await home.hass.async_add_executor_job(time.sleep, DISK_SECONDS)
