"""Mistakes in what a translation says beside its English."""

from collections.abc import Iterator
import json
from typing import Final

from . import translated as t
from .mistakes import Mistake, NowhereError, Plant, file
from .tree import CARDS, INTEGRATION, LANGUAGES, Rule, Tree


def _retold(path: str, keys: tuple[str, ...], old: str, new: str) -> Plant:
    """Replace words of a translated text; all of them where no old ones are given."""

    def plant(tree: Tree) -> Tree:
        found = whole = json.loads(tree.files[path])
        for key in keys[:-1]:
            found = found[key]
        before = found[keys[-1]]
        if old not in before:
            raise NowhereError(f"{old!r} is not in {path}, {'.'.join(keys)}")
        found[keys[-1]] = before.replace(old, new) if old else new
        return tree.but(path, json.dumps(whole))

    return plant


def said(language: str, keys: str, old: str, new: str) -> Plant:
    """Replace words of a text of the integration."""
    path = f"{INTEGRATION}translations/{language}.json"
    return _retold(path, tuple(keys.split(".")), old, new)


def card(language: str, key: str, old: str, new: str) -> Plant:
    """Replace words of a text of the cards."""
    return _retold(f"{CARDS}{language}.json", (key,), old, new)


def known(language: str, old: str, new: str) -> Plant:
    """Replace words in what is known of a language."""
    path = f"{LANGUAGES}{language}.yaml"

    def plant(tree: Tree) -> Tree:
        content = tree.files[path].decode()
        if old not in content:
            raise NowhereError(f"{old!r} is not in {path}")
        return tree.but(path, content.replace(old, new, 1))

    return plant


USER: Final = "config.step.user"
TRIGGER: Final = "triggers.failed_to_start.description"
URL: Final = "config.step.reconfigure.sections.custom_server.data_description.url"


def _kept() -> Iterator[Mistake]:
    where = "translations/{}.json, {}: its {} are"
    for language, keys, old, new, what in (
        ("de", f"{USER}.description", "[Shells Entwicklerportal]", "", "links"),
        ("de", f"{USER}.description", "{portal}", "https://shell.de", "links"),
        ("de", f"{USER}.description", "{portal}", "{portale}", "placeholders"),
        ("nl", "exceptions.evse_id_form.message", "NL*TNM", "DE*ABC", "example ids"),
        ("fr", f"{USER}.data_description.ema_id", "NL-", "FR-", "example ids"),
        ("fr", f"{USER}.data_description.ema_id", "`", "", "code"),
        ("de", "exceptions.energy_out_of_range.message", "1.000", "10.000", "numbers"),
        (
            "fr",
            "exceptions.energy_out_of_range.message",
            "1\u00a0000",
            "1,0",
            "numbers",
        ),
        ("de", "exceptions.start_unconfirmed.message", "3 M", "30 M", "numbers"),
        ("de", "exceptions.start_unconfirmed.message", "3 M", "3,0 M", "numbers"),
        ("pl", "exceptions.export_name.message", ".csv", ".txt", "files and settings"),
        (
            "es",
            "exceptions.export_name.message",
            "/media",
            "/medios",
            "files and settings",
        ),
        ("it", "issues.undocumented_answer.description", "\n\n", " ", "parts"),
        ("pt", "issues.undocumented_answer.description", "\n2.", "\n3.", "parts"),
        ("de", "exceptions.held.message", "{seconds}", "<b>{seconds}</b>", "tags"),
    ):
        yield Mistake(
            t.what_is_no_word_is_kept,
            said(language, keys, old, new),
            where.format(language, keys, what),
        )
    yield Mistake(
        t.what_is_no_word_is_kept,
        card("pl", "wait_few", "{count}", "{count} {count}"),
        f"{CARDS}pl.json, wait_few: its placeholders are",
    )


def _addressed() -> Iterator[Mistake]:
    for language, text, found in (
        ("de", "Geben Sie die EVSE ID ein.", "Sie"),
        ("de", "Prüfe Ihre EVSE ID.", "Ihre"),
        ("es", "Compruebe la EVSE ID.", "Compruebe"),
        ("es", "La EVSE ID de usted.", "usted"),
        ("fr", "L’EVSE ID de ton point de charge.", "ton"),
        ("fr", "Si tu l’as.", "tu"),
        ("it", "Come Lei lo chiama.", "Lei"),
        ("it", "Riprovi fra un minuto.", "Riprovi"),
        ("nl", "De EVSE ID van uw laadpunt.", "uw"),
        ("pl", "Jeśli ma Pan EVSE ID.", "Pan"),
        ("pt", "O EVSE ID que tu tens.", "tu"),
        ("pt", "O EVSE ID que você tem.", "você"),
    ):
        yield Mistake(
            t.a_person_is_addressed_in_one_way,
            said(language, "exceptions.evse_id_empty.message", "", text),
            f"exceptions.evse_id_empty.message: it addresses a person with {found!r}",
        )
    yield Mistake(
        t.a_person_is_addressed_in_one_way,
        card("de", "map.waiting", "", "Warten Sie."),
        f"{CARDS}de.json, map.waiting: it addresses a person with 'Sie'",
    )


