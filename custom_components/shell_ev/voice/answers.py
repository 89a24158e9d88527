"""Does what a sentence asks for, and says what came of it in the speaker's language."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers.script import ScriptRunResult

from ..api import SessionState
from ..exceptions import refused
from ..permissions import Listing
from ..runtime import ShellEvData
from ..session.figures import Source, figures
from ..session.record import TrackedSession
from ..words import (
    async_load_texts,
    energy_text,
    money_text,
    refusal_text,
    state_text,
    word,
)
from .points import Speaker, chosen_switch, demand_now, loaded

PATIENCE: Final = timedelta(seconds=15)
"""How long a person waits for an answer. What takes longer goes on, and is said to be under way."""


async def async_answer(
    hass: HomeAssistant, told: dict[str, Any], context: Context | None = None
) -> ScriptRunResult:
    """Answer a sentence that Home Assistant's trigger has heard, as an automation would."""
    trigger = told["trigger"]
    language = trigger["user_input"]["language"]
    await async_load_texts(hass, language)
    try:
        speaker = await Speaker.of(hass, trigger)
        text = await _ANSWERS[trigger["id"]](hass, speaker)
    except Unauthorized:
        text = refusal_text(hass, refused("voice_not_allowed"), language)
    except HomeAssistantError as err:
        text = refusal_text(hass, err, language)
    return ScriptRunResult(
        conversation_response=text, service_response=None, variables={}
    )


async def _start(hass: HomeAssistant, speaker: Speaker) -> str:
    demand_now(hass, speaker)
    account, point = loaded(hass, chosen_switch(hass, speaker, POLICY_CONTROL))
    if point.ema_id is None:
        raise refused("no_charge_card")
    done = await account.commands.start(point.ema_id, point.evse_id)
    session = await _outcome(account, done.sessions[0])
    if session.state is SessionState.FAILED_TO_START:
        text = word(hass, "voice_start_failed", speaker.language)
        return text.format(reason=_reason(hass, session, speaker.language))
    if not session.running:
        return word(hass, "voice_starting", speaker.language)
    if not done.request_ids:
        return word(hass, "voice_already_charging", speaker.language)
    return word(hass, "voice_started", speaker.language)


async def _stop(hass: HomeAssistant, speaker: Speaker) -> str:
    demand_now(hass, speaker)
    account, point = loaded(hass, chosen_switch(hass, speaker, POLICY_CONTROL))
    done = await account.commands.stop_at(point.evse_id)
    sessions = [await _outcome(account, session) for session in done.sessions]
    going_on = [session for session in sessions if session.live]
    for session in going_on:
        if not session.being_stopped:
            text = word(hass, "voice_stop_failed", speaker.language)
            return text.format(reason=_reason(hass, session, speaker.language))
    if going_on:
        return word(hass, "voice_stopping", speaker.language)
    if sessions:
        return word(hass, "voice_stopped", speaker.language)
    if done.stop_wanted:
        return word(hass, "voice_stop_wanted", speaker.language)
    return word(hass, "voice_was_not_charging", speaker.language)


async def _is_charging(hass: HomeAssistant, speaker: Speaker) -> str:
    switch = chosen_switch(hass, speaker, POLICY_READ)
    account, point = loaded(hass, switch)
    state = hass.states.get(switch.entity_id)
    if state is None or state.state == STATE_UNAVAILABLE:
        return word(hass, "voice_state_unknown", speaker.language)
    session = account.sessions.data.at.get(point.evse_id.compact)
    if session is None or not session.live:
        return word(hass, "voice_not_charging", speaker.language)
    if session.being_stopped:
        return word(hass, "voice_being_stopped", speaker.language)
    if session.running:
        return word(hass, "voice_charging", speaker.language)
    return word(hass, "voice_starting", speaker.language)


async def _cost(hass: HomeAssistant, speaker: Speaker) -> str:
    account, point = loaded(hass, chosen_switch(hass, speaker, POLICY_READ))
    session = account.sessions.data.ended.get(point.evse_id.compact)
    if session is None:
        return word(hass, "voice_no_session", speaker.language)
    if not Listing.of(hass, account, speaker.asker).shows(session):
        raise refused("voice_not_allowed")
    known = figures(session)
    energy = None if known.energy is None else energy_text(known.energy)
    if known.cost is None:
        if energy is None:
            return word(hass, "voice_cost_unknown", speaker.language)
        return word(hass, "voice_energy_only", speaker.language).format(energy=energy)
    text = (
        word(hass, "voice_cost_estimated", speaker.language)
        if known.cost_source is Source.METER
        else word(hass, "voice_cost", speaker.language)
    )
    cost = money_text(known.cost, known.currency)
    return text.format(figures=", ".join(filter(None, (cost, energy))))


_ANSWERS: Final[dict[str, Callable[[HomeAssistant, Speaker], Awaitable[str]]]] = {
    "start": _start,
    "stop": _stop,
    "is_charging": _is_charging,
    "cost": _cost,
}
"""By what a sentence asks for, as in the files of sentences."""


async def _outcome(account: ShellEvData, session: TrackedSession) -> TrackedSession:
    """Return a session once its command has come to its end, or as it is when patience does."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await account.commands.outcome(session)
    except TimeoutError:
        return account.reader.tracker.sessions.get(session.session_id, session)


def _reason(hass: HomeAssistant, session: TrackedSession, language: str) -> str:
    """Return why a session did not do what it was told, without the code that Shell gives."""
    if session.error is None:
        return word(hass, "no_reason", language)
    return state_text(hass, "last_error", session.error, language)
