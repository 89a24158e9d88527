"""The client against a server on a socket: tolerant in reading, strict in writing."""

from datetime import timedelta
from typing import Any

import aiohttp
from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api import (
    GENERATIONS,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    SessionState,
    ShellEvClient,
    ShellEvError,
    TemporaryError,
    new_request_id,
)
from custom_components.shell_ev.api.generations import generation_of
from custom_components.shell_ev.api.journal import KEPT_CALLS
from simulator import Simulator
from tests.api.conftest import count, make
from tests.conftest import CARD, CLIENT_ID, HOME

UNKNOWN = "c3e332f0-1bb2-4f50-a96b-e075bbb71e68"


@pytest.fixture(params=[generation.key for generation in GENERATIONS])
def generation(request: pytest.FixtureRequest, simulator: Simulator) -> str:
    """Go through the generations."""
    key: str = request.param
    return key


async def test_a_session_in_every_generation(
    simulator: Simulator, server: str, web: aiohttp.ClientSession, generation: str
) -> None:
    """Start, active, retrieve, stop: each call under its RequestId."""
    client = make(web, server, generation=generation_of(generation))
    request_id = new_request_id()
    session_id = (await client.start(CARD, HOME, request_id)).session_id
    simulator.advance(10)
    (session,) = await client.active(CARD)
    assert session.session_id == session_id
    assert session.state is SessionState.STARTED
    assert session.started_at is not None
    assert (session.last_updated is None) is (generation == "A")
    await client.stop(session_id)
    simulator.advance(10)
    assert await client.active(CARD) == ()
    session = await client.retrieve(session_id)
    assert session.state is SessionState.STOPPED
    assert (session.ema_id, session.evse_id) == (CARD, HOME)
    start = next(call for call in simulator.audit if call.operation == "start")
    assert start.request_id == request_id
    assert len({call.request_id for call in simulator.audit}) == len(simulator.audit)
    assert {call.generation for call in simulator.audit if call.generation} <= set(
        generation
    )


async def test_errors_in_every_generation(
    simulator: Simulator, server: str, web: aiohttp.ClientSession, generation: str
) -> None:
    """What is unknown is told with Shell's code and the RequestId, never with the id."""
    client = make(web, server, generation=generation_of(generation))
    for call in (
        client.retrieve(UNKNOWN),
        client.stop(UNKNOWN),
        client.start(CARD, "NL*TNM*E99999999*9"),
        client.start("NL-TNM-C00122046-M", HOME),
    ):
        with pytest.raises(NotFoundError) as caught:
            await call
        assert caught.value.status == 404
        assert caught.value.code == ("E0005" if generation == "A" else "E0038")
        assert f"RequestId {simulator.audit[-1].request_id}" in str(caught.value)
        assert "NL" not in str(caught.value)
    assert await client.active("NL-TNM-C00122046-M") == ()


@pytest.mark.parametrize("spelling", ["both", "SessionState", "sessionState", "string"])
async def test_every_spelling_of_the_state(
    simulator: Simulator, client: ShellEvClient, spelling: str
) -> None:
    """The key has a capital in one answer and none in another; the value may be a text."""
    simulator.change_settings({"state_spelling": spelling})
    simulator.start_by_card(CARD, HOME)
    (session,) = await client.active(CARD)
    assert session.state is SessionState.STARTED


@pytest.mark.parametrize(
    "settings",
    [
        {"active_empty": 404},
        {"accepted_status": 202},
        {"token_lifetime_as_text": True},
        {"token_lifetime": 0},
    ],
)
async def test_what_the_api_leaves_open(
    simulator: Simulator, client: ShellEvClient, settings: dict[str, object]
) -> None:
    """Either answer is good (API.md section 12)."""
    if settings == {"token_lifetime": 0}:
        simulator.tokens.issue = lambda *_: "endless"  # type: ignore[method-assign]
        simulator.tokens.client_of = lambda *_: CLIENT_ID  # type: ignore[method-assign]
    simulator.change_settings(settings)
    assert await client.active(CARD) == ()
    await client.stop((await client.start(CARD, HOME)).session_id)
    assert count(simulator, "token") == 1


