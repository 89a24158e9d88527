"""The rules of the integration as a package: manifest, quality scale, brand images, and HACS's own."""

import ast
from functools import cache
from io import BytesIO
from pathlib import Path, PurePosixPath
import re
from typing import Any, Final

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
from PIL import Image
import voluptuous as vol

from homeassistant import components
from homeassistant.const import Platform, __version__ as home_assistant_version
from homeassistant.generated.countries import COUNTRIES

from .syntax import nodes
from .tree import DOMAIN, Tree, faults

# The manifest


def _address(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(
        r"https://[\w.-]+\.\w+\S*", value
    ):
        raise vol.Invalid("this is not an https address")
    return value


def _documentation(value: Any) -> str:
    if "home-assistant.io/integrations" in _address(value):
        raise vol.Invalid(
            "these pages are for integrations that come with Home Assistant"
        )
    return str(value)


def _owner(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"@[\w-]+(/[\w-]+)?", value):
        raise vol.Invalid("an owner is @ and a name")
    return value


_STRATEGIES: Final = [
    AwesomeVersionStrategy.CALVER,
    AwesomeVersionStrategy.SEMVER,
    AwesomeVersionStrategy.SIMPLEVER,
    AwesomeVersionStrategy.BUILDVER,
    AwesomeVersionStrategy.PEP440,
]


def _version(value: Any) -> str:
    if not isinstance(value, str) or AwesomeVersion(value).strategy not in _STRATEGIES:
        raise vol.Invalid("this is not a version")
    return value


def _requirement(value: Any) -> str:
    if not isinstance(value, str) or not value or " " in value:
        raise vol.Invalid("a requirement has no blanks")
    return value


_MANIFEST: Final = vol.Schema(
    {
        vol.Required("domain"): DOMAIN,
        vol.Required("name"): vol.All(str, vol.Length(min=1)),
        vol.Optional("after_dependencies"): [str],
        vol.Optional("bluetooth"): [dict],
        vol.Required("codeowners"): vol.All([_owner], vol.Length(min=1)),
        vol.Optional("config_flow"): bool,
        vol.Optional("dependencies"): [str],
        vol.Optional("dhcp"): [dict],
        vol.Optional("disabled"): str,
        vol.Required("documentation"): _documentation,
        vol.Optional("homekit"): dict,
        vol.Optional("import_executor"): bool,
        vol.Required("integration_type"): vol.In(
            ["device", "entity", "hardware", "helper", "hub", "service", "system"]
        ),
        vol.Required("iot_class"): vol.In(
            [
                "assumed_state",
                "calculated",
                "cloud_polling",
                "cloud_push",
                "local_polling",
                "local_push",
            ]
        ),
        vol.Required("issue_tracker"): _address,
        vol.Optional("loggers"): [str],
        vol.Optional("mqtt"): [str],
        vol.Optional("preview_features"): dict,
        vol.Optional("quality_scale"): vol.In(["bronze", "silver", "gold", "platinum"]),
        vol.Optional("requirements"): [_requirement],
        vol.Optional("single_config_entry"): bool,
        vol.Optional("ssdp"): [dict],
        vol.Optional("usb"): [dict],
        vol.Required("version"): _version,
        vol.Optional("zeroconf"): list,
    }
)
"""What Home Assistant knows; ``issue_tracker`` is HACS's demand, ``integration_type`` is ours."""


def manifest_has_its_form(tree: Tree) -> list[str]:
    """``manifest.json`` has the keys that Home Assistant and HACS need, and no other."""
    return faults("manifest.json", _MANIFEST, tree.json("manifest.json"))


def manifest_is_in_order(tree: Tree) -> list[str]:
    """Domain and name come first, the others by the alphabet."""
    keys = list(tree.json("manifest.json"))
    wanted = sorted(keys, key=lambda key: (key != "domain", key != "name", key))
    return [
        f"manifest.json, {key}: {should} stands here in order."
        for key, should in zip(keys, wanted, strict=True)
        if key != should
    ][:1]


def config_flow_is_declared(tree: Tree) -> list[str]:
    """The manifest says that there is a config flow where there is one, and only there."""
    if bool(tree.json("manifest.json").get("config_flow")) is (
        "config_flow.py" in tree
    ):
        return []
    return ["manifest.json, config_flow: it does not agree with config_flow.py."]


_ALWAYS_THERE: Final = {
    *Platform,
    "frontend",
    "panel_custom",
    "persistent_notification",
    "system_health",
    "webhook",
    "websocket_api",
    "zone",
}
"""Components that may be imported from without a word."""


@cache
def _components(module: ast.Module) -> list[tuple[str, int]]:
    """Return the components that a module imports from when it runs, and where."""
    found = []
    todo: list[ast.AST] = [module]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith(
            "TYPE_CHECKING"
        ):
            todo += node.orelse
            continue
        todo += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found += [
            (name.split(".")[2], node.lineno)
            for name in names
            if name.startswith("homeassistant.components.")
        ]
    return found


def dependencies_exist(tree: Tree) -> list[str]:
    """Home Assistant has each integration that is to be set up before, once, and not this one."""
    manifest = tree.json("manifest.json")
    named = [*manifest.get("dependencies", []), *manifest.get("after_dependencies", [])]
    there = Path(str(components.__file__)).parent
    return [
        f"manifest.json, dependencies: {name} {fault}."
        for name in dict.fromkeys(named)
        for fault, wrong in (
            ("is this integration itself", name == DOMAIN),
            ("stands twice", named.count(name) > 1),
            (
                "is not in Home Assistant",
                name != DOMAIN and not (there / name / "manifest.json").is_file(),
            ),
        )
        if wrong
    ]


def dependencies_are_declared(tree: Tree) -> list[str]:
    """What the code imports from other integrations is set up before it."""
    manifest = tree.json("manifest.json")
    known = {*manifest.get("dependencies", []), *manifest.get("after_dependencies", [])}
    own = {
        PurePosixPath(path).parts[0].removesuffix(".py") for path in tree.paths(".py")
    }
    return [
        f"{path}:{line}: {component} is imported, but is no dependency in manifest.json."
        for path, module in tree.modules().items()
        for component, line in _components(module)
        if component not in known | own | _ALWAYS_THERE
    ]


_REGISTERED: Final = {
    "async_register": "services.yaml",
    "async_register_admin_service": "services.yaml",
    "async_register_platform_entity_service": "services.yaml",
    "async_get_triggers": "triggers.yaml",
    "async_get_conditions": "conditions.yaml",
}


def what_is_registered_is_described(tree: Tree) -> list[str]:
    """Code that registers actions, triggers or conditions has the file that describes them."""
    missing = set()
    for module in tree.modules().values():
        for node in nodes(module):
            name = node.name if isinstance(node, ast.AsyncFunctionDef) else None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
            if name in _REGISTERED and _REGISTERED[name] not in tree:
                missing.add(_REGISTERED[name])
    return [f"{file}: it is missing." for file in sorted(missing)]


def configuration_in_yaml_is_refused(tree: Tree) -> list[str]:
    """An integration with ``async_setup`` says what it takes from configuration.yaml."""
    text = ast.dump(ast.Module(body=tree.modules()["__init__.py"].body))
    if "'async_setup'" in text and "CONFIG_SCHEMA" not in text:
        return ["__init__.py: async_setup needs a CONFIG_SCHEMA."]
    return []


# The quality scale

_TIERS: Final = {
    "bronze": """action-setup appropriate-polling brands common-modules config-flow
        config-flow-test-coverage dependency-transparency docs-actions docs-conditions docs-triggers
        docs-high-level-description docs-installation-instructions docs-removal-instructions
        entity-event-setup entity-unique-id has-entity-name runtime-data test-before-configure
        test-before-setup unique-config-entry""",
    "silver": """action-exceptions config-entry-unloading docs-configuration-parameters
        docs-installation-parameters entity-unavailable integration-owner log-when-unavailable
        parallel-updates reauthentication-flow test-coverage""",
    "gold": """devices diagnostics discovery discovery-update-info docs-data-update docs-examples
        docs-known-limitations docs-supported-devices docs-supported-functions docs-troubleshooting
        docs-use-cases dynamic-devices entity-category entity-device-class entity-disabled-by-default
        entity-translations exception-translations icon-translations reconfiguration-flow
        repair-issues stale-devices""",
    "platinum": "async-dependency inject-websession strict-typing",
}
_FEWEST_WORDS: Final = 3


def _reason(value: Any) -> str:
    if not isinstance(value, str) or len(_WORD.findall(value)) < _FEWEST_WORDS:
        raise vol.Invalid("say in words why not")
    return value


_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_EXEMPT: Final = {
    vol.Required("status"): vol.In(["exempt"]),
    vol.Required("comment"): _reason,
}
_STATUS: Final = {
    vol.Required("status"): vol.In(["done", "todo"]),
    vol.Optional("comment"): vol.All(str, vol.Length(min=1)),
}


def _judged(value: Any) -> Any:
    """Take done or todo, with a comment or without; an exemption needs one."""
    if value in ("done", "todo"):
        return value
    exempt = isinstance(value, dict) and value.get("status") == "exempt"
    return vol.Schema(_EXEMPT if exempt else _STATUS)(value)


_SCALE: Final = vol.Schema(
    {
        vol.Required("rules"): {
            vol.Required(rule): _judged
            for tier in _TIERS.values()
            for rule in tier.split()
        }
    }
)


def quality_scale_has_its_form(tree: Tree) -> list[str]:
    """Every rule of the scale, and no other, is done, to do, or exempt for a reason."""
    file = "quality_scale.yaml"
    return faults(file, _SCALE, tree.yaml(file))


def quality_scale_is_reached(tree: Tree) -> list[str]:
    """Nothing is left to do in the tier that the manifest claims, and in those below."""
    claimed = tree.json("manifest.json").get("quality_scale")
    if claimed not in _TIERS:
        return []
    tiers = list(_TIERS)
    rules = {
        rule: judged.get("status") if isinstance(judged, dict) else judged
        for rule, judged in tree.yaml("quality_scale.yaml").get("rules", {}).items()
    }
    return [
        f"quality_scale.yaml, {rule}: it is to do, but the manifest claims {claimed}."
        for tier in tiers[: tiers.index(claimed) + 1]
        for rule in _TIERS[tier].split()
        if rules.get(rule) == "todo"
    ]


# The brand

_ICON_SIDE: Final = 256
_LOGO_SIDE: Final = range(128, 257)
"""Of the shorter side. Of a picture for dense screens all is twice as much."""


@cache
def _size(png: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, nothing where it is none or is damaged."""
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as image:
            image.verify()
            return image.size
    except OSError, SyntaxError:
        return None


def brand_is_complete(tree: Tree) -> list[str]:
    """Icon and logo are there, for light and dark, for usual and dense screens, and nothing else."""
    wanted = {
        f"brand/{theme}{picture}{density}.png"
        for theme in ("", "dark_")
        for picture in ("icon", "logo")
        for density in ("", "@2x")
    }
    kept = {path for path in tree.paths() if path.startswith("brand/")}
    return [
        *(f"{path}: it is missing." for path in sorted(wanted - kept)),
        *(
            f"{path}: Home Assistant does not look for it."
            for path in sorted(kept - wanted)
        ),
    ]


def brand_images_have_their_size(tree: Tree) -> list[str]:
    """As Home Assistant's brands have it, and for dense screens just twice that."""
    complaints = []
    for path in tree.paths(".png"):
        if not path.startswith("brand/"):
            continue
        size = _size(tree.content(path))
        if size is None:
            complaints.append(f"{path}: it is not a PNG.")
            continue
        density = 2 if path.endswith("@2x.png") else 1
        width, height = size
        if "icon" in path and size != (_ICON_SIDE * density, _ICON_SIDE * density):
            complaints.append(f"{path}: an icon is a square of {_ICON_SIDE * density}.")
        if "logo" in path:
            if width < height:
                complaints.append(f"{path}: a logo is wider than high.")
            if not _LOGO_SIDE[0] * density <= min(size) <= _LOGO_SIDE[-1] * density:
                complaints.append(f"{path}: its shorter side is {min(size)}.")
        usual = _size(tree.content(path.replace("@2x", "")))
        if density == 2 and usual and size != (usual[0] * 2, usual[1] * 2):
            complaints.append(f"{path}: it is not twice as large as the usual one.")
    return complaints


# HACS


def _country(value: Any) -> str:
    if not isinstance(value, str) or value not in COUNTRIES:
        raise vol.Invalid("a country is two capital letters of ISO 3166")
    return value


_HACS: Final = vol.Schema(
    {
        vol.Required("name"): vol.All(str, vol.Length(min=1)),
        vol.Optional("content_in_root"): vol.All(bool, False),
        vol.Optional("country"): vol.Any(_country, [_country]),
        vol.Optional("filename"): str,
        vol.Optional("hacs"): _version,
        vol.Optional("hide_default_branch"): bool,
        vol.Required("homeassistant"): _version,
        vol.Optional("persistent_directory"): str,
        vol.Optional("render_readme"): bool,
        vol.Optional("zip_release"): bool,
    }
)
"""``homeassistant`` is our own demand: nobody is to install what cannot run."""
_LICENCES: Final = ("MIT License", "Apache License", "BSD 3-Clause License")
"""Those that GitHub recognises by their first line, which HACS asks it for."""


def hacs_has_its_form(tree: Tree) -> list[str]:
    """``hacs.json`` has the keys that HACS knows and a name."""
    told = tree.hacs()
    complaints = faults("hacs.json", _HACS, told)
    if not complaints and told.get("zip_release") and "filename" not in told:
        complaints.append("hacs.json, zip_release: it needs a filename.")
    return complaints


def hacs_asks_for_a_home_assistant_that_is_tested(tree: Tree) -> list[str]:
    """The least version is none that is newer than what the tests run with, and the README's."""
    wanted = str(tree.hacs().get("homeassistant", ""))
    complaints = []
    if wanted and AwesomeVersion(wanted) > AwesomeVersion(home_assistant_version):
        complaints.append(
            f"hacs.json, homeassistant: {wanted} is newer than {home_assistant_version}, which is tested."
        )
    month = ".".join(wanted.split(".")[:2])
    if (
        f"Home Assistant {month} or later"
        not in tree.files.get("README.md", b"").decode()
    ):
        complaints.append(
            f"README.md: it does not ask for Home Assistant {month} or later."
        )
    return complaints


def hacs_finds_what_it_shows(tree: Tree) -> list[str]:
    """A README and a licence that GitHub knows stand at the root; names agree."""
    complaints = []
    if not tree.files.get("README.md", b"").strip():
        complaints.append("README.md: it is missing.")
    licence = tree.files.get("LICENSE", b"").decode().strip()
    if not licence.startswith(_LICENCES):
        complaints.append("LICENSE: GitHub would not recognise it.")
    names = {
        "hacs.json": tree.hacs().get("name"),
        "manifest.json": tree.json("manifest.json").get("name"),
        "translations/en.json, title": tree.texts("title"),
    }
    if len(set(map(str, names.values()))) > 1:
        complaints.append(f"{', '.join(names)}: they do not give one name.")
    return complaints


RULES: Final = (
    manifest_has_its_form,
    manifest_is_in_order,
    config_flow_is_declared,
    dependencies_exist,
    dependencies_are_declared,
    what_is_registered_is_described,
    configuration_in_yaml_is_refused,
    quality_scale_has_its_form,
    quality_scale_is_reached,
    brand_is_complete,
    brand_images_have_their_size,
    hacs_has_its_form,
    hacs_asks_for_a_home_assistant_that_is_tested,
    hacs_finds_what_it_shows,
)
