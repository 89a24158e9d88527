"""From the device of a charge point or card, as a person picks it, to what it stands for."""

from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.service import async_get_device_and_config_entry

from .configuration import ChargeCard, ChargePoint
from .const import DOMAIN
from .exceptions import refused
from .runtime import ShellEvConfigEntry, ShellEvData

_ON_THEIR_WAY: Final = {
    ConfigEntryState.SETUP_IN_PROGRESS,
    ConfigEntryState.UNLOAD_IN_PROGRESS,
}


def charge_point_of(
    hass: HomeAssistant, device_id: str
) -> tuple[ShellEvData, ChargePoint]:
    """Return the charge point of a device and its account.

    Raises:
        ServiceValidationError: it is none, or its account is not loaded.
    """
    account, subentry_ids = _subentries_of(hass, device_id)
    for point in account.configuration.points.values():
        if point.subentry_id in subentry_ids:
            return account, point
    raise refused("not_a_charge_point")


def charge_card_of(
    hass: HomeAssistant, device_id: str
) -> tuple[ShellEvData, ChargeCard]:
    """Return the card of a device and its account.

    Raises:
        ServiceValidationError: it is none, or its account is not loaded.
    """
    account, subentry_ids = _subentries_of(hass, device_id)
    for card in account.configuration.cards.values():
        if card.subentry_id in subentry_ids:
            return account, card
    raise refused("not_a_charge_card")


def device_ids(hass: HomeAssistant, account: ShellEvData) -> dict[str, str]:
    """Return the devices of an account's cards and charge points, by their subentries."""
    registry = dr.async_get(hass)
    entry_id = account.sessions.config_entry.entry_id
    return {
        identifier: device.id
        for device in dr.async_entries_for_config_entry(registry, entry_id)
        for domain, identifier in device.identifiers
        if domain == DOMAIN
    }


def refuse_reloading(hass: HomeAssistant, entry_id: str | None = None) -> None:
    """Say that an account is just being loaded anew, rather than that it is not there.

    Raises:
        ServiceValidationError: this account is on its way, or where none is meant, one is and
            none is loaded.
    """
    states = {
        entry.state
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry_id in (None, entry.entry_id)
    }
    if ConfigEntryState.LOADED not in states and states & _ON_THEIR_WAY:
        raise refused("reloading")


def _subentries_of(hass: HomeAssistant, device_id: str) -> tuple[ShellEvData, set[str]]:
    """Return the account of a device, and the subentries that it may stand for."""
    entry: ShellEvConfigEntry
    _, owner = dr.async_get_device_and_config_entry_for_domain(
        hass, device_id, domain=DOMAIN
    )
    refuse_reloading(hass, owner.entry_id if owner else None)
    device, entry = async_get_device_and_config_entry(hass, DOMAIN, device_id)
    ids = {identifier for domain, identifier in device.identifiers if domain == DOMAIN}
    return entry.runtime_data, ids
