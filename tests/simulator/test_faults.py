"""Faults that were ordered (API.md sections 6 and 7)."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
import json
from typing import Any

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    ServerDisconnectedError,
    web,
)
import pytest

from .caller import CARD, EVSE, Caller, Clock, basic
from simulator import Simulator


async def has_come_true(condition: Callable[[], bool]) -> None:
    """Let the server work until something is so."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.to_thread(lambda: None)


async def recorded(sim: Simulator, fault: str) -> None:
    """Let the server work until the fault is in the audit."""
    await has_come_true(lambda: fault in [record.fault for record in sim.audit])


DOCUMENTED = {
    "A": {
        400: "E0001",
        401: "E0006",
        404: "E0005",
        405: "E0007",
        429: "E0008",
        500: "E0002",
        503: "E0012",
    },
    "B": {
        400: "E0001",
        401: "E0003",
        404: "E0038",
        429: "E0009",
        500: "E0005",
        503: "E0014",
    },
}


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 408, 410, 429, 500, 502, 503, 504]
)
async def test_a_status_has_the_body_of_the_generation(
    each: Caller, sim: Simulator, status: int
) -> None:
    """Documented ones have Shell's body, the others the gateway's."""
    sim.inject("active", "status", status=status)
    answer = await each.active()
    assert answer.status == status
    code = DOCUMENTED["A" if each.pascal else "B"].get(status)
    if code is None:
        assert "fault" in answer.body
    elif each.pascal:
        assert answer.body["Errors"][0]["Code"] == code
    else:
        assert answer.body["errors"][0]["code"] == code
        assert ("details" in answer.body) is (status == 500)
    assert (await each.active()).status == 200
    assert [record.fault for record in sim.audit[-2:]] == ["status", None]


@pytest.mark.parametrize(
    ("status", "code"), [(400, "Bad Request"), (401, "InvalidToken")]
)
async def test_the_locations_of_generation_a_have_another_body(
    caller_of: Callable[[str], Caller], sim: Simulator, status: int, code: str
) -> None:
    """Code and message, without an envelope."""
    sim.settings.generations = ["A"]
    api = await caller_of("A").log_in()
    sim.inject("nearby", "status", status=status)
    answer = await api.locations("/nearby", latitude=52, longitude=5)
    assert answer.status == status
    assert answer.body["code"] == code
    sim.inject("nearby", "status", status=503)
    assert "fault" in (await api.locations("/nearby", latitude=52, longitude=5)).body


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [(None, None), ("7", "7"), ("http-date", "date"), ("soon", "soon")],
)
@pytest.mark.parametrize("fault", ["status", "status_empty", "html", "text"])
async def test_when_to_come_back(
    api: Caller,
    sim: Simulator,
    clock: Clock,
    fault: str,
    retry_after: str | None,
    header: str | None,
) -> None:
    """Seconds, a date, nothing, or whatever was ordered."""
    sim.inject("active", fault, status=429, retry_after=retry_after, seconds=90)
    answer = await api.active()
    assert answer.status == 429
    assert (answer.content == b"") is (fault in ("status_empty", "text"))
    if header == "date":
        ahead = parsedate_to_datetime(answer.headers["Retry-After"]) - clock.now
        assert ahead.total_seconds() == 90
    else:
        assert answer.headers.get("Retry-After") == header


async def test_the_date_of_an_answer(api: Caller, sim: Simulator, clock: Clock) -> None:
    """Each tells the simulator's own time, unless its clock was ordered to be wrong."""
    answer = await api.active()
    assert parsedate_to_datetime(answer.headers["Date"]) == clock.now
    sim.inject("active", "status", retry_after="http-date", clock_ahead=-3600)
    answer = await api.active()
    date = parsedate_to_datetime(answer.headers["Date"])
    assert clock.now - date == timedelta(hours=1)
    again = parsedate_to_datetime(answer.headers["Retry-After"])
    assert again - date == timedelta(seconds=30)


