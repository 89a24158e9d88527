"""The audit log: what was asked, by whom, and what came of it. The server's side of a RequestId."""

from dataclasses import asdict, dataclass
from datetime import datetime

from .ids import rfc3339
from .wire import Call


@dataclass(frozen=True)
class AuditRecord:
    """One request. It holds the path only: queries and headers carry ids and secrets."""

    time: datetime
    request_id: str | None
    operation: str
    generation: str | None
    method: str
    path: str
    status: int | None
    """None when the caller got no answer."""
    fault: str | None
    client_id: str | None
    session_id: str | None
    ema_id: str | None
    evse_id: str | None

    @classmethod
    def of(
        cls, call: Call, time: datetime, status: int | None, fault: str | None
    ) -> AuditRecord:
        """Write down a call."""
        return cls(
            time=time,
            request_id=call.request_id,
            operation=call.operation,
            generation=call.generation,
            method=call.method,
            path=call.path,
            status=status,
            fault=fault,
            client_id=call.client_id,
            session_id=call.session_id,
            ema_id=call.ema_id,
            evse_id=call.evse_id,
        )

    def as_json(self) -> dict[str, object]:
        """Give the record for the control API."""
        return asdict(self) | {"time": rfc3339(self.time, timespec="milliseconds")}
