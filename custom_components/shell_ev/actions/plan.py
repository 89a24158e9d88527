"""The action that plans when to charge: fields as templates make them, a response to act upon."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from math import inf, isinf, nextafter
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..api import read_number
from ..exceptions import refused
from ..own_price import parts_of_money
from ..permissions import asker_of
from ..planning.plan import Block, Plan, Wish, plan
from ..planning.shapes import energy_of
from .asked import ATTR_ENERGY, in_utc
from .price_source import NoPricesError, Source, listed_prices, prices_from, without

ATTR_BEGIN: Final = "begin"
ATTR_CHARGING: Final = "charging"
ATTR_CHARGING_SINCE: Final = "charging_since"
ATTR_HOURS: Final = "hours"
ATTR_POWER: Final = "power"
ATTR_PRICE_CEILING: Final = "price_ceiling"
ATTR_PRICES: Final = "prices"
ATTR_PRICES_FROM: Final = "prices_from"
ATTR_READY_BY: Final = "ready_by"
ATTR_SHORTEST_BLOCK: Final = "shortest_block"
ATTR_START_FEE: Final = "start_fee"

_HOUR: Final = timedelta(hours=1)
_FARTHEST: Final = timedelta(days=7)
"""Ahead of now; nobody knows prices, or when they leave, any longer."""
_MOST: Final[dict[str, tuple[float, float]]] = {
    ATTR_HOURS: (0, 168),
    ATTR_ENERGY: (0, 1000),
    ATTR_POWER: (0.1, 1000),
    ATTR_PRICE_CEILING: (-inf, inf),
    ATTR_SHORTEST_BLOCK: (0, 1440),
    ATTR_START_FEE: (0, 1000),
}
"""Of the numbers: the least and the most."""
_DIGITS: Final = 6
"""Of a price: a hundredth of a cent per MWh."""
_ROUNDED: Final = 8
"""By how many of the least differences two products of the same value may differ."""

PLAN_FIELDS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(ATTR_PRICES_FROM): vol.Any(None, "", cv.entity_ids),
    vol.Required(ATTR_READY_BY): object,
    vol.Optional(ATTR_PRICES): object,
    vol.Optional(ATTR_HOURS): object,
    vol.Optional(ATTR_ENERGY): object,
    vol.Optional(ATTR_POWER): object,
    vol.Optional(ATTR_BEGIN): object,
    vol.Optional(ATTR_CHARGING): object,
    vol.Optional(ATTR_CHARGING_SINCE): object,
    vol.Optional(ATTR_PRICE_CEILING): object,
    vol.Optional(ATTR_SHORTEST_BLOCK): object,
    vol.Optional(ATTR_START_FEE): object,
}
"""Any value is taken: what is wrong with it is said in our own words."""


async def plan_charging(call: ServiceCall) -> ServiceResponse:
    """Return the cheapest times to charge, and what was understood of the prices."""
    # A plan is in whole seconds: the one that runs is the first that it can use, else a part of it were missing.
    now = dt_util.utcnow().replace(microsecond=0)
    power = _number(call, ATTR_POWER)
    fee = _fee(call, power)
    wish = _wish(call, power, now)
    source = await _source(call, wish)
    slots = source.prices.slots if source.prices else ()
    parts = _parts_of_money(call, source)
    wish = replace(
        wish,
        ceiling=_ceiling(wish, source, parts, call.hass.config.currency),
        start_fee=fee * (parts or 1) / power if power else 0,
    )
    made = await call.hass.async_add_executor_job(plan, wish, slots)
    return {
        **_response(made, now),
        "cost": _cost(made, power, fee, parts),
        "source": _source_response(source),
    }


def _wish(call: ServiceCall, power: float | None, now: datetime) -> Wish:
    """Return what is asked for; what its ceiling and a fee are in prices, the prices tell."""
    begin = _begin(call, now)
    ready_by = _ready_by(call, begin)
    if ready_by <= begin:
        raise refused("ready_by_past")
    if ready_by - now > _FARTHEST:
        raise refused("ready_by_far")
    charging = _flag(call, ATTR_CHARGING) and begin == now
    return Wish(
        needed=_needed(call, power),
        begin=begin,
        ready_by=ready_by,
        ceiling=_number(call, ATTR_PRICE_CEILING),
        shortest=timedelta(minutes=_number(call, ATTR_SHORTEST_BLOCK) or 0),
        charging=charging,
        charging_since=_charging_since(call, now) if charging else None,
    )


def _fee(call: ServiceCall, power: float | None) -> float:
    """Return what a start costs, in money."""
    fee = _number(call, ATTR_START_FEE) or 0
    if fee and power is None:
        raise refused("power_needed")
    return fee


def _parts_of_money(call: ServiceCall, source: Source) -> int | None:
    """Return how many of what the prices are in make one of their currency: a hundred cents do."""
    unit = source.prices.unit if source.prices else None
    return parts_of_money(unit, call.hass.config.currency) if unit else 1


def _ceiling(
    wish: Wish, source: Source, parts: int | None, currency: str
) -> float | None:
    """Return the ceiling as a price of a kWh, in the coin of those that are planned with.

    It is given as the entity shows its price, which need not be how it lists those to come; without
    such a unit, as they are listed. A price that equals it is not above it, however both are rounded.
    """
    if wish.ceiling is None or source.prices is None:
        return wish.ceiling
    factor = source.prices.factor
    if source.shown_in:
        factor = energy_of(source.shown_in) or factor
        shown = parts_of_money(source.shown_in, currency)
        factor *= parts / shown if parts and shown else 1
    return nextafter(wish.ceiling * factor, inf, steps=_ROUNDED)


def _needed(call: ServiceCall, power: float | None) -> timedelta:
    """Return how long to charge, of which either hours or energy tell."""
    hours, energy = _number(call, ATTR_HOURS), _number(call, ATTR_ENERGY)
    if (hours is None) is (energy is None):
        raise refused("hours_or_energy")
    if hours is not None:
        return hours * _HOUR
    if power is None or energy is None:
        raise refused("power_needed")
    return energy / power * _HOUR


async def _source(call: ServiceCall, wish: Wish) -> Source:
    """Return the prices; a problem with them says what is planned then."""
    entity_ids, prices = _given(call, ATTR_PRICES_FROM), _given(call, ATTR_PRICES)
    if entity_ids and prices:
        raise refused("prices_twice")
    try:
        if entity_ids:
            asker = await asker_of(call)
            return await prices_from(call, asker, entity_ids, wish.ready_by)
        return await listed_prices(call.hass, prices)
    except NoPricesError as err:
        return without(call.hass, err, nothing_planned=wish.ceiling is not None)


def _given(call: ServiceCall, field: str) -> Any:
    """Return what a field says; what a template leaves empty says nothing."""
    value = call.data.get(field)
    if isinstance(value, str):
        value = value.strip()
    return None if value in ("", [], {}) else value


def _number(call: ServiceCall, field: str) -> float | None:
    value = _given(call, field)
    low, high = _MOST[field]
    number = read_number(value, low=low, high=high)
    if number is None and value is not None:
        if isinf(low):
            raise refused("any_number_needed", field=field)
        raise refused("number_needed", field=field, low=f"{low:g}", high=f"{high:g}")
    return number


def _flag(call: ServiceCall, field: str) -> bool:
    try:
        return cv.boolean(_given(call, field) or False)
    except vol.Invalid:
        raise refused("yes_or_no_needed", field=field) from None


def _begin(call: ServiceCall, now: datetime) -> datetime:
    """Return when it may begin, which is never before now."""
    begin = _moment(call, ATTR_BEGIN)
    if isinstance(begin, time):
        raise refused("time_needed", field=ATTR_BEGIN)
    return max(in_utc(begin).replace(microsecond=0), now) if begin else now


def _charging_since(call: ServiceCall, now: datetime) -> datetime | None:
    """Return since when it charges; ``None`` while a sensor that is asked does not know it yet.

    A clock that is ahead is not believed.
    """
    if _given(call, ATTR_CHARGING_SINCE) in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        return None
    since = _moment(call, ATTR_CHARGING_SINCE)
    if isinstance(since, time):
        raise refused("time_needed", field=ATTR_CHARGING_SINCE)
    return min(in_utc(since), now) if since else None


def _ready_by(call: ServiceCall, begin: datetime) -> datetime:
    """Return when it has to be ready: a moment, or the next at which the clock shows a time."""
    given = _moment(call, ATTR_READY_BY)
    if given is None:
        raise refused("time_needed", field=ATTR_READY_BY)
    if isinstance(given, datetime):
        return in_utc(given)
    today = dt_util.as_local(begin).date()
    days = (today, today + timedelta(days=1))
    zone = dt_util.get_default_time_zone()
    moments = (in_utc(datetime.combine(day, given, zone)) for day in days)
    return next(moment for moment in moments if moment > begin)


def _moment(call: ServiceCall, field: str) -> datetime | time | None:
    """Return a date and a time, or a time of any day."""
    value = _given(call, field)
    if value is None or isinstance(value, datetime | time):
        return value
    try:
        read = dt_util.parse_datetime(str(value)) or dt_util.parse_time(str(value))
    except ValueError:
        read = None
    if read is None:
        raise refused("time_needed", field=field)
    return read


def _response(made: Plan, now: datetime) -> JsonObjectType:
    """Return the plan, in local time."""
    current = next((block for block in made.blocks if block.start <= now), None)
    first = made.blocks[0].start if made.blocks else None
    blocks: list[JsonValueType] = [_block(block) for block in made.blocks]
    return {
        "charge_now": current is not None,
        "next_change": _local(current.end if current else first),
        "blocks": blocks,
        "hours": round(made.charged / _HOUR, _DIGITS),
        "missing_hours": round(made.missing / _HOUR, _DIGITS),
        "price": _rounded(made.price),
        "waits_for_prices": made.waits_for is not None,
    }


def _block(block: Block) -> JsonObjectType:
    return {
        "start": _local(block.start),
        "end": _local(block.end),
        "price": _rounded(block.price),
    }


def _cost(
    made: Plan, power: float | None, fee: float, parts: int | None
) -> float | None:
    """Return what it comes to in money with all fees, ``None`` where power, a price or its coin is not known."""
    if power is None or parts is None or (made.blocks and made.price is None):
        return None
    energy = made.charged / _HOUR * power
    return _rounded(energy * (made.price or 0) / parts + fee * made.starts)


def _source_response(source: Source) -> JsonObjectType:
    """Return what was understood of the prices."""
    prices = source.prices
    return {
        "understood": prices is not None,
        "name": source.name,
        "unit": prices.unit if prices else None,
        "from": _local(prices.slots[0].start) if prices else None,
        "to": _local(prices.slots[-1].end) if prices else None,
        "slots": len(prices.slots) if prices else 0,
        "problem": source.problem,
    }


def _local(moment: datetime | None) -> str | None:
    return dt_util.as_local(moment).isoformat() if moment else None


def _rounded(price: float | None) -> float | None:
    return None if price is None else round(price, _DIGITS)
