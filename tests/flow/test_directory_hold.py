"""The forms and the directory's wait: what Shell asks of one it asks of all who ask."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .test_charge_point import AROUND, subentry_flow
from simulator import Simulator
from tests.conftest import OFFICE, Home, sent

WAIT: Final = "1800"
TYPED: Final = {"evse_id": OFFICE, "name": "Office"}


def asked(simulator: Simulator) -> int:
    """Return how often the directory was asked for anything."""
    kinds = ("nearby", "location", "locations")
    return sum(sent(simulator, kind) for kind in kinds)


@pytest.fixture
async def held(entry: MockConfigEntry, home: Home, simulator: Simulator) -> int:
    """Have Shell ask the directory to wait, and return how often it was asked until then."""
    await home.wait(130)
    simulator.inject("location", "status", status=429, retry_after=WAIT, times=1)
    await home.wait(601)
    return asked(simulator)


async def test_a_search_waits(
    hass: HomeAssistant, entry: MockConfigEntry, held: int, simulator: Simulator
) -> None:
    """It says for how long, and leads on to what needs no directory."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("near_home")
    menu = await flow.fill(**AROUND)
    assert menu["step_id"] == "directory_unreachable"
    reference = menu["description_placeholders"]["reference"]
    assert reference.startswith("Shell asked this account to wait. Try again in ")
    assert asked(simulator) == held


async def test_what_is_typed_is_not_looked_up(
    hass: HomeAssistant, entry: MockConfigEntry, held: int, simulator: Simulator
) -> None:
    """It is added without its place, as where the directory cannot be reached."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("evse_id")
    added = await flow.fill(**TYPED)
    assert added["type"] == "create_entry"
    assert added["data"].get("location_uid") is None
    assert asked(simulator) == held


@pytest.mark.parametrize(
    ("step", "operation", "filled"),
    [("near_home", "nearby", AROUND), ("evse_id", "locations", TYPED)],
)
async def test_what_a_form_is_asked_to_wait_holds_the_directory(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    step: str,
    operation: str,
    filled: dict[str, object],
) -> None:
    """The account asks it nothing, nor does the next form."""
    await home.wait(130)
    simulator.inject(operation, "status", status=429, retry_after=WAIT, times=1)
    flow = await subentry_flow(hass, entry)
    await flow.choose(step)
    await flow.fill(**filled)
    before = asked(simulator)
    await home.wait(1500)
    assert asked(simulator) == before


async def test_a_price_that_is_asked_to_wait_holds_it_as_well(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What was found is offered all the same."""
    await home.wait(130)
    simulator.inject("location", "status", status=429, retry_after=WAIT)
    flow = await subentry_flow(hass, entry)
    await flow.choose("near_home")
    assert (await flow.fill(**AROUND))["step_id"] == "choose"
    before = asked(simulator)
    await home.wait(1500)
    assert asked(simulator) == before
