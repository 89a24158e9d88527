"""Random lives of an account: what people, Shell, the network and restarts may do, in any order."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator
from tests.conftest import CARD, HOME, OFFICE, Home, sent

POINTS = {"Home": HOME, "Office": OFFICE}
RECOVERY = timedelta(minutes=25)
"""The longest back-off is 12.5 minutes; then a poll, and what it finds under way comes to its end."""

type Step = tuple[Any, ...]

_POINT = st.sampled_from(sorted(POINTS))
_FAULT = st.fixed_dictionaries(
    {
        "operation": st.sampled_from(
            ["start", "stop", "active", "retrieve", "token", "any"]
        ),
        "before": st.booleans(),
        "times": st.integers(1, 4),
        "kind": st.sampled_from(
            [
                ("status", 500),
                ("status", 503),
                ("status", 429),
                ("status", 404),
                ("cut", 500),
                ("html", 200),
                ("garbage", 500),
                ("empty", 500),
                ("stale", 500),
                ("duplicate", 500),
                ("unknown_state", 500),
            ]
        ),
    }
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("switch"), _POINT, st.sampled_from(["on", "off"])),
        st.tuples(st.just("switch"), _POINT, st.sampled_from(["on", "off"])),
        st.tuples(st.just("wait"), st.sampled_from([1, 3, 10, 35, 60, 200, 600])),
        st.tuples(st.just("wait"), st.sampled_from([1, 3, 10, 35, 60, 200, 600])),
        st.tuples(st.just("stop_card")),
        st.tuples(st.just("restart"), st.booleans()),
        st.tuples(st.just("card"), _POINT),
        st.tuples(st.just("end")),
        st.tuples(st.just("plug"), _POINT, st.booleans()),
        st.tuples(st.just("service"), _POINT, st.booleans()),
        st.tuples(st.just("fault"), _FAULT),
        st.tuples(st.just("faults"), st.lists(_FAULT, min_size=2, max_size=3)),
        st.tuples(st.just("outage"), st.sampled_from([20, 100, 400])),
        st.tuples(
            st.just("leave"), _POINT, st.sampled_from(["on", "off"]), st.integers(0, 60)
        ),
        st.tuples(st.just("reload"), _POINT, st.integers(0, 60)),
    ),
    min_size=10,
    max_size=40,
)


TOLD = "told_to_an_automation"
LISTENER: dict[str, Any] = {
    "alias": "Listener",
    "mode": "queued",
    "max": 100,
    "triggers": [
        {
            "trigger": f"shell_ev.{key}",
            "target": {"entity_id": ["event.home_session", "event.office_session"]},
        }
        for key in ("started_charging", "stopped_charging", "failed_to_start")
    ],
    "actions": {
        "event": TOLD,
        "event_data": {
            "session_id": "{{ trigger.to_state.attributes.session_id }}",
            "kind": "{{ trigger.to_state.attributes.event_type }}",
        },
    },
}
"""What a person has who wants to know: an automation on the integration's own triggers."""


@dataclass
class Tally:
    """What the lives had in them."""

    lives: int = 0
    steps: int = 0
    restarts: int = 0
    crashes: int = 0
    sessions: int = 0
    calls: int = 0
    disturbed: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    left: int = 0
    reloads: int = 0
    outages: int = 0


