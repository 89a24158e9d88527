"""The made-up house of the demo: its sun, what it draws, and how its cars charge. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
import math
from random import Random
from typing import Final

from .account import COMPANY_CARD, PRIVATE_CARD

CAR_KILOWATTS: Final = {PRIVATE_CARD: 11.0, COMPANY_CARD: 7.4}
"""What the car of a card draws at home: one charges on three phases, one on a single one."""

_LATITUDE, _LONGITUDE = math.radians(52.37), 4.90
_PANEL_WATTS: Final = 12_000
"""What the panels give with the sun at the zenith, where it never is in Amsterdam."""
_USE_WATTS: Final = (300, 800)
_DAY, _CLOUD, _APPLIANCE = (
    timedelta(days=1),
    timedelta(minutes=10),
    timedelta(minutes=15),
)
_DRAW: Final = timedelta(seconds=40)
_LEAST_DRAW: Final = 0.9
_STEP: Final = timedelta(minutes=5)
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """A house with panels, the same for the same seed at any time."""

    seed: int

    def sun(self, at: datetime) -> float:
        """Return what the panels give, in watts."""
        height = max(_height_of_sun(at), 0.0)
        weather = 0.2 + 0.8 * _wave(f"{self.seed} weather", at, _DAY)
        clouds = 0.7 + 0.3 * _wave(f"{self.seed} clouds", at, _CLOUD)
        return _PANEL_WATTS * math.pow(height, 1.15) * weather * clouds

    def use(self, at: datetime) -> float:
        """Return what the house draws without a car, in watts."""
        least, most = _USE_WATTS
        return least + (most - least) * _wave(f"{self.seed} use", at, _APPLIANCE)

    def grid(self, at: datetime, car_watts: float) -> float:
        """Return what comes from the grid, in watts; what flows out is below 0."""
        return self.use(at) + car_watts - self.sun(at)

    def draw(self, at: datetime, kilowatts: float) -> float:
        """Return what a car draws that takes so many kW at the most, in watts: never quite the same."""
        share = _wave(f"{self.seed} draw", at, _DRAW)
        return kilowatts * 1000 * (_LEAST_DRAW + (1 - _LEAST_DRAW) * share)

    def solar_energy(
        self, began_at: datetime, kilowatts: float, energy: float
    ) -> float:
        """Return how much of the energy of a charge is sun, in kWh: its draw less what is imported."""
        watts = kilowatts * 1000
        solar = 0.0
        for at, part in _parts(began_at, timedelta(hours=energy / kilowatts)):
            imported = min(max(self.grid(at, watts), 0.0), watts)
            solar += (watts - imported) / 1000 * (part / timedelta(hours=1))
        return solar


def _parts(
    began_at: datetime, lasts: timedelta
) -> Iterator[tuple[datetime, timedelta]]:
    """Cut a time into short parts; yield the middle and the length of each."""
    count = math.ceil(lasts / _STEP)
    for number in range(count):
        part = lasts / count
        yield began_at + (number + 0.5) * part, part


def _height_of_sun(at: datetime) -> float:
    """Return the sine of the sun's height, as far as a demo needs it: below 0 it is night."""
    at = at.astimezone(UTC)
    day = at.timetuple().tm_yday
    declination = math.radians(-23.44) * math.cos(math.tau * (day + 10) / 365)
    solar_hour = at.hour + at.minute / 60 + at.second / 3600 + _LONGITUDE / 15
    hour_angle = math.radians(15 * (solar_hour - 12))
    return math.sin(_LATITUDE) * math.sin(declination) + math.cos(_LATITUDE) * math.cos(
        declination
    ) * math.cos(hour_angle)


def _wave(name: str, at: datetime, period: timedelta) -> float:
    """Return a number from 0 to 1 that goes up and down without jumps."""
    number, rest = divmod(at - _EPOCH, period)
    share = rest / period
    smooth = share * share * (3 - 2 * share)
    return _knot(name, number) * (1 - smooth) + _knot(name, number + 1) * smooth


@cache
def _knot(name: str, number: int) -> float:
    return Random(f"{name} {number}").random()
