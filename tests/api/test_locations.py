"""What Shell's directory tells, read with tolerance, and how it is asked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.shell_ev.api import (
    Availability,
    ConnectorType,
    GenerationNotServedError,
    NotSubscribedError,
    ShellEvClient,
    TemporaryError,
    Usage,
)
from custom_components.shell_ev.api.client import MAX_PAGES, PAGE_SIZE
from custom_components.shell_ev.api.locations import read_locations
from simulator import Simulator
from tests.conftest import HOME, HOME_UID, OFFICE

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def connector(**changes: Any) -> dict[str, Any]:
    """Return a connector as the newest generation has it."""
    electrical = {"maxElectricPower": 22.08, "amperage": 32.0, "voltage": 230}
    return {"connectorType": "Type2", "electricalProperties": electrical, **changes}


def evse(evse_id: Any = HOME, **changes: Any) -> dict[str, Any]:
    """Return an EVSE."""
    return {
        "evseId": evse_id,
        "status": "Available",
        "updated": "2026-11-20T11:00:00Z",
        "connectors": [connector()],
        **changes,
    }


def location(uid: Any = "L1", **changes: Any) -> dict[str, Any]:
    """Return a location."""
    return {
        "uid": uid,
        "operatorName": "Operator",
        "coordinates": {"latitude": 52.37, "longitude": 4.9},
        "address": {"streetAndNumber": "Dam 1", "postalCode": "1012JS", "city": "A"},
        "evses": [evse()],
        **changes,
    }


def read(*items: Any) -> Any:
    """Return the first location of an answer."""
    return read_locations({"data": list(items)})[0]


def test_a_location() -> None:
    """What is told of a site and its outlet."""
    found = read(location())
    assert (found.uid, found.operator, found.address) == (
        "L1",
        "Operator",
        "Dam 1, 1012JS A",
    )
    assert found.coordinates == (52.37, 4.9)
    outlet = found.evse("NLTNME020034510")
    assert outlet.availability is Availability.AVAILABLE
    assert outlet.updated == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert (outlet.connector.type, outlet.connector.power) == (
        ConnectorType.TYPE_2,
        22.08,
    )
    assert found.evse("NLXXXE1") is None


@pytest.mark.parametrize(
    "envelope",
    [
        {"data": "?"},
        {"data": None},
        {"data": []},
        {"data": [None, 1, {}]},
        {"data": [{"uid": ""}]},
        {"locations": []},
    ],
)
def test_no_location(envelope: dict[str, Any]) -> None:
    """What is none is left out."""
    assert read_locations(envelope) == ()


def test_each_location_once() -> None:
    """A page that holds one twice holds it once, as it was told last."""
    told = read_locations(
        {"data": [location(), location(12), location(operatorName="B")]}
    )
    assert [(found.uid, found.operator) for found in told] == [
        ("L1", "B"),
        ("12", "Operator"),
    ]


def test_one_object_instead_of_a_list() -> None:
    """It is the only one, down to the parts of a price."""
    price = {"type": "ENERGY", "price": 0.44, "stepSize": 1}
    tariffs = {"currency": "EUR", "elements": {"priceComponents": price}}
    outlet = evse(connectors=connector(tariffs=tariffs))
    (found,) = read(location(evses=outlet)).evses
    prices = found.prices(NOON)
    assert prices is not None
    assert prices.per_kwh == 0.44


@pytest.mark.parametrize(
    "coordinates",
    [
        {"latitude": 0, "longitude": 0},
        {"latitude": 0.0},
        {"latitude": 91, "longitude": 4},
        {"latitude": 52, "longitude": 181},
        {"latitude": "north", "longitude": 4},
        {"latitude": True, "longitude": 4},
        None,
        [52, 4],
    ],
)
def test_coordinates_that_are_none(coordinates: Any) -> None:
    """Nobody charges in the Gulf of Guinea."""
    assert read(location(coordinates=coordinates)).coordinates is None


def test_on_the_equator() -> None:
    """Nought is a latitude where it is not a longitude as well."""
    found = read(location(coordinates={"latitude": 0, "longitude": "32.58"}))
    assert found.coordinates == (0.0, 32.58)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Available", Availability.AVAILABLE),
        ("OCCUPIED", Availability.OCCUPIED),
        ("Unavailable", Availability.OUT_OF_SERVICE),
        ("Unknown", None),
        ("Reserved", None),
        (None, None),
        (7, None),
    ],
)
def test_availability(status: Any, expected: Availability | None) -> None:
    """A new word is not known, and no crash."""
    assert read(location(evses=[evse(status=status)])).evses[0].availability is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Type2", ConnectorType.TYPE_2),
        ("type2combo", ConnectorType.TYPE_2_COMBO),
        ("TepcoCHAdeMO", ConnectorType.CHADEMO),
        ("Industrial3PENAc", ConnectorType.INDUSTRIAL_3PEN_AC),
        ("SAEJ1772", ConnectorType.SAE_J1772),
        ("Nema520", ConnectorType.NEMA_5_20),
        ("Unspecified", None),
        ("MCS", None),
        (None, None),
    ],
)
def test_connector_types(text: Any, expected: ConnectorType | None) -> None:
    """A kind that is new keeps Shell's word for it."""
    outlet = evse(connectors=[connector(connectorType=text)])
    found = read(location(evses=[outlet])).evses[0].connector
    assert found.type is expected
    assert found.type_text == text


