"""What the tracker keeps of commands: wishes, RequestIds, answers that came too late."""

import pytest

from .test_tracker import CARD, EVSE, INTENT, S, Watched, at, reading


@pytest.fixture
def intended() -> Watched:
    """Return a tracker that has met the card, with a start that is not confirmed."""
    tracker = Watched()
    tracker.see_active()
    tracker.start_intended(INTENT)
    return tracker


def test_a_wish_to_stop_is_for_starts_that_may_still_turn_up(intended: Watched) -> None:
    """Not for one of an hour ago, nor for one at another charge point or by another card."""
    assert not intended.stop_wished(at(181), evse_id=EVSE)
    assert not intended.stop_wished(at(5), evse_id="elsewhere")
    assert not intended.stop_wished(at(5), ema_id="another")
    assert intended.intents == (INTENT,)
    assert intended.stop_wished(at(5), evse_id=EVSE, ema_id=CARD)
    intended.see(reading(S.STARTED, 4, started_at=at(4)), when=6)
    assert intended.session().stop_wanted
    assert intended.session().being_stopped


def test_the_last_thousand_request_ids_are_remembered(intended: Watched) -> None:
    """And those of sessions that are kept, however many commands came after them."""
    intended.start_accepted(INTENT, "s", "NL*TNM*E02003451*0")
    for number in range(1001):
        intended.note_request_id(f"command {number}")
    assert not intended.was_used("command 0")
    assert intended.was_used("command 1")
    assert intended.was_used("command 1000")
    assert intended.was_used("r")


def test_a_stop_of_what_is_over_or_forgotten_changes_nothing(intended: Watched) -> None:
    """Its answer came after the session's end."""
    intended.see(reading(S.STARTED, 4, started_at=at(4)), when=6)
    intended.see(reading(S.STOPPED, 50), when=51)
    before = intended.session()
    for session_id in ("s", "forgotten"):
        intended.stop_sent(session_id, "stop", at(49), confirmed=True)
    assert dict(intended.sessions) == {"s": before}


def test_an_id_used_three_times_is_three_sessions() -> None:
    """After a restart as well: each is kept as it ended."""
    tracker = Watched()
    for number in range(3):
        began = at(100 * number)
        tracker.see(reading(S.STARTED, 100 * number, started_at=began), when=0)
        tracker.see(
            reading(S.STOPPED, 100 * number + 50, stopped_at=at(100 * number + 50))
        )
    assert len(tracker.sessions) == 3
    again = Watched(sessions=tracker.sessions.values())
    assert sorted(again.sessions) == ["s", "s~1", "s~2"]
    assert again.session().started_at == at(200)


def test_what_was_let_go_is_not_announced() -> None:
    """More sessions ended at once than are kept."""
    tracker = Watched()
    sessions = [reading(S.STOPPED, session_id=f"s{number}") for number in range(7)]
    tracker.see(*sessions)
    assert len(tracker.sessions) == len(tracker.events) == 5
