"""The words that sources of prices use, and how their numbers and units are read. Pure."""

from collections.abc import Iterable, Mapping
from math import isfinite
import re
from typing import Any, Final

LISTS: Final = (
    ("raw_today", "raw_tomorrow"),
    ("prices_today", "prices_tomorrow"),
    ("today_interval_prices", "tomorrow_interval_prices"),
    ("today_hourly_prices", "tomorrow_hourly_prices"),
    ("today_hours", "tomorrow_hours"),
    ("prices",),
    ("rates",),
    ("forecasts",),
    ("forecast",),
    ("data",),
    ("today", "tomorrow"),
    ("today_prices", "tomorrow_prices"),
)
"""Attributes that hold prices; the first that know of a time to come are read.

Those with times come before bare numbers, and what is certain before what is forecast beside it.
"""

NOT_MEANT: Final = re.compile(
    r"gas|export|return|feed_?in|sell|inje[ck]t|production|terugl|invoed|einspeis|vent[ea]|exceden"
    r"|best|worst|cheap|expensive|lowest|highest|peak|rank"
)
"""In the name of a list that nobody told us of: other prices than those of a charge, or a choice of them."""

STARTS: Final = (
    *("start", "starttime", "timestart", "startsat", "startat", "from", "validfrom"),
    *("startdate", "datefrom", "starttimestamp", "deliverystart", "begin"),
    *("datetime", "timestamp", "time", "hour", "period", "readingdate", "date"),
)
"""Keys of a slot's start, as ``letters`` has them; those that could mean something else come last."""

ENDS: Final = (
    *("end", "endtime", "timeend", "endsat", "endat", "till", "to", "until", "validto"),
    *("enddate", "dateto", "datetill", "endtimestamp", "deliveryend"),
)

DAYS: Final = ("businessdate", "day", "date")
"""Keys of the day of a slot whose start is a time of day."""

PRICES: Final = (
    *("totalpriceperkwh", "totalprice", "pricetotal", "total", "allin", "allinprice"),
    *("valueincvat", "valueinclvat", "priceincvat", "priceinclvat", "pricewithtax"),
    *("pricetaxincluded", "electricityprice", "pricegross", "grossprice", "fullprice"),
    *("priceperkwh", "perkwh", "price", "amount", "value", "unitprice", "rate"),
    *("marketpriceperkwh", "marketprice", "spotprice", "tariffusage", "rcepln"),
)
"""Keys of a price: what is paid before a part of it, and before the market's."""

COLUMNS: Final = (
    ("unix_seconds", "price"),
    ("time", "price"),
    ("timestamps", "prices"),
)
"""Times and prices as two lists side by side."""

_OF_ENERGY: Final = re.compile(
    r"(?:total|market)?(?:price)?(?:(?P<cents>ct|cents?)|[a-z]{3})?per(?P<energy>[km]wh)"
)
"""A key that says by itself what the price is of: ``SEK_per_kWh``, ``price_eur_per_mwh``."""
_CENTS: Final = "ct/kWh"
"""The unit of prices whose key says cents."""

_TO_A_KWH: Final = {"wh": 1000.0, "kwh": 1.0, "mwh": 1e-3, "gwh": 1e-6}
_UNIT: Final = re.compile(
    r"(?P<money>.*?)\s*/\s*(?P<energy>[kmg]?wh)\b.*", re.IGNORECASE
)
_MASS: Final = re.compile(r"[kµm]?g\b|.*co2", re.IGNORECASE)
_NO_MONEY: Final = frozenset(
    (
        "%",
        "w",
        "kw",
        "mw",
        "wh",
        "kwh",
        "mwh",
        "v",
        "a",
        "°c",
        "°f",
        "m³",
        "rank",
        "g",
        "kg",
    )
)
_ZONNEPLAN: Final = 1e-7
"""Zonneplan's amounts are whole ten millionths of a euro."""


def letters(key: object) -> str:
    """Return a key as the tables have it: ``startsAt``, ``starts_at`` and ``Starts at`` are one."""
    return re.sub(r"[^a-z0-9]", "", key.lower()) if isinstance(key, str) else ""


