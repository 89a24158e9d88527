"""The actions of the integration; each returns what it found and the RequestId to quote to Shell."""

from datetime import datetime
import re
from typing import Final
from uuid import UUID

import voluptuous as vol

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from .account import ChargeCard, ChargePoint
from .api import EmaId, EvseId, IdentifierError, SessionState, new_request_id
from .const import DOMAIN
from .coordinator import SessionCoordinator, ShellEvConfigEntry
from .devices import charge_card_of, charge_point_of
from .exceptions import refused
from .find import FIND_FIELDS, async_find_charge_points
from .history import past_sessions, session_response
from .records import TrackedSession
from .words import error_text

ATTR_ACCOUNT: Final = "account"
ATTR_CHARGE_CARD: Final = "charge_card"
ATTR_CHARGE_POINT: Final = "charge_point"
ATTR_EVSE_ID: Final = "evse_id"
ATTR_FROM: Final = "from"
ATTR_REQUEST_ID: Final = "request_id"
ATTR_SESSION_ID: Final = "session_id"
ATTR_TO: Final = "to"
ATTR_WAIT: Final = "wait_for_outcome"

_SESSION_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_COMMON: Final = {vol.Optional(ATTR_REQUEST_ID): cv.string}
_ACCOUNT: Final = {vol.Optional(ATTR_ACCOUNT): cv.string}
_WAIT: Final = {vol.Optional(ATTR_WAIT, default=True): cv.boolean}

START_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CHARGE_POINT): cv.string,
        vol.Optional(ATTR_CHARGE_CARD): cv.string,
        vol.Optional(ATTR_EVSE_ID): cv.string,
        **_WAIT,
        **_COMMON,
    }
)
STOP_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CHARGE_POINT): cv.string,
        vol.Optional(ATTR_CHARGE_CARD): cv.string,
        vol.Optional(ATTR_SESSION_ID): cv.string,
        **_ACCOUNT,
        **_WAIT,
        **_COMMON,
    }
)
GET_SCHEMA: Final = vol.Schema(
    {vol.Required(ATTR_SESSION_ID): cv.string, **_ACCOUNT, **_COMMON}
)
LIST_ACTIVE_SCHEMA: Final = vol.Schema(
    {vol.Optional(ATTR_CHARGE_CARD): cv.string, **_ACCOUNT, **_COMMON}
)

LIST_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CHARGE_POINT): cv.string,
        vol.Optional(ATTR_CHARGE_CARD): cv.string,
        vol.Optional(ATTR_FROM): cv.datetime,
        vol.Optional(ATTR_TO): cv.datetime,
        **_ACCOUNT,
    }
)

FIND_SCHEMA: Final = vol.Schema({**FIND_FIELDS, **_ACCOUNT, **_COMMON})


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions, once for all accounts."""
    for name, action, schema, response in (
        ("start_session", _start_session, START_SCHEMA, SupportsResponse.OPTIONAL),
        ("stop_session", _stop_session, STOP_SCHEMA, SupportsResponse.OPTIONAL),
        ("get_session", _get_session, GET_SCHEMA, SupportsResponse.ONLY),
        (
            "list_active_sessions",
            _list_active_sessions,
            LIST_ACTIVE_SCHEMA,
            SupportsResponse.ONLY,
        ),
        ("list_sessions", _list_sessions, LIST_SCHEMA, SupportsResponse.ONLY),
        (
            "find_charge_points",
            _find_charge_points,
            FIND_SCHEMA,
            SupportsResponse.ONLY,
        ),
    ):
        hass.services.async_register(
            DOMAIN, name, action, schema=schema, supports_response=response
        )


async def _start_session(call: ServiceCall) -> ServiceResponse:
    """Start a session and, unless told not to, wait for what becomes of it."""
    request_id = _request_id(call)
    coordinator, ema_id, evse_id = _where_to_start(call)
    session = await coordinator.commands.start(ema_id, evse_id, request_id)
    if call.data[ATTR_WAIT]:
        session = await coordinator.commands.outcome(session.session_id)
        if session.state is SessionState.FAILED_TO_START and not call.return_response:
            raise refused(
                "start_failed",
                reason=error_text(call.hass, session) or "?",
                reference=session.started_by or "?",
            )
    return _response(coordinator, session, request_id)


async def _stop_session(call: ServiceCall) -> ServiceResponse:
    """Stop sessions by charge point, card or id. Nothing to stop is a success."""
    request_id = _request_id(call)
    chosen = call.data.keys() & {ATTR_CHARGE_POINT, ATTR_CHARGE_CARD, ATTR_SESSION_ID}
    if len(chosen) != 1:
        raise refused("choose_what_to_stop")
    if ATTR_SESSION_ID in chosen:
        session_id = _session_id(call)
        coordinator = _account(call)
        session = await coordinator.commands.stop_session(session_id, request_id)
        sessions: tuple[TrackedSession, ...] = (session,)
    elif ATTR_CHARGE_POINT in chosen:
        coordinator, charge_point = _charge_point(call)
        sessions = await coordinator.commands.stop_at(charge_point.evse_id, request_id)
    else:
        coordinator, card = _charge_card(call)
        sessions = await coordinator.commands.stop_card(card.ema_id, request_id)
    if call.data[ATTR_WAIT]:
        sessions = tuple(
            [await coordinator.commands.outcome(it.session_id) for it in sessions]
        )
    return {
        ATTR_REQUEST_ID: request_id,
        "sessions": [session_response(coordinator, it) for it in sessions],
    }


async def _get_session(call: ServiceCall) -> ServiceResponse:
    """Return a session as Shell knows it now."""
    request_id = _request_id(call)
    session_id = _session_id(call)
    coordinator = _account(call)
    session = await coordinator.commands.get_session(session_id, request_id)
    return _response(coordinator, session, request_id)


async def _list_active_sessions(call: ServiceCall) -> ServiceResponse:
    """Return what a card, or every card of the account, has running as Shell knows it now."""
    request_id = _request_id(call)
    if ATTR_CHARGE_CARD in call.data:
        coordinator, card = _charge_card(call)
        cards: tuple[ChargeCard, ...] = (card,)
    else:
        coordinator = _account(call)
        cards = coordinator.cards
    sessions: list[JsonValueType] = [
        session_response(coordinator, session)
        for card in cards
        for session in await coordinator.commands.list_active(card.ema_id, request_id)
    ]
    return {ATTR_REQUEST_ID: request_id, "sessions": sessions}


async def _list_sessions(call: ServiceCall) -> ServiceResponse:
    """Return the history, newest first. Shell is not asked: it tells no past sessions."""
    ema_id = evse_id = None
    if ATTR_CHARGE_POINT in call.data:
        coordinator, charge_point = _charge_point(call)
        evse_id = charge_point.evse_id.compact
    if ATTR_CHARGE_CARD in call.data:
        coordinator, card = _charge_card(call)
        ema_id = card.ema_id.compact
    if ema_id is None and evse_id is None:
        coordinator = _account(call)
    begin = _moment(call, ATTR_FROM)
    end = _moment(call, ATTR_TO)
    if begin and end and begin > end:
        raise refused("from_after_to")
    found = past_sessions(coordinator, ema_id, evse_id, begin, end)
    return {"sessions": [session_response(coordinator, it) for it in found]}


async def _find_charge_points(call: ServiceCall) -> ServiceResponse:
    """Return the charge points around a place, nearest first."""
    request_id = _request_id(call)
    found = await async_find_charge_points(call, _account(call), request_id)
    return {ATTR_REQUEST_ID: request_id, "charge_points": found}


# What an action was asked


def _moment(call: ServiceCall, field: str) -> datetime | None:
    """Return a time of an action; without a zone it is the user's."""
    given: datetime | None = call.data.get(field)
    return dt_util.as_utc(given) if given else None


