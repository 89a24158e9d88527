"""The integration takes the demo's year for its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from scripts.demo_app import history
from scripts.demo_app.account import COMPANY_CARD, METER, STATION
from scripts.demo_app.house import House
from scripts.demo_app.year import Year, made_up_year

from tests.conftest import card_subentry, charge_point_subentry

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give Home Assistant a folder of this test's own."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let the files be files."""
    return {}


@pytest.fixture
async def account(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    tmp_path: Path,
    freezer: FrozenDateTimeFactory,
) -> tuple[MockConfigEntry, Year]:
    """Return an account that was given a year."""
    freezer.move_to(NOW)
    entry = make_entry(
        card_subentry(),
        card_subentry(COMPANY_CARD, "Company card"),
        charge_point_subentry(energy_meter=METER),
        charge_point_subentry(STATION, "Stationsplein 9"),
    )
    year = made_up_year(House(1), NOW)
    await hass.async_add_executor_job(
        history.write, tmp_path, entry.entry_id, year.sessions
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry, year


async def test_every_session_is_known(
    account: tuple[MockConfigEntry, Year], tmp_path: Path
) -> None:
    """To the letter, by the months of their ends, in files that nobody else reads."""
    entry, year = account
    tracker = entry.runtime_data.reader.tracker
    assert sorted(tracker.sessions.values(), key=lambda each: each.seen_at) == list(
        year.sessions
    )
    assert not tracker.archive.changed
    files = list((tmp_path / ".storage").glob(f"shell_ev.{entry.entry_id}.*"))
    assert 12 <= len(files) <= 14
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


async def test_nothing_old_is_announced(
    hass: HomeAssistant, account: tuple[MockConfigEntry, Year]
) -> None:
    """What the demo made up has happened before it began."""
    states = hass.states.async_all("event")
    assert states
    assert {state.state for state in states} == {"unknown"}
