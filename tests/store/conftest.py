"""Fixtures: files that are files, and what happens to them."""

from pathlib import Path
import threading
from typing import Any

import pytest

from homeassistant.util.file import WriteError

from custom_components.shell_ev.session_file import SessionFile


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give Home Assistant a folder of this test's own."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let the files be files."""
    return {}


@pytest.fixture(autouse=True)
def storage(tmp_path: Path) -> Path:
    """Return the folder of the files."""
    folder = tmp_path / ".storage"
    folder.mkdir()
    return folder


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are written, in their order."""
    names: list[str] = []
    write = SessionFile._write_prepared_data

    def note(file: SessionFile, mode: str, data: str | bytes) -> None:
        assert threading.current_thread() is not threading.main_thread()
        names.append(file.key)
        write(file, mode, data)

    monkeypatch.setattr(SessionFile, "_write_prepared_data", note)
    return names


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the names of the files that cannot be written."""
    names: set[str] = set()
    write = SessionFile._write_prepared_data

    def fail(file: SessionFile, mode: str, data: str | bytes) -> None:
        if file.key in names:
            raise WriteError("The disk is full")
        write(file, mode, data)

    monkeypatch.setattr(SessionFile, "_write_prepared_data", fail)
    return names
