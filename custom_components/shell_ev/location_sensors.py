"""The sensors over what Shell's directory says of a charge point."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    ATTR_LATITUDE,
    ATTR_LONGITUDE,
    EntityCategory,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfTime,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import Availability, Connector, ConnectorType, Prices
from .entity import LocationEntity, Value
from .location_coordinator import Place
from .runtime import ShellEvConfigEntry


@dataclass(frozen=True, kw_only=True)
class LocationSensorDescription(SensorEntityDescription):
    """A sensor of a charge point, over what the directory says of it.

    ``unit_fn`` makes the unit of a price out of its currency; one that is ``on_map`` tells where
    the charge point stands.
    """

    value_fn: Callable[[Place], Value]
    unit_fn: Callable[[str], str] | None = None
    on_map: bool = False


def _connector[T](value_fn: Callable[[Connector], T]) -> Callable[[Place], T | None]:
    """Return what reads the most powerful connector."""

    def value(place: Place) -> T | None:
        connector = place.evse.connector
        return None if connector is None else value_fn(connector)

    return value


def _price(value_fn: Callable[[Prices], float | None]) -> Callable[[Place], Value]:
    """Return what reads a price in force now."""

    def value(place: Place) -> Value:
        return None if place.prices is None else value_fn(place.prices)

    return value


LOCATION_SENSORS = (
    LocationSensorDescription(
        key="availability",
        translation_key="availability",
        device_class=SensorDeviceClass.ENUM,
        options=list(Availability),
        value_fn=lambda place: place.evse.availability,
        on_map=True,
    ),
    LocationSensorDescription(
        key="availability_updated",
        translation_key="availability_updated",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda place: place.evse.updated,
    ),
    LocationSensorDescription(
        key="price",
        translation_key="price",
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value_fn=_price(lambda prices: prices.per_kwh),
        unit_fn=lambda currency: f"{currency}/{UnitOfEnergy.KILO_WATT_HOUR}",
    ),
    LocationSensorDescription(
        key="start_fee",
        translation_key="start_fee",
        device_class=SensorDeviceClass.MONETARY,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_price(lambda prices: prices.start_fee),
        unit_fn=lambda currency: currency,
    ),
    LocationSensorDescription(
        key="price_per_minute",
        translation_key="price_per_minute",
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_price(lambda prices: prices.per_minute),
        unit_fn=lambda currency: f"{currency}/{UnitOfTime.MINUTES}",
    ),
    LocationSensorDescription(
        key="maximum_power",
        translation_key="maximum_power",
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_connector(lambda connector: connector.power),
    ),
    LocationSensorDescription(
        key="connector",
        translation_key="connector",
        device_class=SensorDeviceClass.ENUM,
        options=list(ConnectorType),
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_connector(lambda connector: connector.type),
    ),
)


class LocationSensor(LocationEntity, SensorEntity):
    """A sensor over what the directory says."""

    entity_description: LocationSensorDescription

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.entity_description.value_fn(self.place) if self.available else None

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit, that of a price in its currency."""
        description = self.entity_description
        if description.unit_fn is None:
            return description.native_unit_of_measurement
        prices = self.place.prices if self.available else None
        return None if prices is None else description.unit_fn(prices.currency)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, float] | None:
        """Return where the charge point stands, for maps, with its availability."""
        if not self.entity_description.on_map or not self.available:
            return None
        if (coordinates := self.place.location.coordinates) is None:
            return None
        latitude, longitude = coordinates
        return {ATTR_LATITUDE: latitude, ATTR_LONGITUDE: longitude}


@callback
def add_when_listed(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add what the directory says of a charge point once it says something.

    A charge point that it does not list, a private one for example, has none of these sensors.
    """
    account = entry.runtime_data
    missing = dict(account.configuration.points)

    @callback
    def add() -> None:
        for key in missing.keys() & account.locations.data.keys():
            point = missing.pop(key)
            async_add_entities(
                [
                    LocationSensor(hass, account, point, description)
                    for description in LOCATION_SENSORS
                ],
                config_subentry_id=point.subentry_id,
            )

    entry.async_on_unload(account.locations.async_add_listener(add))
    add()
