"""Starts and stops sessions: never twice, one at a time, and never blindly (DESIGN.md, Commands)."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Concatenate, Final

from homeassistant.const import STATE_OFF
from homeassistant.util import dt as dt_util

from .api import (
    AuthenticationError,
    EmaId,
    EvseId,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    SessionState,
    ShellEvError,
    TemporaryError,
    new_request_id,
)
from .const import CONF_GUARD_TIME, DEFAULT_GUARD_TIME, PENDING_TIMEOUT
from .directory import Found, Search, async_find
from .exceptions import failed, refused, whole_seconds
from .records import Command, Intent, TrackedSession

if TYPE_CHECKING:
    from .coordinator import SessionCoordinator

OUTCOME_TIMEOUT: Final = timedelta(seconds=60)
"""How long an action waits for what became of its command."""


def _told[**P, R](
    command: Callable[Concatenate[SessionCommands, P], Awaitable[R]],
) -> Callable[Concatenate[SessionCommands, P], Awaitable[R]]:
    """Turn an error of the API into one that a person understands, and act on it."""

    async def handler(self: SessionCommands, /, *args: P.args, **kwargs: P.kwargs) -> R:
        self.refuse_while_held()
        try:
            return await command(self, *args, **kwargs)
        except AuthenticationError as err:
            self.coordinator.config_entry.async_start_reauth(self.coordinator.hass)
            raise failed(err) from None
        except ShellEvError as err:
            self.coordinator.hold(err)
            raise failed(err) from None

    return handler


class SessionCommands:
    """What a person, an automation or an action asks of an account.

    Every method raises ``HomeAssistantError`` with a translated text that ends in the RequestId
    where Shell was asked, ``ServiceValidationError`` where it was not.
    """

    def __init__(self, coordinator: SessionCoordinator) -> None:
        """Work for an account."""
        self.coordinator = coordinator
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @_told
    async def start(
        self, ema_id: EmaId, evse_id: EvseId, request_id: str | None = None
    ) -> TrackedSession:
        """Start a session, or return the one of this card that runs there already."""
        async with self._locks[evse_id.compact]:
            await self.coordinator.read_active(ema_id)
            for session in self.coordinator.tracker.live_at(evse_id.compact):
                if session.ema_id == ema_id.compact:
                    await self.coordinator.async_commands_changed()
                    return session
                raise refused("other_card_charging")
            self._refuse_unplugged(evse_id)
            self._refuse_unconfirmed(evse_id)
            self._refuse_guarded(self.start_guarded_until(evse_id))
            intent = Intent(
                request_id=request_id or new_request_id(),
                ema_id=ema_id.compact,
                evse_id=evse_id.compact,
                sent_at=dt_util.utcnow(),
            )
            return await self._start(intent, ema_id, evse_id)

    @_told
    async def stop_at(
        self, evse_id: EvseId, request_id: str | None = None
    ) -> tuple[TrackedSession, ...]:
        """Stop what our cards have running at a charge point. Nothing running is a success."""
        async with self._locks[evse_id.compact]:
            for card in self.coordinator.cards:
                await self.coordinator.read_active(card.ema_id)
            return tuple(
                [
                    await self._stop(session, request_id)
                    for session in self.coordinator.tracker.live_at(evse_id.compact)
                ]
            )

    @_told
    async def stop_card(
        self, ema_id: EmaId, request_id: str | None = None
    ) -> tuple[TrackedSession, ...]:
        """Stop all that a card has running, wherever it was begun. Nothing running is a success."""
        await self.coordinator.read_active(ema_id)
        return tuple(
            [
                await self._stop_locked(session, request_id)
                for session in self.coordinator.tracker.live_sessions(ema_id.compact)
            ]
        )

    @_told
    async def stop_session(
        self, session_id: str, request_id: str | None = None
    ) -> TrackedSession:
        """Stop a session by its id. One that has ended is a success."""
        session = await self.coordinator.learn_session(session_id)
        return await self._stop_locked(session, request_id)

    @_told
    async def get_session(
        self, session_id: str, request_id: str | None = None
    ) -> TrackedSession:
        """Return a session as Shell knows it now."""
        return await self.coordinator.learn_session(session_id, request_id)

    @_told
    async def list_active(
        self, ema_id: EmaId, request_id: str | None = None
    ) -> tuple[TrackedSession, ...]:
        """Return what a card has running as Shell knows it now."""
        await self.coordinator.read_active(ema_id, request_id)
        return self.coordinator.tracker.live_sessions(ema_id.compact)

    @_told
    async def find(
        self, search: Search, limit: int, request_id: str | None = None
    ) -> tuple[Found, ...]:
        """Return the charge points in Shell's directory that are looked for, nearest first."""
        cards = self.coordinator.cards
        try:
            return await async_find(
                self.coordinator.client,
                search,
                cards[0].ema_id.provider_id if cards else None,
                limit=limit,
                moment=dt_util.now(),
                request_id=request_id,
            )
        except (NotSubscribedError, GenerationNotServedError) as err:
            raise failed(err, "directory_refused") from None

    async def outcome(self, session_id: str) -> TrackedSession:
        """Wait until a session's command has come to its end, a minute at the most."""
        changed = asyncio.Event()
        remove_listener = self.coordinator.async_add_listener(changed.set)
        sessions = self.coordinator.tracker.sessions
        try:
            async with asyncio.timeout(OUTCOME_TIMEOUT.total_seconds()):
                while sessions[session_id].pending is not None:
                    await changed.wait()
                    changed.clear()
        except TimeoutError:
            pass
        finally:
            remove_listener()
        return sessions[session_id]

    async def _start(
        self, intent: Intent, ema_id: EmaId, evse_id: EvseId
    ) -> TrackedSession:
        """Send one start, written down before it goes out."""
        coordinator = self.coordinator
        coordinator.tracker.start_intended(intent)
        await coordinator.async_save()
        try:
            session_id = await coordinator.client.start(
                str(ema_id), str(evse_id), intent.request_id
            )
        except TemporaryError as err:
            if err.sent:
                return await self._reconcile_start(intent, ema_id, err)
            coordinator.tracker.start_refused(intent.request_id)
            raise
        except NotFoundError:
            coordinator.tracker.start_refused(intent.request_id)
            coordinator.suspect(ema_id, evse_id)
            raise
        except ShellEvError:
            coordinator.tracker.start_refused(intent.request_id)
            raise
        coordinator.tracker.start_accepted(intent, session_id, str(evse_id))
        await coordinator.async_commands_changed()
        return coordinator.tracker.sessions[session_id]

    async def _reconcile_start(
        self, intent: Intent, ema_id: EmaId, err: TemporaryError
    ) -> TrackedSession:
        """Find the session of a start whose answer never came; it may still turn up later."""
        coordinator = self.coordinator
        try:
            await coordinator.read_active(ema_id)
        except ShellEvError as other:
            coordinator.hold(other)
        await coordinator.async_commands_changed()
        for session in coordinator.tracker.sessions.values():
            if session.started_by == intent.request_id:
                return session
        raise failed(err, "start_unconfirmed")

    async def _stop_locked(
        self, session: TrackedSession, request_id: str | None = None
    ) -> TrackedSession:
        async with self._locks[session.evse_id]:
            return await self._stop(session, request_id)

    async def _stop(
        self, session: TrackedSession, request_id: str | None
    ) -> TrackedSession:
        """Send one stop, unless the session has ended or is being stopped."""
        coordinator = self.coordinator
        session_id = session.session_id
        session = coordinator.tracker.sessions[session_id]
        pending = session.pending
        if not session.live or (
            pending and pending.command is Command.STOP and pending.confirmed
        ):
            return session
        self._refuse_guarded(self.stop_guarded_until(session))
        request_id = request_id or new_request_id()
        sent_at = dt_util.utcnow()
        try:
            await coordinator.client.stop(session_id, request_id)
        except NotFoundError as err:
            await coordinator.read_session(session_id)
            if coordinator.tracker.sessions[session_id].vanishing:
                # Neither stop nor retrieve knows it: that is as good as two polls.
                await coordinator.miss_session(session_id)
            await coordinator.async_commands_changed()
            if coordinator.tracker.sessions[session_id].live:
                raise failed(err, "session_not_found") from None
        except TemporaryError as err:
            if not err.sent:
                raise
            coordinator.tracker.stop_sent(
                session_id, request_id, sent_at, confirmed=False
            )
            await self._reconcile_stop(session_id, err)
        else:
            coordinator.tracker.stop_sent(
                session_id, request_id, sent_at, confirmed=True
            )
            await coordinator.async_commands_changed()
        return coordinator.tracker.sessions[session_id]

    async def _reconcile_stop(self, session_id: str, err: TemporaryError) -> None:
        """See whether a stop was taken whose answer never came."""
        coordinator = self.coordinator
        try:
            await coordinator.read_session(session_id)
        except ShellEvError as other:
            coordinator.hold(other)
        await coordinator.async_commands_changed()
        session = coordinator.tracker.sessions[session_id]
        if session.live and session.state is not SessionState.STOP_REQUESTED:
            raise failed(err, "stop_unconfirmed")

    # What is not sent

    def refuse_while_held(self) -> None:
        """Refuse everything while Shell asked the account to wait."""
        if left := self.coordinator.hold_left():
            raise refused("held", seconds=whole_seconds(left))

    def _refuse_unplugged(self, evse_id: EvseId) -> None:
        """Refuse a start while the user's own sensor says that no car is plugged in."""
        charge_point = self.coordinator.charge_point(evse_id)
        if charge_point is None or charge_point.plug_sensor is None:
            return
        state = self.coordinator.hass.states.get(charge_point.plug_sensor)
        if state is not None and state.state == STATE_OFF:
            raise refused("not_plugged_in", name=charge_point.name)

    def _refuse_unconfirmed(self, evse_id: EvseId) -> None:
        """Refuse a start while an earlier one may still turn into a session."""
        for intent in self.coordinator.tracker.intents:
            if intent.evse_id == evse_id.compact:
                left = intent.sent_at + PENDING_TIMEOUT - dt_util.utcnow()
                raise refused("start_being_checked", seconds=whole_seconds(left))

    def _refuse_guarded(self, until: datetime | None) -> None:
        """Refuse a command too soon after its opposite."""
        if until is not None:
            left = until - dt_util.utcnow()
            raise refused("guard_time", seconds=whole_seconds(left))

    def start_guarded_until(self, evse_id: EvseId) -> datetime | None:
        """Return until when a start is refused because of a stop, ``None`` where it is not."""
        sessions = self.coordinator.tracker.sessions.values()
        return self._guarded_until(
            session.stop_sent_at
            for session in sessions
            if session.evse_id == evse_id.compact
        )

    def stop_guarded_until(self, session: TrackedSession) -> datetime | None:
        """Return until when a stop is refused because of the start, ``None`` where it is not."""
        return self._guarded_until((session.start_sent_at,))

    def _guarded_until(self, opposites: Iterable[datetime | None]) -> datetime | None:
        last = max(filter(None, opposites), default=None)
        if last is None:
            return None
        until = last + timedelta(
            seconds=self.coordinator.config_entry.options.get(
                CONF_GUARD_TIME, DEFAULT_GUARD_TIME.total_seconds()
            )
        )
        return until if until > dt_util.utcnow() else None
