"""What is kept of an answer: its form, states and codes, and never anything else."""

from datetime import UTC, date, datetime
import json
from re import fullmatch
from string import ascii_letters, digits
from time import process_time
from typing import Any, Final

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.shell_ev.api.book import ShapeBook
from custom_components.shell_ev.api.client import ShellEvClient
from custom_components.shell_ev.api.generations import Operation
from custom_components.shell_ev.api.http import Reply
from custom_components.shell_ev.api.report import read_report, report
from custom_components.shell_ev.api.shapes import (
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_PATHS,
    MAX_VALUES,
    MAX_WORDS,
    Form,
    Shape,
    in_words,
    shape_of,
    word_or_form,
)


def reply_of(body: Any, status: int = 200, **changes: Any) -> Reply:
    """Return a reply with a body."""
    changes.setdefault("text", json.dumps(body).encode())
    return Reply(status=status, body=body, retry_after=None, **changes)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({}, "object"),
        ({"a": 1}, "object"),
        ([], "list 0"),
        ([1], "list 1"),
        ([1] * 10, "list 2-10"),
        ([1] * 101, "list 101+"),
        (None, "null"),
        (True, "boolean"),
        (0, "number whole"),
        (-1, "number whole"),
        (10**400, "number whole"),
        (1_795_000_000, "number epoch"),
        (1_795_000_000_000, "number epoch"),
        (1.0, "number fraction"),
        (float("nan"), "number fraction"),
        (float("inf"), "number fraction"),
        ("", "text empty 0"),
        ("  ", "text empty 2-10"),
        ("a", "text letters 1"),
        ("start-requested", "text letters 11-20"),
        ("start_requested", "text other 11-20"),
        ("é", "text other 1"),
        ("\ud800", "text other 1"),
        ("9d2dee33-7803-485a-a2b1-2c7538e597ee", "text uuid 21-40"),
        ("{9D2DEE33-7803-485A-A2B1-2C7538E597EE}", "text uuid 21-40"),
        ("2026-11-20T11:20:27Z", "text time with zone 11-20"),
        ("2026-11-20T11:20:27.985998Z", "text time with zone 21-40"),
        ("2026-11-20 11:20:27+02:00", "text time with zone 21-40"),
        ("2026-11-20T11:20:27-0200", "text time with zone 21-40"),
        ("2026-11-20T11:20:27", "text time without zone 11-20"),
        ("2026-11-20T11:20", "text time without zone 11-20"),
        ("2026-11-31T11:20:27Z", "text other 11-20"),
        ("2026-11-20", "text date 2-10"),
        ("2026-02-30", "text other 2-10"),
        ("11/20/2026", "text other 2-10"),
        ("22:00", "text time of day 2-10"),
        ("22:00:00", "text time of day 2-10"),
        ("899", "text number 2-10"),
        ("-22,5", "text number 2-10"),
        ("1e400", "text number 2-10"),
        ("1795000000", "text epoch 2-10"),
        ("1795000000000", "text epoch 11-20"),
        ("9999999999", "text number 2-10"),
        ("٣٣٣٣", "text other 2-10"),
        ("E0005", "text other 2-10"),
        ("x" * 41, "text other 41-100"),
        ("9" * 5000, "text other 101+"),
    ],
)
def test_the_form_of_a_value(value: object, form: str) -> None:
    """A type, a format, a class of length, and back from words."""
    (found,) = shape_of(value).paths["$"]
    assert str(found) == form
    assert Form.read(form) == found


@pytest.mark.parametrize(
    "words",
    ["", "word", "text", "text uuid", "text uuid 36", "object 1", "number", "list"],
)
def test_words_that_are_of_no_form(words: str) -> None:
    """They are not read."""
    with pytest.raises(ValueError, match="Not a form"):
        Form.read(words)


