"""What is said beside the name of a charge point: it changes nothing, or nothing is done."""

from collections.abc import Callable

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr

from ..conftest import Home, sent
from .conftest import Say
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("assist")

ONLY_NOW = "By voice, charging can only be started or stopped right away."
WHICH = (
    "Which charge point? Say it again with one of these names: Company garage, Home."
)


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "text",
    [
        "charge the car at home right now please",
        "start charging at my home charger, thank you",
        "charge up the car for me at home",
        "go ahead and charge my car right now",
        "can you charge the car at home for me please",
        "charge the EV at the home charge point straight away",
        "charge the car at home now, go ahead",
    ],
)
async def test_what_changes_nothing(say: Say, home: Home, text: str) -> None:
    """What people say around it is no riddle."""
    assert await say(text) == "Charging has started."
    assert home.state("charging") == "on"


@pytest.mark.usefixtures("entry")
async def test_what_is_asked_of_another_place_is_not_told_of_this_one(
    say: Say,
) -> None:
    """A question says when as it likes; another place, or time, is not known."""
    assert await say("is the car charging at home right now") == (
        "No, it is not charging."
    )
    for beside in ("my mother's home", "home tonight"):
        assert await say(f"is the car charging at {beside}") == (
            f"No charge point is called {beside}. Say it again with one of these names: Home."
        )


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "text",
    [
        "charge the car at home every third blue moon",
        "charge the car at home overnight",
        "charge the car at home on weekdays",
        "start charging at home on sundays",
        "charge the car at home in the mornings",
        "charge the car at home at off-peak rates",
        "charge the car at home with excess power",
        "charge the car at home at dawn",
        "charge the car at home at sixteen hundred",
        "charge the car at home in a moment",
    ],
)
async def test_another_time_starts_nothing(
    say: Say, simulator: Simulator, text: str
) -> None:
    """Docs, *only now*: what names a time, a duration or a condition starts nothing, and that is said."""
    answer = await say(text)
    assert sent(simulator, "start") == 0, answer
    assert answer.startswith(ONLY_NOW)


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "beside", ["home whereupon it wobbles", "home but slowly", "home by car ferry"]
)
async def test_what_is_not_understood_starts_nothing(
    say: Say, simulator: Simulator, beside: str
) -> None:
    """No list of words has them all: what is not known to change nothing is not passed over."""
    assert await say(f"charge the car at {beside}") == (
        f"No charge point is called {beside}. Say it again with one of these names: Home."
    )
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "text",
    [
        "stop charging at home at ninety",
        "stop charging at home at sixteen hundred",
        "stop the charging at home overnight",
    ],
)
async def test_another_time_stops_nothing(
    say: Say, home: Home, simulator: Simulator, text: str
) -> None:
    """Docs, *only now*: nor does it stop anything; the car would be empty in the morning."""
    assert await say("charge the car") == "Charging has started."
    await home.wait(60)
    answer = await say(text)
    assert sent(simulator, "stop") == 0, answer


@pytest.mark.usefixtures("two_points")
async def test_a_name_and_its_area_are_one_place(
    say: Say, home: Home, place: Callable[[str, str], None]
) -> None:
    """Where both are in the yard, the one that is named there is meant."""
    place("Home", "Yard")
    place("Office", "Yard")
    assert (
        await say("charge the car at the office in the yard") == "Charging has started."
    )
    assert home.state("charging", "Office") == "on"


def call_it(hass: HomeAssistant, home: Home, name: str) -> None:
    """Give the office's charge point a name of two words."""
    dr.async_get(hass).async_update_device(home.device_id("Office"), name_by_user=name)


@pytest.mark.usefixtures("two_points")
@pytest.mark.parametrize(
    "text",
    [
        "charge the car at home instead of the company garage",
        "charge the car at home and leave the company garage alone",
        "charge the car at home or the company garage",
        "charge the car at the company garage no at home",
    ],
)
async def test_two_that_are_named_are_asked_about(
    hass: HomeAssistant, home: Home, say: Say, simulator: Simulator, text: str
) -> None:
    """*Of several it takes none by itself*: more words in its name make it not the one that is meant.

    That the longer name counts is for *home office*, in which *home* stands; here both are named.
    """
    call_it(hass, home, "Company garage")
    assert await say(text) == WHICH
    assert sent(simulator, "start") == 0


@pytest.mark.usefixtures("two_points")
async def test_the_one_that_is_to_go_on_is_not_stopped(
    hass: HomeAssistant, home: Home, say: Say, simulator: Simulator
) -> None:
    """The car at the other point goes on."""
    call_it(hass, home, "Company garage")
    assert await say("charge the car at the company garage") == "Charging has started."
    await home.wait(60)
    both = "stop charging at home but leave the company garage running"
    assert await say(both) == WHICH
    assert sent(simulator, "stop") == 0


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "text", ["charge the car at my mother's home", "charge the car at the nursing home"]
)
async def test_elsewhere_is_not_here(say: Say, simulator: Simulator, text: str) -> None:
    """Another place is none that is known, and the car does not stand at the one that is."""
    answer = await say(text)
    assert sent(simulator, "start") == 0, answer


@pytest.mark.usefixtures("two_points")
async def test_a_named_place_without_a_charge_point(
    hass: HomeAssistant, home: Home, say: Say, simulator: Simulator
) -> None:
    """An area of the house that has none is not the charge point whose name is part of its name."""
    ar.async_get(hass).async_get_or_create("Holiday home")
    answer = await say("charge the car at the holiday home")
    assert sent(simulator, "start") == 0, answer
