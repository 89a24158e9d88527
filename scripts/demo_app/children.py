"""The programs a demo starts and ends: on loopback, each with a log, none left behind."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
import socket
import sys
from typing import Final

HOST: Final = "127.0.0.1"

_POLL_SECONDS: Final = 0.1
_TAIL_LINES: Final = 15


class DemoError(Exception):
    """Why a demo cannot go on, in words."""


@dataclass(frozen=True)
class Child:
    """A program that was started."""

    name: str
    process: asyncio.subprocess.Process
    log: Path

    @property
    def has_ended(self) -> bool:
        """Return whether it runs no more."""
        return self.process.returncode is not None

    def obituary(self) -> DemoError:
        """Return what can be said of a program that ended by itself."""
        lines = self.log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        return DemoError(
            "\n".join(
                [f"{self.name} has ended (code {self.process.returncode}).", *lines]
            )
        )

    async def until(
        self, ready: Callable[[], Awaitable[bool]], seconds: float, what: str
    ) -> None:
        """Wait until something about this program holds.

        Raises:
            DemoError: the program ended, or the time is over.

        """
        try:
            async with asyncio.timeout(seconds):
                while not await ready():
                    if self.has_ended:
                        raise self.obituary()
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise DemoError(f"{what} took more than {seconds:g} s.") from None


@asynccontextmanager
async def running(
    name: str, *arguments: str, folder: Path, log: Path, patience: float
) -> AsyncGenerator[Child]:
    """Run a Python module, and end it afterwards: asked first, killed after ``patience`` seconds."""
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
            # Ctrl-C is for the demo alone: it ends its programs in their order.
            start_new_session=True,
        )
    try:
        yield Child(name, process, log)
    finally:
        await _end(process, patience)


async def _end(process: asyncio.subprocess.Process, patience: float) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(patience):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def is_free(port: int) -> bool:
    """Return whether nothing serves at a port of this machine."""
    with socket.socket() as caller:
        if caller.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as server:
        # As servers do: a connection that is only fading away is not in the way.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that nothing serves at."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        port: int = server.getsockname()[1]
    return port
