"""How far a session's solar energy is from the exact integral: ``scripts/benchmark sun``.

The days are those of ``days.py``. Meter and grid sensor are read every 10 s, 60 s or 5 min, each
at seconds of its own, four sessions a day of one to eight hours between nine and
five, at one and at three phases; the meter counts in Wh. Prints the table of docs/solar.md. ``--days 5`` is quicker.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import floor
from random import Random
from statistics import mean, quantiles
from typing import Final

from .days import CHARGING_POWER, clear_day, cloudy_day, winter_day
from custom_components.shell_ev.session.record import Solar
from custom_components.shell_ev.session.sun import Grid

MIDNIGHT: Final = datetime(2026, 6, 20, tzinfo=UTC)
WHOLE_DAY: Final = (8 * 60, 18 * 60)
"""When a session begins and ends, in minutes of the day."""
LIGHT: Final = (9 * 60, 17 * 60)
THREE_PHASES: Final = 3 * CHARGING_POWER
KINDS: Final = {"clear": clear_day, "broken cloud": cloudy_day, "winter": winter_day}
EVERY: Final = {"10 s": 10, "60 s": 60, "5 min": 300}
NOTABLE: Final = 0.5
"""Of sun in kWh: of less, parts in a hundred say nothing."""


@dataclass(frozen=True, kw_only=True)
class Sensors:
    """What meter and grid sensor are like, in seconds and kWh."""

    every: int = 10
    meter_at: float = 0
    grid_at: float = 0
    step: float = 0.001


def exact(
    surplus: Sequence[int],
    span: tuple[int, int] = WHOLE_DAY,
    power: int = CHARGING_POWER,
) -> tuple[float, float]:
    """Return the sun in a session and what it drew, in kWh, minute by minute."""
    start, end = span
    sun = sum(min(max(each, 0), power) for each in surplus[start:end])
    return sun / 60_000, power * (end - start) / 60_000


def reckoned(
    surplus: Sequence[int],
    sensors: Sensors,
    span: tuple[int, int] = WHOLE_DAY,
    power: int = CHARGING_POWER,
) -> Solar:
    """Return what the integration makes of what the sensors say."""
    start, end = (minute * 60 for minute in span)

    def imported(second: float) -> float:
        car = power if start <= second < end else 0
        return (car - surplus[int(second // 60)]) / 1000

    def shown(second: float) -> float:
        drawn = power * (min(second, end) - start) / 3_600_000
        return floor(drawn / sensors.step + 1e-6) * sensors.step

    def at(second: float) -> datetime:
        return MIDNIGHT + timedelta(seconds=second)

    every = sensors.every
    reads: list[tuple[float, str]] = [(start, "begin")]
    for number in range((end - start) // every + 3):
        reads.append((start + number * every + sensors.meter_at, "meter"))
        reads.append((start + (number - 1) * every + sensors.grid_at, "grid"))
    grid = Grid(at(start - every))
    between = timedelta(seconds=every)
    ended = False
    for second, what in sorted(reads):
        now = at(second)
        if what == "grid":
            grid.imports(now, imported(second), between)
            grid.reckon(now)
        elif what == "begin":
            grid.begin("car", now, now, 0, Solar())
        elif second < end:
            grid.read("car", now, now, shown(second))
        elif not ended:
            grid.end("car", now, at(end), shown(second))
            ended = True
    return grid.solar("car")


def errors(kind: Callable[[int], list[int]], every: int, days: int) -> list[float]:
    """Return how far the sun of sessions is from the exact, in parts of that."""
    found = []
    for seed in range(days):
        rng = Random(f"{kind.__name__} {seed}")
        surplus = kind(seed)
        for _ in range(4):
            minutes = rng.randint(60, LIGHT[1] - LIGHT[0])
            start = rng.randint(LIGHT[0], LIGHT[1] - minutes)
            span = (start, start + minutes)
            power = rng.choice((CHARGING_POWER, THREE_PHASES))
            sensors = Sensors(
                every=every,
                meter_at=rng.uniform(0, every),
                grid_at=rng.uniform(0, every),
            )
            sun, _ = exact(surplus, span, power)
            if sun >= NOTABLE:
                solar = reckoned(surplus, sensors, span, power)
                found.append((solar.energy - sun) / sun)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=200)
    days = parser.parse_args().days
    for name, kind in KINDS.items():
        cells = [name]
        for every in EVERY.values():
            found = errors(kind, every, days)
            off = [abs(each) for each in found]
            cells.append(
                f"{mean(off):.1%} ({quantiles(off, n=20)[-1]:.1%}; {max(off):.1%}; "
                f"{mean(found):+.1%})"
            )
        print(f"| {' | '.join(cells)} |")
        print(f"{len(found)} sessions")


if __name__ == "__main__":
    main()
