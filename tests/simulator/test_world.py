"""What happens without the API: at the pole, by the clock, by the seed."""

from collections.abc import Callable

import pytest

from .caller import CARD, EVSE, SECOND_CARD, UNKNOWN_SESSION, Caller, Clock
from simulator import Simulator


def test_ids_repeat_neither_over_time_nor_after_a_reset(
    sim: Simulator, clock: Clock
) -> None:
    """A simulator that is started anew must not bring old sessions back to life."""
    first = sim.start_by_card(CARD, EVSE)
    again = Simulator(seed=1, clock=clock).start_by_card(CARD, EVSE)
    clock.tick(1)
    sim.reset()
    assert first == again
    assert sim.start_by_card(CARD, EVSE) != first


def test_starting_at_the_pole(sim: Simulator) -> None:
    """The car is plugged in by that; it runs at once, and can end at the pole as well."""
    sim.plug(EVSE, False)
    session = sim.sessions[sim.start_by_card(CARD, EVSE)]
    assert session.state == "started"
    with pytest.raises(ValueError, match="in use"):
        sim.start_by_card(SECOND_CARD, EVSE)
    sim.end_session(session.session_id)
    assert session.state == "stopped"
    with pytest.raises(ValueError, match="ended already"):
        sim.end_session(session.session_id)
    sim.set_service(EVSE, False)
    with pytest.raises(ValueError, match="out of service"):
        sim.start_by_card(SECOND_CARD, EVSE)


def test_what_nobody_knows_at_the_pole(sim: Simulator) -> None:
    """A card, an EVSE or a session that is not there."""
    with pytest.raises(LookupError, match="no card"):
        sim.start_by_card("NL-XXX-C00000000", EVSE)
    with pytest.raises(LookupError, match="no EVSE"):
        sim.start_by_card(CARD, "NL*XXX*E1")
    with pytest.raises(LookupError, match="no session"):
        sim.end_session(UNKNOWN_SESSION)


def test_a_reading_is_a_function_of_time(sim: Simulator, clock: Clock) -> None:
    """Also of a time gone by, and of one before the session began."""
    session = sim.sessions[sim.start_by_card(CARD, EVSE)]
    began = clock.now
    clock.tick(60)
    sim.end_session(session.session_id)
    assert session.past(clock.now)[-1].state == "stopped"
    assert session.past(began)[-1].state == "started"
    clock.tick(-90)
    assert session.past(clock.now)[-1].state == "started"


async def test_simulated_time_can_be_advanced(
    socket_enabled: None, caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """Without touching the clock."""
    api = await caller_of("D").log_in()
    session_id = await api.started()
    sim.advance(4)
    assert await api.state(session_id) == "started"


def test_real_time_is_the_default() -> None:
    """And it has a zone."""
    assert Simulator().now().utcoffset() is not None
