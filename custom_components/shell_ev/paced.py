"""Sensors over figures that move all the time: their turns are written at once, what moves in a while.

Each state that is written is a row of Home Assistant's recorder, and some meters say something
new each second.
"""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, final, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .entity import ChargePointEntity, Value

_BEFORE: Final = timedelta(seconds=10)
"""A while ends so long before a full one of the clock: what was used is in the statistics of its time."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A figure that moves, in its unit, and since when it has counted."""

    value: Value
    unit: str | None
    last_reset: datetime | None


class PacedSensor(ChargePointEntity, SensorEntity):
    """A sensor over a meter, which writes a state once a while as long as a session is metered.

    Whatever is no mere step of the meter is a turn, and written at once: a session that begins, changes its
    state or ends, a new month, a figure that becomes known. So is the first step of a while, so
    that a meter that says something now and then is shown as it does. Where the figure begins anew,
    a step that waits is written before: statistics add up what was shown last.
    """

    pace: timedelta
    """How long a while is; an hour is a whole number of them."""
    _turn: object = None
    """What was written last, but for the figure."""
    _free_at = _EPOCH
    """When the next step may be written."""
    _waiting: Moving | None = None
    """The last step, where it waits to be written."""
    _late: Moving | None = None
    """What is being written though the figure has begun anew."""
    _cancel_timer: CALLBACK_TYPE | None = None

    @property
    @abstractmethod
    def moving(self) -> Moving:
        """What there is to show now."""

    @property
    @override
    @final
    def native_value(self) -> Value:
        """Return the value."""
        return (self._late or self.moving).value

    @property
    @override
    @final
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of energy, or the currency."""
        return (self._late or self.moving).unit

    @property
    @override
    @final
    def last_reset(self) -> datetime | None:
        """Return since when the figure has counted."""
        return (self._late or self.moving).last_reset

    @override
    async def async_added_to_hass(self) -> None:
        """Write nothing any more once it is removed."""
        await super().async_added_to_hass()
        self.async_on_remove(self._wait_no_more)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        now, moving = dt_util.utcnow(), self.moving
        if self._waiting and self._waiting.last_reset != moving.last_reset:
            self._write_late(self._waiting)
        # A clock that was ahead has set what is not believed.
        waits = timedelta() < self._free_at - now <= self.pace
        if not waits or self._find_turn(moving) != self._turn:
            self._write(now)
            return
        self._waiting = moving
        if self._cancel_timer is None:
            self._cancel_timer = async_track_point_in_utc_time(
                self.hass, self._write, self._free_at
            )

    @callback
    def _write(self, now: datetime) -> None:
        self._wait_no_more()
        self._turn = self._find_turn(self.moving)
        session = self.metered_session
        is_moving = session is not None and session.live
        self._free_at = end_of_while(now, self.pace) if is_moving else now
        self.async_write_ha_state()

    def _write_late(self, waiting: Moving) -> None:
        self._late = waiting
        try:
            self.async_write_ha_state()
        finally:
            self._late = None

    @callback
    def _wait_no_more(self) -> None:
        self._waiting = None
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None

    def _find_turn(self, moving: Moving) -> object:
        """Return what is written at once where it changes."""
        session, metered = self.session, self.metered_session
        return (
            self.available,
            session and (session.session_id, session.shown_state),
            metered and (metered.session_id, metered.live),
            moving.value is None,
            moving.unit,
            moving.last_reset,
        )


def end_of_while(now: datetime, pace: timedelta) -> datetime:
    """Return when the while ends that a time is in."""
    return now + pace - (now - _EPOCH + _BEFORE) % pace
