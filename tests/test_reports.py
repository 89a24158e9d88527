"""The main job against servers that answer like the reports in ``tests/reports``.

A report that a user hands on becomes a test by being put there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .conftest import CARD, CLIENT_ID, HOME, NOON, OFFICE, SECRET, Home, sent
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator

REPORTS: Final = sorted((Path(__file__).parent / "reports").glob("*.json"))
DAM: Final = {"latitude": 52.3702, "longitude": 4.8952}


@dataclass(frozen=True)
class Shown:
    """What is shown of something, and by report where it is something else."""

    table: str
    documented: str
    otherwise: Mapping[str, str]

    def check(self, state: str, report: Path) -> None:
        """See that this is shown with a report; where it is not, tell where to say so."""
        expected = self.otherwise.get(report.stem, self.documented)
        assert state == expected, (
            f"With {report.name} {state!r} is shown instead of {expected!r}."
            f" If the report leaves nothing better to show, add"
            f' "{report.stem}": "{state}" to {self.table} in tests/test_reports.py.'
        )


CHARGING: Final = Shown("CHARGING", "started", {"unknown_state": "unknown"})
"""Otherwise where a report has another word for a session that has started."""
REASON: Final = Shown(
    "REASON",
    "ev_not_connected_to_evse",
    {"all_ten": "unknown", "states_as_text": "unknown"},
)
"""Otherwise where a state is a text, which leaves no room for why it failed."""
PLACE: Final = Shown("PLACE", OFFICE, {"all_ten": "unknown"})
"""Otherwise where a session does not name its charge point."""
AS_DOCUMENTED: Final = {"older_generation"}
"""Reports of answers that are an older document's, so that nothing had to be guessed at."""


@pytest.fixture(params=REPORTS, ids=[path.stem for path in REPORTS])
def reported(request: pytest.FixtureRequest) -> Path:
    """Go through the reports."""
    path: Path = request.param
    return path


@pytest.fixture
def simulator(freezer: FrozenDateTimeFactory, reported: Path) -> Simulator:
    """Return a simulator that answers like the report."""
    freezer.move_to(NOON)
    return Simulator(seed=1, clock=dt_util.utcnow, like=reported.read_bytes())


@pytest.fixture
async def account(hass: HomeAssistant, server: str, in_amsterdam: None) -> None:
    """Set an account up with a charge point, in the dialog of a person."""
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_USER},
        data={
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "ema_id": CARD,
            "name": "Card",
            "environment": "production",
            "custom_server": {"url": server},
        },
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    _, flow_id = result["next_flow"]
    for answer in ({"next_step_id": "evse_id"}, {"evse_id": HOME, "name": "Home"}):
        result = await hass.config_entries.subentries.async_configure(flow_id, answer)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_start_watch_and_stop(
    hass: HomeAssistant,
    account: None,
    home: Home,
    simulator: Simulator,
    reported: Path,
) -> None:
    """A session from the switch to the history; nothing is sent twice, and what is odd is told once."""
    assert home.state("session_state") == "idle"
    await home.switch("on")
    assert home.state("session_state") == "start_requested"
    await home.wait(300)
    CHARGING.check(home.state("session_state"), reported)
    assert home.state("charging") == "on"
    assert home.state("session_started") == "2026-11-20T11:00:04+00:00"
    await home.switch("off")
    assert home.state("session_state") == "stop_requested"
    await home.wait(15)
    assert home.state("session_state") == "stopped"
    assert home.state("charging") == "off"
    assert (sent(simulator, "start"), sent(simulator, "stop")) == (1, 1)
    (session,) = (await home.act("list_sessions"))["sessions"]
    assert session["state"] == "stopped"
    assert session["charge_point"] == "Home"
    assert session["evse_id"] == HOME
    assert session["started_at"] == "2026-11-20T11:00:04+00:00"
    assert 295 <= session["duration"] <= 315
    told = ir.async_get(hass).issues.values()
    repairs = [issue.translation_key for issue in told if issue.domain == DOMAIN]
    expected = [] if reported.stem in AS_DOCUMENTED else ["undocumented_answer"]
    assert repairs == expected, (
        f"{reported.name} raises {repairs}. AS_DOCUMENTED in tests/test_reports.py names"
        " the reports that raise nothing."
    )


async def test_a_start_that_fails(
    account: None, home: Home, simulator: Simulator, reported: Path
) -> None:
    """The switch goes off, and why is told where Shell tells it."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(15)
    assert home.state("charging") == "off"
    assert home.state("session_state") == "failed_to_start"
    REASON.check(home.state("last_error"), reported)


async def test_a_session_begun_at_the_charge_point(
    hass: HomeAssistant,
    account: None,
    home: Home,
    simulator: Simulator,
    reported: Path,
) -> None:
    """By card, at one that is not configured: seen, and stopped by its card."""
    simulator.start_by_card(CARD, OFFICE)
    await home.wait(310)
    CHARGING.check(home.state("session_state", "Card"), reported)
    PLACE.check(home.state("charge_point", "Card"), reported)
    button = home.entity_id("stop_session", "Card")
    await hass.services.async_call(
        "button", "press", {"entity_id": button}, blocking=True
    )
    await home.wait(15)
    assert home.state("session_state", "Card") == "idle"


async def test_find_a_charge_point(account: None, home: Home) -> None:
    """With all there is to decide by, and its sensors."""
    (found,) = (await home.act("find_charge_points", location=DAM, radius=100))[
        "charge_points"
    ]
    wanted = {
        "name": "Dam 1",
        "evse_id": HOME,
        "distance": 0,
        "availability": "available",
        "availability_updated": "2026-11-20T11:00:00+00:00",
        "operator": "Shell Recharge",
        "address": "Dam 1, 1012JS Amsterdam",
        "maximum_power": 22.08,
        "connectors": [{"type": "type_2", "maximum_power": 22.08}],
        "currency": "EUR",
        "price_per_kwh": 0.44,
        "start_fee": 0.25,
        **DAM,
    }
    assert {key: found[key] for key in wanted} == wanted
    assert home.state("price") == "0.44"
    assert home.state("availability") == "available"
    assert home.state("maximum_power") == "22.08"


@pytest.mark.parametrize(
    "table", [CHARGING, REASON, PLACE], ids=lambda table: table.table
)
def test_a_state_that_nobody_knew_tells_what_to_do(table: Shown) -> None:
    """Whoever adds a report is told the table and the line."""
    line = f'add "mine": "new" to {table.table} in tests/test_reports.py'
    with pytest.raises(AssertionError, match=line):
        table.check("new", Path("tests/reports/mine.json"))
