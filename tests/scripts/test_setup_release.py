"""``scripts/setup-release`` makes an environment with another Home Assistant, or says why there is none."""

import os
from pathlib import Path
import subprocess

import pytest

ROOT = Path(__file__).parents[2]
RELEASE = "2026.9.4"
ENVIRONMENT = f".dev/home-assistant-{RELEASE}"
TEST_PACKAGE = "pytest-homeassistant-custom-component"
OLDER, NEWEST = f"{TEST_PACKAGE}==0.13.340", f"{TEST_PACKAGE}==0.13.375"
PYTHON = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.14.8" || echo "$0 $*" >>calls
"""
UV = f"""#!/bin/sh
# Stands in for uv: makes what it would make, and fails where a file here has its words for that.
echo "uv $*" >>calls
fail() {{ [ ! -f "$1" ] || {{ cat "$1" >&2; exit 1; }}; }}
for last in "$@"; do :; done
case "$*" in
venv*)
    rm -rf "$last"
    mkdir -p "$last/bin" "$last/lib/python3.14/site-packages/homeassistant"
    cp .dev/venv/bin/python "$last/bin/python"
    ;;
"pip install"*homeassistant==*)
    fail no-such-release
    echo "aiohttp==3.13.0" >.dev/home-assistant-{RELEASE}/lib/python3.14/site-packages/homeassistant/package_constraints.txt
    ;;
"pip compile"*-)
    cat >asked
    fail no-test-package
    printf '%s\\n' "homeassistant=={RELEASE}" "{OLDER}"
    ;;
"pip compile"*) fail do-not-go-together && echo "aiohttp==3.13.0" >"$last" ;;
"pip install"*) fail not-to-be-had ;;
esac
"""


class Checkout:
    """A checkout of our form that is set up, on a machine whose ``uv`` fetches nothing."""

    def __init__(self, root: Path) -> None:
        """Begin with the scripts as they are."""
        self.root = root
        for name in ("scripts/test", "scripts/setup-release"):
            self.put(name, (ROOT / name).read_text())
        told = '#!/bin/sh\necho "$0 $*" >>calls\n'
        for name in ("setup", "setup-sdk", "setup-browser", "build-card"):
            self.put(f"scripts/{name}", told)
        self.put(".dev/venv/bin/python", PYTHON)
        self.put("bin/uv", UV)
        self.put("requirements.in", f"{NEWEST}\naiohttp\n")
        self.put("requirements.txt", "aiohttp==3.14.5\n")

    def put(self, name: str, text: str = "") -> None:
        """Write a file that can be run."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts, from elsewhere."""
        return subprocess.run(
            (self.root / "scripts" / script, *arguments),
            cwd=self.root.parent,
            env={**os.environ, "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """Return what was called since the last look."""
        calls = self.root / "calls"
        told = calls.read_text().splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return [call.removeprefix(f"{self.root}/") for call in told]

    def text(self, name: str) -> str:
        """Return what a file of the environment says."""
        return (self.root / ENVIRONMENT / name).read_text()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a checkout."""
    return Checkout(tmp_path / "a checkout")


def test_an_environment_is_made(checkout: Checkout) -> None:
    """With that Home Assistant, the test package made for it, and its own versions over the pinned ones."""
    done = checkout.run("setup-release", RELEASE)
    assert (done.returncode, done.stdout) == (0, f"{ENVIRONMENT}\n"), done.stderr
    assert done.stderr == f"Setup: Home Assistant {RELEASE} into {ENVIRONMENT}\n"
    assert checkout.text("overrides.txt").splitlines() == [
        "aiohttp==3.13.0",
        f"homeassistant=={RELEASE}",
        OLDER,
    ]
    assert f"homeassistant=={RELEASE}" in (checkout.root / "asked").read_text()
    setup, *_, compiled, installed = checkout.calls()
    assert setup == "scripts/setup "
    assert f"--overrides {ENVIRONMENT}/overrides.txt requirements.in" in compiled
    assert installed.endswith(
        f"--python {ENVIRONMENT} -r {ENVIRONMENT}/requirements.txt"
    )


def test_what_is_set_up_is_not_set_up_again(checkout: Checkout) -> None:
    """It is quick when nothing changed, and says nothing."""
    checkout.run("setup-release", RELEASE)
    checkout.calls()
    done = checkout.run("setup-release", RELEASE)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ENVIRONMENT}\n", "")
    assert checkout.calls() == ["scripts/setup "]


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ("requirements.in", f"{NEWEST}\n"),
        ("requirements.txt", "aiohttp==3.14.6\n"),
        (".dev/venv/bin/python", PYTHON.replace("3.14.8", "3.14.9")),
    ],
)
def test_what_changed_is_set_up_again(
    checkout: Checkout, changed: str, text: str
) -> None:
    """Other requirements, or another Python, make another environment."""
    checkout.run("setup-release", RELEASE)
    checkout.calls()
    checkout.put(changed, text)
    assert checkout.run("setup-release", RELEASE).returncode == 0
    assert any(call.startswith("uv venv") for call in checkout.calls())


