"""The first read of the directory fails: availability and price are not there yet."""

from collections.abc import Callable

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .conftest import HOME_UID, Home, card_subentry, charge_point_subentry, sent
from simulator import Simulator

TICK, PACE = 120, 600


async def test_a_directory_that_fails_at_first(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Charging does not wait for it; nothing is known yet, so it is asked again with the next tick."""
    simulator.inject("location", "status", status=503, times=1)
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("charging") == "off"
    assert entry.runtime_data.locations.data == {}
    await home.wait(TICK + 5)
    assert home.state("availability") == "available"
    assert sent(simulator, "location") == 2


async def test_a_directory_that_fails_from_the_first(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """It is asked again soon once, then at its pace."""
    simulator.inject("location", "status", status=503, times=99)
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.wait(PACE)
    assert sent(simulator, "location") == 2
    await home.wait(TICK + 5)
    assert sent(simulator, "location") == 3


async def test_a_directory_that_asks_to_wait_at_first(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """It is asked when that is over, not before."""
    simulator.inject("location", "status", status=503, times=1, retry_after=str(PACE))
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.wait(PACE - 5)
    assert sent(simulator, "location") == 1
    await home.wait(TICK + 5)
    assert home.state("availability") == "available"
