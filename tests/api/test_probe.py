"""One question of one generation, whatever is answered."""

import aiohttp
import pytest

from custom_components.shell_ev.api import (
    GENERATIONS,
    AuthenticationError,
    Cause,
    Generation,
    ShellEvClient,
    TemporaryError,
)
from custom_components.shell_ev.api.generations import DIRECTORIES, Operation
from simulator import Simulator
from tests.api.conftest import count, make
from tests.conftest import CARD

UNKNOWN = "c3e332f0-1bb2-4f50-a96b-e075bbb71e68"


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.key)
async def test_every_question_of_the_charging(
    simulator: Simulator, client: ShellEvClient, generation: Generation
) -> None:
    """Each is noted under the generation that was asked, and changes nothing of the client."""
    active = await client.probe(generation, Operation.ACTIVE, ema_id=CARD)
    unknown = await client.probe(generation, Operation.RETRIEVE, session_id=UNKNOWN)
    assert (active.status, unknown.status) == (200, 404)
    assert b"SUCCESS" in active.text
    assert [(met.generation, met.operation) for met in client.shapes.met] == [
        ("", Operation.AUTHORIZE),
        (generation.key, Operation.ACTIVE),
        (generation.key, Operation.RETRIEVE),
    ]
    assert [call.status for call in client.journal.calls] == [200, 200, 404]
    assert client.generation is GENERATIONS[0]


async def test_refusals_are_answers(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Not served, not subscribed, a page: the reply tells."""
    simulator.change_settings({"generations": ["D"], "products": ["charging"]})
    older = await client.probe(GENERATIONS[1], Operation.ACTIVE, ema_id=CARD)
    places = await client.probe(
        DIRECTORIES[0], Operation.NEARBY, latitude="52.37", longitude="4.9"
    )
    assert (older.status, places.status) == (404, 403)
    simulator.inject("active", "html", status=200)
    page = await client.probe(GENERATIONS[0], Operation.ACTIVE, ema_id=CARD)
    assert (page.body, page.content) == (None, "html")


async def test_a_refused_token_is_replaced_once(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """A second refusal is the answer."""
    simulator.inject("active", "status", status=401, times=2)
    reply = await client.probe(GENERATIONS[0], Operation.ACTIVE, ema_id=CARD)
    assert reply.status == 401
    assert (count(simulator, "active"), count(simulator, "token")) == (2, 2)
    simulator.inject("active", "status", status=401)
    reply = await client.probe(GENERATIONS[0], Operation.ACTIVE, ema_id=CARD)
    assert reply.status == 200


@pytest.mark.parametrize(
    ("generation", "operation"),
    [
        (GENERATIONS[0], Operation.START),
        (GENERATIONS[0], Operation.STOP),
        (GENERATIONS[0], Operation.NEARBY),
        (GENERATIONS[0], Operation.AUTHORIZE),
        (DIRECTORIES[0], Operation.ACTIVE),
    ],
)
async def test_what_is_no_question(
    simulator: Simulator,
    client: ShellEvClient,
    generation: Generation,
    operation: Operation,
) -> None:
    """Nothing that changes anything is sent, nor what this generation does not know."""
    with pytest.raises(ValueError, match="Not a question"):
        await client.probe(generation, operation, ema_id=CARD)
    assert len(simulator.audit) == 0


async def test_no_answer(
    simulator: Simulator, server: str, web: aiohttp.ClientSession
) -> None:
    """A refused client and a lost call are errors, as in any other call."""
    with pytest.raises(AuthenticationError):
        await make(web, server, secret="wrong").probe(
            GENERATIONS[0], Operation.ACTIVE, ema_id=CARD
        )
    client = make(web, server)
    simulator.inject("active", "cut", times=2)
    with pytest.raises(TemporaryError) as caught:
        await client.probe(GENERATIONS[0], Operation.ACTIVE, ema_id=CARD)
    assert caught.value.cause is Cause.LOST
    assert client.shapes.met[-1].failure is Cause.LOST
