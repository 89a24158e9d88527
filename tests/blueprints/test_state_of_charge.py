"""The car tells how far it is charged: its goal, and while it does not tell."""

from datetime import timedelta

import pytest

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import GRID, PRICE, At, Day, Use, reload_with, show_prices
from .test_sun_then_cheap_hours import CAR, DARK, NAME, POWER, SUNNY
from tests.conftest import sent

KW = {"unit_of_measurement": "kW"}

pytestmark = pytest.mark.timeout(600)


def reached(hass: HomeAssistant) -> float:
    """Return how far the car tells that it is charged."""
    state = hass.states.get(CAR)
    assert state
    return float(state.state)


def charges(day: Day) -> bool:
    """Tell whether the car drew power in the last minute."""
    return day.charging[-1]


@pytest.mark.parametrize("ready_by", ["07:00:00", ""])
async def test_the_state_of_charge_is_away_for_a_while(
    hass: HomeAssistant, day: Day, at: At, both: Use, ready_by: str
) -> None:
    """A car known to have what it needs falls asleep: nothing is bought for it, nothing started."""
    at(5)
    hass.states.async_set(CAR, "90")
    await both(ready_by=ready_by, car=CAR, percent=80, capacity=60)
    watts = DARK if ready_by else SUNNY
    await day.live([watts] * 12)
    assert day.starts == 0
    hass.states.async_set(CAR, "unavailable")
    await day.live([watts] * 25)
    hass.states.async_set(CAR, "90")
    await day.live([watts] * 5)
    assert day.starts == 0


