"""Fixtures: files that are files, and what happens to them."""

from pathlib import Path
import threading
from typing import Any

import pytest

from homeassistant.util.file import WriteError

from tests.recorded import watch_writes


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

    def note(name: str, _: str | bytes) -> None:
        assert threading.current_thread() is not threading.main_thread()
        names.append(name)

    watch_writes(monkeypatch, note)
    return names


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the names of the files that cannot be written."""
    names: set[str] = set()

    def fail(name: str, _: str | bytes) -> None:
        if name in names:
            raise WriteError("The disk is full")

    watch_writes(monkeypatch, fail)
    return names
