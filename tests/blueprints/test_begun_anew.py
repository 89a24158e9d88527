"""A run that begins anew, after an edit or a restart, goes on where the last one was."""

import pytest

from homeassistant.core import HomeAssistant

from .conftest import PRICE, At, Day, Use, again, show_prices
from .test_sun_then_cheap_hours import DARK, PLUG, SUNNY

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
