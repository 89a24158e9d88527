"""Sun, then cheap hours: what is bought to be ready, and when."""

from typing import Any

import pytest

from benchmarks.days import CHARGING_POWER
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant

from .conftest import PRICE, At, Day, Use, edited, hours, settle, show_prices, told
from tests.conftest import sent

pytestmark = pytest.mark.timeout(600)

CAR = "sensor.car_battery"
SUNNY, DARK = CHARGING_POWER + 500, -400
NIGHT = [0.30] * 24
NIGHT[2:4] = [0.10, 0.11]
NIGHT[5] = 0.08
"""Two cheap hours from two o'clock, the cheapest one from five."""


async def test_what_is_missing_at_the_cheapest_times(
    hass: HomeAssistant, day: Day, both: Use
) -> None:
    """In two pieces, each of an hour at the least, and in one go where that is asked for."""
    show_prices(hass, *NIGHT)
    await both(ready_by="07:00:00", hours=3, prices=PRICE)
    await day.live([DARK] * (7 * 60 + 10))
    assert hours(day) == [2, 3, 5]
    assert 3 * 60 - 3 <= sum(day.charging) <= 3 * 60 + 3
    assert day.starts == sent(day.simulator, "stop") == 2
    assert told(hass) == []


async def test_in_one_go(hass: HomeAssistant, day: Day, both: Use) -> None:
    """One start, where the hours are cheapest together."""
    show_prices(hass, *NIGHT)
    await both(ready_by="07:00:00", hours=3, prices=PRICE, one_go=True)
    await day.live([DARK] * (7 * 60))
    assert hours(day) in ([2, 3, 4], [3, 4, 5])
    assert day.starts == 1


async def test_sun_counts(hass: HomeAssistant, day: Day, at: At, both: Use) -> None:
    """What the sun has given need not be bought."""
    at(12)
    show_prices(hass, *[0.3] * 24)
    await both(ready_by="18:00:00", hours=3, prices=PRICE, hard=True, ceiling=0.2)
    await day.live([SUNNY] * (2 * 60) + [DARK] * 60)
    assert 110 <= sum(day.charging) <= 150
    show_prices(hass, *[0.3] * 16, 0.1, 0.1, *[0.3] * 6)
    before = sum(day.charging)
    await day.live([DARK] * (3 * 60))
    assert 3 * 60 - 5 <= sum(day.charging) <= before + 2 * 60 + 5


