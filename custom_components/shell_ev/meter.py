"""Follows the user's own energy meter at a charge point through its sessions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfEnergy
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import EnergyConverter

from .account import ChargePoint
from .api import read_number
from .metering import begin, price, read, usage
from .records import TrackedSession

if TYPE_CHECKING:
    from .coordinator import SessionCoordinator


class SessionMeter:
    """Gives the sessions at a charge point their energy and, with a tariff, what they cost."""

    def __init__(
        self, coordinator: SessionCoordinator, charge_point: ChargePoint, entity_id: str
    ) -> None:
        """Work at a charge point with a meter."""
        self._coordinator = coordinator
        self._evse_id = charge_point.evse_id.compact
        self._entity_id = entity_id

    @callback
    def async_follow(self) -> None:
        """Listen to the meter for as long as the account is loaded."""
        self._coordinator.config_entry.async_on_unload(
            async_track_state_change_event(
                self._coordinator.hass, self._entity_id, self._handle_reading
            )
        )

    @callback
    def _handle_reading(self, _: Event[EventStateChangedData]) -> None:
        if self.advance():
            self._coordinator.async_show()

    def advance(self) -> bool:
        """Meter what is running here, and what ended since; return whether there was any."""
        sessions = [
            session
            for session in self._coordinator.tracker.sessions.values()
            if session.evse_id == self._evse_id
        ]
        ended = [
            session
            for session in sessions
            if not session.live and session.metering and not session.metering.closed
        ]
        # Of several said to be running at one outlet, the last is the one that can be.
        running = [session for session in sessions if session.running][-1:]
        for session in ended + running:
            self._meter(session)
        return bool(ended or running)

    def _meter(self, session: TrackedSession) -> None:
        now = dt_util.utcnow()
        metering = session.metering or begin(min(session.started_at or now, now))
        metering = read(metering, _reading(self._coordinator.hass, self._entity_id))
        place = self._coordinator.locations.data.get(self._evse_id)
        prices = (
            place.evse.prices(dt_util.as_local(metering.priced_until), usage(metering))
            if place
            else None
        )
        metering = price(metering, prices, session.ended_at or now)
        self._coordinator.tracker.metered(
            session.session_id, replace(metering, closed=not session.live)
        )


def _reading(hass: HomeAssistant, entity_id: str) -> float | None:
    """Return what a meter shows in kWh, ``None`` where it shows no energy."""
    state = hass.states.get(entity_id)
    if state is None:
        return None
    value = read_number(state.state, low=0)
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    if value is None or unit not in EnergyConverter.VALID_UNITS:
        return None
    return EnergyConverter.convert(value, unit, UnitOfEnergy.KILO_WATT_HOUR)
