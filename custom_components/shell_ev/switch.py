"""The charging switch of a charge point."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import ChargePointEntity
from .exceptions import refused
from .runtime import ShellEvConfigEntry

# One that hangs must keep no other waiting: the account puts its commands in order itself.
PARALLEL_UPDATES = 0

DESCRIPTION = SwitchEntityDescription(key="charging", translation_key="charging")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a switch for every charge point."""
    account = entry.runtime_data
    for point in account.configuration.points.values():
        async_add_entities(
            [ChargingSwitch(hass, account, point, DESCRIPTION)],
            config_subentry_id=point.subentry_id,
        )


class ChargingSwitch(ChargePointEntity, SwitchEntity):
    """On while a session is under way at the charge point, requested ones included."""

    @property
    @override
    def available(self) -> bool:
        """Stay available while a session runs: it has to be stopped, whatever else fails."""
        return super().available or bool(self.is_on)

    @property
    @override
    def is_on(self) -> bool:
        """Return whether a session is under way."""
        return self.session is not None and self.session.live

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Start a session with the charge point's card."""
        if self.charge_point.ema_id is None:
            raise refused("no_charge_card")
        await self.account.commands.start(
            self.charge_point.ema_id, self.charge_point.evse_id
        )

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Stop what our cards have running here."""
        await self.account.commands.stop_at(self.charge_point.evse_id)
