"""The main job of the integration, done once over Home Assistant's own interfaces, with a timeline."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
import re
from time import monotonic
from typing import Final

from . import account, dashboard
from .children import DemoError
from .demo import (
    CONSOLE_LOG,
    MOVING_IN_LOG,
    Simulator,
    home_assistant_at,
    household,
    move_in,
    simulated_shell,
)
from .home_assistant import HomeAssistant
from .state import ROOT, Ports

_OUTCOME_SECONDS: Final = 20
"""The simulator takes four for a start and three for a stop; then comes the next poll."""
_POLL_SECONDS: Final = 0.1

_RECORD: Final = re.compile(
    r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [A-Z]+ )", re.MULTILINE
)
_ERROR: Final = re.compile(r"^\S+ \S+ (ERROR|CRITICAL) ")
_INSTALL: Final = re.compile(r"Attempting install of (\S+)")


@dataclass(frozen=True)
class Timeline:
    """Says what happens, and when."""

    say: Callable[[str], None]
    began: float

    def __call__(self, event: str) -> None:
        """Add an event of this moment."""
        self.say(f"{monotonic() - self.began:7.1f} s  {event}")


@dataclass(frozen=True)
class ChargePoint:
    """The entities of a charge point."""

    switch: str
    session_state: str
    availability: str


async def check(folder: Path, ports: Ports, say: Callable[[str], None]) -> None:
    """Start and stop a session with the switch of a charge point, and look at what the demo shows.

    Raises:
        DemoError: that failed, or the integration complained in the log.

    """
    timeline = Timeline(say, monotonic())
    async with simulated_shell(folder, ports) as (simulator, _):
        past = await move_in(folder, ports, simulator, say)
        timeline(
            f"the account was added through the integration's forms, with {past} sessions"
        )
        async with (
            home_assistant_at(folder, ports) as (home_assistant, program),
            home_assistant.signed_in(),
            household(folder, home_assistant, program, simulator, say),
        ):
            timeline(f"Home Assistant serves at {home_assistant.url}")
            await account.allow_quick_opposites(home_assistant)
            charge_points = await _find_charge_points(home_assistant)
            await _watch(home_assistant, simulator, charge_points, timeline)
            charge_point = charge_points[0]
            await _switch(home_assistant, simulator, charge_point, timeline, on=True)
            await _switch(home_assistant, simulator, charge_point, timeline, on=False)
            await _look_at_sessions(home_assistant, past + 1, timeline)
            await _look_around(home_assistant, timeline)
    timeline("Home Assistant has ended")
    log = "".join(
        (folder / name).read_text(errors="replace")
        for name in (MOVING_IN_LOG, CONSOLE_LOG)
    )
    for requirement in _INSTALL.findall(log):
        say(f"Note: Home Assistant had to install {requirement}.")
    if complaints := list(_complaints(log)):
        raise DemoError(
            "\n".join(["Home Assistant's log holds errors of shell_ev:", *complaints])
        )


async def _find_charge_points(
    home_assistant: HomeAssistant,
) -> tuple[ChargePoint, ...]:
    """Find the charge points by what their entities are, not by what they are called."""
    registry = await home_assistant.command("config/entity_registry/list")
    entity_ids = {
        (entity["device_id"], entity["translation_key"]): entity["entity_id"]
        for entity in registry
        if entity["platform"] == account.DOMAIN
    }
    found = tuple(
        ChargePoint(
            entity_ids[device, "charging"],
            entity_ids[device, "session_state"],
            entity_ids[device, "availability"],
        )
        for device, key in entity_ids
        if key == "charging" and (device, "availability") in entity_ids
    )
    if len(found) != len(account.EVSE_IDS):
        raise DemoError(
            f"{len(account.EVSE_IDS)} charge points with an availability were to be there, not {len(found)}: {', '.join(entity_ids.values()) or 'no entities'}"
        )
    return found


async def _watch(
    home_assistant: HomeAssistant,
    simulator: Simulator,
    charge_points: tuple[ChargePoint, ...],
    timeline: Timeline,
) -> None:
    """See the availability of every charge point follow, within one look at the directory."""
    entity_ids = [charge_point.availability for charge_point in charge_points]
    for in_service, wanted in ((False, "out_of_service"), (True, "available")):
        for evse_id in account.EVSE_IDS:
            await simulator.set_service(evse_id, in_service)
        await home_assistant.command(
            "call_service",
            domain="homeassistant",
            service="update_entity",
            service_data={"entity_id": entity_ids},
        )
        for entity_id in entity_ids:
            await _follow(home_assistant, entity_id, wanted, timeline)


async def _switch(
    home_assistant: HomeAssistant,
    simulator: Simulator,
    charge_point: ChargePoint,
    timeline: Timeline,
    *,
    on: bool,
) -> None:
    service = "turn_on" if on else "turn_off"
    timeline(f"{charge_point.switch}: {service}")
    await home_assistant.command(
        "call_service",
        domain="switch",
        service=service,
        target={"entity_id": charge_point.switch},
    )
    outcome = "started" if on else "stopped"
    await _follow(home_assistant, charge_point.session_state, outcome, timeline)
    operation = "start" if on else "stop"
    timeline(
        f"{outcome}, RequestId of the {operation} {await _request_id(simulator, operation)}"
    )
    switch = await _state(home_assistant, charge_point.switch)
    if switch != ("on" if on else "off"):
        raise DemoError(f"The session has {outcome}, but the switch is {switch}.")


async def _look_at_sessions(
    home_assistant: HomeAssistant, wanted: int, timeline: Timeline
) -> None:
    """See all sessions in the list: those of the past year and the one that was just charged."""
    answer = await home_assistant.command(
        "call_service",
        domain=account.DOMAIN,
        service="list_sessions",
        return_response=True,
    )
    listed = answer["response"]["sessions"]
    began = [session for session in listed if session["started_at"]]
    totals = answer["response"]["totals"]
    timeline(
        f"list_sessions: {len(listed)} sessions, {totals['energy']:.0f} kWh, {len(totals['costs'])} currencies"
    )
    if len(listed) != wanted or not totals["costs"]:
        raise DemoError(f"{wanted} sessions were to be listed, some with their cost.")
    if totals["sessions"] != len(began):
        raise DemoError(
            f"{len(began)} sessions have begun, the totals say {totals['sessions']}."
        )


async def _look_around(home_assistant: HomeAssistant, timeline: Timeline) -> None:
    """See where the demo opens, and that its house has a meter that stands at what was charged."""
    core = await home_assistant.command("frontend/get_user_data", key="core")
    config = await home_assistant.command(
        "lovelace/config", url_path=dashboard.URL_PATH
    )
    opens_on = (core["value"] or {}).get("default_panel")
    timeline(f"opens on {opens_on}: {config}")
    if opens_on != dashboard.URL_PATH or "strategy" not in config:
        raise DemoError(f"The demo opens on {opens_on}, not on its dashboard.")
    for sensor in (account.METER, account.POWER, account.GRID_POWER):
        timeline(f"{sensor}: {float(await _state(home_assistant, sensor)):g}")


async def _follow(
    home_assistant: HomeAssistant, entity_id: str, wanted: str, timeline: Timeline
) -> None:
    """Show every state until the wanted one."""
    state = None
    try:
        async with asyncio.timeout(_OUTCOME_SECONDS):
            while state != wanted:
                now = await _state(home_assistant, entity_id)
                if now != state:
                    state = now
                    timeline(f"{entity_id}: {state}")
                if state in ("failed_to_start", "failed_to_stop"):
                    raise DemoError(f"{entity_id} was to become {wanted}: {state}.")
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        raise DemoError(
            f"{entity_id} did not become {wanted} within {_OUTCOME_SECONDS} s: {state}."
        ) from None


async def _state(home_assistant: HomeAssistant, entity_id: str) -> str:
    state: str = (await home_assistant.get(f"/api/states/{entity_id}"))["state"]
    return state


async def _request_id(simulator: Simulator, operation: str) -> str:
    """Return the RequestId under which Shell took a command."""
    calls = [call for call in await simulator.audit() if call["operation"] == operation]
    if len(calls) != 1:
        raise DemoError(
            f"One {operation} was to reach the simulator, not {len(calls)}."
        )
    request_id: str = calls[0]["request_id"]
    return request_id


def _complaints(log: str) -> Iterator[str]:
    """Return the errors and tracebacks in a log that have to do with the integration."""
    for record in _RECORD.split(log):
        bad = _ERROR.match(record) or "Traceback (most recent call last)" in record
        # The checkout itself may be called after the integration.
        if bad and account.DOMAIN in record.replace(str(ROOT), ""):
            yield record.rstrip()
