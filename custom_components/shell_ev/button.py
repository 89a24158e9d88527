"""Stop a card's sessions; ask Shell now."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account import charge_cards
from .coordinator import ShellEvConfigEntry
from .entity import AccountEntity, ChargeCardEntity

PARALLEL_UPDATES = 1

STOP = ButtonEntityDescription(key="stop_session", translation_key="stop_session")
REFRESH = ButtonEntityDescription(
    key="refresh",
    translation_key="refresh",
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a stop button for every card and one to refresh the account."""
    async_add_entities([RefreshButton(entry.runtime_data, REFRESH)])
    for card in charge_cards(entry):
        async_add_entities(
            [StopButton(entry.runtime_data, card, STOP)],
            config_subentry_id=card.subentry_id,
        )


class StopButton(ChargeCardEntity, ButtonEntity):
    """Stops whatever the card has running, also at a charge point that is not configured."""

    shown = None

    @override
    async def async_press(self) -> None:
        """Stop the card's sessions."""
        await self.coordinator.commands.stop_card(self.card.ema_id)


class RefreshButton(AccountEntity, ButtonEntity):
    """Asks Shell now rather than at the next poll."""

    shown = None

    @property
    @override
    def available(self) -> bool:
        """Stay available: this is how to find out whether Shell is back."""
        return True

    @override
    async def async_press(self) -> None:
        """Poll every card, and every location."""
        self.coordinator.commands.refuse_while_held()
        await self.coordinator.async_request_refresh()
        await self.coordinator.locations.async_look_now()
