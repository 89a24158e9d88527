"""The rules of texts and code together: selectors, actions, triggers, conditions, system information."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .agreement import code_of, followed
from .code import Code, Scope, UnclearError, returned
from .declared import declared, flat_fields
from .flows import Fields, fields
from .syntax import argument, called
from .tree import ENGLISH, Tree, differences, strings
from .wording import placeholders

_REGISTER: Final = {
    "async_register": 1,
    "async_register_admin_service": 2,
    "async_register_platform_entity_service": 2,
}
"""What registers an action, and where its name stands."""


@dataclass(frozen=True)
class Offered:
    """What a selector lets a person choose from, or shows, in words that are kept under a key."""

    where: str
    key: str
    part: str
    values: frozenset[str]


_PARTS: Final = {
    "SelectSelectorConfig": "options",
    "ChooseSelectorConfig": "choices",
    "ObjectSelectorConfig": "fields",
    "NumberSelectorConfig": "unit_of_measurement",
}
"""What of a selector has words; in YAML a selector is called by the first word."""


def _offered_by_code(code: Code) -> Iterator[Offered]:
    for call, scope in code.calls:
        if part := _PARTS.get(called(call)):
            for key in code.values(argument(call, "translation_key"), scope):
                values = frozenset(code.values(argument(call, part), scope))
                yield Offered(f"{scope.module}:{call.lineno}", key, part, values)


def _offered_by_yaml(tree: Tree) -> Iterator[Offered]:
    for kind in ("services", "triggers", "conditions"):
        for name, item in declared(tree, kind).items():
            for key, described in flat_fields(item).items():
                for config, part in _PARTS.items():
                    selector = described.get("selector") or {}
                    told = selector.get(config.partition("Selector")[0].lower()) or {}
                    if "translation_key" in told:
                        values = told.get(part, ())
                        yield Offered(
                            f"{kind}.yaml, {name}.{key}",
                            told["translation_key"],
                            part,
                            frozenset(
                                [values]
                                if isinstance(values, str)
                                else (
                                    value["value"] if isinstance(value, dict) else value
                                    for value in values
                                )
                            ),
                        )


@followed
def options_have_their_words(tree: Tree) -> list[str]:
    """Each option of a selector has its word, and no other is there."""
    offered = [*_offered_by_code(code_of(tree)), *_offered_by_yaml(tree)]
    texts = tree.texts("selector")
    complaints = differences(
        f"{ENGLISH}, selector", set(texts), {offer.key for offer in offered}
    )
    for offer in offered:
        kept = set(texts.get(offer.key, {}).get(offer.part, {}))
        complaints += differences(
            f"{ENGLISH}, selector.{offer.key}.{offer.part}",
            kept,
            set(offer.values),
            offer.where,
        )
    reached = {(offer.key, offer.part) for offer in offered}
    complaints += [
        f"{ENGLISH}, selector.{key}.{part}: no selector shows it."
        for key in texts
        for part in texts[key]
        if (key, part) not in reached
    ]
    return complaints


@followed
def actions_are_registered(tree: Tree) -> list[str]:
    """Each action in ``services.yaml`` is registered, with just the fields that stand there."""
    code = code_of(tree)
    registered: dict[str, Fields] = {}
    for scope in code.scopes:
        for call in scope.calls():
            # A system information page registers itself, too, with fewer words.
            position = _REGISTER.get(called(call))
            if position is None or len(call.args) <= position:
                continue
            for context in code.contexts(call, scope, code.scopes):
                schema = fields(code, argument(call, "schema", position + 2), context)
                for name in code.values(call.args[position], context):
                    registered[name] = schema
    kept = declared(tree, "services")
    complaints = differences("services.yaml", set(kept), set(registered))
    for name in kept.keys() & registered.keys():
        complaints += differences(
            f"services.yaml, {name}",
            set(flat_fields(kept[name])),
            set(registered[name]),
        )
    return complaints


@followed
def actions_are_given_their_placeholders(tree: Tree) -> list[str]:
    """The words of an action have just the placeholders with which it is registered."""
    code = code_of(tree)
    given: dict[str, set[str]] = {}
    for scope in code.scopes:
        for call in scope.calls():
            position = _REGISTER.get(called(call))
            if position is None or len(call.args) <= position:
                continue
            for context in code.contexts(call, scope, code.scopes):
                named = argument(call, "description_placeholders")
                for name in code.values(call.args[position], context):
                    given[name] = code.values(named, context)
    complaints = []
    for name, texts in tree.texts("services").items():
        used = {
            placeholder
            for _, text in strings(texts)
            for placeholder in placeholders(text)
        }
        complaints += [
            f"{ENGLISH}, services.{name}: {{{placeholder}}} is in the text or in code, but not in both."
            for placeholder in sorted(used ^ given.get(name, set()))
        ]
    return complaints


@followed
def triggers_and_conditions_are_there(tree: Tree) -> list[str]:
    """Each that is declared is made by code, and the other way round."""
    code = code_of(tree)
    complaints = []
    for kind in ("triggers", "conditions"):
        made = {
            key
            for scope in code.scopes
            if scope.function and scope.function.name == f"async_get_{kind}"
            for value in returned(scope)
            for key in code.values(value, scope)
        }
        complaints += differences(f"{kind}.yaml", set(declared(tree, kind)), made)
    return complaints


@followed
def triggers_and_conditions_have_the_fields_that_are_taken(tree: Tree) -> list[str]:
    """The fields of each are the options of the class that makes it, of ours or of Home Assistant."""
    code = code_of(tree)
    complaints = []
    for kind in ("triggers", "conditions"):
        items = declared(tree, kind)
        for scope, key, value in _makers(code, f"async_get_{kind}"):
            taken = _options(code, value, scope)
            for name in code.values(key, scope) & items.keys():
                kept = set(flat_fields(items[name]))
                complaints += differences(f"{kind}.yaml, {name}", kept, taken)
    return complaints


def _makers(code: Code, name: str) -> Iterator[tuple[Scope, ast.expr, ast.expr]]:
    for scope in code.scopes:
        if scope.function and scope.function.name == name:
            for made in returned(scope):
                if isinstance(made, ast.Dict):
                    for key, value in zip(made.keys, made.values, strict=True):
                        if key:
                            yield scope, key, value


def _options(code: Code, name: ast.expr, scope: Scope) -> set[str]:
    """Return the options that a trigger or condition takes.

    Raises:
        UnclearError: its class or schema is not to be seen.
    """
    known = code.class_of(name, scope.module)
    for owner, module in code.lineage(*known) if known else ():
        for node in owner.body:
            if (
                isinstance(node, ast.Assign)
                and ast.unparse(node.targets[0]) == "_schema"
            ):
                return set(fields(code, node.value, Scope(module))["options"])
    outer = code.outer_class(*known) if known else None
    schema = getattr(getattr(outer, "_schema", None), "schema", None)
    if not isinstance(schema, dict):
        raise UnclearError(f"{scope.module}: the options of {ast.unparse(name)}")
    return {str(option) for option in schema.get("options", {})}


@followed
def system_information_has_its_words(tree: Tree) -> list[str]:
    """Each line of the system information page has its label."""
    code = code_of(tree)
    told: set[str] = set()
    for scope in code.scopes:
        for call in scope.calls():
            if called(call) == "async_register_info" and isinstance(
                call.args[0], ast.Name
            ):
                known = code.definition(call.args[0].id, scope.module)
                if known and isinstance(
                    known[0], ast.FunctionDef | ast.AsyncFunctionDef
                ):
                    inner = Scope(known[1], known[0])
                    for value in returned(inner):
                        told |= code.values(value, inner)
    kept = set(tree.texts("system_health", "info"))
    return differences(f"{ENGLISH}, system_health.info", kept, told)


@followed
def words_are_said(tree: Tree) -> list[str]:
    """Each word for sentences that code puts together is there, and code says it."""
    code = code_of(tree)
    said = {
        key
        for scope in code.scopes
        for call in scope.calls()
        if called(call) == "word"
        for key in code.values(call.args[1], scope)
    }
    return differences(f"{ENGLISH}, common", set(tree.texts("common")), said)


RULES: Final = (
    options_have_their_words,
    actions_are_registered,
    actions_are_given_their_placeholders,
    triggers_and_conditions_are_there,
    triggers_and_conditions_have_the_fields_that_are_taken,
    system_information_has_its_words,
    words_are_said,
)
