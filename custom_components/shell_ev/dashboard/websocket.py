"""What the dashboard card asks for on demand: more than states can say, and never through attributes.

A time is told as seconds before or after the answer: the browser's clock may be another one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from ..actions.history import past_sessions, session_response
from ..configuration import ChargeCard, ChargePoint
from ..const import DOMAIN
from ..devices import charge_point_of, device_ids
from ..entity import prices_in_force
from ..errands import SIGNAL_COMMAND
from ..exceptions import sentence_of
from ..names import device_of, name_of
from ..permissions import (
    Asker,
    Listing,
    control_at,
    control_of,
    reading_at,
    reading_entity,
)
from ..runtime import ShellEvData
from ..session.figures import began_at
from ..session.record import TrackedSession
from ..session.under_way import UnderWay, under_way_at
from ..texts import async_load_texts, error_reference, failure_text, language_of

MAX_SESSIONS: Final = 100
_RECEIPT: Final = timedelta(hours=1)
"""How long after its end a session is shown with what it came to."""
_FAILURE_SHOWN: Final = timedelta(minutes=10)
"""How long a failure is news."""
LANGUAGE: Final[dict[str | vol.Marker, Any]] = {vol.Optional("language"): str}
"""Of the user, whose own may be another than Home Assistant's: what answers with sentences takes it."""
_CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""By which what was may be in our future: by Shell's clock, not by ours having been wrong."""


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands, once for all accounts."""
    websocket_api.async_register_command(hass, _charge_point)
    websocket_api.async_register_command(hass, _subscribe)


@websocket_api.websocket_command(
    {
        vol.Required("type"): "shell_ev/charge_point",
        vol.Required("device_id"): str,
        vol.Optional("limit", default=5): vol.All(
            int, vol.Range(min=0, max=MAX_SESSIONS)
        ),
        **LANGUAGE,
    }
)
@websocket_api.async_response
async def _charge_point(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Tell what goes on at a charge point, how long a command is refused, and what was charged.

    Also what the user may do about it: ``may_control`` to start and stop, ``may_use`` the devices
    of the charge cards to start with. ``sessions`` is null where the user may see those of none;
    of one that it may not see, neither card nor figures are told.
    """
    language = await async_language_of(hass, msg)
    try:
        account, point = charge_point_of(hass, msg["device_id"])
    except HomeAssistantError as err:
        send_refusal(connection, msg, websocket_api.ERR_NOT_FOUND, err)
        return
    asker = Asker(connection.user)
    asker.demand(reading_at(hass, point))
    answer = _Answer(hass, account, point, asker, language)
    connection.send_result(
        msg["id"],
        {
            **answer.waits(),
            "command": answer.command(),
            "session": answer.session(),
            **answer.left(),
            "error": answer.error(),
            **answer.prices(),
            **answer.sensors(),
            **answer.rights(),
            "sessions": answer.sessions(msg["limit"]),
        },
    )


