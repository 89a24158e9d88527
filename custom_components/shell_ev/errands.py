"""Carries out commands as tasks of the account: who stops waiting for one stops nothing that was sent."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from operator import attrgetter
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import SignalType, async_dispatcher_send
from homeassistant.util import dt as dt_util

from .api import AuthenticationError, ShellEvError, new_request_id
from .configuration import ChargePoint, Configuration
from .const import DOMAIN, LOGGER
from .exceptions import failed, refused, sentence_of
from .session.record import Command
from .session.tracker import SessionTracker
from .session.under_way import UnderWay

SIGNAL_COMMAND: Final[SignalType[ChargePoint | None]] = SignalType(f"{DOMAIN}_command")
"""Sent within Home Assistant when a command goes out for a charge point, and when it has come back.

No state tells of it yet. It comes without the charge point where that is not configured.
"""

LAST_EXCHANGE: Final = timedelta(seconds=15)
"""How long a command that was sent is waited for before the account is unloaded: a call takes no longer."""


@dataclass(kw_only=True)
class Errand:
    """A command under way: the RequestIds that went out with it, and whether any did.

    ``given`` is the id for the first POST; each further one gets its own.
    """

    given: str = field(default_factory=new_request_id)
    request_ids: list[str] = field(default_factory=list)

    @property
    def sent(self) -> bool:
        """Whether something was sent that may have been carried out."""
        return bool(self.request_ids)

    def next_id(self) -> str:
        """Return the RequestId for a POST that goes out now."""
        self.request_ids.append(new_request_id() if self.sent else self.given)
        return self.request_ids[-1]


class Errands:
    """The commands of an account that are under way."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        configuration: Configuration,
        tracker: SessionTracker,
    ) -> None:
        """Run none yet."""
        self._hass = hass
        self._entry = entry
        self._points = configuration.points
        self._tracker = tracker
        self._out: dict[tuple[str, str | None], UnderWay] = {}
        """What is out, by compact EVSE ID and, for a stop, the id of its session."""
        self._under_way: dict[asyncio.Task[object], Errand] = {}
        self.closed = False
        """Whether no more are taken."""

    async def async_close(self) -> None:
        """Take no more commands, and wait for those that were sent."""
        self.closed = True
        for task, errand in self._under_way.items():
            if not errand.sent:
                task.cancel()
        for timeout in (LAST_EXCHANGE.total_seconds(), None):
            if tasks := [*self._under_way]:
                _, late = await asyncio.wait(tasks, timeout=timeout)
                for task in late:
                    task.cancel()

    async def carry_out[R](
        self, command: Callable[[Errand], Awaitable[R]], request_id: str | None
    ) -> R:
        """Run a command as a task of the account, and wait for it.

        A caller that is cancelled takes the command along only while nothing was sent. Two
        callers cannot send under the same RequestId, not even at the same moment.
        """
        if self.closed:
            raise refused("reloading")
        if request_id and (
            self._tracker.was_used(request_id)
            or any(errand.given == request_id for errand in self._under_way.values())
        ):
            raise refused("request_id_used")
        errand = Errand(given=request_id) if request_id else Errand()
        task = self._hass.async_create_task(
            self._in_words(command, errand), "Shell EV command"
        )
        self._under_way[task] = errand
        task.add_done_callback(self._under_way.pop)
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            task.add_done_callback(partial(_tell_nobody, errand))
            if not errand.sent:
                task.cancel()
            raise
        if task.cancelled():
            raise refused("sent_before_reload" if errand.sent else "reloading")
        return task.result()

    @contextmanager
    def sending(
        self, command: Command, evse_id: str, session_id: str | None = None
    ) -> Iterator[None]:
        """Tell that a command is out, from now until this is left, whatever comes of it."""
        key = evse_id, session_id
        self._out[key] = UnderWay(
            command=command, confirmed=False, since=dt_util.utcnow()
        )
        self._tell_of(evse_id)
        try:
            yield
        finally:
            self._out.pop(key, None)
            self._tell_of(evse_id)

    def _tell_of(self, evse_id: str) -> None:
        async_dispatcher_send(self._hass, SIGNAL_COMMAND, self._points.get(evse_id))

    def out_at(self, evse_id: str) -> UnderWay | None:
        """Return the newest command that is out for a charge point, by its compact EVSE ID."""
        out = [each for (place, _), each in self._out.items() if place == evse_id]
        return max(out, key=attrgetter("since"), default=None)

    def is_stopping(self, session_id: str) -> bool:
        """Return whether a stop of a session is out."""
        return any(stopped == session_id for _, stopped in self._out)

    def next_id(self, errand: Errand) -> str:
        """Return the RequestId for a POST that goes out now, and remember it."""
        request_id = errand.next_id()
        self._tracker.note_request_id(request_id)
        return request_id

    def went_as(self, errand: Errand, request_id: str | None) -> None:
        """Remember the RequestId of a POST that the client sent once more."""
        if request_id and request_id not in errand.request_ids:
            errand.request_ids.append(request_id)
            self._tracker.note_request_id(request_id)

    async def _in_words[R](
        self, command: Callable[[Errand], Awaitable[R]], errand: Errand
    ) -> R:
        try:
            return await command(errand)
        except ShellEvError as err:
            raise self.explained(err) from None

    def explained(self, err: BaseException) -> BaseException:
        """Return an error of the API as one that a person understands, and act on it."""
        if isinstance(err, AuthenticationError):
            self._entry.async_start_reauth(self._hass)
        return failed(err) if isinstance(err, ShellEvError) else err

    def reason_of(self, err: BaseException) -> str:
        """Return why one of several commands failed, for the text of an error about all of them."""
        return sentence_of(self.explained(err))


def _tell_nobody(errand: Errand, task: asyncio.Task[object]) -> None:
    """Log that a command has failed whose caller has gone. Its text may name a charge point."""
    if not task.cancelled() and (err := task.exception()):
        LOGGER.warning(
            "A command that nobody waits for any more failed: %s (RequestId %s)",
            getattr(err, "translation_key", type(err).__name__),
            ", ".join(errand.request_ids),
        )
