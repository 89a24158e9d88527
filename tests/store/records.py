"""Sessions to keep, and what the files hold of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from custom_components.shell_ev.api.models import Session, SessionState
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.failure import Failure
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import (
    Billed,
    Command,
    Event,
    MonthMark,
    Origin,
    Pending,
    PricesInForce,
    Solar,
    TrackedSession,
)
from custom_components.shell_ev.store import SessionStore
from tests.conftest import HOME

ACCOUNT = "account"
HOT = f"{DOMAIN}.{ACCOUNT}"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CARD = "NLTNMC00122045"
EVSE = "NLTNME020034510"


def ended(number: int, at: datetime = NOW, **changes: Any) -> TrackedSession:
    """Return a session that ended at a time."""
    began = at - timedelta(hours=1)
    session = TrackedSession(
        session_id=f"session-{number}",
        ema_id=CARD,
        evse_id=EVSE,
        evse_name=HOME,
        seen_at=began,
        state=SessionState.STOPPED,
        started_at=began,
        ended_at=at,
        announced=frozenset({Event.STARTED, Event.STOPPED}),
    )
    return replace(session, **changes)


def reading(number: int, state: SessionState, at: datetime, **changes: Any) -> Session:
    """Return what Shell says of a session."""
    return Session(
        session_id=f"session-{number}",
        ema_id="NL-TNM-C00122045-K",
        evse_id=HOME,
        state=state,
        started_at=at,
        **changes,
    )


async def load(hass: HomeAssistant, entry_id: str = ACCOUNT) -> SessionStore:
    """Return a store that has read its files."""
    store = SessionStore(hass, entry_id)
    assert not await store.async_load({})
    return store


async def fill(hass: HomeAssistant, *sessions: TrackedSession) -> SessionStore:
    """Return a store that has written sessions."""
    store = await load(hass)
    put(store, *sessions)
    await store.async_save()
    return store


def put(store: SessionStore, *sessions: TrackedSession) -> None:
    """Make sessions known."""
    tracker = store.kept.tracker
    for session in sessions:
        tracker._put(session, tracker.draw_ticket())
    tracker.take_news()


def known(store: SessionStore) -> list[TrackedSession]:
    """Return all sessions of a store."""
    return list(store.kept.tracker.sessions.values())


def read(storage: Path, name: str = HOT) -> Any:
    """Return what a file holds."""
    return json.loads((storage / name).read_text())


def write(storage: Path, data: Any, name: str = HOT, minor: int = 2) -> None:
    """Write a file as a version would have."""
    content = {"version": 1, "minor_version": minor, "key": name, "data": data}
    (storage / name).write_text(json.dumps(content))


def found(storage: Path, pattern: str) -> set[Path]:
    """Return the files that go by a pattern."""
    return set(storage.glob(pattern))


def names(storage: Path) -> set[str]:
    """Return the files of the account."""
    return {file.name for file in storage.glob(f"{HOT}*")}


def contents(storage: Path) -> dict[str, str]:
    """Return the account's files to the letter."""
    return {name: (storage / name).read_text() for name in names(storage)}


def account_files(storage: Path, entry: MockConfigEntry) -> dict[str, int]:
    """Return an account's files, and which write they are of."""
    return {
        file.name.removeprefix(f"{DOMAIN}.{entry.entry_id}"): file.stat().st_ino
        for file in storage.glob(f"{DOMAIN}.{entry.entry_id}*")
    }


EVERYTHING = TrackedSession(
    session_id="everything",
    ema_id=CARD,
    evse_id=EVSE,
    evse_name=HOME,
    seen_at=NOW,
    origin=Origin.HERE,
    state=SessionState.STARTED,
    state_text="started",
    error_code="E",
    error_message="words",
    failure=Failure(at=NOW, request_id="second"),
    started_at=NOW,
    stopped_at=NOW,
    last_updated=NOW,
    started_by="first",
    start_sent_at=NOW,
    stopped_by="second",
    stop_sent_at=NOW,
    stop_wanted=True,
    pending=Pending(
        command=Command.STOP,
        since=NOW,
        reading=(SessionState.STARTED, None),
        confirmed=False,
    ),
    timed_out=Command.START,
    announced=frozenset({Event.STARTED}),
    vanishing=1,
    metering=Metering(
        began_at=NOW, priced_until=NOW, reading=1, energy=0.5, currency="EUR"
    ),
    billed=Billed(energy=7.5, amount=3.2, currency="EUR"),
    prices=PricesInForce(currency="EUR", per_kwh=0.44, per_minute=0, start_fee=0.35),
    solar=Solar(energy=2.5, covered=4),
    location_name="Home",
    marks=(MonthMark(at=NOW, energy=0.25, cost=0.1, solar=0.05),),
)
