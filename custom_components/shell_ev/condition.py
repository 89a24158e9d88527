"""Conditions of the integration, by Home Assistant's rules for conditions with a target."""

from typing import override

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import Condition, EntityStateConditionBase

from .api import Availability, SessionState
from .entity_filter import own_with_key


class _SensorCondition(EntityStateConditionBase):
    """A sensor of a charge point shows one of some states."""

    _domain_specs = {SENSOR_DOMAIN: DomainSpec()}
    key: str

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Leave the sensors that tell it."""
        return own_with_key(self._hass, super().entity_filter(entities), self.key)

    @override
    def _check_all_match_state(self, states: list[State]) -> bool:
        """Tell whether it is so at all of them; of none, nothing is so.

        Home Assistant's own answer is yes, and a charge point that was removed would start things.
        """
        return bool(states) and super()._check_all_match_state(states)


class IsChargingCondition(_SensorCondition):
    """A session has started and is not over; one that failed to stop goes on."""

    key = "session_state"
    _states = {
        SessionState.STARTED,
        SessionState.STOP_REQUESTED,
        SessionState.FAILED_TO_STOP,
    }


class IsAvailableCondition(_SensorCondition):
    """Nobody charges there, and it is in service."""

    key = "availability"
    _states = {Availability.AVAILABLE}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by their keys."""
    return {"is_charging": IsChargingCondition, "is_available": IsAvailableCondition}
