"""Carries out commands as tasks of the account: who stops waiting for one stops nothing that was sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .api import AuthenticationError, ShellEvError, new_request_id
from .const import LOGGER
from .exceptions import failed, refused
from .session.tracker import SessionTracker

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
        self, hass: HomeAssistant, entry: ConfigEntry, tracker: SessionTracker
    ) -> None:
        """Run none yet."""
        self._hass = hass
        self._entry = entry
        self._tracker = tracker
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

    async def _in_words[R](
        self, command: Callable[[Errand], Awaitable[R]], errand: Errand
    ) -> R:
        try:
            return await command(errand)
        except ShellEvError as err:
            raise self.told(err) from None

    def told(self, err: BaseException) -> BaseException:
        """Return an error of the API as one that a person understands, and act on it."""
        if isinstance(err, AuthenticationError):
            self._entry.async_start_reauth(self._hass)
        return failed(err) if isinstance(err, ShellEvError) else err


def _tell_nobody(errand: Errand, task: asyncio.Task[object]) -> None:
    """Log that a command has failed whose caller has gone. Its text may name a charge point."""
    if not task.cancelled() and (err := task.exception()):
        LOGGER.warning(
            "A command that nobody waits for any more failed: %s (RequestId %s)",
            getattr(err, "translation_key", type(err).__name__),
            ", ".join(errand.request_ids),
        )
