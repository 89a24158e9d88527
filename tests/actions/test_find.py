"""The action that finds charge points, for scripts, voice and dashboards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api.locations import read_locations
from custom_components.shell_ev.directory import Found
from custom_components.shell_ev.texts import connector_text, found_text
from simulator import Simulator
from tests.conftest import HOME, OFFICE, Home, card_subentry, charge_point_subentry

GUID = "123e4567-e89b-12d3-a456-426614174000"
DAM = {"latitude": 52.3702, "longitude": 4.8952}


@pytest.fixture(autouse=True)
async def _in_amsterdam(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Live there, at noon."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-20T11:00:00Z")


async def find(home: Home, **data: Any) -> list[Any]:
    """Return the charge points found."""
    response = await home.act("find_charge_points", **data)
    found: list[Any] = response["charge_points"]
    return found


async def test_around_a_place(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Sorted by distance, with all there is to decide by."""
    response = await home.act(
        "find_charge_points", location=DAM, radius=1100, request_id=GUID
    )
    assert response["request_id"] == GUID
    assert [
        call.request_id for call in simulator.audit if call.operation == "nearby"
    ] == [GUID]
    first, *others = response["charge_points"]
    assert first == {
        "name": "Dam 1",
        "evse_id": HOME,
        "account": entry.entry_id,
        "device_id": home.device_id("Home"),
        "distance": 0,
        "availability": "available",
        "updated": "2026-11-20T11:00:00+00:00",
        "availability_updated": "2026-11-20T11:00:00+00:00",
        "operator": "Shell Recharge",
        "address": "Dam 1, 1012JS Amsterdam",
        **DAM,
        "maximum_power": 22.08,
        "connectors": [{"type": "type_2", "maximum_power": 22.08}],
        "currency": "EUR",
        "price_per_kwh": 0.44,
        "price_per_minute": 0.0,
        "start_fee": 0.25,
        "priced_at": "2026-11-20T12:00:00+01:00",
    }
    distances = [evse["distance"] for evse in others]
    assert distances == sorted(distances)
    assert distances[-1] <= 1100
    assert others[0]["device_id"] is None


