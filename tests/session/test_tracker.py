"""The rules by which readings and commands become sessions (DESIGN.md, The way of the data)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.shell_ev.api.models import Session, SessionState
from custom_components.shell_ev.session.record import (
    Event,
    Intent,
    Origin,
    TrackedSession,
)
from custom_components.shell_ev.session.tracker import SessionTracker

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CARD = "NLTNMC00122045"
EVSE = "NLTNME020034510"
INTENT = Intent(request_id="r", ema_id=CARD, evse_id=EVSE, sent_at=NOW)
S = SessionState


def at(seconds: float) -> datetime:
    """Return a time after NOW."""
    return NOW + timedelta(seconds=seconds)


def reading(
    state: SessionState | None, updated: float | None = None, **changes: Any
) -> Session:
    """Return a reading of the one session that these tests are about."""
    fields: dict[str, Any] = {
        "session_id": "s",
        "ema_id": "NL-TNM-C00122045-K",
        "evse_id": "NL*TNM*E02003451*0",
        "state": state,
        "state_text": state or None,
        "last_updated": None if updated is None else at(updated),
    }
    return Session(**(fields | changes))


class Watched(SessionTracker):
    """A tracker that notes what it announces."""

    def __init__(self, **known: Any) -> None:
        """Go on from what is known."""
        super().__init__(keep=5, **known)
        self.events: list[Event] = []

    def see(
        self, *readings: Session, when: float = 0, ticket: int | None = None
    ) -> None:
        """Take readings that were asked for now, or with an older ticket."""
        number = self.draw_ticket() if ticket is None else ticket
        self.update(readings, number, at(when))
        self.tell()

    def see_active(self, *readings: Session, when: float = 0) -> None:
        """Take the card's active list."""
        self.update_active(CARD, readings, self.draw_ticket(), at(when))
        self.tell()

    def miss(self, when: float = 0) -> None:
        """Hear that Shell does not know the session."""
        self.not_found("s", self.draw_ticket(), at(when))
        self.tell()

    def tell(self) -> None:
        """Announce what is new."""
        self.events += [transition.event for transition in self.take_news()]

    def is_pending(self) -> bool:
        """Return whether a command is under way."""
        return self.pending_since(at(10_000)) is not None

    def session(self) -> TrackedSession:
        """Return the one session. No property: a type checker would hold its fields to be constant."""
        return self.sessions["s"]


@pytest.fixture
def tracker() -> Watched:
    """Return a tracker that has met the card, without a session."""
    tracker = Watched()
    tracker.see_active()
    return tracker


@pytest.fixture
def started(tracker: Watched) -> Watched:
    """Return a tracker with a session that we started and that has begun."""
    tracker.start_intended(INTENT)
    tracker.start_accepted(INTENT, "s", "NL*TNM*E02003451*0")
    tracker.see(reading(S.STARTED, 4, started_at=at(4)), when=5)
    return tracker


def test_a_start_is_shown_as_requested_until_shell_says_otherwise(
    tracker: Watched,
) -> None:
    """The pending state never flips back, and the start is announced once."""
    tracker.start_intended(INTENT)
    tracker.start_accepted(INTENT, "s", "NL*TNM*E02003451*0")
    assert tracker.session().shown_state is S.START_REQUESTED
    assert (tracker.session().origin, tracker.session().started_by) == (
        Origin.HERE,
        "r",
    )
    assert tracker.is_pending()
    tracker.see(reading(S.START_REQUESTED, 0), when=2)
    assert tracker.events == []
    tracker.see(reading(S.STARTED, 4), when=5)
    tracker.see(reading(S.STARTED, 4), when=6)
    assert tracker.session().shown_state is S.STARTED
    assert tracker.events == [Event.STARTED]
    assert not tracker.is_pending()


def test_a_stop_holds_through_readings_from_before_it(started: Watched) -> None:
    """Shell goes on to say started for a while; the stop stays requested."""
    started.stop_sent("s", "r2", at(60), confirmed=True)
    started.see(reading(S.STARTED, 4), when=61)
    assert started.session().shown_state is S.STOP_REQUESTED
    started.see(reading(S.STOPPED, 63, stopped_at=at(63)), when=64)
    assert started.session().shown_state is S.STOPPED
    assert started.session().duration == timedelta(seconds=59)
    assert started.events == [Event.STARTED, Event.STOPPED]
    assert not started.session().live


