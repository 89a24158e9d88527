"""What the user configured: the account's charge cards and charge points."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from .api import EmaId, EvseId
from .const import (
    CONF_CHARGE_CARD,
    CONF_EMA_ID,
    CONF_ENERGY_METER,
    CONF_EVSE_ID,
    CONF_LOCATION_UID,
    CONF_PLUG_SENSOR,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeCard:
    """A charge card of the account."""

    subentry_id: str
    name: str
    ema_id: EmaId


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargePoint:
    """A charge point. ``ema_id`` is the card it is started with, ``None`` where that was removed.

    ``location_uid`` is where the directory listed it when it was added; ``plug_sensor`` and
    ``energy_meter`` are entities of the user's own.
    """

    subentry_id: str
    name: str
    evse_id: EvseId
    ema_id: EmaId | None
    location_uid: str | None = None
    plug_sensor: str | None = None
    energy_meter: str | None = None


def charge_cards(entry: ConfigEntry) -> tuple[ChargeCard, ...]:
    """Return the account's charge cards."""
    return tuple(
        ChargeCard(
            subentry_id=subentry.subentry_id,
            name=subentry.title,
            ema_id=EmaId.parse(subentry.data[CONF_EMA_ID]),
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_CHARGE_CARD)
    )


def charge_points(entry: ConfigEntry) -> tuple[ChargePoint, ...]:
    """Return the account's charge points."""
    cards = {card.ema_id.compact: card.ema_id for card in charge_cards(entry)}
    return tuple(
        ChargePoint(
            subentry_id=subentry.subentry_id,
            name=subentry.title,
            evse_id=EvseId.parse(subentry.data[CONF_EVSE_ID]),
            ema_id=cards.get(EmaId.parse(subentry.data[CONF_CHARGE_CARD]).compact),
            location_uid=subentry.data.get(CONF_LOCATION_UID),
            plug_sensor=subentry.data.get(CONF_PLUG_SENSOR),
            energy_meter=subentry.data.get(CONF_ENERGY_METER),
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    )


def subentry_unique_id(subentry_type: str, identifier: EmaId | EvseId) -> str:
    """Return a subentry's unique id: cards and charge points share one name space."""
    return f"{subentry_type}_{identifier.compact}"


def charge_point_name(entry: ConfigEntry, evse_id: str) -> str | None:
    """Return a configured charge point's name by its compact EVSE ID."""
    return next(
        (it.name for it in charge_points(entry) if it.evse_id.compact == evse_id), None
    )


def is_taken(
    entry: ConfigEntry,
    subentry_type: str,
    identifier: EmaId | EvseId,
    changed: ConfigSubentry | None,
) -> bool:
    """Return whether a subentry other than the one that is changed has this id."""
    unique_id = subentry_unique_id(subentry_type, identifier)
    return any(
        it.unique_id == unique_id
        and (changed is None or it.subentry_id != changed.subentry_id)
        for it in entry.subentries.values()
    )


@callback
def move_charge_points(
    hass: HomeAssistant, entry: ConfigEntry, card: ConfigSubentry, ema_id: EmaId
) -> None:
    """Let the charge points of a card follow it to its new EMA ID."""
    for charge_point in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT):
        if charge_point.data[CONF_CHARGE_CARD] == card.data[CONF_EMA_ID]:
            hass.config_entries.async_update_subentry(
                entry,
                charge_point,
                data={**charge_point.data, CONF_CHARGE_CARD: str(ema_id)},
            )
