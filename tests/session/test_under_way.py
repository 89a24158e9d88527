"""Which command is under way at a charge point: given here or elsewhere, answered or not."""

from dataclasses import replace

import pytest

from .test_tracker import EVSE, INTENT, S, Watched, at, reading
from custom_components.shell_ev.session.record import Command
from custom_components.shell_ev.session.under_way import UnderWay, under_way_at

START, STOP = Command.START, Command.STOP


@pytest.fixture
def tracker() -> Watched:
    """Return a tracker that has met the card."""
    tracker = Watched()
    tracker.see_active()
    return tracker


def at_home(tracker: Watched, when: float) -> tuple[Command, bool, float] | None:
    """Return command, whether it is confirmed, and when it was given, as of a time."""
    found = under_way_at(tracker, EVSE, at(when))
    if found is None:
        return None
    return found.command, found.confirmed, (found.since - at(0)).total_seconds()


def test_nothing(tracker: Watched) -> None:
    """Neither before anything, nor while it charges, nor after its end."""
    assert at_home(tracker, 0) is None
    tracker.see(reading(S.STARTED, 4, started_at=at(4)), when=5)
    assert at_home(tracker, 6) is None
    tracker.see(reading(S.STOPPED, 50), when=51)
    assert at_home(tracker, 52) is None


def test_a_start_that_is_out(tracker: Watched) -> None:
    """For as long as its session may turn up, and at its own charge point."""
    tracker.start_intended(INTENT)
    assert at_home(tracker, 0) == (START, False, 0)
    assert at_home(tracker, 179) == (START, False, 0)
    assert at_home(tracker, 180) is None
    assert at_home(tracker, -1) is None, (
        "given in the future, by a clock that was ahead"
    )
    assert under_way_at(tracker, "elsewhere", at(1)) is None


def test_a_start_that_was_answered(tracker: Watched) -> None:
    """It is known to be taken, until its outcome is there."""
    tracker.start_intended(INTENT)
    tracker.start_accepted(INTENT, "s", "NL*TNM*E02003451*0")
    assert at_home(tracker, 2) == (START, True, 0)
    tracker.see(reading(S.STARTED, 4, started_at=at(4)), when=5)
    assert at_home(tracker, 6) is None


def test_a_start_from_elsewhere(tracker: Watched) -> None:
    """By card or app: since it was heard of."""
    tracker.see(reading(S.START_REQUESTED, 3), when=5)
    assert at_home(tracker, 7) == (START, True, 5)


def test_a_stop_of_a_start_that_is_not_confirmed(tracker: Watched) -> None:
    """It is wanted, then due, then sent."""
    tracker.start_intended(INTENT)
    tracker.stop_wished(at(3), evse_id=EVSE)
    assert at_home(tracker, 4) == (STOP, False, 0)
    tracker.see(reading(S.STARTED, 4, started_at=at(4)), when=6)
    assert tracker.session().stop_wanted
    assert at_home(tracker, 7) == (STOP, False, 0)
    tracker.stop_sent("s", "stop", at(30), confirmed=False)
    assert tracker.session().stop_wanted
    assert at_home(tracker, 31) == (STOP, False, 30)
    tracker.stop_sent("s", "again", at(60), confirmed=True)
    assert at_home(tracker, 61) == (STOP, True, 60)


def test_a_wish_outlives_the_start_that_it_is_for(tracker: Watched) -> None:
    """Also while that is still requested, and where nobody knows when it was sent."""
    tracker.see(reading(S.START_REQUESTED, 3), when=5)
    tracker._keep_as("s", replace(tracker.session(), stop_wanted=True))
    assert at_home(tracker, 7) == (STOP, False, 5)


def test_a_stop_whose_answer_never_came(tracker: Watched) -> None:
    """Shell confirms it by what it tells."""
    tracker.see(reading(S.STARTED, 4, started_at=at(4)), when=5)
    tracker.stop_sent("s", "stop", at(40), confirmed=False)
    assert at_home(tracker, 41) == (STOP, False, 40)
    tracker.see(reading(S.STOP_REQUESTED, 42), when=43)
    assert at_home(tracker, 44) == (STOP, True, 40)


@pytest.mark.parametrize(("updated", "since"), [(8, 8), (None, 0)])
def test_a_stop_that_overtook_our_start(
    tracker: Watched, updated: float | None, since: float
) -> None:
    """It was asked for elsewhere before the session was heard of as started."""
    tracker.start_intended(INTENT)
    tracker.start_accepted(INTENT, "s", "NL*TNM*E02003451*0")
    tracker.see(reading(S.STOP_REQUESTED, updated), when=9)
    assert tracker.session().pending is None
    assert at_home(tracker, 10) == (STOP, True, since)


def test_a_command_that_was_given_up(tracker: Watched) -> None:
    """Shell has not come back on it in time: it is not under way any more."""
    tracker.see(reading(S.START_REQUESTED, 3), when=5)
    tracker.expire(at(200))
    assert at_home(tracker, 201) is None


def test_the_newest_counts(tracker: Watched) -> None:
    """A session of another card is being stopped, and a start was sent before."""
    tracker.start_intended(INTENT)
    other = reading(S.STARTED, 4, session_id="other", ema_id="NL-TNM-C0216599X-A")
    tracker.see(other, when=5)
    tracker.stop_sent("other", "stop", at(20), confirmed=True)
    assert under_way_at(tracker, EVSE, at(21)) == UnderWay(
        command=STOP, confirmed=True, since=at(20)
    )
