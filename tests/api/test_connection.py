"""The client and the connection: names, time-outs, waits, servers, and replies that are hardly HTTP."""

import asyncio
from datetime import timedelta
import gzip
from typing import Any, override

import aiohttp
from aiohttp import TCPConnector, ThreadedResolver
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.shell_ev.api import (
    GenerationNotServedError,
    RateLimitedError,
    ShellEvClient,
    TemporaryError,
)
from simulator import Simulator
from tests.api.conftest import make
from tests.conftest import CARD, HOME


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("7", 7),
        ("http-date", 30),
        ("7.5", 7.5),
        ("0", 0),
        ("Fri, 20 Nov 2026 12:00:09", 9),
        ("Fri, 20 Nov 2026 13:00:09 +0100", 9),
        ("Friday, 20-Nov-26 12:00:09 GMT", 9),
        ("Fri Nov 20 12:00:09 2026", 9),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        # An hour is the most that is waited.
        ("3601", 3600),
        ("315360000", 3600),
        ("9" * 30, 3600),
        ("9" * 5000, 3600),
        ("Fri, 20 Nov 2036 12:00:00 GMT", 3600),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 3600),
        ("soon", None),
        ("-5", None),
        ("1e3", None),
        ("NaN", None),
        ("٣", None),
        ("Fri, 20 Nov 20261 12:00:00 GMT", None),
        ("Fri, 20 Nov 2026 12:00:00 +9999999999", None),
        ("Fri, 99 Nov 2026 12:00:00 GMT", None),
        (" , ", None),
        (None, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after(
    simulator: Simulator,
    client: ShellEvClient,
    freezer: FrozenDateTimeFactory,
    retry_after: str | None,
    seconds: float | None,
    status: int,
) -> None:
    """Seconds or a date, for too many calls and for a server that is down; anything else says nothing."""
    freezer.move_to("2026-11-20T12:00:00Z")
    simulator.inject(
        "active", "status", status=status, retry_after=retry_after, seconds=30
    )
    with pytest.raises(RateLimitedError if status == 429 else TemporaryError) as caught:
        await client.active(CARD)
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert caught.value.retry_after == expected


@pytest.mark.parametrize("clock_ahead", [-1e9, -7200, 7200, 1e9])
async def test_a_date_counts_from_the_date_of_its_reply(
    simulator: Simulator, client: ShellEvClient, clock_ahead: float
) -> None:
    """Whatever time it is there, and here."""
    simulator.inject(
        "start",
        "html",
        status=503,
        retry_after="http-date",
        seconds=90,
        clock_ahead=clock_ahead,
    )
    with pytest.raises(TemporaryError) as caught:
        await client.start(CARD, HOME)
    assert caught.value.retry_after == timedelta(seconds=90)
    assert caught.value.sent


async def test_no_connection(web: aiohttp.ClientSession, server: str) -> None:
    """Nothing was sent, and the text holds no address with an id."""
    with pytest.raises(TemporaryError) as caught:
        await make(web, "http://127.0.0.1:9").start(CARD, HOME)
    assert not caught.value.sent
    assert str(caught.value) == "No connection to the server"
    assert caught.value.reference == ""


class Names(ThreadedResolver):
    """Looks no name up, but says what the system says of those that are none."""

    @override
    async def resolve(self, host: str, *_: Any, **__: Any) -> list[Any]:
        host.encode("idna")
        raise OSError("Name or service not known")


@pytest.mark.parametrize(
    "host", ["xn--", "xn--zz--", "xn--a.example", "a..b", f"{'a' * 64}.example"]
)
async def test_a_name_that_is_none(socket_enabled: None, host: str) -> None:
    """No connection, and no crash."""
    connector = TCPConnector(resolver=Names())
    async with aiohttp.ClientSession(connector=connector) as web:
        with pytest.raises(TemporaryError) as caught:
            await make(web, f"https://{host}").authenticate()
    assert host not in str(caught.value)


ODD_REPLIES = [
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    b"HTTP/1.1 9999 OK\r\n\r\n",
    b"HTTP/1.1 000 OK\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    b"HTTP/1.1 503 \xff\r\nRetry-After: \xff\xb2\r\nDate: \xff\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; max-age=" + b"9" * 5000 + b"\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    + gzip.compress(b" " * 50_000_000, 1),
    b"SSH-2.0-OpenSSH\r\n\r\n",
    b"\x16\x03\x01",
]


@pytest.mark.parametrize("reply", ODD_REPLIES)
async def test_what_is_hardly_http(
    web: aiohttp.ClientSession, socket_enabled: None, reply: bytes
) -> None:
    """Broken, too large or not HTTP at all."""

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(TemporaryError):
            await make(web, f"http://127.0.0.1:{port}").authenticate()


async def test_a_call_that_hangs(
    web: aiohttp.ClientSession, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends."""
    monkeypatch.setattr(
        "custom_components.shell_ev.api.http.TIMEOUT", aiohttp.ClientTimeout(total=0.05)
    )

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(hang, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(TemporaryError, match="No answer in time"):
            await make(web, f"http://127.0.0.1:{port}").authenticate()


async def test_a_server_behind_a_path(server: str, web: aiohttp.ClientSession) -> None:
    """A reverse proxy may put the API below a path; here nothing is there."""
    with pytest.raises(GenerationNotServedError):
        await make(web, f"{server}/proxy/").authenticate()


@pytest.mark.parametrize(
    ("server", "allowed"),
    [
        ("https://api.shell.com", True),
        ("http://127.0.0.1:8555", True),
        ("http://[::1]:8555", True),
        ("http://localhost:8555", True),
        ("https://xn--mnchen-3ya.example", True),
        ("https://münchen.example", True),
        ("https://xn--", True),
        ("http://xn--", False),
        ("http://xn--lcalhost-q4a", False),
        ("http://api.shell.com", False),
        ("http://192.0.2.1", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
    ],
)
def test_https_or_this_machine(server: str, allowed: bool) -> None:
    """A secret never goes over an open line."""
    web: Any = None
    if allowed:
        make(web, server)
    else:
        with pytest.raises(ValueError, match="HTTPS"):
            make(web, server)
