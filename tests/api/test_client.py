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


@pytest.fixture(params=[it.key for it in GENERATIONS])
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
    session_id = await client.start(CARD, HOME, request_id)
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
    start = next(it for it in simulator.audit if it.operation == "start")
    assert start.request_id == request_id
    assert len({it.request_id for it in simulator.audit}) == len(simulator.audit)
    assert {it.generation for it in simulator.audit if it.generation} <= set(generation)


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
    await client.stop(await client.start(CARD, HOME))
    assert count(simulator, "token") == 1


ERRORS: list[tuple[dict[str, Any], type[ShellEvError]]] = [
    ({"fault": "status", "status": 400}, RequestRejectedError),
    ({"fault": "status", "status": 405}, RequestRejectedError),
    ({"fault": "failed"}, RequestRejectedError),
    ({"fault": "status", "status": 403}, NotSubscribedError),
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
    session_id = await client.start(CARD, HOME)
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
    session_id = await client.start(CARD, HOME)
    simulator.inject("stop", "empty", before=False)
    await client.stop(session_id)


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
    ("retry_after", "seconds"),
    [
        ("7", 7),
        ("http-date", 30),
        ("Fri, 20 Nov 2026 12:00:09", 9),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("9" * 30, None),
        (None, None),
    ],
)
async def test_retry_after(
    simulator: Simulator,
    client: ShellEvClient,
    freezer: FrozenDateTimeFactory,
    retry_after: str | None,
    seconds: int | None,
) -> None:
    """Seconds or a date; anything else says nothing."""
    freezer.move_to("2026-11-20T12:00:00Z")
    simulator.inject(
        "active", "status", status=429, retry_after=retry_after, seconds=30
    )
    with pytest.raises(RateLimitedError) as caught:
        await client.active(CARD)
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert caught.value.retry_after == expected


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


async def test_no_connection(web: aiohttp.ClientSession, server: str) -> None:
    """Nothing was sent, and the text holds no address with an id."""
    with pytest.raises(TemporaryError) as caught:
        await make(web, "http://127.0.0.1:9").start(CARD, HOME)
    assert not caught.value.sent
    assert str(caught.value) == "No connection to the server"


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
