"""Follows the user's own sensors of the grid: how much of what a session drew was sun."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite
from typing import Final

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfPower
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.unit_conversion import PowerConverter

from .api import read_number
from .configuration import Configuration
from .session.metering import Metering
from .session.record import Solar, TrackedSession
from .session.sun import Grid
from .session.tracker import SessionTracker

type Sensors = tuple[str | None, str | None]
"""What names a home's connection to the grid: the sensors of its import and its export."""


_LAST_WORD_WITHIN: Final = timedelta(minutes=6)
"""After its end the sun of a session waits for what its meter says first, as long as there is
from one word to the next of a meter that is read regularly, with some to spare. One that tells
only what changes may say nothing more, and other sessions behind the same grid wait as well."""


@dataclass
class _Shared:
    """A connection to the grid, and how many accounts have charge points behind it."""

    grid: Grid
    accounts: int = 0


_GRIDS: HassKey[dict[Sensors, _Shared]] = HassKey("shell_ev_grids")
"""A home has one, whichever account its charge points are in."""


@dataclass(frozen=True, eq=False)
class _Followed:
    """A session that is followed. Shell may give its id to another; ``seen_at`` tells them apart."""

    session_id: str
    seen_at: datetime
    evse_id: str
    grid: Grid


class SolarShares:
    """Give the sessions of an account their share of sun, where there are sensors for it."""

    def __init__(
        self,
        hass: HomeAssistant,
        configuration: Configuration,
        tracker: SessionTracker,
        reported_at: Callable[[str], datetime | None],
    ) -> None:
        """Reckon what is configured. ``reported_at`` tells when a charge point's meter spoke last."""
        self._hass = hass
        self._tracker = tracker
        self._reported_at = reported_at
        self._sensors: dict[str, Sensors] = {
            key: (point.grid_power, point.grid_export)
            for key, point in configuration.points.items()
            if point.energy_meter and (point.grid_power or point.grid_export)
        }
        self._grids: dict[Sensors, Grid] = {}
        self._followed: dict[str, _Followed] = {}

    @callback
    def async_follow(self) -> CALLBACK_TYPE:
        """Follow the sensors from now on; return what leaves them, and the sessions."""
        now = dt_util.utcnow()
        shared = self._hass.data.setdefault(_GRIDS, {})
        for sensors in set(self._sensors.values()):
            each = shared.setdefault(sensors, _Shared(Grid(now)))
            each.accounts += 1
            self._grids[sensors] = each.grid
        for sensors in self._grids:
            self._look(sensors)
        entity_ids = {sensor for pair in self._grids for sensor in pair if sensor}
        stop = async_track_state_change_event(
            self._hass, entity_ids, self._handle_change
        )

        @callback
        def leave() -> None:
            stop()
            for followed in tuple(self._followed.values()):
                self._leave(followed)
            for sensors in self._grids:
                shared[sensors].accounts -= 1
                if not shared[sensors].accounts:
                    # What it imports is not known from now on.
                    del shared[sensors]
            self._grids.clear()

        return leave

    # What the sensors say

    @callback
    def _handle_change(self, event: Event[EventStateChangedData]) -> None:
        """Keep what a sensor says, up to each second; it is reckoned with the meters."""
        entity_id, before = event.data["entity_id"], event.data["old_state"]
        silent = timedelta()
        if before:
            silent = dt_util.utcnow() - before.last_reported
        for sensors in self._grids:
            if entity_id in sensors:
                self._look(sensors, silent)

    def _look(self, sensors: Sensors, silent: timedelta = timedelta()) -> None:
        """Take what sensors say, of which one was silent before."""
        grid_power, grid_export = map(self._power, sensors)
        power = None
        if grid_power is not None and grid_export is not None:
            power = grid_power - grid_export
        self._grids[sensors].imports(dt_util.utcnow(), power, silent)

    def _power(self, sensor: str | None) -> float | None:
        """Return what a sensor says in kW, ``None`` where it says no power; none is nought."""
        if sensor is None:
            return 0
        state = self._hass.states.get(sensor)
        if state is None:
            return None
        value = read_number(state.state)
        unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        if value is None or unit not in PowerConverter.VALID_UNITS:
            return None
        power = PowerConverter.convert(value, unit, UnitOfPower.KILO_WATT)
        return power if isfinite(power) else None

    # What comes of it

    def advance(self) -> bool:
        """Take what the meters have just said; return whether the sun of a session changed."""
        now = dt_util.utcnow()
        for followed in tuple(self._followed.values()):
            if not self._is_kept(followed):
                self._leave(followed)
        for evse_id, sensors in self._sensors.items():
            grid = self._grids.get(sensors)
            for session in self._tracker.live_at(evse_id):
                metering = session.metering
                if grid and metering and _is_drawing(session, metering):
                    self._take(session, metering, grid, now)
        for followed in self._followed.values():
            self._end(followed, now)
        for sensors, grid in self._grids.items():
            states = [self._hass.states.get(sensor) for sensor in sensors if sensor]
            reported = [state.last_reported for state in states if state]
            grid.confirm(now, min(reported, default=now))
            grid.reckon(now)
        changes = [self._tell(each) for each in tuple(self._followed.values())]
        return any(changes)

    def _is_kept(self, followed: _Followed) -> bool:
        """Return whether a session is still known under its id, and at its charge point."""
        session = self._tracker.sessions.get(followed.session_id)
        return session is not None and (session.seen_at, session.evse_id) == (
            followed.seen_at,
            followed.evse_id,
        )

    def _leave(self, followed: _Followed) -> None:
        followed.grid.forget(followed)
        del self._followed[followed.session_id]

    def _take(
        self, session: TrackedSession, metering: Metering, grid: Grid, now: datetime
    ) -> None:
        """Take what the meter says of a session that draws."""
        reported_at = self._reported_at(session.evse_id)
        followed = self._followed.get(session.session_id)
        if followed is None:
            followed = _Followed(
                session.session_id, session.seen_at, session.evse_id, grid
            )
            self._followed[session.session_id] = followed
            # A meter that said it long ago said it before this session.
            at = max(reported_at or now, metering.began_at)
            grid.begin(followed, now, at, metering.energy, session.solar or Solar())
        if reported_at is None:
            grid.lose(followed)
        else:
            grid.read(followed, now, reported_at, metering.energy)

    def _end(self, followed: _Followed, now: datetime) -> None:
        """Note the end of a session, where it has come to one."""
        session = self._tracker.sessions[followed.session_id]
        metering = session.metering
        if metering is None or _is_its(session, metering):
            return
        ended_at = session.ended_at or now
        reported_at = self._reported_at(session.evse_id)
        if reported_at is None or not isfinite(metering.energy):
            followed.grid.end(followed, now, ended_at, None)
            return
        over = metering.complete or metering.closed
        if not over and now - ended_at < _LAST_WORD_WITHIN:
            return
        silent = reported_at < ended_at
        at = min(ended_at, reported_at)
        energy = metering.energy if metering.complete or silent else None
        followed.grid.end(followed, now, at, energy)

    def _tell(self, followed: _Followed) -> bool:
        """Write down the sun of a session; return whether that is something new."""
        known = self._tracker.sessions[followed.session_id].solar or Solar()
        solar = followed.grid.solar(followed)
        if followed.grid.is_over(followed):
            self._leave(followed)
        # What a newer version has written beside it stays.
        solar = replace(known, energy=solar.energy, covered=solar.covered)
        if solar == known:
            return False
        self._tracker.sunned(followed.session_id, solar)
        return True


def _is_its(session: TrackedSession, metering: Metering) -> bool:
    """Return whether what the meter at its charge point counts is a session's."""
    return session.live and not metering.complete and not metering.closed


def _is_drawing(session: TrackedSession, metering: Metering) -> bool:
    """Return whether a session is being metered."""
    return session.running and _is_its(session, metering) and isfinite(metering.energy)
