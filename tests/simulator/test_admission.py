"""Who may call, in what words, and how often (API.md sections 1, 3 and 7)."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

import pytest

from .caller import CARD, EVSE, Caller, Clock, basic
from simulator import Simulator


def code(caller: Caller, body: dict[str, list[dict[str, str]]]) -> str:
    """Give the code of an error body in the caller's generation."""
    return body["Errors"][0]["Code"] if caller.pascal else body["errors"][0]["code"]


async def test_a_call_without_authorization(each: Caller) -> None:
    """400, not 401."""
    each.token = None
    answer = await each.active()
    assert (answer.status, code(each, answer.body)) == (400, "E0001")
    assert "Authorization header is missing" in answer.content.decode()


@pytest.mark.parametrize(
    "request_id", [None, "hello", "123e4567e89b12d3a456426614174000"]
)
async def test_a_call_without_a_request_id(
    each: Caller, request_id: str | None
) -> None:
    """It must be a GUID."""
    each.request_id = request_id
    answer = await each.active()
    assert (answer.status, code(each, answer.body)) == (400, "E0001")


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Basic wrong", "wrong"])
async def test_a_wrong_token(each: Caller, authorization: str) -> None:
    """401 in the words of the generation; start has a code of its own in A."""
    each.token = None
    path = f"{each.charging}/active?{'EmaId' if each.pascal else 'emaId'}={CARD}"
    answer = await each.ask("GET", path, headers={"Authorization": authorization})
    assert (answer.status, code(each, answer.body)) == (
        401,
        "E0006" if each.pascal else "E0003",
    )
    each.token = "wrong"
    answer = await each.start()
    assert (answer.status, code(each, answer.body)) == (401, "E0003")


async def test_the_scheme_is_read_in_any_case(api: Caller) -> None:
    """As HTTP says."""
    headers = {"authorization": f"bearer {api.token}"}
    assert (
        await api.ask(
            "GET", f"/ev/v2/charge-session/active?emaId={CARD}", headers=headers
        )
    ).status == 200


async def test_a_client_that_is_gone(api: Caller, sim: Simulator) -> None:
    """Its token is worth nothing."""
    del sim.accounts["demo-client"]
    assert (await api.active()).status == 401


async def test_a_client_that_is_not_subscribed(each: Caller, sim: Simulator) -> None:
    """403 from the gateway, for that product only."""
    sim.settings.products = ["charging"]
    answer = await each.locations()
    assert answer.status == 403
    assert answer.body["fault"]["faultstring"]
    assert (await each.active()).status == 200
    sim.settings.products = ["locations"]
    assert (await each.active()).status == 403
    assert (await each.locations()).status == 200


async def test_the_pace_is_limited(each: Caller, sim: Simulator, clock: Clock) -> None:
    """So many calls in any minute; then 429, and when to come back."""
    sim.settings.rate_limit = 2
    await each.active()
    clock.tick(20)
    await each.active()
    clock.tick(9.5)
    answer = await each.active()
    assert (answer.status, code(each, answer.body)) == (
        429,
        "E0008" if each.pascal else "E0009",
    )
    assert answer.headers["Retry-After"] == "31"
    clock.tick(30.5)
    assert (await each.active()).status == 200


async def test_the_pace_is_each_clients_own(api: Caller, sim: Simulator) -> None:
    """One client's calls do not count against another."""
    sim.settings.rate_limit = 1
    await api.active()
    other = await Caller(api.session, api.url).log_in("other-client", "other-secret")
    assert (await other.active("NL-TNM-C00122046-M")).status == 200


