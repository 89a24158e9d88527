"""The layout holds: imports point one way, and nothing closes a circle (DESIGN.md, Layout)."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "shell_ev"
MOST_LINES = 480
"""Of a file: the longest of the field's best."""

type Graph = dict[str, set[str]]


def module_name(path: Path) -> str:
    """Return a file's dotted name within the integration, ``session.pace`` for one."""
    parts = PurePosixPath(path.relative_to(INTEGRATION)).with_suffix("").parts
    return ".".join(parts)


def imported(path: Path) -> set[str]:
    """Return what a file imports, also in a function and under ``TYPE_CHECKING``.

    Modules of the integration are told by their dotted name within it, all else as written.
    """
    room = (
        path.relative_to(INTEGRATION).parts[:-1]
        if path.is_relative_to(INTEGRATION)
        else ()
    )
    modules = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            start = (
                *room[: len(room) - node.level + 1],
                *(node.module or "").split("."),
            )
            name = ".".join(filter(None, start))
            if (INTEGRATION / name.replace(".", "/")).is_dir():
                modules.add(f"{name}.__init__".removeprefix("."))
                modules |= {
                    f"{name}.{alias.name}"
                    for alias in node.names
                    if (
                        INTEGRATION / name.replace(".", "/") / f"{alias.name}.py"
                    ).is_file()
                }
            else:
                modules.add(name)
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
    return modules


FILES = sorted(INTEGRATION.rglob("*.py"))
GRAPH: Graph = {module_name(path): imported(path) for path in FILES}
OURS: Graph = {module: GRAPH[module] & GRAPH.keys() for module in GRAPH}


def circle(graph: Graph) -> list[str]:
    """Return modules that import each other in a circle, none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as err:
        return list(err.args[1])
    return []


def test_no_circle() -> None:
    """Not even one that only a type closes."""
    assert circle(OURS) == []


def test_a_circle_is_found() -> None:
    """The test above can fail."""
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert "commands" in OURS["__init__"] | OURS["runtime"]


PURE = {
    "api": {"api"},
    "session": {"session", "api"},
    "planning": {"planning"},
}
"""Rooms that stand on their own, and the rooms they may look into."""


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms(room: str) -> None:
    """The API client, sessions and planning import nothing of Home Assistant, and nothing above."""
    for module in GRAPH:
        if module.startswith(f"{room}."):
            assert not [
                name for name in GRAPH[module] if name.startswith("homeassistant")
            ]
            assert {name.split(".")[0] for name in OURS[module]} <= PURE[room], module


FLOORS = (
    {"const"},
    {"configuration", "directory", "environment", "exceptions"},
    {"names", "own_entities", "own_price", "session_file"},
    {"errands", "issues", "meter", "store", "sun", "texts", "wishes"},
    {"reader"},
    {"contact"},
    {"coordinator", "guards", "location_coordinator"},
    {"commands"},
    {"runtime"},
    {"devices", "entity", "entity_filter", "permissions"},
    {"paced"},
    {"location_sensors", "meter_sensors"},
    {"flow", "former_sensors"},
    {"actions"},
    {"dashboard", "voice"},
    {
        *("button", "calendar", "event", "sensor", "switch"),
        *("condition", "config_flow", "diagnostics", "logbook", "repairs"),
        *("services", "system_health", "trigger"),
    },
    {"__init__"},
)
"""Who stands below whom; a module imports only from below, or beside it in its own room."""


def floor_of(module: str) -> int:
    """Return how high a module stands; the pure rooms are below all."""
    room = module.split(".", maxsplit=1)[0]
    if room in PURE:
        return -1
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def test_imports_point_one_way() -> None:
    """``__init__`` on runtime on coordinators and commands on the reader on the store."""
    upwards = [
        (module, other)
        for module, others in OURS.items()
        for other in others
        if module.split(".")[0] not in (other.split(".")[0], *PURE)
        and floor_of(other) >= floor_of(module)
    ]
    assert upwards == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "simulator").glob("*.py")), ids=lambda path: path.stem
)
def test_the_simulator_is_a_second_reading_of_the_contract(path: Path) -> None:
    """It imports nothing of ours and nothing of Home Assistant."""
    assert not [
        name
        for name in imported(path)
        if name.startswith(("homeassistant", "custom_components"))
    ]


def test_no_file_is_too_long() -> None:
    """A file is read in one go."""
    folders = ("custom_components", "simulator", "scripts", "benchmarks", "tests")
    assert [
        str(path)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if len(path.read_text().splitlines()) > MOST_LINES
    ] == []
