"""The rules of texts and code together.

Each text that code asks for is there, with just the placeholders that it is given, and no text is
there that no code can reach.
"""

import ast
from collections.abc import Iterable, Mapping
from functools import cache, wraps
from typing import Any, Final

from awesomeversion import AwesomeVersion

from .code import Code, UnclearError
from .flows import Fields, Flow, Use, flows, repairs
from .tree import ENGLISH, Rule, Tree, differences, strings
from .wording import placeholders

_WORDS_FOR_SUCCESS: Final = AwesomeVersion("2026.10")
"""The first Home Assistant that says by itself that something was changed; before, every integration did."""


def code_of(tree: Tree) -> Code:
    """Return the code of a tree, read once."""
    return _read(tuple(tree.modules().items()))


@cache
def _read(modules: tuple[tuple[str, ast.Module], ...]) -> Code:
    return Code(dict(modules))


def followed(rule: Rule) -> Rule:
    """Make what cannot be followed a complaint."""

    @wraps(rule)
    def judge(tree: Tree) -> list[str]:
        try:
            return list(rule(tree))
        except UnclearError as err:
            return [f"{err}. Write it as a constant, or declare it in tests/rules."]

    return judge


def agree(there: str, uses: Iterable[Use], texts: Mapping[str, Any]) -> list[str]:
    """Compare what code uses with the texts, by key and by placeholders."""
    uses = list(uses)
    complaints = differences(
        there, set(texts), {key for use in uses for key in use.keys}
    )
    for use in uses:
        named = {
            key: {
                name for _, text in strings(texts[key]) for name in placeholders(text)
            }
            for key in use.keys & texts.keys()
        }
        complaints += [
            f"{there}.{key}: {{{name}}} is not given by {use.where}."
            for key, names in sorted(named.items())
            for name in sorted(names - use.given - use.shared)
        ]
        idle = use.given - {name for names in named.values() for name in names}
        if named:
            complaints += [
                f"{there}: {{{name}}} of {use.where} is in none of {', '.join(sorted(named))}."
                for name in sorted(idle)
            ]
    return complaints


# Flows


def shown_flows(tree: Tree) -> Iterable[tuple[str, Flow, Mapping[str, Any]]]:
    """Yield every flow with its texts and where they stand."""
    for flow in flows(code_of(tree)):
        yield f"{ENGLISH}, {'.'.join(flow.keys)}", flow, tree.texts(*flow.keys)
    for flow in repairs(code_of(tree)):
        shown = {step.step_id for step in flow.steps}
        for key in tree.texts("issues"):
            texts = tree.texts("issues", key, "fix_flow")
            if shown & texts.get("step", {}).keys():
                yield f"{ENGLISH}, issues.{key}.fix_flow", flow, texts


def _explained(step: Mapping[str, Any]) -> Fields:
    """Return the fields of a step's texts as a schema would have them."""
    sections = step.get("sections", {})
    return {
        **{key: {} for key in step.get("data", {})},
        **{key: _explained(section) for key, section in sections.items()},
    }


@followed
def steps_have_their_words(tree: Tree) -> list[str]:
    """Each form and menu has its texts, with what it is given; no step is there that is never shown."""
    complaints = []
    for there, flow, texts in shown_flows(tree):
        kept = texts.get("step", {})
        shown = {step.step_id for step in flow.steps}
        complaints += differences(f"{there}.step", set(kept), shown)
        in_errors = {
            name
            for _, text in strings(texts.get("error", {}))
            for name in placeholders(text)
        }
        for step in flow.steps:
            used = {
                name
                for _, text in strings(kept.get(step.step_id, {}))
                for name in placeholders(text)
            }
            if step.step_id.startswith("reauth"):
                used.discard("name")  # Home Assistant gives it.
            complaints += [
                f"{there}.step.{step.step_id}: {{{name}}} is in the text or in code, but not in both."
                for name in sorted((step.given ^ used) - (in_errors - used))
            ]
    return complaints


