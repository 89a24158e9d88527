"""The shapes that a client met: counted, merged, bounded, and looked at once."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest

from custom_components.shell_ev.api import (
    Cause,
    Finding,
    Kind,
    Met,
    ShapeBook,
    book as module,
    http,
)
from custom_components.shell_ev.api.book import (
    MAX_HEADERS,
    MAX_MET,
    MAX_SKELETON,
    MAX_SKELETONS,
)
from custom_components.shell_ev.api.generations import GENERATIONS, Operation
from custom_components.shell_ev.api.http import error_of
from custom_components.shell_ev.api.models import fold_keys
from custom_components.shell_ev.api.shapes import Shape, shape_of
from tests.api.samples import ERROR, SESSION, envelope
from tests.api.test_shapes import reply_of


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the bodies that were walked over."""
    walked: list[object] = []

    def walk(body: object, **kind: bool) -> Shape:
        walked.append(body)
        return shape_of(body, **kind)

    monkeypatch.setattr(module, "shape_of", walk)
    return walked


def add(book: ShapeBook, body: Any, status: int = 200, **changes: Any) -> None:
    """Add a reply to the question for active sessions."""
    book.add("D", Operation.ACTIVE, reply_of(body, status, **changes))


def session(**changes: Any) -> dict[str, Any]:
    """Return an answer of its own ids and times, with one session."""
    moment = f"2026-11-20T11:58:{uuid4().int % 60:02}.985998Z"
    item = {"id": str(uuid4()), "userId": str(uuid4()), "lastUpdated": moment}
    return {**envelope(SESSION | item | changes), "requestId": str(uuid4()).upper()}


def test_a_known_reply_is_not_walked_again(walks: list[object]) -> None:
    """Other ids and digits make no other reply; another word does."""
    book = ShapeBook()
    for seconds in (0.25, 0.5, 0.125):
        add(book, session(), seconds=seconds)
    assert len(walks) == 1
    (met,) = book.met
    assert (met.count, met.seconds, met.status) == (3, 0.5, 200)
    add(book, session(sessionState={"status": "stopped"}))
    add(book, session(stoppedAt="2026-11-20T12:20:27Z"))
    add(book, envelope())
    assert len(walks) == 4
    assert book.met[0] is met
    assert met.count == 6
    assert met.shape.codes["$.data[].sessionState.status"] == {
        "failed-to-stop",
        "stopped",
    }
    assert book.findings == ()


def test_digits_of_a_code_count(walks: list[object]) -> None:
    """E0038 and E0039 are two answers."""
    book = ShapeBook()
    add(book, ERROR, 404)
    error: Any = deepcopy(ERROR)
    error["errors"][0]["code"] = "E0039"
    add(book, error, 404)
    add(book, error, 404)
    assert len(walks) == 2
    assert [found.kind for _, found in book.findings] == [Kind.UNDOCUMENTED_CODE]


def test_an_id_at_the_edge(walks: list[object]) -> None:
    """An id may begin the text, follow another, or be cut where no more is compared."""
    book = ShapeBook()
    for _ in range(3):
        body = f"{uuid4()}{uuid4()} {uuid4()}".encode()
        book.add("D", Operation.STOP, reply_of({}, text=body))
        padding = b"x" * (MAX_SKELETON - len(body))
        end = str(uuid4()).encode()
        book.add("D", Operation.STOP, reply_of({}, text=body + padding + end))
    assert len(walks) == 2
    book.add("D", Operation.STOP, reply_of({}, text=b"-4f50-a96b-b075-bbb71e68c3e3"))
    assert len(walks) == 3


def test_kinds_of_content() -> None:
    """JSON, a page, a text or nothing."""
    book = ShapeBook()
    for content, body, text in (
        ("json", {}, b"{}"),
        ("empty", {}, b" "),
        ("html", None, b" <html>"),
        ("text", None, b"Hello"),
        ("json", None, b"null"),
    ):
        book.add("D", Operation.ACTIVE, reply_of(body, text=text))
        assert book.met[0].content == content
    kinds = {found.kind for _, found in book.findings}
    assert kinds == {Kind.NOT_JSON, Kind.MISSING_PATH, Kind.OTHER_TYPE}


def test_headers_by_name() -> None:
    """In order, each once, only words, and another set of them is another answer."""
    book = ShapeBook()
    add(book, {}, headers=("date", "x-1234", "a" * 41))
    add(book, {}, headers=("date", "content-type"))
    assert book.met[0].headers == ("content-type", "date")
    letters = "abcdefgh"
    add(book, {}, headers=tuple(a + b for a in letters for b in letters))
    assert len(book.met[0].headers) == MAX_HEADERS


