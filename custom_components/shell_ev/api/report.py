"""The report that a user hands on: what Shell answers, in shapes without a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
import json
from math import inf
import re
from typing import Any, Final, Self

from .book import SHOWN_HEADER, Met, ShapeBook
from .client import ShellEvClient
from .documented import Finding, Kind
from .errors import Cause
from .generations import Operation
from .servers import CUSTOM, SERVERS
from .shapes import LENGTHS, LONGEST, Form, Path, in_words, is_path, is_word

REPORT_KIND: Final = "shell_ev_api"
REPORT_VERSION: Final = 1

SEND_REPORTS_TO: Final = (
    "https://github.com/shell-ev-charging/home-assistant-shell-ev/issues"
)
"""Where a report goes, the issue tracker of the manifest. Not published yet."""

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""A clock this far from Shell's is right: tokens and times of sessions bear it."""

MAX_ADVICE: Final = 300
"""Characters of a line of advice."""

_ENVIRONMENTS: Final = (*SERVERS, CUSTOM)
_CONTENTS: Final = ("json", "html", "text", "empty")
_CLOCK: Final = re.compile(
    r"right|unknown|(ahead|behind) by [0-9]+ (day|hour|minute)s?"
)
_VERSION: Final = re.compile(r"[0-9][0-9a-z.]{0,20}")
_GENERATION: Final = re.compile(r"[A-D]{0,2}")
_NAME: Final = re.compile(r"[A-Za-z_]{1,40}")
_CLASSES: Final = frozenset({LONGEST, *(name for _, name in LENGTHS)})

_LINE: Final = 120
"""Characters: what is longer is spread over several lines."""

_UNITS: Final = (("minute", 60, 60), ("hour", 3600, 24), ("day", 86400, inf))
"""How many seconds each has, and how many of it are one of the next."""


