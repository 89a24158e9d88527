"""What solar surplus makes of a day, and what the other blueprints do: ``scripts/benchmark solar``.

Lives the days of the tests in a real automation engine, eight of each kind, prints the
table of docs/automate.md and draws its pictures. ``--days 2`` is quicker.
"""

import argparse
import json
import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from .days import CHARGING_POWER
from .pictures import Picture

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "images"
KINDS: Final = {
    "clear_day": "clear",
    "cloudy_day": "broken cloud",
    "winter_day": "winter",
}
START, STOP = 0.65, 0.55
"""The blueprint's defaults, as shares of the charging power."""


def live(folder: Path, days: int) -> None:
    """Live the days; a test that fails ends it."""
    environment = {"SHELL_EV_FIGURES": str(folder), "SHELL_EV_DAYS": str(days)}
    subprocess.run(
        [
            sys.executable,
            *("-m", "pytest", "tests/blueprints", "--quiet", "--timeout", "1800"),
            *("-k", "days or quarters or whole_charge or evening"),
        ],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
    )


def row(name: str, ours: list[Any], naive: list[Any]) -> str:
    """Return the table's row of one kind of day."""

    def mean(outcomes: list[Any], key: str) -> float:
        return float(sum(it[key] for it in outcomes) / len(outcomes))

    best = mean(ours, "best")
    cells = [name, str(len(ours)), f"{best:.1f}"]
    for outcomes in (ours, naive):
        worth = mean(outcomes, "value")
        if best:
            worst = min(it["value"] / it["best"] for it in outcomes)
            cells.append(f"{worth:.1f} ({worth / best:.0%}; worst {worst:.0%})")
        else:
            cells.append(f"{worth:.1f}")
        starts = [it["starts"] for it in outcomes]
        cells.append(f"{min(starts)} to {max(starts)}")
    return f"| {' | '.join(cells)} |"


def draw(folder: Path) -> None:
    """Draw the pictures."""
    for kind in ("clear_day", "cloudy_day"):
        (day, *_) = _read(folder, f"solar-{kind}")["ours"]
        kilowatts = [watts / 1000 for watts in day["surplus"]]
        levels = {
            f"start {START:.0%}": CHARGING_POWER * START / 1000,
            f"stop {STOP:.0%}": CHARGING_POWER * STOP / 1000,
        }
        name = "solar-" + kind.removesuffix("_day")
        Picture("kW", day["charging"]).line(kilowatts).levels(levels).write(
            IMAGES / f"{name}.svg"
        )
    for name, unit in (("cheap-hours", "EUR/kWh"), ("stop-at", "%")):
        it = _read(folder, name)
        picture = Picture(unit, it["charging"]).line(it["line"]).levels(it["levels"])
        picture.write(IMAGES / f"{name}.svg")
    it = _read(folder, "tell-me")
    Picture("", it["charging"]).messages(it["messages"]).write(IMAGES / "tell-me.svg")


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text())


def main() -> None:
    """Live, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=8)
    days = parser.parse_args().days
    with TemporaryDirectory() as made:
        folder = Path(made)
        live(folder, days)
        for kind, name in KINDS.items():
            outcomes = _read(folder, f"solar-{kind}")
            print(row(name, outcomes["ours"], outcomes["naive"]))
        draw(folder)


if __name__ == "__main__":
    main()
