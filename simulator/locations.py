"""The four locations operations in every generation (API.md section 8)."""

from collections.abc import Callable, Iterable
import math

from .backend import Backend
from .errors import Reply, error, success
from .places import MapEvse, MapLocation
from .queries import Filter, Query
from .shapes import (
    location_v1,
    location_v2,
    multi_marker,
    single_marker,
    status_and_change,
)
from .wire import Call

_DEFAULT_PER_PAGE, _MAX_PER_PAGE = 50, 500
_DEFAULT_LIMIT, _MAX_LIMIT = 25, 100
_EARTH_RADIUS_KM = 6371.0
# From this zoom on, streets, each location has a marker of its own (API.md section 8, markers).
_STREETS_ZOOM = 15
_WORLD_ZOOM, _BUILDINGS_ZOOM = 0, 24
# The clusters of a map are about a quarter of a tile wide.
_CELLS_A_TILE = 4


def listing(backend: Backend, call: Call) -> Reply:
    """List a page of locations. There is no total and no link to the next page."""
    query = Query(call)
    wanted = Filter.of(query)
    page = query.whole_number("pageNumber", 1, low=1)
    per_page = query.whole_number(
        "perPage", _DEFAULT_PER_PAGE, low=1, high=_MAX_PER_PAGE
    )
    if query.wrong:
        return error(call, 400, *query.wrong)
    locations = wanted.choose(backend.locations, _status_of(backend))
    first = (page - 1) * per_page
    shape = _shape(backend, call)
    return _answer(
        call, [shape(location) for location in locations[first : first + per_page]]
    )


def by_id(backend: Backend, call: Call) -> Reply:
    """Give one location by the uid the list has for it."""
    query = Query(call)
    since = query.moment("since")
    if query.wrong:
        return error(call, 400, *query.wrong)
    wanted = call.path_id
    location = next(
        (place for place in backend.locations if _uid(call, place) == wanted), None
    )
    if location is None or (since is not None and location.updated < since):
        return error(call, 404, "The location was not found")
    item = _shape(backend, call, provider_id=call.first("providerId"))(location)
    return Reply(200, item) if call.bare else success(call, [item])


def nearby(backend: Backend, call: Call) -> Reply:
    """List the locations around a point, nearest first."""
    query = Query(call)
    latitude = query.number("latitude", low=-90, high=90, required=True)
    longitude = query.number("longitude", low=-180, high=180, required=True)
    limit = query.whole_number("limit", _DEFAULT_LIMIT, low=1, high=_MAX_LIMIT)
    wanted = Filter.of(query)
    if query.wrong:
        return error(call, 400, *query.wrong)
    chosen = wanted.choose(backend.locations, _status_of(backend))
    chosen.sort(key=lambda place: _distance(latitude, longitude, place))
    shape = _shape(backend, call)
    items = [shape(location) for location in chosen[:limit]]
    if call.bare and len(items) == 1:
        # Generation A documents one object; a list of several is what its Python SDK takes as well.
        return Reply(200, items[0])
    return _answer(call, items)


def markers(backend: Backend, call: Call) -> Reply:
    """Give markers for a stretch of map: one a location, or one for several that lie close together."""
    query = Query(call)
    west = query.number("west", low=-180, high=180, required=True)
    east = query.number("east", low=-180, high=180, required=True)
    south = query.number("south", low=-90, high=90, required=True)
    north = query.number("north", low=-90, high=90, required=True)
    zoom = query.number("zoom", low=_WORLD_ZOOM, high=_BUILDINGS_ZOOM, required=True)
    wanted = Filter.of(query)
    if query.wrong:
        return error(call, 400, *query.wrong)
    inside = (
        place
        for place in wanted.choose(backend.locations, _status_of(backend))
        if west <= place.longitude <= east and south <= place.latitude <= north
    )
    v2 = call.generation == "D"
    return _answer(
        call,
        [
            single_marker(cluster[0], backend.world, v2=v2)
            if len(cluster) == 1
            else multi_marker(cluster, v2=v2)
            for cluster in _clusters(inside, zoom)
        ],
    )


def _clusters(places: Iterable[MapLocation], zoom: float) -> list[list[MapLocation]]:
    if zoom >= _STREETS_ZOOM:
        return [[place] for place in places]
    width = 360 / 2**zoom / _CELLS_A_TILE
    cells: dict[tuple[int, int], list[MapLocation]] = {}
    for place in places:
        cell = (math.floor(place.longitude / width), math.floor(place.latitude / width))
        cells.setdefault(cell, []).append(place)
    return list(cells.values())


def _status_of(backend: Backend) -> Callable[[MapEvse], str]:
    backend.world.settle(backend.now())
    return lambda evse: status_and_change(evse, backend.world)[0]


def _uid(call: Call, location: MapLocation) -> str:
    return location.text_uid if call.generation == "D" else str(location.uid)


def _shape(
    backend: Backend, call: Call, *, provider_id: str | None = None
) -> Callable[[MapLocation], object]:
    backend.world.settle(backend.now())
    if call.generation == "D":
        return lambda location: location_v2(
            location, backend.world, provider_id=provider_id
        )
    return lambda location: location_v1(location, backend.world)


def _answer(call: Call, items: list[object]) -> Reply:
    return Reply(200, items) if call.bare else success(call, items)


def _distance(latitude: float, longitude: float, place: MapLocation) -> float:
    """Give the distance in km along the great circle (haversine)."""
    here, there = math.radians(latitude), math.radians(place.latitude)
    across = math.radians(place.longitude - longitude)
    chord = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(chord))
