"""Sessions on disk, across restarts."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .api import SessionState
from .const import DOMAIN, KEPT_SESSIONS, LOGGER, PENDING_TIMEOUT
from .metering import Metering
from .records import Command, Event, Intent, Origin, Pending, TrackedSession
from .sessions import SessionTracker

STORAGE_VERSION: Final = 1
SAVE_DELAY: Final = 30
"""Seconds. Only for what Shell would tell again; a command or an outcome is written at once."""

_SESSION_TIMES: Final = (
    "seen_at",
    "started_at",
    "stopped_at",
    "ended_at",
    "last_updated",
    "start_sent_at",
    "stop_sent_at",
)

_METERING_TIMES: Final = ("began_at", "priced_until")


class SessionStore:
    """Keeps an account's tracker in a private file, written whole or not at all."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file; nothing is read yet."""
        self._store = _SessionFile(hass, entry_id)
        self._saved_revision = 0

    async def async_load(self) -> tuple[SessionTracker, bool]:
        """Return the tracker as it was saved, and whether its file was damaged.

        A damaged file is set aside under a name of its own and the history starts anew. (One
        that is not even JSON is set aside, and reported, by Home Assistant itself.)
        """
        sessions: list[TrackedSession] = []
        intents: list[Intent] = []
        damaged = False
        try:
            if stored := await self._store.async_load():
                sessions = [_load_session(raw) for raw in stored["sessions"]]
                intents = [_load_intent(raw) for raw in stored["intents"]]
        except AttributeError, KeyError, TypeError, ValueError:
            damaged = True
            sessions, intents = [], []
            await self._store.async_set_aside()
        tracker = SessionTracker(
            keep=KEPT_SESSIONS,
            pending_timeout=PENDING_TIMEOUT,
            sessions=sessions,
            intents=intents,
        )
        return tracker, damaged

    async def async_save(self, tracker: SessionTracker) -> None:
        """Write now, where anything changed since the last time."""
        if self._saved_revision != tracker.revision:
            self._saved_revision = tracker.revision
            await self._store.async_save(_dump(tracker))

    @callback
    def async_save_later(self, tracker: SessionTracker) -> None:
        """Write within half a minute, where anything changed since the last time."""
        if self._saved_revision != tracker.revision:
            self._store.async_delay_save(lambda: _dump(tracker), SAVE_DELAY)

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()


class _SessionFile(Store[dict[str, Any]]):
    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        super().__init__(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{entry_id}",
            private=True,
            atomic_writes=True,
        )

    async def async_set_aside(self) -> None:
        """Move the file out of the way, for whoever wants to see what is left of it."""
        aside = f"{self.path}.damaged.{dt_util.utcnow():%Y%m%d%H%M%S}"

        def move() -> None:
            with suppress(FileNotFoundError):
                Path(self.path).rename(aside)

        await self.hass.async_add_executor_job(move)
        LOGGER.error(
            "The session history cannot be read. It was set aside as %s", aside
        )


def _dump(tracker: SessionTracker) -> dict[str, Any]:
    return {
        "sessions": [_plain(asdict(it)) for it in tracker.sessions.values()],
        "intents": [_plain(asdict(it)) for it in tracker.intents],
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _load_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _load_state(text: str | None) -> SessionState | None:
    return None if text is None else SessionState(text)


def _load_command(text: str | None) -> Command | None:
    return None if text is None else Command(text)


def _load_session(raw: dict[str, Any]) -> TrackedSession:
    times = {key: _load_time(raw[key]) for key in _SESSION_TIMES}
    return TrackedSession(
        **{
            **raw,
            **times,
            "origin": Origin(raw["origin"]),
            "state": _load_state(raw["state"]),
            "pending": _load_pending(raw["pending"]),
            "timed_out": _load_command(raw.get("timed_out")),
            "announced": frozenset(map(Event, raw["announced"])),
            "metering": _load_metering(raw.get("metering")),
        }
    )


def _load_pending(raw: dict[str, Any] | None) -> Pending | None:
    if raw is None:
        return None
    state, last_updated = raw["reading"]
    return Pending(
        command=Command(raw["command"]),
        since=datetime.fromisoformat(raw["since"]),
        reading=(_load_state(state), _load_time(last_updated)),
        confirmed=raw["confirmed"],
    )


def _load_metering(raw: dict[str, Any] | None) -> Metering | None:
    if raw is None:
        return None
    times = {key: datetime.fromisoformat(raw[key]) for key in _METERING_TIMES}
    return Metering(**{**raw, **times})


def _load_intent(raw: dict[str, Any]) -> Intent:
    return Intent(**{**raw, "sent_at": datetime.fromisoformat(raw["sent_at"])})