class Life:
    """One account from its set-up to its removal."""

    def __init__(
        self,
        hass: HomeAssistant,
        home: Home,
        simulator: Simulator,
        make_entry: Callable[[], MockConfigEntry],
        storage: dict[str, Any],
        tally: Tally,
    ) -> None:
        """Begin with a simulator as it was on its first day."""
        simulator.reset()
        self.hass = hass
        self.home = home
        self.simulator = simulator
        self.storage = storage
        self.tally = tally
        self.entry = make_entry()
        self.told: list[tuple[str, str]] = []
        self.over: set[str] = set()
        self._stop_listening = hass.bus.async_listen(TOLD, self._listen)

    @callback
    def _listen(self, event: Event) -> None:
        """Note what the automation was told."""
        data = event.data
        self.told.append((data["session_id"], data["kind"]))

    async def live(self, steps: Sequence[Step]) -> None:
        """Go through the steps, recover, and check what must hold."""
        try:
            await self._set_up()
            for step in steps:
                self.tally.steps += 1
                await getattr(self, f"_{step[0]}")(*step[1:])
                self._check_no_return()
            await self._recover()
            self._check_knowledge()
            self._check_announcements()
            await self._check_restart()
        finally:
            self._stop_listening()
            self.simulator.clear_faults()
            self.tally.lives += 1
            self.tally.calls += len(self.simulator.audit)
            self.tally.disturbed.update(
                f"{call.fault} {call.status or ''}".strip()
                for call in self.simulator.audit
                if call.fault
            )
            self.tally.sessions += len(self.simulator.sessions)
            await self.hass.config_entries.async_remove(self.entry.entry_id)
            await self.home.settle()

    # The steps

    async def _switch(self, point: str, turn: str) -> None:
        """A start is sent at most once for each time that somebody asks, and never into a session."""
        if self.entry.state is not ConfigEntryState.LOADED:
            return
        running = any(
            session.evse_id == POINTS[point] and not session.ended
            for session in self.simulator.sessions.values()
        )
        before = sent(self.simulator, "start")
        try:
            await self.home.switch(turn, point)
        except HomeAssistantError as err:
            self.tally.refusals[str(err.translation_key)] += 1
        assert sent(self.simulator, "start") - before <= (turn == "on" and not running)

    async def _leave(self, point: str, turn: str, turns: int) -> None:
        """Somebody asks, and is gone before there is an answer: a script that is turned off."""
        if self.entry.state is not ConfigEntryState.LOADED:
            return
        self.tally.left += 1
        before = sent(self.simulator, "start")
        await self._begin(point, turn, turns, asyncio.Task.cancel)
        await self.home.settle()
        assert sent(self.simulator, "start") - before <= (turn == "on")

    async def _reload(self, point: str, turns: int) -> None:
        """The account is reloaded while a start is out."""
        if self.entry.state is not ConfigEntryState.LOADED:
            return
        self.tally.reloads += 1
        before = sent(self.simulator, "start")
        await self._begin(point, "on", turns, lambda _: None)
        await self.home.settle()
        assert sent(self.simulator, "start") - before <= 1

    async def _begin(
        self,
        point: str,
        turn: str,
        turns: int,
        then: Callable[[asyncio.Task[None]], object],
    ) -> None:
        """Ask, let the loop turn a few times, and do something in the middle."""
        task = asyncio.create_task(self.home.switch(turn, point))
        for _ in range(turns):
            await asyncio.sleep(0)
        if then(task) is None:
            await self.hass.config_entries.async_reload(self.entry.entry_id)
        (outcome,) = await asyncio.gather(task, return_exceptions=True)
        if isinstance(outcome, HomeAssistantError):
            self.tally.refusals[str(outcome.translation_key)] += 1
        elif outcome is not None and not isinstance(outcome, asyncio.CancelledError):
            raise outcome

    async def _outage(self, seconds: float) -> None:
        """Nothing is answered for a while."""
        self.tally.outages += 1
        self.simulator.inject("any", "status", status=503, times=10**6)
        await self._wait(seconds)
        self.simulator.clear_faults()

    async def _stop_card(self) -> None:
        if self.entry.state is not ConfigEntryState.LOADED:
            return
        try:
            await self.hass.services.async_call(
                "button",
                "press",
                {"entity_id": self.home.entity_id("stop_session", "Card")},
                blocking=True,
            )
        except HomeAssistantError as err:
            self.tally.refusals[str(err.translation_key)] += 1

    async def _wait(self, seconds: float) -> None:
        end = dt_util.utcnow() + timedelta(seconds=seconds)
        while (left := end - dt_util.utcnow()) > timedelta():
            pace = timedelta(seconds=60)
            if self.entry.state is ConfigEntryState.LOADED:
                pace = self.entry.runtime_data.sessions.update_interval + timedelta(
                    seconds=1
                )
            self.home.freezer.tick(min(pace, left))
            async_fire_time_changed(self.hass)
            await self.home.settle()

    async def _restart(self, clean: bool) -> None:
        """Go away and come back; after a crash only with what was on disk by then."""
        self.tally.restarts += 1
        key = f"{DOMAIN}.{self.entry.entry_id}"
        on_disk = deepcopy(self._files(key))
        await self.hass.config_entries.async_unload(self.entry.entry_id)
        if not clean:
            self.tally.crashes += 1
            for name in self._files(key):
                del self.storage[name]
            self.storage.update(on_disk)
        await self._set_up()

    def _files(self, key: str) -> dict[str, Any]:
        """Return what is on disk of the account: the hot file, and those of the months."""
        return {
            name: file for name, file in self.storage.items() if name.startswith(key)
        }

    async def _card(self, point: str) -> None:
        try:
            self.simulator.start_by_card(CARD, POINTS[point])
        except ValueError:
            pass  # in use or out of service

    async def _end(self) -> None:
        for session in self.simulator.sessions.values():
            if not session.ended:
                self.simulator.end_session(session.session_id)
                return

    async def _plug(self, point: str, plugged: bool) -> None:
        self.simulator.plug(POINTS[point], plugged)

    async def _service(self, point: str, in_service: bool) -> None:
        self.simulator.set_service(POINTS[point], in_service)

    async def _fault(self, fault: dict[str, Any]) -> None:
        """Disturb calls. A 404 is an answer by contract, so it is told only where it is a slip."""
        kind, status = fault["kind"]
        self.simulator.inject(
            "stop" if status == 404 else fault["operation"],
            kind,
            status=status,
            before=fault["before"],
            times=fault["times"],
            retry_after="20" if status == 429 else None,
        )

    async def _faults(self, faults: list[dict[str, Any]]) -> None:
        """Several things go wrong at once."""
        for fault in faults:
            await self._fault(fault)

    # What must hold

    async def _set_up(self) -> None:
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.home.settle()

    async def _recover(self) -> None:
        """Let the disturbances end and everything that is under way come to its end."""
        self.simulator.clear_faults()
        await self._wait(RECOVERY.total_seconds())
        if self.entry.state is not ConfigEntryState.LOADED:
            await self.hass.config_entries.async_reload(self.entry.entry_id)
            await self._wait(RECOVERY.total_seconds())
        assert self.entry.state is ConfigEntryState.LOADED

    def _check_no_return(self) -> None:
        """What has ended does not run again, whatever old answers say."""
        if self.entry.state is ConfigEntryState.LOADED:
            sessions = self.entry.runtime_data.reader.tracker.sessions
            assert not [key for key in self.over if sessions[key].live]
            self.over |= {key for key, session in sessions.items() if not session.live}

    def _check_knowledge(self) -> None:
        """What runs is known as running, what does not is not, and the switch agrees."""
        tracker = self.entry.runtime_data.reader.tracker
        running = {
            key for key, session in self.simulator.sessions.items() if not session.ended
        }
        assert {session.session_id for session in tracker.live_sessions()} == running
        assert tracker.sessions.keys() <= self.simulator.sessions.keys()
        for point, evse_id in POINTS.items():
            charging = any(
                self.simulator.sessions[key].evse_id == evse_id for key in running
            )
            assert self.home.state("charging", point) == ("on" if charging else "off")

    def _check_announcements(self) -> None:
        """Each turn of a session is told once, and the end of each that was known."""
        once = Counter(self.told)
        assert set(once.values()) <= {1}
        ends = Counter(key for key, kind in once if kind in ("stopped", "start_failed"))
        for session in self.entry.runtime_data.reader.tracker.sessions.values():
            assert ends[session.session_id] == (0 if session.live else 1), session

    async def _check_restart(self) -> None:
        """What is known after a restart is what was known before it, and nothing is told again."""
        before = dict(self.entry.runtime_data.reader.tracker.sessions)
        told = list(self.told)
        await self._restart(clean=True)
        assert dict(self.entry.runtime_data.reader.tracker.sessions) == before
        assert self.told == told