async def test_to_go_on_costs_no_fee(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The sun goes while it charges: what is missing is bought at once, and not an hour later for a fee."""
    at(12)
    show_prices(hass, *[0.2] * 15, 0.15, *[0.2] * 8)
    await both(ready_by="18:00:00", hours=2, prices=PRICE, start_fee=0.3, minimum_on=60)
    await day.live([SUNNY] * 60 + [DARK] * (4 * 60))
    assert day.starts == 1
    assert 2 * 60 - 5 <= sum(day.charging) <= 2 * 60 + 5


@pytest.mark.parametrize(
    ("inputs", "minutes"),
    [
        ({"energy": 3.7}, 60),
        ({"car": CAR, "percent": 80, "capacity": 37}, 120),
        ({"hours": 1.5}, 90),
    ],
)
async def test_the_goal(
    hass: HomeAssistant,
    day: Day,
    at: At,
    both: Use,
    inputs: dict[str, Any],
    minutes: int,
) -> None:
    """Energy, a state of charge, or hours; without prices in the last hours before."""
    at(4)
    hass.states.async_set(CAR, "60")
    await both(ready_by="07:00:00", grid="", **inputs)
    for _ in range(3 * 60 + 5):
        await day.live([DARK])
        charge = 60 + sum(day.charging) / 6
        hass.states.async_set(CAR, f"{charge:.2f}")
    assert minutes - 3 <= sum(day.charging) <= minutes + 3
    assert 3 * 60 - minutes <= day.charging.index(True) <= 3 * 60 - minutes + 2
    assert day.starts == 1


async def test_on_other_days_nothing_is_bought(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The twentieth of June is a Saturday."""
    at(4)
    await both(ready_by="06:00:00", weekdays=["mon", "sun"], hours=1)
    await day.live([DARK] * (2 * 60))
    assert day.starts == 0


async def test_prices_that_are_not_understood(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The person is told at once and only once; it is taken back, and the car is ready in any case."""
    at(3)
    hass.states.async_set(PRICE, "0.3", {"outlook": "cheap"})
    await both(ready_by="07:00:00", hours=1, prices=PRICE)
    (message,) = told(hass)
    assert PRICE in message
    assert "last hours" in message
    await hass.services.async_call("persistent_notification", "dismiss_all")
    await day.live([DARK] * 30)
    assert told(hass) == []
    await edited(hass)
    await day.live([DARK] * (3 * 60 + 20))
    assert hours(day) == [3]
    assert 6 * 60 - 3 * 60 <= day.charging.index(True) <= 6 * 60 - 3 * 60 + 2


async def test_one_of_two_that_tells_no_prices(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The person is told which, while it buys at the cheapest times that are known."""
    at(1)
    show_prices(hass, *NIGHT)
    await both(ready_by="07:00:00", hours=1, prices=f"{PRICE}, sensor.renamed")
    (message,) = told(hass)
    assert message.startswith("There is no entity sensor.renamed")
    await day.live([DARK] * (5 * 60 + 30))
    assert hours(day) == [4]
    hass.states.async_set("sensor.renamed", "unavailable")
    await edited(hass)
    await day.live([DARK] * 15)
    assert told(hass) == []


async def test_prices_that_are_understood_later(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The notification goes by itself."""
    at(1)
    await both(ready_by="07:00:00", hours=1, prices=PRICE)
    assert len(told(hass)) == 1
    show_prices(hass, *NIGHT)
    await day.live([DARK] * 15)
    assert told(hass) == []


async def test_a_price_that_is_always_bought(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """While it is paid for, also beyond what is missing, and without any time to be ready by."""
    at(12)
    show_prices(hass, *[0.2] * 13, -0.01, 0.0, *[0.2] * 9)
    await both(prices=PRICE, ceiling=0)
    await day.live([DARK] * (3 * 60 + 20))
    assert hours(day) == [1, 2]
    assert day.starts == 1


@pytest.mark.parametrize(("hard", "charged"), [(False, [1, 3]), (True, [1])])
async def test_never_above_a_price(
    hass: HomeAssistant,
    day: Day,
    at: At,
    both: Use,
    hard: bool,
    charged: list[int],
) -> None:
    """If the person wants it so, the car is rather not ready."""
    at(3)
    show_prices(hass, *[0.3] * 4, 0.05, 0.3, 0.2, *[0.3] * 17)
    await both(ready_by="07:00:00", hours=2, prices=PRICE, ceiling=0.1, hard=hard)
    await day.live([DARK] * (4 * 60 + 5))
    assert hours(day) == charged


async def test_never_above_a_price_per_mwh(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The price is in the unit of the price sensor: 300 is above 100, and 90 is not."""
    at(2)
    prices = [300.0] * 24
    prices[5] = 90
    show_prices(hass, *prices, unit="EUR/MWh")
    await both(ready_by="07:00:00", hours=2, prices=PRICE, ceiling=100, hard=True)
    await day.live([DARK] * (5 * 60))
    assert hours(day) == [3]
    assert day.starts == 1


async def test_too_late_for_all_of_it(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """What still fits is charged, although it is shorter than what is bought at a time."""
    at(6)
    show_prices(hass, *NIGHT)
    await both(ready_by="06:40:00", hours=4, prices=PRICE)
    await day.live([DARK] * 45)
    assert 37 <= sum(day.charging) <= 42


async def test_a_departure_in_the_night(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Half past two, over midnight, with tomorrow's prices: a cheaper hour lies after it, and is for the next."""
    at(23)
    show_prices(hass, *[0.3] * 24, 0.2, 0.1, 0.3, 0.0)
    await both(ready_by="02:30:00", hours=1, prices=PRICE)
    await day.live([DARK] * (4 * 60 - 10))
    assert hours(day) == [2]
    assert day.starts == 1


async def test_a_start_of_home_assistant_inside_the_hours(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The trigger is there, and what it wakes looks at what is."""
    at(4)
    hass.set_state(CoreState.starting)
    await both(ready_by="06:00:00", hours=3)
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await settle(hass)
    await day.live([DARK] * 3)
    assert day.starts == 1
