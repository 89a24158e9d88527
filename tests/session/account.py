"""An account whose sessions are metered at times of a test's choice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.months import NOTHING, Month, MonthFigures
from custom_components.shell_ev.session.plain import from_plain, to_plain
from custom_components.shell_ev.session.record import TrackedSession
from custom_components.shell_ev.session.snapshot import account_data
from custom_components.shell_ev.session.tracker import SessionTracker
from tests.store.records import EVSE, ended

HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    """Return a time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def month_at(moment: datetime, zone: str = "UTC") -> Month:
    """Return the month of a time, found by trying where it may begin."""
    local = moment.astimezone(ZoneInfo(zone))
    following = (local.year + local.month // 12, local.month % 12 + 1)
    return Month(
        start=_first_moment(local.year, local.month, zone),
        end=_first_moment(*following, zone),
    )


_KNOWN: dict[tuple[int, int, str], datetime] = {}


def _first_moment(year: int, month: int, zone: str) -> datetime:
    """Return the first quarter of an hour in UTC whose local time is in a month."""
    key = year, month, zone
    if key not in _KNOWN:
        moment = datetime(year, month, 1, tzinfo=UTC) - timedelta(days=1)
        while label(moment, zone) != (year, month):
            moment += timedelta(minutes=15)
        _KNOWN[key] = moment
    return _KNOWN[key]


def label(moment: datetime, zone: str) -> tuple[int, int]:
    """Return the local year and month of a time."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.year, local.month


def metering(began: datetime, energy: float, **changes: Any) -> Metering:
    """Return the metering of a session, all of it priced at 0.40 a kWh unless told otherwise."""
    known: dict[str, Any] = {
        "reading": 100.0,
        "priced_energy": energy,
        "priced_cost": energy * 0.4,
        "currency": "EUR",
    }
    return Metering(
        began_at=began, priced_until=began, energy=energy, **(known | changes)
    )


class Account:
    """An account whose sessions are metered at times of our choice."""

    def __init__(self, zone: str = "UTC") -> None:
        """Begin with nothing."""
        self.zone = zone
        self.tracker = SessionTracker(keep=1000)

    def meter(
        self, key: str, now: datetime, began: datetime, energy: float, **changes: Any
    ) -> None:
        """Meter a session now; it is made known where it was not."""
        self.tracker.turn_month(month_at(now, self.zone))
        if key not in self.tracker.sessions:
            session = replace(
                ended(0, began + HOUR), session_id=key, state=None, ended_at=None
            )
            self.tracker._put(session, 0)
        self.tracker.metered(key, metering(began, energy, **changes))

    def counted(self, now: datetime) -> MonthFigures:
        """Return what the running month has counted."""
        self.tracker.turn_month(month_at(now, self.zone))
        return account_data(self.tracker).counted.get(EVSE, NOTHING)

    def restart(self) -> None:
        """Go on from what is kept."""
        self.tracker = SessionTracker(
            keep=1000,
            sessions=[
                from_plain(TrackedSession, to_plain(session))
                for session in self.tracker.sessions.values()
            ],
        )
