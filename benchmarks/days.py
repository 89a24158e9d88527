"""Days of sunshine in steps of a minute, and what the best schedule would have made of them.

All powers are in watts, energies in kilowatt-hours. A surplus is what the panels give beyond
what the home needs, the car not counted; it is negative where the home needs more.
"""

from collections.abc import Callable, Sequence
from math import pi, sin
from random import Random
from typing import Final

MINUTES: Final = 24 * 60
CHARGING_POWER: Final = 3700
"""One phase, 16 A."""

type Season = tuple[float, float, float]
"""Sunrise and sunset in hours, and the most that the panels give in watts."""

SUMMER: Final = (5.6, 21.4, 6200)
"""7.5 kWp in the Netherlands in June."""
_WINTER: Final = (8.6, 16.6, 1900)
_SUN_MINUTES: Final = 6
_SHADE_MINUTES: Final = 4
"""Means of the time between two clouds and under one: cumulus of about a kilometre on a fresh wind."""
_SUN: Final = (0.95, 1.1)
_SHADE: Final = (0.25, 0.5)
"""Of what a clear sky gives. At the edges of clouds it is more than all."""
BASE: Final = 350
"""What a home needs at any time, in watts."""


def clear_day(seed: int) -> list[int]:
    """Return the surplus of a summer's day without clouds."""
    rng = Random(f"clear {seed}")
    return _surplus(clear_sky(SUMMER), rng)


def cloudy_day(seed: int) -> list[int]:
    """Return the surplus of a summer's day with sun and cloud in turn, from dawn to dusk."""
    rng = Random(f"cloudy {seed}")

    def lasts(sunny: bool) -> float:
        return rng.expovariate(1 / (_SUN_MINUTES if sunny else _SHADE_MINUTES))

    return _surplus(under_clouds(clear_sky(SUMMER), rng, lasts), rng)


def winter_day(seed: int) -> list[int]:
    """Return the surplus of a clear day in December, which is never enough for the car."""
    rng = Random(f"winter {seed}")
    return _surplus(clear_sky(_WINTER), rng)


def clear_sky(season: Season) -> list[float]:
    """Return what the panels give without a cloud."""
    sunrise, sunset, peak = season
    panels = []
    for minute in range(MINUTES):
        height = (minute / 60 - sunrise) / (sunset - sunrise)
        panels.append(peak * sin(pi * height) ** 1.3 if 0 < height < 1 else 0.0)
    return panels


def under_clouds(
    panels: Sequence[float], rng: Random, lasts: Callable[[bool], float]
) -> list[float]:
    """Return what is left of it with sun and shade in turn, which last so many minutes each."""
    left: list[float] = []
    sunny = True
    while len(left) < len(panels):
        minutes = max(1, round(lasts(sunny)))
        share = rng.uniform(*(_SUN if sunny else _SHADE))
        left += [each * share for each in panels[len(left) : len(left) + minutes]]
        sunny = not sunny
    return left


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
        surplus.append(round(given - BASE - rng.randint(-30, 30) - extra))
    return surplus


def gain(surplus: int, nominal: int = CHARGING_POWER) -> float:
    """Return what a minute of charging is worth: surplus used less what the grid adds, in kWh."""
    used = min(max(surplus, 0), nominal)
    return (used - (nominal - used)) / 60_000


def value(
    surplus: Sequence[int], charging: Sequence[bool], nominal: int = CHARGING_POWER
) -> float:
    """Return what a day of charging is worth, in kWh."""
    return sum(
        gain(each, nominal) for each, on in zip(surplus, charging, strict=True) if on
    )


def best_value(
    surplus: Sequence[int],
    minimum_on: int,
    minimum_off: int,
    most_starts: int,
    nominal: int = CHARGING_POWER,
) -> float:
    """Return the most a day can be worth, known beforehand, under the same limits.

    Found session by session: ``free`` is, for every moment, the most that may have been won by then
    with so many sessions, the last of which ended long enough ago to start anew.
    """
    never = float("-inf")
    total = [0.0]
    for each in surplus:
        total.append(total[-1] + gain(each, nominal))
    end = len(surplus)
    free = [0.0] * (end + 1)
    most = 0.0
    for _ in range(most_starts):
        later = [never] * (end + 1)
        begun = never
        for moment in range(minimum_on, end + 1):
            since = moment - minimum_on
            begun = max(begun, free[since] - total[since])
            won = begun + total[moment]
            most = max(most, won)
            if (again := moment + minimum_off) <= end:
                later[again] = max(later[again - 1], won)
        # Midnight ends a session that has just begun as well.
        for since in range(max(0, end - minimum_on), end):
            most = max(most, free[since] - total[since] + total[end])
        free = later
    return most
