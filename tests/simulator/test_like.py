"""Answers in the shapes of a report; what it says nothing of is as documented."""

from collections.abc import Callable
from typing import Any

import pytest

from .caller import CARD, EVSE, LOCATIONS, SECOND_EVSE, UNKNOWN_SESSION, Caller
from .reports import active, ask_start, entry, finding
from simulator import Simulator

type Serve = Callable[..., Any]

ITEM = "$.data[]"
OUTER = {"$": ["object"], "$.data": ["list 1"], ITEM: ["object"]}
"""Of an envelope without its other members."""
SESSION = f"/ev/v2/charge-session/retrieve?sessionId={UNKNOWN_SESSION}"


async def started(simulator: Simulator, caller: Caller) -> Any:
    """Return the one session in the answer of `active`, started four seconds after noon."""
    await ask_start(caller)
    simulator.advance(10)
    return (await active(caller)).body["data"][0]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("text time with zone 11-20", "2026-03-02T12:00:04Z"),
        ("text time without zone 11-20", "2026-03-02T12:00:04"),
        ("text date 2-10", "2026-03-02"),
        ("text epoch 2-10", "1772452804"),
        ("number epoch", 1772452804),
        ("text other 11-20", "02-03-2026 12:00:04"),
        ("text other 21-40", "Mon, 02 Mar 2026 12:00:04 GMT"),
        ("text empty 0", "2026-03-02T12:00:04Z"),
        ("null", "2026-03-02T12:00:04Z"),
    ],
)
async def test_times(like: Serve, form: str, told: object) -> None:
    """As the report writes them, and never without what they say."""
    paths = OUTER | {f"{ITEM}.startedAt": [form]}
    async with like(entry("active", paths)) as (simulator, caller):
        assert (await started(simulator, caller))["startedAt"] == told


async def test_keys(like: Serve) -> None:
    """Spelled as in the report; one spelling may stand for two."""
    paths = {
        "$": ["object"],
        "$.Data": ["list 1"],
        "$.Data[]": ["object"],
        "$.Data[].evse_id": ["text other 11-20"],
        "$.Data[].ID": ["text uuid 21-40"],
        "$.Data[].sessionstate": ["object"],
        "$.Data[].sessionstate.STATUS": ["text letters 2-10"],
    }
    async with like(entry("active", paths)) as (simulator, caller):
        await ask_start(caller)
        simulator.advance(10)
        (item,) = (await active(caller)).body["Data"]
    assert item == {
        "evse_id": EVSE,
        "ID": next(iter(simulator.sessions)),
        "sessionstate": {"STATUS": "started"},
        "startedAt": "2026-03-02T12:00:04Z",
        "stoppedAt": None,
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["started", "stopped"], "started"),
        (["Started", "started"], "started"),
        (["STARTED"], "STARTED"),
        (["STOPPED"], "STARTED"),
        (["Stopped"], "Started"),
        (["Charging"], "Charging"),
        (["Charging", "started"], "started"),
        (["Charging", "Stopped"], "Charging"),
        (["Charging", "Done", "Paused"], "Charging"),
    ],
)
async def test_states(like: Serve, words: list[str], told: str) -> None:
    """In the report's spelling; a strange word stands for what the report does not show."""
    path = f"{ITEM}.sessionState.status"
    paths = OUTER | {f"{ITEM}.sessionState": ["object"], path: ["text letters 2-10"]}
    async with like(entry("active", paths, words={path: words})) as (simulator, caller):
        state = (await started(simulator, caller))["sessionState"]
    assert state == {"status": told}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Started"], "Start-requested"),
        (["StopRequested"], "StartRequested"),
        (["Stop-Requested"], "Start-Requested"),
        (["sToPPed"], "start-requested"),
    ],
)
async def test_a_word_that_was_not_seen_is_spelled_like_the_others(
    like: Serve, words: list[str], told: str
) -> None:
    """In the first style that all of them have."""
    path = f"{ITEM}.sessionState.status"
    paths = OUTER | {f"{ITEM}.sessionState": ["object"], path: ["text letters 2-10"]}
    async with like(entry("active", paths, words={path: words})) as (_, caller):
        await ask_start(caller)
        (item,) = (await active(caller)).data
    assert item["sessionState"] == {"status": told}


