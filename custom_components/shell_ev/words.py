"""Sentences and lists in the user's language, where Home Assistant does not translate by itself."""

from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)

from .api import Availability, Connector, Prices, SessionError
from .const import DOMAIN
from .directory import Found
from .session.currency import decimals_of
from .session.record import Event, TrackedSession, Transition

_SYMBOLS: Final = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
"""Of the currencies that a symbol stands for alone; the others are known by their code."""
_WHOLE_FROM: Final = 10
"""kW. Above, nobody chooses by a tenth."""
_PRICE_DECIMALS: Final = (2, 3, 4)
"""Of a price. What is less than they tell is nothing to anybody."""
_AVAILABILITY: Final = {
    Availability.AVAILABLE: "found_available",
    Availability.OCCUPIED: "found_occupied",
    Availability.OUT_OF_SERVICE: "found_out_of_service",
}
_TURNS: Final = {
    Event.STARTED: "log_started",
    Event.STOPPED: "log_stopped",
    Event.START_FAILED: "log_start_failed",
    Event.STOP_FAILED: "log_stop_failed",
}
_FAILURES: Final = frozenset({Event.START_FAILED, Event.STOP_FAILED})
_NO_BREAK: Final = str.maketrans({" ": "\N{NO-BREAK SPACE}", "/": "/\N{WORD JOINER}"})
"""A browser breaks a line after a slash as well: €0.44/ and kWh."""


async def async_load_texts(hass: HomeAssistant, language: str) -> None:
    """Have the texts of a language at hand that is not Home Assistant's own."""
    for category in ("common", "entity", "exceptions"):
        await async_get_translations(hass, language, category, {DOMAIN})


def word(hass: HomeAssistant, key: str, language: str | None = None) -> str:
    """Return a word of the sentences that are put together here."""
    return _text(hass, "common", key, language) or key


def state_text(
    hass: HomeAssistant, key: str, state: str, language: str | None = None
) -> str:
    """Return the words for the state of a sensor."""
    path = f"sensor.{key}.state.{state}"
    return _text(hass, "entity", path, language) or state


def refusal_text(hass: HomeAssistant, err: HomeAssistantError, language: str) -> str:
    """Return why something was refused, for the ear: without what is to be quoted to Shell."""
    path = f"{err.translation_key}.message"
    given = {**(err.translation_placeholders or {}), "reference": ""}
    return (_text(hass, "exceptions", path, language) or "").format(**given).strip()


def _text(
    hass: HomeAssistant, category: str, path: str, language: str | None
) -> str | None:
    texts = async_get_cached_translations(
        hass, language or hass.config.language, category, DOMAIN
    )
    return texts.get(f"component.{DOMAIN}.{category}.{path}")


def error_text(hass: HomeAssistant, session: TrackedSession) -> str | None:
    """Return the sentence for a session's error, ``None`` where there was none.

    A code that is not documented comes with it: nothing else says what is wrong.
    """
    if session.error is None:
        return None
    text = state_text(hass, "last_error", session.error)
    return f"{text} ({session.failed_with})" if _is_unknown(session) else text


def failure_text(hass: HomeAssistant, session: TrackedSession) -> str:
    """Return why a session failed; where Shell does not tell, what failed, and that it does not."""
    return error_text(hass, session) or ". ".join(
        (
            state_text(hass, "session_state", str(session.state)),
            word(hass, "no_reason"),
        )
    )


def error_reference(session: TrackedSession, request_id: str | None) -> str:
    """Return what to quote to Shell about a session's error: what its sentence does not hold."""
    known = (
        None if _is_unknown(session) else session.failed_with,
        f"RequestId {request_id}" if request_id else None,
    )
    return ", ".join(filter(None, known))


def _is_unknown(session: TrackedSession) -> bool:
    return session.error is SessionError.OTHER


def turn_text(
    hass: HomeAssistant, transition: Transition, request_id: str | None
) -> str:
    """Return what goes on at a charge point, to be read after its name.

    started charging; failed to start. Plug in the car first. RequestId … Shell's code is not for
    the log: it stands at the event itself.
    """
    said = word(hass, _TURNS[transition.event])
    if transition.event not in _FAILURES:
        return said
    reason = error_text(hass, transition.session)
    reference = request_id and f"RequestId {request_id}"
    return ". ".join(filter(None, (said, reason, reference)))


