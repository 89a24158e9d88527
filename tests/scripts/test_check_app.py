"""``scripts/check`` runs the tests that belong to what changed."""

from pathlib import Path
import subprocess
import sys

import pytest

from scripts.check_app import ALWAYS, selection

ROOT = Path(__file__).parents[2]
ABOUT_THE_TREE = {"tests/rules/test_texts.py", "tests/test_layout.py"}
FILES = (
    "custom_components/shell_ev/__init__.py",
    "custom_components/shell_ev/switch.py",
    "custom_components/shell_ev/session/__init__.py",
    "custom_components/shell_ev/session/pace.py",
    "custom_components/shell_ev/translations/en.json",
    "simulator/world.py",
    "simulator/wire.py",
    "blueprints/automation/shell_ev/stop_at.yaml",
    "tests/__init__.py",
    "tests/conftest.py",
    "tests/test_switch.py",
    "tests/test_init.py",
    "tests/session/conftest.py",
    "tests/session/test_pace.py",
    "tests/session/test_pace_of_errors.py",
    "tests/session/test_record.py",
    "tests/snapshots/test_init.ambr",
    "tests/simulator/test_world.py",
    "tests/simulator/test_sdk.py",
    "tests/blueprints/conftest.py",
    "tests/blueprints/test_stop_at.py",
    "tests/blueprints/test_import.py",
    "tests/e2e/test_browser.py",
    "tests/long/lives.py",
    "tests/long/test_lives.py",
    *ABOUT_THE_TREE,
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a checkout in small."""
    for name in FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("custom_components/shell_ev/switch.py", {"tests/test_switch.py"}),
        (
            "custom_components/shell_ev/session/pace.py",
            {"tests/session/test_pace.py", "tests/session/test_pace_of_errors.py"},
        ),
        # Without a test of its name, those of the room.
        (
            "custom_components/shell_ev/session/__init__.py",
            {
                "tests/session/test_pace.py",
                "tests/session/test_pace_of_errors.py",
                "tests/session/test_record.py",
            },
        ),
        (
            "custom_components/shell_ev/const.py",
            {"tests/test_switch.py", "tests/test_init.py"},
        ),
        ("custom_components/shell_ev/translations/en.json", set()),
        ("README.md", set()),
        # What is gone has its tests run as well.
        (
            "custom_components/shell_ev/session/gone.py",
            {
                "tests/session/test_pace.py",
                "tests/session/test_pace_of_errors.py",
                "tests/session/test_record.py",
            },
        ),
        ("tests/session/test_gone.py", set()),
        ("simulator/world.py", {"tests/simulator/test_world.py"}),
        ("simulator/wire.py", {"tests/simulator/test_world.py"}),
        # Tests, and what they share.
        ("tests/session/test_record.py", {"tests/session/test_record.py"}),
        (
            "tests/session/conftest.py",
            {
                "tests/session/test_pace.py",
                "tests/session/test_pace_of_errors.py",
                "tests/session/test_record.py",
            },
        ),
        ("tests/snapshots/test_init.ambr", {"tests/test_init.py"}),
        # What takes minutes runs where it is meant itself.
        (
            "blueprints/automation/shell_ev/stop_at.yaml",
            {"tests/blueprints/test_stop_at.py"},
        ),
        ("tests/blueprints/test_stop_at.py", {"tests/blueprints/test_stop_at.py"}),
        ("tests/long/lives.py", {"tests/long/test_lives.py"}),
        ("tests/blueprints", set()),
        # What takes a browser or the SDK never does.
        ("tests/e2e/test_browser.py", set()),
        ("tests/simulator/test_sdk.py", set()),
        (
            ".",
            {
                "tests/test_switch.py",
                "tests/test_init.py",
                "tests/session/test_pace.py",
                "tests/session/test_pace_of_errors.py",
                "tests/session/test_record.py",
                "tests/simulator/test_world.py",
            },
        ),
    ],
)
def test_what_belongs_to_it(tree: Path, named: str, expected: set[str]) -> None:
    """By the mirrored path, and in any case what is about the tree as a whole."""
    assert set(selection(tree, [named])) == expected | ABOUT_THE_TREE


def test_what_tests_share_at_the_top(tree: Path) -> None:
    """Everything hangs on it, but for what takes longer."""
    assert set(selection(tree, ["tests/conftest.py"])) == set(selection(tree, ["."]))


def test_every_name_is_there() -> None:
    """The tests about the tree exist, so that none is passed over unseen."""
    assert [path for path in ALWAYS if not (ROOT / path).exists()] == []


def test_a_path_that_is_not_there() -> None:
    """A person is told, rather than that nothing was run."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "scripts.check_app",
            "custom_components/shell_ev/swich.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "swich.py" in result.stderr
