"""Which entities the triggers and conditions of the integration are about, of all that are targeted."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


def own_with_key(hass: HomeAssistant, entity_ids: set[str], key: str) -> set[str]:
    """Return those of this integration that have this translation key."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entity_ids
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.translation_key == key
    }
