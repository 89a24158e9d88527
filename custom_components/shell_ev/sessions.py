"""What is known of every session. Pure: no I/O, and the time comes from outside.

The rules are DESIGN.md's "The way of the data": sessions are keyed by their id; an older reading
never overwrites a newer one; a command holds until its outcome or a time-out; a time of stopping
alone stops nothing; a state that is not documented is kept and shown as unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from .api.models import Session, SessionState
from .metering import Metering
from .records import (
    Command,
    Event,
    Intent,
    Origin,
    Pending,
    TrackedSession,
    Transition,
    claim,
    events,
    first,
    is_old,
    merge,
)

_VANISHED_AFTER: Final = 2
"""Polls in a row that neither list a session nor know its id."""


class SessionTracker:
    """Turns readings and commands into sessions, and says what is new.

    Every reading comes with the ticket that was drawn before Shell was asked: a reading that
    was asked for before something became known says nothing about it.
    """

    def __init__(
        self,
        *,
        keep: int,
        pending_timeout: timedelta,
        sessions: Iterable[TrackedSession] = (),
        intents: Iterable[Intent] = (),
    ) -> None:
        """Go on from what was known. ``keep`` is how many sessions are kept at the most."""
        self._keep = keep
        self._pending_timeout = pending_timeout
        self._sessions = {session.session_id: session for session in sessions}
        self._intents = {intent.request_id: intent for intent in intents}
        self.revision = 0
        """Counts up with every change worth keeping."""
        self._ticket = 0
        self._changed_at: dict[str, int] = {}
        self._cards_met: set[str] = set()

    @property
    def sessions(self) -> Mapping[str, TrackedSession]:
        """Every session that is kept, by its id, oldest first."""
        return self._sessions

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The starts whose session has not been found."""
        return tuple(self._intents.values())

    @property
    def pending(self) -> bool:
        """Whether anything is under way that is worth asking about in seconds."""
        return bool(self._intents) or any(
            session.pending for session in self.live_sessions()
        )

    def draw_ticket(self) -> int:
        """Return a ticket for a reading that is about to be asked for."""
        self._ticket += 1
        return self._ticket

    def live_sessions(self, ema_id: str | None = None) -> tuple[TrackedSession, ...]:
        """Return the sessions under way, of one card or of all."""
        return tuple(
            session
            for session in self._sessions.values()
            if session.live and ema_id in (None, session.ema_id)
        )

    def live_at(self, evse_id: str) -> tuple[TrackedSession, ...]:
        """Return the sessions under way at a charge point; more than one has been seen."""
        return tuple(
            session for session in self.live_sessions() if session.evse_id == evse_id
        )

    # Commands

    def start_intended(self, intent: Intent) -> None:
        """Note a start before it is sent, so that not even a crash forgets it."""
        self.revision += 1
        self._intents[intent.request_id] = intent

    def start_refused(self, request_id: str) -> None:
        """Forget a start that was certainly not carried out."""
        self.revision += 1
        self._intents.pop(request_id, None)

    def start_accepted(self, intent: Intent, session_id: str, evse_name: str) -> None:
        """Note the session that a start was answered with."""
        self._intents.pop(intent.request_id, None)
        known = self._sessions.get(session_id) or TrackedSession(
            session_id=session_id,
            ema_id=intent.ema_id,
            evse_id=intent.evse_id,
            evse_name=evse_name,
            seen_at=intent.sent_at,
        )
        session = claim(known, intent)
        if session.state is None:
            session = replace(
                session,
                state=SessionState.START_REQUESTED,
                pending=Pending(
                    command=Command.START,
                    since=intent.sent_at,
                    reading=(None, None),
                ),
            )
        self._put(session, self.draw_ticket())

    def stop_sent(
        self, session_id: str, request_id: str, sent_at: datetime, *, confirmed: bool
    ) -> None:
        """Note that a stop was sent, and whether Shell is known to have taken it."""
        session = self._sessions[session_id]
        if not session.live:
            return
        self._put(
            replace(
                session,
                stopped_by=request_id,
                stop_sent_at=sent_at,
                pending=Pending(
                    command=Command.STOP,
                    since=sent_at,
                    reading=(session.state, session.last_updated),
                    confirmed=confirmed,
                ),
                timed_out=None,
                announced=session.announced - {Event.STOP_FAILED},
            ),
            self.draw_ticket(),
        )

    def metered(self, session_id: str, metering: Metering) -> None:
        """Note what the user's own meter says of a session."""
        session = replace(self._sessions[session_id], metering=metering)
        self._put(session, self._changed_at.get(session_id, 0))

    # Readings

    def update(
        self, readings: Iterable[Session], ticket: int, now: datetime
    ) -> tuple[Transition, ...]:
        """Take readings of sessions and return what is to be announced."""
        transitions: list[Transition] = []
        for reading in readings:
            transitions += self._read(reading, ticket, now)
        return tuple(transitions)

    def update_active(
        self, ema_id: str, readings: Iterable[Session], ticket: int, now: datetime
    ) -> tuple[Transition, ...]:
        """Take the list of a card's active sessions.

        What runs already the first time a card is met is not news.
        """
        readings = tuple(readings)
        if ema_id not in self._cards_met:
            self._cards_met.add(ema_id)
            for reading in readings:
                if reading.session_id not in self._sessions:
                    self._meet(reading, ticket, now)
        return self.update(readings, ticket, now)

    def to_retrieve(self, listed: Iterable[str], ticket: int) -> tuple[str, ...]:
        """Return the sessions to ask about one by one, after the lists asked with ``ticket``.

        Those under way by a command, and those that the lists no longer hold: they do not say
        how a session ended.
        """
        listed = frozenset(listed)
        return tuple(
            session.session_id
            for session in self.live_sessions()
            if session.pending is not None
            or (
                session.session_id not in listed
                and self._changed_at.get(session.session_id, 0) <= ticket
            )
        )

    def not_found(
        self, session_id: str, ticket: int, now: datetime
    ) -> tuple[Transition, ...]:
        """Note that Shell does not know a session that it did not list either."""
        session = self._sessions[session_id]
        if (
            session.pending is not None
            or not session.live
            or self._changed_at.get(session_id, 0) > ticket
        ):
            return ()
        session = replace(session, vanishing=session.vanishing + 1)
        if session.vanishing >= _VANISHED_AFTER:
            session = replace(session, state=None, state_text=None, ended_at=now)
        return self._announce(session, ticket)

    def expire(self, now: datetime) -> tuple[TrackedSession, ...]:
        """Give up waiting for commands that took too long; return the sessions concerned."""
        for intent in self.intents:
            if now - intent.sent_at >= self._pending_timeout:
                self.start_refused(intent.request_id)
        expired = tuple(
            replace(session, pending=None, timed_out=session.pending.command)
            for session in self.live_sessions()
            if session.pending is not None
            and now - session.pending.since >= self._pending_timeout
        )
        for session in expired:
            self._put(session, self._changed_at.get(session.session_id, 0))
        return expired

    def _meet(self, reading: Session, ticket: int, now: datetime) -> None:
        """Take up a session that ran before this card was met, without announcing it."""
        session = self._adopt(first(reading, now))
        if session.origin is Origin.ELSEWHERE:
            session = merge(session, reading, now)
            session = replace(session, announced=frozenset(events(session)))
        self._put(session, ticket)

    def _read(
        self, reading: Session, ticket: int, now: datetime
    ) -> tuple[Transition, ...]:
        known = self._sessions.get(reading.session_id)
        if known is None:
            known = self._adopt(first(reading, now))
        elif self._changed_at.get(reading.session_id, 0) > ticket or is_old(
            reading, known
        ):
            return ()
        return self._announce(merge(known, reading, now), ticket)

    def _adopt(self, session: TrackedSession) -> TrackedSession:
        """Recognise the session of a start whose answer never came."""
        for intent in self.intents:
            if (intent.ema_id, intent.evse_id) == (session.ema_id, session.evse_id):
                del self._intents[intent.request_id]
                return claim(session, intent)
        return session

    def _announce(self, session: TrackedSession, ticket: int) -> tuple[Transition, ...]:
        """Keep a session and return its transitions that were not announced before."""
        news = [it for it in events(session) if it not in session.announced]
        session = replace(session, announced=session.announced | frozenset(news))
        self._put(session, ticket)
        return tuple(Transition(event=event, session=session) for event in news)

    def _put(self, session: TrackedSession, ticket: int) -> None:
        self._changed_at[session.session_id] = ticket
        if self._sessions.get(session.session_id) == session:
            return
        self.revision += 1
        self._sessions[session.session_id] = session
        surplus = len(self._sessions) - self._keep
        if surplus > 0:
            ended = [it.session_id for it in self._sessions.values() if not it.live]
            for session_id in ended[:surplus]:
                del self._sessions[session_id]
                self._changed_at.pop(session_id, None)
