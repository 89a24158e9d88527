"""What the actions do about sessions, and what they return."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..api import SessionState, new_request_id
from ..commands import Done
from ..exceptions import refused, sentence_of
from ..permissions import (
    asker_of,
    control_at,
    control_of,
    control_of_session,
    demand_listing,
    reading_of,
)
from ..runtime import ShellEvData
from ..session.figures import totals
from ..session.record import TrackedSession
from ..texts import error_reference, error_text, places_text, word
from .asked import (
    ATTR_CHARGE_CARD,
    ATTR_CHARGE_POINT,
    ATTR_REQUEST_ID,
    ATTR_SESSION_ID,
    ATTR_WAIT,
    account_of,
    named_charge_card,
    named_charge_point,
    request_id_of,
    session_id_of,
    sessions_asked_for,
    where_to_start,
)
from .car_here import car_here
from .history import local_time, meter_is_away, session_response, totals_response

MOST_LISTED: Final = 1000
"""Sessions in one response, the newest: an automation asks for a span of time."""


async def start_session(call: ServiceCall) -> ServiceResponse:
    """Start a session and, unless told not to, wait for what becomes of it."""
    request_id = request_id_of(call)
    account, ema_id, evse_id = where_to_start(call, await asker_of(call))
    done = await account.commands.start(ema_id, evse_id, request_id)
    (session,) = done.sessions
    if call.data[ATTR_WAIT]:
        session = await account.commands.outcome(session)
        if session.state is SessionState.FAILED_TO_START and not call.return_response:
            raise refused(
                "start_failed",
                reason=error_text(call.hass, session) or word(call.hass, "no_reason"),
                reference=error_reference(session, session.started_by),
            )
    return {**_asked_with(done), **session_response(call.hass, account, session)}


async def stop_session(call: ServiceCall) -> ServiceResponse:
    """Stop sessions by charge point, card or id. Nothing to stop is a success."""
    request_id = request_id_of(call)
    asker = await asker_of(call)
    chosen = call.data.keys() & {ATTR_CHARGE_POINT, ATTR_CHARGE_CARD, ATTR_SESSION_ID}
    if len(chosen) != 1:
        raise refused("choose_what_to_stop")
    if ATTR_SESSION_ID in chosen:
        session_id = session_id_of(call)
        account = account_of(call)
        asker.demand(control_of_session(call.hass, account, session_id))
        done = await account.commands.stop_session(session_id, request_id)
    elif ATTR_CHARGE_POINT in chosen:
        account, point = named_charge_point(call)
        asker.demand(control_at(call.hass, point))
        done = await account.commands.stop_at(point.evse_id, request_id)
    else:
        account, card = named_charge_card(call)
        asker.demand(control_of(call.hass, card))
        done = await account.commands.stop_card(card.ema_id, request_id)
    sessions = done.sessions
    if call.data[ATTR_WAIT]:
        sessions = tuple([await account.commands.outcome(each) for each in sessions])
        if not call.return_response:
            _refuse_failed(call.hass, account, sessions)
    return {
        **_asked_with(done),
        "stop_when_confirmed": done.stop_wanted,
        "sessions": [session_response(call.hass, account, each) for each in sessions],
    }


async def get_session(call: ServiceCall) -> ServiceResponse:
    """Return a session as Shell knows it now."""
    request_id = request_id_of(call) or new_request_id()
    session_id = session_id_of(call)
    account = account_of(call)
    asker = await asker_of(call)
    asker.demand(control_of_session(call.hass, account, session_id))
    session = await account.commands.get_session(session_id, request_id)
    return {
        ATTR_REQUEST_ID: request_id,
        **session_response(call.hass, account, session),
    }


async def list_active_sessions(call: ServiceCall) -> ServiceResponse:
    """Return what a card, or every card that may be seen, has running as Shell knows it now."""
    request_id = request_id_of(call) or new_request_id()
    asker = await asker_of(call)
    if ATTR_CHARGE_CARD in call.data:
        account, card = named_charge_card(call)
        asker.demand(reading_of(call.hass, card))
        cards = [card]
    else:
        account = account_of(call)
        listing = demand_listing(call.hass, account, asker)
        configured = account.configuration.cards
        cards = [card for key, card in configured.items() if listing.cards[key]]
    sessions: list[JsonValueType] = [
        session_response(call.hass, account, session)
        for card in cards
        for session in await account.commands.list_active(card.ema_id, request_id)
    ]
    return {ATTR_REQUEST_ID: request_id, "sessions": sessions}


async def list_sessions(call: ServiceCall) -> ServiceResponse:
    """Return the history, newest first, and its sums. Shell is not asked: it tells no past sessions.

    And since when the car has been here, and has told what it tells, where sensors are named for it.
    """
    asker = await asker_of(call)
    car = await car_here(call, asker)
    asked = sessions_asked_for(call, asker)
    return {
        "car_here_since": _told_time(car.since),
        "state_of_charge_since": _told_time(car.charge_since),
        "totals": totals_response(totals(asked.counted)),
        "sessions": [
            {
                **session_response(call.hass, asked.account, session),
                "meter_away": meter_is_away(call.hass, asked.account, session),
            }
            for session in asked.sessions[:MOST_LISTED]
        ],
    }


def _told_time(moment: datetime | None) -> str | None:
    return local_time(moment).isoformat() if moment else None


def _refuse_failed(
    hass: HomeAssistant, account: ShellEvData, sessions: Sequence[TrackedSession]
) -> None:
    """Raise for sessions that could not be stopped: who asks for no outcome hears of it like this."""
    failed = [
        session
        for session in sessions
        if session.shown_state is SessionState.FAILED_TO_STOP
    ]
    if not failed:
        return
    reasons = [_stop_failed(hass, session) for session in failed]
    if len(sessions) == 1:
        raise reasons[0]
    raise refused(
        "not_all_stopped",
        charge_points=places_text(hass, account.configuration, failed),
        reference=" ".join(dict.fromkeys(map(sentence_of, reasons))),
    )


def _stop_failed(hass: HomeAssistant, session: TrackedSession) -> HomeAssistantError:
    failure = session.failure
    return refused(
        "stop_failed",
        reason=error_text(hass, session) or word(hass, "no_reason"),
        reference=error_reference(session, failure.request_id if failure else None),
    )


def _asked_with(done: Done) -> JsonObjectType:
    """Return the RequestIds of an action: that of its first POST, and all of them."""
    first = done.request_ids[0] if done.request_ids else None
    return {ATTR_REQUEST_ID: first, "request_ids": list(done.request_ids)}