async def test_when_to_come_back_as_a_date(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """A date of HTTP, in time or a little later, never early."""
    sim.settings.rate_limit = 0
    sim.settings.retry_after_form = "http-date"
    clock.tick(0.25)
    answer = await api.active()
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "Mon, 02 Mar 2026 12:01:01 GMT"
    clock.tick(-0.25)
    answer = await api.active()
    ahead = parsedate_to_datetime(answer.headers["Retry-After"]) - clock.now
    assert ahead.total_seconds() == 60


async def test_a_method_that_is_not_allowed(each: Caller) -> None:
    """Generation A has a body for it; from B on it is the gateway's."""
    if each.pascal:
        answer = await each.ask("DELETE", f"{each.charging}/active?EmaId={CARD}")
        assert answer.body["Errors"][0]["Code"] == "E0007"
    else:
        answer = await each.ask("DELETE", f"{each.charging}/active?emaId={CARD}")
        assert "fault" in answer.body
    assert answer.status == 405


async def test_a_path_nobody_serves(api: Caller, sim: Simulator) -> None:
    """404 without a body of Shell's, and it is written down."""
    answer = await api.ask("GET", "/ev/v3/charge-session/active")
    assert answer.status == 404
    assert "fault" in answer.body
    assert (sim.audit[-1].operation, sim.audit[-1].status) == ("elsewhere", 404)


@pytest.mark.parametrize(
    ("generations", "served"),
    [
        (("A",), {"A"}),
        (("B",), {"B", "C"}),
        (("C",), {"B", "C"}),
        (("A", "B"), {"A", "B", "C"}),
        (("D",), {"D"}),
    ],
)
async def test_generations_can_be_switched_off(
    each: Caller, sim: Simulator, generations: tuple[str, ...], served: set[str]
) -> None:
    """B and C charge alike; what is off is answered by the gateway."""
    sim.change_settings({"generations": list(generations)})
    answer = await each.active()
    if each.generation in served:
        assert answer.status == 200
    else:
        assert answer.status == 404
        assert "fault" in answer.body


@pytest.mark.parametrize("generation", ["A", "B", "C", "D"])
async def test_locations_of_one_generation(
    each: Caller, sim: Simulator, generation: str
) -> None:
    """A and B share a path, so that either answers there when it is the only one."""
    sim.change_settings({"generations": [generation]})
    answer = await each.locations(evseId=EVSE)
    shared = {each.generation, generation} == {"A", "B"}
    assert answer.status == (200 if each.generation == generation or shared else 404)
    if answer.status == 200:
        assert isinstance(answer.body, list) is (generation == "A")


async def test_locations_of_a_and_b_follow_the_clients_habit(api: Caller) -> None:
    """The requests are the same: what tells them apart is how the client charged before."""
    api.generation = "B"
    assert isinstance((await api.locations(evseId=EVSE)).body, dict)
    api.generation = "A"
    await api.active()
    assert isinstance((await api.locations(evseId=EVSE)).body, list)
    api.generation = "B"
    await api.active()
    assert isinstance((await api.locations(evseId=EVSE)).body, dict)


async def test_what_is_switched_off_can_be_a_page(api: Caller, sim: Simulator) -> None:
    """Or gone for good."""
    sim.change_settings(
        {"generations": ["A"], "not_served_form": "html", "not_served_status": 410}
    )
    answer = await api.active()
    assert (answer.status, answer.headers["Content-Type"]) == (410, "text/html")
    assert answer.content.startswith(b"<!DOCTYPE html>")


async def test_foreign_keys_can_be_a_validation_error(
    caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """An API of generation A alone might answer camelCase with its own 400."""
    sim.change_settings({"generations": ["A"], "foreign_keys": "validation"})
    api = await caller_of("B").log_in()
    answer = await api.active()
    assert answer.status == 400
    assert answer.body["Errors"][0]["Code"] == "E0001"
    api.generation = "D"
    assert (await api.active()).status == 404


async def test_the_audit_tells_who_asked_for_what(
    each: Caller, sim: Simulator, clock: Clock
) -> None:
    """By RequestId, without query or secret."""
    session_id = await each.started("nl-tnm-c00122045-k", EVSE.lower())
    record = sim.audit[-1]
    assert record.operation == "start"
    assert record.generation == ("B" if each.generation == "C" else each.generation)
    assert (record.method, record.path) == ("POST", f"{each.charging}/start")
    assert (record.status, record.fault) == (200, None)
    assert (record.client_id, record.request_id) == ("demo-client", each.request_id)
    assert (record.session_id, record.ema_id, record.evse_id) == (
        session_id,
        CARD,
        EVSE,
    )
    assert record.time == clock.now
    await each.active()
    assert "?" not in sim.audit[-1].path


async def test_a_refused_token_request_is_written_down_too(
    caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """Without the secret, and without a client, which nobody proved to be."""
    await caller_of("D").ask_token(headers=basic("demo-client", "wrong"))
    assert [(call.operation, call.status, call.client_id) for call in sim.audit] == [
        ("token", 401, None)
    ]
    assert "wrong" not in str(sim.audit)
