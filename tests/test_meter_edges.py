"""The user's own energy meter at its edges: away, reset, replaced, or read when time is out of joint."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import CARD, HOME, HOME_UID, Home, card_subentry, charge_point_subentry
from .metered import METER, charge, end, metering, show
from custom_components.shell_ev.api import Session, SessionState
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("in_the_day", "shown_at_once")

OTHER_METER = "sensor.other_meter"


async def test_a_meter_that_is_away_at_the_end(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """The figures come when it is back, and what it counts then is not the session's."""
    await charge(hass, home, 1004, "unavailable")
    await end(home)
    assert float(home.state("session_energy")) == 4
    assert not metering(metered).closed
    await home.wait(3600)
    show(hass, 1010)
    await home.settle()
    assert float(home.state("session_energy")) == 10
    assert float(home.state("session_cost")) == 4.65
    assert metering(metered).closed
    show(hass, 1050)
    await home.wait(400)
    assert float(home.state("session_energy")) == 10


async def test_a_meter_that_is_away_for_a_day_is_not_waited_for(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What it shows the day after is somebody else's."""
    await charge(hass, home, 1004, "unavailable")
    await end(home)
    await home.wait(24 * 3600)
    assert metering(metered).closed
    show(hass, 1010)
    await home.wait(400)
    assert float(home.state("session_energy")) == 4


async def test_a_meter_that_never_said_anything(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Neither energy nor cost is made up, and what it says after the end is not the session's."""
    hass.states.async_remove(METER)
    await charge(hass, home, "unavailable")
    assert home.state("session_cost") == "unknown"
    await end(home)
    show(hass, 1010)
    await home.wait(400)
    assert metering(metered).closed
    assert home.state("session_energy") == "unknown"
    assert home.state("session_cost") == "unknown"


async def test_the_end_during_a_restart(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The session ended while nobody looked, and its meter is back after Shell's answer."""
    await charge(hass, home, 1003)
    (session_id,) = metered.runtime_data.reader.tracker.sessions
    assert await hass.config_entries.async_unload(metered.entry_id)
    simulator.end_session(session_id)
    show(hass, "unavailable")
    await hass.config_entries.async_setup(metered.entry_id)
    await home.wait(30)
    assert home.state("session_state") == "stopped"
    assert float(home.state("session_energy")) == 3
    show(hass, 1005)
    await home.wait(130)
    assert float(home.state("session_energy")) == 5
    assert float(home.state("session_cost")) == pytest.approx(0.25 + 5 * 0.44)
    assert metering(metered).closed


async def test_a_directory_that_is_not_read_yet(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """A session that ended before it was is priced as soon as it is, by what the end was."""
    own = {"energy_meter": METER, "location_uid": HOME_UID}
    entry = make_entry(card_subentry(), charge_point_subentry(**own))
    simulator.inject("location", "status", status=503, times=999)
    show(hass, 1000)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await charge(hass, home, 1009)
    await end(home)
    show(hass, 1010)
    await home.wait(3600)
    show(hass, 1050)
    await home.wait(400)
    assert float(home.state("session_energy")) == 10
    assert home.state("session_cost") == "unknown"
    assert not metering(entry).closed
    simulator.clear_faults()
    await home.wait(3600)
    assert float(home.state("session_energy")) == 10
    assert float(home.state("session_cost")) == 4.65
    assert metering(entry).closed


async def test_the_next_session_closes_the_one_before(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What a meter says once it is back is the next one's."""
    await charge(hass, home, 1004, "unavailable")
    await end(home)
    await charge(hass, home, 1010)
    assert metering(metered).closed
    assert metering(metered).used == 4
    assert float(home.state("session_energy")) == 0
    show(hass, 1013)
    await home.settle()
    assert float(home.state("session_energy")) == 3
    assert metering(metered).used == 4


async def test_a_session_that_was_over_when_it_was_first_seen_closes_the_one_before(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """It had the outlet, and so the meter, whether or not it was followed."""
    await charge(hass, home, 1004, "unavailable")
    await end(home)
    tracker = metered.runtime_data.reader.tracker
    reading = Session(
        session_id="another",
        ema_id=CARD,
        evse_id=HOME,
        state=SessionState.STOPPED,
        started_at=dt_util.utcnow(),
    )
    await home.wait(30)
    tracker.update((reading,), tracker.draw_ticket(), dt_util.utcnow())
    await home.wait(400)
    assert metering(metered).closed
    assert metering(metered).used == 4


async def test_a_session_that_shell_no_longer_stands_to(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Two are said to run at one outlet: the first is closed, and gets nothing of the second."""
    await charge(hass, home, 1003)
    tracker = metered.runtime_data.reader.tracker
    (first,) = tracker.sessions
    now = dt_util.utcnow()
    await home.wait(10)
    second = Session(
        session_id="another",
        ema_id=CARD,
        evse_id=HOME,
        state=SessionState.STARTED,
        started_at=now,
    )
    tracker.update((second,), tracker.draw_ticket(), dt_util.utcnow())
    show(hass, 1005)
    await home.settle()
    show(hass, 1009)
    await home.settle()
    stopped = replace(second, state=SessionState.STOPPED)
    tracker.update((stopped,), tracker.draw_ticket(), dt_util.utcnow())
    show(hass, 1020)
    await home.settle()
    assert tracker.sessions[first].live
    assert metering(metered, 0).used == 5
    assert metering(metered, 1).used == 15


async def test_a_session_id_that_shell_uses_again(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """The session before keeps its figures: what comes is not written to another."""
    await charge(hass, home, 1004, "unavailable")
    await end(home)
    await home.wait(60)
    tracker = metered.runtime_data.reader.tracker
    (session_id,) = tracker.sessions
    again = Session(
        session_id=session_id,
        ema_id=CARD,
        evse_id="NL*XYZ*E12345678",
        state=SessionState.STARTED,
        started_at=dt_util.utcnow(),
    )
    tracker.update((again,), tracker.draw_ticket(), dt_util.utcnow())
    show(hass, 1010)
    await home.settle()
    assert tracker.sessions[session_id].metering is None
    assert metering(metered, 0).used == 4


async def test_another_meter_starts_anew(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What the first counted stays; the second, which stands elsewhere, counts from now on."""
    await charge(hass, home, 1003)
    kwh = {"unit_of_measurement": "kWh"}
    hass.states.async_set(OTHER_METER, "unavailable", kwh)
    subentry = next(
        each
        for each in metered.subentries.values()
        if each.subentry_type == "charge_point"
    )
    data = {**subentry.data, "energy_meter": OTHER_METER}
    hass.config_entries.async_update_subentry(metered, subentry, data=data)
    await home.wait(70)
    assert float(home.state("session_energy")) == 3
    hass.states.async_set(OTHER_METER, "7", kwh)
    await home.settle()
    assert float(home.state("session_energy")) == 3
    hass.states.async_set(OTHER_METER, "9", kwh)
    show(hass, 1100)
    await home.settle()
    assert float(home.state("session_energy")) == 5


async def test_a_reset_is_believed_at_the_second_reading(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Looking twice at one reading is not reading twice."""
    await charge(hass, home, 1003, 0.5)
    await home.wait(200)
    assert float(home.state("session_energy")) == 3
    show(hass, 2)
    await home.settle()
    assert float(home.state("session_energy")) == 5
    show(hass, 4)
    await home.settle()
    assert float(home.state("session_energy")) == 7


async def test_a_reset_is_believed_when_it_is_reported_once_more(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Home Assistant takes an equal state for none that is new; the meter has said it twice."""
    await charge(hass, home, 1003, 0.5, 0.5)
    await home.wait(61)
    assert float(home.state("session_energy")) == 3.5


async def test_a_single_wild_reading_counts_nothing_and_loses_nothing(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Each is one alone, also the second after the level was back."""
    await charge(hass, home, 1003, 5, 1004, 0, "unavailable", 1006)
    assert float(home.state("session_energy")) == 6


async def test_a_reading_is_wild_upwards_as_well(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Two that are wild in their own ways confirm nothing, and the level is not lost."""
    await charge(hass, home, 1003, 4_294_967, 0, 4_294_967, 1004, 9_999_999, 1006)
    assert float(home.state("session_energy")) == 6


async def test_where_another_meter_stands_is_believed_at_the_second_reading(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """From the first of them it counts, whether it is higher or lower."""
    await charge(hass, home, 1003, "unavailable", 25_000)
    await home.wait(200)
    assert float(home.state("session_energy")) == 3
    for reading, energy in ((25_001, 4), (25_003, 6), (5000, 6), (5000.5, 6.5)):
        show(hass, reading)
        await home.wait(1)
        assert float(home.state("session_energy")) == energy


async def test_a_wild_reading_at_the_end_is_not_the_last(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """The session is closed with the one that follows."""
    await charge(hass, home, 1003, 0)
    await end(home)
    assert not metering(metered).closed
    show(hass, 1004)
    await home.settle()
    assert float(home.state("session_energy")) == 4
    assert metering(metered).closed


@pytest.mark.parametrize("shown", ["1e308", "1e300", "1e10"])
async def test_what_no_meter_shows_is_no_reading(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, shown: str
) -> None:
    """It would make sums that no file can hold."""
    await charge(hass, home, 1004, shown, shown, 1006)
    assert float(home.state("session_energy")) == 6


async def test_figures_are_rounded_where_they_are_shown(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """A third of a kWh at 0.44 and 0.25 to start: to the Wh and the cent, exact inside."""
    await charge(hass, home, 1000 + 1 / 3)
    assert home.state("session_energy") == "0.333"
    assert home.state("session_cost") == "0.4"
    (session,) = (await home.act("list_sessions"))["sessions"]
    assert (session["energy"], session["cost"]) == (0.333, 0.4)
    assert metering(metered).energy == pytest.approx(1 / 3)


async def test_a_clock_that_was_ahead_prices_nothing(
    hass: HomeAssistant,
    metered: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """For a minute it was evening, and dear. Then it is noon again: 10 kWh at noon's price."""
    await charge(hass, home, 1004)
    noon = dt_util.utcnow()
    simulator.inject("active", "status", status=503, times=99)
    freezer.move_to(noon + timedelta(hours=11))
    show(hass, 1005)
    await home.settle()
    ahead = metering(metered)
    freezer.move_to(noon + timedelta(minutes=1))
    show(hass, 1010)
    await home.settle()
    assert ahead.priced_until > dt_util.utcnow()
    assert metering(metered).priced_until == dt_util.utcnow()
    assert float(home.state("session_cost")) == 4.65


async def test_an_end_in_the_future_prices_nothing_of_it(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Shell's clock is ahead of ours: the session is priced up to now, and closed."""
    await charge(hass, home, 1010)
    tracker = metered.runtime_data.reader.tracker
    (session_id,) = tracker.sessions
    now = dt_util.utcnow()
    stopped = Session(
        session_id=session_id,
        ema_id=CARD,
        evse_id=HOME,
        state=SessionState.STOPPED,
        stopped_at=now + timedelta(hours=5),
    )
    tracker.update((stopped,), tracker.draw_ticket(), now)
    show(hass, 1010.5)
    await home.settle()
    assert metering(metered).priced_until == now
    assert metering(metered).closed


async def test_a_meter_that_reports_each_second_costs_little(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """With nothing running or open nothing is metered, and no state is written."""
    await charge(hass, home, 1003)
    await end(home)
    show(hass, 1003.1)
    await home.settle()
    revision = metered.runtime_data.reader.tracker.revision
    told = []
    metered.runtime_data.sessions.async_add_listener(lambda: told.append(1))
    for second in range(100):
        show(hass, 1004 + second)
        await home.settle()
    assert metered.runtime_data.reader.tracker.revision == revision
    assert told == []


async def test_a_session_in_a_state_that_nobody_knows_stays_open(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Whether it runs is not known: it is neither metered nor closed until it is."""
    await charge(hass, home, 1003)
    tracker = metered.runtime_data.reader.tracker
    (session_id,) = tracker.sessions
    paused = Session(
        session_id=session_id, ema_id=CARD, evse_id=HOME, state_text="PAUSED"
    )
    tracker.update((paused,), tracker.draw_ticket(), dt_util.utcnow())
    show(hass, 1004)
    await home.settle()
    assert metering(metered).used == 3
    await home.wait(61)
    assert metering(metered).used == 4
    assert not metering(metered).closed