def _request_id(call: ServiceCall) -> str:
    """Return the RequestId to use, which Shell takes as a GUID only."""
    given = call.data.get(ATTR_REQUEST_ID)
    if given is None:
        return new_request_id()
    try:
        return str(UUID(given))
    except ValueError:
        raise refused("request_id_invalid") from None


def _session_id(call: ServiceCall) -> str:
    session_id: str = call.data[ATTR_SESSION_ID].strip().strip("{}").lower()
    if not _SESSION_ID.fullmatch(session_id):
        raise refused("session_id_invalid")
    return session_id


def _account(call: ServiceCall) -> SessionCoordinator:
    """Return the account that was named, or the only one."""
    entry: ShellEvConfigEntry = async_get_config_entry(
        call.hass, DOMAIN, call.data.get(ATTR_ACCOUNT)
    )
    return entry.runtime_data


def _charge_point(call: ServiceCall) -> tuple[SessionCoordinator, ChargePoint]:
    return charge_point_of(call.hass, call.data[ATTR_CHARGE_POINT])


def _charge_card(call: ServiceCall) -> tuple[SessionCoordinator, ChargeCard]:
    return charge_card_of(call.hass, call.data[ATTR_CHARGE_CARD])


def _where_to_start(call: ServiceCall) -> tuple[SessionCoordinator, EmaId, EvseId]:
    """Return account, card and charge point: a configured one, or any by its EVSE ID."""
    if (ATTR_CHARGE_POINT in call.data) is (ATTR_EVSE_ID in call.data):
        raise refused("choose_where_to_start")
    card: ChargeCard | None = None
    if ATTR_CHARGE_CARD in call.data:
        coordinator, card = _charge_card(call)
    if ATTR_EVSE_ID in call.data:
        try:
            evse_id = EvseId.parse(call.data[ATTR_EVSE_ID])
        except IdentifierError as err:
            raise refused(f"evse_id_{err.reason}", expected=err.expected) from None
        if card is None:
            coordinator = _account(call)
            card = _only_card(coordinator)
        return coordinator, card.ema_id, evse_id
    owner, charge_point = _charge_point(call)
    if card is None:
        if charge_point.ema_id is None:
            raise refused("no_charge_card")
        return owner, charge_point.ema_id, charge_point.evse_id
    if owner is not coordinator:
        raise refused("other_account")
    return owner, card.ema_id, charge_point.evse_id


def _only_card(coordinator: SessionCoordinator) -> ChargeCard:
    if len(coordinator.cards) != 1:
        raise refused("choose_charge_card")
    return coordinator.cards[0]


# What it answers


def _response(
    coordinator: SessionCoordinator, session: TrackedSession, request_id: str
) -> JsonObjectType:
    return {ATTR_REQUEST_ID: request_id, **session_response(coordinator, session)}
