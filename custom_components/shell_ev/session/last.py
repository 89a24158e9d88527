"""Which sessions were the last at each charge point. Pure."""

from datetime import datetime

from ..api.models import SessionState
from .record import TrackedSession


class Last:
    """The last sessions of each charge point, by its compact EVSE ID.

    ``over`` is the last that is over, ``ran`` the last of those that ran, ``metered`` the last
    that a meter was read for, ``priced`` the last of those whose currency is known.
    """

    def __init__(self) -> None:
        """Know of none."""
        self._order: dict[tuple[str, datetime], int] = {}
        """In which sessions became known: times may be those of a clock that was ahead."""
        self.over: dict[str, TrackedSession] = {}
        self.ran: dict[str, TrackedSession] = {}
        self.metered: dict[str, TrackedSession] = {}
        self.priced: dict[str, TrackedSession] = {}

    def note(self, session: TrackedSession) -> None:
        """Take what became known of a session."""
        self._order.setdefault(_name(session), len(self._order))
        if session.metering:
            self._take(self.metered, session)
            if session.metering.currency:
                self._take(self.priced, session)
        if not session.live:
            self._take(self.over, session)
            if session.state is not SessionState.FAILED_TO_START:
                self._take(self.ran, session)

    def forget(self, session: TrackedSession) -> None:
        """Leave out a session that is kept no more; where it is the last, it stays that."""
        lasts = (self.over, self.ran, self.metered, self.priced)
        name = _name(session)
        for known in lasts:
            last = known.get(session.evse_id)
            if last and _name(last) == name:
                return
        self._order.pop(name, None)

    def is_after(self, session: TrackedSession, other: TrackedSession) -> bool:
        """Return whether a session became known after another."""
        return self._order[_name(session)] > self._order[_name(other)]

    def _take(self, known: dict[str, TrackedSession], session: TrackedSession) -> None:
        last = known.get(session.evse_id)
        if last is None or not self.is_after(last, session):
            known[session.evse_id] = session


def _name(session: TrackedSession) -> tuple[str, datetime]:
    """Return what a session is known by: Shell gives an id to several, but not at one moment."""
    return session.session_id, session.seen_at
