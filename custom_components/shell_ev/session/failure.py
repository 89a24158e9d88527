"""What is told of a session's failure. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from .plain import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure(Record):
    """A failure that is news, until a command follows it or the session comes to its end.

    ``at`` is its one moment, however often Shell tells of it. ``request_id`` is that of the
    command that failed, ``None`` where that was not given here.
    """

    at: datetime
    request_id: str | None = None

    @classmethod
    def of_command(
        cls,
        request_id: str | None,
        sent_at: datetime | None,
        *,
        said_at: datetime | None,
        now: datetime,
    ) -> Self:
        """Return what becomes known of a failure now.

        It was when Shell says, but not before its command, and not later than now: one of the two
        clocks may be wrong.
        """
        earliest = sent_at or datetime.min.replace(tzinfo=UTC)
        return cls(at=min(max(said_at or now, earliest), now), request_id=request_id)