@websocket_api.websocket_command({vol.Required("type"): "shell_ev/subscribe_commands"})
@callback
def _subscribe(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the device of a charge point whenever a command goes out for it or has come back.

    No state tells of it before Shell has answered. To who may look at it; the device is null where
    the charge point is not configured, which is told to everybody, since it says nothing of what.
    """
    asker = Asker(connection.user)

    @callback
    def tell(point: ChargePoint | None) -> None:
        if point is None or asker.may(reading_at(hass, point)):
            event = {"device_id": _device_id(hass, point)}
            connection.send_event(msg["id"], event)

    connection.subscriptions[msg["id"]] = async_dispatcher_connect(
        hass, SIGNAL_COMMAND, tell
    )
    connection.send_result(msg["id"])


def _device_id(hass: HomeAssistant, point: ChargePoint | None) -> str | None:
    device = device_of(hass, point) if point else None
    return device.id if device else None


class _Answer:
    """A charge point as somebody is told of it now."""

    def __init__(
        self,
        hass: HomeAssistant,
        account: ShellEvData,
        point: ChargePoint,
        asker: Asker,
        language: str | None,
    ) -> None:
        self._hass = hass
        self._language = language
        self._account = account
        self._point = point
        self._asker = asker
        self._key = point.evse_id.compact
        self._tracker = account.reader.tracker
        self._listing = Listing.of(hass, account, asker)
        live = self._tracker.live_at(self._key)
        self._live = live[-1] if live else None
        known = under_way_at(self._tracker, self._key, dt_util.utcnow())
        out = account.commands.errands.out_at(self._key)
        # Of two of one moment it is the same one, of which the first knows more.
        self._under_way: UnderWay | None = max(
            filter(None, (known, out)), key=attrgetter("since"), default=None
        )

    def waits(self) -> JsonObjectType:
        """Return for how many seconds what is refused."""
        guards = self._account.guards
        return {
            "start_guard": seconds(guards.start_guard_left(self._point.evse_id)),
            "stop_guard": seconds(guards.stop_left(self._tracker.live_at(self._key))),
            "held": seconds(self._account.reader.hold_left),
        }

    def command(self) -> JsonObjectType | None:
        """Return the command under way, whoever gave it."""
        if self._under_way is None:
            return None
        return {
            "kind": self._under_way.command,
            "confirmed": self._under_way.confirmed,
            "since": seconds_since(self._under_way.since),
        }

    def session(self) -> JsonObjectType | None:
        """Return the session that is there now.

        ``since`` is since it began, until then since it was asked for. ``own`` is whether a card
        of this account pays for it: then it is ours by which the charge point is occupied.
        """
        session = self._live
        if session is None:
            return None
        shown = self._listing.shows(session)
        card = self._account.configuration.cards.get(session.ema_id)
        figures = self._response(session)
        return {
            "session_id": session.session_id,
            "charge_card": card_response(
                self._hass, self._account, card if shown else None
            ),
            "origin": session.origin,
            "since": seconds_since(
                began_at(session) or session.start_sent_at or session.seen_at
            ),
            **{
                name: figures[name] if shown else None
                for name in ("energy", "cost", "currency")
            },
            "own": card is not None,
        }

    def left(self) -> JsonObjectType:
        """Return what the last session here came to that charged, for an hour after its end.

        ``left_ago`` is told to everybody, as availability is: by it whoever stopped knows that it
        was our car that stood there.
        """
        left = self._left()
        if left is None:
            return {"left_ago": None, "receipt": None}
        ended, key, session = left
        ago = seconds_since(ended)
        if not self._listing.shows(session):
            return {"left_ago": ago, "receipt": None}
        return {
            "left_ago": ago,
            "receipt": {
                **self._response(session),
                "ended_ago": ago,
                "account": self._account.sessions.config_entry.entry_id,
                "key": key,
            },
        }

    def _left(self) -> tuple[datetime, str, TrackedSession] | None:
        """Return the last that charged here and ended lately, with its end and its key."""
        if any(map(began_at, self._tracker.live_at(self._key))):
            return None
        now = dt_util.utcnow()
        just_now = self._tracker.archive.ended_between(
            now - _RECEIPT, now + _CLOCKS_DIFFER
        )
        ended = [
            each
            for each in just_now
            if each[2].evse_id == self._key and began_at(each[2])
        ]
        return max(ended, key=itemgetter(0), default=None)

    def error(self) -> JsonObjectType | None:
        """Return why the last session failed; with the next command that is over."""
        last = self._live or self._tracker.last.over.get(self._key)
        if last is None or self._under_way is not None:
            return None
        return error_response(self._hass, last, self._language)

    def prices(self) -> JsonObjectType:
        """Return what it costs now, and whether that is all there is to know."""
        prices = prices_in_force(self._hass, self._account, self._point)
        names = ("currency", "per_kwh", "per_minute", "start_fee")
        return {
            "prices": {name: getattr(prices, name) for name in names}
            if prices
            else None,
            "known": self._point.has_own_price
            or not self._account.locations.may_still_tell(self._key),
        }

    def sensors(self) -> JsonObjectType:
        """Return the entities of power and energy, as far as they may be read."""
        energy_sensor = (
            er.async_get(self._hass).async_get_entity_id(
                Platform.SENSOR, DOMAIN, f"{self._point.subentry_id}_session_energy"
            )
            if self._point.energy_meter
            else None
        )
        return {
            "power_sensor": self._readable(self._point.power_sensor),
            "energy_sensor": self._readable(energy_sensor),
        }

    def _readable(self, entity_id: str | None) -> str | None:
        readable = entity_id and self._asker.may(reading_entity(entity_id))
        return entity_id if readable else None

    def rights(self) -> JsonObjectType:
        """Return what somebody may do, and the card that is used unless it names another."""
        cards = self._account.configuration.cards
        devices = device_ids(self._hass, self._account)
        ema_id = self._point.ema_id
        return {
            "charge_card": card_response(
                self._hass, self._account, cards[ema_id.compact]
            )
            if ema_id
            else None,
            "may_control": self._asker.may(control_at(self._hass, self._point)),
            "may_use": [
                devices[card.subentry_id]
                for card in cards.values()
                if card.subentry_id in devices
                and self._asker.may(control_of(self._hass, card))
            ],
        }

    def sessions(self, limit: int) -> list[JsonObjectType] | None:
        """Return the last sessions here that may be seen, newest first."""
        if not self._listing:
            return None
        if not limit:
            # As the card asks unless it is to list them; there may be 10,000 to look through.
            return []
        past = past_sessions(self._account, evse_id=self._key)
        return [
            self._response(session)
            for session in islice(filter(self._listing.shows, past), limit)
        ]

    def _response(self, session: TrackedSession) -> JsonObjectType:
        return session_response(self._hass, self._account, session, self._language)


async def async_language_of(hass: HomeAssistant, msg: Mapping[str, Any]) -> str | None:
    """Return the language to answer in, with its texts at hand; ``None`` is Home Assistant's."""
    if "language" not in msg:
        return None
    language = language_of(msg["language"])
    await async_load_texts(hass, language)
    return language


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
        sentence_of(err),
        translation_key=err.translation_key,
        translation_domain=err.translation_domain,
        translation_placeholders=err.translation_placeholders,
    )


