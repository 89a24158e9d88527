"""A history to look back at."""

from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.shell_ev.api.models import SessionState
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import (
    Billed,
    Event,
    Solar,
    TrackedSession,
)
from tests.conftest import HOME

CARD_KEY, OTHER_KEY = "NLTNMC00122045", "NLTNMC0216599X"
HOME_KEY = "NLTNME020034510"
ROAD = "NL*TNM*EROAD*1"
NOVEMBER = {"from": "2026-11-01", "to": "2026-12-01", "by": "day"}
EVERYTHING = {"from": None, "to": None, "by": "month"}


def metered(energy: float, cost: float | None, currency: str = "EUR") -> Metering:
    """Return what a meter said of a session."""
    return Metering(
        began_at=datetime(2026, 1, 1, tzinfo=UTC),
        priced_until=datetime(2026, 1, 1, tzinfo=UTC),
        reading=100,
        energy=energy,
        priced_energy=energy if cost is not None else 0,
        priced_cost=cost,
        currency=currency if cost is not None else None,
    )


def charged(number: int, began: str, **changes: Any) -> TrackedSession:
    """Return a session of an hour that began at a local time of Amsterdam in winter."""
    started = datetime.fromisoformat(f"{began}+01:00")
    known: dict[str, Any] = {
        "session_id": f"s{number}",
        "ema_id": CARD_KEY,
        "evse_id": HOME_KEY,
        "evse_name": HOME,
        "seen_at": started,
        "state": SessionState.STOPPED,
        "started_at": started,
        "ended_at": started + timedelta(hours=1),
        "announced": frozenset({Event.STARTED, Event.STOPPED}),
    }
    return TrackedSession(**known | changes)


def on_the_road(number: int, began: str, **changes: Any) -> TrackedSession:
    """Return a session at a charge point that is not configured, by the other card."""
    road = {"evse_id": "NLTNMEROAD1", "evse_name": ROAD, "ema_id": OTHER_KEY}
    return charged(number, began, **road | changes)


MONTH = (
    charged(1, "2026-11-01T00:00:00", metering=metered(10, 3.5)),
    charged(
        2,
        "2026-11-30T23:59:59",
        metering=metered(5.0004, 1.5),
        solar=Solar(energy=2, covered=4),
    ),
    charged(3, "2026-12-01T00:00:00", metering=metered(7, 2)),
    charged(4, "2026-10-31T23:30:00", metering=metered(9, 3)),
    charged(
        5,
        "2026-11-12T08:00:00",
        state=SessionState.FAILED_TO_START,
        started_at=None,
        announced=frozenset({Event.START_FAILED}),
    ),
    on_the_road(
        6,
        "2026-11-12T09:00:00",
        location_name="Stop & go",
        billed=Billed(energy=20.5, amount=110, currency="SEK"),
    ),
    on_the_road(7, "2026-11-12T12:00:00", started_at=None, metering=None),
)
