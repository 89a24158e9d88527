"""A report of a server that deviates in ten ways names all ten; and one made like it says the same."""

from contextlib import suppress
import json
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api import NotFoundError, SessionState, ShellEvClient
from custom_components.shell_ev.api.report import read_report, report
from simulator import Simulator
from tests.api.conftest import make
from tests.conftest import CARD, CLIENT_ID, HOME, SECRET

REPORTS: Final = Path(__file__).parents[1] / "reports"
ALL_TEN: Final = (REPORTS / "all_ten.json").read_text()
UNKNOWN: Final = "c3e332f0-1bb2-4f50-a96b-e075bbb71e68"
ITEM: Final = "$.data[]"

TEN: Final = {
    "key case": ("active", "key_case", f"{ITEM}.EMAId", "emaId"),
    "time without zone": (
        "active",
        "time_without_zone",
        f"{ITEM}.startedAt",
        "text time without zone 11-20",
    ),
    "unreadable time": (
        "active",
        "time_unreadable",
        f"{ITEM}.lastUpdated",
        "text other 21-40",
    ),
    "state as text": (
        "active",
        "other_type",
        f"{ITEM}.sessionState",
        "text instead of object",
    ),
    "unknown state": (
        "nearby",
        "undocumented_state",
        f"{ITEM}.evses[].status",
        "Reserved",
    ),
    "unknown code": (
        "retrieve",
        "undocumented_code",
        "$.errors[].code",
        "SessionGone",
    ),
    "unknown field": ("active", "unknown_path", f"{ITEM}.tariffReference", ""),
    "missing field": ("active", "missing_path", f"{ITEM}.evseId", ""),
    "number as text": (
        "nearby",
        "other_type",
        f"{ITEM}.coordinates.latitude",
        "number as text",
    ),
    "object for a list": ("retrieve", "other_type", "$.data", "object instead of list"),
}
"""Where each of them is met: operation, kind, path and detail."""


async def use(client: ShellEvClient, simulator: Simulator) -> dict[str, Any]:
    """Do with a client all that it can, and return its report."""
    await client.detect_generation(CARD)
    await client.nearby(52.3702, 4.8952)
    location = await client.find_location(HOME)
    assert location is not None
    await client.location(location.uid, "NL-TNM")
    session_id = (await client.start(CARD, HOME)).session_id
    simulator.advance(10)
    await client.active(CARD)
    await client.retrieve(session_id)
    await client.stop(session_id)
    simulator.advance(10)
    assert (await client.retrieve(session_id)).state is SessionState.STOPPED
    simulator.plug(HOME, False)
    session_id = (await client.start(CARD, HOME)).session_id
    simulator.advance(10)
    session = await client.retrieve(session_id)
    assert session.state is SessionState.FAILED_TO_START
    with suppress(NotFoundError):
        await client.retrieve(UNKNOWN)
    return report(
        client, environment="custom", made=dt_util.now().date(), version="0.1.0"
    )


def found_in(told: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    """Return the findings of a report, with the operation of each."""
    return {
        (entry["operation"], finding["kind"], finding["path"], finding["detail"])
        for entry in told["operations"]
        for finding in entry.get("findings", ())
    }


async def report_like(text: str, web: aiohttp.ClientSession) -> dict[str, Any]:
    """Return the report of a client whose server answers like another report."""
    simulator = Simulator(seed=1, clock=dt_util.utcnow, like=text)
    async with simulator.serve() as server:
        return await use(make(web, server), simulator)


@pytest.mark.parametrize("deviation", TEN)
async def test_a_report_names_each_of_ten_deviations(
    socket_enabled: None, web: aiohttp.ClientSession, deviation: str
) -> None:
    """All of them were met at once."""
    assert TEN[deviation] in found_in(await report_like(ALL_TEN, web))


async def test_without_a_deviation_there_is_no_finding(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """The test above can fail: the same calls are answered as documented."""
    assert found_in(await use(client, simulator)) == set()


async def test_no_value_goes_along(
    socket_enabled: None, web: aiohttp.ClientSession
) -> None:
    """Neither who asks nor what was answered."""
    text = json.dumps(await report_like(ALL_TEN, web))
    for kept in (SECRET, CLIENT_ID, CARD, HOME, "Dam 1", "52.37"):
        assert kept not in text


@pytest.fixture(params=sorted(REPORTS.glob("*.json")), ids=lambda path: path.stem)
def text(request: pytest.FixtureRequest) -> str:
    """Go through the reports."""
    path: Path = request.param
    return path.read_text()


async def test_a_report_comes_back(
    socket_enabled: None, web: aiohttp.ClientSession, text: str
) -> None:
    """From a server that answers like it: each kind of finding, and none that it does not have."""
    assert read_report(text).client
    was, told = found_in(json.loads(text)), found_in(await report_like(text, web))
    assert told <= was
    assert {kind for _, kind, *_ in told} == {kind for _, kind, *_ in was}
