"""The doctor against the simulator: what it asks, what it says, and a report without a value."""

from datetime import timedelta
import json
from pathlib import Path
import re
from typing import Any

import aiohttp
import pytest

from custom_components.shell_ev.api import Cause, EmaId, Kind, RequestRejectedError
from custom_components.shell_ev.api.diagnosis import Diagnosis, Examined
from custom_components.shell_ev.api.doctor import TIME_LIMIT, Doctor
from custom_components.shell_ev.api.exit_codes import CHARGING, ExitCode
from custom_components.shell_ev.api.generations import GENERATIONS
from custom_components.shell_ev.api.report import Report, read_report
from simulator import Simulator
from tests.api.conftest import make
from tests.api.samples import SESSION
from tests.api.terminal import CREDENTIALS, Ended, run
from tests.conftest import CARD, CLIENT_ID, HOME, OTHER_CARD, SECRET

ALL = ("A", "B", "C", "D")
BOTH = ("charging", "locations")
NO_SESSION = "No session is active, so the report does not show what one looks like. Run this again while the car charges."
KEEP_IT = "Keep the file: the place to send it is not open yet."
NO_CHARGING = "Not subscribed to EV Charging: nothing can be charged. Add the product in https://developer.shell.com."
NO_MAP = "Not subscribed to EV Locations: the map will be missing, and availability and prices with it. Add the product in https://developer.shell.com."


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Live with the demo account's credentials, in a folder of one's own."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


def text_of(path: str = "shell-ev-report.json") -> str:
    """Return the report that was written, as it is sent on."""
    return Path(path).read_text(encoding="utf-8")


def report_of(path: str = "shell-ev-report.json") -> Report:
    """Read the report that was written, which holds nothing else than a report may."""
    return read_report(text_of(path))


def kept_apart(simulator: Simulator) -> set[str]:
    """Return all that no report may hold: ids, secrets, tokens and names, in each spelling."""
    kept = {CLIENT_ID, SECRET, CARD, OTHER_CARD, *simulator.tokens.tokens}
    for session in simulator.sessions.values():
        kept |= {session.session_id, session.user_id, session.ema_id}
    for call in simulator.audit:
        kept |= {call.request_id or SECRET}
    for point in simulator.world.charge_points.values():
        kept.add(point.evse_id)
    for location in simulator.locations:
        kept |= {location.text_uid, location.external_id, location.city}
        kept |= {location.street_and_number, location.postal_code}
        kept |= {location.operator.name, location.operator.operator_id}
        kept |= {evse.external_id for evse in location.evses}
    return kept | {re.sub("[*-]", "", each) for each in kept}


def assert_nothing_is_told(simulator: Simulator, *texts: str) -> None:
    """See that no id, secret or token of the simulator is in any of these texts."""
    for text in texts:
        folded = text.lower()
        told = [each for each in kept_apart(simulator) if each.lower() in folded]
        assert told == []


@pytest.mark.parametrize("products", [BOTH, ("charging",), ("locations",), ()])
@pytest.mark.parametrize("generations", [("D",), ("C",), ("B",), ("A",), ALL])
async def test_each_generation_subscribed_and_not(
    server: str,
    simulator: Simulator,
    generations: tuple[Any, ...],
    products: tuple[Any, ...],
) -> None:
    """What to do next is said, and the report tells shapes alone. What is documented is no finding."""
    simulator.settings.generations = generations
    simulator.settings.products = products
    simulator.start_by_card(CARD, HOME)
    ended = await run("doctor", "--server", server)
    # Three tokens, one question a generation of each product, and two more where it answers.
    answering = 3 if generations == ALL else 1
    assert len(simulator.audit) == 3 + 6 + 2 * answering * len(products)
    assert ended.code == (0 if "charging" in products else 4)
    advice = [
        sentence
        for sentence, product in ((NO_CHARGING, "charging"), (NO_MAP, "locations"))
        if product not in products
    ]
    assert ended.errors.splitlines() == advice
    text = text_of()
    assert_nothing_is_told(simulator, text, ended.output, ended.errors)
    report = report_of()
    assert report.environment == "custom"
    assert report.clock == "right"
    assert list(report.advice) == advice
    answered = {each.operation for each in report.operations if each.status == 200}
    assert answered == {
        "authorize",
        *(("active", "retrieve") if "charging" in products else ()),
        *(("nearby", "list_locations", "location") if "locations" in products else ()),
    }
    assert [
        finding
        for each in report.operations
        if each.status == 200
        for finding in each.findings
    ] == []


