"""What the entities show of an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .months import MonthFigures
from .record import TrackedSession
from .tracker import SessionTracker


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountData:
    """One snapshot of an account.

    ``at`` holds by EVSE ID the session that a charge point is about: the one under way, else
    the last. ``ended`` holds by EVSE ID the last that ran and is over, ``metered`` the last that
    a meter was read for. ``active`` holds by EMA ID a card's sessions under way. ``counted``
    holds by EVSE ID what was charged since ``month_began``, and ``currencies`` that of the last
    session whose price is known. All ids are compact. ``unread`` are the subentries of cards and
    charge points of which Shell does not tell, for longer than is borne.
    """

    at: Mapping[str, TrackedSession]
    ended: Mapping[str, TrackedSession]
    metered: Mapping[str, TrackedSession]
    active: Mapping[str, tuple[TrackedSession, ...]]
    counted: Mapping[str, MonthFigures]
    currencies: Mapping[str, str]
    month_began: datetime | None
    unread: frozenset[str]


def account_data(
    tracker: SessionTracker, unread: frozenset[str] = frozenset()
) -> AccountData:
    """Return what is known now."""
    active: dict[str, tuple[TrackedSession, ...]] = {}
    under_way: dict[str, TrackedSession] = {}
    for session in tracker.live_sessions():
        active[session.ema_id] = (*active.get(session.ema_id, ()), session)
        under_way[session.evse_id] = session
    return AccountData(
        at=tracker.last.over | under_way,
        ended=dict(tracker.last.ran),
        metered=dict(tracker.last.metered),
        active=active,
        counted=tracker.months.figures(),
        currencies={
            evse_id: session.metering.currency
            for evse_id, session in tracker.last.priced.items()
            if session.metering and session.metering.currency
        },
        month_began=tracker.months.month.start if tracker.months.month else None,
        unread=unread,
    )
