"""Sessions on disk, across restarts: what is alive in one small file, what is over in one a month."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nlargest
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import KEPT_SESSIONS
from .session.archive import HotFile, MonthFile, merged
from .session.pace import Pace
from .session.plain import Plain, to_plain
from .session.record import Intent, TrackedSession
from .session.tracker import SessionTracker
from .session_file import SessionFile, async_months_on_disk

SAVE_DELAY: Final = timedelta(seconds=30)
"""Only for what Shell would tell again; a command or an outcome is written at once."""
SLOW_SAVE_DELAY: Final = timedelta(minutes=5)
"""For what only a meter tells, each second where it is a lively one."""

LAST_SESSIONS: Final = 60
"""Of those that are over, how many are in the hot file as well: three for each of 20 charge points."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of an account across restarts."""

    tracker: SessionTracker
    pace: Pace
    directory_pace: Pace

    @property
    def state(self) -> tuple[object, ...]:
        """What tells whether anything changed that is worth writing."""
        return self.tracker.revision, *self.urgent_state

    @property
    def urgent_state(self) -> tuple[object, ...]:
        """What tells whether that is worth writing soon."""
        tracker, pace = self.tracker, self.pace
        return (
            tracker.revision - tracker.slow_changes,
            pace.hold,
            pace.failing,
            self.directory_pace.hold,
        )


class SessionStore:
    """Keeps an account in private files, each written whole or not at all.

    A month is written before the hot file: whenever the power fails, a session that is over
    stands in one of them at least.
    """

    kept: Kept

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the files; nothing is read yet."""
        self._hass = hass
        self._entry_id = entry_id
        self._hot = SessionFile(hass, entry_id, None)
        self._months: dict[str, SessionFile] = {}
        """The files of months that there are."""
        self._unknown: dict[str | None, Mapping[str, object]] = {}
        """What newer versions have written into a month's file, or by ``None`` the hot one."""
        self._saved: tuple[object, ...] = ()
        self._saved_urgent: tuple[object, ...] = ()
        self._is_short = False
        """Whether the hot file lacks the last sessions that their months have."""
        self._is_closing = False
        self._saving = asyncio.Lock()
        self._timer: CALLBACK_TYPE | None = None
        self._due = 0.0
        self._closed = False

    async def async_load(self, renamed: Mapping[str, str]) -> bool:
        """Read what was kept, and return whether any of it was damaged.

        A damaged file is set aside under a name of its own, and life goes on with the others.
        ``renamed`` are the ids that cards and charge points have now, by those they had before.

        Raises:
            ConfigEntryError: a newer version has written it. Nothing is touched.
        """
        hot = await self._hot.async_read(HotFile)
        months = {
            month: await self._file(month).async_read(MonthFile)
            for month in await self._async_months(hot)
        }
        damaged = [hot, *months.values()].count(None)
        hot = hot or HotFile()
        readable = {month: file for month, file in months.items() if file}
        self._unknown = {month: file.unknown for month, file in readable.items()}
        self._unknown[None] = hot.unknown
        self.kept = await self._hass.async_add_executor_job(
            _kept, hot, readable, renamed
        )
        for month in months.keys() - readable.keys():
            del self._months[month]
        moved = any(_renamed(each, renamed) is not each for each in hot.sessions)
        # Under their new ids sessions are written soon: the former may become another's.
        if not self.kept.tracker.archive.changed and not moved:
            self._saved, self._saved_urgent = self.kept.state, self.kept.urgent_state
        return bool(damaged)

    async def async_save(self) -> None:
        """Write now, where anything changed since the last time.

        When it returns all that was known at its call is on disk, unless the disk is full.
        """
        if self._is_saved or self._closed:
            return
        # Whoever waits may be cancelled. What is being written is not: it would end after, and
        # undo, what is written next.
        await asyncio.shield(
            self._hass.async_create_task(self._async_save(), "Shell EV store")
        )

    @callback
    def async_save_later(self) -> None:
        """Write in a while, where anything changed since the last time."""
        if self._is_saved or self._closed:
            return
        slow = self._saved_urgent == self.kept.urgent_state
        delay = SLOW_SAVE_DELAY if slow else SAVE_DELAY
        due = self._hass.loop.time() + delay.total_seconds()
        if self._timer is None or due < self._due:
            self._cancel_timer()
            self._due = due
            self._timer = async_call_later(self._hass, delay, self._async_save_due)

    async def async_close(self) -> None:
        """Write what is left to write, and nothing any more: another may have the files from now on."""
        self._is_closing = True
        try:
            await self.async_save()
            async with self._saving:
                # What was asked for meanwhile has come to its end.
                self._closed = True
        finally:
            self._closed = True
            self._cancel_timer()

    async def async_remove(self) -> None:
        """Delete the files. What was set aside stays, for whoever wants to see what is left of it."""
        self._closed = True
        try:
            hot = await self._hot.async_read(HotFile)
        except ConfigEntryError:
            hot = None
        for month in await self._async_months(hot):
            await self._file(month).async_remove()
        await self._hot.async_remove()

    @property
    def _is_saved(self) -> bool:
        lacks_sessions = self._is_short and self._is_closing
        return self._saved == self.kept.state and not lacks_sessions

    async def _async_save(self) -> None:
        async with self._saving:
            if self._is_saved or self._closed:
                return
            self._cancel_timer()
            state, urgent_state = self.kept.state, self.kept.urgent_state
            if await self._async_write_months() and await self._async_write_hot():
                self._saved, self._saved_urgent = state, urgent_state

    async def _async_save_due(self, _: datetime) -> None:
        self._timer = None
        await self.async_save()

    @callback
    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer()
            self._timer = None

    async def _async_months(self, hot: HotFile | None) -> list[str]:
        """Return the months that have a file: those that are known, and what a crash has left."""
        known = set(hot.months) if hot else set()
        return sorted(known | await async_months_on_disk(self._hass, self._entry_id))

    def _file(self, month: str) -> SessionFile:
        if month not in self._months:
            self._months[month] = SessionFile(self._hass, self._entry_id, month)
        return self._months[month]

    async def _async_write_months(self) -> bool:
        """Write the months that changed, and return whether that worked.

        One that could not be written is tried again. Until then the hot file stays as it is,
        too: it still has what the month has not.
        """
        changed = self.kept.tracker.archive.changed
        for month in sorted(changed):
            # What changes while it is being written makes it one that changed again.
            changed.discard(month)
            written = False
            try:
                written = await self._async_write_month(month)
            finally:
                if not written:
                    changed.add(month)
            if not written:
                return False
        return True

    async def _async_write_month(self, month: str) -> bool:
        sessions = self.kept.tracker.archive.months.get(month, {})
        unknown = self._unknown.get(month, {})
        file = self._file(month)
        if sessions or unknown:
            content = MonthFile(sessions=tuple(sessions.values()), unknown=unknown)
            return await file.async_write(lambda: _plain(content))
        await file.async_remove()
        del self._months[month]
        return True

    async def _async_write_hot(self) -> bool:
        """Write what is alive, and the last sessions should a month be found damaged.

        While one charges it is written each few minutes, and they would be most of it: then they
        are left out, until none charges any more or the account goes.
        """
        kept = self.kept
        tracker, last = kept.tracker, kept.tracker.last
        live = tracker.live_sessions()
        self._is_short = bool(live or tracker.intents) and not self._is_closing
        content = HotFile(
            sessions=live,
            intents=tracker.intents,
            request_ids=tracker.request_ids,
            hold=kept.pace.hold,
            failing=kept.pace.failing,
            directory_hold=kept.directory_pace.hold,
            months=tuple(sorted(self._months)),
            unknown=self._unknown[None],
        )
        over = (*last.over.values(), *last.ran.values(), *last.metered.values())
        if self._is_short:
            over = ()
        return await self._hot.async_write(
            lambda: _plain(replace(content, sessions=content.sessions + _newest(over)))
        )


