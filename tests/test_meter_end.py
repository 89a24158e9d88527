"""The last reading of a session: what its meter reports first when it is over."""

from collections.abc import Callable
import csv

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import CARD, HOME, Home
from .metered import charge, end, metering, show
from .sunny import GRID, async_set_up, begin, imports, say_again, session
from custom_components.shell_ev.api import Session, SessionState

pytestmark = pytest.mark.usefixtures("in_the_day")


async def exported(home: Home) -> list[dict[str, str]]:
    """Return the rows of the CSV."""
    text = (await home.act("export_sessions"))["csv"]
    return list(csv.DictReader(text.splitlines()))


async def test_a_meter_that_reports_every_five_minutes(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """The session ends between two reports: what it drew since the first of them is its own."""
    await charge(hass, home, 1004)
    await home.wait(200)
    await end(home)
    assert float(home.state("session_energy")) == 4
    assert not metering(metered).closed
    await home.wait(30)
    show(hass, 1004.6)
    await home.settle()
    assert metering(metered).closed
    assert float(home.state("session_energy")) == 4.6
    # 0.25 to start and 4.6 times 0.44.
    assert float(home.state("session_cost")) == 2.27
    assert float(home.state("energy_this_month")) == 4.6
    assert [row["energy_kwh"] for row in await exported(home)] == ["4.600"]
    show(hass, 1010)
    await home.wait(400)
    assert float(home.state("session_energy")) == 4.6


async def test_a_meter_that_reports_the_same_after_the_end(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Home Assistant takes it for nothing new; the meter has said its last word all the same."""
    await charge(hass, home, 1004)
    await end(home)
    show(hass, 1004)
    assert metering(metered).closed
    show(hass, 1010)
    await home.wait(400)
    assert float(home.state("session_energy")) == 4


async def test_a_meter_that_reports_only_what_changes(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """All is shown at once, and nothing is written while it says no more; a day ends the wait."""
    await charge(hass, home, 1010)
    await end(home)
    assert float(home.state("session_energy")) == 10
    assert float(home.state("session_cost")) == 4.65
    assert [row["cost"] for row in await exported(home)] == ["4.65"]
    revision = metered.runtime_data.reader.tracker.revision
    await home.wait(3600)
    assert metered.runtime_data.reader.tracker.revision == revision
    assert not metering(metered).closed
    await home.wait(23 * 3600)
    assert metering(metered).closed
    assert (metering(metered).used, metering(metered).cost) == (10, 4.65)


async def test_what_the_next_session_draws_is_not_the_last_word(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """A meter that says nothing between the two has nothing to add to the first."""
    await charge(hass, home, 1004)
    await end(home)
    await home.wait(3600)
    await charge(hass, home, 1007)
    assert metering(metered, 0).closed
    assert metering(metered, 0).used == 4
    assert metering(metered, 1).used == 3


async def test_the_last_word_after_a_restart(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """It is waited for as before."""
    await charge(hass, home, 1004)
    await end(home)
    await hass.config_entries.async_reload(metered.entry_id)
    await home.settle()
    assert not metering(metered).closed
    show(hass, 1005)
    await home.settle()
    assert metering(metered).used == 5
    assert metering(metered).complete


async def test_a_clock_of_shell_that_is_ahead(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """The end is to come in five hours: it was when it was heard of, and no time more is priced."""
    await charge(hass, home, 1010)
    tracker = metered.runtime_data.reader.tracker
    (session_id,) = tracker.sessions
    now = dt_util.utcnow()
    stopped = Session(
        session_id=session_id,
        ema_id=CARD,
        evse_id=HOME,
        state=SessionState.STOPPED,
        stopped_at=now.replace(hour=16),
    )
    tracker.update((stopped,), tracker.draw_ticket(), now)
    metered.runtime_data.sessions.async_show()
    assert not metering(metered).closed
    home.freezer.tick(120)
    show(hass, 1010.5)
    home.freezer.tick(0.01)
    await home.settle()
    metered.runtime_data.sessions.async_show()
    assert metering(metered).used == 10.5
    assert metering(metered).priced_until == now
    assert metering(metered).closed


async def test_a_session_that_goes_on_after_all(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Shell took its end back: the meter goes on counting, and the end that comes is the end."""
    await charge(hass, home, 1004)
    await end(home)
    tracker = metered.runtime_data.reader.tracker
    (session_id,) = tracker.sessions
    for state in (SessionState.STARTED, SessionState.STOPPED):
        now = dt_util.utcnow()
        reading = Session(
            session_id=session_id,
            ema_id=CARD,
            evse_id=HOME,
            state=state,
            last_updated=now,
            stopped_at=now if state is SessionState.STOPPED else None,
        )
        tracker.update((reading,), tracker.draw_ticket(), now)
        metered.runtime_data.sessions.async_show()
        home.freezer.tick(600)
    show(hass, 1006)
    await home.settle()
    assert metering(metered).used == 6
    assert metering(metered).closed


# How much of it was sun


@pytest.fixture
async def sunny(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point has a meter, behind a grid that gives nothing."""
    imports(hass, 0)
    return await async_set_up(hass, make_entry, home, grid_power=GRID)


async def draw(hass: HomeAssistant, home: Home) -> None:
    """Draw 2 kWh with a meter that is read each 5 minutes, and end 2 minutes after one of them."""
    await begin(home)
    for reading in (1000.5, 1001, 1001.5, 1002):
        for _ in range(10):
            await home.wait(30)
            say_again(hass)
        show(hass, reading)
        await home.settle()
    await home.wait(120)
    await home.switch("off")
    await home.wait(60)


def solar(entry: MockConfigEntry) -> tuple[float, float]:
    """Return the sun of the session and the energy for which it is known, to the Wh."""
    known = session(entry).solar
    assert known is not None
    return round(known.energy, 3), round(known.covered, 3)


async def test_the_sun_of_the_last_word(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home
) -> None:
    """What the meter tells after the end was drawn until the end."""
    await draw(hass, home)
    say_again(hass)
    show(hass, 1002.3)
    await home.settle()
    assert metering(sunny).used == 2.3
    assert solar(sunny) == (2.3, 2.3)


async def test_the_sun_of_a_meter_that_says_no_more(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home
) -> None:
    """After 6 minutes it has stood still; what it tells in an hour is not known to be sun."""
    await draw(hass, home)
    await home.wait(700)
    assert solar(sunny) == (2, 2)
    await home.wait(3600)
    show(hass, 1002.3)
    await home.wait(400)
    assert metering(sunny).used == 2.3
    assert solar(sunny) == (2, 2)


async def test_the_sun_of_a_meter_that_says_nothing_to_be_believed(
    hass: HomeAssistant, sunny: MockConfigEntry, home: Home
) -> None:
    """What was drawn since its last word is not known, and not said to be nothing."""
    await draw(hass, home)
    show(hass, 0)
    await home.wait(700)
    assert not metering(sunny).complete
    assert solar(sunny) == (2, 2)
    show(hass, 1002.3)
    await home.settle()
    assert metering(sunny).used == 2.3
    assert solar(sunny) == (2, 2)
