"""The report: all a client was answered, no value in it, and read as strictly as it is written."""

from datetime import date, timedelta
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from custom_components.shell_ev.api import SEND_REPORTS_TO, Cause, TemporaryError
from custom_components.shell_ev.api.generations import (
    DIRECTORIES,
    GENERATIONS,
    Operation,
)
from custom_components.shell_ev.api.report import (
    as_text,
    clock_in_words,
    operations,
    read_report,
    report,
)
from custom_components.shell_ev.api.shapes import MAX_ITEMS
from simulator import Simulator
from tests.api.conftest import make
from tests.api.samples import SESSION, envelope
from tests.api.test_shapes import reply_of
from tests.conftest import CARD, CLIENT_ID, HOME, SECRET

INTEGRATION = Path(__file__).parents[2] / "custom_components" / "shell_ev"
MADE = date(2026, 11, 22)


@pytest.fixture
async def written(simulator: Simulator, server: str, web: aiohttp.ClientSession) -> str:
    """Return a report of the whole API, with deviations and a call that failed."""
    client = make(web, server)
    for generation in GENERATIONS:
        client.generation = generation
        session_id = (await client.start(CARD, HOME)).session_id
        simulator.advance(10)
        await client.active(CARD)
        await client.stop(session_id)
        simulator.advance(10)
        await client.retrieve(session_id)
    for directory in DIRECTORIES:
        await client.probe(directory, Operation.LIST_LOCATIONS, evse_id=HOME)
        await client.probe(
            directory, Operation.NEARBY, latitude="52.37", longitude="4.9"
        )
    simulator.start_by_card(CARD, HOME)
    for fault in ("unknown_state", "html", "status", "empty", "redirect"):
        simulator.inject("active", fault, status=302)
        await client.probe(GENERATIONS[0], Operation.ACTIVE, ema_id=CARD)
    simulator.inject("active", "cut", times=2)  # aiohttp asks again
    with pytest.raises(TemporaryError):
        await client.active(CARD)
    return json.dumps(
        report(
            client,
            environment="custom",
            made=MADE,
            version="0.1.0",
            advice=["Send it."],
        )
    )


async def test_no_value_of_the_simulator_is_in_it(
    simulator: Simulator, written: str
) -> None:
    """No id, token, name, place or time."""
    values = {
        CARD,
        HOME,
        CLIENT_ID,
        SECRET,
        *simulator.sessions,
        *simulator.tokens.tokens,
    }
    for place in simulator.locations:
        values |= {
            place.text_uid,
            place.city,
            place.street_and_number,
            place.operator.name,
        }
        values |= {evse.evse_id for evse in place.evses}
    for record in simulator.audit:
        values |= {str(record.request_id)}
    assert len(values) > 100
    assert [value for value in values if value in written] == []


async def test_what_is_in_it(written: str) -> None:
    """Each kind of answer in the order in which it came."""
    told = json.loads(written)
    assert {key: told[key] for key in told if key != "operations"} == {
        "report": "shell_ev_api",
        "version": 1,
        "made": "2026-11-22",
        "environment": "custom",
        "client": "0.1.0",
        "clock": "right",
        "advice": ["Send it."],
    }
    token, start, *others = told["operations"]
    assert token["operation"] == "authorize"
    assert token["generation"] == ""
    seconds = start.pop("seconds")
    assert 0 <= seconds < 15
    headers = start.pop("headers")
    assert {"content-type", "date"} <= set(headers)
    assert start == {
        "operation": "start",
        "generation": "D",
        "status": 200,
        "count": 1,
        "content": "json",
        "paths": {
            "$": ["object"],
            "$.requestId": ["text uuid 21-40"],
            "$.status": ["text letters 2-10"],
            "$.data": ["list 1"],
            "$.data[]": ["object"],
            "$.data[].sessionId": ["text uuid 21-40"],
        },
        "words": {"$.status": ["SUCCESS"]},
        "findings": [],
    }
    active = next(
        each
        for each in others
        if (each["operation"], each["generation"]) == ("active", "D")
    )
    assert {
        "kind": "undocumented_state",
        "path": "$.data[].SessionState.status",
        "detail": "paused-by-grid",
    } in active["findings"]
    assert others[-1] == {
        "operation": "active",
        "generation": "A",
        "status": None,
        "count": 1,
        "failure": "lost",
    }


async def test_a_report_is_read(written: str) -> None:
    """As it was written."""
    read = read_report(written)
    assert read.made == MADE
    assert read.environment == "custom"
    assert read.clock == "right"
    assert read.advice == ("Send it.",)
    assert len(read.operations) == len(json.loads(written)["operations"])
    start = read.operations[1]
    assert (start.operation, start.generation, start.status) == ("start", "D", 200)
    assert [str(form) for form in start.paths["$.data[].sessionId"]] == [
        "text uuid 21-40"
    ]
    assert read.operations[-1].failure is Cause.LOST


async def test_a_person_can_read_it(written: str) -> None:
    """Short lists and findings take a line each, what was found comes first, and nothing is lost."""
    made = json.loads(written)
    text = as_text(made)
    assert json.loads(text) == made
    assert list(made["operations"][1])[:5] == [
        *("operation", "generation", "status", "count", "findings")
    ]
    lines = text.splitlines()
    assert len(lines) < len(json.dumps(made, indent=2).splitlines()) / 2
    assert max(map(len, lines)) < 150
    assert '        "$.data[].sessionId": ["text uuid 21-40"]' in lines
    assert any(
        line.lstrip().startswith('{"kind": "undocumented_state"') for line in lines
    )


