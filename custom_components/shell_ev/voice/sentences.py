"""Registers the sentences, by Home Assistant's own trigger for sentences, while a switch is exposed to Assist."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import (
    async_listen_entity_updates,
)
from homeassistant.const import (
    CONF_COMMAND,
    CONF_ID,
    CONF_PLATFORM,
    EVENT_CORE_CONFIG_UPDATE,
    Platform,
)
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
from ..texts import language_of
from .answers import async_answer
from .beside import NOT_ASKED_FOR, OTHER_TIMES, Beside, words_of
from .points import ASSISTANT, exposed_switches, names_to_say

FOLDER: Final = Path(__file__).parents[1] / "sentences"
"""A file a language, as with the translations."""
PIPELINES: Final = "assist_pipeline"
"""Home Assistant's assistants: each has a language."""
_NAMES: Final = "{names}"
_TIMES: Final = "{times}"
"""What stands in the files for any of the names that there are, and for any word of another time."""


type Sentences = dict[str, list[str]]
"""By what they ask for; and the words beside a name."""


def read_sentences(folder: Path = FOLDER) -> dict[str, Sentences]:
    """Return the sentences of each language. Reads files."""
    files = sorted(folder.glob("*.yaml"))
    return {path.stem: load_yaml_dict(str(path)) for path in files}


def spoken(languages: Mapping[str, Sentences], names: Collection[str]) -> Sentences:
    """Return what is listened for, with the names that there are, and the times that none begins with.

    Home Assistant does not ask in which language a sentence is that it listens for: so those of all
    these are there in every one. What several languages say alike is one sentence, and heard once.
    """
    any_name = _any_of(names)
    first_words = {words_of(name)[0] for name in names}
    variants: dict[str, dict[str, None]] = {}
    for sentences in languages.values():
        any_time = _any_of(
            time
            for time in sentences[OTHER_TIMES]
            if first_words.isdisjoint(words_of(time))
        )
        for asked, texts in sentences.items():
            if asked in NOT_ASKED_FOR:
                continue
            variants.setdefault(asked, {}).update(
                (text.replace(_NAMES, any_name).replace(_TIMES, any_time), None)
                for text in texts
                if names or _NAMES not in text
            )
    return {asked: list(texts) for asked, texts in variants.items()}


def languages_in_use(hass: HomeAssistant) -> set[str]:
    """Return the languages that are spoken to this Home Assistant: its own, and those of its assistants.

    Each that is listened for takes Home Assistant time at every change of a name.
    """
    languages = {hass.config.language}
    if PIPELINES in hass.config.components:
        # Its requirements may not be there in a Home Assistant that does without.
        from homeassistant.components.assist_pipeline import async_get_pipelines

        languages.update(
            pipeline.conversation_language for pipeline in async_get_pipelines(hass)
        )
    return set(map(language_of, languages))


def _any_of(texts: Iterable[str]) -> str:
    return f"({'|'.join(texts)})"


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
    hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, look)
    async_listen_entity_updates(hass, ASSISTANT, look)
    await sentences.async_look()

    async def look_at_pipelines(*_: object) -> None:
        await sentences.async_look()

    async_when_setup(hass, PIPELINES, look_at_pipelines)


class _Sentences:
    """The sentences, and whether they are listened for."""

    def __init__(self, hass: HomeAssistant, sentences: dict[str, Sentences]) -> None:
        """Listen for none yet."""
        self._hass = hass
        self._sentences = sentences
        self._beside = {
            language: Beside.of(phrases) for language, phrases in sentences.items()
        }
        self._lock = asyncio.Lock()
        self._remove: CALLBACK_TYPE | None = None
        self._names: tuple[str, ...] = ()
        self._languages: set[str] = set()

    async def async_look(self) -> None:
        """Listen for the names and languages that there are now; for nothing where no switch is exposed."""
        async with self._lock:
            exposed = exposed_switches(self._hass)
            names = names_to_say(self._hass, exposed)
            languages = languages_in_use(self._hass)
            if (
                bool(exposed) is bool(self._remove)
                and names == self._names
                and languages == self._languages
            ):
                return
            self._names, self._languages = names, languages
            if self._remove:
                self._remove()
            self._remove = await self._async_listen() if exposed else None

    async def _async_listen(self) -> CALLBACK_TYPE | None:
        listened_for = {
            language: self._sentences[language] for language in sorted(self._languages)
        }
        config = [
            {
                CONF_PLATFORM: ASSISTANT,
                CONF_ID: asked,
                CONF_COMMAND: texts,
            }
            for asked, texts in spoken(listened_for, self._names).items()
        ]
        return await async_initialize_triggers(
            self._hass,
            await async_validate_trigger_config(self._hass, config),
            partial(async_answer, self._hass, self._beside_in_use()),
            DOMAIN,
            DOMAIN,
            LOGGER.log,
        )

    def _beside_in_use(self) -> dict[str, Beside]:
        """Return the words beside names, with a request in any language that is listened for.

        In which of them a sentence was said is not told.
        """
        requests = tuple(
            request
            for language in sorted(self._languages)
            for request in self._beside[language].requests
        )
        return {
            language: replace(beside, requests=requests)
            for language, beside in self._beside.items()
        }
