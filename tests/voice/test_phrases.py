"""What people say in each language, what it is understood as, and what becomes of it."""

from collections.abc import Callable
import json
from pathlib import Path
import re
from typing import Any, Final

from hassil import Intents, recognize_all
from hassil.intents import WildcardSlotList
import pytest

from homeassistant.components.conversation import ConversationInput, async_get_agent
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util.yaml import load_yaml_dict

from ..conftest import Home, sent
from .conftest import Say
from custom_components.shell_ev.voice.beside import spellings
from custom_components.shell_ev.voice.sentences import FOLDER, read_sentences, spoken
from simulator import Simulator

PHRASES: Final = Path(__file__).parent / "phrases"
LANGUAGES: Final = sorted(path.stem for path in PHRASES.glob("*.yaml"))
FEWEST: Final = 10
UNDERSTOOD: Final = ("start", "stop", "is_charging", "is_done", "cost", "not_now")
AT_A_NAME: Final = ("beside", "other_time", "unknown")
"""Understood as a start or a stop; what is said beside the name decides what becomes of it."""
WORDS: Final = ("charge_point", "area")
PLACES: Final = ("charge_point", "rest")
"""Where anything may be said."""


def phrases_of(language: str) -> dict[str, Any]:
    """Return the table of a language."""
    return load_yaml_dict(str(PHRASES / f"{language}.yaml"))


def texts_of(language: str) -> Any:
    """Return the texts of a language."""
    path = FOLDER.parent / "translations" / f"{language}.json"
    return json.loads(path.read_text())


def answer_of(language: str, key: str) -> re.Pattern[str]:
    """Return the form of an answer, whatever names are in it."""
    texts = texts_of(language)
    text = texts["common"].get(key) or texts["exceptions"][key]["message"]
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_phrases(language: str) -> None:
    """At least ten of each, and no phrase twice."""
    table = phrases_of(language)
    assert list(table) == [*WORDS, *UNDERSTOOD, *AT_A_NAME, "not_ours"]
    said = [text for key in table.keys() - set(WORDS) for text in table[key]]
    assert len(said) == len(set(said))
    assert {key: len(table[key]) for key in table if len(table[key]) < FEWEST} == {
        key: len(table[key]) for key in WORDS if len(table[key]) < FEWEST
    }


def test_what_is_listened_for_has_its_phrases() -> None:
    """A language that can be spoken is tried."""
    assert sorted(read_sentences()) == LANGUAGES


def understood_as(text: str, intents: Intents) -> set[str]:
    """Return what a phrase asks for, as Home Assistant looks for it: all that it finds before one comes twice."""
    found: set[str] = set()
    for result in recognize_all(text, intents):
        if result.intent.name in found:
            break
        found.add(result.intent.name)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_understood_as_one_thing(language: str) -> None:
    """All languages are listened for side by side: none takes a phrase of another's for something else."""
    table = phrases_of(language)
    names = [name for word in WORDS for name in spellings(table[word])]
    intents = Intents.from_dict(
        {
            "language": language,
            "intents": {
                asked: {"data": [{"sentences": texts}]}
                for asked, texts in spoken(read_sentences(), names).items()
            },
        }
    )
    intents.slot_lists.update({name: WildcardSlotList(name) for name in PLACES})
    wrong = {
        text: found
        for key in (*UNDERSTOOD, "not_ours")
        for text in table[key]
        if (found := understood_as(text, intents)) != ({key} & set(UNDERSTOOD))
    }
    wrong |= {
        text: found
        for key in AT_A_NAME
        for text in table[key]
        if (found := understood_as(text, intents)) not in ({"start"}, {"stop"})
    }
    assert wrong == {}


@pytest.fixture
def named(
    hass: HomeAssistant,
    home: Home,
    place: Callable[[str, str], None],
    assist: None,
    entry: object,
) -> Callable[[str], dict[str, Any]]:
    """Return what calls charge point and area as the phrases of a language do, and gives these."""

    def call(language: str) -> dict[str, Any]:
        table = phrases_of(language)
        hass.config.language = language
        place("Home", table["area"])
        dr.async_get(hass).async_update_device(
            home.device_id("Home"), name_by_user=table["charge_point"]
        )
        return table

    return call


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_is_answered(
    say: Say,
    named: Callable[[str], dict[str, Any]],
    simulator: Simulator,
    language: str,
) -> None:
    """In the words of the language, whatever is asked; what is for another time, or elsewhere, starts nothing."""
    table = named(language)
    answers = {
        "stop": "voice_was_not_charging",
        "is_charging": "voice_not_charging",
        "is_done": "voice_was_not_charging",
        "cost": "voice_no_session",
        "not_now": "voice_only_now",
        "other_time": "voice_only_now",
        "unknown": "voice_unknown_charge_point",
    }
    wrong = {
        text: answer
        for key, said in answers.items()
        for text in table[key]
        if not answer_of(language, said).fullmatch(
            answer := await say(text, language=language)
        )
    }
    assert wrong == {}
    assert sent(simulator, "start") == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_start_starts(
    say: Say,
    named: Callable[[str], dict[str, Any]],
    simulator: Simulator,
    language: str,
) -> None:
    """The first; for the others it is charging already."""
    table = named(language)
    starts: list[str] = table["start"] + table["beside"]
    first, *others = starts
    assert answer_of(language, "voice_started").fullmatch(
        await say(first, language=language)
    )
    already = answer_of(language, "voice_already_charging")
    wrong = {
        text: answer
        for text in others
        if not already.fullmatch(answer := await say(text, language=language))
    }
    assert wrong == {}
    assert sent(simulator, "start") == 1


