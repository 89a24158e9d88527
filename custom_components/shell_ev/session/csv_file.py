"""Sessions as a CSV file (RFC 4180): a header that never changes, for whatever reads it. Pure."""

from collections.abc import Iterable, Mapping
import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Final

from .currency import digits_kept_of
from .figures import PRICE_DIGITS
from .metering import ENERGY_DIGITS

type Cell = str | float | datetime | timedelta | None

COLUMNS: Final = (
    "started_at",
    "stopped_at",
    "duration_s",
    "charge_point",
    "place",
    "evse_id",
    "charge_card",
    "energy_kwh",
    "energy_source",
    "cost",
    "currency",
    "cost_source",
    "average_price_per_kwh",
    "solar_energy_kwh",
    "solar_covered_kwh",
    "origin",
    "session_id",
    "start_request_id",
    "stop_request_id",
)
HEADER: Final = ",".join(COLUMNS)
"""By this a file is known as one of ours. New columns may follow, none goes and none moves."""

_DIGITS: Final = {
    "energy_kwh": ENERGY_DIGITS,
    "average_price_per_kwh": PRICE_DIGITS,
    "solar_energy_kwh": ENERGY_DIGITS,
    "solar_covered_kwh": ENERGY_DIGITS,
}
_FORMULA: Final = tuple("=+-@＝＋－＠")
"""What a spreadsheet takes for a formula where a text begins with it (OWASP, CSV injection)."""


def csv_text(rows: Iterable[Mapping[str, Cell]]) -> str:
    """Return rows as the text of a file.

    Times are written as they are, in ISO 8601 with their zone; durations in seconds. Half of a
    character, which no file can hold, is written as a question mark.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        digits = _DIGITS | {"cost": _money_digits(row)}
        writer.writerow([_cell(row.get(name), digits.get(name, 0)) for name in COLUMNS])
    return text.getvalue().encode(errors="replace").decode()


def _money_digits(row: Mapping[str, Cell]) -> int:
    currency = row.get("currency")
    return digits_kept_of(currency if isinstance(currency, str) else None)


def _cell(value: Cell, digits: int) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.0f}"
    if isinstance(value, str):
        return f"'{value}" if _may_be_a_formula(value) else value
    return f"{value:z.{digits}f}"


def _may_be_a_formula(text: str) -> bool:
    """Return whether a spreadsheet might reckon with a text rather than show it."""
    return text.lstrip().startswith(_FORMULA) or text[:1] in ("\t", "\r", "\n")
