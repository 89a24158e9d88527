"""Mistakes in Home Assistant's usual idioms, planted in a small integration that is written in these."""

from collections.abc import Iterator
from typing import Final

from . import (
    agreement as a,
    declared as d,
    entities as e,
    errors as r,
    offers as o,
    repairs as f,
)
from .example import EXAMPLE
from .mistakes import GONE, Mistake, Plant, file, in_code, in_file, in_json, in_texts
from .tree import Rule

BOX: Final = ("config_subentries", "box")
REFUSED: Final = 'words.refused("too_early", seconds="3")'
IMPORT: Final = "from homeassistant.exceptions import {}\n"


def _errors() -> Iterator[tuple[Rule, Plant, str]]:
    words, made = r.errors_have_their_words, r.errors_are_translated
    for name in sorted(r.ERRORS):
        bare = IMPORT.format(name) + f'\n\ndef f():\n    return {name}("No card")\n'
        yield made, file("planted.py", bare), "a person would read this text"
    for source, complaint in (
        ('problem = Invalid("x")', "a person would read this text"),
        ('TABLE = {"x": lambda err: Invalid(str(err))}', "a person would read this"),
        ('raise Invalid(translation_key="busy")', "needs translation_domain and"),
        ('raise Invalid(translation_domain="shell_ev")', "needs translation_domain"),
        (
            'raise Invalid(translation_domain="hue", translation_key="x")',
            "translation_domain is not ours",
        ),
        ("raise Invalid(**given)", "**given cannot be followed"),
        ("raise Invalid(**given())", "**given() cannot be followed"),
        ("raise Invalid", "elsewhere, or without words"),
        ("Other = Invalid", "elsewhere, or without words"),
        ("make(Invalid)", "elsewhere, or without words"),
        ("class Own(Invalid):\n    pass\n\n\nraise Own('x')", "a person would read"),
        (
            "class Own(Invalid):\n    def __init__(self):\n        super().__init__('x')",
            "a person would read",
        ),
        (
            "def f(account):\n    raise account.refusal('busy')",
            "what account.refusal makes cannot be followed",
        ),
        (
            "class X:\n    def f(self):\n        raise self.refusal('busy')",
            "what self.refusal makes cannot be followed",
        ),
    ):
        imported = IMPORT.format("ServiceValidationError as Invalid")
        yield made, file("planted.py", imported + source), complaint
    for old, new, complaint in (
        (REFUSED, 'words.refused("never")', "never is missing"),
        (REFUSED, "words.refused(word())", "word() cannot be followed"),
        (REFUSED, 'words.refused("busy", seconds="3")', "{seconds} of"),
        (REFUSED, 'self.other.refused("never")', "never is missing"),
        ('worded("kept")', 'worded("lost")', "lost is missing"),
        ('MANY = "too_many"', 'MANY = "some"', "some is missing"),
        ('Refused("busy"', 'Refused("idle"', "idle is missing"),
        ('Refused("busy", name', 'Refused("busy", title', "{title} of"),
        ('translation_key="gone"', 'translation_key="left"', "left is missing"),
        ('placeholders={"place"', 'placeholders={"town"', "{town} of"),
        (
            "        if self.busy:",
            '        key: str = "never"\n        raise Refused(key)\n        if self.busy:',
            "never is missing",
        ),
        (
            "        if self.busy:",
            '        if key := "never":\n            raise Refused(key)\n        if self.busy:',
            "never is missing",
        ),
    ):
        yield words, in_code(old, new), complaint

    for old, new, complaint in (
        ('words.worded("kept")', "ask()", "**self.kept cannot be followed"),
        ("(**self.kept)", "(**self.other)", "**self.other cannot be followed"),
    ):
        yield made, in_code(old, new), complaint