ORDERS_AS_QUESTIONS: Final = {
    "de": ("Lade das Auto?", "Stoppe das Laden?"),
    "en": ("Charge the car?", "Stop charging?"),
    "es": ("¿Carga el coche?", "¿Para la carga?"),
    "fr": ("Recharge la voiture ?", "Arrête la recharge ?"),
    "it": ("Carica la macchina?", "Ferma la ricarica?"),
    "nl": ("Laad de auto?", "Stop het laden?"),
    "pl": ("Ładuj samochód?", "Zatrzymaj ładowanie?"),
    "pt": ("Carrega o carro?", "Para o carregamento?"),
}
"""A start and a stop by their words; in some languages also the question whether it charges."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_starts_and_stops_nothing(
    say: Say,
    named: Callable[[str], dict[str, Any]],
    simulator: Simulator,
    language: str,
) -> None:
    """It is told what it asks, though an order has the same words."""
    table = named(language)
    start, stop = ORDERS_AS_QUESTIONS[language]
    assert answer_of(language, "voice_not_charging").fullmatch(
        await say(start, language=language)
    )
    assert answer_of(language, "voice_was_not_charging").fullmatch(
        await say(stop, language=language)
    )
    assert sent(simulator, "start") == 0
    assert answer_of(language, "voice_started").fullmatch(
        await say(table["start"][0], language=language)
    )
    assert answer_of(language, "voice_still_charging").fullmatch(
        await say(stop, language=language)
    )
    assert sent(simulator, "stop") == 0


ORDERS_THAT_ASK_FOR_AGREEMENT: Final = {
    "de": ("Lade das Auto in der Garage, ok?", "Stoppe das Laden in der Garage, ja?"),
    "en": ("Charge the car at home, ok?", "Stop charging at home, okay?"),
    "es": ("Carga el coche en casa, ¿vale?", "Para la carga en casa, ¿vale?"),
    "fr": (
        "Charge la voiture à la maison, d'accord ?",
        "Arrête la charge à la maison, merci ?",
    ),
    "it": ("Carichi la macchina?", "Fermi la ricarica?"),
    "nl": ("Laad de auto op, alsjeblieft?", "Stop met laden, alsjeblieft?"),
    "pl": (
        "Naładuj samochód na patio, dobrze?",
        "Zatrzymaj ładowanie na patio, dobrze?",
    ),
    "pt": ("Carrega o carro em casa, ok?", "Para o carregamento em casa, ok?"),
}
"""With a question mark, and still orders: a word asks the one who is spoken to."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_order_may_ask_for_agreement(
    home: Home,
    say: Say,
    named: Callable[[str], dict[str, Any]],
    simulator: Simulator,
    language: str,
) -> None:
    """It is done, as without the question mark."""
    named(language)
    start, stop = ORDERS_THAT_ASK_FOR_AGREEMENT[language]
    assert answer_of(language, "voice_started").fullmatch(
        await say(start, language=language)
    )
    await home.wait(40)
    await say(stop, language=language)
    assert sent(simulator, "stop") == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿Puede cargar el coche?"),
        ("it", "Può caricare la macchina?"),
        ("pt", "Pode carregar o carro?"),
        ("nl", "De auto mag laden?"),
    ],
)
async def test_whether_the_car_can_charge(
    say: Say,
    named: Callable[[str], dict[str, Any]],
    simulator: Simulator,
    language: str,
    text: str,
) -> None:
    """A formal order has the same words; what costs money is not done on a question."""
    named(language)
    assert answer_of(language, "voice_not_charging").fullmatch(
        await say(text, language=language)
    )
    assert sent(simulator, "start") == 0


async def test_a_request_in_another_language_that_is_listened_for(
    say: Say, named: Callable[[str], dict[str, Any]], simulator: Simulator
) -> None:
    """A German home has an English assistant, and both are spoken."""
    named("de")
    assert await say("Kannst du das Auto laden?", language="en") == (
        "Charging has started."
    )
    assert sent(simulator, "start") == 1


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Will's", "en", "Charge the car at Will's?"),
        ("Can Pere", "en", "Charge the car at Can Pere?"),
        ("Vuoi", "it", "Carica la macchina a Vuoi?"),
    ],
)
async def test_a_name_requests_nothing(
    home: Home,
    named: Callable[[str], dict[str, Any]],
    say: Say,
    simulator: Simulator,
    hass: HomeAssistant,
    name: str,
    language: str,
    text: str,
) -> None:
    """Whatever word it has in it: a question at a place is a question."""
    named(language)
    dr.async_get(hass).async_update_device(home.device_id("Home"), name_by_user=name)
    await hass.async_block_till_done()
    assert answer_of(language, "voice_not_charging").fullmatch(
        await say(text, language=language)
    )
    assert sent(simulator, "start") == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_rest_is_left_to_home_assistant(
    hass: HomeAssistant, named: Callable[[str], dict[str, Any]], language: str
) -> None:
    """It takes what is not ours, and what is ours is none of its own sentences."""
    table = named(language)
    await hass.async_block_till_done()
    agent: Any = async_get_agent(hass)

    def heard(text: str) -> ConversationInput:
        return ConversationInput(text, Context(), None, None, None, language, "")

    taken = [
        text
        for text in table["not_ours"]
        if await agent.async_recognize_sentence_trigger(heard(text))
    ]
    assert taken == []
    own = [
        text
        for key in UNDERSTOOD
        for text in table[key]
        if await agent.async_recognize_intent(heard(text), strict_intents_only=True)
    ]
    assert own == []
