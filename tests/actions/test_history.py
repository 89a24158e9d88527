"""The history: last session, calendar, list and activity log."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api import Session, SessionError, SessionState
from simulator import Simulator
from tests.conftest import CARD, HOME, OFFICE, Home


async def charge(home: Home, seconds: float = 3600) -> None:
    """Have one session at home."""
    await home.switch("on")
    await home.wait(40)
    await home.wait(seconds)
    await home.switch("off")
    await home.wait(40)


async def test_the_last_session(entry: MockConfigEntry, home: Home) -> None:
    """When it ended and how long it was; it stays while the next one runs."""
    assert home.state("last_session_end") == "unknown"
    assert home.state("last_session_duration") == "unknown"
    assert home.state("last_error") == "none"
    await charge(home)
    end = home.state("last_session_end")
    assert end != "unknown"
    assert 1.0 <= float(home.state("last_session_duration")) <= 1.02
    assert home.state("last_error") == "none"
    await home.switch("on")
    await home.wait(10)
    assert home.state("last_session_end") == end


async def test_the_last_error_says_what_to_do(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It goes with the next session that works."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(10)
    assert home.state("last_error") == "ev_not_connected_to_evse"
    assert home.state("last_session_duration") == "unknown"
    assert home.state("last_session_end") == "unknown"  # nothing ran
    simulator.plug(HOME, True)
    await home.switch("on")
    await home.wait(10)
    assert home.state("last_error") == "none"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("EvNotConnectedToEvse", SessionError.EV_NOT_CONNECTED_TO_EVSE),
        ("EVSE_IN_USE", SessionError.EVSE_IN_USE),
        ("InternalError", SessionError.INTERNAL_ERROR),
        ("GridFailure", SessionError.OTHER),
    ],
)
def test_error_codes(code: str, error: SessionError) -> None:
    """The documented codes in any spelling; a new one is another."""
    assert SessionError.read(code) is error


async def events(home: Home, begin: Any, end: Any) -> list[dict[str, Any]]:
    """Ask the card's calendar."""
    entity_id = home.entity_id("calendar", "Card")
    response = await home.hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": entity_id, "start_date_time": begin, "end_date_time": end},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    found: Any = response[entity_id]
    return list(found["events"])


async def test_the_calendar(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Every session that began, by the name of its charge point or place; on while one runs."""
    begin = dt_util.utcnow()
    await charge(home)
    simulator.start_by_card(CARD, OFFICE)
    await home.wait(310)
    assert home.state("calendar", "Card") == "on"
    found = await events(home, begin, begin + timedelta(days=1))
    assert [it["summary"] for it in found] == ["Home", "Stationsplein 9"]
    assert found[0]["description"].startswith("RequestId ")
    assert "description" not in found[1]
    assert not await events(home, begin - timedelta(days=2), begin)
    await home.wait(3700)
    assert home.state("calendar", "Card") == "on"
    (session_id,) = [key for key, it in simulator.sessions.items() if not it.ended]
    simulator.end_session(session_id)
    await home.wait(120)
    assert home.state("calendar", "Card") == "off"


@pytest.mark.freeze_time("2027-11-07 08:50:00")
async def test_the_calendar_while_the_clocks_are_put_back(
    entry: MockConfigEntry, home: Home
) -> None:
    """A session from 1:50 to the second 1:10 is shown to end at the second 1:50.

    Home Assistant takes no event that ends at an earlier time of day than it begins.
    """
    begin = dt_util.utcnow()
    await charge(home, seconds=20 * 60)
    (event,) = await events(home, begin, begin + timedelta(days=1))
    start, end = (datetime.fromisoformat(event[key]) for key in ("start", "end"))
    assert end - start == timedelta(hours=1)
    assert 0.33 <= float(home.state("last_session_duration")) <= 0.36


async def test_list_sessions(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Newest first, by time, charge point and card, without asking Shell."""
    begin = dt_util.now()
    await charge(home)
    between = dt_util.now()
    await home.wait(60)
    await home.act("start_session", evse_id=OFFICE, wait_for_outcome=False)
    await home.wait(60)
    simulator.audit.clear()
    both = (await home.act("list_sessions"))["sessions"]
    assert [it["evse_id"] for it in both] == [OFFICE, HOME]
    card = home.device_id("Card")
    point = home.device_id("Home")
    assert (await home.act("list_sessions", charge_card=card))["sessions"] == both
    for data, expected in (
        ({"charge_point": point}, [HOME]),
        ({"charge_point": point, "charge_card": card}, [HOME]),
        ({"to": between.isoformat()}, [HOME]),
        ({"from": (between + timedelta(minutes=1)).isoformat()}, [OFFICE]),
        ({"from": begin.replace(tzinfo=None).isoformat(), "to": between}, [HOME]),
        ({"to": begin - timedelta(days=1)}, []),
    ):
        found = (await home.act("list_sessions", **data))["sessions"]
        assert [it["evse_id"] for it in found] == expected, data
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("list_sessions", **{"from": between, "to": begin})
    assert caught.value.translation_key == "from_after_to"
    assert simulator.audit == []


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


async def test_the_activity_log_says_why(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass_client: Any,
) -> None:
    """A sentence and the RequestId, beside the line of the event entity."""
    assert await async_setup_component(hass, "logbook", {})
    simulator.plug(HOME, False)
    begin = dt_util.utcnow()
    await home.switch("on")
    await home.wait(10)
    await async_wait_recording_done(hass)
    client = await hass_client()
    response = await client.get(f"/api/logbook/{begin.isoformat()}")
    lines = [it for it in await response.json() if "message" in it]
    (start,) = [it for it in simulator.audit if it.operation == "start"]
    assert [(it["name"], it["message"]) for it in lines] == [
        (
            "Home",
            f"Plug in the car first (EvNotConnectedToEvse) (RequestId {start.request_id})",
        )
    ]


async def test_a_long_history_is_listed_in_part(
    entry: MockConfigEntry, home: Home
) -> None:
    """The newest thousand: who wants older ones asks for a span of time."""
    tracker = entry.runtime_data.reader.tracker
    begin = dt_util.utcnow() - timedelta(days=2000)
    for number in range(1010):
        at = begin + timedelta(days=number)
        tracker.update(
            [
                Session(
                    session_id=f"{number:08}-1bb2-4f50-a96b-e075bbb71e68",
                    ema_id=CARD,
                    evse_id=HOME,
                    state=SessionState.STOPPED,
                    started_at=at,
                    stopped_at=at + timedelta(hours=1),
                )
            ],
            tracker.draw_ticket(),
            at,
        )
    listed = (await home.act("list_sessions"))["sessions"]
    assert len(listed) == 1000
    assert listed[0]["session_id"].startswith("00001009")
    early = await home.act("list_sessions", to=begin + timedelta(days=5, hours=2))
    assert len(early["sessions"]) == 6
