"""The rules of a translation beside its English: what it must not change, lose, or leave standing."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
import re
from typing import Final

from .languages import SAME, has_letters, known, languages, translations
from .tree import LANGUAGES, Rule, Tree, strings

ENGLISH_WORDS: Final = f"{LANGUAGES}en.yaml"

_CODE: Final = re.compile(r"`[^`]*`")
_EMPHASIS: Final = re.compile(r"(?<!\*)\*([^*\s][^*]*)\*")
_FILE: Final = re.compile(r"(?<!\w)/[a-z][\w/.]*\w|\w+_\w+|\w*\.(?:csv|yaml|storage)\b")
_ID: Final = re.compile(r"\b[A-Z]{2}[*-][A-Z0-9]{3}[*-][A-Z0-9*-]*[A-Z0-9]")
_LINK: Final = re.compile(r"\[[^\]]+\]\(([^)]*)\)")
_NUMBER: Final = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_PLACEHOLDER: Final = re.compile(r"\{\w*\}")
_QUOTED: Final = re.compile(r"[“„«]\s*([^“”„«»]+?)\s*[”“»]")
_TAG: Final = re.compile(r"</?\w[^>]*>")
_THOUSANDS: Final = re.compile(r"\d{1,3}([.,\u00a0\u202f]\d{3})+")
_WORD: Final = re.compile(r"[^\W\d_]+")

IN_ORDER: Final = (("energy", "covered"), ("free", "count"), ("low", "high"))
"""Placeholders that say something else the other way round."""


def _without(text: str, *forms: re.Pattern[str]) -> str:
    for form in forms:
        text = form.sub(" ", text)
    return text


def _numbers(text: str) -> list[str]:
    """Return the numbers, however a language writes their decimals and thousands."""
    written = _NUMBER.findall(_without(text, _CODE, _ID, _PLACEHOLDER))
    return [
        re.sub(r"\D", "" if _THOUSANDS.fullmatch(number) else ".", number)
        for number in written
    ]


def _emphases(text: str) -> list[str]:
    return _EMPHASIS.findall(_without(text, _CODE, _ID))


KEPT: Final[Mapping[str, Callable[[str], list[str]]]] = {
    "numbers": _numbers,
    "example ids": _ID.findall,
    "links": _LINK.findall,
    "code": _CODE.findall,
    "tags": _TAG.findall,
    "files and settings": lambda text: _FILE.findall(_without(text, _PLACEHOLDER)),
    "placeholders": _PLACEHOLDER.findall,
    "parts": lambda text: re.findall(r"\n+(?:\d+\.|[-*])?", text),
}


@cache
def _kept(text: str) -> dict[str, Counter[str]]:
    """Return what is to be kept of a text, found once: it is asked for each planted mistake."""
    return {what: Counter(found(text)) for what, found in KEPT.items()}


def what_is_no_word_is_kept(tree: Tree) -> list[str]:
    """What no translator translates stands in every language, as often as in English."""
    complaints = []
    for each in translations(tree):
        wanted = _kept(each.english)
        complaints += [
            f"{each.there}: its {what} are {sorted(found)}, and in English {sorted(wanted[what])}."
            for what, found in _kept(each.text).items()
            if found != wanted[what]
        ]
    return complaints


def what_has_an_order_keeps_it(tree: Tree) -> list[str]:
    """The least stands before the most, and a part before the whole."""
    return [
        f"{each.there}: {{{first}}} stands before {{{second}}} in English."
        for each in translations(tree)
        for first, second in IN_ORDER
        if f"{{{first}}}" in each.english
        and f"{{{second}}}" in each.english
        and each.text.find(f"{{{first}}}") > each.text.find(f"{{{second}}}")
    ]


def no_translation_lost_its_words(tree: Tree) -> list[str]:
    """What says something in English is not a placeholder alone."""
    return [
        f"{each.there}: it has no words."
        for each in translations(tree)
        if has_letters(each.english) and not has_letters(each.text)
    ]


def labels_are_quoted_as_they_are(tree: Tree) -> list[str]:
    """What a text sends a person to is called there as it is where the person looks for it."""
    called: dict[str, dict[str, set[str]]] = {}
    for each in translations(tree):
        of_language = called.setdefault(each.language, {})
        of_language.setdefault(each.english, set()).add(each.text)
    complaints = []
    for each in translations(tree):
        labels = called[each.language]
        # What is no text of ours is a page of the documentation, which is English.
        wanted = [labels.get(label, {label}) for label in _emphases(each.english)]
        emphases = set(_emphases(each.text))
        complaints += [
            f"{each.there}: what it sends a person to is called {' or '.join(sorted(names))}."
            for names in wanted
            if not names & emphases
        ]
        quoted = set(filter(has_letters, _QUOTED.findall(each.text)))
        complaints += [
            f"{each.there}: nothing is called {label!r}."
            for label in sorted(emphases | quoted)
            if not any(label in names for names in (*wanted, *labels.values()))
        ]
    return complaints


def triggers_and_conditions_open_as_home_assistants(tree: Tree) -> list[str]:
    """By the words that Home Assistant's own open with in the language, as far as it has any."""
    complaints = []
    for language in set(languages(tree)) - {"en"}:
        file, texts = f"{LANGUAGES}{language}.yaml", f"translations/{language}.json"
        for kind in ("triggers", "conditions"):
            opening = known(tree, file).get(kind)
            if not opening:
                complaints.append(f"{file}: it has no opening of {kind}.")
                continue
            complaints += [
                f"{texts}, {'.'.join((kind, *keys))}: its description begins with {opening!r}."
                for keys, text in strings(tree.json(texts).get(kind, {}))
                if len(keys) == 2
                and keys[1] == "description"
                and not text.startswith(opening)
            ]
    return sorted(complaints)


