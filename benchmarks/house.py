"""A house through a day: the sun, a battery perhaps, a car that is on or off, and who decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .days import MINUTES, best_value, value
from .kinds import Kind
from .rules import DEFAULTS, Rule
from .sensors import SENSORS, TICK, Reading, Sensor, Shown

LIMITS: Final = (DEFAULTS.minimum_on, DEFAULTS.minimum_off, DEFAULTS.most_starts)
"""Under which the best is the best."""
GUARD: Final = 30
"""Seconds in which the charge point refuses the opposite of what it has just been told."""


@dataclass(slots=True)
class Battery:
    """A home battery that holds the grid at zero, as long as it can."""

    stored: float = 3000
    """In Wh: what the night has left of it."""
    size: float = 10_000
    most: float = 4000
    """That it takes or gives, in watts."""
    least: float = 1000
    """That it keeps, in Wh."""

    def give(self, needed: float, seconds: int) -> float:
        """Give what is needed, or take what is left over (negative), and return it in watts."""
        hours = seconds / 3600
        given = min(max(needed, -self.most), self.most)
        given = min(given, max(self.stored - self.least, 0) / hours)
        given = max(given, (self.stored - self.size) / hours)
        self.stored -= given * hours
        return given

    @property
    def percent(self) -> float:
        """How full it is."""
        return 100 * self.stored / self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The sensors of a house, and whether the rule is told of its battery."""

    sensor: Sensor
    battery: bool = False
    battery_known: bool = False

    @property
    def name(self) -> str:
        """What the tables call it."""
        if not self.battery:
            return self.sensor.name
        return "home battery" if self.battery_known else "home battery, not told of"


SETTINGS: Final = (
    *(Setting(sensor=sensor) for sensor in SENSORS),
    Setting(sensor=SENSORS[0], battery=True, battery_known=True),
    Setting(sensor=SENSORS[0], battery=True),
)
PLAIN: Final = SETTINGS[0]


@dataclass(frozen=True, slots=True)
class Lived:
    """What became of a day; energies in kWh."""

    charging: list[bool]
    """By minutes, as at their beginning."""
    starts: int
    value: float
    best: float


def live(
    make: Callable[[], Rule], kind: Kind, seed: int, setting: Setting = PLAIN
) -> Lived:
    """Live a day of this kind in a house of this sort."""
    surplus = kind.surplus(seed)
    charging, starts = _day(make(), surplus, kind.nominal, setting, seed)
    counted = for_the_car(surplus) if setting.battery else surplus
    worth = value(counted, charging, kind.nominal)
    return Lived(
        charging, starts, worth, best_value(counted, *LIMITS, nominal=kind.nominal)
    )


def for_the_car(surplus: Sequence[int]) -> list[int]:
    """Return what is left over beside a home battery that comes first, were there no car."""
    battery = Battery()
    left = []
    for each in surplus:
        first = battery.percent < DEFAULTS.battery_first
        given = battery.give(-each, 60)
        left.append(round(each + min(given, 0)) if first else each)
    return left


def _day(
    rule: Rule, surplus: Sequence[int], nominal: int, setting: Setting, seed: int
) -> tuple[list[bool], int]:
    """Return when the car charged, and how many starts it took."""
    shown = Shown(setting.sensor, seed)
    battery = Battery() if setting.battery else None
    knows_import = setting.sensor.knows_import
    reading = Reading(None, knows_import=knows_import)
    charging: list[bool] = []
    on = draws = False
    turned, starts = -GUARD, 0
    for now in range(0, MINUTES * 60, TICK):
        wish = rule.decide(now, reading, on)
        if now % 60 == 0:
            charging.append(draws)
        # What is told now is done until the next tick, as a charge point takes some seconds.
        drawn = nominal if draws else 0
        draws = on
        if wish is not None and wish is not on and now - turned >= GUARD:
            on, turned = wish, now
            starts += wish
        export: float = surplus[now // 60] - drawn
        given, stored = 0.0, None
        if battery:
            given = battery.give(-export, TICK)
            export += given
            if setting.battery_known:
                stored = battery.percent
        export_shown = shown.read(now, export)
        known = given if setting.battery_known else 0
        if (export_shown, known) != (reading.export, reading.given):
            reading = Reading(export_shown, known, stored, knows_import)
    return charging, starts
