"""What a person hears of the command line when something is wrong, and what a script."""

import asyncio
from collections.abc import Generator
from io import BytesIO, StringIO, TextIOWrapper
import os
from pathlib import Path
import re
import runpy
import sys
from typing import Any, Self

import pytest

from custom_components.shell_ev.api import Cause, ShellEvError, TemporaryError
from custom_components.shell_ev.api.cli import main
from custom_components.shell_ev.api.console import Console
from custom_components.shell_ev.api.exit_codes import ExitCode, verdict_of
from simulator import Simulator
from tests.api.terminal import CREDENTIALS, run
from tests.conftest import CARD, HOME

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_SESSION = "260f17a9-52d4-4b40-ae74-83832b538975"
PRODUCTS: frozenset[Any] = frozenset({"charging", "locations"})
PORTAL = "https://developer.shell.com"


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Live with the demo account's credentials in the environment."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


SENTENCES = [
    # fault, exit code, what is said
    (
        ("token", "status", {"status": 401}),
        ExitCode.CREDENTIALS,
        f"Shell refuses the client ID or secret. Copy both again from {PORTAL}, and check that they are for this environment. (HTTP 401)",
    ),
    (
        ("active", "status", {"status": 429, "retry_after": "7"}),
        ExitCode.WAIT,
        "Shell asks this account to wait. Try again in 7 seconds. (HTTP 429, E0009, RequestId {})",
    ),
    (
        ("active", "status", {"status": 429}),
        ExitCode.WAIT,
        "Shell asks this account to wait. Try again in a minute. (HTTP 429, E0009, RequestId {})",
    ),
    (
        ("active", "status", {"status": 400}),
        ExitCode.REFUSED,
        "Shell refused, and nothing was carried out. Check the charge card and the charge point. (HTTP 400, E0001, RequestId {})",
    ),
    (
        ("active", "status", {"status": 503}),
        ExitCode.NO_ANSWER,
        "Shell has a problem, or its answer cannot be used. Try again later. (HTTP 503, E0014, RequestId {})",
    ),
    (
        ("active", "html", {"status": 200}),
        ExitCode.NO_ANSWER,
        "The answer is a web page or a text and does not come from Shell. Something stands in between: sign in to the network, or try another one. (HTTP 200, RequestId {})",
    ),
    (
        ("active", "html", {"status": 502}),
        ExitCode.NO_ANSWER,
        "A proxy or firewall answered instead of Shell. Try again later, or from another network. (HTTP 502, RequestId {})",
    ),
    (
        ("token", "html", {"status": 403}),
        ExitCode.NO_ANSWER,
        "A proxy or firewall answered instead of Shell. Try again later, or from another network. (HTTP 403)",
    ),
    (
        ("token", "redirect", {"status": 302}),
        ExitCode.NO_ANSWER,
        "The answer redirects elsewhere, as on a network that you have to sign in to. Sign in with a browser, or try another network. (HTTP 302)",
    ),
    (
        ("active", "huge", {}),
        ExitCode.NO_ANSWER,
        "The answer is too large to come from Shell. Try another network. (HTTP 200, RequestId {})",
    ),
    (
        ("active", "cut", {"times": 2}),
        ExitCode.NO_ANSWER,
        "The connection was lost. Try again; if it is lost again, try another network. (RequestId {})",
    ),
]


def request_ids_out(text: str) -> str:
    """Return a text with each RequestId replaced by braces."""
    return UUID.sub("{}", text)


@pytest.mark.parametrize(("fault", "code", "sentence"), SENTENCES)
async def test_one_sentence_and_what_to_do(
    server: str,
    simulator: Simulator,
    fault: tuple[str, Any, dict[str, Any]],
    code: ExitCode,
    sentence: str,
) -> None:
    """On standard error; nothing on standard output, also not for a script."""
    for form in ((), ("--json",)):
        operation, kind, details = fault
        simulator.inject(operation, kind, **details)
        ended = await run("active", *form, "--server", server)
        assert (ended.code, ended.output) == (code, "")
        assert request_ids_out(ended.errors) == f"{sentence}\n"


