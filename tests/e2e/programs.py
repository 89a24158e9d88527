"""Runs the programs of the project as a person would."""

import asyncio
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


async def finished(*command: str | Path, seconds: float) -> tuple[int | None, str, str]:
    """Run a program to its end, and return its code, its output and its complaints.

    Raises:
        TimeoutError: it took longer. It is ended, and ends what it started.

    """
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            output, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    return process.returncode, output.decode(), complaints.decode()
