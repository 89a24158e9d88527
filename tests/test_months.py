"""The sensors of the running month, in a Home Assistant that lives through its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import HOME_UID, Home, card_subentry, charge_point_subentry, sent
from .metered import METER, show
from custom_components.shell_ev.meter import month_at
from custom_components.shell_ev.session import months
from custom_components.shell_ev.session.tracker import SessionTracker
from simulator import Simulator
from tests.session.account import metering
from tests.store.records import ended

pytestmark = pytest.mark.usefixtures("shown_at_once")

GRID = "sensor.grid"
EVENING = "2026-11-30T22:30:00Z"
"""Half an hour before December in Amsterdam, where a kWh is 0.31 then and a start 0.25."""


@pytest.fixture(autouse=True)
def _at_the_months_end(in_amsterdam: None, freezer: FrozenDateTimeFactory) -> None:
    """Live in Amsterdam on the last evening of November."""
    freezer.move_to(EVENING)


@pytest.fixture
async def metered(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point has a meter, at 1000 kWh, and a grid sensor."""
    own = {"energy_meter": METER, "grid_power": GRID, "location_uid": HOME_UID}
    entry = make_entry(card_subentry(), charge_point_subentry(**own))
    show(hass, 1000)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


def tracker(entry: MockConfigEntry) -> SessionTracker:
    """Return what is known of the account's sessions."""
    known: SessionTracker = entry.runtime_data.reader.tracker
    return known


def last_reset(home: Home, key: str = "energy_this_month") -> str:
    """Return since when a sensor counts."""
    state = home.hass.states.get(home.entity_id(key))
    assert state is not None
    reset: str = state.attributes["last_reset"]
    return reset


def energy(home: Home) -> float:
    """Return the energy of this month."""
    return float(home.state("energy_this_month"))


def cost(home: Home) -> float:
    """Return the cost of this month."""
    return float(home.state("cost_this_month"))


async def charge(hass: HomeAssistant, home: Home, reading: float) -> None:
    """Begin a session and let its meter go up."""
    await home.switch("on")
    await home.wait(40)
    show(hass, reading)
    await home.settle()


async def go_to(home: Home, moment: str) -> None:
    """Let it be a time, at which what is due happens."""
    home.freezer.move_to(moment)
    async_fire_time_changed(home.hass)
    await home.settle()


