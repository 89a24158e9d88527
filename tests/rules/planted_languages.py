"""Mistakes in the texts of other languages."""

from collections.abc import Callable
from functools import partial
import json
from typing import Any, Final

from . import languages as lang
from .mistakes import Mistake, Plant, at_the_root, both, file, in_code
from .tree import CARDS, ENGLISH, LANGUAGES, Tree

SENTENCES: Final = "sentences/de.yaml"


def card(language: str, change: Callable[[dict[str, Any]], object]) -> Plant:
    """Give the cards a language: the English texts, each marked as another one, and a change."""

    def plant(tree: Tree) -> Tree:
        texts = json.loads(tree.files[f"{CARDS}en.json"])
        if language != "en":
            texts = {key: f"{text} xx" for key, text in texts.items()}
        change(texts)
        return tree.but(f"{CARDS}{language}.json", json.dumps(texts))

    return plant


def _update(texts: dict[str, Any], **changed: str) -> None:
    texts.update(changed)


def texts(language: str, keys: tuple[str, ...], value: str) -> Plant:
    """Give the integration a language: the English texts, and one of its own."""

    def plant(tree: Tree) -> Tree:
        found = whole = json.loads(tree.content(ENGLISH))
        for key in keys[:-1]:
            found = found[key]
        found[keys[-1]] = value
        return file(f"translations/{language}.json", json.dumps(whole))(tree)

    return plant


def allow(language: str, *same: str) -> Plant:
    """Write the list of what is the same in a language."""
    content = json.dumps({"same": same})
    return lambda tree: tree.but(f"{LANGUAGES}{language}.yaml", content)


def said(**sentences: object) -> Plant:
    """Write German sentences: the English ones, and others."""

    def plant(tree: Tree) -> Tree:
        english = tree.yaml("sentences/en.yaml")
        return file(SENTENCES, json.dumps({**english, **sentences}))(tree)

    return plant


NAME: Final = ("entity", "button", "refresh", "name")
STOP: Final = {"stop": "Stop"}

