"""Asks Shell, and keeps what was answered. Polls and commands both ask through it."""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from datetime import timedelta
from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .api import (
    EmaId,
    GenerationNotServedError,
    NotFoundError,
    RateLimitedError,
    Session,
    ShellEvClient,
    ShellEvError,
)
from .const import LOGGER
from .session.known_cards import KnownCards
from .session.pace import Pace
from .session.record import TrackedSession
from .store import SessionStore

MOST_RETRIEVES: Final = 20
"""Sessions that one poll asks about one by one; the rest wait for the next."""


class SessionReader:
    """Holds what is known of an account: the tracker, the pace, and the file they are kept in.

    Every method that asks may raise any ``ShellEvError``; that Shell asked to wait is noted
    whichever call it answered so.
    """

    def __init__(
        self,
        client: ShellEvClient,
        store: SessionStore,
        held_too_long: Callable[[], None],
    ) -> None:
        """Ask with a client. ``held_too_long`` is told when Shell makes the account wait for long."""
        self.client = client
        self.tracker = store.kept.tracker
        self.pace = store.kept.pace
        self.directory_pace = store.kept.directory_pace
        """The directory has a limit of its own: it holds no charging, and charging not it."""
        self.known_cards = KnownCards(
            (*self.tracker.live_sessions(), *self.tracker.intents)
        )
        """Of which cards Shell tells, whoever asked."""
        self._store = store
        self._held_too_long = held_too_long
        self._unread: dict[str, None] = {}
        """Sessions that are due to be asked about, those that waited longest first."""

    async def ask[T](self, call: Awaitable[T], pace: Pace | None = None) -> T:
        """Await a call, and note how long Shell asks to wait where it does."""
        try:
            return await call
        except ShellEvError as err:
            self._heed(err, pace or self.pace)
            raise

    def _heed(self, err: ShellEvError, pace: Pace) -> None:
        if not err.retry_after and not isinstance(err, RateLimitedError):
            return
        now = dt_util.utcnow()
        pace.wait(err.retry_after or None, now)
        self.keep()
        if self.pace.is_held_too_long():
            self._held_too_long()

    async def with_own_back_off[T](self, read: Hashable, call: Awaitable[T]) -> T:
        """Await a read that backs off by itself where it fails."""
        calls = self.client.journal.total
        try:
            found = await call
        except ShellEvError:
            calls = self.client.journal.total - calls
            self.pace.read_failed(read, dt_util.utcnow(), calls)
            raise
        self.pace.read_succeeded(read)
        return found

    @property
    def hold_left(self) -> timedelta | None:
        """How long Shell has asked to wait, ``None`` where nothing holds the account."""
        return self.pace.hold_left(dt_util.utcnow())

    # What Shell says

    async def read_active(
        self, ema_id: EmaId, request_id: str | None = None
    ) -> list[str]:
        """Read a card's active sessions and return their ids."""
        ticket = self.tracker.draw_ticket()
        readings = await self.ask(self.client.active(str(ema_id), request_id))
        self.tracker.update_active(ema_id.compact, readings, ticket, dt_util.utcnow())
        self.known_cards.note_list(ema_id.compact)
        return [reading.session_id for reading in readings]

    async def read_session(self, session_id: str, *, listed: bool = True) -> None:
        """Read one session that is known. That Shell does not know it is noted, not raised.

        ``listed`` is whether its card's list has just been read.
        """
        ticket = self.tracker.draw_ticket()
        try:
            reading = await self.ask(self.client.retrieve(session_id))
        except NotFoundError:
            self.miss_session(session_id, ticket)
        except GenerationNotServedError:
            if not listed:
                raise
            # The same generation has just listed the active sessions: it is the id that is not
            # known, whichever server between here and Shell says so.
            self.miss_session(session_id, ticket)
        else:
            self.tracker.update((reading,), ticket, dt_util.utcnow())
        self.known_cards.note_session(self.tracker.sessions[session_id])

    async def read_unlisted(self, session_id: str) -> None:
        """Read one that is not where it ought to be: if it is not found either, it is over."""
        await self.read_session(session_id)
        if self.tracker.sessions[session_id].vanishing:
            self.miss_session(session_id)

    def miss_session(self, session_id: str, ticket: int | None = None) -> None:
        """Note that Shell does not know a session, as of a ticket or of now."""
        if ticket is None:
            ticket = self.tracker.draw_ticket()
        self.tracker.not_found(session_id, ticket, dt_util.utcnow())

    async def look_up(self, session_id: str, request_id: str | None = None) -> Session:
        """Return what Shell says of a session, and keep nothing of it."""
        return await self.ask(self.client.retrieve(session_id, request_id))

    async def learn(self, session_id: str) -> TrackedSession:
        """Read a session that may be new to us."""
        ticket = self.tracker.draw_ticket()
        reading = await self.look_up(session_id)
        self.tracker.update((reading,), ticket, dt_util.utcnow())
        return self.tracker.sessions[session_id]

    async def read_closely(
        self, listed: Mapping[str, Iterable[str]], ticket: int
    ) -> None:
        """Read the sessions that the lists do not tell enough of, each borne by itself.

        ``listed`` are the ids on the lists that could be read, by compact EMA ID. A poll reads
        some, those that waited longest first.
        """
        ids = [session_id for each in listed.values() for session_id in each]
        due = dict.fromkeys(self.tracker.to_retrieve(ids, ticket))
        waiting = [session_id for session_id in self._unread if session_id in due]
        self._unread = dict.fromkeys([*waiting, *due])
        ready = [
            session_id for session_id in self._unread if self._may_read(session_id)
        ]
        for session_id in ready[:MOST_RETRIEVES]:
            del self._unread[session_id]
            try:
                card = self.tracker.sessions[session_id].ema_id
                read = self.read_session(session_id, listed=card in listed)
                await self.with_own_back_off(session_id, read)
            except ShellEvError as err:
                LOGGER.debug("A session cannot be read: %s", err)
                if self.hold_left:
                    break

    def _may_read(self, session_id: str) -> bool:
        """Return whether a session is to be read: one with a command under way always is."""
        session = self.tracker.sessions[session_id]
        return session.pending is not None or self.pace.may_read(
            session_id, dt_util.utcnow()
        )

    # What is kept

    async def async_keep_now(self) -> None:
        """Write what is known, where anything changed."""
        await self._store.async_save()

    @callback
    def keep(self) -> None:
        """Write what is known soon, where anything changed."""
        self._store.async_save_later()
