"""Sun, then cheap hours: parts of days in a real automation engine, minute by minute."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from benchmarks.days import CHARGING_POWER, best_value, cloudy_day, value
from homeassistant.core import HomeAssistant

from .conftest import GRID, PRICE, At, Day, Use, edited
from simulator import Simulator
from tests.conftest import CARD, HOME, sent

pytestmark = pytest.mark.timeout(600)

NAME = "sun_then_cheap_hours"
PLUG = "binary_sensor.car_plugged_in"
CAR = "sensor.car_battery"
POWER = "sensor.charge_point_power"
SUNNY, DARK = CHARGING_POWER + 500, -400


async def test_a_day_of_broken_cloud(day: Day, at: At, both: Use) -> None:
    """Worth at least 80 % of the best, as with the sun alone."""
    at(6)
    await both()
    surplus = cloudy_day(1)[6 * 60 : 20 * 60]
    await day.live(surplus)
    assert value(surplus, day.charging) >= 0.8 * best_value(surplus, 15, 10, 6)
    assert day.starts <= 4


async def test_a_roof_that_is_small(day: Day, at: At, both: Use) -> None:
    """With 57 % of the power it starts, and it stops below an average of 50 % over a quarter of an hour."""
    at(12)
    await both(roof="small")
    await day.live([round(0.57 * CHARGING_POWER)] * 60)
    assert all(day.charging[5:])
    await day.live([round(0.3 * CHARGING_POWER)] * 20)
    assert not day.charging[-1]


async def test_two_sensors_for_the_grid(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A meter that tells apart what comes and what goes: the car's draw does not make it stop, the dusk does."""
    at(12)
    out, into = "sensor.exported", "sensor.imported"
    await both(grid=out, imported=into)
    for watts, charges in ((SUNNY, True), (2500, True), (DARK, False)):
        for _ in range(40):
            net = watts - (CHARGING_POWER if day.charging[-1:] == [True] else 0)
            kilowatts = {"unit_of_measurement": "kW"}
            hass.states.async_set(out, str(max(net, 0) / 1000), kilowatts)
            hass.states.async_set(into, str(max(-net, 0) / 1000), kilowatts)
            await day.live([0])
        assert day.charging[-1] is charges
    assert day.starts == 1


