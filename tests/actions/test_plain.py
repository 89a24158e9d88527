"""Responses are plain: before Home Assistant 2026.10, what a template takes of one is read from its text."""

from ast import literal_eval
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from ..conftest import Home
from simulator import Simulator


@pytest.fixture
async def session_id(entry: MockConfigEntry, home: Home, simulator: Simulator) -> str:
    """Return a session that has ended and was billed, after one that failed."""
    simulator.plug("NL*TNM*E02003451*0", False)
    await home.switch("on")
    await home.wait(60)
    simulator.plug("NL*TNM*E02003451*0", True)
    await home.wait(60)
    await home.switch("on")
    await home.wait(60)
    await home.switch("off")
    await home.wait(60)
    listed = await home.act("list_sessions")
    over = next(each for each in listed["sessions"] if each["state"] == "stopped")
    await home.act(
        "set_session_figures", session_id=over["session_id"], energy=5, amount=2
    )
    return str(over["session_id"])


@pytest.mark.parametrize(
    "action",
    [
        "start_session",
        "stop_session",
        "get_session",
        "list_active_sessions",
        "list_sessions",
        "export_sessions",
        "set_session_figures",
        "find_charge_points",
        "plan_charging",
    ],
)
async def test_a_response_is_what_its_text_says(
    home: Home, session_id: str, action: str
) -> None:
    """So an automation on the oldest release reads what one on the newest does."""
    point = {"charge_point": home.device_id("Home"), "wait_for_outcome": False}
    if action in ("stop_session", "list_active_sessions"):
        await home.act("start_session", **point)
        await home.wait(60)
    asked: dict[str, dict[str, Any]] = {
        "start_session": point,
        "stop_session": point,
        "get_session": {"session_id": session_id},
        "set_session_figures": {"session_id": session_id, "amount": 3},
        "find_charge_points": {"location": {"latitude": 52.3702, "longitude": 4.8952}},
        "plan_charging": {"hours": 1, "ready_by": "07:00"},
    }
    response = await home.act(action, **asked.get(action, {}))
    assert response
    assert literal_eval(str(response)) == response
