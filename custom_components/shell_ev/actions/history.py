"""The sessions that this Home Assistant knows of, for responses and for the dashboard."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonObjectType

from ..runtime import ShellEvData
from ..session.record import TrackedSession
from ..words import error_text

UNKNOWN: Final = "unknown"
"""A state that is not documented, or a command on which Shell has not come back."""


def past_sessions(
    account: ShellEvData,
    ema_id: str | None = None,
    evse_id: str | None = None,
    begin: datetime | None = None,
    end: datetime | None = None,
) -> Iterator[TrackedSession]:
    """Yield the sessions of a card or charge point in a span of time, newest first."""
    for session in reversed(list(account.reader.tracker.sessions.values())):
        if (
            ema_id in (None, session.ema_id)
            and evse_id in (None, session.evse_id)
            and (begin is None or session.ended_at is None or session.ended_at >= begin)
            and (end is None or (session.started_at or session.seen_at) <= end)
        ):
            yield session


def session_response(
    hass: HomeAssistant, account: ShellEvData, session: TrackedSession
) -> JsonObjectType:
    """Return a session for a response: ids of cards are told by name."""
    card = account.configuration.cards.get(session.ema_id)
    return {
        "session_id": session.session_id,
        "state": session.shown_state or UNKNOWN,
        "charge_card": card.name if card else None,
        "evse_id": session.evse_name,
        "started_at": _iso(session.started_at),
        "stopped_at": _iso(session.ended_at),
        "error": session.error,
        "error_code": session.error_code,
        "error_text": error_text(hass, session),
        "origin": session.origin,
        "start_request_id": session.started_by,
        "stop_request_id": session.stopped_by,
        "energy": session.metering.used if session.metering else None,
        "cost": session.metering.cost if session.metering else None,
        "currency": session.metering.currency if session.metering else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
