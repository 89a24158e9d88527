"""What the doctor says to a person who sees the API for the first time, and what to do next."""

from datetime import timedelta
import json
from uuid import uuid4

import pytest

from custom_components.shell_ev.api import (
    NotFoundError,
    RateLimitedError,
    RequestRejectedError,
)
from custom_components.shell_ev.api.diagnosis import Diagnosis, Examined
from custom_components.shell_ev.api.exit_codes import CHARGING, LOCATIONS
from custom_components.shell_ev.api.generations import DIRECTORIES, GENERATIONS
from simulator import Simulator
from tests.api.terminal import run
from tests.api.test_doctor import KEEP_IT, _at_home, report_of  # noqa: F401  (a fixture)
from tests.conftest import CARD, HOME

EMPTY = '{"requestId": "", "status": "SUCCESS", "data": []}'
WELL = "Everything answers as documented. You can set up Home Assistant now."
WANTED = (
    f"A report without differences is welcome, too: it is the first proof. {KEEP_IT}"
)
NOTHING_THERE = "No charge point was found there, so the report does not show what one looks like: try --near or --evse."
NOT_LISTED = "Shell does not list the charge point that you gave. Check its EVSE ID."
NOTHING_TO_SEND = "There is nothing to send yet."


async def test_all_is_well(server: str, simulator: Simulator) -> None:
    """It is said, and that such a report is wanted, too."""
    simulator.start_by_card(CARD, HOME)
    ended = await run("doctor", "--server", server)
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines[0] == "Charging: works. Map and prices: work."
    assert ended.lines[-2:] == [WELL, WANTED]


async def test_charging_alone(server: str, simulator: Simulator) -> None:
    """The map is missing, and Home Assistant can be set up all the same."""
    simulator.change_settings({"products": ["charging"]})
    ended = await run("doctor", "--server", server)
    assert ended.lines[0] == "Charging: works. Map and prices: do not work."
    assert ended.lines[-2] == (
        "Charging answers as documented. You can set up Home Assistant now."
    )


async def test_the_map_alone(server: str, simulator: Simulator) -> None:
    """Then Home Assistant cannot be set up."""
    simulator.change_settings({"products": ["locations"]})
    ended = await run("doctor", "--server", server)
    assert ended.lines[0] == "Charging: does not work. Map and prices: work."
    assert "set up Home Assistant" not in ended.output
    assert ended.lines[-1] == WANTED


async def test_a_clock_that_is_wrong_is_not_well(
    server: str, simulator: Simulator
) -> None:
    """It is to be set right first."""
    simulator.advance(-3.3 * 3600)
    ended = await run("doctor", "--server", server)
    assert "set up Home Assistant" not in ended.output


async def test_more_than_documented(server: str, simulator: Simulator) -> None:
    """A field more is no difference that matters, and is not hidden."""
    simulator.change_settings({"generations": ["D"]})
    error = {"code": "E0038", "message": "", "description": "", "details": []}
    body = {"requestId": str(uuid4()), "status": "FAILED", "errors": [error]}
    more = json.dumps(body | {"colour": "red"})
    simulator.inject("retrieve", "text", status=404, text=more)
    ended = await run("doctor", "--server", server)
    assert ended.code == 0
    assert ended.lines[-2] == (
        "Everything answers as documented, with more fields than documented. You can set up Home Assistant now."
    )


async def test_a_session_that_failed_is_not_well(
    server: str, simulator: Simulator
) -> None:
    """What has to be done is not followed by an all-clear."""
    simulator.start_by_card(CARD, HOME)
    ended = await run("doctor", "--with-a-session", HOME, "--yes", "--server", server)
    assert ended.code == 6
    assert "set up Home Assistant" not in ended.output
    assert ended.lines[-1] == WANTED


@pytest.mark.parametrize("verbose", [False, True])
async def test_differences_are_counted(
    server: str, simulator: Simulator, verbose: bool
) -> None:
    """Their list is for who asks for it; all are in the report."""
    odd = '{"status": "SUCCESS", "data": [{"uid": 7}]}'
    simulator.inject("nearby", "text", status=200, text=odd, times=3)
    options = ("--verbose",) if verbose else ()
    ended = await run("doctor", *options, "--server", server)
    count = sum(
        finding.guessed for each in report_of().operations for finding in each.findings
    )
    assert count > 1
    summed_up = f"Not as documented: {count} differences, all in the report"
    listed = ended.lines.index(
        f"{summed_up}{':' if verbose else ' (--verbose lists them).'}"
    )
    details = [line for line in ended.lines[listed:] if line.startswith("  nearby ")]
    assert len(details) == (count if verbose else 0)
    assert ended.lines[-1] == KEEP_IT


