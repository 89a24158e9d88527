"""Days of sunshine in steps of a minute, and what the best schedule would have made of them.

All powers are in watts, energies in kilowatt-hours. A surplus is what the panels give beyond
what the home needs, the car not counted; it is negative where the home needs more.
"""

from collections.abc import Sequence
from math import pi, sin
from random import Random
from typing import Final

MINUTES: Final = 24 * 60
CHARGING_POWER: Final = 3700
"""One phase, 16 A."""

_SUMMER: Final = (5.6, 21.4, 6200)
"""Sunrise and sunset in hours, and the most that the panels give: 7.5 kWp in the Netherlands in June."""
_WINTER: Final = (8.6, 16.6, 1900)
_SUN_MINUTES: Final = 6
_SHADE_MINUTES: Final = 4
"""Means of the time between two clouds and under one: cumulus of about a kilometre on a fresh wind."""
_SUN: Final = (0.95, 1.1)
_SHADE: Final = (0.25, 0.5)
"""Of what a clear sky gives. At the edges of clouds it is more than all."""


def clear_day(seed: int) -> list[int]:
    """Return the surplus of a summer's day without clouds."""
    rng = Random(f"clear {seed}")
    return _surplus(_clear_sky(_SUMMER), rng)


def cloudy_day(seed: int) -> list[int]:
    """Return the surplus of a summer's day with sun and cloud in turn, from dawn to dusk."""
    rng = Random(f"cloudy {seed}")
    panels = _clear_sky(_SUMMER)
    minute, sunny = 0, True
    while minute < MINUTES:
        lasts = max(
            1, round(rng.expovariate(1 / (_SUN_MINUTES if sunny else _SHADE_MINUTES)))
        )
        share = rng.uniform(*(_SUN if sunny else _SHADE))
        for each in range(minute, min(minute + lasts, MINUTES)):
            panels[each] *= share
        minute += lasts
        sunny = not sunny
    return _surplus(panels, rng)


def winter_day(seed: int) -> list[int]:
    """Return the surplus of a clear day in December, which is never enough for the car."""
    rng = Random(f"winter {seed}")
    return _surplus(_clear_sky(_WINTER), rng)


def _clear_sky(season: tuple[float, float, float]) -> list[float]:
    sunrise, sunset, peak = season
    panels = []
    for minute in range(MINUTES):
        height = (minute / 60 - sunrise) / (sunset - sunrise)
        panels.append(peak * sin(pi * height) ** 1.3 if 0 < height < 1 else 0.0)
    return panels


def _surplus(panels: Sequence[float], rng: Random) -> list[int]:
    """Take away what the home needs: a base, and now and then an oven or a kettle."""
    surplus = []
    until, extra = 0, 0
    for minute, given in enumerate(panels):
        if minute >= until:
            extra = 0
            if rng.random() < 1 / 180:
                until = minute + rng.randint(5, 25)
                extra = rng.choice([900, 1500, 2200])
        surplus.append(round(given - 350 - rng.randint(-30, 30) - extra))
    return surplus


def gain(surplus: int) -> float:
    """Return what a minute of charging is worth: surplus used less what the grid adds, in kWh."""
    used = min(max(surplus, 0), CHARGING_POWER)
    return (used - (CHARGING_POWER - used)) / 60_000


def value(surplus: Sequence[int], charging: Sequence[bool]) -> float:
    """Return what a day of charging is worth, in kWh."""
    return sum(gain(each) for each, on in zip(surplus, charging, strict=True) if on)


def best_value(
    surplus: Sequence[int], minimum_on: int, minimum_off: int, most_starts: int
) -> float:
    """Return the most a day can be worth, known beforehand, under the same limits.

    Found by going through the day once with, for every number of starts, the best so far of each
    state: off or on for so many minutes, where all beyond the minimum count as one.
    """
    never = float("-inf")
    off = [[never] * (minimum_off + 1) for _ in range(most_starts + 1)]
    on = [[never] * (minimum_on + 1) for _ in range(most_starts + 1)]
    off[0][minimum_off] = 0.0
    for each in surplus:
        more = gain(each)
        next_off = [[never] * (minimum_off + 1) for _ in off]
        next_on = [[never] * (minimum_on + 1) for _ in on]
        for starts in range(most_starts + 1):
            for minutes, worth in enumerate(off[starts]):
                row = next_off[starts]
                longer = min(minutes + 1, minimum_off)
                row[longer] = max(row[longer], worth)
                if minutes == minimum_off and starts < most_starts:
                    row = next_on[starts + 1]
                    row[1] = max(row[1], worth + more)
            for minutes, worth in enumerate(on[starts]):
                row = next_on[starts]
                longer = min(minutes + 1, minimum_on)
                row[longer] = max(row[longer], worth + more)
                if minutes == minimum_on:
                    row = next_off[starts]
                    row[1] = max(row[1], worth)
        off, on = next_off, next_on
    return max(worth for row in (*off, *on) for worth in row)