async def test_a_start_that_is_answered_wrongly_may_have_been_carried_out(
    each: Caller, sim: Simulator
) -> None:
    """Before: it is not; after: it is, and nobody was told its id."""
    sim.inject("start", "status", status=503, before=True)
    assert (await each.start()).status == 503
    assert not sim.sessions
    sim.inject("start", "status", status=503, before=False)
    assert (await each.start()).status == 503
    assert len(sim.sessions) == 1
    assert await each.listed() == list(sim.sessions)
    assert sim.audit[-2].session_id in sim.sessions


@pytest.mark.parametrize("before", [True, False])
async def test_a_connection_that_is_cut(
    api: Caller, sim: Simulator, before: bool
) -> None:
    """No answer at all, and the audit says so."""
    sim.inject("start", "cut", before=before)
    with pytest.raises(ClientError):
        await api.start()
    assert bool(sim.sessions) is not before
    assert (sim.audit[-1].status, sim.audit[-1].fault) == (None, "cut")


async def test_a_call_that_hangs_until_the_caller_gives_up(
    api: Caller, sim: Simulator
) -> None:
    """The operation was carried out all the same."""
    sim.inject("start", "hang", before=False)
    with pytest.raises(TimeoutError):
        await api.ask(
            "POST",
            "/ev/v2/charge-session/start",
            json={"evChargeNumber": CARD, "evseId": EVSE},
            timeout=ClientTimeout(total=0.05),
        )
    assert len(sim.sessions) == 1
    assert (sim.audit[-1].status, sim.audit[-1].fault) == (None, "hang")


async def test_a_call_that_hangs_holds_up_no_shutdown(
    sim: Simulator, session: ClientSession, socket_enabled: None
) -> None:
    """The server goes down at once, and the caller notices."""
    sim.inject("start", "hang")
    async with sim.serve() as url:
        api = await Caller(session, url).log_in()
        waiting = asyncio.create_task(api.start())
        await recorded(sim, "hang")
        began = asyncio.get_running_loop().time()
    with pytest.raises(ServerDisconnectedError):
        await waiting
    assert asyncio.get_running_loop().time() - began < 0.9