ERRORS: list[tuple[dict[str, Any], type[ShellEvError]]] = [
    ({"fault": "status", "status": 400}, RequestRejectedError),
    ({"fault": "status", "status": 405}, RequestRejectedError),
    ({"fault": "failed"}, RequestRejectedError),
    ({"fault": "status", "status": 403}, NotSubscribedError),
    ({"fault": "text", "status": 403, "text": '{"message": "?"}'}, NotSubscribedError),
    (
        {"fault": "text", "status": 403, "text": '{"status": "FAILED"}'},
        NotSubscribedError,
    ),
    # What stands before Shell: a gateway, a firewall, a network one must sign in to.
    ({"fault": "html", "status": 403}, TemporaryError),
    ({"fault": "status_empty", "status": 403}, TemporaryError),
    ({"fault": "text", "status": 403, "text": '{"blocked": true}'}, TemporaryError),
    ({"fault": "text", "status": 403, "text": "[]"}, TemporaryError),
    (
        {"fault": "text", "status": 403, "text": '{"errors": [], "code": null}'},
        TemporaryError,
    ),
    ({"fault": "html", "status": 400}, TemporaryError),
    ({"fault": "status_empty", "status": 400}, TemporaryError),
    ({"fault": "html", "status": 413}, TemporaryError),
    ({"fault": "status", "status": 404}, NotFoundError),
    ({"fault": "status_empty", "status": 404}, GenerationNotServedError),
    ({"fault": "status", "status": 410}, GenerationNotServedError),
    ({"fault": "html", "status": 404}, GenerationNotServedError),
    ({"fault": "status", "status": 429}, RateLimitedError),
    ({"fault": "status", "status": 408}, TemporaryError),
    ({"fault": "status", "status": 500}, TemporaryError),
    ({"fault": "status", "status": 502}, TemporaryError),
    ({"fault": "status", "status": 503}, TemporaryError),
    ({"fault": "status_empty", "status": 504}, TemporaryError),
    ({"fault": "html", "status": 200}, TemporaryError),
    ({"fault": "garbage"}, TemporaryError),
    ({"fault": "huge"}, TemporaryError),
    ({"fault": "deep"}, TemporaryError),
    # aiohttp itself repeats a GET on a connection that was closed meanwhile
    ({"fault": "cut", "times": 2}, TemporaryError),
    ({"fault": "empty"}, TemporaryError),
    ({"fault": "redirect"}, TemporaryError),
    ({"fault": "redirect", "status": 307}, TemporaryError),
]


@pytest.mark.parametrize(("fault", "error"), ERRORS)
async def test_the_errors_table(
    simulator: Simulator,
    client: ShellEvClient,
    fault: dict[str, Any],
    error: type[ShellEvError],
) -> None:
    """HTTP status and body shape decide (DESIGN.md, Errors)."""
    simulator.inject("retrieve", **fault)
    session_id = (await client.start(CARD, HOME)).session_id
    request_id = new_request_id()
    with pytest.raises(ShellEvError) as caught:
        await client.retrieve(session_id, request_id)
    assert type(caught.value) is error
    assert caught.value.request_id == request_id
    assert session_id not in str(caught.value)
    assert getattr(caught.value, "sent", True)