async def test_a_word_that_the_report_withholds(like: Serve) -> None:
    """It is none of the documented ones."""
    path = f"{ITEM}.sessionState.status"
    paths = OUTER | {f"{ITEM}.sessionState": ["object"], path: ["text other 2-10"]}
    strange = [finding("undocumented_state", path, "text other 2-10")]
    async with like(entry("active", paths, findings=strange)) as (simulator, caller):
        state = (await started(simulator, caller))["sessionState"]
    assert state == {"status": "started-9"}


async def test_a_code_of_an_error(like: Serve) -> None:
    """A status has one code, so that a strange one stands for it."""
    paths = {
        "$": ["object"],
        "$.errors": ["list 1"],
        "$.errors[]": ["object"],
        "$.errors[].code": ["text letters 11-20"],
    }
    words = {"$.errors[].code": ["SessionGone"]}
    answer = entry("retrieve", paths, status=404, words=words)
    async with like(answer) as (_, caller):
        reply = await caller.ask("GET", SESSION)
    assert (reply.status, reply.body) == (404, {"errors": [{"code": "SessionGone"}]})


@pytest.mark.parametrize(
    ("forms", "told"),
    [
        (["text letters 2-10"], "started"),
        (["object"], {"status": "started"}),
        (["list 1"], [{"status": "started"}]),
        (["null"], None),
        (["boolean"], "started"),
    ],
)
async def test_an_object_as_something_else(
    like: Serve, forms: list[str], told: object
) -> None:
    """A state as text is the first that the object says."""
    paths = OUTER | {f"{ITEM}.sessionState": forms}
    if forms == ["object"]:
        paths[f"{ITEM}.sessionState.status"] = ["text letters 2-10"]
    async with like(entry("active", paths)) as (simulator, caller):
        assert (await started(simulator, caller))["sessionState"] == told


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (
            {
                "": ["object"],
                ".Code": ["number whole"],
                ".Status": ["text letters 2-10"],
            },
            {"Code": "started"},
        ),
        ({"": ["object"], ".error": ["object"]}, {}),
        ({"": ["list 1"]}, ["started"]),
    ],
)
async def test_a_text_as_something_else(
    like: Serve, paths: dict[str, list[str]], told: object
) -> None:
    """A state of the oldest generation as an object holds it in its first plain member."""
    outer = {"$": ["object"], "$.Data": ["list 1"], "$.Data[]": ["object"]}
    inner = {f"$.Data[].SessionState{path}": forms for path, forms in paths.items()}
    answer = entry("active", outer | inner, generation="A")
    async with like(answer, generation="A") as (simulator, caller):
        simulator.start_by_card(CARD, EVSE)
        reply = await caller.ask("GET", f"/ev/v1/charge-session/active?EmaId={CARD}")
    (item,) = reply.data
    assert item["SessionState"] == told


async def test_lists(like: Serve) -> None:
    """One thing stands for a list of one; how none and two are told is not known."""
    paths = {"$": ["object"], "$.data": ["object"], "$.data.id": ["text uuid 21-40"]}
    async with like(entry("active", paths)) as (simulator, caller):
        assert (await active(caller)).body == {"data": []}
        simulator.start_by_card(CARD, EVSE)
        one = (await active(caller)).body["data"]
        simulator.plug(SECOND_EVSE, True)
        simulator.start_by_card(CARD, SECOND_EVSE)
        two = (await active(caller)).body["data"]
    ids = list(simulator.sessions)
    assert one["id"] == ids[0]
    assert [each["id"] for each in two] == ids


async def test_nothing_as_null_or_empty(like: Serve) -> None:
    """Where the report has it so."""
    paths = {
        "$": ["object"],
        "$.requestId": ["null"],
        "$.data": ["null"],
    }
    async with like(entry("active", paths)) as (_, caller):
        assert (await active(caller)).body == {"requestId": None, "data": None}
    paths = OUTER | {
        f"{ITEM}.stoppedAt": ["text empty 0"],
        f"{ITEM}.userId": ["text empty 0"],
    }
    async with like(entry("active", paths)) as (simulator, caller):
        item = await started(simulator, caller)
    assert (item["stoppedAt"], item["userId"]) == ("", "")