@pytest.mark.parametrize("kind", ConnectorType)
def test_connector_types_as_shell_spells_them(kind: ConnectorType) -> None:
    """Each can be asked for in Shell's word."""
    assert ConnectorType.read(kind.wire) is kind


@pytest.mark.parametrize("power", [0, -1, 22080, "much", None])
def test_a_power_that_cannot_be(power: Any) -> None:
    """It is not known."""
    electrical = {"maxElectricPower": power}
    outlet = evse(connectors=[connector(electricalProperties=electrical)])
    assert read(location(evses=[outlet])).evses[0].connector.power is None


def test_outlets_that_cannot_be_charged_at() -> None:
    """One that was deleted, and one without a proper id, are left out; so are their connectors."""
    found = read(
        location(
            evses=[
                evse(deleted="2026-01-01T00:00:00Z"),
                evse(deleted=True),
                evse(None),
                evse("?"),
                "?",
                evse(OFFICE, connectors=[connector(deleted="2026-01-01T00:00:00Z")]),
            ]
        )
    )
    assert [str(evse.evse_id) for evse in found.evses] == [OFFICE]
    assert found.evses[0].connector is None
    assert found.evses[0].prices(NOON) is None


def test_a_location_that_says_nothing_of_itself() -> None:
    """It is still one."""
    found = read({"uid": 12})
    assert (found.uid, found.address, found.evses) == ("12", None, ())


def test_connectors_that_do_not_agree() -> None:
    """Where two connectors have two prices, the outlet has none; the most powerful one is shown."""

    def priced(price: float | None, power: float) -> dict[str, Any]:
        tariff = {"perKWh": price, "perMinute": 0, "startFee": 0, "currency": "EUR"}
        return connector(
            tariff=tariff if price else None,
            electricalProperties={"maxElectricPower": power},
        )

    def outlet(*connectors: Any) -> Any:
        return read(location(evses=[evse(connectors=list(connectors))])).evses[0]

    agreed = outlet(priced(0.4, 11), priced(None, 22), priced(0.4, 3.7))
    assert agreed.prices(NOON, Usage(energy=1)).per_kwh == 0.4
    assert agreed.connector.power == 22
    assert outlet(priced(0.4, 11), priced(0.5, 50)).prices(NOON) is None


# How the directory is asked


@pytest.mark.parametrize(
    ("generations", "uid", "path"),
    [
        (["A", "B", "C", "D"], HOME_UID, "/ev/v2/locations"),
        (["A", "B", "C"], "2057001", "/ev/v1/locations"),
        (["A", "B"], "2057001", "/locations/v1/ev"),
        (["A"], "2057001", "/locations/v1/ev"),
    ],
)
async def test_every_generation(
    client: ShellEvClient,
    simulator: Simulator,
    generations: list[str],
    uid: str,
    path: str,
) -> None:
    """List, by id and nearby give the same charge point, whichever contract is served."""
    simulator.change_settings({"generations": generations})
    listed = await client.find_location(HOME.lower())
    assert listed is not None
    assert listed.uid == uid
    assert simulator.audit[-1].path == path
    by_id = await client.location(uid, "NL-TNM")
    assert by_id is not None
    assert by_id.evses[0].connectors[0].power == 22.08
    tariffs = by_id.evses[0].connectors[0].tariffs
    assert tariffs[0].currency == "EUR"
    nearby = await client.nearby(52.3702, 4.8952)
    assert len(nearby) == 100
    assert nearby[0].uid == uid
    assert await client.location("12", "NL-TNM") is None
    assert await client.find_location("NL*TNM*E99999999*9") is None


async def test_one_place_nearby_in_the_first_generation(
    client: ShellEvClient, simulator: Simulator
) -> None:
    """It comes as an object of its own, without a list around it."""
    simulator.change_settings({"generations": ["A"]})
    found = await client.nearby(
        52.3791, 4.9003, minimum_power=300, connector_type=ConnectorType.TYPE_2_COMBO
    )
    assert found
    for place in found:
        assert (
            max(evse.connector.power or 0 for evse in place.evses if evse.connector)
            >= 300
        )


async def test_nearby_is_asked_with_its_filters(
    client: ShellEvClient, simulator: Simulator
) -> None:
    """Shell itself leaves out what is not wanted, so that the nearest 100 are worth having."""
    found = await client.nearby(
        52.37,
        4.9,
        available=True,
        connector_type=ConnectorType.CHADEMO,
        minimum_power=22.5,
        request_id="123e4567-e89b-12d3-a456-426614174000",
    )
    assert simulator.audit[-1].request_id == "123e4567-e89b-12d3-a456-426614174000"
    assert 0 < len(found) < 100
    for place in found:
        assert any(
            outlet.availability is Availability.AVAILABLE
            and any(
                connector.type is ConnectorType.CHADEMO
                for connector in outlet.connectors
            )
            for outlet in place.evses
        )


