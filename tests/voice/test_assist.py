"""What people say to Assist about charging, what happens and what is answered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.assist_pipeline import (
    async_get_pipelines,
    async_update_pipeline,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import dump, parse_yaml

from ..conftest import HOME, Home, sent
from ..metered import charge, end
from ..waiting import afterwards
from .conftest import Say
from custom_components.shell_ev.voice.sentences import FOLDER, read_sentences, spoken
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("assist")


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("text", "answer", "state"),
    [
        ("turn on Home Charging", "Turned on the switch", "on"),
        ("turn off Home Charging", "Turned off the switch", "off"),
        ("is Home Charging on", "No, off", "off"),
        ("start the vacuum", "Sorry,", "off"),
        ("stop", "Sorry,", "off"),
        ("charge my phone", "Sorry,", "off"),
        ("start charging my phone", "Sorry,", "off"),
        ("stop charging the laptop", "Sorry,", "off"),
        ("charge the home battery", "Sorry,", "off"),
        ("start the home cinema", "Sorry,", "off"),
        ("how much did the last pizza cost", "Sorry,", "off"),
        ("how much did the car cost", "Sorry,", "off"),
        ("is the car charged", "Sorry,", "off"),
        ("finish charging the car", "Sorry,", "off"),
    ],
)
async def test_what_is_not_ours_is_left_alone(
    say: Say, home: Home, text: str, answer: str, state: str
) -> None:
    """The switch by its name, and what has nothing to do with a car."""
    assert (await say(text)).startswith(answer)
    assert home.state("charging") == state


@pytest.mark.parametrize("path", FOLDER.iterdir(), ids=lambda path: path.stem)
def test_each_language_says_all(path: Path) -> None:
    """A file of sentences is that of a language of the texts, and has some for everything.

    None of the words that change nothing speaks of another time.
    """
    assert (FOLDER.parent / "translations" / f"{path.stem}.json").is_file()
    sentences = parse_yaml(path.read_text())
    assert isinstance(sentences, dict)
    asked = {"start", "stop", "not_now", "is_charging", "is_done", "cost"}
    assert set(sentences) == asked | {"fillers", "other_times", "requests"}
    assert all(sentences.values())
    assert all(isinstance(text, str) for texts in sentences.values() for text in texts)
    assert not set(sentences["fillers"]) & set(sentences["other_times"])


def test_languages_stand_side_by_side(tmp_path: Path) -> None:
    """Another file adds its sentences; what is said alike in both is listened for once."""
    english = (FOLDER / "en.yaml").read_text()
    (tmp_path / "en.yaml").write_text(english)
    dutch = {"stop": ["stop met laden", "stop"], "other_times": ["morgen"]}
    alone = spoken(read_sentences(tmp_path), ["Home"])
    (tmp_path / "nl.yaml").write_text(dump({**dutch, "start": alone["start"][:1]}))
    both = spoken(read_sentences(tmp_path), ["Home"])
    assert both == {**alone, "stop": [*alone["stop"], "stop met laden", "stop"]}


def test_no_time_is_a_name() -> None:
    """Where a charge point is called after one, that is said of it."""
    words = {"not_now": ["charge {times}"], "other_times": ["noon", "six o'clock"]}
    assert spoken({"en": words}, ["Carport"]) == {
        "not_now": ["charge (noon|six o'clock)"]
    }
    assert spoken({"en": words}, ["Noon room"]) == {"not_now": ["charge (six o'clock)"]}


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize("language", ["en", "en-GB", "fi"])
async def test_words_are_those_of_the_language(say: Say, language: str) -> None:
    """Of a region's too; what there are no sentences in is spoken to in English."""
    text = "is the car charging at home right now"
    assert await say(text, language=language) == "No, it is not charging."


@pytest.mark.usefixtures("entry")
async def test_it_starts_and_stops(say: Say, home: Home, simulator: Simulator) -> None:
    """Each is done once, and what came of it is said."""
    assert await say("charge the car") == "Charging has started."
    assert home.state("session_state") == "started"
    await home.wait(40)
    assert await say("is the car charging?") == "Yes, it is charging."
    assert await say("is the car done charging?") == "No, it is still charging."
    assert await say("stop the charging") == "Charging has stopped."
    assert await say("is the car done charging?") == "Yes, it has stopped."
    assert home.state("session_state") == "stopped"
    assert sent(simulator, "start") == sent(simulator, "stop") == 1


@pytest.mark.usefixtures("entry")
async def test_nothing_ran(say: Say, simulator: Simulator) -> None:
    """It has not stopped what was not there."""
    assert await say("stop charging the car") == "It was not charging."
    assert sent(simulator, "stop") == 0


