"""The sensors over the user's own energy meter at a charge point."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE, UnitOfEnergy
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_time
from homeassistant.util import dt as dt_util

from .configuration import ChargePoint
from .coordinator import SessionCoordinator
from .entity import WithDirectory, prices_in_force
from .meter import month_at
from .paced import Moving, PacedSensor
from .runtime import ShellEvConfigEntry, ShellEvData
from .session.metering import Metering
from .session.months import NOTHING, MonthFigures


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


@dataclass(frozen=True, kw_only=True)
class MonthSensorDescription(SensorEntityDescription):
    """A sensor of a charge point with a meter, over what was charged in the running month.

    ``value_fn`` takes the currency as well, which is the unit of one without any.
    """

    value_fn: Callable[[MonthFigures, str | None], float | None]


MONTH_SENSORS = (
    MonthSensorDescription(
        key="energy_this_month",
        translation_key="energy_this_month",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=lambda figures, _: figures.energy,
    ),
    MonthSensorDescription(
        key="cost_this_month",
        translation_key="cost_this_month",
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        value_fn=lambda figures, currency: figures.cost(currency),
    ),
)

SOLAR_SENSORS = (
    MonthSensorDescription(
        key="solar_energy_this_month",
        translation_key="solar_energy_this_month",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=lambda figures, _: figures.solar,
    ),
)


class MeterSensor(PacedSensor):
    """Energy or cost of the session at a charge point, by the user's own meter."""

    entity_description: MeterSensorDescription
    pace = timedelta(minutes=1)

    @property
    def metering(self) -> Metering | None:
        """What the meter said of the last session that it was read for."""
        session = self.metered_session
        return session.metering if session else None

    @property
    @override
    def moving(self) -> Moving:
        """What the meter has come to since the session began."""
        metering, known = self.metering, self.entity_description
        return Moving(
            value=known.value_fn(metering) if metering else None,
            unit=known.native_unit_of_measurement
            or (metering.currency if metering else None),
            last_reset=metering.began_at if metering else None,
        )


class MonthSensor(WithDirectory, PacedSensor):
    """Energy, cost or sun of the running month at a charge point, by the user's own sensors.

    The directory's currency is shown before the first session.
    """

    entity_description: MonthSensorDescription
    pace = timedelta(minutes=5)
    """As Home Assistant's statistics, which these are for."""

    @property
    def currency(self) -> str | None:
        """That of the last session whose price is known, else of the price in force."""
        known = self.coordinator.data.currencies.get(self._key)
        if known:
            return known
        prices = prices_in_force(self.hass, self.account, self.charge_point)
        return prices.currency if prices else None

    @property
    @override
    def moving(self) -> Moving:
        """What the month has come to since its local first."""
        data, known = self.coordinator.data, self.entity_description
        began, currency = data.month_began, self.currency
        return Moving(
            value=known.value_fn(data.counted.get(self._key, NOTHING), currency),
            unit=known.native_unit_of_measurement or currency,
            last_reset=began and dt_util.as_local(began),
        )


def month_sensors(
    hass: HomeAssistant, account: ShellEvData, point: ChargePoint
) -> list[MonthSensor]:
    """Return the sensors of the running month that a charge point has."""
    if not point.energy_meter:
        return []
    solar_sensors = SOLAR_SENSORS if point.has_solar else ()
    return [
        MonthSensor(hass, account, point, description)
        for description in (*MONTH_SENSORS, *solar_sensors)
    ]


class _MonthTimer:
    """Shows a new month as it begins, also where another time zone brings it."""

    def __init__(self, hass: HomeAssistant, sessions: SessionCoordinator) -> None:
        """Wait for the next month."""
        self._hass = hass
        self._sessions = sessions
        self._cancel: CALLBACK_TYPE
        self._wait()

    @callback
    def cancel(self) -> None:
        """Wait no more."""
        self._cancel()

    @callback
    def turn(self, _: datetime | Event[Any]) -> None:
        """Show the month that runs now."""
        self._cancel()
        self._wait()
        self._sessions.async_turn_month()

    def _wait(self) -> None:
        self._cancel = async_track_point_in_time(
            self._hass, self.turn, month_at(dt_util.utcnow()).end
        )


@callback
def turn_months(hass: HomeAssistant, entry: ShellEvConfigEntry) -> None:
    """Let an account's sensors show each month from its first moment on."""
    timer = _MonthTimer(hass, entry.runtime_data.sessions)
    entry.async_on_unload(timer.cancel)
    entry.async_on_unload(hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, timer.turn))
