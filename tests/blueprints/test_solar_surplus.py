"""Solar surplus: parts of days in a real automation engine, minute by minute."""

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

import pytest

from benchmarks.days import CHARGING_POWER, winter_day
from homeassistant.core import HomeAssistant

from .conftest import CLOCK_CHANGES, GRID, Day, Use, settle
from simulator import Simulator
from tests.conftest import CARD, HOME, sent

pytestmark = pytest.mark.timeout(900)
"""Whole days take their time on a slow machine."""

MINIMUM_ON, MINIMUM_OFF = 15, 10
"""The blueprint's defaults."""
SUNNY, DARK = CHARGING_POWER + 500, -400

type Solar = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture
def solar(day: Day, use: Use) -> Solar:
    """Return what makes the automation, with all defaults but those that are named."""

    async def make(**inputs: Any) -> None:
        charging = day.home.entity_id("charging")
        given = {"charging": charging, "grid": GRID, "nominal": CHARGING_POWER}
        await use("solar_surplus", **(given | inputs))

    return make


async def restart(hass: HomeAssistant, day: Day) -> None:
    """Lose all that only runs: automations and their waits, entities and their times."""
    automation = {"entity_id": "automation.solar_surplus"}
    await hass.services.async_call("automation", "turn_off", automation, blocking=True)
    (entry,) = hass.config_entries.async_entries("shell_ev")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.services.async_call("automation", "turn_on", automation, blocking=True)


def keeps_its_limits(day: Day) -> bool:
    """Tell whether nothing flapped. What is pending counts to neither side, by a minute."""
    lasted, paused = day.gaps()
    return all(minutes >= MINIMUM_ON - 1 for minutes in lasted) and all(
        minutes >= MINIMUM_OFF for minutes in paused
    )


async def test_the_most_starts_a_day(day: Day, solar: Solar) -> None:
    """Then it is over until tomorrow."""
    await solar(most_starts=2, stop_hold=1)
    await day.live(([SUNNY] * 30 + [DARK] * 30) * 4)
    assert day.starts == 2
    assert keeps_its_limits(day)
    await day.live([DARK] * (24 * 60 - len(day.charging)))
    await day.live([SUNNY] * 30)
    assert day.starts == 3


async def test_a_sensor_that_drops_out(day: Day, solar: Solar) -> None:
    """It starts nothing and stops nothing, unless it stays away for half an hour."""
    await solar()
    await day.live([None] * 30)
    assert day.starts == 0
    await day.live([SUNNY, None] * 20)
    assert day.starts == 0
    await day.live([SUNNY] * 30 + [None] * 25 + [SUNNY] * 30)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    await day.live([None] * 40)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_a_restart_while_it_charges(
    hass: HomeAssistant, day: Day, solar: Solar
) -> None:
    """Its session is looked after again, and stopped when the sun is gone."""
    await solar()
    await day.live([SUNNY] * 60)
    await restart(hass, day)
    await day.live([SUNNY] * 60)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    await day.live([DARK] * 60)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_a_restart_in_full_sun(
    hass: HomeAssistant, day: Day, solar: Solar
) -> None:
    """Entities that come back start nothing; it looks within ten minutes, and the surplus has to hold anew."""
    await solar()
    await day.live([SUNNY])
    await restart(hass, day)
    day.show(None)
    await settle(hass)
    await day.live([SUNNY, None, SUNNY, DARK])
    assert day.starts == 0
    await day.live([SUNNY] * 12)
    assert day.starts == 1


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_persons_stop_wins(
    hass: HomeAssistant, day: Day, solar: Solar, restarts: bool
) -> None:
    """Nothing is started any more on that day, also after a restart; on the next it is."""
    await solar()
    await day.live([SUNNY] * 60)
    await day.home.hass.services.async_call(
        "switch", "turn_off", {"entity_id": day.home.entity_id("charging")}
    )
    await day.live([SUNNY] * 60)
    if restarts:
        await restart(hass, day)
    await day.live([SUNNY] * 120)
    assert day.starts == 1
    await day.live([DARK] * (24 * 60 - len(day.charging)))
    await day.live([SUNNY] * 30)
    assert day.starts == 2


async def test_a_persons_session_is_left_alone(
    day: Day, solar: Solar, simulator: Simulator
) -> None:
    """Whether it began by card or with the switch, it is not stopped for want of sun."""
    await solar()
    simulator.start_by_card(CARD, HOME)
    await day.live([SUNNY] * 30 + [DARK] * 60)
    assert day.starts == sent(simulator, "stop") == 0
    assert all(day.charging)


