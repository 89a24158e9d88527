"""The rules of texts and code together: entities, selectors, actions, triggers and what else has words."""

import ast
from dataclasses import dataclass
from functools import cache
import re
from typing import Final

from .agreement import code_of, followed
from .code import COMPUTED, Code, Scope, argument, called, nodes, returned
from .declared import declared
from .flows import Fields, fields
from .tree import ENGLISH, Tree, differences

ATTRIBUTES: Final = {"origin": "Origin"}
"""Attributes with words for their values, and the enumeration that these are of."""
_OWN_STATES: Final = {"binary_sensor": {"off", "on"}, "switch": {"off", "on"}}
"""States that a platform gives its entities."""
_SECTIONS: Final = {
    "conditions",
    "config",
    "config_subentries",
    "entity",
    "exceptions",
    "issues",
    "options",
    "selector",
    "services",
    "system_health",
    "title",
    "triggers",
}
"""What the rules know how code reaches it."""
_REGISTER: Final = {
    "async_register": 1,
    "async_register_admin_service": 2,
    "async_register_platform_entity_service": 2,
}
"""What registers an action, and where its name stands."""


@dataclass(frozen=True)
class Described:
    """An entity as its description has it."""

    where: str
    platform: str
    keys: frozenset[str]
    options: frozenset[str]
    event_types: frozenset[str]


@cache
def _described(code: Code) -> list[Described]:
    found = []
    for path, module in code.modules.items():
        for call in nodes(module):
            if not isinstance(call, ast.Call):
                continue
            if platform := _platform(code, call, path):
                scope = Scope(path)
                found.append(
                    Described(
                        f"{path}:{call.lineno}",
                        platform,
                        *(
                            frozenset(code.values(argument(call, name), scope))
                            for name in ("translation_key", "options", "event_types")
                        ),
                    )
                )
    return found


def _platform(code: Code, call: ast.Call, module: str) -> str | None:
    """Return the platform whose entities a call describes, nothing for another call."""
    names = {called(call)}
    if owner := code.class_of(call.func, module):
        names = code.outer_bases(*owner)
    for name in names:
        if found := re.fullmatch(r"(\w+)EntityDescription", name):
            return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", found[1]).lower()
    return None


@followed
def entities_have_their_words(tree: Tree) -> list[str]:
    """Each entity has a name and an icon, and none is left over."""
    entities = _described(code_of(tree))
    wanted = {f"{it.platform}.{key}" for it in entities for key in it.keys}
    complaints = [
        f"{it.where}: this entity has no translation_key."
        for it in entities
        if not it.keys
    ]
    for file, kept in (
        (ENGLISH, tree.texts("entity")),
        ("icons.json", tree.json("icons.json").get("entity", {})),
    ):
        known = {f"{platform}.{key}" for platform in kept for key in kept[platform]}
        complaints += differences(f"{file}, entity", known, wanted)
    complaints += [
        f"{ENGLISH}, entity.{platform}.{key}: it has no name."
        for platform, keys in tree.texts("entity").items()
        for key, texts in keys.items()
        if "name" not in texts
    ]
    return complaints


@followed
def states_have_their_words(tree: Tree) -> list[str]:
    """Each state of an entity has its word, and no icon or word is for a state that it cannot have."""
    complaints = []
    for it in _described(code_of(tree)):
        for key in it.keys:
            there = f"entity.{it.platform}.{key}.state"
            kept = tree.texts(*there.split("."))
            own = _OWN_STATES.get(it.platform, set())
            complaints += differences(
                f"{ENGLISH}, {there}", set(kept) - own, set(it.options)
            )
            icons = tree.json("icons.json").get("entity", {}).get(it.platform, {})
            drawn = icons.get(key, {}).get("state", {})
            complaints += [
                f"icons.json, {there}: {state} is no state of it."
                for state in sorted(drawn.keys() - it.options - own)
            ]
    return complaints


