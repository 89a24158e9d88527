"""The four charging operations in every generation (API.md sections 4, 5 and 9)."""

from collections.abc import Mapping, Sequence

from .backend import Backend
from .errors import Reply, error, success
from .ids import rfc3339, session_id_in
from .wire import Call
from .world import Reading, SessionState, SimulatedSession, entered

_EV_CHARGE_NUMBER_LENGTH = range(1, 51)
_EVSE_ID_LONGEST = 36
_EMA_ID_QUERY_LENGTH = range(14, 20)

type _Item = dict[str, object]


def start(backend: Backend, call: Call) -> Reply:
    """Take a start request; it is carried out later (API.md section 5, "flow")."""
    document = call.json_object() or {}
    card_key, evse_key = (
        ("EvChargeNumber", "EvseId") if call.pascal else ("evChargeNumber", "evseId")
    )
    card_text, evse_text = document.get(card_key), document.get(evse_key)
    wrong = []
    if not isinstance(card_text, str) or len(card_text) not in _EV_CHARGE_NUMBER_LENGTH:
        wrong.append(card_key)
    shortest = backend.settings.min_evse_id_length
    if (
        not isinstance(evse_text, str)
        or not shortest <= len(evse_text) <= _EVSE_ID_LONGEST
    ):
        wrong.append(evse_key)
    if wrong:
        return error(call, 400, *wrong)
    call.ema_id, call.evse_id = str(card_text), str(evse_text)
    assert call.client_id is not None
    ema_id = backend.card_of(call.client_id, call.ema_id)
    if ema_id is None:
        return error(call, 404, "No valid charging token was found for the card")
    point = backend.world.charge_point(call.evse_id)
    if point is None:
        return error(call, 404, "The EVSE was not found")
    call.ema_id, call.evse_id = ema_id, point.evse_id
    session = backend.world.request_start(
        point, client_id=call.client_id, ema_id=ema_id, now=backend.now()
    )
    call.session_id = session.session_id
    key = "SessionId" if call.pascal else "sessionId"
    return success(
        call, [{key: session.session_id}], status=backend.settings.accepted_status
    )


def stop(backend: Backend, call: Call) -> Reply:
    """Take a stop request. In A the path's session id counts, whatever the body says (open: API.md section 12)."""
    session = _session(backend, call)
    if isinstance(session, Reply):
        return session
    if not backend.world.request_stop(session, backend.now()):
        return error(call, 404, "The session has been stopped already")
    return success(call, status=backend.settings.accepted_status)


def retrieve(backend: Backend, call: Call) -> Reply:
    """Show one session, ended or not."""
    session = _session(backend, call)
    if isinstance(session, Reply):
        return session
    history = backend.history_to_show(session, stale=call.stale)
    return success(call, [_item(backend, call, session, history)])


def active(backend: Backend, call: Call) -> Reply:
    """List the sessions of a card that have not ended."""
    key = "EmaId" if call.pascal else "emaId"
    text = call.first(key)
    # Generation A states no length (API.md section 9).
    if text is None or (not call.pascal and len(text) not in _EMA_ID_QUERY_LENGTH):
        return error(call, 400, key)
    call.ema_id = text
    assert call.client_id is not None
    ema_id = backend.card_of(call.client_id, text)
    if ema_id is None:
        return error(call, 404, "No valid charging token was found for the card")
    call.ema_id = ema_id
    items: list[object] = []
    for session in backend.sessions_of(call.client_id, ema_id):
        history = backend.history_to_show(session, stale=call.stale)
        if history[-1].state in backend.settings.active_states:
            items.append(_item(backend, call, session, history))
    if not items and backend.settings.active_empty == 404:
        return error(call, 404, "The card has no active session")
    return success(call, items)


def _session(backend: Backend, call: Call) -> SimulatedSession | Reply:
    """Find the caller's session. Another client's is as unknown as one that never was."""
    text = call.path_id if call.path_id is not None else call.first("sessionId")
    session_id = session_id_in(text) if text else None
    if session_id is None:
        return error(call, 400, "SessionId" if call.pascal else "sessionId")
    call.session_id = session_id
    session = backend.sessions.get(session_id)
    if session is None or session.client_id != call.client_id:
        return error(call, 404, "The session was not found")
    call.ema_id, call.evse_id = session.ema_id, session.evse_id
    return session


def _item(
    backend: Backend, call: Call, session: SimulatedSession, history: Sequence[Reading]
) -> _Item:
    state = call.unknown_state or history[-1].state.value
    if call.pascal:
        return _pascal_item(session, history, state)
    return _camel_item(
        session, history, _shown_state(backend, call, history[-1], state)
    )


def _pascal_item(
    session: SimulatedSession, history: Sequence[Reading], state: str
) -> _Item:
    error = history[-1].error
    return {
        "Id": session.session_id,
        "UserId": session.user_id,
        "EmaId": session.ema_id,
        "EvseId": session.evse_id,
        # A strict reader takes no null for the start (API.md section 5): absent until then.
        **_moment("StartedAt", SessionState.STARTED, history, timespec="milliseconds"),
        "StoppedAt": None,
        **_moment("StoppedAt", SessionState.STOPPED, history, timespec="milliseconds"),
        "SessionState": state,
        "SessionCode": error.code if error else None,
        "SessionMessage": error.message if error else None,
    }


def _camel_item(
    session: SimulatedSession,
    history: Sequence[Reading],
    shown_state: Mapping[str, object],
) -> _Item:
    return {
        "id": session.session_id,
        "userId": session.user_id,
        "emaId": session.ema_id,
        "evseId": session.evse_id,
        **_moment("startedAt", SessionState.STARTED, history),
        "stoppedAt": None,
        **_moment("stoppedAt", SessionState.STOPPED, history),
        **shown_state,
        "lastUpdated": rfc3339(history[-1].since, timespec="microseconds"),
    }


def _shown_state(
    backend: Backend, call: Call, reading: Reading, state: str
) -> dict[str, object]:
    """Give the state under its key: `active` has a capital S, `retrieve` has not (API.md section 5)."""
    spelling = backend.settings.state_spelling
    value: object = {"status": state}
    if reading.error:
        value = {
            "status": state,
            "error": {"code": reading.error.code, "message": reading.error.message},
        }
    if spelling == "string":
        value = state
    if call.operation == "retrieve":
        return {"sessionState": value}
    if spelling in ("SessionState", "sessionState"):
        return {spelling: value}
    return {"SessionState": value, "sessionState": value}


def _moment(
    key: str,
    state: SessionState,
    history: Sequence[Reading],
    *,
    timespec: str = "seconds",
) -> dict[str, str]:
    moment = entered(state, history)
    return {key: rfc3339(moment, timespec=timespec)} if moment else {}
