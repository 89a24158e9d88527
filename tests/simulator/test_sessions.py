"""The life of a session in every generation (API.md sections 4, 5 and 9)."""

from collections.abc import Callable

import pytest

from .caller import (
    CARD,
    EVSE,
    FOREIGN_CARD,
    REQUEST_ID,
    SECOND_CARD,
    SECOND_EVSE,
    UNKNOWN_SESSION,
    Caller,
    Clock,
)
from simulator import Simulator


async def test_a_session_from_start_to_stop(each: Caller, clock: Clock) -> None:
    """Accepted, started after a while, asked to stop, stopped after a while."""
    session_id = await each.started()
    assert len(session_id) == 36
    assert await each.state(session_id) == "start-requested"
    clock.tick(3.9)
    assert await each.state(session_id) == "start-requested"
    clock.tick(0.1)
    assert await each.state(session_id) == "started"
    clock.tick(600)
    answer = await each.stop(session_id)
    assert answer.status == 200
    assert not {"data", "Data"} & answer.body.keys()
    assert await each.state(session_id) == "stop-requested"
    clock.tick(3)
    assert await each.state(session_id) == "stopped"


async def test_a_retrieved_session_of_generation_a(
    caller_of: Callable[[str], Caller], clock: Clock
) -> None:
    """PascalCase, the state a word, milliseconds, and code and message beside it."""
    api = await caller_of("A").log_in()
    session_id = await api.started()
    clock.tick(5)
    answer = await api.retrieve(session_id)
    user_id = answer.data[0]["UserId"]
    assert answer.body == {
        "RequestId": REQUEST_ID,
        "Status": "SUCCESS",
        "Data": [
            {
                "Id": session_id,
                "UserId": user_id,
                "EmaId": CARD,
                "EvseId": EVSE,
                "StartedAt": "2026-03-02T12:00:04.000Z",
                "StoppedAt": None,
                "SessionState": "started",
                "SessionCode": None,
                "SessionMessage": None,
            }
        ],
    }
    assert len(user_id) == 36


async def test_a_retrieved_session_of_the_current_generation(
    api: Caller, clock: Clock
) -> None:
    """The state an object, the key with a small s, the last change to the microsecond."""
    session_id = await api.started()
    requested = (await api.retrieve(session_id)).data[0]
    assert "startedAt" not in requested
    assert requested["lastUpdated"] == "2026-03-02T12:00:00.000000Z"
    clock.tick(60)
    await api.stop(session_id)
    clock.tick(60)
    answer = await api.retrieve(session_id)
    assert answer.body == {
        "requestId": REQUEST_ID,
        "status": "SUCCESS",
        "data": [
            {
                "id": session_id,
                "userId": requested["userId"],
                "emaId": CARD,
                "evseId": EVSE,
                "startedAt": "2026-03-02T12:00:04Z",
                "stoppedAt": "2026-03-02T12:01:03Z",
                "sessionState": {"status": "stopped"},
                "lastUpdated": "2026-03-02T12:01:03.000000Z",
            }
        ],
    }


async def test_active_lists_what_has_not_ended(each: Caller, clock: Clock) -> None:
    """Requested, started and asked to stop, of that card alone."""
    first = await each.started()
    assert await each.listed() == [first]
    clock.tick(5)
    second = await each.started(evse=SECOND_EVSE)
    other = await each.listed(SECOND_CARD)
    assert (await each.listed(), other) == ([first, second], [])
    await each.stop(first)
    assert await each.listed() == [first, second]
    clock.tick(5)
    assert await each.listed() == [second]


