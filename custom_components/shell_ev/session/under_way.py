"""Which command is under way at a charge point, whoever gave it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from .record import REQUESTED, Command, Intent, TrackedSession
from .tracker import SessionTracker, is_fresh


@dataclass(frozen=True, kw_only=True, slots=True)
class UnderWay:
    """A command whose outcome may still come.

    ``confirmed`` is whether Shell is known to have taken it. A start that is not may be stopped:
    that is done once its session turns up, and until then it is a stop since the start was sent.
    """

    command: Command
    confirmed: bool
    since: datetime


def under_way_at(
    tracker: SessionTracker, evse_id: str, now: datetime
) -> UnderWay | None:
    """Return the newest command under way at a charge point, by its compact EVSE ID."""
    starts = [
        _start_sent(intent)
        for intent in tracker.intents
        if intent.evse_id == evse_id and is_fresh(intent.sent_at, now)
    ]
    known = filter(None, map(_asked_of, tracker.live_at(evse_id)))
    return max([*known, *starts], key=lambda each: each.since, default=None)


def _start_sent(intent: Intent) -> UnderWay:
    """Return a start whose session has not been found, or that it is to be stopped then."""
    return UnderWay(
        command=Command.STOP if intent.stop_wanted else Command.START,
        confirmed=False,
        since=intent.sent_at,
    )


def _asked_of(session: TrackedSession) -> UnderWay | None:
    """Return the command under way for a session, one given elsewhere included."""
    pending = session.pending
    if session.stop_wanted and not (pending and pending.command is Command.STOP):
        return UnderWay(
            command=Command.STOP,
            confirmed=False,
            since=session.start_sent_at or session.seen_at,
        )
    if pending:
        return UnderWay(
            command=pending.command, confirmed=pending.confirmed, since=pending.since
        )
    if session.shown_state not in REQUESTED:
        return None
    return UnderWay(
        command=REQUESTED[session.shown_state],
        confirmed=True,
        since=session.last_updated or session.seen_at,
    )
