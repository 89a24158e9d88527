"""The rules of texts and code together.

Each text that code asks for is there, with just the placeholders that it is given, and no text is
there that no code can reach.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Final

from .code import (
    FUNCTIONS,
    Code,
    Function,
    Scope,
    UnclearError,
    argument,
    called,
    nodes,
    parameters,
)
from .flows import Fields, Flow, Use, flows, repairs
from .tree import ENGLISH, Rule, Tree, differences, strings
from .wording import placeholders


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


def _agree(there: str, uses: Iterable[Use], texts: Mapping[str, Any]) -> list[str]:
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
            for name in sorted(names - use.given)
        ]
        idle = use.given - {name for names in named.values() for name in names}
        if named:
            complaints += [
                f"{there}: {{{name}}} of {use.where} is in none of {', '.join(sorted(named))}."
                for name in sorted(idle)
            ]
    return complaints


# Exceptions


@dataclass(frozen=True)
class Giver:
    """A function that makes an error of the key that it is called with.

    ``given`` are the placeholders that it adds; ``open`` is whether its caller names others.
    """

    parameter: str
    position: int
    given: frozenset[str]
    open: bool


def givers(code: Code) -> dict[Function, Giver]:
    """Return the functions through which errors get their words, those that call another included."""
    found: dict[Function, Giver] = {}
    while True:
        more = {
            scope.function: giver
            for scope in code.scopes
            for giver in _giver(code, scope, found)
            if scope.function
        }
        if more == found:
            return found
        found = more


def _called_giver(
    code: Code, call: ast.Call, module: str, known: dict[Function, Giver]
) -> Giver | None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    found = code.definition(name, module)
    if found and isinstance(found[0], FUNCTIONS):
        return known.get(found[0])
    return None


def _giver(code: Code, scope: Scope, known: dict[Function, Giver]) -> Iterable[Giver]:
    function = scope.function
    assert function is not None
    names = parameters(function)
    if not names:
        return
    rest = function.args.kwarg.arg if function.args.kwarg else None

    def giver(key: ast.expr, given: frozenset[str], opened: bool) -> Iterable[Giver]:
        for node in key.values if isinstance(key, ast.BoolOp) else [key]:
            if isinstance(node, ast.Name) and node.id in names:
                position = names.index(node.id)
                yield Giver(node.id, position, given, opened)

    for node in nodes(function):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "translation_key":
                    yield from giver(value, frozenset(), rest is not None)
        elif isinstance(node, ast.Call):
            inner = _called_giver(code, node, scope.module, known)
            key = argument(node, inner.parameter, inner.position) if inner else None
            if inner and key:
                handed = any(
                    it.arg is None and getattr(it.value, "id", "") == rest
                    for it in node.keywords
                )
                given = inner.given | _keywords(node, inner)
                yield from giver(key, given, inner.open and handed)


def _keywords(call: ast.Call, giver: Giver) -> frozenset[str]:
    """Return the placeholders that a call names."""
    names = {it.arg for it in call.keywords if it.arg} - {giver.parameter}
    return frozenset(names) if giver.open else frozenset()


@cache
def _exceptions(code: Code) -> list[Use]:
    return list(_used_exceptions(code))


def _used_exceptions(code: Code) -> Iterable[Use]:
    known = givers(code)
    for scope in code.scopes:
        for call in scope.calls():
            where = f"{scope.module}:{call.lineno}"
            if giver := _called_giver(code, call, scope.module, known):
                key = argument(call, giver.parameter, giver.position)
                given = giver.given | _keywords(call, giver)
                yield Use(where, frozenset(code.values(key, scope)), given)
            elif argument(call, "translation_domain") and _is_raised(call, scope):
                key = argument(call, "translation_key")
                named = argument(call, "translation_placeholders")
                yield Use(
                    where,
                    frozenset(code.values(key, scope)),
                    frozenset(code.values(named, scope)),
                )


def _is_raised(call: ast.Call, scope: Scope) -> bool:
    return any(
        isinstance(node, ast.Raise) and node.exc is call
        for node in nodes(scope.function or ast.Pass())
    )


@followed
def errors_have_their_words(tree: Tree) -> list[str]:
    """Each error has its words, with what it is given, and each of the words is used."""
    uses = [use for use in _exceptions(code_of(tree)) if use.keys]
    return _agree(f"{ENGLISH}, exceptions", uses, tree.texts("exceptions"))


# Flows


def _flows(tree: Tree) -> Iterable[tuple[str, Flow, Mapping[str, Any]]]:
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
    for there, flow, texts in _flows(tree):
        kept = texts.get("step", {})
        shown = {step.step_id for step in flow.steps}
        complaints += differences(f"{there}.step", set(kept), shown)
        for step in flow.steps:
            given = set(step.given)
            used = {
                name
                for _, text in strings(kept.get(step.step_id, {}))
                for name in placeholders(text)
            }
            if step.step_id.startswith("reauth"):
                used.discard("name")  # Home Assistant gives it.
            complaints += [
                f"{there}.step.{step.step_id}: {{{name}}} is in the text or in code, but not in both."
                for name in sorted(given ^ used)
            ]
    return complaints


@followed
def fields_have_their_words(tree: Tree) -> list[str]:
    """Each field of a form has its label, and each label its field."""
    complaints = []
    for there, flow, texts in _flows(tree):
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
    for there, flow, texts in _flows(tree):
        for step in flow.steps:
            kept = texts.get("step", {}).get(step.step_id, {}).get("menu_options", {})
            where = f"{there}.step.{step.step_id}.menu_options"
            complaints += differences(where, set(kept), set(step.options))
            complaints += [
                f"{where}: {option} is no step of {flow.owner.name}."
                for option in sorted(step.options)
                if f"async_step_{option}" not in flow.methods
            ]
    return complaints


@followed
def form_errors_have_their_words(tree: Tree) -> list[str]:
    """Each fault of a form has its sentence in every flow that can come to it, and only there."""
    return [
        complaint
        for there, flow, texts in _flows(tree)
        for complaint in _agree(f"{there}.error", flow.errors, texts.get("error", {}))
    ]


@followed
def ends_have_their_words(tree: Tree) -> list[str]:
    """Each reason to end a flow has its sentence, and no other is there."""
    return [
        complaint
        for there, flow, texts in _flows(tree)
        for complaint in _agree(f"{there}.abort", flow.aborts, texts.get("abort", {}))
    ]


@followed
def flows_have_their_words(tree: Tree) -> list[str]:
    """Each flow has texts; texts for a flow that is not there are left over."""
    known = {".".join(flow.keys) for flow in flows(code_of(tree))}
    kept = {key for key in ("config", "options") if tree.texts(key)}
    kept |= {f"config_subentries.{key}" for key in tree.texts("config_subentries")}
    return differences(ENGLISH, kept, known)


# Repairs


@followed
def issues_have_their_words(tree: Tree) -> list[str]:
    """Each issue has its words, with what it is given; no word is there for what is never raised."""
    code = code_of(tree)
    uses = [
        Use(
            f"{scope.module}:{call.lineno}",
            frozenset(
                key
                for context in code.contexts(call, scope, code.scopes)
                for key in code.values(argument(call, "translation_key"), context)
            ),
            frozenset(code.values(argument(call, "translation_placeholders"), scope)),
        )
        for scope in code.scopes
        for call in scope.calls()
        if called(call) == "async_create_issue"
    ]
    # What a form says it is given by its own code.
    texts = {
        key: {name: value for name, value in issue.items() if name != "fix_flow"}
        if "confirm" not in tree.texts("issues", key, "fix_flow", "step")
        else issue
        for key, issue in tree.texts("issues").items()
    }
    return _agree(f"{ENGLISH}, issues", uses, texts)


@followed
def repairs_have_their_forms(tree: Tree) -> list[str]:
    """Each issue that is fixed by a form has the form, Home Assistant's own for a mere word of consent."""
    formed = {there for there, _, _ in _flows(tree)}
    return [
        f"{ENGLISH}, issues.{key}.fix_flow: no form shows its steps."
        for key in tree.texts("issues")
        if (steps := tree.texts("issues", key, "fix_flow", "step"))
        and set(steps) != {"confirm"}
        and f"{ENGLISH}, issues.{key}.fix_flow" not in formed
    ]


RULES: Final = (
    errors_have_their_words,
    flows_have_their_words,
    steps_have_their_words,
    fields_have_their_words,
    menus_have_their_words,
    form_errors_have_their_words,
    ends_have_their_words,
    issues_have_their_words,
    repairs_have_their_forms,
)
