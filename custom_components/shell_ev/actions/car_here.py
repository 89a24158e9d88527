"""Since when the car has been here: what the recorder keeps of the user's own sensors tells it.

A state alone does not: it changed last when its sensor came back, or when Home Assistant started.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from homeassistant.components.recorder.history import state_changes_during_period
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant, ServiceCall, State, callback
from homeassistant.helpers.recorder import DATA_INSTANCE
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..api import read_number
from ..permissions import Asker, reading_entity

ATTR_PLUG_SENSOR: Final = "plug_sensor"
ATTR_STATE_OF_CHARGE: Final = "state_of_charge"

_LOOKED_BACK: Final = timedelta(days=3)
"""Over a weekend; a person's stop or a night's hours are no longer in force then."""
_MOST_CHANGES: Final = 20_000
"""Of an entity, one every 13 seconds. Of more, the recorder would give the oldest, which tell nothing."""
_ANSWERED_WITHIN: Final = 20
"""Seconds that the recorder has for the history of an entity."""
_LEAST_DRIVEN: Final = 5
"""Percent. A car that stands loses less while its number is rounded, or its battery cools down."""
_LEAST_DRIVEN_IF_PLUGGED_IN: Final = 25
"""Percent. One that heats up before it leaves loses less; more is a drive that its plug sensor missed."""
_SENSORS_NEED: Final = timedelta(minutes=10)
"""After Home Assistant has started, until they have told what they knew before."""

_STARTED_AT: HassKey[datetime] = HassKey("shell_ev_home_assistant_started_at")

type StateAt = tuple[datetime, str]
"""When a state came, and what it is."""
type Charge = tuple[datetime, float]
"""When a state of charge came, and how much it is."""


@callback
def async_note_start(hass: HomeAssistant) -> None:
    """Note when Home Assistant has started: what changed before is no news of the car."""

    @callback
    def note(_: HomeAssistant) -> None:
        hass.data[_STARTED_AT] = dt_util.utcnow()

    async_at_started(hass, note)


@dataclass(frozen=True, slots=True)
class CarHere:
    """What the user's own sensors tell of the car, ``None`` where that is not known."""

    since: datetime | None
    """Since when it has been here; none while it is away, too."""
    charge_since: datetime | None
    """Since when its state of charge has been the number that it is."""


async def car_here(call: ServiceCall, asker: Asker) -> CarHere:
    """Return what the sensors that are named tell of the car.

    It was away when its plug sensor was off, and drove where it has lost charge.

    Raises:
        Unauthorized: a sensor that is named may not be read.
    """
    plug_sensor: str | None = call.data.get(ATTR_PLUG_SENSOR) or None
    state_of_charge: str | None = call.data.get(ATTR_STATE_OF_CHARGE) or None
    for entity_id in filter(None, (plug_sensor, state_of_charge)):
        asker.demand(reading_entity(entity_id))
    plug = await _recent_states(call.hass, plug_sensor) if plug_sensor else None
    charges = (
        _charges(await _recent_states(call.hass, state_of_charge) or ())
        if state_of_charge
        else []
    )
    return CarHere(
        since=_here_since(call.hass, plug_sensor, plug, charges),
        charge_since=_charge_since(charges),
    )


def _here_since(
    hass: HomeAssistant,
    plug_sensor: str | None,
    plug: Sequence[StateAt] | None,
    charges: Sequence[Charge],
) -> datetime | None:
    plugged = None
    if plug:
        if _is_unplugged(plug):
            return None
        plugged = _plugged_at(plug)
    elif plug_sensor:
        plugged = _changed_at(hass, plug_sensor)
    driven = None if _stays_plugged_in(plug) else _driven_at(charges, plug or ())
    return max(filter(None, (plugged, driven)), default=None)


