"""Sessions as a CSV file: returned, and written where an administrator wants it."""

from codecs import BOM_UTF8
from contextlib import suppress
from errno import errorcode
import os
from pathlib import Path
from stat import S_ISREG
from typing import Final
from uuid import uuid4

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError

from ..exceptions import refused, translation
from ..names import names_of
from ..permissions import asker_of
from ..session.csv_file import HEADER
from .asked import ATTR_PATH, sessions_asked_for
from .history import sessions_as_csv

_SUFFIX: Final = ".csv"
_PUBLIC: Final = "www"
"""The folder of the configuration that Home Assistant serves to whoever asks."""
_HEADER: Final = HEADER.encode()
_AFTER_HEADER: Final = (b"", b"\r", b"\n", b",")
"""By a comma a newer version goes on, which has more columns."""


async def export_sessions(call: ServiceCall) -> ServiceResponse:
    """Return the sessions that began as CSV, oldest first, and write it to a file where one is named."""
    asker = await asker_of(call)
    path: str | None = call.data.get(ATTR_PATH)
    if path is not None:
        asker.demand_admin()
    elif not call.return_response:
        raise refused("export_for_nobody")
    asked = sessions_asked_for(call, asker)
    rows = [(asked.account, session) for session in reversed(asked.counted)]
    name = names_of(call.hass, [asked.account.configuration])
    csv = await call.hass.async_add_executor_job(sessions_as_csv, rows, name)
    if path is not None:
        path = await call.hass.async_add_executor_job(
            write_export, call.hass, path, csv
        )
    return {"csv": csv, "sessions": len(rows), ATTR_PATH: path}


def write_export(hass: HomeAssistant, path: str, csv: str) -> str:
    """Write an export whole or not at all, and return where it is. Blocks.

    Raises:
        ServiceValidationError: it must not be written there.
        HomeAssistantError: it could not be written.
    """
    try:
        path.encode()
        target = _target(hass, path)
        _write(target, csv.encode())
    except ValueError:
        # A NUL, or half of a character.
        raise refused("export_name") from None
    except OSError as err:
        # Its words are English in every language; its name can be looked up in any.
        reason = errorcode.get(err.errno or 0, type(err).__name__)
        raise HomeAssistantError(
            **translation("export_failed", reason=reason)
        ) from None
    return str(target)


def _target(hass: HomeAssistant, path: str) -> Path:
    """Return the file that is meant, in a folder without links."""
    asked = Path(hass.config.path(path))
    if asked.suffix.lower() != _SUFFIX:
        raise refused("export_name")
    try:
        folder = asked.parent.resolve(strict=True)
    except OSError:
        folder = None
    if _is_public(hass, folder or asked.parent):
        raise refused("export_public")
    if folder is None or not folder.is_dir():
        raise refused("export_folder_missing", folder=str(asked.parent))
    if not hass.config.is_allowed_path(str(folder)):
        raise refused("export_not_allowed", folder=str(folder))
    return folder / asked.name


def _is_public(hass: HomeAssistant, folder: Path) -> bool:
    """Return whether files of a folder are served without login, whatever name it goes by."""
    public = Path(hass.config.path(_PUBLIC)).resolve()
    return folder.resolve().is_relative_to(public)


def _write(target: Path, content: bytes) -> None:
    """Write beside the file first: it is always there as a whole, the old one or the new one."""
    beside = target.with_name(f".shell_ev_{uuid4().hex}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not _may_be_replaced(target):
            raise refused("export_not_ours", path=str(target))
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()


def _may_be_replaced(target: Path) -> bool:
    """Return whether there is no such file, or only an export: no link, and nothing of another kind."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return True
    if not S_ISREG(mode):
        return False
    with target.open("rb") as file:
        start = file.read(len(BOM_UTF8) + len(_HEADER) + 1).removeprefix(BOM_UTF8)
    after = start[len(_HEADER) : len(_HEADER) + 1]
    return start.startswith(_HEADER) and after in _AFTER_HEADER