def number(value: object) -> float | None:
    """Return a price; none where there is none: text, ``NaN``, a switch."""
    if isinstance(value, str):
        value = value.strip()
        if "," in value and "." not in value:
            value = value.replace(",", ".")
    elif isinstance(value, bool) or not hasattr(value, "__float__"):
        return None
    try:
        price = float(value)
    except ArithmeticError, ValueError:
        return None
    return price if isfinite(price) else None


def unit_of(mapping: Mapping[Any, object]) -> str | None:
    """Return the unit that a source, or a part of it, says its prices are in."""
    plain = {letters(key): value for key, value in mapping.items()}
    for key in ("unitofmeasurement", "priceunit", "unit"):
        unit = plain.get(key)
        if isinstance(unit, str) and "/" in unit:
            return unit
    return None


def unit_hinted(mapping: Mapping[Any, object]) -> str | None:
    """Return a unit that is no whole one, or that a source says in two parts."""
    unit, currency = mapping.get("unit_of_measurement"), mapping.get("currency")
    if isinstance(unit, str) and unit.strip():
        return unit
    if not isinstance(currency, str):
        return None
    energy = mapping.get("unit")
    known = isinstance(energy, str) and energy.lower() in _TO_A_KWH
    return f"{currency}/{energy if known else 'kWh'}"


def may_be_price(unit: str | None) -> bool:
    """Whether a unit may be that of a price of electricity: money, or money of an energy."""
    if unit is None:
        return True
    if "/" in unit:
        found = _UNIT.fullmatch(unit.strip())
        return found is not None and not _MASS.match(found["money"].strip())
    return unit.strip().lower() not in _NO_MONEY


def energy_of(unit: str) -> float | None:
    """Return what makes a price in a unit that of a kWh, ``None`` where it does not say of what it is."""
    found = _UNIT.fullmatch(unit.strip())
    return _TO_A_KWH[found["energy"].lower()] if found else None


def of_a_kwh(unit: str | None, key: str) -> tuple[float, str | None]:
    """Return what makes a price that of a kWh, and the unit it has then.

    A key that says what its price is of, or that it is in cents, knows better than a unit that says
    otherwise: that may be the unit of what the source shows beside its list.
    """
    found = _UNIT.fullmatch(unit.strip()) if unit else None
    own = _OF_ENERGY.fullmatch(key)
    if own and own["cents"]:
        return _TO_A_KWH[own["energy"]], _CENTS
    if own and (found is None or found["energy"].lower() != own["energy"]):
        return _TO_A_KWH[own["energy"]], None
    if found is None:
        return 1.0, unit
    money = found["money"].strip()
    return _TO_A_KWH[found["energy"].lower()], f"{money}/kWh" if money else None


def key_among(wanted: Iterable[str], keys: Iterable[str]) -> str | None:
    """Return the first of the wanted keys that there is."""
    there = frozenset(keys)
    return next((key for key in wanted if key in there), None)


def price_key(keys: frozenset[str]) -> str | None:
    """Return the key of the price."""
    of_energy = sorted(key for key in keys if _OF_ENERGY.fullmatch(key))
    return key_among((*PRICES, *of_energy), keys)


def scale_of(key: str, keys: frozenset[str]) -> float:
    """Return what a source's own way of writing a price is to be multiplied by."""
    zonneplan = key == "pricetaxincluded" or (
        key == "electricityprice" and "tariffgroup" in keys
    )
    return _ZONNEPLAN if zonneplan else 1.0


def price_of(value: object) -> float | None:
    """Return a price that may be told in its parts: ``{"amount": 0.2, "currency": "EUR"}``."""
    if not isinstance(value, Mapping):
        return number(value)
    parts = {letters(key): part for key, part in value.items()}
    key = price_key(frozenset(parts))
    if key is not None:
        return number(parts[key])
    numbers = [price for price in map(number, parts.values()) if price is not None]
    return numbers[0] if len(numbers) == 1 else None
