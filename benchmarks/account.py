"""What an account costs its house, counted: ``python -m benchmarks.account``.

Rows of the recorder, bytes to disk, calls, the time from a start to its being shown, and memory: all
in a real Home Assistant under moved time with the simulator on a socket (``lives.py``), so that
these figures are the same on every machine.
"""

from collections.abc import Mapping
from dataclasses import replace
import gc
import json
import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
import tracemalloc
from typing import Any, Final

from .disk import past_session
from .figures import Figure, above, show
from .lives import DAYS, HOUR, MANY, SESSION, TOLD_IN
from custom_components.shell_ev.const import KEPT_SESSIONS
from custom_components.shell_ev.session.plain import from_plain, to_plain
from custom_components.shell_ev.session.record import (
    PricesInForce,
    Solar,
    TrackedSession,
)
from custom_components.shell_ev.session.tracker import SessionTracker

DELAYS: Final = (1, 5, 20, 60)
POLLS: Final = (30, 60)
"""Seconds between the polls of rivals that know but one pace."""
_PHASES: Final = 60
"""Moments between two of their polls at which a start may be pressed."""
DAY: Final = 24 * 3600


def figures(quick: bool = False) -> list[Figure]:
    """Return what was counted. ``quick`` weighs fewer days."""
    counts = _live(days=1 if quick else 5)
    hold = _figure(
        row="longest hold of the loop, 10,000 sessions kept, a meter that reports each second",
        unit="ms CPU",
        measured=counts["hold"],
        most=5,
    )
    return [
        hold,
        *_rows(counts),
        *_bytes(counts),
        *_shown(counts),
        *_calls(counts),
        *_memory(counts),
    ]


def _live(days: int) -> Mapping[str, Any]:
    """Let pytest bring the Home Assistant of the tests, and return what was told.

    Raises:
        CalledProcessError: it did not come to an end.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "told.json"
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:xdist"),
                *("-p", "no:cacheprovider", "--log-level=WARNING"),
                *("--timeout=900", str(Path(__file__).with_name("lives.py"))),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, TOLD_IN: str(file), DAYS: str(days)},
        )
        counts: Mapping[str, Any] = json.loads(file.read_text())
        return counts


def _figure(
    row: str,
    unit: str,
    measured: float,
    most: float | None = None,
    rivals: Mapping[str, tuple[float, ...]] | None = None,
) -> Figure:
    """Return a figure that is to be no more than a number."""
    missed_by = "" if most is None else above(measured, most, unit)
    return Figure(
        row=row,
        unit=unit,
        measured=(measured,),
        rivals=rivals or {},
        mark="" if most is None else f"≤ {most:g} {unit}",
        reached=None if most is None else not missed_by,
        missed_by=missed_by,
    )


def _rows(counts: Mapping[str, Any]) -> list[Figure]:
    name = "one sensor with attributes"
    plain = {name: (float(counts["plain hour rival rows"]),)}
    metered = {name: (float(counts["metered hour rival rows"]),)}
    return [
        _figure("recorder: an idle day", "rows", counts["metered idle rows"], 0),
        _figure(
            row="recorder: a session without a meter",
            unit="rows",
            measured=counts["plain hour rows"],
            most=40,
            rivals=plain,
        ),
        _figure(
            row="recorder: an hour with a meter that steps each 10 s",
            unit="rows",
            measured=counts["metered hour rows"],
            most=200,
            rivals=metered,
        ),
    ]


def _bytes(counts: Mapping[str, Any]) -> list[Figure]:
    return [
        _figure("disk: an idle day", "kB", counts["metered idle bytes"] / 1000, 0),
        _figure(
            *("disk: an hour of charging with a meter", "kB"),
            *(counts["metered hour bytes"] / 1000, 100),
        ),
    ]


def _shown(counts: Mapping[str, Any]) -> list[Figure]:
    """Return how long it took from a start to its being shown, and with how many calls."""
    found = []
    for delay in DELAYS:
        row = f"start pressed to charging shown, operator's delay {delay} s"
        rivals = {f"polling each {each} s": _polled(delay, each) for each in POLLS}
        most = delay + max(2, delay / 4)
        found += [
            _figure(row, "s", counts[f"shown {delay}"], most, rivals),
            _figure(f"{row}: calls", "calls", counts[f"shown {delay} calls"]),
        ]
    return found


def _polled(delay: float, each: float) -> tuple[float, ...]:
    """Return after how long polling at one pace shows it, from moments all over its interval."""
    moments = (each * number / _PHASES for number in range(_PHASES))
    return tuple(each * -(-(at + delay) // each) - at for at in moments)


def _calls(counts: Mapping[str, Any]) -> list[Figure]:
    idle, ten = counts["plain idle calls"], counts["ten points idle calls"]
    fixed = {f"polling each {each} s": (DAY / each,) for each in POLLS}
    session = sum(counts["plain hour calls"].values()) * HOUR / SESSION
    errors = {
        name: count for name, count in counts.items() if name.startswith("error ")
    }
    return [
        _figure("calls: a card's, an idle day", "calls", idle["active"], 300, fixed),
        _figure("calls: the directory's, an idle day", "calls", idle["location"]),
        _figure("calls: tokens of 15 minutes, an idle day", "calls", idle["token"]),
        _figure(
            "calls: a session of an hour and the quarter after it, all",
            *("calls an hour", session, 60),
        ),
        _figure("calls: ten points with a card", "calls", ten["active"], 300, fixed),
        _figure("calls: ten points, all", "calls", sum(ten.values())),
        _figure(
            f"calls: an hour, the worst of {len(errors)} states of errors",
            *("calls", max(errors.values()), 60),
        ),
    ]


def _memory(counts: Mapping[str, Any]) -> list[Figure]:
    (one, one_ours), (many, many_ours) = counts["account"], counts["accounts"]
    point, point_ours = (many - one) / MANY / 1000, (many_ours - one_ours) / MANY / 1000
    return [
        _figure("memory: an account with a point, all", "kB", one / 1000),
        _figure("memory: a point, this integration's own", "kB", point_ours, 20),
        _figure("memory: a point, with Home Assistant's entities", "kB", point),
        _figure(
            "memory: a session kept, with meter, price and sun", "kB", _session(), 1
        ),
        _figure("memory: growth a day", "objects", max(counts["grown"], 0), 0),
    ]


def _session() -> float:
    """Return how many kB a kept session takes, read from its file and tracked."""
    solar = Solar(energy=1.5, covered=5.5)
    prices = PricesInForce(currency="EUR", per_kwh=0.44, per_minute=0.0, start_fee=0.25)
    past = (
        replace(past_session(number), solar=solar, prices=prices)
        for number in range(KEPT_SESSIONS)
    )
    raw = json.dumps([to_plain(each) for each in past])
    gc.collect()
    tracemalloc.start()
    plain = json.loads(raw)
    sessions = [from_plain(TrackedSession, each) for each in reversed(plain)]
    tracker = SessionTracker(keep=KEPT_SESSIONS, sessions=sessions)
    del plain, sessions
    gc.collect()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return size / len(tracker.sessions) / 1000


def main() -> None:
    """Count and print."""
    print(show(figures()))


if __name__ == "__main__":
    main()
