"""Where the prices of a plan come from: a list, an entity's attributes, or another integration's action."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import permutations
from typing import Any, Final

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from ..exceptions import refused
from ..permissions import Asker, reading_entity
from ..planning.prices import (
    PriceList,
    read_attributes,
    read_list,
    read_response,
    together,
)
from ..words import word

_DAY: Final = timedelta(days=1)
_ANSWERED_WITHIN: Final = 30
"""Seconds that another integration has for its answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Prices as far as they are known, and otherwise a sentence that says what to do."""

    name: str | None = None
    prices: PriceList | None = None
    problem: str | None = None


class NoPricesError(Exception):
    """There are no prices to plan with. ``say`` tells why, and what is done then."""

    def __init__(self, say: Callable[[str], str]) -> None:
        """Keep what tells it."""
        super().__init__()
        self.say = say


def without(
    hass: HomeAssistant, err: NoPricesError, *, nothing_planned: bool
) -> Source:
    """Return why there are no prices, what is planned then, and what to do."""
    then = word(hass, "prices_no_hours" if nothing_planned else "prices_last_hours")
    return Source(problem=err.say(then))


def _no_prices(key: str, **placeholders: str) -> NoPricesError:
    """Return that there are none, with a sentence that would else be an error."""
    return NoPricesError(lambda then: str(refused(key, then=then, **placeholders)))


async def listed_prices(hass: HomeAssistant, listed: object) -> Source:
    """Return what a person or a template has handed over.

    Raises:
        NoPricesError: that is nothing, not understood, or all past.
    """
    if not listed:
        raise _no_prices("prices_not_given")
    # A long text takes its time, and the zones in it are read from files.
    prices = await hass.async_add_executor_job(
        partial(
            read_list, listed, now=dt_util.now(), zone=dt_util.get_default_time_zone()
        )
    )
    if prices is None:
        raise _no_prices("prices_list_not_understood")
    if not _is_to_come(prices):
        raise _no_prices("prices_list_old")
    return Source(name=prices.source, prices=prices)


async def prices_from(call: ServiceCall, asker: Asker, named: Sequence[str]) -> Source:
    """Return the prices to come of entities, all of them together.

    Where the integration of one keeps tomorrow in another, that is read as well. Only those are
    told prices who may read the entity that has them.

    Raises:
        NoPricesError: none of them has any. Why, is that of the first.
        Unauthorized: one of them may not be read.
    """
    for entity_id in named:
        asker.demand(reading_entity(entity_id))
    others = [
        other
        for entity_id in named
        if (other := _other_day_of(call.hass, entity_id))
        and asker.may(reading_entity(other))
    ]
    known: list[PriceList] = []
    why: list[NoPricesError] = []
    for entity_id in dict.fromkeys([*named, *others]):
        try:
            known.append(await _prices_of(call, entity_id))
        except NoPricesError as err:
            why.append(err)
    prices = together(known)
    if prices is None and known:
        raise _no_prices("prices_units_differ")
    if prices is None:
        raise why[0]
    if not _is_to_come(prices):
        raise _no_prices("prices_old", entity=named[0])
    return Source(name=prices.source, prices=prices)


async def _prices_of(call: ServiceCall, entity_id: str) -> PriceList:
    """Return the prices of an entity, which may be past.

    Where it has none itself, its integration is asked for those of today and tomorrow, if it is
    known to have an action for it.
    """
    state = call.hass.states.get(entity_id)
    if state is None:
        raise _no_prices("prices_entity_missing", entity=entity_id)
    prices = read_attributes(
        state.attributes, now=dt_util.now(), zone=dt_util.get_default_time_zone()
    )
    if prices and _is_to_come(prices):
        return prices
    entry = er.async_get(call.hass).async_get(entity_id)
    asked = _BY_ACTION.get(entry.platform) if entry else None
    if entry and asked and call.hass.services.has_service(entry.platform, asked.action):
        return await _asked_for(call, entry, asked)
    if prices:
        return prices
    if state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        raise _no_prices("prices_entity_away", entity=entity_id)
    raise _no_prices("prices_entity_not_understood", entity=entity_id)


def _is_to_come(prices: PriceList) -> bool:
    return prices.slots[-1].end > dt_util.utcnow()


_TWO_DAYS: Final = {
    "octopus_energy": (("event", "_current_day_rates"), ("event", "_next_day_rates")),
    "stromligning": (
        ("sensor", "current_price_"),
        ("binary_sensor", "tomorrow_available_"),
    ),
}
"""Integrations that have today in one entity and tomorrow in another: by their domain, the platform
of each, and in what their unique ids differ."""


def _other_day_of(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the entity that has the other day."""
    registry = er.async_get(hass)
    entry = registry.async_get(entity_id)
    two = _TWO_DAYS.get(entry.platform) if entry else None
    if entry is None or two is None:
        return None
    for (platform, part), (other_platform, other_part) in permutations(two):
        if entry.domain == platform and part in entry.unique_id:
            unique_id = entry.unique_id.replace(part, other_part)
            return registry.async_get_entity_id(
                other_platform, entry.platform, unique_id
            )
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """An action that tells the prices of a day: its name, its data, and what of the answer is meant.

    ``zone`` is where its days begin, where that is not the user's.
    """

    action: str
    data: Callable[[er.RegistryEntry, date], dict[str, Any]]
    part: Callable[[HomeAssistant, er.RegistryEntry, Any], Any] = (
        lambda _hass, _entry, answer: answer
    )
    zone: str | None = None


