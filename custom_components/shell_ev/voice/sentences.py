"""Registers the sentences, by Home Assistant's own trigger for sentences, while a switch is exposed to Assist."""

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import (
    async_listen_entity_updates,
)
from homeassistant.const import CONF_COMMAND, CONF_ID, CONF_PLATFORM, Platform
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.trigger import (
    async_initialize_triggers,
    async_validate_trigger_config,
)
from homeassistant.setup import async_when_setup
from homeassistant.util.yaml import load_yaml_dict

from ..const import DOMAIN, LOGGER
from .answers import async_answer
from .beside import FILLERS, OTHER_TIMES, Beside, words_of
from .points import ASSISTANT, exposed_switches, names_to_say

FOLDER: Final = Path(__file__).parents[1] / "sentences"
"""A file a language, as with the translations."""
_NAMES: Final = "{names}"
_TIMES: Final = "{times}"
"""What stands in the files for any of the names that there are, and for any word of another time."""


def read_sentences(folder: Path = FOLDER) -> dict[str, list[str]]:
    """Return the sentences of all languages by what they ask for, and the words beside a name. Reads files.

    Home Assistant does not ask in which language a sentence is that it listens for: so all are
    there in every one, and what is said in another language than its user's is English at least.
    """
    sentences: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for asked, variants in load_yaml_dict(str(path)).items():
            sentences.setdefault(asked, []).extend(variants)
    return sentences


@callback
def async_register_sentences(hass: HomeAssistant) -> None:
    """Listen for the sentences once Assist is there, for all accounts. Without it nothing happens."""
    async_when_setup(hass, ASSISTANT, _async_follow)


async def _async_follow(hass: HomeAssistant, _: str) -> None:
    """Listen while a charging switch is exposed; what nobody is to switch by voice takes no sentence.

    What the charge points are called is in the registries of devices and areas, too.
    """
    sentences = _Sentences(hass, await hass.async_add_executor_job(read_sentences))

    @callback
    def look(_: Event[Any] | None = None) -> None:
        hass.async_create_task(sentences.async_look(), "Shell EV sentences")

    @callback
    def is_switch(data: er.EventEntityRegistryUpdatedData) -> bool:
        return data["entity_id"].startswith(f"{Platform.SWITCH}.")

    hass.bus.async_listen(
        er.EVENT_ENTITY_REGISTRY_UPDATED, look, event_filter=is_switch
    )
    hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, look)
    hass.bus.async_listen(ar.EVENT_AREA_REGISTRY_UPDATED, look)
    async_listen_entity_updates(hass, ASSISTANT, look)
    await sentences.async_look()


class _Sentences:
    """The sentences, and whether they are listened for."""

    def __init__(self, hass: HomeAssistant, sentences: dict[str, list[str]]) -> None:
        """Listen for none yet."""
        self._hass = hass
        self._beside = Beside.of(sentences)
        self._sentences = {
            asked: variants
            for asked, variants in sentences.items()
            if asked not in (FILLERS, OTHER_TIMES)
        }
        self._lock = asyncio.Lock()
        self._remove: CALLBACK_TYPE | None = None
        self._names: tuple[str, ...] = ()

    async def async_look(self) -> None:
        """Listen for the names that there are now; for nothing where no switch is exposed."""
        async with self._lock:
            exposed = bool(exposed_switches(self._hass))
            names = names_to_say(self._hass)
            if exposed is bool(self._remove) and names == self._names:
                return
            self._names = names
            if self._remove:
                self._remove()
            self._remove = await self._async_listen() if exposed else None

    def _spoken(self, variants: list[str]) -> list[str]:
        """Return sentences with the names that there are, and the times that none begins with."""
        first_words = {words_of(name)[0] for name in self._names}
        times = sorted(self._beside.other_times - first_words)
        return [
            text.replace(_NAMES, _any_of(self._names)).replace(_TIMES, _any_of(times))
            for text in variants
            if self._names or _NAMES not in text
        ]

    async def _async_listen(self) -> CALLBACK_TYPE | None:
        config = [
            {
                CONF_PLATFORM: ASSISTANT,
                CONF_ID: asked,
                CONF_COMMAND: self._spoken(variants),
            }
            for asked, variants in self._sentences.items()
        ]
        return await async_initialize_triggers(
            self._hass,
            await async_validate_trigger_config(self._hass, config),
            partial(async_answer, self._hass, self._beside),
            DOMAIN,
            DOMAIN,
            LOGGER.log,
        )


def _any_of(texts: Iterable[str]) -> str:
    return f"({'|'.join(texts)})"
