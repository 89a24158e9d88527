"""The demo does the main job in a real Home Assistant."""

import re

from .programs import ROOT, finished

SECONDS = 120

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


async def test_check_starts_and_stops_a_session() -> None:
    """`scripts/demo --check` passes, and its timeline names both commands by their RequestIds."""
    check = ROOT / "scripts" / "demo"
    code, timeline, complaints = await finished(check, "--check", seconds=SECONDS)

    assert code == 0, timeline + complaints
    assert re.search(
        rf"started, RequestId of the start {UUID}\n(?s:.*)stopped, RequestId of the stop {UUID}\n",
        timeline,
    ), timeline
    assert "had to install" not in timeline
    past = re.search(r"with (\d+) sessions\n", timeline)
    listed = re.search(r"list_sessions: (\d+) sessions, (\d+) kWh", timeline)
    assert past
    assert listed
    assert int(listed[1]) == int(past[1]) + 1 > 150
    assert int(listed[2]) > 1000
    assert re.search(r"opens on shell-ev: .*custom:shell-ev", timeline)
    assert re.search(r"sensor\.home_charger_energy: [23]\d\d\d", timeline)
    assert re.search(r"sensor\.home_charger_power: \d+", timeline)
    assert re.search(r"sensor\.grid_power: -?\d+", timeline)