def test_paths_and_words() -> None:
    """Parents come first; items of a list share their path."""
    shape = shape_of(
        {
            "data": [
                {"sessionState": {"status": "started"}, "evseId": "NL*TNM*E1"},
                {"sessionState": "stopped", "code": "E0005"},
                {"code": "E0099", "städt": 5, "error": "invalid_client"},
            ]
        }
    )
    assert {path: in_words(forms) for path, forms in shape.paths.items()} == {
        "$": ["object"],
        "$.data": ["list 2-10"],
        "$.data[]": ["object"],
        "$.data[].sessionState": ["object", "text letters 2-10"],
        "$.data[].sessionState.status": ["text letters 2-10"],
        "$.data[].evseId": ["text other 2-10"],
        "$.data[].code": ["text other 2-10"],
        "$.data[].<key>": ["number whole"],
        "$.data[].error": ["text other 11-20"],
    }
    assert shape.codes == {
        "$.data[].sessionState.status": {"started"},
        "$.data[].sessionState": {"stopped"},
        "$.data[].code": {"E0005"},
        "$.data[].error": {"invalid_client"},
    }
    assert shape.withheld == {"$.data[].code"}
    assert not shape.cut


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("status", "Started", True),
        ("STATUS", "Started", True),
        ("state", "x" * 40, True),
        ("state", "x" * 41, False),
        ("state", "started 5", False),
        ("state", "start requested", False),
        ("state", "ünder-way", False),
        ("state", "started\n", False),
        ("code", "E0038", True),
        ("code", "E0039", False),
        ("errorcode", "EvseInUse", True),
        ("errorCode", "gateway.404", False),
        ("session_state", "Started", True),
        ("error_code", "EvseInUse", True),
        ("_status", "Started", False),
        ("status_text", "Started", False),
        ("message", "Started", False),
        ("postalCode", "Amsterdam", False),
        ("statusText", "Started", False),
    ],
)
def test_which_words_are_kept(key: str, value: str, kept: bool) -> None:
    """Only of states and codes, and only one word; an item belongs to the key of its list."""
    for body in ({key: value}, {key: [value]}):
        words = shape_of(body).codes
        assert [*words.values()] == ([{value}] if kept else [])


def test_a_word_or_its_form() -> None:
    """As a code of a session is shown."""
    assert word_or_form("EvseInUse") == "EvseInUse"
    assert word_or_form("E0038") == "E0038"
    assert word_or_form("of Jan Jansen") == "text other 11-20"


EVSE: Final = {"status": "Available", "connectors": [{"state": "x"}]}


@pytest.mark.parametrize(
    ("of_places", "body", "words"),
    [
        (True, {"data": [{"state": "Utrecht", "evses": [EVSE]}]}, {"Available"}),
        (True, [{"state": "Utrecht", "status": {"state": "open"}}], {"open"}),
        (True, {"address": {"State": "Utrecht", "status": {"status": "x"}}}, set()),
        (True, {"contact": {"address": {"state": "Utrecht"}}}, set()),
        (True, {"düsseldorf": {"state": "Utrecht"}}, set()),
        (True, {"errors": [{"code": "EvseNotFound"}]}, {"EvseNotFound"}),
        (False, {"data": [{"state": "started"}]}, {"started"}),
        (False, {"state": {"status": "started"}}, {"started"}),
        (False, {"data": [{"address": {"state": "Utrecht"}}]}, set()),
        (False, {"düsseldorf": {"state": "Utrecht"}}, set()),
    ],
)
def test_what_words_are_kept_of(of_places: bool, body: Any, words: set[str]) -> None:
    """Of sessions, EVSEs and errors; the state that a place lies in is a part of an address."""
    found = shape_of(body, of_places=of_places).codes.values()
    assert set().union(*found) == words


def test_words_of_a_path_are_bounded() -> None:
    """One more is withheld; one that is known is not."""
    words = [chr(97 + number) for number in range(MAX_WORDS + 1)]
    body = [words[:10], words[10:MAX_WORDS], words[:1]]
    assert not shape_of({"status": body}).withheld
    shape = shape_of({"status": [*body, words[-1:]]})
    assert shape.codes == {"$.status[][]": set(words[:-1])}
    assert shape.withheld == {"$.status[][]"}


def nested(levels: int) -> Any:
    """Return lists in lists."""
    body: list[Any] = []
    for _ in range(levels):
        body = [body]
    return body