def _of_nordpool(entry: er.RegistryEntry, day: date) -> dict[str, Any]:
    """Ask for the area of the entity, which its unique id begins with."""
    area, _, _ = entry.unique_id.partition("-")
    return {
        "config_entry": entry.config_entry_id,
        "areas": [area],
        "date": day.isoformat(),
    }


def _of_tibber(_: er.RegistryEntry, day: date) -> dict[str, Any]:
    return {"start": day.isoformat(), "end": (day + _DAY).isoformat()}


def _of_energyzero(entry: er.RegistryEntry, day: date) -> dict[str, Any]:
    """Ask for what is paid in the end, with all taxes."""
    return {
        "config_entry": entry.config_entry_id,
        "incl_vat": True,
        "price_type": "all_in",
        "start": day.isoformat(),
        "end": day.isoformat(),
    }


def _own_home(hass: HomeAssistant, entry: er.RegistryEntry, answer: Any) -> Any:
    """Return the prices of the home that an entity belongs to, of several in one account."""
    device = dr.async_get(hass).async_get(entry.device_id or "")
    homes = answer.get("prices")
    if device and isinstance(homes, dict) and device.name in homes:
        return {"prices": {device.name: homes[device.name]}}
    return answer


_BY_ACTION: Final = {
    "nordpool": _Asked(
        action="get_prices_for_date", data=_of_nordpool, zone="Europe/Oslo"
    ),
    "tibber": _Asked(action="get_prices", data=_of_tibber, part=_own_home),
    "energyzero": _Asked(action="get_energy_prices", data=_of_energyzero),
}
"""Integrations whose entities do not have the prices to come, by their domain."""


async def _asked_for(
    call: ServiceCall, entry: er.RegistryEntry, asked: _Asked
) -> PriceList:
    """Return what an integration answers. That it does not know tomorrow yet is no fault."""
    name = f"{entry.platform}.{asked.action}"
    zone = await dt_util.async_get_time_zone(asked.zone) if asked.zone else None
    today = dt_util.now(zone).date()
    # What the action of another integration may raise is its own: anything.
    answers = await asyncio.gather(
        *(_ask(call, entry, asked, day) for day in (today, today + _DAY)),
        return_exceptions=True,
    )
    if isinstance(answers[0], BaseException):
        raise _no_prices("prices_action_failed", entity=name)
    prices = read_response(
        name,
        *(
            asked.part(call.hass, entry, answer)
            for answer in answers
            if not isinstance(answer, BaseException)
        ),
        now=dt_util.now(),
        zone=dt_util.get_default_time_zone(),
    )
    if prices is None or not _is_to_come(prices):
        raise _no_prices("prices_action_failed", entity=name)
    return prices


async def _ask(
    call: ServiceCall, entry: er.RegistryEntry, asked: _Asked, day: date
) -> ServiceResponse:
    async with asyncio.timeout(_ANSWERED_WITHIN):
        return await call.hass.services.async_call(
            entry.platform,
            asked.action,
            asked.data(entry, day),
            blocking=True,
            context=call.context,
            return_response=True,
        )
