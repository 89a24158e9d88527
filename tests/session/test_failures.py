"""What is told of a failure: its one moment, whose command it was, and until when (DESIGN.md, Commands)."""

from datetime import timedelta

import pytest

from .test_tracker import CARD, EVSE, INTENT, S, Watched, at, reading, started, tracker
from custom_components.shell_ev.api.models import Session, SessionError
from custom_components.shell_ev.session.failure import Failure
from custom_components.shell_ev.session.record import Event, Intent

__all__ = ["started", "tracker"]
CODE = "EvseOutOfService"


def failed(updated: float | None = None, code: str | None = CODE) -> Session:
    """Return what Shell says of a stop that failed."""
    return reading(S.FAILED_TO_STOP, updated, error_code=code, error_message="Sorry")


@pytest.fixture
def unstopped(started: Watched) -> Watched:
    """Return a tracker with a session that we could not stop, a minute after it was begun."""
    started.stop_sent("s", "r2", at(60), confirmed=True)
    started.see(failed(63), when=64)
    assert started.session().failure == Failure(at=at(63), request_id="r2")
    return started


def test_a_start_that_failed(tracker: Watched) -> None:
    """It was when Shell says, and of the command that began the session."""
    tracker.start_intended(INTENT)
    tracker.start_accepted(INTENT, "s", "")
    assert tracker.session().failure is None
    tracker.see(reading(S.FAILED_TO_START, 4, error_code=CODE), when=9)
    assert tracker.session().failure == Failure(at=at(4), request_id="r")


def test_a_start_whose_answer_never_came(tracker: Watched) -> None:
    """Its session is recognised by the reading that tells of the failure."""
    tracker.start_intended(INTENT)
    tracker.see(reading(S.FAILED_TO_START, 4), when=9)
    assert tracker.session().failure == Failure(at=at(4), request_id="r")


def test_a_stop_that_failed_before_we_knew_whose_start_it_was(tracker: Watched) -> None:
    """The failure is not of the start."""
    tracker.start_intended(INTENT)
    tracker.see(failed(4), when=9)
    assert tracker.session().started_by == "r"
    assert tracker.session().failure == Failure(at=at(4))


@pytest.mark.parametrize(
    ("updated", "moment"),
    [
        pytest.param(None, 64, id="generation A gives no time"),
        pytest.param(62, 62, id="as Shell says"),
        pytest.param(-600, 60, id="Shell's clock is behind: not before the command"),
        pytest.param(600, 64, id="Shell's clock is ahead: not later than now"),
    ],
)
def test_its_moment(started: Watched, updated: float | None, moment: float) -> None:
    """By Shell's time where that may be."""
    if updated and updated < 0:
        # What Shell says now is not older than what it has said before.
        started._keep_as("s", started.as_told(reading(S.STARTED), at(5)))
        session = started.session()
        started._keep_as("s", type(session).__replace__(session, last_updated=None))
    started.stop_sent("s", "r2", at(60), confirmed=True)
    started.see(failed(updated), when=64)
    assert started.session().failure == Failure(at=at(moment), request_id="r2")


def test_its_moment_stays(unstopped: Watched) -> None:
    """Shell speaks of the session again and again, also as of one that goes on."""
    known = unstopped.session().failure
    unstopped.see(failed(200), when=201)
    unstopped.see(reading(S.STARTED, 300), when=301)
    assert unstopped.session().failure == known
    assert unstopped.session().error is SessionError.EVSE_OUT_OF_SERVICE


def test_it_is_over_with_the_next_stop(unstopped: Watched) -> None:
    """Also while Shell still tells of the one before."""
    unstopped.stop_sent("s", "r3", at(120), confirmed=True)
    for updated in (63, 63):
        unstopped.see(failed(updated), when=121)
        session = unstopped.session()
        assert (session.error, session.failed_with, session.failure) == (None,) * 3
    unstopped.see(reading(S.STOP_REQUESTED, 122), when=123)
    unstopped.see(reading(S.STOPPED, 124), when=125)
    session = unstopped.session()
    assert (session.error_code, session.error_message, session.failure) == (None,) * 3


def test_a_second_stop_that_fails(unstopped: Watched) -> None:
    """It is a failure of its own."""
    unstopped.stop_sent("s", "r3", at(120), confirmed=True)
    unstopped.see(failed(124, "InternalError"), when=125)
    session = unstopped.session()
    assert session.failure == Failure(at=at(124), request_id="r3")
    assert session.error is SessionError.INTERNAL_ERROR