MISTAKES: Final = (
    Mistake(
        lang.every_language_has_its_files,
        file("translations/xx.json", "{}"),
        "sentences/xx.yaml: it is missing",
    ),
    Mistake(
        lang.every_language_has_its_files,
        file("sentences/xx.yaml", "{}"),
        f"{CARDS}xx.json: it is missing",
    ),
    Mistake(
        lang.every_language_has_its_files,
        card("xx", lambda _: None),
        "translations/xx.json: it is missing",
    ),
    Mistake(
        lang.every_language_has_its_files,
        in_code('"de", "en"', '"da", "de", "en"'),
        "translations/da.json: it is missing",
    ),
    Mistake(
        lang.every_language_is_spoken,
        file("translations/xx.json", "{}"),
        "const.py, LANGUAGES: xx is missing",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("de", lambda all_of: all_of.pop("start")),
        "de.json, start: it is missing",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("de", lambda all_of: all_of.update(begin="x")),
        "de.json, begin: it is not English",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("de", lambda all_of: all_of.pop("wait_one")),
        "de.json, wait_one: it is missing",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("de", lambda all_of: all_of.update(wait_few="{count}")),
        "de.json, wait_few: it is not English",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("pl", lambda _: None),
        "pl.json, wait_few: it is missing",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("pl", lambda all_of: all_of.update(wait_few="{number}")),
        "pl.json, wait_few: its placeholders",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("de", lambda all_of: all_of.update(since="seit")),
        "de.json, since: its placeholders",
    ),
    Mistake(
        lang.cards_say_the_same,
        card("de", lambda all_of: all_of.update(start=["Start"])),
        "de.json, start: it is missing",
    ),
    Mistake(
        lang.cards_say_the_same,
        lambda tree: tree.but(f"{CARDS}de.json", "{"),
        "de.json, start: it is missing",
    ),
    Mistake(
        lang.cards_say_the_same,
        lambda tree: tree.but(f"{CARDS}de.json", "[]"),
        "de.json, start: it is missing",
    ),
    *(
        Mistake(
            lang.no_text_stands_in_the_cards_code,
            at_the_root("frontend/src/map/planted.ts", source),
            f"frontend/src/map/planted.ts: {text!r} is a text",
        )
        for source, text in (
            ('const name = "Charge point";', "Charge point"),
            ("const name = 'Not available now';", "Not available now"),
            ("return `Wait ${seconds} seconds`;", "Wait ${seconds} seconds"),
            ('fail("the title is no Text at all");', "the title is no Text at all"),
            ("html`<p>\n  Loading\n</p>`", "Loading\n"),
            ("html`<p>Loading sessions</p>`", "<p>Loading sessions</p>"),
            ('html`<button aria-label="Stop"></button>`', "Stop"),
            ('html`<img alt="A map">`', "A map"),
        )
    ),
    Mistake(
        lang.sentences_ask_for_the_same,
        file(SENTENCES, '{"start": ["lade"]}'),
        "de.yaml, stop: it is missing",
    ),
    Mistake(
        lang.sentences_ask_for_the_same,
        said(halt=["halt"]),
        "de.yaml, halt: it is not English",
    ),
    *(
        Mistake(
            lang.sentences_ask_for_the_same,
            said(stop=wrong),
            "de.yaml, stop: this is not a list",
        )
        for wrong in ("halt", [], [7], [""])
    ),
    Mistake(
        lang.no_english_is_left_standing,
        texts("xx", NAME, "Neu"),
        "translations/xx.json, services.get_session.name: 'Get session' is English",
    ),
    Mistake(
        lang.no_english_is_left_standing,
        card("xx", lambda all_of: all_of.update(STOP)),
        f"{CARDS}xx.json, stop: 'Stop' is English",
    ),
    *(
        Mistake(
            lang.no_english_is_left_standing,
            card("xx", partial(_update, lost=text)),
            f"{CARDS}xx.json, lost: {text!r} is English",
        )
        for text in ("Connection lost.", "connection lost", "Connection  Lost …")
    ),
    Mistake(
        lang.no_english_is_left_standing,
        both(card("xx", lambda all_of: all_of.update(STOP)), allow("xx", "Stop", "On")),
        "tests/languages/xx.yaml: 'On' is the same nowhere",
    ),
    Mistake(
        lang.no_english_is_left_standing,
        both(card("xx", lambda _: None), allow("xx", "EVSE ID")),
        "tests/languages/xx.yaml: 'EVSE ID' is the same nowhere",
    ),
    *(
        Mistake(lang.nobody_is_begged, texts(language, NAME, text), f"without {word!r}")
        for language, text, word in (
            ("de", "Bitte warten", "Bitte"),
            ("de", "Warten!", "!"),
            ("es", "¡Espera", "¡"),
            ("es", "Espera por favor", "por favor"),
            ("fr", "Veuillez attendre", "Veuillez"),
            ("fr", "Attendez s’il vous plaît", "s’il vous plaît"),
            ("it", "Attendi per favore", "per favore"),
            ("nl", "Wacht alstublieft", "alstublieft"),
            ("pl", "Proszę czekać", "Proszę"),
            ("pt", "Espere por favor", "por favor"),
            ("xx", "Xx!", "!"),
        )
    ),
    Mistake(
        lang.nobody_is_begged,
        card("de", lambda all_of: all_of.update(stop="Bitte")),
        f"{CARDS}de.json, stop: say it without 'Bitte'",
    ),
    Mistake(
        lang.home_assistants_words_are_used,
        card("de", lambda all_of: all_of.update({"map.close": "Zumachen"})),
        "de, card map.close: 'Zumachen' is called 'Schließen'",
    ),
    Mistake(
        lang.home_assistants_words_are_used,
        card("de", lambda all_of: all_of.pop("map.close")),
        "card map.close: de has no such text",
    ),
    Mistake(
        lang.home_assistants_words_are_used,
        lambda tree: tree.but(lang.WORDS, '{"card stop": ["sensor nowhere"]}'),
        "card stop: Home Assistant has no such text",
    ),
)
