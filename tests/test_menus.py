"""What the pages, and the forms on GitHub, tell people to open is called so in Home Assistant."""

from functools import cache
import json
from pathlib import Path
import re

import hass_frontend
import pytest

from .pages import PAGES, ROOT, without_examples
from .rules.tree import strings

FORMS = sorted((ROOT / ".github").rglob("*.yml"))
ON_GITHUB = ("Security", "Report a vulnerability")
"""A way through the repository's own page (SECURITY.md)."""
PICKED = "the charge point"
"""Stands in a way for what a person has named."""


def ways(text: str) -> list[list[str]]:
    """Return the steps of each way that a text tells: in italics on a page, after a word in a form."""
    found = re.findall(r"[A-Z][\w& ]*(?:→[\w& ]+)+", text)
    return [
        [step.strip() for step in way[max(way.find("Settings"), 0) :].split("→")]
        for way in found
    ]


@cache
def called() -> frozenset[str]:
    """Return all that Home Assistant's frontend calls something in English, and all that we do."""
    folder = Path(hass_frontend.where()) / "static" / "translations"
    files = [
        path
        for path in folder.rglob("en-*.json")
        if re.fullmatch(r"en-[0-9a-f]{32}", path.stem)
    ]
    ours = ROOT / "custom_components" / "shell_ev" / "translations" / "en.json"
    read = [json.loads(path.read_bytes()) for path in (*files, ours)]
    return frozenset(text for texts in read for _, text in strings(texts))


def test_a_step_that_is_not_there_is_found() -> None:
    """Of a way in a sentence; otherwise the next test would say nothing."""
    (way,) = ways("Lines with shell_ev from Settings → Developer tools → States.")
    assert [step for step in way if step not in called()] == ["Developer tools"]


@pytest.mark.parametrize(
    "path",
    [*PAGES, ROOT / "SECURITY.md", *FORMS],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_step_of_a_way_is_there(path: Path) -> None:
    """Settings → Tools → Actions, say: it was called otherwise for years."""
    missing = {
        step
        for way in ways(without_examples(path.read_text()))
        for step in way
        if step not in called() | {PICKED, *ON_GITHUB}
    }
    assert missing == set()


def test_the_ways_are_found() -> None:
    """Where a page tells them: without any, the test above would say nothing."""
    told = {path.name for path in (*PAGES, *FORMS) if ways(path.read_text())}
    assert told >= {"install.md", "troubleshoot.md", "bug_report.yml"}


@pytest.mark.parametrize(
    "path", [*PAGES, *FORMS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_way_has_arrows(path: Path) -> None:
    """So that it is compared: (Settings, Voice assistants, Expose) was not."""
    assert re.findall(r"\bSettings, [A-Z]", path.read_text()) == []
