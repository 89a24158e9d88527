"""The action that looks for charge points: around a place or an entity, with a response to work with."""

from typing import Final

import voluptuous as vol

from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_LATITUDE,
    ATTR_LOCATION,
    ATTR_LONGITUDE,
    CONF_RADIUS,
)
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..api import Connector, ConnectorType, new_request_id
from ..const import CONF_CONNECTORS, CONF_FREE_ONLY, CONF_MINIMUM_POWER, DOMAIN
from ..devices import device_ids
from ..directory import Found, Search
from ..exceptions import refused
from ..flow.fields import DEFAULT_RADIUS, MAX_RADIUS, MIN_RADIUS
from ..permissions import Asker, asker_of, reading_any, reading_entity
from ..runtime import ShellEvConfigEntry, ShellEvData
from .asked import ATTR_REQUEST_ID, account_of, request_id_of
from .history import plain

ATTR_LIMIT: Final = "limit"
DEFAULT_LIMIT: Final = 10
MAX_LIMIT: Final = 100

_PLACE: Final = vol.Schema(
    {
        vol.Required(ATTR_LATITUDE): cv.latitude,
        vol.Required(ATTR_LONGITUDE): cv.longitude,
    },
    extra=vol.REMOVE_EXTRA,
)

FIND_FIELDS: Final = {
    vol.Optional(ATTR_ENTITY_ID): cv.entity_id,
    vol.Optional(ATTR_LOCATION): _PLACE,
    vol.Optional(CONF_RADIUS, default=DEFAULT_RADIUS): vol.All(
        vol.Coerce(float), vol.Range(min=MIN_RADIUS, max=MAX_RADIUS)
    ),
    vol.Optional(CONF_FREE_ONLY, default=False): cv.boolean,
    vol.Optional(CONF_CONNECTORS, default=[]): vol.All(
        cv.ensure_list, [vol.Coerce(ConnectorType)]
    ),
    vol.Optional(CONF_MINIMUM_POWER, default=0): cv.positive_float,
    vol.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): vol.All(
        vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT)
    ),
}


async def find_charge_points(call: ServiceCall) -> ServiceResponse:
    """Return the charge points around a place, nearest first."""
    request_id = request_id_of(call) or new_request_id()
    account = account_of(call)
    asker = await asker_of(call)
    asker.demand_any(reading_any(call.hass, account))
    latitude, longitude = _centre(call, asker)
    search = Search(
        latitude=latitude,
        longitude=longitude,
        radius=call.data[CONF_RADIUS],
        available=call.data[CONF_FREE_ONLY],
        connectors=frozenset(call.data[CONF_CONNECTORS]),
        minimum_power=call.data[CONF_MINIMUM_POWER],
    )
    limit = call.data[ATTR_LIMIT]
    found = await account.commands.find(search, limit, request_id)
    devices = _devices(call.hass, account)
    points: list[JsonValueType] = [
        {
            "account": account.sessions.config_entry.entry_id,
            "device_id": devices.get(each.evse.evse_id.compact),
            **_response(each),
        }
        for each in found
    ]
    return {ATTR_REQUEST_ID: request_id, "charge_points": points}


def _centre(call: ServiceCall, asker: Asker) -> tuple[float, float]:
    """Return where to look: a place, where an entity is, or home.

    Where an entity is, only those are told who may read it: the distances would give it away.
    """
    if place := call.data.get(ATTR_LOCATION):
        return place[ATTR_LATITUDE], place[ATTR_LONGITUDE]
    entity_id = call.data.get(ATTR_ENTITY_ID)
    if entity_id is None:
        return call.hass.config.latitude, call.hass.config.longitude
    asker.demand(reading_entity(entity_id))
    state = call.hass.states.get(entity_id)
    try:
        place = _PLACE(dict(state.attributes) if state else {})
    except vol.Invalid:
        # A template may tell any place, also none on earth.
        raise refused("nowhere", entity=entity_id) from None
    return place[ATTR_LATITUDE], place[ATTR_LONGITUDE]


def _devices(hass: HomeAssistant, account: ShellEvData) -> dict[str, str]:
    """Return the devices of the charge points that are configured, by compact EVSE ID.

    Also those of other accounts, after the account's own: it is the same place to whoever looks.
    """
    entries: list[ShellEvConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    accounts = [*(entry.runtime_data for entry in entries), account]
    return {
        key: devices[point.subentry_id]
        for each in accounts
        for devices in (device_ids(hass, each),)
        for key, point in each.configuration.points.items()
    }


def _response(found: Found) -> JsonObjectType:
    evse, location, prices = found.evse, found.location, found.prices
    latitude, longitude = location.coordinates or (None, None)
    updated = evse.updated.isoformat() if evse.updated else None
    return {
        "name": found.name,
        "evse_id": str(evse.evse_id),
        "distance": round(found.distance),
        "availability": plain(evse.availability),
        "updated": updated,
        # By this name scripts have known it from the beginning.
        "availability_updated": updated,
        "operator": location.operator,
        "address": location.address,
        "latitude": latitude,
        "longitude": longitude,
        "maximum_power": evse.connector.power if evse.connector else None,
        "connectors": [_connector(connector) for connector in evse.connectors],
        "currency": prices.currency if prices else None,
        "price_per_kwh": prices.per_kwh if prices else None,
        "price_per_minute": prices.per_minute if prices else None,
        "start_fee": prices.start_fee if prices else None,
        "priced_at": dt_util.now().isoformat() if prices else None,
    }


def _connector(connector: Connector) -> JsonObjectType:
    return {
        "type": plain(connector.type) or connector.type_text,
        "maximum_power": connector.power,
    }
