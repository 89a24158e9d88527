"""The command line: reads what was typed, asks for the rest, and ends with a number for scripts.

All questions to the person come before the first call: Ctrl-C then always finds something to
interrupt.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawTextHelpFormatter
import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
import os
from pathlib import Path
import sys
from typing import Final

import aiohttp
from yarl import URL

from .client import ShellEvClient, new_request_id
from .commands import COMMANDS
from .console import Console, put
from .doctor import AMSTERDAM
from .errors import ShellEvError
from .examination import Examination
from .exit_codes import (
    EXIT_CODES,
    ExitCode,
    UsageError,
    Verdict,
    interrupted,
    verdict_of,
)
from .generations import Operation
from .identifiers import EmaId, EvseId, IdentifierError
from .interruptions import cancelled_by_signals
from .models import read_id, read_number
from .proxy import proxy_for
from .report import wrong_clock
from .report_file import check_output
from .servers import CUSTOM, SERVERS, ServerError, read_server

CLIENT_ID: Final = "SHELL_EV_CLIENT_ID"
CLIENT_SECRET: Final = "SHELL_EV_CLIENT_SECRET"
EMA_ID: Final = "SHELL_EV_EMA_ID"
"""Where credentials and charge card are looked for before they are asked for."""

_EXAMPLE_EMA_ID: Final = "NL-TNM-C00122045-K"
_EXAMPLE_EVSE_ID: Final = "NL*TNM*E02003451*0"

REPORT: Final = Path("shell-ev-report.json")

_WRONG_IDS: Final = {
    "empty": "{kind} cannot be empty",
    "too_long": "{kind} has at most 50 characters",
    "alphabet": "{kind} cannot contain {expected!r}",
    "form": "{kind} looks like {example}",
    "check_digit": "the check digit of {kind} should be {expected}; compare it with the card",
}
"""By the reason of an ``IdentifierError``."""
_NO_SERVER: Final = "it is an address that begins with https://, or with http:// on this computer itself"
_WRONG_SERVERS: Final = {
    "form": _NO_SERVER,
    "insecure": _NO_SERVER,
    "account": "it is an address without a name and password",
    "more": "it is an address without ? and #",
}
"""By the fault of a ``ServerError``."""


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Run a command and return its exit code.

    ``arguments`` are those of the process, and ``console`` its terminal, where none are given.
    """
    options = _read(arguments)
    console = console or Console(as_json=options.as_json)
    try:
        return _run(options, console)
    except UsageError as err:
        console.warn(str(err))
        return ExitCode.USAGE
    except ShellEvError as err:
        command = COMMANDS[options.command]
        verdict = verdict_of(
            err,
            product=command.product,
            changes=command.changes,
            unknown=command.unknown,
            check=command.check,
        )
        console.warn(verdict.sentence)
        return verdict.code
    except KeyboardInterrupt, asyncio.CancelledError:
        console.warn(interrupted().sentence)
        return ExitCode.INTERRUPTED


def _read(arguments: Sequence[str] | None) -> Namespace:
    """Read what was typed. The parser itself tells the help, or what is wrong, and ends with that."""
    try:
        return _parser().parse_args(arguments)
    finally:
        put(sys.stdout, "")


def _run(options: Namespace, console: Console) -> int:
    if options.command == "doctor":
        check_output(options.output)
    client_id, client_secret = _credentials(console)
    if "ema_id" in options and options.ema_id is None and options.command != "evse":
        options.ema_id = _ask_for_card(console)
    options.request_id = new_request_id()
    options.place_of_server = CUSTOM if options.server else options.environment
    options.server = options.server or SERVERS[options.environment]
    if (question := _question(options)) and not options.yes:
        if not console.agree(question):
            console.warn("Nothing was sent.")
            return ExitCode.INTERRUPTED
        # The doctor says those of both its commands itself.
        if options.command != "doctor":
            console.warn(
                f"RequestId {options.request_id}: quote it if you ask Shell about this command."
            )
    proxy = proxy_for(URL(options.server))
    return asyncio.run(_call(options, console, client_id, client_secret, proxy))


async def _call(
    options: Namespace,
    console: Console,
    client_id: str,
    client_secret: str,
    proxy: URL | None,
) -> int:
    with cancelled_by_signals():
        async with aiohttp.ClientSession(proxy=proxy) as web:
            client = ShellEvClient(
                web, options.server, client_id, client_secret, clock=_local_time
            )
            if options.command == "doctor":
                return await Examination(client, options, console).run()
            return await run_command(client, options, console)