async def test_a_sensor_that_never_shows_what_is_imported(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The power of the panels, taken for an export: nothing at dusk is no sun."""
    at(18)
    panels = "sensor.panels"
    hass.states.async_set(panels, str(SUNNY), {"unit_of_measurement": "W"})
    await both(grid=panels, meaning="export")
    await day.live([0] * 30)
    assert day.charging[-1]
    hass.states.async_set(panels, "0.0", {"unit_of_measurement": "W"})
    await day.live([0] * 40)
    assert not day.charging[-1]


@pytest.mark.parametrize("sign", ["discharging", "charging"])
async def test_a_home_battery_is_not_drained(
    hass: HomeAssistant, day: Day, at: At, both: Use, sign: str
) -> None:
    """It holds the grid at zero while the car charges: what it gives is no sun."""
    at(12)
    battery, stored = "sensor.battery_power", "sensor.battery"
    hass.states.async_set(stored, "90")

    def gives(watts: int) -> None:
        shown = watts if sign == "discharging" else -watts
        hass.states.async_set(battery, str(shown), {"unit_of_measurement": "W"})

    gives(0)
    await both(battery=stored, battery_power=battery, battery_sign=sign)
    for given, left, minutes, charges in (
        (0, SUNNY, 20, True),
        (CHARGING_POWER - 500, CHARGING_POWER, 40, False),
        # Charged as far as it should be, what it takes is left for the car.
        (-CHARGING_POWER, 0, 20, True),
    ):
        gives(given)
        await day.live([left] * minutes)
        assert day.charging[-1] is charges


async def test_no_car(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """It waits, and does not use up the starts of the day: once an hour, or when the car says something."""
    at(9)
    simulator.plug(HOME, False)
    hass.states.async_set(CAR, "50")
    await both(most_starts=1, car=CAR)
    await day.live([SUNNY] * 55)
    assert day.starts == 1
    await day.live([SUNNY] * 60)
    assert day.starts == 2
    simulator.plug(HOME, True)
    hass.states.async_set(CAR, "51")
    await day.live([SUNNY] * 5)
    assert day.starts == 3
    assert day.charging[-1]


async def test_a_start_that_is_refused(
    day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """Shell is not there for a while: after the pause, and then after twice as long."""
    at(9)
    simulator.inject("start", "status", status=400, times=2)
    await both()
    await day.live([SUNNY] * 10)
    assert day.starts == 1
    await day.live([SUNNY] * 10)
    assert day.starts == 2
    await day.live([SUNNY] * 9)
    assert day.starts == 2
    await day.live([SUNNY] * 15)
    assert day.starts == 3
    assert day.charging[-1]


async def test_a_full_car(hass: HomeAssistant, day: Day, at: At, both: Use) -> None:
    """It draws nothing any more: its session ends, and none is started until tomorrow."""
    at(12)
    hass.states.async_set(POWER, "3.7", {"unit_of_measurement": "kW"})
    await both(power=POWER)
    await day.live([SUNNY] * 20)
    hass.states.async_set(POWER, "0.01", {"unit_of_measurement": "kW"})
    await day.live([SUNNY] * 15)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)
    await day.live([SUNNY] * 60)
    assert day.starts == 1


async def test_a_person_stops_it_in_the_evening(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Nothing is bought until the person leaves, although a new day has begun."""
    at(22)
    await both(ready_by="02:00:00", hours=4)
    await day.live([DARK] * 15)
    assert day.charging[-1]
    await hass.services.async_call(
        "switch", "turn_off", {"entity_id": day.home.entity_id("charging")}
    )
    await day.live([DARK] * (2 * 60))
    assert day.starts == 1


async def test_unplugging_lifts_a_stop(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """The car was away: what a person or the car has ended is wished for again."""
    at(9)
    hass.states.async_set(PLUG, "on")
    await both(plugged=PLUG)
    await day.live([SUNNY] * 20)
    simulator.end_session(next(iter(simulator.sessions)))
    await day.live([SUNNY] * 30)
    assert day.starts == 1
    for state in ("off", "unavailable", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([SUNNY] * 15)
    assert day.starts == 2


async def test_a_top_up_by_card(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """It is left alone while it goes on, and counts; what is still missing is charged."""
    at(2)
    await both(ready_by="06:00:00", hours=2)
    session = simulator.start_by_card(CARD, HOME)
    await day.live([DARK] * 60)
    simulator.end_session(session)
    await day.live([DARK] * (3 * 60))
    assert day.starts == 1
    assert 2 * 60 - 5 <= sum(day.charging) <= 2 * 60 + 5


async def test_stop_at_ends_the_wish(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Its stop is one, and nobody starts after it."""
    at(12)
    charging = day.home.entity_id("charging")
    path = {"path": "shell_ev/stop_at.yaml"}
    stop_at = {
        "use_blueprint": path | {"input": {"charging": charging, "duration": 0.5}}
    }
    await both({"id": "stop_at", "alias": "stop at", **stop_at})
    await day.live([SUNNY] * (2 * 60))
    assert day.starts == sent(day.simulator, "stop") == 1


async def test_another_blueprint_of_ours(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """None ends the other's session, and none takes the other's stop for a person's."""
    at(2)
    path = {"path": "shell_ev/cheap_hours.yaml"}
    charging = day.home.entity_id("charging")
    asked = {"charging": charging, "price": PRICE, "ready_by": "03:00:00", "hours": 0.5}
    cheap = {"use_blueprint": path | {"input": asked}}
    await both({"id": "cheap", "alias": "cheap", **cheap})
    await day.live([DARK] * 70)
    assert day.starts == sent(day.simulator, "stop") == 1
    assert 28 <= sum(day.charging) <= 32
    await day.live([SUNNY] * 20)
    assert day.starts == 2
    assert day.charging[-1]


@pytest.mark.parametrize("sunny", [True, False])
async def test_made_where_it_has_to_act(
    hass: HomeAssistant, day: Day, at: At, both: Use, sunny: bool
) -> None:
    """In full sun or within its hours it starts at once, and it goes on after it was edited."""
    at(5)
    day.show(SUNNY if sunny else DARK)
    await both(**({} if sunny else {"ready_by": "07:00:00"}))
    await day.live([SUNNY if sunny else DARK] * 6)
    assert day.starts == 1
    automation = {"entity_id": f"automation.{NAME}"}
    for turn in ("turn_off", "turn_on"):
        await hass.services.async_call("automation", turn, automation, blocking=True)
    await edited(hass)
    await day.live([SUNNY if sunny else DARK] * 20)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)


async def test_one_run_and_one_line(
    hass: HomeAssistant, day: Day, at: At, both: Use, entry: MockConfigEntry
) -> None:
    """While it waits it triggers nothing; turned off and on it is back within ten minutes, and after a reload of the account."""
    at(12)
    await both()
    triggered: list[Any] = []
    hass.bus.async_listen("automation_triggered", triggered.append)
    await day.live([DARK] * 60)
    assert triggered == []
    automation = {"entity_id": f"automation.{NAME}"}
    for turn in ("turn_off", "turn_on"):
        await hass.services.async_call("automation", turn, automation, blocking=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await day.live([SUNNY] * 14)
    assert len(triggered) == 1
    assert day.charging[-1]


async def test_the_sun_has_set(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """What is left over then is not from the sun: nothing is started, and a car that draws nothing is let go."""
    at(20)
    await both()
    await day.live([SUNNY] * 20)
    assert day.charging[-1]
    hass.states.async_set("sun.sun", "below_horizon")
    await day.live([SUNNY] * 40)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)


async def test_two_blueprints_and_the_car(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A session that the other blueprint has started and the car ends is over for this one, too."""
    at(12)
    charging = day.home.entity_id("charging")
    path = {"path": "shell_ev/solar_surplus.yaml"}
    asked = {"charging": charging, "grid": GRID, "nominal": CHARGING_POWER}
    await both(
        {"id": "sun", "use_blueprint": path | {"input": asked}},
        grid="",
        ready_by="14:30:00",
        hours=2,
    )
    await day.live([SUNNY] * 20)
    assert day.starts == 1
    day.simulator.end_session(next(iter(day.simulator.sessions)))
    await edited(hass)
    await day.live([SUNNY] * 40)
    assert day.starts == 1


async def test_a_home_battery_of_which_no_charge_is_known(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """It always comes first: what it takes is not left for the car."""
    at(12)
    battery = "sensor.battery_power"
    watts = {"unit_of_measurement": "W"}
    hass.states.async_set(battery, str(-CHARGING_POWER), watts)
    await both(battery_power=battery)
    await day.live([0] * 20)
    assert day.starts == 0
