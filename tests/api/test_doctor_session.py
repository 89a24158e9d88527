"""One session of the doctor's: whatever happens after the start was sent, the stop is tried."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.shell_ev.api import (
    EmaId,
    EvseId,
    Session,
    SessionState,
    ShellEvClient,
    Started,
    TemporaryError,
)
from custom_components.shell_ev.api.exit_codes import ExitCode, Verdict
from custom_components.shell_ev.api.report import read_report
from custom_components.shell_ev.api.trial import STOPS, Trial
from simulator import Simulator
from tests.api.terminal import CREDENTIALS, run
from tests.conftest import CARD, HOME, OFFICE, sent, sent_as

type Pause = Callable[[float], Awaitable[None]]

REQUEST_ID = "9d2dee33-7803-485a-a2b1-2c7538e597ee"


@pytest.fixture
def said() -> list[str]:
    """Return what the person was told."""
    return []


@pytest.fixture
def pause(freezer: FrozenDateTimeFactory) -> Pause:
    """Return a way to let the test's own time pass."""

    async def pause(seconds: float) -> None:
        freezer.tick(seconds)
        await asyncio.sleep(0)

    return pause


@pytest.fixture
def trial(client: ShellEvClient, pause: Pause, said: list[str]) -> Trial:
    """Return a trial at home, in the test's own time."""
    return Trial(
        client, EmaId.parse(CARD), EvseId.parse(HOME), say=said.append, pause=pause
    )


def code_of(verdict: Verdict | None) -> ExitCode:
    """Return how it went."""
    return verdict.code if verdict else ExitCode.FINE


async def test_from_start_to_end(
    trial: Trial, simulator: Simulator, said: list[str]
) -> None:
    """Both RequestIds are said, and each state once."""
    assert await trial.run(REQUEST_ID) is None
    assert sent_as(simulator, "start") == [REQUEST_ID]
    assert said == [
        f"Start: RequestId {REQUEST_ID}",
        "Session: start requested",
        "Session: started",
        f"Stop: RequestId {sent_as(simulator, 'stop')[0]}",
        "Session: stop requested",
        "Session: stopped",
    ]


async def test_one_that_runs_is_left_alone(trial: Trial, simulator: Simulator) -> None:
    """It is somebody's."""
    session_id = simulator.start_by_card(CARD, HOME)
    verdict = await trial.run(REQUEST_ID)
    assert verdict is not None
    assert verdict.code is ExitCode.REFUSED
    assert verdict.sentence == (
        "No session was started: one of this charge card is already running at this charge point. End it first."
    )
    assert not simulator.sessions[session_id].ended
    assert sent(simulator, "start") == 0


@pytest.mark.parametrize(
    ("operation", "status", "code"),
    [
        ("active", 503, ExitCode.NO_ANSWER),
        ("start", 400, ExitCode.REFUSED),
        ("start", 404, ExitCode.NOT_FOUND),
        ("start", 429, ExitCode.WAIT),
    ],
)
async def test_a_start_that_is_refused(
    trial: Trial, simulator: Simulator, operation: str, status: int, code: ExitCode
) -> None:
    """There is nothing to stop."""
    simulator.inject(operation, "status", status=status)
    assert code_of(await trial.run(REQUEST_ID)) is code
    assert sent(simulator, "stop") == 0


async def test_a_start_whose_answer_is_lost(trial: Trial, simulator: Simulator) -> None:
    """The session is found, and ended; one that runs elsewhere goes on."""
    elsewhere = simulator.start_by_card(CARD, OFFICE)
    simulator.inject("start", "cut", before=False)
    simulator.inject("active", "late")
    simulator.inject("active", "status", status=503)
    assert await trial.run(REQUEST_ID) is None
    ended = {key: each.ended for key, each in simulator.sessions.items()}
    assert not ended.pop(elsewhere)
    assert list(ended.values()) == [True]
    assert sent(simulator, "stop") == 1


async def test_a_start_that_never_arrived(trial: Trial, simulator: Simulator) -> None:
    """None is found; the person is asked to look."""
    simulator.inject("start", "cut")
    verdict = await trial.run(REQUEST_ID)
    assert verdict is not None
    assert verdict.code is ExitCode.NO_ANSWER
    assert "Look at the charge point" in verdict.sentence


