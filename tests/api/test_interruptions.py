"""Ctrl-C, a window that is closed, a shutdown: no session is left running, and no start untold."""

from argparse import Namespace
import asyncio
from collections.abc import AsyncGenerator, Callable
from io import StringIO
from pathlib import Path
import signal
import threading
import time
from typing import Any

import aiohttp
import pytest

from custom_components.shell_ev.api import EmaId, EvseId
from custom_components.shell_ev.api.cli import run_command
from custom_components.shell_ev.api.console import Console
from custom_components.shell_ev.api.interruptions import cancelled_by_signals
from custom_components.shell_ev.api.report import read_report
from custom_components.shell_ev.api.trial import STOPS, Trial
from simulator import Simulator
from tests.api.conftest import make
from tests.api.terminal import reach, spawn
from tests.conftest import CARD, HOME, sent, sent_as

REQUEST_ID = "9d2dee33-7803-485a-a2b1-2c7538e597ee"
DOCTOR = ("doctor", "--with-a-session", HOME, "--yes")


@pytest.fixture
def said() -> list[str]:
    """Return what the person was told."""
    return []


@pytest.fixture
async def living(socket_enabled: None) -> AsyncGenerator[tuple[Simulator, str]]:
    """Return a simulator in real time, in which Ctrl-C is pressed, and its address."""
    simulator = Simulator(seed=1)
    simulator.set_delays(start=0, stop=0)
    async with simulator.serve() as server:
        yield simulator, server


async def interrupted(
    web: aiohttp.ClientSession,
    server: str,
    said: list[str],
    *when: Callable[[], Any],
) -> None:
    """Begin a session, press Ctrl-C once something is so each time, and wait for the end."""

    async def pause(_: float) -> None:
        await asyncio.to_thread(time.sleep, 0.02)

    trial = Trial(
        make(web, server),
        EmaId.parse(CARD),
        EvseId.parse(HOME),
        say=said.append,
        pause=pause,
    )
    task = asyncio.create_task(trial.run(REQUEST_ID))
    for condition in when:
        await reach(condition)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_ctrl_c_while_it_begins(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, said: list[str]
) -> None:
    """The session is not waited for any more, but ended."""
    simulator, server = living
    simulator.set_delays(start=3600, stop=0)
    await interrupted(web, server, said, lambda: "Session: start requested" in said)
    (session,) = simulator.sessions.values()
    assert session.ended
    assert said[-1] == "Session: stopped"


async def test_ctrl_c_before_the_start(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, said: list[str]
) -> None:
    """Then none is sent."""
    simulator, server = living
    simulator.inject("active", "late", seconds=0.3)
    await interrupted(web, server, said, lambda: sent(simulator, "token"))
    assert sent(simulator, "start") == 0


async def test_ctrl_c_while_the_start_is_under_way(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, said: list[str]
) -> None:
    """Its answer is waited for: without it the session could not be ended."""
    simulator, server = living
    simulator.inject("start", "late", before=False, seconds=0.3)
    await interrupted(web, server, said, lambda: sent(simulator, "start"))
    (session,) = simulator.sessions.values()
    assert session.ended
    assert sent(simulator, "stop") == 1


async def test_ctrl_c_and_no_end(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, said: list[str]
) -> None:
    """What a person has to do is said all the same."""
    simulator, server = living
    simulator.set_delays(start=3600, stop=0)
    simulator.inject("stop", "status", status=503, times=STOPS)
    await interrupted(web, server, said, lambda: "Session: start requested" in said)
    assert sent(simulator, "stop") == STOPS
    assert said[-1].startswith("Shell does not say that the session has ended. ")


async def test_ctrl_c_twice_while_the_start_is_under_way(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, said: list[str]
) -> None:
    """An impatient person: the session is ended all the same, for nobody knows it yet."""
    simulator, server = living
    simulator.inject("start", "late", before=False, seconds=0.3)
    await interrupted(
        web, server, said, lambda: sent(simulator, "start"), lambda: len(said) > 1
    )
    (session,) = simulator.sessions.values()
    assert session.ended
    assert said[-1] == "Session: stopped"


