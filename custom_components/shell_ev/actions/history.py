"""The sessions that this Home Assistant knows of, for responses, files and the dashboard."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from ..api import read_number
from ..names import NameOf, name_of
from ..runtime import ShellEvData
from ..session.csv_file import Cell, csv_text
from ..session.currency import digits_kept_of
from ..session.figures import PRICE_DIGITS, SHARE_DIGITS, Totals, began_at, figures
from ..session.metering import ENERGY_DIGITS
from ..session.record import TrackedSession
from ..texts import error_text

UNKNOWN: Final = "unknown"
"""A state that is not documented, or a command on which Shell has not come back."""


def past_sessions(
    account: ShellEvData,
    ema_id: str | None = None,
    evse_id: str | None = None,
    begin: datetime | None = None,
    end: datetime | None = None,
) -> list[TrackedSession]:
    """Return the sessions of a card or charge point that go into a span of time, newest first.

    Also those that began before it; the span's end is not part of it. A start that failed is
    told at the time when it was made. What is counted is another question: ``counted``.
    """
    found = [
        (began_at(session) or session.seen_at, session)
        for session in reversed(list(account.reader.tracker.sessions.values()))
        if ema_id in (None, session.ema_id) and evse_id in (None, session.evse_id)
    ]
    touching = [
        (began, session)
        for began, session in found
        if (end is None or began < end)
        and (begin is None or session.ended_at is None or session.ended_at >= begin)
    ]
    # Of two that began at one moment, the one that became known last stays first.
    touching.sort(key=itemgetter(0), reverse=True)
    return [session for _, session in touching]


def counted(
    sessions: Iterable[TrackedSession], begin: datetime | None, end: datetime | None
) -> list[TrackedSession]:
    """Return the sessions that count in a span of time: those that began in it."""
    return [
        session
        for session in sessions
        if (began := began_at(session)) and is_within(began, begin, end)
    ]


def is_within(moment: datetime, begin: datetime | None, end: datetime | None) -> bool:
    """Return whether a time is in a span, whose end is not part of it."""
    return (begin is None or begin <= moment) and (end is None or moment < end)


def local_time(moment: datetime) -> datetime:
    """Return a time as the clock at home shows it; at the edge of the calendar as it is."""
    try:
        return dt_util.as_local(moment)
    except OverflowError:
        return moment


def session_response(
    hass: HomeAssistant,
    account: ShellEvData,
    session: TrackedSession,
    language: str | None = None,
) -> JsonObjectType:
    """Return a session for a response: ids of cards are told by name.

    Energy is in kWh, ``duration`` in seconds. ``language`` is that of its sentence, Home
    Assistant's where it is ``None``.
    """
    card = account.configuration.cards.get(session.ema_id)
    point = account.configuration.points.get(session.evse_id)
    figured = figures(session)
    return {
        "session_id": session.session_id,
        "state": plain(session.shown_state) or UNKNOWN,
        "charge_point": name_of(hass, point) if point else None,
        "location": session.location_name,
        "charge_card": name_of(hass, card) if card else None,
        "evse_id": session.evse_name,
        "started_at": _iso(session.started_at),
        "stopped_at": _iso(session.ended_at),
        "duration": _seconds(session.duration),
        "error": plain(session.error),
        "error_code": session.failed_with,
        "error_text": error_text(hass, session, language),
        "origin": plain(session.origin),
        "start_request_id": session.started_by,
        "stop_request_id": session.stopped_by,
        "energy": _rounded(figured.energy, ENERGY_DIGITS),
        "energy_source": plain(figured.energy_source),
        "cost": _rounded(figured.cost, digits_kept_of(figured.currency)),
        "currency": figured.currency,
        "cost_source": plain(figured.cost_source),
        "average_price": _rounded(figured.average_price, PRICE_DIGITS),
        "solar_energy": _rounded(figured.solar_energy, ENERGY_DIGITS),
        "solar_covered": _rounded(figured.solar_covered, ENERGY_DIGITS),
    }


def plain(member: StrEnum | None) -> str | None:
    """Return one of several words as a text, for a response.

    Before Home Assistant 2026.10 what a template takes of a response is read from how that is
    written, and a member of an enum is not written as its word.
    """
    return None if member is None else str(member)


def meter_is_away(
    hass: HomeAssistant, account: ShellEvData, session: TrackedSession
) -> bool:
    """Return whether a session runs whose energy stands still because its meter tells nothing."""
    point = account.configuration.points.get(session.evse_id)
    if not session.running or point is None or not point.energy_meter:
        return False
    state = hass.states.get(point.energy_meter)
    return state is None or read_number(state.state) is None


def totals_response(totals: Totals) -> JsonObjectType:
    """Return sums for a response, each rounded once. Energy is in kWh, ``duration`` in seconds."""
    return {
        "sessions": totals.sessions,
        "energy": _rounded(totals.energy, ENERGY_DIGITS),
        "without_energy": totals.without_energy,
        "duration": _seconds(totals.duration),
        "without_duration": totals.without_duration,
        "costs": [
            {
                "currency": cost.currency,
                "cost": _rounded(cost.cost, digits_kept_of(cost.currency)),
                "average_price": _rounded(cost.average_price, PRICE_DIGITS),
                "sessions": cost.sessions,
                "estimated": cost.estimated,
            }
            for cost in totals.costs
        ],
        "without_cost": totals.without_cost,
        "solar_energy": _rounded(totals.solar_energy, ENERGY_DIGITS),
        "solar_covered": _rounded(totals.solar_covered, ENERGY_DIGITS),
        "solar_share": _rounded(totals.solar_share, SHARE_DIGITS),
        "without_solar": totals.without_solar,
    }


def sessions_as_csv(
    sessions: Iterable[tuple[ShellEvData, TrackedSession]], name: NameOf
) -> str:
    """Return sessions of accounts as the text of a CSV file, with times as they were at home."""
    return csv_text(_csv_row(account, session, name) for account, session in sessions)


def _csv_row(
    account: ShellEvData, session: TrackedSession, name: NameOf
) -> Mapping[str, Cell]:
    card = account.configuration.cards.get(session.ema_id)
    point = account.configuration.points.get(session.evse_id)
    figured = figures(session)
    begun = began_at(session)
    return {
        "started_at": local_time(begun) if begun else None,
        "stopped_at": local_time(session.ended_at) if session.ended_at else None,
        "duration_s": session.duration,
        "charge_point": name(point) if point else None,
        "place": session.location_name,
        "evse_id": session.evse_name,
        "charge_card": name(card) if card else None,
        "energy_kwh": figured.energy,
        "energy_source": figured.energy_source,
        "cost": figured.cost,
        "currency": figured.currency,
        "cost_source": figured.cost_source,
        "average_price_per_kwh": figured.average_price,
        "solar_energy_kwh": figured.solar_energy,
        "solar_covered_kwh": figured.solar_covered,
        "origin": session.origin,
        "session_id": session.session_id,
        "start_request_id": session.started_by,
        "stop_request_id": session.stopped_by,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _seconds(duration: timedelta | None) -> int | None:
    return None if duration is None else round(duration.total_seconds())


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