async def test_what_a_person_sees(server: str, simulator: Simulator) -> None:
    """What answers, what to do next, and where the report is."""
    simulator.change_settings({"generations": ["C"]})
    ended = await run("doctor", "--server", server)
    assert ended.lines == [
        "Charging: works. Map and prices: work.",
        "Details (D is the newest version of Shell's API, the others are older versions; one is enough):",
        "  Token: /v2/oauth/token and /v1/oauth/token",
        "  EV Charging, version D: not served here",
        "  EV Charging, version BC: answers",
        "  EV Charging, version A: not served here",
        "  EV Locations, version D: not served here",
        "  EV Locations, version C: answers",
        "  EV Locations, version AB: not served here",
        "The report is in shell-ev-report.json. It describes the form of the answers and contains none of your data.",
        "Everything answers as documented. You can set up Home Assistant now.",
        "A report without differences is welcome, too: it is the first proof. Keep the file: the place to send it is not open yet.",
    ]
    assert ended.errors == f"{NO_SESSION}\n"


async def test_for_a_script(server: str) -> None:
    """The report on standard output, and nothing else there."""
    ended = await run("doctor", "--json", "--server", server)
    assert ended.data == json.loads(text_of())
    assert "  EV Charging, version D: answers" in ended.errors


async def test_a_place_and_an_evse_of_ones_own(
    server: str, simulator: Simulator
) -> None:
    """They are asked for, and stand in no report."""
    ended = await run(
        "doctor", "--near", "51.9,4.48", "--evse", HOME, "--server", server
    )
    assert ended.code == 0
    assert {call.evse_id for call in simulator.audit if call.operation == "locations"}
    assert "51.9" not in text_of()


async def test_nothing_stands_there(server: str, simulator: Simulator) -> None:
    """Then no EVSE and no location can be asked for, and an EVSE of one's own is."""
    empty = '{"requestId": "", "status": "SUCCESS", "data": []}'
    simulator.inject("nearby", "text", status=200, text=empty, times=3)
    await run("doctor", "--server", server)
    operations = {each.operation for each in report_of().operations}
    assert "list_locations" not in operations
    simulator.inject("nearby", "text", status=200, text=empty, times=3)
    await run("doctor", "--evse", HOME, "--server", server)
    operations = {
        each.operation for each in report_of("shell-ev-report-2.json").operations
    }
    assert {"list_locations", "location"} <= operations


async def test_a_uid_that_would_be_another_path(
    server: str, simulator: Simulator
) -> None:
    """It is not asked for."""
    odd = '{"status": "SUCCESS", "data": [{"uid": ".."}]}'
    simulator.inject("any", "late", times=1)
    simulator.inject("nearby", "text", status=200, text=odd, times=3)
    await run("doctor", "--server", server)
    assert not any(call.operation == "location" for call in simulator.audit)


async def test_no_session_as_404(server: str, simulator: Simulator) -> None:
    """It may mean a card that Shell does not know."""
    simulator.settings.active_empty = 404
    ended = await run("doctor", "--server", server)
    assert ended.code == 0
    assert ended.errors == (
        "Shell finds no active session of the charge card. If one is running, check the EMA ID.\n"
    )


def ten_ways() -> list[tuple[str, int, str]]:
    """Return answers that deviate in every way that there is a word for."""
    session = SESSION | {
        "sessionState": {
            "status": "charging",
            "error": {"code": "FlatTyre", "message": "?"},
        },
        "startedAt": "2026-11-20T11:20:27",
        "stoppedAt": "tomorrow, 11 o'clock",
        "userId": 7,
        "colour": "red",
    }
    body = {"requestid": "1", "status": "SUCCESS", "data": [session]}
    return [
        ("active", 200, json.dumps(body)),
        ("retrieve", 200, '{"requestId": "1", "status": "SUCCESS", "data": [{}]}'),
        ("nearby", 200, "<html>"),
        ("locations", 418, json.dumps({"errors": [{"code": "E9"}]})),
    ]


