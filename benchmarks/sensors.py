"""Grid sensors as houses have them: what they show, when, and what they leave out."""

from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

TICK: Final = 10
"""Seconds between two looks at the house: what the fastest sensors take."""


class Reading(NamedTuple):
    """What an automation can know of the house, in watts; what goes to the grid counts positive."""

    export: float | None
    """Less what is imported; ``None`` while the sensor is away."""
    given: float = 0
    """By a home battery; negative while it takes."""
    stored: float | None = None
    """In the home battery, in percent."""
    knows_import: bool = True
    """False where only what is exported is measured, so that 0 may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """How a sensor of the grid's power is read; times in seconds, powers in watts."""

    name: str
    every: int = TICK
    late: int = 0
    noise: float = 0
    change: float = 0
    """It says nothing new before it has changed so much."""
    step: float = 1
    """Of what it can show."""
    away_every: float = 0
    """Mean time between two drop-outs; 0 where there are none."""
    away_for: tuple[float, float] = (0, 0)
    knows_import: bool = True


SENSORS: Final = (
    Sensor(name="every 10 s"),
    Sensor(name="every 5 min", every=300),
    Sensor(name="60 s late", late=60),
    Sensor(name="on change (250 W)", change=250),
    Sensor(name="noisy (± 300 W)", noise=300),
    Sensor(name="drop-outs", away_every=5400, away_for=(60, 1500)),
    Sensor(name="import and export (DSMR)", step=10),
    Sensor(name="export alone", knows_import=False),
)
"""All that hang at a grid without a home battery. The third-last has a pair of sensors that know 10 W."""


class Shown:
    """What a sensor shows through a day."""

    def __init__(self, sensor: Sensor, seed: int) -> None:
        """Begin to read it at a second of its own."""
        self._sensor = sensor
        self._rng = Random(f"{sensor.name} {seed}")
        slots = sensor.every // TICK
        self._first = self._rng.randrange(slots) * TICK
        self._past: deque[float] = deque(maxlen=sensor.late // TICK + 1)
        self._away_until = 0.0
        self._away_at = self._next_drop_out(0)
        self.export: float | None = None

    def read(self, second: int, export: float) -> float | None:
        """Return what it shows now that so much is given to the grid."""
        sensor = self._sensor
        self._past.append(export)
        if second >= self._away_at:
            self._away_until = second + self._rng.uniform(*sensor.away_for)
            self._away_at = self._next_drop_out(self._away_until)
        if second < self._away_until:
            self.export = None
        elif self.export is None or (second - self._first) % sensor.every == 0:
            self._show(self._past[0])
        return self.export

    def _show(self, export: float) -> None:
        sensor = self._sensor
        if sensor.noise:
            export += self._rng.gauss(0, sensor.noise)
        if not sensor.knows_import:
            export = max(export, 0)
        shown = round(export / sensor.step) * sensor.step
        if self.export is None or abs(shown - self.export) >= sensor.change:
            self.export = shown

    def _next_drop_out(self, after: float) -> float:
        every = self._sensor.away_every
        return after + self._rng.expovariate(1 / every) if every else float("inf")
