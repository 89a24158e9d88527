"""Triggers of the integration, by Home Assistant's rules for triggers with a target.

Home Assistant calls their interface unstable: they are all in this file, and rest on entities
that everybody can use without them.
"""

from typing import override

from homeassistant.components.event import (
    DOMAIN as EVENT_DOMAIN,
    EventEntityStateAttribute,
)
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    EntityTransitionTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
)

from .api import Availability
from .entity_filter import own_with_key
from .session.record import Event


class _SessionTrigger(StatelessEntityTriggerBase):
    """A turn of a session, as the event entity of its charge point tells it: each once."""

    _domain_specs = {EVENT_DOMAIN: DomainSpec()}
    event: Event

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Leave the event entities of charge points."""
        return own_with_key(self._hass, super().entity_filter(entities), "session")

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Tell whether it is the turn that is waited for."""
        return state.attributes.get(EventEntityStateAttribute.EVENT_TYPE) == self.event


class StartedChargingTrigger(_SessionTrigger):
    """A session has started."""

    event = Event.STARTED


class StoppedChargingTrigger(_SessionTrigger):
    """A session has stopped, whoever or whatever stopped it."""

    event = Event.STOPPED


class FailedToStartTrigger(_SessionTrigger):
    """A session has failed to start."""

    event = Event.START_FAILED


class FailedToStopTrigger(_SessionTrigger):
    """A session goes on that was to stop."""

    event = Event.STOP_FAILED


class BecameAvailableTrigger(EntityTransitionTriggerBase):
    """A charge point that was occupied or out of service is free."""

    _domain_specs = {SENSOR_DOMAIN: DomainSpec()}
    _from_states = {Availability.OCCUPIED, Availability.OUT_OF_SERVICE}
    _to_states = {Availability.AVAILABLE}

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Leave the availability sensors of charge points."""
        return own_with_key(self._hass, super().entity_filter(entities), "availability")


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by their keys."""
    return {
        "started_charging": StartedChargingTrigger,
        "stopped_charging": StoppedChargingTrigger,
        "failed_to_start": FailedToStartTrigger,
        "failed_to_stop": FailedToStopTrigger,
        "became_available": BecameAvailableTrigger,
    }
