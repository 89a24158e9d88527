"""The share of sun in a session, as the user's own sensors of the grid tell it."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import Home, card_subentry, charge_point_subentry
from .metered import show
from .sunny import (
    EXPORT,
    GRID,
    Meter,
    approx,
    async_set_up,
    begin,
    end,
    imports,
    session,
    sun,
)
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("in_the_day")


async def test_the_sun_in_a_session(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """A kWh all of sun, one of which a third came from the grid, one of the grid alone."""
    await begin(home)
    assert session(sunny).solar is None
    await meter.charge()
    assert sun(sunny) == approx(1, 1)
    imports(hass, 2000)
    await meter.charge()
    imports(hass, 7.5, "kW")
    await meter.charge()
    await end(home)
    assert sun(sunny) == approx(1 + 2 / 3, 3)
    known = sun(sunny)
    imports(hass, 0)
    await meter.charge()
    assert sun(sunny) == known
    energy, covered = known
    used = session(sunny).metering
    assert used is not None
    assert energy <= covered <= used.energy + 1e-9


async def test_the_figure_comes_while_the_session_runs_and_only_then_is_anything_written(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """A sensor that says something new ten times a second writes no state and no record."""
    await begin(home)
    await meter.charge(2)
    before = sun(sunny)
    revision = sunny.runtime_data.reader.tracker.revision
    written: list[str] = []
    hass.bus.async_listen(
        "state_changed", lambda event: written.append(event.data["entity_id"])
    )
    for power in range(100):
        imports(hass, power)
    await hass.async_block_till_done()
    assert set(written) == {GRID}
    assert sunny.runtime_data.reader.tracker.revision == revision
    await meter.charge(2)
    assert sun(sunny) > before
    assert sunny.runtime_data.reader.tracker.slow_changes > 0


async def test_the_sensor_counts_in_the_other_direction(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    meter: Meter,
) -> None:
    """What it counts as positive flows out: alone it is the export."""
    imports(hass, 3000, sensor=EXPORT)
    entry = await async_set_up(hass, make_entry, home, grid_export=EXPORT)
    await begin(home)
    await meter.charge()
    imports(hass, -3000, sensor=EXPORT)
    await meter.charge()
    await end(home)
    assert sun(entry) == approx(1.5, 2)


async def test_import_and_export(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    meter: Meter,
) -> None:
    """What flows in less what flows out, as on three phases."""
    imports(hass, 3000)
    imports(hass, 1, "kW", sensor=EXPORT)
    sensors = {"grid_power": GRID, "grid_export": EXPORT}
    entry = await async_set_up(hass, make_entry, home, **sensors)
    await begin(home)
    await meter.charge()
    imports(hass, 5000, sensor=EXPORT)
    await meter.charge()
    await end(home)
    assert sun(entry) == approx(2 / 3 + 1, 2)


@pytest.mark.parametrize(
    ("power", "unit", "known"),
    [
        ("unavailable", "W", False),
        ("unknown", "W", False),
        ("some", "W", False),
        ("nan", "W", False),
        ("inf", "W", False),
        (1e308, "TW", False),
        (3000, "kWh", False),
        (3000, None, False),
        (0.003, "MW", True),
    ],
)
async def test_a_sensor_that_says_no_power(
    hass: HomeAssistant,
    sunny: MockConfigEntry,
    home: Home,
    meter: Meter,
    power: Any,
    unit: str | None,
    known: bool,
) -> None:
    """For that part nothing is known, and nothing is made up."""
    await begin(home)
    await meter.charge()
    imports(hass, power, unit)
    await meter.charge()
    imports(hass, 0)
    await meter.charge()
    await end(home)
    assert sun(sunny) == (approx(2.5, 3) if known else approx(2, 2))


async def test_a_sensor_that_is_removed(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """It says nothing any more, until it is back."""
    await begin(home)
    await meter.charge()
    hass.states.async_remove(GRID)
    await meter.charge()
    imports(hass, 3000)
    await meter.charge()
    await end(home)
    assert sun(sunny) == approx(1.5, 2)


async def test_a_sensor_that_is_never_there(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    meter: Meter,
) -> None:
    """The session has no figure, not that of no sun."""
    entry = await async_set_up(hass, make_entry, home, grid_power=GRID)
    await begin(home)
    await meter.charge()
    await end(home)
    assert session(entry).solar is None


async def test_a_meter_that_is_away(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """The energy is known when it is back; when it was drawn is not."""
    await begin(home)
    await meter.charge()
    show(hass, "unavailable")
    await home.wait(600)
    meter.reading += 1
    await meter.charge()
    await end(home)
    assert sun(sunny) == approx(2, 2)
    used = session(sunny).metering
    assert used is not None
    assert used.used == pytest.approx(3)


async def test_a_meter_that_is_away_at_the_end(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """What it says later is the session's energy, but not covered."""
    await begin(home)
    await meter.charge()
    show(hass, "unavailable")
    await end(home)
    meter.reading += 1
    show(hass, meter.reading)
    await home.wait(400)
    assert sun(sunny) == approx(1, 1)


