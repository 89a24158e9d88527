"""What 10,000 sessions in memory share, and that nothing is remembered of those that are kept no more."""

from datetime import timedelta
import json

from benchmarks.disk import past_session

from custom_components.shell_ev.session.plain import from_plain, to_plain
from custom_components.shell_ev.session.record import TrackedSession
from custom_components.shell_ev.session.tracker import SessionTracker


def read_anew(session: TrackedSession) -> TrackedSession:
    """Return a session as a file gives it back."""
    return from_plain(TrackedSession, json.loads(json.dumps(to_plain(session))))


def test_what_is_equal_is_there_once() -> None:
    """Words and times, of one session and of several."""
    first, second = read_anew(past_session(0)), read_anew(past_session(20))
    assert first.evse_id is second.evse_id
    assert first.ema_id is second.ema_id
    assert first.announced is second.announced
    assert first.stopped_at is first.ended_at is first.last_updated
    assert first.metering
    assert first.metering.began_at is first.started_at
    assert first == past_session(0)


def test_nothing_grows_with_sessions_that_are_kept_no_more() -> None:
    """Of 500, where 20 are kept; but which one was the last at a charge point stays known."""
    tracker = SessionTracker(keep=20)
    once = past_session(500)
    tracker._put(once, 0)
    for number in reversed(range(500)):
        session = past_session(number)
        at = session.seen_at + timedelta(seconds=1)
        elsewhere = "NLTNME1" if number % 20 == 500 % 20 else session.evse_id
        tracker._put(
            TrackedSession(
                session_id=session.session_id,
                ema_id=session.ema_id,
                evse_id=elsewhere,
                evse_name=elsewhere,
                seen_at=at,
                ended_at=at,
                metering=session.metering,
            ),
            0,
        )
    assert len(tracker.sessions) == 20
    assert len(tracker.last._order) == 21
    assert tracker.last.over[once.evse_id] == once
    assert tracker.last.is_after(tracker.last.over["NLTNME1"], once)
