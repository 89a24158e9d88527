"""Where the prices of a plan come from: a list, an entity's attributes, or another integration's action."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from typing import Any, Final

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from ..exceptions import refused, sentence_of
from ..own_price import read_unit
from ..permissions import Asker, reading_entity
from ..planning.prices import (
    PriceList,
    read_attributes,
    read_list,
    read_response,
    together,
)
from ..texts import word

_DAY: Final = timedelta(days=1)
_ANSWERED_WITHIN: Final = 30
"""Seconds that another integration has for its answer."""


_OUT_BY: Final = time(20)
"""When the prices of the next day are out at the latest where they have an entity of their own: those
of exchanges are from one o'clock on, those of Octopus Energy between four and eight."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Prices as far as they are known, and a sentence that says what to do about those that are not.

    ``shown_in`` is the unit of the entity that a person has named: the one that a person knows.
    """

    name: str | None = None
    prices: PriceList | None = None
    shown_in: str | None = None
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
    return NoPricesError(
        lambda then: sentence_of(refused(key, then=then, **placeholders))
    )


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
    return Source(
        name=prices.source,
        prices=prices,
        problem=_unread(hass, prices.unread[0]) if prices.unread else None,
    )


async def prices_from(
    call: ServiceCall, asker: Asker, named: Sequence[str], until: datetime
) -> Source:
    """Return the prices to come of entities, all of them together.

    Where the integration of one keeps tomorrow in another, that is read as well; where it shows the
    price of now alone, those with the prices to come are read. Only those are told prices who may
    read the entity that has them. What a named one does not tell of the time until then is a
    problem, also where another does, and so is a list of one that is not understood.

    Raises:
        NoPricesError: none of them has any. Why, is that of the first.
        Unauthorized: one of them may not be read.
    """
    for entity_id in named:
        asker.demand(reading_entity(entity_id))
    read = [
        each for entity_id in named for each in _read_for(call.hass, asker, entity_id)
    ]
    known: dict[str, PriceList] = {}
    why: dict[str, NoPricesError] = {}
    for entity_id in dict.fromkeys(read):
        try:
            known[entity_id] = await _prices_of(call, entity_id)
        except NoPricesError as err:
            why[entity_id] = err
    currency = call.hass.config.currency
    prices = together(
        list(known.values()), lambda unit: read_unit(unit, currency) or unit
    )
    if prices is None and known:
        raise _no_prices("prices_units_differ")
    if prices is None:
        raise next(iter(why.values()))
    if not _is_to_come(prices):
        raise _no_prices("prices_old", entity=named[0])
    silent = (
        why[entity_id].say(word(call.hass, "prices_without_these"))
        for entity_id in named
        if entity_id in why
        and (call.hass.states.get(entity_id) is None or _is_missed(prices, until))
    )
    unread = (
        _unread(call.hass, f"{part} ({entity_id})")
        for entity_id, one in known.items()
        for part in one.unread
    )
    problem = next(chain(silent, unread), None)
    return Source(
        name=prices.source,
        prices=prices,
        shown_in=_shown_in(call.hass, named),
        problem=problem,
    )


def _shown_in(hass: HomeAssistant, named: Sequence[str]) -> str | None:
    """Return the unit of the first of some entities that has one."""
    states = [state for entity_id in named if (state := hass.states.get(entity_id))]
    units = [state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) for state in states]
    return next((unit for unit in units if isinstance(unit, str) and unit), None)


def _unread(hass: HomeAssistant, part: str) -> str:
    """Return that a list beside the prices was not understood."""
    then = word(hass, "prices_without_these")
    return sentence_of(refused("prices_part_not_understood", then=then, part=part))


def _is_missed(prices: PriceList, until: datetime) -> bool:
    """Whether prices that another entity should have are missed: those of now, or of tomorrow once they are out."""
    if prices.slots[0].start > dt_util.utcnow():
        return True
    return prices.slots[-1].end < until and dt_util.now().time() >= _OUT_BY


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
    if entry and _part_of(entry) in _OF_NOW:
        raise _no_prices(
            "prices_of_now", entity=entity_id, other=_to_choose(call.hass, entry)
        )
    raise _no_prices("prices_entity_not_understood", entity=entity_id)


def _is_to_come(prices: PriceList) -> bool:
    return prices.slots[-1].end > dt_util.utcnow()


type _Part = tuple[str, str]
"""The platform of an entity, and in what its unique id differs from others of the same meter."""

_TWO_DAYS: Final[dict[str, tuple[_Part, _Part]]] = {
    "octopus_energy": (("event", "_current_day_rates"), ("event", "_next_day_rates")),
    "stromligning": (
        ("sensor", "current_price_"),
        ("binary_sensor", "tomorrow_available_"),
    ),
}
"""Integrations that have today in one entity and tomorrow in another, by their domain."""
_OF_NOW: Final[tuple[_Part, ...]] = (("sensor", "_current_rate"),)
"""Entities of these integrations that show the price of now alone: Octopus Energy's."""


