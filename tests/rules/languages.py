"""The rules of the texts in other languages: all of English, none of it left standing, and Home Assistant's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
import json
from pathlib import Path
import re
from typing import Any, Final

import hass_frontend

from homeassistant import components
from homeassistant.util.yaml import parse_yaml

from .tree import CARDS, INTEGRATION, LANGUAGES, SOURCES, Tree, strings
from .wording import placeholders

SAME: Final = f"{LANGUAGES}same.yaml"
"""What is the same in every language; the file of a language has what is in it alone."""
WORDS: Final = f"{LANGUAGES}home_assistant.yaml"
_SENTENCES: Final = "sentences/en.yaml"

_FORM: Final = re.compile(r"_(one|few|many|other)$")
_FORMS: Final = {"pl": ("one", "few", "many", "other")}
"""What a number makes of a word (Unicode CLDR); others than these have one and other, but of millions."""
_PLACEHOLDER: Final = re.compile(r"\{\w*\}")
_STOPS: Final = re.compile(r"[.,:;?!…]+(?!\S)|[“”„«»\"]")
_PLEASE: Final = {
    "de": r"!|\bbitte\b",
    "en": r"!|\bplease\b",
    "es": r"[!¡]|\bpor favor\b",
    "fr": r"!|s[’']il (vous|te) pla[iî]t|\bveuillez\b",
    "it": r"!|\bper favore\b|\bper piacere\b",
    "nl": r"!|\balstublieft\b|\balsjeblieft\b|\bgraag\b",
    "pl": r"!|\bprosz[eę]\b",
    "pt": r"!|\bpor favor\b",
}

_COMMENT: Final = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_IN_CODE: Final = re.compile(
    r"""(?P<quote>["'`])(?P<text>(?:(?!(?P=quote))[^\n])*\b[A-Z][a-z]+,?\ (?:[a-z]{2}|\$)[^\n]*?)(?P=quote)
    | >\s*(?P<shown>[A-Z][a-z]+[^<>${}]*)</
    | \b(?:alt|aria-\w+|label|placeholder|title)="(?P<named>[A-Z][^"\n]*)\"""",
    re.VERBOSE,
)
"""A string with a capital and a blank, what stands between tags, what an attribute says to a person."""

type Texts = Mapping[str, str]
"""Texts by their way: config.step.user.title."""


def languages(tree: Tree) -> list[str]:
    """Return the languages that there are any texts in, and those that code speaks."""
    folders = (f"{INTEGRATION}translations/", f"{INTEGRATION}sentences/", CARDS)
    there = {Path(path).stem for path in tree.files if path.startswith(folders)}
    return sorted(there | set(_promised(tree)))


def _promised(tree: Tree) -> list[str]:
    found = re.search(
        r"^LANGUAGES: Final = \((.+)\)$",
        tree.content("const.py").decode(),
        re.MULTILINE,
    )
    return re.findall(r'"(\w+)"', found[1]) if found else []


def every_language_is_spoken(tree: Tree) -> list[str]:
    """Code puts sentences together in each language that there are texts in, and in no other."""
    promised = _promised(tree)
    return [
        f"const.py, LANGUAGES: {language} is missing."
        for language in languages(tree)
        if language not in promised
    ]


def _texts(tree: Tree, language: str) -> Texts:
    found = strings(tree.json(f"translations/{language}.json"))
    return {".".join(keys): text for keys, text in found}


def _card(tree: Tree, language: str) -> Texts:
    read = tree.cards().get(f"{CARDS}{language}.json")
    known = read if isinstance(read, dict) else {}
    return {key: text for key, text in known.items() if isinstance(text, str)}


@cache
def _yaml(content: bytes) -> dict[str, Any]:
    read = parse_yaml(content.decode())
    return read if isinstance(read, dict) else {}


def known(tree: Tree, file: str) -> dict[str, Any]:
    """Return what a file of ``tests/languages`` says."""
    return _yaml(tree.files.get(file, b"{}"))


@dataclass(frozen=True)
class Translation:
    """A text in another language, with the English one that it says."""

    language: str
    there: str
    english: str
    text: str


def translations(tree: Tree) -> list[Translation]:
    """Return all that is translated, of the integration and of its cards."""
    sources = ((_texts, "translations/{}.json"), (_card, CARDS + "{}.json"))
    return [
        Translation(language, f"{file.format(language)}, {key}", said, text)
        for texts_of, file in sources
        for english in (texts_of(tree, "en"),)
        for language in languages(tree)
        if language != "en"
        for key, text in texts_of(tree, language).items()
        if (said := english.get(key) or english.get(_FORM.sub("_other", key)))
    ]


def every_language_has_its_files(tree: Tree) -> list[str]:
    """Texts, cards and sentences: nobody reads half of it in English."""
    return [
        f"{path}: it is missing."
        for language in languages(tree)
        for path in (
            f"{INTEGRATION}translations/{language}.json",
            f"{INTEGRATION}sentences/{language}.yaml",
            f"{CARDS}{language}.json",
        )
        if path not in tree.files
    ]


def _wanted(english: Texts, language: str) -> Iterator[str]:
    """Yield the keys of the cards' texts: where a number governs a word, one for each of its forms."""
    for key in english:
        if not _FORM.search(key):
            yield key
        elif key.endswith("_other"):
            for form in _FORMS.get(language, ("one", "other")):
                yield _FORM.sub(f"_{form}", key)


