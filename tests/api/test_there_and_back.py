"""A report becomes a test: a server like the report answers as the report says."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api.generations import DIRECTORIES, Operation
from custom_components.shell_ev.api.locations import read_locations
from simulator import Simulator
from tests.api.conftest import make
from tests.api.terminal import CREDENTIALS, run
from tests.conftest import CARD, HOME


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


def told(path: Path, operation: str) -> Any:
    """Return what was answered to an operation, and what is not as documented."""
    report = json.loads(path.read_text())
    return {
        (
            each["operation"],
            each["generation"],
            each["status"],
            finding["kind"],
            finding["path"],
        )
        for each in report["operations"]
        if each["operation"] == operation
        for finding in each.get("findings") or [{"kind": "", "path": ""}]
    }


NEARBY = (
    Operation.NEARBY,
    {"latitude": "52.37", "longitude": "4.9", "limit": "25"},
)
LISTED = (Operation.LIST_LOCATIONS, {"evse_id": HOME, "page": "1", "page_size": "10"})

FAULTS: list[Any] = [
    ("active", "status", {"status": 405}),
    ("retrieve", "html", {"status": 200}),
    ("active", "garbage", {}),
    ("active", "text", {"status": 200}),
    ("active", "status_empty", {"status": 204}),
    ("active", "empty", {}),
    ("active", "status", {"status": 403}),
    ("active", "status", {"status": 401}),
    ("active", "html", {"status": 404}),
    ("active", "failed", {}),
    ("active", "unknown_state", {}),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_there_and_back(
    server: str, simulator: Simulator, tmp_path: Path, fault: Any
) -> None:
    """The report of a server like a report says the same."""
    operation, kind, details = fault
    simulator.start_by_card(CARD, HOME)
    simulator.inject(operation, kind, times=999, **details)
    await run("doctor", "--evse", HOME, "--server", server)
    first = tmp_path / "shell-ev-report.json"
    like = Simulator(seed=1, clock=dt_util.utcnow, like=first.read_bytes())
    like.start_by_card(CARD, HOME)
    async with like.serve() as url:
        await run("doctor", "--evse", HOME, "--output", "again.json", "--server", url)
    assert told(tmp_path / "again.json", operation) == told(first, operation)


async def test_the_bare_directory_of_a_report_has_charge_points(
    server: str, tmp_path: Path, web: aiohttp.ClientSession
) -> None:
    """The oldest answers with a list or one object: a server like it does, whatever was asked before."""
    await run("doctor", "--evse", HOME, "--server", server)
    text = (tmp_path / "shell-ev-report.json").read_bytes()
    like = Simulator(seed=1, clock=dt_util.utcnow, like=text)
    async with like.serve() as url:
        client = make(web, url)
        for operation, arguments in (NEARBY, LISTED):
            reply = await client.probe(DIRECTORIES[-1], operation, **arguments)
            assert isinstance(reply.body, list)
            first, *_ = read_locations(reply.envelope)
        reply = await client.probe(DIRECTORIES[-1], Operation.LOCATION, uid=first.uid)
    assert isinstance(reply.body, dict)
    assert [each.uid for each in read_locations(reply.envelope)] == [first.uid]
