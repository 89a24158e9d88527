"""The locations operations of every generation (API.md section 8)."""

from collections.abc import Callable
from math import hypot
from typing import Any

import pytest

from .caller import CARD, EVSE, SECOND_EVSE, Caller, Clock
from simulator import Simulator
from simulator.shapes import geohash

HERE = {"latitude": 52.37, "longitude": 4.9}
AROUND = {"west": 4, "south": 52, "east": 6, "north": 53}
SHAPES = ["A", "C", "D"]


@pytest.fixture(params=SHAPES)
async def shape(
    request: pytest.FixtureRequest, caller_of: Callable[[str], Caller], sim: Simulator
) -> Caller:
    """Return a caller of each generation whose locations look different."""
    sim.settings.generations = (request.param,)
    return await caller_of(request.param).log_in()


def items(body: Any) -> list[Any]:
    """Give the items of an answer, in an envelope or bare."""
    if isinstance(body, dict):
        return list(body.get("data", [body]))
    return list(body)


def test_the_map_is_the_same_for_the_same_seed() -> None:
    """And another for another."""
    one, same, other = Simulator(seed=1), Simulator(seed=1), Simulator(seed=2)
    assert one.locations == same.locations
    assert one.locations != other.locations


def test_the_map_has_something_of_everything(sim: Simulator) -> None:
    """A few hundred places, operators, connectors, powers, states, and prices of many kinds."""
    evses = [evse for location in sim.locations for evse in location.evses]
    connectors = [connector for evse in evses for connector in evse.connectors]
    assert 200 <= len(sim.locations) <= 500
    assert len({location.operator.name for location in sim.locations}) >= 4
    assert len({evse.evse_id for evse in evses}) == len(evses)
    assert all(18 <= len(evse.evse_id) <= 36 for evse in evses)
    assert {evse.status for evse in evses} == {
        "Available",
        "Occupied",
        "Unavailable",
        "Unknown",
    }
    assert {connector.plug.power_type for connector in connectors} == {
        "AC1Phase",
        "AC3Phase",
        "DC",
    }
    assert {connector.plug.connector_type for connector in connectors} >= {
        "Type2",
        "Type2Combo",
        "TepcoCHAdeMO",
    }
    assert {connector.plan is None for connector in connectors} == {True, False}
    assert len({connector.plan.name for connector in connectors if connector.plan}) >= 6
    assert {
        point.evse_id for point in sim.world.charge_points.values() if point.plugged
    } == {
        EVSE,
        SECOND_EVSE,
    }


