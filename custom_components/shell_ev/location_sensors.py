"""The sensors over where a charge point stands and what it costs, by Shell's directory or the user."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    ATTR_LATITUDE,
    ATTR_LONGITUDE,
    EVENT_CORE_CONFIG_UPDATE,
    STATE_UNAVAILABLE,
    EntityCategory,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfTime,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_state_change_event

from .api import Availability, Connector, ConnectorType, Prices
from .entity import ChargePointEntity, LocationEntity, Value
from .location_coordinator import Place
from .own_price import own_prices
from .runtime import ShellEvConfigEntry


@dataclass(frozen=True, kw_only=True)
class LocationSensorDescription(SensorEntityDescription):
    """A sensor of a charge point, over what the directory says of it.

    One that is ``on_map`` tells where the charge point stands.
    """

    value_fn: Callable[[Place], Value]
    on_map: bool = False


@dataclass(frozen=True, kw_only=True)
class PriceSensorDescription(SensorEntityDescription):
    """A sensor of a price in force now. ``unit_fn`` makes its unit out of the currency."""

    value_fn: Callable[[Prices], float | None]
    unit_fn: Callable[[str], str]


def _connector[T](value_fn: Callable[[Connector], T]) -> Callable[[Place], T | None]:
    """Return what reads the most powerful connector."""

    def value(place: Place) -> T | None:
        connector = place.evse.connector
        return None if connector is None else value_fn(connector)

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
        # A line in the activity log at each lookup.
        entity_registry_enabled_default=False,
        value_fn=lambda place: place.evse.updated,
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
        # It never changes, and the device's model says it; only reloads would tell of it.
        entity_registry_enabled_default=False,
        value_fn=_connector(lambda connector: connector.type),
    ),
)


PRICE_SENSORS = (
    PriceSensorDescription(
        key="price",
        translation_key="price",
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value_fn=lambda prices: prices.per_kwh,
        unit_fn=lambda currency: f"{currency}/{UnitOfEnergy.KILO_WATT_HOUR}",
    ),
    PriceSensorDescription(
        key="start_fee",
        translation_key="start_fee",
        device_class=SensorDeviceClass.MONETARY,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=lambda prices: prices.start_fee,
        unit_fn=lambda currency: currency,
    ),
    PriceSensorDescription(
        key="price_per_minute",
        translation_key="price_per_minute",
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=lambda prices: prices.per_minute,
        unit_fn=lambda currency: f"{currency}/{UnitOfTime.MINUTES}",
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
    def extra_state_attributes(self) -> dict[str, float] | None:
        """Return where the charge point stands, for maps, with its availability."""
        if not self.entity_description.on_map or not self.available:
            return None
        if (coordinates := self.place.location.coordinates) is None:
            return None
        latitude, longitude = coordinates
        return {ATTR_LATITUDE: latitude, ATTR_LONGITUDE: longitude}


class _PriceSensor(SensorEntity):
    """A sensor of a price, whoever says what it is."""

    entity_description: PriceSensorDescription

    @property
    @abstractmethod
    def prices(self) -> Prices | None:
        """The prices in force now."""

    @property
    @override
    def native_value(self) -> Value:
        """Return the price."""
        prices = self.prices
        return None if prices is None else self.entity_description.value_fn(prices)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit, in the currency of the price."""
        prices = self.prices
        unit_fn = self.entity_description.unit_fn
        return None if prices is None else unit_fn(prices.currency)


class DirectoryPriceSensor(LocationEntity, _PriceSensor):
    """A price that the directory tells."""

    @property
    @override
    def prices(self) -> Prices | None:
        """The prices in force now."""
        return self.place.prices if self.available else None


class OwnPriceSensor(ChargePointEntity, _PriceSensor):
    """A price of the user's own, which is there whether or not Shell answers."""

    @property
    @override
    def available(self) -> bool:
        """Whether the price is a number, or its entity is there."""
        entity_id = self.charge_point.price_entity
        if entity_id is None:
            return True
        state = self.hass.states.get(entity_id)
        return state is not None and state.state != STATE_UNAVAILABLE

    @property
    @override
    def prices(self) -> Prices | None:
        """The prices in force now."""
        return own_prices(self.hass, self.charge_point)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the entity, and Home Assistant's currency."""
        await super().async_added_to_hass()

        @callback
        def changed(_: Event[Any]) -> None:
            self.async_write_ha_state()

        self.async_on_remove(
            self.hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, changed)
        )
        if entity_id := self.charge_point.price_entity:
            self.async_on_remove(
                async_track_state_change_event(self.hass, entity_id, changed)
            )


@callback
def add_when_listed(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add what the directory says of a charge point once it says something.

    A charge point that it does not list, a private one for example, has none of these sensors.
    A price of the user's own is there at once, listed or not.
    """
    account = entry.runtime_data
    missing = dict(account.configuration.points)
    for point in missing.values():
        if point.has_own_price:
            async_add_entities(
                [
                    OwnPriceSensor(hass, account, point, description)
                    for description in PRICE_SENSORS
                ],
                config_subentry_id=point.subentry_id,
            )

    @callback
    def add() -> None:
        for key in missing.keys() & account.locations.data.keys():
            point = missing.pop(key)
            price_sensors = () if point.has_own_price else PRICE_SENSORS
            async_add_entities(
                [
                    *(
                        LocationSensor(hass, account, point, description)
                        for description in LOCATION_SENSORS
                    ),
                    *(
                        DirectoryPriceSensor(hass, account, point, description)
                        for description in price_sensors
                    ),
                ],
                config_subentry_id=point.subentry_id,
            )

    entry.async_on_unload(account.locations.async_add_listener(add))
    add()
