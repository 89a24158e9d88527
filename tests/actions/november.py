"""Prices of two days in November, and what plans with them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.shell_ev.const import DOMAIN
from tests.conftest import Home

HOUR = timedelta(hours=1)
TODAY = [0.30] * 18 + [0.40] * 6
TOMORROW = [0.25, 0.24, 0.10, 0.12, 0.24, 0.30, 0.30, 0.30] + [0.35] * 16


async def live_in_amsterdam(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Plan there at eight in the evening, without any account."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-20T19:00:00Z")
    assert await async_setup_component(hass, DOMAIN, {})


def rows(prices: list[float], day: int) -> list[dict[str, Any]]:
    """Return the prices of a day of November as a source lists them."""
    begin = datetime(2026, 11, day, tzinfo=UTC) - HOUR
    return [
        {
            "start": (begin + HOUR * hour).isoformat(),
            "end": (begin + HOUR * (hour + 1)).isoformat(),
            "value": price,
        }
        for hour, price in enumerate(prices)
    ]


async def plan(home: Home, **data: Any) -> Any:
    """Return a plan, until seven where nothing else is said."""
    return await home.act("plan_charging", **({"ready_by": "07:00"} | data))


def times(response: Any) -> list[tuple[str, str]]:
    """Return when it charges: day, hour and minute."""
    return [(block["start"][8:16], block["end"][8:16]) for block in response["blocks"]]
