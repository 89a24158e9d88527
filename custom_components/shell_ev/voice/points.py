"""Which charge point a sentence is about: named, in the speaker's area, or the only one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
import re
from typing import Any, Final, NamedTuple, Self

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
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
from .beside import Beside, places_of, spellings, words_of

ASSISTANT: Final = "conversation"
"""Home Assistant's own voice assistant: the integration, and what entities are exposed to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Who says something, in which language and area, and what charge point is named in it.

    ``named`` is what was said where the sentence leaves room for a place. ``beside`` is what may be
    said around the name there.
    """

    asker: Asker
    language: str
    area_id: str | None
    said: str
    named: str | None
    beside: Beside

    @classmethod
    async def of(
        cls,
        hass: HomeAssistant,
        trigger: dict[str, Any],
        language: str,
        vocabulary: Mapping[str, Beside],
    ) -> Self:
        """Read what Home Assistant's sentence trigger tells.

        Raises:
            UnknownUser: the user is there no more.
        """
        said, satellite = trigger["user_input"], trigger["satellite_id"]
        return cls(
            asker=await asker_in(hass, Context(user_id=said["context"]["user_id"])),
            language=language,
            area_id=_area_of(hass, er.async_get(hass).async_get(satellite or ""))
            or _area_of_device(hass, trigger["device_id"]),
            said=said["text"],
            named=trigger["slots"].get("charge_point"),
            beside=vocabulary.get(language, vocabulary["en"]),
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


class Meant(NamedTuple):
    """The switches that may be meant, and whether that is because they are named."""

    switches: list[er.RegistryEntry]
    named: bool


def names_to_say(
    hass: HomeAssistant, switches: list[er.RegistryEntry]
) -> tuple[str, ...]:
    """Return what the charge points of switches are called, as it is heard: without punctuation."""
    said = (
        " ".join(re.findall(r"\w+(?:['’/-]\w+)*", name))
        for switch in switches
        for name in (*_names(hass, switch), switch.name or "")
    )
    return tuple(sorted({name for name in said if name}))


def meant_switches(hass: HomeAssistant, speaker: Speaker, permission: str) -> Meant:
    """Return the switches of all charge points that may be meant, of those that the speaker may read.

    Where none is named these are all with which the speaker may do this.

    Raises:
        ServiceValidationError: none is called so, or something is said beside its name that is
            not understood.
        Unauthorized: the speaker may not do this there, or anywhere.
    """
    exposed = exposed_switches(hass)
    known = _allowed(speaker, exposed, POLICY_READ)
    named: list[er.RegistryEntry] = []
    if speaker.named is not None and known:
        named = _called(hass, known, speaker, speaker.named, permission)
    named = named or _called_in_passing(hass, exposed, known, speaker)
    meant = named or _allowed(speaker, known, permission)
    if not _allowed(speaker, meant, permission):
        speaker.asker.demand(_right((meant or exposed)[0], permission))
    return Meant(meant, named=bool(named))


def the_one(
    hass: HomeAssistant,
    speaker: Speaker,
    meant: list[er.RegistryEntry],
    permission: str,
) -> er.RegistryEntry:
    """Return the only one that is meant, of several the one in the speaker's area.

    Raises:
        ServiceValidationError: it is not clear which.
        Unauthorized: the speaker may not do this there.
    """
    if len(meant) > 1 and speaker.area_id:
        meant = [
            switch for switch in meant if _area_of(hass, switch) == speaker.area_id
        ] or meant
    if len(meant) > 1:
        raise refused("voice_which", charge_points=listed(hass, meant))
    speaker.asker.demand(_right(meant[0], permission))
    return meant[0]


def loaded(
    hass: HomeAssistant, switch: er.RegistryEntry
) -> tuple[ShellEvData, ChargePoint]:
    """Return the account and the charge point of a switch.

    Raises:
        ServiceValidationError: the account is not loaded.
    """
    if found := point_of(hass, switch):
        return found
    raise refused("voice_not_loaded", name=_name(hass, switch))


def point_of(
    hass: HomeAssistant, switch: er.RegistryEntry
) -> tuple[ShellEvData, ChargePoint] | None:
    """Return the account and the charge point of a switch, ``None`` while the account is not loaded."""
    entry: ShellEvConfigEntry
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        for point in entry.runtime_data.configuration.points.values():
            if point.subentry_id == switch.config_subentry_id:
                return entry.runtime_data, point
    return None


def _right(switch: er.RegistryEntry, permission: str) -> Right:
    return Right(entity_id=switch.entity_id, permission=permission)


def _allowed(
    speaker: Speaker, switches: list[er.RegistryEntry], permission: str
) -> list[er.RegistryEntry]:
    return [
        switch for switch in switches if speaker.asker.may(_right(switch, permission))
    ]


def _called(
    hass: HomeAssistant,
    switches: list[er.RegistryEntry],
    speaker: Speaker,
    named: str,
    permission: str,
) -> list[er.RegistryEntry]:
    """Return those that are named in what was heard; of several names that fit one, that one.

    There is none where it is a charge point like any other: *at the charger*.

    Raises:
        ServiceValidationError: none is, or more is said than names.
    """
    heard = words_of(named)
    meant, names = _named_in(hass, switches, heard, speaker.beside)
    left_over = speaker.beside.left_over(heard, names)
    if not left_over:
        return meant
    if permission == POLICY_CONTROL and speaker.beside.speak_of_another_time(left_over):
        raise refused("voice_only_now")
    if len(meant) > 1:
        # "Not at home" names it as well: the room does not decide.
        raise refused("voice_which", charge_points=listed(hass, meant))
    raise refused(
        "voice_unknown_charge_point", name=named, charge_points=listed(hass, switches)
    )


def _called_in_passing(
    hass: HomeAssistant,
    exposed: list[er.RegistryEntry],
    known: list[er.RegistryEntry],
    speaker: Speaker,
) -> list[er.RegistryEntry]:
    """Return those whose name is a part of the sentence itself: *start the home charger*.

    Raises:
        ServiceValidationError: it is one that the speaker is not to know of, so no other is meant.
    """
    named, names = _named_in(hass, exposed, words_of(speaker.said), speaker.beside)
    meant = [switch for switch in named if switch in known]
    if named and known and not meant:
        raise refused(
            "voice_unknown_charge_point",
            name=" ".join(names[0]),
            charge_points=listed(hass, known),
        )
    return meant


def _named_in(
    hass: HomeAssistant,
    switches: list[er.RegistryEntry],
    heard: list[str],
    beside: Beside,
) -> tuple[list[er.RegistryEntry], list[list[str]]]:
    """Return the charge points that are named in what was heard, and by which names.

    A name within a longer one is none: at *home office* it is not *home*.
    """
    called: dict[range, set[str]] = {}
    for switch in switches:
        for name in _names_to_hear(hass, switch, beside):
            for place in places_of(name, heard):
                called.setdefault(place, set()).add(switch.entity_id)
    whole = [
        place
        for place in called
        if not any(other != place and set(place) <= set(other) for other in called)
    ]
    named = [called[place] for place in whole]
    fit: set[str] = reduce(set.intersection, named) if named else set()
    meant = fit or set().union(*named)
    return (
        [switch for switch in switches if switch.entity_id in meant],
        [heard[place.start : place.stop] for place in whole],
    )


def _names_to_hear(
    hass: HomeAssistant, switch: er.RegistryEntry, beside: Beside
) -> Iterable[list[str]]:
    """Yield the words of all that people call a charge point, and what its switch was renamed to.

    Home Assistant 2026.11 puts the device's name before that, and takes it away where it was typed:
    what is left of *Home charging* is said whichever charge point is meant.
    """
    yield from map(words_of, _names(hass, switch))
    renamed = words_of(switch.name or "")
    if beside.leave_a_name_in(renamed):
        yield renamed


def _names(hass: HomeAssistant, switch: er.RegistryEntry) -> Iterable[str]:
    """Yield all that people call a charge point, its area among them, in each of its spellings."""
    for name in _given_names(hass, switch):
        yield from spellings(name)


def _given_names(hass: HomeAssistant, switch: er.RegistryEntry) -> Iterable[str]:
    yield _name(hass, switch)
    yield from er.async_get_entity_aliases(hass, switch)
    area_id = _area_of(hass, switch)
    if area_id and (area := ar.async_get(hass).async_get_area(area_id)):
        yield from (area.name, *area.aliases)


def listed(hass: HomeAssistant, switches: list[er.RegistryEntry]) -> str:
    """Return the names of the charge points of switches."""
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
