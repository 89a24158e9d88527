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

from .entity import ChargeCardEntity
from .runtime import ShellEvConfigEntry
from .session.record import TrackedSession

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
    account = entry.runtime_data
    for card in account.configuration.cards.values():
        async_add_entities(
            [SessionCalendar(account, card, DESCRIPTION)],
            config_subentry_id=card.subentry_id,
        )


class SessionCalendar(ChargeCardEntity, CalendarEntity):
    """On while the card charges; every session that began is an event."""

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the session under way."""
        running = [session for session in self.active if session.started_at]
        return self._event(running[-1], OPEN_END) if running else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the card's sessions of a stretch of time."""
        # An end may be shown up to an hour late (below), so what ended a little before is looked at.
        since = start_date - timedelta(hours=1)
        events = (
            self._event(session, timedelta())
            for session in self.account.reader.tracker.sessions.values()
            if session.ema_id == self.card.ema_id.compact
            and session.started_at
            and session.started_at < end_date
            and (session.ended_at is None or session.ended_at >= since)
        )
        return [
            event
            for event in events
            if event.start < end_date and event.end > start_date
        ]

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
            summary=self.charge_point_name(session),
            description=f"RequestId {session.started_by}"
            if session.started_by
            else None,
            uid=session.session_id,
        )
