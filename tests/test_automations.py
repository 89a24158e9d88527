"""The integration's triggers and conditions, in real automations."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component

from .conftest import (
    HOME,
    HOME_UID,
    OFFICE,
    OFFICE_UID,
    Home,
    card_subentry,
    charge_point_subentry,
)
from simulator import Simulator

TICK = 122
"""Seconds until the directory is asked again where something has begun or ended."""


@pytest.fixture
async def listed(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account with two charge points that the directory lists, set up."""
    entry = make_entry(
        card_subentry(),
        charge_point_subentry(location_uid=HOME_UID),
        charge_point_subentry(OFFICE, "Office", location_uid=OFFICE_UID),
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


async def automate(
    hass: HomeAssistant, triggers: Any, conditions: Any = ()
) -> list[ServiceCall]:
    """Make an automation and return what collects its runs."""
    runs = async_mock_service(hass, "test", "run")
    automation = {
        "alias": "Test",
        "triggers": triggers,
        "conditions": list(conditions),
        "actions": {
            "action": "test.run",
            "data": {"entity": "{{ trigger.entity_id | default }}"},
        },
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    assert hass.states.get("automation.test")
    return runs


def target(home: Home, *names: str) -> dict[str, Any]:
    """Return a target of charge points by their devices."""
    return {"device_id": [home.device_id(name) for name in names or ("Home",)]}


async def test_started_and_stopped(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home
) -> None:
    """Each turn triggers once, at the charge point it is about."""
    started = await automate(
        hass, {"trigger": "shell_ev.started_charging", "target": target(home)}
    )
    await home.switch("on", "Office")
    await home.switch("on")
    await home.wait(40)
    assert [call.data["entity"] for call in started] == [home.entity_id("session")]
    await home.switch("off")
    await home.wait(40)
    assert len(started) == 1


async def test_stopped(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home
) -> None:
    """A session that was going on stops; several charge points may be watched at once."""
    stopped = await automate(
        hass,
        {
            "trigger": "shell_ev.stopped_charging",
            "target": target(home, "Home", "Office"),
        },
    )
    for name in ("Home", "Office"):
        await home.switch("on", name)
        await home.wait(40)
        assert not stopped or name == "Office"
        await home.switch("off", name)
        await home.wait(40)
    assert [call.data["entity"] for call in stopped] == [
        home.entity_id("session", name) for name in ("Home", "Office")
    ]


async def test_failed_to_start(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The car was not plugged in."""
    failed = await automate(
        hass, {"trigger": "shell_ev.failed_to_start", "target": target(home)}
    )
    simulator.plug(HOME, False)
    await home.act(
        "start_session", charge_point=home.device_id("Home"), wait_for_outcome=False
    )
    await home.wait(40)
    assert len(failed) == 1


async def test_failed_to_stop(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The charge point did not listen: the session goes on, and is no end of one."""
    runs = await automate(
        hass,
        [
            {"trigger": f"shell_ev.{key}", "target": target(home)}
            for key in ("failed_to_stop", "stopped_charging", "failed_to_start")
        ],
    )
    await home.switch("on")
    await home.wait(40)
    simulator.set_service(HOME, False)
    await home.switch("off")
    await home.wait(10)
    assert home.state("session_state") == "failed_to_stop"
    assert [run.data["entity"] for run in runs] == [home.entity_id("session")]


async def test_nothing_triggers_at_a_restart(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home
) -> None:
    """What was told before is not told again when the entities come back."""
    await home.switch("on")
    await home.wait(40)
    runs = await automate(
        hass,
        [
            {"trigger": f"shell_ev.{key}", "target": target(home)}
            for key in (
                "started_charging",
                "stopped_charging",
                "failed_to_start",
                "failed_to_stop",
                "became_available",
            )
        ],
    )
    await hass.config_entries.async_reload(listed.entry_id)
    await home.wait(40)
    assert home.state("session_state") == "started"
    assert not runs


async def test_became_available(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Whoever charged there has gone; that it was not known for a while is no news."""
    free = await automate(
        hass, {"trigger": "shell_ev.became_available", "target": target(home)}
    )
    await home.switch("on")
    await home.wait(30)
    await home.wait(TICK)
    assert home.state("availability") == "occupied"
    await home.switch("off")
    await home.wait(30)
    await home.wait(TICK)
    assert [call.data["entity"] for call in free] == [home.entity_id("availability")]
    await hass.config_entries.async_reload(listed.entry_id)
    await home.settle()
    assert home.state("availability") == "available"
    assert len(free) == 1


@pytest.mark.parametrize(
    ("key", "behavior", "idle", "charging"),
    [
        ("is_charging", "any", False, True),
        ("is_charging", "all", False, False),
        ("is_available", "any", True, True),
        ("is_available", "all", True, False),
    ],
)
async def test_conditions(
    hass: HomeAssistant,
    listed: MockConfigEntry,
    home: Home,
    key: str,
    behavior: str,
    idle: bool,
    charging: bool,
) -> None:
    """They look at the charge points that are targeted, at any or all of them."""
    runs = await automate(
        hass,
        {"trigger": "event", "event_type": "look"},
        [
            {
                "condition": f"shell_ev.{key}",
                "target": target(home, "Home", "Office"),
                "options": {"behavior": behavior},
            }
        ],
    )
    hass.bus.async_fire("look")
    await home.settle()
    assert bool(runs) is idle
    runs.clear()
    await home.switch("on")
    await home.wait(30)
    await home.wait(TICK)
    hass.bus.async_fire("look")
    await home.settle()
    assert bool(runs) is charging


@pytest.mark.parametrize("key", ["is_charging", "is_available"])
@pytest.mark.parametrize("behavior", ["any", "all"])
@pytest.mark.parametrize(
    "picked",
    [
        {"entity_id": "sensor.gone"},
        {"device_id": "0123456789abcdef0123456789abcdef"},
        {"label_id": "nowhere"},
        {"device_id": "Card"},
    ],
    ids=["an entity that is gone", "a device that is gone", "a label", "a charge card"],
)
async def test_where_no_charge_point_is_meant_nothing_is_so(
    hass: HomeAssistant,
    listed: MockConfigEntry,
    home: Home,
    key: str,
    behavior: str,
    picked: dict[str, str],
) -> None:
    """Of none, not even "all" are free: a charge point that was removed starts nothing."""
    if picked.get("device_id") == "Card":
        picked = {"device_id": home.device_id("Card")}
    runs = await automate(
        hass,
        {"trigger": "event", "event_type": "look"},
        [
            {
                "condition": f"shell_ev.{key}",
                "target": picked,
                "options": {"behavior": behavior},
            }
        ],
    )
    hass.bus.async_fire("look")
    await home.settle()
    assert not runs


@pytest.mark.parametrize("duration", ["00:00:00", "00:00:10"])
async def test_what_is_not_known_is_not_so(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, duration: str
) -> None:
    """While the account is away nobody knows whether its charge points are free."""
    runs = await automate(
        hass,
        {"trigger": "event", "event_type": "look"},
        [
            {
                "condition": "shell_ev.is_available",
                "target": target(home, "Home", "Office"),
                "options": {"behavior": "all", "for": duration},
            }
        ],
    )
    await home.wait(20)
    hass.bus.async_fire("look")
    await home.settle()
    assert len(runs) == 1
    await hass.config_entries.async_unload(listed.entry_id)
    await home.wait(20)
    hass.bus.async_fire("look")
    await home.settle()
    assert len(runs) == 1


async def test_the_editor_offers_them_for_a_charge_point(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, hass_ws_client: Any
) -> None:
    """Home Assistant names them where a person has picked the device."""
    assert await async_setup_component(hass, "automation", {})
    client = await hass_ws_client()
    for kind, expected in (
        (
            "triggers",
            {
                "became_available",
                "failed_to_start",
                "failed_to_stop",
                "started_charging",
                "stopped_charging",
            },
        ),
        ("conditions", {"is_available", "is_charging"}),
    ):
        await client.send_json_auto_id(
            {"type": f"get_{kind}_for_target", "target": target(home)}
        )
        answer = await client.receive_json()
        found = {key for key in answer["result"] if key.startswith("shell_ev.")}
        assert found == {f"shell_ev.{key}" for key in expected}


async def test_what_failed_to_stop_still_charges(
    hass: HomeAssistant,
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """*Failed to stop, and goes on*: a session is under way there, the switch is on."""
    await home.switch("on")
    await home.wait(40)
    simulator.set_service(HOME, False)
    await home.switch("off")
    await home.wait(10)
    assert home.state("session_state") == "failed_to_stop"
    assert home.state("charging") == "on"
    condition: dict[str, Any] = {
        "condition": "shell_ev.is_charging",
        "target": target(home),
    }
    runs = await automate(
        hass, {"trigger": "event", "event_type": "test_ask"}, [condition]
    )
    hass.bus.async_fire("test_ask")
    await hass.async_block_till_done()
    assert len(runs) == 1


async def test_it_is_told_again_where_it_still_charges(
    hass: HomeAssistant,
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """A second stop that fails as well is told as well."""
    runs = await automate(
        hass, {"trigger": "shell_ev.failed_to_stop", "target": target(home)}
    )
    await home.switch("on")
    await home.wait(40)
    simulator.set_service(HOME, False)
    await home.switch("off")
    await home.wait(60)
    assert len(runs) == 1
    await home.wait(120)
    await home.switch("off")
    await home.wait(60)
    assert len(runs) == 2
