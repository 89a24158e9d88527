"""The share of sun where several charge, and at its edges."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OFFICE_UID,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from .metered import METER, show
from .sunny import (
    COMPANY_CARD,
    EXPORT,
    GRID,
    MINUTES,
    OTHER_METER,
    Meter,
    approx,
    async_set_up,
    begin,
    end,
    imports,
    session,
    sun,
)
from custom_components.shell_ev.api import Session, SessionState
from custom_components.shell_ev.session.record import Solar
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("in_the_day")


@pytest.fixture
async def two_sunny(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account with two charge points behind one grid sensor."""
    imports(hass, 6000)
    show(hass, 1000, meter=OTHER_METER)
    other = charge_point_subentry(
        OFFICE,
        "Office",
        OTHER_CARD,
        energy_meter=OTHER_METER,
        location_uid=OFFICE_UID,
        grid_power=GRID,
    )
    more = (card_subentry(OTHER_CARD, "Other"), other)
    return await async_set_up(hass, make_entry, home, *more, grid_power=GRID)


async def both(meter: Meter, other: Meter, *, power: float, others: float) -> None:
    """Charge at both."""
    for _ in range(MINUTES * 6):
        await meter.charge(1 / 6, power)
        other.reading += others / 360
        show(meter.hass, other.reading, meter=OTHER_METER)
        await meter.home.settle()


