"""A price entity tells only what holds now: what it is not the price of has none."""

from collections.abc import Callable

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import CARD, HOME, Home
from .metered import end, show
from .test_own_price import PRICE, SetUp, begin, cost, own, session_of, setter_up, use
from custom_components.shell_ev.api import Session, SessionState

pytestmark = pytest.mark.usefixtures("in_the_day", "shown_at_once")

HOUR = 3600


@pytest.fixture
def set_up(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> SetUp:
    """Return what sets up an account whose charge point has a meter, which stands at 1000."""
    return setter_up(hass, make_entry, home)


async def test_a_price_that_is_back_the_next_morning(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """It is not that of the night: what was used then has none."""
    cost(hass, "unavailable")
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1010)
    await end(home)
    await home.wait(12 * HOUR)
    cost(hass, 0.9)
    await home.settle()
    assert home.state("session_cost") == "unknown"
    assert session_of(entry).prices is None


@pytest.mark.parametrize(("minutes", "known"), [(55, True), (65, False)])
async def test_a_price_that_comes_late(
    hass: HomeAssistant, set_up: SetUp, home: Home, minutes: int, known: bool
) -> None:
    """Within the hour it is that of what was used, and the one in force at the beginning."""
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1004)
    await home.wait(minutes * 60)
    cost(hass, 0.5)
    await home.settle()
    assert home.state("session_cost") == ("2.0" if known else "unknown")
    assert session_of(entry).prices == (own(0.5) if known else None)


async def test_the_receipt_shows_no_price_that_was_not_in_force(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """Nor where the session goes on, and Shell does not say when it began."""
    entry = await set_up(price_entity=PRICE)
    now = dt_util.utcnow()
    running = Session(
        session_id="s", ema_id=CARD, evse_id=HOME, state=SessionState.STARTED
    )
    tracker = entry.runtime_data.reader.tracker
    tracker.update((running,), tracker.draw_ticket(), now)
    entry.runtime_data.sessions.async_show()
    assert session_of(entry).started_at is None
    home.freezer.tick(6 * HOUR)
    cost(hass, 0.9)
    await home.settle()
    assert session_of(entry).prices is None


@pytest.mark.parametrize("changed", [True, False])
async def test_hours_in_which_home_assistant_was_not_there(
    hass: HomeAssistant,
    set_up: SetUp,
    home: Home,
    freezer: FrozenDateTimeFactory,
    changed: bool,
) -> None:
    """A price that is the same as before is that of the time between, another one is not."""
    cost(hass, 0.3)
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1004)
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(3 * HOUR)
    if changed:
        cost(hass, 0.1)
    show(hass, 1020)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(61)
    assert float(home.state("session_energy")) == 20
    assert home.state("session_cost") == ("unknown" if changed else "6.0")
    assert session_of(entry).prices == own(0.3)


@pytest.mark.parametrize(("hours", "expected"), [(0.5, "2.8"), (3, "unknown")])
async def test_a_meter_that_is_away_while_prices_change(
    hass: HomeAssistant, set_up: SetUp, home: Home, hours: float, expected: str
) -> None:
    """4 kWh at 0.30; for how many of the 16 that it tells later which price held, nobody knows."""
    cost(hass, 0.3)
    await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1004)
    show(hass, "unavailable")
    await home.settle()
    assert home.state("session_cost") == "1.2"
    await home.wait(hours * HOUR)
    cost(hass, 0.1)
    await use(hass, home, 1020)
    await home.wait(120)
    assert float(home.state("session_energy")) == 20
    assert home.state("session_cost") == expected


@pytest.mark.parametrize("minutes", [30, 300])
async def test_the_last_word_of_a_meter_has_the_price_of_the_end(
    hass: HomeAssistant, set_up: SetUp, home: Home, minutes: int
) -> None:
    """10 kWh at 0.30 and the half that the meter tells late, also where a kWh is 5.00 by then."""
    cost(hass, 0.3)
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1010)
    await end(home)
    assert home.state("session_cost") == "3.0"
    cost(hass, 5)
    await home.wait(minutes * 30)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(minutes * 30)
    await use(hass, home, 1010.5)
    assert home.state("session_cost") == "3.15"
    assert session_of(entry).metering.closed  # type: ignore[union-attr]


async def test_the_price_of_the_end_that_was_away(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """The one before it is not it, and within the hour the one that comes is."""
    cost(hass, 0.3)
    await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1010)
    cost(hass, "unavailable")
    await home.wait(3 * HOUR)
    await end(home)
    assert home.state("session_cost") == "3.0"
    cost(hass, 0.5)
    await use(hass, home, 1012)
    assert home.state("session_cost") == "4.0"


async def test_a_car_that_waits_needs_no_price(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """The price is away for hours in which nothing is used; all that is used has one."""
    await set_up(price_entity=PRICE)
    await begin(home)
    await home.wait(3 * HOUR)
    assert home.state("session_cost") == "unknown"
    cost(hass, 0.5)
    await use(hass, home, 1004)
    assert home.state("session_cost") == "2.0"
    cost(hass, "unavailable")
    await home.wait(3 * HOUR)
    assert home.state("session_cost") == "2.0"
    cost(hass, 0.25)
    await use(hass, home, 1006)
    assert home.state("session_cost") == "2.5"


async def test_a_number_holds_for_whatever_time(
    hass: HomeAssistant, set_up: SetUp, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """It is no reading of anything."""
    entry = await set_up(price=0.3)
    await begin(home)
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(10 * HOUR)
    show(hass, 1010)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(61)
    assert home.state("session_cost") == "3.0"