@followed
def fields_have_their_words(tree: Tree) -> list[str]:
    """Each field of a form has its label, and each label its field."""
    complaints = []
    for there, flow, texts in shown_flows(tree):
        wanted: dict[str, Fields] = {}
        for step in flow.steps:
            wanted.setdefault(step.step_id, {}).update(step.fields)
        for step_id, shown in wanted.items():
            where = f"{there}.step.{step_id}"
            kept = _explained(texts.get("step", {}).get(step_id, {}))
            complaints += differences(where, set(kept), set(shown))
            for key in kept.keys() & shown.keys():
                complaints += differences(
                    f"{where}.sections.{key}", set(kept[key]), set(shown[key])
                )
    return complaints


@followed
def menus_have_their_words(tree: Tree) -> list[str]:
    """Each way that a menu offers has its words and its step."""
    complaints = []
    for there, flow, texts in shown_flows(tree):
        for step in flow.steps:
            kept = texts.get("step", {}).get(step.step_id, {}).get("menu_options", {})
            where = f"{there}.step.{step.step_id}.menu_options"
            complaints += differences(where, set(kept), set(step.options))
            complaints += [
                f"{where}: {option} is no step of {flow.owner.name}."
                for option in sorted(step.options)
                if f"async_step_{option}" not in flow.methods
            ]
            if step.is_menu and not texts.get("step", {}).get(step.step_id, {}).get(
                "title"
            ):
                complaints.append(f"{there}.step.{step.step_id}: a menu has a title.")
    return complaints


@followed
def form_errors_have_their_words(tree: Tree) -> list[str]:
    """Each fault of a form has its sentence in every flow that can come to it, and only there."""
    return [
        complaint
        for there, flow, texts in shown_flows(tree)
        for complaint in agree(f"{there}.error", flow.errors, texts.get("error", {}))
    ]


@followed
def ends_have_their_words(tree: Tree) -> list[str]:
    """Each reason to end a flow has its sentence, and no other is there.

    Home Assistant's words for success are ours to bring as long as a release is supported that
    has none of its own for all.
    """
    oldest = tree.hacs().get("homeassistant")
    brought = bool(oldest) and AwesomeVersion(oldest) < _WORDS_FOR_SUCCESS
    return [
        complaint
        for there, flow, texts in shown_flows(tree)
        for complaint in agree(
            f"{there}.abort",
            flow.aborts + (flow.successes if brought else []),
            texts.get("abort", {}),
        )
    ]


@followed
def waits_and_results_have_their_words(tree: Tree) -> list[str]:
    """What is said during a wait and at the end is there; what nobody comes to read is not."""
    complaints = []
    for there, flow, texts in shown_flows(tree):
        complaints += agree(
            f"{there}.progress", flow.progress, texts.get("progress", {})
        )
        kept = texts.get("create_entry", {})
        # Words for a result that names none are shown where there are any.
        results = [
            result for result in flow.results if result.keys - {"default"} or kept
        ]
        complaints += agree(f"{there}.create_entry", results, kept)
        title = texts.get("flow_title")
        if title and flow.titles is None:
            complaints.append(f"{there}.flow_title: nothing shows it.")
        complaints += [
            f"{there}.flow_title: {{{name}}} is not given by {flow.owner.name}."
            for name in sorted(placeholders(title or "") - (flow.titles or set()))
        ]
    return complaints


@followed
def flows_have_their_words(tree: Tree) -> list[str]:
    """Each flow has texts; texts for a flow that is not there are left over."""
    known = {".".join(flow.keys) for flow in flows(code_of(tree))}
    kept = {key for key in ("config", "options") if tree.texts(key)}
    kept |= {f"config_subentries.{key}" for key in tree.texts("config_subentries")}
    complaints = differences(ENGLISH, kept, known)
    for flow in flows(code_of(tree)):
        if flow.keys[0] == "config_subentries":
            offered = {"user", "reconfigure"} & {
                name.removeprefix("async_step_") for name in flow.methods
            }
            there = f"{ENGLISH}, {'.'.join(flow.keys)}.initiate_flow"
            kept = set(tree.texts(*flow.keys, "initiate_flow"))
            complaints += differences(there, kept, offered)
    return complaints


RULES: Final = (
    flows_have_their_words,
    steps_have_their_words,
    fields_have_their_words,
    menus_have_their_words,
    form_errors_have_their_words,
    ends_have_their_words,
    waits_and_results_have_their_words,
)
