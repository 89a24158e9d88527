"""Commands whose answer is lost, late or a refusal: never twice, and always told."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .conftest import OFFICE, Home, sent
from .waiting import afterwards, until
from simulator import Simulator

AMBIGUOUS: list[dict[str, Any]] = [
    {"fault": "cut"},
    {"fault": "status", "status": 500},
    {"fault": "status", "status": 503},
    {"fault": "html", "status": 200},
    {"fault": "garbage"},
    {"fault": "huge"},
    {"fault": "deep"},
    {"fault": "empty"},
]


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=lambda case: f"{case['fault']}")
async def test_a_start_without_an_answer_is_found_again(
    entry: MockConfigEntry, home: Home, simulator: Simulator, fault: dict[str, Any]
) -> None:
    """It was carried out: the session is adopted at once and nothing is sent again."""
    simulator.inject("start", before=False, **fault)
    await home.switch("on")
    assert home.state("session_state") == "start_requested"
    await home.wait(10)
    assert home.state("session_state") == "started"
    assert sent(simulator, "start") == 1
    assert len(simulator.sessions) == 1


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=lambda case: f"{case['fault']}")
async def test_a_start_that_never_arrived_is_told_and_not_repeated(
    entry: MockConfigEntry, home: Home, simulator: Simulator, fault: dict[str, Any]
) -> None:
    """The error says so with the RequestId, and no other start is sent for a while."""
    simulator.inject("start", before=True, **fault)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"
    request_id = next(
        call.request_id for call in simulator.audit if call.operation == "start"
    )
    assert caught.value.translation_placeholders is not None
    assert (
        f"RequestId {request_id}" in caught.value.translation_placeholders["reference"]
    )
    with pytest.raises(ServiceValidationError) as refusal:
        await home.switch("on")
    assert refusal.value.translation_key == "start_being_checked"
    assert sent(simulator, "start") == 1
    await home.wait(190)
    await home.switch("on")
    assert sent(simulator, "start") == 2


async def test_a_start_that_hangs_is_reconciled(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """After fifteen seconds without an answer, the session is found."""
    simulator.inject("start", "hang", before=False)
    command = hass.async_create_task(home.switch("on"))
    await until(lambda: sent(simulator, "start") == 1)
    home.freezer.tick(16)
    async_fire_time_changed(hass)
    await command
    assert home.state("session_state") == "started"
    assert sent(simulator, "start") == 1


async def test_a_start_that_could_not_be_sent_is_forgotten(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """No token, no start: it may be tried again at once."""
    await home.wait(870)
    simulator.inject("token", "status", status=503, times=2)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "temporary"
    simulator.clear_faults()
    await home.switch("on")
    assert sent(simulator, "start") == 1


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ({"fault": "status", "status": 400}, "rejected"),
        ({"fault": "failed"}, "rejected"),
        ({"fault": "status", "status": 403}, "not_subscribed"),
        ({"fault": "status", "status": 404}, "not_found"),
        ({"fault": "status_empty", "status": 404}, "generation_not_served"),
        ({"fault": "status", "status": 401, "times": 2}, "not_subscribed"),
        ({"fault": "status", "status": 429}, "rate_limited"),
    ],
)
async def test_a_start_that_shell_refuses(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """Each refusal has its sentence, ends in the RequestId, and leaves nothing behind."""
    simulator.inject("start", **fault)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == key
    assert caught.value.translation_placeholders is not None
    assert "RequestId" in caught.value.translation_placeholders["reference"]
    assert home.state("charging") == "off"
    assert entry.runtime_data.reader.tracker.intents == ()


async def test_an_unknown_charge_point_and_an_unknown_card(
    entry: MockConfigEntry, home: Home
) -> None:
    """Shell does not know it: said so, by Shell's own answer."""
    with pytest.raises(HomeAssistantError) as caught:
        await home.act("start_session", evse_id="NL*TNM*E99999999*9")
    assert caught.value.translation_key == "not_found"


