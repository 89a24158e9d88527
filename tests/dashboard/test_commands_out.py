"""A command that Shell has not answered yet: every open page hears of it, and that it is over."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .conftest import Ask, Call, session_of
from custom_components.shell_ev import errands
from simulator import Simulator
from tests.conftest import Home, sent
from tests.waiting import afterwards, cancelled, later, turns, until

type Heard = Callable[[], Awaitable[list[str | None]]]
type Page = Callable[..., Awaitable[Heard]]


@pytest.fixture
def page(hass: HomeAssistant, hass_ws_client: Any, hass_admin_user: MockUser) -> Page:
    """Return what opens a page of a user; it tells the devices that it has heard of since."""

    async def page(user: MockUser = hass_admin_user) -> Heard:
        token = await hass.auth.async_create_refresh_token(user, "https://home")
        client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
        await client.send_json_auto_id({"type": "shell_ev/subscribe_commands"})
        assert (await client.receive_json())["success"]

        async def heard() -> list[str | None]:
            await client.send_json_auto_id({"type": "ping"})
            told = []
            while (message := await client.receive_json())["type"] == "event":
                told.append(message["event"]["device_id"])
            return told

        return heard

    return page


@pytest.fixture
async def charging(entry: MockConfigEntry, home: Home) -> MockConfigEntry:
    """Return an account whose charge point charges."""
    await home.switch("on")
    await home.wait(40)
    assert home.state("session_state") == "started"
    return entry


def begin(home: Home, turn: str) -> asyncio.Task[Any]:
    """Turn the switch in a task that Home Assistant does not know: settling does not wait for it."""
    return asyncio.create_task(home.switch(turn))


async def test_a_start(
    entry: MockConfigEntry, home: Home, simulator: Simulator, ask: Ask, page: Page
) -> None:
    """It is told when it goes out, and when it has come back; what its states tell is theirs."""
    device = home.device_id("Home")
    heard = await page()
    simulator.inject("start", "late", before=False, seconds=5)
    start = begin(home, "on")
    await until(lambda: sent(simulator, "start") == 1)
    assert await heard() == [device]
    assert (await ask(device))["command"] == {
        "kind": "start",
        "confirmed": False,
        "since": 0,
    }
    assert home.state("charging") == "off"
    await later(home, 6)
    await start
    assert await heard() == [device]
    assert (await ask(device))["command"]["confirmed"]
    await home.wait(40)
    assert await heard() == []


async def test_a_stop(
    charging: MockConfigEntry, home: Home, simulator: Simulator, ask: Ask, page: Page
) -> None:
    """It is under way although the session is not known to be stopped by anybody."""
    device = home.device_id("Home")
    heard = await page()
    simulator.inject("stop", "late", before=False, seconds=5)
    stop = begin(home, "off")
    await until(lambda: sent(simulator, "stop") == 1)
    assert await heard() == [device]
    await later(home, 3)
    told = await ask(device)
    assert told["command"] == {"kind": "stop", "confirmed": False, "since": 3}
    assert home.state("session_state") == "started"
    await later(home, 3)
    await stop
    assert await heard() == [device]
    assert (await ask(device))["command"]["confirmed"]


@pytest.mark.parametrize("turn", ["on", "off"])
async def test_what_shell_refuses(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    ask: Ask,
    page: Page,
    turn: str,
) -> None:
    """It is over at once, although no state has changed."""
    if turn == "off":
        await home.switch("on")
        await home.wait(40)
    device = home.device_id("Home")
    heard = await page()
    simulator.inject({"on": "start", "off": "stop"}[turn], "status", status=400)
    with pytest.raises(HomeAssistantError):
        await home.switch(turn)
    assert await heard() == [device, device]
    assert (await ask(device))["command"] is None


async def test_what_is_not_sent(entry: MockConfigEntry, home: Home, page: Page) -> None:
    """What a guard time refuses was never out."""
    await home.switch("on")
    heard = await page()
    with pytest.raises(HomeAssistantError):
        await home.switch("off")
    assert await heard() == []


async def test_a_caller_that_goes(
    entry: MockConfigEntry, home: Home, simulator: Simulator, ask: Ask, page: Page
) -> None:
    """Before anything was sent: nothing stays behind."""
    device = home.device_id("Home")

    def end_token() -> None:
        home.freezer.tick(900)
        simulator.inject("token", "hang")

    await home.settle()
    afterwards(entry, end_token)
    caller = begin(home, "on")
    await until(lambda: sent(simulator, "token") == 2)
    heard = await page()
    assert (await ask(device))["command"]["kind"] == "start"
    await cancelled(caller)
    assert await heard() == [device]
    assert (await ask(device))["command"] is None


async def test_an_account_that_goes(
    hass: HomeAssistant,
    charging: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    ask: Ask,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It waits for Shell no longer than a call may take; what has no answer then is not out any more."""
    monkeypatch.setattr(errands, "LAST_EXCHANGE", timedelta(seconds=5))
    device = home.device_id("Home")
    heard = await page()
    simulator.inject("stop", "hang", before=True)
    stop = begin(home, "off")
    await until(lambda: sent(simulator, "stop") == 1)
    unload = asyncio.create_task(hass.config_entries.async_unload(charging.entry_id))
    await turns()
    await later(home, 6)
    with pytest.raises(HomeAssistantError):
        await stop
    assert await unload
    assert await heard() == [device, device]
    await hass.config_entries.async_setup(charging.entry_id)
    await home.settle()
    assert (await ask(device))["command"] is None


async def test_elsewhere(
    away: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    elsewhere: Call,
    page: Page,
) -> None:
    """A stop at a charge point that is not configured is shown with its session."""
    heard = await page()
    session = session_of(away)
    simulator.inject("stop", "late", before=False, seconds=5)
    stop = asyncio.create_task(
        home.act("stop_session", session_id=session.session_id, wait_for_outcome=False)
    )
    await until(lambda: sent(simulator, "stop") == 1)
    assert await heard() == [None]
    (row,) = await elsewhere()
    assert row["state"] == "stop_requested"
    assert session_of(away).shown_state == "started"
    await later(home, 6)
    await stop
    assert await heard() == [None]


async def test_who_may_not_look(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, page: Page
) -> None:
    """Whoever may not see the charge point hears nothing of it."""
    nobody, reader = MockUser().add_to_hass(hass), MockUser().add_to_hass(hass)
    nobody.mock_policy({"entities": {}})
    entity_id = home.entity_id("charging")
    reader.mock_policy({"entities": {"entity_ids": {entity_id: {"read": True}}}})
    closed, open_ = await page(nobody), await page(reader)
    await home.switch("on")
    assert await closed() == []
    assert await open_() == [home.device_id("Home")] * 2
