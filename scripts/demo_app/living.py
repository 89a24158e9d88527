"""The house that lives while the demo runs: its sensors, told to Home Assistant every few seconds."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
import json
import math
from pathlib import Path
from typing import Any, Final

import aiohttp

from .account import GRID_POWER, METER, POWER
from .children import DemoError
from .home_assistant import HomeAssistant, RefusedError
from .house import CAR_KILOWATTS, House

STEP_SECONDS: Final = 5
_LONGEST_STEP: Final = timedelta(minutes=1)
"""What is longer was a sleep of the machine, and no car has charged meanwhile."""
_STRANGER_KILOWATTS: Final = 3.7
"""What the car of any other card draws."""
_MEMORY: Final = "house.json"
_NEW_METER: Final = 1180.0
"""What the meter shows before anything was charged, in kWh."""

_WATTS: Final = {
    "device_class": "power",
    "state_class": "measurement",
    "unit_of_measurement": "W",
}
_ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    METER: {
        "device_class": "energy",
        "state_class": "total_increasing",
        "unit_of_measurement": "kWh",
        "friendly_name": "Home charger energy",
        "icon": "mdi:ev-station",
    },
    POWER: {
        **_WATTS,
        "friendly_name": "Home charger power",
        "icon": "mdi:ev-station",
    },
    GRID_POWER: {**_WATTS, "friendly_name": "Grid power"},
    "sensor.solar_power": {
        **_WATTS,
        "friendly_name": "Solar power",
        "icon": "mdi:solar-power",
    },
}

type Charging = Callable[[], Awaitable[str | None]]
"""Gives the card of which the car charges at home, ``None`` where none does."""


class LivingHouse:
    """The house as it is now. What its meter shows is kept in the demo's folder."""

    def __init__(self, house: House, folder: Path) -> None:
        """Go on from where the meter stood."""
        self._house = house
        self._memory = folder / _MEMORY
        self.meter = _remembered(self._memory)
        self._stepped_at: datetime | None = None

    def read_at_least(self, reading: float) -> None:
        """Let the meter show what was charged before, in kWh."""
        self.meter = max(self.meter, reading)

    def step(self, now: datetime, card: str | None) -> dict[str, str]:
        """Return what the sensors show, with the car of a card charging since the last step."""
        kilowatts = CAR_KILOWATTS.get(card, _STRANGER_KILOWATTS) if card else 0.0
        watts = self._house.draw(now, kilowatts)
        elapsed = now - (self._stepped_at or now)
        if timedelta() < elapsed <= _LONGEST_STEP:
            self.meter += watts / 1000 * (elapsed / timedelta(hours=1))
        self._stepped_at = now
        readings = (
            f"{self.meter:.3f}",
            f"{watts:.0f}",
            f"{self._house.grid(now, watts):.0f}",
            f"{self._house.sun(now):.0f}",
        )
        return dict(zip(_ATTRIBUTES, readings, strict=True))

    def keep(self) -> None:
        """Remember what the meter shows, for the next start."""
        new = self._memory.with_suffix(".new")
        new.write_text(json.dumps({"meter": self.meter}))
        new.replace(self._memory)


def _remembered(memory: Path) -> float:
    """Return what the meter showed last; that of a damaged memory is a new one."""
    try:
        meter = float(json.loads(memory.read_text())["meter"])
    except OSError, KeyError, TypeError, ValueError:
        return _NEW_METER
    return meter if math.isfinite(meter) else _NEW_METER


@asynccontextmanager
async def living(
    house: LivingHouse,
    home_assistant: HomeAssistant,
    charging: Charging,
    say: Callable[[str], None],
) -> AsyncGenerator[None]:
    """Tell what the sensors show, once at once and then every few seconds.

    Home Assistant must be signed in to.
    """
    await _tell(house, home_assistant, charging)
    life = asyncio.create_task(_live(house, home_assistant, charging, say))
    try:
        yield
    finally:
        life.cancel()
        with suppress(asyncio.CancelledError):
            await life


async def _live(
    house: LivingHouse,
    home_assistant: HomeAssistant,
    charging: Charging,
    say: Callable[[str], None],
) -> None:
    """Go on until Home Assistant refuses it; who does not answer now may answer at the next step."""
    while True:
        await asyncio.sleep(STEP_SECONDS)
        try:
            await _tell(house, home_assistant, charging)
        except RefusedError as problem:
            say(f"The house stands still until the next start: {problem}")
            return
        except DemoError, aiohttp.ClientError, TimeoutError:
            continue


async def _tell(
    house: LivingHouse, home_assistant: HomeAssistant, charging: Charging
) -> None:
    readings = house.step(datetime.now(UTC), await charging())
    # A disk that is full keeps nobody from looking on.
    with suppress(OSError):
        await asyncio.to_thread(house.keep)
    for entity_id, reading in readings.items():
        body: dict[str, Any] = {"state": reading, "attributes": _ATTRIBUTES[entity_id]}
        await home_assistant.post(f"/api/states/{entity_id}", body)
