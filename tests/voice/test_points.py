"""Which charge point is meant, and who may say it."""

from collections.abc import Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)

from ..conftest import OFFICE, Home, card_subentry, charge_point_subentry, sent
from ..test_permissions import CONTROL, READ, limited
from .conftest import Say
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("assist")

FOREIGN_CARD = "NL-TNM-C00122046-M"
WHICH = "Which charge point? Say it again with one of these names: Home, Office."
MAY_NOT = "You are not allowed to do that. Ask whoever looks after your Home Assistant."
UNKNOWN = "Sorry, I couldn't understand that"


@pytest.mark.usefixtures("two_points")
async def test_it_asks_which(say: Say, simulator: Simulator) -> None:
    """Of several it starts none by itself."""
    assert await say("charge the car") == WHICH
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("two_points")
@pytest.mark.parametrize(
    ("text", "started"),
    [
        ("charge the car at the office", "Office"),
        ("charge the car at home please", "Home"),
        ("start charging in the carport", "Home"),
        ("charge the car at the parking lot", "Office"),
        ("charge the car at my wall box", "Office"),
    ],
)
async def test_it_is_named(
    hass: HomeAssistant,
    say: Say,
    home: Home,
    place: Callable[[str, str], None],
    text: str,
    started: str,
) -> None:
    """By its name, an alias, its area or an alias of that."""
    place("Home", "Carport")
    place("Office", "Yard")
    yard = ar.async_get(hass).async_get_or_create("Yard")
    ar.async_get(hass).async_update(yard.id, aliases={"Parking lot"})
    er.async_get(hass).async_update_entity(
        home.entity_id("charging", "Office"), aliases=["Wall box"]
    )
    assert await say(text) == "Charging has started."
    assert home.state("charging", started) == "on"


@pytest.mark.usefixtures("two_points")
async def test_a_longer_name_counts(
    hass: HomeAssistant, say: Say, home: Home, simulator: Simulator
) -> None:
    """At the home office it is not at home."""
    registry = dr.async_get(hass)
    registry.async_update_device(home.device_id("Office"), name_by_user="Home office")
    assert await say("charge the car at the home office") == "Charging has started."
    state = hass.states.get("switch.office_charging")
    assert state
    assert state.state == "on"


@pytest.mark.usefixtures("two_points")
async def test_no_such_charge_point(say: Say, simulator: Simulator) -> None:
    """It is said which there are."""
    assert await say("charge the car at the moon") == (
        "No charge point is called the moon. Say it again with one of these names: Home, Office."
    )
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("entry")
async def test_a_charge_point_that_any_is(say: Say, home: Home) -> None:
    """Where there is one, it is that one."""
    assert await say("charge the car at the charger") == "Charging has started."
    assert home.state("charging") == "on"


@pytest.mark.usefixtures("two_points")
async def test_a_charge_point_that_several_are(say: Say, simulator: Simulator) -> None:
    """It asks for a name."""
    assert await say("charge the car at the charge point") == WHICH
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("two_points")
async def test_a_charge_point_called_as_any_is(
    hass: HomeAssistant, say: Say, home: Home, simulator: Simulator
) -> None:
    """Who may not know of it does not start another by its name."""
    registry = dr.async_get(hass)
    registry.async_update_device(home.device_id("Office"), name_by_user="Wallbox")
    neighbour = limited(hass, {"switch.home_charging": CONTROL})
    assert await say("charge the car at the wallbox", user=neighbour) == (
        "No charge point is called wallbox. Say it again with one of these names: Home."
    )
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("two_points")
async def test_the_area_of_the_speaker(
    hass: HomeAssistant,
    say: Say,
    home: Home,
    place: Callable[[str, str], None],
    satellite: Callable[[str], str],
) -> None:
    """It is the one that stands where somebody speaks; elsewhere it asks."""
    place("Home", "Carport")
    place("Office", "Yard")
    assert await say("charge the car", near=satellite("Kitchen")) == WHICH
    assert (
        await say("charge the car", near=satellite("Yard")) == "Charging has started."
    )
    assert home.state("charging", "Office") == "on"
    assert home.state("charging") == "off"


@pytest.mark.usefixtures("two_points")
@pytest.mark.parametrize(
    "text",
    [
        "charge the car at the office not at home",
        "charge the car in the yard not in the carport",
        "charge the car at the office tomorrow not at home",
    ],
)
async def test_the_room_does_not_decide_what_was_said(
    home: Home,
    say: Say,
    place: Callable[[str, str], None],
    satellite: Callable[[str], str],
    text: str,
) -> None:
    """Two are named, and one of them was refused: nothing starts, wherever that is said."""
    place("Home", "Carport")
    place("Office", "Yard")
    assert "started." not in await say(text, near=satellite("Carport"))
    assert home.state("charging") == home.state("charging", "Office") == "off"