async def test_one_difference(server: str, simulator: Simulator) -> None:
    """In the singular."""
    odd = json.dumps({"status": "FAILED", "errors": [{"code": "E9999"}]})
    simulator.change_settings({"generations": ["D"]})
    simulator.inject("retrieve", "text", status=404, text=odd, times=3)
    ended = await run("doctor", "--server", server)
    assert (
        "Not as documented: 1 difference in the report (--verbose lists them)."
        in ended.lines
    )


async def test_nothing_stands_there(server: str, simulator: Simulator) -> None:
    """It is said what the report lacks, and how to get it."""
    simulator.inject("nearby", "text", status=200, text=EMPTY, times=3)
    ended = await run("doctor", "--server", server)
    assert NOTHING_THERE in ended.errors.splitlines()
    assert NOTHING_THERE in report_of().advice
    simulator.inject("nearby", "text", status=200, text=EMPTY, times=3)
    ended = await run("doctor", "--evse", HOME, "--server", server)
    assert NOTHING_THERE not in ended.errors
    simulator.inject("nearby", "html", status=200, times=3)
    ended = await run("doctor", "--server", server)
    assert NOTHING_THERE not in ended.errors, "What cannot be read is something"


async def test_an_unknown_evse(server: str, simulator: Simulator) -> None:
    """It is said, and which ID to check."""
    ended = await run("doctor", "--evse", "NL*TNM*E99999999*9", "--server", server)
    assert NOT_LISTED in ended.errors.splitlines()
    ended = await run("doctor", "--evse", HOME, "--server", server)
    assert NOT_LISTED not in ended.errors
    simulator.inject("locations", "status", status=503, times=3)
    ended = await run("doctor", "--evse", HOME, "--server", server)
    assert NOT_LISTED not in ended.errors, "Shell did not say so"


async def test_nothing_to_send(
    server: str, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of credentials that are wrong, or a server that is off, nobody can learn."""
    ended = await run("doctor", "--server", "http://127.0.0.1:9")
    assert ended.lines[0] == "Charging: does not work. Map and prices: do not work."
    assert ended.lines[-1] == NOTHING_TO_SEND
    monkeypatch.setenv("SHELL_EV_CLIENT_SECRET", "mistyped")
    ended = await run("doctor", "--server", server)
    assert (ended.code, ended.lines[-1]) == (3, NOTHING_TO_SEND)
    assert KEEP_IT not in ended.output


@pytest.mark.parametrize(
    ("fault", "details"),
    [("html", {"status": 502}), ("cut", {}), ("status", {"status": 400})],
)
async def test_what_stands_in_the_way_of_both_is_said_once(
    server: str, simulator: Simulator, fault: str, details: dict[str, int]
) -> None:
    """The same sentence twice looks like two things."""
    for operation in ("active", "nearby"):
        simulator.inject(operation, fault, times=9, **details)  # type: ignore[arg-type]
    ended = await run("doctor", "--server", server)
    assert len(ended.errors.splitlines()) == 1
    assert ended.errors.splitlines() == list(report_of().advice)


def test_the_longest_wait_is_said_once() -> None:
    """The whole account waits."""
    waits = (timedelta(seconds=7), timedelta(seconds=90), None)
    for of_charging in waits:
        for of_locations in waits:
            diagnosis = Diagnosis(
                examined=(
                    Examined(
                        product=CHARGING,
                        generation=GENERATIONS[0],
                        error=RateLimitedError("?", retry_after=of_charging),
                    ),
                    Examined(
                        product=LOCATIONS,
                        generation=DIRECTORIES[0],
                        error=RateLimitedError("?", retry_after=of_locations),
                    ),
                )
            )
            (sentence,) = diagnosis.advice()
            longest = max(
                (of_charging, of_locations), key=lambda wait: wait or timedelta()
            )
            told = f"{longest.seconds} seconds" if longest else "a minute"
            assert sentence.endswith(f"Try again in {told}.")


def test_one_directory_that_knows_the_charge_point_is_enough() -> None:
    """The older ones may list less."""
    newest, older, _ = DIRECTORIES
    lacking = Examined(
        product=LOCATIONS, generation=newest, error=None, is_empty=True, lacks_evse=True
    )
    refusing = Examined(
        product=LOCATIONS, generation=newest, error=RequestRejectedError("?")
    )
    knowing = Examined(product=LOCATIONS, generation=older, error=None)
    none_found = Examined(
        product=LOCATIONS, generation=older, error=NotFoundError("?"), is_empty=True
    )
    assert Diagnosis(examined=(lacking, knowing)).advice() == []
    assert Diagnosis(examined=(lacking, none_found)).advice() == [NOTHING_THERE]
    assert NOTHING_THERE in Diagnosis(examined=(refusing, none_found)).advice()