async def test_a_session_that_does_not_begin(
    trial: Trial, simulator: Simulator, said: list[str]
) -> None:
    """The stop is tried all the same: Shell might be wrong."""
    simulator.plug(HOME, False)
    verdict = await trial.run(REQUEST_ID)
    assert verdict is not None
    assert verdict.code is ExitCode.REFUSED
    assert verdict.sentence == (
        "The session did not start. Plug in the car first, and try again. (EvNotConnectedToEvse)"
    )
    assert sent(simulator, "stop") == 1
    assert said == [
        f"Start: RequestId {REQUEST_ID}",
        "Session: start requested",
        "Session: failed to start",
    ], "Of the stop a person need not hear"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("EvseInUse", "The session did not start. The charge point is in use. Wait until it is free, or use another. (EvseInUse)"),
        ("FlatTyre", "The session did not start. Plug in the car, look at the charge point, and try again. (FlatTyre)"),
        (None, "The session did not start. Plug in the car, look at the charge point, and try again."),
    ],
)  # fmt: skip
async def test_why_a_session_does_not_begin(
    trial: Trial,
    client: ShellEvClient,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    code: str | None,
    sentence: str,
) -> None:
    """Shell's reason says what to do; one that nobody wrote down is shown."""
    retrieve = client.retrieve

    async def with_reason(session_id: str) -> Session:
        return replace(await retrieve(session_id), error_code=code)

    simulator.plug(HOME, False)
    monkeypatch.setattr(client, "retrieve", with_reason)
    verdict = await trial.run(REQUEST_ID)
    assert verdict is not None
    assert verdict.sentence == sentence


async def test_a_session_that_does_not_end(trial: Trial, simulator: Simulator) -> None:
    """Three stops, then a person has to."""
    simulator.inject("stop", "status", status=503, times=9)
    verdict = await trial.run(REQUEST_ID)
    assert verdict is not None
    assert verdict.code is ExitCode.NO_ANSWER
    assert verdict.sentence == (
        "Shell does not say that the session has ended. End it at the charge point or in Shell's app."
    )
    assert sent(simulator, "stop") == STOPS


async def test_a_stop_that_is_lost_is_sent_again(
    trial: Trial, simulator: Simulator
) -> None:
    """It costs nothing, and a charge must not be left running."""
    simulator.inject("stop", "cut")
    assert await trial.run(REQUEST_ID) is None
    assert sent(simulator, "stop") == 2


@pytest.mark.parametrize(
    "word", ["Start:", "Session: start requested", "Session: started", "Stop:"]
)
async def test_a_terminal_that_goes_away(
    client: ShellEvClient, simulator: Simulator, pause: Pause, word: str
) -> None:
    """``doctor … | head``, a pager that is left, a window that is closed: all goes on to the end."""
    heard: list[str] = []

    def say(text: str) -> None:
        heard.append(text)
        if any(each.startswith(word) for each in heard):
            raise BrokenPipeError

    ema_id, evse_id = EmaId.parse(CARD), EvseId.parse(HOME)
    trial = Trial(client, ema_id, evse_id, say=say, pause=pause)
    assert await trial.run(REQUEST_ID) is None
    assert heard[-1] == "Session: stopped"
    (session,) = simulator.sessions.values()
    assert session.ended


@pytest.mark.parametrize("operation", ["start", "stop"])
async def test_the_request_id_that_shell_took_is_said(
    trial: Trial, simulator: Simulator, said: list[str], operation: str
) -> None:
    """After a token that was refused the command goes under another: that is the one to quote."""
    simulator.inject(operation, "status", status=401)
    assert await trial.run(REQUEST_ID) is None
    told = [line for line in said if line.startswith(operation.capitalize())]
    assert told == [
        f"{operation.capitalize()}: RequestId {each}"
        for each in sent_as(simulator, operation)
    ]


class Shell:
    """A Shell whose sessions fail to stop until so many seconds have gone by."""

    def __init__(self, ends_from: float) -> None:
        """Begin, with a charge point that is named."""
        self.ends_from = ends_from
        self.lost = False
        self.evse_ids: list[str | None] = [HOME]
        self.now = 0.0
        self.stops: list[float] = []
        self.started = False

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    async def active(self, _: str) -> list[Session]:
        """Tell what runs."""
        if not self.started:
            return []
        return [
            replace(await self.retrieve(f"{number}"), evse_id=evse_id)
            for number, evse_id in enumerate(self.evse_ids)
        ]

    async def start(self, _: str, __: str, request_id: str) -> Started:
        """Start, and say so or not."""
        self.started = True
        if self.lost:
            raise TemporaryError("Lost")
        return Started(session_id="0", request_id=request_id)

    async def retrieve(self, session_id: str) -> Session:
        """Tell of a session."""
        state = SessionState.STARTED
        if self.stops:
            ended = self.stops[-1] >= self.ends_from
            state = SessionState.STOPPED if ended else SessionState.FAILED_TO_STOP
        return Session(session_id=session_id, ema_id=CARD, evse_id=HOME, state=state)

    async def stop(self, _: str, request_id: str) -> str:
        """Take a stop."""
        self.stops.append(self.now)
        return request_id


def trial_with(shell: Shell) -> Trial:
    """Return a trial with it."""
    client: Any = shell
    return Trial(
        client,
        EmaId.parse(CARD),
        EvseId.parse(HOME),
        say=lambda _: None,
        pause=shell.pause,
    )


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_session_that_does_not_name_its_charge_point(elsewhere: bool) -> None:
    """The start's answer was lost: the one new session is it, unless there are two."""
    shell = Shell(ends_from=0)
    shell.lost = True
    shell.evse_ids = [None, None] if elsewhere else [None]
    verdict = await trial_with(shell).run(REQUEST_ID)
    assert code_of(verdict) is (ExitCode.NO_ANSWER if elsewhere else ExitCode.FINE)
    assert bool(shell.stops) is not elsewhere


