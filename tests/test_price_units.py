"""The units in which entities show a price of the user's own."""

import pytest

from homeassistant.core import State

from .test_own_price import PRICE
from custom_components.shell_ev.own_price import read_price, read_unit


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (None, ("EUR", 1)),
        ("", ("EUR", 1)),
        ("EUR/kWh", ("EUR", 1)),
        ("eur / kwh", ("EUR", 1)),
        ("€/kWh", ("EUR", 1)),
        ("USD/kWh", ("USD", 1)),
        ("EUR/MWh", ("EUR", 1000)),
        ("€/MWh", ("EUR", 1000)),
        ("ct/kWh", ("EUR", 100)),
        ("Cent/kWh", ("EUR", 100)),
        ("c/kWh", ("EUR", 100)),
        ("¢/MWh", ("EUR", 100_000)),
        ("p/kWh", ("GBP", 100)),
        ("öre/kWh", ("SEK", 100)),
        ("Öre/kWh", ("SEK", 100)),
        ("zł/kWh", ("PLN", 1)),
        ("Ft/kWh", ("HUF", 1)),
        ("Kč/kWh", ("CZK", 1)),
        ("euro/kWh", ("EUR", 1)),
        ("snt/kWh", ("EUR", 100)),
        ("EURcent/kWh", ("EUR", 100)),
        ("EUR ct/kWh", ("EUR", 100)),
        ("EUR cents/MWh", ("EUR", 100_000)),
        ("Eurocent/kWh", ("EUR", 100)),
        ("euro cents/kWh", ("EUR", 100)),
        ("€¢/kWh", ("EUR", 100)),
        ("€ct/kWh", ("EUR", 100)),
        ("ct€/kWh", ("EUR", 100)),
        ("c€/kWh", ("EUR", 100)),
        ("USD ¢/kWh", ("USD", 100)),
        ("CAD/kWh", ("CAD", 1)),
    ],
)
def test_units(unit: str | None, expected: tuple[str, int]) -> None:
    """Currencies by their code and their sign, whole and in hundredths, per kWh and per MWh."""
    assert read_unit(unit, "EUR") == expected


@pytest.mark.parametrize(
    ("unit", "home_currency", "expected"),
    [
        ("kr/kWh", "DKK", ("DKK", 1)),
        ("Kr/kWh", "NOK", ("NOK", 1)),
        ("kr/kWh", "EUR", None),
        ("øre/kWh", "NOK", ("NOK", 100)),
        ("Øre/kWh", "DKK", ("DKK", 100)),
        ("øre/kWh", "EUR", None),
        ("$/kWh", "AUD", ("AUD", 1)),
        ("$/kWh", "EUR", None),
        ("$ct/kWh", "EUR", None),
        ("$ct/kWh", "AUD", ("AUD", 100)),
        ("c/kWh", "AUD", ("AUD", 100)),
        ("€/kWh", "SEK", ("EUR", 1)),
        (None, "SEK", ("SEK", 1)),
    ],
)
def test_a_sign_of_several_currencies_is_the_one_at_home(
    unit: str | None, home_currency: str, expected: tuple[str, int] | None
) -> None:
    """Where it is none of them nobody can tell."""
    assert read_unit(unit, home_currency) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "EUR",
        "€",
        "kWh",
        "/kWh",
        "bananas/kWh",
        "bananacent/kWh",
        "2 ct/kWh",
        "EUR/h",
        "EUR/kWh/h",
        "%",
        7,
    ],
)
def test_no_unit_of_a_price(unit: object) -> None:
    """It is not guessed at."""
    assert read_unit(unit, "EUR") is None


def test_an_absurd_price_is_none() -> None:
    """Nor is text, and nothing that is no number."""
    unit = {"unit_of_measurement": "EUR/kWh"}
    for shown in ("1e7", "-1e7", "inf", "nan", "", "cheap"):
        assert read_price(State(PRICE, shown, unit), "EUR") is None
    prices = read_price(State(PRICE, "-3", unit), "EUR")
    assert prices is not None
    assert prices.per_kwh == -3
