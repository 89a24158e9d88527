"""Stops what was to be stopped before it was known: a start that was not confirmed, and turned up."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later

from .const import LOGGER
from .session.record import TrackedSession
from .session.tracker import SessionTracker


class Wishes:
    """The stops of an account that are due as soon as they may be sent."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        tracker: SessionTracker,
        *,
        left: Callable[[TrackedSession], timedelta | None],
        stop: Callable[[str], Awaitable[object]],
    ) -> None:
        """See to what the tracker holds. ``left`` is how long a stop has to wait, ``stop`` sends it."""
        self._hass = hass
        self._entry = entry
        self._tracker = tracker
        self._left = left
        self._stop = stop
        self._granting: set[str] = set()
        self._timer: CALLBACK_TYPE | None = None
        self._closed = False

    @callback
    def async_close(self) -> None:
        """Send none any more; what is wished is kept with its session."""
        self._closed = True
        self._cancel_timer()

    @callback
    def async_see_to(self, _: datetime | None = None) -> None:
        """Stop what may be stopped now, and come back when the next may."""
        self._cancel_timer()
        if self._closed:
            return
        waits = []
        for session in self._tracker.live_sessions():
            if not session.stop_wanted or session.session_id in self._granting:
                continue
            if left := self._left(session):
                waits.append(left)
                continue
            self._granting.add(session.session_id)
            self._entry.async_create_background_task(
                self._hass, self._grant(session.session_id), "Shell EV stop"
            )
        if waits:
            self._timer = async_call_later(self._hass, min(waits), self.async_see_to)

    async def _grant(self, session_id: str) -> None:
        try:
            await self._stop(session_id)
        except HomeAssistantError as err:
            LOGGER.warning("A session that was to be stopped still runs: %s", err)
        finally:
            self._granting.discard(session_id)
        self.async_see_to()

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer()
            self._timer = None
