"""A RequestId goes out with one command only, and is told; a question may have any."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .conftest import OFFICE, Home, card_subentry, charge_point_subentry, sent
from .waiting import until
from simulator import Simulator

GUID = "123e4567-e89b-12d3-a456-426614174000"


def of_posts(simulator: Simulator, operation: str) -> list[str | None]:
    """Return the RequestIds of commands that reached Shell."""
    return [each.request_id for each in simulator.audit if each.operation == operation]


async def start(home: Home, **data: Any) -> Any:
    """Start at home without waiting for the outcome."""
    return await home.act(
        "start_session",
        charge_point=home.device_id("Home"),
        wait_for_outcome=False,
        **data,
    )


async def stop(home: Home, **data: Any) -> Any:
    """Stop what the card has running without waiting for the outcome."""
    return await home.act(
        "stop_session",
        charge_card=home.device_id("Card"),
        wait_for_outcome=False,
        **data,
    )


async def used(home: Home, call: Callable[..., Any], request_id: str = GUID) -> bool:
    """Return whether a command is refused for its RequestId."""
    try:
        await call(home, request_id=request_id)
    except ServiceValidationError as err:
        return err.translation_key == "request_id_used"
    return False


async def test_a_given_one_goes_first_and_further_posts_get_their_own(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Each is told in the response, and goes into Shell's audit log once."""
    entry = make_entry(
        card_subentry(),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office"),
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.switch("on")
    await home.switch("on", "Office")
    await home.wait(40)
    response = await stop(home, request_id=GUID)
    assert response["request_id"] == GUID
    assert sorted(response["request_ids"]) == sorted(of_posts(simulator, "stop"))  # type: ignore[type-var]
    assert len(set(response["request_ids"])) == 2
    assert {each["stop_request_id"] for each in response["sessions"]} == set(
        response["request_ids"]
    )


async def test_one_that_was_used_is_refused_before_anything_is_sent(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """In any spelling, by any command, and after a reload as well."""
    await start(home, request_id=GUID)
    await home.wait(40)
    simulator.audit.clear()
    assert await used(home, start)
    assert await used(home, stop)
    assert await used(home, stop, f"{{{GUID.upper()}}}")
    assert simulator.audit == []
    await hass.config_entries.async_reload(entry.entry_id)
    simulator.audit.clear()
    assert await used(home, stop)
    assert simulator.audit == []


async def test_one_of_a_start_that_came_to_nothing_was_used(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It left no session behind, and stands in Shell's audit log all the same."""
    simulator.inject("start", "status", status=400)
    with pytest.raises(HomeAssistantError):
        await start(home, request_id=GUID)
    await home.wait(310)
    await hass.config_entries.async_reload(entry.entry_id)
    assert await used(home, start)


async def test_one_of_an_unconfirmed_start_was_used(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """After a reload right away, too."""
    simulator.inject("start", "cut", before=True)
    with pytest.raises(HomeAssistantError):
        await start(home, request_id=GUID)
    await hass.config_entries.async_reload(entry.entry_id)
    assert await used(home, stop)


async def test_one_that_did_not_go_out_may_be_given_again(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The list could not be read, so no start was sent."""
    simulator.inject("active", "status", status=503)
    with pytest.raises(HomeAssistantError):
        await start(home, request_id=GUID)
    response = await start(home, request_id=GUID)
    assert of_posts(simulator, "start") == response["request_ids"] == [GUID]


async def test_two_callers_cannot_use_one_at_the_same_moment(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The second is refused while the first is still under way."""
    simulator.inject("active", "late", seconds=1)
    first = asyncio.create_task(start(home, request_id=GUID))
    await until(lambda: not simulator.faults.orders)
    assert await used(home, stop)
    home.freezer.tick(1)
    first.cancel()
    await asyncio.wait([first])
    assert sent(simulator, "start") == 0


async def test_reads_are_exempt(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing is done twice by asking twice."""
    started = await start(home, request_id=GUID)
    for _ in range(2):
        listed = await home.act("list_active_sessions", request_id=GUID)
        got = await home.act(
            "get_session", session_id=started["session_id"], request_id=GUID
        )
        assert listed["request_id"] == got["request_id"] == GUID
    # Nor does a question use one up.
    other = GUID.replace("1", "2")
    await home.act("list_active_sessions", request_id=other)
    await home.wait(40)
    assert (await stop(home, request_id=other))["request_ids"] == [other]


async def test_a_start_whose_token_was_refused_goes_out_once_more(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """With a new token and a RequestId of its own: both are told, and both are used."""
    simulator.inject("start", "status", status=401)
    response = await start(home, request_id=GUID)
    assert response["request_ids"] == of_posts(simulator, "start")
    first, second = response["request_ids"]
    assert (first, response["start_request_id"]) == (GUID, second)
    assert len(simulator.sessions) == 1
    assert await used(home, stop, first)
    assert await used(home, stop, second)


async def test_a_stop_whose_token_was_refused_goes_out_once_more(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As with a start."""
    await start(home)
    await home.wait(40)
    simulator.inject("stop", "status", status=401)
    response = await stop(home, request_id=GUID)
    assert response["request_ids"] == of_posts(simulator, "stop")
    (session,) = response["sessions"]
    assert session["stop_request_id"] == response["request_ids"][1] != GUID
    await home.wait(10)
    assert await used(home, start)
    assert await used(home, start, session["stop_request_id"])


async def test_a_second_try_that_fails_was_used_as_well(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The error ends in the RequestId that was sent last."""
    simulator.inject("start", "status", status=401)
    simulator.inject("start", "cut", before=True)
    with pytest.raises(HomeAssistantError) as caught:
        await start(home, request_id=GUID)
    assert caught.value.translation_key == "start_unconfirmed"
    first, second = of_posts(simulator, "start")
    assert str(second) in str(caught.value)
    assert first == GUID
    assert await used(home, stop, str(second))
    (intent,) = entry.runtime_data.reader.tracker.intents
    assert intent.request_id == second
