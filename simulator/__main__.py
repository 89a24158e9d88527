"""Run the simulator until it is interrupted: `python -m simulator --port 8555 --seed 1`."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
import signal
import sys

from .simulator import Simulator

_DEFAULT_PORT = 8555

type Announce = Callable[[str], object]


def main(
    arguments: Sequence[str] | None = None, announce: Announce | None = None
) -> int:
    """Serve on loopback until SIGINT or SIGTERM; the address is announced once it answers."""
    parser = argparse.ArgumentParser(
        prog="simulate", description="Serve a simulated Shell EV API."
    )
    parser.add_argument(
        "--port", type=int, default=_DEFAULT_PORT, help="0 takes a free one"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed gives the same map"
    )
    parser.add_argument(
        "--like",
        type=Path,
        metavar="REPORT",
        help="a report of the real API, in whose shapes everything is answered",
    )
    options = parser.parse_args(arguments)
    try:
        like = options.like and options.like.read_bytes()
        simulator = Simulator(seed=options.seed, like=like)
    except OSError as problem:
        parser.error(f"{options.like}: {problem.strerror}")
    except ValueError as problem:
        parser.error(f"{options.like}: {problem}")
    asyncio.run(_serve(simulator, options.port, announce or _say))
    return 0


async def _serve(simulator: Simulator, port: int, announce: Announce) -> None:
    interrupted = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupted.set)
    async with simulator.serve(port=port) as url:
        announce(f"Simulator: {url} (control: {url}/_simulator/state)\n")
        await interrupted.wait()


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
