"""What the user configured, read once an account: its charge cards, charge points and options."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry, ConfigSubentryData
from homeassistant.core import HomeAssistant, callback

from .api import EmaId, EvseId, read_number
from .const import (
    CONF_CHARGE_CARD,
    CONF_EMA_ID,
    CONF_ENERGY_METER,
    CONF_EVSE_ID,
    CONF_FORMER_IDS,
    CONF_FORMER_METERS,
    CONF_GRID_EXPORT,
    CONF_GRID_POWER,
    CONF_GUARD_TIME,
    CONF_LOCATION_UID,
    CONF_PLUG_SENSOR,
    CONF_POWER_SENSOR,
    CONF_PRICE,
    CONF_PRICE_ENTITY,
    DEFAULT_GUARD_TIME,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)

OWN_ENTITIES: Final = (
    CONF_PLUG_SENSOR,
    CONF_ENERGY_METER,
    CONF_POWER_SENSOR,
    CONF_PRICE_ENTITY,
    CONF_GRID_POWER,
    CONF_GRID_EXPORT,
)
"""What of a charge point's data names an entity of the user's."""
_TOLD_ANEW: Final = frozenset({CONF_EVSE_ID, CONF_CHARGE_CARD, CONF_FORMER_IDS})
"""What of a charge point's data is told anew whenever it is changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeCard:
    """A charge card of the account. ``former`` are the compact EMA IDs it had before."""

    subentry_id: str
    name: str
    ema_id: EmaId
    former: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargePoint:
    """A charge point. ``ema_id`` is the card it is started with, ``None`` where that was removed.

    ``former`` are the compact EVSE IDs it had before, ``location_uid`` is where the directory
    listed it when it was added. All else are entities of the user's own, but ``own_price``, which
    is a price of a kWh in Home Assistant's currency. ``former_meters`` are the ids that the energy
    meter had before, ``power_sensor`` shows what the charger gives now. ``grid_power`` counts import as positive, ``grid_export`` what flows out.
    """

    subentry_id: str
    name: str
    evse_id: EvseId
    ema_id: EmaId | None
    former: tuple[str, ...] = ()
    location_uid: str | None = None
    plug_sensor: str | None = None
    energy_meter: str | None = None
    former_meters: tuple[str, ...] = ()
    power_sensor: str | None = None
    own_price: float | None = None
    price_entity: str | None = None
    grid_power: str | None = None
    grid_export: str | None = None

    @property
    def has_own_price(self) -> bool:
        """Whether its price is the user's own, and the directory's does not count."""
        return self.own_price is not None or self.price_entity is not None

    @property
    def has_solar(self) -> bool:
        """Whether there is all that the share of sun in its sessions is reckoned from."""
        return bool(self.energy_meter and (self.grid_power or self.grid_export))


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """An account as it is configured, indexed by compact EMA and EVSE IDs."""

    cards: Mapping[str, ChargeCard]
    points: Mapping[str, ChargePoint]
    guard_time: timedelta

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Read an account's entry and its subentries."""
        cards = {card.ema_id.compact: card for card in charge_cards(entry)}
        points = (
            _charge_point(subentry, cards)
            for subentry in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
        )
        seconds = entry.options.get(CONF_GUARD_TIME, DEFAULT_GUARD_TIME.total_seconds())
        return cls(
            cards=cards,
            points={point.evse_id.compact: point for point in points},
            guard_time=timedelta(seconds=seconds),
        )

    @property
    def renamed(self) -> dict[str, str]:
        """The compact ids that cards and charge points have now, by those they had before."""
        renamed = {
            former: card.ema_id.compact
            for card in self.cards.values()
            for former in card.former
        }
        renamed |= {
            former: point.evse_id.compact
            for point in self.points.values()
            for former in point.former
        }
        # What is configured under an id keeps it, whoever had it before.
        return {
            former: now
            for former, now in renamed.items()
            if former not in self.cards and former not in self.points
        }


def charge_cards(entry: ConfigEntry) -> tuple[ChargeCard, ...]:
    """Return the account's charge cards."""
    return tuple(
        ChargeCard(
            subentry_id=subentry.subentry_id,
            name=subentry.title,
            ema_id=EmaId.parse(subentry.data[CONF_EMA_ID]),
            former=tuple(subentry.data.get(CONF_FORMER_IDS, ())),
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_CHARGE_CARD)
    )


def _charge_point(
    subentry: ConfigSubentry, cards: Mapping[str, ChargeCard]
) -> ChargePoint:
    card = cards.get(EmaId.parse(subentry.data[CONF_CHARGE_CARD]).compact)
    return ChargePoint(
        subentry_id=subentry.subentry_id,
        name=subentry.title,
        evse_id=EvseId.parse(subentry.data[CONF_EVSE_ID]),
        ema_id=card.ema_id if card else None,
        former=tuple(subentry.data.get(CONF_FORMER_IDS, ())),
        location_uid=subentry.data.get(CONF_LOCATION_UID),
        plug_sensor=subentry.data.get(CONF_PLUG_SENSOR),
        energy_meter=subentry.data.get(CONF_ENERGY_METER),
        former_meters=tuple(subentry.data.get(CONF_FORMER_METERS, ())),
        power_sensor=subentry.data.get(CONF_POWER_SENSOR),
        own_price=read_number(subentry.data.get(CONF_PRICE)),
        price_entity=subentry.data.get(CONF_PRICE_ENTITY),
        grid_power=subentry.data.get(CONF_GRID_POWER),
        grid_export=subentry.data.get(CONF_GRID_EXPORT),
    )


