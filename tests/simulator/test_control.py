"""The control API over HTTP."""

from typing import Any

import pytest

from .caller import CARD, EVSE, SECOND_EVSE, UNKNOWN_SESSION, Caller, Clock, basic
from simulator import Simulator


async def state(api: Caller) -> Any:
    """Give the state the control API shows."""
    return (await api.control("GET", "state")).body


async def test_the_state_shows_everything(api: Caller, sim: Simulator) -> None:
    """Settings, delays, cards, charge points, sessions and faults; no secret."""
    session_id = sim.start_by_card(CARD, EVSE)
    sim.inject("stop", "status", times=3)
    shown = await state(api)
    assert shown["now"] == "2026-03-02T12:00:00.000Z"
    assert shown["seed"] == 1
    assert shown["delays"] == {"start": 4.0, "stop": 3.0}
    assert shown["settings"]["generations"] == ["A", "B", "C", "D"]
    assert shown["accounts"]["other-client"] == {"cards": ["NL-TNM-C00122046-M"]}
    assert "secret" not in str(shown)
    by_id = {evse["evseId"]: evse for evse in shown["evses"]}
    assert by_id[EVSE] == {
        "evseId": EVSE,
        "status": "Occupied",
        "plugged": True,
        "in_service": True,
        "sessionId": session_id,
    }
    assert by_id[SECOND_EVSE]["sessionId"] is None
    assert shown["sessions"] == [
        {
            "sessionId": session_id,
            "clientId": "demo-client",
            "emaId": CARD,
            "evseId": EVSE,
            "state": "started",
            "error": None,
            "history": [{"state": "started", "since": "2026-03-02T12:00:00.000Z"}],
        }
    ]
    (fault,) = shown["faults"]
    assert (fault["operation"], fault["kind"], fault["times"]) == ("stop", "status", 3)