def error_response(
    hass: HomeAssistant, session: TrackedSession, language: str | None
) -> JsonObjectType | None:
    """Return why a session failed, for ten minutes from then; null where nothing is to be told."""
    failure = session.failure
    if (
        failure is None
        or not session.failing
        or not _is_within(_FAILURE_SHOWN, failure.at)
    ):
        return None
    return {
        "text": failure_text(hass, session, language),
        "reference": error_reference(session, failure.request_id) or None,
        "ago": seconds_since(failure.at),
    }


def card_response(
    hass: HomeAssistant, account: ShellEvData, card: ChargeCard | None
) -> JsonObjectType:
    """Return device and name of a card, null for one that is not configured or not to be told."""
    if card is None:
        return {"device_id": None, "name": None}
    return {
        "device_id": device_ids(hass, account).get(card.subentry_id),
        "name": name_of(hass, card),
    }


def seconds(left: timedelta | None) -> float | None:
    """Return a wait in seconds."""
    return None if left is None else left.total_seconds()


def _is_within(span: timedelta, moment: datetime) -> bool:
    """Return whether a time is at most so long ago."""
    return -_CLOCKS_DIFFER <= dt_util.utcnow() - moment <= span


def seconds_since(moment: datetime) -> float:
    """Return how long ago a time was; one of the future, by a clock that was ahead, is now."""
    return max(dt_util.utcnow() - moment, timedelta()).total_seconds()
