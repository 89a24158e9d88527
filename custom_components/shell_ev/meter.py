"""Follows the user's own energy meters at the charge points through their sessions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import EnergyConverter

from .api import Evse, read_number
from .configuration import Configuration
from .session.metering import Metering, begin, begins_anew, price, read, usage
from .session.record import TrackedSession
from .session.tracker import SessionTracker

OPEN_FOR: Final = timedelta(days=1)
"""How long after its end a session waits for its meter and its price."""


class Meters:
    """Give the sessions of an account their energy and, with a tariff, what they cost."""

    def __init__(
        self,
        hass: HomeAssistant,
        configuration: Configuration,
        tracker: SessionTracker,
        evse_at: Callable[[str], Evse | None],
    ) -> None:
        """Read the meters that are configured. ``evse_at`` gives what the directory says there."""
        self._hass = hass
        self._tracker = tracker
        self._evse_at = evse_at
        self._meters = {
            key: point.energy_meter
            for key, point in configuration.points.items()
            if point.energy_meter
        }
        self._doubted: dict[str, datetime] = {}
        """By session, when its meter reported to have begun anew: believed at the next report."""
        self._unpriced = {
            key: None
            for key, session in tracker.sessions.items()
            if not session.live
            and session.evse_id in self._meters
            and session.metering
            and session.metering.complete
            and not session.metering.closed
        }
        """The sessions that are over and read, and wait for prices alone."""

    @property
    def entity_ids(self) -> list[str]:
        """The meters."""
        return list(self._meters.values())

    def advance(self) -> bool:
        """Meter what is running, and what is over and open; return whether a figure changed."""
        changed = [self._advance_at(evse_id) for evse_id in self._meters]
        changed += [self._advance_unpriced(key) for key in tuple(self._unpriced)]
        return any(changed)

    def _advance_unpriced(self, session_id: str) -> bool:
        """Price a session that another has followed, once there are prices."""
        session = self._tracker.sessions.get(session_id)
        return session is not None and self._meter(session, replaced=True)

    def _advance_at(self, evse_id: str) -> bool:
        """Meter the sessions at a charge point that its meter has something to say of."""
        # Of several said to be running at one outlet, the last is the one that can be.
        running = next(
            (each for each in reversed(self._tracker.live_at(evse_id)) if each.running),
            None,
        )
        last = self._last_at(evse_id)
        if running and last and running.session_id == last.session_id:
            return self._meter(running)
        changed = False
        if last and last.metering and not last.metering.closed:
            replaced = running is not None or self._is_replaced(last)
            if replaced or not last.live:
                changed = self._meter(last, replaced=replaced)
        if running and not (running.metering and running.metering.closed):
            changed |= self._meter(running)
        return changed

    def _last_at(self, evse_id: str) -> TrackedSession | None:
        """Return the last metered session, ``None`` where it is kept no more under its id."""
        last = self._tracker.last.metered.get(evse_id)
        if last is None or self._tracker.sessions.get(last.session_id) is not last:
            return None
        return last

    def _is_replaced(self, session: TrackedSession) -> bool:
        """Return whether another ran at its outlet since: the meter is that one's."""
        ran = self._tracker.last.ran.get(session.evse_id)
        return (
            ran is not None
            and ran.session_id != session.session_id
            and self._tracker.last.is_after(ran, session)
        )

    def _meter(self, session: TrackedSession, *, replaced: bool = False) -> bool:
        """Meter a session. One that is ``replaced`` is closed, with what there is."""
        now = dt_util.utcnow()
        before = session.metering
        metering = before or begin(min(session.started_at or now, now))
        if session.live and not replaced:
            metering = replace(metering, complete=False, closed=False)
            metering = self._priced(self._read(session, metering), session, now)
        elif session.ended_at and now - session.ended_at >= OPEN_FOR:
            metering = replace(metering, closed=True)
        else:
            metering = self._finished(
                session, metering, min(session.ended_at or now, now)
            )
            if replaced:
                # Its meter is another's now; what has no price yet may still get one.
                closed = metering.closed or metering.reading is None or session.live
                metering = replace(metering, complete=True, closed=closed)
        if metering.closed:
            self._doubted.pop(session.session_id, None)
            self._unpriced.pop(session.session_id, None)
        elif metering.complete:
            self._unpriced[session.session_id] = None
        self._tracker.metered(session.session_id, metering)
        return before is None or _figures(before) != _figures(metering)

    def _finished(
        self, session: TrackedSession, metering: Metering, end: datetime
    ) -> Metering:
        """Read and price a session that is over; it is closed once both could be done."""
        if metering.reading is None:
            # What it used was never measured, and what comes now belongs to nobody.
            return replace(metering, closed=True)
        if not metering.complete:
            metering = self._read(session, metering)
        metering = self._priced(metering, session, end)
        priced = metering.cost is not None and metering.priced_until == max(
            end, metering.began_at
        )
        return replace(metering, closed=metering.complete and priced)

    def _read(self, session: TrackedSession, metering: Metering) -> Metering:
        """Take what the meter shows, where it shows anything that is to be believed."""
        meter = self._meters[session.evse_id]
        reading = self._reading(meter)
        if reading is None:
            return metering
        energy, reported = reading
        if not begins_anew(metering, meter, energy):
            self._doubted.pop(session.session_id, None)
        elif self._doubted.setdefault(session.session_id, reported) == reported:
            return metering
        else:
            del self._doubted[session.session_id]
        return replace(
            read(metering, meter, energy), complete=session.ended_at is not None
        )

    def _priced(
        self, metering: Metering, session: TrackedSession, until: datetime
    ) -> Metering:
        """Price what was used, with what the directory says."""
        evse = self._evse_at(session.evse_id)
        if evse is None:
            return metering
        begun = max(min(metering.priced_until, until), metering.began_at)
        prices = evse.prices(dt_util.as_local(begun), usage(metering, begun))
        return price(metering, prices, until)

    def _reading(self, meter: str) -> tuple[float, datetime] | None:
        """Return what a meter shows in kWh and since when, ``None`` where it shows no energy."""
        state = self._hass.states.get(meter)
        if state is None:
            return None
        value = read_number(state.state, low=0)
        unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        if value is None or unit not in EnergyConverter.VALID_UNITS:
            return None
        energy = EnergyConverter.convert(value, unit, UnitOfEnergy.KILO_WATT_HOUR)
        return energy, state.last_reported


def _figures(metering: Metering) -> tuple[float | None, float | None, str | None]:
    """Return what is shown of a session."""
    return metering.used, metering.cost, metering.currency
