"""What the dashboard is made with: its heading's words, and its log after an entity was renamed."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..environment import heading_note
from ..own_entities import async_track_renames
from ..permissions import Asker, reading_entity
from ..texts import environment_words

_FORMER: Final = "former_entity_ids"
_MOST: Final = 5
"""Former ids of one entity: the log looks back for three days."""


@callback
def async_follow_log(hass: HomeAssistant) -> None:
    """Register the command, and keep the ids under which sessions were told until a rename.

    History goes with an entity, Home Assistant's activity log does not: a line that is not of a
    state is found by the id that its event had.
    """
    websocket_api.async_register_command(hass, _dashboard)

    @callback
    def keep(old: str, new: str) -> None:
        registry = er.async_get(hass)
        entity = registry.async_get(new)
        if entity is None or not _is_told(entity):
            return
        former = dict.fromkeys((*_former_ids(entity), old))
        former.pop(entity.entity_id, None)
        registry.async_update_entity_options(
            entity.entity_id, DOMAIN, {_FORMER: [*former][-_MOST:]}
        )

    async_track_renames(hass, keep)


def _is_told(entity: er.RegistryEntry) -> bool:
    """Return whether it is the entity by which the sessions of a charge point are told."""
    return entity.platform == DOMAIN and entity.domain == Platform.EVENT


def _former_ids(entity: er.RegistryEntry) -> list[str]:
    options: Mapping[str, Any] = entity.options.get(DOMAIN, {})
    former: list[str] = options.get(_FORMER, [])
    return former


@websocket_api.websocket_command({vol.Required("type"): "shell_ev/dashboard"})
@callback
def _dashboard(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Tell what the heading ends in, and after that the former ids of the entities in the log.

    The heading's is empty where all sessions are real ones. The ids are those that may be seen.
    One list, as every page with a card loads what reads it.
    """
    asker = Asker(connection.user)
    former = [
        entity_id
        for entity in er.async_get(hass).entities.values()
        if _is_told(entity) and asker.may(reading_entity(entity.entity_id))
        for entity_id in _former_ids(entity)
    ]
    accounts = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    note = heading_note(
        [(account.title, account.data) for account in accounts], environment_words(hass)
    )
    connection.send_result(msg["id"], [note, *former])