async def test_ten_deviations_are_named(server: str, simulator: Simulator) -> None:
    """Each in the report, each that had to be guessed at to the person, and 1 for scripts."""
    for operation, status, text in ten_ways():
        simulator.inject(operation, "text", status=status, text=text, times=3)
    ended = await run("doctor", "--evse", HOME, "--server", server)
    found = {
        finding.kind for each in report_of().operations for finding in each.findings
    }
    assert found == set(Kind)
    assert ended.code == 8, "the directory answers with a page"
    simulator.inject("active", "text", status=200, text=ten_ways()[0][2], times=3)
    ended = await run("doctor", "--verbose", "--server", server)
    assert ended.code == 1
    assert (
        "  active D: undocumented state, $.data[].sessionState.status (charging)"
        in ended.lines
    )
    assert "colour" not in ended.output
    assert ended.errors.endswith("Shell answers in a way that is not documented.\n")
    assert ended.lines[-1] == KEEP_IT
    assert_nothing_is_told(simulator, text_of())


async def test_a_refusal_that_is_not_documented(
    server: str, simulator: Simulator
) -> None:
    """Shell's own refusals are looked at, too; a gateway's are not."""
    odd = json.dumps({"status": "FAILED", "errors": [{"code": "E9999"}]})
    simulator.inject("retrieve", "text", status=404, text=odd, times=3)
    ended = await run("doctor", "--verbose", "--server", server)
    assert ended.code == 1
    assert any("retrieve D: undocumented code" in line for line in ended.lines)


FAILURES: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("token", "status", {"status": 401}, 3, "Shell refuses the client ID or secret. "),
    ("token", "redirect", {}, 8, "The answer redirects elsewhere, "),
    ("token", "html", {"status": 200}, 8, "The answer is a web page or a text "),
    ("token", "html", {"status": 503}, 8, "A proxy or firewall answered "),
    ("token", "cut", {"times": 2}, 8, "The connection was lost. "),
    ("active", "status", {"status": 429, "times": 3}, 7, "Shell asks this account to wait. "),
    ("active", "status", {"status": 400, "times": 3}, 6, "Shell refused, "),
    ("active", "html", {"status": 200, "times": 3}, 8, "The answer is a web page or a text "),
    ("active", "redirect", {"times": 3}, 8, "The answer redirects elsewhere, "),
    ("active", "cut", {"times": 6}, 8, "The connection was lost. "),
    ("nearby", "status", {"status": 429, "times": 3}, 7, "Shell asks this account to wait. "),
    ("nearby", "html", {"status": 200, "times": 3}, 8, "The answer is a web page or a text "),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "fault", "details", "code", "said"), FAILURES)
async def test_what_stands_in_the_way(
    server: str,
    simulator: Simulator,
    operation: str,
    fault: Any,
    details: dict[str, Any],
    code: int,
    said: str,
) -> None:
    """It is said once, in the report as well, without a RequestId there."""
    simulator.inject(operation, fault, **details)
    ended = await run("doctor", "--server", server)
    assert ended.code == code
    (line,) = [each for each in ended.errors.splitlines() if each.startswith(said)]
    assert line in report_of().advice
    assert "RequestId" not in line
    assert_nothing_is_told(simulator, text_of())


async def test_a_401_to_a_new_token(server: str, simulator: Simulator) -> None:
    """In Shell's words it means that the product is not subscribed to."""
    simulator.inject("active", "status", status=401, times=6)
    ended = await run("doctor", "--server", server)
    assert ended.code == 4
    assert ended.errors.splitlines() == [NO_CHARGING]


async def test_no_network(socket_enabled: None) -> None:
    """The report says so."""
    ended = await run("doctor", "--server", "http://127.0.0.1:9")
    assert ended.code == 8
    assert ended.lines[2] == "  Token: none"
    (operation,) = report_of().operations
    assert (operation.status, operation.failure) == (None, Cause.NO_CONNECTION)


