"""The application could use the directory, and may not any more: six sensors go, and the log says why."""

from collections.abc import Callable
import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import HOME_UID, Home, card_subentry, charge_point_subentry, sent
from simulator import Simulator

TICK, PACE, HOUR = 120, 600, 3600
CHARGING, BOTH = ["charging"], ["charging", "locations"]


@pytest.fixture
async def listed(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point the directory lists, set up."""
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


async def refresh(home: Home) -> None:
    """Press the account's button."""
    await home.hass.services.async_call(
        "button",
        "press",
        {"entity_id": home.entity_id("refresh", "Shell EV Charging")},
        blocking=True,
    )
    await home.wait(30)


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return how loud the integration was, each time that it said something to a person."""
    return [
        record.levelname
        for record in caplog.records
        if record.name.startswith("custom_components.shell_ev")
        and record.levelno > logging.DEBUG
    ]


async def test_it_is_logged_once_when_it_goes_and_once_when_it_is_back(
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With the product that is missing; sessions go on, and asking again says it no second time."""
    assert home.state("availability") == "available"
    simulator.change_settings({"products": CHARGING})
    await home.wait(HOUR)
    assert home.state("availability") == home.state("price") == "unavailable"
    assert home.state("charging") == "off"
    await refresh(home)
    assert logged(caplog) == ["ERROR"]
    assert "Add the EV Locations product" in caplog.text
    simulator.change_settings({"products": BOTH})
    await refresh(home)
    assert home.state("availability") == "available"
    assert logged(caplog) == ["ERROR", "INFO"]


async def test_it_is_asked_for_once_a_day(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As where it was never there."""
    simulator.change_settings({"products": CHARGING})
    await home.wait(PACE + TICK)
    before = sent(simulator, "location")
    await home.wait(6 * HOUR)
    assert sent(simulator, "location") == before


async def test_a_price_of_then_is_none_of_now(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What the directory said is not reckoned with any more."""
    assert listed.runtime_data.locations.data
    simulator.change_settings({"products": CHARGING})
    await home.wait(PACE + TICK)
    assert listed.runtime_data.locations.data == {}


async def test_a_disturbance_is_no_way_back(
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Only an answer is: a directory that fails besides shows nothing, and says nothing more."""
    simulator.change_settings({"products": CHARGING})
    await home.wait(PACE + TICK)
    simulator.change_settings({"products": BOTH})
    simulator.inject("location", "status", status=503)
    await refresh(home)
    assert home.state("availability") == "unavailable"
    assert logged(caplog) == ["ERROR"]
    await home.wait(PACE + TICK)
    assert home.state("availability") == "available"
    assert logged(caplog) == ["ERROR", "INFO"]


async def test_who_never_had_it_hears_nothing(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Most never subscribe to it; asking again changes nothing of that."""
    simulator.change_settings({"products": CHARGING})
    assert await hass.config_entries.async_setup(make_entry().entry_id)
    await home.settle()
    await refresh(home)
    await home.wait(PACE)
    assert logged(caplog) == []