@pytest.mark.parametrize(
    ("spelling", "keys", "value"),
    [
        ("both", {"SessionState", "sessionState"}, {"status": "started"}),
        ("SessionState", {"SessionState"}, {"status": "started"}),
        ("sessionState", {"sessionState"}, {"status": "started"}),
        ("string", {"SessionState", "sessionState"}, "started"),
    ],
)
async def test_the_key_of_the_state_in_active(
    api: Caller, sim: Simulator, spelling: str, keys: set[str], value: object
) -> None:
    """The capital S is real; which one comes can be set."""
    sim.change_settings({"state_spelling": spelling})
    session_id = sim.start_by_card(CARD, EVSE)
    item = (await api.active()).data[0]
    assert {
        key: item[key] for key in item if key.lower() == "sessionstate"
    } == dict.fromkeys(keys, value)
    retrieved = (await api.retrieve(session_id)).data[0]
    assert "SessionState" not in retrieved
    assert retrieved["sessionState"] == (
        value if spelling == "string" else {"status": "started"}
    )


async def test_active_without_a_session(each: Caller, sim: Simulator) -> None:
    """An empty list, or a 404 where that is set."""
    answer = await each.active()
    assert (answer.status, answer.data) == (200, [])
    sim.settings.active_empty = 404
    answer = await each.active()
    assert answer.status == 404
    assert answer.body["Status" if each.pascal else "status"] == "FAILED"


async def test_which_states_are_active_can_be_set(api: Caller, sim: Simulator) -> None:
    """Nobody says which ones Shell lists."""
    session_id = sim.start_by_card(CARD, EVSE)
    sim.end_session(session_id)
    assert await api.listed() == []
    sim.settings.active_states = ("stopped",)
    assert await api.listed() == [session_id]


async def test_an_accepted_command_can_be_202(api: Caller, sim: Simulator) -> None:
    """The models are named after that status."""
    sim.settings.accepted_status = 202
    answer = await api.start()
    assert answer.status == 202
    assert (await api.stop(answer.data[0]["sessionId"])).status == 202


NOT_CONNECTED = "EvNotConnectedToEvse"


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda sim: sim.plug(EVSE, False), NOT_CONNECTED),
        (lambda sim: sim.set_service(EVSE, False), "EvseOutOfService"),
        (lambda sim: sim.start_by_card(FOREIGN_CARD, EVSE), "EvseInUse"),
    ],
)
async def test_a_start_that_fails(
    each: Caller,
    sim: Simulator,
    clock: Clock,
    prepare: Callable[[Simulator], None],
    code: str,
) -> None:
    """It is accepted, and fails with a code and words."""
    prepare(sim)
    session_id = await each.started()
    assert await each.state(session_id) == "start-requested"
    clock.tick(4)
    item = (await each.retrieve(session_id)).data[0]
    if each.pascal:
        assert item["SessionState"] == "failed-to-start"
        assert (item["SessionCode"], bool(item["SessionMessage"])) == (code, True)
    else:
        assert item["sessionState"]["status"] == "failed-to-start"
        assert item["sessionState"]["error"]["code"] == code
        assert item["sessionState"]["error"]["message"]
    assert session_id not in await each.listed()


