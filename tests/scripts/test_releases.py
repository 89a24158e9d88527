"""The suite runs on another release of Home Assistant than the pinned one."""

from pathlib import Path
import shutil
import subprocess

import pytest

ROOT = Path(__file__).parents[2]
CHECKS = ("ruff format", "ruff check", "mypy")


def run(checkout: Path, *arguments: str) -> list[str]:
    """Return the commands that scripts/test calls, each with its arguments."""
    (checkout / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/test", checkout / "scripts/test")
    told = 'echo "$0 $*" >>calls'
    stubs = {
        "scripts/setup": told,
        "scripts/setup-sdk": told,
        "scripts/setup-browser": told,
        "scripts/build-card": told,
        "scripts/setup-release": f'{told}\necho ".dev/home-assistant-$1"',
        **{
            f".dev/{name}/bin/{tool}": told
            for name in ("venv", "home-assistant-2026.9.0")
            for tool in ("python", "ruff", "mypy")
        },
    }
    for name, text in stubs.items():
        stub = checkout / name
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(f"#!/bin/sh\n{text}\n")
        stub.chmod(0o755)
    subprocess.run([checkout / "scripts/test", *arguments], check=True)
    return (checkout / "calls").read_text().replace(f"{checkout}/", "").splitlines()


def test_another_release_runs_the_tests_alone(tmp_path: Path) -> None:
    """In its environment, with what the release needs loaded first, and without coverage."""
    calls = run(tmp_path, "--home-assistant", "2026.9.0", "-k", "stop")
    assert calls[:2] == ["scripts/setup ", "scripts/setup-release 2026.9.0"]
    python, *arguments = calls[-1].split()
    assert python == ".dev/home-assistant-2026.9.0/bin/python"
    assert arguments[:5] == ["-m", "pytest", "-p", "tests.ahead", "--no-cov"]
    assert arguments[-2:] == ["-k", "stop"]
    assert not any(check in call for call in calls for check in CHECKS)


@pytest.mark.parametrize(
    "options",
    [
        ("--renew", "--home-assistant", "2026.9.0"),
        ("--home-assistant", "2026.9.0", "--renew"),
    ],
)
def test_the_options_come_in_any_order(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Neither is taken for an argument of pytest's."""
    calls = run(tmp_path, *options, "-k", "stop")
    assert calls[-1].startswith(".dev/home-assistant-2026.9.0/bin/python ")
    assert calls[-1].endswith("--dist worksteal -k stop")


def test_the_pinned_release_is_checked_in_all(tmp_path: Path) -> None:
    """Style, types, tests and coverage, in the environment that the scripts share."""
    calls = run(tmp_path)
    assert all(any(check in call for call in calls) for check in CHECKS)
    python, *arguments = calls[-1].split()
    assert python == ".dev/venv/bin/python"
    assert arguments[:4] == ["-m", "pytest", "--cov", "--cov-report=term"]
    assert "tests.ahead" not in arguments


def test_without_a_release_nothing_runs(tmp_path: Path) -> None:
    """The release is not guessed."""
    with pytest.raises(subprocess.CalledProcessError):
        run(tmp_path, "--home-assistant")
    assert not (tmp_path / "calls").exists()
