"""EMA IDs and EVSE IDs. The vectors are those of API.md section 10."""

from hypothesis import given, strategies as st
import pytest

from custom_components.shell_ev.api.identifiers import (
    EmaId,
    EvseId,
    IdentifierError,
    compact_ema_id,
    compact_evse_id,
    din_check_digit,
    emi3_check_digit,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("fourteen", "digit"),
    [
        ("NN123ABCDEFGHI", "T"),
        ("FRXYZ123456789", "2"),
        ("ITA1B2C3E4F5G6", "4"),
        ("ESZU8WOX834H1D", "R"),
        ("PT73902837ABCZ", "Z"),
        ("DE83DUIEN83QGZ", "D"),
        ("DE83DUIEN83ZGQ", "M"),
        ("DE8AA001234567", "0"),
        ("NLTNM000122045", "U"),
        ("NLTNM000722345", "X"),
        ("NLTNM012345678", "W"),
        ("NLTNMC00122045", "K"),
        ("NLTNMC0216599X", "A"),
        ("NLTNMC00122046", "M"),
    ],
)
def test_check_digit(fourteen: str, digit: str) -> None:
    """The check digit of every published vector comes out."""
    assert emi3_check_digit(fourteen) == digit


@pytest.mark.parametrize(
    ("eleven", "digit"),
    [
        ("NLTNM012204", "5"),
        ("NLTNM216599", "X"),
        ("NLTNM122045", "0"),
        ("INTNM000071", "9"),
        ("INTNM000110", "X"),
        ("INTNM000124", "0"),
        ("INTNM000114", "6"),
        ("INTNM000191", "5"),
    ],
)
def test_din_check_digit(eleven: str, digit: str) -> None:
    """The check digit of every published DIN vector comes out."""
    assert din_check_digit(eleven) == digit


@given(st.data())
def test_a_typing_error_is_found(data: st.DataObject) -> None:
    """One wrong character, or two neighbours swapped, change the check digit."""
    text = data.draw(st.text(ALPHABET, min_size=14, max_size=14))
    place = data.draw(st.integers(0, 12))
    other = data.draw(st.sampled_from(ALPHABET))
    digit = emi3_check_digit(text)
    if other != text[place]:
        assert emi3_check_digit(text[:place] + other + text[place + 1 :]) != digit
    if text[place] != text[place + 1]:
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        assert emi3_check_digit(swapped) != digit


@pytest.mark.parametrize(
    "text",
    [
        "NL-TNM-C00122045-K",
        "nl-tnm-c00122045-k",
        "NLTNMC00122045K",
        "NLTNMC00122045",
        "NL-TNM-C00122045",
        " NL TNM C00122045 K ",
        "NL–TNM–C00122045–K",
        "NL-TNM-012204-5",
        "NL*TNM*012204*5",
        "NLTNM0122045",
        "NL-TNM-012204",
    ],
)
def test_ema_id_in_every_form(text: str) -> None:
    """However a card is typed, it is the same card."""
    ema_id = EmaId.parse(text)
    assert str(ema_id) == "NL-TNM-C00122045-K"
    assert ema_id.compact == "NLTNMC00122045"


@pytest.mark.parametrize(
    ("text", "reason", "expected"),
    [
        ("", "empty", ""),
        (" \t ", "empty", ""),
        ("N" * 51, "too_long", ""),
        ("NL_TNM_C00122045", "alphabet", "_"),
        ("NL-TNM-C0012204Ś", "alphabet", "Ś"),
        ("NL-TNM-C0012204ı", "alphabet", "ı"),  # upper case would make it an I
        ("NL-TNM-C0012204５", "alphabet", "５"),
        ("NL-TNM-C001", "form", ""),
        ("12-TNM-C00122045", "form", ""),
        ("NL-TNM-C00122045-KK", "form", ""),
        ("NL-TNM-C00122045-X", "check_digit", "K"),
        ("NL-TNM-012204-6", "check_digit", "5"),
    ],
)
def test_what_is_wrong_with_an_ema_id(text: str, reason: str, expected: str) -> None:
    """The error says which rule is broken and never repeats the id."""
    with pytest.raises(IdentifierError) as caught:
        EmaId.parse(text)
    assert (caught.value.reason, caught.value.expected) == (reason, expected)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("text", "full", "compact"),
    [
        ("NL*TNM*E02003451*0", "NL*TNM*E02003451*0", "NLTNME020034510"),
        ("nl*tnm*e02003451*0", "NL*TNM*E02003451*0", "NLTNME020034510"),
        ("NL-TNM-E02003451-0", "NL*TNM*E02003451*0", "NLTNME020034510"),
        ("NLTNME020034510", "NL*TNM*E020034510", "NLTNME020034510"),
        (
            "NL*TNM*EVIRTUALCP0002*0",
            "NL*TNM*EVIRTUALCP0002*0",
            "NLTNMEVIRTUALCP00020",
        ),
        ("DE*AB7*E840*6487", "DE*AB7*E840*6487", "DEAB7E8406487"),
        ("+49*810*000*438", "+49*810*000*438", "49*810*000*438"),
        ("49*810*000*438", "49*810*000*438", "49*810*000*438"),
    ],
)
def test_evse_id(text: str, full: str, compact: str) -> None:
    """ISO and DIN ids are read in any case, with stars, hyphens or neither."""
    evse_id = EvseId.parse(text)
    assert (str(evse_id), evse_id.compact) == (full, compact)


@pytest.mark.parametrize(
    ("text", "reason", "expected"),
    [
        ("", "empty", ""),
        ("NL*TNM*E" + "1" * 60, "too_long", ""),
        ("NL*TNM*E" + "1" * 32, "form", ""),
        ("NL*TNM*E0200345ö", "alphabet", "ö"),
        ("NL*TNM*02003451", "form", ""),
        ("NL*TNM*E", "form", ""),
        ("hello", "form", ""),
    ],
)
def test_what_is_wrong_with_an_evse_id(text: str, reason: str, expected: str) -> None:
    """The error says which rule is broken."""
    with pytest.raises(IdentifierError) as caught:
        EvseId.parse(text)
    assert (caught.value.reason, caught.value.expected) == (reason, expected)


def test_ids_of_answers_are_compared_as_they_come_where_they_are_none() -> None:
    """What Shell sends need not be an id; it must still be comparable."""
    assert compact_ema_id("nl-tnm-c00122045-k") == "NLTNMC00122045"
    assert compact_ema_id("guest") == "guest"
    assert compact_evse_id("nl*tnm*e02003451*0") == "NLTNME020034510"
    assert compact_evse_id("?") == "?"


def test_who_issued_a_card() -> None:
    """Its first two parts."""
    assert EmaId.parse("nltnmc00122045").provider_id == "NL-TNM"
