"""What keeping 10,000 sessions costs while a car charges: ``python -m benchmarks.disk``.

A meter reports each second and Shell is asked each minute, in an hour that is run through 200
times as fast. The event loop turns without a pause: the longest turn is the longest that anything
held it. It is told twice: by the clock, in which other threads and whatever else the machine does
have their part, and by the time that the loop's own thread ran.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import gc
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Final
from unittest.mock import patch

from homeassistant.core import HomeAssistant

from .figures import Figure, above, show
from custom_components.shell_ev import store as store_module
from custom_components.shell_ev.api.models import Session, SessionState
from custom_components.shell_ev.const import KEPT_SESSIONS
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import Event, Origin, TrackedSession
from custom_components.shell_ev.session_file import SessionFile
from custom_components.shell_ev.store import SessionStore

SPEED: Final = 200
SECONDS: Final = 3600
POLL: Final = 60
BEGIN: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONGEST_HOLD: Final = 5
"""In milliseconds of the loop's own thread."""
APART: Final = timedelta(hours=1)
"""Sessions, 720 a month of which lie in one file."""


class Holds:
    """The longest time for which the event loop did not come to its next turn."""

    def __init__(self) -> None:
        """Know of none."""
        self.longest = self.longest_run = 0.0

    @asynccontextmanager
    async def watch(self) -> AsyncGenerator[None]:
        """Watch the loop; what ran before does not count."""
        self.longest = self.longest_run = 0.0
        task = asyncio.create_task(self._watch())
        await asyncio.sleep(0)
        yield
        # What was held at last is seen at the next turn.
        await asyncio.sleep(0)
        task.cancel()

    async def _watch(self) -> None:
        last, ran = perf_counter(), thread_time()
        while True:
            await asyncio.sleep(0)
            self.longest = max(self.longest, perf_counter() - last)
            self.longest_run = max(self.longest_run, thread_time() - ran)
            last, ran = perf_counter(), thread_time()


def past_session(number: int) -> TrackedSession:
    """Return one of the sessions that are over, as they are when all of it is known."""
    began = BEGIN - APART * (number + 1)
    ended = began + APART / 2
    return TrackedSession(
        session_id=f"{number:08x}-0000-4000-8000-000000000000",
        ema_id="NLTNMC00122045",
        evse_id=f"NLTNME{number % 20:08}0",
        evse_name=f"NL*TNM*E{number % 20:08}*0",
        seen_at=began,
        origin=Origin.HERE,
        state=SessionState.STOPPED,
        started_at=began,
        stopped_at=ended,
        ended_at=ended,
        last_updated=ended,
        started_by=f"{number:08x}-0000-4000-8000-000000000001",
        stopped_by=f"{number:08x}-0000-4000-8000-000000000002",
        start_sent_at=began,
        stop_sent_at=ended,
        announced=frozenset({Event.STARTED, Event.STOPPED}),
        metering=Metering(began_at=began, priced_until=ended, reading=1.0, closed=True),
    )


def reading(at: datetime) -> Session:
    """Return what Shell says of the session under way."""
    return Session(
        session_id="running",
        ema_id="NL-TNM-C00122045-K",
        evse_id="NL*TNM*E00000000*0",
        state=SessionState.STARTED,
        started_at=BEGIN,
        last_updated=at,
    )


async def charge(store: SessionStore) -> None:
    """Let a car charge for an hour."""
    tracker = store.kept.tracker
    metering = Metering(began_at=BEGIN, priced_until=BEGIN)
    begun = perf_counter()
    for second in range(SECONDS):
        now = BEGIN + timedelta(seconds=second)
        if second % POLL == 0:
            tracker.update((reading(now),), tracker.draw_ticket(), now)
            if tracker.take_news():
                await store.async_save()
        metering = replace(metering, reading=second / SECONDS, priced_until=now)
        tracker.metered("running", metering)
        store.async_save_later()
        await asyncio.sleep(max(0, begun + second / SPEED - perf_counter()))


async def stop(store: SessionStore) -> None:
    """Let the session come to its end."""
    tracker, now = store.kept.tracker, BEGIN + APART
    over = replace(reading(now), state=SessionState.STOPPED, stopped_at=now)
    tracker.update((over,), tracker.draw_ticket(), now)
    tracker.take_news()
    await store.async_save()


async def measure(folder: str) -> list[Figure]:
    """Load, charge for an hour, and stop; return what each held and wrote."""
    hass = HomeAssistant(folder)
    holds = Holds()
    written: dict[str, int] = {}
    write = SessionFile._write_prepared_data  # noqa: SLF001

    def count(file: SessionFile, mode: str, data: str | bytes) -> None:
        written[file.key] = written.get(file.key, 0) + len(data)
        write(file, mode, data)

    found: list[Figure] = []

    def note(what: str) -> None:
        held = holds.longest_run * 1000
        found.append(
            Figure(
                row=f"longest hold of the loop, 10,000 sessions kept: {what}",
                unit="ms CPU",
                measured=(held,),
                rivals={},
                mark=f"≤ {LONGEST_HOLD} ms",
                reached=held <= LONGEST_HOLD,
                missed_by=above(held, LONGEST_HOLD, "ms"),
            )
        )
        found.append(
            Figure(
                row=f"disk, 10,000 sessions kept: {what}",
                unit="kB",
                measured=(sum(written.values()) / 1000,),
                rivals={},
                mark="",
                reached=None,
            )
        )
        written.clear()

    with (
        patch.object(SessionFile, "_write_prepared_data", count),
        patch.object(store_module, "SAVE_DELAY", store_module.SAVE_DELAY / SPEED),
        patch.object(
            store_module, "SLOW_SAVE_DELAY", store_module.SLOW_SAVE_DELAY / SPEED
        ),
    ):
        await fill(hass)
        gc.collect()
        written.clear()
        async with holds.watch():
            await asyncio.sleep(SECONDS / SPEED / 10)
        note("nothing")
        store = SessionStore(hass, "account")
        async with holds.watch():
            await store.async_load({})
        note("loading them")
        # Python's collector looks through all that Home Assistant has from time to time; that is
        # not ours to measure.
        gc.freeze()
        async with holds.watch():
            await charge(store)
        note("charging for an hour, a meter that reports each second")
        async with holds.watch():
            await stop(store)
        note("stopping")
        await store.async_close()
    await hass.async_stop(force=True)
    return found


async def fill(hass: HomeAssistant) -> None:
    """Write the history."""
    store = SessionStore(hass, "account")
    await store.async_load({})
    tracker = store.kept.tracker
    for number in reversed(range(KEPT_SESSIONS - 1)):
        tracker._put(past_session(number), 0)  # noqa: SLF001
    tracker.take_news()
    await store.async_close()


def figures(quick: bool = False) -> list[Figure]:
    """Return what was measured. It takes no less where it is to be ``quick``."""
    with TemporaryDirectory() as folder:
        (Path(folder) / ".storage").mkdir()
        return asyncio.run(measure(folder))


def main() -> None:
    """Measure and print."""
    print(show(figures()))


if __name__ == "__main__":
    main()
