"""Of which charge cards Shell tells what they have running. Pure."""

from collections.abc import Iterable

from .record import Intent, TrackedSession


class KnownCards:
    """What Shell tells: all that a card has running, or only of a session of it.

    Whoever finds that it tells no more, and for how long that is borne, says so from outside.
    All ids are compact.
    """

    def __init__(self, under_way: Iterable[TrackedSession | Intent]) -> None:
        """Begin with the cards of which something was under way before: that is shown meanwhile."""
        self._cards = {each.ema_id for each in under_way}
        self._sessions: set[tuple[str, str]] = set()
        """Cards, and the charge points where a session of theirs is told of."""

    def note_list(self, ema_id: str) -> None:
        """Note that Shell has listed what a card has running."""
        self._cards.add(ema_id)

    def note_session(self, session: TrackedSession) -> None:
        """Note that Shell has told of a session: that says nothing of others of its card."""
        self._sessions.add((session.ema_id, session.evse_id))

    def forget(self, ema_id: str) -> None:
        """Note that Shell does not tell of a card any more."""
        self._cards.discard(ema_id)
        self._sessions = {each for each in self._sessions if each[0] != ema_id}

    def forget_all(self) -> None:
        """Note that Shell does not tell of any card any more."""
        self._cards.clear()
        self._sessions.clear()

    def is_listed(self, ema_id: str) -> bool:
        """Return whether all is told that a card has running."""
        return ema_id in self._cards

    def is_known(self, ema_id: str) -> bool:
        """Return whether anything is told that a card has running."""
        return self.is_listed(ema_id) or any(
            each == ema_id for each, _ in self._sessions
        )

    def is_known_at(self, ema_id: str, evse_id: str) -> bool:
        """Return whether it is told what a card has running at a charge point."""
        return self.is_listed(ema_id) or (ema_id, evse_id) in self._sessions
