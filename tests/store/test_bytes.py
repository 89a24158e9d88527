"""How many bytes are written to the disk: a home of one session a day, and a depot of one an hour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from benchmarks.disk import past_session
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .records import EVERYTHING, HOT, ended, load, put, read
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.record import TrackedSession
from tests.conftest import (
    CARD,
    HOME,
    HOME_UID,
    NOON,
    Home,
    card_subentry,
    charge_point_subentry,
)
from tests.metered import METER, show, shown
from tests.recorded import live, written_files

HOUR, DAY = 3600, 24 * 3600
SENSORS = {
    "location_uid": HOME_UID,
    "energy_meter": METER,
    "grid_power": "sensor.grid",
}
MOST_IN_AN_HOUR = 100_000


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Return the last letters of the files that are written, and how long they are."""
    return written_files(monkeypatch)


def past(number: int, points: int, apart: timedelta) -> TrackedSession:
    """Return one of the sessions that there were, by turns at these charge points."""
    session = past_session(number)
    began = dt_util.utcnow() - apart * (number + 1)
    ended = began + timedelta(minutes=30)
    at = number % points
    return replace(
        session,
        evse_id=f"NLTNME{at:08}0" if at else HOME.replace("*", ""),
        seen_at=began,
        started_at=began,
        stopped_at=ended,
        ended_at=ended,
        last_updated=ended,
    )


@pytest.fixture(params=[(1, 24, 400), (20, 1, 9000)], ids=["a home", "a depot"])
async def lived(
    request: pytest.FixtureRequest,
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    freezer: FrozenDateTimeFactory,
    sizes: list[tuple[str, int]],
) -> MockConfigEntry:
    """Return an account with a meter and a history."""
    points, hours, number = request.param
    freezer.move_to(NOON)
    show(hass, 1000)
    hass.states.async_set("sensor.grid", "1", {"unit_of_measurement": "kW"})
    point = charge_point_subentry(HOME, "Home", CARD, **SENSORS)
    entry = make_entry(card_subentry(), point)
    apart = timedelta(hours=hours)
    history = [past(each, points, apart) for each in reversed(range(number))]
    store = await load(hass, entry.entry_id)
    put(store, *history)
    await store.async_close()
    sizes.clear()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


async def charge(home: Home, seconds: int = HOUR) -> None:
    """Charge while the meter steps each ten seconds."""
    hass = home.hass
    await home.switch("on")
    await live(home, seconds, 10, lambda: show(hass, round(shown(hass) + 0.03, 3)))


async def test_an_idle_day_writes_no_byte(
    lived: MockConfigEntry, home: Home, sizes: list[tuple[str, int]]
) -> None:
    """Nor does setting up."""
    await live(home, DAY, 300)
    assert sizes == []


async def test_an_hour_of_charging_writes_little(
    lived: MockConfigEntry, home: Home, sizes: list[tuple[str, int]]
) -> None:
    """Only what is charging, however much has been; its month is written when it is over."""
    await charge(home)
    assert sum(size for _, size in sizes) <= MOST_IN_AN_HOUR / 2
    assert len(sizes) <= 16
    sizes.clear()
    await home.switch("off")
    await live(home, HOUR // 4, 10)
    assert [file for file, _ in sizes if file == "2026-11"] == ["2026-11"] * 2


async def test_the_last_sessions_stand_twice_unless_one_charges(
    lived: MockConfigEntry, hass: HomeAssistant, home: Home, storage: Path
) -> None:
    """In their months and in the hot file; there again when the account goes or the session ends."""

    def kept() -> int:
        hot = read(storage, f"{DOMAIN}.{lived.entry_id}")
        return len(hot["data"]["sessions"])

    before = kept()
    await charge(home, 60)
    assert kept() == 1
    await hass.config_entries.async_unload(lived.entry_id)
    assert kept() == before + 1
    await hass.config_entries.async_setup(lived.entry_id)
    await live(home, 120, 10)
    await home.switch("off")
    await live(home, HOUR // 4, 10)
    assert kept() == before


async def test_what_was_left_out_is_written_at_the_close(
    hass: HomeAssistant, storage: Path
) -> None:
    """Though nothing changed since; and once."""
    store = await load(hass)
    put(store, ended(1), EVERYTHING)
    await store.async_save()
    assert [each["session_id"] for each in read(storage)["data"]["sessions"]] == [
        "everything"
    ]
    await store.async_close()
    assert len(read(storage)["data"]["sessions"]) == 2
    (storage / HOT).unlink()
    await store.async_close()
    assert not (storage / HOT).exists()
