"""A charge point whose meter and grid sensors tell how much of a session is sun, for tests of that."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import HOME_UID, Home, card_subentry, charge_point_subentry
from .metered import METER, show
from custom_components.shell_ev.session.record import TrackedSession

OTHER_METER = "sensor.other_energy"
GRID = "sensor.grid_power"
EXPORT = "sensor.grid_export"

COMPANY_CARD = "NL-TNM-C00122046-M"
"""Of another account, in the simulator's world."""

MINUTES = 10
"""How long a car charges; with 6 kW that is a kWh."""


def imports(
    hass: HomeAssistant, power: Any, unit: str | None = "W", sensor: str = GRID
) -> None:
    """Let the grid sensor show a power."""
    hass.states.async_set(sensor, str(power), {"unit_of_measurement": unit})


def say_again(hass: HomeAssistant, *sensors: str) -> None:
    """Let sensors, those of the grid at least, show once more what they show, as if they were read."""
    for sensor in (GRID, EXPORT, *sensors):
        if state := hass.states.get(sensor):
            hass.states.async_set(sensor, state.state, state.attributes)


async def async_set_up(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    *more: dict[str, Any],
    **sensors: str,
) -> MockConfigEntry:
    """Set up an account whose charge point has a meter, which stands at 1000, and these sensors."""
    own = {"energy_meter": METER, "location_uid": HOME_UID} | sensors
    entry = make_entry(card_subentry(), charge_point_subentry(**own), *more)
    show(hass, 1000)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


@pytest.fixture
async def sunny(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point has a meter and a grid sensor, which imports nothing."""
    imports(hass, 0)
    return await async_set_up(hass, make_entry, home, grid_power=GRID)


class Meter:
    """A meter that is read every 10 s while its car draws."""

    def __init__(self, hass: HomeAssistant, home: Home, entity_id: str = METER) -> None:
        """Stand at 1000."""
        self.hass = hass
        self.home = home
        self.entity_id = entity_id
        self.reading = 1000.0

    async def charge(self, minutes: float = MINUTES, power: float = 6) -> None:
        """Charge with so many kW."""
        for _ in range(round(minutes * 6)):
            await self.home.wait(10)
            self.reading += power / 360
            show(self.hass, self.reading, meter=self.entity_id)
            say_again(self.hass)
        await self.home.settle()

    async def hang(self, minutes: int, power: float, *, repeats: bool) -> None:
        """Charge with so many kW while the meter stays at what it shows, and repeats it or not."""
        for _ in range(minutes * 2):
            await self.home.wait(30)
            self.reading += power / 120
            state = self.hass.states.get(self.entity_id)
            if state and repeats:
                self.hass.states.async_set(
                    self.entity_id, state.state, state.attributes
                )
            say_again(self.hass)


@pytest.fixture
def meter(hass: HomeAssistant, home: Home) -> Meter:
    """Return the meter of the charge point at home."""
    return Meter(hass, home)


async def begin(home: Home, device: str = "Home") -> None:
    """Begin a session."""
    await home.switch("on", device)
    await home.wait(20)


async def end(home: Home, device: str = "Home", meter: str = METER) -> None:
    """End the session; its meter is read once more."""
    await home.switch("off", device)
    for _ in range(4):
        await home.wait(10)
        say_again(home.hass, meter)
    await home.wait(60)


def session(entry: MockConfigEntry, index: int = -1) -> TrackedSession:
    """Return a session as it is kept, by its order."""
    kept: TrackedSession = list(entry.runtime_data.reader.tracker.sessions.values())[
        index
    ]
    return kept


def sun(entry: MockConfigEntry, index: int = -1) -> tuple[float, float]:
    """Return the sun in a session and the energy for which it is known, in kWh."""
    solar = session(entry, index).solar
    assert solar is not None
    return solar.energy, solar.covered


def approx(energy: float, covered: float) -> object:
    """Return what is compared with: within what a car draws in half a minute."""
    return pytest.approx((energy, covered), abs=0.05)
