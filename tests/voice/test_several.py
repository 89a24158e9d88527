"""Several charge points, of which none is named: what is clear from what they do, and what is asked."""

from collections.abc import Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)

from ..conftest import Home, sent
from ..test_permissions import CONTROL, READ, limited
from ..waiting import afterwards
from .conftest import Say
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("assist")

WHICH = "Which charge point? Say it again with one of these names: Home, Office."
STARTED = "Charging has started."
STOPPED = "Charging has stopped."
NONE = (
    "As far as is known, nothing is charging. "
    "If something is, say it again with one of these names: Home, Office."
)
ONLY_NOW = "By voice, charging can only be started or stopped right away."
COST = "how much did the last charge cost?"
NOT_KNOWN = "The cost of the last session is not known."


async def start(say: Say, home: Home, *names: str) -> None:
    """Have sessions that run."""
    for name in names:
        assert await say(f"charge the car at {name}") == STARTED
    await home.wait(130)


@pytest.mark.usefixtures("two_points")
async def test_the_one_that_charges_is_stopped(say: Say, home: Home) -> None:
    """Nothing else can be meant."""
    await start(say, home, "office")
    assert await say("stop charging") == STOPPED
    assert home.state("charging", "Office") == "off"


@pytest.mark.usefixtures("two_points")
async def test_the_one_that_charges_is_stopped_from_any_room(
    say: Say,
    home: Home,
    place: Callable[[str, str], None],
    satellite: Callable[[str], str],
) -> None:
    """Also where another one stands."""
    place("Home", "Carport")
    await start(say, home, "office")
    assert await say("stop charging", near=satellite("Carport")) == STOPPED
    assert home.state("charging", "Office") == "off"


@pytest.mark.usefixtures("two_points")
async def test_of_two_that_charge_the_room_decides(
    say: Say,
    home: Home,
    simulator: Simulator,
    place: Callable[[str, str], None],
    satellite: Callable[[str], str],
) -> None:
    """Else it asks."""
    place("Home", "Carport")
    await start(say, home, "home", "office")
    assert await say("stop charging") == WHICH
    assert sent(simulator, "stop") == 0
    assert await say("stop charging", near=satellite("Carport")) == STOPPED
    assert home.state("charging") == "off"
    assert home.state("charging", "Office") == "on"


@pytest.mark.usefixtures("two_points")
async def test_none_charges(say: Say, simulator: Simulator) -> None:
    """It is said so; what was begun with the card a moment ago can be named."""
    assert await say("stop charging") == NONE
    assert sent(simulator, "stop") == 0