async def test_a_car_plugged_in_just_in_time(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """What counts is how things are when the start is carried out."""
    sim.plug(EVSE, False)
    session_id = await api.started()
    clock.tick(2)
    sim.plug(EVSE, True)
    clock.tick(2)
    assert await api.state(session_id) == "started"


async def test_the_second_of_two_starts_finds_the_evse_in_use(
    api: Caller, clock: Clock
) -> None:
    """The first holds it, also while it is only requested."""
    first = await api.started()
    second = await api.started(SECOND_CARD)
    clock.tick(4)
    assert await api.state(first) == "started"
    assert await api.state(second) == "failed-to-start"


async def test_an_evse_is_free_again_after_a_failed_start(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """The next start succeeds."""
    sim.plug(EVSE, False)
    await api.started()
    clock.tick(4)
    sim.plug(EVSE, True)
    session_id = await api.started()
    clock.tick(4)
    assert await api.state(session_id) == "started"


async def test_a_visitor_keeps_others_off(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """An EVSE the map shows as occupied is in use, until that car leaves."""
    evse = next(
        point.evse_id for point in sim.world.charge_points.values() if point.visitor
    )
    session_id = await api.started(evse=evse)
    clock.tick(4)
    item = (await api.retrieve(session_id)).data[0]
    assert item["sessionState"]["error"]["code"] == "EvseInUse"
    sim.plug(evse, True)
    session_id = await api.started(evse=evse)
    clock.tick(4)
    assert await api.state(session_id) == "started"


async def test_pulling_the_plug_ends_the_session(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """At once."""
    session_id = await api.started()
    clock.tick(10)
    sim.plug(EVSE, False)
    assert await api.state(session_id) == "stopped"


async def test_a_stop_before_the_start_was_carried_out(
    api: Caller, clock: Clock
) -> None:
    """The session never starts."""
    session_id = await api.started()
    assert (await api.stop(session_id)).status == 200
    clock.tick(60)
    item = (await api.retrieve(session_id)).data[0]
    assert item["sessionState"] == {"status": "stopped"}
    assert "startedAt" not in item


async def test_a_second_stop_changes_nothing(api: Caller, clock: Clock) -> None:
    """It is accepted while the first is pending, which keeps its time."""
    session_id = await api.started()
    clock.tick(4)
    await api.stop(session_id)
    clock.tick(2)
    assert (await api.stop(session_id)).status == 200
    clock.tick(1)
    assert await api.state(session_id) == "stopped"


async def test_a_stop_that_fails(api: Caller, sim: Simulator, clock: Clock) -> None:
    """Out of service during a session: it cannot be stopped, and can once it is back."""
    session_id = await api.started()
    clock.tick(4)
    sim.set_service(EVSE, False)
    await api.stop(session_id)
    clock.tick(3)
    item = (await api.retrieve(session_id)).data[0]
    assert item["sessionState"]["status"] == "failed-to-stop"
    assert item["sessionState"]["error"]["code"] == "EvseOutOfService"
    sim.set_service(EVSE, True)
    await api.stop(session_id)
    clock.tick(3)
    assert await api.state(session_id) == "stopped"


async def test_a_stop_of_a_stopped_session(each: Caller, sim: Simulator) -> None:
    """404, with the body of the caller's generation."""
    session_id = sim.start_by_card(CARD, EVSE)
    sim.end_session(session_id)
    answer = await each.stop(session_id)
    assert answer.status == 404
    key = ("Errors", "Code") if each.pascal else ("errors", "code")
    assert answer.body[key[0]][0][key[1]] == ("E0005" if each.pascal else "E0038")


async def test_delays_can_be_set(api: Caller, sim: Simulator, clock: Clock) -> None:
    """For requests from then on; none at all is possible."""
    before = await api.started()
    sim.set_delays(start=0, stop=0)
    after = await api.started(SECOND_CARD, SECOND_EVSE)
    assert await api.state(before) == "start-requested"
    assert await api.state(after) == "started"
    await api.stop(after)
    assert await api.state(after) == "stopped"
    with pytest.raises(ValueError, match="0 or more"):
        sim.set_delays(start=-1)


@pytest.mark.parametrize("operation", ["retrieve", "stop"])
async def test_an_unknown_session(each: Caller, operation: str) -> None:
    """404 with a body of Shell's."""
    answer = await getattr(each, operation)(UNKNOWN_SESSION)
    assert answer.status == 404
    assert answer.body["Errors" if each.pascal else "errors"]


@pytest.mark.parametrize("operation", ["retrieve", "stop"])
async def test_the_session_of_another_client(
    api: Caller, sim: Simulator, operation: str
) -> None:
    """It is as unknown as one that never was."""
    session_id = sim.start_by_card(FOREIGN_CARD, EVSE)
    assert (await getattr(api, operation)(session_id)).status == 404


@pytest.mark.parametrize(
    "card", [FOREIGN_CARD, "NL-TNM-C99999999-X", "NL-TNM-C00122045-X"]
)
async def test_a_card_that_is_not_the_clients(each: Caller, card: str) -> None:
    """Another account's card, one that never was, or a wrong check digit: all unknown."""
    for answer in (await each.start(card), await each.active(card)):
        assert answer.status == 404
        if each.pascal:
            assert answer.body["Errors"][0]["Code"] == "E0005"
            assert "Invalid Charging token" in answer.body["Errors"][0]["Detail"]
        else:
            assert answer.body["errors"][0]["code"] == "E0038"


async def test_an_unknown_evse(each: Caller) -> None:
    """404 with a body of Shell's."""
    answer = await each.start(evse="NL*TNM*E99999999*9")
    assert answer.status == 404
    assert answer.body["Errors" if each.pascal else "errors"]


async def test_ids_are_the_same_in_every_spelling(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """Answers give the canonical form."""
    sim.settings.min_evse_id_length = 1
    session_id = await api.started("nltnmc00122045", "nltnme020034510")
    assert await api.listed("NLTNMC00122045K") == [session_id]
    item = (await api.retrieve(f"{{{session_id.upper()}}}")).data[0]
    assert (item["emaId"], item["evseId"]) == (CARD, EVSE)


async def test_a_stop_may_carry_anything(api: Caller, sim: Simulator) -> None:
    """Any Content-Type, and empty query segments, as the SDKs send them."""
    session_id = sim.start_by_card(CARD, EVSE)
    path = f"/ev/v2/charge-session/stop?&&sessionId={session_id}&&x=&"
    answer = await api.ask(
        "POST",
        path,
        data=b"",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status == 200


@pytest.mark.parametrize(
    ("card", "evse", "wrong"),
    [
        ("", EVSE, "evChargeNumber"),
        ("x" * 51, EVSE, "evChargeNumber"),
        (7, EVSE, "evChargeNumber"),
        (CARD, "E" * 17, "evseId"),
        (CARD, "E" * 37, "evseId"),
        (CARD, None, "evseId"),
    ],
)
async def test_the_limits_of_a_start(
    api: Caller, card: object, evse: object, wrong: str
) -> None:
    """400 with the name of what is wrong (API.md section 9)."""
    answer = await api.start(card, evse)
    assert answer.status == 400
    assert answer.body["errors"][0]["code"] == "E0001"
    assert answer.body["errors"][0]["details"] == [wrong]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000])
async def test_a_start_without_a_body(api: Caller, body: bytes) -> None:
    """It is optional in the SDK's signature, and refused."""
    answer = await api.ask("POST", "/ev/v2/charge-session/start", data=body)
    assert answer.status == 400
    assert answer.body["errors"][0]["details"] == ["evChargeNumber", "evseId"]


async def test_the_names_of_generation_a_in_a_refusal(
    caller_of: Callable[[str], Caller],
) -> None:
    """The detail names the fields."""
    api = await caller_of("A").log_in()
    answer = await api.start(evse="short")
    assert answer.body["Errors"][0]["Detail"] == "Missing / Invalid value for: EvseId"


@pytest.mark.parametrize("card", ["x" * 13, "x" * 20, ""])
async def test_the_limits_of_active(api: Caller, card: str) -> None:
    """14 to 19 characters from generation B on."""
    answer = await api.active(card)
    assert answer.status == 400
    assert answer.body["errors"][0]["details"] == ["emaId"]


async def test_generation_a_states_no_limit_for_active(
    caller_of: Callable[[str], Caller],
) -> None:
    """A short id is looked for, and not found."""
    api = await caller_of("A").log_in()
    assert (await api.active("short")).status == 404


@pytest.mark.parametrize("operation", ["retrieve", "stop"])
async def test_a_session_id_of_another_form(each: Caller, operation: str) -> None:
    """400 before anything is looked for."""
    answer = await getattr(each, operation)("not-a-session-id")
    assert answer.status == 400