def new_charge_card(name: str, ema_id: EmaId) -> ConfigSubentryData:
    """Return the subentry of a charge card."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_CHARGE_CARD,
        title=name,
        unique_id=_unique_id(SUBENTRY_CHARGE_CARD, ema_id),
        data={CONF_EMA_ID: str(ema_id)},
    )


def new_charge_point(
    name: str, evse_id: EvseId, charge_card: str, **optional: str | float | None
) -> ConfigSubentryData:
    """Return the subentry of a charge point.

    ``charge_card`` is the EMA ID of the card it is started with. Of what a charge point may have
    besides (location uid, the user's own sensors and price) only what there is is kept.
    """
    return ConfigSubentryData(
        subentry_type=SUBENTRY_CHARGE_POINT,
        title=name,
        unique_id=_unique_id(SUBENTRY_CHARGE_POINT, evse_id),
        data={
            CONF_EVSE_ID: str(evse_id),
            CONF_CHARGE_CARD: charge_card,
            **{
                key: value for key, value in optional.items() if value not in (None, "")
            },
        },
    )


def kept_data(changed: ConfigSubentry) -> dict[str, Any]:
    """Return what a charge point that is changed keeps, unless it is told otherwise.

    All that is known of it, also what a newer version has added.
    """
    return {key: value for key, value in changed.data.items() if key not in _TOLD_ANEW}


@callback
def add_subentry(
    hass: HomeAssistant, entry: ConfigEntry, new: ConfigSubentryData
) -> None:
    """Add a card or charge point to an account, beside the flow of any other.

    Raises:
        AbortFlow: there is one with this id.
    """
    subentry = ConfigSubentry(
        subentry_type=new["subentry_type"],
        title=new["title"],
        unique_id=new["unique_id"],
        data=MappingProxyType(dict(new["data"])),
    )
    hass.config_entries.async_add_subentry(entry, subentry)


def _unique_id(subentry_type: str, identifier: EmaId | EvseId) -> str:
    """Return a subentry's unique id: cards and charge points share one name space."""
    return f"{subentry_type}_{identifier.compact}"


def is_taken(
    entry: ConfigEntry,
    subentry_type: str,
    identifier: EmaId | EvseId,
    changed: ConfigSubentry | None = None,
) -> bool:
    """Return whether a subentry other than the one that is changed has this id."""
    unique_id = _unique_id(subentry_type, identifier)
    return any(
        subentry.unique_id == unique_id
        and (changed is None or subentry.subentry_id != changed.subentry_id)
        for subentry in entry.subentries.values()
    )


@callback
def change_subentry(
    hass: HomeAssistant,
    entry: ConfigEntry,
    changed: ConfigSubentry,
    new: ConfigSubentryData,
) -> None:
    """Let a card or charge point be another, and yet the same device with the same history.

    Charge points follow their card to its new EMA ID.

    Raises:
        AbortFlow: there is another with this id.
    """
    before = changed.data
    hass.config_entries.async_update_subentry(
        entry,
        changed,
        title=new["title"],
        unique_id=new["unique_id"],
        data=_with_former_ids(changed, _without_former_meters(changed, new["data"])),
    )
    if changed.subentry_type != SUBENTRY_CHARGE_CARD:
        return
    for point in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT):
        if point.data[CONF_CHARGE_CARD] == before[CONF_EMA_ID]:
            card = changed.data[CONF_EMA_ID]
            hass.config_entries.async_update_subentry(
                entry, point, data={**point.data, CONF_CHARGE_CARD: card}
            )


def _with_former_ids(
    changed: ConfigSubentry, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is kept of a changed card or charge point: with the ids it had before.

    By those its sessions are known as its own.
    """
    before, now = (
        _compact_id(changed.subentry_type, each) for each in (changed.data, data)
    )
    former = [*changed.data.get(CONF_FORMER_IDS, ()), before]
    former = list(dict.fromkeys(each for each in former if each != now))
    return {**data, **({CONF_FORMER_IDS: former} if former else {})}


def _without_former_meters(
    changed: ConfigSubentry, data: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return what is kept of a changed charge point: another meter has not had the ids of the last."""
    if data.get(CONF_ENERGY_METER) == changed.data.get(CONF_ENERGY_METER):
        return data
    return {key: value for key, value in data.items() if key != CONF_FORMER_METERS}


def _compact_id(subentry_type: str, data: Mapping[str, Any]) -> str:
    if subentry_type == SUBENTRY_CHARGE_CARD:
        return EmaId.parse(data[CONF_EMA_ID]).compact
    return EvseId.parse(data[CONF_EVSE_ID]).compact
