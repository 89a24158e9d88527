"""What the API tells, read with tolerance (API.md sections 5 and 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from math import inf, isfinite
import re
from typing import Any, Final

MAX_TEXT: Final = 250
"""The longest text the API documents; longer ones are cut."""

_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})

_SEPARATORS: Final = re.compile(r"[\s_-]+")

_SESSION_ID: Final = re.compile(r"[0-9a-z_-]{1,64}")

_UNSHOWABLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)
"""Control characters, those that turn the direction of a line, and halves of characters.

They can neither be shown nor kept, and in a log they could pretend to be another line of it.
"""

_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""What lies outside is an empty field of some system, and cannot be told in every time zone."""

_MILLISECONDS_FROM: Final = 10**11
"""An epoch number above this is in milliseconds: as seconds it would be the year 5138."""


class SessionState(StrEnum):
    """The states of a charging session, in Home Assistant's spelling."""

    START_REQUESTED = "start_requested"
    STARTED = "started"
    STOP_REQUESTED = "stop_requested"
    STOPPED = "stopped"
    FAILED_TO_START = "failed_to_start"
    FAILED_TO_STOP = "failed_to_stop"

    @classmethod
    def read(cls, text: str | None) -> SessionState | None:
        """Return the state, whatever its case and separators, ``None`` where it is missing or new."""
        if not text:
            return None
        return _STATES.get(text) or _STATES.get(_SEPARATORS.sub("", text.lower()))


class SessionError(StrEnum):
    """Why a session failed: the documented codes in Home Assistant's spelling."""

    CHARGE_TOKEN_NOT_SUPPORTED = "charge_token_not_supported"
    EV_NOT_CONNECTED_TO_EVSE = "ev_not_connected_to_evse"
    EVSE_IN_USE = "evse_in_use"
    EVSE_NOT_FOUND = "evse_not_found"
    EVSE_NOT_SUPPORTED = "evse_not_supported"
    EVSE_OUT_OF_SERVICE = "evse_out_of_service"
    INTERNAL_ERROR = "internal_error"
    SERVICE_UNAVAILABLE = "service_unavailable"
    SESSION_INVALID = "session_invalid"
    OTHER = "other"
    """A code that is not documented."""

    @classmethod
    def read(cls, code: str) -> SessionError:
        """Return the error of a code, whatever its case and separators."""
        spelled = re.sub(r"[^a-z]", "", code.lower())
        return _ERRORS.get(spelled, cls.OTHER)


_STATES: Final = {each.replace("_", ""): each for each in SessionState}
_ERRORS: Final = {each.replace("_", ""): each for each in SessionError}
"""By their words without separators."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One reading of a charging session. Times are in UTC.

    ``state`` is ``None`` where Shell gave none or one that is not documented; ``state_text``
    then holds what it said. ``last_updated`` does not exist in generation A.
    """

    session_id: str
    ema_id: str | None = None
    evse_id: str | None = None
    state: SessionState | None = None
    state_text: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    last_updated: datetime | None = None


def fold_key(key: str) -> str:
    """Return a key without its case and separators: "evseId", "EvseId" and "evse_id" are one.

    What begins with an underscore is something else: "_id" is no "id".
    """
    folded = key.lower()
    return folded if folded.startswith("_") else folded.replace("_", "")


def fold_keys(value: Any) -> dict[str, Any]:
    """Return an object with its keys folded, an empty one for anything else.

    Generations differ in nothing but the case of their keys, and ``active`` spells one of
    its keys with a capital where ``retrieve`` does not. Of a key in both, null does not count,
    and one in snake case only where there is no other.
    """
    # What JSON calls an object; to look for any other Mapping takes longer than all the rest.
    if not isinstance(value, dict):
        return {}
    folded: dict[str, Any] = {}
    in_snake_case = []
    for key, item in value.items():
        if "_" in key:
            in_snake_case.append(key)
            continue
        name = key.lower()
        if item is not None or name not in folded:
            folded[name] = item
    for key in in_snake_case:
        if folded.get(name := fold_key(key)) is None:
            folded[name] = value[key]
    return folded


