"""Gives a new demo its past: sessions written where the integration keeps them."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .account import DOMAIN
from .state import store
from custom_components.shell_ev.session.archive import MonthFile, month_of
from custom_components.shell_ev.session.plain import to_plain
from custom_components.shell_ev.session.record import TrackedSession
from custom_components.shell_ev.session_file import (
    STORAGE_MINOR_VERSION,
    STORAGE_VERSION,
)

_PRIVATE: Final = 0o600


def write(folder: Path, entry_id: str, sessions: Iterable[TrackedSession]) -> None:
    """Write the sessions of an account, all of them over, into the files of their months.

    Home Assistant must not run: a file that was not there at its start is not there for it, and
    the integration would take the month for an empty one.
    """
    months: defaultdict[str, list[TrackedSession]] = defaultdict(list)
    for session in sessions:
        assert session.ended_at
        months[month_of(session.ended_at)].append(session)
    for month, ended in months.items():
        path = store(
            folder,
            f"{DOMAIN}.{entry_id}.{month}",
            to_plain(MonthFile(sessions=tuple(ended))),
            version=STORAGE_VERSION,
            minor_version=STORAGE_MINOR_VERSION,
        )
        path.chmod(_PRIVATE)
