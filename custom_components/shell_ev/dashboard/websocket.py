"""What the dashboard card asks for on demand: more than states can say, and never through attributes."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..actions.history import past_sessions, session_response
from ..configuration import ChargeCard
from ..const import DOMAIN
from ..devices import charge_point_of
from ..entity import prices_in_force
from ..permissions import Asker, Listing, control_at, control_of, reading_at
from ..runtime import ShellEvData
from ..words import error_text

MAX_SESSIONS: Final = 100


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the command, once for all accounts."""
    websocket_api.async_register_command(hass, _charge_point)


@websocket_api.websocket_command(
    {
        vol.Required("type"): "shell_ev/charge_point",
        vol.Required("device_id"): str,
        vol.Optional("limit", default=5): vol.All(
            int, vol.Range(min=0, max=MAX_SESSIONS)
        ),
    }
)
@callback
def _charge_point(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Tell how long a command is refused, what went wrong, what it costs, and what was charged.

    Also what the user may do about it: ``may_control`` to start and stop, ``may_use`` the devices
    of the charge cards to start with. ``sessions`` is null where the user may see those of none.
    """
    try:
        account, point = charge_point_of(hass, msg["device_id"])
    except HomeAssistantError as err:
        send_refusal(connection, msg, websocket_api.ERR_NOT_FOUND, err)
        return
    asker = Asker(connection.user)
    asker.demand(reading_at(hass, point))
    listing = Listing.of(hass, account, asker)
    key = point.evse_id.compact
    guards, tracker = account.guards, account.reader.tracker
    live = tracker.live_at(key)
    prices = prices_in_force(hass, account, point)
    last = account.sessions.data.at.get(key)
    connection.send_result(
        msg["id"],
        {
            "start_guarded_until": _until(guards.start_guard_left(point.evse_id)),
            "stop_guarded_until": _until(guards.stop_guard_left(live[-1]))
            if live
            else None,
            "held_until": _until(account.reader.hold_left),
            "error": {
                "text": error_text(hass, last),
                "request_id": last.stopped_by or last.started_by,
            }
            if last and last.error
            else None,
            "start_fee": prices.start_fee if prices else None,
            "may_control": asker.may(control_at(hass, point)),
            "may_use": _devices_of(
                hass,
                account,
                [
                    card
                    for card in account.configuration.cards.values()
                    if asker.may(control_of(hass, card))
                ],
            ),
            "sessions": [
                session_response(hass, account, session)
                for session in islice(
                    filter(listing.shows, past_sessions(account, evse_id=key)),
                    msg["limit"],
                )
            ]
            if listing
            else None,
        },
    )


def send_refusal(
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
    code: str,
    err: HomeAssistantError,
) -> None:
    """Answer with what is wrong, in the words that it has in every language."""
    connection.send_error(
        msg["id"],
        code,
        str(err),
        translation_key=err.translation_key,
        translation_domain=err.translation_domain,
        translation_placeholders=err.translation_placeholders,
    )


def _devices_of(
    hass: HomeAssistant, account: ShellEvData, cards: list[ChargeCard]
) -> list[str]:
    """Return the devices of charge cards."""
    registry = dr.async_get(hass)
    entry_id = account.sessions.config_entry.entry_id
    wanted = {(DOMAIN, card.subentry_id) for card in cards}
    return [
        device.id
        for device in dr.async_entries_for_config_entry(registry, entry_id)
        if device.identifiers & wanted
    ]


def _until(left: timedelta | None) -> datetime | None:
    return dt_util.utcnow() + left if left else None
