"""What the sessions card asks for: a span of the history, with its sums, as a page or as a file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import fsum
from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util import dt as dt_util, slugify
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..actions.billed import async_set_figures, has_figures
from ..actions.history import (
    is_within,
    local_time,
    session_response,
    sessions_as_csv,
    totals_response,
)
from ..const import DOMAIN, SIGNAL_SESSIONS
from ..exceptions import refused
from ..names import NameOf, names_of, place_called
from ..permissions import Asker, Listing, control_of, control_of_session, demand_listing
from ..runtime import ShellEvConfigEntry, ShellEvData
from ..session.figures import began_at, figures, totals
from ..session.metering import ENERGY_DIGITS
from ..session.plain import Record
from ..session.record import TrackedSession
from .websocket import LANGUAGE, async_language_of, send_refusal

MOST_ON_A_PAGE: Final = 200
_PAGE: Final = 50
_BARS: Final = {"day": len("2026-11-21"), "month": len("2026-11")}
"""What a bar may stand for, and so much of an ISO date names it."""

_LOCAL_DAY: Final = vol.Any(
    None, vol.All(cv.date, vol.Range(min=date(1970, 1, 1), max=date(9998, 12, 31)))
)
_SPAN: Final[dict[str | vol.Marker, Any]] = {
    vol.Required("from"): _LOCAL_DAY,
    vol.Required("to"): _LOCAL_DAY,
    vol.Optional("places"): [str],
    vol.Optional("cards"): [str],
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A session that began, as somebody sees it: by its account and its key there."""

    entry: ShellEvConfigEntry
    key: str
    session: TrackedSession
    began: datetime
    name: NameOf

    @property
    def account(self) -> ShellEvData:
        """The account that it belongs to."""
        return self.entry.runtime_data

    @property
    def place(self) -> tuple[str, str]:
        """Key and name of where it was."""
        configuration = self.account.configuration
        point = configuration.points.get(self.session.evse_id)
        key = point.subentry_id if point else self.session.evse_id
        return key, place_called(self.name, configuration, self.session)

    @property
    def card(self) -> tuple[str, str | None]:
        """Key and name of the card that paid; of one that is not configured any more there is none."""
        card = self.account.configuration.cards.get(self.session.ema_id)
        return (card.subentry_id, self.name(card)) if card else ("", None)


@callback
def async_register_session_commands(hass: HomeAssistant) -> None:
    """Register the commands, once for all accounts."""
    websocket_api.async_register_command(hass, _sessions)
    websocket_api.async_register_command(hass, _export)
    websocket_api.async_register_command(hass, _set_figures)
    websocket_api.async_register_command(hass, _subscribe)


