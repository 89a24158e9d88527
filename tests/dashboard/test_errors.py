"""Why the last command failed, as the card tells it: for ten minutes from then, until the next command."""

from collections.abc import Awaitable, Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .conftest import Ask
from simulator import Simulator
from tests.conftest import HOME, Home, sent_as


@pytest.fixture
def error(ask: Ask, home: Home) -> Callable[[], Any]:
    """Return what asks for the error at home."""

    async def error() -> Any:
        return (await ask(home.device_id("Home")))["error"]

    return error


async def fail_to_start(home: Home, simulator: Simulator) -> None:
    """Have a session that could not be started, until the car is plugged in."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(30)
    assert home.state("session_state") == "failed_to_start"


async def fail_to_stop(home: Home, simulator: Simulator) -> None:
    """Have a session that could not be stopped; the next try would go well."""
    await home.switch("on")
    await home.wait(35)
    simulator.set_service(HOME, False)
    await home.switch("off")
    await home.wait(10)
    assert home.state("session_state") == "failed_to_stop"
    simulator.set_service(HOME, True)


def touch(simulator: Simulator) -> None:
    """Have Shell speak of its one session anew, as of one that goes on."""
    (session,) = simulator.sessions.values()
    last = session.history[-1]
    known = {each.name: getattr(last, each.name) for each in fields(last)}
    session.history[-1] = type(last)(**{**known, "since": dt_util.utcnow()})


async def test_it_is_over_with_the_next_start(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Also while nobody knows what becomes of that."""
    await fail_to_start(home, simulator)
    assert await error() is not None
    simulator.inject("start", "cut")
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert await error() is None


async def test_it_is_over_with_a_start_that_shell_refuses(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What is wrong now the refusal says, not the sentence of before."""
    await fail_to_start(home, simulator)
    simulator.inject("start", "status", status=400)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert await error() is None
    await home.wait(300)
    assert await error() is None
    assert home.state("session_state") == "failed_to_start"


async def test_a_stop_that_failed(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session runs on, which the reason alone does not say. It is as old as Shell's word of it."""
    await fail_to_stop(home, simulator)
    told = await error()
    assert told["text"] == ("Failed to stop. The charge point is out of service")
    assert 0 < told["ago"] <= 10
    request_id = sent_as(simulator, "stop")[-1]
    assert told["reference"] == f"EvseOutOfService, RequestId {request_id}"
    assert home.state("charging") == "on"


async def test_it_is_over_while_the_next_stop_is_under_way(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """And it does not come back once that went well."""
    await fail_to_stop(home, simulator)
    assert home.state("last_error") == "evse_out_of_service"
    await home.switch("off")
    assert await error() is None
    assert home.state("last_error") == "none"
    await home.wait(10)
    assert home.state("session_state") == "stopped"
    assert await error() is None
    assert home.state("last_error") == "none"


async def test_it_is_over_with_a_stop_that_shell_refuses(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As with a start."""
    await fail_to_stop(home, simulator)
    simulator.inject("stop", "status", status=400)
    with pytest.raises(HomeAssistantError):
        await home.switch("off")
    assert await error() is None


async def test_it_ends_however_often_shell_speaks_of_the_session(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is told from when the stop failed; the session goes on."""
    await fail_to_stop(home, simulator)
    for _ in range(8):
        await home.wait(65)
        touch(simulator)
    told = await error()
    assert 520 < told["ago"] < 540
    await home.wait(80)
    assert await error() is None
    assert home.state("session_state") == "failed_to_stop"


async def test_a_stop_of_another(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It was asked for in Shell's app: no RequestId of ours is about it."""
    await home.switch("on")
    await home.wait(35)
    (session,) = simulator.sessions.values()
    simulator.set_service(HOME, False)
    simulator.world.request_stop(session, dt_util.utcnow())
    await home.wait(130)
    assert home.state("session_state") == "failed_to_stop"
    assert (await error())["reference"] == "EvseOutOfService"
    state = home.hass.states.get(home.entity_id("session"))
    assert state is not None
    assert state.attributes["event_type"] == "stop_failed"
    assert state.attributes["request_id"] is None


async def test_of_a_clock_that_was_ahead(
    error: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As with receipts: what is noted of tomorrow is nothing of now."""
    now = dt_util.utcnow()
    home.freezer.move_to(now + timedelta(days=1))
    await fail_to_start(home, simulator)
    assert await error() is not None
    home.freezer.move_to(now + timedelta(seconds=60))
    assert await error() is None


async def test_of_while_the_account_was_not_loaded(
    hass: HomeAssistant,
    error: Ask,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """Shell says when it failed: three hours ago is no news."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await hass.config_entries.async_unload(entry.entry_id)
    home.freezer.tick(3 * 3600)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(30)
    assert home.state("session_state") == "failed_to_start"
    assert home.state("last_error") == "ev_not_connected_to_evse"
    assert await error() is None


async def test_it_outlives_a_reload(
    hass: HomeAssistant,
    error: Ask,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """With its moment and its RequestId."""
    await fail_to_stop(home, simulator)
    before = await error()
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(60)
    after = await error()
    assert after == {**before, "ago": before["ago"] + 60}


async def test_where_shell_gives_no_time(
    hass: HomeAssistant,
    error: Ask,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """In generation A it is of when it was seen first, and not of when the session was."""
    entry = make_entry(data={"generation": "A"})
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.switch("on")
    await home.wait(900)
    simulator.set_service(HOME, False)
    await home.switch("off")
    await home.wait(10)
    assert home.state("session_state") == "failed_to_stop"
    assert (await error())["ago"] <= 10
    await home.wait(300)
    assert 300 <= (await error())["ago"] <= 310


@pytest.mark.parametrize(
    ("fail", "command", "sentence"),
    [
        (fail_to_start, "start", "Failed to start. Shell gave no reason"),
        (fail_to_stop, "stop", "Failed to stop. Shell gave no reason"),
    ],
)
async def test_a_failure_without_a_reason(
    error: Ask,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    fail: Callable[[Home, Simulator], Awaitable[None]],
    command: str,
    sentence: str,
) -> None:
    """That it failed is told, and what to quote to Shell: it is all there is to see."""
    simulator.change_settings({"state_spelling": "string"})
    await fail(home, simulator)
    told = await error()
    assert told["text"] == sentence
    assert told["reference"] == f"RequestId {sent_as(simulator, command)[-1]}"
