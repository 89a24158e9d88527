"""What the dashboard card asks for: on demand, from what is known, without a call to Shell."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .conftest import Ask, SetUp
from simulator import Simulator
from tests.conftest import (
    CARD,
    HOME,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from tests.waiting import afterwards, later, until

METER = "sensor.meter"
POWER = "sensor.power"


async def test_before_anything_happened(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing is in the way, and nothing is made up."""
    await home.settle()
    calls = len(simulator.audit)
    assert await ask(home.device_id("Home")) == {
        "start_guard": None,
        "stop_guard": None,
        "held": None,
        "command": None,
        "session": None,
        "left_ago": None,
        "receipt": None,
        "error": None,
        "prices": None,
        "known": False,
        "charge_card": {"device_id": home.device_id("Card"), "name": "Card"},
        "power_sensor": None,
        "energy_sensor": None,
        "may_control": True,
        "may_use": [home.device_id("Card")],
        "sessions": [],
    }
    assert len(simulator.audit) == calls


async def test_guard_times(ask: Ask, entry: MockConfigEntry, home: Home) -> None:
    """After a start a stop waits half a minute, and the other way round: in seconds from now."""
    device = home.device_id("Home")
    await home.switch("on")
    told = await ask(device)
    assert told["start_guard"] is None
    assert told["stop_guard"] == 30
    await home.wait(12)
    assert (await ask(device))["stop_guard"] == 18
    await home.wait(18)
    assert (await ask(device))["stop_guard"] is None
    await home.switch("off")
    assert (await ask(device))["start_guard"] == 30
    await home.wait(30)
    assert (await ask(device))["start_guard"] is None


