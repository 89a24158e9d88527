"""What a bug report needs: no secret, no token, no id of a card, charge point or session.

The shapes are a whole report, as the doctor writes it: of what was answered since the account was
set up last, as a reload begins anew. The simulator answers like the download, as it is.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .api import __version__
from .api.report import report
from .api.shapes import word_or_form
from .configuration import ChargeCard, ChargePoint
from .const import (
    CONF_ENERGY_METER,
    CONF_ENVIRONMENT,
    CONF_GENERATION,
    CONF_GRID_EXPORT,
    CONF_GRID_POWER,
    CONF_PLUG_SENSOR,
    CONF_POWER_SENSOR,
    CONF_PRICE,
    CONF_PRICE_ENTITY,
)
from .environment import environment_of
from .location_coordinator import Place
from .runtime import ShellEvConfigEntry, ShellEvData
from .session.record import TrackedSession

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
    sessions = list(account.reader.tracker.sessions.values())
    return {
        **_account(entry),
        "kept_sessions": len(sessions),
        "sessions": _sessions(_Ids(account), sessions),
        "shapes": report(
            account.client,
            environment=environment_of(entry.data),
            made=dt_util.now().date(),
            version=__version__,
        ),
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: ShellEvConfigEntry, device: dr.DeviceEntry
) -> dict[str, Any]:
    """Return what is known of a charge point or a card; of the account's own device, all of it.

    Numbers are those of the account's diagnostics.
    """
    account = entry.runtime_data
    subentry_ids = {identifier for _, identifier in device.identifiers}
    for point in account.configuration.points.values():
        if point.subentry_id in subentry_ids:
            return {**_charge_point(account, point), "account": _account(entry)}
    for card in account.configuration.cards.values():
        if card.subentry_id in subentry_ids:
            return {**_charge_card(account, card), "account": _account(entry)}
    return await async_get_config_entry_diagnostics(hass, entry)


def _account(entry: ShellEvConfigEntry) -> dict[str, Any]:
    """Return what goes with whatever is wrong: how the account does, and its last calls."""
    account = entry.runtime_data
    return {
        "environment": entry.data[CONF_ENVIRONMENT],
        "generation": entry.data[CONF_GENERATION],
        "options": dict(entry.options),
        "subentries": [
            subentry.subentry_type for subentry in entry.subentries.values()
        ],
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
            for intent in account.reader.tracker.intents
        ],
        "calls": [
            {**asdict(call), "code": _code(call.code)}
            for call in account.client.journal.calls
        ],
    }


def _charge_point(account: ShellEvData, point: ChargePoint) -> dict[str, Any]:
    """Return what is known of a charge point. What it was given is told, but not by its names."""
    ids = _Ids(account)
    given = {
        CONF_PLUG_SENSOR: point.plug_sensor,
        CONF_ENERGY_METER: point.energy_meter,
        CONF_POWER_SENSOR: point.power_sensor,
        CONF_PRICE: point.own_price,
        CONF_PRICE_ENTITY: point.price_entity,
        CONF_GRID_POWER: point.grid_power,
        CONF_GRID_EXPORT: point.grid_export,
    }
    return {
        "charge_point": ids.charge_points[point.evse_id.compact],
        "card": point.ema_id and ids.cards[point.ema_id.compact],
        "has_worked": account.reader.tracker.archive.has_worked(point.evse_id.compact),
        "given": [name for name, value in given.items() if value is not None],
        "directory": _listed(account.locations.data.get(point.evse_id.compact)),
        "sessions": _sessions(
            ids,
            [
                session
                for session in account.reader.tracker.sessions.values()
                if session.evse_id == point.evse_id.compact
            ],
        ),
    }


def _charge_card(account: ShellEvData, card: ChargeCard) -> dict[str, Any]:
    """Return what is known of a card."""
    ids = _Ids(account)
    return {
        "card": ids.cards[card.ema_id.compact],
        "has_worked": account.reader.tracker.archive.has_worked(card.ema_id.compact),
        "sessions": _sessions(
            ids,
            [
                session
                for session in account.reader.tracker.sessions.values()
                if session.ema_id == card.ema_id.compact
            ],
        ),
    }


def _listed(place: Place | None) -> dict[str, Any]:
    """Return what the directory says of a charge point, but not where it stands."""
    if place is None:
        return {"listed": False}
    return {
        "listed": True,
        "availability": place.evse.availability,
        "connectors": [connector.type for connector in place.evse.connectors],
        "prices_in_force": place.prices is not None,
    }


def _sessions(ids: _Ids, sessions: list[TrackedSession]) -> list[dict[str, Any]]:
    """Return the last sessions, without the texts that are Shell's own."""
    return [
        {
            "card": ids.cards[session.ema_id],
            "charge_point": ids.charge_points[session.evse_id],
            **{key: getattr(session, key) for key in _SESSION_KEYS},
            "error_code": _code(session.error_code),
        }
        for session in sessions[-_SHOWN_SESSIONS:]
    ]


def _code(text: str | None) -> str | None:
    """Return a code where it is one word, or documented, else its form: it is Shell's free text."""
    return None if text is None else word_or_form(text)


class _Ids:
    """The numbers of an account's cards and charge points, the same in each of its downloads."""

    def __init__(self, account: ShellEvData) -> None:
        """Number what the account has, then what its sessions name."""
        sessions = account.reader.tracker.sessions.values()
        self.cards = _Numbers(
            (*account.configuration.cards, *(each.ema_id for each in sessions))
        )
        self.charge_points = _Numbers(
            (*account.configuration.points, *(each.evse_id for each in sessions))
        )


class _Numbers(dict[str, int]):
    """Numbers ids in the order in which they are met."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(
            {
                identifier: number
                for number, identifier in enumerate(dict.fromkeys(known), 1)
            }
        )