def a_person_is_addressed_in_one_way(tree: Tree) -> list[str]:
    """Nobody is told du by one text and Sie by the next."""
    files = {
        language: f"{LANGUAGES}{language}.yaml"
        for language in languages(tree)
        if language != "en"
    }
    others = {
        language: known(tree, file).get("never") for language, file in files.items()
    }
    complaints = [
        f"{files[language]}: it does not say which address is never used."
        for language, never in others.items()
        if not never
    ]
    for each in translations(tree):
        never = others[each.language]
        if never and (found := re.search(never, each.text)):
            complaints.append(f"{each.there}: it addresses a person with {found[0]!r}.")
    return complaints


def no_english_word_is_left_standing(tree: Tree) -> list[str]:
    """Frequent English words stand in no other language, unless they are words of it, too."""
    english = set(known(tree, ENGLISH_WORDS).get("words", ()))
    names = frozenset(known(tree, SAME).get("names", ()))
    used: dict[str, set[str]] = {language: set() for language in languages(tree)}
    complaints = []
    for each in translations(tree):
        file = f"{LANGUAGES}{each.language}.yaml"
        found = _words(each.text, names) & english
        used[each.language] |= found
        complaints += [
            f"{each.there}: {word!r} is English. Translate it, or name it in {file}, words."
            for word in sorted(found - set(known(tree, file).get("words", ())))
        ]
    for language in sorted(used.keys() - {"en"}):
        file = f"{LANGUAGES}{language}.yaml"
        complaints += [
            f"{file}, words: {word!r} stands nowhere, or is no frequent English word. Take it out."
            for word in sorted(set(known(tree, file).get("words", ())) - used[language])
        ]
    return complaints


@cache
def _words(text: str, names: frozenset[str]) -> frozenset[str]:
    links = re.sub(r"\]\([^)]*\)", "]", text)
    named = tuple(re.compile(re.escape(name)) for name in sorted(names))
    said = _without(links, _CODE, _PLACEHOLDER, _FILE, _ID, *named)
    return frozenset(_WORD.findall(said.casefold()))


RULES: Final[tuple[Rule, ...]] = (
    what_is_no_word_is_kept,
    what_has_an_order_keeps_it,
    no_translation_lost_its_words,
    labels_are_quoted_as_they_are,
    triggers_and_conditions_open_as_home_assistants,
    a_person_is_addressed_in_one_way,
    no_english_word_is_left_standing,
)
