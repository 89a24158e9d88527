"""Stops go out, whatever else fails; and what a start does while a stop is pending, or a stop while a start is."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from .conftest import OTHER_CARD, Home, card_subentry, charge_point_subentry, sent
from .waiting import afterwards, later, until
from simulator import Simulator

NO_ID = {"fault": "text", "status": 200, "text": '{"status": "SUCCESS", "data": []}'}
"""A success that does not say of what."""


async def charging(home: Home, *devices: str) -> None:
    """Begin a session at each charge point, and let the guard time pass."""
    for device in devices or ("Home",):
        await home.switch("on", device)
    await home.wait(40)


async def unconfirmed(entry: MockConfigEntry, home: Home, simulator: Simulator) -> None:
    """Send a start that Shell carries out, and that nothing is known of."""
    simulator.inject("start", "cut", before=False)
    afterwards(entry, lambda: simulator.inject("active", "status", status=500))
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"


async def stop_wish(home: Home, **data: Any) -> Any:
    """Stop without waiting for the outcome."""
    return await home.act("stop_session", wait_for_outcome=False, **data)


# A start while a stop is pending, and the other way round


async def test_a_start_while_a_stop_is_pending_is_refused(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is no success, and the text says what to do."""
    await charging(home)
    await home.switch("off")
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "being_stopped"
    assert "then start again" in str(caught.value)
    assert sent(simulator, "start") == 1


