"""Base classes of the entities."""

from abc import abstractmethod
from datetime import datetime
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .account import ChargeCard, ChargePoint
from .api import EmaId, EvseId
from .const import DOMAIN
from .coordinator import SessionCoordinator
from .location_coordinator import LocationCoordinator, Place
from .records import TrackedSession
from .words import connector_text

type Value = StateType | datetime
"""What a sensor of ours may show."""

MODEL_CHARGE_CARD: Final = "Charge card"
"""By this the actions' device pickers know a card."""
MODEL_CHARGE_POINT: Final = "Charge point"


def identity(entry: ConfigEntry, identifier: EmaId | EvseId | None = None) -> str:
    """Return what a device is known by: its card or charge point, within its account.

    Two accounts in one home may share a charge point; each has its own device for it.
    """
    return f"{entry.entry_id}_{identifier.compact}" if identifier else entry.entry_id


def account_device(entry: ConfigEntry) -> DeviceInfo:
    """Describe the account, to which cards and charge points belong."""
    return DeviceInfo(
        identifiers={(DOMAIN, identity(entry))},
        entry_type=DeviceEntryType.SERVICE,
        name=entry.title,
    )


def charge_point_device(
    coordinator: SessionCoordinator, charge_point: ChargePoint
) -> DeviceInfo:
    """Describe a charge point: its operator, connector and address where the directory knows them."""
    device = DeviceInfo(
        identifiers={
            (DOMAIN, identity(coordinator.config_entry, charge_point.evse_id))
        },
        name=charge_point.name,
        model=MODEL_CHARGE_POINT,
        via_device_id=coordinator.account_device_id,
    )
    place = coordinator.locations.data.get(charge_point.evse_id.compact)
    if place is None:
        return device
    if place.location.operator:
        device["manufacturer"] = place.location.operator
    if place.evse.connector:
        text = connector_text(coordinator.hass, place.evse.connector)
        device["model"] = text or MODEL_CHARGE_POINT
    address = place.location.address
    if address:
        device["model_id"] = address
    return device


class ShellEvEntity[CoordinatorT: SessionCoordinator | LocationCoordinator](
    CoordinatorEntity[CoordinatorT]
):
    """An entity that writes its state only when what it shows has changed."""

    _attr_has_entity_name = True
    _written: tuple[bool, Any]

    def __init__(
        self,
        coordinator: CoordinatorT,
        description: EntityDescription,
        identifier: EmaId | EvseId | None = None,
    ) -> None:
        """Take the description; its key and the device make the unique id."""
        super().__init__(coordinator)
        self.entity_description = description
        self._identity = identity(coordinator.config_entry, identifier)
        self._attr_unique_id = f"{self._identity}_{description.key}"

    @property
    @abstractmethod
    def shown(self) -> Any:
        """All that the state shows, to tell whether it has changed."""

    @override
    async def async_added_to_hass(self) -> None:
        """Remember what is written when the entity is added."""
        await super().async_added_to_hass()
        self._written = (self.available, self.shown)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        written = (self.available, self.shown)
        if written != self._written:
            self._written = written
            self.async_write_ha_state()


class AccountEntity(ShellEvEntity[SessionCoordinator]):
    """An entity of the account."""

    def __init__(
        self, coordinator: SessionCoordinator, description: EntityDescription
    ) -> None:
        """Belong to the account's device."""
        super().__init__(coordinator, description)
        self._attr_device_info = account_device(coordinator.config_entry)


class ChargeCardEntity(ShellEvEntity[SessionCoordinator]):
    """An entity of a charge card."""

    def __init__(
        self,
        coordinator: SessionCoordinator,
        card: ChargeCard,
        description: EntityDescription,
    ) -> None:
        """Belong to the card's device."""
        super().__init__(coordinator, description, card.ema_id)
        self.card = card
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, self._identity)},
            name=card.name,
            model=MODEL_CHARGE_CARD,
            via_device_id=coordinator.account_device_id,
        )

    @property
    def active(self) -> tuple[TrackedSession, ...]:
        """The card's sessions under way, oldest first."""
        return self.coordinator.data.active.get(self.card.ema_id.compact, ())


class ChargePointEntity(ShellEvEntity[SessionCoordinator]):
    """An entity of a charge point."""

    def __init__(
        self,
        coordinator: SessionCoordinator,
        charge_point: ChargePoint,
        description: EntityDescription,
    ) -> None:
        """Belong to the charge point's device."""
        super().__init__(coordinator, description, charge_point.evse_id)
        self.charge_point = charge_point
        self._attr_device_info = charge_point_device(coordinator, charge_point)

    @property
    def session(self) -> TrackedSession | None:
        """The session under way, else the last one."""
        return self.coordinator.data.at.get(self.charge_point.evse_id.compact)

    @property
    def last_session(self) -> TrackedSession | None:
        """The last session that is over."""
        return self.coordinator.data.ended.get(self.charge_point.evse_id.compact)

    @property
    def metered_session(self) -> TrackedSession | None:
        """The last session for which the charge point's own meter was read."""
        return self.coordinator.data.metered.get(self.charge_point.evse_id.compact)


class LocationEntity(ShellEvEntity[LocationCoordinator]):
    """An entity of a charge point that the directory lists."""

    def __init__(
        self,
        coordinator: SessionCoordinator,
        charge_point: ChargePoint,
        description: EntityDescription,
    ) -> None:
        """Belong to the charge point's device."""
        super().__init__(coordinator.locations, description, charge_point.evse_id)
        self._key = charge_point.evse_id.compact
        self._attr_device_info = charge_point_device(coordinator, charge_point)

    @property
    @override
    def available(self) -> bool:
        """Whether the directory answers, and lists the charge point."""
        return super().available and self._key in self.coordinator.data

    @override
    async def async_update(self) -> None:
        """Look now, where a person or an automation asks for it."""
        await self.coordinator.async_look_now()

    @property
    def place(self) -> Place:
        """Where the charge point stands."""
        return self.coordinator.data[self._key]
