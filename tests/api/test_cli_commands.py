"""The commands of the command line against the simulator: what each says, and its exit code."""

import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.shell_ev.api.servers import SERVERS
from simulator import Simulator
from tests.api.terminal import CREDENTIALS, run
from tests.conftest import CARD, CLIENT_ID, HOME, OTHER_CARD, SECRET, sent_as

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_SESSION = "260f17a9-52d4-4b40-ae74-83832b538975"

GENERATIONS = [("D",), ("B",), ("C",), ("A",), ("A", "B"), ("A", "B", "C", "D")]


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Live with the demo account's credentials in the environment."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


async def test_token(server: str) -> None:
    """Good credentials are, and the token is shown nowhere."""
    ended = await run("token", "--server", server)
    assert (ended.code, ended.errors) == (0, "")
    assert ended.output == "Shell accepts the client ID and secret.\n"


async def test_token_in_json(server: str) -> None:
    """For a script."""
    ended = await run("token", "--json", "--server", server)
    assert ended.data == {"accepted": True}


@pytest.mark.parametrize("generations", GENERATIONS)
async def test_a_session_from_start_to_end(
    server: str,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    generations: tuple[Any, ...],
) -> None:
    """In each generation: start, watch, stop, watch."""
    simulator.settings.generations = generations
    started = await run("start", HOME, "--yes", "--json", "--server", server)
    assert started.code == 0
    session_id = started.data["session_id"]
    assert sent_as(simulator, "start")[-1] == started.data["request_id"]

    freezer.tick(10)
    active = await run("active", "--json", "--server", server)
    assert [each["session_id"] for each in active.data] == [session_id]
    assert active.data[0]["state"] == "started"
    told = await run("active", OTHER_CARD, "--server", server)
    assert told.lines == ["No session is active."]

    stopped = await run("stop", session_id, "--yes", "--json", "--server", server)
    assert stopped.code == 0
    assert sent_as(simulator, "stop")[-1] == stopped.data["request_id"]
    freezer.tick(10)
    session = await run("session", session_id, "--json", "--server", server)
    assert session.data["state"] == "stopped"
    assert session.data["stopped_at"] is not None