def test_sentences_of_a_report_have_a_line_each() -> None:
    """Beside each other they would be longer than a screen is wide."""
    sentences = ["Add the product. " * 4, "Run this again. " * 4]
    assert as_text({"advice": sentences, "words": {}}).splitlines() == [
        "{",
        '  "advice": [',
        f'    "{sentences[0]}",',
        f'    "{sentences[1]}"',
        "  ],",
        '  "words": {}',
        "}",
    ]


def changes() -> list[tuple[tuple[Any, ...], Any]]:
    """Return places in a report, and what cannot stand there."""
    operation = ("operations", 1)
    finding = ("operations", "undocumented", "findings", 0)
    return [
        (("report",), "other"),
        (("version",), 2),
        ((*operation, "cut"), "yes"),
        (("made",), "today"),
        (("made",), 5),
        (("environment",), "home"),
        (("client",), HOME),
        (("clock",), CARD),
        (("advice",), ["x" * 301]),
        (("advice",), [5]),
        (("more",), 1),
        (("operations",), None),
        ((*operation, "operation"), "fly"),
        ((*operation, "generation"), CARD),
        ((*operation, "status"), "200"),
        ((*operation, "count"), CARD),
        ((*operation, "seconds"), CARD),
        ((*operation, "content"), CARD),
        ((*operation, "headers"), [CARD]),
        ((*operation, "paths"), {"$.d1": ["object"]}),
        ((*operation, "paths"), {"$": [CARD]}),
        ((*operation, "words"), {"$": [CARD]}),
        ((*operation, "words"), {CARD: ["started"]}),
        ((*operation, "findings"), [1]),
        ((*operation, "more"), 1),
        (("operations", -1, "failure"), CARD),
        (("operations", -1, "more"), 1),
        ((*finding, "kind"), "odd"),
        ((*finding, "path"), CARD),
        ((*finding, "detail"), CARD),
        ((*finding, "more"), ""),
    ]


@pytest.mark.parametrize(("place", "value"), changes())
async def test_what_is_no_report(
    written: str, place: tuple[Any, ...], value: Any
) -> None:
    """Whatever could hold a value is refused, and not repeated."""
    told = json.loads(written)
    within: Any = told
    for key in place[:-1]:
        if key == "undocumented":
            within = next(each for each in within if each.get("findings"))
        else:
            within = within[key]
    within[place[-1]] = value
    with pytest.raises(ValueError, match="Not a report"):
        read_report(json.dumps(told))


@pytest.mark.parametrize("text", ["", "[]", "5", "{}", "[" * 150_000, "{"])
def test_what_is_not_even_like_one(text: str) -> None:
    """It is refused."""
    with pytest.raises(ValueError, match="Not a report"):
        read_report(text)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (None, "unknown"),
        (timedelta(), "right"),
        (timedelta(minutes=5), "right"),
        (timedelta(minutes=-5), "right"),
        (timedelta(minutes=6), "ahead by 6 minutes"),
        (timedelta(minutes=59, seconds=20), "ahead by 59 minutes"),
        (timedelta(minutes=59, seconds=50), "ahead by 1 hour"),
        (timedelta(hours=-1), "behind by 1 hour"),
        (timedelta(hours=3, minutes=2), "ahead by 3 hours"),
        (timedelta(hours=2, minutes=59, seconds=59), "ahead by 3 hours"),
        (timedelta(hours=23, minutes=20), "ahead by 23 hours"),
        (timedelta(hours=-23, minutes=-50), "behind by 1 day"),
        (timedelta(days=-400), "behind by 400 days"),
    ],
)
def test_the_clock_in_words(ahead: timedelta | None, words: str) -> None:
    """To the nearest, in the largest unit that fits."""
    assert clock_in_words(ahead) == words


async def test_the_clock_is_compared_with_that_of_the_answer(
    simulator: Simulator, server: str, web: aiohttp.ClientSession
) -> None:
    """An hour behind theirs is an hour behind."""
    client = make(web, server)
    assert clock_in_words(client.clock_ahead) == "unknown"
    simulator.inject("token", "status", status=503, clock_ahead=3 * 3600)
    with pytest.raises(TemporaryError):
        await client.authenticate()
    assert clock_in_words(client.clock_ahead) == "behind by 3 hours"
    assert operations(client.shapes)[0]["status"] == 503


def test_where_reports_go() -> None:
    """To the issue tracker of the manifest."""
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    assert manifest["issue_tracker"] == SEND_REPORTS_TO


@pytest.mark.parametrize("items", [MAX_ITEMS, MAX_ITEMS + 1])
def test_what_was_not_looked_at_is_told(items: int) -> None:
    """A report of twenty places shows the shapes of the first ten, and says so."""
    session: Any = None
    client = make(session, "https://shell.example")
    body = envelope(*[SESSION] * items)
    client.shapes.add("D", Operation.ACTIVE, reply_of(body))
    made = report(client, environment="test", made=MADE, version="0.1.0")
    (told,) = made["operations"]
    assert told.get("cut") is (True if items > MAX_ITEMS else None)
    (read,) = read_report(json.dumps(made)).operations
    assert read.cut is (items > MAX_ITEMS)


def test_an_empty_report() -> None:
    """A client that asked nothing has nothing to tell, and says so in the same form."""
    session: Any = None
    client = make(session, "https://shell.example")
    empty = report(client, environment="test", made=MADE, version="0.1.0")
    assert read_report(json.dumps(empty)).operations == ()
    assert empty["clock"] == "unknown"
