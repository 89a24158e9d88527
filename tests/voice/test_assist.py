"""What people say to Assist about charging, what happens and what is answered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.conversation import ConversationInput, async_get_agent
from homeassistant.core import Context, HomeAssistant
from homeassistant.util.yaml import parse_yaml

from ..conftest import HOME, Home, sent
from ..metered import charge, end
from ..waiting import afterwards
from .conftest import Say
from custom_components.shell_ev.voice.sentences import FOLDER, read_sentences
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("assist")

START: Final = (
    "charge the car",
    "Charge my car, please",
    "start charging",
    "start charging the car now",
    "start the charging session",
    "begin charging at home",
    "can you charge the car?",
    "charge the EV at the home charger",
    "charge up the car",
    "charge my electric car up",
    "resume charging",
    "restart the charging",
    "start a charging session",
    "start a charge at home",
    "start my car charging",
    "can you start charging?",
    "will you charge the car using the home charger?",
    "I want to charge my car",
    "I'd like to charge the EV now, please",
    "charge home",
    "charge the car home",
    "start charging home",
    "start the home charger",
    "can you charge home please?",
    "could you start the home charger?",
    "charge the car again",
)
STOP: Final = (
    "stop the charging",
    "stop charging",
    "stop charging the car",
    "please stop the car charging",
    "end the charging session",
    "could you stop charging my car?",
    "stop charging at home",
    "cancel charging",
    "cancel the charging session",
    "finish the charging session",
    "stop my car from charging",
    "can you stop charging?",
    "can you stop the car charging at home?",
    "I want to stop charging",
    "stop charging home",
    "stop the home charger",
    "can you stop charging home?",
    "could you stop the home charger?",
)
IS_CHARGING: Final = (
    "is the car charging?",
    "Is my car still charging",
    "is the car being charged right now?",
    "does the car charge?",
    "is the car still being charged?",
    "is my EV currently charging?",
    "is the car charging yet?",
    "has the car started charging yet?",
    "is the charger charging the car?",
    "is the charge point still charging?",
    "is a charging session in progress?",
    "is there a session under way?",
    "is there a session running at home?",
    "is it charging?",
    "is it still charging at home?",
    "has it started charging yet?",
    "is home charging?",
    "is the home charger charging?",
)
IS_DONE: Final = (
    "is the car done charging?",
    "has it stopped charging?",
    "has the car stopped charging yet?",
    "has my EV finished charging at home?",
    "is it done charging?",
    "did the car stop charging?",
    "is the charging session over?",
    "has the charging finished?",
)
COST: Final = (
    "how much did the last charge cost?",
    "how much did the last charging session cost me",
    "what did the last session cost at home",
    "how much was the last charge?",
    "what was the cost of the last charge?",
    "how much did it cost to charge the car?",
    "what did charging the car cost last time",
    "how much was my last charging session?",
    "what's the cost of the most recent charge?",
    "what did the latest charge cost?",
    "how much did I pay for the last charge?",
    "how much did we spend on the last charge at home?",
    "how much did I pay to charge the car last time?",
    "how much did I spend charging my car?",
    "how much did the car cost to charge?",
    "how much did the last charge at home cost?",
    "what did the last session in the carport cost me?",
    "how much did the last home charge cost?",
)


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (START, "It is already charging."),
        (STOP, "It was not charging."),
        (IS_CHARGING, "No, it is not charging."),
        (IS_DONE, "It was not charging."),
        (COST, "No finished session is known yet."),
    ],
    ids=["start", "stop", "is_charging", "is_done", "cost"],
)
async def test_as_people_say_it(
    say: Say,
    place: Callable[[str, str], None],
    texts: tuple[str, ...],
    answer: str,
) -> None:
    """Each variant is understood as what it asks for."""
    place("Home", "Carport")
    if texts is START:
        assert await say(START[0]) == "Charging has started."
    assert [await say(text) for text in texts] == [answer] * len(texts)


@pytest.mark.usefixtures("entry")
async def test_none_is_a_sentence_of_home_assistant(hass: HomeAssistant) -> None:
    """What it knows how to do by itself is left to it."""
    agent: Any = async_get_agent(hass)
    for text in (*START, *STOP, *IS_CHARGING, *IS_DONE, *COST):
        said = ConversationInput(text, Context(), None, None, None, "en", "")
        own = await agent.async_recognize_intent(said, strict_intents_only=True)
        assert own is None, text


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
    assert set(sentences) == asked | {"fillers", "other_times"}
    assert all(sentences.values())
    assert all(isinstance(text, str) for texts in sentences.values() for text in texts)
    assert not set(sentences["fillers"]) & set(sentences["other_times"])


def test_languages_stand_side_by_side(tmp_path: Path) -> None:
    """Another file adds its sentences, and none asks for two things."""
    english = (FOLDER / "en.yaml").read_text()
    (tmp_path / "en.yaml").write_text(english)
    (tmp_path / "nl.yaml").write_text("stop:\n  - stop met laden\n")
    both, one = read_sentences(tmp_path), parse_yaml(english)
    assert isinstance(one, dict)
    assert both == {**one, "stop": [*one["stop"], "stop met laden"]}
    every = [text for texts in both.values() for text in texts]
    assert len(every) == len(set(every))


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
            "Charging did not start. The charge point is out of service: use another.",
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
            "Charging did not stop. The charge point is out of service: use another.",
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
        "Shell refused. Check the charge card and the charge point."
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
        == "Whether it is charging is not known right now. Ask again in a minute."
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
    assert await say(cost) == "It is not known what the last session cost."
    (session_id,) = entry.runtime_data.reader.tracker.sessions
    await home.act("set_session_figures", session_id=session_id, energy=10)
    assert await say(cost) == "It used 10.0 kWh. What it cost is not known."
    await home.act("set_session_figures", session_id=session_id, amount=4)
    assert await say(cost) == "It cost €4.00."


@pytest.mark.usefixtures("entry")
async def test_another_language(say: Say) -> None:
    """What there are no texts for is answered in English, as Home Assistant's own texts are."""
    assert await say("stop charging", language="fi") == "It was not charging."


async def test_the_last_charge_is_no_failed_start(
    say: Say,
    home: Home,
    entry: MockConfigEntry,
    simulator: Simulator,
) -> None:
    """A start that failed since was no charge: the cost asked for is that of the one before."""
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)
    (session_id,) = entry.runtime_data.reader.tracker.sessions
    await home.act("set_session_figures", session_id=session_id, amount=4)
    cost = "how much did the last charge cost?"
    assert await say(cost) == "It cost €4.00."
    await home.wait(120)
    simulator.plug(HOME, False)
    assert (await say("charge the car")).startswith("Charging did not start")
    await home.wait(40)
    assert await say(cost) == "It cost €4.00."
