"""Polls an account's sessions and shows what is known of them.

It knows no command: it is told that something changed, and shows it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import (
    CALLBACK_TYPE,
    Event as HomeAssistantEvent,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import (
    RANDOM_MICROSECOND_MAX,
    async_track_state_change_event,
    async_track_state_report_event,
)
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .api import (
    AuthenticationError,
    GenerationNotServedError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
)
from .configuration import ChargeCard, Configuration
from .const import CONF_GENERATION, LOGGER, SIGNAL_SESSIONS
from .contact import Contact, has_lasted
from .exceptions import Translation, translation, translation_of, whole_seconds
from .issues import ANSWERED, Issue, Issues
from .meter import Meters
from .reader import SessionReader
from .session.pace import COMMAND, IDLE
from .session.record import Transition
from .session.snapshot import AccountData, account_data
from .sun import SolarShares

_TRIED_AT_FIRST: Final = 5
"""Cards that are tried where none can be read; it may be that Shell only cannot tell about some."""
_ADDED_BY_CHANCE: Final = timedelta(microseconds=RANDOM_MICROSECOND_MAX / 2)
"""What Home Assistant adds to a wait in the mean, so that not all homes ask at the same moment."""
_DETECTION: Final = "detection"


class SessionCoordinator(DataUpdateCoordinator[AccountData]):
    """Polls an account's sessions, no more often than it must, and shows what is known of them."""

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        *,
        configuration: Configuration,
        reader: SessionReader,
        meters: Meters,
        sun: SolarShares,
        issues: Issues,
    ) -> None:
        """Set up without any call."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name="Shell EV sessions",
            update_interval=IDLE,
            always_update=False,
        )
        self._configuration = configuration
        self._reader = reader
        self._meters = meters
        self._sun = sun
        self._issues = issues
        self._contact = Contact(hass, configuration, reader)
        tracker = reader.tracker
        self._answered = bool(tracker.live_sessions() or tracker.intents)
        """Whether anything is known of the account: from Shell, or a session that goes on."""
        self._given_up: Translation | None = None
        """Why nothing is shown, ``None`` while what is known is."""
        self._listeners_at: dict[str, list[Callable[[Transition], None]]] = {}
        self._polled: list[CALLBACK_TYPE] = []
        self._telling = False
        """Whether the entities are there to be told what is new."""

    @override
    async def _async_setup(self) -> None:
        """Follow the meters and the grid for as long as the account is loaded."""
        self.config_entry.async_on_unload(self._sun.async_follow())
        if entity_ids := self._meters.entity_ids:
            self.config_entry.async_on_unload(
                async_track_state_change_event(
                    self.hass, entity_ids, self._handle_meter
                )
            )
            self.config_entry.async_on_unload(
                async_track_state_report_event(self.hass, entity_ids, self._handle_same)
            )

    # The poll

    @override
    async def _async_update_data(self) -> AccountData:
        """Ask what is due. The time of the next poll is set here, whatever comes of this one.

        Raises:
            ConfigEntryAuthFailed: the token endpoint refuses the client.
            UpdateFailed: nothing is known yet, or all reads failed too often in a row.
        """
        try:
            if self._may_poll():
                await self._poll()
        finally:
            self._let_go()
            self._set_pace()
            self._reader.keep()
        if self._given_up:
            raise UpdateFailed(**self._given_up)
        return self._known

    @property
    def _known(self) -> AccountData:
        """What there is to show."""
        return account_data(self._reader.tracker, self._contact.unread)

    def _may_poll(self) -> bool:
        """Return whether to ask now. The first poll of an account is asked, except in a hold.

        Where a session is known to run nobody has to wait for the first: it has to be stopped.

        Raises:
            UpdateFailed: nothing is known yet, and Shell asked to wait.
        """
        if self._answered:
            now = dt_util.utcnow()
            return self._reader.pace.may_poll(
                now, self._reader.tracker.pending_since(now)
            )
        if left := self._reader.hold_left:
            raise UpdateFailed(**translation("held", seconds=whole_seconds(left)))
        return True

    async def _poll(self) -> None:
        """Read each card's active list, then the sessions that need a closer look."""
        reader, journal = self._reader, self._reader.client.journal
        calls = journal.total
        ticket = reader.tracker.draw_ticket()
        try:
            listed = await self._read_lists()
        except AuthenticationError as err:
            raise ConfigEntryAuthFailed(**translation_of(err)) from None
        except ShellEvError as err:
            reader.pace.poll_failed(dt_util.utcnow(), journal.total - calls)
            self._give_up_if_it_lasts(err)
        else:
            reader.pace.poll_succeeded(dt_util.utcnow())
            self._given_up = None
            self._answered = True
            await reader.read_closely(listed, ticket)
            self._contact.log()
        self._measure()
        for polled in self._polled:
            polled()

    async def _read_lists(self) -> dict[str, list[str]]:
        """Read the active lists and return the ids that are on them, by compact EMA ID.

        Each is borne by itself: a card that Shell refuses, or cannot tell about, keeps no other
        from being read. While nothing can be read at all, one card is tried for all.

        Raises:
            ShellEvError: none could be read.
        """
        listed: dict[str, list[str]] = {}
        failures: list[ShellEvError] = []
        cards = self._cards_in_turn()
        tries = 1 if self._reader.pace.failing else _TRIED_AT_FIRST
        for card in cards:
            try:
                listed[card.ema_id.compact] = await self._reader.with_own_back_off(
                    card.subentry_id, self._read_list(card)
                )
                self._contact.note_success(card)
            except AuthenticationError:
                raise
            except ShellEvError as err:
                failures.append(err)
                self._contact.note_failure(card, err)
                if (not listed and len(failures) >= tries) or self._reader.hold_left:
                    break
        if failures and not listed:
            raise failures[0]
        if len(listed) == len(self._configuration.cards):
            for issue in ANSWERED:
                self._issues.clear(issue)
        return listed

    def _cards_in_turn(self) -> list[ChargeCard]:
        """Return the cards to read: those that are not backing off, each first at some time."""
        cards = list(self._configuration.cards.values())
        pace, now = self._reader.pace, dt_util.utcnow()
        if not pace.failing:
            due = [card for card in cards if pace.may_read(card.subentry_id, now)]
            return due or cards
        first = pace.failing.times % max(len(cards), 1)
        return cards[first:] + cards[:first]

    async def _read_list(self, card: ChargeCard) -> list[str]:
        """Read a card's list, where this generation is not served any more by another one."""
        try:
            listed = await self._reader.read_active(card.ema_id)
        except RequestRejectedError:
            self._issues.refuse(card)
            raise
        except NotSubscribedError:
            self._issues.show(Issue.NOT_SUBSCRIBED)
            raise
        except GenerationNotServedError as err:
            return await self._detect_again(card, err)
        self._issues.clear_refusal(card)
        return listed

    async def _detect_again(
        self, card: ChargeCard, missing: GenerationNotServedError
    ) -> list[str]:
        """Find the generation that answers now; the entry is set up again with it."""
        reader, client = self._reader, self._reader.client
        if not reader.pace.may_read(_DETECTION, dt_util.utcnow()):
            raise missing
        known = client.generation
        try:
            readings = await reader.with_own_back_off(
                _DETECTION, reader.ask(client.detect_generation(str(card.ema_id)))
            )
        except ShellEvError as err:
            client.generation = known
            if isinstance(err, GenerationNotServedError | NotSubscribedError):
                self._issues.show(Issue.GENERATION_NOT_SERVED)
            raise
        self.hass.config_entries.async_update_entry(
            self.config_entry,
            data={**self.config_entry.data, CONF_GENERATION: client.generation.key},
        )
        return [reading.session_id for reading in readings]

    def _give_up_if_it_lasts(self, err: ShellEvError) -> None:
        """Take a poll of which every read failed, and give up where that lasts."""
        lasts = has_lasted(self._reader.pace.failing, dt_util.utcnow())
        passing = isinstance(
            err, TemporaryError | RateLimitedError | RequestRejectedError
        )
        if lasts or not passing or not self._answered:
            self._given_up = translation_of(err)
            self._reader.known_cards.forget_all()

    def _let_go(self) -> None:
        """Give up commands that Shell has not come back on in time."""
        for session in self._reader.tracker.expire(dt_util.utcnow()):
            LOGGER.warning(
                "Shell has not said in time what became of a %s (RequestId %s)",
                session.timed_out,
                session.stopped_by or session.started_by or "unknown",
            )

    def _set_pace(self) -> None:
        now, tracker = dt_util.utcnow(), self._reader.tracker
        given = tracker.commands_given_at
        wait = self._reader.pace.next_poll(
            now,
            pending_since=tracker.pending_since(now),
            let_go_at=min(given) + COMMAND if given else None,
            charging=bool(tracker.live_sessions()),
        )
        # Home Assistant counts it from the whole second before.
        since_whole_second = timedelta(seconds=self.hass.loop.time() % 1)
        self.update_interval = wait + since_whole_second - _ADDED_BY_CHANCE

    # What is shown

    def _measure(self) -> bool:
        """Take what the user's own sensors say; return whether a figure changed."""
        changed = self._meters.advance()
        return self._sun.advance() or changed

    @callback
    def async_show(self) -> None:
        """Show what became known between two polls, and follow it at the pace that it wants."""
        self._measure()
        self._reader.keep()
        data = self._known
        if self.last_update_success:
            self._set_pace()
            self.async_set_updated_data(data)
            return
        # Whether Shell is back, only a poll finds out; a command is followed also if it is not.
        self.data = data
        self._reader.pace.hurry(dt_util.utcnow())
        self._set_pace()
        self._schedule_refresh()

    @callback
    def _handle_meter(self, _: HomeAssistantEvent[EventStateChangedData]) -> None:
        if self._measure():
            self.async_show_known()

    @callback
    def _handle_same(self, _: HomeAssistantEvent[EventStateReportedData]) -> None:
        """Take what is no news but as the last word on a session."""
        if self._meters.awaits_last_word and self._measure():
            self.async_show_known()

    @callback
    def async_turn_month(self) -> None:
        """Show the month that runs now, whether or not anything was charged since."""
        self._measure()
        self.async_show_known()

    @callback
    def async_show_known(self) -> None:
        """Show what became known without Shell: it changes nothing of when Shell is asked."""
        self._reader.keep()
        self.data = self._known
        self.async_update_listeners()

    # What is told

    @callback
    def async_listen(
        self, evse_id: str, listener: Callable[[Transition], None]
    ) -> CALLBACK_TYPE:
        """Tell a listener what is new at a charge point."""
        self._listeners_at.setdefault(evse_id, []).append(listener)
        return lambda: self._listeners_at[evse_id].remove(listener)

    @callback
    def async_after_poll(self, polled: CALLBACK_TYPE) -> None:
        """Call back after each poll that came to an answer or to none."""
        self._polled.append(polled)

    async def async_tell_from_now_on(self) -> None:
        """Tell what became known while nobody could listen yet, and all that comes."""
        self._telling = True
        if self.last_update_success:
            await self._async_tell()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Show first, then tell: who hears of a turn finds the entities available and right."""
        super().async_update_listeners()
        async_dispatcher_send(self.hass, SIGNAL_SESSIONS)
        if self._telling and self.last_update_success and self._reader.tracker.has_news:
            self.config_entry.async_create_task(
                self.hass, self._async_tell(), "Shell EV news"
            )

    async def _async_tell(self) -> None:
        """Tell what is new, after writing down that it is being told.

        In this order a crash in between leaves one event untold; in the other it would be
        told again after the restart.
        """
        transitions = self._reader.tracker.take_news()
        if not transitions:
            return
        await self._reader.async_keep_now()
        for transition in transitions:
            self._issues.conclude(transition, self._configuration)
            for listener in self._listeners_at.get(transition.session.evse_id, ()):
                listener(transition)
