"""Stop a card's sessions; ask Shell now."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .entity import AccountEntity, ChargeCardEntity
from .runtime import ShellEvConfigEntry

# One that hangs must keep no other waiting: the account puts its commands in order itself.
PARALLEL_UPDATES = 0

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
    account = entry.runtime_data
    async_add_entities([RefreshButton(entry, REFRESH)])
    for card in account.configuration.cards.values():
        async_add_entities(
            [StopButton(account, card, STOP)],
            config_subentry_id=card.subentry_id,
        )


class StopButton(ChargeCardEntity, ButtonEntity):
    """Stops whatever the card has running, also at a charge point that is not configured."""

    @property
    @override
    def available(self) -> bool:
        """Stay available while a session runs: it has to be stopped, whatever else fails."""
        return super().available or bool(self.active)

    @override
    async def async_press(self) -> None:
        """Stop the card's sessions."""
        await self.account.commands.stop_card(self.card.ema_id)


class RefreshButton(AccountEntity, ButtonEntity):
    """Asks Shell now rather than at the next poll: also how to find out whether it is back."""

    @override
    async def async_press(self) -> None:
        """Poll every card, and every location."""
        self.account.guards.refuse_while_held()
        self.account.reader.pace.hurry(dt_util.utcnow())
        await self.account.sessions.async_request_refresh()
        await self.account.locations.async_look_now()