async def run_command(
    client: ShellEvClient, options: Namespace, console: Console
) -> int:
    """Run any command but the doctor, hand over what it found, and return its exit code."""
    try:
        found = await COMMANDS[options.command].run(client, options)
    except asyncio.CancelledError:
        verdict = _interrupted(client)
        console.warn(verdict.sentence)
        return verdict.code
    finally:
        _warn_of_clock(client, console)
    console.hand_over(found.data, *found.lines)
    return ExitCode.FINE


def _interrupted(client: ShellEvClient) -> Verdict:
    """Return what became of a command that was interrupted: what is under way may be carried out."""
    for last in [*client.journal.calls][-1:]:
        if last.failure and last.operation in (Operation.START, Operation.STOP):
            return interrupted(last.request_id)
    return interrupted()


def _local_time() -> datetime:
    return datetime.now(UTC).astimezone()


def _warn_of_clock(client: ShellEvClient, console: Console) -> None:
    if advice := wrong_clock(client.clock_ahead):
        console.warn(f"{advice}.")


def _credentials(console: Console) -> tuple[str, str]:
    """Return client id and secret, of the environment or as a person types them.

    Raises:
        UsageError: they are missing, or cannot be sent.
    """
    client_id = os.environ.get(CLIENT_ID, "").strip() or console.ask(
        "Client ID", CLIENT_ID
    )
    secret = os.environ.get(CLIENT_SECRET, "").strip() or console.ask(
        "Client secret", CLIENT_SECRET, secret=True
    )
    try:
        aiohttp.encode_basic_auth(client_id, secret, encoding="utf-8")
    except ValueError:
        raise UsageError(
            "The client ID or secret contains a character that cannot be in it. Copy both again."
        ) from None
    return client_id, secret


def _ask_for_card(console: Console) -> EmaId:
    """Return the charge card, of the environment or as a person types it, if need be again.

    Raises:
        UsageError: it is missing, or what the environment holds is none.
    """
    if typed := os.environ.get(EMA_ID, "").strip():
        try:
            return _ema_id(typed)
        except ArgumentTypeError as err:
            raise UsageError(f"{EMA_ID}: {err}.") from None
    while True:
        typed = console.ask(
            "EMA ID of the charge card", EMA_ID, example=_EXAMPLE_EMA_ID
        )
        try:
            return _ema_id(typed)
        except ArgumentTypeError as err:
            reason = str(err)
            console.warn(f"{reason[0].upper()}{reason[1:]}.")