async def test_the_state_shows_why_a_start_failed(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """With the code and the words of the API."""
    sim.plug(EVSE, False)
    await api.started()
    clock.tick(4)
    (session,) = (await state(api))["sessions"]
    assert session["error"]["code"] == "EvNotConnectedToEvse"
    assert [turn["state"] for turn in session["history"]] == [
        "start-requested",
        "failed-to-start",
    ]


async def test_the_audit_can_be_read(api: Caller) -> None:
    """Every call to the API, none to the control API."""
    await api.active()
    records = (await api.control("GET", "audit")).body
    assert [record["operation"] for record in records] == ["token", "active"]
    assert records[1]["request_id"] == api.request_id
    assert records[1]["time"] == "2026-03-02T12:00:00.000Z"


@pytest.mark.parametrize("evse_id", [EVSE, EVSE.replace("*", "%2A"), "nltnme020034510"])
async def test_a_charge_point_can_be_handled(
    api: Caller, sim: Simulator, evse_id: str
) -> None:
    """Plug and service, together or one alone, in any spelling of the id."""
    answer = await api.control(
        "POST", f"evses/{evse_id}", plugged=False, in_service=False
    )
    assert answer.body == {"evseId": EVSE, "plugged": False, "in_service": False}
    answer = await api.control("POST", f"evses/{evse_id}", plugged=True)
    assert answer.body == {"evseId": EVSE, "plugged": True, "in_service": False}
    answer = await api.control("POST", f"evses/{evse_id}", in_service=True)
    assert answer.body == {"evseId": EVSE, "plugged": True, "in_service": True}


async def test_a_session_as_at_the_pole(api: Caller) -> None:
    """Started and ended without the API."""
    answer = await api.control("POST", "sessions", emaId=CARD, evseId=EVSE)
    session_id = answer.body["sessionId"]
    assert await api.listed() == [session_id]
    assert (await api.control("POST", f"sessions/{session_id}/end")).body == {
        "ok": True
    }
    assert await api.listed() == []


async def test_delays_and_time(api: Caller) -> None:
    """One delay can be set without the other; time moves on."""
    await api.control("POST", "delays", start=20)
    await api.control("POST", "delays", stop=1.5)
    assert (await state(api))["delays"] == {"start": 20.0, "stop": 1.5}
    session_id = await api.started()
    answer = await api.control("POST", "advance", seconds=20)
    assert answer.body == {"now": "2026-03-02T12:00:20.000Z"}
    assert await api.state(session_id) == "started"


async def test_faults_are_ordered_and_withdrawn(api: Caller) -> None:
    """With every field of the Python API."""
    order = {
        "operation": "active",
        "fault": "status",
        "times": 2,
        "probability": 1,
        "before": False,
        "status": 429,
        "seconds": 0.5,
        "retry_after": "7",
        "text": "",
        "clock_ahead": 0,
    }
    assert (await api.control("POST", "faults", **order)).body == {"ok": True}
    answer = await api.active()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (await api.control("DELETE", "faults")).body == {"ok": True}
    assert (await api.active()).status == 200


async def test_settings_are_changed(api: Caller, sim: Simulator) -> None:
    """Some of them, and all are shown."""
    changes = {
        "products": ["charging"],
        "token_lifetime": 60,
        "token_lifetime_as_text": True,
    }
    answer = await api.control("POST", "settings", **changes)
    assert answer.status == 200
    assert {key: answer.body[key] for key in changes} == changes
    assert answer.body["rate_limit"] == 300
    assert sim.settings.token_lifetime == 60
    assert (await api.locations()).status == 403


async def test_accounts_are_changed(api: Caller) -> None:
    """A secret is renewed, a card is added, a client is new."""
    await api.control("POST", "accounts/demo-client", secret="renewed")
    refused = await api.ask_token(headers=basic("demo-client", "demo-secret"))
    assert refused.status == 401
    await api.log_in("demo-client", "renewed")
    assert (await api.active()).status == 200
    await api.control("POST", "accounts/new", secret="s", cards=["NL-TNM-C00122047-X"])
    await api.log_in("new", "s")
    assert (await api.active("NL-TNM-C00122047-X")).status == 200


async def test_everything_begins_again(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """Sessions, plugs, faults, settings, accounts, tokens, time and audit."""
    sim.advance(100)
    sim.start_by_card(CARD, EVSE)
    sim.plug(SECOND_EVSE, False)
    sim.inject("any", "status")
    sim.settings.rate_limit = 1
    sim.accounts["demo-client"].secret = "other"
    sim.set_delays(start=1)
    await api.active()
    assert (await api.control("POST", "reset")).body == {"ok": True}
    assert not sim.sessions
    assert not sim.audit
    assert sim.now() == clock.now
    assert (await api.active()).status == 401
    await api.log_in()
    assert (await api.active()).data == []
    session_id = await api.started(evse=SECOND_EVSE)
    clock.tick(4)
    assert await api.state(session_id) == "started"


@pytest.mark.parametrize(
    ("path", "body", "status", "complaint"),
    [
        (f"evses/{EVSE}", {"plugged": "yes"}, 400, "plugged must be true or false"),
        (f"evses/{EVSE}", {"colour": 1}, 400, "no field 'colour'"),
        ("evses/NL*XXX*E1", {}, 404, "no EVSE"),
        ("sessions", {"emaId": CARD}, 400, "evseId is missing"),
        ("sessions", {"emaId": 7, "evseId": EVSE}, 400, "emaId must be a text"),
        ("sessions", {"emaId": "NL-XXX-C00000000", "evseId": EVSE}, 404, "no card"),
        (f"sessions/{UNKNOWN_SESSION}/end", {}, 404, "no session"),
        ("delays", {"start": -1}, 400, "0 or more"),
        ("delays", {"start": True}, 400, "start must be a number of seconds"),
        (
            "faults",
            {"operation": "active", "fault": "boredom"},
            400,
            "no fault 'boredom'",
        ),
        ("faults", {"operation": "active"}, 400, "fault is missing"),
        (
            "faults",
            {"operation": "any", "fault": "cut", "times": 1.5},
            400,
            "whole number",
        ),
        ("settings", {"colour": "red"}, 400, "no setting 'colour'"),
        (
            "settings",
            {"active_empty": 500},
            400,
            "active_empty must be one of 200, 404",
        ),
        ("settings", {"active_empty": True}, 400, "active_empty must be one of"),
        ("settings", {"generations": "D"}, 400, "generations must be a list"),
        ("settings", {"generations": ["E"]}, 400, "generations must be a list"),
        ("settings", {"rate_limit": -1}, 400, "rate_limit must be a whole number"),
        ("settings", {"rate_limit": False}, 400, "rate_limit must be a whole number"),
        ("accounts/x", {"cards": "all"}, 400, "cards must be a list"),
        ("advance", {}, 400, "seconds is missing"),
    ],
)
async def test_bad_input_is_explained(
    api: Caller, path: str, body: dict[str, Any], status: int, complaint: str
) -> None:
    """In a sentence."""
    answer = await api.control("POST", path, **body)
    assert answer.status == status
    assert complaint in answer.body["error"]
    assert answer.body["error"].endswith(".")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "not JSON"),
        (b"[]", "a JSON object"),
        (b'{"seconds": NaN}', "a number of seconds"),
    ],
)
async def test_a_body_that_is_no_object(
    api: Caller, content: bytes, complaint: str
) -> None:
    """Nor a number that is none."""
    answer = await api.ask("POST", "/_simulator/advance", bare=True, data=content)
    assert answer.status == 400
    assert complaint in answer.body["error"]


async def test_a_refused_change_changes_nothing(api: Caller, sim: Simulator) -> None:
    """Not even the part that was right."""
    await api.control("POST", "settings", rate_limit=7, active_empty=1)
    assert sim.settings.rate_limit == 300
