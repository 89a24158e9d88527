"""What solar surplus makes of a day beside other rules: ``scripts/benchmark solar``.

Prints the tables of docs/solar-figures.md from the models of ``rules.py``, which the tests hold to the
real engine minute by minute; then lives a sample of days there and draws the pictures of docs/automate.md.
``--days 4`` is quicker, ``--tables`` leaves the engine alone.
"""

import argparse
from collections.abc import Callable, Sequence
import json
import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from .days import CHARGING_POWER
from .house import PLAIN, SETTINGS, Lived, Setting, live
from .kinds import KINDS, Kind
from .pictures import Picture
from .rules import DEFAULTS, EVCC_TUNED, SMALL_ROOF, Blueprint, Evcc, Naive, Rule

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "images"
RULES: Final[dict[str, Callable[[Kind], Rule]]] = {
    "this blueprint": lambda kind: Blueprint(nominal=kind.nominal),
    "its preset": lambda kind: Blueprint(nominal=kind.nominal, shares=SMALL_ROOF),
    "naive": lambda kind: Naive(nominal=kind.nominal),
    "evcc": lambda kind: Evcc(nominal=kind.nominal),
    "evcc, tuned": lambda kind: Evcc(nominal=kind.nominal, delays=EVCC_TUNED),
}
NOTABLE: Final = 0.05
"""Of the best in kWh: of less, a share says nothing."""

type Days = Sequence[Lived]


def lived(
    make: Callable[[Kind], Rule], kind: Kind, days: int, setting: Setting = PLAIN
) -> list[Lived]:
    """Live so many days of a kind by a rule."""
    return [
        live(lambda: make(kind), kind, seed, setting) for seed in range(1, days + 1)
    ]


def share(days: Days) -> str:
    """Return the part of the best."""
    best = sum(day.best for day in days)
    if best < NOTABLE * len(days):
        return "–"
    return f"{sum(day.value for day in days) / best:.0%}"


def cell(days: Days) -> str:
    """Return the part of the best, the starts a day and the worst day in kWh."""
    starts = sum(day.starts for day in days) / len(days)
    worst = min(day.value for day in days) + 0.0
    return f"{share(days)}; {starts:.1f}; {worst:.1f}"


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def head(*cells: str) -> str:
    """Return the first two rows of a table."""
    return f"{row(*cells)}\n{'|---' * len(cells)}|"


def over_kinds(days: int) -> None:
    """Print the rules over the kinds of days, the weakest first."""
    rows: list[tuple[float, str]] = []
    everything: dict[str, list[Lived]] = {name: [] for name in RULES}
    for kind in KINDS:
        found = {name: lived(make, kind, days) for name, make in RULES.items()}
        for name, outcomes in found.items():
            everything[name] += outcomes
        blueprint = found["this blueprint"]
        best = sum(day.best for day in blueprint) / days
        won = sum(day.value for day in blueprint) / days
        weak = won / best if best >= NOTABLE else 1
        cells = [kind.name, f"{best:.1f}", *map(cell, found.values())]
        rows.append((weak, row(*cells)))
    print(head("days", "best, kWh", *RULES))
    for _, text in sorted(rows, key=lambda each: each[0]):
        print(text)
    blueprint = everything["this blueprint"]
    best = sum(day.best for day in blueprint) / len(blueprint)
    print(row("**all**", f"{best:.1f}", *map(cell, everything.values())))


def over_sensors(days: int) -> None:
    """Print the rules over the sensors, all kinds of days together."""
    print(head("sensors", *RULES))
    for setting in SETTINGS:
        cells = [
            cell([day for kind in KINDS for day in lived(make, kind, days, setting)])
            for make in RULES.values()
        ]
        print(row(setting.name, *cells))


def over_both(days: int) -> None:
    """Print the blueprint's share of the best over kinds and sensors."""
    make = RULES["this blueprint"]
    print(head("sensors", *(kind.name for kind in KINDS)))
    for setting in SETTINGS:
        cells = [share(lived(make, kind, days, setting)) for kind in KINDS]
        print(row(setting.name, *cells))


def live_sample(folder: Path) -> None:
    """Live the days of the pictures in the real engine; a test that fails ends it."""
    subprocess.run(
        [
            sys.executable,
            *("-m", "pytest", "tests/blueprints", "--quiet", "--timeout", "1800"),
            *("-k", "the_defaults or quarters or whole_charge or evening"),
        ],
        cwd=ROOT,
        env=os.environ | {"SHELL_EV_FIGURES": str(folder)},
        check=True,
    )


def draw(folder: Path) -> None:
    """Draw the pictures."""
    levels = {
        f"start {DEFAULTS.start_share:.0%}": CHARGING_POWER * DEFAULTS.start_share,
        f"stop {DEFAULTS.stop_share:.0%}": CHARGING_POWER * DEFAULTS.stop_share,
    }
    kilowatts = {name: watts / 1000 for name, watts in levels.items()}
    for kind, name in (("clear", "clear"), ("broken cloud", "cloudy")):
        day = _read(folder, f"day-{kind}")
        line = [watts / 1000 for watts in day["surplus"]]
        picture = Picture("kW", day["charging"]).line(line).levels(kilowatts)
        picture.write(IMAGES / f"solar-{name}.svg")
    for name, unit in (("cheap-hours", "EUR/kWh"), ("stop-at", "%")):
        shown = _read(folder, name)
        picture = Picture(unit, shown["charging"]).line(shown["line"])
        picture.levels(shown["levels"]).write(IMAGES / f"{name}.svg")
    evening = _read(folder, "tell-me")
    Picture("", evening["charging"]).messages(evening["messages"]).write(
        IMAGES / "tell-me.svg"
    )


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text())


def main() -> None:
    """Print, live and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=32)
    parser.add_argument("--tables", action="store_true")
    options = parser.parse_args()
    for table in (over_kinds, over_sensors, over_both):
        table(options.days)
        print()
    if options.tables:
        return
    with TemporaryDirectory() as made:
        live_sample(Path(made))
        draw(Path(made))


if __name__ == "__main__":
    main()