async def test_around_an_entity_and_around_home(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Where a person is; home where nothing is named."""
    hass.states.async_set(
        "person.me", "not_home", {"latitude": 52.3791, "longitude": 4.9003}
    )
    assert (await find(home, entity_id="person.me", limit=1))[0]["evse_id"] == OFFICE
    hass.config.latitude, hass.config.longitude = DAM.values()
    assert (await find(home))[0]["evse_id"] == HOME


async def test_filters_and_limit(entry: MockConfigEntry, home: Home) -> None:
    """Only what is wanted, and no more than asked for."""
    found = await find(
        home,
        location=DAM,
        radius=9000,
        free_only=True,
        connectors=["chademo"],
        minimum_power=50,
        limit=3,
    )
    assert len(found) == 3
    for evse in found:
        assert evse["availability"] == "available"
        assert evse["maximum_power"] >= 50
        assert "chademo" in [each["type"] for each in evse["connectors"]]
    assert await find(home, location={"latitude": 54, "longitude": 4}) == []


@pytest.mark.parametrize("entity_id", ["person.nobody", "sun.sun"])
async def test_nobody_knows_where(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, entity_id: str
) -> None:
    """Who asks is told what to choose instead."""
    hass.states.async_set("sun.sun", "up", {"latitude": 52})
    with pytest.raises(ServiceValidationError) as caught:
        await find(home, entity_id=entity_id)
    assert caught.value.translation_key == "nowhere"
    assert str(caught.value) == (
        f"The location of {entity_id} is not known. Choose another entity, or a place on the map"
    )


@pytest.mark.parametrize("axis", ["latitude", "longitude"])
@pytest.mark.parametrize("said", ["north", [52], None, "nan", "1e400", 190.0])
async def test_a_place_that_is_none_on_earth(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    axis: str,
    said: object,
) -> None:
    """A template sensor may say anything: Shell is not asked for it."""
    hass.states.async_set("sensor.car", "away", {**DAM, axis: said})
    before = len(simulator.audit)
    with pytest.raises(ServiceValidationError) as caught:
        await find(home, entity_id="sensor.car")
    assert caught.value.translation_key == "nowhere"
    assert len(simulator.audit) == before


async def test_a_place_that_is_written_as_text(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """As templates tell it."""
    written = {axis: str(degrees) for axis, degrees in DAM.items()}
    hass.states.async_set("sensor.car", "here", written)
    assert (await find(home, entity_id="sensor.car", limit=1))[0]["evse_id"] == HOME


@pytest.mark.parametrize(
    ("settings", "key"),
    [({"products": ["charging"]}, "directory_refused"), ({}, "temporary")],
)
async def test_errors(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    settings: dict[str, Any],
    key: str,
) -> None:
    """Each says what to do, with the RequestId."""
    await home.settle()
    simulator.change_settings(settings)
    if not settings:
        simulator.inject("nearby", "status", status=500, times=9)
    with pytest.raises(HomeAssistantError) as caught:
        await find(home)
    assert caught.value.translation_key == key
    assert "RequestId" in str(caught.value.translation_placeholders)


async def test_an_application_without_the_directory(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A person reads what is missing and where to get it."""
    await home.settle()
    simulator.change_settings({"products": ["charging"]})
    with pytest.raises(HomeAssistantError) as caught:
        await find(home)
    assert str(caught.value).startswith(
        "Your application is not subscribed to Shell's directory of charge points. Add the EV Locations"
    )
    assert "RequestId" in str(caught.value)


async def test_without_a_card(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """It finds, but nobody can say what it costs."""
    (card,) = entry.get_subentries_of_type("charge_card")
    hass.config_entries.async_remove_subentry(entry, card.subentry_id)
    await home.settle()
    (found,) = await find(home, location=DAM, limit=1)
    assert found["price_per_kwh"] is None


def place(**changes: Any) -> Found:
    """Return a charge point of a location of which little is known."""
    evse = {"evseId": HOME, "connectors": [], **changes.pop("evse", {})}
    (location,) = read_locations(
        {"data": [{"uid": "L1", "evses": [evse, {"evseId": OFFICE}], **changes}]}
    )
    return Found(location=location, evse=location.evses[0], distance=1234)


def priced(**tariff: Any) -> dict[str, Any]:
    """Return an EVSE with a connector of a new kind."""
    tariff = {"currency": "EUR", "perKWh": 0, "perMinute": 0, "startFee": 0, **tariff}
    return {"connectors": [{"connectorType": "MCS", "tariff": tariff}]}


TYPE_2 = {
    "connectors": [
        {
            "connectorType": "Type2",
            "electricalProperties": {"maxElectricPower": 22},
            "tariff": {"currency": "EUR", "perKWh": 0.44},
        }
    ]
}


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (place(), f"1.2 km · {HOME}"),
        (
            replace(
                place(
                    operatorName="Shell Recharge",
                    address={"streetAndNumber": "Dam 1"},
                    evses=[{"evseId": HOME, "status": "Available", **TYPE_2}],
                ),
                distance=330,
            ),
            "330 m · €0.44/kWh · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        (place(operatorName="Op"), "1.2 km · Op (1), Op"),
        (
            place(
                address={"streetAndNumber": "Dam 1"}, evse={"physicalReference": "B"}
            ),
            "1.2 km · Dam 1 (B)",
        ),
        (place(evse=priced(perKWh=0.4)), f"1.2 km · €0.40/kWh · MCS · {HOME}"),
        (place(evse=priced(perMinute=0.1)), f"1.2 km · €0.10/min · MCS · {HOME}"),
        (place(evse=priced()), f"1.2 km · Free of charge · MCS · {HOME}"),
        (place(evse=priced(perKWh=None)), f"1.2 km · MCS · {HOME}"),
        (
            place(evse=priced(perKWh=4, currency="DKK")),
            f"1.2 km · DKK 4.00/kWh · MCS · {HOME}",
        ),
    ],
)
async def test_a_line_of_what_is_known(
    hass: HomeAssistant, entry: MockConfigEntry, found: Found, text: str
) -> None:
    """What is not known is left out, not made up."""
    priced_now = replace(found, prices=found.evse.prices(dt_util.now()))
    line = found_text(hass, priced_now)
    assert (
        line.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "") == text
    )


async def test_a_connector_without_anything(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """It says nothing."""
    found = place(evse={"connectors": [{}]})
    assert found.evse.connector is not None
    assert connector_text(hass, found.evse.connector) == ""


async def test_a_location_that_nobody_placed(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """At 0, 0 it is nowhere near anything, not even near 0, 0."""
    first, *others = simulator.locations
    simulator.locations = (replace(first, latitude=0, longitude=0), *others)
    assert await find(home, location={"latitude": 0, "longitude": 0}) == []
    assert HOME not in [
        evse["evse_id"] for evse in await find(home, location=DAM, limit=99)
    ]


async def test_a_charge_point_that_another_account_has(
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """It is known as the user's, whichever account is asked; its own comes first."""
    simulator.set_account("second-client", simulator.accounts["demo-client"])
    both = charge_point_subentry(OFFICE, "Office of the second")
    entries = [
        make_entry(
            card_subentry(),
            charge_point_subentry(),
            charge_point_subentry(OFFICE, "Office"),
        ),
        make_entry(card_subentry(), both, data={"client_id": "second-client"}),
    ]
    await hass.config_entries.async_setup(entries[0].entry_id)
    await home.settle()
    known = []
    for entry in entries:
        found = await find(
            home, account=entry.entry_id, location=DAM, radius=50_000, limit=100
        )
        devices = {each["evse_id"]: each["device_id"] for each in found}
        known.append((devices[HOME], devices[OFFICE]))
    assert known == [
        (home.device_id("Home"), home.device_id("Office")),
        (home.device_id("Home"), home.device_id("Office of the second")),
    ]
