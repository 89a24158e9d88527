"""The calendar of a charge card: its sessions, past and present."""

from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import LOGGER
from .entity import ChargeCardEntity
from .names import place_name
from .runtime import ShellEvConfigEntry
from .session.figures import Figures, Source, began_at, figures
from .session.record import TrackedSession
from .texts import duration_text, energy_text, money_text, number_text, price_text, word

# The coordinator does the talking.
PARALLEL_UPDATES = 0

OPEN_END: Final = timedelta(hours=1)
"""A session under way is shown to go on until so many of these are full; looked at again by then."""
SHORTEST: Final = timedelta(seconds=1)
"""A calendar takes no event that ends as it begins."""

SHOWN_EACH: Final = 60.0
"""Seconds between two looks of an open calendar at what a meter says."""

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
    """On while the card charges; every session that began is an event.

    Its state is written when a session turns, and once an hour: what a session under way has come
    to moves with each word of a meter. Whoever opens the calendar sees that as it is, and where it
    stays open it is sent what has become known: a turn or a bill at once, a meter's words once a
    minute. That takes no state.
    """

    _turn: object = None
    """What was written last, but for the figures."""
    _known = (0, 0)
    """What was sent last: how many changes the tracker counts, and how many are no meter's."""

    _slowly: Debouncer[None]

    @override
    async def async_added_to_hass(self) -> None:
        """Send nothing any more once it is removed."""
        await super().async_added_to_hass()
        self._slowly = Debouncer(
            *(self.hass, LOGGER),
            cooldown=SHOWN_EACH,
            immediate=True,
            function=self.async_update_event_listeners,
        )
        self.async_on_remove(self._slowly.async_shutdown)

    @property
    @override
    def available(self) -> bool:
        """Stay while Shell does not tell of the card: Home Assistant opens no calendar that is away."""
        return self.coordinator.last_update_success

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the session under way."""
        running = self._running
        return self._event(running, _open_end(running)) if running else None

    @property
    def _running(self) -> TrackedSession | None:
        return next(filter(began_at, reversed(self.active)), None)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        running = self._running
        turn = (
            self.available,
            running and (running.session_id, running.shown_state, began_at(running)),
            running and place_name(self.hass, self.account.configuration, running),
            running and self._where(running),
        )
        if turn != self._turn:
            self._turn = turn
            self.async_write_ha_state()

        self._push()

    def _push(self) -> None:
        """Send an open calendar what has become known; where none is open, that is nothing."""
        tracker = self.account.reader.tracker
        known = tracker.revision, tracker.revision - tracker.slow_changes
        if known[1] != self._known[1]:
            self.async_update_event_listeners()
        elif known != self._known:
            self._slowly.async_schedule_call()
        self._known = known

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the card's sessions of a stretch of time."""
        # An end may be shown up to an hour late (below), so what ended a little before is looked at.
        since = start_date - timedelta(hours=1)
        events = (
            self._event(session, dt_util.utcnow())
            for session in self.account.reader.tracker.sessions.values()
            if session.ema_id == self.card.ema_id.compact
            and (begun := began_at(session))
            and begun < end_date
            and (session.ended_at is None or session.ended_at >= since)
        )
        return [
            event
            for event in events
            if event.start < end_date and event.end > start_date
        ]

    def _event(self, session: TrackedSession, open_end: datetime) -> CalendarEvent:
        begun = began_at(session) or session.seen_at
        end = session.ended_at or open_end
        end = dt_util.as_local(max(end, begun + SHORTEST))
        # A calendar compares by the clock on the wall. Where that was put back during the session,
        # the end is moved to the second time that the clock shows the beginning's time.
        end = max(end, dt_util.as_local(begun).replace(fold=1))
        name = place_name(self.hass, self.account.configuration, session)
        summary, description = event_texts(self.hass, name, session)
        return CalendarEvent(
            start=begun,
            end=dt_util.as_utc(end),
            summary=summary,
            description=description,
            location=self._where(session) or name,
            uid=session.session_id,
        )

    def _where(self, session: TrackedSession) -> str | None:
        """Return the address, or what the place was called when the session was there.

        ``None`` is a charge point that the directory does not know, as a private one.
        """
        place = self.account.locations.data.get(session.evse_id)
        return (place.location.address if place else None) or session.location_name


def _open_end(session: TrackedSession) -> datetime:
    """Return until when a session under way is shown to go on: when its hour is full."""
    now = dt_util.utcnow()
    begun = began_at(session) or now
    return now + OPEN_END - max(now - begun, timedelta()) % OPEN_END


def event_texts(
    hass: HomeAssistant, name: str, session: TrackedSession
) -> tuple[str, str | None]:
    """Return a session in a line that begins with a name, and what is good to know besides.

    Words and numbers are those of Home Assistant's language.
    """
    known = figures(session)
    energy = energy_text(hass, known.energy) if known.energy is not None else None
    summary = " · ".join(filter(None, (name, energy, _cost_text(hass, known))))
    facts = (
        duration_text(known.duration) if known.duration is not None else None,
        _average_text(hass, known),
        _solar_text(hass, known),
    )
    description = (" · ".join(filter(None, facts)), *_request_ids(hass, session))
    return summary, "\n".join(filter(None, description)) or None


def _about(known: Figures) -> str:
    """Return what stands before money: whether it is an estimate."""
    return "≈ " if known.cost_source is Source.METER else ""


def _cost_text(hass: HomeAssistant, known: Figures) -> str | None:
    if known.cost is None:
        return None
    return f"{_about(known)}{money_text(hass, known.cost, known.currency)}"


def _average_text(hass: HomeAssistant, known: Figures) -> str | None:
    if known.average_price is None:
        return None
    return f"{_about(known)}{price_text(hass, known.average_price, known.currency)}"


def _solar_text(hass: HomeAssistant, known: Figures) -> str | None:
    """Return how much was sun, of the energy of which that is known."""
    if known.solar_energy is None or not known.solar_covered:
        return None
    covered = energy_text(hass, known.solar_covered)
    share = known.solar_energy / known.solar_covered
    return f"☀ {number_text(hass, known.solar_energy, 1)} / {covered} ({share:.0%})"


def _request_ids(
    hass: HomeAssistant, session: TrackedSession
) -> tuple[str | None, str | None]:
    """Return the ids under which Shell can look up what was sent from here, a line each."""
    start, stop = session.started_by, session.stopped_by
    return (
        start and word(hass, "calendar_start").format(request_id=start),
        stop and word(hass, "calendar_stop").format(request_id=stop),
    )
