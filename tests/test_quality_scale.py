"""Home Assistant's quality scale, in truth: each rule has its code, its tests and its section, and they are there."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import subprocess
import sys
import tomllib
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util.yaml import parse_yaml

from .conftest import OFFICE, Home, charge_point_subentry
from .pages import section
from .test_readme import anchor_of, headings
from custom_components.shell_ev import PLATFORMS
from custom_components.shell_ev.location_sensors import LOCATION_SENSORS, PRICE_SENSORS
from custom_components.shell_ev.meter_sensors import (
    METER_SENSORS,
    MONTH_SENSORS,
    SOLAR_SENSORS,
)
from custom_components.shell_ev.sensor import (
    ACCOUNT_SENSORS,
    CHARGE_CARD_SENSORS,
    CHARGE_POINT_SENSORS,
)

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "shell_ev"
ON_A_COMMAND_LINE: Final = {"api/cli.py"}
"""What runs where there is no Home Assistant."""
OF_ANY_INTEGRATION: Final = {"dashboard/sessions.py"}
"""What is told of every entry, and looks whose it is."""

type Evidence = dict[str, dict[str, list[str]]]


def judged() -> dict[str, str]:
    """Return the state of each rule of the scale. That all of them are there is a rule of tests/rules."""
    rules: Any = parse_yaml((INTEGRATION / "quality_scale.yaml").read_text())
    return {
        rule: told["status"] if isinstance(told, dict) else told
        for rule, told in rules["rules"].items()
    }


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Return what is told to show that the rules are kept."""
    read: Any = parse_yaml((ROOT / "tests" / "quality_scale.yaml").read_text())
    told: Evidence = read
    return told


def modules() -> dict[str, ast.Module]:
    """Return the integration's Python."""
    return {
        path.relative_to(INTEGRATION).as_posix(): ast.parse(path.read_text())
        for path in sorted(INTEGRATION.rglob("*.py"))
    }


# The evidence


def is_there(code: str) -> bool:
    """Return whether a module of the integration has a name, or any file the words."""
    name, _, symbol = code.partition("::")
    path = next((at for at in (INTEGRATION / name, ROOT / name) if at.is_file()), None)
    if path is None:
        return False
    if path.suffix != ".py":
        return symbol in path.read_text() if symbol else True
    if not symbol:
        return True
    body: list[ast.stmt] = ast.parse(path.read_text()).body
    for part in symbol.split("."):
        found = [node for node in body if part in names_of(node)]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return True