def test_a_session_that_came_and_went_between_polls_is_announced_whole(
    tracker: Watched,
) -> None:
    """Started comes before stopped, even where nobody saw it run."""
    tracker.see(reading(S.STOPPED, 9, started_at=at(1), stopped_at=at(8)), when=10)
    assert tracker.events == [Event.STARTED, Event.STOPPED]


def test_a_session_that_stopped_before_it_began_never_started(tracker: Watched) -> None:
    """Without a time of starting there was no start to announce."""
    tracker.see(reading(S.STOPPED, 9), when=10)
    assert tracker.events == [Event.STOPPED]
    assert tracker.session().duration is None
    assert tracker.session().ended_at == at(10)


def test_a_failed_start_ends_the_session_with_its_reason(tracker: Watched) -> None:
    """The code is kept, and the failure is announced once."""
    tracker.start_accepted(INTENT, "s", "")
    failed = reading(S.FAILED_TO_START, 4, error_code="EvNotConnectedToEvse")
    tracker.see(failed, when=5)
    tracker.see(failed, when=6)
    assert tracker.events == [Event.START_FAILED]
    assert tracker.session().error_code == "EvNotConnectedToEvse"
    assert not tracker.session().live


def test_each_failed_stop_is_announced(started: Watched) -> None:
    """A second try that fails is news, the old failure is not."""
    started.stop_sent("s", "r2", at(60), confirmed=True)
    started.see(reading(S.FAILED_TO_STOP, 63), when=64)
    assert started.session().live
    assert started.session().shown_state is S.FAILED_TO_STOP
    started.stop_sent("s", "r3", at(120), confirmed=True)
    started.see(reading(S.FAILED_TO_STOP, 63), when=121)
    assert started.session().shown_state is S.STOP_REQUESTED
    started.see(reading(S.FAILED_TO_STOP, 124), when=125)
    assert started.events == [Event.STARTED, Event.STOP_FAILED, Event.STOP_FAILED]


def test_an_older_reading_never_overwrites_a_newer(started: Watched) -> None:
    """By Shell's own time, whatever the order of arrival."""
    started.see(reading(S.STOPPED, 60), when=61)
    started.see(reading(S.STARTED, 4), when=62)
    assert started.session().state is S.STOPPED
    assert started.events == [Event.STARTED, Event.STOPPED]


def test_a_newer_reading_wins_even_over_an_end(tracker: Watched) -> None:
    """An operator that was late to start costs money: it must be seen."""
    tracker.see(reading(S.FAILED_TO_START, 4), when=5)
    tracker.see(reading(S.STARTED, 9), when=10)
    assert tracker.session().live
    assert tracker.events == [Event.START_FAILED, Event.STARTED]


def test_without_a_time_a_session_does_not_go_back(tracker: Watched) -> None:
    """Generation A has no lastUpdated: order of arrival, but never back."""
    tracker.see(reading(S.STARTED))
    tracker.see(reading(S.START_REQUESTED))
    assert tracker.session().state is S.STARTED
    tracker.see(reading(S.STOPPED))
    tracker.see(reading(S.STARTED))
    assert tracker.session().state is S.STOPPED
    assert tracker.events == [Event.STARTED, Event.STOPPED]


def test_a_reading_asked_for_before_a_command_says_nothing_about_it(
    started: Watched,
) -> None:
    """An answer on its way while the stop is sent does not undo it."""
    ticket = started.draw_ticket()
    started.stop_sent("s", "r2", at(60), confirmed=True)
    changed = started.session()
    started.see(reading(S.STARTED, 70), ticket=ticket, when=61)
    assert started.session() == changed


def test_a_time_of_stopping_alone_stops_nothing(started: Watched) -> None:
    """The documented example of a started session carries one."""
    started.see(reading(S.STARTED, 60, stopped_at=at(30)), when=61)
    assert started.session().live
    assert started.session().duration is None


def test_a_state_never_seen_before_is_unknown(started: Watched) -> None:
    """It is kept and shown as unknown; the session goes on."""
    started.see(reading(None, 60, state_text="hibernating"), when=61)
    assert started.session().shown_state is None
    assert started.session().state_text == "hibernating"
    assert started.session().live


def test_a_reading_without_a_state_changes_none(started: Watched) -> None:
    """What an answer leaves out stays as it is."""
    started.see(reading(None, 60, ema_id=None, evse_id=None), when=61)
    assert started.session().state is S.STARTED
    assert started.session().evse_id == EVSE