def _errors_in_english() -> Iterator[tuple[Rule, Plant, str]]:
    """As they become texts: errors that are made, kept, handed over or caught."""
    said = r.errors_are_said_in_the_language_of_the_home
    imported = f"{IMPORT.format('ServiceValidationError as Invalid')}from .words import refused\n"
    for source, complaint in (
        ('problem = str(refused("busy"))', "planted.py:3: the text of refused('busy')"),
        ("problem = str(Invalid())", "the text of Invalid()"),
        ('say = lambda: str(refused("busy"))', "the text of refused('busy')"),
        ("def g() -> Invalid: ...\n\n\nstr(g())", "the text of g()"),
        ("def f():\n    err = refused('busy')\n    return str(err)", "the text of err"),
        ("def f(err: Invalid):\n    return f'{err}'", "the text of err"),
        ("def f(err: Invalid | None):\n    return str(err)", "the text of err"),
        ("def f(errs: list[Invalid]):\n    return map(str, errs)", "the text of errs"),
        (
            "def f():\n    try:\n        g()\n    except (OSError, Invalid) as err:\n        return str(err)",
            "the text of err",
        ),
    ):
        yield said, file("planted.py", imported + source), complaint
    asked = 'words.refused("too_early", seconds="3")'
    yield (
        said,
        in_code(f"raise {asked}", f"raise str({asked})"),
        "text of words.refused",
    )


def _flows() -> Iterator[tuple[Rule, Plant, str]]:
    errors, ends = a.form_errors_have_their_words, a.ends_have_their_words
    for old, new, complaint in (
        ('errors["base"] = "invalid_auth"', 'errors["base"] = "never"', "never is"),
        ('errors["base"] = "invalid_auth"', 'errors["base"] = word()', "be followed"),
        ('errors["base"] = "invalid_auth"', "pass", "invalid_auth is not known"),
        ('errors.setdefault("host", "slow")', 'errors.update({"a": "no"})', "no is"),
        ('"slow"', '"fast"', "slow is not known"),
        ('errors = {"base": "cannot_connect"}', 'errors = {"base": "no"}', "no is mi"),
        ('errors = {"base": "cannot_connect"}', 'errors |= {"base": "no"}', "no is mi"),
        ('errors = {"base": "cannot_connect"}', "errors = ask()", "ask() cannot be"),
        ("errors=errors,", "errors=ask(),", "ask() cannot be followed"),
        ("errors=errors,", 'errors=errors or {"base": "no"},', "no is missing"),
        ('errors["base"] = "too_long"', 'errors["base"] = "wide"', "wide is missing"),
        ('"base": "empty"', '"base": "full"', "full is missing"),
        ('placeholders={"host": "x"}', 'placeholders={"page": "x"}', "{host} is not"),
    ):
        yield errors, in_code(old, new), complaint
    for old, new, complaint in (
        ('AbortFlow("known"', 'AbortFlow("never"', "never is missing"),
        ('AbortFlow("known"', 'AbortFlow(reason="never"', "never is missing"),
        ('AbortFlow("known"', "AbortFlow(word()", "word() cannot be followed"),
        ('self._leave("nothing")', 'self._leave("never")', "never is missing"),
        ("            reason=reason, ", "            **reason, ", "no reason is seen"),
        (
            'reason=reason, description_placeholders={"name"',
            'reason=reason, description_placeholders={"title"',
            "{name} is not given",
        ),
        (
            'reason=reason, description_placeholders={"name"',
            'reason=reason, description_placeholders={"title"',
            "{title} of",
        ),
    ):
        yield ends, in_code(old, new), complaint
    yield ends, in_texts(*BOX, "abort", "nothing", value="None."), "{name} of"
    said = a.waits_and_results_have_their_words
    for plant, complaint in (
        (in_code('="waiting"', '="warming"'), "warming is missing"),
        (in_code('="waiting"', "=word()"), "word() cannot be followed"),
        (in_texts("config", "progress", value={"a": "x"}), "a is not known"),
        (in_texts("config", "progress", "waiting", value="{x}"), "{x} is not given"),
        (in_texts("options", "progress", value={"a": "x"}), "a is not known"),
        (in_texts("config", "create_entry", "more", value="x"), "more is not known"),
        (
            in_texts("config", "create_entry", "default", value="{x}"),
            "{x} is not given",
        ),
        (
            in_texts("options", "create_entry", value={"default": "x"}),
            "default is not known",
        ),
        (in_texts(*BOX, "create_entry", value={"default": "x"}), "default is not"),
        (
            in_code('(title="x", data={})', '(description="new", data={})'),
            "new is missing",
        ),
        (in_texts("config", "flow_title", value="{nobody}"), "{nobody} is not given"),
        (
            in_code('self.context["title_placeholders"] =', "more ="),
            "{serial} is not given",
        ),
        (in_code('["title_placeholders"]', '["title"]'), "{serial} is not given"),
    ):
        yield said, plant, complaint
    untitled = in_code("async def async_step_reauth(", "async def again(")
    yield (
        said,
        lambda tree: in_code('["title_placeholders"]', '["more"]')(untitled(tree)),
        "flow_title: nothing shows it",
    )
    waits = a.steps_have_their_words
    gone = in_texts("config", "step", "wait", value=GONE)
    yield waits, gone, "wait is missing"