async def test_a_start_that_fails(day: Day, solar: Solar, simulator: Simulator) -> None:
    """Without a car it is tried again in an hour; that uses up no start of the day."""
    simulator.plug(HOME, False)
    await solar(most_starts=1)
    await day.live([SUNNY] * 40)
    assert day.starts == 1
    simulator.plug(HOME, True)
    await day.live([SUNNY] * 35)
    assert day.charging[-1]
    assert day.starts == 2


async def test_a_start_that_is_refused(
    day: Day, solar: Solar, simulator: Simulator
) -> None:
    """Shell is not there for a while: no call is repeated faster than the pause, each after a longer one."""
    simulator.inject("start", "status", status=400, times=2)
    await solar()
    await day.live([SUNNY] * (3 * MINIMUM_OFF + 15))
    assert day.starts == 3
    assert day.charging[-1]


async def test_the_car_wants_no_more(
    hass: HomeAssistant, day: Day, solar: Solar
) -> None:
    """It is stopped then, and started again when it wants more."""
    wanted = "binary_sensor.car_wants"
    hass.states.async_set(wanted, "off")
    await solar(wanted=wanted)
    await day.live([SUNNY] * 30)
    assert day.starts == 0
    for state, starts, charging in (
        ("on", 1, True),
        ("off", 1, False),
        ("on", 2, True),
    ):
        hass.states.async_set(wanted, state)
        await day.live([SUNNY] * 30)
        assert (day.starts, day.charging[-1]) == (starts, charging)


async def test_the_home_battery_comes_first(
    hass: HomeAssistant, day: Day, solar: Solar
) -> None:
    """It has to be charged before the car is, and is not discharged into the car."""
    battery = "sensor.home_battery"
    await solar(battery=battery, battery_first=80)
    for state, charging in (
        ("unavailable", False),
        ("79", False),
        ("80", True),
        ("76", True),
        ("unknown", True),
        ("74", False),
        ("79", False),
    ):
        hass.states.async_set(battery, state)
        await day.live([SUNNY] * 30)
        assert day.charging[-1] is charging, state


@pytest.mark.parametrize(
    ("meaning", "sign", "unit"),
    [("export", 1, "kW"), ("import", -1, "W"), ("import", -1, "kW")],
)
async def test_any_power_sensor(
    day: Day, solar: Solar, meaning: str, sign: int, unit: str
) -> None:
    """Whichever way it counts and in either unit: the car's own draw does not make it stop."""
    day.sign, day.unit = sign, unit
    await solar(meaning=meaning)
    await day.live([SUNNY] * 90)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    await day.live([DARK] * 60)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_a_surplus_without_the_car(
    hass: HomeAssistant, day: Day, solar: Solar
) -> None:
    """A sensor in which the car does not count is taken as it is."""
    surplus = "sensor.surplus"
    hass.states.async_set(surplus, str(SUNNY), {"unit_of_measurement": "W"})
    await solar(meaning="surplus", grid=surplus)
    await day.live([SUNNY] * 60)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
    hass.states.async_set(surplus, "1000", {"unit_of_measurement": "W"})
    await day.live([DARK] * 60)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_a_measured_draw(hass: HomeAssistant, day: Day, solar: Solar) -> None:
    """The car draws less than it might: what it really draws is added to what is left over."""
    power = "sensor.charge_point_power"
    hass.states.async_set(power, "0.5", {"unit_of_measurement": "kW"})
    await solar(power=power)
    await day.live([SUNNY] * 20)
    assert day.starts == 1
    # 4200 W less 3700 W are exported, and with the 500 W it draws that is too little.
    await day.live([SUNNY] * 50)
    assert sent(day.simulator, "stop") == 1


@pytest.mark.parametrize("today", CLOCK_CHANGES)
async def test_charge_anyway_although_the_clocks_change(
    day: Day, solar: Solar, today: date
) -> None:
    """Five hours before seven o'clock are five hours, not four or six."""
    await solar(ready_by="07:00:00", ready_hours=5)
    await day.live([DARK] * (9 * 60))
    begin = (CLOCK_CHANGES[today] - 24 + 2) * 60
    assert begin <= day.charging.index(True) <= begin + 5
    assert 5 * 60 - 5 <= sum(day.charging) <= 5 * 60 + 5


async def test_charge_anyway(day: Day, solar: Solar, simulator: Simulator) -> None:
    """Without any sun it charges in the hours before, and stops then."""
    await solar(ready_by="07:00:00", ready_hours=4)
    await day.live(winter_day(1))
    assert 3 * 60 <= day.charging.index(True) <= 3 * 60 + 5
    assert 4 * 60 - 5 <= sum(day.charging) <= 4 * 60 + 5
    assert day.starts == 1