async def test_a_restart_before_the_car_has_told(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Home Assistant starts in the night; the car's integration is there two minutes later, with 90 %."""
    at(4)
    hass.states.async_set(CAR, "unavailable")
    await both(ready_by="07:00:00", car=CAR, percent=80, capacity=60)
    await day.live([DARK] * 2)
    hass.states.async_set(CAR, "90")
    await day.live([DARK] * 5)
    assert day.starts == 0


async def test_back_with_a_car_that_needs_more(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """It was charged as far as it should be, drove, and came home with 50 %: it is ready by the time."""
    at(10)
    hass.states.async_set(CAR, "70")
    await both(ready_by="13:00:00", car=CAR, percent=80, capacity=12)
    await day.live([SUNNY] * 20)
    assert charges(day)
    hass.states.async_set(CAR, "80")
    await day.live([SUNNY] * 5)
    assert not charges(day)
    # It has been away: nothing else takes a third of it.
    for _ in range(150):
        hass.states.async_set(CAR, f"{50 + sum(day.charging[25:]) / 2:.0f}")
        await day.live([DARK])
    assert sum(day.charging[25:]) >= 50


async def test_a_goal_that_is_raised(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Charged to 80 %, and then the person edits the goal to 100 % for a long trip: it is charged on."""
    at(10)
    hass.states.async_set(CAR, "70")
    inputs = {
        "ready_by": "12:00:00",
        "car": CAR,
        "capacity": 18,
        "grid": GRID,
        "nominal": CHARGING_POWER,
    }
    await both(**inputs, percent=80)
    await day.live([SUNNY] * 20)
    assert charges(day)
    hass.states.async_set(CAR, "80")
    await day.live([SUNNY] * 5)
    assert not charges(day)
    changed = {"charging": day.home.entity_id("charging"), "percent": 100}
    path = {"path": f"shell_ev/{NAME}.yaml"}
    edit = {
        "id": NAME,
        "alias": NAME,
        "use_blueprint": path | {"input": inputs | changed},
    }
    await reload_with(hass, edit)
    await day.live([DARK] * 95)
    assert sum(day.charging[25:]) >= 45


async def test_reached_the_goal_and_home_again_the_same_sunny_day(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The car itself tells that it has driven: it is charged with the sun of the afternoon."""
    at(10)
    hass.states.async_set(CAR, "70")
    await both(car=CAR, percent=80)
    await day.live([SUNNY] * 20)
    assert charges(day)
    hass.states.async_set(CAR, "80")
    await day.live([SUNNY] * 5)
    assert not charges(day)
    hass.states.async_set(CAR, "50")
    await day.live([SUNNY] * 40)
    assert charges(day)


async def test_the_number_of_the_car_stands_still_while_it_charges(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The car sleeps, and its integration keeps the last number: 10 % of 37 kWh are one hour, not all night."""
    at(1)
    hass.states.async_set(CAR, "50")
    show_prices(hass, *[0.4] * 2, 0.1, *[0.4] * 21)
    await both(ready_by="07:00:00", prices=PRICE, car=CAR, percent=60, capacity=37)
    await day.live([DARK] * (6 * 60))
    assert sum(day.charging) <= 90, (sum(day.charging), day.starts)


async def test_a_car_that_stays_a_point_below_the_goal(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Its own limit, or rounding: it shows 79 of 80. Ten minutes are missing, not four hours in four starts."""
    at(0)
    hass.states.async_set(CAR, "79")
    midnight = dt_util.start_of_local_day()
    quarters = [
        {
            "start": midnight + timedelta(minutes=15 * quarter),
            "end": midnight + timedelta(minutes=15 * quarter + 15),
            "value": 0.2 + 0.02 * (quarter % 4),
        }
        for quarter in range(96)
    ]
    hass.states.async_set(PRICE, "0.2", {"raw_today": quarters})
    await both(ready_by="07:00:00", prices=PRICE, car=CAR, percent=80, capacity=60)
    await day.live([DARK] * (7 * 60))
    assert sum(day.charging) <= 60, (day.starts, sum(day.charging))


async def test_the_load_balancing_pauses_a_car_that_is_half_full(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The heat pump or oven takes the power for a quarter of an hour: the car says 50 %, so it is not full."""
    at(1)
    hass.states.async_set(CAR, "50")
    hass.states.async_set(POWER, "3.7", KW)
    await both(ready_by="07:00:00", car=CAR, percent=80, capacity=60, power=POWER)
    for minute in range(6 * 60):
        pause = 180 <= minute < 195
        hass.states.async_set(
            POWER, "3.7" if not pause and day.charging[-1:] == [True] else "0", KW
        )
        await day.live([DARK])
        gained = sum(day.charging[:180] + day.charging[195:]) / 60 * 3.7 / 60 * 100
        hass.states.async_set(CAR, f"{50 + gained:.0f}")
    assert reached(hass) >= 74, day.starts


async def test_full_at_noon_and_home_again_with_30_percent(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """No plug sensor. The car took no more at 78 (its own limit), drove, and tells 30: it is ready by the time."""
    at(12)
    hass.states.async_set(CAR, "78")
    hass.states.async_set(POWER, "0", KW)
    await both(ready_by="21:00:00", car=CAR, percent=80, capacity=12, power=POWER)
    await day.live([SUNNY] * 30)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)
    hass.states.async_set(POWER, "3.7", KW)
    hass.states.async_set(CAR, "30")
    before = sum(day.charging)
    for _ in range(9 * 60 - 30):
        await day.live([DARK])
        gained = (sum(day.charging) - before) / 60 * 3.7 / 12 * 100
        hass.states.async_set(CAR, f"{30 + gained:.0f}")
    assert reached(hass) >= 78, day.starts


async def test_a_car_that_takes_no_more_below_its_goal(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Its own limit is lower: no session stays open, and it is tried again an hour later, then after two."""
    at(1)
    hass.states.async_set(CAR, "60")
    hass.states.async_set(POWER, "0", KW)
    await both(ready_by="12:00:00", car=CAR, percent=80, capacity=300, power=POWER)
    await day.live([DARK] * 70)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)
    await day.live([DARK] * 45)
    assert day.starts == 1
    await day.live([DARK] * 20)
    assert day.starts == 2
    await day.live([DARK] * (60 + 100))
    assert (day.starts, sent(day.simulator, "stop")) == (2, 2)
