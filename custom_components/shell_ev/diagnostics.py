"""What a bug report needs: no secret, no token, no id of a card, charge point or session.

The shapes are a whole report, as the doctor writes it: of what was answered since the account was
set up last, as a reload begins anew. The simulator answers like the download, as it is.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .api import __version__
from .api.report import report
from .api.shapes import word_or_form
from .const import CONF_ENVIRONMENT, CONF_GENERATION
from .environment import environment_of
from .runtime import ShellEvConfigEntry

_SESSION_KEYS = (
    "origin",
    "state",
    "error_code",
    "seen_at",
    "started_at",
    "stopped_at",
    "ended_at",
    "last_updated",
    "start_sent_at",
    "started_by",
    "stop_sent_at",
    "stopped_by",
    "pending",
    "announced",
)
_SHOWN_SESSIONS = 20


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: ShellEvConfigEntry
) -> dict[str, Any]:
    """Return what is known of an account. Ids are numbered rather than told."""
    account = entry.runtime_data
    tracker = account.reader.tracker
    sessions = list(tracker.sessions.values())
    cards = _Numbers(account.configuration.cards)
    charge_points = _Numbers(session.evse_id for session in sessions)
    return {
        "environment": entry.data[CONF_ENVIRONMENT],
        "generation": entry.data[CONF_GENERATION],
        "options": dict(entry.options),
        "subentries": [it.subentry_type for it in entry.subentries.values()],
        "poll": {
            "successful": account.sessions.last_update_success,
            "next": account.sessions.update_interval,
            "held_for": account.reader.hold_left,
        },
        "directory": {
            "subscribed": account.locations.subscribed,
            "successful": account.locations.last_update_success,
            "charge_points_listed": len(account.locations.data),
        },
        "unconfirmed_starts": [
            {"sent_at": intent.sent_at, "request_id": intent.request_id}
            for intent in tracker.intents
        ],
        "kept_sessions": len(sessions),
        "sessions": [
            {
                "card": cards[session.ema_id],
                "charge_point": charge_points[session.evse_id],
                **{key: getattr(session, key) for key in _SESSION_KEYS},
                "error_code": _code(session.error_code),
            }
            for session in sessions[-_SHOWN_SESSIONS:]
        ],
        "calls": [
            {**asdict(call), "code": _code(call.code)}
            for call in account.client.journal.calls
        ],
        "shapes": report(
            account.client,
            environment=environment_of(entry.data),
            made=dt_util.now().date(),
            version=__version__,
        ),
    }


def _code(text: str | None) -> str | None:
    """Return a code where it is one word, or documented, else its form: it is Shell's free text."""
    return None if text is None else word_or_form(text)


class _Numbers(dict[str, int]):
    """Numbers ids in the order in which they are met."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(
            {it: number for number, it in enumerate(dict.fromkeys(known), 1)}
        )

    def __missing__(self, identifier: str) -> int:
        self[identifier] = len(self) + 1
        return self[identifier]