@websocket_api.websocket_command(
    {
        vol.Required("type"): "shell_ev/sessions",
        **_SPAN,
        vol.Required("by"): vol.In(_BARS),
        vol.Optional("offset", default=0): cv.positive_int,
        vol.Optional("limit", default=_PAGE): vol.All(
            int, vol.Range(min=0, max=MOST_ON_A_PAGE)
        ),
        **LANGUAGE,
    }
)
@websocket_api.async_response
async def _sessions(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Tell what was charged in a span of local days, whose end is not part of it.

    ``from`` or ``to`` is null where the span is open. The sums and bars are those of all sessions
    of the span at the ``places`` and by the ``cards`` that are asked for; ``sessions`` is a page
    of them, newest first. What may be filtered by is all that is in the span. ``away`` are the
    accounts whose sessions are missing, since they are not loaded.
    """
    language = await async_language_of(hass, msg)
    asker = Asker(connection.user)
    history = _history_for(hass, connection, msg, asker)
    if history is None:
        return
    spanned, first = history.spanned, history.first
    shown = _filtered(spanned, msg)
    page = shown[msg["offset"] :][: msg["limit"]]
    connection.send_result(
        msg["id"],
        {
            "today": dt_util.now().date().isoformat(),
            "first": _day(first) if first else None,
            "currency": hass.config.currency,
            "away": history.away,
            "places": _named(_places(spanned)),
            "cards": _named(dict(seen.card for seen in spanned)),
            "totals": totals_response(totals(seen.session for seen in shown)),
            "bars": _bars(shown, _BARS[msg["by"]]),
            "count": len(shown),
            "sessions": [row(hass, asker, seen, language) for seen in page],
        },
    )


@websocket_api.websocket_command(
    {vol.Required("type"): "shell_ev/export_sessions", **_SPAN}
)
@callback
def _export(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Give the sessions of a span, filtered likewise, as the text of a CSV file, oldest first."""
    history = _history_for(hass, connection, msg, Asker(connection.user))
    if history is None:
        return
    shown = _filtered(history.spanned, msg)
    connection.send_result(
        msg["id"],
        {
            "csv": sessions_as_csv(
                ((seen.account, seen.session) for seen in reversed(shown)),
                history.name,
            ),
            "filename": _file_name(shown, msg),
        },
    )


@websocket_api.websocket_command(
    {
        vol.Required("type"): "shell_ev/set_session_figures",
        vol.Required("account"): str,
        vol.Required("key"): str,
        vol.Required("energy"): vol.Any(None, vol.Coerce(float)),
        vol.Required("amount"): vol.Any(None, vol.Coerce(float)),
        vol.Required("currency"): vol.Any(None, str),
        **LANGUAGE,
    }
)
@websocket_api.async_response
async def _set_figures(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Note what a session was billed with; with all three null, take that back."""
    language = await async_language_of(hass, msg)
    asker = Asker(connection.user)
    entry: ShellEvConfigEntry
    try:
        entry = async_get_config_entry(hass, DOMAIN, msg["account"])
        account, key = entry.runtime_data, msg["key"]
        asker.demand(control_of_session(hass, account, key))
        session = await async_set_figures(
            hass,
            account,
            key,
            energy=msg["energy"],
            amount=msg["amount"],
            currency=msg["currency"],
        )
    except ServiceValidationError as err:
        send_refusal(connection, msg, websocket_api.ERR_INVALID_FORMAT, err)
        return
    began = began_at(session) or session.seen_at
    name = names_of(hass, [account.configuration])
    seen = Seen(entry=entry, key=key, session=session, began=began, name=name)
    connection.send_result(msg["id"], row(hass, asker, seen, language))


@websocket_api.websocket_command({vol.Required("type"): "shell_ev/subscribe_sessions"})
@callback
def _subscribe(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send an empty event whenever a session became another: there may be more to read.

    Also when an account comes or goes. It tells nothing of what, so everybody may have it.
    """

    @callback
    def changed() -> None:
        connection.send_event(msg["id"], {})

    @callback
    def account_changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            changed()

    stops = (
        async_dispatcher_connect(hass, SIGNAL_SESSIONS, changed),
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, account_changed),
    )

    @callback
    def stop() -> None:
        for each in stops:
            each()

    connection.subscriptions[msg["id"]] = stop
    connection.send_result(msg["id"])


def row(
    hass: HomeAssistant, asker: Asker, seen: Seen, language: str | None
) -> JsonObjectType:
    """Return a session for the table and its receipt, with its times as they were at home."""
    session, account = seen.session, seen.account
    card = account.configuration.cards.get(session.ema_id)
    metering = session.metering
    ended = session.ended_at
    return {
        **session_response(hass, account, session, language),
        "account": seen.entry.entry_id,
        "key": seen.key,
        "live": session.live,
        "place": _pair(*seen.place),
        "card": _pair(*seen.card),
        "day": _day(seen.began),
        "started_at": local_time(seen.began).isoformat(),
        "stopped_at": local_time(ended).isoformat() if ended else None,
        "metered": {
            "energy": metering.used,
            "cost": metering.cost,
            "currency": metering.currency,
        }
        if metering and metering.reading is not None
        else None,
        "billed": _with_all(session.billed, "energy", "amount", "currency"),
        "prices": _with_all(
            session.prices, "currency", "per_kwh", "per_minute", "start_fee"
        ),
        "may_change": has_figures(session) and asker.may(control_of(hass, card)),
    }


class _History:
    """The sessions of all accounts that somebody may see and that began, and those of them that began in a span."""

    def __init__(
        self,
        hass: HomeAssistant,
        asker: Asker,
        begin: datetime | None,
        before: datetime | None,
    ) -> None:
        """Look through them once: there may be 10,000, of which few are asked for.

        Raises:
            ServiceValidationError: no account is loaded, though there are some.
            Unauthorized: there are accounts, and it may see those of none.
        """
        entries: list[ShellEvConfigEntry] = hass.config_entries.async_loaded_entries(
            DOMAIN
        )
        self.away = [
            entry.title
            for entry in hass.config_entries.async_entries(
                DOMAIN, include_ignore=False, include_disabled=False
            )
            if entry not in entries
        ]
        """The accounts whose sessions are missing, since they are not loaded."""
        if self.away and not entries:
            raise refused("sessions_away", accounts=", ".join(self.away))
        accounts = [entry.runtime_data for entry in entries]
        listings = [Listing.of(hass, account, asker) for account in accounts]
        if entries and not any(listings):
            demand_listing(hass, accounts[0], asker)
        self.name = names_of(hass, (account.configuration for account in accounts))
        """How their cards and charge points are called."""
        self.first: datetime | None = None
        """When the oldest of them began."""
        spanned: list[Seen] = []
        for entry, listing in zip(entries, listings, strict=True):
            for key, session in entry.runtime_data.reader.tracker.sessions.items():
                began = began_at(session)
                if began is None or not listing.shows(session):
                    continue
                if self.first is None or began < self.first:
                    self.first = began
                if is_within(began, begin, before):
                    seen = Seen(
                        entry=entry,
                        key=key,
                        session=session,
                        began=began,
                        name=self.name,
                    )
                    spanned.append(seen)
        self.spanned = sorted(spanned, key=lambda seen: seen.began, reverse=True)
        """Those that began in the span, newest first."""


def _history_for(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
    asker: Asker,
) -> _History | None:
    """Return what somebody may see, ``None`` where that was refused."""
    try:
        return _History(hass, asker, _start_of(msg["from"]), _start_of(msg["to"]))
    except ServiceValidationError as err:
        send_refusal(connection, msg, websocket_api.ERR_NOT_FOUND, err)
        return None


def _filtered(seen: Iterable[Seen], msg: Mapping[str, Any]) -> list[Seen]:
    """Return the sessions at the places and by the cards that are asked for."""
    places, cards = msg.get("places"), msg.get("cards")
    return [
        one
        for one in seen
        if (places is None or one.place[0] in places)
        and (cards is None or one.card[0] in cards)
    ]


def _bars(seen: Iterable[Seen], length: int) -> list[JsonValueType]:
    """Return the sums by day or month and place, oldest first; energy is in kWh."""
    bars: defaultdict[str, defaultdict[str, list[TrackedSession]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in seen:
        bars[_day(one.began)[:length]][one.place[0]].append(one.session)
    return [
        {"day": day, "parts": [_part(*part) for part in bars[day].items()]}
        for day in sorted(bars)
    ]


def _part(place: str, sessions: list[TrackedSession]) -> JsonObjectType:
    energies = [figures(session).energy for session in sessions]
    known = [energy for energy in energies if energy is not None]
    energy = round(fsum(known), ENERGY_DIGITS) if known else None
    return {
        "place": place,
        "energy": energy,
        "sessions": len(sessions),
        "without_energy": len(sessions) - len(known),
    }


def _places(seen: Iterable[Seen]) -> dict[str, str | None]:
    """Return the names of places by their keys: the newest that is more than an EVSE ID."""
    names: dict[str, str | None] = {}
    for one in seen:
        key, name = one.place
        if names.get(key) in (None, one.session.evse_name):
            names[key] = name
    return names


def _named(pairs: Mapping[str, str | None]) -> list[JsonValueType]:
    """Return keys with their names, by name; what has none comes last."""
    names = sorted(pairs.items(), key=lambda pair: (pair[1] is None, pair[1] or ""))
    return [_pair(*pair) for pair in names]


def _pair(key: str, name: str | None) -> JsonObjectType:
    return {"key": key, "name": name}


def _with_all(record: Record | None, *names: str) -> JsonObjectType | None:
    """Return what is noted in a record, with null for what is not known."""
    return {name: getattr(record, name) for name in names} if record else None


def _start_of(day: date | None) -> datetime | None:
    """Return when a local day begins, in UTC: to compare times of two zones takes many times as long."""
    return dt_util.as_utc(dt_util.start_of_local_day(day)) if day else None


def _day(moment: datetime) -> str:
    """Return the local day of a time."""
    return local_time(moment).date().isoformat()


def _file_name(shown: Iterable[Seen], msg: Mapping[str, Any]) -> str:
    """Return what to call a file: after its span, and what it is filtered by."""
    filters: dict[str, None] = {}
    for one in shown:
        for key, (_, name) in (("places", one.place), ("cards", one.card)):
            if key in msg:
                filters[slugify(name, separator="-")] = None
    span = _span_name(msg["from"], msg["to"])
    return "-".join(filter(None, ("shell-ev", span, *filters))) + ".csv"


def _span_name(begin: date | None, end: date | None) -> str | None:
    """Return a month or a year, else the first and the last day; nothing for an open span."""
    if begin is None or end is None:
        return None
    last = end - timedelta(days=1)
    if begin.day == end.day == 1 and (begin.year, begin.month) == (
        last.year,
        last.month,
    ):
        return f"{begin:%Y-%m}"
    whole_years = (begin.month, begin.day, end.month, end.day) == (1, 1, 1, 1)
    if whole_years and last.year == begin.year:
        return f"{begin:%Y}"
    return f"{begin}-{last}"
