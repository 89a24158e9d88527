"""The rules of what the integration declares beside its texts: actions, icons, triggers, conditions."""

from contextlib import suppress
import json
import re
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import Platform
from homeassistant.helpers.selector import TargetSelector, selector

from .tree import DOMAIN, ENGLISH, INTEGRATION, Tree, differences, faults
from .wording import slug, state

_ICON: Final = re.compile(r"mdi:[a-z0-9]+(-[a-z0-9]+)*")

KINDS: Final = {"services": "service", "triggers": "trigger", "conditions": "condition"}
"""What is declared in a YAML file, and the key of its icon."""


def _selector(value: Any) -> Any:
    try:
        selector(value)
    except (vol.Invalid, AttributeError, TypeError) as err:
        raise vol.Invalid(f"this is not a selector ({err})") from err
    return value


def _target(value: Any) -> Any:
    try:
        TargetSelector(value)
    except (vol.Invalid, AttributeError, TypeError) as err:
        raise vol.Invalid(f"this is not a target ({err})") from err
    return value


def _icon(value: Any) -> str:
    if not isinstance(value, str) or not _ICON.fullmatch(value):
        raise vol.Invalid("an icon is mdi: and its name")
    return value


_FIELD: Final = {
    vol.Optional("required"): bool,
    vol.Optional("default"): object,
    vol.Optional("example"): object,
    vol.Optional("filter"): vol.Any(
        {vol.Required("attribute"): dict}, {vol.Required("supported_features"): list}
    ),
    vol.Optional("context"): dict,
    vol.Required("selector"): _selector,
}
_GROUP: Final = {
    vol.Optional("collapsed"): bool,
    vol.Required("fields"): {slug: _FIELD},
}


def _field(value: Any) -> Any:
    """Take a field, or a group of fields."""
    grouped = isinstance(value, dict) and "fields" in value
    return vol.Schema(_GROUP if grouped else _FIELD)(value)


_DECLARED: Final = {
    vol.Optional("target"): _target,
    vol.Optional("fields"): {slug: _field},
}
_SERVICES: Final = vol.Schema({slug: vol.Any(None, _DECLARED)})


def _key_or_anchor(value: Any) -> str:
    return slug(value.removeprefix(".") if isinstance(value, str) else value)


_TRIGGERS: Final = vol.Schema({_key_or_anchor: vol.Any(None, _DECLARED)})


def declared(tree: Tree, kind: str) -> dict[str, Any]:
    """Return the actions, triggers or conditions, without the anchors among them."""
    found = tree.yaml(f"{kind}.yaml")
    if not isinstance(found, dict):
        return {}
    return {
        key: value or {} for key, value in found.items() if not str(key).startswith(".")
    }


