"""The client as a package of its own: built, typed, and run where there is no Home Assistant."""

import asyncio
from datetime import timedelta
import json
import os
from pathlib import Path
import re
import subprocess
import sys
import tomllib
import zipfile

from aiohttp import web
import pytest

from custom_components.shell_ev.api import __version__
from custom_components.shell_ev.api.exit_codes import EXIT_CODES
from simulator import Simulator
from tests.api.terminal import CREDENTIALS, certify, serve
from tests.conftest import HOME, SECRET

ROOT = Path(__file__).parents[2]
API = ROOT / "custom_components" / "shell_ev" / "api"

# Whoever imports it is told that it is not there, as where only aiohttp is installed.
WITHOUT_HOME_ASSISTANT = """
import sys
for name in ("homeassistant", "custom_components", "voluptuous"):
    sys.modules[name] = None
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the pinned backend, fetching nothing."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
            *("--outdir", str(folder), str(ROOT)),
        ],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the unpacked wheel, and what keeps Home Assistant away."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (folder / "sitecustomize.py").write_text(WITHOUT_HOME_ASSISTANT)
    return folder


async def call(
    installed: Path, *arguments: str, **environment: str
) -> tuple[int | None, str, str]:
    """Run the package's command line, and return exit code, output and errors."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "shell_ev_api", *arguments),
        cwd=installed,
        env=os.environ | CREDENTIALS | {"PYTHONPATH": str(installed)} | environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert b"Traceback" not in errors
    return process.returncode, output.decode(), errors.decode()


def test_what_is_in_it(wheel: Path) -> None:
    """The modules under their new name, the marker of types, the licence, and nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith("METADATA"))
        told = archive.read(metadata).decode().splitlines()
    modules = {name for name in names if ".dist-info/" not in name}
    assert modules == {
        f"shell_ev_api/{path.name}" for path in (*API.glob("*.py"), API / "py.typed")
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)
    required = [line for line in told if line.startswith("Requires-Dist: ")]
    assert [line.split()[1].partition("<")[0] for line in required] == ["aiohttp"]


def test_one_version(wheel: Path) -> None:
    """Of the package, the integration and the report."""
    manifest = json.loads((API.parent / "manifest.json").read_text())
    assert wheel.name.split("-")[1] == __version__ == manifest["version"]


def test_the_backend_is_the_pinned_one() -> None:
    """What builds the wheel here builds it elsewhere."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pinned = (ROOT / "requirements.txt").read_text().splitlines()
    assert set(project["build-system"]["requires"]) <= set(pinned)


async def test_it_runs_without_home_assistant(
    installed: Path, server: str, simulator: Simulator
) -> None:
    """From a question to a report."""
    code, output, errors = await call(installed, "token", "--server", server)
    assert (code, errors) == (0, "")
    assert output == "Shell accepts the client ID and secret.\n"
    code, output, _ = await call(installed, "doctor", "--json", "--server", server)
    assert code == 0
    assert json.loads(output)["client"] == __version__


