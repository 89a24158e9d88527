"""The rules of what the integration declares beside its texts: actions, icons, triggers, conditions."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import suppress
import json
import re
from typing import Any, Final

from annotatedyaml.loader import PythonSafeLoader
import voluptuous as vol

from homeassistant.const import Platform
from homeassistant.helpers.selector import TargetSelector, selector

from .tree import DOMAIN, ENGLISH, INTEGRATION, Keys, Tree, differences, faults
from .wording import slug, state

_FEATURE: Final = re.compile(r"[a-z_]+\.\w+\.[A-Z0-9_]+")
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


def _given(value: Any) -> Any:
    if value is None:
        raise vol.Invalid("this is empty")
    return value


def _feature(value: Any) -> Any:
    """Take a feature of an entity, as Home Assistant writes it."""
    if not isinstance(value, str) or not _FEATURE.fullmatch(value):
        raise vol.Invalid("a feature is domain.ItsEntityFeature.NAME")
    return value


_FIELD: Final = {
    vol.Optional("required"): bool,
    vol.Optional("default"): _given,
    vol.Optional("example"): _given,
    vol.Optional("context"): {slug: slug},
    vol.Required("selector"): _selector,
}
"""Of a trigger or a condition, whose fields stand side by side."""
_ACTION_FIELD: Final = {
    **_FIELD,
    vol.Optional("filter"): vol.Any(
        {vol.Required("attribute"): {slug: [_given]}},
        {vol.Required("supported_features"): [_feature]},
    ),
}
_GROUP: Final = {
    vol.Optional("collapsed"): bool,
    vol.Required("fields"): {slug: _ACTION_FIELD},
}


def _field(value: Any) -> Any:
    """Take a field, or a group of fields."""
    grouped = isinstance(value, dict) and "fields" in value
    return vol.Schema(_GROUP if grouped else _ACTION_FIELD)(value)


def _whole(item: dict[str, Any]) -> dict[str, Any]:
    """Take what names only fields that are there, and filters only what has a target."""
    fields = flat_fields(item)
    grouped = [name for group in _sections(item).values() for name in group["fields"]]
    twice = {name for name in grouped if grouped.count(name) > 1}
    for name in sorted(twice | item.get("fields", {}).keys() & set(grouped)):
        raise vol.Invalid(f"{name} stands in two places")
    for name, described in fields.items():
        if "filter" in described and "target" not in item:
            raise vol.Invalid(f"{name} has a filter, but there is no target")
        allowed = selector(described["selector"]).allowed_context_keys
        for key, other in described.get("context", {}).items():
            if key not in allowed:
                raise vol.Invalid(f"{name} takes no context {key}")
            shown = "target" if other == "target" in item else None
            known = next(iter(fields.get(other, {}).get("selector", ())), shown)
            if known not in allowed[key]:
                raise vol.Invalid(f"{name} has no context {other}")
    return item


def _schema(key: Callable[[Any], str], field: Any) -> vol.Schema:
    item = {vol.Optional("target"): _target, vol.Optional("fields"): {slug: field}}
    whole = vol.Schema(vol.All(item, _whole))

    def take(value: Any) -> Any:
        return None if value is None else whole(value)

    return vol.Schema({key: take})


def _key_or_anchor(value: Any) -> str:
    return slug(value.removeprefix(".") if isinstance(value, str) else value)


_SERVICES: Final = _schema(slug, _field)
_TRIGGERS: Final = _schema(_key_or_anchor, _FIELD)


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


def flat_fields(item: dict[str, Any]) -> dict[str, Any]:
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
                ("fields", flat_fields(items[key])),
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


def _unlike_the_default(drawn: dict[str, Any]) -> dict[str, Any]:
    for key, icon in drawn.get("state", {}).items():
        if icon == drawn.get("default"):
            raise vol.Invalid(f"{key} has the icon that is the default anyway")
    return drawn


_STATES: Final = vol.All(
    {vol.Optional("default"): _icon, vol.Optional("state"): {state: _icon}},
    _unlike_the_default,
)
_SECTIONS: Final = {vol.Optional("sections"): {slug: _icon}}
_STEPS: Final = {vol.Optional("step"): {slug: _SECTIONS}}
_ICONS: Final = vol.Schema(
    {
        vol.Optional("entity"): {
            vol.In(list(Platform)): {
                slug: vol.All(
                    {
                        vol.Required("default"): _icon,
                        vol.Optional("state"): {state: _icon},
                        vol.Optional("range"): {vol.Coerce(float): _icon},
                        vol.Optional("state_attributes"): {slug: _STATES},
                    },
                    _unlike_the_default,
                )
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


def icons_are_for_what_has_words(tree: Tree) -> list[str]:
    """No icon is for a step, a section or an issue that is not there."""
    complaints: list[str] = []
    for part in ("config", "options", "config_subentries", "issues", "services"):
        todo: list[tuple[Keys, Any]] = [
            ((part,), tree.json("icons.json").get(part, {}))
        ]
        for keys, drawn in todo:
            known = tree.texts(*keys)
            for key in drawn if isinstance(drawn, dict) else ():
                if key in known:
                    todo.append(((*keys, key), drawn[key]))
                elif (*keys[:1], key) != ("services", "service"):
                    complaints.append(
                        f"icons.json, {'.'.join((*keys, key))}: it has no words."
                    )
    return complaints


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
        f"{path}: it is not Python."
        for path in tree.paths(".py")
        if not tree.is_python(path)
    ]
    complaints += [
        f"{path}: it begins with a byte order mark."
        for path in tree.paths()
        if tree.content(path).startswith(BOM_UTF8)
    ]
    if not tree.hacs():
        complaints.append("hacs.json: it is missing, is not JSON, or is empty.")
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
    for path in (*tree.paths(".json"), "hacs.json"):

        def read(pairs: list[tuple[str, Any]], path: str = path) -> None:
            keys = [key for key, _ in pairs]
            complaints.extend(
                f"{path}: {key} stands twice."
                for key in dict.fromkeys(keys)
                if keys.count(key) > 1
            )

        with suppress(ValueError):
            content = tree.content(path) or tree.files.get(path, b"")
            json.loads(content, object_pairs_hook=read)
    for path in tree.paths(".yaml"):
        complaints += [f"{path}: {key} stands twice." for key in _twice(tree, path)]
    return complaints


def _twice(tree: Tree, path: str) -> Iterator[str]:
    """Yield the keys that stand twice in a mapping of a YAML file, as its nodes have them."""
    if not tree.yaml(path):
        return
    todo = [PythonSafeLoader(tree.content(path).decode()).get_single_node()]
    for node in todo:
        if node.id == "mapping":
            keys = [str(key.value) for key, _ in node.value]
            yield from (key for key in dict.fromkeys(keys) if keys.count(key) > 1)
            todo += [value for _, value in node.value if value not in todo]
        elif node.id == "sequence":
            todo += [value for value in node.value if value not in todo]


RULES: Final = (
    files_can_be_read,
    no_key_stands_twice,
    actions_have_their_form,
    triggers_and_conditions_have_their_form,
    what_is_declared_has_its_words,
    what_is_declared_has_its_icon,
    icons_have_their_form,
    icons_are_for_what_has_words,
)
