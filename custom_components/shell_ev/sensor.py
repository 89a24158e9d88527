"""Sensors of charge points, charge cards and the account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account import charge_cards, charge_point_name, charge_points
from .api import SessionError, SessionState
from .coordinator import ShellEvConfigEntry
from .entity import AccountEntity, ChargeCardEntity, ChargePointEntity, Value
from .location_sensors import add_when_listed
from .meter_sensors import METER_SENSORS, MeterSensor
from .records import TrackedSession
from .snapshot import AccountData

# The coordinator does the talking.
PARALLEL_UPDATES = 0

IDLE = "idle"
NO_ERROR = "none"


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(SensorEntityDescription):
    """A sensor of the account."""

    value_fn: Callable[[AccountData], Value]


@dataclass(frozen=True, kw_only=True)
class ChargeCardSensorDescription(SensorEntityDescription):
    """A sensor of a card, over its sessions under way, oldest first."""

    value_fn: Callable[[ChargeCardSensor], Value]


@dataclass(frozen=True, kw_only=True)
class ChargePointSensorDescription(SensorEntityDescription):
    """A sensor of a charge point, over a session there. ``idle`` is the value without one."""

    session_fn: Callable[[ChargePointSensor], TrackedSession | None] = lambda sensor: (
        sensor.session
    )
    value_fn: Callable[[TrackedSession], Value]
    idle: Value = None


def _state(session: TrackedSession) -> Value:
    return session.shown_state


ACCOUNT_SENSORS = (
    AccountSensorDescription(
        key="requests_today",
        translation_key="requests_today",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda data: data.requests_today,
    ),
    AccountSensorDescription(
        key="last_contact",
        translation_key="last_contact",
        entity_category=EntityCategory.DIAGNOSTIC,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda data: data.last_contact,
    ),
)

CHARGE_CARD_SENSORS = (
    ChargeCardSensorDescription(
        key="session_state",
        translation_key="session_state",
        device_class=SensorDeviceClass.ENUM,
        options=[IDLE, *SessionState],
        value_fn=lambda card: _state(card.active[-1]) if card.active else IDLE,
    ),
    ChargeCardSensorDescription(
        key="charge_point",
        translation_key="charge_point",
        value_fn=lambda card: (
            card.charge_point_name(card.active[-1]) if card.active else None
        ),
    ),
    ChargeCardSensorDescription(
        key="session_started",
        translation_key="session_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda card: card.active[-1].started_at if card.active else None,
    ),
    ChargeCardSensorDescription(
        key="active_sessions",
        translation_key="active_sessions",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda card: len(card.active),
    ),
)

CHARGE_POINT_SENSORS = (
    ChargePointSensorDescription(
        key="session_state",
        translation_key="session_state",
        device_class=SensorDeviceClass.ENUM,
        options=[IDLE, *SessionState],
        value_fn=_state,
        idle=IDLE,
    ),
    ChargePointSensorDescription(
        key="session_started",
        translation_key="session_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda session: session.started_at if session.live else None,
    ),
    ChargePointSensorDescription(
        key="last_session_end",
        translation_key="last_session_end",
        device_class=SensorDeviceClass.TIMESTAMP,
        session_fn=lambda sensor: sensor.last_session,
        value_fn=lambda session: session.ended_at,
    ),
    ChargePointSensorDescription(
        key="last_session_duration",
        translation_key="last_session_duration",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=2,
        session_fn=lambda sensor: sensor.last_session,
        value_fn=lambda session: (
            session.duration.total_seconds() if session.duration else None
        ),
    ),
    ChargePointSensorDescription(
        key="last_error",
        translation_key="last_error",
        device_class=SensorDeviceClass.ENUM,
        options=[NO_ERROR, *SessionError],
        value_fn=lambda session: session.error or NO_ERROR,
    ),
    ChargePointSensorDescription(
        key="session_id",
        translation_key="session_id",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda session: session.session_id,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the account, of every card and of every charge point."""
    coordinator = entry.runtime_data
    async_add_entities(
        AccountSensor(coordinator, description) for description in ACCOUNT_SENSORS
    )
    for card in charge_cards(entry):
        async_add_entities(
            [
                ChargeCardSensor(coordinator, card, description)
                for description in CHARGE_CARD_SENSORS
            ],
            config_subentry_id=card.subentry_id,
        )
    for charge_point in charge_points(entry):
        meter_sensors = METER_SENSORS if charge_point.energy_meter else ()
        async_add_entities(
            [
                *(
                    ChargePointSensor(coordinator, charge_point, description)
                    for description in CHARGE_POINT_SENSORS
                ),
                *(
                    MeterSensor(coordinator, charge_point, description)
                    for description in meter_sensors
                ),
            ],
            config_subentry_id=charge_point.subentry_id,
        )
    add_when_listed(entry, async_add_entities)


class AccountSensor(AccountEntity, SensorEntity):
    """A sensor of the account."""

    entity_description: AccountSensorDescription

    @property
    @override
    def shown(self) -> Value:
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.shown


class ChargeCardSensor(ChargeCardEntity, SensorEntity):
    """A sensor of a charge card."""

    entity_description: ChargeCardSensorDescription

    @property
    @override
    def shown(self) -> Value:
        return self.entity_description.value_fn(self)

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.shown

    def charge_point_name(self, session: TrackedSession) -> str:
        """Return the charge point's name, its EVSE ID where it is not configured."""
        entry = self.coordinator.config_entry
        return charge_point_name(entry, session.evse_id) or session.evse_name


class ChargePointSensor(ChargePointEntity, SensorEntity):
    """A sensor of a charge point."""

    entity_description: ChargePointSensorDescription

    @property
    @override
    def shown(self) -> Value:
        description = self.entity_description
        session = description.session_fn(self)
        return description.idle if session is None else description.value_fn(session)

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.shown