async def test_while_shell_has_asked_to_wait(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The card can say how long."""
    simulator.inject("active", "status", status=429, retry_after="600")
    await home.wait(305)
    assert 590 <= (await ask(home.device_id("Home")))["held"] <= 600


async def test_the_wait_for_another_stop_while_shell_asks_to_wait(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A stop goes out all the same, once a minute: what refuses the next one is told."""
    device = home.device_id("Home")
    await home.switch("on")
    await home.wait(60)
    simulator.inject("stop", "status", status=429, retry_after="600")
    with pytest.raises(HomeAssistantError):
        await home.switch("off")
    assert (await ask(device))["stop_guard"] == 60
    await home.wait(20)
    with pytest.raises(HomeAssistantError) as refusal:
        await home.switch("off")
    assert refusal.value.translation_key == "held"
    assert (await ask(device))["stop_guard"] == 40
    await home.wait(40)
    assert (await ask(device))["stop_guard"] is None
    await home.switch("off")


async def test_the_wait_for_a_stop_of_two_sessions(
    ask: Ask, entry: MockConfigEntry, home: Home
) -> None:
    """A stop stops both: the longest wait is told, whichever was begun last."""
    await home.switch("on")
    await home.wait(5)
    tracker = entry.runtime_data.reader.tracker
    (session,) = tracker.live_sessions()
    other = replace(session, session_id="other", start_sent_at=None, started_by=None)
    tracker._keep_as("other", other)
    assert (await ask(home.device_id("Home")))["stop_guard"] == 25


# Commands


async def test_a_command_and_its_session(
    ask: Ask, entry: MockConfigEntry, home: Home
) -> None:
    """From its request to its end: what is under way, what runs, and since when."""
    device = home.device_id("Home")
    await home.switch("on")
    told = await ask(device)
    assert told["command"] == {"kind": "start", "confirmed": True, "since": 0}
    assert told["session"]["since"] == 0
    await home.wait(60)
    told = await ask(device)
    (session_id,) = entry.runtime_data.reader.tracker.sessions
    assert told["command"] is None
    assert 55 <= told["session"].pop("since") < 60, "since it charges"
    assert told["session"] == {
        "session_id": session_id,
        "charge_card": {"device_id": home.device_id("Card"), "name": "Card"},
        "origin": "here",
        "energy": None,
        "cost": None,
        "currency": None,
        "own": True,
    }
    await home.switch("off")
    home.freezer.tick(1.5)
    told = await ask(device)
    assert told["command"] == {"kind": "stop", "confirmed": True, "since": 1.5}
    assert told["session"]["session_id"] == session_id
    await home.wait(10)
    told = await ask(device)
    assert (told["command"], told["session"]) == (None, None)


async def test_a_start_whose_post_is_out(
    hass: HomeAssistant,
    ask: Ask,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """It is told to whoever looks, before Shell has answered; it may be stopped meanwhile."""
    device = home.device_id("Home")
    simulator.inject("start", "hang", before=False)
    start = hass.async_create_task(home.switch("on"))
    await until(lambda: sent(simulator, "start") == 1)
    await later(home, 3)
    told = await ask(device)
    assert told["command"] == {"kind": "start", "confirmed": False, "since": 3}
    assert told["session"] is None
    home.freezer.tick(13)
    async_fire_time_changed(hass)
    await start
    await home.settle()
    told = await ask(device)
    assert told["command"] is None
    assert told["session"]["origin"] == "here"


async def test_a_start_that_is_not_confirmed_may_be_stopped(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The stop is kept, and done once the session turns up and its guard time is over."""
    device = home.device_id("Home")
    simulator.inject("start", "cut", before=False)
    afterwards(entry, lambda: simulator.inject("active", "status", status=500))
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert (await ask(device))["command"] == {
        "kind": "start",
        "confirmed": False,
        "since": 0,
    }
    simulator.inject("active", "status", status=500)
    response = await home.act("stop_session", charge_point=device)
    assert response["stop_when_confirmed"]
    command = (await ask(device))["command"]
    assert (command["kind"], command["confirmed"]) == ("stop", False)
    await home.wait(10)
    told = await ask(device)
    assert told["session"] is not None
    assert (told["command"]["kind"], told["command"]["confirmed"]) == ("stop", False)
    await home.wait(50)
    assert home.state("session_state") == "stopped"
    assert (await ask(device))["command"] is None


async def test_a_start_that_never_arrived(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is unconfirmed until it cannot turn up any more."""
    device = home.device_id("Home")
    simulator.inject("start", "cut")
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert (await ask(device))["command"]["confirmed"] is False
    await home.wait(190)
    assert (await ask(device))["command"] is None


async def test_a_session_by_card(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is ours as well: by ourselves the charge point is occupied."""
    simulator.start_by_card(CARD, HOME)
    await home.wait(305)
    session = (await ask(home.device_id("Home")))["session"]
    assert (session["origin"], session["own"]) == ("elsewhere", True)


async def test_a_session_of_a_card_that_was_removed(
    hass: HomeAssistant, ask: Ask, entry: MockConfigEntry, home: Home
) -> None:
    """It goes on at the charge point, and is not called by a name that nobody knows."""
    await home.switch("on")
    await home.wait(10)
    (card,) = entry.get_subentries_of_type("charge_card")
    hass.config_entries.async_remove_subentry(entry, card.subentry_id)
    await home.settle()
    told = await ask(home.device_id("Home"))
    assert told["session"]["charge_card"] == {"device_id": None, "name": None}
    assert told["session"]["own"] is False
    assert told["charge_card"] is None
    assert told["may_use"] == []


# What to show and to start with


async def test_sensors(ask: Ask, set_up: SetUp, home: Home) -> None:
    """The power sensor is the user's own, that of energy is ours."""
    await set_up(power_sensor=POWER, energy_meter=METER)
    told = await ask(home.device_id("Home"))
    assert told["power_sensor"] == POWER
    assert told["energy_sensor"] == home.entity_id("session_energy")


async def test_the_card_that_it_is_started_with(
    ask: Ask,
    home: Home,
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """Of several, the one of the charge point."""
    entry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Company"),
        charge_point_subentry(ema_id=OTHER_CARD),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    told = await ask(home.device_id("Home"))
    company = home.device_id("Company")
    assert told["charge_card"] == {"device_id": company, "name": "Company"}
    assert told["may_use"] == [home.device_id("Card"), company]


@pytest.mark.parametrize(
    ("device", "key"),
    [("Card", "not_a_charge_point"), ("Shell EV Charging", "not_a_charge_point")],
)
async def test_another_device(
    ask: Ask, entry: MockConfigEntry, home: Home, device: str, key: str
) -> None:
    """It says so in words that can be translated."""
    error = await ask(home.device_id(device))
    assert error["code"] == "not_found"
    assert error["translation_key"] == key
    assert error["translation_domain"] == "shell_ev"


async def test_an_account_that_is_loaded_anew_beside_another(
    hass: HomeAssistant,
    ask: Ask,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """It says so of each account, not only of the only one."""
    first = make_entry()
    await hass.config_entries.async_setup(first.entry_id)
    await home.settle()
    simulator.set_account("second-client", simulator.accounts["demo-client"])
    second = make_entry(card_subentry(), data={"client_id": "second-client"})
    await hass.config_entries.async_setup(second.entry_id)
    await home.settle()
    assert second.state is ConfigEntryState.LOADED
    device = home.device_id("Home")
    close = first.runtime_data.commands.async_close
    told = []

    async def closed() -> None:
        told.append(await ask(device))
        with pytest.raises(ServiceValidationError) as refusal:
            await home.act("find_charge_points", account=first.entry_id)
        told.append({"translation_key": refusal.value.translation_key})
        await close()

    first.runtime_data.commands.async_close = closed
    await hass.config_entries.async_reload(first.entry_id)
    await home.settle()
    assert [each["translation_key"] for each in told] == ["reloading"] * 2
    assert "error" in await ask(device)


async def test_no_device(ask: Ask, entry: MockConfigEntry) -> None:
    """Neither can one that is not there be asked about."""
    assert (await ask("nothing"))["code"] == "not_found"
