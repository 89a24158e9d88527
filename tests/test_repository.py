"""What is there for those who work on the project: an editor, a container and a commit that know its ways."""

import configparser
import json
import os
from pathlib import Path
import re
import subprocess
from typing import Any

import pytest

from homeassistant.util.yaml import parse_yaml

ROOT = Path(__file__).parent.parent
BUILT = "custom_components/shell_ev/frontend/"
"""What scripts/build-card writes, and no person."""


def texts() -> dict[str, str]:
    """Return the files that git knows or would add, as far as they are text."""
    listed = subprocess.run(
        ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    contents = {
        name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()
    }
    return {
        name: content.decode()
        for name, content in contents.items()
        if b"\0" not in content
    }


@pytest.fixture
def container() -> dict[str, Any]:
    """Return the configuration of the container."""
    path = ROOT / ".devcontainer" / "devcontainer.json"
    configuration: dict[str, Any] = json.loads(path.read_text())
    return configuration


@pytest.fixture
def before_a_commit() -> Any:
    """Return the configuration of what is done before a commit."""
    return parse_yaml((ROOT / ".pre-commit-config.yaml").read_text())


def test_an_editor_that_keeps_to_the_rules_changes_nothing_else() -> None:
    """Every file ends its lines and itself as .editorconfig says."""
    rules = configparser.ConfigParser()
    rules.read_string(f"[top]\n{(ROOT / '.editorconfig').read_text()}")
    assert rules["top"]["root"] == "true"
    assert dict(rules["*"]) == {
        "charset": "utf-8",
        "end_of_line": "lf",
        "indent_style": "space",
        "indent_size": "2",
        "insert_final_newline": "true",
        "trim_trailing_whitespace": "true",
    }
    broken = {
        name
        for name, text in texts().items()
        if not name.startswith(BUILT)
        and (
            "\r" in text
            or not text.endswith("\n")
            or re.search(r"[ \t]$|^\t", text, re.MULTILINE)
        )
    }
    assert broken == set()


def test_the_container_ends_in_the_set_up(container: dict[str, Any]) -> None:
    """And in nothing else: what it does is what is done on any other machine."""
    commands = {key: container[key] for key in container if key.endswith("Command")}
    assert commands == {"postCreateCommand": "scripts/setup"}
    assert os.access(ROOT / "scripts" / "setup", os.X_OK)


def test_the_container_is_a_debian_12_that_shows_the_demo(
    container: dict[str, Any],
) -> None:
    """The scripts are made for it, and the port is the one of Home Assistant."""
    image = container["image"]
    assert re.fullmatch(r"mcr\.microsoft\.com/devcontainers/\S+bookworm", image)
    assert container["forwardPorts"] == [8123]
    assert set(container["customizations"]["vscode"]["extensions"]) >= {
        "charliermarsh.ruff",
        "ms-python.mypy-type-checker",
        "ms-python.python",
    }


def test_before_a_commit_nothing_is_fetched(before_a_commit: Any) -> None:
    """Every hook is of this repository, and uses what is installed."""
    assert {repository["repo"] for repository in before_a_commit["repos"]} == {"local"}
    hooks = [hook for repo in before_a_commit["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert not any("additional_dependencies" in hook for hook in hooks)


def test_before_a_commit_the_check_is_called(before_a_commit: Any) -> None:
    """Once, and on all that has changed: file names in portions would call it several times."""
    (hook,) = [hook for repo in before_a_commit["repos"] for hook in repo["hooks"]]
    assert hook["entry"] == "scripts/check"
    assert os.access(ROOT / hook["entry"], os.X_OK)
    assert hook["pass_filenames"] is False
    assert hook["always_run"] is True
