"""What a person is told: why nothing is charged, and what to change."""

from typing import Any

import pytest

from homeassistant.components.trace.const import DATA_TRACE
from homeassistant.core import Event, HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import GRID, PRICE, At, Day, Use, again, edited, reload_with, told
from .test_sun_then_cheap_hours import DARK, NAME, SUNNY
from simulator import Simulator
from tests.conftest import CARD, HOME, sent

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def said(hass: HomeAssistant) -> list[str]:
    """Return what is said in Activity, as it comes."""
    lines: list[str] = []

    def note(event: Event[Any]) -> None:
        assert event.data["entity_id"] == f"automation.{NAME}"
        lines.append(" ".join(event.data["message"].split()))

    hass.bus.async_listen("logbook_entry", note)
    return lines


async def test_a_refusal_to_buy_is_said_once(
    day: Day, at: At, both: Use, said: list[str]
) -> None:
    """It was stopped, and would buy: it says until when it does not."""
    at(3)
    await both(ready_by="07:00:00", hours=3)
    await day.live([DARK] * 65)
    assert day.charging[-1]
    await day.home.switch("off")
    await day.live([DARK] * 60)
    assert day.starts == 1
    assert said == [
        "does not charge until 07:00: charging was stopped at 04:05. Start it by hand to go on."
    ]


async def test_a_refusal_with_sun_is_said_once(
    day: Day, at: At, both: Use, said: list[str]
) -> None:
    """Not in the dark, where it would not charge anyway."""
    at(10)
    await both()
    await day.live([SUNNY] * 30)
    await day.home.switch("off")
    await day.live([DARK] * 30)
    assert said == []
    await day.live([SUNNY] * 60)
    assert day.starts == 1
    assert said == [
        "does not charge until tomorrow: charging was stopped at 10:30. Start it by hand to go on."
    ]


