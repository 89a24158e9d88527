"""What an action was asked: its fields, read into accounts, cards, charge points, sessions and times."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from homeassistant.core import ServiceCall
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util import dt as dt_util

from ..api import EmaId, EvseId, IdentifierError
from ..api.models import read_id
from ..configuration import ChargeCard, ChargePoint
from ..const import DOMAIN
from ..devices import charge_card_of, charge_point_of, refuse_reloading
from ..exceptions import refused
from ..permissions import Asker, control_at, control_of, demand_listing, reading_of
from ..runtime import ShellEvConfigEntry, ShellEvData
from ..session.figures import began_at
from ..session.record import TrackedSession
from .history import counted, past_sessions

ATTR_ACCOUNT: Final = "account"
ATTR_AMOUNT: Final = "amount"
ATTR_CHARGE_CARD: Final = "charge_card"
ATTR_CHARGE_POINT: Final = "charge_point"
ATTR_CURRENCY: Final = "currency"
ATTR_ENERGY: Final = "energy"
ATTR_EVSE_ID: Final = "evse_id"
ATTR_FROM: Final = "from"
ATTR_PATH: Final = "path"
ATTR_REQUEST_ID: Final = "request_id"
ATTR_SESSION_ID: Final = "session_id"
ATTR_TAKE_BACK: Final = "take_back"
ATTR_TO: Final = "to"
ATTR_WAIT: Final = "wait_for_outcome"


def moment_of(call: ServiceCall, field: str) -> datetime | None:
    """Return a time of an action; without a zone it is the user's."""
    given: datetime | None = call.data.get(field)
    return None if given is None else in_utc(given)


def in_utc(given: datetime) -> datetime:
    """Return a time that a person or a template has named; without a zone it is the user's."""
    try:
        return dt_util.as_utc(given)
    except OverflowError:
        # At an end of the calendar a zone makes no difference.
        return given.replace(tzinfo=UTC)


def request_id_of(call: ServiceCall) -> str | None:
    """Return the RequestId that was given, which Shell takes as a GUID only."""
    given = call.data.get(ATTR_REQUEST_ID)
    if given is None:
        return None
    try:
        return str(UUID(given))
    except ValueError:
        raise refused("request_id_invalid") from None


def session_id_of(call: ServiceCall) -> str:
    """Return the session id that was given, in the form in which sessions are known."""
    session_id = read_id(call.data[ATTR_SESSION_ID])
    if session_id is None:
        raise refused("session_id_invalid")
    return session_id


def session_key_of(call: ServiceCall, account: ShellEvData) -> str:
    """Return what a session is known by: its id, or its key where it shares that with others.

    Of several with the id that is given, the last that ran and is over.
    """
    sessions = account.reader.tracker.sessions
    given = str(call.data[ATTR_SESSION_ID]).strip().lower()
    if given in sessions and sessions[given].session_id != given:
        return given
    session_id = session_id_of(call)
    over = {
        key: session.ended_at
        for key, session in sessions.items()
        if session.session_id == session_id and session.ended_at and began_at(session)
    }
    return max(over, key=lambda key: over[key], default=session_id)


def account_of(call: ServiceCall) -> ShellEvData:
    """Return the account that was named, or the only one."""
    named = call.data.get(ATTR_ACCOUNT)
    refuse_reloading(call.hass, named)
    entry: ShellEvConfigEntry = async_get_config_entry(call.hass, DOMAIN, named)
    return entry.runtime_data


def named_charge_point(call: ServiceCall) -> tuple[ShellEvData, ChargePoint]:
    """Return the charge point that was picked, and its account."""
    return charge_point_of(call.hass, call.data[ATTR_CHARGE_POINT])


def named_charge_card(call: ServiceCall) -> tuple[ShellEvData, ChargeCard]:
    """Return the charge card that was picked, and its account."""
    return charge_card_of(call.hass, call.data[ATTR_CHARGE_CARD])


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The sessions that are asked for and may be seen, newest first.

    ``counted`` are those of them that began in the span that is asked about.
    """

    account: ShellEvData
    sessions: list[TrackedSession]
    counted: list[TrackedSession]


def sessions_asked_for(call: ServiceCall, asker: Asker) -> Asked:
    """Return what a list or an export is asked for.

    Raises:
        Unauthorized: the sessions of that card, or of any, may not be seen.
    """
    ema_id = evse_id = None
    account: ShellEvData | None = None
    if ATTR_CHARGE_POINT in call.data:
        account, point = named_charge_point(call)
        evse_id = point.evse_id.compact
    if ATTR_CHARGE_CARD in call.data:
        of_card, card = named_charge_card(call)
        if account not in (None, of_card):
            raise refused("other_account")
        account = of_card
        asker.demand(reading_of(call.hass, card))
        ema_id = card.ema_id.compact
    account = account or account_of(call)
    listing = demand_listing(call.hass, account, asker)
    begin = moment_of(call, ATTR_FROM)
    end = moment_of(call, ATTR_TO)
    if begin and end and begin > end:
        raise refused("from_after_to")
    found = past_sessions(account, ema_id, evse_id, begin, end)
    sessions = list(filter(listing.shows, found))
    return Asked(
        account=account, sessions=sessions, counted=counted(sessions, begin, end)
    )


def where_to_start(
    call: ServiceCall, asker: Asker
) -> tuple[ShellEvData, EmaId, EvseId]:
    """Return account, card and charge point: a configured one, or any by its EVSE ID.

    Raises:
        Unauthorized: that may not be started with, or there.
    """
    if (ATTR_CHARGE_POINT in call.data) is (ATTR_EVSE_ID in call.data):
        raise refused("choose_where_to_start")
    chosen = named_charge_card(call) if ATTR_CHARGE_CARD in call.data else None
    if chosen:
        asker.demand(control_of(call.hass, chosen[1]))
    if ATTR_EVSE_ID in call.data:
        try:
            evse_id = EvseId.parse(call.data[ATTR_EVSE_ID])
        except IdentifierError as err:
            raise refused(f"evse_id_{err.reason}", expected=err.expected) from None
        account, card = chosen or _only_card(account_of(call))
        asker.demand(control_of(call.hass, card))
        return account, card.ema_id, evse_id
    account, point = named_charge_point(call)
    asker.demand(control_at(call.hass, point))
    if chosen is None:
        if point.ema_id is None:
            raise refused("no_charge_card")
        return account, point.ema_id, point.evse_id
    if chosen[0] is not account:
        raise refused("other_account")
    return account, chosen[1].ema_id, point.evse_id


def _only_card(account: ShellEvData) -> tuple[ShellEvData, ChargeCard]:
    if len(account.configuration.cards) != 1:
        raise refused("choose_charge_card")
    return account, next(iter(account.configuration.cards.values()))