def _english_words() -> Iterator[Mistake]:
    rule: Rule = t.no_english_word_is_left_standing
    for plant, complaint in (
        (said("de", TRIGGER, "Ladepunkten", "charge points"), f"{TRIGGER}: 'charge'"),
        (said("pl", TRIGGER, "sesji", "Session"), f"{TRIGGER}: 'session'"),
        (said("nl", TRIGGER, "laadpunten", "laadpunten and"), f"{TRIGGER}: 'and'"),
        (card("it", "map.nothing", "", "Nothing {distance}"), "map.nothing: 'nothing'"),
        (known("de", "was]", "was, they]"), "de.yaml, words: 'they' stands nowhere"),
        (known("fr", "points, ", "points, meter, "), "words: 'meter' stands nowhere"),
        (
            known("same", "names:\n  - EV Charging\n", "names:\n"),
            "'charging' is English",
        ),
    ):
        yield Mistake(rule, plant, complaint)


MISTAKES: Final = (
    *_kept(),
    Mistake(
        t.what_has_an_order_keeps_it,
        said(
            "de",
            "exceptions.number_needed.message",
            "",
            "Das Feld {field} muss eine Zahl von {high} bis {low} sein.",
        ),
        "number_needed.message: {low} stands before {high}",
    ),
    Mistake(
        t.what_has_an_order_keeps_it,
        card("nl", "map.free_of", "", "{count} van {free} beschikbaar"),
        f"{CARDS}nl.json, map.free_of: {{free}} stands before {{count}}",
    ),
    Mistake(
        t.no_translation_lost_its_words,
        card("de", "map.nothing", "", "{distance}"),
        f"{CARDS}de.json, map.nothing: it has no words",
    ),
    Mistake(
        t.no_translation_lost_its_words,
        said("de", "exceptions.held.message", "", "{seconds}."),
        "translations/de.json, exceptions.held.message: it has no words",
    ),
    Mistake(
        t.labels_are_quoted_as_they_are,
        said("de", URL, "*Eigener Server*", "*Anderer Server*"),
        f"{URL}: what it sends a person to is called Eigener Server",
    ),
    Mistake(
        t.labels_are_quoted_as_they_are,
        said("de", URL, "*Eigener Server*", "Eigener Server"),
        f"{URL}: what it sends a person to is called Eigener Server",
    ),
    Mistake(
        t.labels_are_quoted_as_they_are,
        said("de", URL, "*Eigener Server*", "*Eigener Server* und *Anderer*"),
        f"{URL}: nothing is called 'Anderer'",
    ),
    Mistake(
        t.labels_are_quoted_as_they_are,
        card("nl", "sessions.bill.help", "volgens factuur", "van de factuur"),
        f"{CARDS}nl.json, sessions.bill.help: nothing is called 'van de factuur'",
    ),
    Mistake(
        t.labels_are_quoted_as_they_are,
        said("es", "issues.undocumented_answer.description", "First c", "Primer c"),
        "what it sends a person to is called First contact",
    ),
    Mistake(
        t.triggers_and_conditions_open_as_home_assistants,
        said("de", TRIGGER, "", "Das Starten eines Ladevorgangs schlägt fehl."),
        f"translations/de.json, {TRIGGER}: its description begins with 'Wird ausgelöst",
    ),
    Mistake(
        t.triggers_and_conditions_open_as_home_assistants,
        said("fr", "conditions.is_charging.description", "Vérifie si", "Teste si"),
        "conditions.is_charging.description: its description begins with 'Vérifie si",
    ),
    Mistake(
        t.triggers_and_conditions_open_as_home_assistants,
        file("translations/xx.json", "{}"),
        f"{LANGUAGES}xx.yaml: it has no opening of triggers",
    ),
    *_addressed(),
    Mistake(
        t.a_person_is_addressed_in_one_way,
        file("translations/xx.json", "{}"),
        f"{LANGUAGES}xx.yaml: it does not say which address",
    ),
    *_english_words(),
)
