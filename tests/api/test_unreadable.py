"""Success with something in it that cannot be read, or with nothing at all: it is never called "none"."""

from collections.abc import Awaitable, Callable
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web as aiohttp_web
import pytest

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api import Cause, ShellEvClient, TemporaryError
from custom_components.shell_ev.api.book import ShapeBook
from custom_components.shell_ev.api.documented import Kind
from custom_components.shell_ev.api.generations import (
    GENERATIONS,
    Generation,
    Operation,
)
from custom_components.shell_ev.api.http import Reply
from custom_components.shell_ev.api.report import as_text, report
from simulator import Simulator
from tests.api.conftest import make
from tests.api.terminal import CREDENTIALS, run, serve
from tests.conftest import CARD, HOME

TOKEN = {"access_token": "abcdefghij", "expires_in": "3599", "token_type": "Bearer"}
NOT_AS_DOCUMENTED = "The answer is not as Shell documents it and cannot be read. "
SESSION_ID = "260f17a9-52d4-4b40-ae74-83832b538975"
SESSION = {
    "id": SESSION_ID,
    "emaId": CARD,
    "evseId": HOME,
    "sessionState": {"status": "started"},
    "startedAt": "2026-11-22T08:00:00Z",
}
RENAMED = {
    {"id": "chargeSessionId"}.get(key, key): value for key, value in SESSION.items()
}
UNREADABLE: dict[str, Any] = {
    "its id is called otherwise": {"data": [RENAMED]},
    "one level deeper": {"data": {"sessions": [SESSION]}},
    "data is called otherwise": {"sessions": [SESSION]},
    "data is null": {"data": None, "sessions": [SESSION]},
}

type Handler = Callable[[aiohttp_web.Request], Awaitable[aiohttp_web.StreamResponse]]


@pytest.fixture(autouse=True)
def _at_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, socket_enabled: None
) -> None:
    """Live with credentials, in a folder of one's own."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


def answering(body: Any = None, *, text: str | None = None) -> Handler:
    """Return a server that says the same to all but who wants a token."""

    async def answer(request: aiohttp_web.Request) -> aiohttp_web.StreamResponse:
        if "token" in request.path:
            return aiohttp_web.json_response(TOKEN)
        if text is not None:
            return aiohttp_web.Response(text=text)
        return aiohttp_web.json_response(body)

    return answer


def in_pascal_case(value: Any) -> Any:
    """Return an answer as generation A spells it."""
    if isinstance(value, dict):
        return {
            key[0].upper() + key[1:]: in_pascal_case(each)
            for key, each in value.items()
        }
    return (
        [in_pascal_case(each) for each in value] if isinstance(value, list) else value
    )


@pytest.fixture(params=UNREADABLE)
def unreadable(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Go through the ways in which a list of sessions may have changed."""
    told: dict[str, Any] = UNREADABLE[request.param]
    return {"requestId": str(uuid4()), "status": "SUCCESS", "errors": []} | told


async def test_a_list_that_cannot_be_read_is_not_none(
    unreadable: dict[str, Any],
) -> None:
    """A session runs, and from "none" a start may follow."""
    async with serve(answering(unreadable)) as server:
        active = await run("active", "--server", server)
        doctor = await run("doctor", "--server", server)
    assert (active.code, active.output) == (8, "")
    assert active.errors.startswith(NOT_AS_DOCUMENTED)
    assert doctor.code == 8
    assert doctor.lines[0].startswith("Charging: does not work. ")
    assert NOT_AS_DOCUMENTED in doctor.errors
    assert "No session is active" not in doctor.errors
    assert "Keep the file" in doctor.output


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.key)
async def test_in_every_generation(
    unreadable: dict[str, Any], generation: Generation, web: aiohttp.ClientSession
) -> None:
    """Also in the spelling of the oldest."""
    body = in_pascal_case(unreadable) if generation.pascal_case else unreadable
    async with serve(answering(body)) as server:
        client = make(web, server, generation=generation)
        with pytest.raises(TemporaryError) as caught:
            await client.active(CARD)
    assert caught.value.cause is Cause.UNREADABLE
    assert caught.value.request_id


async def test_a_simulator_answers_like_it(
    unreadable: dict[str, Any],
    simulator: Simulator,
    client: ShellEvClient,
    web: aiohttp.ClientSession,
) -> None:
    """From the report alone: what cannot be read there cannot be read here, and is found to differ as it did."""
    text = json.dumps(unreadable)
    simulator.inject("active", "text", status=200, text=text)
    with pytest.raises(TemporaryError):
        await client.active(CARD)
    told = report(
        client, environment="custom", made=dt_util.now().date(), version="0.1.0"
    )
    like = Simulator(seed=1, clock=dt_util.utcnow, like=as_text(told))
    like.start_by_card(CARD, HOME)
    like.advance(10)
    async with like.serve() as server:
        again = make(web, server)
        with pytest.raises(TemporaryError) as caught:
            await again.active(CARD)
    assert caught.value.cause is Cause.UNREADABLE
    differences = [
        {finding for _, finding in each.shapes.findings if finding.guessed}
        for each in (client, again)
    ]
    assert differences[0] == differences[1] != set()


async def test_a_start_without_an_id_may_have_been_carried_out(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """What is told of it cannot be read either."""
    text = f'{{"data": [{{"chargeSessionId": "{SESSION_ID}"}}]}}'
    simulator.inject("start", "text", status=200, text=text)
    with pytest.raises(TemporaryError) as caught:
        await client.start(CARD, HOME)
    assert (caught.value.cause, caught.value.sent) == (Cause.UNREADABLE, True)


async def test_an_empty_body() -> None:
    """A gateway's: to the doctor it is as little an answer as to the other commands."""
    async with serve(answering(text="")) as server:
        active = await run("active", "--server", server)
        doctor = await run("doctor", "--server", server)
    assert active.code == doctor.code == 8
    assert doctor.lines[0] == "Charging: does not work. Map and prices: do not work."


@pytest.mark.parametrize("body", [[], None, "started", 7])
async def test_json_is_no_page(body: Any) -> None:
    """What is JSON comes from no network that one must sign in to."""
    async with serve(answering(body)) as server:
        active = await run("active", "--server", server)
    assert active.code == 8
    assert active.errors.startswith(NOT_AS_DOCUMENTED)


@pytest.mark.parametrize("text", [b"null", b"\xef\xbb\xbf null\n"])
def test_null_is_json(text: bytes) -> None:
    """As a report has it: of another type, and no text."""
    reply = Reply(status=200, body=None, retry_after=None, text=text)
    assert reply.content == "json"
    book = ShapeBook()
    book.add("D", Operation.ACTIVE, reply)
    ((_, finding),) = book.findings
    assert (finding.kind, finding.path) == (Kind.OTHER_TYPE, "$")
    assert finding.detail == "null instead of object"
