"""The layout holds: imports point one way (DESIGN.md, Layout)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "shell_ev"
PURE = [
    *sorted((INTEGRATION / "api").glob("*.py")),
    INTEGRATION / "metering.py",
    INTEGRATION / "records.py",
    INTEGRATION / "sessions.py",
]


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports, those of its own package with a dot."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add("." * node.level + (node.module or ""))
    return modules


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_the_core_imports_nothing_from_home_assistant(path: Path) -> None:
    """The API client and the rules of sessions stand on their own."""
    assert not [it for it in imported(path) if it.startswith("homeassistant")]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "simulator").glob("*.py")), ids=lambda path: path.stem
)
def test_the_simulator_is_a_second_reading_of_the_contract(path: Path) -> None:
    """It imports nothing of ours and nothing of Home Assistant."""
    assert not [
        it
        for it in imported(path)
        if it.startswith(("homeassistant", "custom_components"))
    ]


RANKS = (
    ("const",),
    ("account", "directory", "exceptions", "metering"),
    ("records",),
    ("issues", "sessions", "words"),
    ("snapshot", "store"),
    ("commands", "location_coordinator", "meter"),
    ("coordinator",),
    ("dashboard", "entity", "forms", "history"),
    ("devices", "find", "location_sensors", "meter_sensors", "targets"),
    ("button", "calendar", "condition", "event", "sensor", "switch", "trigger"),
    ("charge_point_steps",),
    ("diagnostics", "logbook", "repairs", "services", "system_health"),
    ("subentry_flow", "websocket"),
    ("config_flow",),
)


@pytest.mark.parametrize("rank", range(len(RANKS)))
def test_imports_point_one_way(rank: int) -> None:
    """Platforms see the entity, the entity the coordinator, the coordinator the tracker."""
    below = {"api"} | {module for modules in RANKS[:rank] for module in modules}
    for module in RANKS[rank]:
        tree = ast.parse((INTEGRATION / f"{module}.py").read_text())
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                assert (node.module or "").split(".")[0] in below, (module, node.module)
