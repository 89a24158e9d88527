"""Which charge point a sentence is about: named, in the speaker's area, or the only one."""

from collections.abc import Iterable
from dataclasses import dataclass
import re
from typing import Any, Final, Self

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)

from ..configuration import ChargePoint
from ..const import DOMAIN
from ..exceptions import refused
from ..permissions import Asker, Right, asker_in
from ..runtime import ShellEvConfigEntry, ShellEvData
from .later import names_another_time

ASSISTANT: Final = "conversation"
"""Home Assistant's own voice assistant: the integration, and what entities are exposed to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Who says something, in which language and area, and what charge point is named in it."""

    asker: Asker
    language: str
    area_id: str | None
    named: str | None

    @classmethod
    async def of(cls, hass: HomeAssistant, trigger: dict[str, Any]) -> Self:
        """Read what Home Assistant's sentence trigger tells.

        Raises:
            UnknownUser: the user is there no more.
        """
        said, satellite = trigger["user_input"], trigger["satellite_id"]
        return cls(
            asker=await asker_in(hass, Context(user_id=said["context"]["user_id"])),
            language=said["language"],
            area_id=_area_of(hass, er.async_get(hass).async_get(satellite or ""))
            or _area_of_device(hass, trigger["device_id"]),
            named=trigger["slots"].get("charge_point"),
        )


def exposed_switches(hass: HomeAssistant) -> list[er.RegistryEntry]:
    """Return the charging switches that are exposed to Assist, also of accounts that are not loaded."""
    registry = er.async_get(hass)
    return [
        entity
        for account in hass.config_entries.async_entries(DOMAIN)
        for entity in er.async_entries_for_config_entry(registry, account.entry_id)
        if entity.domain == Platform.SWITCH
        and not entity.disabled
        and async_should_expose(hass, ASSISTANT, entity.entity_id)
    ]


def chosen_switch(
    hass: HomeAssistant, speaker: Speaker, permission: str
) -> er.RegistryEntry:
    """Return the switch of the charge point that is meant, of those that the speaker may read.

    Where none is named it is one with which the speaker may do this, and of several the one in
    the speaker's area.

    Raises:
        ServiceValidationError: it is not clear which, or none is called so.
        Unauthorized: the speaker may not do this there, or anywhere.
    """
    exposed = exposed_switches(hass)
    known = _allowed(speaker, exposed, POLICY_READ)
    if speaker.named is None:
        meant = _allowed(speaker, known, permission)
    else:
        meant = _called(hass, known, speaker.named)
        if known and not meant:
            raise refused(
                "voice_unknown_charge_point",
                name=speaker.named,
                charge_points=_listed(hass, known),
            )
    if len(meant) > 1 and speaker.area_id:
        meant = [
            switch for switch in meant if _area_of(hass, switch) == speaker.area_id
        ] or meant
    if len(meant) > 1:
        raise refused("voice_which", charge_points=_listed(hass, meant))
    (switch,) = meant or exposed[:1]
    speaker.asker.demand(_right(switch, permission))
    return switch


def demand_now(hass: HomeAssistant, speaker: Speaker) -> None:
    """Refuse what is to be done at another time, or on a condition, which is not understood.

    Raises:
        ServiceValidationError: that is named beside the charge point.
    """
    heard = _words(speaker.named or "")
    known = _allowed(speaker, exposed_switches(hass), POLICY_READ)
    names = [name for switch in known for name in _names(hass, switch)]
    for name in sorted(names, key=len, reverse=True):
        heard = _without(name, heard)
    if names_another_time(heard):
        raise refused("voice_only_now")


def loaded(
    hass: HomeAssistant, switch: er.RegistryEntry
) -> tuple[ShellEvData, ChargePoint]:
    """Return the account and the charge point of a switch.

    Raises:
        ServiceValidationError: the account is not loaded.
    """
    entry: ShellEvConfigEntry
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        for point in entry.runtime_data.configuration.points.values():
            if point.subentry_id == switch.config_subentry_id:
                return entry.runtime_data, point
    raise refused("voice_not_loaded", name=_name(hass, switch))


def _right(switch: er.RegistryEntry, permission: str) -> Right:
    return Right(entity_id=switch.entity_id, permission=permission)


def _allowed(
    speaker: Speaker, switches: list[er.RegistryEntry], permission: str
) -> list[er.RegistryEntry]:
    return [
        switch for switch in switches if speaker.asker.may(_right(switch, permission))
    ]


def _called(
    hass: HomeAssistant, switches: list[er.RegistryEntry], heard: str
) -> list[er.RegistryEntry]:
    """Return those that are named in what was heard, also among other words.

    The longest name counts: at *home office* it is not *home*.
    """
    told = {
        switch.entity_id: max(
            (len(name) for name in _names(hass, switch) if _is_in(name, _words(heard))),
            default=0,
        )
        for switch in switches
    }
    longest = max(told.values(), default=0)
    return [
        switch for switch in switches if longest and told[switch.entity_id] == longest
    ]


def _names(hass: HomeAssistant, switch: er.RegistryEntry) -> Iterable[list[str]]:
    """Yield the words of all that people call a charge point, its area among them."""
    yield _words(_name(hass, switch))
    yield from map(_words, er.async_get_entity_aliases(hass, switch))
    area_id = _area_of(hass, switch)
    if area_id and (area := ar.async_get(hass).async_get_area(area_id)):
        yield from map(_words, (area.name, *area.aliases))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_in(name: list[str], heard: list[str]) -> bool:
    places = range(len(heard) - len(name) + 1)
    return bool(name) and any(heard[at : at + len(name)] == name for at in places)


def _without(name: list[str], heard: list[str]) -> list[str]:
    """Return what was heard beside a name."""
    for at in range(len(heard) - len(name) + 1):
        if name and heard[at : at + len(name)] == name:
            return [*heard[:at], *heard[at + len(name) :]]
    return heard


def _listed(hass: HomeAssistant, switches: list[er.RegistryEntry]) -> str:
    return ", ".join(sorted(_name(hass, switch) for switch in switches))


def _name(hass: HomeAssistant, switch: er.RegistryEntry) -> str:
    """Return what a person calls the charge point of a switch."""
    device = dr.async_get(hass).async_get(switch.device_id or "")
    return str(device and (device.name_by_user or device.name))


def _area_of(hass: HomeAssistant, entity: er.RegistryEntry | None) -> str | None:
    """Return the area of an entity: its own, else that of its device."""
    if entity is None:
        return None
    return entity.area_id or _area_of_device(hass, entity.device_id)


def _area_of_device(hass: HomeAssistant, device_id: str | None) -> str | None:
    device = dr.async_get(hass).async_get(device_id or "")
    return device.area_id if device else None