async def test_before_the_first_session(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Nothing was charged and nothing paid, and the statistics begin there."""
    for key, unit, kind in (
        ("energy_this_month", "kWh", "energy"),
        ("solar_energy_this_month", "kWh", "energy"),
        ("cost_this_month", "EUR", "monetary"),
    ):
        state = hass.states.get(home.entity_id(key))
        assert state is not None
        assert float(state.state) == 0
        assert state.attributes["unit_of_measurement"] == unit
        assert state.attributes["device_class"] == kind
        assert state.attributes["state_class"] == "total"
        assert state.attributes["last_reset"] == "2026-11-01T00:00:00+01:00"


async def test_who_has_which(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """Sun needs a meter and a grid sensor; energy and cost a meter."""
    entry = make_entry(
        card_subentry(),
        charge_point_subentry("NL*XYZ*E1", "Metered", energy_meter=METER),
        charge_point_subentry(
            "NL*XYZ*E2", "Exporting", energy_meter=METER, grid_export=GRID
        ),
        charge_point_subentry("NL*XYZ*E3", "Bare", grid_power=GRID),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    shown = {each for each in hass.states.async_entity_ids() if "this_month" in each}
    assert shown == {
        "sensor.metered_energy_this_month",
        "sensor.metered_estimated_cost_this_month",
        "sensor.exporting_energy_this_month",
        "sensor.exporting_estimated_cost_this_month",
        "sensor.exporting_solar_energy_this_month",
    }
    # No price, and so no currency, is known there.
    state = hass.states.get("sensor.metered_estimated_cost_this_month")
    assert state is not None
    assert state.state == "unknown"
    assert "unit_of_measurement" not in state.attributes


async def test_a_session_over_the_months_end(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """4 kWh are November's, with the start fee; the month turns at midnight, without a poll."""
    await charge(hass, home, 1004)
    assert energy(home) == 4
    november = cost(home)
    assert november == float(home.state("session_cost"))
    await go_to(home, "2026-11-30T22:59:59Z")
    assert energy(home) == 4
    polls = sent(simulator, "active")
    await go_to(home, "2026-11-30T23:00:00Z")
    assert sent(simulator, "active") == polls
    assert last_reset(home) == "2026-12-01T00:00:00+01:00"
    assert last_reset(home, "cost_this_month") == last_reset(home)
    assert (energy(home), cost(home)) == (0, 0)
    show(hass, 1010)
    await home.settle()
    assert energy(home) == 6
    assert cost(home) == pytest.approx(float(home.state("session_cost")) - november)
    await home.switch("off")
    await home.wait(40)
    assert energy(home) == 6
    assert float(home.state("session_energy")) == 10


async def test_the_first_reading_after_midnight_turns_the_month_as_well(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """It may come before the timer: value and reset go together."""
    await charge(hass, home, 1004)
    home.freezer.move_to("2026-11-30T23:00:01Z")
    show(hass, 1005)
    await home.settle()
    assert (energy(home), last_reset(home)) == (1, "2026-12-01T00:00:00+01:00")


async def test_the_next_month_turns_too(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """And the year with it."""
    await charge(hass, home, 1004)
    await go_to(home, "2026-11-30T23:00:00Z")
    show(hass, 1005)
    await home.settle()
    await go_to(home, "2026-12-31T22:59:59Z")
    assert energy(home) == 1
    await go_to(home, "2026-12-31T23:00:00Z")
    assert (energy(home), last_reset(home)) == (0, "2027-01-01T00:00:00+01:00")


async def test_a_restart_at_midnight(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What the meter tells after it is December's, and what was known before stays November's."""
    await charge(hass, home, 1004)
    assert await hass.config_entries.async_unload(metered.entry_id)
    await go_to(home, "2026-11-30T23:01:00Z")
    show(hass, 1006)
    await hass.config_entries.async_setup(metered.entry_id)
    await home.settle()
    assert (energy(home), last_reset(home)) == (2, "2026-12-01T00:00:00+01:00")
    await hass.config_entries.async_reload(metered.entry_id)
    await home.settle()
    assert energy(home) == 2


async def test_a_restart_while_shell_asked_to_wait(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing is asked then, and the month is not forgotten; the directory is not read either."""
    await charge(hass, home, 1004)
    before = cost(home)
    simulator.inject("location", "status", status=503, times=999)
    simulator.inject("active", "status", status=429, retry_after="3000")
    await home.wait(70)
    await hass.config_entries.async_reload(metered.entry_id)
    await home.settle()
    assert (energy(home), last_reset(home)) == (4, "2026-11-01T00:00:00+01:00")
    assert cost(home) == before


async def test_a_session_that_ended_in_november_and_is_read_in_december(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Its meter was away: the rest is December's, and nothing is lost."""
    await charge(hass, home, 1004)
    show(hass, "unavailable")
    await home.switch("off")
    await home.wait(40)
    await go_to(home, "2026-11-30T23:00:00Z")
    assert energy(home) == 0
    show(hass, 1007)
    await home.settle()
    assert energy(home) == 3
    assert float(home.state("session_energy")) == 7


async def test_a_single_wild_reading_upwards(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """It counts nothing: 32 bits set in Wh would stay in the statistics for ever."""
    await charge(hass, home, 1004)
    for reading in (4_294_967.295, 1006, 1007):
        show(hass, reading)
        await home.wait(10)
        assert energy(home) < 10
    assert energy(home) == 7


async def test_a_meter_that_is_exchanged_behind_its_entity(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What the new one has counted elsewhere is not the car's, what it counts from here on is."""
    await charge(hass, home, 1004)
    for reading in ("unavailable", 25_000, 25_001):
        show(hass, reading)
        await home.wait(10)
    assert energy(home) == 5
    assert cost(home) == pytest.approx(0.25 + 5 * 0.31, abs=0.01)


async def test_a_price_that_comes_late_is_shown_though_another_session_runs(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What a charge point is about has not changed by it, what its month costs has."""
    await charge(hass, home, 1004)
    known = tracker(metered)
    (session,) = known.sessions.values()
    assert session.metering
    unpriced = replace(
        session, metering=replace(session.metering, priced_cost=None, priced_energy=0)
    )
    known._put(unpriced, 0)
    await home.switch("off")
    await home.wait(40)
    await charge(hass, home, 1004)
    metering_of_first = known.sessions[session.session_id].metering
    assert metering_of_first
    before = cost(home)
    known.metered(
        session.session_id,
        replace(
            metering_of_first, priced_cost=(metering_of_first.priced_cost or 0) + 9
        ),
    )
    await home.wait(61)
    assert cost(home) == pytest.approx(before + 9)


async def test_solar_energy(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """That of the month, and unknown where nothing is known of what was charged."""
    await charge(hass, home, 1004)
    assert home.state("solar_energy_this_month") == "unknown"
    for reading in (1004.5, 1005, 1005.5, 1006):
        hass.states.async_set(GRID, "0", {"unit_of_measurement": "W"})
        show(hass, reading)
        await home.wait(60)
    (session,) = tracker(metered).sessions.values()
    assert session.solar
    assert 1 < session.solar.energy <= 2
    assert home.state("solar_energy_this_month") == str(round(session.solar.energy, 3))
    await go_to(home, "2026-11-30T23:00:00Z")
    assert float(home.state("solar_energy_this_month")) == 0


async def test_another_time_zone_while_running(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """In Kolkata the session began in December; in New York November goes on for hours."""
    await charge(hass, home, 1004)
    await hass.config.async_update(time_zone="Asia/Kolkata")
    await home.settle()
    assert (energy(home), last_reset(home)) == (4, "2026-12-01T00:00:00+05:30")
    await hass.config.async_update(time_zone="America/New_York")
    await home.settle()
    assert (energy(home), last_reset(home)) == (4, "2026-11-01T00:00:00-04:00")
    await go_to(home, "2026-12-01T04:59:59Z")
    assert energy(home) == 4
    await go_to(home, "2026-12-01T05:00:00Z")
    assert (energy(home), last_reset(home)) == (0, "2026-12-01T00:00:00-05:00")


async def test_while_shell_is_away_the_month_turns_and_is_shown_when_it_is_back(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The entities are unavailable meanwhile, as all of the account."""
    await charge(hass, home, 1004)
    simulator.inject("active", "status", status=503, times=9999)
    await home.wait(1200)
    assert home.state("energy_this_month") == "unavailable"
    await go_to(home, "2026-11-30T23:00:00Z")
    show(hass, 1006)
    await home.wait(60)
    simulator.clear_faults()
    await home.wait(3600)
    assert (energy(home), last_reset(home)) == (2, "2026-12-01T00:00:00+01:00")


async def test_unloaded_it_waits_for_no_month(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Neither midnight nor another time zone reaches an account that is not there."""
    sessions = metered.runtime_data.sessions
    await hass.config_entries.async_unload(metered.entry_id)
    with patch.object(sessions, "async_turn_month") as turned:
        await go_to(home, "2026-11-30T23:00:00Z")
        await hass.config.async_update(time_zone="Asia/Kolkata")
        await home.settle()
    turned.assert_not_called()


@pytest.mark.parametrize(
    ("zone", "now", "start", "end"),
    [
        # Summer begins on the first, at a midnight that does not exist.
        (
            "America/Asuncion",
            "2023-10-01T05:00",
            "2023-10-01T04:00",
            "2023-11-01T03:00",
        ),
        # Summer ends on the first, with a midnight that comes twice.
        ("America/Havana", "2026-11-01T04:30", "2026-11-01T04:00", "2026-12-01T05:00"),
        (
            "Europe/Amsterdam",
            "2026-10-31T22:59",
            "2026-09-30T22:00",
            "2026-10-31T23:00",
        ),
        ("Asia/Kolkata", "2026-12-31T18:30", "2026-12-31T18:30", "2027-01-31T18:30"),
    ],
)
async def test_when_a_month_begins(
    hass: HomeAssistant, zone: str, now: str, start: str, end: str
) -> None:
    """At the first moment of the local first, whatever the clocks do there."""
    await hass.config.async_set_time_zone(zone)
    moment, *expected = (
        datetime.fromisoformat(each).replace(tzinfo=dt_util.UTC)
        for each in (now, start, end)
    )
    month = month_at(moment)
    assert [month.start, month.end] == expected


def test_a_reading_looks_at_one_session_of_ten_thousand() -> None:
    """Only when the month turns all are looked at."""
    began = datetime.fromisoformat(EVENING)
    days = (began - timedelta(hours=number) for number in range(10_000))
    sessions = [
        ended(number, at, metering=metering(at, 1)) for number, at in enumerate(days)
    ]
    known = SessionTracker(keep=20_000, sessions=sessions)
    known.turn_month(month_at(began))
    with patch.object(months, "part_of", side_effect=months.part_of) as looked:
        known.metered("session-0", metering(began, 2))
        known.turn_month(month_at(began))
        (figures,) = known.months.figures().values()
    assert looked.call_count == 1
    assert figures.energy == 1 + sum(
        month_at(began).start <= at
        for at in (began - timedelta(hours=number) for number in range(10_000))
    )