@pytest.mark.usefixtures("two_points")
async def test_who_may_stop_one_of_two_that_charge(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """The other one is not theirs to stop."""
    tenant = limited(
        hass, {"switch.home_charging": READ, "switch.office_charging": CONTROL}
    )
    await start(say, home, "home", "office")
    assert await say("stop charging", user=tenant) == STOPPED
    assert home.state("charging") == "on"


async def test_a_start_that_is_not_confirmed_is_stopped(
    say: Say, simulator: Simulator, two_points: MockConfigEntry
) -> None:
    """It is the one that will charge."""
    simulator.inject("start", "cut", before=False)
    afterwards(two_points, lambda: simulator.inject("active", "status", times=99))
    assert (await say("charge home")).startswith("Shell did not confirm the start")
    assert (await say("stop charging")).startswith("The start is not confirmed yet.")


@pytest.mark.usefixtures("two_points")
async def test_while_nothing_is_known_it_asks(
    say: Say, home: Home, simulator: Simulator
) -> None:
    """It may charge at one that Shell tells nothing of."""
    simulator.inject("active", "status", status=503, times=99)
    simulator.inject("retrieve", "status", status=503, times=99)
    await home.wait(3600)
    assert await say("stop charging") == WHICH
    unknown = "It is not known right now whether it is charging. Ask again in a minute."
    assert await say("is the car charging?") == unknown
    assert await say("is the car done charging?") == unknown


@pytest.mark.usefixtures("two_points")
async def test_whether_it_charges_anywhere(say: Say, home: Home) -> None:
    """A question is answered over all, and where."""
    assert await say("is the car charging?") == "No, nothing is charging."
    assert await say("has it stopped charging?") == "It was not charging."
    await start(say, home, "home")
    assert await say("is the car charging?") == "Yes, at Home."
    still = "No, it is still charging at Home."
    assert await say("is the car done charging?") == still
    assert await say("is it charging at the office?") == "No, it is not charging."
    await start(say, home, "office")
    assert await say("is the car charging?") == "Yes, at Home, Office."
    assert await say("stop charging at home") == STOPPED
    assert await say("stop charging") == STOPPED
    assert await say("is the car done charging?") == "Yes, it has stopped."


@pytest.mark.usefixtures("two_points")
async def test_what_the_last_of_all_cost(say: Say, home: Home) -> None:
    """It is the last one anywhere, and it is said where that was."""
    assert await say(COST) == "There is no finished session yet."
    for name in ("Office", "Home"):
        await start(say, home, name)
        assert await say("stop charging") == STOPPED
        await home.wait(130)
        assert await say(COST) == f"{NOT_KNOWN} That was at {name}."
    assert await say("how much did the last charge at the office cost?") == NOT_KNOWN


@pytest.mark.usefixtures("two_points")
async def test_who_may_not_read_what_it_cost(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """Two switches that are shown are no sessions that are."""
    guest = limited(
        hass, {"switch.home_charging": READ, "switch.office_charging": READ}
    )
    assert await say(COST, user=guest) == "There is no finished session yet."
    await start(say, home, "home")
    assert await say("stop charging") == STOPPED
    assert (await say(COST, user=guest)).startswith("You are not allowed")


async def test_an_account_that_is_not_loaded(
    hass: HomeAssistant, say: Say, home: Home, two_points: MockConfigEntry
) -> None:
    """It is said so, not that nothing was ever charged."""
    await hass.config_entries.async_unload(two_points.entry_id)
    assert (await say(COST)).startswith("The account of Home is not loaded")
    assert (await say("is the car charging?")).startswith(
        "It is not known right now whether"
    )


# Names within a sentence


@pytest.mark.usefixtures("two_points")
async def test_a_name_within_the_sentence(say: Say, home: Home) -> None:
    """The place needs no word before it."""
    assert await say("start the office charger") == STARTED
    assert home.state("charging", "Office") == "on"
    assert home.state("charging") == "off"
    await home.wait(130)
    assert await say("charge home") == STARTED
    await home.wait(130)
    assert await say("stop charging office") == STOPPED
    assert home.state("charging") == "on"


@pytest.mark.usefixtures("two_points")
async def test_a_name_that_the_speaker_is_not_to_know(
    hass: HomeAssistant, say: Say, simulator: Simulator
) -> None:
    """No other is started or stopped in its place."""
    neighbour = limited(hass, {"switch.home_charging": CONTROL})
    assert await say("charge office", user=neighbour) == (
        "No charge point is called office. Say it again with one of these names: Home."
    )
    nobody = limited(hass, {})
    assert (await say("charge office", user=nobody)).startswith("You are not allowed")
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("two_points")
async def test_a_longer_name_is_one_name(
    hass: HomeAssistant, say: Say, home: Home, simulator: Simulator
) -> None:
    """*Home charger* is not *home* beside it: one of them is started."""
    registry = dr.async_get(hass)
    registry.async_update_device(home.device_id("Office"), name_by_user="Home charger")
    await home.settle()
    assert await say("start charging home charger") == STARTED
    state = hass.states.get("switch.office_charging")
    assert state
    assert state.state == "on"
    assert sent(simulator, "start") == 1


@pytest.mark.usefixtures("two_points")
@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Stationsplein 9", "stationsplein 9"),
        ("Anna's (big) garage", "anna's big garage"),
        ("St. Peter {1|2}", "St. Peter 1 2"),
        ("Night charger", "night charger"),
        ("Parkstraße -9-'x'", "parkstraße 9 x"),
        ("🏠 Garage", "garage"),
    ],
)
async def test_a_new_name_is_heard(
    hass: HomeAssistant, say: Say, home: Home, name: str, heard: str
) -> None:
    """Whatever is in it, and also where it begins like a time."""
    registry = dr.async_get(hass)
    registry.async_update_device(home.device_id("Office"), name_by_user=name)
    await home.settle()
    assert await say(f"start charging {heard}") == STARTED
    await home.wait(130)
    assert await say(f"is it charging at {heard}?") == "Yes, it is charging."
    assert await say(f"stop charging {heard}") == STOPPED
    assert home.state("charging") == "off"


@pytest.mark.usefixtures("two_points")
async def test_a_name_that_is_only_signs_is_not_heard(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """It cannot be said, and takes nothing from the other."""
    dr.async_get(hass).async_update_device(home.device_id("Office"), name_by_user="(!)")
    await home.settle()
    assert await say("charge home") == STARTED


@pytest.mark.usefixtures("entry")
async def test_the_only_one_cannot_be_named(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """Nor need it be."""
    dr.async_get(hass).async_update_device(home.device_id("Home"), name_by_user="🏠")
    await home.settle()
    assert await say("charge the car") == STARTED
    assert (await say("charge the car until seven")).startswith(ONLY_NOW)


@pytest.mark.usefixtures("two_points")
async def test_an_area_that_is_renamed(
    hass: HomeAssistant, say: Say, place: Callable[[str, str], None]
) -> None:
    """It is heard by its new name, and no more by the old one."""
    place("Office", "Yard")
    yard = ar.async_get(hass).async_get_or_create("Yard")
    ar.async_get(hass).async_update(yard.id, name="Court")
    assert (await say("start charging yard")).startswith("Sorry,")
    assert await say("start charging court") == STARTED


@pytest.mark.usefixtures("two_points")
async def test_another_name_of_the_switch(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """An alias is a name, too."""
    er.async_get(hass).async_update_entity(
        home.entity_id("charging", "Office"), aliases=["Parking lot"]
    )
    assert await say("start the parking lot charger") == STARTED
    assert home.state("charging", "Office") == "on"


# Another time


@pytest.mark.usefixtures("two_points")
async def test_another_time_is_explained_without_asking_which(
    hass: HomeAssistant, say: Say, simulator: Simulator
) -> None:
    """Where it is, is not the question; who may do nothing is told that."""
    assert (await say("charge the car until seven")).startswith(ONLY_NOW)
    assert (await say("charge home tomorrow")).startswith(ONLY_NOW)
    guest = limited(hass, {"switch.home_charging": READ})
    refused = await say("charge the car until seven", user=guest)
    assert refused.startswith("You are not allowed")
    assert sent(simulator, "start") == 0
