"""What a charge point may have of the user's own: price and sensors, given, refused and taken away."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData

from .test_charge_point import Flow, subentry_flow
from custom_components.shell_ev.configuration import Configuration
from simulator import Simulator
from tests.conftest import (
    CARD,
    HOME,
    HOME_UID,
    OFFICE,
    Home,
    card_subentry,
    charge_point_subentry,
)

METER = {"energy_meter": "sensor.meter"}
OWN = {
    "plug_sensor": "binary_sensor.plug",
    **METER,
    "power_sensor": "sensor.power",
    "price": 0.31,
    "grid_power": "sensor.grid",
    "grid_export": "sensor.export",
}
PRICE = "sensor.price"
NAMED = {"evse_id": HOME, "name": "Home"}
LOOK_BELOW = {"base": "look_below"}
"""Shown on top of a form, where what is wrong is out of sight."""


async def change(hass: HomeAssistant, entry: MockConfigEntry) -> Flow:
    """Return "change charge point" of an account's one charge point."""
    (point,) = entry.get_subentries_of_type("charge_point")
    form = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    return Flow(hass, hass.config_entries.subentries, form)


def kept(entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is kept of an account's one charge point."""
    (point,) = entry.get_subentries_of_type("charge_point")
    return dict(point.data)


def filled(form: Any) -> dict[str, Any]:
    """Return what a form is filled with."""
    return {
        str(key): key.description["suggested_value"]
        for key in form["data_schema"].schema
        if key.description
    }


async def test_price_and_grid_are_kept_and_can_be_taken_away(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form shows what there is; what is left empty is there no more."""
    flow = await change(hass, entry)
    fields = {str(key) for key in flow.result["data_schema"].schema}
    assert fields >= OWN.keys() | {"price_entity"}
    await flow.fill(**NAMED, **OWN)
    assert kept(entry) == {
        "evse_id": HOME,
        "charge_card": CARD,
        "location_uid": HOME_UID,
        **OWN,
    }
    (point,) = Configuration.of(entry).points.values()
    assert (point.own_price, point.price_entity) == (0.31, None)
    assert (point.grid_power, point.grid_export) == ("sensor.grid", "sensor.export")
    assert point.power_sensor == "sensor.power"
    flow = await change(hass, entry)
    assert filled(flow.result).items() >= OWN.items()
    await flow.fill(**NAMED)
    assert not kept(entry).keys() & OWN.keys()
    (point,) = Configuration.of(entry).points.values()
    assert not point.has_own_price
    assert point.power_sensor is None


async def test_a_charge_point_is_added_with_a_price(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Also one that is not listed, which asks once more."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("evse_id")
    hass.states.async_set(PRICE, "25", {"unit_of_measurement": "ct/kWh"})
    await flow.fill(evse_id="NL*XYZ*E1234", name="Mine", price_entity=PRICE)
    await flow.choose("add_unlisted")
    await home.settle()
    assert home.state("price", "Mine") == "0.25"


async def test_free_of_charge(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Nought is kept as a price."""
    await (await change(hass, entry)).fill(**NAMED, price=0)
    assert kept(entry)["price"] == 0
    (point,) = Configuration.of(entry).points.values()
    assert point.has_own_price


@pytest.mark.parametrize("price", [-0.01, 100_001, "free"])
async def test_no_price(
    hass: HomeAssistant, entry: MockConfigEntry, price: Any
) -> None:
    """A fixed price below zero is a slip of the finger; an entity may show one."""
    flow = await change(hass, entry)
    with pytest.raises(InvalidData):
        await flow.fill(**NAMED, price=price)


async def test_a_price_that_is_not_a_number(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Home Assistant lets it through."""
    form = await (await change(hass, entry)).fill(**NAMED, price="nan")
    assert form["errors"] == {"price": "not_a_number", **LOOK_BELOW}


async def test_a_fault_on_top_of_the_form_is_in_sight(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Nobody is sent further down for it; for another one there, they are."""
    flow = await change(hass, entry)
    form = await flow.fill(evse_id="?", name=" ")
    assert form["errors"] == {"evse_id": "evse_id_alphabet", "name": "empty"}
    form = await flow.fill(evse_id=HOME, name=" ", price="nan")
    assert form["errors"] == {"name": "empty", "price": "not_a_number", **LOOK_BELOW}


async def test_the_hint_is_there_where_a_charge_point_is_added(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form by EVSE ID has the same fields."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("evse_id")
    form = await flow.fill(evse_id=OFFICE, name="Office", price="nan")
    assert form["errors"] == {"price": "not_a_number", **LOOK_BELOW}


async def test_the_price_is_asked_in_the_currency_of_home_assistant(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Nobody has to guess it."""
    await hass.config.async_update(currency="SEK")
    schema = (await change(hass, entry)).result["data_schema"].schema
    assert schema["price"].config["unit_of_measurement"] == "SEK/kWh"


async def test_two_prices(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """One of them has to go; what was filled in stays in the form."""
    flow = await change(hass, entry)
    wrong = {**NAMED, **OWN, "price_entity": PRICE, "price": 0}
    form = await flow.fill(**wrong)
    assert form["errors"] == {"price_entity": "two_prices", **LOOK_BELOW}
    assert filled(form) == wrong
    await flow.fill(**NAMED, **OWN)
    assert kept(entry)["price"] == 0.31
    assert "price_entity" not in kept(entry)


@pytest.mark.parametrize(
    ("state", "unit", "shown"),
    [
        ("230", "V", "230 V"),
        ("12.5", "EUR", "12.5 EUR"),
        ("cheap", None, "cheap"),
        ("0.3", "kr/kWh", "0.3 kr/kWh"),
    ],
)
async def test_an_entity_that_shows_no_price(
    hass: HomeAssistant, entry: MockConfigEntry, state: str, unit: str, shown: str
) -> None:
    """The form says what it shows, and what would be understood."""
    hass.states.async_set(PRICE, state, {"unit_of_measurement": unit} if unit else {})
    form = await (await change(hass, entry)).fill(**NAMED, price_entity=PRICE)
    assert form["errors"] == {"price_entity": "price_unit", **LOOK_BELOW}
    assert form["description_placeholders"] == {"shown": shown}


@pytest.mark.parametrize("state", [None, "unavailable", "unknown"])
async def test_an_entity_that_is_away(
    hass: HomeAssistant, entry: MockConfigEntry, state: str | None
) -> None:
    """It is taken: what it shows comes later."""
    if state:
        hass.states.async_set(PRICE, state)
    await (await change(hass, entry)).fill(**NAMED, price_entity=PRICE)
    assert kept(entry)["price_entity"] == PRICE


async def test_our_own_price_is_no_price_entity(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """It would show what it is asked for."""
    await home.wait(130)
    ours = home.entity_id("price")
    form = await (await change(hass, entry)).fill(**NAMED, price_entity=ours)
    assert form["errors"] == {"price_entity": "price_entity_of_ours", **LOOK_BELOW}


async def test_grid_sensors_need_a_meter(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form says so at each of them, and takes them with one."""
    flow = await change(hass, entry)
    grid = {"grid_power": "sensor.grid", "grid_export": "sensor.export"}
    form = await flow.fill(**NAMED, **grid)
    assert form["errors"] == dict.fromkeys(grid, "meter_needed") | LOOK_BELOW
    assert filled(form).items() >= grid.items()
    form = await flow.fill(**NAMED, grid_export="sensor.export")
    assert form["errors"] == {"grid_export": "meter_needed", **LOOK_BELOW}
    await flow.fill(**NAMED, **METER, grid_export="sensor.export")
    assert kept(entry)["grid_export"] == "sensor.export"


async def test_one_sensor_is_not_both_ways(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """What goes in and out at once is always nothing."""
    form = await (await change(hass, entry)).fill(
        **NAMED, **METER, grid_power="sensor.grid", grid_export="sensor.grid"
    )
    assert form["errors"] == {"grid_export": "grid_sensor_twice", **LOOK_BELOW}


@pytest.fixture
async def listed(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account with a charge point that knows more than the form shows."""
    point = charge_point_subentry(location_uid=HOME_UID, of_a_newer_version="kept")
    entry = make_entry(card_subentry(), point)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


async def test_what_the_form_does_not_show_stays(
    hass: HomeAssistant, listed: MockConfigEntry, simulator: Simulator
) -> None:
    """Also while the directory cannot be asked where the charge point stands."""
    simulator.inject("any", "status", status=503, times=99)
    await (await change(hass, listed)).fill(**NAMED, price=0.3)
    assert kept(listed) == {
        "evse_id": HOME,
        "charge_card": CARD,
        "location_uid": HOME_UID,
        "of_a_newer_version": "kept",
        "price": 0.3,
    }


async def test_another_charge_point_stands_elsewhere(
    hass: HomeAssistant, listed: MockConfigEntry, simulator: Simulator
) -> None:
    """With another EVSE ID the place that was known is not its own."""
    simulator.inject("any", "status", status=503, times=99)
    await (await change(hass, listed)).fill(evse_id=OFFICE, name="Office")
    assert "location_uid" not in kept(listed)
    assert kept(listed)["of_a_newer_version"] == "kept"


# The power sensor

POWER = "sensor.power"


@pytest.mark.parametrize(
    ("state", "unit", "shown"),
    [("230", "V", "230 V"), ("7.4", None, "7.4"), ("0.007", "MW", "0.007 MW")],
)
async def test_a_power_sensor_that_shows_no_power(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    state: str,
    unit: str | None,
    shown: str,
) -> None:
    """It is told what was read there, beside what is wrong with the price."""
    hass.states.async_set(POWER, state, {"unit_of_measurement": unit})
    hass.states.async_set(PRICE, "12", {"unit_of_measurement": "A"})
    flow = await change(hass, entry)
    form = await flow.fill(**NAMED, power_sensor=POWER, price_entity=PRICE)
    assert form["errors"] == {
        "power_sensor": "power_unit",
        "price_entity": "price_unit",
        **LOOK_BELOW,
    }
    assert form["description_placeholders"] == {"shown_power": shown, "shown": "12 A"}
    hass.states.async_set(POWER, "7.4", {"unit_of_measurement": "kW"})
    await flow.fill(**NAMED, power_sensor=POWER)
    assert kept(entry)["power_sensor"] == POWER


@pytest.mark.parametrize("state", ["unavailable", "unknown", None])
async def test_a_power_sensor_that_is_away(
    hass: HomeAssistant, entry: MockConfigEntry, state: str | None
) -> None:
    """It is taken as it is: what it shows comes later."""
    if state:
        hass.states.async_set(POWER, state)
    await (await change(hass, entry)).fill(**NAMED, power_sensor=POWER)
    assert kept(entry)["power_sensor"] == POWER


async def test_a_power_sensor_of_ours(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """The most that a charge point can give is no power of now."""
    await home.wait(130)
    flow = await change(hass, entry)
    form = await flow.fill(**NAMED, power_sensor=home.entity_id("maximum_power"))
    assert form["errors"] == {"power_sensor": "power_sensor_of_ours", **LOOK_BELOW}
