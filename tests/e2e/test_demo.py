"""The demo does the main job in a real Home Assistant."""

import asyncio
from pathlib import Path
import re

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


async def test_check_starts_and_stops_a_session() -> None:
    """`scripts/demo --check` passes, and its timeline names both commands by their RequestIds."""
    process = await asyncio.create_subprocess_exec(
        ROOT / "scripts" / "demo",
        "--check",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(SECONDS):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            # It ends what it started.
            process.terminate()
            await process.wait()
    timeline = output.decode()

    assert process.returncode == 0, timeline
    assert re.search(
        rf"started, RequestId of the start {UUID}\n(?s:.*)stopped, RequestId of the stop {UUID}\n",
        timeline,
    ), timeline
    assert "had to install" not in timeline
