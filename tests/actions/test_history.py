"""The history: last session, list and activity log."""

from datetime import timedelta
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
from tests.metered import METER, charge as charge_metered, end


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
    assert [session["evse_id"] for session in both] == [OFFICE, HOME]
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
        assert [session["evse_id"] for session in found] == expected, data
    # What goes on in a span is listed, what began in it is counted.
    halfway = await home.act("list_sessions", **{"from": begin + timedelta(minutes=30)})
    assert [each["evse_id"] for each in halfway["sessions"]] == [OFFICE, HOME]
    assert halfway["totals"]["sessions"] == 1
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
    """In a sentence about the charge point; the RequestId is with the session."""
    assert await async_setup_component(hass, "logbook", {})
    simulator.plug(HOME, False)
    begin = dt_util.utcnow()
    await home.switch("on")
    await home.wait(10)
    await async_wait_recording_done(hass)
    client = await hass_client()
    response = await client.get(f"/api/logbook/{begin.isoformat()}")
    lines = [line for line in await response.json() if "message" in line]
    (start,) = [call for call in simulator.audit if call.operation == "start"]
    assert [(line["name"], line["message"]) for line in lines] == [
        (
            "Home",
            f"failed to start. Plug in the car first. RequestId {start.request_id}",
        )
    ]


async def test_a_long_history_is_listed_in_part(
    entry: MockConfigEntry, home: Home
) -> None:
    """The newest thousand: who wants older ones asks for a span of time. Totals and files have all."""
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
    response = await home.act("list_sessions")
    listed = response["sessions"]
    assert len(listed) == 1000
    assert response["totals"]["sessions"] == 1010
    assert response["totals"]["duration"] == 1010 * 3600
    assert (await home.act("export_sessions"))["sessions"] == 1010
    assert listed[0]["session_id"].startswith("00001009")
    early = await home.act("list_sessions", to=begin + timedelta(days=5, hours=2))
    assert len(early["sessions"]) == 6


async def test_a_meter_that_is_away(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """An automation hears that energy stands still because its meter tells nothing."""

    async def away() -> Any:
        (session,) = (await home.act("list_sessions"))["sessions"]
        return session["meter_away"]

    await charge_metered(hass, home, 1001)
    assert await away() is False
    for state in ("unavailable", "unknown"):
        hass.states.async_set(METER, state)
        assert await away() is True
    hass.states.async_remove(METER)
    assert await away() is True
    await end(home)
    assert await away() is False
