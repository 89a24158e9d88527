"""What cards and charge points are called: as their owner has named the device, else as they were configured."""

from collections.abc import Callable, Iterable
from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .configuration import ChargeCard, ChargePoint, Configuration
from .const import DOMAIN
from .session.record import TrackedSession

type NameOf = Callable[[ChargeCard | ChargePoint], str]
"""What tells how a card or charge point is called."""


def name_of(hass: HomeAssistant, named: ChargeCard | ChargePoint) -> str:
    """Return how a card or charge point is called now."""
    device = device_of(hass, named)
    return (device.name_by_user if device else None) or named.name


def device_of(
    hass: HomeAssistant, thing: ChargeCard | ChargePoint
) -> dr.DeviceEntry | None:
    """Return the device of a card or charge point, ``None`` before it is there."""
    identifiers = {(DOMAIN, thing.subentry_id)}
    devices = dr.async_get(hass).async_get_devices(identifiers=identifiers)
    return next(iter(devices), None)


def names_of(hass: HomeAssistant, configurations: Iterable[Configuration]) -> NameOf:
    """Look up all names at once, for many sessions or for another thread."""
    names: dict[str, str] = {}
    for configuration in configurations:
        for things in (configuration.cards, configuration.points):
            for named in things.values():
                names[named.subentry_id] = name_of(hass, named)
    return lambda named: names[named.subentry_id]


def place_name(
    hass: HomeAssistant, configuration: Configuration, session: TrackedSession
) -> str:
    """Return what a person calls the charge point of a session."""
    return place_called(partial(name_of, hass), configuration, session)


def place_called(
    name: NameOf, configuration: Configuration, session: TrackedSession
) -> str:
    """Return what a person calls the charge point of a session, where the names are looked up already.

    Where it is not configured that is the directory's name for it, else its EVSE ID.
    """
    point = configuration.points.get(session.evse_id)
    return name(point) if point else session.location_name or session.evse_name
