"""What a report says of whole answers: their status, what is not JSON, what is not served."""

from collections.abc import Callable
import json
from typing import Any

import pytest

from .reports import active, ask_start, entry, report
from simulator.reported import read_report

type Serve = Callable[..., Any]


async def test_the_status_of_a_success(like: Serve) -> None:
    """Another than ours is taken over, and so is a body that is not there."""
    async with like(entry("start", {}, status=204, content="empty")) as (_, caller):
        reply = await ask_start(caller)
    assert (reply.status, reply.content) == (204, b"")


async def test_no_session_is_told_as_the_report_has_it(like: Serve) -> None:
    """Not found, where nothing else was seen; a session is told all the same."""
    paths = {"$": ["object"], "$.errors": ["list 1"]}
    async with like(entry("active", paths, status=404)) as (simulator, caller):
        assert (await active(caller)).status == 404
        simulator.reset()
        await caller.log_in()
        await ask_start(caller)
        assert len((await active(caller)).data) == 1


@pytest.mark.parametrize(
    ("content", "begin"), [("html", b"<!DOCTYPE"), ("text", b"No JSON"), ("empty", b"")]
)
async def test_what_is_not_json(like: Serve, content: str, begin: bytes) -> None:
    """A page, a text, nothing."""
    async with like(entry("active", {}, content=content)) as (_, caller):
        reply = await active(caller)
    assert reply.status == 200
    assert reply.content.startswith(begin)
    assert bool(reply.content) == bool(begin)


FAULT = {
    "$": ["object"],
    "$.fault": ["object"],
    "$.fault.faultstring": ["text other 21-40"],
}


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (entry("active", FAULT, status=404), 404),
        (entry("active", FAULT, status=403), 403),
        (entry("active", {}, status=410, content="html"), 410),
        (entry("retrieve", FAULT, status=403), 403),
        (entry("retrieve", {"$": ["object"], "$.errors": ["list 1"]}, status=404), 200),
        (entry("nearby", FAULT, status=403), 200),
        (entry("active", FAULT, status=403, generation="BC"), 200),
        (entry("active", FAULT, status=500), 200),
    ],
)
async def test_what_is_not_served_or_not_subscribed_to(
    like: Serve, answer: dict[str, Any], status: int
) -> None:
    """It is refused, with the other operations of its generation; an error about a thing is none."""
    async with like(answer) as (_, caller):
        reply = await active(caller)
    assert reply.status == status
    if "fault" in reply.content.decode():
        assert reply.body == {"fault": {"faultstring": "#" * 21}}


async def test_faults_have_shapes_too(like: Serve) -> None:
    """A page by order stays a page; an error gets the shape of the report's."""
    paths = {"$": ["object"], "$.status": ["text letters 2-10"]}
    answer = entry("active", paths, status=500, words={"$.status": ["Failed"]})
    async with like(answer) as (simulator, caller):
        simulator.inject("active", "status", status=500)
        assert (await active(caller)).body == {"status": "Failed"}
        simulator.inject("active", "html", status=500)
        assert (await active(caller)).content.startswith(b"<!DOCTYPE")


async def test_tokens_and_the_rest(like: Serve) -> None:
    """The token has no generation; a call without an answer has no shape."""
    paths = {
        "$": ["object"],
        "$.access_token": ["text other 21-40"],
        "$.token_type": ["text letters 2-10"],
        "$.expires_in": ["text number 2-10"],
    }
    token = entry("authorize", paths, generation="")
    lost = {"operation": "active", "generation": "D", "status": None, "failure": "lost"}
    async with like(token, lost) as (_, caller):
        assert (await active(caller)).body["status"] == "SUCCESS"
        data = {
            "grant_type": "client_credentials",
            "client_id": "demo-client",
            "client_secret": "demo-secret",
        }
        assert (await caller.ask_token(data=data)).body["expires_in"] == "899"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        report(version=2),
        report(report="other"),
        report(operations=[{}]),
        report(operations=None),
        report(entry("active", {"$": ["thing"]})),
        report(entry("active", {"$": [7]})),  # type: ignore[list-item]
        report(entry("active", {}, status="ok")),
        report(entry("active", {}, status=float("inf"))),
        report(entry("active", [])),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_report(text: str) -> None:
    """It is told in a sentence."""
    with pytest.raises(ValueError, match=r"^This is not a report that can be read\.$"):
        read_report(text)


def test_what_home_assistant_downloads() -> None:
    """Its diagnostics of an account hold a report among other things."""
    made = report(entry("active", {"$": ["object"]}))
    download = {
        "home_assistant": {"version": "2026.10.1"},
        "data": {"environment": "production", "shapes": json.loads(made)},
    }
    assert read_report(json.dumps(download)) == read_report(made)
