"""The command line of the demo."""

import argparse
import asyncio
from collections.abc import Coroutine
import contextlib
from pathlib import Path
import shutil
import signal
import sys
import tempfile

from .check import check
from .children import DemoError
from .demo import run
from .state import FOLDER, Ports, clear, locked, remembered_ports


def main() -> int:
    """Run the demo or its check; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="A real Home Assistant with this integration and a simulated Shell beside it, until Ctrl-C.",
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument(
        "--fresh", action="store_true", help="forget what was set up before"
    )
    modes.add_argument(
        "--check",
        action="store_true",
        help="start and stop a session without a browser, in a demo of its own",
    )
    options = parser.parse_args()
    try:
        return _check() if options.check else _run(fresh=options.fresh)
    except DemoError as problem:
        sys.stderr.write(f"Failed: {problem}\n")
        return 1
    except asyncio.CancelledError:
        _say("Interrupted." if options.check else "The demo has ended.")
        return 1 if options.check else 0


def _run(*, fresh: bool) -> int:
    with locked(FOLDER):
        if fresh:
            clear(FOLDER)
        _say("The demo starts.")
        _until_interrupted(run(FOLDER, remembered_ports(FOLDER), _say))
    return 0


def _check() -> int:
    folder = Path(tempfile.mkdtemp(prefix="shell-ev-demo-"))
    try:
        _until_interrupted(check(folder, Ports.unused(), _say))
    except DemoError as problem:
        raise DemoError(f"{problem}\nThe logs are kept: {folder}") from problem
    except asyncio.CancelledError:
        shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)
    _say("The check has passed.")
    return 0


def _until_interrupted(work: Coroutine[None, None, None]) -> None:
    """Run to the end, or until a signal comes; a second one does not disturb the ending."""

    async def guarded() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, _Once(task))
        await task

    asyncio.run(guarded())


class _Once:
    def __init__(self, task: asyncio.Future[None]) -> None:
        self._task = task
        self._done = False

    def __call__(self) -> None:
        if not self._done:
            self._done = True
            self._task.cancel()


def _say(text: str) -> None:
    # Whoever read along may be gone; that is no reason to leave programs behind.
    with contextlib.suppress(OSError):
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