@pytest.mark.usefixtures("entry")
async def test_nobody_waits_for_long(
    say: Say, home: Home, simulator: Simulator
) -> None:
    """After 15 seconds it is said what is under way, and it goes on."""
    simulator.set_delays(start=30, stop=30)
    waiting = "The start was requested, but Shell has not confirmed it yet."
    assert await say("charge the car") == waiting
    assert await say("is the car charging?") == waiting
    await home.wait(60)
    assert home.state("session_state") == "started"
    stopping = "The stop was requested, but Shell has not confirmed it yet."
    assert await say("stop charging") == stopping
    assert await say("is the car charging?") == "It is being stopped."
    assert await say("has it stopped charging?") == "It is being stopped."
    await home.wait(60)
    assert home.state("session_state") == "stopped"


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("order", "answer"),
    [
        (
            lambda simulator: simulator.plug(HOME, False),
            "Charging did not start. Plug in the car first.",
        ),
        (
            lambda simulator: simulator.set_service(HOME, False),
            "Charging did not start. The charge point is out of service.",
        ),
    ],
)
async def test_a_start_that_fails_is_explained(
    say: Say, simulator: Simulator, order: Any, answer: str
) -> None:
    """In the words of the sensor, without Shell's codes."""
    order(simulator)
    assert await say("charge the car") == answer


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (
            True,
            "Charging did not stop. The charge point is out of service.",
        ),
        (False, "Charging did not stop. Shell gave no reason."),
    ],
)
async def test_a_stop_that_fails_is_explained(
    say: Say,
    home: Home,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
    answer: str,
) -> None:
    """It goes on, and it is said why, where Shell gives a reason."""
    if not known:
        monkeypatch.setattr("simulator.world.OUT_OF_SERVICE", None)
    await say("charge the car")
    await home.wait(40)
    simulator.set_service(HOME, False)
    assert await say("stop charging") == answer


@pytest.mark.usefixtures("entry")
async def test_a_refusal_is_spoken_without_its_reference(
    say: Say, home: Home, simulator: Simulator
) -> None:
    """What Shell wants quoted is nothing for the ear; what to do is."""
    simulator.inject("start", "status", status=400)
    assert await say("charge the car") == (
        "Shell refused the request. Check the charge card and the charge point."
    )
    await home.wait(40)
    await say("charge the car")
    refused = await say("stop charging")
    assert refused.startswith("This is too soon after the last start or stop")
    assert "RequestId" not in refused
    assert "{" not in refused


async def test_a_stop_of_what_is_not_confirmed(
    say: Say, home: Home, simulator: Simulator, entry: MockConfigEntry
) -> None:
    """It is stopped once it is known."""
    simulator.inject("start", "cut", before=False)
    afterwards(entry, lambda: simulator.inject("active", "status", times=99))
    assert (await say("charge the car")).startswith("Shell did not confirm the start")
    assert (await say("is it charging")).startswith("The start was requested")
    assert (await say("stop charging")).startswith("The start is not confirmed yet.")


async def test_no_card(
    hass: HomeAssistant, say: Say, home: Home, entry: MockConfigEntry
) -> None:
    """A charge point whose card was removed starts nothing, and says what to do."""
    card = next(
        each.subentry_id
        for each in entry.subentries.values()
        if each.subentry_type == "charge_card"
    )
    hass.config_entries.async_remove_subentry(entry, card)
    await home.settle()
    assert (await say("charge the car")).startswith("The charge card of this charge")


@pytest.mark.usefixtures("entry")
async def test_what_is_not_known_is_not_said(
    say: Say, home: Home, simulator: Simulator
) -> None:
    """While Shell does not answer, nobody knows whether a card has started it."""
    simulator.inject("active", "status", status=503, times=99)
    simulator.inject("retrieve", "status", status=503, times=99)
    await home.wait(3600)
    assert home.state("charging") == "unavailable"
    assert (
        await say("is the car charging?")
        == "It is not known right now whether it is charging. Ask again in a minute."
    )


# What it cost


@pytest.mark.usefixtures("metered", "in_the_day")
async def test_an_estimated_cost(hass: HomeAssistant, say: Say, home: Home) -> None:
    """By the meter it is an estimate, and called so."""
    hass.states.async_set("binary_sensor.car_plugged", "on")
    await charge(hass, home, 1000, 1011.4)
    await end(home)
    assert (
        await say("how much did the last charge cost?")
        == "It cost about €5.27 for 11.4 kWh."
    )


async def test_a_billed_cost(say: Say, home: Home, entry: MockConfigEntry) -> None:
    """What is on the bill is no estimate, and energy is said by itself where that is all."""
    await home.switch("on")
    await home.wait(40)
    await end(home)
    cost = "how much did the last charge cost?"
    assert await say(cost) == "The cost of the last session is not known."
    (session_id,) = entry.runtime_data.reader.tracker.sessions
    await home.act("set_session_figures", session_id=session_id, energy=10)
    assert await say(cost) == "It used 10.0 kWh. The cost is not known."
    await home.act("set_session_figures", session_id=session_id, amount=4)
    assert await say(cost) == "It cost €4.00."


@pytest.mark.usefixtures("entry")
async def test_the_languages_spoken_here_are_listened_for(
    hass: HomeAssistant,
    say: Say,
    place: Callable[[str, str], None],
    simulator: Simulator,
) -> None:
    """Home Assistant's, and those of its assistants: each costs time at every change of a name."""
    started = "Das Laden wurde gestartet."
    assert await say("Lade das Auto", language="de") != started
    assert sent(simulator, "start") == 0
    assert await async_setup_component(hass, "assist_pipeline", {})
    (assistant,) = async_get_pipelines(hass)
    await async_update_pipeline(hass, assistant, conversation_language="de-CH")
    place("Home", "Carport")
    assert await say("Lade das Auto", language="de") == started


@pytest.mark.usefixtures("entry")
async def test_another_language_of_home_assistant_is_listened_for(
    hass: HomeAssistant, say: Say
) -> None:
    """As soon as it is chosen; what was spoken before is not."""
    await hass.config.async_update(language="nl")
    assert await say("Laad de auto op", language="nl") == "Het opladen is gestart."
    assert await say("stop charging", language="nl") != "Het opladen is gestopt."