@pytest.mark.usefixtures("two_points")
async def test_the_area_of_a_satellite_entity(
    hass: HomeAssistant,
    say: Say,
    home: Home,
    place: Callable[[str, str], None],
    satellite: Callable[[str], str],
) -> None:
    """One that was put elsewhere than its device stands there."""
    place("Home", "Carport")
    registry = er.async_get(hass)
    entity = registry.async_get_or_create(
        "assist_satellite",
        "satellites",
        "1",
        device_id=satellite("Kitchen"),
        original_name="Speaker",
    )
    carport = ar.async_get(hass).async_get_or_create("Carport")
    registry.async_update_entity(entity.entity_id, area_id=carport.id)
    started = await say("charge the car", satellite=entity.entity_id)
    assert started == "Charging has started."
    assert home.state("charging") == "on"


@pytest.mark.usefixtures("two_points")
async def test_two_in_one_area(
    say: Say, place: Callable[[str, str], None], satellite: Callable[[str], str]
) -> None:
    """There it asks, too."""
    place("Home", "Yard")
    place("Office", "Yard")
    assert await say("charge the car", near=satellite("Yard")) == WHICH
    assert await say("charge the car in the yard") == WHICH


# Who may


@pytest.mark.usefixtures("entry")
async def test_without_rights(
    hass: HomeAssistant, say: Say, home: Home, simulator: Simulator
) -> None:
    """Nothing is done and nothing told to whom the switch does not even show."""
    nobody = MockUser().add_to_hass(hass)
    for text in (
        "charge the car",
        "charge the car at home",
        "stop charging",
        "is the car charging",
        "how much did the last charge cost",
    ):
        assert await say(text, user=nobody) == MAY_NOT
    assert sent(simulator, "start") == 0


async def test_who_may_only_look(
    hass: HomeAssistant, say: Say, home: Home, entry: MockConfigEntry
) -> None:
    """The state is told, the rest is not."""
    guest = limited(hass, {"switch.home_charging": READ})
    assert await say("is the car charging", user=guest) == "No, it is not charging."
    assert await say("charge the car", user=guest) == MAY_NOT
    assert await say("stop charging at home", user=guest) == MAY_NOT
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)
    cost = "how much did the last charge cost"
    assert await say(cost, user=guest) == MAY_NOT
    more = {"switch.home_charging": READ, "calendar.card_sessions": READ}
    assert "not known" in await say(cost, user=limited(hass, more))


@pytest.mark.usefixtures("two_points")
async def test_who_may_at_one(hass: HomeAssistant, say: Say, home: Home) -> None:
    """Of two it is the one with which the speaker may do it; what is not shown is not named."""
    tenant = limited(
        hass, {"switch.home_charging": READ, "switch.office_charging": CONTROL}
    )
    nothing = "No, nothing is charging."
    assert await say("is the car charging", user=tenant) == nothing
    assert await say("charge the car", user=tenant) == "Charging has started."
    assert home.state("charging", "Office") == "on"
    neighbour = limited(hass, {"switch.home_charging": CONTROL})
    assert await say("stop charging at the office", user=neighbour) == (
        "No charge point is called the office. Say it again with one of these names: Home."
    )


@pytest.mark.usefixtures("entry")
async def test_a_user_that_is_gone(
    hass: HomeAssistant, say: Say, simulator: Simulator
) -> None:
    """Nothing is done for a user who was removed meanwhile."""
    assert await say("charge the car", user=MockUser()) == MAY_NOT
    assert sent(simulator, "start") == 0


# Exposed or not


@pytest.mark.usefixtures("two_points")
async def test_one_is_not_exposed(
    say: Say, home: Home, expose: Callable[[str, bool], None]
) -> None:
    """Assist does not know it, so the other is meant."""
    await say("is the car charging")
    expose("Home", False)
    assert await say("charge the car at home") == (
        "No charge point is called home. Say it again with one of these names: Office."
    )
    assert await say("charge the car") == "Charging has started."
    assert home.state("charging", "Office") == "on"


@pytest.mark.usefixtures("entry")
async def test_none_is_exposed(
    say: Say, simulator: Simulator, expose: Callable[[str, bool], None]
) -> None:
    """Then the sentences are not ours: Home Assistant answers as if there were none."""
    expose("Home", False)
    assert (await say("charge the car")).startswith(UNKNOWN)
    assert sent(simulator, "start") == 0
    expose("Home", True)
    assert await say("charge the car") == "Charging has started."


async def test_a_switch_that_is_turned_off_for_good(
    hass: HomeAssistant, say: Say, home: Home, entry: MockConfigEntry
) -> None:
    """A disabled entity is not there for Assist."""
    er.async_get(hass).async_update_entity(
        home.entity_id("charging"), disabled_by=er.RegistryEntryDisabler.USER
    )
    assert (await say("charge the car")).startswith(UNKNOWN)


