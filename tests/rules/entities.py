"""The rules of texts and code together: entities, selectors, actions, triggers and what else has words."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
import re
from typing import Final

from .agreement import agree, code_of, followed
from .code import COMPUTED, Code, Scope, returned
from .flows import Use
from .syntax import argument, called, nodes
from .tree import ENGLISH, Tree, differences
from .wording import placeholders

ATTRIBUTES: Final = {"origin": "Origin"}
"""Attributes with words for their values, and the enumeration that these are of."""
_OWN_STATES: Final = {"binary_sensor": {"off", "on"}, "switch": {"off", "on"}}
"""States that a platform gives its entities."""
_NAMED_BY_CLASS: Final = ("binary_sensor",)
"""Of others several of a class would have one name."""
_WITH_UNITS: Final = ("number", "sensor")
_DEVICES: Final = ("DeviceInfo", "async_get_or_create")
_SECTIONS: Final = {
    "common",
    "conditions",
    "config",
    "config_subentries",
    "device",
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


@dataclass(frozen=True)
class Described:
    """An entity as its description has it."""

    where: str
    platform: str
    keys: frozenset[str]
    options: frozenset[str]
    event_types: frozenset[str]
    given: frozenset[str]
    """Placeholders of its name."""
    is_named_by_class: bool
    has_native_unit: bool


@cache
def _described(code: Code) -> list[Described]:
    """Return the entities: by their descriptions, and by classes that name a text themselves."""
    found = []
    for call, scope in code.calls:
        if platform := _platform(code, call, scope.module):
            told = {
                keyword.arg: keyword.value for keyword in call.keywords if keyword.arg
            }
            found.append(_entity(code, told, platform, scope.module, call.lineno))
    for owner, module in code.classes:
        told = _attributes_of(owner)
        if "translation_key" not in told:
            continue
        for base in code.outer_bases(owner, module):
            if known := re.fullmatch(r"(\w+)Entity", base):
                platform = _snake(known[1])
                found.append(_entity(code, told, platform, module, owner.lineno))
    return found


def _entity(
    code: Code, told: Mapping[str, ast.expr], platform: str, module: str, line: int
) -> Described:
    def values(name: str) -> frozenset[str]:
        return frozenset(code.values(told.get(name), Scope(module)))

    return Described(
        where=f"{module}:{line}",
        platform=platform,
        keys=values("translation_key"),
        options=values("options"),
        event_types=values("event_types"),
        given=values("translation_placeholders"),
        is_named_by_class=platform in _NAMED_BY_CLASS and "device_class" in told,
        has_native_unit="native_unit_of_measurement" in told,
    )


def _attributes_of(owner: ast.ClassDef) -> dict[str, ast.expr]:
    """Return what a class or its methods keep in ``_attr_…``, by the name without that."""
    found: dict[str, ast.expr] = {}
    for node in nodes(owner):
        match node:
            case (
                ast.Assign(targets=[target], value=ast.expr() as value)
                | ast.AnnAssign(target=target, value=ast.expr() as value)
            ):
                name = getattr(target, "attr", getattr(target, "id", ""))
                if name.startswith("_attr_"):
                    found[name.removeprefix("_attr_")] = value
    return found


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _platform(code: Code, call: ast.Call, module: str) -> str | None:
    """Return the platform whose entities a call describes, nothing for another call."""
    names = {called(call)}
    if owner := code.class_of(call.func, module):
        names = code.outer_bases(*owner)
    for name in names:
        if found := re.fullmatch(r"(\w+)EntityDescription", name):
            return _snake(found[1])
    return None


@followed
def entities_have_their_words(tree: Tree) -> list[str]:
    """Each entity has a name and an icon, and none is left over."""
    entities = _described(code_of(tree))
    wanted = {f"{entity.platform}.{key}" for entity in entities for key in entity.keys}
    complaints = [
        f"{entity.where}: this entity has no translation_key."
        for entity in entities
        if not entity.keys and not entity.is_named_by_class
    ]
    drawn = {
        f"{entity.platform}.{key}"
        for entity in entities
        if entity.is_named_by_class
        for key in entity.keys
    }
    for file, kept in (
        (ENGLISH, tree.texts("entity")),
        ("icons.json", tree.json("icons.json").get("entity", {})),
    ):
        known = {f"{platform}.{key}" for platform in kept for key in kept[platform]}
        # A device class brings an icon of its own.
        spare = drawn - known if file == "icons.json" else set()
        complaints += differences(f"{file}, entity", known, wanted - spare)
    for entity in entities:
        for key in sorted(entity.keys):
            texts = tree.texts("entity", entity.platform, key)
            complaints += [
                f"{ENGLISH}, entity.{entity.platform}.{key}: {fault}"
                for fault in _name_and_unit(entity, texts)
            ]
    return complaints


def _name_and_unit(entity: Described, texts: Mapping[str, str]) -> Iterator[str]:
    if "name" not in texts and not entity.is_named_by_class:
        yield "it has no name."
    named = placeholders(texts.get("name", ""))
    for name in sorted(named ^ entity.given):
        yield f"{{{name}}} is in the text or in {entity.where}, but not in both."
    if "unit_of_measurement" in texts and (
        entity.has_native_unit or entity.platform not in _WITH_UNITS
    ):
        yield "its unit_of_measurement comes from code."


@followed
def devices_have_their_words(tree: Tree) -> list[str]:
    """A device that is named by a text has it, with what it is given; no other text is there."""
    code = code_of(tree)
    uses = [
        Use(
            f"{scope.module}:{call.lineno}",
            frozenset(code.values(key, scope)),
            frozenset(code.values(argument(call, "translation_placeholders"), scope)),
        )
        for call, scope in code.calls
        if called(call) in _DEVICES and (key := argument(call, "translation_key"))
    ]
    return agree(f"{ENGLISH}, device", uses, tree.texts("device"))


@followed
def states_have_their_words(tree: Tree) -> list[str]:
    """Each state of an entity has its word, and no icon or word is for a state that it cannot have."""
    complaints = []
    for entity in _described(code_of(tree)):
        for key in entity.keys:
            there = f"entity.{entity.platform}.{key}.state"
            kept = tree.texts(*there.split("."))
            own = _OWN_STATES.get(entity.platform, set())
            complaints += differences(
                f"{ENGLISH}, {there}", set(kept) - own, set(entity.options)
            )
            icons = tree.json("icons.json").get("entity", {}).get(entity.platform, {})
            drawn = icons.get(key, {}).get("state", {})
            complaints += [
                f"icons.json, {there}: {state} is no state of it."
                for state in sorted(drawn.keys() - entity.options - own)
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
    for entity in _described(code):
        for key in entity.keys:
            there = f"{ENGLISH}, entity.{entity.platform}.{key}.state_attributes"
            kept = tree.texts("entity", entity.platform, key, "state_attributes")
            event = {"event_type"} if entity.event_types else set()
            if kept or event:
                complaints += differences(there, set(kept), event | (set(kept) & given))
            icons = tree.json("icons.json").get("entity", {}).get(entity.platform, {})
            drawn = icons.get(key, {}).get("state_attributes", {})
            for name, texts in kept.items():
                values = enumerations.get(ATTRIBUTES.get(name, ""), set())
                values = set(entity.event_types) if name == "event_type" else values
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
    devices_have_their_words,
    states_have_their_words,
    attributes_have_their_words,
    sections_are_reached,
    what_is_computed_is_declared_rightly,
)

OF_THE_REPOSITORY: Final = (
    attributes_have_their_words,
    what_is_computed_is_declared_rightly,
)
"""Those with tables that name what is in its code."""
