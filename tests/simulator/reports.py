"""Reports to answer like, and the calls that are asked."""

from collections.abc import Awaitable
import json
from typing import Any

from .caller import CARD, EVSE, Answer, Caller


def entry(
    operation: str, paths: dict[str, list[str]], **changes: Any
) -> dict[str, Any]:
    """Return one operation of a report."""
    answer: dict[str, Any] = {
        "operation": operation,
        "generation": "D",
        "status": 200,
        "count": 1,
        "seconds": 0.3,
        "content": "json",
        "headers": [],
        "paths": paths,
        "words": {},
        "findings": [],
    }
    return answer | changes


def report(*operations: dict[str, Any], **changes: Any) -> str:
    """Return a report."""
    return json.dumps(
        {"report": "shell_ev_api", "version": 1, "operations": operations} | changes
    )


def finding(kind: str, path: str, detail: str = "") -> dict[str, str]:
    """Return a finding of a report."""
    return {"kind": kind, "path": path, "detail": detail}


def ask_start(caller: Caller) -> Awaitable[Answer]:
    """Start at the first charge point."""
    return caller.ask(
        "POST",
        "/ev/v2/charge-session/start",
        json={"evChargeNumber": CARD, "evseId": EVSE},
    )


def active(caller: Caller) -> Awaitable[Answer]:
    """Ask for the sessions of the card."""
    return caller.ask("GET", f"/ev/v2/charge-session/active?emaId={CARD}")