def _sections(item: dict[str, Any]) -> dict[str, Any]:
    fields = item.get("fields", {})
    return {key: value for key, value in fields.items() if "fields" in value}


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields, those in groups included."""
    found = dict(item.get("fields", {}))
    for key, group in _sections(item).items():
        del found[key]
        found |= group["fields"]
    return found


def actions_have_their_form(tree: Tree) -> list[str]:
    """``services.yaml`` holds what Home Assistant reads of an action."""
    return faults("services.yaml", _SERVICES, tree.yaml("services.yaml"))


def triggers_and_conditions_have_their_form(tree: Tree) -> list[str]:
    """So do ``triggers.yaml`` and ``conditions.yaml``, where anchors are allowed."""
    return [
        fault
        for file in ("triggers.yaml", "conditions.yaml")
        for fault in faults(file, _TRIGGERS, tree.yaml(file))
    ]


def what_is_declared_has_its_words(tree: Tree) -> list[str]:
    """Actions, triggers and conditions, and each of their fields, have texts; no text is left over."""
    complaints = []
    for kind in KINDS:
        items, texts = declared(tree, kind), tree.texts(kind)
        there = f"{ENGLISH}, {kind}"
        complaints += differences(there, set(texts), set(items), f"{kind}.yaml")
        for key in items.keys() & texts.keys():
            for part, wanted in (
                ("fields", _fields(items[key])),
                ("sections", _sections(items[key])),
            ):
                kept = texts[key].get(part, {})
                complaints += differences(
                    f"{there}.{key}.{part}", set(kept), set(wanted), f"{kind}.yaml"
                )
    return complaints


def what_is_declared_has_its_icon(tree: Tree) -> list[str]:
    """Actions, triggers and conditions have an icon each; no icon is left over."""
    icons = tree.json("icons.json")
    return [
        complaint
        for kind in KINDS
        for complaint in differences(
            f"icons.json, {kind}",
            set(icons.get(kind, {})),
            set(declared(tree, kind)),
            f"{kind}.yaml",
        )
    ]


_STATES: Final = {vol.Optional("default"): _icon, vol.Optional("state"): {state: _icon}}
_SECTIONS: Final = {vol.Optional("sections"): {slug: _icon}}
_STEPS: Final = {vol.Optional("step"): {slug: _SECTIONS}}
_ICONS: Final = vol.Schema(
    {
        vol.Optional("entity"): {
            vol.In(list(Platform)): {
                slug: {
                    vol.Required("default"): _icon,
                    vol.Optional("state"): {state: _icon},
                    vol.Optional("range"): {vol.Coerce(float): _icon},
                    vol.Optional("state_attributes"): {slug: _STATES},
                }
            }
        },
        vol.Optional("services"): {slug: {vol.Required("service"): _icon, **_SECTIONS}},
        vol.Optional("triggers"): {slug: {vol.Required("trigger"): _icon}},
        vol.Optional("conditions"): {slug: {vol.Required("condition"): _icon}},
        vol.Optional("config"): _STEPS,
        vol.Optional("options"): _STEPS,
        vol.Optional("config_subentries"): {slug: _STEPS},
        vol.Optional("issues"): {slug: {vol.Optional("fix_flow"): _STEPS}},
    }
)


def icons_have_their_form(tree: Tree) -> list[str]:
    """``icons.json`` holds names of Material Design Icons, where Home Assistant looks for them."""
    return faults("icons.json", _ICONS, tree.json("icons.json"))


def files_can_be_read(tree: Tree) -> list[str]:
    """Each file of a kind that Home Assistant reads is there and is what its name says."""
    wanted = [ENGLISH, "icons.json", "manifest.json", "quality_scale.yaml"]
    complaints = [f"{file}: it is missing." for file in wanted if file not in tree]
    complaints += [
        f"{path}: it is not JSON, or is empty."
        for path in tree.paths(".json")
        if not tree.json(path)
    ]
    complaints += [
        f"{path}: it is not YAML, or is empty."
        for path in tree.paths(".yaml")
        if not tree.yaml(path)
    ]
    complaints += [
        f"{path}: Home Assistant reads translations, not .translations."
        for path in tree.paths()
        if "/.translations/" in f"/{path}"
    ]
    if "strings.json" in tree:
        complaints.append("strings.json: a custom integration's is read by nobody.")
    folders = {
        path.split("/")[1]
        for path in tree.files
        if path.startswith("custom_components/") and path.count("/") > 1
    }
    if folders != {DOMAIN}:
        complaints.append(
            f"custom_components: HACS takes one folder, {INTEGRATION.split('/')[1]}, not {', '.join(sorted(folders))}."
        )
    return complaints


def no_key_stands_twice(tree: Tree) -> list[str]:
    """The first of two would be lost without a word."""
    complaints: list[str] = []
    for path in tree.paths(".json"):

        def read(pairs: list[tuple[str, Any]], path: str = path) -> None:
            keys = [key for key, _ in pairs]
            complaints.extend(
                f"{path}: {key} stands twice."
                for key in dict.fromkeys(keys)
                if keys.count(key) > 1
            )

        with suppress(ValueError):
            json.loads(tree.content(path), object_pairs_hook=read)
    return complaints


RULES: Final = (
    files_can_be_read,
    no_key_stands_twice,
    actions_have_their_form,
    triggers_and_conditions_have_their_form,
    what_is_declared_has_its_words,
    what_is_declared_has_its_icon,
    icons_have_their_form,
)
