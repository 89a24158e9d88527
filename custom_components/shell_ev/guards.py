"""What is not sent to Shell, and for how long: holds, guard times, what is not plugged in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import STATE_OFF
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .api import EvseId
from .configuration import Configuration
from .exceptions import refused, whole_seconds
from .names import name_of
from .reader import SessionReader
from .session.pace import COMMAND
from .session.record import TrackedSession

STOP_IN_A_HOLD: Final = timedelta(minutes=1)
"""The least time between two stops of a session while Shell asks to wait: a car must be let go."""


class Guards:
    """Refuse, in words, what must not go out now. Every method may raise ``ServiceValidationError``."""

    def __init__(
        self, hass: HomeAssistant, configuration: Configuration, reader: SessionReader
    ) -> None:
        """Guard an account."""
        self._hass = hass
        self._configuration = configuration
        self._reader = reader
        self._tracker = reader.tracker
        self._stops: dict[str, datetime] = {}
        """When stops were tried last, by the id of the session."""

    def refuse_while_held(self) -> None:
        """Refuse what would ask Shell while it asked the account to wait."""
        if left := self._reader.hold_left:
            raise refused("held", seconds=whole_seconds(left))

    def refuse_often(self, session: TrackedSession) -> None:
        """Refuse a stop that follows another too soon while Shell asks to wait."""
        if left := self._held_stop_left(session):
            raise refused("held", seconds=whole_seconds(left))

    def note_stop(self, session_id: str) -> None:
        """Note that a stop is tried now, whatever becomes of it."""
        now = dt_util.utcnow()
        self._stops = {
            key: at
            for key, at in self._stops.items()
            if timedelta() <= now - at < STOP_IN_A_HOLD
        } | {session_id: now}
        self._tracker.stop_tried(session_id)

    def refuse_unplugged(self, evse_id: EvseId) -> None:
        """Refuse a start while the user's own sensor says that no car is plugged in."""
        charge_point = self._configuration.points.get(evse_id.compact)
        if charge_point is None or charge_point.plug_sensor is None:
            return
        state = self._hass.states.get(charge_point.plug_sensor)
        if state is not None and state.state == STATE_OFF:
            raise refused("not_plugged_in", name=name_of(self._hass, charge_point))

    def refuse_unconfirmed(self, evse_id: EvseId) -> None:
        """Refuse a start while an earlier one may still turn into a session."""
        now = dt_util.utcnow()
        for intent in self._tracker.intents:
            left = intent.sent_at + COMMAND - now
            if intent.evse_id == evse_id.compact and timedelta() < left <= COMMAND:
                raise refused("start_being_checked", seconds=whole_seconds(left))

    def refuse_guarded(self, left: timedelta | None) -> None:
        """Refuse a command too soon after its opposite."""
        if left:
            raise refused("guard_time", seconds=whole_seconds(left))

    def start_guard_left(self, evse_id: EvseId) -> timedelta | None:
        """Return how long a start is refused because of a stop, ``None`` where it is not."""
        last = self._tracker.last.over.get(evse_id.compact)
        live = self._tracker.live_at(evse_id.compact)
        sessions = [*live, *([last] if last else [])]
        return self._guard_left(session.stop_sent_at for session in sessions)

    def stop_guard_left(self, session: TrackedSession) -> timedelta | None:
        """Return how long a stop is refused because of the start, ``None`` where it is not."""
        return self._guard_left((session.start_sent_at,))

    def stop_left(self, sessions: Iterable[TrackedSession]) -> timedelta | None:
        """Return how long a stop of any of these is refused, whatever for; ``None`` where none is."""
        waits = [
            wait(session)
            for session in sessions
            for wait in (self.stop_guard_left, self._held_stop_left)
        ]
        return max(filter(None, waits), default=None)

    def wish_left(self, session: TrackedSession) -> timedelta | None:
        """Return how long a stop that a person wished for earlier has to wait.

        Nobody looks on who would stop it once more, or no more: it is tried once a minute.
        """
        return max(
            filter(None, (self.stop_guard_left(session), self._often_left(session))),
            default=None,
        )

    def _held_stop_left(self, session: TrackedSession) -> timedelta | None:
        held, often = self._reader.hold_left, self._often_left(session)
        return min(held, often) if held and often else None

    def _often_left(self, session: TrackedSession) -> timedelta | None:
        tried = self._stops.get(session.session_id)
        return _left((tried, session.stop_sent_at), STOP_IN_A_HOLD)

    def _guard_left(self, opposites: Iterable[datetime | None]) -> timedelta | None:
        return _left(opposites, self._configuration.guard_time)


def _left(times: Iterable[datetime | None], wait: timedelta) -> timedelta | None:
    """Return what is left of a wait since the last of these times, ``None`` where it is over.

    A time of the future, by a clock that was ahead, holds nothing up.
    """
    now = dt_util.utcnow()
    last = max((at for at in times if at and at <= now), default=None)
    if last is None:
        return None
    left = last + wait - now
    return left if left > timedelta() else None
