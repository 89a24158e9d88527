"""Takes away the sensors that a charge point no longer has, after its meter or price was taken away.

Home Assistant keeps what a person did with them: given back, they are there as they were.
"""

from collections.abc import Iterable

from homeassistant.components.sensor import DOMAIN as SENSOR, SensorEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .configuration import ChargePoint
from .const import DOMAIN
from .location_sensors import LOCATION_SENSORS, PRICE_SENSORS
from .meter_sensors import METER_SENSORS, MONTH_SENSORS, SOLAR_SENSORS


@callback
def remove_former_sensors(hass: HomeAssistant, point: ChargePoint) -> None:
    """Remove from the registry what a charge point cannot have as it is configured now."""
    registry = er.async_get(hass)
    if not point.energy_meter:
        _remove(registry, point, (*METER_SENSORS, *MONTH_SENSORS))
    if not point.has_solar:
        _remove(registry, point, SOLAR_SENSORS)
    if not point.has_own_price and not _was_listed(registry, point):
        _remove(registry, point, PRICE_SENSORS)


def _was_listed(registry: er.EntityRegistry, point: ChargePoint) -> bool:
    """Return whether the directory has ever told anything of a charge point.

    It may list it no more just now, or not answer: its prices are back when it is.
    """
    return any(_entity_ids(registry, point, LOCATION_SENSORS))


def _remove(
    registry: er.EntityRegistry,
    point: ChargePoint,
    descriptions: Iterable[SensorEntityDescription],
) -> None:
    for entity_id in _entity_ids(registry, point, descriptions):
        registry.async_remove(entity_id)


def _entity_ids(
    registry: er.EntityRegistry,
    point: ChargePoint,
    descriptions: Iterable[SensorEntityDescription],
) -> list[str]:
    """Return the sensors of a charge point that are registered, by what they are described with."""
    unique_ids = (f"{point.subentry_id}_{each.key}" for each in descriptions)
    found = (registry.async_get_entity_id(SENSOR, DOMAIN, each) for each in unique_ids)
    return list(filter(None, found))
