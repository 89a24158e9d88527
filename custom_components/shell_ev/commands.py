"""Starts and stops sessions: never twice, one at a time, and never blindly (DESIGN.md, Commands)."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .api import (
    EmaId,
    EvseId,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    SessionState,
    ShellEvError,
    TemporaryError,
)
from .configuration import Configuration
from .const import LOGGER
from .directory import Found, Search, async_find
from .errands import Errand, Errands
from .exceptions import failed, product_missing, refused, translation, whole_seconds
from .guards import Guards
from .issues import Issues
from .reader import SessionReader
from .session.record import Command, Intent, TrackedSession
from .texts import places_text
from .wishes import Wishes

OUTCOME_TIMEOUT: Final = timedelta(seconds=60)
"""How long an action waits for what became of its command."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What a command came to: its sessions, and the RequestIds that went out.

    ``stop_wanted`` is whether a start that is not confirmed is to be stopped once it turns up.
    """

    sessions: tuple[TrackedSession, ...]
    request_ids: tuple[str, ...]
    stop_wanted: bool = False


class SessionCommands:
    """What a person, an automation or an action asks of an account.

    A command is the account's, not its caller's: who stops waiting for it stops nothing that was
    sent. Every method raises ``HomeAssistantError`` with a translated text that ends in the
    RequestId where Shell was asked, ``ServiceValidationError`` where it was not.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        *,
        configuration: Configuration,
        reader: SessionReader,
        guards: Guards,
        issues: Issues,
        changed: CALLBACK_TYPE,
        listen: Callable[[CALLBACK_TYPE], CALLBACK_TYPE],
    ) -> None:
        """Work for an account. ``changed`` shows what was done, ``listen`` hears of what is shown."""
        self._hass = hass
        self._entry = entry
        self._configuration = configuration
        self._reader = reader
        self._tracker = reader.tracker
        self._issues = issues
        self._changed = changed
        self._listen = listen
        self._guards = guards
        self.errands = Errands(hass, entry, configuration, reader.tracker)
        """What is under way, and out at Shell."""
        self._wishes = Wishes(
            hass,
            entry,
            reader.tracker,
            left=guards.wish_left,
            stop=self.stop_session,
        )
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: set[asyncio.Event] = set()
        """Of those who wait for an outcome; set when anything may have come of it."""

    async def async_close(self) -> None:
        """Take no more commands, and wait for those that were sent."""
        self._wishes.async_close()
        self.errands.closed = True
        for waiting in self._waiting:
            waiting.set()
        await self.errands.async_close()

    @callback
    def async_see_to_wishes(self) -> None:
        """Stop what was to be stopped before it was known, once its guard time is over."""
        self._wishes.async_see_to()

    # Commands

    async def start(
        self, ema_id: EmaId, evse_id: EvseId, request_id: str | None = None
    ) -> Done:
        """Start a session, or return the one of this card that runs there already."""

        async def command(errand: Errand) -> Done:
            async with self._locks[evse_id.compact]:
                self._guards.refuse_while_held()
                return await self._start(errand, ema_id, evse_id)

        return await self.errands.carry_out(command, request_id)

    async def stop_at(self, evse_id: EvseId, request_id: str | None = None) -> Done:
        """Stop what our cards have running at a charge point. Nothing running is a success."""

        async def command(errand: Errand) -> Done:
            async with self._locks[evse_id.compact]:
                problem = await self._look(
                    card.ema_id for card in self._configuration.cards.values()
                )
                live = self._tracker.live_at(evse_id.compact)
                wanted = self._tracker.stop_wished(
                    dt_util.utcnow(), evse_id=evse_id.compact
                )
                if not live and not wanted:
                    self._refuse_unknown(problem)
                sessions = await self._stop_all(self._stop, live, errand)
                return await self._done(errand, sessions, stop_wanted=wanted)

        return await self.errands.carry_out(command, request_id)

    async def stop_card(self, ema_id: EmaId, request_id: str | None = None) -> Done:
        """Stop all that a card has running, wherever it was begun. Nothing running is a success."""

        async def command(errand: Errand) -> Done:
            problem = await self._look([ema_id])
            live = self._tracker.live_sessions(ema_id.compact)
            wanted = self._tracker.stop_wished(dt_util.utcnow(), ema_id=ema_id.compact)
            if not live and not wanted:
                self._refuse_unknown(problem)
            sessions = await self._stop_all(self._stop_in_turn, live, errand)
            return await self._done(errand, sessions, stop_wanted=wanted)

        return await self.errands.carry_out(command, request_id)

    async def stop_session(
        self, session_id: str, request_id: str | None = None
    ) -> Done:
        """Stop a session by its id. One that has ended is a success."""

        async def command(errand: Errand) -> Done:
            session = self._tracker.sessions.get(session_id)
            if session is None or not session.live:
                self._guards.refuse_while_held()
                session = await self._reader.learn(session_id)
            stopped = await self._stop_in_turn(session, errand)
            return await self._done(errand, [stopped])

        return await self.errands.carry_out(command, request_id)

    # Questions

    async def get_session(
        self, session_id: str, request_id: str | None = None
    ) -> TrackedSession:
        """Return a session as Shell knows it now. Nothing is kept or shown of it."""

        async def command(_: Errand) -> TrackedSession:
            self._guards.refuse_while_held()
            reading = await self._reader.look_up(session_id, request_id)
            return self._tracker.as_told(reading, dt_util.utcnow())

        return await self.errands.carry_out(command, None)

    async def list_active(
        self, ema_id: EmaId, request_id: str | None = None
    ) -> tuple[TrackedSession, ...]:
        """Return what a card has running as Shell knows it now, and show it."""

        async def command(_: Errand) -> tuple[TrackedSession, ...]:
            self._guards.refuse_while_held()
            await self._reader.read_active(ema_id, request_id)
            self._changed()
            return self._tracker.live_sessions(ema_id.compact)

        return await self.errands.carry_out(command, None)

    async def find(
        self, search: Search, limit: int, request_id: str | None = None
    ) -> tuple[Found, ...]:
        """Return the charge points in Shell's directory that are looked for, nearest first."""
        card = next(iter(self._configuration.cards.values()), None)
        pace = self._reader.directory_pace

        async def command(_: Errand) -> tuple[Found, ...]:
            if left := pace.hold_left(dt_util.utcnow()):
                raise refused("held", seconds=whole_seconds(left))
            try:
                return await self._reader.ask(
                    async_find(
                        self._reader.client,
                        search,
                        card.ema_id.provider_id if card else None,
                        limit=limit,
                        moment=dt_util.now(),
                        request_id=request_id,
                        ask=lambda call: self._reader.ask(call, pace),
                    ),
                    pace,
                )
            except (NotSubscribedError, GenerationNotServedError) as err:
                raise product_missing(err, "directory_refused") from None

        return await self.errands.carry_out(command, None)

    async def outcome(self, session: TrackedSession) -> TrackedSession:
        """Wait until a session's command has come to its end, a minute at the most."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        remove_listener = self._listen(changed.set)
        sessions = self._tracker.sessions
        try:
            async with asyncio.timeout(OUTCOME_TIMEOUT.total_seconds()):
                while self._is_pending(session.session_id):
                    await changed.wait()
                    changed.clear()
        except TimeoutError:
            pass
        finally:
            self._waiting.remove(changed)
            remove_listener()
        return sessions.get(session.session_id, session)

    def _is_pending(self, session_id: str) -> bool:
        session = self._tracker.sessions.get(session_id)
        return (
            session is not None
            and session.pending is not None
            and not self.errands.closed
        )

    # What is common to all

    async def _done(
        self,
        errand: Errand,
        sessions: Iterable[TrackedSession],
        *,
        stop_wanted: bool = False,
    ) -> Done:
        """Keep and show what a command came to."""
        await self._reader.async_keep_now()
        self._changed()
        self.async_see_to_wishes()
        return Done(
            sessions=tuple(sessions),
            request_ids=tuple(errand.request_ids),
            stop_wanted=stop_wanted,
        )

    async def _look(self, ema_ids: Iterable[EmaId]) -> ShellEvError | None:
        """Read what cards have running, side by side, and return the first error.

        In a hold nothing is asked: what is known to run is stopped all the same. Neither is
        anything while the account is unloaded: what takes it up again looks first.
        """
        if self._reader.hold_left or self.errands.closed:
            return None
        outcomes = await asyncio.gather(*map(self._try_to_read, ema_ids))
        return next(filter(None, outcomes), None)

    async def _try_to_read(self, ema_id: EmaId) -> ShellEvError | None:
        try:
            await self._reader.read_active(ema_id)
        except ShellEvError as err:
            return err
        return None

    def _refuse_unknown(self, problem: ShellEvError | None) -> None:
        """Refuse to call it a success that nothing runs where nothing could be read."""
        if problem:
            raise problem
        self._guards.refuse_while_held()

    async def _have_token(self) -> None:
        """Have a token before a command counts as sent: fetching one may take its time."""
        await self._reader.ask(self._reader.client.authenticate())

    # Start

    async def _start(self, errand: Errand, ema_id: EmaId, evse_id: EvseId) -> Done:
        listed = await self._reader.read_active(ema_id)
        for session in self._tracker.live_at(evse_id.compact):
            if session.ema_id == ema_id.compact and session.session_id not in listed:
                # It may be over since the last poll: the car of today is another's session.
                await self._reader.read_unlisted(session.session_id)
        for session in self._tracker.live_at(evse_id.compact):
            if session.ema_id != ema_id.compact:
                raise refused("other_card_charging")
            if session.being_stopped:
                raise refused("being_stopped")
            return await self._done(errand, [session])
        self._guards.refuse_unplugged(evse_id)
        self._guards.refuse_unconfirmed(evse_id)
        self._guards.refuse_guarded(self._guards.start_guard_left(evse_id))
        with self.errands.sending(Command.START, evse_id.compact):
            await self._have_token()
            intent = Intent(
                request_id=errand.given,
                ema_id=ema_id.compact,
                evse_id=evse_id.compact,
                sent_at=dt_util.utcnow(),
            )
            await self._intend(intent)
            session = await self._send_start(errand, intent, ema_id, evse_id)
        return await self._done(errand, [session])

    async def _intend(self, intent: Intent) -> None:
        """Write a start down before it goes out, so that not even a crash forgets it."""
        self._tracker.start_intended(intent)
        try:
            await self._reader.async_keep_now()
        except asyncio.CancelledError:
            self._tracker.start_refused(intent.request_id)
            raise

    async def _send_start(
        self, errand: Errand, intent: Intent, ema_id: EmaId, evse_id: EvseId
    ) -> TrackedSession:
        """Send one start. What certainly was not carried out is forgotten."""
        tracker, client = self._tracker, self._reader.client
        request_id = self.errands.next_id(errand)
        try:
            started = await self._reader.ask(
                client.start(str(ema_id), str(evse_id), request_id)
            )
        except ShellEvError as err:
            self.errands.went_as(errand, err.request_id)
            if isinstance(err, TemporaryError) and err.sent:
                intent = tracker.start_resent(intent, err.request_id or request_id)
                return await self._reconcile_start(intent, ema_id, err)
            tracker.start_refused(intent.request_id)
            if isinstance(err, NotFoundError):
                self._issues.suspect(ema_id, evse_id, tracker, self._configuration)
            raise
        self.errands.went_as(errand, started.request_id)
        intent = tracker.start_resent(intent, started.request_id)
        tracker.start_accepted(intent, started.session_id, str(evse_id))
        return tracker.sessions[started.session_id]

    async def _reconcile_start(
        self, intent: Intent, ema_id: EmaId, err: TemporaryError
    ) -> TrackedSession:
        """Find the session of a start whose answer never came; it may still turn up later."""
        await self._look([ema_id])
        self._changed()
        for session in self._tracker.live_sessions():
            if session.started_by == intent.request_id:
                return session
        raise failed(err, "start_unconfirmed")

    # Stop

    async def _stop_all(
        self,
        stop: Callable[[TrackedSession, Errand], Awaitable[TrackedSession]],
        sessions: Iterable[TrackedSession],
        errand: Errand,
    ) -> list[TrackedSession]:
        """Stop sessions side by side. Each is tried, whatever becomes of the others."""
        sessions = list(sessions)
        outcomes = await asyncio.gather(
            *(stop(session, errand) for session in sessions), return_exceptions=True
        )
        problems = {
            session.session_id: outcome
            for session, outcome in zip(sessions, outcomes, strict=True)
            if isinstance(outcome, BaseException)
        }
        if not problems:
            return [each for each in outcomes if isinstance(each, TrackedSession)]
        await self._reader.async_keep_now()
        self._changed()
        if len(sessions) == 1:
            raise next(iter(problems.values()))
        left = [each for each in sessions if each.session_id in problems]
        reasons = [self.errands.reason_of(problem) for problem in problems.values()]
        raise HomeAssistantError(
            **translation(
                "not_all_stopped",
                charge_points=places_text(self._hass, self._configuration, left),
                reference=" ".join(dict.fromkeys(reasons)),
            )
        )

    async def _stop_in_turn(
        self, session: TrackedSession, errand: Errand
    ) -> TrackedSession:
        async with self._locks[session.evse_id]:
            return await self._stop(session, errand)

    async def _stop(self, session: TrackedSession, errand: Errand) -> TrackedSession:
        """Stop one session, unless it has ended or is being stopped."""
        tracker, session_id = self._tracker, session.session_id
        session = tracker.sessions.get(session_id, session)
        pending = session.pending
        if not session.live or (
            pending and pending.command is Command.STOP and pending.confirmed
        ):
            # Somebody else saw to it: what was wished is under way.
            tracker.wish_granted(session_id)
            return session
        self._guards.refuse_guarded(self._guards.stop_guard_left(session))
        self._guards.refuse_often(session)
        self._guards.note_stop(session_id)
        with self.errands.sending(Command.STOP, session.evse_id, session_id):
            await self._have_token()
            await self._send_stop(session_id, errand)
        return tracker.sessions[session_id]

    async def _send_stop(self, session_id: str, errand: Errand) -> None:
        """Send one stop."""
        tracker = self._tracker
        request_id, sent_at = self.errands.next_id(errand), dt_util.utcnow()
        try:
            taken_as = await self._reader.ask(
                self._reader.client.stop(session_id, request_id)
            )
        except ShellEvError as err:
            self.errands.went_as(errand, err.request_id)
            if isinstance(err, NotFoundError):
                await self._confirm_over(session_id, err)
            elif isinstance(err, TemporaryError) and err.sent:
                request_id = err.request_id or request_id
                tracker.stop_sent(session_id, request_id, sent_at, confirmed=False)
                await self._reconcile_stop(session_id, err)
            else:
                raise
        else:
            self.errands.went_as(errand, taken_as)
            tracker.stop_sent(session_id, taken_as, sent_at, confirmed=True)

    async def _confirm_over(self, session_id: str, err: NotFoundError) -> None:
        """See whether a session is over of which a stop finds nothing."""
        # Neither stop nor retrieve knows it: that is as good as two polls.
        await self._reader.read_unlisted(session_id)
        self._changed()
        if self._tracker.sessions[session_id].live:
            raise failed(err, "session_not_found") from None

    async def _reconcile_stop(self, session_id: str, err: TemporaryError) -> None:
        """See whether a stop was taken whose answer never came."""
        if not self._reader.hold_left and not self.errands.closed:
            try:
                await self._reader.read_session(session_id)
            except ShellEvError as other:
                LOGGER.debug("A stop cannot be looked after: %s", other)
        self._changed()
        session = self._tracker.sessions[session_id]
        if session.live and session.state is not SessionState.STOP_REQUESTED:
            raise failed(err, "stop_unconfirmed")
