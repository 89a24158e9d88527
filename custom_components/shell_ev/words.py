"""Sentences and lists in the user's language, where Home Assistant does not translate by itself."""

from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations

from .api import Connector, Prices
from .const import DOMAIN
from .directory import Found
from .session.record import TrackedSession

_SYMBOLS: Final = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
"""Of the currencies that a symbol stands for alone; the others are known by their code."""
_WITHOUT_DECIMALS: Final = frozenset(
    {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
)
"""Currencies that have no smaller unit (ISO 4217)."""


def state_text(hass: HomeAssistant, key: str, state: str) -> str:
    """Return the words for the state of a sensor."""
    path = f"component.{DOMAIN}.entity.sensor.{key}.state.{state}"
    texts = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
    return texts.get(path, state)


def error_text(hass: HomeAssistant, session: TrackedSession) -> str | None:
    """Return the sentence for a session's error, ``None`` where there was none.

    A code that is not documented comes with Shell's own spelling of it.
    """
    if session.error is None:
        return None
    return f"{state_text(hass, 'last_error', session.error)} ({session.error_code})"


def connector_text(hass: HomeAssistant, connector: Connector) -> str:
    """Return power and kind of a connector: 22 kW Type 2."""
    kind = (
        state_text(hass, "connector", connector.type)
        if connector.type
        else connector.type_text
    )
    power = f"{connector.power:.3g} kW" if connector.power else None
    return " ".join(filter(None, (power, kind)))


def found_text(hass: HomeAssistant, found: Found) -> str:
    """Return a charge point in one line: operator, address, connector, whether free, price, how far."""
    evse = found.evse
    return ", ".join(
        filter(
            None,
            (
                found.location.operator,
                found.name,
                connector_text(hass, evse.connector) if evse.connector else None,
                state_text(hass, "availability", evse.availability)
                if evse.availability
                else None,
                _price_text(found.prices) if found.prices else None,
                _distance_text(found.distance),
            ),
        )
    )


def energy_text(energy: float) -> str:
    """Return kWh in words: 11.4 kWh."""
    return f"{energy:.1f} kWh"


def duration_text(duration: timedelta) -> str:
    """Return full hours and minutes: 1:05 h."""
    hours, minutes = divmod(duration // timedelta(minutes=1), 60)
    return f"{hours}:{minutes:02} h"


def money_text(amount: float, currency: str | None) -> str:
    """Return an amount of money: €5.27, CHF 5.27, ¥527."""
    return _money_text(amount, currency, 0 if currency in _WITHOUT_DECIMALS else 2)


def price_text(price: float, currency: str | None, unit: str = "kWh") -> str:
    """Return the price of a unit: €0.44/kWh. Also a yen has parts here."""
    return f"{_money_text(price, currency, 2)}/{unit}"


def _money_text(amount: float, currency: str | None, decimals: int) -> str:
    amount = round(amount, decimals)
    sign = "-" if amount < 0 else ""
    symbol = _SYMBOLS.get(currency, f"{currency} ") if currency else ""
    return f"{sign}{symbol}{abs(amount):.{decimals}f}"


def _price_text(prices: Prices) -> str | None:
    """Return the price of a kWh, of a minute where energy itself is free of charge."""
    if prices.per_kwh is None:
        return None
    if prices.per_minute and not prices.per_kwh:
        return price_text(prices.per_minute, prices.currency, "min")
    return price_text(prices.per_kwh, prices.currency)


def _distance_text(metres: float) -> str:
    if metres < 1000:
        return f"{round(metres, -1):.0f} m"
    return f"{metres / 1000:.1f} km"
