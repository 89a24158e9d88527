"""Faults to order: which answer goes wrong, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal, get_args

from .errors import Reply, error, page
from .ids import http_date
from .wire import OPERATIONS, Call

type FaultKind = Literal[
    "status",
    "status_empty",
    "hang",
    "cut",
    "html",
    "text",
    "garbage",
    "huge",
    "deep",
    "empty",
    "failed",
    "duplicate",
    "late",
    "stale",
    "unknown_state",
    "redirect",
    "refuse_token",
]

KINDS: tuple[str, ...] = get_args(FaultKind.__value__)

# These need the operation carried out: they change its answer rather than stand in for it.
ALTERING = frozenset({"duplicate", "late", "stale", "unknown_state"})

UNKNOWN_STATE = "paused-by-grid"
_HUGE_BYTES = 5 * 1024 * 1024
_DEPTH = 100_000
_HTTP_DATE_AHEAD = 30.0
_REDIRECT_STATUSES = range(300, 400)
_CLOCK_LIMIT = timedelta(days=50 * 365).total_seconds()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One order."""

    operation: str
    kind: str
    times: int = 1
    probability: float = 1.0
    before: bool = True
    status: int = 500
    seconds: float = 0.0
    retry_after: str | None = None
    text: str = ""
    clock_ahead: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what makes no sense, in words."""
        if self.operation not in (*OPERATIONS, "any"):
            known = ", ".join((*OPERATIONS, "any"))
            raise ValueError(
                f"There is no operation {self.operation!r}. There are: {known}."
            )
        if self.kind not in KINDS:
            raise ValueError(
                f"There is no fault {self.kind!r}. There are: {', '.join(KINDS)}."
            )
        if self.kind == "refuse_token" and self.operation != "token":
            raise ValueError("The fault refuse_token belongs to the operation token.")
        if self.times < 1:
            raise ValueError("times must be 1 or more.")
        if not 0 < self.probability <= 1:
            raise ValueError("probability must be more than 0 and not more than 1.")
        if not 200 <= self.status <= 599:
            raise ValueError("status must be from 200 to 599.")
        if self.seconds < 0:
            raise ValueError("seconds must be 0 or more.")
        if abs(self.clock_ahead) > _CLOCK_LIMIT:
            raise ValueError("clock_ahead must be within 50 years.")


@dataclass
class FaultBox:
    """The orders that are still open, first come, first served."""

    random: Random
    orders: list[tuple[Fault, int]] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Take an order."""
        self.orders.append((fault, fault.times))

    def draw(self, operation: str) -> Fault | None:
        """Give the fault for this call, if there is one; it is used up by that."""
        for position, (fault, left) in enumerate(self.orders):
            if fault.operation not in (operation, "any"):
                continue
            if fault.probability < 1 and self.random.random() >= fault.probability:
                continue
            if left > 1:
                self.orders[position] = (fault, left - 1)
            else:
                del self.orders[position]
            return fault
        return None

    def clear(self) -> None:
        """Forget every order."""
        self.orders.clear()


def stand_in(
    fault: Fault, call: Call, now: datetime, refused_client: Callable[[], Reply]
) -> Reply:
    """Give the answer that stands in for the true one."""
    return _STAND_INS[fault.kind](fault, call, now, refused_client)


def duplicated(reply: Reply) -> Reply:
    """Give the answer with every item of its data twice."""
    body = reply.body
    if isinstance(body, list):
        return Reply(reply.status, [item for item in body for _ in range(2)])
    if isinstance(body, dict):
        twice: dict[str, object] = {
            key: [item for item in value for _ in range(2)]
            if key in ("data", "Data")
            else value
            for key, value in body.items()
        }
        return Reply(reply.status, twice)
    return reply


def _headers(fault: Fault, now: datetime) -> dict[str, str]:
    now += timedelta(seconds=fault.clock_ahead)
    headers = {"Date": http_date(now)}
    if fault.retry_after == "http-date":
        ahead = timedelta(seconds=fault.seconds or _HTTP_DATE_AHEAD)
        headers["Retry-After"] = http_date(now + ahead)
    elif fault.retry_after is not None:
        headers["Retry-After"] = fault.retry_after
    return headers


type _StandIn = Callable[[Fault, Call, datetime, Callable[[], Reply]], Reply]


def _status(
    fault: Fault, call: Call, now: datetime, refused: Callable[[], Reply]
) -> Reply:
    if call.operation == "token" and fault.status == 401:
        return refused()
    if call.operation == "token" and fault.status == 400:
        body = {
            "error": "invalid_request",
            "error_description": "The request is not valid",
        }
        return Reply(400, body)
    return error(call, fault.status, headers=_headers(fault, now))


def _status_empty(fault: Fault, _call: Call, now: datetime, _refused: object) -> Reply:
    return Reply(fault.status, raw=b"", headers=_headers(fault, now))


def _html(fault: Fault, _call: Call, now: datetime, _refused: object) -> Reply:
    reply = page(fault.status, "This page is not the API")
    return replace(reply, headers=_headers(fault, now))


def _text(fault: Fault, _call: Call, now: datetime, _refused: object) -> Reply:
    """Say what was ordered, word for word, under the name of JSON."""
    return Reply(
        fault.status,
        raw=fault.text.encode(errors="replace"),
        headers=_headers(fault, now),
    )


def _garbage(_fault: Fault, _call: Call, _now: datetime, _refused: object) -> Reply:
    return Reply(200, raw=b'{"status": "SUCC\xff\xfe')


def _huge(_fault: Fault, call: Call, _now: datetime, _refused: object) -> Reply:
    body: dict[str, object] = {
        "requestId": call.request_id,
        "status": "SUCCESS",
        "data": [],
        "padding": "x" * _HUGE_BYTES,
    }
    return Reply(200, body)


def _deep(_fault: Fault, _call: Call, _now: datetime, _refused: object) -> Reply:
    return Reply(
        200,
        raw=b'{"status": "SUCCESS", "data": ' + b"[" * _DEPTH + b"]" * _DEPTH + b"}",
    )


def _empty(_fault: Fault, _call: Call, _now: datetime, _refused: object) -> Reply:
    return Reply(200, raw=b"")


def _failed(
    _fault: Fault, call: Call, _now: datetime, refused: Callable[[], Reply]
) -> Reply:
    """HTTP says success and the envelope says FAILED (API.md section 6)."""
    if call.operation == "token":
        return Reply(200, refused().body)
    failure = error(call, 404 if call.bare else 500)
    return Reply(200, failure.body)


def _redirect(fault: Fault, call: Call, _now: datetime, _refused: object) -> Reply:
    status = fault.status if fault.status in _REDIRECT_STATUSES else 302
    return Reply(status, raw=b"", headers={"Location": f"/elsewhere{call.path}"})


def _refuse_token(
    _fault: Fault, _call: Call, _now: datetime, refused: Callable[[], Reply]
) -> Reply:
    return refused()


_STAND_INS: Mapping[str, _StandIn] = {
    "status": _status,
    "status_empty": _status_empty,
    "html": _html,
    "text": _text,
    "garbage": _garbage,
    "huge": _huge,
    "deep": _deep,
    "empty": _empty,
    "failed": _failed,
    "redirect": _redirect,
    "refuse_token": _refuse_token,
}