def without_empty(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an object tells: null and what is empty say nothing."""
    return {key: value for key, value in item.items() if value or value not in _NOTHING}


def read_items(envelope: Mapping[str, Any]) -> list[Any]:
    """Return ``data`` of an answer as a list, whether it holds a list, one object or nothing."""
    data = envelope.get("data")
    if isinstance(data, list):
        return data
    return [] if data is None else [data]


def holds_something(envelope: Mapping[str, Any]) -> bool:
    """Return whether an answer holds something, readable or not; an empty list says that there is nothing.

    Where there is no ``data``, any list or object beside may be what ``data`` is called otherwise.
    """
    data = envelope.get("data")
    if data or data == []:
        return bool(data)
    return any(isinstance(each, list | dict) and each for each in envelope.values())


def read_sessions(
    envelope: Mapping[str, Any], ema_id: str
) -> tuple[Session, ...] | None:
    """Return the sessions of a card, each id once; what is no session among them is left out.

    ``None`` where it is not told whether there is any, for a start may follow from "none": the
    answer is empty, or holds something of which nothing can be read. ``ema_id`` is the card that
    was asked about, for sessions that name none.
    """
    sessions = {
        session.session_id: session
        for item in map(fold_keys, read_items(envelope))
        if (session := _read_session(without_empty(item), ema_id)) is not None
    }
    if not sessions and (not envelope or holds_something(envelope)):
        return None
    return tuple(sessions.values())


def read_session(envelope: Mapping[str, Any], session_id: str) -> Session | None:
    """Return the session that was asked for, even where the answer does not repeat its id."""
    asked = read_id(session_id)
    for item in map(fold_keys, read_items(envelope)):
        if members := without_empty(item):
            session = _read_session({"id": asked} | members, None)
            if session is not None and session.session_id == asked:
                return session
    return None


def read_session_id(envelope: Mapping[str, Any]) -> str | None:
    """Return the session id in the answer to a start."""
    for item in read_items(envelope):
        if session_id := read_id(fold_keys(item).get("sessionid")):
            return session_id
    return None


def read_list(value: Any) -> list[Any]:
    """Return a list, one object as a list of it, and an empty one for anything else."""
    if isinstance(value, Mapping):
        return [value]
    return value if isinstance(value, list) else []


def read_number(value: Any, *, low: float = -inf, high: float = inf) -> float | None:
    """Return a number, also one written as text; ``None`` for none, or one out of bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError, OverflowError:
        return None
    return number if isfinite(number) and low <= number <= high else None


def read_text(value: Any) -> str | None:
    """Return a text of one line, a number as text, and ``None`` for anything that says nothing."""
    if value is None:
        return None
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        value = str(value)
    text: str = value.strip()
    # Nearly all are short and can be printed: then there is nothing to be searched for.
    if len(text) <= MAX_TEXT and text.isprintable():
        return text or None
    return _UNSHOWABLE.sub(" ", text[:MAX_TEXT]).strip() or None


def read_time(value: Any) -> datetime | None:
    """Return a time in UTC, ``None`` where there is none to be read, or none of this age.

    Takes ISO 8601 with any number of digits, with and without a zone (then UTC), the American
    date that the SDKs take, and seconds or milliseconds since 1970.
    """
    moment = _read_moment(value)
    if moment is None or not _EARLIEST <= moment < _LATEST:
        return None
    return moment.astimezone(UTC)


def read_bound(value: Any) -> datetime | None:
    """Return when something begins or ends, in UTC; the year 1 or 9999 as far away as can be told."""
    moment = _read_moment(value)
    return moment and min(max(moment, _EARLIEST), _LATEST).astimezone(UTC)


def _read_moment(value: Any) -> datetime | None:
    try:
        text = read_text(int(value) if isinstance(value, float) else value)
        if text is None:
            return None
        if text.isdecimal():
            seconds = int(text)
            if seconds > _MILLISECONDS_FROM:
                seconds //= 1000
            return datetime.fromtimestamp(seconds, UTC)
        if "/" in text:
            return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError, OverflowError, OSError:
        return None


def read_id(value: Any) -> str | None:
    """Return a session id, ``None`` for a text that must not become part of an address."""
    text = (read_text(value) or "").strip("{}").lower()
    return text if _SESSION_ID.fullmatch(text) else None


def _read_session(item: Mapping[str, Any], asked_about: str | None) -> Session | None:
    """Return a session, ``None`` where there is none; it is of the card asked about, if any."""
    session_id = read_id(item.get("id"))
    if session_id is None:
        return None
    state = item.get("sessionstate")
    # An object from generation B on; a word in A, with the error beside it.
    details = fold_keys(state) if isinstance(state, dict) else {"status": state}
    error = fold_keys(details.get("error"))
    state_text = read_text(details.get("status"))
    return Session(
        session_id=session_id,
        ema_id=read_text(item.get("emaid", asked_about)),
        evse_id=read_text(item.get("evseid")),
        state=SessionState.read(state_text),
        state_text=state_text,
        error_code=read_text(error.get("code", item.get("sessioncode"))),
        error_message=read_text(error.get("message", item.get("sessionmessage"))),
        started_at=read_time(item.get("startedat")),
        stopped_at=read_time(item.get("stoppedat")),
        last_updated=read_time(item.get("lastupdated")),
    )
