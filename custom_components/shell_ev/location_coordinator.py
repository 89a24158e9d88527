"""Keeps an eye on where the charge points are: availability and tariffs, at a slow pace of its own."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .api import (
    Evse,
    GenerationNotServedError,
    Location,
    NotSubscribedError,
    Prices,
    SessionState,
    ShellEvError,
)
from .configuration import Configuration
from .const import (
    DIRECTORY_PACE,
    DIRECTORY_SEARCH_PACE,
    DIRECTORY_TICK,
    FAILURES_TO_UNAVAILABLE,
    LOGGER,
)
from .directory import evse_name
from .exceptions import Translation, translation_of, with_portal
from .reader import SessionReader

_SLACK: Final = DIRECTORY_TICK / 4
"""Ticks do not come to the second."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """How long something is left alone, from when on."""

    since: datetime
    length: timedelta

    def is_over(self, now: datetime) -> bool:
        """Return whether its time has come. One that begins in the future was set by a wrong clock."""
        return not timedelta() <= now - self.since < self.length - _SLACK


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a charge point stands, as the directory has it."""

    location: Location
    evse: Evse
    prices: Prices | None
    """Those in force now: they go with the hour."""

    @property
    def name(self) -> str:
        """What to call it: its address, and which of several there it is."""
        return evse_name(self.location, self.evse)