async def test_a_meter_that_comes_late(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """Only what it counted since can be the sun's."""
    show(hass, "unavailable")
    await begin(home)
    await home.wait(120)
    await meter.charge()
    await end(home)
    assert sun(sunny) == approx(1, 1)


async def test_a_reload_in_the_middle(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """What was known stays; what was drawn meanwhile is not covered; then it goes on."""
    await begin(home)
    await meter.charge()
    assert await hass.config_entries.async_unload(sunny.entry_id)
    imports(hass, 9000)
    await meter.charge()
    imports(hass, 3000)
    await home.wait(60)
    assert await hass.config_entries.async_setup(sunny.entry_id)
    await home.settle()
    before = sun(sunny)
    assert before == approx(1, 1)
    await meter.charge()
    assert sun(sunny)[0] > before[0]
    await end(home)
    assert sun(sunny) == approx(1.5, 2)


async def test_an_end_while_the_account_is_not_loaded(
    hass: HomeAssistant,
    sunny: MockConfigEntry,
    home: Home,
    meter: Meter,
    simulator: Simulator,
) -> None:
    """Nobody has watched: what was known stays."""
    await begin(home)
    await meter.charge()
    running = session(sunny)
    assert await hass.config_entries.async_unload(sunny.entry_id)
    simulator.end_session(running.session_id)
    await meter.charge()
    assert await hass.config_entries.async_setup(sunny.entry_id)
    await home.wait(400)
    assert not session(sunny).live
    assert sun(sunny) == approx(1, 1)


async def test_a_charge_point_without_a_meter(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
) -> None:
    """What it drew is not known, and so not what of it was sun."""
    imports(hass, 0)
    entry = make_entry(card_subentry(), charge_point_subentry(grid_power=GRID))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await begin(home)
    await home.wait(600)
    assert session(entry).solar is None


@pytest.mark.parametrize(
    ("minutes", "repeats"), [(60, True), (180, True), (180, False)]
)
async def test_a_meter_that_hangs_and_then_catches_up_at_night(
    hass: HomeAssistant,
    sunny: MockConfigEntry,
    home: Home,
    meter: Meter,
    minutes: int,
    repeats: bool,
) -> None:
    """When it was drawn is not known, and so not what of it was sun; the rest has none."""
    imports(hass, 11500)
    await begin(home)
    await meter.charge(6, power=11)
    await meter.hang(minutes, power=11, repeats=repeats)
    await meter.charge(6, power=11)
    await end(home)
    energy, covered = sun(sunny)
    assert energy == 0
    assert covered == pytest.approx(2.2, abs=0.15)
    used = session(sunny).metering
    assert used is not None
    assert used.used == pytest.approx(2.2 + 11 * minutes / 60)


async def test_a_meter_that_is_silent_for_less_than_an_hour(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """It is waited for, and what it counted is spread over all of that time."""
    imports(hass, 5500)
    await begin(home)
    await meter.charge(6, power=11)
    await meter.hang(50, power=11, repeats=False)
    await meter.charge(6, power=11)
    await end(home)
    energy, covered = sun(sunny)
    assert covered == pytest.approx(11 * 62 / 60, abs=0.1)
    assert energy == pytest.approx(covered / 2, rel=0.02)


@pytest.mark.parametrize("away", [False, True])
async def test_a_meter_that_shows_an_old_reading_after_a_restart(
    hass: HomeAssistant,
    sunny: MockConfigEntry,
    home: Home,
    meter: Meter,
    away: bool,
) -> None:
    """Restored at what it showed an hour ago, and read a little later; or back after an hour."""
    imports(hass, 11500)
    await begin(home)
    await meter.charge(6, power=11)
    before = meter.reading
    if away:
        show(hass, "unavailable")
    else:
        assert await hass.config_entries.async_unload(sunny.entry_id)
    await meter.hang(60, power=11, repeats=False)
    show(hass, "unknown")
    show(hass, before)
    if not away:
        assert await hass.config_entries.async_setup(sunny.entry_id)
    await home.wait(20)
    await meter.charge(6, power=11)
    await end(home)
    energy, covered = sun(sunny)
    assert energy == 0
    assert covered == pytest.approx(2.2, abs=0.15)
