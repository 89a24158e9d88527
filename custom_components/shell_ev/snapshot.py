"""What the entities show of an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .api import Journal, SessionState
from .records import TrackedSession
from .sessions import SessionTracker


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountData:
    """One snapshot of an account.

    ``at`` holds by EVSE ID the session that a charge point is about: the one under way, else
    the last. ``ended`` holds by EVSE ID the last that ran and is over, ``metered`` the last that
    a meter was read for. ``active`` holds by EMA ID a card's sessions under way. All ids are
    compact.
    """

    at: Mapping[str, TrackedSession]
    ended: Mapping[str, TrackedSession]
    metered: Mapping[str, TrackedSession]
    active: Mapping[str, tuple[TrackedSession, ...]]
    requests_today: int
    last_contact: datetime | None


def account_data(tracker: SessionTracker, journal: Journal) -> AccountData:
    """Return what is known now."""
    under_way: dict[str, TrackedSession] = {}
    last: dict[str, TrackedSession] = {}
    ended: dict[str, TrackedSession] = {}
    metered: dict[str, TrackedSession] = {}
    active: dict[str, list[TrackedSession]] = {}
    for session in tracker.sessions.values():
        if session.metering:
            metered[session.evse_id] = session
        if session.live:
            active.setdefault(session.ema_id, []).append(session)
            under_way[session.evse_id] = session
        else:
            last[session.evse_id] = session
            if session.state is not SessionState.FAILED_TO_START:
                ended[session.evse_id] = session
    return AccountData(
        at=last | under_way,
        ended=ended,
        metered=metered,
        active={ema_id: tuple(sessions) for ema_id, sessions in active.items()},
        requests_today=journal.requests_today,
        last_contact=journal.last_contact,
    )