async def test_two_sessions_at_once(
    hass: HomeAssistant, two_sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """9 and 3 kW with 6 kW from the grid: half of each is sun, and all of it once the other ended."""
    other = Meter(hass, home, OTHER_METER)
    await begin(home)
    await begin(home, "Office")
    await both(meter, other, power=9, others=3)
    await end(home)
    imports(hass, 0)
    await other.charge(power=3)
    await end(home, "Office")
    assert sun(two_sunny, 0) == approx(0.75, 1.5)
    assert sun(two_sunny, 1) == approx(0.75, 1)


async def test_two_charge_points_with_sensors_of_their_own(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    meter: Meter,
) -> None:
    """Each has the sun of its own home."""
    imports(hass, 3000)
    imports(hass, 0, sensor=EXPORT)
    show(hass, 1000, meter=OTHER_METER)
    point = charge_point_subentry(
        OFFICE, "Office", OTHER_CARD, energy_meter=OTHER_METER, grid_export=EXPORT
    )
    more = (card_subentry(OTHER_CARD, "Other"), point)
    entry = await async_set_up(hass, make_entry, home, *more, grid_power=GRID)
    await begin(home)
    await begin(home, "Office")
    imports(hass, -1000, sensor=EXPORT)
    await both(meter, Meter(hass, home, OTHER_METER), power=6, others=2)
    await end(home)
    await end(home, "Office")
    assert sun(entry, 0) == approx(0.5, 1)
    assert sun(entry, 1) == approx(1 / 6, 1 / 3)


async def test_the_end_of_one_waits_for_the_meter_of_the_other(
    hass: HomeAssistant, two_sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """Its own meter has spoken; that of the other counts in kWh."""
    other = Meter(hass, home, OTHER_METER)
    await begin(home)
    await begin(home, "Office")
    await meter.charge(power=6)
    await end(home)
    assert session(two_sunny, 0).solar is None
    await home.wait(600)
    other.reading += 1
    show(hass, other.reading, meter=OTHER_METER)
    await home.settle()
    solar = session(two_sunny, 0).solar
    assert solar is not None
    assert solar.covered == pytest.approx(1, abs=0.05)
    assert 0 < solar.energy < solar.covered


async def test_two_accounts_in_one_home(
    hass: HomeAssistant,
    sunny: MockConfigEntry,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    meter: Meter,
) -> None:
    """They share what the home imports, and one goes on when the other is unloaded."""
    show(hass, 1000, meter=OTHER_METER)
    point = charge_point_subentry(
        OFFICE, "Office", COMPANY_CARD, energy_meter=OTHER_METER, grid_power=GRID
    )
    client = {"client_id": "other-client", "client_secret": "other-secret"}
    company = make_entry(card_subentry(COMPANY_CARD, "Company"), point, data=client)
    assert await hass.config_entries.async_setup(company.entry_id)
    await home.settle()
    other = Meter(hass, home, OTHER_METER)
    imports(hass, 6000)
    await begin(home)
    await begin(home, "Office")
    await both(meter, other, power=9, others=3)
    await home.wait(61)
    for each, drawn in ((sunny, 1.5), (company, 0.5)):
        energy, covered = sun(each)
        assert energy == pytest.approx(covered / 2, rel=0.05)
        assert covered == pytest.approx(drawn, abs=0.2)
    assert await hass.config_entries.async_unload(company.entry_id)
    before, _ = sun(sunny)
    imports(hass, 0)
    await meter.charge()
    await end(home)
    assert sun(sunny)[0] == pytest.approx(before + 1, abs=0.1)
    assert await hass.config_entries.async_unload(sunny.entry_id)


async def test_a_session_begun_elsewhere_is_found_late(
    hass: HomeAssistant,
    sunny: MockConfigEntry,
    home: Home,
    meter: Meter,
    simulator: Simulator,
) -> None:
    """What its meter counts from then on."""
    simulator.start_by_card(CARD, HOME)
    await meter.charge()
    await meter.charge()
    used = session(sunny).metering
    assert used is not None
    assert used.used is not None
    assert sun(sunny) == approx(used.used, used.used)


async def test_a_session_id_that_shell_uses_again(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """The one before keeps its figures, and the new one gets nothing of it."""
    await begin(home)
    await meter.charge()
    first = session(sunny)
    known = sun(sunny)
    tracker = sunny.runtime_data.reader.tracker
    ended = Session(
        session_id=first.session_id,
        ema_id=CARD,
        evse_id=HOME,
        state=SessionState.STOPPED,
        stopped_at=dt_util.utcnow(),
    )
    tracker.update((ended,), tracker.draw_ticket(), dt_util.utcnow())
    await home.wait(1)
    again = replace(
        ended,
        evse_id="NL*XYZ*E12345678",
        state=SessionState.STARTED,
        started_at=dt_util.utcnow(),
        stopped_at=None,
    )
    tracker.update((again,), tracker.draw_ticket(), dt_util.utcnow())
    show(hass, meter.reading + 1)
    await home.settle()
    assert tracker.sessions[first.session_id].solar is None
    assert sun(sunny, 0) == known


async def test_a_session_of_which_nothing_is_known_for_a_while(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """A state that is not documented ends nothing; its meter is read again when it is over."""
    await begin(home)
    await meter.charge()
    tracker = sunny.runtime_data.reader.tracker
    session_id = session(sunny).session_id
    odd = Session(session_id=session_id, state=None, state_text="paused")
    tracker.update((odd,), tracker.draw_ticket(), dt_util.utcnow())
    show(hass, meter.reading)
    await hass.async_block_till_done()
    assert session(sunny).live
    assert sun(sunny) == approx(1, 1)


async def test_what_a_newer_version_has_written_stays(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """Beside the figures that this one knows."""
    await begin(home)
    tracker = sunny.runtime_data.reader.tracker
    newer = Solar(unknown={"battery": 1})
    tracker.sunned(session(sunny).session_id, newer)
    await meter.charge()
    solar = session(sunny).solar
    assert solar is not None
    assert solar.energy > 0
    assert solar.unknown == {"battery": 1}


async def test_a_meter_that_says_absurd_things(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home, meter: Meter
) -> None:
    """What is no number of kWh is not shared out."""
    await begin(home)
    await meter.charge()
    known = sun(sunny)
    hass.states.async_set(METER, "1e308", {"unit_of_measurement": "TWh"})
    await home.wait(120)
    assert sun(sunny) == pytest.approx(known, abs=0.03)
    await end(home)
    assert sun(sunny) == pytest.approx(known, abs=0.03)
