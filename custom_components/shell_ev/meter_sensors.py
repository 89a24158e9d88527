"""The sensors over the user's own energy meter at a charge point."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfEnergy

from .entity import ChargePointEntity, Value
from .metering import Metering


@dataclass(frozen=True, kw_only=True)
class MeterSensorDescription(SensorEntityDescription):
    """A sensor of a charge point with a meter, over its last metered session."""

    value_fn: Callable[[Metering], float | None]


METER_SENSORS = (
    MeterSensorDescription(
        key="session_energy",
        translation_key="session_energy",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=lambda metering: metering.used,
    ),
    MeterSensorDescription(
        key="session_cost",
        translation_key="session_cost",
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        value_fn=lambda metering: metering.cost,
    ),
)


class MeterSensor(ChargePointEntity, SensorEntity):
    """Energy or cost of the session at a charge point, by the user's own meter."""

    entity_description: MeterSensorDescription

    @property
    @override
    def shown(self) -> tuple[Value, str | None, datetime | None]:
        session = self.metered_session
        if session is None or session.metering is None:
            return None, None, None
        metering = session.metering
        value = self.entity_description.value_fn(metering)
        return value, metering.currency, metering.began_at

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.shown[0]

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of energy, or the currency."""
        return self.entity_description.native_unit_of_measurement or self.shown[1]

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return when the session began."""
        return self.shown[2]