async def test_ctrl_c_twice_once_a_stop_was_sent(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, said: list[str]
) -> None:
    """They need not wait for an end that does not come, and hear what is theirs to do."""
    simulator, server = living
    simulator.set_delays(start=0, stop=3600)
    await interrupted(
        web,
        server,
        said,
        lambda: "Session: stop requested" in said,
        lambda: said[-1].startswith("Interrupted."),
    )
    assert sent(simulator, "stop") == 1
    assert said[-1].startswith("Shell does not say that the session has ended. ")


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_cancels_the_work_each_time(number: signal.Signals) -> None:
    """Whatever asks the process to end, and as often; what handled it before does so again."""
    before = signal.getsignal(number)
    with cancelled_by_signals():
        for _ in range(3):
            signal.raise_signal(number)
            with pytest.raises(asyncio.CancelledError):
                await asyncio.Event().wait()
    assert signal.getsignal(number) is before


async def test_a_signal_that_is_ignored_stays_so() -> None:
    """As ``nohup`` has it: the window may be closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cancelled_by_signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_no_signal_comes_to_another_thread() -> None:
    """There, nothing is changed."""
    before = signal.getsignal(signal.SIGTERM)
    met: list[object] = []

    def look() -> None:
        with cancelled_by_signals():
            met.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert met == [before]


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_process_that_is_asked_to_end(
    server: str, simulator: Simulator, tmp_path: Path, number: signal.Signals
) -> None:
    """The session is ended, the report written, and there is no traceback."""
    simulator.set_delays(start=3600, stop=0)
    process = await spawn(server, tmp_path, *DOCTOR)
    await reach(lambda: simulator.sessions)
    process.send_signal(number)
    output, errors = await process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert errors.endswith(b"Interrupted.\n")
    assert b"Interrupted. The session is ended first; this may take minutes." in output
    (session,) = simulator.sessions.values()
    assert session.ended
    report = read_report((tmp_path / "shell-ev-report.json").read_text())
    assert any(each.operation == "stop" for each in report.operations)


async def test_a_process_that_is_asked_twice_while_the_start_is_under_way(
    living: tuple[Simulator, str], tmp_path: Path
) -> None:
    """The second breaks nothing off."""
    simulator, server = living
    simulator.inject("start", "late", before=False, seconds=1)
    process = await spawn(server, tmp_path, *DOCTOR)
    await reach(lambda: simulator.sessions)
    process.send_signal(signal.SIGINT)
    assert process.stdout is not None
    while b"The session is ended first" not in await process.stdout.readline():
        pass
    process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in errors
    (session,) = simulator.sessions.values()
    assert session.ended


@pytest.mark.parametrize("command", ["start", "active"])
async def test_a_command_that_is_cancelled(
    living: tuple[Simulator, str], web: aiohttp.ClientSession, command: str
) -> None:
    """What may be carried out all the same is said; a question leaves nothing behind."""
    simulator, server = living
    simulator.inject(command, "late", before=False, seconds=5)
    errors = StringIO()
    options = Namespace(
        command=command, ema_id=CARD, evse_id=HOME, request_id=REQUEST_ID
    )
    console = Console(errors=errors, is_interactive=False)
    task = asyncio.create_task(run_command(make(web, server), options, console))
    await reach(lambda: sent(simulator, command))
    task.cancel()
    assert await task == 130
    told = f"before you try again. (RequestId {REQUEST_ID})\n"
    assert errors.getvalue().endswith(told if command == "start" else "Interrupted.\n")


@pytest.mark.parametrize("command", ["start", "stop"])
async def test_a_command_that_is_interrupted(
    server: str, simulator: Simulator, tmp_path: Path, command: str
) -> None:
    """As with an answer that is lost, it may be carried out, and its RequestId is the one to quote."""
    about = HOME if command == "start" else simulator.start_by_card(CARD, HOME)
    simulator.inject(command, "late", before=False, seconds=5)
    process = await spawn(server, tmp_path, command, about, "--yes")
    await reach(lambda: sent(simulator, command))
    process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()
    assert process.returncode == 130
    (request_id,) = sent_as(simulator, command)
    assert errors.decode() == (
        "Interrupted. It may have been carried out anyway: check with the command active "
        f"before you try again. (RequestId {request_id})\n"
    )


async def test_a_question_that_is_interrupted(
    server: str, simulator: Simulator, tmp_path: Path
) -> None:
    """Nothing of it stays."""
    simulator.inject("active", "late", before=False, seconds=5)
    process = await spawn(server, tmp_path, "active")
    await reach(lambda: sent(simulator, "active"))
    process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()
    assert (process.returncode, errors) == (130, b"Interrupted.\n")