def connector_text(hass: HomeAssistant, connector: Connector) -> str:
    """Return power and kind of a connector: 22 kW Type 2."""
    return " ".join(filter(None, (_power_text(connector), _kind_text(hass, connector))))


def found_text(hass: HomeAssistant, found: Found, *, cut: bool = False) -> str:
    """Return a charge point in one line that begins with what decides: a phone cuts the rest.

    330 m · €0.44/kWh + €0.35 · 22 kW Type 2 · free · Dam 1, Shell Recharge. A unit stays with
    its number where a line is broken. Where it will be ``cut``, which of several at an address it
    is comes first as well: 330 m (2) · €0.44/kWh.
    """
    evse, operator = found.evse, found.location.operator
    distance = _distance_text(found.distance)
    if cut and found.outlet:
        distance = f"{distance} ({found.outlet})"
    parts = (
        distance.translate(_NO_BREAK),
        _prices_text(hass, found.prices) if found.prices else None,
        _unbroken_power(connector_text(hass, evse.connector))
        if evse.connector
        else None,
        word(hass, _AVAILABILITY[evse.availability]) if evse.availability else None,
        # Without an address it is called after its operator.
        ", ".join(dict.fromkeys(filter(None, (found.name, operator)))),
    )
    return " · ".join(filter(None, parts))


def energy_text(energy: float) -> str:
    """Return kWh in words: 11.4 kWh."""
    return f"{energy:.1f} kWh"


def duration_text(duration: timedelta) -> str:
    """Return full hours and minutes: 1:05 h."""
    hours, minutes = divmod(duration // timedelta(minutes=1), 60)
    return f"{hours}:{minutes:02} h"


def money_text(amount: float, currency: str | None) -> str:
    """Return an amount of money: €5.27, CHF 5.27, ¥527, KWD 5.270."""
    return _money_text(amount, currency, decimals_of(currency))


def price_text(
    price: float, currency: str | None, unit: str = "kWh", decimals: int = 2
) -> str:
    """Return the price of a unit: €0.44/kWh. Also a yen has parts here."""
    return f"{_money_text(price, currency, decimals)}/{unit}"


def _money_text(amount: float, currency: str | None, decimals: int) -> str:
    amount = round(amount, decimals)
    sign = "-" if amount < 0 else ""
    symbol = _SYMBOLS.get(currency, f"{currency} ") if currency else ""
    return f"{sign}{symbol}{abs(amount):.{decimals}f}"


def _power_text(connector: Connector) -> str | None:
    """Return the power in whole kW, below 10 with its tenths: 22 kW, 7.4 kW, 3.7 kW."""
    if not connector.power:
        return None
    digits = 0 if connector.power >= _WHOLE_FROM else 1
    return f"{round(connector.power, digits):g} kW"


def _unbroken_power(text: str) -> str:
    return text.replace(" kW", "\N{NO-BREAK SPACE}kW")


def _kind_text(hass: HomeAssistant, connector: Connector) -> str | None:
    if connector.type:
        return state_text(hass, "connector", connector.type)
    return connector.type_text


def _prices_text(hass: HomeAssistant, prices: Prices) -> str | None:
    """Return what is paid by kWh and minute, and to start: €0.44/kWh + €0.35.

    What costs nothing is left out, and what nobody knows; without a price per kWh nothing is said.
    """
    if prices.per_kwh is None:
        return None
    if prices.per_kwh == prices.per_minute == prices.start_fee == 0:
        return word(hass, "found_no_charge")
    terms = [
        price_text(price, prices.currency, unit, _decimals(price))
        for price, unit in ((prices.per_kwh, "kWh"), (prices.per_minute, "min"))
        if price
    ]
    if prices.start_fee:
        terms.append(money_text(prices.start_fee, prices.currency))
    text = " + ".join(terms) or price_text(0, prices.currency)
    return text.translate(_NO_BREAK)


def _decimals(price: float) -> int:
    """Return with how many decimals a price does not read as free: €0.004/kWh."""
    return next((each for each in _PRICE_DECIMALS if round(price, each)), 2)


def _distance_text(metres: float) -> str:
    if (tens := round(metres, -1)) < 1000:
        return f"{tens:.0f} m"
    return f"{metres / 1000:.1f} km"
