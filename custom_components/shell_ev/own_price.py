"""The price of a kWh that is the user's own: a number, or what an entity shows.

A private charge point is in no directory, and who pays for the electricity knows the price best.
"""

from datetime import datetime, timedelta
import re
from typing import Final

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, State
from homeassistant.generated.currencies import ACTIVE_CURRENCIES
from homeassistant.util import dt as dt_util

from .api import Prices, read_number
from .api.tariffs import MAX_PRICE
from .configuration import ChargePoint

_HELD_FOR: Final = timedelta(hours=1)
"""How long the price that an entity shows now is taken to have held: prices change by the hour."""
_ENERGIES: Final = {"kwh": 1, "mwh": 1000}
"""How many kWh a price is for."""
_WHOLE: Final[dict[str, tuple[str, ...]]] = {
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN"),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₪": ("ILS",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "fr": ("CHF",),
    "fr.": ("CHF",),
    "ft": ("HUF",),
    "kr": ("DKK", "NOK", "SEK", "ISK"),
    "kr.": ("DKK", "NOK", "SEK", "ISK"),
    "kč": ("CZK",),
    "lei": ("RON",),
    "r$": ("BRL",),
    "zł": ("PLN",),
}
"""Signs of currencies, and those that use them."""
_HUNDREDTHS: Final[dict[str, tuple[str, ...]]] = {
    "p": ("GBP",),
    "pence": ("GBP",),
    "øre": ("DKK", "NOK"),
    "öre": ("SEK",),
    "gr": ("PLN",),
    "rappen": ("CHF",),
    "snt": ("EUR",),
    "sentti": ("EUR",),
    "senttiä": ("EUR",),
}
"""Coins of which a hundred make one of their currency."""
_CENTS: Final = frozenset({"c", "¢", "ct", "cts", "cent", "cents"})
"""Coins that so many currencies have that Home Assistant's is the one that is meant."""
_COIN: Final = "|".join(sorted(_CENTS, key=len, reverse=True))
_CENTS_OF: Final = re.compile(rf"(\D+?)\s*(?:{_COIN})|(?:{_COIN})\s*(\D+)")
"""Those of a currency that is named beside them: ``EURcent``, ``EUR ct``, ``c€``."""


def own_prices(hass: HomeAssistant, point: ChargePoint) -> Prices | None:
    """Return what a charge point's own price is now; ``None`` where it has none, or it is not known.

    It may be below zero, as prices at the exchange are. There is no start fee, and time is free.
    """
    if point.own_price is not None:
        return _prices(hass.config.currency, point.own_price)
    state = hass.states.get(point.price_entity) if point.price_entity else None
    return None if state is None else read_price(state, hass.config.currency)


def own_prices_since(
    hass: HomeAssistant, point: ChargePoint, moment: datetime
) -> Prices | None:
    """Return a charge point's own price of what began at a moment and goes on until now.

    An entity tells only what holds now. Of what began more than an hour ago it says nothing,
    unless it has shown the same since before then.
    """
    state = hass.states.get(point.price_entity) if point.price_entity else None
    if (
        point.own_price is None
        and state is not None
        and dt_util.utcnow() - moment > _HELD_FOR
        and state.last_changed > moment
    ):
        return None
    return own_prices(hass, point)


def read_price(state: State, home_currency: str) -> Prices | None:
    """Return what an entity shows as a price, ``None`` where it shows none.

    Without a unit it is the price of a kWh in Home Assistant's currency.
    """
    value = read_number(state.state, low=-MAX_PRICE, high=MAX_PRICE)
    unit = read_unit(state.attributes.get(ATTR_UNIT_OF_MEASUREMENT), home_currency)
    if value is None or unit is None:
        return None
    currency, divisor = unit
    return _prices(currency, value / divisor)


def read_unit(unit: object, home_currency: str) -> tuple[str, int] | None:
    """Return the currency of a unit, and by what to divide to get a price per kWh.

    A sign that several currencies have is Home Assistant's where that is one of them. ``None``
    is a unit that is none of a price, or of which the currency cannot be told.
    """
    if unit in (None, ""):
        return home_currency, 1
    money, _, energy = str(unit).partition("/")
    size = _ENERGIES.get(energy.strip().casefold())
    currencies, parts = _coin(money.strip(), home_currency)
    if size is None:
        return None
    if home_currency in currencies:
        return home_currency, parts * size
    return (currencies[0], parts * size) if len(currencies) == 1 else None


def parts_of_money(unit: str, home_currency: str) -> int | None:
    """Return how many of what prices are in make one of their currency, whichever that is.

    ``None`` is a coin that is not known: it may be a hundredth, or not.
    """
    money, _, _ = unit.partition("/")
    currencies, parts = _coin(money.strip(), home_currency)
    return parts if currencies else None


def _coin(text: str, home_currency: str) -> tuple[tuple[str, ...], int]:
    """Return the currencies that write this, and how many of it make one of them."""
    if text.upper() in ACTIVE_CURRENCIES:
        return (text.upper(),), 1
    spelled = text.casefold()
    if spelled in _CENTS:
        return (home_currency,), 100
    for signs, parts in ((_WHOLE, 1), (_HUNDREDTHS, 100)):
        if spelled in signs:
            return signs[spelled], parts
    cents = _CENTS_OF.fullmatch(spelled)
    whole = cents[1] or cents[2] if cents else ""
    if whole.upper() in ACTIVE_CURRENCIES:
        return (whole.upper(),), 100
    return _WHOLE.get(whole, ()), 100


def _prices(currency: str, per_kwh: float) -> Prices:
    return Prices(currency=currency, per_kwh=per_kwh, per_minute=0, start_fee=0)