def cards_say_the_same(tree: Tree) -> list[str]:
    """Every language of the cards has the texts of the English one, in its forms, with the same placeholders."""
    english = _card(tree, "en")
    complaints = []
    for language in languages(tree):
        texts, file = _card(tree, language), f"{CARDS}{language}.json"
        wanted = set(_wanted(english, language))
        for key in sorted(wanted ^ texts.keys()):
            which = "it is missing" if key in wanted else "it is not English"
            complaints.append(f"{file}, {key}: {which}.")
        complaints += [
            f"{file}, {key}: its placeholders are not those of the English text."
            for key in sorted(wanted & texts.keys())
            if placeholders(texts[key])
            != placeholders(english.get(key) or english[_FORM.sub("_other", key)])
        ]
    return complaints


def no_text_stands_in_the_cards_code(tree: Tree) -> list[str]:
    """What a person reads has a key. Only a faulty configuration is refused in English, without a capital."""
    return [
        f"{path}: {found['text'] or found['shown'] or found['named']!r} is a text. Give it a key."
        for path, content in sorted(tree.files.items())
        if path.startswith(SOURCES) and path.endswith(".ts")
        for found in _IN_CODE.finditer(_COMMENT.sub("", content.decode()))
    ]


def sentences_ask_for_the_same(tree: Tree) -> list[str]:
    """What can be said in English can be said in every language."""
    asked = set(tree.yaml(_SENTENCES))
    complaints = []
    for path in tree.paths(".yaml"):
        if not path.startswith("sentences/"):
            continue
        said = tree.yaml(path)
        complaints += [
            f"{path}, {key}: it is {'missing' if key in asked else 'not English'}."
            for key in sorted(asked ^ set(said))
        ]
        complaints += [
            f"{path}, {key}: this is not a list of texts."
            for key, texts in said.items()
            if not isinstance(texts, list)
            or not texts
            or not all(isinstance(text, str) and text for text in texts)
        ]
    return complaints


def no_english_is_left_standing(tree: Tree) -> list[str]:
    """A text that is the English one, but for case and stops, is a word that is the same, and known to be."""
    everywhere = {plain(text) for text in known(tree, SAME).get("same", ())}
    complaints = []
    for language in set(languages(tree)) - {"en"}:
        own = f"{LANGUAGES}{language}.yaml"
        allowed = {plain(text): text for text in known(tree, own).get("same", ())}
        used = set()
        for each in translations(tree):
            text = plain(each.text)
            if each.language != language or text != plain(each.english):
                continue
            used.add(text)
            if has_letters(text) and text not in everywhere | allowed.keys():
                complaints.append(
                    f"{each.there}: {each.text!r} is English. Translate it, or name it in {own}."
                )
        complaints += [
            f"{own}: {text!r} is the same nowhere. Take it out."
            for key, text in sorted(allowed.items())
            if key not in used - everywhere
        ]
    return sorted(complaints)


@cache
def plain(text: str) -> str:
    """Return a text without what makes no other of it: case, stops, blanks."""
    return " ".join(_STOPS.sub(" ", text.casefold()).split())


def has_letters(text: str) -> bool:
    """Tell whether a text says anything by itself."""
    return any(letter.isalpha() for letter in _PLACEHOLDER.sub("", text))


def nobody_is_begged(tree: Tree) -> list[str]:
    """Plain sentences in every language: without a please, and without shouting."""
    return [
        f"{file}, {key}: say it without {found[0]!r}."
        for language in languages(tree)
        for file, texts in (
            (f"translations/{language}.json", _texts(tree, language)),
            (f"{CARDS}{language}.json", _card(tree, language)),
        )
        for key, text in texts.items()
        if (found := re.search(_PLEASE.get(language, "!"), text, re.IGNORECASE))
    ]


@cache
def _translated(component: str, language: str) -> Texts:
    """Return Home Assistant's texts of one of its integrations, or of a part of its frontend."""
    name, _, part = component.partition("/")
    if name != "frontend":
        folder = Path(str(components.__file__)).parent / name / "translations"
        found = [folder / f"{language}.json"]
    else:
        folder = hass_frontend.where() / "static" / "translations" / part
        found = [
            path
            for path in folder.glob(f"{language}-*.json")
            if re.fullmatch(rf"{language}-[0-9a-f]{{32}}", path.stem)
        ]
    texts: dict[str, str] = {}
    for path in found:
        if path.is_file():
            read = json.loads(path.read_bytes())
            texts |= {".".join(keys): text for keys, text in strings(read)}
    return texts


def home_assistants_words_are_used(tree: Tree) -> list[str]:
    """What Home Assistant has a word for is called that: a person meets both on one page."""
    table = known(tree, WORDS)
    complaints = []
    for language in languages(tree):
        ours = {"card": _card(tree, language), "texts": _texts(tree, language)}
        for place, theirs in table.items():
            kind, _, key = place.partition(" ")
            text = ours[kind].get(key)
            if text is None:
                complaints.append(f"{WORDS}, {place}: {language} has no such text.")
                continue
            words = [
                word
                for component, _, way in (each.partition(" ") for each in theirs)
                if (word := _translated(component, language).get(way))
            ]
            if language == "en" and not words:
                complaints.append(f"{WORDS}, {place}: Home Assistant has no such text.")
            if words and not any(word.casefold() in text.casefold() for word in words):
                complaints.append(
                    f"{language}, {place}: {text!r} is called {' or '.join(map(repr, words))} by Home Assistant."
                )
    return complaints


RULES: Final = (
    every_language_has_its_files,
    every_language_is_spoken,
    cards_say_the_same,
    no_text_stands_in_the_cards_code,
    sentences_ask_for_the_same,
    no_english_is_left_standing,
    nobody_is_begged,
    home_assistants_words_are_used,
)
"""Beside ``languages_say_the_same``, which is of the integration's own texts."""