def report(
    client: ShellEvClient,
    *,
    environment: str,
    made: date,
    version: str,
    advice: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the report of all that a client was answered, to be written as JSON.

    ``environment`` is "production", "test" or "custom", ``version`` that of the client, and
    ``advice`` what to do next, in sentences without an id.
    """
    return {
        "report": REPORT_KIND,
        "version": REPORT_VERSION,
        "made": made.isoformat(),
        "environment": environment,
        "client": version,
        "clock": clock_in_words(client.clock_ahead),
        "operations": operations(client.shapes),
        "advice": list(advice),
    }


def as_text(made: dict[str, Any]) -> str:
    """Return a report as JSON that a person can read: what fits in a line is on one."""
    return f"{_in_lines(made, indent='')}\n"


def operations(book: ShapeBook) -> list[dict[str, Any]]:
    """Return what a book holds, as in a report."""
    return [_operation(met) for met in book.met]


def wrong_clock(ahead: timedelta | None) -> str | None:
    """Return what to tell a person whose clock is wrong, ``None`` where it is right or nobody knows."""
    state = clock_in_words(ahead)
    if state in ("right", "unknown"):
        return None
    return f"This computer's clock is {state}. Set it right"


def clock_in_words(ahead: timedelta | None) -> str:
    """Return how our clock stands to Shell's: "right", "ahead by 3 hours", "behind by 1 day".

    To the nearest: Shell tells whole seconds, so that three hours are most often measured as less.
    """
    if ahead is None:
        return "unknown"
    if abs(ahead) <= CLOCK_TOLERANCE:
        return "right"
    seconds = abs(ahead).total_seconds()
    counts = ((unit, round(seconds / length), end) for unit, length, end in _UNITS)
    unit, count = next((unit, count) for unit, count, end in counts if count < end)
    direction = "ahead" if ahead > timedelta() else "behind"
    return f"{direction} by {count} {unit}{'' if count == 1 else 's'}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported:
    """One kind of answer in a report, as in ``Met``."""

    operation: Operation
    generation: str
    status: int | None
    count: int
    failure: Cause | None = None
    seconds: float = 0
    content: str = ""
    headers: tuple[str, ...] = ()
    paths: Mapping[Path, tuple[Form, ...]] = field(default_factory=dict)
    codes: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report as it was read."""

    made: date
    environment: str
    client: str
    clock: str
    operations: tuple[Reported, ...]
    advice: tuple[str, ...]

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Read what was JSON. See ``read_report``."""
        _check(
            raw.pop("report") == REPORT_KIND and raw.pop("version") == REPORT_VERSION
        )
        read = cls(
            made=date.fromisoformat(raw.pop("made")),
            environment=raw.pop("environment"),
            client=raw.pop("client"),
            clock=raw.pop("clock"),
            operations=tuple(map(_read_operation, raw.pop("operations"))),
            advice=tuple(raw.pop("advice")),
        )
        _check(not raw and read.environment in _ENVIRONMENTS)
        _check(_VERSION.fullmatch(read.client) and _CLOCK.fullmatch(read.clock))
        _check(
            all(
                isinstance(line, str) and len(line) <= MAX_ADVICE
                for line in read.advice
            )
        )
        return read


def read_report(text: str) -> Report:
    """Read a report, and nothing that could not be one: of a value there is no place in it.

    Raises:
        ValueError: it is no report of this version.
    """
    try:
        return Report.read(json.loads(text))
    except AttributeError, KeyError, RecursionError, TypeError, ValueError:
        raise ValueError("Not a report") from None  # without what stands there


def _read_operation(raw: dict[str, Any]) -> Reported:
    status = raw.pop("status")
    asked = {
        "operation": Operation(raw.pop("operation")),
        "generation": raw.pop("generation"),
        "status": status,
        "count": raw.pop("count"),
    }
    if status is None:
        read = Reported(**asked, failure=Cause(raw.pop("failure")))
    else:
        read = Reported(
            **asked,
            seconds=raw.pop("seconds"),
            content=raw.pop("content"),
            headers=tuple(raw.pop("headers")),
            paths={
                path: tuple(map(Form.read, forms))
                for path, forms in raw.pop("paths").items()
            },
            codes={path: tuple(codes) for path, codes in raw.pop("words").items()},
            findings=tuple(map(_read_finding, raw.pop("findings"))),
            cut=raw.pop("cut", False),
        )
        _check(read.content in _CONTENTS and isinstance(status, int))
    _check(not raw and _GENERATION.fullmatch(read.generation))
    _check(isinstance(read.cut, bool))
    _check(isinstance(read.count, int) and isinstance(read.seconds, int | float))
    _check(all(map(SHOWN_HEADER.fullmatch, read.headers)))
    _check(all(map(is_path, (*read.paths, *read.codes))))
    _check(all(is_word(word) for codes in read.codes.values() for word in codes))
    return read


def _read_finding(raw: dict[str, str]) -> Finding:
    finding = Finding(Kind(raw.pop("kind")), raw.pop("path"), raw.pop("detail"))
    _check(not raw and is_path(finding.path))
    _check(all(map(_may_be_in_detail, finding.detail.replace(",", "").split())))
    return finding


def _may_be_in_detail(part: str) -> bool:
    return is_word(part) or part in _CLASSES or bool(_NAME.fullmatch(part))


def _check(right: object) -> None:
    if not right:
        raise ValueError("Not a report")


def _operation(met: Met) -> dict[str, Any]:
    asked = {
        "operation": met.operation.value,
        "generation": met.generation,
        "status": met.status,
        "count": met.count,
    }
    if met.status is None:
        return asked | {"failure": met.failure and met.failure.value}
    return asked | {
        "findings": [
            {
                "kind": finding.kind.value,
                "path": finding.path,
                "detail": finding.detail,
            }
            for finding in met.findings
        ],
        "seconds": round(met.seconds, 2),
        "content": met.content,
        "headers": list(met.headers),
        "paths": {path: in_words(forms) for path, forms in met.shape.paths.items()},
        "words": _sorted(met.shape.codes),
        # Told only where it is so: of longer lists the first items are looked at.
        **({"cut": True} if met.shape.cut else {}),
    }


def _sorted(codes: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {path: sorted(found) for path, found in codes.items()}


def _in_lines(value: Any, indent: str) -> str:
    line = json.dumps(value)
    if not isinstance(value, dict | list) or not value:
        return line
    values = list(value.values() if isinstance(value, dict) else value)
    is_plain = not any(isinstance(each, dict | list) for each in values)
    if is_plain and len(indent) + len(line) <= _LINE:
        return line
    deeper = indent + "  "
    parts = [_in_lines(each, deeper) for each in values]
    opening, closing = "[]"
    if isinstance(value, dict):
        opening, closing = "{}"
        parts = [
            f"{json.dumps(key)}: {part}" for key, part in zip(value, parts, strict=True)
        ]
    spread = f",\n{deeper}".join(parts)
    return f"{opening}\n{deeper}{spread}\n{indent}{closing}"
