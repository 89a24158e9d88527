"""Answers are read with tolerance (API.md sections 5 and 6)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.shell_ev.api.models import (
    Session,
    SessionError,
    SessionState,
    fold_keys,
    read_number,
    read_session,
    read_session_id,
    read_sessions,
    read_text,
    read_time,
)

CARD = "NL-TNM-C00122045-K"


def read(envelope: Any) -> tuple[Session, ...] | None:
    """Read an answer to ``active``."""
    return read_sessions(fold_keys(envelope), CARD)


def sessions(envelope: Any) -> tuple[Session, ...]:
    """Read an answer to ``active`` that can be read."""
    found = read(envelope)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-10-21T09:56:59.725Z", datetime(2022, 10, 21, 9, 56, 59, 725000, UTC)),
        ("2024-06-19T11:20:27Z", datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        ("2024-07-17T07:36:57.985998Z", datetime(2024, 7, 17, 7, 36, 57, 985998, UTC)),
        (
            "2024-07-17T07:36:57.985998123Z",
            datetime(2024, 7, 17, 7, 36, 57, 985998, UTC),
        ),
        ("2024-06-19T13:20:27+02:00", datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        ("2024-06-19T13:20:27+0200", datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        ("2024-06-19T11:20:27", datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        ("2024-06-19 11:20:27", datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        ("08/19/2015", datetime(2015, 8, 19, tzinfo=UTC)),
        (1718796027, datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        (1718796027.9, datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        ("1718796027", datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        (1718796027000, datetime(2024, 6, 19, 11, 20, 27, 0, UTC)),
        (10**30, None),
        (float("nan"), None),
        (float("inf"), None),
        (-float("inf"), None),
        (1e308, None),
        (-5, None),
        ("9" * 5000, None),
        # No session was charged then: an empty field of some system.
        (0, None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2026-02-30T12:00:00Z", None),
        ("2026-11-20T12:00:00+99:00", None),
        ("31/31/2015", None),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        ({}, None),
    ],
)
def test_every_form_of_a_time(value: object, expected: datetime | None) -> None:
    """Every form that the SDKs take is read; what is none is unknown."""
    assert read_time(value) == expected


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("started", SessionState.STARTED),
        ("Started", SessionState.STARTED),
        ("START-REQUESTED", SessionState.START_REQUESTED),
        ("failed to start", SessionState.FAILED_TO_START),
        (" StopRequested ", SessionState.STOP_REQUESTED),
        ("started2", None),
        ("hibernating", None),
        ("-", None),
        (None, None),
    ],
)
def test_states(text: str | None, state: SessionState | None) -> None:
    """Case and separators do not matter; a new word is unknown."""
    assert SessionState.read(text) is state


def test_generation_a() -> None:
    """The state is a word in PascalCase, the error stands beside it."""
    (session,) = sessions(
        {
            "Data": [
                {
                    "EmaId": CARD,
                    "EvseId": "NL*TNM*E02003451*0",
                    "Id": "260F17A9-52D4-4b40-ae74-83832b538975",
                    "StartedAt": "2022-10-21T09:11:23.455Z",
                    "SessionState": "failed-to-start",
                    "SessionCode": "EvNotConnectedToEvse",
                    "SessionMessage": "no car",
                }
            ]
        }
    )
    assert session == Session(
        session_id="260f17a9-52d4-4b40-ae74-83832b538975",
        ema_id=CARD,
        evse_id="NL*TNM*E02003451*0",
        state=SessionState.FAILED_TO_START,
        state_text="failed-to-start",
        error_code="EvNotConnectedToEvse",
        error_message="no car",
        started_at=datetime(2022, 10, 21, 9, 11, 23, 455000, UTC),
    )


@pytest.mark.parametrize("key", ["SessionState", "sessionState", "Sessionstate"])
def test_later_generations(key: str) -> None:
    """The state is an object with the error in it, under a key of either case."""
    (session,) = sessions(
        {
            "data": [
                {
                    "id": "78b5d7a3",
                    key: {"status": "Started", "error": {"code": "E", "message": 7}},
                    "lastUpdated": "2024-07-17T07:36:57.985998Z",
                }
            ]
        }
    )
    assert session.state is SessionState.STARTED
    assert (session.error_code, session.error_message) == ("E", "7")
    assert session.ema_id == CARD  # the one that was asked about
    assert session.last_updated == datetime(2024, 7, 17, 7, 36, 57, 985998, UTC)


@pytest.mark.parametrize(
    "envelope",
    [
        {"data": []},
        {"Data": []},
        {"data": None},
        {"data": {}},
        {"status": "SUCCESS"},
        {"status": "SUCCESS", "errors": [], "data": None},
        {"data": [], "links": [{"rel": "self"}]},
    ],
)
def test_a_list_that_is_empty_is_none(envelope: Any) -> None:
    """And so is one that is left out, where nothing stands in its place."""
    assert sessions(envelope) == ()


TOLD = {"id": "abc", "emaId": CARD, "sessionState": {"status": "started"}}
RENAMED = {"chargeSessionId": "abc", "emaId": CARD}


@pytest.mark.parametrize(
    "envelope",
    [
        {"data": [RENAMED]},
        {"data": [RENAMED, RENAMED]},
        {"Data": [{"ChargeSessionId": "abc"}]},
        {"DATA": RENAMED},
        {"data": {"sessions": [TOLD]}},
        {"data": [[TOLD]]},
        {"data": [{"session": TOLD}]},
        {"sessions": [TOLD]},
        {"Sessions": [TOLD], "Data": None},
        {"data": {}, "sessions": [TOLD]},
        {"response": {"data": [TOLD]}},
        {"fault": {"faultstring": "?"}},
        {"status": "SUCCESS", "errors": [{"code": "E0014"}]},
    ],
)
def test_a_list_that_cannot_be_read_is_not_none(envelope: Any) -> None:
    """A session may run, and from "none" a second could follow."""
    assert read(envelope) is None


@pytest.mark.parametrize("unreadable", [RENAMED, None, "text", {}, [TOLD]])
def test_one_that_cannot_be_read_hides_no_other(unreadable: Any) -> None:
    """It is left out."""
    (session,) = sessions({"data": [unreadable, TOLD]})
    assert session.session_id == "abc"


@pytest.mark.parametrize(
    "data",
    [
        [None],
        "text",
        7,
        [[]],
        [{"id": ""}],
        [{"id": None}],
        [{"id": "../../stop"}],
        [{"id": ["a"]}],
        [{"id": float("nan")}],
        [{}],
    ],
)
def test_what_is_no_session(data: object) -> None:
    """No answer is a crash, and nothing that could change an address is an id."""
    assert read({"data": data}) is None
    assert sessions({"data": [data, TOLD]}) == sessions({"data": [TOLD]})


@pytest.mark.parametrize("answer", [{}, [{"id": "a"}]])
def test_an_answer_without_words_does_not_say_that_there_is_none(answer: Any) -> None:
    """A list where an object should be has no keys."""
    assert read(answer) is None


def test_a_session_that_is_told_twice_is_one() -> None:
    """Ids are the key, whatever their case and braces."""
    told = [{"id": "{ABC}"}, {"id": "abc"}]
    assert [session.session_id for session in sessions({"data": told})] == ["abc"]


def test_one_object_instead_of_a_list() -> None:
    """A single object counts as a list of one."""
    assert len(sessions({"data": {"id": "abc"}})) == 1


def test_retrieve_takes_the_session_that_was_asked_for() -> None:
    """Another session's data are never taken for this one's."""
    assert read_session({"data": [{"id": "other"}]}, "mine") is None
    assert read_session({"data": [{}]}, "mine") is None
    found = read_session({"data": [{"sessionState": {"status": "stopped"}}]}, "mine")
    assert found == Session(
        session_id="mine", state=SessionState.STOPPED, state_text="stopped"
    )


@pytest.mark.parametrize("session_id", [None, ""])
def test_retrieve_without_an_id_means_the_one_that_was_asked_for(
    session_id: Any,
) -> None:
    """Null is no other session; of a list with an id it is the one that has it."""
    item = {"id": session_id, "sessionState": {"status": "started"}}
    found = read_session({"data": [item]}, "mine")
    assert found is not None
    assert (found.session_id, found.state) == ("mine", SessionState.STARTED)
    assert read_session({"data": [{"id": None, "evseId": None}]}, "mine") is None


def test_retrieve_by_an_id_in_another_case() -> None:
    """An id is the same in either."""
    found = read_session({"data": [{"id": "{ABC-1}"}]}, "abc-1")
    assert found == read_session({"data": [{"id": "abc-1"}]}, "{ABC-1}")
    assert found is not None


def test_null_says_nothing() -> None:
    """It hides neither the card that was asked about nor the same key in another case."""
    told = {"id": "a", "emaId": None, "SessionState": "started", "sessionState": None}
    (session,) = sessions({"data": [told]})
    assert (session.ema_id, session.state) == (CARD, SessionState.STARTED)


def test_keys_in_snake_case() -> None:
    """They are read as any others."""
    told = {
        "id": "a",
        "evse_id": "NL*TNM*E1",
        "session_state": {"status": "failed_to_start", "error": {"code": "EvseInUse"}},
        "STARTED_AT": "2026-11-20T11:20:27Z",
        "last_updated": "2026-11-20T11:20:28Z",
    }
    (session,) = sessions({"data": [told]})
    assert session.evse_id == "NL*TNM*E1"
    assert session.state is SessionState.FAILED_TO_START
    assert session.error_code == "EvseInUse"
    assert (session.started_at, session.last_updated) == (
        datetime(2026, 11, 20, 11, 20, 27, tzinfo=UTC),
        datetime(2026, 11, 20, 11, 20, 28, tzinfo=UTC),
    )
    assert read_session_id({"data": [{"session_id": "abc-1"}]}) == "abc-1"


@pytest.mark.parametrize(
    ("told", "folded"),
    [
        ({"evse_id": 1, "evseId": 2}, {"evseid": 2}),
        ({"evseId": 2, "evse_id": 1}, {"evseid": 2}),
        ({"evseId": None, "evse_id": 1}, {"evseid": 1}),
        ({"evseId": 2, "evse_id": None}, {"evseid": 2}),
        ({"id": "a", "_id": "b"}, {"id": "a", "_id": "b"}),
        ({"_id": "b"}, {"_id": "b"}),
    ],
)
def test_a_key_in_snake_case_takes_nothing_away(
    told: dict[str, Any], folded: dict[str, Any]
) -> None:
    """Beside the documented spelling it does not count; what begins with a line is another's."""
    assert fold_keys(told) == folded


