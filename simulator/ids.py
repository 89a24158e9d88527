"""Identifiers in their normal form, so that every spelling of one id is the same id (API.md section 10)."""

from datetime import UTC, datetime, timedelta
import re

_SESSION_ID = re.compile(
    r"[{]?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})[}]?", re.IGNORECASE
)
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SEPARATORS = str.maketrans("", "", "*- ")

# An EMA ID of ISO 15118 is 14 characters without its separators; a fifteenth is the check digit.
_EMA_ID_WITHOUT_CHECK_DIGIT = 14


def compact(identifier: str) -> str:
    """Give an EVSE ID or EMA ID in upper case and without separators."""
    return identifier.translate(_SEPARATORS).upper()


def card_spellings(ema_id: str) -> tuple[str, str]:
    """Give the two compact forms a card goes by: with its check digit and without."""
    with_check_digit = compact(ema_id)
    return with_check_digit, with_check_digit[:_EMA_ID_WITHOUT_CHECK_DIGIT]


def session_id_in(text: str) -> str | None:
    """Read a session id; the documented pattern allows braces around it (API.md section 9)."""
    match = _SESSION_ID.fullmatch(text)
    return match[1].lower() if match else None


def is_guid(text: str) -> bool:
    """Tell whether a RequestId has the form 8-4-4-4-12 (API.md section 9)."""
    return _GUID.fullmatch(text) is not None


def rfc3339(moment: datetime, *, timespec: str = "seconds") -> str:
    """Write a moment the way the API does: UTC, with a Z."""
    return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP headers do (RFC 9110, 5.6.7), rounded up so that nobody comes back early."""
    whole = moment.astimezone(UTC)
    if whole.microsecond:
        whole = whole.replace(microsecond=0) + timedelta(seconds=1)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[whole.weekday()]
    month = (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    )[whole.month - 1]
    return f"{day}, {whole:%d} {month} {whole:%Y %H:%M:%S} GMT"