@followed
def attributes_have_their_words(tree: Tree) -> list[str]:
    """Words for attributes are for those that are given, and for all values of theirs."""
    code = code_of(tree)
    given = _attributes(code)
    enumerations = {
        owner.name: set(code.enumeration(owner).values()) for owner, _ in code.classes
    }
    complaints = [
        f"tests/rules: there is no enumeration {name}."
        for name in ATTRIBUTES.values()
        if not enumerations.get(name)
    ]
    for it in _described(code):
        for key in it.keys:
            there = f"{ENGLISH}, entity.{it.platform}.{key}.state_attributes"
            kept = tree.texts("entity", it.platform, key, "state_attributes")
            event = {"event_type"} if it.event_types else set()
            if kept or event:
                complaints += differences(there, set(kept), event | (set(kept) & given))
            icons = tree.json("icons.json").get("entity", {}).get(it.platform, {})
            drawn = icons.get(key, {}).get("state_attributes", {})
            for name, texts in kept.items():
                values = enumerations.get(ATTRIBUTES.get(name, ""), set())
                values = set(it.event_types) if name == "event_type" else values
                complaints += differences(
                    f"{there}.{name}.state", set(texts.get("state", {})), values
                )
                complaints += [
                    f"icons.json, {there}.{name}: {state} is no value of it."
                    for state in sorted(
                        drawn.get(name, {}).get("state", {}).keys() - values
                    )
                ]
            complaints += [
                f"icons.json, {there}: {name} has no words."
                for name in sorted(drawn.keys() - kept.keys())
            ]
    return complaints


def _attributes(code: Code) -> set[str]:
    """Return the names of what entities tell beside their state."""
    found: set[str] = set()
    for scope in code.scopes:
        told = [
            argument(call, "event_attributes", 1)
            for call in scope.calls()
            if called(call) == "_trigger_event"
        ]
        if scope.function and scope.function.name == "extra_state_attributes":
            told += returned(scope)
        for each in told:
            found |= code.values(each, scope)
    return found


# Selectors, actions, and the rest


@followed
def options_have_their_words(tree: Tree) -> list[str]:
    """Each option of a selector has its word, and no other is there."""
    code = code_of(tree)
    offered: list[tuple[str, set[str], set[str]]] = []
    for path, module in code.modules.items():
        for call in nodes(module):
            if isinstance(call, ast.Call) and called(call) == "SelectSelectorConfig":
                keys = code.values(argument(call, "translation_key"), Scope(path))
                if keys:
                    options = code.values(argument(call, "options"), Scope(path))
                    offered.append((f"{path}:{call.lineno}", keys, options))
    for kind in ("services", "triggers", "conditions"):
        for name, item in declared(tree, kind).items():
            for key, described in item.get("fields", {}).items():
                select = (described.get("selector") or {}).get("select") or {}
                if "translation_key" in select:
                    where = f"{kind}.yaml, {name}.{key}"
                    offered.append(
                        (where, {select["translation_key"]}, set(select["options"]))
                    )
    texts = tree.texts("selector")
    complaints = differences(
        f"{ENGLISH}, selector",
        set(texts),
        {key for _, keys, _ in offered for key in keys},
    )
    for where, keys, options in offered:
        for key in sorted(keys & texts.keys()):
            kept = set(texts[key].get("options", {}))
            complaints += differences(
                f"{ENGLISH}, selector.{key}.options", kept, options, where
            )
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
            set(kept[name].get("fields", {})),
            set(registered[name]),
        )
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


def sections_are_reached(tree: Tree) -> list[str]:
    """Nothing stands where these rules do not know how code would reach it."""
    return [
        f"{ENGLISH}, {key}: no rule knows how code reaches it."
        for key in sorted(set(tree.texts()) - _SECTIONS)
    ]


def what_is_computed_is_declared_rightly(tree: Tree) -> list[str]:
    """What these rules take for granted of computed keys is true of the code."""
    code = code_of(tree)
    written = {
        ast.unparse(node)
        for module in code.modules.values()
        for node in nodes(module)
        if isinstance(node, ast.JoinedStr)
    }
    complaints = []
    for source, known in COMPUTED.items():
        if source not in written:
            complaints.append(f"tests/rules: {source} is nowhere in the code.")
        complaints += [
            f"tests/rules: {known.error} is never raised for {reason}."
            for reason in sorted(known.never - code.reasons(known.error))
        ]
    return complaints


RULES: Final = (
    entities_have_their_words,
    states_have_their_words,
    attributes_have_their_words,
    options_have_their_words,
    actions_are_registered,
    triggers_and_conditions_are_there,
    system_information_has_its_words,
    sections_are_reached,
    what_is_computed_is_declared_rightly,
)