def test_what_runs_when_a_card_is_met_is_not_announced() -> None:
    """A session already running at start-up is not news, its end is."""
    tracker = Watched()
    tracker.see_active(reading(S.STARTED, 1))
    assert tracker.events == []
    assert tracker.session().origin is Origin.ELSEWHERE
    tracker.see(reading(S.STOPPED, 9, started_at=at(1)), when=10)
    assert tracker.events == [Event.STOPPED]


def test_what_was_known_before_a_restart_goes_on(started: Watched) -> None:
    """Nothing is announced twice, and what happened meanwhile is announced once."""
    restarted = Watched(sessions=started.sessions.values())
    restarted.see_active(reading(S.STARTED, 4))
    assert restarted.events == []
    restarted.see(reading(S.STOPPED, 60))
    assert restarted.events == [Event.STOPPED]


def test_a_start_under_way_when_a_card_is_met_is_announced() -> None:
    """It had not started yet: its start is news."""
    tracker = Watched()
    tracker.see_active(reading(S.START_REQUESTED, 1))
    tracker.see_active(reading(S.STARTED, 3), when=4)
    assert tracker.events == [Event.STARTED]


def test_a_session_begun_elsewhere_is_announced_and_followed(tracker: Watched) -> None:
    """Card and app are seen; a request of theirs is polled like ours."""
    tracker.see_active(reading(S.START_REQUESTED, 1), when=2)
    assert tracker.is_pending()
    tracker.see_active(reading(S.STARTED, 3), when=4)
    assert tracker.session().origin is Origin.ELSEWHERE
    tracker.see_active(reading(S.STOP_REQUESTED, 60), when=61)
    assert tracker.is_pending()
    assert tracker.events == [Event.STARTED]


def test_a_start_whose_answer_never_came_is_adopted(tracker: Watched) -> None:
    """The session that turns up at that card and charge point is ours."""
    tracker.start_intended(INTENT)
    assert tracker.is_pending()
    tracker.see_active(reading(S.STARTED, 4), when=5)
    assert (tracker.session().origin, tracker.session().started_by) == (
        Origin.HERE,
        "r",
    )
    assert tracker.intents == ()
    assert tracker.events == [Event.STARTED]


def test_a_start_from_before_a_crash_is_adopted_and_announced() -> None:
    """Nobody was told that it started, so it is told now."""
    tracker = Watched(intents=[INTENT])
    tracker.see_active(reading(S.STARTED, 4), when=60)
    assert tracker.session().origin is Origin.HERE
    assert tracker.events == [Event.STARTED]


def test_a_session_elsewhere_is_not_taken_for_an_unanswered_start(
    tracker: Watched,
) -> None:
    """Another charge point is another session."""
    tracker.start_intended(INTENT)
    tracker.see_active(reading(S.STARTED, 4, evse_id="NL*TNM*E999"), when=5)
    assert tracker.session().origin is Origin.ELSEWHERE
    assert tracker.intents == (INTENT,)


def test_a_start_that_was_refused_is_forgotten(tracker: Watched) -> None:
    """It was certainly not carried out."""
    tracker.start_intended(INTENT)
    tracker.start_refused("r")
    assert tracker.intents == ()


def test_a_command_that_takes_too_long_is_given_up(started: Watched) -> None:
    """Its outcome is unknown; the session is shown as Shell tells it."""
    started.stop_sent("s", "r2", at(60), confirmed=True)
    assert started.expire(at(239)) == ()
    (expired,) = started.expire(at(240))
    assert expired.shown_state is S.STARTED
    assert not started.is_pending()


def test_an_unanswered_start_is_given_up(tracker: Watched) -> None:
    """After three minutes no session will turn up."""
    tracker.start_intended(INTENT)
    tracker.expire(at(179))
    assert tracker.intents
    tracker.expire(at(180))
    assert not tracker.intents


def test_a_request_that_shell_does_not_come_back_on_is_unknown(
    tracker: Watched,
) -> None:
    """It is not shown as requested for ever; when something comes after all, that is shown."""
    tracker.start_intended(INTENT)
    tracker.start_accepted(INTENT, "s", "")
    tracker.see(reading(S.START_REQUESTED, 1), when=2)
    (expired,) = tracker.expire(at(180))
    assert expired.shown_state is None
    assert expired.live
    tracker.see(reading(S.STARTED, 200), when=201)
    assert tracker.session().shown_state is S.STARTED
    tracker.see(reading(S.STOP_REQUESTED, 300), when=301)
    assert tracker.session().shown_state is S.STOP_REQUESTED