async def test_a_start_by_card_lifts_a_stop(
    day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """Who stops it and later starts it by card wants it charged: what is then missing is bought."""
    at(1)
    await both(ready_by="07:00:00", hours=5)
    await day.live([DARK] * 75)
    assert day.charging[-1]
    await day.home.switch("off")
    await day.live([DARK] * 30)
    session = simulator.start_by_card(CARD, HOME)
    await day.live([DARK] * 30)
    simulator.end_session(session)
    await day.live([DARK] * 30)
    assert day.starts == 2
    assert day.charging[-1]


@pytest.mark.parametrize("made", [True, False])
async def test_what_was_stopped_before_it_was_made(
    hass: HomeAssistant, day: Day, at: At, use: Use, made: bool
) -> None:
    """A stop is no word to an automation that was not there yet: the editor's id tells when it was made."""
    at(9)
    await day.home.switch("on")
    await day.live([DARK] * 5)
    await day.home.switch("off")
    await day.live([DARK] * 20)
    asked = {
        "charging": day.home.entity_id("charging"),
        "grid": GRID,
        "nominal": 3700,
        "ready_by": "",
    }
    blueprint = {"path": f"shell_ev/{NAME}.yaml", "input": asked}
    moment = int(dt_util.utcnow().timestamp() * 1000)
    new = {
        "id": str(moment) if made else "x",
        "alias": NAME,
        "use_blueprint": blueprint,
    }
    await use("stop_at", new, charging=asked["charging"], duration=48)
    await edited(hass)
    await day.live([SUNNY] * 20)
    assert day.starts == (2 if made else 1)


async def test_a_sensor_that_counts_the_other_way(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """What the home imports is taken for sun: that session ends, it is told, and none is started until it is edited."""
    at(11)
    await both(meaning="export")
    await day.live([-2600] * 40)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 1)
    (message,) = told(hass)
    assert message.startswith(f"{GRID} showed more power left over")
    await day.live([-2600] * 60)
    assert day.starts == 1
    inputs = {"charging": day.home.entity_id("charging"), "grid": GRID}
    right = inputs | {"nominal": 3700, "ready_by": "", "meaning": "import"}
    blueprint = {"path": f"shell_ev/{NAME}.yaml", "input": right}
    await reload_with(hass, {"id": NAME, "alias": NAME, "use_blueprint": blueprint})
    await day.live([SUNNY] * 20)
    assert day.charging[-1]
    assert told(hass) == []


async def test_sun_that_comes_as_a_full_car_is_started(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The car draws nothing, and the clouds are gone: the sensor is not to blame."""
    at(11)
    power, watts = "sensor.charge_point_power", {"unit_of_measurement": "W"}
    hass.states.async_set(power, "0", watts)
    await both(power=power)
    await day.live([2600] * 5)
    await day.live([2600 + 2 * 3700] * 30)
    assert told(hass) == []


async def test_two_sensors_need_no_direction(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Where one is for what is imported, the other is for what is exported, whatever it is said to be."""
    at(12)
    out, into = "sensor.exported", "sensor.imported"
    watts = {"unit_of_measurement": "W"}
    hass.states.async_set(out, str(SUNNY), watts)
    hass.states.async_set(into, "0", watts)
    await both(grid=out, imported=into, meaning="import")
    await day.live([0] * 10)
    assert day.charging[-1]


async def test_a_sensor_of_our_own(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """The maximum power of the charge point is no sun."""
    at(12)
    own = day.home.entity_id("maximum_power")
    await both(grid=own, meaning="export")
    await day.live([SUNNY] * 20)
    assert day.starts == 0
    (message,) = told(hass)
    assert message.startswith(f"{own} measures nothing")


async def test_nothing_missing_is_bought_where_that_is_off(
    day: Day, at: At, both: Use
) -> None:
    """The time that the form shows is without effect then."""
    at(4)
    await both(buy=False, ready_by="07:00:00", hours=3)
    await day.live([DARK] * (3 * 60))
    assert day.starts == 0


async def test_a_notice_goes_with_its_cause(
    hass: HomeAssistant, day: Day, at: At, both: Use, simulator: Simulator
) -> None:
    """Told of prices, the person chose another sensor, while a session by card went on: nothing is left on the screen."""
    at(2)
    hass.states.async_set(PRICE, "0.3")
    await both(ready_by="07:00:00", prices=PRICE)
    await day.live([DARK] * 3)
    assert len(told(hass)) == 1
    simulator.start_by_card(CARD, HOME)
    await day.live([DARK] * 10)
    await again(hass)
    await day.live([DARK] * 5)
    assert told(hass) == []


@pytest.mark.parametrize("name", ["sun_then_cheap_hours", "stop_at"])
async def test_saving_another_automation_makes_no_run(
    hass: HomeAssistant, day: Day, at: At, use: Use, name: str
) -> None:
    """Also of one that has just been edited."""
    at(12)
    charging = day.home.entity_id("charging")
    inputs = {"charging": charging} | (
        {"duration": 5}
        if name == "stop_at"
        else {"grid": GRID, "nominal": 3700, "ready_by": ""}
    )
    await use(name, **inputs)
    await day.home.switch("on")
    await day.live([DARK] * 5)
    blueprint = {"path": f"shell_ev/{name}.yaml", "input": inputs}
    renamed = {"id": name, "alias": f"{name} 2", "use_blueprint": blueprint}
    await reload_with(hass, renamed)
    await day.live([DARK] * 5)
    state = hass.states.get(f"automation.{name}")
    assert state
    assert state.attributes["current"] == 1
    traces = hass.data[DATA_TRACE][f"automation.{name}"].runs
    before = len(traces)
    assert before > 0
    for _ in range(3):
        await edited(hass)
        await day.live([DARK])
    assert len(traces) == before


async def test_stop_at_without_a_limit(hass: HomeAssistant, day: Day, use: Use) -> None:
    """It is told once a session that it stops nothing."""
    await use("stop_at", charging=day.home.entity_id("charging"))
    await day.home.switch("on")
    await day.live([DARK] * 20)
    assert day.charging[-1]
    assert told(hass) == [
        "It stops nothing. Edit this automation and set a state of charge, an energy or a time."
    ]