async def _recent_states(
    hass: HomeAssistant, entity_id: str
) -> Sequence[StateAt] | None:
    """Return what an entity told lately, oldest first, ``None`` where nothing of it was kept."""
    kept = await _kept(hass, entity_id)
    if not kept or len(kept) >= _MOST_CHANGES:
        return None
    states = [(state.last_updated, state.state) for state in kept]
    # What it tells now may not be written down yet.
    if state := hass.states.get(entity_id):
        states.append((max(state.last_changed, states[-1][0]), state.state))
    return states


async def _kept(hass: HomeAssistant, entity_id: str) -> list[State]:
    """Return the states of an entity in the recorder, which may be away or busy with its database."""
    recorder = hass.data.get(DATA_INSTANCE)
    if recorder is None:
        return []
    read = partial(
        state_changes_during_period,
        hass,
        dt_util.utcnow() - _LOOKED_BACK,
        entity_id=entity_id,
        no_attributes=True,
        limit=_MOST_CHANGES,
    )
    try:
        async with asyncio.timeout(_ANSWERED_WITHIN):
            kept = await recorder.async_add_executor_job(read)
    # It is a RuntimeError where it has no database yet, or no more.
    except SQLAlchemyError, RuntimeError, TimeoutError:
        return []
    return kept.get(entity_id, [])


def _changed_at(hass: HomeAssistant, plug_sensor: str) -> datetime | None:
    """Return when a plug sensor of which nothing was kept came on, unless Home Assistant made it do so."""
    state = hass.states.get(plug_sensor)
    started_at = hass.data.get(_STARTED_AT)
    if state is None or started_at is None or state.state != STATE_ON:
        return None
    changed_at = state.last_changed
    return changed_at if changed_at > started_at + _SENSORS_NEED else None


def _is_unplugged(states: Sequence[StateAt]) -> bool:
    """Return whether "off" is the last that a plug sensor knew."""
    known = [state for _, state in states if state in (STATE_ON, STATE_OFF)]
    return known[-1:] == [STATE_OFF]


def _plugged_at(states: Sequence[StateAt]) -> datetime | None:
    """Return when a plug sensor ceased to be off, for the last time.

    Between on and on it may have been away for a while, which unplugs nothing.
    """
    plugged_at = None
    was_off = False
    for at, state in states:
        if was_off and state != STATE_OFF:
            plugged_at = at
        was_off = state == STATE_OFF
    return plugged_at


def _stays_plugged_in(plug: Sequence[StateAt] | None) -> bool:
    """Return whether a plug sensor was on all the time, so that a loss of charge is no drive."""
    return bool(plug) and all(state == STATE_ON for _, state in plug or ())


def _was_plugged_in(plug: Sequence[StateAt], begin: datetime, end: datetime) -> bool:
    """Return whether a plug sensor was on from one moment to another."""
    before = [state for at, state in plug if at <= begin][-1:]
    between = [state for at, state in plug if begin < at <= end]
    return before == [STATE_ON] and all(state == STATE_ON for state in between)


def _charges(states: Sequence[StateAt]) -> list[Charge]:
    """Return the numbers among what a state of charge told."""
    read = ((at, read_number(state, low=0, high=100)) for at, state in states)
    return [(at, charge) for at, charge in read if charge is not None]


def _charge_since(charges: Sequence[Charge]) -> datetime | None:
    """Return since when the last number was told: to be away for a while changes none."""
    since = None
    for at, charge in reversed(charges):
        if charge != charges[-1][1]:
            break
        since = at
    return since


def _driven_at(charges: Sequence[Charge], plug: Sequence[StateAt]) -> datetime | None:
    """Return when a car last told that it had lost charge, and more than one loses that is plugged in."""
    driven_at = None
    highest: Charge | None = None
    for at, charge in charges:
        if highest is None or charge >= highest[1]:
            highest = (at, charge)
            continue
        lost = highest[1] - charge
        # The history of the plug is long: it is looked through only where it decides.
        if lost >= _LEAST_DRIVEN_IF_PLUGGED_IN or (
            lost >= _LEAST_DRIVEN and not _was_plugged_in(plug, highest[0], at)
        ):
            driven_at, highest = at, (at, charge)
    return driven_at
