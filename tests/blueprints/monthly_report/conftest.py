"""Fixtures: an account, its sessions of October, and who is told of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
    mock_restore_cache,
)

from homeassistant.core import HomeAssistant, ServiceCall, State
from homeassistant.util import dt as dt_util

from ..conftest import Day, Use
from custom_components.shell_ev.api import SessionState
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import Event, TrackedSession
from tests.conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)

HERE: Final = ZoneInfo("Europe/Amsterdam")
SOON: Final = "00:03:00"
"""Some minutes after the midnight at which a test begins."""
PATIENCE: Final = 5
"""Minutes to wait for a report that is due then."""


@pytest.fixture
def today() -> date:
    """Return the day on which the report of October is due."""
    return date(2026, 11, 1)


@pytest.fixture
def last() -> datetime | None:
    """Return when the report came last, before Home Assistant was off; ``None`` is never."""
    return None


@pytest.fixture
async def entry(
    hass: HomeAssistant, make_entry: Any, home: Home, last: datetime | None
) -> MockConfigEntry:
    """Return an account with two cards and two charge points, set up."""
    if last:
        ran = {"last_triggered": dt_util.as_utc(last.replace(tzinfo=HERE)).isoformat()}
        mock_restore_cache(hass, [State("automation.monthly_report", "on", ran)])
    entry: MockConfigEntry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Company card"),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office"),
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


@pytest.fixture
def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what is told."""
    calls: list[ServiceCall] = async_mock_service(
        hass, "persistent_notification", "create"
    )
    return calls


@pytest.fixture
def given(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what an action of one's own is given."""
    return async_mock_service(hass, "notify", "mail")


NOTHING_KNOWN: Final = (
    "Not known, and not in the totals: the energy of 1 session, the cost of 1 session."
)
ALL_OF_IT: Final = [
    {
        "action": "notify.mail",
        "data": {
            "title": "{{ title }}",
            "message": "{{ message }}",
            "csv": "{{ csv }}",
            "path": "{{ path }}",
            "totals": "{{ totals }}",
        },
    }
]


def session(number: int, began: datetime, **changes: Any) -> TrackedSession:
    """Return a session of an hour at home that is over; its time is the user's."""
    began = dt_util.as_utc(began.replace(tzinfo=HERE))
    ended = TrackedSession(
        session_id=f"{number:08}-1bb2-4f50-a96b-e075bbb71e68",
        ema_id=CARD.replace("-", "")[:-1],
        evse_id=HOME.replace("*", ""),
        evse_name=HOME,
        seen_at=began,
        state=SessionState.STOPPED,
        started_at=began,
        ended_at=began + timedelta(hours=1),
        announced=frozenset({Event.STARTED, Event.STOPPED}),
    )
    return replace(ended, **changes)


def metered(energy: float, cost: float | None, currency: str = "EUR") -> Metering:
    """Return what a meter said of a session."""
    return Metering(
        began_at=dt_util.utcnow(),
        priced_until=dt_util.utcnow(),
        reading=1000,
        energy=energy,
        priced_energy=energy,
        priced_cost=cost,
        currency=currency,
    )


def know(entry: MockConfigEntry, *sessions: TrackedSession) -> None:
    """Make sessions known, as they are after a restart."""
    tracker = entry.runtime_data.reader.tracker
    for each in sessions:
        tracker._put(each, tracker.draw_ticket())
    tracker.take_news()


def october(day: int, hour: int = 12) -> datetime:
    """Return a time in the month before."""
    return datetime(2026, 10, day, hour)


def said(told: list[ServiceCall]) -> list[tuple[str, str]]:
    """Return titles and messages."""
    return [(call.data["title"], call.data["message"]) for call in told]


async def report(day: Day, use: Use, **inputs: Any) -> None:
    """Make the automation, and wait until its report has come."""
    await use("monthly_report", at=SOON, **inputs)
    await day.live([0] * PATIENCE)