def _read_for(hass: HomeAssistant, asker: Asker, entity_id: str) -> list[str]:
    """Return the entities whose prices are meant where one is named."""
    entry = er.async_get(hass).async_get(entity_id)
    own = _part_of(entry) if entry else None
    if entry is None or own is None:
        return [entity_id]
    others = [
        other
        for part in _TWO_DAYS[entry.platform]
        if part != own
        and (other := _of_same_meter(hass, entry, own, part))
        and asker.may(reading_entity(other))
    ]
    if own in _OF_NOW:
        return [each for each in others if hass.states.get(each)] or [entity_id]
    return [entity_id, *others]


def _part_of(entry: er.RegistryEntry) -> _Part | None:
    """Return which one of those with prices an entity is, of integrations that have several."""
    days = _TWO_DAYS.get(entry.platform)
    parts = (*days, *_OF_NOW) if days else ()
    return next(
        (
            (platform, part)
            for platform, part in parts
            if entry.domain == platform and part in entry.unique_id
        ),
        None,
    )


def _of_same_meter(
    hass: HomeAssistant, entry: er.RegistryEntry, own: _Part, other: _Part
) -> str | None:
    """Return another entity of the same meter, also one that is disabled."""
    unique_id = entry.unique_id.replace(own[1], other[1])
    return er.async_get(hass).async_get_entity_id(other[0], entry.platform, unique_id)


def _to_choose(hass: HomeAssistant, entry: er.RegistryEntry) -> str:
    """Return which entity to choose in place of one that shows the price of now alone."""
    (own,), (today, _) = _OF_NOW, _TWO_DAYS[entry.platform]
    platform, part = today
    _, name = entry.entity_id.split(".")
    default = f"{platform}.{name.replace(own[1], part)}"
    return _of_same_meter(hass, entry, own, today) or default


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
    """Return the prices of the home that an entity belongs to, of several in one account.

    Its device is called as the home is, or as the Pulse in it: *Tibber Pulse Cabin*. Where neither
    is so, the only home that the account has is meant.
    """
    device = dr.async_get(hass).async_get(entry.device_id or "")
    homes = answer.get("prices")
    if not isinstance(homes, dict):
        return None
    name = str(device.name if device else "")
    own = [home for home in homes if f" {name}".endswith(f" {home}")]
    if not own and len(homes) == 1 and _is_only_home(hass, entry):
        own = list(homes)
    return {"prices": homes[max(own, key=len)]} if own else None


def _is_only_home(hass: HomeAssistant, entry: er.RegistryEntry) -> bool:
    """Whether no other home of the account has a price."""
    entities = er.async_entries_for_config_entry(
        er.async_get(hass), entry.config_entry_id or ""
    )
    alike = [one for one in entities if one.translation_key == entry.translation_key]
    return len(alike) == 1


def _of_omie(entry: er.RegistryEntry, day: date) -> dict[str, Any]:
    """Ask for the country of the entity, which its unique id begins with."""
    country, _, _ = entry.unique_id.partition("_")
    return {"date": day.isoformat(), "countries": [country]}


def _of_one_country(_hass: HomeAssistant, entry: er.RegistryEntry, answer: Any) -> Any:
    """Return the prices of the country of an entity, whatever else is answered."""
    country, _, _ = entry.unique_id.partition("_")
    return {"prices": answer.get(country)}


_BY_ACTION: Final = {
    "nordpool": _Asked(
        action="get_prices_for_date", data=_of_nordpool, zone="Europe/Oslo"
    ),
    "tibber": _Asked(action="get_prices", data=_of_tibber, part=_own_home),
    "energyzero": _Asked(action="get_energy_prices", data=_of_energyzero),
    "omie": _Asked(
        action="get_prices_for_date",
        data=_of_omie,
        part=_of_one_country,
        zone="Europe/Madrid",
    ),
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
