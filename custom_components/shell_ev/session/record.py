"""What is kept of one session, and how a reading changes it. Pure, as ``sessions.py`` is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..api.identifiers import compact_ema_id, compact_evse_id
from ..api.models import Session, SessionError, SessionState
from .failure import Failure
from .metering import Metering
from .plain import Record

_ENDED: Final = frozenset({SessionState.STOPPED, SessionState.FAILED_TO_START})
_HAS_STARTED: Final = frozenset(
    {SessionState.STARTED, SessionState.STOP_REQUESTED, SessionState.FAILED_TO_STOP}
)
_FAILED: Final = frozenset({SessionState.FAILED_TO_START, SessionState.FAILED_TO_STOP})


class Command(StrEnum):
    """What a person or an automation asks of a charge point."""

    START = "start"
    STOP = "stop"


class Origin(StrEnum):
    """Where a session was begun: by this integration, or by card, app or another system."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


class Event(StrEnum):
    """What is announced of a session, each once."""

    STARTED = "started"
    STOPPED = "stopped"
    START_FAILED = "start_failed"
    STOP_FAILED = "stop_failed"


_CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""By which Shell's clock may be behind ours."""

REQUESTED: Final = {
    SessionState.START_REQUESTED: Command.START,
    SessionState.STOP_REQUESTED: Command.STOP,
}
"""The commands that a state tells of, whoever gave them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending(Record):
    """A command under way.

    ``reading`` is the state and its time that were known when the command was given, to tell
    news from old. ``confirmed`` is whether Shell is known to have taken it.
    """

    command: Command
    since: datetime
    reading: tuple[SessionState | None, datetime | None]
    confirmed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent(Record):
    """A start that was sent and of whose session nothing is known yet.

    ``stop_wanted`` is whether a person has asked for its end meanwhile.
    """

    request_id: str
    ema_id: str
    evse_id: str
    sent_at: datetime
    stop_wanted: bool = False

    def began(self, session: TrackedSession) -> bool:
        """Return whether a session may be the one that this start began."""
        return (self.ema_id, self.evse_id) == (session.ema_id, session.evse_id) and (
            session.started_at is None
            or session.started_at > self.sent_at - _CLOCKS_DIFFER
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Billed(Record):
    """A session as it was billed: kWh, and an amount in a currency; ``None`` is not known."""

    energy: float | None = None
    amount: float | None = None
    currency: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PricesInForce(Record):
    """The prices of a session as they were when it began, as ``api.tariffs.Prices`` has them."""

    currency: str
    per_kwh: float | None = None
    per_minute: float | None = None
    start_fee: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Solar(Record):
    """How much of a session's energy was sun, in kWh.

    ``covered`` is the part of its energy for which that is known: not where a sensor was away.
    """

    energy: float = 0
    covered: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthMark(Record):
    """What had been counted of a session when a local month began: kWh, cost, and kWh of sun.

    What was not known then is 0: it counts in the month in which it becomes known.
    """

    at: datetime
    energy: float = 0
    cost: float = 0
    solar: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackedSession(Record):
    """All that is known of a session. Ids of card and charge point are in their compact form.

    ``evse_name`` is the EVSE ID as Shell spells it. ``started_by`` and ``stopped_by`` are the
    RequestIds of our commands and ``start_sent_at`` and ``stop_sent_at`` their times;
    ``stop_wanted`` is whether a stop is due that was asked for before the session was known.
    ``error_code`` is Shell's of the state, and ``failure`` what is news of it.
    ``ended_at`` is set once the session is over, whatever ended it. ``timed_out`` is a command
    whose outcome did not come in time; it is forgotten when Shell tells another state.
    ``billed`` is what a person has noted from the bill, ``prices`` what was in force when
    the session began, ``solar`` how much of it was sun, and ``location_name`` says where it was.
    ``marks`` are the months that began while its figures could still grow, oldest first.
    """

    session_id: str
    ema_id: str
    evse_id: str
    evse_name: str
    seen_at: datetime
    origin: Origin = Origin.ELSEWHERE
    state: SessionState | None = None
    state_text: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    failure: Failure | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    ended_at: datetime | None = None
    last_updated: datetime | None = None
    started_by: str | None = None
    start_sent_at: datetime | None = None
    stopped_by: str | None = None
    stop_sent_at: datetime | None = None
    stop_wanted: bool = False
    pending: Pending | None = None
    timed_out: Command | None = None
    announced: frozenset[Event] = frozenset()
    vanishing: int = 0
    metering: Metering | None = None
    billed: Billed | None = None
    prices: PricesInForce | None = None
    solar: Solar | None = None
    location_name: str | None = None
    marks: tuple[MonthMark, ...] = ()

    @property
    def live(self) -> bool:
        """Whether the session is under way, as far as is known."""
        return self.ended_at is None

    @property
    def running(self) -> bool:
        """Whether the session has begun and is not over."""
        return self.live and self.state in _HAS_STARTED

    @property
    def being_stopped(self) -> bool:
        """Whether its end was asked for, here or elsewhere, and may still come."""
        stopping = self.pending is not None and self.pending.command is Command.STOP
        return self.live and (
            stopping or self.stop_wanted or self.state is SessionState.STOP_REQUESTED
        )

    @property
    def is_stopped_from_here(self) -> bool:
        """Whether the last stop that is known of was sent from here, and no outcome of it yet."""
        if self.pending is None:
            return self.timed_out is Command.STOP
        return self.pending.since == self.stop_sent_at

    @property
    def shown_state(self) -> SessionState | None:
        """The state to show: that of a command under way, else Shell's; ``None`` is unknown.

        A request that Shell has not come back on in time is unknown as well.
        """
        if self.pending is None:
            requested = REQUESTED.get(self.state) if self.state else None
            return None if requested and requested is self.timed_out else self.state
        if self.pending.command is Command.STOP:
            return SessionState.STOP_REQUESTED
        return SessionState.START_REQUESTED

    @property
    def failed_with(self) -> str | None:
        """Shell's code for why the session failed, ``None`` where it did not.

        While a command is under way what Shell says may be of the one before.
        """
        return self.error_code if self.pending is None else None

    @property
    def error(self) -> SessionError | None:
        """Why the session failed, ``None`` where it did not."""
        return SessionError.read(self.failed_with) if self.failed_with else None

    @property
    def failing(self) -> bool:
        """Whether what was done last has failed."""
        return self.pending is None and (
            self.state in _FAILED or self.error_code is not None
        )

    @property
    def duration(self) -> timedelta | None:
        """How long the session lasted, ``None`` while it lasts or where it is not known."""
        if self.ended_at is None or self.started_at is None:
            return None
        return max(self.ended_at - self.started_at, timedelta())

    @property
    def events(self) -> tuple[Event, ...]:
        """All that there is to announce of the session, in its order."""
        started = self.state in _HAS_STARTED or Event.STARTED in self.announced
        if self.live:
            if self.state is SessionState.FAILED_TO_STOP and self.pending is None:
                return (Event.STARTED, Event.STOP_FAILED)
            return (Event.STARTED,) if started else ()
        if self.state is SessionState.FAILED_TO_START:
            return (Event.START_FAILED,)
        if self.state is SessionState.STOPPED:
            if self.started_at is not None:
                return (Event.STARTED, Event.STOPPED)
            return (Event.STOPPED,)
        # It vanished: whether it ran is known only from before.
        return (Event.STOPPED,) if started else (Event.START_FAILED,)

    @property
    def news(self) -> tuple[Event, ...]:
        """What of that has not been announced."""
        return tuple(event for event in self.events if event not in self.announced)

    def with_all_announced(self) -> TrackedSession:
        """Return the session with all of it announced."""
        return replace(self, announced=self.announced | frozenset(self.events))

    def claimed(self, intent: Intent) -> TrackedSession:
        """Return the session as the one that a start of ours began."""
        failure = self.failure
        if failure and self.state is SessionState.FAILED_TO_START:
            failure = replace(failure, request_id=intent.request_id)
        return replace(
            self,
            origin=Origin.HERE,
            started_by=intent.request_id,
            start_sent_at=intent.sent_at,
            stop_wanted=intent.stop_wanted,
            failure=failure,
        )

    def stopped_from_here(
        self, request_id: str, sent_at: datetime, *, confirmed: bool
    ) -> TrackedSession:
        """Return the session with a stop sent: what failed before is over, and told anew if it fails."""
        return replace(
            self,
            stopped_by=request_id,
            stop_sent_at=sent_at,
            pending=Pending(
                command=Command.STOP,
                since=sent_at,
                reading=(self.state, self.last_updated),
                confirmed=confirmed,
            ),
            # Nobody who wished for it may be there to stop it once more.
            stop_wanted=self.stop_wanted and not confirmed,
            timed_out=None,
            error_code=None,
            error_message=None,
            failure=None,
            announced=self.announced - {Event.STOP_FAILED},
        )

    def vanished(self, now: datetime) -> TrackedSession:
        """Return the session as over in a way that Shell does not tell: it did not fail by that."""
        return replace(
            self,
            state=None,
            state_text=None,
            error_code=None,
            error_message=None,
            failure=None,
            ended_at=now,
        )

    def given_up(self, now: datetime) -> TrackedSession:
        """Return the session with nobody waiting any more for what became of its command."""
        command = self.pending.command if self.pending else None
        given_up = replace(self, pending=None, timed_out=command)
        return replace(given_up, failure=_failure(given_up, self, None, now))

    def goes_on_from(self, known: TrackedSession) -> bool:
        """Whether nothing is new but what the user's sensors say, and when Shell spoke last."""
        return known == replace(
            self,
            metering=known.metering,
            solar=known.solar,
            last_updated=known.last_updated,
        )

    def goes_on_as(self, state: SessionState | None) -> bool:
        """Whether it is no turn that the session is in a state: one that could not be stopped runs on."""
        return state == self.state or (
            state is SessionState.STARTED and self.running and self.pending is None
        )

    def is_ahead_of(self, reading: Session) -> bool:
        """Whether a reading tells of a time before what is known.

        By Shell's own time where there is one. Without it a session that has gone on does not
        go back: what looks like it is an answer that was overtaken.
        """
        if reading.last_updated and self.last_updated:
            if reading.last_updated < self.last_updated:
                return True
            if reading.last_updated > self.last_updated:
                return False
        if not self.live and self.state is not None:
            return reading.state not in _ENDED
        return (
            reading.state is SessionState.START_REQUESTED and self.state in _HAS_STARTED
        )

    def is_over_and_other_than(self, reading: Session) -> bool:
        """Whether Shell has given the id of a session that is over to a new one."""
        over_at = self.stopped_at or self.ended_at
        if self.ended_at is None or over_at is None or reading.state is None:
            return False
        if reading.started_at is not None:
            return reading.started_at > over_at
        # One that is asked for anew has no beginning yet.
        return (
            reading.state is SessionState.START_REQUESTED
            and reading.last_updated is not None
            and self.last_updated is not None
            and reading.last_updated > self.last_updated
        )

    def merged(self, reading: Session, now: datetime) -> TrackedSession:
        """Return what is known after a reading. What the reading leaves out stays as it is."""
        says_state = reading.state is not None or reading.state_text is not None
        state = reading.state if says_state else self.state
        # An error is that of the state that it came with.
        code, message = (
            (self.error_code, self.error_message)
            if self.goes_on_as(state)
            else (None, None)
        )
        merged = replace(
            self,
            evse_id=compact_evse_id(reading.evse_id)
            if reading.evse_id
            else self.evse_id,
            evse_name=reading.evse_id or self.evse_name,
            state=state,
            state_text=reading.state_text if says_state else self.state_text,
            error_code=reading.error_code or code,
            error_message=reading.error_message or message,
            started_at=reading.started_at or self.started_at,
            stopped_at=reading.stopped_at or self.stopped_at,
            last_updated=reading.last_updated or self.last_updated,
            timed_out=self.timed_out if state == self.state else None,
            vanishing=0,
        )
        ended_at = None
        if state in _ENDED:
            ended_at = self.ended_at or merged.stopped_at or now
        merged = replace(
            merged, ended_at=ended_at, pending=_still_pending(merged, self, now)
        )
        said_at = reading.last_updated
        return replace(merged, failure=_failure(merged, self, said_at, now))


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """Something to announce, with the session as it is then."""

    event: Event
    session: TrackedSession


