"""From the device of a charge point or card, as a person picks it, to what it stands for."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.service import async_get_device_and_config_entry

from .account import ChargeCard, ChargePoint, charge_cards, charge_points
from .const import DOMAIN
from .coordinator import SessionCoordinator
from .entity import identity
from .exceptions import refused


def charge_point_of(
    hass: HomeAssistant, device_id: str
) -> tuple[SessionCoordinator, ChargePoint]:
    """Return the charge point of a device and its account.

    Raises:
        ServiceValidationError: it is none, or its account is not loaded.
    """
    device, entry = async_get_device_and_config_entry(hass, DOMAIN, device_id)
    for charge_point in charge_points(entry):
        if (DOMAIN, identity(entry, charge_point.evse_id)) in device.identifiers:
            return entry.runtime_data, charge_point
    raise refused("not_a_charge_point")


def charge_card_of(
    hass: HomeAssistant, device_id: str
) -> tuple[SessionCoordinator, ChargeCard]:
    """Return the card of a device and its account.

    Raises:
        ServiceValidationError: it is none, or its account is not loaded.
    """
    device, entry = async_get_device_and_config_entry(hass, DOMAIN, device_id)
    for card in charge_cards(entry):
        if (DOMAIN, identity(entry, card.ema_id)) in device.identifiers:
            return entry.runtime_data, card
    raise refused("not_a_charge_card")