async def test_home_assistant_is_not_there(installed: Path) -> None:
    """The test above can fail."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "import homeassistant"),
        env=os.environ | {"PYTHONPATH": str(installed)},
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 1


async def test_a_secret_is_no_argument(installed: Path) -> None:
    """Those are seen by everybody on the machine; without a terminal nothing is asked for."""
    code, output, errors = await call(
        installed, "token", SHELL_EV_CLIENT_ID="", SHELL_EV_CLIENT_SECRET=""
    )
    assert (code, output) == (2, "")
    assert errors == (
        "Client ID is missing. Set SHELL_EV_CLIENT_ID, or run this in a terminal.\n"
    )
    _, output, _ = await call(installed, "token", "--help")
    assert "secret" not in output.partition("options:")[2]


def test_it_is_typed(installed: Path, tmp_path: Path) -> None:
    """A strict type checker reads it as typed, and finds what is used wrongly."""
    program = tmp_path / "program.py"
    program.write_text(
        "from shell_ev_api import EmaId, Session, ShellEvClient\n\n\n"
        "async def first(client: ShellEvClient, card: EmaId) -> Session | None:\n"
        "    sessions = await client.active(str(card))\n"
        "    reveal_type(sessions)\n"
        "    await client.active(card)\n"
        "    return next(iter(sessions), None)\n"
    )
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
            *("--cache-dir", str(tmp_path / "cache"), str(program)),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        # MYPYPATH is read as source; only a site folder has to say that it is typed.
        env=os.environ | {"PYTHONPATH": str(installed)},
    )
    assert "import-untyped" not in checked.stdout
    assert (
        'Revealed type is "tuple[shell_ev_api.models.Session, ...]"' in checked.stdout
    )
    (error,) = [line for line in checked.stdout.splitlines() if "error:" in line]
    assert "[arg-type]" in error


@pytest.mark.parametrize(("days", "code"), [(-1, 8), (1, 0)])
async def test_an_expired_certificate(
    installed: Path, tmp_path: Path, socket_enabled: None, days: int, code: int
) -> None:
    """Of somebody who is trusted otherwise: then it is the date, and no secret goes out."""
    trusted, tls = certify(tmp_path, good_for=timedelta(days=days))
    heard: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.json_response({"access_token": "a", "token_type": "Bearer"})

    async with serve(answer, tls) as server:
        ended = await call(
            installed, "token", "--server", server, SSL_CERT_FILE=str(trusted)
        )
    assert ended[0] == code
    assert bool(heard) is (code == 0)
    if code:
        assert ended[1:] == (
            "",
            "The server's certificate has expired, is for another name, or is not trusted. Check this computer's clock, and try another network: something may stand between you and Shell.\n",
        )


async def test_a_login_page(installed: Path, socket_enabled: None) -> None:
    """As a hotel's: it is not followed, and gets to see no second call."""
    heard: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        heard.append(request.path)
        raise web.HTTPFound("/login?back=shell")

    async with serve(answer) as server:
        code, output, errors = await call(installed, "token", "--server", server)
    assert (code, output) == (8, "")
    assert errors.startswith("The answer redirects elsewhere, ")
    assert heard == ["/v2/oauth/token"]
    assert SECRET not in errors


async def call_unread(installed: Path, *arguments: str) -> tuple[int | None, str]:
    """Run the command line with nobody who reads its output, and return exit code and errors."""
    read, write = os.pipe()
    os.close(read)
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "shell_ev_api", *arguments),
            cwd=installed,
            env=os.environ
            | CREDENTIALS
            | {"PYTHONPATH": str(installed), "PYTHONUNBUFFERED": ""},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=write,
            stderr=asyncio.subprocess.PIPE,
        )
    finally:
        os.close(write)
    _, errors = await process.communicate()
    return process.returncode, errors.decode()


@pytest.mark.parametrize("arguments", [("--help",), ("doctor", "--help")])
async def test_help_that_nobody_reads(
    installed: Path, arguments: tuple[str, ...]
) -> None:
    """As behind ``| head``: it ends as if it had been read."""
    assert await call_unread(installed, *arguments) == (0, "")


async def test_a_doctor_that_nobody_reads(
    installed: Path, server: str, simulator: Simulator
) -> None:
    """It goes on: the report is written, and a session that was begun is ended."""
    simulator.set_delays(0, 0)
    code, errors = await call_unread(
        *(installed, "doctor", "--server", server, "--output", "unread.json"),
        *("--with-a-session", HOME, "--yes"),
    )
    report = json.loads((installed / "unread.json").read_text())
    assert code == 0
    assert errors.splitlines() == report["advice"]
    (session,) = simulator.sessions.values()
    assert session.ended


def test_the_page_tells_every_exit_code() -> None:
    """In the words of the one table."""
    page = (ROOT / "docs" / "first-contact.md").read_text()
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE)
    assert {int(code): meaning for code, meaning in rows} == EXIT_CODES