def _question(options: Namespace) -> str | None:
    """Return what to ask before anything is changed."""
    match options.command:
        case "start":
            return f"Start a session at {options.evse_id} on the charge card {options.ema_id}? It costs money."
        case "stop":
            return f"Stop the session {options.session_id}?"
        case "doctor" if options.with_a_session:
            return f"Start a session at {options.with_a_session} on the charge card {options.ema_id}, and stop it? It costs money."
    return None


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="shell_ev_api",
        description="Use the Shell EV API, and find out how it answers you.",
        formatter_class=RawTextHelpFormatter,
        epilog="\n".join(
            (
                f"Credentials come from {CLIENT_ID} and {CLIENT_SECRET}, the charge card from {EMA_ID};",
                "you are asked for what is missing.",
                "",
                "exit codes:",
                *(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items()),
            )
        ),
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    def add(name: str, what: str) -> ArgumentParser:
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument(
            "--json",
            dest="as_json",
            action="store_true",
            help="answer in JSON (default: in lines to read)",
        )
        where = command.add_mutually_exclusive_group()
        where.add_argument(
            "--environment",
            choices=SERVERS,
            default="production",
            help="which of Shell's servers to use (default: production)",
        )
        where.add_argument(
            "--server",
            type=_server,
            metavar="URL",
            help="another server, https://… or, on this computer itself, http://… (default: the environment's)",
        )
        command.set_defaults(yes=True)
        return command

    def add_card(command: ArgumentParser) -> None:
        command.add_argument(
            "ema_id",
            type=_ema_id,
            nargs="?",
            metavar="EMA_ID",
            help=f"the charge card, as in {_EXAMPLE_EMA_ID} (default: {EMA_ID}, else it is asked for)",
        )

    def add_evse(command: ArgumentParser) -> None:
        command.add_argument(
            "evse_id",
            type=_evse_id,
            metavar="EVSE_ID",
            help=f"the charge point, as in {_EXAMPLE_EVSE_ID}",
        )

    def add_session(command: ArgumentParser) -> None:
        command.add_argument(
            "session_id",
            type=_session_id,
            metavar="SESSION_ID",
            help="the session, as start and active show it",
        )

    add("token", "check whether the client ID and secret are accepted")

    add_card(add("active", "show the active sessions of a charge card"))

    add_session(add("session", "show one session, active or ended"))

    near = add("near", "show the charge points around a place")
    near.add_argument(
        "latitude",
        type=_degrees(90),
        metavar="LATITUDE",
        help="in degrees, as in 48.85; south is negative",
    )
    near.add_argument(
        "longitude",
        type=_degrees(180),
        metavar="LONGITUDE",
        help="in degrees, as in 2.35; west is negative",
    )
    near.add_argument(
        "--free",
        action="store_true",
        help="only those that are free now (default: all)",
    )

    evse = add("evse", "show a charge point with its availability and price")
    add_evse(evse)
    evse.add_argument(
        "--card",
        dest="ema_id",
        type=_ema_id,
        metavar="EMA_ID",
        help="show the prices for this charge card (default: for none, and then often no price is known)",
    )

    start = add("start", "start a session; it costs money")
    add_evse(start)
    add_card(start)

    stop = add("stop", "stop a session")
    add_session(stop)

    doctor = add(
        "doctor",
        "ask everything that costs nothing, and write a report that you can send",
    )
    add_card(doctor)
    doctor.add_argument(
        "--near",
        type=_place,
        default=AMSTERDAM,
        metavar="LAT,LON",
        help="where to look for charge points, as in 48.85,2.35; south and west as in --near=-33.9,151.2"
        f" (default: {AMSTERDAM[0]},{AMSTERDAM[1]}, Amsterdam)",
    )
    doctor.add_argument(
        "--evse",
        type=_evse_id,
        metavar="EVSE_ID",
        help="the charge point to look up (default: one that is found)",
    )
    doctor.add_argument(
        "--with-a-session",
        type=_evse_id,
        metavar="EVSE_ID",
        help="start a session there and stop it; it costs money (default: none is started)",
    )
    doctor.add_argument(
        "--output",
        type=Path,
        default=REPORT,
        metavar="FILE",
        help=f"where the report goes; an earlier one is kept, and the new one gets a number (default: {REPORT})",
    )
    doctor.add_argument(
        "--verbose",
        action="store_true",
        help="list every difference from the documents (default: their number)",
    )

    for command in (start, stop, doctor):
        command.set_defaults(yes=False)
        command.add_argument(
            "--yes", action="store_true", help="do not ask first (default: ask)"
        )
    return parser


def _server(text: str) -> str:
    try:
        return str(read_server(text))
    except ServerError as err:
        raise ArgumentTypeError(_WRONG_SERVERS[err.fault]) from None


def _degrees(limit: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        degrees = read_number(text, low=-limit, high=limit)
        if degrees is None:
            raise ArgumentTypeError(f"it is degrees from -{limit} to {limit}")
        return degrees

    return read


def _place(text: str) -> tuple[float, float]:
    latitude, comma, longitude = text.partition(",")
    if not comma:
        raise ArgumentTypeError("it is latitude,longitude, as in 48.85,2.35")
    return _degrees(90)(latitude), _degrees(180)(longitude)


def _session_id(text: str) -> str:
    session_id = read_id(text)
    if session_id is None:
        raise ArgumentTypeError(
            "it is the ID of a session, as start and active show it"
        )
    return session_id


def _ema_id(text: str) -> EmaId:
    try:
        return EmaId.parse(text)
    except IdentifierError as err:
        raise _wrong(err, "an EMA ID", _EXAMPLE_EMA_ID) from None


def _evse_id(text: str) -> EvseId:
    try:
        return EvseId.parse(text)
    except IdentifierError as err:
        raise _wrong(err, "an EVSE ID", _EXAMPLE_EVSE_ID) from None


def _wrong(err: IdentifierError, kind: str, example: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        _WRONG_IDS[err.reason].format(kind=kind, example=example, expected=err.expected)
    )
