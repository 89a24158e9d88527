"""What the dashboard card asks for on demand: more than states can say, and never through attributes."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .devices import charge_point_of
from .history import past_sessions, session_response
from .words import error_text

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
    """Tell how long a command is refused, what went wrong, what it costs, and what was charged."""
    try:
        coordinator, charge_point = charge_point_of(hass, msg["device_id"])
    except HomeAssistantError as err:
        connection.send_error(
            msg["id"],
            websocket_api.ERR_NOT_FOUND,
            str(err),
            translation_key=err.translation_key,
            translation_domain=err.translation_domain,
            translation_placeholders=err.translation_placeholders,
        )
        return
    key = charge_point.evse_id.compact
    commands = coordinator.commands
    live = coordinator.tracker.live_at(key)
    place = coordinator.locations.data.get(key)
    prices = place.evse.prices(dt_util.now()) if place else None
    past = past_sessions(coordinator, evse_id=key)
    last = coordinator.data.at.get(key)
    connection.send_result(
        msg["id"],
        {
            "start_guarded_until": commands.start_guarded_until(charge_point.evse_id),
            "stop_guarded_until": commands.stop_guarded_until(live[-1])
            if live
            else None,
            "held_until": coordinator.held_until,
            "error": {
                "text": error_text(hass, last),
                "request_id": last.stopped_by or last.started_by,
            }
            if last and last.error
            else None,
            "start_fee": prices.start_fee if prices else None,
            "sessions": [
                session_response(coordinator, session)
                for session, _ in zip(past, range(msg["limit"]), strict=False)
            ],
        },
    )
