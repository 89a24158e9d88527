"""Stop at: a state of charge, an energy or a duration."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import Day, Use, record
from simulator import Simulator
from tests.conftest import CARD, HOME, Home, card_subentry, charge_point_subentry, sent

CAR = "sensor.car_battery"
METER = "sensor.wallbox_energy"


@pytest.fixture
async def entry(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point has a meter, set up."""
    read_meter(hass, 1000)
    entry = make_entry(card_subentry(), charge_point_subentry(energy_meter=METER))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


def read_meter(hass: HomeAssistant, reading: float) -> None:
    """Let the meter show so many kWh."""
    hass.states.async_set(
        METER,
        str(reading),
        {
            "device_class": "energy",
            "state_class": "total_increasing",
            "unit_of_measurement": "kWh",
        },
    )


async def charge(day: Day, use: Use, **inputs: Any) -> None:
    """Make the automation and begin a session by card."""
    await use("stop_at", charging=day.home.entity_id("charging"), **inputs)
    day.simulator.start_by_card(CARD, HOME)
    await day.live([0] * 10)
    assert day.charging[-1]


async def test_no_limit(day: Day, use: Use) -> None:
    """With every input left empty it stops nothing."""
    await charge(day, use)
    await day.live([0] * 120)
    assert sent(day.simulator, "stop") == 0


async def test_state_of_charge(hass: HomeAssistant, day: Day, use: Use) -> None:
    """Once the car is charged as far; that it is not known for a while stops nothing."""
    await charge(day, use, car=CAR)
    for state in ("50", "unavailable", "79.9", "unknown"):
        hass.states.async_set(CAR, state)
        await day.live([0] * 5)
        assert sent(day.simulator, "stop") == 0
    hass.states.async_set(CAR, "80")
    await day.live([0] * 3)
    assert sent(day.simulator, "stop") == 1
    assert not day.charging[-1]


async def test_a_whole_charge(hass: HomeAssistant, day: Day, use: Use) -> None:
    """The car is charged from 42 to 80 %, and not further."""
    charge_of_car, shown = 42.0, []
    hass.states.async_set(CAR, str(charge_of_car))
    await day.live([0] * 60)
    await charge(day, use, car=CAR)
    for _ in range(300):
        charge_of_car += 0.2 if day.charging[-1] else 0
        hass.states.async_set(CAR, f"{charge_of_car:.1f}")
        await day.live([0])
        shown.append(charge_of_car)
    assert 80 <= shown[-1] <= 80.6
    charging = day.charging[-len(shown) :]
    record("stop-at", line=shown, charging=charging, levels={"stop at 80 %": 80})


async def test_energy(hass: HomeAssistant, day: Day, use: Use) -> None:
    """Of this session, by the meter of the charge point."""
    await charge(day, use, energy=10)
    read_meter(hass, 1009.9)
    await day.live([0] * 5)
    assert sent(day.simulator, "stop") == 0
    read_meter(hass, 1010.1)
    await day.live([0] * 3)
    assert sent(day.simulator, "stop") == 1


@pytest.mark.parametrize("restarts", [False, True])
async def test_duration(
    hass: HomeAssistant, day: Day, use: Use, restarts: bool
) -> None:
    """Since the session started, also with a restart in between."""
    await charge(day, use, duration=1)
    if restarts:
        automation = {"entity_id": "automation.stop_at"}
        for turn in ("turn_off", "turn_on"):
            await hass.services.async_call(
                "automation", turn, automation, blocking=True
            )
    await day.live([0] * 60)
    assert sent(day.simulator, "stop") == 1
    assert 59 <= sum(day.charging) <= 70


async def test_a_limit_that_is_reached_already(
    hass: HomeAssistant, day: Day, use: Use
) -> None:
    """The automation is made while the car is charged further: it stops it at once."""
    day.simulator.start_by_card(CARD, HOME)
    await day.live([0] * 10)
    hass.states.async_set(CAR, "85")
    await use("stop_at", charging=day.home.entity_id("charging"), car=CAR)
    hass.bus.async_fire("automation_reloaded")
    await day.live([0] * 2)
    assert sent(day.simulator, "stop") == 1


async def test_a_stop_that_is_refused(day: Day, use: Use, simulator: Simulator) -> None:
    """It is sent again five minutes later, and ten minutes later."""
    simulator.inject("stop", "status", status=400, times=2)
    await charge(day, use, duration=0.25)
    await day.live([0] * 19)
    assert sent(simulator, "stop") == 2
    await day.live([0] * 15)
    assert sent(simulator, "stop") == 3
    assert not day.charging[-1]
