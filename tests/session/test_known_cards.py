"""Of which charge cards Shell tells what they have running."""

from dataclasses import replace

from custom_components.shell_ev.session.known_cards import KnownCards
from tests.store.records import ended

SESSION = ended(1)
CARD, PLACE = SESSION.ema_id, SESSION.evse_id
OTHER = replace(SESSION, ema_id="OTHER")


def test_a_list_tells_all() -> None:
    """What a card has running, and where it has nothing."""
    known = KnownCards(())
    assert not known.is_listed(CARD)
    known.note_list(CARD)
    assert known.is_listed(CARD)
    assert known.is_known(CARD)
    assert known.is_known_at(CARD, "elsewhere")
    assert not known.is_known("OTHER")


def test_a_session_tells_of_its_place() -> None:
    """What else its card has running is not said by that."""
    known = KnownCards(())
    known.note_session(SESSION)
    assert not known.is_listed(CARD)
    assert known.is_known(CARD)
    assert known.is_known_at(CARD, PLACE)
    assert not known.is_known_at(CARD, "elsewhere")
    assert not known.is_known_at("OTHER", PLACE)


def test_what_was_under_way_before_is_shown_meanwhile() -> None:
    """All of its card, as far as that is known."""
    known = KnownCards((SESSION,))
    assert known.is_listed(CARD)
    assert not known.is_known("OTHER")


def test_a_card_is_forgotten_by_itself() -> None:
    """With its sessions; another stays."""
    known = KnownCards((SESSION, OTHER))
    known.note_session(SESSION)
    known.note_session(OTHER)
    known.forget(CARD)
    assert not known.is_known(CARD)
    assert not known.is_known_at(CARD, PLACE)
    assert known.is_listed("OTHER")
    known.forget("OTHER")
    assert not known.is_known_at("OTHER", PLACE)


def test_an_account_forgets_all() -> None:
    """Lists and sessions."""
    known = KnownCards((SESSION,))
    known.note_session(OTHER)
    known.forget_all()
    assert not known.is_known(CARD)
    assert not known.is_known("OTHER")