@pytest.mark.parametrize(
    "body",
    [
        nested(100_000),
        {
            chr(97 + i // 676) + chr(97 + i // 26 % 26) + chr(97 + i % 26): 1
            for i in range(5000)
        },
        {str(i): 1 for i in range(500_000)},
        [[[[[[[["x"] * 10] * 10] * 10] * 10] * 10] * 10] * 10] * 10,
        {"data": [{"status": "x" * (1 + i)} for i in range(30)] * 10},
        {"data": ["x" * (4 * 1024 * 1024)]},
        {"a" * 4_000_000: 1, 5: 2},
    ],
    ids=["deep", "names", "keys", "wide", "words", "long", "long key"],
)
def test_absurd_bodies(body: Any) -> None:
    """The walk is bounded, in what it keeps and in time."""
    began = process_time()
    shape = shape_of(body)
    assert process_time() - began < 1
    assert len(shape.paths) <= MAX_PATHS
    assert all(len(words) <= MAX_WORDS for words in shape.codes.values())
    assert max(map(len, shape.paths)) < 1000


def test_what_is_not_looked_at_is_told() -> None:
    """By depth, by paths, by values, and in lists, of which the first ten are enough to compare."""
    many = {chr(97 + i // 26) + chr(97 + i % 26): 1 for i in range(MAX_PATHS)}
    for body in (
        nested(30),
        many,
        {str(i): 1 for i in range(MAX_PATHS + 1)},
        [[[["x"] * 10] * 10] * 10] * 10,
    ):
        assert shape_of(body).cut
        assert shape_of(body).torn
    assert MAX_VALUES < 10_000
    assert not shape_of(["x"] * MAX_ITEMS).cut
    assert shape_of(["x"] * (MAX_ITEMS + 1)).cut
    assert not shape_of(["x"] * (MAX_ITEMS + 1)).torn
    assert not shape_of(nested(MAX_DEPTH)).cut
    assert shape_of(nested(MAX_DEPTH + 1)).cut


def test_two_shapes_in_one() -> None:
    """Either's forms and words, within the same bounds."""
    both = shape_of({"status": "a", "x": 1}) | shape_of(
        {"status": "b", "x": "", "y": 1}
    )
    assert both.codes == {"$.status": {"a", "b"}}
    assert in_words(both.paths["$.x"]) == ["number whole", "text empty 0"]
    assert "$.y" in both.paths
    names = [f"{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(MAX_PATHS)]
    full = Shape(
        paths={f"$.{name}": frozenset({Form("null")}) for name in names},
        codes={"$.status": frozenset(names)},
    )
    merged = both | full
    assert len(merged.paths) == MAX_PATHS
    assert len(merged.codes["$.status"]) == MAX_WORDS


NAMES: Final = (
    *("status", "sessionState", "sessionCode", "code"),
    *("error", "data", "errors"),
)


def is_secret(text: str) -> bool:
    """Whether it is no word alone, which may be a state, and no part of a path (".session")."""
    in_a_path = any(text.lower() in f"$.{name.lower()}" for name in NAMES)
    return not in_a_path and not fullmatch("[A-Za-z_-]{,40}", text)


SECRETS: Final = st.text(
    ascii_letters + digits + "*-_/+=.@", min_size=8, max_size=60
).filter(is_secret)
"""Ids, tokens, addresses."""

KEYS: Final = st.one_of(st.sampled_from(NAMES), st.text(max_size=8))


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a secret, and JSON that has it as values, as keys, and within longer texts."""
    secret = draw(SECRETS)
    leaves = st.one_of(
        st.just(secret),
        st.builds(
            "{}{}{}".format, st.text(max_size=5), st.just(secret), st.text(max_size=5)
        ),
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from(["started", "E0005", "2026-11-20T11:20:27Z"]),
    )
    return secret, draw(
        st.recursive(
            leaves,
            lambda inner: st.one_of(
                st.lists(inner, max_size=4),
                st.dictionaries(st.one_of(KEYS, st.just(secret)), inner, max_size=5),
            ),
            max_leaves=25,
        )
    )


@given(
    planted(),
    st.sampled_from(["", "A", "D"]),
    st.sampled_from([200, 202, 400, 401, 404, 500, 302]),
)
@settings(deadline=None, max_examples=300)
def test_no_value_gets_into_a_report(
    found: tuple[str, Any], generation: str, status: int
) -> None:
    """Wherever a secret stands, a search of the written report finds none of it."""
    secret, body = found
    operation = Operation.ACTIVE if generation else Operation.AUTHORIZE
    session: Any = None
    client = ShellEvClient(
        session, "https://shell.example", "a", "b", clock=lambda: datetime.now(UTC)
    )
    client.shapes = ShapeBook()
    headers = ("date", secret, f"x-{secret}")
    client.shapes.add(generation, operation, reply_of(body, status, headers=headers))
    written = json.dumps(
        report(client, environment="test", made=date(2026, 11, 22), version="0.1.0")
    )
    assert secret not in written
    assert secret.lower() not in written.lower()
    read_report(written)
