"""What our cards charge at charge points that are not configured, and how one of them becomes so."""

from dataclasses import dataclass
from typing import Any

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..actions.history import UNKNOWN
from ..api import EvseId, IdentifierError, Location, SessionState, ShellEvError
from ..configuration import ChargeCard, add_subentry, is_taken, new_charge_point
from ..const import CONF_LOCATION_UID, DOMAIN, LOGGER, SUBENTRY_CHARGE_POINT
from ..devices import refuse_reloading
from ..directory import evse_name
from ..exceptions import refused
from ..names import place_name
from ..permissions import Asker, Listing, control_of, reading_at
from ..runtime import ShellEvConfigEntry, ShellEvData
from ..session.figures import began_at
from ..session.record import TrackedSession
from ..texts import word
from .websocket import (
    LANGUAGE,
    async_language_of,
    card_response,
    error_response,
    seconds,
    seconds_since,
    send_refusal,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What is known of a charge point that is to be configured."""

    name: str
    evse_id: EvseId
    location_uid: str | None = None


@callback
def async_register_elsewhere_commands(hass: HomeAssistant) -> None:
    """Register the commands, once for all accounts."""
    websocket_api.async_register_command(hass, _elsewhere)
    websocket_api.async_register_command(hass, _add_charge_point)


@websocket_api.websocket_command(
    {vol.Required("type"): "shell_ev/elsewhere", **LANGUAGE}
)
@websocket_api.async_response
async def _elsewhere(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Tell what is under way at charge points that are not configured, of the cards that may be seen.

    Who may see those of none is told none: that is no secret. ``since`` is null before charging began.
    """
    language = await async_language_of(hass, msg)
    rows = _rows(hass, Asker(connection.user), language)
    connection.send_result(msg["id"], {"sessions": rows})


def _rows(
    hass: HomeAssistant, asker: Asker, language: str | None
) -> list[JsonValueType]:
    """Return the sessions under way elsewhere, those of each account newest first.

    Two accounts may have the same card. Its sessions are told once: as those of the account in
    which somebody may stop them, and not where the other account has the charge point.
    """
    entries: list[ShellEvConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    seen_there = {
        session.session_id
        for entry in entries
        for session in entry.runtime_data.reader.tracker.live_sessions()
        if (point := entry.runtime_data.configuration.points.get(session.evse_id))
        and asker.may(reading_at(hass, point))
    }
    rows: dict[str, JsonObjectType] = {}
    for entry in entries:
        for session in _seen_elsewhere(hass, asker, entry.runtime_data):
            if session.session_id in seen_there:
                continue
            row = _row(hass, asker, entry, session, language)
            known = rows.setdefault(session.session_id, row)
            if row["may_stop"] and not known["may_stop"]:
                rows[session.session_id] = row
    return [*rows.values()]


def _seen_elsewhere(
    hass: HomeAssistant, asker: Asker, account: ShellEvData
) -> list[TrackedSession]:
    """Return an account's sessions under way elsewhere that somebody may see, newest first."""
    listing = Listing.of(hass, account, asker)
    return [
        session
        for session in reversed(account.reader.tracker.live_sessions())
        if session.evse_id not in account.configuration.points
        and listing.shows(session)
    ]


def _row(
    hass: HomeAssistant,
    asker: Asker,
    entry: ShellEvConfigEntry,
    session: TrackedSession,
    language: str | None,
) -> JsonObjectType:
    account = entry.runtime_data
    card = account.configuration.cards.get(session.ema_id)
    began = began_at(session)
    stopping = account.commands.errands.is_stopping(session.session_id)
    return {
        "account": entry.entry_id,
        "key": session.session_id,
        "session_id": session.session_id,
        "card": card_response(hass, account, card),
        "place": place_name(hass, account.configuration, session)
        or word(hass, "unknown_charge_point", language),
        "evse_id": session.evse_name,
        "state": SessionState.STOP_REQUESTED
        if stopping
        else session.shown_state or UNKNOWN,
        "error": None if stopping else error_response(hass, session, language),
        "since": seconds_since(began) if began else None,
        "stop_guard": seconds(account.guards.stop_left([session])),
        "may_stop": asker.may(control_of(hass, card)),
        "may_add": asker.is_admin
        and bool(account.configuration.cards)
        and _may_be_added(entry, session),
    }


def _may_be_added(entry: ShellEvConfigEntry, session: TrackedSession) -> bool:
    """Return whether a session is at a charge point that can be configured: Shell may not say where."""
    try:
        return not is_taken(
            entry, SUBENTRY_CHARGE_POINT, EvseId.parse(session.evse_name)
        )
    except IdentifierError:
        return False


@websocket_api.websocket_command(
    {
        vol.Required("type"): "shell_ev/add_charge_point",
        vol.Required("account"): str,
        vol.Required("evse_id"): str,
    }
)
@websocket_api.require_admin
@websocket_api.async_response
async def _add_charge_point(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Configure a charge point with all that is known of it; its account is loaded anew."""
    try:
        await _async_add(hass, msg["account"], msg["evse_id"])
    except ServiceValidationError as err:
        send_refusal(connection, msg, websocket_api.ERR_NOT_ALLOWED, err)
        return
    connection.send_result(msg["id"], {})


async def _async_add(hass: HomeAssistant, entry_id: str, text: str) -> None:
    """Add a charge point to an account, under its name in the directory.

    Raises:
        ServiceValidationError: this is no EVSE ID, it is there already, or nothing could pay.
    """
    try:
        evse_id = EvseId.parse(text)
    except IdentifierError as err:
        raise refused(f"evse_id_{err.reason}", expected=err.expected) from None
    account = _account_without(hass, entry_id, evse_id).runtime_data
    known = await _async_known(account, evse_id)
    # While the directory was asked the account may have been loaded anew, or somebody was faster.
    entry = _account_without(hass, entry_id, evse_id)
    new = new_charge_point(
        known.name,
        known.evse_id,
        str(_card_at(entry.runtime_data, evse_id).ema_id),
        **{CONF_LOCATION_UID: known.location_uid},
    )
    add_subentry(hass, entry, new)


def _account_without(
    hass: HomeAssistant, entry_id: str, evse_id: EvseId
) -> ShellEvConfigEntry:
    """Return an account that is loaded, has a card, and not this charge point.

    Raises:
        ServiceValidationError: it is none such.
    """
    known = hass.config_entries.async_get_entry(entry_id)
    if known and is_taken(known, SUBENTRY_CHARGE_POINT, evse_id):
        raise refused("charge_point_exists")
    refuse_reloading(hass, entry_id)
    entry: ShellEvConfigEntry = async_get_config_entry(hass, DOMAIN, entry_id)
    if not entry.runtime_data.configuration.cards:
        raise refused("charge_card_needed")
    return entry


async def _async_known(account: ShellEvData, evse_id: EvseId) -> _Known:
    """Return what is known of a charge point; the directory is asked where it was not."""
    if place := account.locations.data.get(evse_id.compact):
        return _Known(
            name=place.name,
            evse_id=place.evse.evse_id,
            location_uid=place.location.uid,
        )
    location = await _async_look_up(account, evse_id)
    evse = location.evse(evse_id.compact) if location else None
    if location and evse:
        return _Known(
            name=evse_name(location, evse),
            evse_id=evse.evse_id,
            location_uid=location.uid,
        )
    live = account.reader.tracker.live_at(evse_id.compact)
    names = [session.location_name for session in live if session.location_name]
    return _Known(name=names[-1] if names else str(evse_id), evse_id=evse_id)


async def _async_look_up(account: ShellEvData, evse_id: EvseId) -> Location | None:
    """Return where the directory lists a charge point; it can be added without."""
    reader = account.reader
    if reader.directory_pace.hold_left(dt_util.utcnow()):
        return None
    try:
        return await reader.ask(
            reader.client.find_location(str(evse_id)), reader.directory_pace
        )
    except ShellEvError as err:
        LOGGER.debug("A charge point is added without its place: %s", err)
        return None


def _card_at(account: ShellEvData, evse_id: EvseId) -> ChargeCard:
    """Return the card of the session there, else the first of the account."""
    cards = account.configuration.cards
    live = account.reader.tracker.live_at(evse_id.compact)
    paying = [cards[session.ema_id] for session in live if session.ema_id in cards]
    return paying[-1] if paying else next(iter(cards.values()))
