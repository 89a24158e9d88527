"""What is known of every session. Pure: no I/O, and the time comes from outside.

The rules are DESIGN.md's "The way of the data": sessions are keyed by their id; an older reading
never overwrites a newer one; a command holds until its outcome or a time-out; a time of stopping
alone stops nothing; a state that is not documented is kept and shown as unknown.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from ..api.models import Session, SessionState
from .archive import Archive
from .last import Last
from .metering import Metering
from .months import Month, Months
from .pace import COMMAND
from .record import (
    Billed,
    Command,
    Intent,
    Origin,
    Pending,
    PricesInForce,
    Solar,
    TrackedSession,
    Transition,
    first,
)

_VANISHED_AFTER: Final = 2
"""Polls in a row that neither list a session nor know its id."""
_REMEMBERED_COMMANDS: Final = 1000
"""RequestIds of commands that are known again; those of kept sessions come on top."""


class SessionTracker:
    """Turns readings and commands into sessions, and says what is new.

    Every reading comes with the ticket that was drawn before Shell was asked: a reading that
    was asked for before something became known says nothing about it.
    """

    def __init__(
        self,
        *,
        keep: int,
        sessions: Iterable[TrackedSession] = (),
        intents: Iterable[Intent] = (),
        request_ids: Iterable[str] = (),
    ) -> None:
        """Go on from what was known. ``keep`` is how many sessions are kept at the most.

        ``request_ids`` are those of commands that may have left no session behind.
        """
        self._keep = keep
        self._sessions: dict[str, TrackedSession] = {}
        self._live: dict[str, TrackedSession] = {}
        self._last = Last()
        self.months = Months()
        """What counts in the running month."""
        self.archive = Archive()
        """The sessions by where they are kept, and what is found in them."""
        self._changed: set[str] = set()
        """Keys of sessions of which there may be news."""
        self._changed_at: dict[str, int] = {}
        for session in sessions:
            if session.session_id in self._sessions:
                self._set_aside(self._sessions[session.session_id])
            self._keep_as(session.session_id, session)
        self._changed = {key for key, each in self._sessions.items() if each.news}
        self._intents = {intent.request_id: intent for intent in intents}
        self._request_ids = deque(request_ids, maxlen=_REMEMBERED_COMMANDS)
        self.revision = 0
        """Counts up with every change worth keeping."""
        self.slow_changes = 0
        """How many of these were of what a meter tells, or the time of Shell's last word."""
        self._ticket = 0
        self._cards_met: set[str] = set()

    @property
    def sessions(self) -> Mapping[str, TrackedSession]:
        """Every session that is kept, by its id, oldest first."""
        return self._sessions

    @property
    def last(self) -> Last:
        """The last sessions of each charge point."""
        return self._last

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The starts whose session has not been found."""
        return tuple(self._intents.values())

    @property
    def request_ids(self) -> tuple[str, ...]:
        """The RequestIds of the last commands that left no session behind, oldest first."""
        return tuple(
            request_id
            for request_id in self._request_ids
            if not self.archive.has_request(request_id)
        )

    def was_used(self, request_id: str) -> bool:
        """Return whether a command went out with a RequestId before."""
        return (
            request_id in self._request_ids
            or request_id in self._intents
            or self.archive.has_request(request_id)
        )

    def note_request_id(self, request_id: str) -> None:
        """Remember the RequestId of a command that is about to go out."""
        self.revision += 1
        self._request_ids.append(request_id)

    @property
    def commands_given_at(self) -> list[datetime]:
        """When the commands under way were given."""
        given = [intent.sent_at for intent in self._intents.values()]
        return given + [
            session.pending.since for session in self._live.values() if session.pending
        ]

    def pending_since(self, now: datetime) -> datetime | None:
        """Return when the newest command under way was given, ``None`` where none is."""
        return max((at for at in self.commands_given_at if at <= now), default=None)

    def draw_ticket(self) -> int:
        """Return a ticket for a reading that is about to be asked for."""
        self._ticket += 1
        return self._ticket

    def live_sessions(self, ema_id: str | None = None) -> tuple[TrackedSession, ...]:
        """Return the sessions under way, of one card or of all."""
        return tuple(
            session
            for session in self._live.values()
            if ema_id in (None, session.ema_id)
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
        if last := self._last.over.get(intent.evse_id):
            self._supersede_failure(last)

    def stop_wished(
        self, now: datetime, *, evse_id: str | None = None, ema_id: str | None = None
    ) -> bool:
        """Note that starts that are not confirmed, at a charge point or by a card, are to be stopped.

        Return whether there are any.
        """
        meant = [
            intent
            for intent in self._intents.values()
            if evse_id in (None, intent.evse_id)
            and ema_id in (None, intent.ema_id)
            and is_fresh(intent.sent_at, now)
        ]
        for intent in meant:
            self.revision += 1
            self._intents[intent.request_id] = replace(intent, stop_wanted=True)
        return bool(meant)

    def wish_granted(self, session_id: str) -> None:
        """Note that a session that was to be stopped is being stopped, or is over."""
        session = self._sessions.get(session_id)
        if session and session.stop_wanted:
            session = replace(session, stop_wanted=False)
            self._put(session, self._changed_at.get(session_id, 0))

    def start_refused(self, request_id: str) -> None:
        """Forget a start that was certainly not carried out."""
        self.revision += 1
        self._intents.pop(request_id, None)

    def start_resent(self, intent: Intent, request_id: str) -> Intent:
        """Note the RequestId under which a start went out once more, and return it so."""
        if request_id == intent.request_id:
            return intent
        known = self._intents.pop(intent.request_id, intent)
        intent = replace(known, request_id=request_id)
        self.start_intended(intent)
        return intent

    def start_accepted(self, intent: Intent, session_id: str, evse_name: str) -> None:
        """Note the session that a start was answered with."""
        intent = self._intents.pop(intent.request_id, intent)
        known = self._sessions.get(session_id)
        if known is not None and known.ended_at and known.ended_at < intent.sent_at:
            self._set_aside(known)
            known = None
        known = known or TrackedSession(
            session_id=session_id,
            ema_id=intent.ema_id,
            evse_id=intent.evse_id,
            evse_name=evse_name,
            seen_at=intent.sent_at,
        )
        session = known.claimed(intent)
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
        session = self._sessions.get(session_id)
        if session is None or not session.live:
            return
        sent = session.stopped_from_here(request_id, sent_at, confirmed=confirmed)
        self._put(sent, self.draw_ticket())

    def stop_tried(self, session_id: str) -> None:
        """Note that a stop is tried: what failed before is told no more, whatever becomes of it."""
        self._supersede_failure(self._sessions[session_id])

    def turn_month(self, month: Month) -> None:
        """Count in a month what the user's own sensors say from now on."""
        self.months.turn(month, self._sessions)

    def metered(self, session_id: str, metering: Metering) -> None:
        """Note what the user's own meter says of a session."""
        known = self.months.marked(self._sessions[session_id], metering.began_at)
        session = replace(known, metering=metering)
        self._put(session, self._changed_at.get(session_id, 0))

    def sunned(self, session_id: str, solar: Solar) -> None:
        """Note how much of a session was sun."""
        session = self._sessions[session_id]
        assert session.metering, "Sun is a part of what was metered"
        known = self.months.marked(session, session.metering.began_at)
        session = replace(known, solar=solar)
        self._put(session, self._changed_at.get(session_id, 0))

    def located(self, session_id: str, name: str) -> None:
        """Note what the directory calls the place of a session."""
        session = replace(self._sessions[session_id], location_name=name)
        self._put(session, self._changed_at.get(session_id, 0))

    def billed(self, key: str, billed: Billed | None) -> None:
        """Note what a session was billed with, ``None`` takes that back."""
        self.revision += 1
        self._keep_as(key, replace(self._sessions[key], billed=billed))

    def prices_known(self, session_id: str, prices: PricesInForce) -> None:
        """Note the prices that a session began with."""
        session = replace(self._sessions[session_id], prices=prices)
        self._put(session, self._changed_at.get(session_id, 0))

    # Readings

    def update(self, readings: Iterable[Session], ticket: int, now: datetime) -> None:
        """Take readings of sessions."""
        for reading in readings:
            self._read(reading, ticket, now)

    def update_active(
        self, ema_id: str, readings: Iterable[Session], ticket: int, now: datetime
    ) -> None:
        """Take the list of a card's active sessions.

        What runs already the first time a card is met is not news.
        """
        readings = tuple(readings)
        if ema_id not in self._cards_met:
            self._cards_met.add(ema_id)
            for reading in readings:
                if reading.session_id not in self._sessions:
                    self._meet(reading, ticket, now)
        self.update(readings, ticket, now)

    def as_told(self, reading: Session, now: datetime) -> TrackedSession:
        """Return a session as a reading tells it, and keep nothing of that."""
        known = self._sessions.get(reading.session_id)
        if known is None or known.is_over_and_other_than(reading):
            return first(reading, now).merged(reading, now)
        return known if known.is_ahead_of(reading) else known.merged(reading, now)

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

    def not_found(self, session_id: str, ticket: int, now: datetime) -> None:
        """Note that Shell does not know a session that it did not list either."""
        session = self._sessions[session_id]
        if (
            session.pending is not None
            or not session.live
            or self._changed_at.get(session_id, 0) > ticket
        ):
            return
        session = replace(session, vanishing=session.vanishing + 1)
        if session.vanishing >= _VANISHED_AFTER:
            session = session.vanished(now)
        self._put(session, ticket)

    def expire(self, now: datetime) -> tuple[TrackedSession, ...]:
        """Give up waiting for commands that took too long; return the sessions concerned.

        One that was given in the future, by a clock that was ahead, has taken too long as well.
        """
        for intent in self.intents:
            if not is_fresh(intent.sent_at, now):
                self.start_refused(intent.request_id)
        expired = tuple(
            session.given_up(now)
            for session in self.live_sessions()
            if session.pending is not None and not is_fresh(session.pending.since, now)
        )
        for session in expired:
            self._put(session, self._changed_at.get(session.session_id, 0))
        return expired

    @property
    def has_news(self) -> bool:
        """Whether anything is to be announced."""
        return any(
            session.news
            for key in self._changed
            if (session := self._sessions.get(key))
        )

    def take_news(self) -> tuple[Transition, ...]:
        """Return what is to be announced, each once: it counts as announced from now on."""
        transitions = []
        for key in sorted(self._changed, key=self._when):
            session = self._sessions.get(key)
            if session is None or not session.news:
                continue
            announced = session.with_all_announced()
            transitions += [
                Transition(event=event, session=announced) for event in session.news
            ]
            self.revision += 1
            self._keep_as(key, announced)
        self._changed.clear()
        return tuple(transitions)

    def _when(self, key: str) -> datetime:
        """Return when a session took its last turn, to tell of several in their order."""
        session = self._sessions.get(key)
        if session is None:
            return datetime.min.replace(tzinfo=UTC)
        return session.ended_at or session.started_at or session.seen_at

    def _supersede_failure(self, session: TrackedSession) -> None:
        """Tell no more of a failure: a command follows it."""
        key = session.session_id
        if session.failure and self._sessions.get(key) is session:
            self._put(replace(session, failure=None), self._changed_at.get(key, 0))

    def _meet(self, reading: Session, ticket: int, now: datetime) -> None:
        """Take up a session that ran before this card was met, without announcing it."""
        session = self._adopted(first(reading, now).merged(reading, now))
        if session.origin is Origin.ELSEWHERE:
            session = session.with_all_announced()
        self._put(session, ticket)

    def _read(self, reading: Session, ticket: int, now: datetime) -> None:
        known = self._sessions.get(reading.session_id)
        if known is not None and known.is_over_and_other_than(reading):
            self._set_aside(known)
            known = None
        if known is None:
            session = self._adopted(first(reading, now).merged(reading, now))
            self._put(session, ticket)
        elif self._changed_at.get(
            reading.session_id, 0
        ) <= ticket and not known.is_ahead_of(reading):
            self._put(known.merged(reading, now), ticket)

    def _adopted(self, session: TrackedSession) -> TrackedSession:
        """Recognise the session of a start whose answer never came."""
        for intent in self.intents:
            if intent.began(session):
                del self._intents[intent.request_id]
                return session.claimed(intent)
        return session

    def _set_aside(self, session: TrackedSession) -> None:
        """Keep a session that is over beside the new one to which Shell has given its id."""
        number = 1
        while (key := f"{session.session_id}~{number}") in self._sessions:
            number += 1
        self._let_go(session.session_id)
        self._keep_as(key, session)

    def _put(self, session: TrackedSession, ticket: int) -> None:
        """Keep what is known of a session now, and let the oldest go where there are too many."""
        key = session.session_id
        self._changed_at[key] = ticket
        known = self._sessions.get(key)
        if known == session:
            return
        self.revision += 1
        self.slow_changes += known is not None and session.goes_on_from(known)
        self._keep_as(key, session)
        surplus = len(self._sessions) - self._keep
        if surplus > 0:
            ended = (key for key, each in self._sessions.items() if not each.live)
            for key in tuple(islice(ended, surplus)):
                self._let_go(key)

    def _let_go(self, key: str) -> None:
        session = self._sessions.pop(key)
        self.archive.exchange(key, session, None)
        self.last.forget(session)
        self.months.forget(key)
        self._changed_at.pop(key, None)

    def _keep_as(self, key: str, session: TrackedSession) -> None:
        self.archive.exchange(key, self._sessions.get(key), session)
        self._sessions[key] = session
        self.months.note(key, session)
        self._changed.add(key)
        if session.live:
            self._live[key] = session
        else:
            self._live.pop(key, None)
        self._last.note(session)


def is_fresh(given: datetime, now: datetime) -> bool:
    """Return whether a command may still be under way."""
    return timedelta() <= now - given < COMMAND
