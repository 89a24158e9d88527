"""A demo that goes on is left as it is."""

from pathlib import Path

import aiohttp

from scripts.demo_app.demo import Simulator, move_in
from scripts.demo_app.state import Ports


def nobody_hears(_: str) -> None:
    """Say nothing."""


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and those below."""
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_demo_that_goes_on_gets_no_past(tmp_path: Path) -> None:
    """Nothing is started for it and nothing written: what is in its folder is the user's."""
    entries = tmp_path / ".storage" / "core.config_entries"
    entries.parent.mkdir()
    entries.write_text("what the user has set up")
    async with aiohttp.ClientSession() as session:
        simulator = Simulator(session, "http://127.0.0.1:1")
        assert await move_in(tmp_path, Ports(1, 1), simulator, nobody_hears) == 0
    assert files_in(tmp_path) == [entries]
