"""The rules of the texts by themselves: their form, their place, their voice."""

from collections.abc import Iterator
import re
from string import Formatter
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import Platform

from .tree import ENGLISH, Keys, Tree, faults, strings

type Schema = dict[Any, Any]

_SLUG: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_STATE: Final = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
"""As Home Assistant's own: no - and no _ at the ends, nor two of them."""
_MARKUP: Final = re.compile(r"[<>]")
_URL: Final = re.compile(r"\w+://|\bwww\.")
_BARE_ID: Final = re.compile(
    r"[A-Z]{2}\*[A-Z0-9*]+|[A-Z]{2}-[A-Z]{3}-\w+|\{(evse|ema)_id\}"
)
_IN_BACKTICKS: Final = re.compile(r"`[^`]*`")
_MARKDOWN: Final = {"abort", "data_description", "description"}
"""What Home Assistant shows as Markdown; titles, labels, menus and errors are plain."""
_QUOTED: Final = re.compile(r"'\{")
"""An apostrophe before a brace makes a placeholder a plain text."""
_UNWANTED: Final = re.compile(r"!|\bplease\b|\btoggle\b", re.IGNORECASE)


def slug(value: Any) -> str:
    """Take a key."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise vol.Invalid(
            "a key has small letters, digits and underscores only, these one by one between others"
        )
    return value


def state(value: Any) -> str:
    """Take a key that stands for a state or an option."""
    if not isinstance(value, str) or not _STATE.fullmatch(value):
        raise vol.Invalid(
            "a state has small letters, digits, - and _ only, and neither - nor _ at its ends or twice"
        )
    return value


def text(value: Any) -> str:
    """Take a text."""
    if not isinstance(value, str):
        raise vol.Invalid("this is not a text")
    if not value:
        raise vol.Invalid("this is empty")
    return value


def _only_known_fields(step: dict[str, Any]) -> dict[str, Any]:
    for explained, kept in (
        ("data_description", "data"),
        ("menu_option_descriptions", "menu_options"),
    ):
        unknown = step.get(explained, {}).keys() - step.get(kept, {}).keys()
        if unknown:
            names = ", ".join(sorted(unknown))
            raise vol.Invalid(f"{names} is explained, but is not in {kept}")
    return step


def _described_or_fixed(issue: dict[str, Any]) -> dict[str, Any]:
    if ("description" in issue) is ("fix_flow" in issue):
        raise vol.Invalid("an issue has either a description or a fix_flow")
    return issue


_TEXTS: Final[Schema] = {slug: text}
_STATES: Final[Schema] = {state: text}
_FIELDS: Final[Schema] = {
    vol.Optional("data"): _TEXTS,
    vol.Optional("data_description"): _TEXTS,
}
_SECTION: Final = vol.All(
    {vol.Required("name"): text, vol.Optional("description"): text, **_FIELDS},
    _only_known_fields,
)
_STEP: Final = vol.All(
    {
        vol.Optional("title"): text,
        vol.Optional("description"): text,
        vol.Optional("submit"): text,
        vol.Optional("menu_options"): _TEXTS,
        vol.Optional("menu_option_descriptions"): _TEXTS,
        vol.Optional("sections"): {slug: _SECTION},
        **_FIELDS,
    },
    _only_known_fields,
)
_FLOW: Final[Schema] = {
    vol.Optional("step"): {slug: _STEP},
    vol.Optional("error"): _TEXTS,
    vol.Optional("abort"): _TEXTS,
    vol.Optional("progress"): _TEXTS,
    vol.Optional("create_entry"): _TEXTS,
}
_FIX_FLOW: Final[Schema] = {
    vol.Required("step"): vol.All({slug: _STEP}, vol.Length(min=1)),
    vol.Optional("error"): _TEXTS,
    vol.Optional("abort"): _TEXTS,
    vol.Optional("progress"): _TEXTS,
}
_SUBENTRY: Final[Schema] = {
    vol.Required("entry_type"): text,
    vol.Required("initiate_flow"): {
        vol.Required("user"): text,
        vol.Optional("reconfigure"): text,
    },
    **_FLOW,
}
_NAMED: Final[Schema] = {vol.Required("name"): text, vol.Required("description"): text}
_ACTION: Final[Schema] = {
    **_NAMED,
    vol.Optional("fields"): {slug: {**_NAMED, vol.Optional("example"): text}},
    vol.Optional("sections"): {
        slug: {vol.Required("name"): text, vol.Optional("description"): text}
    },
}
"""Of an action, a trigger or a condition."""
_ENTITY: Final[Schema] = {
    vol.Optional("name"): text,
    vol.Optional("state"): _STATES,
    vol.Optional("state_attributes"): {
        slug: {vol.Optional("name"): text, vol.Optional("state"): _STATES}
    },
    vol.Optional("unit_of_measurement"): text,
}
_SELECTOR: Final[Schema] = {
    vol.Optional("options"): _STATES,
    vol.Optional("choices"): _STATES,
    vol.Optional("unit_of_measurement"): _STATES,
    vol.Optional("fields"): {
        slug: {vol.Required("name"): text, vol.Optional("description"): text}
    },
}
_ISSUE: Final = vol.All(
    {
        vol.Required("title"): text,
        vol.Optional("short_title"): text,
        vol.Optional("description"): text,
        vol.Optional("fix_flow"): _FIX_FLOW,
    },
    _described_or_fixed,
)
TEXTS: Final = vol.Schema(
    {
        vol.Required("title"): text,
        vol.Optional("application_credentials"): {vol.Required("description"): text},
        vol.Optional("common"): _TEXTS,
        vol.Optional("conditions"): {slug: _ACTION},
        vol.Optional("config"): {vol.Optional("flow_title"): text, **_FLOW},
        vol.Optional("config_panel"): dict,
        vol.Optional("config_subentries"): {slug: _SUBENTRY},
        vol.Optional("conversation"): dict,
        vol.Optional("device"): {slug: {vol.Required("name"): text}},
        vol.Optional("device_automation"): dict,
        vol.Optional("entity"): {vol.In(list(Platform)): {slug: _ENTITY}},
        vol.Optional("entity_component"): dict,
        vol.Optional("exceptions"): {slug: {vol.Required("message"): text}},
        vol.Optional("issues"): {slug: _ISSUE},
        vol.Optional("options"): _FLOW,
        vol.Optional("preview_features"): dict,
        vol.Optional("selector"): {slug: _SELECTOR},
        vol.Optional("services"): {slug: _ACTION},
        vol.Optional("system_health"): {vol.Optional("info"): _TEXTS},
        vol.Optional("triggers"): {slug: _ACTION},
    }
)


def placeholders(value: str) -> set[str]:
    """Return the placeholders of a text; none where its braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError:
        return set()