def first(reading: Session, now: datetime) -> TrackedSession:
    """Return a session that was not known before; the reading is still to be merged."""
    return TrackedSession(
        session_id=reading.session_id,
        ema_id=compact_ema_id(reading.ema_id or ""),
        evse_id=compact_evse_id(reading.evse_id or ""),
        evse_name=reading.evse_id or "",
        seen_at=now,
    )


def _failure(
    after: TrackedSession,
    before: TrackedSession,
    said_at: datetime | None,
    now: datetime,
) -> Failure | None:
    """Return what is to be told of a failure. That Shell speaks of it once more makes no new one."""
    if not after.failing:
        return None
    if before.failing and before.goes_on_as(after.state):
        return before.failure
    command: tuple[str | None, datetime | None] = (None, None)
    if after.state is SessionState.FAILED_TO_START:
        command = after.started_by, after.start_sent_at
    elif before.is_stopped_from_here:
        command = after.stopped_by, after.stop_sent_at
    return Failure.of_command(*command, said_at=said_at, now=now)


def _still_pending(
    merged: TrackedSession, known: TrackedSession, now: datetime
) -> Pending | None:
    """Return the command under way after a reading, one begun elsewhere included."""
    pending = known.pending
    if merged.state in _ENDED:
        return None
    if pending is None:
        if merged.state == known.state:
            return None
        if merged.state not in REQUESTED:
            return None
        return Pending(
            command=REQUESTED[merged.state],
            since=now,
            reading=(merged.state, merged.last_updated),
        )
    if pending.command is Command.START:
        return None if merged.state in _HAS_STARTED else pending
    if merged.state is SessionState.STOP_REQUESTED:
        return replace(pending, confirmed=True)
    if merged.state is SessionState.FAILED_TO_STOP and pending.reading != (
        merged.state,
        merged.last_updated,
    ):
        return None
    return pending
