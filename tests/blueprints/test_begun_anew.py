"""A run that begins anew, after an edit or a restart, goes on where the last one was."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import PRICE, At, Day, Use, again, hours, show_prices
from .test_sun_then_cheap_hours import DARK, PLUG, SUNNY
from tests.conftest import sent

pytestmark = pytest.mark.timeout(600)


async def test_unplugging_lifts_a_stop_for_good(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """A stop that was lifted is not in force again because the automation was edited or Home Assistant restarted."""
    at(9)
    hass.states.async_set(PLUG, "on")
    await both(plugged=PLUG)
    await day.live([SUNNY] * 20)
    await hass.services.async_call(
        "switch", "turn_off", {"entity_id": day.home.entity_id("charging")}
    )
    await day.live([SUNNY] * 5)
    for state in ("off", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([DARK] * 12)
    await again(hass)
    await day.live([SUNNY] * 25)
    assert day.starts == 2
    assert day.charging[-1]


async def test_what_was_charged_before_it_was_away(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Two hours, a drive, and back: it needs its hours again, also after an edit."""
    at(9)
    hass.states.async_set(PLUG, "on")
    await both(plugged=PLUG, ready_by="13:00:00", hours=1.5)
    await day.live([SUNNY] * 60)
    assert day.charging[-1]
    for state in ("off", "on"):
        hass.states.async_set(PLUG, state)
        await day.live([DARK] * 40 if state == "off" else [DARK] * 5)
    await again(hass)
    before = sum(day.charging)
    await day.live([DARK] * (4 * 60 - 105))
    assert sum(day.charging) - before >= 85


async def test_one_go_over_an_edit(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """In one go is one start, also where the automation is edited, or Home Assistant restarts, within it."""
    at(2)
    show_prices(hass, *[0.5] * 2, 0.10, 0.30, 0.30, 0.25, 0.25, *[0.5] * 17)
    await both(ready_by="07:00:00", hours=3, prices=PRICE, one_go=True)
    await day.live([DARK] * 60)
    assert day.charging[-1]
    await again(hass)
    await day.live([DARK] * (4 * 60))
    assert day.starts == 1


async def test_what_is_cheap_enough_over_an_edit(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """What is paid for is charged to its end, although less of it is left than is bought at a time."""
    at(12)
    show_prices(hass, *[0.2] * 13, -0.01, -0.01, *[0.2] * 9)
    await both(prices=PRICE, ceiling=0)
    await day.live([DARK] * 150)
    assert day.charging[-1]
    await again(hass)
    await day.live([DARK] * 28)
    assert all(day.charging[65:])
    assert day.starts == 1


async def test_new_prices_over_an_edit(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """What was bought for an hour lasts an hour, although it is cheaper later; what is missing then is bought there."""
    at(2)
    show_prices(hass, *[0.5] * 2, *[0.1] * 2, *[0.5] * 20)
    await both(ready_by="07:00:00", hours=2, prices=PRICE)
    await day.live([DARK] * 20)
    show_prices(hass, *[0.5] * 5, *[0.0] * 2, *[0.5] * 17)
    await again(hass)
    await day.live([DARK] * (4 * 60 + 40))
    assert hours(day) == [0, 3]
    assert day.starts == 2
    assert abs(sum(day.charging[:120]) - 60) <= 3


async def test_a_restart_while_the_grid_sensor_is_not_there_yet(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """docs: a sensor that is away stops nothing; after half an hour without it, it stops.

    DSMR, Modbus and MQTT are there a few minutes after Home Assistant.
    """
    at(12)
    await both()
    await day.live([SUNNY] * 30)
    assert day.charging[-1]
    day.show(None)
    await again(hass)
    await day.live([None] * 4 + [SUNNY] * 20)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)


async def test_an_edit_under_a_short_cloud(
    hass: HomeAssistant, day: Day, at: At, both: Use
) -> None:
    """Short clouds are borne; to be edited under one is not to be without sun for 25 minutes."""
    at(12)
    await both()
    await day.live([SUNNY] * 60)
    await day.live([1000])
    await again(hass)
    await day.live([1000] * 2 + [SUNNY] * 20)
    assert (day.starts, sent(day.simulator, "stop")) == (1, 0)
