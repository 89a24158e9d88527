"""A company's proxy: the command line uses the one that is set for every program."""

import asyncio
from pathlib import Path

import pytest
from yarl import URL

from custom_components.shell_ev.api.exit_codes import UsageError
from custom_components.shell_ev.api.proxy import proxy_for
from tests.api.terminal import CREDENTIALS, run

SHELL = "https://shell.example.invalid"
PROXY = "http://proxy.example:3128"


@pytest.fixture(autouse=True)
def _in_a_company(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Live with credentials, and with nothing that is set on this machine."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)


async def test_it_is_asked_for_the_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, socket_enabled: None
) -> None:
    """And no secret is told to it, nor do passwords for other programs get in the way."""
    asked: list[bytes] = []

    async def refuse(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    netrc = tmp_path / ".netrc"
    netrc.write_text("machine shell.example.invalid login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    async with await asyncio.start_server(refuse, "127.0.0.1") as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        ended = await run("token", "--server", SHELL)
    (call,) = asked
    assert call.startswith(b"CONNECT shell.example.invalid:443 ")
    assert b"authorization" not in call.lower()
    assert ended.code == 8
    assert ended.errors == (
        "A proxy or firewall answered instead of Shell. Try again later, or from another network. (HTTP 502)\n"
    )


async def test_this_machine_is_reached_without(
    monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    """As curl would not: a secret in the clear goes to nobody else."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.lower(), "http://127.0.0.1:9")
    ended = await run("active", "--server", server)
    assert ended.code == 0


@pytest.mark.parametrize(
    ("told", "proxy"),
    [
        (PROXY, PROXY),
        ("proxy.example:3128", PROXY),
        ("http://a:b@proxy.example:3128", "http://a:b@proxy.example:3128"),
        ("https://proxy.example", "https://proxy.example"),
        ("", None),
    ],
)
def test_as_it_is_set(
    monkeypatch: pytest.MonkeyPatch, told: str, proxy: str | None
) -> None:
    """With or without what it begins with."""
    monkeypatch.setenv("HTTPS_PROXY", told)
    assert proxy_for(URL(SHELL)) == (proxy and URL(proxy))


@pytest.mark.parametrize(
    "server",
    [
        "https://127.0.0.1:8443",
        "https://[::1]:8443",
        "http://localhost:8080",
        "https://inside.example",
        "http://outside.example",
    ],
)
def test_who_is_reached_without(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """This machine, whoever is excepted, and what it is not for."""
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "inside.example")
    assert proxy_for(URL(server)) is None


@pytest.mark.parametrize(
    "told", ["socks5://a:secret@proxy.example", "http://", "http://secret:99999999"]
)
async def test_one_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, told: str, socket_enabled: None
) -> None:
    """It is said before anything is sent, and a password in it is not repeated."""
    monkeypatch.setenv("HTTPS_PROXY", told)
    with pytest.raises(UsageError) as caught:
        proxy_for(URL(SHELL))
    assert "secret" not in str(caught.value)
    ended = await run("token", "--server", SHELL)
    assert ended.code == 2
    assert ended.errors == f"{caught.value}\n"
