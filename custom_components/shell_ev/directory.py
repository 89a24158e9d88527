"""Finds charge points in Shell's directory."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from homeassistant.util.location import distance

from .api import (
    Availability,
    ConnectorType,
    Evse,
    Location,
    Prices,
    RateLimitedError,
    ShellEvClient,
    ShellEvError,
)

PRICED_LOCATIONS: Final = 10
"""Of the nearest, those whose tariffs are asked for where a search does not tell them."""
_AT_ONCE: Final = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What is looked for: around a place in degrees, within metres, with a power in kW."""

    latitude: float
    longitude: float
    radius: float
    available: bool = False
    connectors: frozenset[ConnectorType] = frozenset()
    minimum_power: float = 0

    def wants(self, evse: Evse) -> bool:
        """Return whether an EVSE has what is looked for."""
        if self.available and evse.availability is not Availability.AVAILABLE:
            return False
        if not self.connectors and not self.minimum_power:
            return True
        return any(
            (not self.connectors or connector.type in self.connectors)
            and (connector.power or 0) >= self.minimum_power
            for connector in evse.connectors
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A charge point that was found, its distance in metres and what it costs now."""

    location: Location
    evse: Evse
    distance: float
    prices: Prices | None = None

    @property
    def name(self) -> str:
        """What to call it: its address, and which of several there it is."""
        return evse_name(self.location, self.evse)

    @property
    def outlet(self) -> str | None:
        """Which of several at its address it is, ``None`` where it is the only one."""
        return _outlet(self.location, self.evse)


def evse_name(location: Location, evse: Evse) -> str:
    """Return what to call an EVSE: its address, and which of several there it is."""
    address = location.street or location.operator
    if address is None:
        return str(evse.evse_id)
    outlet = _outlet(location, evse)
    return f"{address} ({outlet})" if outlet else address


def _outlet(location: Location, evse: Evse) -> str | None:
    if len(location.evses) == 1:
        return None
    return evse.physical_reference or str(location.evses.index(evse) + 1)


type Ask = Callable[[Awaitable[Location | None]], Awaitable[Location | None]]
"""How a location is asked for, by who heeds how long Shell asks to wait."""


async def async_find(
    client: ShellEvClient,
    search: Search,
    provider_id: str | None,
    *,
    limit: int,
    moment: datetime,
    request_id: str | None = None,
    ask: Ask = lambda call: call,
) -> tuple[Found, ...]:
    """Return the charge points that are wanted, nearest first, with their prices at a moment.

    ``moment`` is local time. Of a location without coordinates nobody knows how far it is: it
    is left out. May raise any ``ShellEvError``, but not for a price.
    """
    locations = await client.nearby(
        search.latitude,
        search.longitude,
        available=search.available,
        connector_type=next(iter(search.connectors))
        if len(search.connectors) == 1
        else None,
        minimum_power=search.minimum_power,
        request_id=request_id,
    )
    wanted = _wanted(search, locations)
    found = sorted(wanted, key=lambda outlet: outlet.distance)[:limit]
    locations = tuple(each.location for each in found)
    priced = await _priced(client, locations, provider_id, ask)
    return tuple(
        replace(outlet, prices=_evse_of(outlet, priced).prices(moment))
        for outlet in found
    )


def _wanted(search: Search, locations: Iterable[Location]) -> Iterable[Found]:
    for location in locations:
        if location.coordinates is None:
            continue
        metres = distance(search.latitude, search.longitude, *location.coordinates)
        if metres is None or metres > search.radius:
            continue
        for evse in location.evses:
            if search.wants(evse):
                yield Found(location=location, evse=evse, distance=metres)


async def _priced(
    client: ShellEvClient,
    locations: Iterable[Location],
    provider_id: str | None,
    ask: Ask,
) -> dict[str, Location]:
    """Read the tariffs of the nearest locations that came without, until Shell asks to wait."""
    unpriced = dict.fromkeys(
        location.uid for location in locations if not _has_tariffs(location)
    )
    at_once = asyncio.Semaphore(_AT_ONCE)
    enough = asyncio.Event()

    async def read(uid: str) -> Location | None:
        async with at_once:
            if enough.is_set():
                return None
            try:
                return await ask(client.location(uid, provider_id))
            except ShellEvError as err:
                if err.retry_after or isinstance(err, RateLimitedError):
                    enough.set()
                return None

    read_locations = await asyncio.gather(*map(read, [*unpriced][:PRICED_LOCATIONS]))
    return {location.uid: location for location in read_locations if location}


def _has_tariffs(location: Location) -> bool:
    return any(
        connector.tariffs for evse in location.evses for connector in evse.connectors
    )


def _evse_of(found: Found, priced: dict[str, Location]) -> Evse:
    """Return the EVSE with its tariffs, where they could be read."""
    location = priced.get(found.location.uid, found.location)
    return location.evse(found.evse.evse_id.compact) or found.evse
