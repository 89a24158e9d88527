"""A file of sessions, written whole or not at all, and off the event loop."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
import re
from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, UnsupportedStorageVersionError
from homeassistant.helpers.storage import STORAGE_DIR, Store, get_internal_store_manager
from homeassistant.util import dt as dt_util

from .const import DOMAIN, LOGGER
from .exceptions import translation
from .session.plain import UNREADABLE, Plain, Record, from_newer, from_plain

STORAGE_VERSION: Final = 1
STORAGE_MINOR_VERSION: Final = 2
"""1 kept all sessions in one file. What a newer one adds is carried along."""

_MONTH: Final = re.compile(r"\d{4}-\d{2}")


class SessionFile(Store[Plain]):
    """One of an account's files: the hot one, or that of a month."""

    def __init__(self, hass: HomeAssistant, entry_id: str, month: str | None) -> None:
        """Name the file; nothing is read yet."""
        super().__init__(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{entry_id}" + (f".{month}" if month else ""),
            private=True,
            atomic_writes=True,
            minor_version=STORAGE_MINOR_VERSION,
            serialize_in_event_loop=False,
        )
        self._is_newer = False
        self._is_written = False

    async def async_read[R: Record](self, kind: type[R]) -> R | None:
        """Return what the file holds, ``None`` where it is damaged; then it is set aside.

        One that is not even JSON is set aside, and reported, by Home Assistant itself.

        Raises:
            ConfigEntryError: a newer version has written it in a way that is not understood.
        """
        # Home Assistant remembers which files there were at its start; this one may be put back.
        get_internal_store_manager(self.hass).async_invalidate(self.key)
        try:
            raw = await self.async_load()
            if raw is None:
                return kind()
            read = from_newer if self._is_newer else from_plain
            return await self.hass.async_add_executor_job(read, kind, raw)
        except UnsupportedStorageVersionError:
            raise ConfigEntryError(**translation("history_newer")) from None
        except UNREADABLE:
            await self._async_set_aside()
            return None

    async def async_write(self, make: Callable[[], Plain]) -> bool:
        """Write what is made in the executor, and return whether that worked.

        At once, also while Home Assistant stops: the months come before the hot file.
        """
        self._is_written = False
        self._data = {
            "version": self.version,
            "minor_version": self.minor_version,
            "key": self.key,
            "data_func": make,
        }
        write: Callable[[], Awaitable[None]] = self._async_handle_write_data
        await write()
        return self._is_written

    @override
    async def _async_write_data(self, data: dict[str, Any]) -> None:
        await super()._async_write_data(data)
        self._is_written = True

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Plain
    ) -> Plain:
        """Take every minor version as it is: the records know what to make of it."""
        self._is_newer = old_minor_version > self.minor_version
        return old_data

    async def _async_set_aside(self) -> None:
        """Move the file out of the way, for whoever wants to see what is left of it."""
        aside = f"{self.path}.damaged.{dt_util.utcnow():%Y%m%d%H%M%S}"

        def move() -> None:
            with suppress(FileNotFoundError):
                Path(self.path).rename(aside)

        await self.hass.async_add_executor_job(move)
        LOGGER.error("Sessions cannot be read. Their file was set aside as %s", aside)


async def async_months_on_disk(hass: HomeAssistant, entry_id: str) -> set[str]:
    """Return the months of which an account has a file."""
    prefix = f"{DOMAIN}.{entry_id}."

    def look() -> set[str]:
        files = Path(hass.config.path(STORAGE_DIR)).glob(f"{prefix}*")
        names = {file.name.removeprefix(prefix) for file in files}
        return set(filter(_MONTH.fullmatch, names))

    return await hass.async_add_executor_job(look)
