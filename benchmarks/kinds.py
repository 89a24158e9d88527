"""The kinds of days on which the rules are measured, also those that show where one is weak.

Each is a function of a seed: the same number is the same day for every rule and sensor.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from .days import (
    BASE,
    CHARGING_POWER,
    MINUTES,
    SUMMER,
    Season,
    clear_day,
    clear_sky,
    cloudy_day,
    under_clouds,
    winter_day,
)

THREE_PHASES: Final = 11_000
"""Three phases, 16 A."""

_SLOW_MINUTES: Final = (20, 60)
"""Of sun or shade: banks of cloud on a light wind."""
_AUTUMN: Final = (7.2, 19.2, 5200)
_FEBRUARY: Final = (8.0, 17.7)
_FEBRUARY_PEAKS: Final = (2800, 4400)
"""From haze to a cold clear day, with the panels of the summer."""
_SMALL_ROOF: Final = (5.6, 21.4)
_SMALL_PEAKS: Final = (2500, 2950)
"""3 kWp to the south, from a hot day to a cool one."""
_HEAT_PUMP_WATTS: Final = (1000, 2500)
_HEAT_PUMP_ON: Final = (8, 25)
_HEAT_PUMP_OFF: Final = (10, 35)
"""Minutes of its cycles."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Days of one sort, and what the car draws on them in watts."""

    name: str
    surplus: Callable[[int], list[int]]
    nominal: int = CHARGING_POWER


def slow_clouds(seed: int) -> list[int]:
    """Return a summer's day with banks of cloud: a rule that waits out a cloud waits in vain."""
    rng = Random(f"slow {seed}")

    def lasts(_sunny: bool) -> float:
        return rng.uniform(*_SLOW_MINUTES)

    return _at_home(under_clouds(clear_sky(SUMMER), rng, lasts), rng)


def family_home(seed: int) -> list[int]:
    """Return a summer's day of a family: kettles, an oven, machines that heat, hot water after showers.

    Every other day has passing clouds as well.
    """
    rng = Random(f"family {seed}")
    panels = clear_sky(SUMMER)
    if seed % 2:

        def lasts(sunny: bool) -> float:
            return rng.expovariate(1 / (12 if sunny else 4))

        panels = under_clouds(panels, rng, lasts)
    needs = [0] * MINUTES
    for _ in range(rng.randint(5, 9)):
        _add(needs, rng.uniform(6.5, 22), [2200] * rng.randint(2, 4))
    for _ in range(rng.randint(0, 2)):
        # Its heater, then half an hour of turning, then a short heater again.
        _add(needs, rng.uniform(8, 15), [2000] * 18 + [250] * 35 + [1200] * 5)
    if rng.random() < 0.6:
        _add(needs, rng.uniform(10, 17), [2400] * 20 + [0] * 4 + [900] * 40)
    for _ in range(rng.randint(1, 2)):
        heats = [2500] * 12 + ([0] * 3 + [2500] * 2) * rng.randint(3, 9)
        _add(needs, rng.choice([rng.uniform(11.5, 13), rng.uniform(16.5, 18.5)]), heats)
    for _ in range(rng.randint(1, 3)):
        hours = rng.choice([rng.uniform(6.5, 9), rng.uniform(17, 21)])
        _add(needs, hours, [2500] * rng.randint(20, 45))
    return _at_home(panels, rng, needs)


def heat_pump(seed: int) -> list[int]:
    """Return a clear day in autumn with a heat pump that goes on and off."""
    rng = Random(f"heat pump {seed}")
    needs: list[int] = []
    while len(needs) < MINUTES:
        needs += [rng.randint(*_HEAT_PUMP_WATTS)] * rng.randint(*_HEAT_PUMP_ON)
        needs += [0] * rng.randint(*_HEAT_PUMP_OFF)
    return _at_home(clear_sky(_AUTUMN), rng, needs)


def small_roof(seed: int) -> list[int]:
    """Return a clear summer's day with 3 kWp, which never give all that the car draws."""
    rng = Random(f"small {seed}")
    season: Season = (*_SMALL_ROOF, rng.uniform(*_SMALL_PEAKS))
    return _at_home(clear_sky(season), rng)


def winter_sun(seed: int) -> list[int]:
    """Return a day in February, whose sun is enough for an hour or two, or not quite."""
    rng = Random(f"winter sun {seed}")
    season: Season = (*_FEBRUARY, rng.uniform(*_FEBRUARY_PEAKS))
    return _at_home(clear_sky(season), rng)


KINDS: Final = (
    Kind("clear", clear_day),
    Kind("broken cloud", cloudy_day),
    Kind("slow clouds", slow_clouds),
    Kind("family home", family_home),
    Kind("heat pump", heat_pump),
    Kind("small roof", small_roof),
    Kind("winter sun", winter_sun),
    Kind("winter", winter_day),
    Kind("11 kW car", clear_day, THREE_PHASES),
)


def _add(needs: list[int], hour: float, watts: Sequence[int]) -> None:
    """Let something be used from an hour on, minute by minute."""
    begin = round(hour * 60)
    for minute, each in enumerate(watts[: MINUTES - begin], start=begin):
        needs[minute] += each


def _at_home(
    panels: Sequence[float], rng: Random, needs: Sequence[int] = ()
) -> list[int]:
    """Take away what the home needs: what is given, or else a kettle or an oven now and then."""
    if not needs:
        made = [0] * MINUTES
        for _ in range(rng.randint(3, 7)):
            watts = rng.choice([900, 1500, 2200])
            _add(made, rng.uniform(6.5, 22), [watts] * rng.randint(4, 20))
        needs = made
    return [
        round(given - BASE - rng.randint(-30, 30) - needs[minute])
        for minute, given in enumerate(panels)
    ]
