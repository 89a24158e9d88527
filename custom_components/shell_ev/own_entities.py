"""Follows the user's own entities, which charge points name, to the ids they are given."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .configuration import OWN_ENTITIES
from .const import CONF_ENERGY_METER, CONF_FORMER_METERS, DOMAIN, SUBENTRY_CHARGE_POINT


@callback
def async_follow_renames(hass: HomeAssistant) -> None:
    """Let charge points name an entity by the id that it is given, for as long as we are there.

    Also those of an account that is not loaded. Each account that is will be set up anew by its
    own update listener.
    """

    @callback
    def follow(old: str, new: str) -> None:
        for entry in hass.config_entries.async_entries(DOMAIN):
            for point in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT):
                # Where nothing changes, nobody is told.
                hass.config_entries.async_update_subentry(
                    entry, point, data=_renamed(point.data, old, new)
                )

    async_track_renames(hass, follow)


@callback
def async_track_renames(
    hass: HomeAssistant, renamed: Callable[[str, str], None]
) -> None:
    """Tell the old and the new id of every entity that is given another, for as long as we are there."""

    @callback
    def tell(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] == "update" and "old_entity_id" in data:
            renamed(data["old_entity_id"], data["entity_id"])

    hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, tell)


def _renamed(data: Mapping[str, Any], old: str, new: str) -> Mapping[str, Any]:
    """Return a charge point's data with an entity's new id.

    An energy meter's old one is kept beside it: by that it is known in the sessions it counts for.
    """
    named = {key: new for key in OWN_ENTITIES if data.get(key) == old}
    if CONF_ENERGY_METER not in named:
        return {**data, **named}
    former = dict.fromkeys((*data.get(CONF_FORMER_METERS, ()), old))
    former.pop(new, None)
    return {**data, **named, CONF_FORMER_METERS: list(former)}