def test_a_new_finding_is_told_once() -> None:
    """Of a success, where something was guessed at; a field too many is kept in silence."""
    told: list[tuple[Met, Finding]] = []
    book = ShapeBook(lambda met, finding: told.append((met, finding)))
    add(book, ERROR, 403)
    assert told == []
    for _ in range(2):
        add(book, session(colour="red", startedAt="yesterday"))
        add(book, session(colour="red", startedAt="yesterday", stoppedAt="yesterday"))
    assert [(met.status, each.kind, each.path) for met, each in told] == [
        (200, Kind.TIME_UNREADABLE, "$.data[].startedAt"),
        (200, Kind.TIME_UNREADABLE, "$.data[].stoppedAt"),
    ]
    assert told[0][0] is book.met[1]
    assert len(book.findings) == 4


def test_calls_without_an_answer() -> None:
    """They are counted by what stood in the way."""
    book = ShapeBook()
    for cause in (Cause.CERTIFICATE, Cause.TIME_OUT, Cause.TIME_OUT):
        book.add_failure("D", Operation.ACTIVE, cause)
    assert [(met.status, met.failure, met.count, met.ok) for met in book.met] == [
        (None, Cause.CERTIFICATE, 1, False),
        (None, Cause.TIME_OUT, 2, False),
    ]


def test_the_book_is_bounded(walks: list[object]) -> None:
    """In kinds of answer, and in skeletons of each, of which the oldest go."""
    book = ShapeBook()
    for status in range(200, 600):
        add(book, {}, status)
    assert len(book.met) == len(walks) == MAX_MET
    book.add_failure("D", Operation.START, Cause.LOST)
    assert len(book.met) == MAX_MET
    walks.clear()
    for length in range(MAX_SKELETONS + 1):
        add(book, {"status": "SUCCESS"[: length % 7], "x" * length: 1})
        add(book, {"first": 1})
    assert len(walks) == MAX_SKELETONS + 2
    add(book, {"status": "", "": 1})
    assert len(walks) == MAX_SKELETONS + 3


def test_a_reply_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is an error, its code and what it holds: all ask for the same outer object."""
    folded: list[object] = []

    def fold(value: Any) -> dict[str, Any]:
        folded.append(value)
        return fold_keys(value)

    monkeypatch.setattr(http, "fold_keys", fold)
    reply = reply_of(session())
    assert (reply.code, reply.failed, reply.code) == (None, False, None)
    assert error_of(reply, GENERATIONS[0]) is None
    assert reply.envelope["data"]
    # The outer object alone: there is no error to look into.
    assert folded == [reply.body]


def test_a_time_that_cannot_be_is_no_other_digits(walks: list[object]) -> None:
    """Day and month the wrong way round: up to the 12th of December nobody notices."""
    told: list[Finding] = []
    book = ShapeBook(lambda _, finding: told.append(finding))
    add(book, session(startedAt="2026-11-12T11:20:27Z"))
    assert told == []
    for day in (13, 20):
        add(book, session(startedAt=f"2026-{day}-12T11:20:27Z"))
    assert len(walks) == 2
    assert [(each.kind, each.path) for each in told] == [
        (Kind.TIME_UNREADABLE, "$.data[].startedAt")
    ]


STRANGE: Any = {"status": "FAILED", "errors": [{"code": "EvseBusy"}]}
GATEWAYS: Any = {"detail": "Conflict"}


@pytest.mark.parametrize(
    ("generation", "operation", "body", "status", "by_shell"),
    [
        ("D", Operation.START, STRANGE, 409, True),
        ("D", Operation.START, GATEWAYS, 409, False),
        ("D", Operation.START, None, 409, False),
        ("D", Operation.ACTIVE, STRANGE, 401, False),
        ("D", Operation.ACTIVE, STRANGE, 403, False),
        ("D", Operation.ACTIVE, STRANGE, 500, False),
        ("AB", Operation.NEARBY, {"code": "1"}, 410, True),
        ("", Operation.AUTHORIZE, STRANGE, 409, False),
    ],
)
def test_a_refusal_that_is_not_documented(
    generation: str, operation: Operation, body: Any, status: int, by_shell: bool
) -> None:
    """That nothing was carried out is a guess, where it is Shell that refuses."""
    told: list[Finding] = []
    book = ShapeBook(lambda _, finding: told.append(finding))
    book.add(generation, operation, reply_of(body, status, text=b"text"))
    (met,) = book.met
    assert met.by_shell is by_shell
    assert bool(told) is by_shell


def test_what_a_gateway_said_first_is_told_when_shell_says_it() -> None:
    """Once."""
    told: list[Finding] = []
    book = ShapeBook(lambda _, finding: told.append(finding))
    for body in (GATEWAYS, STRANGE, STRANGE | {"requestId": "1"}):
        book.add("D", Operation.START, reply_of(body, 409))
    assert [each.kind for each in told] == [Kind.UNDOCUMENTED_STATUS]


def test_findings_that_are_told_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has a new word each time is told of no more than others."""
    monkeypatch.setattr(module, "MAX_FINDINGS", 2)
    told: list[Finding] = []
    book = ShapeBook(lambda _, finding: told.append(finding))
    for word in ("a", "b", "c"):
        add(book, session(sessionState={"status": word}))
    assert [each.detail for each in told] == ["a", "b"]
