"""What charging costs, as the card is told, and whether there is more to come."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import Ask, SetUp
from simulator import Simulator
from tests.conftest import (
    HOME,
    HOME_UID,
    OFFICE,
    OFFICE_UID,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from tests.waiting import later, until

pytestmark = pytest.mark.usefixtures("in_the_day")


async def test_the_price_of_a_charge_point_that_is_searched_for(
    ask: Ask, entry: MockConfigEntry, home: Home
) -> None:
    """It may still come until its location was read with its tariffs."""
    device = home.device_id("Home")
    await home.settle()
    assert entry.runtime_data.locations.data, "it was found, without tariffs"
    assert (await ask(device))["known"] is False
    await home.wait(125)
    told = await ask(device)
    assert told["known"] is True
    assert told["prices"] == {
        "currency": "EUR",
        "per_kwh": 0.44,
        "per_minute": 0.0,
        "start_fee": 0.25,
    }


async def test_a_price_is_not_there_before_it_is_known(
    hass: HomeAssistant,
    ask: Ask,
    home: Home,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """While the directory is asked, one of several at a time."""
    office = charge_point_subentry(OFFICE, "Office", location_uid=OFFICE_UID)
    entry = make_entry(
        card_subentry(), charge_point_subentry(location_uid=HOME_UID), office
    )
    simulator.inject("location", "hang", times=1)
    await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: sent(simulator, "location") == 1)
    told = await ask(home.device_id("Home"))
    assert (told["known"], told["prices"]) == (False, None)
    await later(home, 16)
    await home.wait(11 * 60)
    told = await ask(home.device_id("Home"))
    assert told["known"] is True
    assert told["prices"]["per_kwh"] == 0.44


@pytest.mark.parametrize(
    ("settings", "private"), [({}, True), ({"products": ["charging"]}, False)]
)
async def test_no_price_will_come(
    hass: HomeAssistant,
    ask: Ask,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
    settings: dict[str, Any],
    private: bool,
) -> None:
    """The directory does not list it, or may not be used."""
    simulator.change_settings(settings)
    point = charge_point_subentry("NL*XYZ*E1" if private else HOME, "Home")
    entry = make_entry(card_subentry(), point)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    told = await ask(home.device_id("Home"))
    assert (told["known"], told["prices"]) == (True, None)


async def test_a_directory_that_fails_for_long(
    hass: HomeAssistant,
    ask: Ask,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """The card waits for a price as long as the sensors do."""
    simulator.inject("locations", "status", status=500, times=99)
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    assert (await ask(home.device_id("Home")))["known"] is False
    await home.wait(1500)
    assert (await ask(home.device_id("Home")))["known"] is True
    simulator.clear_faults()
    await home.wait(720)
    told = await ask(home.device_id("Home"))
    assert (told["known"], told["prices"]["per_kwh"]) == (True, 0.44)


async def test_an_own_price(
    hass: HomeAssistant, ask: Ask, set_up: SetUp, home: Home
) -> None:
    """Nobody waits for the directory; while its entity is away there is none."""
    await set_up(price_entity="sensor.price")
    told = await ask(home.device_id("Home"))
    assert (told["known"], told["prices"]) == (True, None)
    hass.states.async_set("sensor.price", "nan")
    assert (await ask(home.device_id("Home")))["prices"] is None
    hass.states.async_set("sensor.price", "31", {"unit_of_measurement": "ct/kWh"})
    assert (await ask(home.device_id("Home")))["prices"] == {
        "currency": "EUR",
        "per_kwh": 0.31,
        "per_minute": 0,
        "start_fee": 0,
    }
