"""Locations and markers as JSON: v1 for generations A to C, v2 for D (API.md section 8)."""

from collections.abc import Sequence
from datetime import datetime

from .ids import compact, rfc3339
from .places import MapConnector, MapEvse, MapLocation
from .tariffs import tariff_v1, tariff_v2
from .world import World

_GEOHASH_LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"
_GEOHASH_LENGTH = 7
# The status of a site is the best that any of its EVSEs offers.
_BEST_FIRST = ("Available", "Occupied", "Unknown", "Unavailable")

type _Json = dict[str, object]


def status_and_change(evse: MapEvse, world: World) -> tuple[str, datetime]:
    """Tell how an EVSE is, and since when, as far as anybody knows."""
    point = world.charge_points[compact(evse.evse_id)]
    return point.status, point.changed_at


def location_v1(location: MapLocation, world: World) -> _Json:
    """Give a location with numbers for uids and a flat tariff at each connector."""
    return {
        "uid": location.uid,
        **_common(location),
        "accessibility": {"status": location.accessibility, "remark": "none"},
        "evses": [_evse_v1(evse, world) for evse in location.evses],
        "operatorComment": "",
        "locationType": "UNKNOWN",
    }


def _evse_v1(evse: MapEvse, world: World) -> _Json:
    status, changed = status_and_change(evse, world)
    return {
        "uid": evse.uid,
        "externalId": evse.external_id,
        "evseId": evse.evse_id,
        "status": status,
        "connectors": [_connector_v1(connector, evse) for connector in evse.connectors],
        # One value, not a list: v1 is typed so.
        "authorizationMethods": evse.authorization_methods[0],
        "updated": rfc3339(changed),
        "physicalReference": evse.physical_reference,
    }


def _connector_v1(connector: MapConnector, evse: MapEvse) -> _Json:
    shape: _Json = {
        "uid": connector.uid,
        "externalId": connector.external_id,
        "connectorType": connector.plug.connector_type,
        "electricalProperties": _electrical(connector),
    }
    if connector.plug.fixed_cable:
        shape["fixedCable"] = True
    if connector.plan:
        shape["tariff"] = tariff_v1(connector.plan)
    return shape | {"updated": rfc3339(evse.updated), "updatedBy": "Feed"}


def location_v2(
    location: MapLocation, world: World, *, provider_id: str | None = None
) -> _Json:
    """Give a location with texts for uids; tariffs only for a provider, who only by id can be named."""
    return {
        "uid": location.text_uid,
        **_common(location),
        "operatorId": location.operator.operator_id,
        "accessibility": {"status": location.accessibility},
        "evses": [
            _evse_v2(evse, location, world, provider_id) for evse in location.evses
        ],
        "locationType": "Unknown",
        "openTwentyFourSeven": not location.opening_hours,
    }


def _evse_v2(
    evse: MapEvse, location: MapLocation, world: World, provider_id: str | None
) -> _Json:
    status, changed = status_and_change(evse, world)
    return {
        "uid": evse.evse_id,
        "externalId": evse.external_id,
        "evseId": evse.evse_id,
        "status": status,
        "updated": rfc3339(changed),
        "physicalReference": evse.physical_reference,
        "connectors": [
            _connector_v2(connector, evse, location, provider_id)
            for connector in evse.connectors
        ],
        "authorizationMethods": list(evse.authorization_methods),
    }


def _connector_v2(
    connector: MapConnector,
    evse: MapEvse,
    location: MapLocation,
    provider_id: str | None,
) -> _Json:
    shape: _Json = {
        "uid": f"{evse.evse_id}_{connector.external_id}",
        "externalId": connector.external_id,
        "connectorType": connector.plug.connector_type,
        "electricalProperties": _electrical(connector),
    }
    if provider_id is not None:
        operator_id = location.operator.operator_id
        power = connector.plug.max_power
        shape["tariffs"] = (
            [
                tariff_v2(
                    connector.plan,
                    provider_id=provider_id,
                    operator_id=operator_id,
                    max_power=power,
                )
            ]
            if connector.plan
            else []
        )
    return shape


def _common(location: MapLocation) -> _Json:
    return {
        "externalId": location.external_id,
        "coordinates": {"latitude": location.latitude, "longitude": location.longitude},
        "operatorName": location.operator.name,
        "address": {
            "streetAndNumber": location.street_and_number,
            "postalCode": location.postal_code,
            "city": location.city,
            "country": "NL",
        },
        "openingHours": [
            {"weekDay": day, "startTime": start, "endTime": end}
            for day, start, end in location.opening_hours
        ],
        "updated": rfc3339(location.updated),
    }


def _electrical(connector: MapConnector) -> _Json:
    return {
        "powerType": connector.plug.power_type,
        "voltage": connector.plug.voltage,
        "amperage": connector.plug.amperage,
        "maxElectricPower": connector.plug.max_power,
    }


def single_marker(location: MapLocation, world: World, *, v2: bool) -> _Json:
    """Give the marker of one location."""
    statuses = {status_and_change(evse, world)[0] for evse in location.evses}
    marker: _Json = {
        "markerType": "SingleLocation",
        "status": min(statuses, key=_BEST_FIRST.index),
        "coordinates": {"latitude": location.latitude, "longitude": location.longitude},
        "evseCount": len(location.evses),
        "maxPower": location.max_power,
        "authorizationMethods": sorted(
            {method for evse in location.evses for method in evse.authorization_methods}
        ),
    }
    if v2:
        return marker | {
            "locationCount": 1,
            "locationUid": location.text_uid,
            "operatorName": location.operator.name,
        }
    return marker | {
        "uniqueKey": f"{location.uid}_1",
        "geoHash": geohash(location.latitude, location.longitude),
        "locationUid": location.uid,
        "operatorId": location.operator.operator_id,
    }


def multi_marker(locations: Sequence[MapLocation], *, v2: bool) -> _Json:
    """Give one marker for locations too close to tell apart at this zoom."""
    latitude = round(
        sum(location.latitude for location in locations) / len(locations), 6
    )
    longitude = round(
        sum(location.longitude for location in locations) / len(locations), 6
    )
    marker: _Json = {
        "markerType": "MultiLocation",
        "coordinates": {"latitude": latitude, "longitude": longitude},
        "locationCount": len(locations),
        "evseCount": sum(len(location.evses) for location in locations),
        "maxPower": max(location.max_power for location in locations),
    }
    if v2:
        names = sorted({location.operator.name for location in locations})
        return marker | {"operatorName": ", ".join(names)}
    return marker | {
        "uniqueKey": f"{locations[0].uid}_{len(locations)}",
        "geoHash": geohash(latitude, longitude),
    }


def geohash(latitude: float, longitude: float) -> str:
    """Write coordinates as a geohash: bits of both by turns, longitude first, five to a letter."""
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    values = (longitude, latitude)
    letters = []
    turn = 0
    for _ in range(_GEOHASH_LENGTH):
        letter = 0
        for _ in range(5):
            low, high = ranges[turn]
            middle = (low + high) / 2
            upper = values[turn] >= middle
            ranges[turn][0 if upper else 1] = middle
            letter = letter * 2 + upper
            turn = 1 - turn
        letters.append(_GEOHASH_LETTERS[letter])
    return "".join(letters)