async def test_a_person_reads_lines(
    server: str, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    """What happened, and how to go on."""
    started = await run("start", HOME, "--yes", "--server", server)
    session_id = (UUID.findall(started.output))[0]
    request_id = sent_as(simulator, "start")[-1]
    assert started.lines == [
        f"Shell will start the session {session_id} (RequestId {request_id}).",
        f"See what becomes of it: session {session_id}",
        f"End it: stop {session_id}",
    ]
    freezer.tick(10)
    (line,) = (await run("active", "--server", server)).lines
    assert line.startswith(f"started · {HOME} · since ")
    assert line.endswith(session_id)

    stopped = await run("stop", session_id, "--yes", "--server", server)
    assert "Shell will stop the session (RequestId " in stopped.output
    freezer.tick(10)
    (line,) = (await run("session", session_id, "--server", server)).lines
    assert " · until " in line


async def test_a_session_that_failed_tells_why(
    server: str, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    """Nothing is plugged in."""
    simulator.plug(HOME, False)
    started = await run("start", HOME, "--yes", "--json", "--server", server)
    freezer.tick(10)
    (line,) = (
        await run("session", started.data["session_id"], "--server", server)
    ).lines
    assert line.startswith("failed to start · ")
    assert " · error EvNotConnectedToEvse · " in line


@pytest.mark.parametrize("command", ["start", "stop"])
async def test_asks_before_it_costs_money(
    server: str, simulator: Simulator, command: str
) -> None:
    """Nothing is sent on no, on nothing, or where nobody is, and so there is no RequestId to quote."""
    asked_about = HOME if command == "start" else NO_SESSION
    for answer in ("n", "", "yess"):
        ended = await run(command, asked_about, "--server", server, answers=[answer])
        assert ended.code == 130
        assert ended.errors == "Nothing was sent.\n"
    assert (await run(command, asked_about, "--server", server, answers=[])).code == 130
    nobody = await run(command, asked_about, "--server", server)
    assert nobody.code == 2
    assert nobody.errors == (
        "There is nobody to ask. Run this in a terminal, or add --yes.\n"
    )
    assert simulator.audit == []


async def test_a_start_that_was_agreed_to(server: str, simulator: Simulator) -> None:
    """It goes out under the RequestId that was said."""
    ended = await run("start", HOME, "--server", server, answers=["Y"])
    assert ended.code == 0
    (question,) = ended.asked
    assert question == (
        f"Start a session at {HOME} on the charge card {CARD}? It costs money. [y/N] "
    )
    said = UUID.findall(ended.errors)
    assert ended.errors == (
        f"RequestId {said[0]}: quote it if you ask Shell about this command.\n"
    )
    assert said == sent_as(simulator, "start")


@pytest.mark.parametrize(
    ("operation", "command", "check"),
    [
        ("retrieve", ("session", NO_SESSION), "Check the session ID."),
        ("stop", ("stop", NO_SESSION, "--yes"), "Check the session ID."),
        (
            "start",
            ("start", HOME, "--yes"),
            "Check the charge card and the charge point.",
        ),
        ("nearby", ("near", "52.37", "4.9"), "Check the latitude and longitude."),
        ("locations", ("evse", HOME), "Check the EVSE ID."),
    ],
)
async def test_what_to_check_is_what_was_typed(
    server: str,
    simulator: Simulator,
    operation: str,
    command: tuple[str, ...],
    check: str,
) -> None:
    """Shell refuses without saying why: of a session, no card and no charge point was given."""
    simulator.inject(operation, "status", status=400, times=9)
    ended = await run(*command, "--server", server)
    assert ended.code == 6
    assert ended.errors.startswith(
        f"Shell refused, and nothing was carried out. {check} (HTTP 400, "
    )


async def test_near(server: str) -> None:
    """A line for each charge point; with JSON a place with what stands there."""
    told = await run("near", "52.37", "4.9", "--server", server)
    assert told.lines[0] == (
        f"{HOME} · available · 22.08 kW · Type2 · Dam 1, 1012JS Amsterdam · Shell Recharge"
    )
    assert any("out of service" in line for line in told.lines)
    free = await run("near", "52.37", "4.9", "--free", "--json", "--server", server)
    assert free.data[0]["evses"][0]["evse_id"] == HOME
    assert free.data[0]["latitude"] == pytest.approx(52.37, abs=0.1)


async def test_nothing_near(server: str, simulator: Simulator) -> None:
    """South and west, which are numbers below zero and no options."""
    empty = '{"status": "SUCCESS", "data": []}'
    simulator.inject("nearby", "text", status=200, text=empty)
    told = await run("near", "-40", "-20.5", "--server", server)
    assert told.lines == ["There is no charge point nearby."]


async def test_evse(server: str, in_the_day: None) -> None:
    """Where it is, and what it costs on this card."""
    told = await run("evse", HOME, "--card", CARD, "--server", server)
    assert told.lines[1] == "EUR 0.44 a kWh, 0 a minute, 0.25 to start"
    data = (await run("evse", HOME, "--card", CARD, "--json", "--server", server)).data
    assert data["evses"][0]["prices"]["per_kwh"] == 0.44


async def test_evse_without_a_price(server: str) -> None:
    """Without a card Shell tells none."""
    told = await run("evse", HOME, "--server", server)
    assert told.lines[1] == "No price is known."


async def test_credentials_are_asked_for(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret without showing it; the card, too."""
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    ended = await run(
        "active", "--server", server, answers=[CLIENT_ID, f" {SECRET} ", CARD]
    )
    assert ended.code == 0
    assert ended.asked == [
        "Client ID: ",
        "secretly: Client secret: ",
        "EMA ID of the charge card, as in NL-TNM-C00122045-K: ",
    ]


def test_the_environments_are_those_of_shell() -> None:
    """As the documents have them (API.md section 1), for the command line and the forms alike."""
    assert SERVERS == {
        "production": "https://api.shell.com",
        "test": "https://api-test.shell.com",
    }