def names_of(node: ast.stmt) -> set[str]:
    """Return what a statement defines."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {node.name}
        case ast.TypeAlias(name=ast.Name(id=name)):
            return {name}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


@pytest.mark.parametrize(
    ("code", "there"),
    [
        ("coordinator.py::SessionCoordinator", True),
        ("config_flow.py::ShellEvConfigFlow.async_step_reauth", True),
        ("runtime.py::ShellEvConfigEntry", True),
        ("sensor.py::PARALLEL_UPDATES", True),
        ("issues.py::ANSWERED", True),
        ("brand/icon.png", True),
        ("api/http.py", True),
        ("pyproject.toml::strict = true", True),
        ("coordinator.py::Session", False),
        ("config_flow.py::ShellEvConfigFlow.async_step_zeroconf", False),
        ("pyproject.toml::strict = false", False),
        ("elsewhere.py", False),
    ],
)
def test_what_is_not_there_is_found(code: str, there: bool) -> None:
    """Otherwise the next test would say nothing."""
    assert is_there(code) is there


def test_the_best_is_claimed() -> None:
    """Then nothing may be left to do: a rule of tests/rules sees to that."""
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    assert manifest["quality_scale"] == "platinum"


def test_what_cannot_apply_is_little() -> None:
    """There is no network to find a cloud account on, and nothing to install."""
    assert {rule for rule, status in judged().items() if status != "done"} == {
        "dependency-transparency",
        "discovery",
        "discovery-update-info",
    }


def test_every_rule_has_its_evidence(evidence: Evidence) -> None:
    """Code and tests; of a rule about the documentation a section, with what is tested of it."""
    done = {rule for rule, status in judged().items() if status == "done"}
    assert evidence.keys() == done
    for rule, told in evidence.items():
        wanted = {"docs", "tests"} if rule.startswith("docs-") else {"code", "tests"}
        assert wanted <= told.keys() <= {"code", "docs", "tests"}, rule
        assert all(told.values()), rule


def test_the_code_is_there(evidence: Evidence) -> None:
    """Every name, under the path that is told."""
    told = {code for rule in evidence.values() for code in rule.get("code", ())}
    assert {code for code in told if not is_there(code)} == set()


def says_something(link: str, root: Path = ROOT) -> bool:
    """Return whether a page has the heading of a link, and text below it: a heading alone shows nothing."""
    name, _, anchor = link.partition("#")
    page = root / name
    return page.is_file() and any(
        anchor_of(heading) == anchor and section(page, heading).strip()
        for heading in headings(page)
    )


@pytest.mark.parametrize(
    ("link", "there"), [("a.md#why-it-is", True), ("a.md#how", False), ("b.md", False)]
)
def test_a_heading_without_text_is_found(
    tmp_path: Path, link: str, there: bool
) -> None:
    """Otherwise the next test would say little."""
    (tmp_path / "a.md").write_text("# Page\n\n## How\n\n## Why it is\n\nSo.\n")
    assert says_something(link, tmp_path) is there


def test_the_sections_are_there(evidence: Evidence) -> None:
    """Every page, with its heading and what stands below."""
    told = {link for rule in evidence.values() for link in rule.get("docs", ())}
    assert {link for link in told if not says_something(link)} == set()


def test_the_tests_are_there(evidence: Evidence) -> None:
    """Pytest finds every one, with the parameters that are named."""
    told = {test for rule in evidence.values() for test in rule["tests"]}
    files = sorted({test.partition("::")[0] for test in told})
    assert [file for file in files if not (ROOT / file).is_file()] == []
    found = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "--collect-only",
                "-qq",
                "-p",
                "no:xdist",
            ),
            *("--no-cov", "--verbosity=-1", *files),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    collected = {line for line in found if "::" in line}
    collected |= {line.partition("[")[0] for line in collected}
    assert told - collected == set()


# What no other test shows


def test_what_is_shared_stands_where_home_assistant_looks_for_it() -> None:
    """Coordinators in modules that say so, base classes of entities in entity.py."""
    coordinators, bases = set(), set()
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                inherited = {ast.unparse(base).partition("[")[0] for base in node.bases}
                if "DataUpdateCoordinator" in inherited:
                    coordinators.add(path)
                if inherited & {"CoordinatorEntity", "Entity"}:
                    bases.add(path)
    assert coordinators == {"coordinator.py", "location_coordinator.py"}
    assert bases == {"entity.py"}


def steps(texts: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every form, and every section of one, with where it stands."""
    if isinstance(texts, dict):
        if isinstance(texts.get("data"), dict):
            yield where, texts
        for key, value in texts.items():
            yield from steps(value, f"{where}.{key}")


def test_every_field_of_a_form_is_explained() -> None:
    """Under the field stands what it is, or where it is found."""
    texts = json.loads((INTEGRATION / "translations" / "en.json").read_text())
    forms = dict(steps(texts))
    assert len(forms) > 10
    bare = {
        f"{where}.{field}"
        for where, form in forms.items()
        for field in form["data"]
        if field not in form.get("data_description", {})
    }
    assert bare == set()


