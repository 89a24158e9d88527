"""What the dashboard card asks for: on demand, from what is known, without a call to Shell."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from simulator import Simulator
from tests.conftest import HOME, Home


@pytest.fixture
async def ask(hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: Any) -> Any:
    """Return what asks as the card does."""

    async def ask(device_id: str, **more: Any) -> Any:
        # Time is moved by minutes, which no connection outlives.
        client = await hass_ws_client(hass)
        await client.send_json_auto_id(
            {"type": "shell_ev/charge_point", "device_id": device_id, **more}
        )
        answer = await client.receive_json()
        return answer["result"] if answer["success"] else answer["error"]

    return ask


def seconds_until(time: str) -> float:
    """Return how far off a time is that was told."""
    parsed = dt_util.parse_datetime(time, raise_on_error=True)
    return (parsed - dt_util.utcnow()).total_seconds()


async def test_before_anything_happened(
    ask: Any, home: Home, simulator: Simulator
) -> None:
    """Nothing is in the way, and nothing is made up."""
    await home.settle()
    calls = len(simulator.audit)
    assert await ask(home.device_id("Home")) == {
        "start_guarded_until": None,
        "stop_guarded_until": None,
        "held_until": None,
        "error": None,
        "start_fee": None,
        "may_control": True,
        "may_use": [home.device_id("Card")],
        "sessions": [],
    }
    assert len(simulator.audit) == calls


async def test_guard_times(ask: Any, home: Home) -> None:
    """After a start a stop waits half a minute, and the other way round."""
    device = home.device_id("Home")
    await home.wait(125)
    assert (await ask(device))["start_fee"] == 0.25
    await home.switch("on")
    told = await ask(device)
    assert told["start_guarded_until"] is None
    assert 29 <= seconds_until(told["stop_guarded_until"]) <= 30
    await home.wait(35)
    assert (await ask(device))["stop_guarded_until"] is None
    await home.switch("off")
    assert (await ask(device))["start_guarded_until"] is not None
    await home.wait(35)
    assert (await ask(device))["start_guarded_until"] is None


async def test_sessions_and_the_last_error(
    ask: Any, home: Home, simulator: Simulator
) -> None:
    """Newest first, as many as are wanted; the reason comes with the RequestId to quote."""
    device = home.device_id("Home")
    await home.switch("on")
    await home.wait(35)
    await home.switch("off")
    await home.wait(35)
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(30)
    told = await ask(device)
    assert [it["state"] for it in told["sessions"]] == ["failed_to_start", "stopped"]
    assert told["error"]["text"].startswith("Plug in the car first")
    starts = [it.request_id for it in simulator.audit if it.operation == "start"]
    assert told["error"]["request_id"] == starts[-1]
    assert len((await ask(device, limit=1))["sessions"]) == 1
    assert (await ask(device, limit=0))["sessions"] == []


async def test_while_shell_has_asked_to_wait(
    ask: Any, home: Home, simulator: Simulator
) -> None:
    """The card can say how long."""
    simulator.inject("active", "status", status=429, retry_after="600")
    await home.wait(305)
    told = await ask(home.device_id("Home"))
    assert 590 <= seconds_until(told["held_until"]) <= 600


@pytest.mark.parametrize(
    ("device", "key"),
    [("Card", "not_a_charge_point"), ("Shell EV Charging", "not_a_charge_point")],
)
async def test_another_device(ask: Any, home: Home, device: str, key: str) -> None:
    """It says so in words that can be translated."""
    error = await ask(home.device_id(device))
    assert error["code"] == "not_found"
    assert error["translation_key"] == key
    assert error["translation_domain"] == "shell_ev"


async def test_no_device(ask: Any) -> None:
    """Neither can one that is not there be asked about."""
    assert (await ask("nothing"))["code"] == "not_found"
