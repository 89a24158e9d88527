"""A price of the user's own at a charge point: a number, or an entity that shows one."""

from collections.abc import Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .conftest import CARD, HOME, HOME_UID, Home, card_subentry, charge_point_subentry
from .metered import METER, end, show
from custom_components.shell_ev.session.record import PricesInForce, TrackedSession
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("in_the_day", "shown_at_once")

PRICE = "sensor.electricity_price"


type SetUp = Callable[..., Any]


def setter_up(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> SetUp:
    """Return what sets up an account whose charge point has a meter, which stands at 1000."""

    async def set_up(**own: str | float) -> MockConfigEntry:
        data = {"energy_meter": METER, "location_uid": HOME_UID} | own
        point = charge_point_subentry(HOME, "Home", CARD, **data)
        entry = make_entry(card_subentry(), point)
        show(hass, 1000)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await home.settle()
        return entry

    return set_up


@pytest.fixture
def set_up(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> SetUp:
    """Return what sets up an account whose charge point has a meter, which stands at 1000."""
    return setter_up(hass, make_entry, home)


def cost(hass: HomeAssistant, price: Any, unit: str | None = "EUR/kWh") -> None:
    """Let the price entity show a price."""
    hass.states.async_set(
        PRICE, str(price), {"unit_of_measurement": unit} if unit else {}
    )


async def begin(home: Home) -> None:
    """Begin a session."""
    await home.switch("on")
    await home.wait(40)
    assert home.state("session_state") == "started"


async def use(hass: HomeAssistant, home: Home, reading: float) -> None:
    """Let the meter count up to a reading."""
    await home.wait(30)
    show(hass, reading)
    await home.settle()


def session_of(entry: MockConfigEntry) -> TrackedSession:
    """Return the account's one session."""
    (session,) = entry.runtime_data.reader.tracker.sessions.values()
    assert isinstance(session, TrackedSession)
    return session


def own(per_kwh: float, currency: str = "EUR") -> PricesInForce:
    """Return a price of the user's own as a session keeps it."""
    return PricesInForce(currency=currency, per_kwh=per_kwh, per_minute=0, start_fee=0)


def unit_of(hass: HomeAssistant, home: Home, key: str = "price") -> Any:
    """Return the unit of a sensor."""
    state = hass.states.get(home.entity_id(key))
    assert state is not None
    return state.attributes.get("unit_of_measurement")


# What a session costs


async def test_a_number_wins_over_the_directory(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """10 kWh at 0.30, and no start fee."""
    entry = await set_up(price=0.3)
    await begin(home)
    await use(hass, home, 1010)
    assert float(home.state("session_cost")) == 3
    assert unit_of(hass, home, "session_cost") == "EUR"
    assert session_of(entry).prices == own(0.3)
    await end(home)
    assert float(home.state("session_cost")) == 3
    show(hass, 1010.5)
    await home.settle()
    assert float(home.state("session_cost")) == 3.15
    assert session_of(entry).metering.closed  # type: ignore[union-attr]


async def test_what_is_free_of_charge_costs_nothing(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """Nought is a price."""
    await set_up(price=0.0)
    await begin(home)
    await use(hass, home, 1010)
    assert float(home.state("session_cost")) == 0
    assert float(home.state("price")) == 0


@pytest.mark.parametrize("subscribed", [True, False])
async def test_a_private_charge_point(
    hass: HomeAssistant,
    set_up: SetUp,
    home: Home,
    simulator: Simulator,
    subscribed: bool,
) -> None:
    """No directory lists it, or the application may not ask one: the own price is enough."""
    simulator.locations = tuple(
        place
        for place in simulator.locations
        if HOME not in {evse.evse_id for evse in place.evses}
    )
    if not subscribed:
        simulator.change_settings({"products": ["charging"]})
    entry = await set_up(price=0.25)
    assert home.state("price") == "0.25"
    assert unit_of(hass, home) == "EUR/kWh"
    await begin(home)
    await use(hass, home, 1004)
    await end(home)
    await home.wait(130)
    assert float(home.state("session_cost")) == 1
    assert session_of(entry).prices == own(0.25)
    assert entry.runtime_data.locations.subscribed is subscribed
    assert not [
        entity_id
        for entity_id in hass.states.async_entity_ids()
        if "availability" in entity_id
    ]


async def test_a_price_that_changes_in_the_middle(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """4 kWh at 0.30, 6 at 0.10, then 5 for which 0.02 was paid back each."""
    cost(hass, 0.3)
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1004)
    cost(hass, 0.1)
    await use(hass, home, 1010)
    cost(hass, -0.02)
    await use(hass, home, 1015)
    assert float(home.state("session_cost")) == pytest.approx(1.2 + 0.6 - 0.1)
    await end(home)
    cost(hass, 5)
    await home.wait(61)
    assert float(home.state("session_cost")) == pytest.approx(1.7)
    assert session_of(entry).prices == own(0.3)


async def test_what_was_read_before_the_change_has_the_former_price(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """Also where meter and price change in one moment, the meter first."""
    cost(hass, 30, "ct/kWh")
    await set_up(price_entity=PRICE)
    await begin(home)
    show(hass, 1004)
    cost(hass, 10, "ct/kWh")
    show(hass, 1010)
    await home.settle()
    assert float(home.state("session_cost")) == pytest.approx(1.2 + 0.6)


async def test_a_price_that_is_away_and_comes_later(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """Until then the cost is not known; what waits has the first price that is."""
    entry = await set_up(price_entity=PRICE)
    assert home.state("price") == "unavailable"
    await begin(home)
    await use(hass, home, 1004)
    assert home.state("session_cost") == "unknown"
    assert session_of(entry).prices is None
    for nothing in ("unavailable", "unknown", "nan", "1e400", "cheap"):
        cost(hass, nothing)
        await home.settle()
        assert home.state("session_cost") == "unknown"
    cost(hass, 0.5)
    await home.settle()
    assert float(home.state("session_cost")) == 2
    assert session_of(entry).prices == own(0.5)
    cost(hass, "unavailable")
    await use(hass, home, 1006)
    assert home.state("session_cost") == "unknown"
    cost(hass, 0.25)
    await home.settle()
    assert float(home.state("session_cost")) == 2.5
    assert session_of(entry).prices == own(0.5)


async def test_a_price_that_comes_after_the_end(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """The session waits for it, as it waits for a tariff."""
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1004)
    await end(home)
    assert home.state("session_cost") == "unknown"
    cost(hass, 0.5)
    await home.settle()
    assert float(home.state("session_cost")) == 2
    assert session_of(entry).prices == own(0.5)


async def test_a_restart_in_the_middle(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """What was priced stays so, and the prices it began with are kept."""
    cost(hass, 0.3)
    entry = await set_up(price_entity=PRICE)
    await begin(home)
    await use(hass, home, 1004)
    assert await hass.config_entries.async_unload(entry.entry_id)
    cost(hass, 0.1)
    show(hass, 1006)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(61)
    assert float(home.state("session_cost")) == pytest.approx(1.2 + 0.2)
    assert session_of(entry).prices == own(0.3)


async def test_a_price_that_is_taken_away(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """From then on the directory's counts: 4 kWh at 0.30, 6 at 0.44; the fee was not due."""
    entry = await set_up(price=0.3)
    await begin(home)
    await use(hass, home, 1004)
    (point,) = entry.get_subentries_of_type("charge_point")
    form = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    await hass.config_entries.subentries.async_configure(
        form["flow_id"], {"evse_id": HOME, "name": "Home", "energy_meter": METER}
    )
    await home.wait(130)
    assert home.state("price") == "0.44"
    await use(hass, home, 1010)
    assert float(home.state("session_cost")) == pytest.approx(1.2 + 6 * 0.44)
    assert session_of(entry).prices == own(0.3)


async def test_another_currency_of_home_assistant(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """A number is in that currency: the sensor at once, and a cost in two is not known."""
    await set_up(price=0.3)
    await begin(home)
    await use(hass, home, 1004)
    await hass.config.async_update(currency="SEK")
    await home.settle()
    assert unit_of(hass, home) == "SEK/kWh"
    assert float(home.state("session_cost")) == pytest.approx(1.2)
    await use(hass, home, 1006)
    assert home.state("session_cost") == "unknown"
    await end(home)
    await begin(home)
    await use(hass, home, 1008)
    assert float(home.state("session_cost")) == pytest.approx(0.6)
    assert unit_of(hass, home, "session_cost") == "SEK"


# The prices in force


async def test_without_a_meter_prices_are_noted_as_well(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Those of the directory at the beginning, also of a session begun by card elsewhere."""
    await home.wait(130)
    await begin(home)
    await home.wait(61)
    expected = PricesInForce(
        currency="EUR", per_kwh=0.44, per_minute=0.0, start_fee=0.25
    )
    assert session_of(entry).prices == expected
    await end(home)
    assert session_of(entry).prices == expected


async def test_prices_are_those_of_the_beginning(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Begun before the evening, heard of the prices in it; the first that are known stay."""
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    simulator.inject("location", "status", status=503, times=999)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await begin(home)
    assert session_of(entry).prices is None
    freezer.move_to("2026-11-20T22:30:00Z")
    simulator.clear_faults()
    await home.wait(1300)
    prices = session_of(entry).prices
    assert prices is not None
    assert prices.per_kwh == 0.44
    assert home.state("price") != "0.44"
    revision = entry.runtime_data.reader.tracker.revision
    entry.runtime_data.sessions.async_show()
    assert entry.runtime_data.reader.tracker.revision == revision


# The sensors


async def test_the_price_sensor_follows_the_entity(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """In its currency, per kWh; away with the entity, unknown where that shows no price."""
    cost(hass, 87.5, "€/MWh")
    await set_up(price_entity=PRICE)
    assert home.state("price") == "0.0875"
    assert unit_of(hass, home) == "EUR/kWh"
    cost(hass, 12, "öre/kWh")
    await home.settle()
    assert home.state("price") == "0.12"
    assert unit_of(hass, home) == "SEK/kWh"
    cost(hass, 12, "bananas")
    await home.settle()
    assert home.state("price") == "unknown"
    cost(hass, "unavailable")
    await home.settle()
    assert home.state("price") == "unavailable"
    hass.states.async_remove(PRICE)
    await home.settle()
    assert home.state("price") == "unavailable"


async def test_the_price_sensor_needs_no_answer_of_shell(
    hass: HomeAssistant, set_up: SetUp, home: Home, simulator: Simulator
) -> None:
    """What is the user's own is there in an outage, too."""
    await set_up(price=0.3)
    simulator.inject("active", "status", status=503, times=999)
    await home.wait(3600)
    assert home.state("session_state") == "unavailable"
    assert home.state("price") == "0.3"


async def test_there_is_one_price_and_no_fee(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """The directory lists the charge point: all but its prices are the directory's."""
    registry = er.async_get(hass)
    entry = await set_up(price=0.3)
    await home.wait(130)
    for key in ("start_fee", "price_per_minute"):
        registry.async_update_entity(home.entity_id(key), disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(130)
    assert home.state("availability") == "available"
    assert home.state("price") == "0.3"
    assert float(home.state("start_fee")) == 0
    assert unit_of(hass, home, "start_fee") == "EUR"
    assert float(home.state("price_per_minute")) == 0
    assert unit_of(hass, home, "price_per_minute") == "EUR/min"


async def test_the_card_asks_for_no_fee(
    hass: HomeAssistant, set_up: SetUp, home: Home, hass_ws_client: Any
) -> None:
    """The directory's start fee is not due."""
    await set_up(price=0.3)
    await home.wait(130)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "shell_ev/charge_point", "device_id": home.device_id("Home")}
    )
    assert (await client.receive_json())["result"]["prices"] == {
        "currency": "EUR",
        "per_kwh": 0.3,
        "per_minute": 0,
        "start_fee": 0,
    }
