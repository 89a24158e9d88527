"""What Shell's directory says of the charge points: when it is asked, and what is shown."""

from collections.abc import Callable
from dataclasses import replace
from logging import INFO

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from .conftest import (
    HOME,
    HOME_UID,
    OFFICE,
    OFFICE_UID,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from simulator import Simulator
from simulator.places import Operator

TICK, PACE, DAY = 120, 600, 24 * 3600


def asked(simulator: Simulator) -> tuple[int, int]:
    """Return how often the directory was searched, and how often it was asked for a location."""
    return sent(simulator, "locations"), sent(simulator, "location")


async def set_up(hass: HomeAssistant, entry: MockConfigEntry, home: Home) -> None:
    """Set an account up and let the directory be read."""
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()


def main_device(hass: HomeAssistant, home: Home) -> dr.DeviceEntry:
    """Return the device of the charge point. One below another says nothing of its make."""
    device = dr.async_get(hass).async_get(
        home.device_id("Home"), include_child_devices=False
    )
    assert device is not None
    return device


@pytest.fixture
async def listed(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point was found in the directory when it was added."""
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await set_up(hass, entry, home)
    return entry


async def test_what_is_shown(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Availability with its time and place, price, power and connector."""
    assert asked(simulator) == (0, 1)
    availability = hass.states.get(home.entity_id("availability"))
    assert availability is not None
    assert availability.state == "available"
    assert availability.attributes["latitude"] == 52.3702
    assert availability.attributes["longitude"] == 4.8952
    assert float(home.state("maximum_power")) == 22.08
    price = hass.states.get(home.entity_id("price"))
    assert price is not None
    assert price.attributes["unit_of_measurement"] == "EUR/kWh"
    assert "latitude" not in price.attributes


async def test_the_device(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home
) -> None:
    """Operator and connector are the directory's. Its address is no model: Home Assistant counts those."""
    device = main_device(hass, home)
    assert device.manufacturer == "Shell Recharge"
    assert device.model == "22 kW Type 2, custom server"
    assert device.model_id is None
    assert "Dam 1" not in str(device.dict_repr)


async def test_availability_follows(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Within one poll of ten minutes, and no call more."""
    simulator.set_service(HOME, False)
    await home.wait(PACE)
    assert home.state("availability") == "out_of_service"
    simulator.set_service(HOME, True)
    await home.wait(PACE)
    assert home.state("availability") == "available"
    assert asked(simulator) == (0, 3)


async def test_who_wants_to_know_now(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The account's button, and Home Assistant's own way to update an entity, ask at once."""
    assert await async_setup_component(hass, "homeassistant", {})
    simulator.set_service(HOME, False)
    refresh = home.entity_id("refresh", "Shell EV Charging")
    await hass.services.async_call(
        "button", "press", {"entity_id": refresh}, blocking=True
    )
    assert home.state("availability") == "out_of_service"
    simulator.set_service(HOME, True)
    await home.wait(11)
    entities = [home.entity_id("availability"), home.entity_id("price")]
    await hass.services.async_call(
        "homeassistant", "update_entity", {"entity_id": entities}, blocking=True
    )
    assert home.state("availability") == "available"
    assert asked(simulator) == (0, 3)


async def test_who_wants_to_know_now_where_it_is_listed(
    entry: MockConfigEntry, hass: HomeAssistant, home: Home, simulator: Simulator
) -> None:
    """It was not this morning, and nobody has to wait for tomorrow."""
    places, simulator.locations = simulator.locations, ()
    await hass.config_entries.async_reload(entry.entry_id)
    await home.settle()
    assert home.state("availability") == "unavailable"
    simulator.locations = places
    refresh = home.entity_id("refresh", "Shell EV Charging")
    await hass.services.async_call(
        "button", "press", {"entity_id": refresh}, blocking=True
    )
    assert home.state("availability") == "available"


async def test_a_command_makes_it_look_sooner(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """While a session is pending it is two minutes."""
    simulator.set_delays(10_000, 10)
    await home.switch("on")
    await home.wait(TICK + 1)
    assert asked(simulator) == (0, 2)
    assert home.state("session_state") == "start_requested"
    # Shell did not come back on it in three minutes: once more, and it is not pending any more.
    await home.wait(2 * PACE)
    assert asked(simulator) == (0, 4)


async def test_a_session_makes_it_look_sooner(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Once for its start and once for its end, however long it lasts."""
    await home.switch("on")
    await home.wait(30)
    assert home.state("session_state") == "started"
    await home.wait(TICK)
    assert home.state("availability") == "occupied"
    assert asked(simulator) == (0, 2)
    await home.wait(4 * TICK)
    assert asked(simulator) == (0, 2)
    await home.switch("off")
    await home.wait(30)
    assert home.state("session_state") == "stopped"
    await home.wait(TICK)
    assert home.state("availability") == "available"
    assert asked(simulator) == (0, 3)


async def test_the_price_in_force_now(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    freezer: FrozenDateTimeFactory,
    simulator: Simulator,
) -> None:
    """It goes with the hour, without another call: 0.31 until 7 o'clock, 0.44 from then on."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-20T05:58:30Z")
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await set_up(hass, entry, home)
    assert float(home.state("price")) == 0.31
    await home.wait(TICK + 2)
    assert float(home.state("price")) == 0.44
    assert asked(simulator) == (0, 1)
    await hass.config.async_set_time_zone("US/Pacific")


async def test_what_few_need_is_off_by_default(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Who turns them on sees fees in their currency, the connector, and how fresh all that is."""
    registry = er.async_get(hass)
    for key in ("start_fee", "price_per_minute", "availability_updated", "connector"):
        entity_id = home.entity_id(key)
        assert hass.states.get(entity_id) is None
        registry.async_update_entity(entity_id, disabled_by=None)
    await hass.config_entries.async_reload(listed.entry_id)
    await home.settle()
    fee = hass.states.get(home.entity_id("start_fee"))
    assert fee is not None
    assert (fee.state, fee.attributes["unit_of_measurement"]) == ("0.25", "EUR")
    minute = hass.states.get(home.entity_id("price_per_minute"))
    assert minute is not None
    assert float(minute.state) == 0
    assert minute.attributes["unit_of_measurement"] == "EUR/min"
    told = simulator.world.charge_points[HOME.replace("*", "")].changed_at
    assert home.state("availability_updated") == told.isoformat(timespec="seconds")
    assert home.state("connector") == "type_2"


async def test_a_charge_point_that_was_added_by_its_id_alone(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is looked for once; its tariff comes with the next look at its location."""
    await home.settle()
    assert asked(simulator) == (1, 0)
    assert home.state("availability") == "available"
    assert home.state("price") == "unknown"
    await home.wait(TICK + 1)
    assert asked(simulator) == (1, 1)
    assert home.state("price") != "unknown"


async def test_a_private_charge_point(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """It is not listed: it has none of these sensors, and is looked for once a day."""
    entry = make_entry(
        card_subentry(), charge_point_subentry("NL*XYZ*E12345678", "Private")
    )
    await set_up(hass, entry, home)
    keys = {
        entity.translation_key
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
    }
    assert "session_state" in keys
    assert "availability" not in keys
    await home.wait(DAY - PACE)
    assert asked(simulator) == (1, 0)
    await home.wait(2 * PACE)
    assert asked(simulator) == (2, 0)


async def test_without_the_product_it_is_quiet(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """No sensors, no noise, no calls but once a day; they come when the product does."""
    simulator.change_settings({"products": ["charging"]})
    simulator.audit.clear()
    await hass.config_entries.async_reload(entry.entry_id)
    caplog.clear()
    await home.settle()
    assert entry.state is ConfigEntryState.LOADED
    await home.wait(DAY - 2 * PACE)
    assert [
        record
        for record in caplog.records
        if "shell_ev" in record.name and record.levelno > INFO
    ] == []
    assert sent(simulator, "locations") == 3
    simulator.change_settings({"products": ["charging", "locations"]})
    await home.wait(3 * PACE)
    assert home.state("availability") == "available"


async def test_fifty_charge_points_at_twenty_locations(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """No poll costs more than one call a location, the first one included."""
    evses = [
        (str(evse.evse_id), location.text_uid)
        for location in simulator.locations
        for evse in location.evses
    ][:50]
    locations = {uid for _, uid in evses}
    entry = make_entry(
        card_subentry(),
        *(charge_point_subentry(evse_id, f"Point {evse_id}") for evse_id, _ in evses),
    )
    await set_up(hass, entry, home)
    assert asked(simulator) == (len(locations), 0)
    for poll in range(1, 4):
        await home.wait(PACE if poll > 1 else TICK + 1)
        assert asked(simulator) == (len(locations), poll * len(locations))
    assert len(entry.runtime_data.locations.data) == 50


async def test_one_that_moved_is_found_again(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """It is not where it was, so it is looked for, in the same round."""
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=OFFICE_UID))
    await set_up(hass, entry, home)
    assert asked(simulator) == (1, 1)
    assert home.state("availability") == "available"


async def test_a_location_that_is_gone(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Its uid leads nowhere: the charge point is looked for, and not again and again."""
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid="gone"))
    await set_up(hass, entry, home)
    assert home.state("availability") == "available"
    simulator.inject("location", "status", status=404, times=999)
    await home.wait(TICK + 1)
    assert home.state("availability") == "unavailable"
    before = sum(asked(simulator))
    await home.wait(6 * PACE)
    assert sum(asked(simulator)) - before <= 12


async def test_a_failing_directory_is_borne(
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What is known is shown until it has failed three times; one word in the log, sessions go on."""
    simulator.inject("location", "status", status=503, times=99)
    await home.wait(2 * PACE + 60)
    assert home.state("availability") == "available"
    await home.wait(PACE)
    assert home.state("availability") == "unavailable"
    assert home.state("charging") == "off"
    await home.wait(3 * PACE)
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    simulator.clear_faults()
    await home.wait(PACE + TICK)
    assert home.state("availability") == "available"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_limit_of_the_directory_holds_the_directory_alone(
    hass: HomeAssistant,
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    status: int,
) -> None:
    """Sessions are asked for as ever; the hold survives a reload."""
    simulator.inject(
        "location", "status", status=status, times=1, retry_after=str(2 * PACE)
    )
    await home.wait(PACE + 5)
    assert asked(simulator) == (0, 2)
    before = sent(simulator, "active")
    await hass.config_entries.async_reload(listed.entry_id)
    await home.wait(2 * PACE - 60)
    assert asked(simulator) == (0, 2)
    assert sent(simulator, "active") - before >= 4
    await home.wait(PACE)
    assert asked(simulator) == (0, 3)


async def test_a_clock_that_was_ahead_keeps_the_directory_from_nothing(
    listed: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What was asked in the future, by our clock, is asked again now."""
    home.freezer.tick(90 * DAY)
    await listed.runtime_data.locations.async_refresh()
    assert asked(simulator) == (0, 2)
    home.freezer.tick(-90 * DAY)
    await listed.runtime_data.locations.async_refresh()
    assert asked(simulator) == (0, 3)


async def test_two_charge_points_without_a_card(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """Availability needs no card; prices are those of a card's provider."""
    points = (
        charge_point_subentry(
            HOME, "Home", "NL-TNM-C00122046-M", location_uid=HOME_UID
        ),
        charge_point_subentry(OFFICE, "Office", location_uid=OFFICE_UID),
    )
    await set_up(hass, make_entry(card_subentry(), *points), home)
    assert home.state("availability") == "available"
    assert home.state("price") == "unknown"
    assert home.state("price", "Office") == "0.69"


async def test_a_location_of_which_little_is_known(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """No operator, no address, no connector, no place on the map: what there is, is shown."""
    first, *others = simulator.locations
    (outlet,) = first.evses
    simulator.locations = (
        replace(
            first,
            latitude=0,
            longitude=0,
            operator=Operator(name="", operator_id=""),
            street_and_number="",
            postal_code="",
            city="",
            evses=(replace(outlet, connectors=()),),
        ),
        *others,
    )
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    await set_up(hass, entry, home)
    availability = hass.states.get(home.entity_id("availability"))
    assert availability is not None
    assert availability.state == "available"
    assert "latitude" not in availability.attributes
    assert home.state("maximum_power") == "unknown"
    assert home.state("price") == "unknown"
    device = main_device(hass, home)
    assert (device.manufacturer, device.model) == (None, "Charge point, custom server")


async def test_one_of_several_outlets(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """What stands beside it is not the user's."""
    location = next(
        location for location in simulator.locations if len(location.evses) > 1
    )
    entry = make_entry(
        card_subentry(), charge_point_subentry(location.evses[1].evse_id)
    )
    await set_up(hass, entry, home)
    assert list(entry.runtime_data.locations.data) == [
        location.evses[1].evse_id.replace("*", "")
    ]