def _menus_and_issues() -> Iterator[tuple[Rule, Plant, str]]:
    for plant, complaint in (
        (in_texts(*BOX, "initiate_flow", "reconfigure", value=GONE), "reconfigure is"),
        (in_code("async_step_reconfigure(", "async_step_change("), "is not known"),
    ):
        yield a.flows_have_their_words, plant, complaint
    untitled = in_texts(*BOX, "step", "user", "title", value=GONE)
    yield a.menus_have_their_words, untitled, "user: a menu has a title"
    fix = ("issues", "lost", "fix_flow")
    for plant, complaint in (
        (in_texts(*fix, "error", value={"a": "x"}), "to read error"),
        (in_texts(*fix, "abort", value={"a": "x"}), "to read abort"),
        (in_texts(*fix, "progress", value={"a": "x"}), "to read progress"),
        (in_texts(*fix, "step", "confirm", "data", value={"a": "x"}), "to read data"),
    ):
        yield f.words_of_consent_are_all_there_is, plant, complaint
    for plant, complaint in (
        (in_texts("issues", "lost", value={"title": "x", "description": "y"}), "lost"),
        (in_code('key == "lost"', "True"), "issues.old: it needs a fix_flow"),
        (in_code('key == "lost"', "False"), "issues.lost: it needs a description"),
        (in_code('key == "lost"', 'key != "lost"'), "issues.old: it needs a fix_flow"),
        (in_code('key == "lost"', 'key in ("lost", "old")'), "issues.old: it needs"),
        (in_code('key == "lost"', "key is None"), "issues.lost: it needs a descr"),
        (in_code('key == "lost"', "not key is None"), "issues.old: it needs a fix"),
        (in_code('key == "lost"', "ask(key)"), "ask(key) of an issue cannot be"),
        (in_code('is_fixable=key == "lost",', ""), "is_fixable of an issue cannot"),
    ):
        yield f.issues_are_fixed_as_they_say, plant, complaint
    named = f.what_has_words_is_called_by_its_name
    for source in (
        "create = ir.async_create_issue",
        "later(ir.async_create_issue, 1)",
        "from homeassistant.helpers.issue_registry import async_create_issue as add",
        "from homeassistant.data_entry_flow import AbortFlow as End",
        "End = AbortFlow",
    ):
        yield named, file("planted.py", source), "by its name"


def _entities() -> Iterator[tuple[Rule, Plant, str]]:
    words, sensor = e.entities_have_their_words, ("entity", "sensor")
    for plant, complaint in (
        (in_texts(*sensor, "cycles", "name", value="Cycles"), "{phase} is in"),
        (in_texts(*sensor, "power", "name", value="{thing}"), "{thing} is in"),
        (in_code('{"phase": "L1"}', '{"line": "L1"}'), "{line} is in"),
        (
            in_texts(*sensor, "power", "unit_of_measurement", value="kilowatts"),
            "power: its unit_of_measurement comes from code",
        ),
        (
            in_texts(
                *("entity", "binary_sensor", "cable", "unit_of_measurement"),
                value="cables",
            ),
            "cable: its unit_of_measurement comes from code",
        ),
        (
            in_code('_attr_translation_key = "mode"', '_attr_translation_key = "way"'),
            "sensor.way is missing",
        ),
        (in_code('_attr_translation_key = "cable"', "pass"), "cable is not known"),
        (in_texts("entity", "binary_sensor", "cable", "name", value=GONE), "no name"),
        (in_code('translation_key="power", ', ""), "has no translation_key"),
    ):
        yield words, plant, complaint
    yield (
        e.states_have_their_words,
        in_code('_attr_options = ["fast", ', "_attr_options = ["),
        "fast is not known",
    )
    for plant, complaint in (
        (in_texts("device", value={}), "device: box is missing"),
        (in_texts("device", "more", value={"name": "x"}), "more is not known"),
        (in_texts("device", "box", "name", value="Box"), "{number} of"),
        (in_texts("device", "box", "name", value="{x}"), "{x} is not given"),
        (in_code('translation_key="box"', 'translation_key="tin"'), "tin is missing"),
    ):
        yield e.devices_have_their_words, plant, complaint


