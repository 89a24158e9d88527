"""Sentences and lists in the user's language, where Home Assistant does not translate by itself."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)

from .api import Availability, Connector, Prices, SessionError, SessionState
from .api.identifiers import compact_evse_id
from .configuration import Configuration
from .const import DOMAIN, LANGUAGES
from .directory import Found
from .environment import EnvironmentWords
from .names import name_of
from .session.currency import decimals_of
from .session.record import Event, TrackedSession, Transition

_ENGLISH: Final = "en"
"""Home Assistant's own texts are English where there are none in a language."""
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


def language_of(language: str) -> str:
    """Return the language of our texts for one that is spoken: that of pt-BR is pt, that of fi is en."""
    code = language.partition("-")[0]
    return code if code in LANGUAGES else _ENGLISH


async def async_load_texts(hass: HomeAssistant, language: str) -> None:
    """Have the texts of a language at hand that is not Home Assistant's own."""
    for category in ("common", "entity", "exceptions"):
        await async_get_translations(hass, language, category, {DOMAIN})


async def async_load_all_languages(hass: HomeAssistant) -> None:
    """Have the words of all languages at hand."""
    for language in LANGUAGES:
        await async_get_translations(hass, language, "common", {DOMAIN})


def environment_words(hass: HomeAssistant) -> EnvironmentWords:
    """Return what environments are called; in other languages as well where these are at hand."""
    languages = (None, *LANGUAGES)
    return EnvironmentWords(
        test=word(hass, "test_environment"),
        custom=word(hass, "custom_server"),
        tests=frozenset(word(hass, "test_environment", each) for each in languages),
    )


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


def error_text(
    hass: HomeAssistant, session: TrackedSession, language: str | None = None
) -> str | None:
    """Return the sentence for a session's error, ``None`` where there was none.

    A code that is not documented comes with it: nothing else says what is wrong.
    """
    if session.error is None:
        return None
    text = state_text(hass, "last_error", session.error, language)
    return f"{text} ({session.failed_with})" if _is_unknown(session) else text


def failure_text(
    hass: HomeAssistant, session: TrackedSession, language: str | None = None
) -> str:
    """Return why a session failed; where Shell does not tell, what failed, and that it does not.

    A session that failed to stop goes on, which the reason alone would not say.
    """
    reason = error_text(hass, session, language)
    if reason and session.state is not SessionState.FAILED_TO_STOP:
        return reason
    failed = state_text(hass, "session_state", str(session.state), language)
    return ". ".join((failed, reason or word(hass, "no_reason", language)))


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


def places_text(
    hass: HomeAssistant,
    configuration: Configuration,
    sessions: Iterable[TrackedSession],
) -> str:
    """Return what the charge points of sessions are called in an error, each once.

    Home Assistant logs why an automation failed, and no EVSE ID is for a log.
    """
    return ", ".join(
        dict.fromkeys(_place_text(hass, configuration, each) for each in sessions)
    )


def _place_text(
    hass: HomeAssistant, configuration: Configuration, session: TrackedSession
) -> str:
    if point := configuration.points.get(session.evse_id):
        return name_of(hass, point)
    listed = session.location_name
    # The directory's name for what it lists without an address is the EVSE ID as well.
    if listed and compact_evse_id(listed) != session.evse_id:
        return listed
    return word(hass, "unknown_charge_point")


def connector_text(hass: HomeAssistant, connector: Connector) -> str:
    """Return power and kind of a connector: 22 kW Type 2."""
    return " ".join(
        filter(None, (_power_text(hass, connector), _kind_text(hass, connector)))
    )


def found_text(hass: HomeAssistant, found: Found, *, cut: bool = False) -> str:
    """Return a charge point in one line that begins with what decides: a phone cuts the rest.

    330 m · €0.44/kWh + €0.35 · 22 kW Type 2 · free · Dam 1, Shell Recharge. A unit stays with
    its number where a line is broken. Where it will be ``cut``, which of several at an address it
    is comes first as well: 330 m (2) · €0.44/kWh.
    """
    evse, operator = found.evse, found.location.operator
    distance = _distance_text(hass, found.distance)
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


def number_text(
    hass: HomeAssistant, number: float, decimals: int, language: str | None = None
) -> str:
    """Return a number with so many decimals, as it is written in a language: 11.4."""
    return f"{number:.{decimals}f}".replace(".", word(hass, "decimal_mark", language))


def energy_text(hass: HomeAssistant, energy: float, language: str | None = None) -> str:
    """Return kWh in words: 11.4 kWh."""
    return f"{number_text(hass, energy, 1, language)} kWh"


def duration_text(duration: timedelta) -> str:
    """Return full hours and minutes: 1:05 h."""
    hours, minutes = divmod(duration // timedelta(minutes=1), 60)
    return f"{hours}:{minutes:02} h"


def money_text(
    hass: HomeAssistant,
    amount: float,
    currency: str | None,
    language: str | None = None,
) -> str:
    """Return an amount of money: €5.27, CHF 5.27, ¥527, KWD 5.270."""
    return _money_text(hass, amount, currency, decimals_of(currency), language)


def price_text(
    hass: HomeAssistant,
    price: float,
    currency: str | None,
    unit: str = "kWh",
    decimals: int = 2,
) -> str:
    """Return the price of a unit: €0.44/kWh. Also a yen has parts here."""
    return f"{_money_text(hass, price, currency, decimals)}/{unit}"


def _money_text(
    hass: HomeAssistant,
    amount: float,
    currency: str | None,
    decimals: int,
    language: str | None = None,
) -> str:
    amount = round(amount, decimals)
    written = number_text(hass, abs(amount), decimals, language)
    if symbol := _SYMBOLS.get(currency or ""):
        form = word(hass, "money_symbol", language)
        written = form.format(symbol=symbol, amount=written)
    elif currency:
        form = word(hass, "money_code", language)
        written = form.format(code=currency, amount=written)
    return f"-{written}" if amount < 0 else written


def _power_text(hass: HomeAssistant, connector: Connector) -> str | None:
    """Return the power in whole kW, below 10 with its tenths: 22 kW, 7.4 kW, 3.7 kW."""
    if not connector.power:
        return None
    digits = 0 if connector.power >= _WHOLE_FROM else 1
    whole = round(connector.power, digits).is_integer()
    return f"{number_text(hass, connector.power, 0 if whole else 1)} kW"


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
        price_text(hass, price, prices.currency, unit, _decimals(price))
        for price, unit in ((prices.per_kwh, "kWh"), (prices.per_minute, "min"))
        if price
    ]
    if prices.start_fee:
        terms.append(money_text(hass, prices.start_fee, prices.currency))
    text = " + ".join(terms) or price_text(hass, 0, prices.currency)
    return text.translate(_NO_BREAK)


def _decimals(price: float) -> int:
    """Return with how many decimals a price does not read as free: €0.004/kWh."""
    return next((each for each in _PRICE_DECIMALS if round(price, each)), 2)


def _distance_text(hass: HomeAssistant, metres: float) -> str:
    if (tens := round(metres, -1)) < 1000:
        return f"{tens:.0f} m"
    return f"{number_text(hass, metres / 1000, 1)} km"