# Accounts that come and go


async def test_the_last_account_is_removed(
    hass: HomeAssistant, say: Say, home: Home, entry: MockConfigEntry
) -> None:
    """With the last one the sentences are gone."""
    await hass.config_entries.async_remove(entry.entry_id)
    assert (await say("charge the car")).startswith(UNKNOWN)


@pytest.fixture
async def two_accounts(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> tuple[MockConfigEntry, MockConfigEntry]:
    """Return two accounts with a charge point each, set up."""
    other = make_entry(
        card_subentry(FOREIGN_CARD, "Other"),
        charge_point_subentry(OFFICE, "Office", FOREIGN_CARD),
        data={"client_id": "other-client", "client_secret": "other-secret"},
    )
    entry = make_entry()
    await hass.config_entries.async_setup(other.entry_id)
    await home.settle()
    return entry, other


@pytest.mark.usefixtures("two_accounts")
async def test_two_accounts(say: Say, home: Home, simulator: Simulator) -> None:
    """One sentence is one command, whichever account it is about."""
    assert await say("charge the car") == WHICH
    assert await say("charge the car at the office") == "Charging has started."
    assert await say("charge the car at home") == "Charging has started."
    assert sent(simulator, "start") == 2


async def test_an_account_that_is_not_loaded(
    hass: HomeAssistant,
    say: Say,
    simulator: Simulator,
    two_accounts: tuple[MockConfigEntry, MockConfigEntry],
) -> None:
    """It is said so, rather than that the charge point of another were meant."""
    await hass.config_entries.async_unload(two_accounts[0].entry_id)
    assert (await say("charge the car at home")).startswith(
        "The account of Home is not loaded right now."
    )
    assert await say("charge the car") == WHICH
    assert sent(simulator, "start") == 0


async def test_after_a_reload(
    hass: HomeAssistant, say: Say, home: Home, entry: MockConfigEntry
) -> None:
    """Each sentence is heard once, and of the account as it is now."""
    await hass.config_entries.async_reload(entry.entry_id)
    assert await say("charge the car") == "Charging has started."
    assert home.state("charging") == "on"


@pytest.mark.usefixtures("two_points")
async def test_who_speaks_from_nowhere_is_asked(
    say: Say,
    simulator: Simulator,
    place: Callable[[str, str], None],
) -> None:
    """From the app there is no area: it is not the charge point that happens to be in none."""
    place("Office", "Yard")
    assert await say("charge the car") == WHICH
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("two_points")
async def test_a_satellite_without_an_area_asks(
    hass: HomeAssistant,
    say: Say,
    simulator: Simulator,
    place: Callable[[str, str], None],
) -> None:
    """So does a speaker that nobody has put anywhere."""
    place("Home", "Carport")
    assert await say("charge the car", satellite="assist_satellite.new") == WHICH


@pytest.mark.usefixtures("two_points")
async def test_a_switch_that_was_renamed(
    hass: HomeAssistant,
    say: Say,
    home: Home,
) -> None:
    """What somebody has called the switch is its name, whatever Home Assistant puts before it."""
    er.async_get(hass).async_update_entity(
        home.entity_id("charging", "Office"), name="Tesla charger"
    )
    await home.settle()
    assert await say("charge the car with the Tesla charger") == "Charging has started."
    assert home.state("charging", "Office") == "on"


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "text",
    [
        "charge the car at home at seven",
        "charge the car at seven",
        "charge the car at 07:30 at home",
        "charge the car at home tomorrow",
        "start charging at home in two hours",
        "charge the car at home when the sun shines",
        "stop charging at home in 20 minutes",
        "charge the car to 80 %",
        "charge my car up to 80%",
        "charge the car until seven",
        "charge the car when the sun shines",
        "charge the car tomorrow",
        "charge the car for two hours",
        "charge the car for 30 minutes",
        "can you charge the car tonight?",
        "I want to charge my car tomorrow morning",
        "start charging tomorrow",
        "start charging until it is full",
        "charge home tomorrow",
        "stop charging when the car is full",
        "stop charging the car at noon",
        "stop charging tomorrow",
        "stop the car charging tonight",
    ],
)
async def test_another_time_is_not_now(
    say: Say, simulator: Simulator, text: str
) -> None:
    """What was not understood starts no session that has to be paid, and ends none."""
    assert (await say(text)).startswith(
        "By voice, charging can only be started or stopped"
    )
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("entry")
async def test_a_name_may_sound_like_a_time(
    hass: HomeAssistant, say: Say, home: Home
) -> None:
    """What a charge point is called says nothing of when."""
    registry = dr.async_get(hass)
    registry.async_update_device(home.device_id("Home"), name_by_user="Box 2")
    assert await say("charge the car at box 2") == "Charging has started."