def test_a_second_stop_of_which_nothing_is_heard(started: Watched) -> None:
    """In generation A that is how it fails again: told when it is given up, with what Shell says."""
    started.stop_sent("s", "r2", at(60), confirmed=True)
    started.see(failed(), when=64)
    started.stop_sent("s", "r3", at(120), confirmed=True)
    started.see(failed(), when=121)
    assert started.session().error is None
    assert started.expire(at(400))
    session = started.session()
    assert session.failure == Failure(at=at(400), request_id="r3")
    assert session.error is SessionError.EVSE_OUT_OF_SERVICE
    started.tell()
    assert started.events[-2:] == [Event.STOP_FAILED] * 2


def test_a_stop_that_is_given_up_and_fails_then(started: Watched) -> None:
    """It is the one that was sent last."""
    started.stop_sent("s", "r2", at(60), confirmed=True)
    started.expire(at(400))
    assert started.session().failure is None
    started.see(failed(500), when=501)
    assert started.session().failure == Failure(at=at(500), request_id="r2")


def test_a_stop_of_another_system(unstopped: Watched) -> None:
    """After ours: no id of ours is about it."""
    unstopped.see(reading(S.STOP_REQUESTED, 200), when=201)
    assert unstopped.session().failure is None
    unstopped.see(failed(204), when=205)
    assert unstopped.session().failure == Failure(at=at(204))


def test_it_is_over_with_a_stop_that_is_tried(unstopped: Watched) -> None:
    """What the session failed with stays known, and is told no more."""
    unstopped.stop_tried("s")
    unstopped.see(failed(130), when=131)
    assert unstopped.session().failure is None
    assert unstopped.session().error is SessionError.EVSE_OUT_OF_SERVICE


def test_it_is_over_with_the_next_start(tracker: Watched) -> None:
    """At its charge point, and at no other."""
    tracker.start_accepted(INTENT, "s", "")
    tracker.see(reading(S.FAILED_TO_START, 4, error_code=CODE), when=5)
    elsewhere = Intent(request_id="x", ema_id=CARD, evse_id="X", sent_at=at(9))
    tracker.start_intended(elsewhere)
    assert tracker.session().failure is not None
    tracker.start_intended(
        Intent(request_id="y", ema_id=CARD, evse_id=EVSE, sent_at=at(10))
    )
    assert tracker.session().failure is None
    assert tracker.session().error_code == CODE


def test_a_start_that_was_late(tracker: Watched) -> None:
    """It has not failed after all."""
    tracker.see(reading(S.FAILED_TO_START, 4, error_code=CODE), when=5)
    tracker.see(reading(S.STARTED, 9), when=10)
    assert tracker.session().error is None
    assert tracker.session().failure is None


def test_an_end_with_a_reason_of_its_own(unstopped: Watched) -> None:
    """It is news; the reason of before is not."""
    ended = reading(S.STOPPED, 500, error_code="InternalError")
    unstopped.see(ended, when=501)
    assert unstopped.session().failure == Failure(at=at(500))
    assert unstopped.session().error is SessionError.INTERNAL_ERROR


def test_a_session_that_vanishes_after_a_stop_that_failed(unstopped: Watched) -> None:
    """It is over, and nobody knows of anything that went wrong in that."""
    unstopped.miss(when=100)
    assert unstopped.session().error is SessionError.EVSE_OUT_OF_SERVICE
    unstopped.miss(when=160)
    assert unstopped.session().ended_at == at(160)
    assert unstopped.session().error is None
    assert unstopped.session().failure is None


def test_an_id_that_shell_gives_to_another(tracker: Watched) -> None:
    """A start after it says nothing more of the one that is set aside, and leaves the new one alone."""
    tracker.start_accepted(INTENT, "s", "")
    tracker.see(reading(S.FAILED_TO_START, 4, error_code=CODE), when=5)
    again = at(5) + timedelta(hours=1)
    new = Intent(request_id="z", ema_id=CARD, evse_id=EVSE, sent_at=again)
    tracker.start_accepted(new, "s", "")
    assert tracker.session().started_by == "z"
    tracker.start_intended(
        Intent(request_id="q", ema_id=CARD, evse_id=EVSE, sent_at=again)
    )
    assert tracker.session().started_by == "z"
    assert tracker.sessions["s~1"].started_by == "r"