def _plain(content: HotFile | MonthFile) -> Plain:
    plain: Plain = to_plain(content)
    return plain


def _newest(sessions: Iterable[TrackedSession]) -> tuple[TrackedSession, ...]:
    """Return the last of sessions that are over, each once."""
    each = {id(session): session for session in sessions if not session.live}
    return tuple(
        nlargest(LAST_SESSIONS, each.values(), key=lambda session: session.seen_at)
    )


def _kept(
    hot: HotFile, months: Mapping[str, MonthFile], renamed: Mapping[str, str]
) -> Kept:
    """Return what was known when the files were written."""
    tracker = SessionTracker(
        keep=KEPT_SESSIONS,
        sessions=sorted(
            (_renamed(session, renamed) for session in merged(hot, months.values())),
            # What a clock has seen that was ahead is no news.
            key=lambda session: (session.seen_at <= dt_util.utcnow(), session.seen_at),
        ),
        intents=[_renamed(intent, renamed) for intent in hot.intents],
        request_ids=hot.request_ids,
    )
    tracker.archive.changed = {
        month
        for month in months.keys() | tracker.archive.months.keys()
        if not _is_as_written(months.get(month), tracker.archive.months.get(month, {}))
    }
    return Kept(
        tracker=tracker,
        pace=Pace(hold=hot.hold, failing=hot.failing),
        directory_pace=Pace(hold=hot.directory_hold),
    )


def _is_as_written(
    file: MonthFile | None, sessions: Mapping[str, TrackedSession]
) -> bool:
    """Return whether a month is on disk as it is known; one without a session has no file."""
    if file == MonthFile():
        return False
    written = file.sessions if file else ()
    known = sorted(sessions.values(), key=lambda session: session.seen_at)
    return known == sorted(written, key=lambda session: session.seen_at)


def _renamed[KeptT: (TrackedSession, Intent)](
    kept: KeptT, renamed: Mapping[str, str]
) -> KeptT:
    """Return a session or a start under the ids that its card and charge point have now."""
    ema_id = renamed.get(kept.ema_id, kept.ema_id)
    evse_id = renamed.get(kept.evse_id, kept.evse_id)
    if (ema_id, evse_id) == (kept.ema_id, kept.evse_id):
        return kept
    return replace(kept, ema_id=ema_id, evse_id=evse_id)