def _languages(tree: Tree) -> list[str]:
    return [path for path in tree.paths(".json") if path.startswith("translations/")]


def _all_texts(tree: Tree) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield every text of every language, with where it is as a person would say it."""
    for path in _languages(tree):
        for keys, value in strings(tree.json(path)):
            yield f"{path}, {'.'.join(keys)}", keys, value


def _every_text(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield the cards' texts as well."""
    for there, _, value in _all_texts(tree):
        yield there, value
    for path, texts in tree.cards().items():
        for keys, value in strings(texts):
            yield f"{path}, {'.'.join(keys)}", value


def texts_have_their_form(tree: Tree) -> list[str]:
    """Every text stands where Home Assistant looks for it, and what must be there is."""
    return [
        fault
        for path in _languages(tree)
        for fault in faults(path, TEXTS, tree.json(path))
    ]


def texts_have_no_blanks_around_them(tree: Tree) -> list[str]:
    """No text begins or ends with a blank."""
    return [
        f"{there}: it begins or ends with a blank."
        for there, value in _every_text(tree)
        if value != value.strip()
    ]


def texts_have_no_address(tree: Tree) -> list[str]:
    """An address is given as a placeholder: it is not to be translated."""
    return [
        f"{there}: it holds an address. Give it as a placeholder."
        for there, value in _every_text(tree)
        if _URL.search(value)
    ]


def texts_have_no_markup(tree: Tree) -> list[str]:
    """HTML is not rendered."""
    return [
        f"{there}: it holds markup."
        for there, value in _every_text(tree)
        if _MARKUP.search(value)
    ]


