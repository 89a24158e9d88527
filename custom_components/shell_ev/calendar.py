"""The calendar of a charge card: its sessions, past and present."""

from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .account import charge_cards, charge_point_name
from .coordinator import ShellEvConfigEntry
from .entity import ChargeCardEntity
from .records import TrackedSession

# The coordinator does the talking.
PARALLEL_UPDATES = 0

OPEN_END: Final = timedelta(hours=1)
"""How far ahead a session under way is shown to go on; looked at again by then."""
SHORTEST: Final = timedelta(seconds=1)
"""A calendar takes no event that ends as it begins."""

DESCRIPTION = CalendarEntityDescription(key="calendar", translation_key="sessions")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ShellEvConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a calendar for every card."""
    for card in charge_cards(entry):
        async_add_entities(
            [SessionCalendar(entry.runtime_data, card, DESCRIPTION)],
            config_subentry_id=card.subentry_id,
        )


class SessionCalendar(ChargeCardEntity, CalendarEntity):
    """On while the card charges; every session that began is an event."""

    @property
    @override
    def shown(self) -> TrackedSession | None:
        running = [it for it in self.active if it.started_at is not None]
        return running[-1] if running else None

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the session under way."""
        return self._event(self.shown, OPEN_END) if self.shown else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the card's sessions of a stretch of time."""
        events = [
            self._event(session, timedelta())
            for session in self.coordinator.tracker.sessions.values()
            if session.ema_id == self.card.ema_id.compact and session.started_at
        ]
        return [it for it in events if it.start < end_date and it.end > start_date]

    def _event(self, session: TrackedSession, ahead: timedelta) -> CalendarEvent:
        begun = session.started_at or session.seen_at
        end = session.ended_at or dt_util.utcnow() + ahead
        end = dt_util.as_local(max(end, begun + SHORTEST))
        # A calendar compares by the clock on the wall. Where that was put back during the session,
        # the end is moved to the second time that the clock shows the beginning's time.
        end = max(end, dt_util.as_local(begun).replace(fold=1))
        return CalendarEvent(
            start=begun,
            end=dt_util.as_utc(end),
            summary=charge_point_name(self.coordinator.config_entry, session.evse_id)
            or session.evse_name,
            description=f"RequestId {session.started_by}"
            if session.started_by
            else None,
            uid=session.session_id,
        )