@pytest.mark.parametrize("fault", AMBIGUOUS[:7], ids=lambda case: f"{case['fault']}")
async def test_a_stop_without_an_answer_is_seen_through(
    entry: MockConfigEntry, home: Home, simulator: Simulator, fault: dict[str, Any]
) -> None:
    """It was carried out: the session is looked at, and the stop stays requested."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", before=False, **fault)
    await home.switch("off")
    assert home.state("session_state") == "stop_requested"
    await home.wait(10)
    assert home.state("session_state") == "stopped"


async def test_a_stop_that_never_arrived_is_told_and_may_be_repeated(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session goes on costing money: a person may stop it again at once."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", "cut", before=True)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "stop_unconfirmed"
    await home.switch("off")
    await home.wait(10)
    assert home.state("session_state") == "stopped"


async def test_a_stop_of_what_has_ended_is_a_success(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """404 on stop is confirmed with retrieve: the session had just ended."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", "status", status=404, before=True)
    (session_id,) = simulator.sessions
    simulator.inject("active", "stale", times=9)
    simulator.end_session(session_id)
    simulator.clear_faults()
    await home.switch("off")
    assert home.state("charging") == "off"


async def test_a_stop_that_shell_does_not_know_is_told(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """404 on stop while retrieve says that it runs: not a success."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", "status", status=404)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "session_not_found"
    assert home.state("charging") == "on"


async def test_the_token_is_dropped_when_a_command_is_refused(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It was certainly not carried out: one new token, one more try."""
    simulator.inject("start", "status", status=401)
    await home.switch("on")
    assert home.state("session_state") == "start_requested"
    assert sent(simulator, "start") == 2
    assert len(simulator.sessions) == 1


async def test_a_token_that_ends_in_the_middle_of_a_command(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Without a new one the start, or the stop, was certainly not sent."""

    def end_token() -> None:
        home.freezer.tick(900)
        simulator.inject("token", "cut", times=9)

    afterwards(entry, end_token)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "temporary"
    assert entry.runtime_data.reader.tracker.intents == ()
    simulator.clear_faults()
    await home.switch("on")
    await home.wait(40)
    afterwards(entry, end_token)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "temporary"
    assert home.state("session_state") == "started"
    assert (sent(simulator, "start"), sent(simulator, "stop")) == (1, 0)


async def test_a_start_and_its_check_both_without_an_answer(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session turns up at the next poll and is ours; a session from before is not it."""
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)
    simulator.inject("start", "cut", before=False)
    afterwards(entry, lambda: simulator.inject("active", "status", status=500))
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"
    await home.wait(10)
    assert home.state("session_state") == "started"
    assert sent(simulator, "start") == 2


async def test_a_stop_and_its_check_both_without_an_answer(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is told as unconfirmed, and followed to its end."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", "cut", before=False)
    simulator.inject("retrieve", "status", status=500)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "stop_unconfirmed"
    await home.wait(10)
    assert home.state("session_state") == "stopped"


async def test_a_start_being_checked_holds_its_own_charge_point_only(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Another charge point has nothing to do with it."""
    simulator.inject("start", "cut", before=True)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    response = await home.act("start_session", evse_id=OFFICE, wait_for_outcome=False)
    assert response["state"] == "start_requested"


async def test_a_stop_that_nobody_knows_is_confirmed_before_it_counts(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """404 on stop while retrieve has no answer ends nothing, however often; its end is told once."""
    await home.switch("on")
    await home.wait(40)
    (session_id,) = simulator.sessions
    for _ in range(2):
        simulator.inject("stop", "status", status=404)
        simulator.inject("retrieve", "status", status=503)
        with pytest.raises(HomeAssistantError):
            await home.switch("off")
        assert home.state("charging") == "on"
    simulator.sessions.pop(session_id)
    await home.switch("off")
    assert home.state("charging") == "off"
    event = hass.states.get(home.entity_id("session"))
    assert event is not None
    assert event.attributes["event_type"] == "stopped"
