"""Charge points and sessions: what happens to them, and when.

There are no timers here. Each session carries its history and the moment its next transition is due;
whoever asks says what time it is, and what has become due by then is settled first. So a reading is a
function of stored moments and the time given, and time can be moved in tests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
import uuid

from .ids import compact

# Session and user ids are names in this space: the same events at the same moments give the same ids,
# and a simulator that is started anew does not repeat the ids of its last life.
_ID_SPACE = uuid.UUID("8a1f6f0e-5d0b-4c53-9b1c-6f2f1a8f7c11")


class SessionState(StrEnum):
    """The words of the wire (API.md section 5)."""

    START_REQUESTED = "start-requested"
    STARTED = "started"
    STOP_REQUESTED = "stop-requested"
    STOPPED = "stopped"
    FAILED_TO_START = "failed-to-start"
    FAILED_TO_STOP = "failed-to-stop"


ENDED = frozenset({SessionState.STOPPED, SessionState.FAILED_TO_START})
CHARGING = frozenset(
    {SessionState.STARTED, SessionState.STOP_REQUESTED, SessionState.FAILED_TO_STOP}
)


@dataclass(frozen=True)
class SessionError:
    """Why a start or stop failed: one of the documented session codes, and words."""

    code: str
    message: str


NOT_CONNECTED = SessionError(
    "EvNotConnectedToEvse", "No vehicle is connected to the EVSE"
)
OUT_OF_SERVICE = SessionError("EvseOutOfService", "The EVSE is out of service")
IN_USE = SessionError("EvseInUse", "The EVSE is in use by another session")


@dataclass(frozen=True)
class Reading:
    """A state and the moment it was entered."""

    since: datetime
    state: SessionState
    error: SessionError | None = None


@dataclass(kw_only=True)
class SimulatedSession:
    """One charging transaction with everything that ever happened to it."""

    session_id: str
    user_id: str
    client_id: str
    ema_id: str
    evse_id: str
    history: list[Reading]
    due: datetime | None = None
    """When the pending start or stop is carried out."""

    @property
    def state(self) -> SessionState:
        """The latest state."""
        return self.history[-1].state

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.state in ENDED

    def past(self, at: datetime) -> list[Reading]:
        """Give the history as it was at a moment; before its beginning that is its first state."""
        return [entry for entry in self.history if entry.since <= at] or self.history[
            :1
        ]


def entered(state: SessionState, history: Sequence[Reading]) -> datetime | None:
    """Tell when a state was first entered, if it was."""
    return next((entry.since for entry in history if entry.state is state), None)


@dataclass(kw_only=True)
class ChargePoint:
    """An EVSE and what is the matter with it."""

    evse_id: str
    changed_at: datetime
    """Since when the status is as it is, as far as the operator has told."""
    plugged: bool = False
    in_service: bool = True
    visitor: bool = False
    """Whether somebody who is no client of this server charges here."""
    known_state: bool = True
    """Whether the operator reports a status at all."""
    session: SimulatedSession | None = None
    """The session that holds this EVSE."""

    @property
    def status(self) -> str:
        """The EVSE status of the Locations API."""
        if self.session is not None and self.session.state in CHARGING:
            return "Occupied"
        if not self.in_service:
            return "Unavailable"
        if self.visitor:
            return "Occupied"
        return "Available" if self.known_state else "Unknown"

    def obstacle(self, session: SimulatedSession | None) -> SessionError | None:
        """Tell what keeps a session from starting here, whether or not a car is plugged in."""
        if not self.in_service:
            return OUT_OF_SERVICE
        if self.visitor or self.session not in (None, session):
            return IN_USE
        return None


@dataclass(kw_only=True)
class World:
    """All charge points and sessions. Every method that does something is told the time."""

    charge_points: dict[str, ChargePoint]
    seed: int = 1
    start_delay: timedelta = timedelta(seconds=4)
    stop_delay: timedelta = timedelta(seconds=3)
    sessions: dict[str, SimulatedSession] = field(default_factory=dict)
    _born: int = 0

    @classmethod
    def of(cls, charge_points: Iterable[ChargePoint], *, seed: int) -> World:
        """Make a world of these charge points."""
        return cls(
            charge_points={compact(point.evse_id): point for point in charge_points},
            seed=seed,
        )

    def charge_point(self, evse_id: str) -> ChargePoint | None:
        """Find a charge point by any spelling of its EVSE ID."""
        return self.charge_points.get(compact(evse_id))

    def settle(self, now: datetime) -> None:
        """Carry out, in their order, the starts and stops that have become due."""
        while pending := [
            session
            for session in self.sessions.values()
            if session.due is not None and session.due <= now
        ]:
            self._carry_out(min(pending, key=lambda session: session.due or now))

    def request_start(
        self, point: ChargePoint, *, client_id: str, ema_id: str, now: datetime
    ) -> SimulatedSession:
        """Take a start request; whether it succeeds shows when it is due."""
        self.settle(now)
        session = self._new_session(
            point, client_id, ema_id, now, SessionState.START_REQUESTED
        )
        session.due = now + self.start_delay
        if point.session is None:
            point.session = session
        self.settle(now)
        return session

    def request_stop(self, session: SimulatedSession, now: datetime) -> bool:
        """Take a stop request; False when the session has ended. A second request changes nothing."""
        self.settle(now)
        if session.ended:
            return False
        if session.state is not SessionState.STOP_REQUESTED:
            session.history.append(Reading(now, SessionState.STOP_REQUESTED))
            session.due = now + self.stop_delay
            self.settle(now)
        return True

    def start_by_card(
        self, point: ChargePoint, *, client_id: str, ema_id: str, now: datetime
    ) -> SimulatedSession:
        """Start at the pole: whoever does that has plugged the car in, and it starts at once.

        Raises:
            ValueError: the EVSE is in use or out of service.

        """
        self.settle(now)
        if obstacle := point.obstacle(None):
            raise ValueError(f"{obstacle.message}.")
        point.plugged = True
        session = self._new_session(point, client_id, ema_id, now, SessionState.STARTED)
        point.session = session
        point.changed_at = now
        return session

    def end(self, session: SimulatedSession, now: datetime) -> None:
        """End at the pole, at once.

        Raises:
            ValueError: the session has ended already.

        """
        self.settle(now)
        if session.ended:
            raise ValueError("That session has ended already.")
        self._enter(session, Reading(now, SessionState.STOPPED))

    def plug(self, point: ChargePoint, plugged: bool, now: datetime) -> None:
        """Plug a car in or out. Pulling the plug ends the session, and a visitor leaves."""
        self.settle(now)
        point.plugged = plugged
        if point.visitor:
            point.visitor = False
            point.changed_at = now
        if (
            not plugged
            and point.session is not None
            and point.session.state in CHARGING
        ):
            self._enter(point.session, Reading(now, SessionState.STOPPED))

    def set_service(self, point: ChargePoint, in_service: bool, now: datetime) -> None:
        """Put a charge point in or out of service. A running session goes on, but cannot be stopped."""
        self.settle(now)
        if point.in_service != in_service:
            point.in_service = in_service
            point.changed_at = now

    def _new_session(
        self,
        point: ChargePoint,
        client_id: str,
        ema_id: str,
        now: datetime,
        state: SessionState,
    ) -> SimulatedSession:
        self._born += 1
        session = SimulatedSession(
            session_id=str(
                uuid.uuid5(_ID_SPACE, f"{self.seed}/{self._born}/{now.isoformat()}")
            ),
            user_id=str(uuid.uuid5(_ID_SPACE, f"{client_id}/{ema_id}")),
            client_id=client_id,
            ema_id=ema_id,
            evse_id=point.evse_id,
            history=[Reading(now, state)],
        )
        self.sessions[session.session_id] = session
        return session

    def _carry_out(self, session: SimulatedSession) -> None:
        """Do what is due: the start or the stop that was requested."""
        at = session.due
        assert at is not None
        point = self.charge_points[compact(session.evse_id)]
        if session.state is SessionState.START_REQUESTED:
            obstacle = point.obstacle(session) or (
                None if point.plugged else NOT_CONNECTED
            )
            if obstacle:
                self._enter(
                    session, Reading(at, SessionState.FAILED_TO_START, obstacle)
                )
            else:
                point.session = session
                self._enter(session, Reading(at, SessionState.STARTED))
            return
        charging = entered(SessionState.STARTED, session.history) is not None
        if charging and not point.in_service:
            self._enter(
                session, Reading(at, SessionState.FAILED_TO_STOP, OUT_OF_SERVICE)
            )
        else:
            self._enter(session, Reading(at, SessionState.STOPPED))

    def _enter(self, session: SimulatedSession, reading: Reading) -> None:
        session.due = None
        session.history.append(reading)
        point = self.charge_points[compact(session.evse_id)]
        if point.session is session:
            point.changed_at = reading.since
            if session.ended:
                point.session = None
