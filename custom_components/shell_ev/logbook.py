"""Says in the activity log, in a person's words, what goes on at a charge point."""

from collections.abc import Callable

from homeassistant.components.logbook import LOGBOOK_ENTRY_MESSAGE, LOGBOOK_ENTRY_NAME
from homeassistant.components.logbook.const import LOGBOOK_ENTRY_STATE
from homeassistant.core import Event, HomeAssistant, callback

from .const import DOMAIN, EVENT_SESSION


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Describe the turns of sessions."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        """Return a line: where, what, and why if it failed.

        By its state the dashboard's card keeps it, and leaves out the lines of the entity itself,
        which say less. Of a line with an entity ID the frontend shows the entity's name and state.
        """
        return {
            LOGBOOK_ENTRY_NAME: event.data["name"],
            LOGBOOK_ENTRY_MESSAGE: event.data["message"],
            LOGBOOK_ENTRY_STATE: event.data["event"],
        }

    async_describe_event(DOMAIN, EVENT_SESSION, describe)
