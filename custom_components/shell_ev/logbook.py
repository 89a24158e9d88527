"""Says in the activity log why a session failed."""

from collections.abc import Callable

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.core import Event, HomeAssistant, callback

from .const import DOMAIN, EVENT_SESSION_FAILED


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Describe failed sessions."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        """Return a line: what failed, why, and what to quote to Shell."""
        data = event.data
        request = f" (RequestId {data['request_id']})" if data["request_id"] else ""
        return {
            LOGBOOK_ENTRY_NAME: data["name"],
            LOGBOOK_ENTRY_MESSAGE: f"{data['reason']}{request}",
            LOGBOOK_ENTRY_ENTITY_ID: data["entity_id"],
        }

    async_describe_event(DOMAIN, EVENT_SESSION_FAILED, describe)
