"""With a real recorder: how many rows a day, a session and an hour with a lively meter are there."""

from collections.abc import Awaitable, Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import (
    CARD,
    HOME,
    HOME_UID,
    NOON,
    Home,
    card_subentry,
    charge_point_subentry,
)
from .metered import METER, show, shown
from .recorded import live, rows

HOUR, DAY = 3600, 24 * 3600
METERED = {"energy_meter": METER}
SUNNY = {**METERED, "grid_power": "sensor.grid"}

type SetUp = Callable[..., Awaitable[MockConfigEntry]]


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


@pytest.fixture
def set_up(
    recorder_mock: Any,
    in_amsterdam: None,
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    freezer: FrozenDateTimeFactory,
) -> SetUp:
    """Return what sets up an account whose charge point has these sensors of the user's own."""

    async def set_up(**own: str | float) -> MockConfigEntry:
        freezer.move_to(NOON)
        assert await async_setup_component(hass, "sensor", {})
        show(hass, 1000)
        hass.states.async_set("sensor.grid", "1", {"unit_of_measurement": "kW"})
        own = {"location_uid": HOME_UID, **own}
        point = charge_point_subentry(HOME, "Home", CARD, **own)
        entry = make_entry(card_subentry(), point)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await home.settle()
        await live(home, 600, 60)
        return entry

    return set_up


async def charge(home: Home, do: Callable[[], None] = lambda: None) -> None:
    """Charge for an hour, and let a quarter of an hour pass after it."""
    await home.switch("on")
    await live(home, HOUR, 10, do)
    await home.switch("off")
    await live(home, HOUR // 4, 10)


@pytest.mark.parametrize("own", [{}, SUNNY], ids=["no sensor", "a meter and the sun"])
async def test_a_day_without_a_session(
    hass: HomeAssistant, home: Home, set_up: SetUp, own: dict[str, str | float]
) -> None:
    """Nothing but the price, where that is another one by day and by night."""
    await set_up(**own)
    before = await rows(hass)
    await live(home, DAY, 60)
    assert await rows(hass) - before == {"sensor.home_price": 2}


async def test_a_day_without_a_session_at_one_price(
    hass: HomeAssistant, home: Home, set_up: SetUp
) -> None:
    """Nothing at all."""
    await set_up(price=0.3)
    before = await rows(hass)
    await live(home, DAY, 60)
    assert await rows(hass) == before


OF_A_SESSION = {
    "switch.home_charging": 2,
    "event.home_session": 2,
    "shell_ev_session": 2,
    "sensor.home_session_state": 4,
    "sensor.home_session_started": 2,
    "sensor.home_last_session_end": 1,
    "sensor.home_last_session_duration": 1,
    "sensor.home_availability": 2,
    "sensor.card_session_state": 4,
    "sensor.card_charge_point": 2,
    "sensor.card_session_started": 2,
    "sensor.card_active_sessions": 2,
}


async def test_a_session_without_a_meter(
    hass: HomeAssistant, home: Home, set_up: SetUp
) -> None:
    """Its turns, and in the calendar that its end is open for another hour."""
    await set_up()
    before = await rows(hass)
    await charge(home)
    written = await rows(hass) - before
    assert written == OF_A_SESSION | {"calendar.card_sessions": 4}
    assert written.total() <= 40


@pytest.mark.parametrize(
    "own", [METERED, SUNNY], ids=["a meter", "a meter and the sun"]
)
async def test_an_hour_with_a_meter_that_steps_each_ten_seconds(
    hass: HomeAssistant, home: Home, set_up: SetUp, own: dict[str, str | float]
) -> None:
    """The session's figures once a minute, those of the month each five, and all at each turn."""
    await set_up(**own)
    before = await rows(hass)
    await charge(home, lambda: show(hass, round(shown(hass) + 0.03, 3)))
    written = await rows(hass) - before
    assert written.total() <= 200
    assert written.items() >= OF_A_SESSION.items()
    assert written["calendar.card_sessions"] <= 5
    assert 60 <= written["sensor.home_session_energy"] <= 65
    assert 60 <= written["sensor.home_estimated_session_cost"] <= 65
    assert 12 <= written["sensor.home_energy_this_month"] <= 17
    assert 12 <= written["sensor.home_estimated_cost_this_month"] <= 17
    assert written["sensor.home_solar_energy_this_month"] <= 17
