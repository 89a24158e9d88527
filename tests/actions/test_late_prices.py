"""Prices that come late in the evening, as in Spain."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory

from homeassistant.core import HomeAssistant

from .november import live_in_amsterdam, plan
from tests.conftest import Home


async def test_pvpc_waits_for_the_evenings_prices(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """Spain's prices of tomorrow come at a quarter past eight: the peak is not bought before them.

    bilbaomakers/PVPC-ESIOS, README: *lo publican a las 8 de la tarde aprox*. The night, of which today
    says that it is the cheapest, is long enough for all.
    """
    await live_in_amsterdam(hass, freezer)
    zone = ZoneInfo("Europe/Madrid")
    await hass.config.async_set_time_zone("Europe/Madrid")
    freezer.move_to(datetime(2026, 11, 18, 18, 5, tzinfo=zone))
    today = [0.10] * 8 + [0.18] * 2 + [0.25] * 4 + [0.15] * 4 + [0.28] * 4 + [0.17] * 2
    hass.states.async_set(
        "sensor.esios_pvpc",
        "0.28",
        {f"price_{hour:02}h": price for hour, price in enumerate(today)}
        | {"unit_of_measurement": "€/kWh"},
    )
    paid = []
    now = datetime(2026, 11, 18, 18, 5, tzinfo=zone)
    while now.hour < 20:
        freezer.move_to(now)
        response = await plan(
            home, prices_from="sensor.esios_pvpc", hours=6, ready_by="08:00"
        )
        if response["charge_now"]:
            paid.append(f"{now:%H:%M}")
        now += timedelta(minutes=15)
    assert not paid, f"bought at 0.28 instead of 0.10 at {paid}"
