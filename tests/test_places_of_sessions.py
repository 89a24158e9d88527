"""Where sessions of our cards are that are not at a charge point of ours: asked for while they last."""

from collections.abc import Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import (
    CARD,
    HOME_UID,
    OFFICE,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from .test_locations import PACE, asked
from simulator import Simulator


@pytest.fixture
async def listed(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point the directory lists."""
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


async def test_where_a_session_was_is_not_asked_about_once_it_is_over(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Only what is configured is; where there is a session once more is asked anew."""
    for searches in (1, 2):
        simulator.start_by_card(CARD, OFFICE)
        await home.wait(2 * PACE)
        live = listed.runtime_data.reader.tracker.live_sessions()
        assert [session.location_name for session in live] == ["Stationsplein 9"]
        simulator.end_session(live[0].session_id)
        await home.wait(PACE)
        before = sent(simulator, "location")
        await home.wait(10 * PACE)
        assert sent(simulator, "location") - before == 10
        assert asked(simulator)[0] == searches


async def test_what_stands_beside_it_is_asked_about_as_ever(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """A session beside the user's charge point is over; the location is theirs as well."""
    location = next(
        location for location in simulator.locations if len(location.evses) > 1
    )
    ours, beside = (evse.evse_id for evse in location.evses[:2])
    entry = make_entry(card_subentry(), charge_point_subentry(ours))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    simulator.start_by_card(CARD, beside)
    await home.wait(2 * PACE)
    places = entry.runtime_data.locations.data
    assert set(places) == {ours.replace("*", ""), beside.replace("*", "")}
    (session,) = simulator.sessions
    simulator.end_session(session)
    await home.wait(PACE)
    before = sent(simulator, "location")
    await home.wait(10 * PACE)
    assert set(entry.runtime_data.locations.data) == {ours.replace("*", "")}
    assert sent(simulator, "location") - before == 10
