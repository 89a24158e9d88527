"""Does what a sentence asks for, and says what came of it in the speaker's language."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.script import ScriptRunResult

from ..api import SessionState
from ..exceptions import refused
from ..runtime import ShellEvData
from ..session.record import TrackedSession
from ..texts import async_load_texts, language_of, refusal_text, state_text, word
from .beside import Beside, words_of
from .points import (
    Speaker,
    exposed_switches,
    listed,
    loaded,
    meant_switches,
    names_to_say,
    the_one,
)
from .questions import cost, found_at, is_charging, is_done

PATIENCE: Final = timedelta(seconds=15)
"""How long a person waits for an answer. What takes longer goes on, and is said to be under way."""


async def async_answer(
    hass: HomeAssistant,
    vocabulary: Mapping[str, Beside],
    heard: dict[str, Any],
    context: Context | None = None,
) -> ScriptRunResult:
    """Answer a sentence that Home Assistant's trigger has heard, as an automation would.

    ``vocabulary`` is that of each language that there are sentences in, English among them.
    """
    trigger = heard["trigger"]
    language = language_of(trigger["user_input"]["language"])
    await async_load_texts(hass, language)
    try:
        speaker = await Speaker.of(hass, trigger, language, vocabulary)
        asked = trigger["id"]
        if asked in _AS_QUESTION and _only_asks(hass, speaker):
            asked = _AS_QUESTION[asked]
        text = await _ANSWERS[asked](hass, speaker)
    except Unauthorized:
        text = refusal_text(hass, refused("voice_not_allowed"), language)
    except HomeAssistantError as err:
        text = refusal_text(hass, err, language)
    return ScriptRunResult(
        conversation_response=text, service_response=None, variables={}
    )


def _only_asks(hass: HomeAssistant, speaker: Speaker) -> bool:
    names = names_to_say(hass, exposed_switches(hass))
    return speaker.beside.only_asks(speaker.said, map(words_of, names))


async def _start(hass: HomeAssistant, speaker: Speaker) -> str:
    meant, _ = meant_switches(hass, speaker, POLICY_CONTROL)
    switch = the_one(hass, speaker, meant, POLICY_CONTROL)
    account, point = loaded(hass, switch)
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
    account, point = loaded(hass, _one_to_stop(hass, speaker))
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


def _one_to_stop(hass: HomeAssistant, speaker: Speaker) -> er.RegistryEntry:
    """Return the switch of the charge point to stop: where none is named, the one that charges.

    Raises:
        ServiceValidationError: several charge, or none is known to.
        Unauthorized: the speaker may not stop it.
    """
    meant, named = meant_switches(hass, speaker, POLICY_CONTROL)
    if len(meant) > 1 and not named:
        states = [found_at(hass, switch) for switch in meant]
        live = [found.switch for found in states if found.live]
        if not live and all(found.known for found in states):
            raise refused("voice_none_charges", charge_points=listed(hass, meant))
        meant = live or meant
    return the_one(hass, speaker, meant, POLICY_CONTROL)


async def _not_now(hass: HomeAssistant, speaker: Speaker) -> str:
    """Say that it is now or not at all, to whom may do it now."""
    meant_switches(hass, speaker, POLICY_CONTROL)
    raise refused("voice_only_now")


_ANSWERS: Final[dict[str, Callable[[HomeAssistant, Speaker], Awaitable[str]]]] = {
    "start": _start,
    "stop": _stop,
    "not_now": _not_now,
    "is_charging": is_charging,
    "is_done": is_done,
    "cost": cost,
}
"""By what a sentence asks for, as in the files of sentences."""
_AS_QUESTION: Final = {"start": "is_charging", "stop": "is_done"}
"""What an order asks for that is a question."""


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
