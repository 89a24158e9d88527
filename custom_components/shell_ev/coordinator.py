"""Polls an account's sessions, no more often than it must, and keeps what is known of them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import uniform
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .account import ChargeCard, ChargePoint, charge_cards, charge_points
from .api import (
    AuthenticationError,
    EmaId,
    EvseId,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    SessionError,
    ShellEvClient,
    ShellEvError,
)
from .commands import SessionCommands
from .const import (
    BACK_OFF,
    CHARGING_PACE,
    CONF_GENERATION,
    FAILURES_TO_UNAVAILABLE,
    HELD_TOO_LONG,
    IDLE_PACE,
    LOGGER,
    PENDING_PACE,
)
from .exceptions import translation_of
from .issues import ANSWERED, Issue, Issues
from .location_coordinator import LocationCoordinator
from .meter import SessionMeter
from .records import Event, TrackedSession, Transition
from .sessions import SessionTracker
from .snapshot import AccountData, account_data
from .store import SessionStore

type ShellEvConfigEntry = ConfigEntry[SessionCoordinator]

_JITTER: Final = 0.25
"""Part of a wait by which it varies, so that many homes do not come back at the same second."""


class SessionCoordinator(DataUpdateCoordinator[AccountData]):
    """Knows every session of an account; ``commands`` starts and stops them."""

    config_entry: ShellEvConfigEntry
    tracker: SessionTracker
    locations: LocationCoordinator
    account_device_id: str

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ShellEvConfigEntry,
        client: ShellEvClient,
        store: SessionStore,
    ) -> None:
        """Set up without any call."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name="Shell EV sessions",
            update_interval=IDLE_PACE,
        )
        self.client = client
        self.cards = charge_cards(entry)
        self.issues = Issues(hass, entry)
        self.commands = SessionCommands(self)
        self.locations = LocationCoordinator(hass, entry, client, self)
        self._charge_points = {it.evse_id.compact: it for it in charge_points(entry)}
        self._meters = [
            SessionMeter(self, point, point.energy_meter)
            for point in self._charge_points.values()
            if point.energy_meter
        ]
        self._store = store
        self._failures = 0
        self._pending_polls = 0
        self._refused: set[ChargeCard] = set()
        """Cards whose sessions Shell refused to list at the last poll."""
        self._held_since: datetime | None = None
        self._held_until: datetime | None = None
        self._listeners_at: dict[str, list[Callable[[Transition], None]]] = {}
        self._unheard: list[Transition] | None = []
        """What is new before the entities are there; ``None`` from then on."""

    @override
    async def _async_setup(self) -> None:
        """Go on from what was known before the restart."""
        self.tracker, damaged = await self._store.async_load()
        if damaged:
            self.issues.show(Issue.HISTORY_DAMAGED)
        for charge_point in self._charge_points.values():
            self.issues.clear_suggestion(charge_point.evse_id.compact)
        for meter in self._meters:
            meter.async_follow()

    @override
    async def _async_update_data(self) -> AccountData:
        """Ask for every card's sessions and set the time of the next poll."""
        if (left := self.hold_left()) and self.data is not None:
            self.update_interval = left
            return self.data
        try:
            await self._poll()
        except AuthenticationError as err:
            raise ConfigEntryAuthFailed(**translation_of(err)) from None
        except NotSubscribedError as err:
            self.issues.show(Issue.NOT_SUBSCRIBED)
            raise UpdateFailed(**translation_of(err)) from None
        except GenerationNotServedError as err:
            await self._detect_again(err)
        except ShellEvError as err:
            self._bear(err)
        else:
            self._failures = 0
            self._held_since = None
            for issue in ANSWERED:
                self.issues.clear(issue)
        self.update_interval = self._next_interval()
        return self.snapshot()

    async def _poll(self) -> None:
        """Read each card's active list, then the sessions that need a closer look.

        A card that Shell refuses does not keep the others from being read.
        """
        ticket = self.tracker.draw_ticket()
        listed: list[str] = []
        refusals: list[RequestRejectedError] = []
        for card in self.cards:
            try:
                listed += await self.read_active(card.ema_id)
            except RequestRejectedError as err:
                refusals.append(err)
                self._refused.add(card)
                self.issues.show(Issue.CARD_REFUSED, card)
            else:
                if card in self._refused:
                    self._refused.remove(card)
                    self.issues.clear(Issue.CARD_REFUSED, card)
        if refusals and len(refusals) == len(self.cards):
            raise refusals[0]
        for session_id in self.tracker.to_retrieve(listed, ticket):
            await self.read_session(session_id)
        for session in self.tracker.expire(dt_util.utcnow()):
            LOGGER.warning(
                "Shell has not said in time what became of a %s (RequestId %s)",
                session.timed_out,
                session.stopped_by or session.started_by or "unknown",
            )
        for session in self.tracker.live_sessions():
            if session.evse_id not in self._charge_points:
                self.issues.suggest(session)
        self._read_meters()
        self._store.async_save_later(self.tracker)

    async def read_active(
        self, ema_id: EmaId, request_id: str | None = None
    ) -> list[str]:
        """Read a card's active sessions and return their ids. May raise any ``ShellEvError``."""
        ticket = self.tracker.draw_ticket()
        readings = await self.client.active(str(ema_id), request_id)
        await self._announce(
            self.tracker.update_active(
                ema_id.compact, readings, ticket, dt_util.utcnow()
            )
        )
        return [reading.session_id for reading in readings]

    async def read_session(self, session_id: str) -> None:
        """Read one session. May raise any ``ShellEvError`` but that it is not found."""
        ticket = self.tracker.draw_ticket()
        try:
            reading = await self.client.retrieve(session_id)
        except NotFoundError, GenerationNotServedError:
            # The same generation has just listed the active sessions: it is the id that is not
            # known, whichever server between here and Shell says so.
            await self.miss_session(session_id, ticket)
        else:
            await self._announce(
                self.tracker.update((reading,), ticket, dt_util.utcnow())
            )

    async def miss_session(self, session_id: str, ticket: int | None = None) -> None:
        """Note that Shell does not know a session, as of a ticket or of now."""
        if ticket is None:
            ticket = self.tracker.draw_ticket()
        await self._announce(
            self.tracker.not_found(session_id, ticket, dt_util.utcnow())
        )

    async def learn_session(
        self, session_id: str, request_id: str | None = None
    ) -> TrackedSession:
        """Read a session that may be new to us. May raise any ``ShellEvError``."""
        ticket = self.tracker.draw_ticket()
        reading = await self.client.retrieve(session_id, request_id)
        await self._announce(self.tracker.update((reading,), ticket, dt_util.utcnow()))
        return self.tracker.sessions[session_id]

    async def _detect_again(self, err: GenerationNotServedError) -> None:
        """Find the generation that answers now; the entry is set up again with it."""
        known = self.client.generation
        try:
            await self.client.detect_generation(str(self.cards[0].ema_id))
        except GenerationNotServedError, NotSubscribedError:
            self.client.generation = known
            self.issues.show(Issue.GENERATION_NOT_SERVED)
            raise UpdateFailed(**translation_of(err)) from None
        except ShellEvError as other:
            self.client.generation = known
            self._bear(other)
            return
        self.hass.config_entries.async_update_entry(
            self.config_entry,
            data={
                **self.config_entry.data,
                CONF_GENERATION: self.client.generation.key,
            },
        )

    # What is new

    @callback
    def async_listen(
        self, evse_id: str, listener: Callable[[Transition], None]
    ) -> CALLBACK_TYPE:
        """Tell a listener what is new at a charge point."""
        self._listeners_at.setdefault(evse_id, []).append(listener)
        return lambda: self._listeners_at[evse_id].remove(listener)

    @callback
    def async_tell_from_now_on(self) -> None:
        """Tell what became known while nobody could listen yet, and all that comes at once."""
        unheard, self._unheard = self._unheard, None
        for transition in unheard or ():
            self._tell(transition)

    async def _announce(self, transitions: Iterable[Transition]) -> None:
        """Tell what is new, after writing down that it is being told.

        In this order a crash in between leaves one event untold; in the other it would be
        told again after the restart.
        """
        transitions = tuple(transitions)
        if transitions:
            await self._store.async_save(self.tracker)
        for transition in transitions:
            self._judge(transition)
            if self._unheard is None:
                self._tell(transition)
            else:
                self._unheard.append(transition)

    def _tell(self, transition: Transition) -> None:
        for listener in self._listeners_at.get(transition.session.evse_id, ()):
            listener(transition)

    # Repairs

    def _judge(self, transition: Transition) -> None:
        """Conclude from how a start ended whether card and charge point are good."""
        session = transition.session
        card = self._card(session.ema_id)
        charge_point = self._charge_points.get(session.evse_id)
        if transition.event is Event.STARTED:
            if card:
                self.issues.clear(Issue.CARD_REFUSED, card)
            if charge_point:
                self.issues.clear(Issue.CHARGE_POINT_UNKNOWN, charge_point)
        elif session.error is SessionError.CHARGE_TOKEN_NOT_SUPPORTED and card:
            self.issues.show(Issue.CARD_REFUSED, card)
        elif session.error is SessionError.EVSE_NOT_FOUND and charge_point:
            self.issues.show(Issue.CHARGE_POINT_UNKNOWN, charge_point)

    def suspect(self, ema_id: EmaId, evse_id: EvseId) -> None:
        """Raise a repair for what a start did not find: what has never been seen to work.

        Shell answers with 404 whether it is the card or the charge point that it does not know.
        """
        proven = [
            session
            for session in self.tracker.sessions.values()
            if Event.STARTED in session.announced
        ]
        card = self._card(ema_id.compact)
        if card and not any(it.ema_id == ema_id.compact for it in proven):
            self.issues.show(Issue.CARD_REFUSED, card)
        charge_point = self.charge_point(evse_id)
        if charge_point and not any(it.evse_id == evse_id.compact for it in proven):
            self.issues.show(Issue.CHARGE_POINT_UNKNOWN, charge_point)

    def _card(self, ema_id: str) -> ChargeCard | None:
        return next((it for it in self.cards if it.ema_id.compact == ema_id), None)

    def charge_point(self, evse_id: EvseId) -> ChargePoint | None:
        """Return what is configured of a charge point, ``None`` where it is not."""
        return self._charge_points.get(evse_id.compact)

    # The pace

    def _bear(self, err: ShellEvError) -> None:
        """Take a failed poll: hold where Shell says so, and give up after a few.

        Raises:
            UpdateFailed: nothing is known yet, or it failed too often in a row.
        """
        self._failures += 1
        self.hold(err)
        if self.data is None or self._failures >= FAILURES_TO_UNAVAILABLE:
            raise UpdateFailed(
                retry_after=self._next_interval().total_seconds(), **translation_of(err)
            ) from None

    def hold(self, err: ShellEvError) -> None:
        """Keep the whole account from asking for a while, where Shell asked for that."""
        wait = err.retry_after
        if wait is None and isinstance(err, RateLimitedError):
            wait = self._back_off()
        if wait is None:
            return
        now = dt_util.utcnow()
        self._held_since = self._held_since or now
        self._held_until = now + wait
        if self._held_until - self._held_since > HELD_TOO_LONG:
            self.issues.show(Issue.RATE_LIMITED)

    @property
    def held_until(self) -> datetime | None:
        """Until when the account is held, ``None`` where it is not."""
        return self._held_until if self.hold_left() else None

    def hold_left(self) -> timedelta | None:
        """Return how long the account is still held, ``None`` where it is not."""
        if self._held_until is None:
            return None
        left = self._held_until - dt_util.utcnow()
        return left if left > timedelta() else None

    def _back_off(self) -> timedelta:
        wait = BACK_OFF[min(max(self._failures, 1), len(BACK_OFF)) - 1]
        return wait * uniform(1 - _JITTER, 1 + _JITTER)

    def _next_interval(self) -> timedelta:
        if left := self.hold_left():
            return left
        if self._failures:
            return self._back_off()
        if self.tracker.pending:
            self._pending_polls += 1
            if self._pending_polls <= len(PENDING_PACE):
                return PENDING_PACE[self._pending_polls - 1]
            return CHARGING_PACE
        self._pending_polls = 0
        return CHARGING_PACE if self.tracker.live_sessions() else IDLE_PACE

    # What is known

    async def async_commands_changed(self) -> None:
        """Keep and show what a command changed, and poll at the pace of a command."""
        self._read_meters()
        await self._store.async_save(self.tracker)
        self._pending_polls = 0
        self.update_interval = self._next_interval()
        self.async_set_updated_data(self.snapshot())

    @callback
    def async_show(self) -> None:
        """Show what became known between two polls."""
        self.data = self.snapshot()
        self.async_update_listeners()

    def _read_meters(self) -> None:
        for meter in self._meters:
            meter.advance()

    async def async_save(self) -> None:
        """Write what is known to disk."""
        await self._store.async_save(self.tracker)

    def snapshot(self) -> AccountData:
        """Return what is known now."""
        return account_data(self.tracker, self.client.journal)
