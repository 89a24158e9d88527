"""Sensors of charge points, charge cards and the account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
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

from .api import Journal, SessionError, SessionState
from .entity import AccountEntity, ChargeCardEntity, ChargePointEntity, Value
from .former_sensors import remove_former_sensors
from .location_sensors import add_when_listed
from .meter_sensors import METER_SENSORS, MeterSensor, month_sensors, turn_months
from .names import place_name
from .runtime import ShellEvConfigEntry
from .session.record import TrackedSession

# The coordinator does the talking.
PARALLEL_UPDATES = 0

SCAN_INTERVAL = timedelta(minutes=1)
"""For the account's own sensors, which look at what is counted in memory."""

IDLE = "idle"
NO_ERROR = "none"


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(SensorEntityDescription):
    """A sensor of the account."""

    value_fn: Callable[[Journal], Value]


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
        entity_registry_enabled_default=False,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda journal: journal.requests_today,
    ),
    AccountSensorDescription(
        key="last_contact",
        translation_key="last_contact",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda journal: journal.last_contact,
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
            place_name(card.hass, card.account.configuration, card.active[-1]) or None
            if card.active
            else None
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
        # Unknown where it failed and Shell does not tell why.
        value_fn=lambda session: (
            session.error or (None if session.failing else NO_ERROR)
        ),
        idle=NO_ERROR,
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
    account = entry.runtime_data
    async_add_entities(
        AccountSensor(entry, description) for description in ACCOUNT_SENSORS
    )
    for card in account.configuration.cards.values():
        async_add_entities(
            [
                ChargeCardSensor(account, card, description)
                for description in CHARGE_CARD_SENSORS
            ],
            config_subentry_id=card.subentry_id,
        )
    for point in account.configuration.points.values():
        remove_former_sensors(hass, point)
        meter_sensors = METER_SENSORS if point.energy_meter else ()
        async_add_entities(
            [
                *(
                    ChargePointSensor(hass, account, point, description)
                    for description in CHARGE_POINT_SENSORS
                ),
                *(
                    MeterSensor(hass, account, point, description)
                    for description in meter_sensors
                ),
                *month_sensors(hass, account, point),
            ],
            config_subentry_id=point.subentry_id,
        )
    turn_months(hass, entry)
    add_when_listed(hass, entry, async_add_entities)


class AccountSensor(AccountEntity, SensorEntity):
    """A sensor of the account."""

    entity_description: AccountSensorDescription
    _attr_should_poll = True

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.entity_description.value_fn(self.account.client.journal)


class ChargeCardSensor(ChargeCardEntity, SensorEntity):
    """A sensor of a charge card."""

    entity_description: ChargeCardSensorDescription

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.entity_description.value_fn(self)


class ChargePointSensor(ChargePointEntity, SensorEntity):
    """A sensor of a charge point."""

    entity_description: ChargePointSensorDescription

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        description = self.entity_description
        session = description.session_fn(self)
        return description.idle if session is None else description.value_fn(session)
