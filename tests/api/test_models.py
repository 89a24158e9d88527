"""Answers are read with tolerance (API.md sections 5 and 6)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.shell_ev.api.models import (
    Session,
    SessionState,
    fold_keys,
    read_session,
    read_session_id,
    read_sessions,
    read_text,
    read_time,
)

CARD = "NL-TNM-C00122045-K"


def sessions(envelope: Any) -> tuple[Session, ...]:
    """Read an answer to ``active``."""
    return read_sessions(fold_keys(envelope), CARD)


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
        ("hibernating", None),
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
    "data",
    [None, [], [None], "text", 7, [[]], [{"id": ""}], [{"id": "../../stop"}], [{}]],
)
def test_what_is_no_session_is_left_out(data: object) -> None:
    """No answer is a crash, and nothing that could change an address is an id."""
    assert sessions({"data": data}) == ()


def test_an_answer_that_is_no_object_holds_nothing() -> None:
    """A list where an object should be has no keys."""
    assert sessions([{"id": "a"}]) == ()


def test_a_session_that_is_told_twice_is_one() -> None:
    """Ids are the key, whatever their case and braces."""
    told = [{"id": "{ABC}"}, {"id": "abc"}]
    assert [it.session_id for it in sessions({"data": told})] == ["abc"]


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


def test_session_id_of_a_start() -> None:
    """The first id counts; none is none."""
    assert read_session_id({"data": [{"sessionId": "{ABC-1}"}]}) == "abc-1"
    assert read_session_id({"data": [None, {"SessionId": 7}]}) == "7"
    assert read_session_id({"data": []}) is None


def test_texts_are_bounded() -> None:
    """An endless text is cut, a blank one is none."""
    assert read_text("x" * 1000) == "x" * 250
    assert read_text("  ") is None
    assert read_text(["x"]) is None
