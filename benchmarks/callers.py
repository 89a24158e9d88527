"""What asks for a card's sessions, in a process of its own: ``python -m benchmarks.callers ours URL``.

For each line ``CALLS TOGETHER`` that comes in, a line goes out: the CPU time of a call in
milliseconds, that of all threads. ``sdk_caller.py`` speaks the same.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
import sys
from time import process_time
from typing import Final

import aiohttp
import orjson

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api import ShellEvClient
from custom_components.shell_ev.api.client import new_request_id
from custom_components.shell_ev.api.generations import (
    GENERATIONS,
    TOKEN_PATHS,
    Operation,
)

CARD: Final = "NL-TNM-C00122045-K"
CLIENT: Final = ("demo-client", "demo-secret")
ACTIVE: Final = GENERATIONS[0].operations[Operation.ACTIVE].path

type Call = Callable[[], Awaitable[object]]


async def client_call(web: aiohttp.ClientSession, server: str) -> Call:
    """Return our client's call, with all that goes with it: sessions, journal, shapes."""
    client = ShellEvClient(web, server, *CLIENT, clock=dt_util.now)
    await client.authenticate()
    return lambda: client.active(CARD)


async def floor(web: aiohttp.ClientSession, server: str) -> Call:
    """Return the least that can be done with aiohttp: ask the same, and read JSON."""
    credentials = {"Authorization": aiohttp.encode_basic_auth(*CLIENT)}
    grant = {"grant_type": "client_credentials"}
    async with web.post(
        server + TOKEN_PATHS[0], headers=credentials, data=grant
    ) as response:
        token = orjson.loads(await response.read())["access_token"]
    url = f"{server}{ACTIVE}?emaId={CARD}"

    async def call() -> object:
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {token}",
            "RequestId": new_request_id(),
        }
        async with web.get(url, headers=headers) as response:
            assert response.status == HTTPStatus.OK
            return orjson.loads(await response.read())

    return call


CALLERS: Final = {"ours": client_call, "floor": floor}


async def ask(call: Call, calls: int, together: int) -> float:
    """Return the CPU time of a call, in milliseconds, of so many, some of them at a time."""
    await asyncio.gather(*(call() for _ in range(together)))
    began = process_time()
    for _ in range(calls // together):
        if together == 1:
            await call()
        else:
            await asyncio.gather(*(call() for _ in range(together)))
    return (process_time() - began) * 1000 / calls


async def main() -> None:
    """Ask whenever told to."""
    name, server = sys.argv[1:]
    async with aiohttp.ClientSession() as web:
        call = await CALLERS[name](web, server)
        # Nothing else is to be done while waiting for the next line.
        while line := sys.stdin.readline():
            calls, together = map(int, line.split())
            print(await ask(call, calls, together), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