def test_a_request_that_was_given_up_is_not_followed_again(tracker: Watched) -> None:
    """The same state told again is no new request."""
    tracker.see_active(reading(S.START_REQUESTED, 1), when=2)
    tracker.expire(at(200))
    tracker.see_active(reading(S.START_REQUESTED, 1), when=201)
    assert not tracker.is_pending()


def test_a_stop_that_shell_shows_is_confirmed(started: Watched) -> None:
    """A stop without an answer may be repeated until Shell shows it."""
    started.stop_sent("s", "r2", at(60), confirmed=False)
    pending = started.session().pending
    assert pending is not None
    assert not pending.confirmed
    started.see(reading(S.STOP_REQUESTED, 61), when=62)
    pending = started.session().pending
    assert pending is not None
    assert pending.confirmed


def test_an_ended_session_is_not_being_stopped(started: Watched) -> None:
    """A stop that arrives late changes nothing."""
    started.see(reading(S.STOPPED, 60), when=61)
    ended = started.session()
    started.stop_sent("s", "r2", at(62), confirmed=True)
    assert started.session() == ended


def test_which_sessions_need_a_closer_look(started: Watched) -> None:
    """Those that left the list, and those under way by a command even if listed."""
    assert started.to_retrieve(["s"], started.draw_ticket()) == ()
    assert started.to_retrieve([], started.draw_ticket()) == ("s",)
    started.stop_sent("s", "r2", at(60), confirmed=True)
    assert started.to_retrieve(["s"], started.draw_ticket()) == ("s",)


def test_a_session_newer_than_the_list_has_not_left_it(tracker: Watched) -> None:
    """The list was asked for before the session was known."""
    ticket = tracker.draw_ticket()
    tracker.see(reading(S.STARTED, 1))
    assert tracker.to_retrieve([], ticket) == ()
    tracker.not_found("s", ticket, at(1))
    assert tracker.session().vanishing == 0
    assert tracker.session().vanishing == 0


def test_a_session_that_vanishes_ends(started: Watched) -> None:
    """Twice unknown to Shell, it is over; how it ended is unknown."""
    started.miss(60)
    assert started.session().live
    started.miss(120)
    assert not started.session().live
    assert (started.session().state, started.session().ended_at) == (None, at(120))
    started.miss(180)
    assert started.events == [Event.STARTED, Event.STOPPED]


def test_a_session_that_vanishes_before_it_ran_failed_to_start(
    tracker: Watched,
) -> None:
    """Nothing says that it ever ran."""
    tracker.see(reading(S.START_REQUESTED, 1))
    tracker.expire(at(200))
    tracker.miss(201)
    tracker.miss(202)
    assert tracker.events == [Event.START_FAILED]


def test_a_session_that_is_seen_again_has_not_vanished(started: Watched) -> None:
    """One answer that does not know it may be a slip."""
    started.miss(60)
    started.see(reading(S.STARTED, 61), when=62)
    started.miss(120)
    assert started.session().live


def test_a_session_may_not_be_known_while_its_start_is_under_way(
    tracker: Watched,
) -> None:
    """Shell's own systems take their time to learn of it."""
    tracker.start_accepted(INTENT, "s", "")
    for second in range(5):
        tracker.miss(second)
    assert tracker.session().live


def test_the_answer_to_a_start_may_come_after_its_session_was_seen(
    tracker: Watched,
) -> None:
    """A poll was quicker: what it saw stays, and the session is ours."""
    tracker.start_intended(INTENT)
    tracker.see(reading(S.STARTED, 3, evse_id="NL*TNM*E1"), when=3)
    tracker.start_accepted(INTENT, "s", "")
    assert tracker.session().state is S.STARTED
    assert tracker.session().pending is None
    assert tracker.session().origin is Origin.HERE


def test_the_oldest_ended_sessions_go_first() -> None:
    """A thousand are kept at the most, here five; one under way is never dropped."""
    tracker = Watched()
    tracker.see(reading(S.STARTED, session_id="running"))
    for number in range(9):
        tracker.see(reading(S.STOPPED, session_id=f"{number}"))
    assert list(tracker.sessions) == ["running", "5", "6", "7", "8"]


def test_nothing_new_is_no_revision(started: Watched) -> None:
    """What has not changed need not be written."""
    revision = started.revision
    started.see(reading(S.STARTED, 4, started_at=at(4)), when=65)
    assert started.revision == revision


def test_sessions_are_found_by_card_and_charge_point(started: Watched) -> None:
    """Only those under way."""
    assert started.live_sessions(CARD) == started.live_at(EVSE) == (started.session(),)
    assert started.live_sessions("other") == started.live_at("other") == ()