async def test_a_hanging_call_whose_caller_has_left(
    sim: Simulator, session: ClientSession, socket_enabled: None
) -> None:
    """In a runner that does not watch its callers it ends with the server, without a complaint."""
    sim.inject("active", "hang")
    runner = web.AppRunner(sim.app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api = await Caller(session, f"http://127.0.0.1:{runner.addresses[0][1]}").log_in()
    with pytest.raises(TimeoutError):
        await api.ask(
            "GET", "/ev/v2/charge-session/active", timeout=ClientTimeout(total=0.05)
        )
    server = runner.server
    assert server is not None
    await has_come_true(
        lambda: all(connection.transport is None for connection in server.connections)
    )
    await asyncio.wait_for(runner.cleanup(), 5)
    assert (sim.audit[-1].status, sim.audit[-1].fault) == (None, "hang")


async def test_a_page_instead_of_the_api(each: Caller, sim: Simulator) -> None:
    """With the status that was ordered."""
    sim.inject("active", "html", status=200)
    answer = await each.active()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html")
    assert b"<html>" in answer.content


async def test_an_answer_word_for_word(api: Caller, sim: Simulator) -> None:
    """Under the name of JSON, whatever it is."""
    sim.inject("token", "text", status=401, text='{"error": NaN}')
    answer = await api.ask_token()
    assert (answer.status, answer.content) == (401, b'{"error": NaN}')
    assert answer.headers["Content-Type"].startswith("application/json")


async def test_bytes_that_are_no_json(api: Caller, sim: Simulator) -> None:
    """Under the name of JSON."""
    sim.inject("active", "garbage")
    answer = await api.active()
    assert answer.headers["Content-Type"].startswith("application/json")
    with pytest.raises(ValueError, match=r"utf-8|JSON"):
        json.loads(answer.content)


async def test_an_answer_that_is_too_large(api: Caller, sim: Simulator) -> None:
    """More than 2 MiB of valid JSON."""
    sim.inject("active", "huge")
    answer = await api.active()
    assert len(answer.content) > 2 * 1024 * 1024
    assert answer.data == []


async def test_an_answer_that_is_too_deep(api: Caller, sim: Simulator) -> None:
    """Less than 2 MiB, and more levels than anybody should follow."""
    sim.inject("active", "deep")
    answer = await api.active()
    assert answer.content.count(b"[") == answer.content.count(b"]") == 100_000
    assert len(answer.content) < 2 * 1024 * 1024


async def test_an_answer_of_nothing(api: Caller, sim: Simulator) -> None:
    """A success without a body."""
    sim.inject("stop", "empty", before=False)
    session_id = sim.start_by_card(CARD, EVSE)
    answer = await api.stop(session_id)
    assert (answer.status, answer.content) == (200, b"")
    assert await api.state(session_id) == "stop-requested"


async def test_a_failure_with_http_200(each: Caller, sim: Simulator) -> None:
    """The envelope alone says that it failed."""
    sim.inject("any", "failed", times=2)
    answer = await each.start()
    assert answer.status == 200
    assert answer.body["Status" if each.pascal else "status"] == "FAILED"
    assert answer.body["Errors" if each.pascal else "errors"]
    assert not sim.sessions
    answer = await each.ask_token()
    assert (answer.status, answer.body["error"]) == (200, "invalid_client")


async def test_a_failure_with_http_200_of_bare_locations(
    caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """Where there is no envelope, the error body stands alone."""
    sim.settings.generations = ["A"]
    api = await caller_of("A").log_in()
    sim.inject("locations", "failed")
    answer = await api.locations()
    assert (answer.status, answer.body["code"]) == (200, "NotFound")


async def test_every_item_twice(each: Caller, sim: Simulator) -> None:
    """In an envelope as in a bare list."""
    session_id = sim.start_by_card(CARD, EVSE)
    sim.inject("any", "duplicate", times=2)
    assert await each.listed() == [session_id, session_id]
    body = (await each.locations(evseId=EVSE)).body
    items = body if isinstance(body, list) else body["data"]
    assert items == [items[0], items[0]]


async def test_a_page_cannot_be_doubled(api: Caller, sim: Simulator) -> None:
    """An answer without data stays as it is."""
    sim.change_settings({"generations": [], "not_served_form": "html"})
    sim.inject("active", "duplicate")
    assert (await api.active()).content.count(b"<html>") == 1


async def test_an_answer_that_comes_late(
    api: Caller, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before: the operation is late; after: only its answer."""
    waited: list[tuple[float, int]] = []

    async def sleep(seconds: float) -> None:
        waited.append((seconds, len(sim.sessions)))

    monkeypatch.setattr("simulator.server.asyncio.sleep", sleep)
    sim.inject("start", "late", seconds=7, before=True)
    assert (await api.start()).status == 200
    sim.inject("start", "late", seconds=9, before=False)
    assert (await api.start()).status == 200
    assert waited == [(7, 0), (9, 2)]
    assert [record.fault for record in sim.audit[-2:]] == ["late", "late"]


async def test_a_caller_that_does_not_wait_for_a_late_answer(
    api: Caller, sim: Simulator
) -> None:
    """Its call is not carried out after all, and is in the audit as unanswered."""
    sim.inject("start", "late", seconds=3600)
    with pytest.raises(TimeoutError):
        await api.ask(
            "POST", "/ev/v2/charge-session/start", timeout=ClientTimeout(total=0.05)
        )
    await recorded(sim, "late")
    assert sim.audit[-1].status is None
    assert not sim.sessions


async def test_an_answer_that_is_older_than_the_last(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """Out of order: the reading of an earlier answer, with its lastUpdated."""
    session_id = await api.started()
    requested = (await api.retrieve(session_id)).data
    clock.tick(10)
    started = (await api.retrieve(session_id)).data
    assert (await api.retrieve(session_id)).data == started
    sim.inject("retrieve", "stale")
    assert (await api.retrieve(session_id)).data == requested
    sim.end_session(session_id)
    sim.inject("active", "stale")
    stale = (await api.active()).data[0]
    assert stale["lastUpdated"] == started[0]["lastUpdated"]
    assert stale["sessionState"] == {"status": "started"}
    assert stale["stoppedAt"] is None
    assert await api.listed() == []


async def test_nothing_older_to_show(api: Caller, sim: Simulator) -> None:
    """Then the present reading is shown."""
    session_id = await api.started()
    sim.inject("retrieve", "stale")
    assert await api.state(session_id) == "start-requested"


async def test_a_state_nobody_has_seen(each: Caller, sim: Simulator) -> None:
    """In the place of every state."""
    session_id = sim.start_by_card(CARD, EVSE)
    sim.inject("retrieve", "unknown_state")
    assert await each.state(session_id) == "paused-by-grid"
    assert await each.state(session_id) == "started"


@pytest.mark.parametrize(("status", "sent"), [(500, 302), (307, 307)])
async def test_a_redirect(api: Caller, sim: Simulator, status: int, sent: int) -> None:
    """To a path where a token has no business; whoever follows is in the audit."""
    sim.inject("active", "redirect", status=status)
    answer = await api.active()
    assert answer.status == sent
    assert answer.headers["Location"] == "/elsewhere/ev/v2/charge-session/active"
    assert (await api.ask("GET", answer.headers["Location"])).status == 404
    assert sim.audit[-1].operation == "elsewhere"


async def test_a_client_that_is_refused(
    caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """Though its secret is right."""
    sim.inject("token", "refuse_token")
    api = caller_of("D")
    answer = await api.ask_token(headers=basic("demo-client", "demo-secret"))
    assert (answer.status, answer.body["error"]) == (401, "invalid_client")
    await api.log_in()
    assert api.token


@pytest.mark.parametrize(
    ("status", "key"), [(400, "error"), (401, "error"), (403, "fault"), (503, "fault")]
)
async def test_errors_of_the_token_endpoint(
    caller_of: Callable[[str], Caller], sim: Simulator, status: int, key: str
) -> None:
    """400 and 401 are OAuth's, the others the gateway's."""
    sim.inject("token", "status", status=status)
    answer = await caller_of("D").ask_token(headers=basic("demo-client", "demo-secret"))
    assert answer.status == status
    assert key in answer.body


async def test_faults_wait_for_their_operation(api: Caller, sim: Simulator) -> None:
    """First come, first served, as often as ordered, until they are withdrawn."""
    sim.inject("stop", "status")
    sim.inject("active", "status", status=503, times=2)
    sim.inject("any", "status", status=500)
    statuses = [(await api.active()).status for _ in range(4)]
    assert statuses == [503, 503, 500, 200]
    sim.clear_faults()
    session_id = sim.start_by_card(CARD, EVSE)
    assert (await api.stop(session_id)).status == 200


async def test_chance_is_repeatable(api: Caller, sim: Simulator, clock: Clock) -> None:
    """The same seed, the same luck."""

    async def luck() -> list[int]:
        sim.reset()
        sim.inject("active", "status", probability=0.5, times=100)
        await api.log_in()
        return [(await api.active()).status for _ in range(20)]

    first = await luck()
    assert set(first) == {200, 500}
    assert await luck() == first


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        ({"operation": "dance", "fault": "status"}, "no operation"),
        ({"operation": "start", "fault": "explode"}, "no fault"),
        (
            {"operation": "start", "fault": "refuse_token"},
            "belongs to the operation token",
        ),
        ({"operation": "start", "fault": "status", "times": 0}, "times"),
        ({"operation": "start", "fault": "status", "probability": 0}, "probability"),
        ({"operation": "start", "fault": "status", "status": 100}, "status"),
        ({"operation": "start", "fault": "late", "seconds": -1}, "seconds"),
        ({"operation": "start", "fault": "text", "clock_ahead": 2e9}, "clock_ahead"),
    ],
)
def test_orders_that_make_no_sense(
    sim: Simulator, order: dict[str, Any], complaint: str
) -> None:
    """They are refused in words."""
    with pytest.raises(ValueError, match=complaint):
        sim.inject(**order)