def _actions() -> Iterator[tuple[Rule, Plant, str]]:
    given = o.actions_are_given_their_placeholders
    start = ("services", "start")
    for plant, complaint in (
        (in_texts(*start, "description", value="Starts it."), "{page} is in"),
        (in_texts(*start, "name", value="Start {x}"), "{x} is in"),
        (in_texts(*start, "fields", "box", "name", value="{x}"), "{x} is in"),
        (in_code('{"page": "x"}', '{"site": "x"}'), "{site} is in"),
    ):
        yield given, plant, complaint
    yaml = "services.yaml"
    for plant, complaint in (
        (in_file(yaml, "default: slow", "default:"), "default: this is empty"),
        (in_file(yaml, "box:\n      required: true", "box:\n      example:"), "empty"),
        (in_file(yaml, "light.LightEntityFeature.EFFECT", "nonsense"), "a feature is"),
        (
            in_file(yaml, "  target:\n    entity:\n      - domain: switch\n", ""),
            "box has a filter, but there is no target",
        ),
        (in_file(yaml, "filter_entity: box", "filter_entity: ghost"), "context ghost"),
        (in_file(yaml, "filter_entity: box", "filter_entity: speed"), "context speed"),
        (in_file(yaml, "filter_entity: box", "filters: box"), "takes no context"),
        (
            in_file(
                yaml,
                "    more:",
                "    speed:\n      selector:\n        text:\n    more:",
            ),
            "speed stands in two places",
        ),
    ):
        yield d.actions_have_their_form, plant, complaint
    for plant, complaint in (
        (in_texts(*start, "sections", value=GONE), "sections: more is missing"),
        (in_texts(*start, "fields", "speed", value=GONE), "speed is missing"),
    ):
        yield d.what_is_declared_has_its_words, plant, complaint
    registered = o.actions_are_registered
    yield registered, in_code('vol.Optional("speed"): str,', ""), "speed is not known"
    yield registered, in_code('vol.Optional("speed")', 'vol.Optional("pace")'), "pace"
    options = o.options_have_their_words
    for plant, complaint in (
        (in_file(yaml, "- fast", "- quick"), "quick is missing"),
        (in_file(yaml, "key: speed", "key: pace"), "pace is missing"),
        (in_texts("selector", "speed", "choices", value={"a": "x"}), "no selector"),
        (in_texts("selector", "speed", "fields", value={}), "no selector shows it"),
        (
            in_texts("selector", "speed", "unit_of_measurement", value={"a": "x"}),
            "no selector shows it",
        ),
    ):
        yield options, plant, complaint
    icons = d.icons_are_for_what_has_words
    for keys in (
        ("services", "start", "sections", "ghost"),
        ("config", "step", "ghost"),
        ("config", "step", "user", "sections", "ghost"),
        ("config_subentries", "ghost"),
        ("issues", "ghost"),
    ):
        ghost = in_json("icons.json", *keys, value="mdi:cash")
        yield icons, ghost, f"{'.'.join(keys)}: it has no words"


MISTAKES: Final = tuple(
    Mistake(rule, plant, complaint, EXAMPLE)
    for found in (
        _errors(),
        _errors_in_english(),
        _flows(),
        _menus_and_issues(),
        _entities(),
        _actions(),
    )
    for rule, plant, complaint in found
)
