"""Solar surplus: whole days in a real automation engine, minute by minute."""

from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass
from datetime import date
import os
from typing import Any

import pytest

from benchmarks.days import (
    CHARGING_POWER,
    best_value,
    clear_day,
    cloudy_day,
    value,
    winter_day,
)
from homeassistant.core import HomeAssistant

from .conftest import CLOCK_CHANGES, GRID, Day, Use, record, settle
from simulator import Simulator
from tests.conftest import CARD, HOME, sent

pytestmark = pytest.mark.timeout(900)
"""Whole days take their time on a slow machine."""

MINIMUM_ON, MINIMUM_OFF, MOST_STARTS = 15, 10, 6
"""The blueprint's defaults."""
PLUG = "binary_sensor.car_plugged_in"
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
    return all(it >= MINIMUM_ON - 1 for it in lasted) and all(
        it >= MINIMUM_OFF for it in paused
    )


NAIVE = {
    "id": "naive",
    "alias": "naive",
    "initial_state": False,
    "triggers": [
        {
            "trigger": "numeric_state",
            "entity_id": GRID,
            "above": CHARGING_POWER,
            "id": "on",
        },
        {"trigger": "numeric_state", "entity_id": GRID, "below": 0, "id": "off"},
    ],
    "actions": {
        "action": "switch.turn_{{ trigger.id }}",
        "target": {"entity_id": "switch.home_charging"},
    },
}
"""What people write: on when there is enough for the car, off when the grid has to give."""
DAYS = int(os.environ.get("SHELL_EV_DAYS", "2"))
"""Of each kind that are lived twice; the README's figures are made with more."""


@dataclass(frozen=True)
class Outcome:
    """What an automation made of a day; energies in kWh."""

    surplus: list[int]
    charging: list[bool]
    starts: int
    value: float
    best: float


async def outcome(day: Day, surplus: list[int], best: float) -> Outcome:
    """Live a day, of which the best is known, and see what became of it."""
    before = day.starts
    day.charging.clear()
    await day.live(surplus)
    return Outcome(
        surplus,
        list(day.charging),
        day.starts - before,
        value(surplus, day.charging),
        best,
    )


async def compared(
    day: Day, use: Use, make: Callable[[int], list[int]]
) -> tuple[list[Outcome], list[Outcome]]:
    """Live the same days with the blueprint on its defaults, and with what people write."""
    charging = day.home.entity_id("charging")
    assert charging == "switch.home_charging"
    await use(
        "solar_surplus", NAIVE, charging=charging, grid=GRID, nominal=CHARGING_POWER
    )
    days = [make(seed) for seed in range(1, DAYS + 1)]
    limits = (MINIMUM_ON, MINIMUM_OFF, MOST_STARTS)
    best = [best_value(surplus, *limits) for surplus in days]
    ours = []
    for surplus, most in zip(days, best, strict=True):
        ours.append(await outcome(day, surplus, most))
        assert keeps_its_limits(day)
        assert ours[-1].starts <= MOST_STARTS
    for name, turn in (("solar_surplus", "off"), ("naive", "on")):
        automation = {"entity_id": f"automation.{name}"}
        await day.hass.services.async_call(
            "automation", f"turn_{turn}", automation, blocking=True
        )
    naive = [
        await outcome(day, surplus, most)
        for surplus, most in zip(days, best, strict=True)
    ]
    record(
        f"solar-{make.__name__}",
        ours=[asdict(it) for it in ours],
        naive=[asdict(it) for it in naive],
    )
    return ours, naive


async def test_clear_days(day: Day, use: Use) -> None:
    """Worth at least 95 % of the best; an oven in the morning or evening may interrupt it."""
    ours, _ = await compared(day, use, clear_day)
    for it in ours:
        assert it.value >= 0.95 * it.best
        assert it.starts <= 3


async def test_days_of_broken_cloud(day: Day, use: Use) -> None:
    """Worth at least 80 % of the best, with at most a third of the starts."""
    ours, naive = await compared(day, use, cloudy_day)
    assert sum(it.value for it in ours) >= 0.8 * sum(it.best for it in ours)
    for our, other in zip(ours, naive, strict=True):
        assert our.starts * 3 <= other.starts


async def test_winter_days(day: Day, use: Use) -> None:
    """Nothing is started that the grid would have to pay for."""
    ours, _ = await compared(day, use, winter_day)
    assert all(it.value >= 0 for it in ours)


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


async def test_unplugging_lifts_a_persons_stop(
    hass: HomeAssistant, day: Day, solar: Solar, simulator: Simulator
) -> None:
    """Not that the sensor was away for a while, but that the car was."""
    hass.states.async_set(PLUG, "on")
    await solar(plugged=PLUG)
    await day.live([SUNNY] * 60)
    (session,) = simulator.sessions
    simulator.end_session(session)
    await day.live([SUNNY] * 30)
    for state in ("unavailable", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([SUNNY] * 30)
    assert day.starts == 1
    for state in ("off", "on"):
        hass.states.async_set(PLUG, state)
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
    await day.live([SUNNY] * 60)
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