class LocationCoordinator(DataUpdateCoordinator[Mapping[str, Place]]):
    """Holds by compact EVSE ID the places of the charge points that the directory lists.

    It is quiet where the application may not use the directory, and asks for each location
    once, however many charge points stand there. The tick is short, what is due is little.
    """

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        configuration: Configuration,
        reader: SessionReader,
    ) -> None:
        """Set up without any call."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name="Shell EV locations",
            update_interval=DIRECTORY_TICK,
            always_update=False,
        )
        self.data = {}
        self.subscribed: bool | None = None
        """Whether the application may use the directory; ``None`` before it was asked."""
        self._configuration = configuration
        self._reader = reader
        self._uids = {
            key: point.location_uid
            for key, point in configuration.points.items()
            if point.location_uid
        }
        self._locations: dict[str, Location] = {}
        self._waits: dict[str, _Wait] = {}
        """Until a location is asked for again, or an EVSE is looked for."""
        self._seen_turns: dict[str, frozenset[tuple[str, SessionState | None]]] = {}
        """How far the sessions at a location were when it was read."""
        self._rest: _Wait | None = None
        self._failures: deque[ShellEvError] = deque(maxlen=FAILURES_TO_UNAVAILABLE)
        """Of the last rounds, since one that did not fail."""
        self._lost: Translation | None = None
        """Why the directory may not be used any more, ``None`` where it may, or never could be."""
        self._answered: frozenset[str] = frozenset()
        """The charge points of which the directory has said what it has, as ``data`` holds it."""

    def may_still_tell(self, evse_id: str) -> bool:
        """Return whether more may come of a charge point, its price for one, by compact EVSE ID.

        Not where the directory was read for it, may not be used, or has failed for long.
        """
        return (
            self.subscribed is not False
            and self.last_update_success
            and evse_id not in self._answered
        )

    async def async_look_now(self) -> None:
        """Ask for every location now, because a person wants to know."""
        for key in (*self._locations, *(self._wanted().keys() - self._uids.keys())):
            self._waits.pop(key, None)
        self._rest = None
        await self.async_request_refresh()

    @override
    async def _async_update_data(self) -> Mapping[str, Place]:
        """Read what is due."""
        now = dt_util.utcnow()
        resting = self._rest is not None and not self._rest.is_over(now)
        if resting or self._reader.directory_pace.hold_left(now):
            self._give_up()
            return self.data
        try:
            await self._read_due(now)
        except (NotSubscribedError, GenerationNotServedError) as err:
            if self.subscribed:
                self._lost = with_portal(err, "directory_refused")
            self.subscribed = False
            self._failures.clear()
            self._rest = _Wait(now, DIRECTORY_SEARCH_PACE)
            # What it said of prices and places does not hold for good.
            self.data = {}
            self._give_up()
            return self.data
        except ShellEvError as err:
            self._failures.append(err)
            self._rest = _Wait(now, self._rest_after_failure())
        else:
            self._failures.clear()
        if self.subscribed:
            self._lost = None
        self._give_up()
        places = self._places()
        self._name(places)
        self._answered = frozenset(filter(self._was_read, self._wanted()))
        return places

    def _rest_after_failure(self) -> timedelta:
        """Return how long to leave the directory alone. Where nothing is shown yet, it is tried soon once."""
        first = len(self._failures) == 1
        missing = not all(map(self._was_read, self._wanted()))
        return DIRECTORY_TICK if first and missing else DIRECTORY_PACE

    def _was_read(self, key: str) -> bool:
        """Tell whether the location of a charge point was read with its tariffs, or it has none."""
        uid = self._uids.get(key)
        return key in self._waits if uid is None else uid in self._seen_turns

    def _name(self, places: Mapping[str, Place]) -> None:
        """Note where sessions are: their places are not asked about once they are over."""
        for session in self._reader.tracker.live_sessions():
            place = places.get(session.evse_id)
            if place and place.name != session.location_name:
                self._reader.tracker.located(session.session_id, place.name)
                self._reader.keep()

    def _give_up(self) -> None:
        """Say that nothing is known any more: it has failed a few times in a row, or is not to be used.

        Who could never use it is told nothing: most never subscribe to it.
        """
        if self._lost:
            raise UpdateFailed(**self._lost) from None
        if len(self._failures) >= FAILURES_TO_UNAVAILABLE:
            raise UpdateFailed(**translation_of(self._failures[-1])) from None

    async def _read_due(self, now: datetime) -> None:
        """Read the locations whose time has come, then look for what has none.

        The first that fails ends the round: what is wrong is wrong for all.
        """
        self._forget()
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for key, uid in self._uids.items():
            grouped[uid].append(key)
        for uid, keys in grouped.items():
            if self._is_due(uid, keys, now):
                await self._read_location(uid, keys, now)
        for key, evse_id in self._wanted().items():
            # Finding one finds its neighbours.
            if key not in self._uids and self._is_due(key, (), now):
                await self._find(key, evse_id, now)

    def _forget(self) -> None:
        """Let go of the places where sessions were that are over: of the next one it is looked anew."""
        wanted = self._wanted()
        for key in self._uids.keys() - wanted.keys():
            self._waits.pop(key, None)
            uid = self._uids.pop(key)
            if uid not in self._uids.values():
                self._locations.pop(uid, None)
                self._waits.pop(uid, None)
                self._seen_turns.pop(uid, None)

    def _wanted(self) -> dict[str, str]:
        """Return the EVSE IDs to know the place of: those configured, and where a card charges."""
        wanted = {
            session.evse_id: session.evse_name
            for session in self._reader.tracker.live_sessions()
        }
        return wanted | {
            key: str(point.evse_id) for key, point in self._configuration.points.items()
        }

    def _is_due(self, what: str, keys: Sequence[str], now: datetime) -> bool:
        wait = self._waits.get(what)
        if wait is None or wait.is_over(now):
            return True
        soon = _Wait(wait.since, wait.length - DIRECTORY_PACE + DIRECTORY_TICK)
        return soon.is_over(now) and self._is_lively(what, keys)

    def _is_lively(self, uid: str, keys: Sequence[str]) -> bool:
        """Tell whether a session pends there, or has taken a turn since the location was read."""
        turns = self._turns(keys)
        return turns != self._seen_turns.get(uid, turns) or any(
            session.pending
            for key in keys
            for session in self._reader.tracker.live_at(key)
        )

    def _turns(self, keys: Sequence[str]) -> frozenset[tuple[str, SessionState | None]]:
        """Return how far the sessions are that are under way there."""
        return frozenset(
            (session.session_id, session.shown_state)
            for key in keys
            for session in self._reader.tracker.live_at(key)
        )

    async def _read_location(
        self, uid: str, keys: Sequence[str], now: datetime
    ) -> None:
        """Read a location; a charge point that is not there any more is looked for anew."""
        points = self._configuration.points
        ema_ids = [points[key].ema_id for key in keys if key in points]
        card = next(filter(None, ema_ids), None)
        location = await self._ask(
            self._reader.client.location(uid, card.provider_id if card else None)
        )
        self.subscribed = True
        self._waits[uid] = _Wait(now, DIRECTORY_PACE)
        self._seen_turns[uid] = self._turns(keys)
        if location is None:
            self._locations.pop(uid, None)
        else:
            self._locations[uid] = location
        for key in keys:
            if location is None or location.evse(key) is None:
                del self._uids[key]
                if key in self._waits:
                    # It was found there by looking: the directory is in two minds.
                    self._waits[key] = _Wait(now, DIRECTORY_PACE)

    async def _ask[T](self, call: Awaitable[T]) -> T:
        """Ask the directory, which holds nothing but itself."""
        return await self._reader.ask(call, self._reader.directory_pace)

    async def _find(self, key: str, evse_id: str, now: datetime) -> None:
        """Look for a charge point. Its location is read, with its tariffs, at the next tick."""
        location = await self._ask(self._reader.client.find_location(evse_id))
        self.subscribed = True
        self._waits[key] = _Wait(now, DIRECTORY_SEARCH_PACE)
        if location is None:
            return
        self._locations[location.uid] = location
        self._waits[location.uid] = _Wait(now, DIRECTORY_TICK)
        for evse in location.evses:
            if evse.evse_id.compact in self._wanted():
                self._uids[evse.evse_id.compact] = location.uid

    def _places(self) -> Mapping[str, Place]:
        places = {}
        for key, uid in self._uids.items():
            location = self._locations.get(uid)
            if location and (evse := location.evse(key)):
                places[key] = Place(
                    location=location, evse=evse, prices=evse.prices(dt_util.now())
                )
        return places