async def test_a_start_that_is_answered_with_a_session_that_ran_before() -> None:
    """It did not say where it runs, and is left alone."""
    shell = Shell(ends_from=0)
    shell.started, shell.evse_ids = True, [None]
    verdict = await trial_with(shell).run(REQUEST_ID)
    assert code_of(verdict) is ExitCode.REFUSED
    assert shell.stops == []


async def test_a_charge_point_that_is_away_for_half_a_minute() -> None:
    """Three stops in the same moment would be but one try."""
    shell = Shell(ends_from=30)
    assert await trial_with(shell).run(REQUEST_ID) is None
    assert len(shell.stops) == 2


async def test_a_session_that_fails_to_stop() -> None:
    """After the third stop a person has to end it."""
    shell = Shell(ends_from=inf)
    assert code_of(await trial_with(shell).run(REQUEST_ID)) is ExitCode.NO_ANSWER
    assert len(shell.stops) == STOPS


@pytest.fixture
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Live with the demo account's credentials, in a folder of one's own."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_at_home")
async def test_the_doctor_asks_first(server: str, simulator: Simulator) -> None:
    """On no, not even a question to Shell goes out."""
    ended = await run(
        "doctor", "--with-a-session", HOME, "--server", server, answers=["n"]
    )
    assert ended.code == 130
    assert ended.asked == [
        f"Start a session at {HOME} on the charge card {CARD}, and stop it? It costs money. [y/N] "
    ]
    assert ended.errors == "Nothing was sent.\n"
    assert simulator.audit == []


@pytest.mark.usefixtures("_at_home")
async def test_a_session_that_was_agreed_to(server: str, simulator: Simulator) -> None:
    """Each RequestId is said once, and nobody is sent for a session that the report shows."""
    simulator.set_delays(0, 0)
    ended = await run(
        "doctor", "--with-a-session", HOME, "--server", server, answers=["y"]
    )
    assert (ended.code, ended.errors) == (0, "")
    (request_id,) = sent_as(simulator, "start")
    assert request_id is not None
    assert ended.output.count(request_id) == 1


@pytest.mark.usefixtures("_at_home")
@pytest.mark.parametrize("generations", [("D",), ("B",), ("A",)])
async def test_the_doctor_with_a_session(
    server: str, simulator: Simulator, generations: tuple[Any, ...]
) -> None:
    """Both commands are in the report."""
    simulator.settings.generations = generations
    simulator.set_delays(0, 0)
    ended = await run("doctor", "--with-a-session", HOME, "--yes", "--server", server)
    assert ended.code == 0
    report = read_report(_text("shell-ev-report.json"))
    operations = {each.operation for each in report.operations if each.status == 200}
    assert {"start", "stop", "active", "retrieve"} <= operations
    (session,) = simulator.sessions.values()
    assert session.ended


@pytest.mark.usefixtures("_at_home")
async def test_the_doctor_with_a_session_that_fails(
    server: str, simulator: Simulator
) -> None:
    """What went wrong is said last, and is what a script hears of."""
    simulator.set_delays(0, 0)
    simulator.plug(HOME, False)
    ended = await run("doctor", "--with-a-session", HOME, "--yes", "--server", server)
    assert ended.code == 6
    assert ended.errors.splitlines()[-1].startswith("The session did not start. ")


@pytest.mark.usefixtures("_at_home")
async def test_no_session_where_nothing_can_be_charged(
    server: str, simulator: Simulator
) -> None:
    """It is said, and nothing is sent."""
    simulator.change_settings({"products": ["locations"]})
    ended = await run("doctor", "--with-a-session", HOME, "--yes", "--server", server)
    assert ended.code == 4
    assert "No session was started: nothing can be charged." in ended.errors
    assert sent(simulator, "start") == 0


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.usefixtures("_at_home")
async def test_a_report_that_cannot_be_written_hides_no_session_that_may_run(
    server: str, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full says so; that a charge may go on is what a person has to hear."""
    monkeypatch.setattr("custom_components.shell_ev.api.trial.POLLS", 2)
    monkeypatch.setattr("custom_components.shell_ev.api.trial.POLL_SECONDS", 0)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    simulator.set_delays(0, 0)
    simulator.inject("stop", "status", status=503, times=STOPS)
    ended = await run("doctor", "--with-a-session", HOME, "--yes", "--server", server)
    assert sent(simulator, "start") == 1
    assert "End it at the charge point or in Shell's app." in ended.errors, ended


@pytest.mark.usefixtures("_at_home")
async def test_an_output_that_cannot_be_written_is_found_before_money_is_spent(
    server: str, simulator: Simulator
) -> None:
    """Found out after the session, the report that it was paid for is lost."""
    simulator.set_delays(0, 0)
    ended = await run(
        *("doctor", "--with-a-session", HOME, "--yes", "--output", "x" * 300),
        *("--server", server),
    )
    assert ended.code == 2
    assert sent(simulator, "start") == 0
