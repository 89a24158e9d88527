"""What Home Assistant's statistics and its Energy dashboard make of the sensors of the month."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.auth.models import User
from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import HOME_UID, Home, card_subentry, charge_point_subentry
from .metered import METER, show, shown

BEGINNING = datetime(2026, 11, 30, 22, 30, tzinfo=dt_util.UTC)
"""Half an hour before December in Amsterdam."""
FIVE_MINUTES = timedelta(minutes=5)
KEYS = ("energy_this_month", "cost_this_month", "solar_energy_this_month")


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Have a recorder that can be set up."""


@pytest.fixture
async def recorded(
    recorder_mock: Any,
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    freezer: FrozenDateTimeFactory,
) -> AsyncGenerator[MockConfigEntry]:
    """Return an account with a meter and a grid sensor, of which everything is recorded."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to(BEGINNING)
    assert await async_setup_component(hass, "sensor", {})
    own = {
        "energy_meter": METER,
        "grid_power": "sensor.grid",
        "location_uid": HOME_UID,
    }
    entry = make_entry(card_subentry(), charge_point_subentry(**own))
    show(hass, 1000)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    yield entry
    await hass.config.async_set_time_zone("US/Pacific")


async def use(home: Home, energy: float) -> None:
    """Let five minutes pass in which energy is used, half of it sun, and compile their statistics."""
    start = dt_util.utcnow()
    for _ in range(5):
        imported = energy / 2 * 12
        home.hass.states.async_set(
            "sensor.grid", str(imported), {"unit_of_measurement": "kW"}
        )
        show(home.hass, shown(home.hass) + energy / 5)
        await home.wait(60)
    await home.wait((start + FIVE_MINUTES - dt_util.utcnow()).total_seconds())
    await async_wait_recording_done(home.hass)
    do_adhoc_statistics(home.hass, start=start)
    await async_wait_recording_done(home.hass)


async def sums(home: Home, key: str) -> list[float]:
    """Return how a sensor's statistics add up."""
    entity_id = home.entity_id(key)
    found = await get_instance(home.hass).async_add_executor_job(
        statistics_during_period,
        *(home.hass, BEGINNING, None, {entity_id}, "5minute", None, {"sum"}),
    )
    return [round(row["sum"] or 0, 6) for row in found[entity_id]]


async def live_over_the_months_end(home: Home) -> None:
    """Charge 2 kWh in each five minutes, half of it sun, from before midnight until after it."""
    await use(home, 0)
    await home.switch("on")
    await home.wait(300)
    # The session has begun with what the meter showed.
    await async_wait_recording_done(home.hass)
    for _ in range(8):
        await use(home, 2)
    await home.switch("off")
    await home.wait(300)
    await use(home, 0)


async def test_statistics_add_up_over_the_months_end(
    hass: HomeAssistant, recorded: MockConfigEntry, home: Home
) -> None:
    """As much as the session used and cost, in all; nothing is lost at midnight or counted twice."""
    await live_over_the_months_end(home)
    assert (await sums(home, "energy_this_month"))[-1] == 16
    (session,) = recorded.runtime_data.reader.tracker.sessions.values()
    assert session.marks[0].at == datetime(2026, 11, 30, 23, tzinfo=dt_util.UTC)
    assert 0 < session.marks[0].energy < 16
    assert 0 < session.marks[0].solar < session.solar.energy == pytest.approx(8, abs=1)
    for key, expected in (
        ("energy_this_month", session.metering.energy),
        ("cost_this_month", session.metering.priced_cost),
        ("solar_energy_this_month", session.solar.energy),
    ):
        assert (await sums(home, key))[-1] == pytest.approx(expected, abs=0.01)


async def test_neither_statistics_nor_the_energy_dashboard_have_a_complaint(
    hass: HomeAssistant,
    recorded: MockConfigEntry,
    home: Home,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: User,
) -> None:
    """Energy as a device, sun as a source, and cost as the cost of what comes from the grid."""
    await live_over_the_months_end(home)
    assert await async_setup_component(hass, "energy", {})
    await home.settle()
    # One that was made before time was moved is not valid any more.
    refresh = await hass.auth.async_create_refresh_token(hass_admin_user, "test")
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(refresh))

    async def ask(command: str, **data: Any) -> Any:
        await client.send_json_auto_id({"type": command, **data})
        answer = await client.receive_json()
        assert answer["success"], answer
        return answer["result"]

    energy, cost, solar = (home.entity_id(key) for key in KEYS)
    issues = await ask("recorder/validate_statistics")
    assert not issues.keys() & {energy, cost, solar}
    metadata = await ask("recorder/list_statistic_ids")
    assert {energy, cost, solar} <= {
        each["statistic_id"] for each in metadata if each["has_sum"]
    }
    await ask(
        "energy/save_prefs",
        device_consumption=[{"stat_consumption": energy}],
        energy_sources=[
            {
                "type": "solar",
                "stat_energy_from": solar,
                "config_entry_solar_forecast": None,
            },
            {
                "type": "grid",
                "stat_energy_from": energy,
                "stat_cost": cost,
                "cost_adjustment_day": 0,
            },
        ],
    )
    validation = await ask("energy/validate")
    assert validation["device_consumption"] == [[]]
    assert validation["energy_sources"] == [[], []]
