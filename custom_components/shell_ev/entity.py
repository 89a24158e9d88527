"""Base classes of the entities."""

from datetime import datetime
from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from .api import Prices
from .api.servers import CUSTOM
from .configuration import ChargeCard, ChargePoint
from .const import DEVELOPER_PORTAL, DOMAIN
from .coordinator import SessionCoordinator
from .environment import (
    account_model,
    account_name,
    environment_of,
    model_in_environment,
)
from .location_coordinator import LocationCoordinator, Place
from .own_price import own_prices
from .runtime import ShellEvConfigEntry, ShellEvData
from .session.record import TrackedSession
from .texts import connector_text, environment_words, word

type Value = StateType | datetime
"""What a sensor of ours may show."""

MANUFACTURER: Final = "Shell"


def account_device(hass: HomeAssistant, entry: ShellEvConfigEntry) -> DeviceInfo:
    """Describe the account, to which cards and charge points belong.

    Its page leads to where Shell has the client ID and its products. Who runs another server is
    not known.
    """
    environments = environment_words(hass)
    is_shells = environment_of(entry.data) != CUSTOM
    return DeviceInfo(
        identifiers={(DOMAIN, entry.entry_id)},
        entry_type=DeviceEntryType.SERVICE,
        name=account_name(entry.title, entry.data, environments),
        manufacturer=MANUFACTURER if is_shells else None,
        model=account_model(entry.data, environments),
        configuration_url=DEVELOPER_PORTAL if is_shells else None,
    )


def charge_card_device(account: ShellEvData, card: ChargeCard) -> DeviceInfo:
    """Describe a charge card. It is known by its subentry, which outlives a corrected EMA ID.

    That ID is no serial number for all to read: it is what pays.
    """
    hass = account.sessions.hass
    return DeviceInfo(
        identifiers={(DOMAIN, card.subentry_id)},
        name=card.name,
        model=_model(hass, account, word(hass, "charge_card")),
        via_device_id=account.device_id,
    )


def charge_point_device(
    hass: HomeAssistant, account: ShellEvData, point: ChargePoint
) -> DeviceInfo:
    """Describe a charge point: its operator and connector where the directory knows them.

    It is known by its subentry, which outlives a corrected EVSE ID. That is printed on it, so its
    page may show it. An address is no model: Home Assistant's analytics count those.
    """
    kind = word(hass, "charge_point")
    device = DeviceInfo(
        identifiers={(DOMAIN, point.subentry_id)},
        name=point.name,
        model=_model(hass, account, kind),
        serial_number=str(point.evse_id),
        via_device_id=account.device_id,
    )
    place = account.locations.data.get(point.evse_id.compact)
    if place is None:
        return device
    if place.location.operator:
        device["manufacturer"] = place.location.operator
    if place.evse.connector:
        text = connector_text(hass, place.evse.connector)
        device["model"] = _model(hass, account, text or kind)
    return device


def _model(hass: HomeAssistant, account: ShellEvData, model: str) -> str:
    data = account.sessions.config_entry.data
    return model_in_environment(model, data, environment_words(hass))


def prices_in_force(
    hass: HomeAssistant, account: ShellEvData, point: ChargePoint
) -> Prices | None:
    """Return what charging costs at a charge point now: the user's own price, else the directory's."""
    if point.has_own_price:
        return own_prices(hass, point)
    place = account.locations.data.get(point.evse_id.compact)
    return place.evse.prices(dt_util.now()) if place else None


class AccountEntity(Entity):
    """An entity of the account."""

    _attr_has_entity_name = True

    def __init__(
        self, entry: ShellEvConfigEntry, description: EntityDescription
    ) -> None:
        """Belong to the account's device."""
        self.entity_description = description
        self.account = entry.runtime_data
        self._attr_unique_id = f"{entry.entry_id}_{description.key}"
        self._attr_device_info = account_device(self.account.sessions.hass, entry)


class WithDirectory(CoordinatorEntity[SessionCoordinator]):
    """An entity over sessions that shows something of the directory as well: a name or a currency."""

    account: ShellEvData

    @override
    async def async_added_to_hass(self) -> None:
        """Follow both."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.account.locations.async_add_listener(self._handle_coordinator_update)
        )


class ChargeCardEntity(WithDirectory):
    """An entity of a charge card. The directory names charge points that are not configured."""

    _attr_has_entity_name = True

    def __init__(
        self, account: ShellEvData, card: ChargeCard, description: EntityDescription
    ) -> None:
        """Belong to the card's device."""
        super().__init__(account.sessions)
        self.entity_description = description
        self.account = account
        self.card = card
        self._attr_unique_id = f"{card.subentry_id}_{description.key}"
        self._attr_device_info = charge_card_device(account, card)

    @property
    @override
    def available(self) -> bool:
        """Whether Shell tells what the card has running, not only what others have."""
        return (
            super().available
            and self.card.subentry_id not in self.coordinator.data.unread
        )

    @property
    def active(self) -> tuple[TrackedSession, ...]:
        """The card's sessions under way, oldest first."""
        return self.coordinator.data.active.get(self.card.ema_id.compact, ())


class _AtChargePoint[CoordinatorT: SessionCoordinator | LocationCoordinator](
    CoordinatorEntity[CoordinatorT]
):
    """An entity of a charge point, whichever coordinator it is about."""

    _attr_has_entity_name = True

    def __init__(
        self,
        hass: HomeAssistant,
        account: ShellEvData,
        coordinator: CoordinatorT,
        point: ChargePoint,
        description: EntityDescription,
    ) -> None:
        """Belong to the charge point's device."""
        super().__init__(coordinator)
        self.entity_description = description
        self.account = account
        self.charge_point = point
        self._key = point.evse_id.compact
        self._attr_unique_id = f"{point.subentry_id}_{description.key}"
        self._attr_device_info = charge_point_device(hass, account, point)


class ChargePointEntity(_AtChargePoint[SessionCoordinator]):
    """An entity over the sessions at a charge point."""

    def __init__(
        self,
        hass: HomeAssistant,
        account: ShellEvData,
        point: ChargePoint,
        description: EntityDescription,
    ) -> None:
        """Follow the sessions."""
        super().__init__(hass, account, account.sessions, point, description)

    @property
    @override
    def available(self) -> bool:
        """Whether Shell tells what the card has running that charges here, or is to."""
        return (
            super().available
            and self.charge_point.subentry_id not in self.coordinator.data.unread
        )

    @property
    def session(self) -> TrackedSession | None:
        """The session under way, else the last one."""
        return self.coordinator.data.at.get(self._key)

    @property
    def last_session(self) -> TrackedSession | None:
        """The last session that is over."""
        return self.coordinator.data.ended.get(self._key)

    @property
    def metered_session(self) -> TrackedSession | None:
        """The last session for which the charge point's own meter was read."""
        return self.coordinator.data.metered.get(self._key)


class LocationEntity(_AtChargePoint[LocationCoordinator]):
    """An entity of a charge point that the directory lists."""

    def __init__(
        self,
        hass: HomeAssistant,
        account: ShellEvData,
        point: ChargePoint,
        description: EntityDescription,
    ) -> None:
        """Follow the directory."""
        super().__init__(hass, account, account.locations, point, description)

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
