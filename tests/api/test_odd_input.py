"""The command line whatever its streams are, and whatever odd thing it is given: never a traceback."""

import asyncio
from io import StringIO
import os
from pathlib import Path
import sys
from typing import override

import pytest

from custom_components.shell_ev.api.cli import main
from custom_components.shell_ev.api.console import Console
from custom_components.shell_ev.api.exit_codes import UsageError
from tests.api.terminal import CREDENTIALS, ROOT, run

pytestmark = pytest.mark.usefixtures("_at_home")


@pytest.fixture
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Live with the demo account's credentials, in a folder of one's own."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "shell_ev_api").symlink_to(ROOT / "custom_components/shell_ev/api")
    monkeypatch.chdir(tmp_path)


async def in_shell(command: str, server: str) -> tuple[int | None, str, str]:
    """Run a line of shell; ``$CLI`` is the command line. Return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *("bash", "-o", "pipefail", "-c", command),
        env=os.environ | {"CLI": f"{sys.executable} -m shell_ev_api", "SERVER": server},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode, output.decode(), errors.decode()


FINE = "Shell accepts the client ID and secret.\n"
FULL = "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    ("command", "code", "output", "errors"),
    [
        ("$CLI token --server $SERVER <&-", 0, FINE, ""),
        ("$CLI token --server $SERVER >&-", 0, "", ""),
        ("$CLI token --server $SERVER 2>&-", 0, FINE, ""),
        ("$CLI token --server $SERVER | true", 0, "", ""),
        ("$CLI token --help | true", 0, "", ""),
        ("$CLI token --help >&- 2>&-", 0, "", ""),
        ("$CLI token --server $SERVER >/dev/full", 2, "", FULL),
        ("$CLI token --server $SERVER >/dev/full 2>&1", 2, "", ""),
    ],
)
async def test_odd_streams(
    server: str, command: str, code: int, output: str, errors: str
) -> None:
    """A closed standard input, as a service has it; a reader that leaves; a disk that is full."""
    assert await in_shell(command, server) == (code, output, errors)


@pytest.mark.parametrize("form", ["", "--json"])
async def test_a_report_whose_summary_cannot_be_said(
    server: str, tmp_path: Path, form: str
) -> None:
    """It is written all the same; a script that wanted it in JSON hears that it did not get it."""
    code, _, errors = await in_shell(
        f"$CLI doctor {form} --server $SERVER >/dev/full", server
    )
    assert code == (2 if form else 0)
    assert (FULL in errors) is bool(form)
    assert (tmp_path / "shell-ev-report.json").exists()


async def test_a_server_with_a_name_and_password(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As copied from a browser: it is refused, and not said again."""
    for account in ("jan:hidden@", "jan@", ":hidden@"):
        with pytest.raises(SystemExit) as ended:
            main(["token", "--server", server.replace("//", f"//{account}")])
        assert ended.value.code == 2
        told = capsys.readouterr().err
        assert "it is an address without a name and password" in told
        assert "hidden" not in told


@pytest.mark.parametrize(
    "address",
    ["https://.", "https://a..b", "https://" + "a" * 70 + ".nl", "https://[::1%25x]"],
)
async def test_an_odd_server(socket_enabled: None, address: str) -> None:
    """One sentence."""
    ended = await run("token", "--server", address)
    assert ended.code == 8
    assert ended.errors.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHELL_EV_CLIENT_ID", "demo\nclient"),
        ("SHELL_EV_CLIENT_ID", "d\u00e9mo-client"),
        ("SHELL_EV_CLIENT_SECRET", "s\u00e9cret\u20ac"),
        ("SHELL_EV_CLIENT_SECRET", "a\udcffb"),
        ("SHELL_EV_CLIENT_SECRET", "a\rb"),
        ("SHELL_EV_EMA_ID", "NL-TNM-C00122045-X"),
        ("SHELL_EV_EMA_ID", "NL-TNM-C00122045\udcff"),
    ],
)
async def test_odd_credentials(
    server: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """One sentence without them."""
    monkeypatch.setenv(name, value)
    ended = await run("active", "--server", server)
    assert ended.code in (2, 3)
    assert ended.errors.count("\n") == 1
    if "SECRET" in name:
        assert value not in ended.errors


class Terminal(StringIO):
    """Somebody sits there."""

    @override
    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_nobody_is_asked_where_a_stream_is_closed(
    closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal alone is not enough to ask there."""
    with monkeypatch.context() as streams:
        streams.setattr(sys, "stdin", Terminal("id\n"))
        streams.setattr(sys, closed, None)
        with pytest.raises(UsageError, match="Set SHELL_EV_CLIENT_ID"):
            Console().ask("Client ID", "SHELL_EV_CLIENT_ID")
