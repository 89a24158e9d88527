"""Keeps an eye on where the charge points are: availability and tariffs, at a slow pace of its own."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .account import charge_points
from .api import (
    Evse,
    GenerationNotServedError,
    Location,
    NotSubscribedError,
    SessionState,
    ShellEvClient,
    ShellEvError,
)
from .const import (
    DIRECTORY_PACE,
    DIRECTORY_SEARCH_PACE,
    DIRECTORY_TICK,
    FAILURES_TO_UNAVAILABLE,
    LOGGER,
)
from .exceptions import translation_of

if TYPE_CHECKING:
    from .coordinator import SessionCoordinator

_SLACK: Final = DIRECTORY_TICK / 4
"""Ticks do not come to the second."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a charge point stands, as the directory has it."""

    location: Location
    evse: Evse


class LocationCoordinator(DataUpdateCoordinator[Mapping[str, Place]]):
    """Holds by compact EVSE ID the places of the charge points that the directory lists.

    It is quiet where the application may not use the directory, and asks for each location
    once, however many charge points stand there. The tick is short, what is due is little.
    """

    config_entry: ConfigEntry[SessionCoordinator]

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[SessionCoordinator],
        client: ShellEvClient,
        sessions: SessionCoordinator,
    ) -> None:
        """Set up without any call."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name="Shell EV locations",
            update_interval=DIRECTORY_TICK,
        )
        self.data = {}
        self.subscribed: bool | None = None
        """Whether the application may use the directory; ``None`` before it was asked."""
        self._client = client
        self._sessions = sessions
        self._points = {it.evse_id.compact: it for it in charge_points(entry)}
        self._uids = {
            key: it.location_uid for key, it in self._points.items() if it.location_uid
        }
        self._locations: dict[str, Location] = {}
        self._due: dict[str, datetime] = {}
        """When to ask for a location again, or to look for an EVSE."""
        self._seen_turns: dict[str, frozenset[tuple[str, SessionState | None]]] = {}
        """How far the sessions at a location were when it was read."""
        self._rest_until: datetime | None = None
        self._failures: deque[ShellEvError] = deque(maxlen=FAILURES_TO_UNAVAILABLE)
        """Of the last rounds, since one that did not fail."""

    async def async_look_now(self) -> None:
        """Ask for every location now, because a person wants to know."""
        for uid in self._locations:
            self._due.pop(uid, None)
        self._rest_until = None
        await self.async_request_refresh()

    @override
    async def _async_update_data(self) -> Mapping[str, Place]:
        """Read what is due."""
        now = dt_util.utcnow()
        if self._sessions.hold_left() or (self._rest_until and now < self._rest_until):
            self._give_up()
            return self.data
        try:
            await self._read_due(now)
        except NotSubscribedError, GenerationNotServedError:
            self.subscribed = False
            self._rest_until = now + DIRECTORY_SEARCH_PACE
            return {}
        except ShellEvError as err:
            self._failures.append(err)
            self._rest_until = now + DIRECTORY_PACE - _SLACK
            self._sessions.hold(err)
            self._give_up()
        else:
            self._failures.clear()
        return self._places()

    def _give_up(self) -> None:
        """Say that nothing is known any more, once that has failed a few times in a row."""
        if len(self._failures) >= FAILURES_TO_UNAVAILABLE:
            raise UpdateFailed(**translation_of(self._failures[-1])) from None

    async def _read_due(self, now: datetime) -> None:
        """Read the locations whose time has come, then look for what has none.

        The first that fails ends the round: what is wrong is wrong for all.
        """
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for key, uid in self._uids.items():
            grouped[uid].append(key)
        for uid, keys in grouped.items():
            if self._is_due(uid, keys, now):
                await self._read_location(uid, keys, now)
        for key in self._points.keys() - self._uids.keys():
            # Finding one finds its neighbours.
            if key not in self._uids and self._is_due(key, (), now):
                await self._find(key, now)

    def _is_due(self, what: str, keys: Sequence[str], now: datetime) -> bool:
        due = self._due.get(what)
        if due is None or now >= due - _SLACK:
            return True
        soon = due - DIRECTORY_PACE + DIRECTORY_TICK - _SLACK
        return now >= soon and self._is_lively(what, keys)

    def _is_lively(self, uid: str, keys: Sequence[str]) -> bool:
        """Tell whether a session pends there, or has taken a turn since the location was read."""
        turns = self._turns(keys)
        return turns != self._seen_turns.get(uid, turns) or any(
            it.pending for key in keys for it in self._sessions.tracker.live_at(key)
        )

    def _turns(self, keys: Sequence[str]) -> frozenset[tuple[str, SessionState | None]]:
        """Return how far the sessions are that are under way there."""
        return frozenset(
            (it.session_id, it.shown_state)
            for key in keys
            for it in self._sessions.tracker.live_at(key)
        )

    async def _read_location(
        self, uid: str, keys: Sequence[str], now: datetime
    ) -> None:
        """Read a location; a charge point that is not there any more is looked for anew."""
        ema_ids = [self._points[key].ema_id for key in keys]
        card = next(filter(None, ema_ids), None)
        location = await self._client.location(uid, card.provider_id if card else None)
        self.subscribed = True
        self._due[uid] = now + DIRECTORY_PACE
        self._seen_turns[uid] = self._turns(keys)
        if location is None:
            self._locations.pop(uid, None)
        else:
            self._locations[uid] = location
        for key in keys:
            if location is None or location.evse(key) is None:
                del self._uids[key]
                if key in self._due:
                    # It was found there by looking: the directory is in two minds.
                    self._due[key] = now + DIRECTORY_PACE

    async def _find(self, key: str, now: datetime) -> None:
        """Look for a charge point. Its location is read, with its tariffs, at the next tick."""
        location = await self._client.find_location(str(self._points[key].evse_id))
        self.subscribed = True
        self._due[key] = now + DIRECTORY_SEARCH_PACE
        if location is None:
            return
        self._locations[location.uid] = location
        self._due[location.uid] = now + DIRECTORY_TICK
        for evse in location.evses:
            if evse.evse_id.compact in self._points:
                self._uids[evse.evse_id.compact] = location.uid

    def _places(self) -> Mapping[str, Place]:
        places = {}
        for key, uid in self._uids.items():
            location = self._locations.get(uid)
            if location and (evse := location.evse(key)):
                places[key] = Place(location=location, evse=evse)
        return places