async def test_every_entity_belongs_to_a_device_and_is_named_by_what_it_is(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Its unique id begins with what outlives a corrected ID, and is its own."""
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, metered.entry_id)
    assert {entity.domain for entity in entities} == set(PLATFORMS)
    owners = (metered.entry_id, *metered.subentries)
    for entity in entities:
        assert entity.unique_id.startswith(owners), entity.entity_id
        assert entity.device_id, entity.entity_id
        assert entity.has_entity_name, entity.entity_id
        assert entity.translation_key, entity.entity_id


def test_every_platform_says_how_many_updates_run_at_once() -> None:
    """None limits them: what is asked is asked by a coordinator, and commands have an order of their own."""
    found = modules()
    for platform in PLATFORMS:
        (value,) = (
            node.value
            for node in found[f"{platform}.py"].body
            if isinstance(node, ast.Assign) and "PARALLEL_UPDATES" in names_of(node)
        )
        assert ast.literal_eval(value) == 0, platform


def test_an_entry_is_known_by_its_own_type() -> None:
    """By what it holds while it is loaded, wherever that is known; nothing is kept in Home Assistant's data."""
    plain = set()
    for path, module in modules().items():
        imported = {
            name.name
            for node in ast.walk(module)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        if "ShellEvConfigEntry" in imported:
            plain |= {
                path
                for node in ast.walk(module)
                if isinstance(node, ast.arg)
                and node.annotation
                and ast.unparse(node.annotation) == "ConfigEntry"
            }
        assert "hass.data[DOMAIN]" not in ast.unparse(module), path
    assert plain == OF_ANY_INTEGRATION


def test_all_lines_and_branches_are_tested() -> None:
    """The whole suite fails below that, and leaves out nothing but what is for types alone."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "coverage"
    ]
    assert configured["run"]["branch"] is True
    assert "custom_components/shell_ev" in configured["run"]["source"]
    assert not {"omit", "plugins"} & configured["run"].keys()
    assert configured["report"]["fail_under"] == 100
    assert configured["report"]["exclude_also"] == ["if TYPE_CHECKING:", "@overload"]
    left_out = {
        path.name
        for path in INTEGRATION.rglob("*.py")
        if "pragma: no" in path.read_text()
    }
    assert left_out == set()


async def test_what_a_person_adds_is_there_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """A device with its entities, also those that the directory has to tell of first."""
    told = charge_point_subentry(OFFICE, "Office")
    hass.config_entries.async_add_subentry(
        entry, ConfigSubentry(**(told | {"data": told["data"]}))
    )
    await home.settle()
    assert "Office" in {
        device.name
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
    }
    assert home.state("charging", "Office") == "off"
    await home.wait(120)
    assert home.state("availability", "Office") == "available"


def kept(entities: list[er.RegistryEntry]) -> dict[str, er.RegistryEntry]:
    """Return the entities by the end of their unique id: their key."""
    return {str(entity.translation_key): entity for entity in entities}


async def test_what_is_no_everyday_use_is_diagnostic(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Nothing is set by an entity, so there is no other category; the main control has none."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), metered.entry_id)
    assert {
        key
        for key, entity in kept(entities).items()
        if entity.entity_category is EntityCategory.DIAGNOSTIC
    } == {
        "availability_updated",
        "connector",
        "last_contact",
        "maximum_power",
        "refresh",
        "requests_today",
        "session_id",
    }
    assert EntityCategory.CONFIG not in {entity.entity_category for entity in entities}


async def test_what_few_use_or_what_makes_noise_is_off_by_default(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What changes at each look, what never changes, what is nought for most, and ids."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), metered.entry_id)
    assert {
        key
        for key, entity in kept(entities).items()
        if entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    } == {
        "availability_updated",
        "connector",
        "last_contact",
        "price_per_minute",
        "requests_today",
        "session_id",
        "start_fee",
    }


def test_a_sensor_without_a_device_class_has_none_that_fits() -> None:
    """A name, an id, counts, and prices: Home Assistant has no class for money per kWh or minute."""
    described = (
        *ACCOUNT_SENSORS,
        *CHARGE_CARD_SENSORS,
        *CHARGE_POINT_SENSORS,
        *LOCATION_SENSORS,
        *PRICE_SENSORS,
        *METER_SENSORS,
        *MONTH_SENSORS,
        *SOLAR_SENSORS,
    )
    assert {each.key for each in described if each.device_class is None} == {
        "active_sessions",
        "charge_point",
        "price",
        "price_per_minute",
        "requests_today",
        "session_id",
    }


def test_nothing_blocks() -> None:
    """No library that waits for the network is imported, and nothing sleeps."""
    blocking = ("http.client", "httpx", "requests", "urllib.request", "urllib3")
    found = {
        f"{path}: {name}"
        for path, module in modules().items()
        for name in imported_by(module)
        if name.startswith(blocking) or name == "time.sleep"
    }
    # The command line's: what the computer's settings say of a proxy. It asks nobody.
    proxies = {f"urllib.request{what}" for what in ("", ".getproxies", ".proxy_bypass")}
    assert found == {f"api/proxy.py: {name}" for name in proxies}
    assert not [
        path
        for path, module in modules().items()
        if "time.sleep" in ast.unparse(module)
    ]


def imported_by(module: ast.Module) -> Iterator[str]:
    """Yield the modules that are imported, and what is taken from them."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_the_session_is_home_assistants() -> None:
    """The client takes one; only the command line, where there is no Home Assistant, makes its own."""
    making = {
        path
        for path, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2]
        in ("ClientSession", "async_create_clientsession")
    }
    assert making == ON_A_COMMAND_LINE
    text = (INTEGRATION / "flow" / "fields.py").read_text()
    assert "async_get_clientsession(hass)" in text


def test_types_are_strict_everywhere() -> None:
    """No module of the integration is left out, and no line is without saying what is wrong with it."""
    mypy = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    assert mypy["strict"] is True
    assert "ignore-without-code" in mypy["enable_error_code"]
    assert not {"exclude", "disable_error_code", "ignore_errors"} & mypy.keys()
    assert not [
        override
        for override in mypy["overrides"]
        if "custom_components" in override["module"] or "ignore_errors" in override
    ]
    for script in ("test", "check"):
        text = (ROOT / "scripts" / script).read_text()
        assert "sources=(custom_components simulator scripts" in text
        assert '"$bin/mypy"' in text
    told = {
        path.name
        for path in INTEGRATION.rglob("*.py")
        if "# type: ignore" in path.read_text() or "# mypy:" in path.read_text()
    }
    assert told == set()
    assert (INTEGRATION / "py.typed").is_file()