async def test_a_start_answered_without_an_id_is_found_again(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It was carried out: its session is adopted."""
    simulator.inject("start", before=False, **NO_ID)  # type: ignore[arg-type]
    await home.switch("on")
    await home.wait(10)
    assert home.state("session_state") == "started"
    assert sent(simulator, "start") == 1


async def test_a_start_answered_without_an_id_is_unconfirmed(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """No session turned up: a success that nobody sees is none."""
    simulator.inject("start", before=True, **NO_ID)  # type: ignore[arg-type]
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"


@pytest.mark.parametrize("by", ["charge_point", "charge_card"])
async def test_a_stop_while_a_start_is_unconfirmed_is_carried_out_later(
    entry: MockConfigEntry, home: Home, simulator: Simulator, by: str
) -> None:
    """The response says so; the session that turns up is stopped right after the guard time."""
    await unconfirmed(entry, home, simulator)
    simulator.inject("active", "status", status=500)
    device = home.device_id("Home" if by == "charge_point" else "Card")
    response = await stop_wish(home, **{by: device})
    assert response["stop_when_confirmed"] is True
    assert response["sessions"] == []
    await home.wait(28)
    assert home.state("session_state") == "started"
    assert sent(simulator, "stop") == 0
    await home.wait(4)
    assert sent(simulator, "stop") == 1
    await home.wait(10)
    assert home.state("session_state") == "stopped"
    assert sent(simulator, "stop") == 1


async def test_a_stop_with_nothing_to_wait_for_says_so(
    entry: MockConfigEntry, home: Home
) -> None:
    """Nothing is kept for later."""
    response = await stop_wish(home, charge_point=home.device_id("Home"))
    assert response["stop_when_confirmed"] is False


async def test_what_is_to_be_stopped_is_not_started_again(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A start would return a session that is about to end."""
    await unconfirmed(entry, home, simulator)
    simulator.inject("active", "status", status=500)
    await home.switch("off")
    await home.wait(5)
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "being_stopped"


async def test_a_wish_is_not_forgotten_over_a_reload(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The account that comes back carries it out."""
    await unconfirmed(entry, home, simulator)
    simulator.inject("active", "status", status=500)
    await home.switch("off")
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(20)
    assert home.state("charging") == "on"
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(20)
    assert home.state("charging") == "off"
    assert sent(simulator, "stop") == 1


async def test_a_wish_is_carried_out_in_a_hold(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A car must be let go."""
    await unconfirmed(entry, home, simulator)
    simulator.inject("active", "status", status=500)
    await home.switch("off")
    await home.wait(5)
    simulator.inject("any", "status", status=429, retry_after="3000")
    await home.wait(40)
    assert entry.runtime_data.reader.hold_left
    assert sent(simulator, "stop") == 1


async def test_a_wish_that_failed_is_tried_again_in_a_minute(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nobody is there who could press again; a stop of which nothing came is one that failed."""
    await unconfirmed(entry, home, simulator)
    simulator.inject("active", "status", status=500)
    simulator.inject("stop", "cut", before=True)
    simulator.inject("stop", "status", status=503)
    await home.switch("off")
    await home.wait(33)
    assert sent(simulator, "stop") == 1
    await home.wait(55)
    assert sent(simulator, "stop") == 1
    await home.wait(10)
    assert sent(simulator, "stop") == 2
    await home.wait(70)
    assert sent(simulator, "stop") == 3
    assert home.state("session_state") == "stopped"


async def test_a_wish_is_let_go_out_before_the_account_goes(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As any command that was sent; no other comes after it."""
    await unconfirmed(entry, home, simulator)
    simulator.inject("active", "status", status=500)
    await home.switch("off")
    await home.wait(29)
    simulator.inject("stop", "late", seconds=5)
    await later(home, 2)
    await until(lambda: not simulator.faults.orders)
    unload = asyncio.create_task(hass.config_entries.async_unload(entry.entry_id))
    await later(home, 6)
    assert await unload
    await home.wait(120)
    assert sent(simulator, "stop") == 1


async def test_a_wish_ends_with_the_three_minutes(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session of a later start is not stopped."""
    simulator.inject("start", "cut", before=True)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    await home.switch("off")
    await home.wait(190)
    await charging(home)
    await home.wait(60)
    assert home.state("session_state") == "started"
    assert sent(simulator, "stop") == 0


# Stops go out


async def test_a_stop_goes_out_while_the_list_cannot_be_read(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell answers 503 to the list: what is known to run is stopped."""
    await charging(home)
    simulator.inject("active", "status", status=503, times=3)
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_a_stop_goes_out_after_a_list_that_hangs(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It waits no longer than for one call, however many cards there are."""
    await charging(home)
    simulator.inject("active", "hang")
    caller = asyncio.create_task(home.switch("off"))
    await until(lambda: not simulator.faults.orders)
    await later(home, 16)
    await caller
    assert sent(simulator, "stop") == 1


async def test_a_stop_goes_out_while_another_card_is_refused(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Whichever of them Shell will not list."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await charging(home)
    simulator.inject("active", "status", status=400)
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_a_stop_goes_out_while_the_directory_is_at_its_limit(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Its hold is its own."""
    await charging(home)
    simulator.inject("nearby", "status", status=429, retry_after="600")
    with pytest.raises(HomeAssistantError) as caught:
        await home.act("find_charge_points", location={"latitude": 52, "longitude": 5})
    assert caught.value.translation_key == "rate_limited"
    with pytest.raises(ServiceValidationError) as refusal:
        await home.act("find_charge_points", location={"latitude": 52, "longitude": 5})
    assert refusal.value.translation_key == "held"
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_in_a_hold_one_stop_a_minute_goes_out(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell refused the first one for now: the next waits a minute, not ten."""
    await charging(home)
    simulator.inject("stop", "status", status=429, retry_after="600")
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "rate_limited"
    with pytest.raises(ServiceValidationError) as refusal:
        await home.switch("off")
    assert refusal.value.translation_key == "held"
    assert refusal.value.translation_placeholders == {"seconds": "60"}
    await home.wait(61)
    await home.switch("off")
    assert sent(simulator, "stop") == 2


async def test_in_a_hold_another_session_does_not_wait_for_the_first(
    two_points: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """One stop a minute for each."""
    await charging(home, "Home", "Office")
    simulator.inject("stop", "status", status=429, retry_after="600")
    with pytest.raises(HomeAssistantError):
        await home.switch("off")
    await home.switch("off", "Office")
    assert sent(simulator, "stop") == 2


async def test_in_a_hold_nothing_known_is_no_success(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing was read: whether nothing runs, nobody knows."""
    simulator.inject("active", "status", status=429, retry_after="600")
    await home.wait(305)
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "held"


@pytest.mark.parametrize("device", ["Home", "Card"])
async def test_where_nothing_is_known_and_nothing_can_be_read_a_stop_is_no_success(
    entry: MockConfigEntry, home: Home, simulator: Simulator, device: str
) -> None:
    """Something may run there all the same."""
    named = "charge_point" if device == "Home" else "charge_card"
    simulator.inject("active", "status", status=503)
    with pytest.raises(HomeAssistantError) as caught:
        await stop_wish(home, **{named: home.device_id(device)})
    assert caught.value.translation_key == "temporary"


async def test_stopping_a_card_tries_all_and_names_what_failed(
    two_points: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """One error, with the RequestId of the one that was refused; the other session is stopped."""
    await charging(home, "Home", "Office")
    simulator.inject("stop", "status", status=400)
    with pytest.raises(HomeAssistantError) as caught:
        await stop_wish(home, charge_card=home.device_id("Card"))
    assert caught.value.translation_key == "not_all_stopped"
    assert caught.value.translation_placeholders is not None
    failed = caught.value.translation_placeholders["charge_points"]
    assert failed in ("Home", "Office")
    refused = next(each for each in simulator.audit if each.operation == "stop")
    assert str(refused.request_id) in str(caught.value)
    (other,) = {"Home", "Office"} - {failed}
    assert home.state("session_state", failed) == "started"
    assert home.state("session_state", other) == "stop_requested"


async def test_stopping_a_card_says_once_what_is_wrong_with_all(
    hass: HomeAssistant, two_points: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell refuses the client: both are named, and the account asks to sign in again."""
    await charging(home, "Home", "Office")
    home.freezer.tick(900)
    simulator.inject("token", "refuse_token", times=9)
    with pytest.raises(HomeAssistantError) as caught:
        await stop_wish(home, charge_card=home.device_id("Card"))
    assert caught.value.translation_key == "not_all_stopped"
    assert caught.value.translation_placeholders is not None
    assert caught.value.translation_placeholders["charge_points"] == "Home, Office"
    assert str(caught.value).count("Sign in again") == 1
    simulator.clear_faults()
    await hass.async_block_till_done()
    flows = hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == ["reauth"]


async def test_a_stop_of_one_session_says_what_is_wrong_with_it(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nobody needs to be told which one."""
    await charging(home)
    simulator.inject("stop", "status", status=400)
    with pytest.raises(HomeAssistantError) as caught:
        await stop_wish(home, charge_card=home.device_id("Card"))
    assert caught.value.translation_key == "rejected"


async def test_a_start_that_hangs_keeps_no_other_charge_point_waiting(
    two_points: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Another is started and stopped meanwhile."""
    await charging(home, "Office")
    simulator.inject("start", "hang", before=True)
    caller = asyncio.create_task(home.switch("on"))
    await until(lambda: sent(simulator, "start") == 2)
    await home.switch("off", "Office")
    assert home.state("session_state", "Office") == "stop_requested"
    assert not caller.done()
    await later(home, 16)
    with pytest.raises(HomeAssistantError):
        await caller


async def test_nothing_is_started_while_no_car_is_plugged_in(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """The user's own sensor says so; one that says nothing refuses nothing."""
    plug = "binary_sensor.plug"
    entry = make_entry(card_subentry(), charge_point_subentry(plug_sensor=plug))
    assert await hass.config_entries.async_setup(entry.entry_id)
    hass.states.async_set(plug, "off")
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "not_plugged_in"
    hass.states.async_set(plug, "unavailable")
    await home.switch("on")
    assert sent(simulator, "start") == 1


# Clocks


async def test_a_clock_that_was_ahead_guards_no_longer_than_its_setting(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Set back by an hour, it keeps nobody from stopping, and then not from starting."""
    await charging(home)
    home.freezer.move_to(dt_util.utcnow() - timedelta(hours=1))
    await home.switch("off")
    assert sent(simulator, "stop") == 1


async def test_an_unconfirmed_start_of_the_future_blocks_nothing(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Its three minutes are not an hour and three minutes."""
    simulator.inject("start", "cut", before=True)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    home.freezer.move_to(dt_util.utcnow() - timedelta(hours=1))
    await home.switch("on")
    assert sent(simulator, "start") == 2


async def test_a_stop_of_the_future_does_not_count_in_a_hold(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The minute between two stops is a minute."""
    await charging(home)
    simulator.inject("stop", "status", status=429, retry_after="600")
    with pytest.raises(HomeAssistantError):
        await home.switch("off")
    home.freezer.move_to(dt_util.utcnow() - timedelta(hours=1))
    await home.switch("off")
    assert sent(simulator, "stop") == 2