async def test_a_clock_hours_off(server: str, simulator: Simulator) -> None:
    """It is said first, and noted."""
    simulator.advance(-3.3 * 3600)
    ended = await run("doctor", "--server", server)
    assert ended.code == 0
    assert ended.errors.splitlines()[0] == (
        "This computer's clock is ahead by 3 hours. Set it right: tokens and the times of sessions depend on it."
    )
    assert report_of().clock == "ahead by 3 hours"


@pytest.mark.parametrize("operation", ["token", "active", "retrieve", "nearby"])
async def test_who_does_not_answer_is_waited_for_together(
    socket_enabled: None, web: aiohttp.ClientSession, operation: str
) -> None:
    """However many hang, there is an end, and what did not answer is noted."""
    assert timedelta(seconds=20) > TIME_LIMIT
    simulator = Simulator(seed=1)  # in real time: what is tested is how long it takes
    simulator.inject(operation, "hang", times=9)
    async with simulator.serve() as server:
        client = make(web, server)
        limit = timedelta(seconds=0.5)
        doctor = Doctor(client, EmaId.parse(CARD), time_limit=limit)
        await doctor.examine()
    lost = {met.failure for met in client.shapes.met if met.status is None}
    assert lost == {Cause.TIME_OUT}
    expected = ExitCode.FINE if operation == "retrieve" else ExitCode.NO_ANSWER
    assert doctor.diagnosis.code is expected


async def test_one_token_path_that_fails(server: str, simulator: Simulator) -> None:
    """The other is told."""
    simulator.inject("token", "late")
    simulator.inject("token", "status", status=503)
    ended = await run("doctor", "--server", server)
    assert (ended.code, ended.lines[2]) == (0, "  Token: /v1/oauth/token")
    simulator.inject("token", "late")
    simulator.inject("token", "cut")
    ended = await run("doctor", "--server", server)
    assert (ended.code, ended.lines[2]) == (0, "  Token: /v1/oauth/token")


def test_the_best_generation_counts() -> None:
    """One that refuses is no matter where an older one answers."""
    newest, older, _ = GENERATIONS
    diagnosis = Diagnosis(
        examined=(
            Examined(
                product=CHARGING, generation=newest, error=RequestRejectedError("?")
            ),
            Examined(product=CHARGING, generation=older, error=None),
        )
    )
    assert diagnosis.code is ExitCode.FINE
    assert diagnosis.generation is older


async def test_a_report_is_never_replaced(server: str) -> None:
    """A good one is not lost to one that tells less, or other things: the new one gets a number."""
    await run("doctor", "--server", server)
    first = text_of()
    less = await run("doctor", "--server", "http://127.0.0.1:9")
    assert less.lines[-3:] == [
        "The report is in shell-ev-report-2.json. It describes the form of the answers and contains none of your data.",
        "The earlier report in shell-ev-report.json was kept.",
        "There is nothing to send yet.",
    ]
    await run("doctor", "--server", server)
    assert text_of() == first
    assert len(report_of("shell-ev-report-2.json").operations) == 1
    assert len(report_of("shell-ev-report-3.json").operations) > 1


async def refused(output: Path) -> Ended:
    """Run the doctor with an output that cannot be; nothing is asked."""
    ended = await run("doctor", "--output", output, "--server", "http://127.0.0.1:9")
    assert ended.code == 2
    return ended


async def test_no_other_file_is_replaced(tmp_path: Path) -> None:
    """A mistyped --output costs nobody a letter."""
    letter = tmp_path / "letter.json"
    kept = '{"report": "none"}'
    letter.write_text(kept)
    ended = await refused(letter)
    assert ended.errors == (
        f"{letter} is there and is no report. Choose another --output, or remove it.\n"
    )
    assert text_of(str(letter)) == kept


async def test_no_such_folder(tmp_path: Path) -> None:
    """Neither is a folder a file."""
    for output, reason in (
        (tmp_path, "Is a directory"),
        (tmp_path / "nowhere" / "report.json", "No such file or directory"),
    ):
        ended = await refused(output)
        assert ended.errors == (
            f"{output} cannot be written: {reason}. Choose another --output.\n"
        )


async def test_a_report_that_cannot_be_written(socket_enabled: None) -> None:
    """No room, no right; here a name that is too long."""
    ended = await refused(Path("x" * 300))
    assert "cannot be written: " in ended.errors
    assert ended.errors.endswith(". Choose another --output.\n")