async def test_a_command_is_never_sent_twice(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Whatever happens to its answer."""
    for fault, _ in ERRORS:
        simulator.inject("start", **fault | {"times": 1})
        before = count(simulator, "start")
        with pytest.raises(ShellEvError):
            await client.start(CARD, HOME)
        assert count(simulator, "start") == before + 1


async def test_a_stop_may_be_answered_with_nothing(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Any 2xx is a success where nothing has to be read."""
    session_id = (await client.start(CARD, HOME)).session_id
    simulator.inject("stop", "empty", before=False)
    await client.stop(session_id)


SENTENCES = [
    "Bad Request",
    "E0001: the card is not known",
    "x" * 33,
    "E1\\r\\n2026-11-20 ERROR",
    "\\ud800",
    "E\\u0000x",
    # What may be an id, in any form.
    CARD,
    CARD[:-2],
    CARD[:-1] + "X",
    CARD.replace("-", "").lower(),
    "NL-TNM-012204-5",
    HOME.replace("*", "-"),
    HOME.replace("*", ""),
]


@pytest.mark.parametrize("code", SENTENCES)
async def test_a_code_that_is_a_sentence_is_not_shown(
    simulator: Simulator, client: ShellEvClient, code: str
) -> None:
    """Nothing in it can change what a log says."""
    text = f'{{"errors": [{{"code": "{code}"}}]}}'
    simulator.inject("active", "text", status=400, text=text)
    with pytest.raises(RequestRejectedError) as caught:
        await client.active(CARD)
    assert caught.value.code is None
    assert client.journal.calls[-1].code is None


@pytest.mark.parametrize(
    "code", ["E0001", "E0038", "SessionInvalid", "ChargeTokenNotSupported", "ERR-404"]
)
async def test_a_code_is_shown(
    simulator: Simulator, client: ShellEvClient, code: str
) -> None:
    """Also a word that has as many letters as an id."""
    text = f'{{"errors": [{{"code": "{code}"}}]}}'
    simulator.inject("active", "text", status=400, text=text)
    with pytest.raises(RequestRejectedError) as caught:
        await client.active(CARD)
    assert caught.value.code == code
    assert caught.value.reference.startswith(f"HTTP 400, {code}, RequestId ")


async def test_null_ids(simulator: Simulator, client: ShellEvClient) -> None:
    """In a list that item is left out; where one was asked for, that one is meant."""
    started = await client.start(CARD, HOME)
    text = '{"data": [{"id": null, "evseId": "?"}, {"id": "other", "emaId": null}]}'
    simulator.inject("active", "text", status=200, text=text)
    (session,) = await client.active(CARD)
    assert (session.session_id, session.ema_id) == ("other", CARD)
    text = '{"data": [{"id": null, "sessionState": {"status": "started"}}]}'
    simulator.inject("retrieve", "text", status=200, text=text)
    session = await client.retrieve(started.session_id)
    assert session.session_id == started.session_id
    assert session.state is SessionState.STARTED
    simulator.inject(
        "start", "text", status=200, text='{"data": [{"sessionId": null}]}'
    )
    with pytest.raises(TemporaryError) as caught:
        await client.start(CARD, HOME)
    assert caught.value.sent


@pytest.mark.parametrize(
    "session_id", ["..", ".", "", "a/b", "a b", "x" * 65, "\ud800"]
)
async def test_what_is_no_session_id(
    simulator: Simulator, server: str, web: aiohttp.ClientSession, session_id: str
) -> None:
    """No session has it: nothing is asked, and no other path is reached."""
    client = make(web, server, generation=generation_of("A"))
    for call in (client.retrieve(session_id), client.stop(session_id)):
        with pytest.raises(NotFoundError) as caught:
            await call
        assert caught.value.request_id is None
    assert simulator.audit == []


@pytest.mark.parametrize(
    "text",
    [
        '{"status": "SUCCESS", "data": [{"id": "a", "startedAt": NaN, "evseId": Infinity}]}',
        '{"data": [{"id": "a", "startedAt": 1e400, "stoppedAt": -1e400}]}',
        '{"data": [{"id": "a", "startedAt": 99999999999999999999, "lastUpdated": []}]}',
        '{"data": {"id": "a", "sessionState": [], "evseId": {}, "emaId": 1e400}}',
        '{"data": [{"id": "a", "evseId": "\\ud800", "sessionState": "\\udc00"}]}',
        '{"status": NaN, "data": [NaN, Infinity, {"id": "a"}]}',
    ],
)
async def test_odd_values(
    simulator: Simulator, client: ShellEvClient, text: str
) -> None:
    """What cannot be read is not known; the session is there all the same."""
    simulator.inject("active", "text", status=200, text=text)
    (session,) = await client.active(CARD)
    assert session.session_id == "a"
    assert (session.started_at, session.stopped_at, session.state) == (None,) * 3
    assert session.evse_id is None


@pytest.mark.parametrize(
    "text",
    [
        '{"data": [' + "9" * 5000 + "]}",  # too many digits for a number
        '{"data": [' + "[" * 60_000,
        "NaN",
        "1e400",
        '"\\ud800"',
        "[[[]]]",
    ],
)
@pytest.mark.parametrize("operation", ["active", "token"])
async def test_replies_that_are_none(
    simulator: Simulator, client: ShellEvClient, text: str, operation: str
) -> None:
    """Told as no answer."""
    simulator.inject(operation, "text", status=200, text=text)
    with pytest.raises(TemporaryError):
        await client.active(CARD)


async def test_an_empty_answer_does_not_say_that_nothing_runs(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """A start might follow from it; only "no content" is an answer."""
    simulator.inject("active", "empty")
    with pytest.raises(TemporaryError):
        await client.active(CARD)
    simulator.inject("active", "status_empty", status=204)
    assert await client.active(CARD) == ()


async def test_a_doubled_answer_is_one(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Sessions are keyed by their id."""
    simulator.start_by_card(CARD, HOME)
    simulator.inject("active", "duplicate")
    assert len(await client.active(CARD)) == 1


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({}, "D"),
        ({"generations": ["A", "B", "C"]}, "BC"),
        ({"generations": ["A"]}, "A"),
        ({"generations": ["A"], "foreign_keys": "validation"}, "A"),
        ({"generations": ["A"], "not_served_form": "html"}, "A"),
        ({"generations": ["A"], "not_served_status": 410}, "A"),
    ],
)
async def test_detection(
    simulator: Simulator,
    client: ShellEvClient,
    settings: dict[str, object],
    key: str,
) -> None:
    """The newest generation that answers, however the others say that they are not there."""
    simulator.change_settings(settings)
    assert await client.detect_generation(CARD) == ()
    assert client.generation.key == key


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"generations": []}, GenerationNotServedError),
        ({"products": []}, NotSubscribedError),
    ],
)
async def test_detection_without_an_answer(
    simulator: Simulator,
    client: ShellEvClient,
    settings: dict[str, object],
    error: type[ShellEvError],
) -> None:
    """What stood in the way of the newest is told."""
    simulator.change_settings(settings)
    with pytest.raises(error):
        await client.detect_generation(CARD)
    assert client.generation.key == "D"


async def test_the_journal(
    simulator: Simulator, client: ShellEvClient, freezer: FrozenDateTimeFactory
) -> None:
    """The last calls with their RequestId, and how many there were today."""
    freezer.move_to("2026-11-20T12:00:00Z")
    request_id = new_request_id()
    simulator.inject("active", "status", status=400)
    with pytest.raises(RequestRejectedError):
        await client.active(CARD, request_id)
    token, active = client.journal.calls
    assert (token.operation, token.request_id, token.status) == ("authorize", None, 200)
    assert (active.operation, active.request_id) == ("active", request_id)
    assert (active.status, active.code, active.failure) == (400, "E0001", None)
    assert client.journal.requests_today == 2
    assert client.journal.last_contact == dt_util.now()
    simulator.inject("active", "cut", times=2)
    with pytest.raises(TemporaryError):
        await client.active(CARD)
    assert client.journal.calls[-1].status is None
    assert (
        client.journal.calls[-1].failure == "Connection lost: ServerDisconnectedError"
    )
    freezer.tick(timedelta(days=1))
    assert client.journal.requests_today == 0
    for _ in range(KEPT_CALLS + 5):
        await client.active(CARD)
    assert len(client.journal.calls) == KEPT_CALLS


def test_an_unknown_generation_is_the_newest() -> None:
    """An entry of a later release that was set back."""
    assert generation_of("Z") is GENERATIONS[0]
