"""Sessions as CSV: what Python's own reader, a stranger to the writer, finds in it."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from hypothesis import example, given, strategies as st
import pytest

from custom_components.shell_ev.session.csv_file import COLUMNS, HEADER, csv_text

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
"""With line breaks, quotes, emoji, NUL and halves of characters."""
NASTY = st.sampled_from("=+-@\t\r\n \",;'\x00\ud800😀＝é\u2028\ufeff1")


def read(text: str) -> list[dict[str, str]]:
    """Return the rows as they are read from a file's bytes."""
    decoded = text.encode().decode()
    return list(csv.DictReader(StringIO(decoded, newline=""), strict=True))


def test_the_header_stands_first_and_never_changes() -> None:
    """In its order: whatever reads the files is not ours to change."""
    assert csv_text([]) == HEADER + "\r\n"
    assert HEADER == (
        "started_at,stopped_at,duration_s,charge_point,place,evse_id,charge_card,"
        "energy_kwh,energy_source,cost,currency,cost_source,average_price_per_kwh,"
        "solar_energy_kwh,solar_covered_kwh,origin,session_id,"
        "start_request_id,stop_request_id"
    )


@given(st.lists(ANY_TEXT | st.text(NASTY, max_size=8), max_size=4))
@example(["=1+1", ' "=1"', "a\r\nb", "\ud800", "\n=1", "'"])
def test_texts_come_back_as_they_were(names: list[str]) -> None:
    """But for half of a character, and an apostrophe before what looks like a formula."""
    rows = read(csv_text({"place": name, "charge_card": name} for name in names))
    assert len(rows) == len(names)
    for row, name in zip(rows, names, strict=True):
        assert list(row) == list(COLUMNS)
        told = "".join("?" if "\ud800" <= each <= "\udfff" else each for each in name)
        assert row["place"] == row["charge_card"]
        assert row["place"].removeprefix("'") == told.removeprefix("'")
        assert not row["place"].lstrip().startswith(FORMULAS)
        assert row["place"][:1] not in ("\t", "\r", "\n")
        assert row["origin"] == ""


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("-Home", "'-Home"),
        ("@home", "'@home"),
        ("＝1", "'＝1"),
        ("\tHome", "'\tHome"),
        ('Home, "Dam" 1\r\n2nd floor; €', 'Home, "Dam" 1\r\n2nd floor; €'),
        ("1=1", "1=1"),
        ("", ""),
        ("🚗", "🚗"),
        ("\ud83d", "?"),
    ],
)
def test_a_name_is_text(text: str, cell: str) -> None:
    """In a spreadsheet nothing of it is reckoned with."""
    (row,) = read(csv_text([{"charge_point": text}]))
    assert row["charge_point"] == cell


def test_each_row_ends_in_carriage_return_and_line_feed() -> None:
    """RFC 4180, 2."""
    text = csv_text([{"place": "Dam 1"}, {"place": "Dam 2"}])
    assert text.count("\r\n") == text.count("\n") == 3
    assert text.endswith("\r\n")


@given(st.floats(-1e6, 1e6))
@example(-0.001)
@example(-5.0)
def test_numbers(value: float) -> None:
    """With a point, rounded once, and never as text: a refund begins with its minus."""
    (row,) = read(csv_text([{"cost": value, "energy_kwh": value}]))
    assert float(row["cost"]) == pytest.approx(value, abs=0.00501)
    assert float(row["energy_kwh"]) == pytest.approx(value, abs=0.000501)
    assert len(row["cost"].rpartition(".")[2]) == 2
    assert row["cost"] != "-0.00"


@given(
    st.datetimes(
        datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(AMSTERDAM)
    ),
    st.timedeltas(timedelta(), timedelta(days=9)),
)
@example(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=AMSTERDAM), timedelta(hours=1))
def test_times(moment: datetime, duration: timedelta) -> None:
    """A time tells its offset, so that the second 2:30 of an autumn's night is not the first."""
    (row,) = read(csv_text([{"started_at": moment, "duration_s": duration}]))
    told = datetime.fromisoformat(row["started_at"])
    assert told.astimezone(UTC) == moment.astimezone(UTC).replace(microsecond=0)
    assert told.utcoffset() == moment.utcoffset()
    assert abs(int(row["duration_s"]) - duration.total_seconds()) <= 0.5


def test_what_is_not_known_is_empty() -> None:
    """No 0 and no word for it."""
    (row,) = read(csv_text([dict.fromkeys(COLUMNS)]))
    assert set(row.values()) == {""}
