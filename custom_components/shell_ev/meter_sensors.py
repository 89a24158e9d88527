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
from .session.metering import Metering


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
    def metering(self) -> Metering | None:
        """What the meter said of the last session that it was read for."""
        session = self.metered_session
        return session.metering if session else None

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return (
            self.entity_description.value_fn(self.metering) if self.metering else None
        )

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of energy, or the currency."""
        unit = self.entity_description.native_unit_of_measurement
        return unit or (self.metering.currency if self.metering else None)

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return when the session began."""
        return self.metering.began_at if self.metering else None
