"""A switch that was renamed, with what each release of Home Assistant makes of such a name."""

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..conftest import Home, sent
from .conftest import Say
from .test_points import WHICH
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("assist")


@pytest.mark.usefixtures("two_points")
async def test_a_renamed_switch_is_named_in_passing(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """Also where Assist was given other names for it."""
    er.async_get(hass).async_update_entity(
        home.entity_id("charging", "Office"), name="Tesla", aliases=["Second one"]
    )
    await home.settle()
    assert await say("start the Tesla charger") == "Charging has started."
    assert home.state("charging", "Office") == "on"


@pytest.mark.usefixtures("two_points")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Charging", "start charging"),
        ("Charge", "start the charge"),
        ("Charger", "charge the car at the charger"),
        ("My charging session", "start my charging session"),
    ],
)
async def test_a_renamed_switch_without_a_name_of_its_own(
    hass: HomeAssistant,
    say: Say,
    home: Home,
    simulator: Simulator,
    name: str,
    text: str,
) -> None:
    """Home Assistant 2026.11 makes that of "Office charging": it is said for any charge point, so it asks."""
    er.async_get(hass).async_update_entity(
        home.entity_id("charging", "Office"), name=name, aliases=[f"Office {name}"]
    )
    await home.settle()
    assert await say(text) == WHICH
    assert sent(simulator, "start") == 0
    assert await say(f"charge the car with office {name}") == "Charging has started."
    assert home.state("charging", "Office") == "on"
