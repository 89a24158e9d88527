"""What Shell answers otherwise than documented is a repair, and its shape is in the diagnostics."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    CLIENT_ID,
    HOME,
    OFFICE,
    OTHER_CARD,
    SECRET,
    Home,
    card_subentry,
    charge_point_subentry,
)
from custom_components.shell_ev import const
from custom_components.shell_ev.api import __version__
from custom_components.shell_ev.api.report import read_report
from custom_components.shell_ev.const import DOMAIN, WHAT_TO_SEND
from custom_components.shell_ev.flow.fields import account_client
from simulator import Simulator
from simulator.settings import Account

INTEGRATION = Path(const.__file__).parent
UNKNOWN = "paused-by-grid"
"""The state that the simulator makes up."""


def repairs(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """Return the repairs of what is not documented."""
    return [
        issue
        for issue in ir.async_get(hass).issues.values()
        if issue.active and issue.translation_key == "undocumented_answer"
    ]


@pytest.fixture
def running(simulator: Simulator) -> None:
    """Have a session run, of whose state Shell can tell something strange."""
    simulator.start_by_card(CARD, HOME)


def deviate(simulator: Simulator, times: int = 99) -> None:
    """Let Shell tell a state that is not documented."""
    simulator.inject("active", "unknown_state", times=times)


async def shapes(hass: HomeAssistant, client: Any, entry: MockConfigEntry) -> Any:
    """Return the shapes in the diagnostics, by operation and status."""
    dump: Any = await get_diagnostics_for_config_entry(hass, client, entry)
    return {
        (each["operation"], each["status"]): each
        for each in dump["shapes"]["operations"]
    }


async def test_what_is_documented_is_no_repair(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """From a start to the end of the session."""
    await home.switch("on")
    await home.wait(70)
    await home.switch("off")
    await home.wait(70)
    assert repairs(hass) == []


@pytest.mark.usefixtures("running")
async def test_an_answer_to_a_poll_is_told_once(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """In the middle of a running account, as a warning with where to send what."""
    assert repairs(hass) == []
    updates: list[Any] = []
    hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, updates.append)
    deviate(simulator)
    await home.wait(310)
    (repair,) = repairs(hass)
    assert len(updates) == 1
    assert repair.severity is ir.IssueSeverity.WARNING
    assert not repair.is_fixable
    assert not repair.is_persistent
    assert repair.learn_more_url == WHAT_TO_SEND
    assert repair.translation_placeholders is not None
    assert repair.translation_placeholders["account"] == entry.title


def test_learn_more_opens_the_documentation() -> None:
    """What the file holds, rather than a tracker that is not open yet."""
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    page, _, anchor = WHAT_TO_SEND.partition("#")
    path = page.removeprefix(f"{manifest['documentation']}/blob/main/")
    text = (INTEGRATION.parents[1] / path).read_text()
    titles = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert anchor in [title.lower().replace(" ", "-") for title in titles]


def test_the_repair_is_short_steps_and_says_what_the_file_holds() -> None:
    """A phone shows one paragraph at a time."""
    english = json.loads((INTEGRATION / "translations" / "en.json").read_text())
    text: str = english["issues"]["undocumented_answer"]["description"]
    paragraphs = text.split("\n\n")
    assert len(paragraphs) >= 4
    assert all(len(line) <= 180 for line in text.splitlines())
    assert "Keep the file: the place to send it is not open yet." in text
    assert (
        "The file contains the times of your last 20 sessions and RequestIds, but no"
        " secret and no ID of a card, charge point or session."
    ) in paragraphs
    # What an account is called at first begins with Shell.
    assert "Shell {account}" not in text
    assert "answered {account}" not in text


@pytest.mark.usefixtures("running")
async def test_an_answer_at_set_up_is_told(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """The account works all the same."""
    deviate(simulator)
    entry = make_entry()
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert len(repairs(hass)) == 1


@pytest.mark.parametrize("fault", ["empty", "garbage"])
async def test_a_set_up_that_fails_for_it_is_told_and_has_its_shapes(
    hass: HomeAssistant,
    hass_client: Any,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
    fault: str,
) -> None:
    """It is then that they are needed most."""
    simulator.inject("active", fault, times=99)
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert len(repairs(hass)) == 1
    met = await shapes(hass, hass_client, entry)
    assert met["active", 200]["findings"]


async def test_a_page_for_people_is_no_answer_of_shells(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A proxy's: there is nothing in it to report."""
    simulator.inject("active", "html", status=200, times=99)
    await home.wait(310)
    assert entry.runtime_data.client.shapes.findings
    assert repairs(hass) == []