async def test_wrong_credentials(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a person has them who mistyped one."""
    monkeypatch.setenv("SHELL_EV_CLIENT_SECRET", "demo-secrets")
    ended = await run("token", "--server", server)
    assert ended.code == 3
    assert ended.errors.startswith("Shell refuses the client ID or secret. ")
    assert "demo-secrets" not in ended.errors


@pytest.mark.parametrize(
    ("command", "product", "lacking"),
    [
        (("active",), "charging", "EV Charging"),
        (("session", NO_SESSION), "charging", "EV Charging"),
        (("start", HOME, "--yes"), "charging", "EV Charging"),
        (("near", "52.37", "4.9"), "locations", "EV Locations"),
        (("evse", HOME), "locations", "EV Locations"),
    ],
)
async def test_not_subscribed(
    server: str,
    simulator: Simulator,
    command: tuple[str, ...],
    product: str,
    lacking: str,
) -> None:
    """The product is named."""
    simulator.settings.products = PRODUCTS - {product}
    ended = await run(*command, "--server", server)
    assert ended.code == 4
    assert ended.errors.startswith(
        f"The application is not subscribed to {lacking}. Add the product in {PORTAL}. (HTTP 403"
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("session", NO_SESSION), "Shell does not know this session. Check the session ID."),
        (("stop", NO_SESSION, "--yes"), "This session has ended, or Shell does not know it. Check the session ID."),
        (("evse", "NL*TNM*E99999999*9"), "Shell does not know this charge point. Check the EVSE ID."),
        (("start", HOME, "NL-TNM-C00122046-M", "--yes"), "Shell does not know this charge point or charge card. Check the EVSE ID and the EMA ID."),
    ],
)  # fmt: skip
async def test_none_such(server: str, command: tuple[str, ...], sentence: str) -> None:
    """No such session, charge point, or card of this account."""
    ended = await run(*command, "--server", server)
    assert ended.code == 5
    assert ended.errors.startswith(sentence)


async def test_nothing_is_served(server: str, simulator: Simulator) -> None:
    """Another server, or another path of it."""
    simulator.settings.generations = ()
    for command in (("active",), ("session", NO_SESSION)):
        ended = await run(*command, "--server", server)
        assert ended.code == 8
        assert ended.errors.startswith(
            "EV Charging is not available there. Check --server and --environment, or try again later. (HTTP 404"
        )


async def test_a_start_whose_answer_was_lost(server: str, simulator: Simulator) -> None:
    """It may charge all the same, and the person is told how to find out."""
    simulator.inject("start", "cut", before=False)
    ended = await run("start", HOME, "--yes", "--server", server)
    assert ended.code == 8
    assert (
        "It may have been carried out anyway: check with the command active before you try again. (RequestId "
        in ended.errors
    )


async def test_no_network(socket_enabled: None) -> None:
    """Nobody listens there."""
    ended = await run("token", "--server", "http://127.0.0.1:9")
    assert ended.code == 8
    assert ended.errors == (
        "The server cannot be reached. Check whether this computer is online, and whether a firewall is in the way.\n"
    )


async def test_a_name_that_is_none(socket_enabled: None) -> None:
    """Mistyped."""
    ended = await run("token", "--server", "https://xn--")
    assert ended.code == 8
    assert ended.errors == (
        "The server's name cannot be found. Check whether this computer is online, and check the name if you gave one.\n"
    )


async def test_every_cause_has_a_sentence(
    monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    """None ends in a traceback."""
    for cause in Cause:
        assert verdict_of(TemporaryError("?", cause=cause), product="?").text


async def test_an_error_of_no_known_kind_is_not_hidden() -> None:
    """A kind that is added has to be given a sentence."""
    with pytest.raises(ShellEvError):
        verdict_of(ShellEvError("new"), product="?")


@pytest.mark.parametrize(
    ("clock_ahead", "words"),
    [(3.3 * 3600, "ahead by 3 hours"), (-2.3 * 86400, "behind by 2 days")],
)
async def test_a_clock_hours_off(
    server: str, simulator: Simulator, clock_ahead: float, words: str
) -> None:
    """It is said beside whatever else there is to say; that Shell refuses may come of it."""
    simulator.advance(-clock_ahead)
    simulator.inject("active", "status", status=503)
    for code in (8, 0):
        ended = await run("active", "--server", server)
        assert ended.code == code
        assert f"This computer's clock is {words}. Set it right.\n" in ended.errors


WRONG = [
    ((), "the following arguments are required: command"),
    (("charge",), "invalid choice: 'charge'"),
    (("start",), "the following arguments are required: EVSE_ID"),
    (
        ("session", "../../admin"),
        "it is the ID of a session, as start and active show it",
    ),
    (("evse", "!"), "an EVSE ID cannot contain '!'"),
    (("evse", "HOME"), "an EVSE ID looks like NL*TNM*E02003451*0"),
    (("active", ""), "an EMA ID cannot be empty"),
    (("active", "N" * 60), "an EMA ID has at most 50 characters"),
    (
        ("active", "NL-TNM-C00122045-X"),
        "the check digit of an EMA ID should be K; compare it with the card",
    ),
    (("near", "91", "0"), "it is degrees from -90 to 90"),
    (("near", "52", "NaN"), "it is degrees from -180 to 180"),
    (("doctor", "--near", "52"), "it is latitude,longitude, as in 48.85,2.35"),
    (("doctor", "--near", "52,"), "it is degrees from -180 to 180"),
    (
        ("token", "--server", "http://api.shell.com"),
        "it is an address that begins with https://, or with http:// on this computer itself",
    ),
    (
        ("token", "--server", "http://["),
        "it is an address that begins with https://, or with http:// on this computer itself",
    ),
    (
        ("token", "--server", "https://a.example/?key=x"),
        "it is an address without ? and #",
    ),
    (
        ("token", "--server", "https://a.example/#top"),
        "it is an address without ? and #",
    ),
    (("token", "--environment", "sandbox"), "invalid choice: 'sandbox'"),
    (
        ("token", "--environment", "test", "--server", "https://a.example"),
        "not allowed with argument --environment",
    ),
    (("token", "--secret", "x"), "unrecognized arguments: --secret"),
]


@pytest.mark.parametrize(("arguments", "reason"), WRONG)
def test_what_is_typed_wrong(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], reason: str
) -> None:
    """The usual two lines, and 2 for scripts."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err


async def test_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script without credentials is told which variable to set; a secret is never echoed."""
    monkeypatch.delenv("SHELL_EV_CLIENT_SECRET")
    ended = await run("token")
    assert ended.code == 2
    assert ended.errors == (
        "Client secret is missing. Set SHELL_EV_CLIENT_SECRET, or run this in a terminal.\n"
    )


@pytest.mark.parametrize("answers", [[], ["  "]])
async def test_nothing_typed(
    monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    """Ctrl-D, or Enter."""
    monkeypatch.delenv("SHELL_EV_CLIENT_ID")
    ended = await run("token", answers=answers)
    assert ended.code == 2
    assert ended.errors == "Client ID is missing. Run this again and type it.\n"


@pytest.mark.parametrize("client_id", ["a:b", "a\udcff"])
async def test_credentials_that_cannot_be_sent(
    monkeypatch: pytest.MonkeyPatch, client_id: str
) -> None:
    """Nothing is asked, and nothing is shown."""
    monkeypatch.setenv("SHELL_EV_CLIENT_ID", client_id)
    ended = await run("token")
    assert ended.code == 2
    assert ended.errors == (
        "The client ID or secret contains a character that cannot be in it. Copy both again.\n"
    )


async def test_a_charge_card_of_the_environment_that_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The variable is named."""
    monkeypatch.setenv("SHELL_EV_EMA_ID", "NL-TNM-C00122045-X")
    ended = await run("active")
    assert ended.code == 2
    assert ended.errors == (
        "SHELL_EV_EMA_ID: the check digit of an EMA ID should be K; compare it with the card.\n"
    )


async def test_a_charge_card_that_is_mistyped(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for again, with what was wrong and without the name of a variable."""
    monkeypatch.delenv("SHELL_EV_EMA_ID")
    answers = ["", "card", "NL-TNM-C00122045-X", CARD]
    ended = await run("active", "--server", server, answers=answers)
    assert ended.code == 0
    question = "EMA ID of the charge card, as in NL-TNM-C00122045-K: "
    assert ended.asked == [question] * 4
    assert ended.errors.splitlines() == [
        "An EMA ID looks like NL-TNM-C00122045-K.",
        "The check digit of an EMA ID should be K; compare it with the card.",
    ]
    ended = await run("active", "--server", server, answers=["card"])
    assert ended.code == 2
    assert ended.errors.endswith(
        "EMA ID of the charge card is missing. Run this again and type it.\n"
    )


async def test_ctrl_c_at_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """One word, no traceback."""
    monkeypatch.delenv("SHELL_EV_CLIENT_ID")

    class Interrupting:
        def __iter__(self) -> Self:
            return self

        def __next__(self) -> str:
            raise KeyboardInterrupt

    ended = await run("token", answers=Interrupting())
    assert (ended.code, ended.errors) == (130, "Interrupted.\n")


def test_a_terminal_without_the_characters() -> None:
    """A place's name is written as far as it goes."""
    written = BytesIO()
    output = TextIOWrapper(written, encoding="ascii")
    Console(output=output, is_interactive=False).say("Zoë · 1 €")
    assert written.getvalue() == b"Zo? ? 1 ?\n"


@pytest.fixture
def unread() -> Generator[TextIOWrapper]:
    """Return a stream that nobody reads any more, as behind ``| head``."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", encoding="utf-8") as stream:
        yield stream


def test_a_terminal_that_is_gone(unread: TextIOWrapper) -> None:
    """What is said goes nowhere, and nothing ends by it."""
    console = Console(output=unread, errors=unread, is_interactive=False)
    console.say("Session: started")
    console.warn("Stop it.")
    unread.flush()


@pytest.fixture
def full() -> Generator[TextIOWrapper]:
    """Return a stream that there is no room for."""
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        yield stream


async def test_an_answer_that_there_is_no_room_for(
    server: str, full: TextIOWrapper
) -> None:
    """A script must not take it for one: it gets 2, a person one sentence."""
    errors = StringIO()
    console = Console(output=full, errors=errors, is_interactive=False)
    code = await asyncio.to_thread(main, ["token", "--server", server], console)
    assert code == 2
    assert errors.getvalue() == (
        "The output cannot be written: No space left on device.\n"
    )


async def test_a_report_that_there_is_no_room_for_on_the_output(
    server: str, full: TextIOWrapper, tmp_path: Path
) -> None:
    """It is in its file all the same."""
    errors = StringIO()
    console = Console(as_json=True, output=full, errors=errors, is_interactive=False)
    report = tmp_path / "report.json"
    words = ["doctor", "--json", "--output", str(report), "--server", server]
    assert await asyncio.to_thread(main, words, console) == 2
    assert "The output cannot be written: No space left on device.\n" in (
        errors.getvalue()
    )
    assert report.exists()


async def test_a_process_without_streams(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a service may have it."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    console = Console()
    assert await asyncio.to_thread(main, ["token", "--server", server], console) == 0


def test_help_that_nobody_reads(
    unread: TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends as if it had been read."""
    monkeypatch.setattr(sys, "stdout", unread)
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    unread.flush()


def test_a_question_is_no_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which may go to a file, where nobody sees that something is asked."""
    monkeypatch.setattr(sys, "stdin", StringIO("y\n"))
    assert Console(is_interactive=True).agree("Stop the session?")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Stop the session? [y/N] ")


def test_the_module_is_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As ``python -m`` runs it."""
    monkeypatch.setattr(sys, "argv", ["shell_ev_api", "token", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("custom_components.shell_ev.api", run_name="__main__")
    assert ended.value.code == 0
    assert "usage: shell_ev_api token" in capsys.readouterr().out
