"""The doctor against servers that answer like the reports in ``tests/reports``."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from homeassistant.util import dt as dt_util

from custom_components.shell_ev.api.report import read_report
from simulator import Simulator
from tests.api.terminal import CREDENTIALS, run
from tests.api.test_ten_deviations import TEN, found_in
from tests.conftest import CARD, CLIENT_ID, HOME, SECRET

REPORTS: Final = sorted((Path(__file__).parents[1] / "reports").glob("*.json"))

AS_DOCUMENTED: Final = {"older_generation"}
"""Reports of answers that nothing had to be guessed at in, at least where the doctor asks."""


@pytest.fixture(params=REPORTS, ids=[path.stem for path in REPORTS])
def reported(request: pytest.FixtureRequest) -> Path:
    """Go through the reports."""
    path: Path = request.param
    return path


@pytest.fixture
def simulator(reported: Path) -> Simulator:
    """Return a simulator that answers like the report, with a session under way."""
    simulator = Simulator(seed=1, clock=dt_util.utcnow, like=reported.read_bytes())
    simulator.start_by_card(CARD, HOME)
    return simulator


@pytest.fixture
def was(reported: Path) -> set[tuple[str, str, str, str]]:
    """Return the findings of the report."""
    return found_in(json.loads(reported.read_text()))


@pytest.fixture
async def ended(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[int, dict[str, Any]]:
    """Run the doctor on the command line, and return its exit code and its report."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    ended = await run("doctor", "--json", "--server", server)
    return ended.code, ended.data


async def test_it_names_what_the_report_does(
    ended: tuple[int, dict[str, Any]],
    reported: Path,
    was: set[tuple[str, str, str, str]],
) -> None:
    """Nothing else, and each kind of it; scripts hear of it by 1."""
    code, told = ended
    assert read_report(json.dumps(told)).client
    found = found_in(told)
    assert found <= was
    assert {kind for _, kind, *_ in found} == {kind for _, kind, *_ in was}
    assert code == (0 if reported.stem in AS_DOCUMENTED else 1)


@pytest.mark.parametrize(
    "reported", [path for path in REPORTS if path.stem == "all_ten"], indirect=True
)
async def test_it_names_all_ten(ended: tuple[int, dict[str, Any]]) -> None:
    """In one run, with a session under way."""
    _, told = ended
    assert set(TEN.values()) <= found_in(told)
    for kept in (SECRET, CLIENT_ID, CARD, HOME, "Dam 1", "52.37"):
        assert kept not in json.dumps(told)