def test_a_code_that_is_a_sentence() -> None:
    """It is kept as a text of one line, and is no error that anybody knows."""
    sentence = "The EV\r\n2026-11-20 ERROR is\x00\x1b[31m not \u202econnected\ud800."
    state = {"status": "failed-to-start", "error": {"code": sentence}}
    (session,) = sessions({"data": [{"id": "a", "sessionState": state}]})
    assert session.error_code == "The EV 2026-11-20 ERROR is [31m not  connected ."
    assert SessionError.read(session.error_code) is SessionError.OTHER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ud83d\ude00", None),
        ("caf\u00e9 \U0001f600", "caf\u00e9 \U0001f600"),
        ("a\ud800", "a"),
        ("a\udfff\ud800b", "a b"),
        ("\x00", None),
        ("a\tb\u2028c\x7fd", "a b c d"),
        (10**4000, "1" + "0" * 249),
        (float("nan"), None),
        (False, None),
    ],
)
def test_a_text_can_be_shown_and_kept(text: Any, expected: str | None) -> None:
    """Halves of characters and what moves a terminal's cursor are in none."""
    assert read_text(text) == expected


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "NaN", "1e400", 10**400, "ten", True, None, []],
)
def test_what_is_no_number(value: Any) -> None:
    """And no crash."""
    assert read_number(value) is None


def test_session_id_of_a_start() -> None:
    """The first id counts; none is none."""
    assert read_session_id({"data": [{"sessionId": "{ABC-1}"}]}) == "abc-1"
    assert read_session_id({"data": [None, {"SessionId": 7}]}) == "7"
    assert read_session_id({"data": []}) is None
    assert read_session_id({"data": [{"sessionId": None}]}) is None


def test_texts_are_bounded() -> None:
    """An endless text is cut, a blank one is none."""
    assert read_text("x" * 1000) == "x" * 250
    assert read_text("  ") is None
    assert read_text(["x"]) is None
