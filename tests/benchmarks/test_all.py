"""All figures in one table: whichever part fails, and wherever in the page they belong."""

from datetime import date
import os
from pathlib import Path
import shutil
import subprocess
import sys
from types import ModuleType

import pytest

from benchmarks import all as every
from benchmarks.figures import Figure
from homeassistant.const import __version__

FOLDER = Path(every.__file__).parent
TEXT = """Before.

<!-- machine -->
old
<!-- /machine -->

## Card

<!-- card -->
<!-- /card -->

After.
"""


def figure(row: str, reached: bool | None = True) -> Figure:
    """Return a figure of a row."""
    return Figure(
        row=row, unit="ms", measured=(2.0,), rivals={}, mark="≤ 2 ms", reached=reached
    )


def test_every_module_that_has_figures_is_a_part() -> None:
    """One that is written is in the table, and in the words of the script."""
    offering = {
        file.stem
        for file in FOLDER.glob("*.py")
        if "def figures(" in file.read_text() and file.stem not in {"all", "figures"}
    }
    assert offering == set(every.PARTS)
    usage = (every.ROOT / "scripts" / "benchmark").read_text()
    assert [part for part in every.PARTS if f" {part}" not in usage] == []


def test_every_part_has_its_place_in_the_page() -> None:
    """So that its table is not left out when the page is written."""
    texts = dict.fromkeys((every.MACHINE, *every.PARTS), "| new |")
    page = every.filled(every.PAGE.read_text(), texts)
    assert page.count("| new |") == len(texts)


def test_a_page_is_filled() -> None:
    """What stands in a place goes, what stands around it stays; once more changes nothing."""
    texts = {"machine": "Measured.", "card": "| a |\n| b |"}
    page = every.filled(TEXT, texts)
    assert page == (
        "Before.\n\n<!-- machine -->\n\nMeasured.\n\n<!-- /machine -->\n\n"
        "## Card\n\n<!-- card -->\n\n| a |\n| b |\n\n<!-- /card -->\n\nAfter.\n"
    )
    assert every.filled(page, texts) == page


@pytest.mark.parametrize(
    "names", [("machine",), ("machine", "card", "poll")], ids=("too few", "too many")
)
def test_a_page_that_would_show_two_runs_is_not_filled(names: tuple[str, ...]) -> None:
    """A place without a text, or a text without a place."""
    with pytest.raises(ValueError, match="card" if len(names) == 1 else "poll"):
        every.filled(TEXT, dict.fromkeys(names, "new"))


def test_a_part_that_fails_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """And the others are measured all the same."""

    def run(part: str) -> list[Figure]:
        if part == "broken":
            raise OSError("no browser")
        return [figure(part)]

    tables, failures = every.measure(("first", "broken", "last"), run)
    assert tables == {"first": [figure("first")], "last": [figure("last")]}
    assert failures == {"broken": "OSError: no browser"}
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "first",
        "broken",
        "last",
    ]


def test_what_is_told() -> None:
    """One table, how many marks are reached, and what was not measured."""
    tables = {
        "card": [figure("one"), figure("two", reached=False)],
        "poll": [figure("three", reached=None)],
    }
    *lines, _, marks, failed = every.report(tables, {"client": "no SDK"}).splitlines()
    assert [line.split()[0] for line in lines] == ["what", "one", "two", "three"]
    assert marks == "1 of 2 marks are reached."
    assert failed == "client was not measured: no SDK"


def test_parts_may_be_coroutines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever suits what they measure; each is told whether it is to be quick."""
    plain, waiting = ModuleType("plain"), ModuleType("waiting")

    def figures(quick: bool) -> list[Figure]:
        return [figure(f"quick: {quick}")]

    async def awaited(quick: bool) -> list[Figure]:
        return figures(quick)

    vars(plain)["figures"], vars(waiting)["figures"] = figures, awaited
    monkeypatch.setitem(sys.modules, "benchmarks.plain", plain)
    monkeypatch.setitem(sys.modules, "benchmarks.waiting", waiting)
    assert every.measured("plain", quick=True) == [figure("quick: True")]
    assert every.measured("waiting", quick=False) == [figure("quick: False")]


def test_what_it_was_measured_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day, the versions and the machine; a browser where there is one."""
    monkeypatch.delenv("SHELL_EV_BROWSER", raising=False)
    alone = every.machine(date(2026, 11, 2))
    assert alone.startswith("Measured on 2 November 2026 with `scripts/benchmark all`")
    assert f"Home Assistant {__version__}, " in alone
    assert f"{os.process_cpu_count()} cores" in alone
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho Chromium 142.0 built on Debian\n")
    browser.chmod(0o755)
    monkeypatch.setenv("SHELL_EV_BROWSER", str(browser))
    assert ", Chromium 142.0, " in every.machine(date(2026, 11, 2))


def test_the_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By Linux's own word, or by Python's where it is not told there."""
    told = tmp_path / "cpuinfo"
    monkeypatch.setattr(every, "PROCESSORS", told)
    elsewhere = every.processor()
    assert elsewhere
    told.write_text("processor\t: 0\n")
    assert every.processor() == elsewhere
    told.write_text("processor\t: 0\nmodel name\t: A Chip 2000\nflags\t: x\n")
    assert every.processor() == "A Chip 2000"


def test_few_samples_are_not_written_as_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its medians would be of two samples each: that is refused, and nothing is measured."""
    page = tmp_path / "figures.md"
    page.write_text(every.PAGE.read_text())
    monkeypatch.setattr(every, "PAGE", page)
    monkeypatch.setattr(every, "measure", lambda *_: pytest.fail("It measured"))
    monkeypatch.setattr("sys.argv", ["all", "--quick", "--table"])
    with pytest.raises(SystemExit) as stopped:
        every.main()
    assert stopped.value.code == 2
    assert page.read_text() == every.PAGE.read_text()


def test_each_missed_mark_says_why() -> None:
    """By how much is in the table, and under a table that has such a row is why."""
    page = every.PAGE.read_text()
    assert "not found yet" not in page
    for part in every.PARTS:
        table, after = page.split(f"<!-- {part} -->")[1].split(f"<!-- /{part} -->")
        if "| no" in table:
            assert "| no |" not in table
            words = after.split("<!--")[0]
            assert "missed" in words or "above the floor" in words


@pytest.mark.parametrize("asked", [[], ["everything"], ["all "]])
def test_a_wrong_part_is_told_before_anything_is_installed(
    tmp_path: Path, asked: list[str]
) -> None:
    """Who mistypes a part is told the parts, without the set-up of a browser before."""
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    shutil.copy(every.ROOT / "scripts" / "benchmark", scripts)
    for name in ("setup", "setup-browser"):
        (scripts / name).write_text(f"#!/bin/sh\necho {name} >> ran\n")
        (scripts / name).chmod(0o755)
    done = subprocess.run(
        [scripts / "benchmark", *asked], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert not (tmp_path / "ran").exists()
    assert all(part in done.stderr for part in (*every.PARTS, "all", "solar", "sun"))
