"""Follows the user's own energy meters at the charge points through their sessions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import EnergyConverter

from .api import Evse, Prices, Usage, read_number
from .configuration import ChargePoint, Configuration
from .own_price import own_prices_since
from .session.metering import (
    Metering,
    begin,
    energy_prices,
    is_doubtful,
    price,
    read,
    usage,
)
from .session.months import Month
from .session.record import PricesInForce, TrackedSession
from .session.tracker import SessionTracker

OPEN_FOR: Final = timedelta(days=1)
"""How long after its end a session waits for its meter and its price."""
_MOST_SHOWN: Final = 1e9
"""kWh on a meter: no home has used a terawatt-hour. What is more is no reading, and sums stay sums."""
_LONGEST_MONTH: Final = timedelta(days=31)


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
        self._priced_by_user = {
            key: point
            for key, point in configuration.points.items()
            if point.has_own_price
        }
        self._doubted: dict[str, tuple[float, datetime]] = {}
        """By session, a reading that does not follow: believed where the next report goes on from it."""
        self._ends: dict[str, datetime] = {}
        """By session that is over and open, when it was, by our clock at the latest."""
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
        tracker.turn_month(month_at(dt_util.utcnow()))
        self.follow_renamed(configuration.points)

    def follow_renamed(self, points: Mapping[str, ChargePoint]) -> None:
        """Read the meters by the ids they have now, also for the sessions they have counted for.

        At once: the id that one had may be another's before the account is set up anew.
        """
        for key in self._meters.keys() & points.keys():
            meter, former = points[key].energy_meter, points[key].former_meters
            if not meter or not former:
                continue
            self._meters[key] = meter
            for session_id, session in self._tracker.sessions.items():
                metering = session.metering
                if session.evse_id != key or not metering or metering.closed:
                    continue
                if metering.meter in former:
                    renamed = replace(metering, meter=meter)
                    self._tracker.metered(session_id, renamed)

    @property
    def entity_ids(self) -> list[str]:
        """The meters, and the entities that show a price."""
        prices = (point.price_entity for point in self._priced_by_user.values())
        return [*self._meters.values(), *filter(None, prices)]

    @property
    def awaits_last_word(self) -> bool:
        """Whether a session is over whose meter has not reported since, be it the same again."""
        return bool(self._ends.keys() - self._unpriced.keys())

    def reported_at(self, evse_id: str) -> datetime | None:
        """Return when the meter at a charge point said last what it shows, ``None`` if away."""
        reading = self._reading(self._meters[evse_id])
        return reading[1] if reading else None

    def advance(self) -> bool:
        """Meter what is running, and what is over and open; return whether a figure changed.

        With each reading, at once: it has the price that was in force until then.
        """
        self._tracker.turn_month(month_at(dt_util.utcnow()))
        changed = [self._advance_at(evse_id) for evse_id in self._meters]
        changed += [self._advance_unpriced(key) for key in tuple(self._unpriced)]
        changed += [
            self._note_prices(session)
            for session in self._tracker.live_sessions()
            if session.running
        ]
        return any(changed)

    def _note_prices(self, session: TrackedSession) -> bool:
        """Note the prices that a session began with, once they are known."""
        if session.prices:
            return False
        now = dt_util.utcnow()
        began_at = session.started_at or session.seen_at
        prices = self._prices_at(session.evse_id, min(began_at, now))
        if prices is None:
            return False
        self._tracker.prices_known(
            session.session_id,
            PricesInForce(
                currency=prices.currency,
                per_kwh=prices.per_kwh,
                per_minute=prices.per_minute,
                start_fee=prices.start_fee,
            ),
        )
        return True

    def _prices_at(
        self,
        evse_id: str,
        moment: datetime,
        used: Usage = Usage(),  # noqa: B008, it is frozen
    ) -> Prices | None:
        """Return the prices of what began at a moment: the user's own, else the directory's."""
        if point := self._priced_by_user.get(evse_id):
            return own_prices_since(self._hass, point, moment)
        evse = self._evse_at(evse_id)
        return evse.prices(dt_util.as_local(moment), used) if evse else None

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
            self._ends.pop(session.session_id, None)
            metering = replace(metering, complete=False, closed=False)
            metering = self._priced(self._read(session, metering), session, now)
        elif session.ended_at and now - session.ended_at >= OPEN_FOR:
            metering = replace(metering, closed=True)
        else:
            # By a clock that is ahead it is to end yet, though it is known to be over.
            end = min(session.ended_at or now, now)
            end = self._ends.setdefault(session.session_id, end)
            metering = self._finished(session, metering, end)
            if replaced:
                # Its meter is another's now; what has no price yet may still get one.
                closed = metering.closed or metering.reading is None or session.live
                metering = replace(metering, complete=True, closed=closed)
        if metering.closed:
            for known in (self._doubted, self._ends, self._unpriced):
                known.pop(session.session_id, None)
        elif metering.complete:
            self._unpriced[session.session_id] = None
        self._tracker.metered(session.session_id, metering)
        if metering.cost is not None:
            # Also of one that was over before its prices were known.
            self._note_prices(session)
        return before is None or _figures(before) != _figures(metering)

    def _finished(
        self, session: TrackedSession, metering: Metering, end: datetime
    ) -> Metering:
        """Read and price a session that is over; it is closed once both could be done.

        What its meter says first after the end is its last word. What it said before is taken
        as well, for one that tells only what changes may say nothing more.
        """
        if metering.reading is None:
            # What it used was never measured, and what comes now belongs to nobody.
            return replace(metering, closed=True)
        if not metering.complete:
            metering = self._read(session, metering, end)
        metering = self._priced(metering, session, end)
        priced = metering.cost is not None and metering.priced_until == max(
            end, metering.began_at
        )
        return replace(metering, closed=metering.complete and priced)

    def _read(
        self,
        session: TrackedSession,
        metering: Metering,
        end: datetime | None = None,
    ) -> Metering:
        """Take what the meter shows, where it shows anything that is to be believed."""
        meter = self._meters[session.evse_id]
        reading = self._reading(meter)
        if reading is None:
            return metering
        energy, reported = reading
        doubted = self._doubted.pop(session.session_id, None)
        if is_doubtful(metering, meter, energy):
            believed = read(metering, meter, doubted[0]) if doubted else metering
            again = doubted is not None and doubted[1] != reported
            if not again or is_doubtful(believed, meter, energy):
                self._doubted[session.session_id] = energy, reported
                return metering
            metering = believed
        complete = end is not None and reported >= end
        return replace(read(metering, meter, energy), complete=complete)

    def _priced(
        self, metering: Metering, session: TrackedSession, until: datetime
    ) -> Metering:
        """Price what was used, with the user's own price or what the directory says."""
        point = self._priced_by_user.get(session.evse_id)
        if point and point.price_entity:
            return self._priced_by_entity(metering, session, until)
        begun = max(min(metering.priced_until, until), metering.began_at)
        prices = self._prices_at(session.evse_id, begun, usage(metering, begun))
        return price(metering, prices, until)

    def _priced_by_entity(
        self, metering: Metering, session: TrackedSession, until: datetime
    ) -> Metering:
        """Price what was used with what an entity shows, of which only energy has a price.

        A stretch in which nothing was used needs none. What a meter that is away will tell
        begins where it was there last.
        """
        if not metering.complete and self.reported_at(session.evse_id) is None:
            return metering
        until = max(until, metering.began_at)
        begun = max(min(metering.priced_until, until), metering.began_at)
        waits = metering.energy != metering.priced_energy
        prices = None
        if not session.live and begun == until:
            # What comes when all is priced up to the end was used just before it.
            prices = energy_prices(metering)
        if prices is None:
            prices = self._prices_at(session.evse_id, begun if waits else until)
        if prices is None and not waits:
            return replace(metering, priced_until=until, per_kwh=None)
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
        return (energy, state.last_reported) if energy <= _MOST_SHOWN else None


def month_at(moment: datetime) -> Month:
    """Return the month of a time in Home Assistant's time zone, in which midnight need not exist."""
    first = dt_util.as_local(moment).date().replace(day=1)
    following = (first + _LONGEST_MONTH).replace(day=1)
    return Month(
        start=dt_util.as_utc(dt_util.start_of_local_day(first)),
        end=dt_util.as_utc(dt_util.start_of_local_day(following)),
    )


def _figures(metering: Metering) -> tuple[float | None, float | None, str | None]:
    """Return what is shown of a session."""
    return metering.used, metering.cost, metering.currency