async def test_numbers_and_texts(like: Serve) -> None:
    """As text with or without more in it, and a text of digits as a number."""
    connector = "$.data[].evses[].connectors[]"
    electrical = f"{connector}.electricalProperties"
    paths = {
        "$": ["object"],
        "$.data": ["list 2-10"],
        "$.data[]": ["object"],
        "$.data[].openTwentyFourSeven": ["text letters 2-10"],
        "$.data[].evses": ["list 1"],
        "$.data[].evses[]": ["object"],
        "$.data[].evses[].connectors": ["list 1"],
        connector: ["object"],
        f"{connector}.externalId": ["number whole"],
        f"{connector}.connectorType": ["number whole"],
        electrical: ["object"],
        f"{electrical}.voltage": ["number whole"],
        f"{electrical}.amperage": ["text number 2-10"],
        f"{electrical}.maxElectricPower": ["text other 2-10"],
    }
    async with like(entry("list_locations", paths)) as (_, caller):
        reply = await caller.ask("GET", f"{LOCATIONS['D']}?evseId={EVSE}")
    ((location,)) = reply.data
    assert location["openTwentyFourSeven"] in ("true", "false")
    (found,) = location["evses"][0]["connectors"]
    assert found["externalId"] == 1
    assert found["connectorType"] == "Type2"  # no number is known for it
    assert found["electricalProperties"] == {
        "voltage": 230,
        "amperage": "32",
        "maxElectricPower": "22.08 units",
    }


async def test_members_that_no_document_has(like: Serve) -> None:
    """They are made up, with all that is in them and as long as they were."""
    added = {
        "$.uuid": ["text uuid 21-40"],
        "$.word": ["text letters 11-20"],
        "$.other": ["text other 41-100"],
        "$.day": ["text date 2-10"],
        "$.digits": ["text number 1"],
        "$.kind": ["text letters 2-10"],
        "$.count": ["null", "number whole"],
        "$.ratio": ["number fraction"],
        "$.flag": ["boolean"],
        "$.nothing": ["null"],
        "$.empty": ["list 0"],
        "$.list": ["list 2-10"],
        "$.<key>": ["object"],
    }
    inside = {
        "$.list[]": ["text time with zone 11-20"],
        "$.<key>.inner": ["number epoch"],
    }
    answer = entry(
        "active",
        {"$": ["object"], "$.data": ["list 0"]} | added | inside,
        words={"$.kind": ["paid"]},
        findings=[finding("unknown_path", path) for path in added],
    )
    async with like(answer) as (_, caller):
        body = (await active(caller)).body
    assert body == {
        "data": [],
        "uuid": "5f0f4c1e-3a63-4c0e-9a53-0d6b7f2f1a11",
        "word": "x" * 11,
        "other": "#" * 41,
        "day": "2026-01-01",
        "digits": "1",
        "kind": "paid",
        "count": 1,
        "ratio": 1.5,
        "flag": True,
        "nothing": None,
        "empty": [],
        "list": ["2026-01-01T00:00:00Z"],
        "not-shown-1": {"inner": 1767225600},
    }


async def test_what_a_report_does_not_show(like: Serve) -> None:
    """Members that come and go stay, also those that are documented and were seen; others are gone."""
    paths = OUTER | {
        f"{ITEM}.id": ["text uuid 21-40"],
        f"{ITEM}.sessionCode": ["text letters 2-10"],
        f"{ITEM}.started_at": ["text time with zone 11-20"],
    }
    unknown = [finding("unknown_path", f"{ITEM}.started_at")]
    async with like(entry("active", paths, findings=unknown)) as (simulator, caller):
        await ask_start(caller)
        (item,) = (await active(caller)).data
        assert item == {"id": next(iter(simulator.sessions)), "stoppedAt": None}
        simulator.advance(10)
        (item,) = (await active(caller)).data
    assert item["started_at"] == "2026-03-02T12:00:04Z"