async def test_a_location_of_generation_a(
    caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """Bare, with numbers for uids, one authorization method and a flat tariff."""
    sim.settings.generations = ["A"]
    api = await caller_of("A").log_in()
    (location,) = (await api.locations(evseId=EVSE)).body
    (evse,) = location["evses"]
    (connector,) = evse["connectors"]
    assert location["uid"] == 2057001
    assert location["accessibility"] == {"status": "FreePublic", "remark": "none"}
    assert evse["evseId"] == EVSE
    assert evse["authorizationMethods"] == "RFIDToken"
    assert connector["connectorType"] == "Type2"
    assert connector["tariff"]["startFee"] == 0.25
    assert connector["tariff"]["perKWh"] == 0.44
    assert "fixedCable" not in connector
    (fast,) = (await api.locations(evseId=SECOND_EVSE)).body
    assert fast["evses"][0]["connectors"][0]["fixedCable"] is True


async def test_a_location_of_the_current_generation(api: Caller) -> None:
    """In an envelope, with texts for uids, a list of methods, and no tariff in the list."""
    answer = await api.locations(evseId=EVSE.lower())
    (location,) = answer.data
    (evse,) = location["evses"]
    assert answer.body["requestId"] == api.request_id
    assert location["uid"] == "NL*TNM*L0000001*0"
    assert location["operatorId"] == "NL-TNM"
    assert location["openTwentyFourSeven"] is True
    assert evse["uid"] == EVSE
    assert evse["authorizationMethods"] == ["RFIDToken", "NewMotionApp"]
    assert evse["connectors"][0]["electricalProperties"] == {
        "powerType": "AC3Phase",
        "voltage": 230.0,
        "amperage": 32.0,
        "maxElectricPower": 22.08,
    }
    assert not {"tariff", "tariffs"} & evse["connectors"][0].keys()


async def test_a_tariff_with_elements(api: Caller) -> None:
    """By id and for a provider only: a start fee, and prices by day and by night."""
    path = "/NL%2ATNM%2AL0000001%2A0"
    (plain,) = (await api.ask("GET", f"/ev/v2/locations{path}?&&&")).data
    assert "tariffs" not in plain["evses"][0]["connectors"][0]
    (location,) = (
        await api.ask("GET", f"/ev/v2/locations{path}?providerId=Shell_RP_2")
    ).data
    (tariff,) = location["evses"][0]["connectors"][0]["tariffs"]
    assert tariff["providerId"] == "Shell_RP_2"
    assert tariff["powerRange"] == {"min": 0, "max": 22}
    components = [
        (
            element["priceComponents"][0]["type"],
            element["priceComponents"][0]["price"],
            element.get("restrictions"),
        )
        for element in tariff["elements"]
    ]
    assert components == [
        ("FLAT", 0.25, None),
        ("ENERGY", 0.44, {"startTime": "07:00", "endTime": "23:00"}),
        ("ENERGY", 0.31, {"startTime": "23:00", "endTime": "07:00"}),
    ]
    required = {
        "tariffId",
        "tariffType",
        "internalId",
        "operatorId",
        "currency",
        "tariffAltText",
        "minPrice",
        "maxPrice",
        "startDateTime",
        "endDateTime",
        "lastUpdated",
        "createdBy",
    }
    assert required <= tariff.keys()


async def test_every_kind_of_price_is_on_the_map(api: Caller, sim: Simulator) -> None:
    """By the minute, after hours of parking, on weekdays; and places without a known price."""
    kinds: set[str] = set()
    restrictions: set[str] = set()
    unknown = 0
    for location in sim.locations[:60]:
        (found,) = (await api.locations(f"/{location.text_uid}", providerId="x")).data
        for connector in found["evses"][0]["connectors"]:
            unknown += not connector["tariffs"]
            for tariff in connector["tariffs"]:
                for element in tariff["elements"]:
                    kinds.add(element["priceComponents"][0]["type"])
                    restrictions |= element.get("restrictions", {}).keys()
    assert kinds == {"FLAT", "ENERGY", "TIME", "PARKING_TIME"}
    assert restrictions == {"startTime", "endTime", "dayOfWeek", "minDuration"}
    assert unknown


async def test_a_place_without_a_known_price_in_v1(
    shape: Caller, sim: Simulator
) -> None:
    """No tariff, rather than one of zeros."""
    place = next(
        location
        for location in sim.locations
        if location.evses[0].connectors[0].plan is None
    )
    uid = place.text_uid if shape.generation == "D" else place.uid
    (location,) = items((await shape.locations(f"/{uid}")).body)
    assert "tariff" not in location["evses"][0]["connectors"][0]


async def test_opening_hours(shape: Caller, sim: Simulator) -> None:
    """Where there are some, by day of the week."""
    place = next(location for location in sim.locations if location.opening_hours)
    uid = place.text_uid if shape.generation == "D" else place.uid
    (location,) = items((await shape.locations(f"/{uid}")).body)
    assert location["openingHours"][0] == {
        "weekDay": "Mon",
        "startTime": "08:00",
        "endTime": "18:00",
    }


async def test_the_uid_of_the_list_finds_the_location(shape: Caller) -> None:
    """One of another generation does not."""
    (listed,) = items((await shape.locations(evseId=EVSE)).body)
    (found,) = items((await shape.locations(f"/{listed['uid']}")).body)
    assert found == listed
    answer = await shape.locations("/12345")
    assert answer.status == 404
    assert answer.body.get("code", "") == (
        "NotFound" if shape.generation == "A" else ""
    )


async def test_a_location_that_has_not_changed_since(api: Caller) -> None:
    """Is not found."""
    path = "/NL*TNM*L0000001*0"
    assert (await api.locations(path, since="2025-01-01T00:00:00Z")).status == 200
    assert (await api.locations(path, since="2026-01-01T00:00:00Z")).status == 404
    assert (await api.locations(path, since="yesterday")).status == 400


async def test_pages(api: Caller, sim: Simulator) -> None:
    """By number and size; behind the last there is nothing."""
    everything = (await api.locations(perPage=500)).data
    assert len(everything) == len(sim.locations)
    second = (await api.locations(pageNumber=2, perPage=40)).data
    assert second == everything[40:80]
    assert len((await api.locations()).data) == 50
    assert (await api.locations(pageNumber=99, perPage=500)).data == []


@pytest.mark.parametrize(
    ("below", "parameters", "wrong"),
    [
        ("", {"perPage": 501}, "perPage"),
        ("", {"perPage": "x"}, "perPage"),
        ("", {"pageNumber": 0}, "pageNumber"),
        ("", {"evseStatus": "Free"}, "evseStatus"),
        ("", {"connectorTypes": "Type2,Type99"}, "connectorTypes"),
        ("", {"authorizationMethods": "Cash"}, "authorizationMethods"),
        ("", {"connectorMinPower": "much"}, "connectorMinPower"),
        ("", {"connectorMinPower": -1}, "connectorMinPower"),
        ("", {"connectorMinPower": "inf"}, "connectorMinPower"),
        ("", {"country": "NL"}, "country"),
        ("", {"updatedSince": "2026-01-01T00:00:00"}, "updatedSince"),
        ("/nearby", {"longitude": 4.9}, "latitude"),
        ("/nearby", {"latitude": 91, "longitude": 4.9}, "latitude"),
        ("/nearby", {"latitude": 52, "longitude": 181}, "longitude"),
        ("/nearby", HERE | {"limit": 101}, "limit"),
        ("/markers", AROUND, "zoom"),
        ("/markers", {"south": 52, "east": 6, "north": 53, "zoom": 10}, "west"),
    ],
)
async def test_parameters_are_checked(
    shape: Caller, below: str, parameters: dict[str, Any], wrong: str
) -> None:
    """400 with the name of what is wrong."""
    answer = await shape.locations(below, **parameters)
    assert answer.status == 400
    if shape.generation == "A":
        assert answer.body["code"] == "Bad Request"
        assert wrong in answer.body["message"]
    else:
        assert answer.body["errors"][0]["details"] == [wrong]


def powers(location: dict[str, Any]) -> list[float]:
    """Give the powers of a location's connectors."""
    return [
        connector["electricalProperties"]["maxElectricPower"]
        for evse in location["evses"]
        for connector in evse["connectors"]
    ]


@pytest.mark.parametrize(
    ("parameters", "holds"),
    [
        (
            {"evseStatus": "Unavailable"},
            lambda location: any(
                evse["status"] == "Unavailable" for evse in location["evses"]
            ),
        ),
        (
            {"connectorTypes[0]": "TepcoCHAdeMO", "connectorTypes[1]": "Type1"},
            lambda location: (
                {
                    connector["connectorType"]
                    for evse in location["evses"]
                    for connector in evse["connectors"]
                }
                & {"TepcoCHAdeMO", "Type1"}
            ),
        ),
        ({"connectorMinPower": 150}, lambda location: max(powers(location)) >= 150),
        (
            {"authorizationMethods": "PnC"},
            lambda location: any(
                "PnC" in evse["authorizationMethods"] for evse in location["evses"]
            ),
        ),
        (
            {"locationExternalId": "01000001"},
            lambda location: location["externalId"] == "01000001",
        ),
        (
            {"evseExternalId": "02003451"},
            lambda location: location["evses"][0]["externalId"] == "02003451",
        ),
        (
            {"operatorName": "Poldernet"},
            lambda location: location["operatorName"] == "Poldernet",
        ),
        (
            {"updatedSince": "2025-11-20T00:00:00Z"},
            lambda location: location["updated"] >= "2025-11-20",
        ),
    ],
)
async def test_filters(
    api: Caller, parameters: dict[str, Any], holds: Callable[[dict[str, Any]], bool]
) -> None:
    """They leave exactly the locations for which they hold."""
    everything = (await api.locations(perPage=500)).data
    chosen = (await api.locations(perPage=500, **parameters)).data
    assert chosen == [location for location in everything if holds(location)]
    assert 0 < len(chosen) < len(everything)


async def test_filters_by_country(api: Caller) -> None:
    """By alpha-3, as a list; every place is in the Netherlands."""
    countries = {"country[0]": "DEU", "country[1]": "nld"}
    assert (await api.locations(perPage=1, **countries)).data
    assert (await api.locations(country="DEU")).data == []
    assert (await api.locations(excludeCountry="NLD")).data == []


async def test_nearby_is_sorted_by_distance(api: Caller, sim: Simulator) -> None:
    """The nearest first, 25 unless said otherwise."""

    def far(location: dict[str, Any]) -> float:
        spot = location["coordinates"]
        # A degree of longitude is about 0.61 of one of latitude here.
        return hypot(
            spot["latitude"] - HERE["latitude"],
            (spot["longitude"] - HERE["longitude"]) * 0.61,
        )

    found = (await api.locations("/nearby", **HERE)).data
    assert len(found) == 25
    distances = [far(location) for location in found]
    assert distances == pytest.approx(sorted(distances), abs=0.0005)
    assert len((await api.locations("/nearby", **HERE, limit=100)).data) == 100
    fast = (await api.locations("/nearby", **HERE, limit=5, connectorMinPower=100)).data
    assert all(max(powers(location)) >= 100 for location in fast)


async def test_nearby_of_generation_a(
    caller_of: Callable[[str], Caller], sim: Simulator
) -> None:
    """One object where there is one, as documented; a list for several or none."""
    sim.settings.generations = ["A"]
    api = await caller_of("A").log_in()
    one = (await api.locations("/nearby", **HERE, limit=1)).body
    assert one["uid"]
    several = (await api.locations("/nearby", **HERE, limit=3)).body
    assert [len(several), several[0]] == [3, one]
    assert (await api.locations("/nearby", **HERE, evseId="NL*XXX*E1")).body == []


async def test_markers(shape: Caller, sim: Simulator) -> None:
    """One a location from street level on, and one for many from afar."""
    near = items((await shape.locations("/markers", **AROUND, zoom="15")).body)
    assert {marker["markerType"] for marker in near} == {"SingleLocation"}
    far = items((await shape.locations("/markers", **AROUND, zoom="12")).body)
    assert {marker["markerType"] for marker in far} == {
        "SingleLocation",
        "MultiLocation",
    }
    evses = sum(len(location.evses) for location in sim.locations)
    for markers in (near, far):
        assert sum(marker["evseCount"] for marker in markers) == evses
    outside = {"west": 0, "east": 1, "south": 0, "north": 1, "zoom": 20}
    assert items((await shape.locations("/markers", **outside)).body) == []


async def test_the_keys_of_markers(shape: Caller) -> None:
    """V2 drops some and has others."""
    (single,) = items(
        (
            await shape.locations("/markers", **AROUND, zoom="20", evseId=SECOND_EVSE)
        ).body
    )
    multi = next(
        marker
        for marker in items(
            (await shape.locations("/markers", **AROUND, zoom="9")).body
        )
        if marker["markerType"] == "MultiLocation"
    )
    common = {"markerType", "coordinates", "evseCount", "maxPower"}
    of_single = {"status", "authorizationMethods", "locationUid"}
    if shape.generation == "D":
        assert single.keys() == common | of_single | {"locationCount", "operatorName"}
        assert multi.keys() == common | {"locationCount", "operatorName"}
        assert single["locationUid"] == "NL*TNM*L0000002*0"
    else:
        v1 = {"uniqueKey", "geoHash"}
        assert single.keys() == common | of_single | v1 | {"operatorId"}
        assert multi.keys() == common | v1 | {"locationCount"}
        assert single["locationUid"] == 2057002
    assert single["authorizationMethods"] == ["NewMotionApp", "PnC", "RFIDToken"]
    assert single["maxPower"] == 150


def test_a_geohash_that_is_known() -> None:
    """The usual example, and a place in Amsterdam."""
    assert geohash(57.64911, 10.40744) == "u4pruyd"
    assert geohash(52.37, 4.9).startswith("u173z")


async def availability(api: Caller, evse_id: str = EVSE) -> tuple[str, str]:
    """Give the status of an EVSE and when it was updated."""
    (location,) = (await api.locations(evseId=evse_id)).data
    return location["evses"][0]["status"], location["evses"][0]["updated"]


async def test_availability_follows_sessions(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """Available, occupied while a session runs, unavailable while out of service."""
    assert await availability(api) == ("Available", "2026-03-02T12:00:00Z")
    session_id = await api.started()
    assert (await availability(api))[0] == "Available"
    clock.tick(4)
    assert await availability(api) == ("Occupied", "2026-03-02T12:00:04Z")
    sim.set_service(EVSE, False)
    assert (await availability(api))[0] == "Occupied"
    sim.end_session(session_id)
    assert await availability(api) == ("Unavailable", "2026-03-02T12:00:04Z")
    sim.set_service(EVSE, True)
    sim.set_service(EVSE, True)
    assert (await availability(api))[0] == "Available"


async def test_the_filter_by_status_knows_of_sessions(
    api: Caller, sim: Simulator
) -> None:
    """It asks how things are, not how the map has them."""
    wanted = {"evseId": EVSE, "evseStatus": "Occupied"}
    assert (await api.locations(**wanted)).data == []
    sim.start_by_card(CARD, EVSE)
    assert len((await api.locations(**wanted)).data) == 1


@pytest.mark.parametrize("status", ["Available", "Occupied", "Unavailable", "Unknown"])
async def test_the_status_of_the_map(api: Caller, sim: Simulator, status: str) -> None:
    """What nothing happened to is as the map has it."""
    evse = next(
        evse
        for location in sim.locations
        for evse in location.evses
        if evse.status == status
    )
    (location,) = (await api.locations(evseId=evse.evse_id)).data
    assert status in [
        outlet["status"]
        for outlet in location["evses"]
        if outlet["evseId"] == evse.evse_id
    ]
