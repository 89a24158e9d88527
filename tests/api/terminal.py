"""The command line as a person or a script has it: arguments in, output and exit code out."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from ipaddress import ip_address
import json
import os
from pathlib import Path
import ssl
import sys
import time
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import pytest

from custom_components.shell_ev.api.cli import main
from custom_components.shell_ev.api.console import Console
from tests.conftest import CARD, CLIENT_ID, SECRET

CREDENTIALS = {
    "SHELL_EV_CLIENT_ID": CLIENT_ID,
    "SHELL_EV_CLIENT_SECRET": SECRET,
    "SHELL_EV_EMA_ID": CARD,
}

ROOT = Path(__file__).parents[2]
PATIENCE = 2000
"""Looks, each after five milliseconds."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What a command left behind."""

    code: int
    output: str
    errors: str
    asked: list[str]

    @property
    def data(self) -> Any:
        """The JSON on standard output."""
        return json.loads(self.output)

    @property
    def lines(self) -> list[str]:
        """The lines on standard output."""
        return self.output.splitlines()


async def run(*arguments: object, answers: Iterable[str] | None = None) -> Ended:
    """Run a command in a loop of its own. ``answers`` are what a person types, if there is one."""
    output, errors = StringIO(), StringIO()
    asked: list[str] = []
    typed = iter(answers or ())

    def answer(question: str) -> str:
        asked.append(question)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    words = list(map(str, arguments))
    console = Console(
        as_json="--json" in words,
        output=output,
        errors=errors,
        ask_openly=answer,
        ask_secretly=lambda question: answer(f"secretly: {question}"),
        is_interactive=answers is not None,
    )
    code = await asyncio.to_thread(main, words, console)
    return Ended(
        code=code, output=output.getvalue(), errors=errors.getvalue(), asked=asked
    )


async def spawn(
    server: str, folder: Path, *arguments: str
) -> asyncio.subprocess.Process:
    """Run the command line as a process of its own, as in a terminal."""
    (folder / "shell_ev_api").symlink_to(ROOT / "custom_components/shell_ev/api")
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "shell_ev_api", *arguments, "--server", server),
        cwd=folder,
        env=os.environ | CREDENTIALS | {"PYTHONPATH": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def reach(condition: Callable[[], Any]) -> None:
    """Let others go on until something is so."""
    for _ in range(PATIENCE):
        if condition():
            return
        await asyncio.to_thread(time.sleep, 0.005)
    pytest.fail("It did not come to that")


@asynccontextmanager
async def serve(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
    tls: ssl.SSLContext | None = None,
) -> AsyncGenerator[str]:
    """Answer every call in one way, and give the address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        scheme = "https" if tls else "http"
        yield f"{scheme}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def certify(folder: Path, *, good_for: timedelta) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate of this machine; it ended where ``good_for`` is negative.

    Return the file that makes it trusted, and how a server shows it.
    """
    now = datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + good_for)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted = folder / "trusted.pem"
    trusted.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = folder / "key.pem"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(trusted, secret)
    return trusted, tls