@pytest.mark.usefixtures("running")
async def test_what_was_ignored_stays_ignored(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Also after a reload, which meets the same answers as if they were new."""
    deviate(simulator)
    await home.wait(310)
    (repair,) = repairs(hass)
    ir.async_ignore_issue(hass, DOMAIN, repair.issue_id, True)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(310)
    (repair,) = repairs(hass)
    assert repair.dismissed_version


@pytest.mark.usefixtures("running")
async def test_a_removed_account_takes_its_repair_along(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """There is nothing left that it would be about."""
    deviate(simulator)
    await home.wait(310)
    assert repairs(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert repairs(hass) == []


@pytest.mark.usefixtures("running")
async def test_an_answer_after_the_removal_is_told_to_nobody(
    hass: HomeAssistant, entry: MockConfigEntry, simulator: Simulator
) -> None:
    """What was asked before it is answered later."""
    client = entry.runtime_data.client
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    deviate(simulator)
    await client.active(CARD)
    assert client.shapes.findings
    assert repairs(hass) == []


async def test_each_account_has_its_own(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """The one that goes leaves the other's."""
    simulator.accounts[CLIENT_ID].cards.remove(OTHER_CARD)
    simulator.accounts["second"] = Account(secret=SECRET, cards=[OTHER_CARD])
    first = make_entry()
    second = make_entry(
        card_subentry(OTHER_CARD),
        charge_point_subentry(ema_id=OTHER_CARD),
        data={"client_id": "second"},
    )
    await hass.config_entries.async_setup(first.entry_id)
    await hass.async_block_till_done()
    assert {first.state, second.state} == {ConfigEntryState.LOADED}
    simulator.start_by_card(CARD, HOME)
    deviate(simulator)
    await home.wait(310)
    assert [repair.data and repair.data["entry_id"] for repair in repairs(hass)] == [
        first.entry_id
    ]
    simulator.start_by_card(OTHER_CARD, OFFICE)
    await home.wait(310)
    assert len(repairs(hass)) == 2
    await hass.config_entries.async_remove(first.entry_id)
    (left,) = repairs(hass)
    assert left.data
    assert left.data["entry_id"] == second.entry_id


@pytest.mark.usefixtures("running")
async def test_a_first_contact_that_is_given_up_leaves_no_repair(
    hass: HomeAssistant, server: str, simulator: Simulator
) -> None:
    """There is no account that it would be about."""
    simulator.inject("active", "empty", times=99)
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "ema_id": CARD,
            "name": "Card",
            "environment": "production",
            "custom_server": {"url": server},
        },
    )
    assert result["type"] is FlowResultType.FORM
    hass.config_entries.flow.async_abort(result["flow_id"])
    assert repairs(hass) == []


@pytest.mark.usefixtures("running")
async def test_the_diagnostics_hold_the_shapes(
    hass: HomeAssistant,
    hass_client: Any,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    scan: Callable[[Any], None],
) -> None:
    """As a report has them, and no value."""
    deviate(simulator)
    await home.wait(310)
    dump: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    scan(dump)
    assert dump["shapes"]["clock"] == "right"
    met = await shapes(hass, hass_client, entry)
    active = met["active", 200]
    assert active["generation"] == "D"
    assert active["content"] == "json"
    assert any(path.startswith("$.data[].") for path in active["paths"])
    assert UNKNOWN in json.dumps(active["words"])
    assert {each["kind"] for each in active["findings"]} == {"undocumented_state"}
    (session,) = simulator.sessions.values()
    assert session.session_id not in json.dumps(dump["shapes"])
    assert met["authorize", 200]["findings"] == []


@pytest.mark.usefixtures("running")
async def test_the_download_is_a_report_to_answer_like(
    hass: HomeAssistant,
    hass_client: Any,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """There and back, as it is: its client meets what the account has met."""
    deviate(simulator)
    entry = make_entry()
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await async_setup_component(hass, "diagnostics", {})
    web = await hass_client()
    download = await web.get(f"/api/diagnostics/config_entry/{entry.entry_id}")
    text = await download.text()
    told = read_report(json.dumps(json.loads(text)["data"]["shapes"]))
    assert (told.environment, told.client) == ("custom", __version__)
    like = Simulator(seed=1, clock=dt_util.utcnow, like=text)
    like.start_by_card(CARD, HOME)
    like.advance(10)
    async with like.serve() as url:
        client = account_client(hass, {**entry.data, "server": url})
        await client.detect_generation(CARD)
    met, again = entry.runtime_data.client.shapes, client.shapes
    assert [finding for _, finding in met.findings]
    assert [finding for _, finding in again.findings] == [
        finding for _, finding in met.findings
    ]


@pytest.mark.usefixtures("running")
async def test_a_reload_begins_a_new_book(
    hass: HomeAssistant,
    hass_client: Any,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """It lives with the client."""
    deviate(simulator, times=1)
    await home.wait(310)
    assert (await shapes(hass, hass_client, entry))["active", 200]["findings"]
    simulator.clear_faults()
    await hass.config_entries.async_reload(entry.entry_id)
    assert not (await shapes(hass, hass_client, entry))["active", 200]["findings"]


async def test_a_refusal_that_is_not_documented_is_a_repair(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """That the start was not carried out is a guess; the doctor names it, too."""
    refusal = {"status": "FAILED", "errors": [{"code": "EvseBusy", "message": ""}]}
    simulator.inject("start", "text", status=409, text=json.dumps(refusal))
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert len(repairs(hass)) == 1