def ids_stand_in_backticks(tree: Tree) -> list[str]:
    """Where a form's text is Markdown, the stars of an EVSE ID would be eaten otherwise."""
    return [
        f"{there}: an id stands without backticks."
        for there, keys, value in _all_texts(tree)
        if keys[0] in ("config", "config_subentries", "options", "issues")
        and _MARKDOWN & set(keys)
        and _BARE_ID.search(_IN_BACKTICKS.sub("", value))
    ]


def placeholders_are_well_formed(tree: Tree) -> list[str]:
    """A placeholder is a name in braces, and not in quotes."""
    complaints = []
    for there, value in _every_text(tree):
        if _QUOTED.search(value):
            complaints.append(f"{there}: a placeholder stands in single quotes.")
        names = placeholders(value)
        if not names and re.search(r"[{}]", value):
            complaints.append(f"{there}: its braces do not match.")
        complaints += [
            f"{there}: {{{name}}} is not a name."
            for name in sorted(names)
            if not name.isidentifier()
        ]
    return complaints


_PLAIN: Final = {"conditions", "selector", "system_health", "title", "triggers"}


def _is_plain(keys: Keys) -> bool:
    """Tell whether a text stands where nobody gives it placeholders."""
    match keys:
        case ("entity", _, _, part, *_):
            return part != "name"
        case ("config_subentries", _, "entry_type" | "initiate_flow", *_):
            return True
    return keys[0] in _PLAIN


def plain_texts_have_no_placeholders(tree: Tree) -> list[str]:
    """Nobody fills in the words of a state, of a trigger, of a button that adds a subentry."""
    return [
        f"{there}: nobody gives it a placeholder."
        for there, keys, value in _all_texts(tree)
        if _is_plain(keys) and placeholders(value)
    ]


def texts_keep_the_voice(tree: Tree) -> list[str]:
    """Plain sentences for a person at home."""
    return [
        f"{there}: say it without {found[0]!r}."
        for there, value in _every_text(tree)
        if (found := _UNWANTED.search(value))
    ]


def fields_are_explained(tree: Tree) -> list[str]:
    """Each field of a form has a label and a sentence below it."""
    flows: list[Keys] = [("config",), ("options",)]
    flows += [("config_subentries", kind) for kind in tree.texts("config_subentries")]
    flows += [("issues", key, "fix_flow") for key in tree.texts("issues")]
    complaints = []
    for keys in flows:
        for step_id, step in tree.texts(*keys, "step").items():
            for part in (step, *step.get("sections", {}).values()):
                complaints += [
                    f"{ENGLISH}, {'.'.join(keys)}, step {step_id}: {field} has no sentence below it."
                    for field in sorted(
                        part.get("data", {}).keys()
                        - part.get("data_description", {}).keys()
                    )
                ]
    return complaints


def triggers_and_conditions_begin_alike(tree: Tree) -> list[str]:
    """By the words that Home Assistant's own begin with."""
    complaints = []
    for kind, begins in (("triggers", "Triggers when"), ("conditions", "Tests if")):
        for key, texts in tree.texts(kind).items():
            # With a choice of behaviour it may be about several at once.
            several = "behavior" in texts.get("fields", {}) or kind == "conditions"
            wanted = f"{begins} one or more " if several else f"{begins} "
            if not texts.get("description", "").startswith(wanted):
                complaints.append(
                    f"{ENGLISH}, {kind}.{key}: its description begins with {wanted!r}."
                )
    return complaints


def languages_say_the_same(tree: Tree) -> list[str]:
    """Every language has the texts of the English one, with the same placeholders."""
    english = dict(strings(tree.texts()))
    complaints = []
    for path in _languages(tree):
        other = dict(strings(tree.json(path)))
        for keys in sorted(english.keys() ^ other.keys()):
            which = ENGLISH if keys in other else path
            complaints.append(f"{which}, {'.'.join(keys)}: it is missing.")
        complaints += [
            f"{path}, {'.'.join(keys)}: its placeholders are not those of the English text."
            for keys in sorted(english.keys() & other.keys())
            if placeholders(english[keys]) != placeholders(other[keys])
        ]
    return complaints


RULES: Final = (
    texts_have_their_form,
    texts_have_no_blanks_around_them,
    texts_have_no_address,
    texts_have_no_markup,
    ids_stand_in_backticks,
    placeholders_are_well_formed,
    plain_texts_have_no_placeholders,
    texts_keep_the_voice,
    fields_are_explained,
    triggers_and_conditions_begin_alike,
    languages_say_the_same,
)
