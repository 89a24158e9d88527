"""Why there was no usable answer: what a person can be told to do."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
import ssl
from typing import Any, override

import aiohttp
from aiohttp import TCPConnector, ThreadedResolver, web as aiohttp_web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
import pytest

from custom_components.shell_ev.api import Cause, ShellEvClient, TemporaryError
from simulator import Simulator
from tests.api.conftest import make
from tests.conftest import CARD


@pytest.mark.parametrize(
    ("fault", "status", "cause"),
    [
        ("redirect", 302, Cause.REDIRECT),
        ("redirect", 307, Cause.REDIRECT),
        ("html", 200, Cause.NOT_JSON),
        ("garbage", 200, Cause.NOT_JSON),
        ("html", 400, Cause.GATEWAY),
        ("html", 403, Cause.GATEWAY),
        ("html", 502, Cause.GATEWAY),
        ("html", 503, Cause.GATEWAY),
        ("status", 408, Cause.TIME_OUT),
        ("status", 500, Cause.OTHER),
        ("status", 503, Cause.OTHER),
        ("huge", 200, Cause.TOO_LARGE),
        ("cut", 200, Cause.LOST),
    ],
)
@pytest.mark.parametrize("operation", ["token", "active"])
async def test_what_stands_in_the_way(
    simulator: Simulator,
    client: ShellEvClient,
    operation: str,
    fault: str,
    status: int,
    cause: Cause,
) -> None:
    """Of the token and of a call."""
    simulator.inject(operation, fault, status=status, times=2)
    with pytest.raises(TemporaryError) as caught:
        await client.active(CARD)
    assert caught.value.cause is cause


async def test_a_token_that_is_none(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """JSON without a token is Shell's own problem."""
    simulator.inject("token", "text", status=200, text="{}")
    with pytest.raises(TemporaryError, match="No token") as caught:
        await client.authenticate()
    assert caught.value.cause is Cause.OTHER


async def failure(server: str, connector: TCPConnector | None = None) -> TemporaryError:
    """Return why a server gives no token."""
    async with aiohttp.ClientSession(connector=connector) as web:
        client = make(web, server)
        with pytest.raises(TemporaryError) as caught:
            await client.authenticate()
        (met,) = client.shapes.met
        assert (met.status, met.failure) == (None, caught.value.cause)
        return caught.value


async def test_no_server(socket_enabled: None) -> None:
    """Nothing listens there."""
    error = await failure("http://127.0.0.1:9")
    assert (error.cause, error.sent) == (Cause.NO_CONNECTION, False)


class NoNames(ThreadedResolver):
    """Knows no name."""

    @override
    async def resolve(self, host: str, *_: Any, **__: Any) -> list[Any]:
        raise OSError("Name or service not known")


async def test_an_unknown_name(socket_enabled: None) -> None:
    """A network without names, or a typing mistake."""
    error = await failure("https://shell.example", TCPConnector(resolver=NoNames()))
    assert (error.cause, error.sent) == (Cause.NAME_NOT_FOUND, False)


@pytest.fixture
async def expired(tmp_path: Path, socket_enabled: None) -> AsyncGenerator[str]:
    """Serve under a certificate of our own that ended years ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    ended = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ended - timedelta(days=1))
        .not_valid_after(ended)
        .sign(key, SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    runner = aiohttp_web.AppRunner(aiohttp_web.Application())
    await runner.setup()
    site = aiohttp_web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_certificate_that_is_not_good(expired: str) -> None:
    """Nothing was sent, and nothing of the certificate is told."""
    error = await failure(expired)
    assert (error.cause, error.sent) == (Cause.CERTIFICATE, False)
    assert str(error) == "No connection to the server"


async def test_a_server_that_speaks_no_tls(server: str) -> None:
    """Its certificate cannot be had."""
    error = await failure(server.replace("http:", "https:"))
    assert error.cause is Cause.CERTIFICATE
