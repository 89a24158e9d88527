"""What Home Assistant writes of the integration, to its recorder and to files, and time that passes in larger steps."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.db_schema import (
    Events,
    EventTypes,
    States,
    StatesMeta,
)
from homeassistant.components.recorder.util import session_scope
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, storage as storage_helper

from .conftest import Home
from custom_components.shell_ev.const import DOMAIN


async def rows(hass: HomeAssistant) -> Counter[str]:
    """Return how many rows there are of each entity of ours, and of each kind of event."""
    await async_wait_recording_done(hass)
    registered = er.async_get(hass).entities.values()
    ours = {each.entity_id for each in registered if each.platform == DOMAIN}
    with_states = States.metadata_id == StatesMeta.metadata_id
    with_events = Events.event_type_id == EventTypes.event_type_id

    def read() -> Counter[str]:
        with session_scope(hass=hass, read_only=True) as session:
            states = session.query(StatesMeta.entity_id).join(States, with_states)
            events = session.query(EventTypes.event_type).join(Events, with_events)
            found = Counter(name for (name,) in states if name in ours)
            found.update(name for (name,) in events if name.startswith(DOMAIN))
        return found

    return await get_instance(hass).async_add_executor_job(read)


def watch_writes(
    monkeypatch: pytest.MonkeyPatch, watch: Callable[[str, str | bytes], None]
) -> None:
    """Have every file of ours told, by its name and what it will hold, before it is written."""
    write = storage_helper.write_utf8_file_atomic

    def watched(path: str, data: str | bytes, private: bool, *, mode: str) -> None:
        name = Path(path).name
        if name.startswith(f"{DOMAIN}."):
            watch(name, data)
        write(path, data, private, mode=mode)

    monkeypatch.setattr(storage_helper, "write_utf8_file_atomic", watched)


def written_files(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Return, from now on, the last letters of the account's files that are written, and how long they are."""
    found: list[tuple[str, int]] = []

    def note(name: str, data: str | bytes) -> None:
        found.append((name[-7:], len(data)))

    watch_writes(monkeypatch, note)
    return found


async def live(
    home: Home, seconds: int, each: int, do: Callable[[], None] = lambda: None
) -> None:
    """Let time pass, and do something each so many seconds."""
    for _ in range(seconds // each):
        do()
        home.freezer.tick(each)
        async_fire_time_changed(home.hass)
        await home.settle()
