"""Announces the sessions of a charge point, each turn of theirs once."""

from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import EVENT_SESSION
from .entity import ChargePointEntity
from .names import name_of
from .runtime import ShellEvConfigEntry
from .session.record import Event, TrackedSession, Transition
from .texts import turn_text

# The coordinator does the talking.
PARALLEL_UPDATES = 0

DESCRIPTION = EventEntityDescription(
    key="session", translation_key="session", event_types=list(Event)
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add an event entity for every charge point."""
    account = entry.runtime_data
    for point in account.configuration.points.values():
        async_add_entities(
            [SessionEvent(hass, account, point, DESCRIPTION)],
            config_subentry_id=point.subentry_id,
        )


class SessionEvent(ChargePointEntity, EventEntity):
    """Fires when a session starts, stops or fails to.

    To Home Assistant's activity log whatever time it comes to show is an event of that moment. So
    none of old is brought back after a restart, and it does not go away while Shell does.
    """

    @property
    @override
    def available(self) -> bool:
        """Stay: what was told last is as true while Shell does not answer."""
        return True

    @override
    async def async_get_last_state(self) -> State | None:
        """Return nothing to begin with: the last event is over, and told."""
        return None

    @override
    async def async_added_to_hass(self) -> None:
        """Listen."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_listen(
                self.charge_point.evse_id.compact, self._handle_transition
            )
        )

    @callback
    def _handle_transition(self, transition: Transition) -> None:
        """Fire one event."""
        session = transition.session
        request_id = _request_id(transition.event, session)
        self._trigger_event(
            transition.event,
            {
                "session_id": session.session_id,
                "state": session.shown_state,
                "error": session.failed_with,
                "request_id": request_id,
                "origin": session.origin,
            },
        )
        self.async_write_ha_state()
        self.hass.bus.async_fire(
            EVENT_SESSION,
            {
                # By its device Home Assistant finds it after a rename as well, on the device's page.
                "device_id": self.device_entry and self.device_entry.id,
                "entity_id": self.entity_id,
                "name": name_of(self.hass, self.charge_point),
                "event": transition.event,
                "message": turn_text(self.hass, transition, request_id),
            },
        )


def _request_id(event: Event, session: TrackedSession) -> str | None:
    """Return the id of the command from here that an event is about."""
    if event is Event.STOP_FAILED:
        return session.failure.request_id if session.failure else None
    return session.stopped_by if event is Event.STOPPED else session.started_by