async def test_a_uid_leads_nowhere_else(
    client: ShellEvClient, simulator: Simulator
) -> None:
    """Whatever stands in it stays one part of the path."""
    await client.find_location(HOME)
    assert await client.location("../../v2/oauth/token?x=#", "NL-TNM") is None
    assert simulator.audit[-1].operation == "location"


@pytest.mark.parametrize("uid", [".", ".."])
async def test_a_uid_that_leads_up(
    client: ShellEvClient, simulator: Simulator, uid: str
) -> None:
    """It would be another path: nothing is asked, and nothing is learnt of the directory."""
    assert await client.location(uid, "NL-TNM") is None
    assert simulator.audit == []
    await client.find_location(HOME)
    assert await client.location(uid, "NL-TNM") is None
    assert [record.operation for record in simulator.audit] == ["token", "locations"]


@pytest.mark.parametrize(
    "uid",
    [
        "a/../b",
        "/",
        "//evil.example/x",
        "%2e%2e",
        "%2E%2E/x",
        "..;/x",
        "\\..",
        "a?b",
        "a#b",
    ],
)
async def test_a_uid_stays_one_part_of_the_path(
    client: ShellEvClient, simulator: Simulator, uid: str
) -> None:
    """The token goes nowhere else."""
    assert await client.location(uid, "NL-TNM") is None
    called = simulator.audit[-1]
    assert called.operation == "location"
    assert called.path == f"/ev/v2/locations/{uid}"


async def test_without_a_card_no_prices_are_asked_for(
    client: ShellEvClient,
) -> None:
    """Tariffs are those of a provider's cards."""
    found = await client.location(HOME_UID, None)
    assert found is not None
    assert found.evses[0].connectors[0].tariffs == ()


async def test_an_application_without_the_directory(
    client: ShellEvClient, simulator: Simulator
) -> None:
    """Each generation is tried once, then it is said so, and again when it is asked again."""
    simulator.change_settings({"products": ["charging"]})
    for _ in range(2):
        simulator.audit.clear()
        with pytest.raises(NotSubscribedError):
            await client.find_location(HOME)
        calls = [call.path for call in simulator.audit if call.operation != "token"]
        assert calls == ["/ev/v2/locations", "/ev/v1/locations", "/locations/v1/ev"]
    simulator.change_settings({"products": ["charging", "locations"]})
    assert await client.find_location(HOME)
    simulator.change_settings({"products": ["charging"]})
    with pytest.raises(NotSubscribedError):
        await client.find_location(HOME)
    simulator.change_settings({"products": ["charging", "locations"]})
    assert await client.find_location(HOME)


async def test_a_server_without_a_directory(
    client: ShellEvClient, simulator: Simulator
) -> None:
    """No generation of it is served."""
    simulator.change_settings({"generations": []})
    with pytest.raises(GenerationNotServedError):
        await client.nearby(52.37, 4.9)


async def test_a_directory_that_is_down(
    client: ShellEvClient, simulator: Simulator
) -> None:
    """A failure is no answer: no other generation is tried for it."""
    simulator.inject("locations", "status", status=503, times=9)
    with pytest.raises(TemporaryError):
        await client.find_location(HOME)
    assert [call.operation for call in simulator.audit] == ["token", "locations"]


class Pages:
    """A directory that ignores the EVSE ID it is asked for, page by page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pages: list[list[Any]]) -> None:
        """Answer with these pages."""
        self.asked = 0
        self.pages = pages
        monkeypatch.setattr(ShellEvClient, "_locations", self.answer)

    async def answer(self, *_: Any, page: str, **__: Any) -> Any:
        """Return a page, the last one again and again."""
        self.asked += 1
        return read_locations({"data": self.pages[min(int(page), len(self.pages)) - 1]})


def full_page(number: int) -> list[Any]:
    """Return a page of other locations."""
    return [location(f"{number}-{position}", evses=[]) for position in range(PAGE_SIZE)]


@pytest.mark.parametrize(
    ("pages", "asked", "found"),
    [
        ([[location()]], 1, True),
        ([[]], 1, False),
        # Ten thousand locations, and the one that is looked for among the last.
        (
            [*(full_page(page) for page in range(MAX_PAGES - 1)), [location()]],
            MAX_PAGES,
            True,
        ),
        # A page that repeats ends the search, and so does the bound.
        ([full_page(1)], 2, False),
        ([full_page(page) for page in range(MAX_PAGES + 5)], MAX_PAGES, False),
    ],
)
async def test_pages(
    client: ShellEvClient,
    monkeypatch: pytest.MonkeyPatch,
    pages: list[list[Any]],
    asked: int,
    found: bool,
) -> None:
    """Pages are read until the EVSE turns up, nothing new comes, or there were enough."""
    directory = Pages(monkeypatch, pages)
    assert (await client.find_location(HOME) is not None) is found
    assert directory.asked == asked