def test_a_release_ahead_of_its_test_package(checkout: Checkout) -> None:
    """It is tried with the newest one, and that is said."""
    checkout.put("no-test-package", "No solution found\n")
    done = checkout.run("setup-release", RELEASE)
    assert (done.returncode, done.stdout) == (0, f"{ENVIRONMENT}\n")
    assert done.stderr.endswith(
        f"Setup: no test package was made for Home Assistant {RELEASE}; tried with the newest\n"
    )
    assert checkout.text("overrides.txt").splitlines()[-1] == NEWEST


@pytest.mark.parametrize(
    "release",
    ["", "latest", "2026.9", "v2026.9.4", "2026.13.0", "2026.9.4 2026.9.5", "../venv"],
)
@pytest.mark.parametrize("script", ["setup-release", "test"])
def test_what_is_no_release(checkout: Checkout, script: str, release: str) -> None:
    """It is said so, and how one is written; nothing is made, deleted or tested."""
    option = ["--home-assistant"] if script == "test" else []
    done = checkout.run(script, *option, release)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "such as 2026.9." in done.stderr
    if release:
        assert done.stderr == (
            f'Setup: "{release}" is no release of Home Assistant.'
            " Give its whole number, such as 2026.9.4.\n"
        )
    assert set(checkout.calls()) <= {"scripts/setup "}
    assert [path.name for path in (checkout.root / ".dev").iterdir()] == ["venv"]


@pytest.mark.parametrize(
    ("obstacle", "words"),
    [
        (
            "no-such-release",
            f"Home Assistant {RELEASE} could not be fetched. See above whether there is such a release.",
        ),
        (
            "do-not-go-together",
            f"the packages of requirements.in do not go with Home Assistant {RELEASE}. See above which.",
        ),
        (
            "not-to-be-had",
            f"the packages for Home Assistant {RELEASE} could not be installed. See above which.",
        ),
    ],
)
def test_what_fails_is_said_and_begun_anew(
    checkout: Checkout, obstacle: str, words: str
) -> None:
    """After the words of uv. The tests do not run, and the next time it is not taken for set up."""
    checkout.put(obstacle, "uv says why\n")
    done = checkout.run("test", "--home-assistant", RELEASE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(f"uv says why\nSetup: {words}\n")
    assert not any("pytest " in call for call in checkout.calls())
    (checkout.root / obstacle).unlink()
    assert checkout.run("test", "--home-assistant", RELEASE).returncode == 0
    assert any(call.startswith("uv venv") for call in checkout.calls())


def test_a_release_that_is_not_there_leaves_nothing(checkout: Checkout) -> None:
    """A mistyped number is no folder for ever."""
    checkout.put("no-such-release", "No solution found\n")
    checkout.run("setup-release", RELEASE)
    assert not (checkout.root / ENVIRONMENT).exists()


def test_the_suite_runs_in_it(checkout: Checkout) -> None:
    """With its Python, what it needs loaded first, no coverage, and the arguments that were given."""
    done = checkout.run(
        "test", "--home-assistant", RELEASE, "tests/voice", "-k", "stop"
    )
    assert done.returncode == 0, done.stderr
    assert checkout.calls()[-1] == (
        f"{ENVIRONMENT}/bin/python -m pytest -p tests.ahead --no-cov"
        " --numprocesses logical --dist worksteal tests/voice -k stop"
    )


def test_it_can_be_run() -> None:
    """By its name alone, as scripts/test does."""
    assert os.access(ROOT / "scripts/setup-release", os.X_OK)
