"""``scripts/check`` runs the tests that belong to what changed."""

import os
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
    "tests/frontend/test_build.py",
    "tests/scripts/test_check_app.py",
    "tests/test_docs.py",
    "tests/test_menus.py",
    "tests/test_pages.py",
    "tests/scripts/test_release.py",
    "tests/test_github.py",
    "tests/test_readme.py",
    "scripts/check",
    "frontend/src/index.ts",
    "docs/automate.md",
    *ABOUT_THE_TREE,
)


ABOUT_THE_PAGES = {
    "tests/test_docs.py",
    "tests/test_menus.py",
    "tests/test_pages.py",
    "tests/test_readme.py",
}
IN_THE_ROOM = {
    "tests/session/test_pace.py",
    "tests/session/test_pace_of_errors.py",
    "tests/session/test_record.py",
}
QUICK = {
    *ABOUT_THE_PAGES,
    *ABOUT_THE_TREE,
    *IN_THE_ROOM,
    "tests/frontend/test_build.py",
    "tests/scripts/test_check_app.py",
    "tests/scripts/test_release.py",
    "tests/simulator/test_world.py",
    "tests/test_github.py",
    "tests/test_init.py",
    "tests/test_switch.py",
}


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
            IN_THE_ROOM,
        ),
        (
            "custom_components/shell_ev/const.py",
            {
                *ABOUT_THE_PAGES,
                "tests/test_github.py",
                "tests/test_init.py",
                "tests/test_switch.py",
            },
        ),
        ("custom_components/shell_ev/translations/en.json", set()),
        ("README.md", ABOUT_THE_PAGES),
        ("docs/automate.md", ABOUT_THE_PAGES),
        (
            ".github/workflows/tests.yml",
            {"tests/test_github.py", "tests/test_menus.py"},
        ),
        (
            "SECURITY.md",
            ABOUT_THE_PAGES | {"tests/test_github.py"},
        ),
        (
            "CHANGELOG.md",
            ABOUT_THE_PAGES | {"tests/scripts/test_release.py"},
        ),
        ("frontend/src/index.ts", {"tests/frontend/test_build.py"}),
        (
            "custom_components/shell_ev/frontend/shell-ev.js",
            {"tests/frontend/test_build.py"},
        ),
        (
            "scripts/check",
            {"tests/scripts/test_check_app.py", "tests/scripts/test_release.py"},
        ),
        ("pyproject.toml", QUICK),
        ("requirements.txt", QUICK),
        # What is gone has its tests run as well.
        ("custom_components/shell_ev/session/gone.py", IN_THE_ROOM),
        ("tests/session/test_gone.py", set()),
        ("simulator/world.py", {"tests/simulator/test_world.py"}),
        ("simulator/wire.py", {"tests/simulator/test_world.py"}),
        # Tests, and what they share.
        ("tests/session/test_record.py", {"tests/session/test_record.py"}),
        (
            "tests/session/conftest.py",
            IN_THE_ROOM,
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
        (".", QUICK),
    ],
)
def test_what_belongs_to_it(named: str, expected: set[str]) -> None:
    """By the mirrored path, and in any case what is about the tree as a whole."""
    tests, _ = selection(FILES, [named])
    assert set(tests) == expected | ABOUT_THE_TREE


def test_what_tests_share_at_the_top() -> None:
    """Everything hangs on it, but for what takes longer."""
    assert selection(FILES, ["tests/conftest.py"]) == selection(FILES, ["."])


def test_what_is_left_is_told() -> None:
    """A test that needs a browser or the SDK is not passed over unseen."""
    for named in ("tests/e2e/test_browser.py", "tests/simulator/test_sdk.py"):
        assert selection(FILES, [named])[1] == [named]


def test_every_name_is_there() -> None:
    """The tests about the tree exist, so that none is passed over unseen."""
    assert [path for path in ALWAYS if not (ROOT / path).exists()] == []


def run(*paths: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Ask for the tests of paths as the script does."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.check_app", *paths],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_path_that_is_not_there() -> None:
    """A person is told, rather than that nothing was run."""
    for path in ("custom_components/shell_ev/swich.py", "/etc/passwd"):
        result = run(path)
        assert result.returncode == 1
        assert path in result.stderr


def test_a_path_in_any_form() -> None:
    """From the root of the file system as well, or by a detour."""
    plain = run("simulator/world.py")
    assert "tests/simulator/test_world.py" in plain.stdout
    for path in (str(ROOT / "simulator/world.py"), "tests/../simulator/world.py"):
        assert run(path).stdout == plain.stdout


def test_git_that_fails_is_no_empty_change(tmp_path: Path) -> None:
    """Nothing is taken for checked because git could not say what changed."""
    result = run(GIT_DIR=str(tmp_path / "nowhere"))
    assert result.returncode == 1
    assert "git" in result.stderr
