"""Repairs come with their condition, go with it, and where a form can fix it they are that form."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.repairs import ConfirmRepairFlow
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from custom_components.shell_ev.configuration import OWN_ENTITIES
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.repairs import ChargePointRepair, async_create_fix_flow
from simulator import Simulator

UNKNOWN_EVSE = "NL*TNM*E99999999*9"


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return the repairs of the integration by what they are about."""
    return {
        str(issue.translation_key): issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


async def open_fix(hass: HomeAssistant, client: Any, issue: str) -> dict[str, Any]:
    """Press the button of a repair."""
    response = await client.post(
        "/api/repairs/issues/fix",
        json={"handler": DOMAIN, "issue_id": issues(hass)[issue].issue_id},
    )
    assert response.status == HTTPStatus.OK
    return dict(await response.json())


async def fill(client: Any, form: dict[str, Any], **user_input: str) -> dict[str, Any]:
    """Fill its form in."""
    response = await client.post(
        f"/api/repairs/issues/fix/{form['flow_id']}", json=user_input
    )
    assert response.status == HTTPStatus.OK
    return dict(await response.json())


async def test_a_charge_point_that_shell_does_not_know(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    hass_client: Any,
) -> None:
    """The card has charged before, so it is the charge point; its form corrects it."""
    assert await async_setup_component(hass, "repairs", {})
    entry = make_entry(
        card_subentry(),
        charge_point_subentry(),
        charge_point_subentry(UNKNOWN_EVSE, "Typo"),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    client = await hass_client()
    await home.switch("on")
    await home.wait(10)
    with pytest.raises(HomeAssistantError):
        await home.switch("on", "Typo")
    assert issues(hass).keys() == {"charge_point_unknown"}
    form = await open_fix(hass, client, "charge_point_unknown")
    assert form["step_id"] == "charge_point"
    assert form["description_placeholders"]["name"] == "Typo"
    form = await fill(client, form, evse_id="?")
    assert form["errors"] == {"evse_id": "evse_id_alphabet"}
    form = await fill(client, form, evse_id=HOME)
    assert form["errors"] == {"evse_id": "charge_point_exists"}
    assert (await fill(client, form, evse_id=OFFICE))["type"] == "create_entry"
    await hass.async_block_till_done()
    assert not issues(hass)
    await home.switch("on", "Typo")
    assert home.state("session_state", "Typo") == "start_requested"


async def test_a_card_that_shell_does_not_know(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass_client: Any,
) -> None:
    """The charge point has worked before, so it is the card; its form replaces it."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)
    hass.config_entries.async_add_subentry(entry, new_card())
    await hass.async_block_till_done()
    with pytest.raises(HomeAssistantError):
        await home.act(
            "start_session",
            charge_point=home.device_id("Home"),
            charge_card=home.device_id("Strange"),
        )
    assert issues(hass).keys() == {"card_refused"}
    form = await open_fix(hass, client, "card_refused")
    assert form["step_id"] == "charge_card"
    form = await fill(client, form, ema_id="NL-TNM-C0216599X-B")
    assert form["errors"] == {"ema_id": "ema_id_check_digit"}
    form = await fill(client, form, ema_id=CARD)
    assert form["errors"] == {"ema_id": "charge_card_exists"}
    simulator.inject("active", "status", status=400, times=3)
    form = await fill(client, form, ema_id=OTHER_CARD)
    assert form["errors"] == {"ema_id": "ema_id_rejected"}
    simulator.clear_faults()
    assert (await fill(client, form, ema_id=OTHER_CARD))["type"] == "create_entry"
    await hass.async_block_till_done()
    assert not issues(hass)


def new_card() -> Any:
    """Return a subentry of a card that belongs to somebody else."""
    return ConfigSubentry(
        data=MappingProxyType({"ema_id": "NL-TNM-C00122046-M"}),
        subentry_type="charge_card",
        title="Strange",
        unique_id="charge_card_NLTNMC00122046",
    )


async def test_neither_has_ever_worked(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """Both are suspected; a start that works clears both."""
    entry = make_entry(card_subentry(), charge_point_subentry(UNKNOWN_EVSE, "Typo"))
    await hass.config_entries.async_setup(entry.entry_id)
    with pytest.raises(HomeAssistantError):
        await home.switch("on", "Typo")
    assert issues(hass).keys() == {"card_refused", "charge_point_unknown"}
    response = await home.act("start_session", evse_id=HOME, wait_for_outcome=False)
    assert response["state"] == "start_requested"
    await home.wait(10)
    assert issues(hass).keys() == {"charge_point_unknown"}
    ir.async_create_issue(
        hass,
        "other",
        "stays",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="stays",
    )
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issues(hass)
    assert len(ir.async_get(hass).issues) == 1


async def test_a_charge_point_that_works_is_no_issue_any_more(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """By card, at the same charge point."""
    simulator.inject("start", "status", status=404)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert issues(hass).keys() == {"card_refused", "charge_point_unknown"}
    simulator.start_by_card(CARD, HOME)
    await home.wait(310)
    assert not issues(hass)


@pytest.mark.parametrize(
    ("code", "issue"),
    [
        ("EvseNotFound", "charge_point_unknown"),
        ("ChargeTokenNotSupported", "card_refused"),
    ],
)
async def test_what_the_reason_of_a_failed_start_tells(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    code: str,
    issue: str,
) -> None:
    """The operator refuses later than Shell does."""
    simulator.set_service(HOME, False)
    point = simulator.world.charge_point(HOME)
    assert point is not None
    obstacle = type(point).obstacle

    def other(self: Any, session: Any) -> Any:
        found = obstacle(self, session)
        return found and type(found)(code=code, message="no")

    type(point).obstacle = other  # type: ignore[method-assign]
    try:
        await home.switch("on")
        await home.wait(10)
    finally:
        type(point).obstacle = obstacle  # type: ignore[method-assign]
    assert issues(hass).keys() == {issue}


async def test_a_card_whose_sessions_shell_refuses_to_list(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shown at the poll that was refused, gone with the one that was not."""
    simulator.inject("active", "status", status=400)
    await home.wait(310)
    assert issues(hass).keys() == {"card_refused"}
    await home.wait(310)
    assert not issues(hass)


async def test_held_for_over_an_hour(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Half an hour is a nuisance, more than an hour is worth a word."""
    simulator.inject("active", "status", status=429, retry_after="1700", times=3)
    await home.wait(310)
    assert not issues(hass)
    await home.wait(1730)
    assert not issues(hass)
    await home.wait(1730)
    assert issues(hass).keys() == {"rate_limited"}
    await home.wait(1730)
    assert not issues(hass)


async def test_a_damaged_history_is_set_aside_and_told(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    hass_client: Any,
    hass_storage: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file is kept under another name, and life goes on."""
    assert await async_setup_component(hass, "repairs", {})
    monkeypatch.setattr(hass.config, "config_dir", str(tmp_path))
    entry = make_entry()
    file = tmp_path / ".storage" / f"{DOMAIN}.{entry.entry_id}"
    file.parent.mkdir()
    file.write_text("damaged")  # what is read comes from the storage of the tests
    data = {"sessions": 7}
    hass_storage[file.name] = {"version": 1, "key": file.name, "data": data}
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    (aside,) = file.parent.glob(f"{file.name}.damaged.*")
    assert aside.read_text() == "damaged"
    assert not file.exists()
    client = await hass_client()
    form = await open_fix(hass, client, "history_damaged")
    assert form["step_id"] == "confirm"
    assert (await fill(client, form))["type"] == "create_entry"
    assert not issues(hass)
    await home.switch("on")
    assert home.state("charging") == "on"


async def test_an_issue_of_an_account_that_is_gone(hass: HomeAssistant) -> None:
    """It can be confirmed away."""
    gone: dict[str, str | int | float | None] = {"entry_id": "gone"}
    for data in (None, gone):
        flow = await async_create_fix_flow(hass, "any", data)
        assert isinstance(flow, ConfirmRepairFlow)


async def test_a_session_elsewhere_is_no_repair(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing is wrong; the card's device names the place."""
    simulator.start_by_card(CARD, OFFICE)
    await home.wait(310)
    assert not issues(hass)
    assert home.state("session_state", "Card") == "started"


@pytest.mark.parametrize("loaded", [True, False])
async def test_what_is_removed_takes_its_repairs_with_it(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    loaded: bool,
) -> None:
    """Those of the card and of the charge point, each with its own; also while Shell is away."""
    await suspect_both(hass, home, simulator)
    if not loaded:
        simulator.inject("active", "status", status=503, times=99)
        await hass.config_entries.async_reload(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_RETRY
    for kind, left in (("charge_point", {"card_refused"}), ("charge_card", set())):
        (subentry,) = entry.get_subentries_of_type(kind)
        hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
        await home.wait(0 if loaded else 900)
        await home.settle()
        assert issues(hass).keys() == left


async def suspect_both(
    hass: HomeAssistant, home: Home, simulator: Simulator
) -> dict[str, ir.IssueEntry]:
    """Let Shell know neither card nor charge point."""
    simulator.inject("start", "status", status=404)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    found = issues(hass)
    assert found.keys() == {"card_refused", "charge_point_unknown"}
    return found


@pytest.mark.parametrize(
    ("issue", "kind", "user_input"),
    [
        ("card_refused", "charge_card", {"ema_id": OTHER_CARD}),
        ("charge_point_unknown", "charge_point", {"evse_id": OFFICE}),
    ],
)
@pytest.mark.parametrize("account", [True, False])
async def test_a_form_whose_subject_is_removed_closes(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass_client: Any,
    issue: str,
    kind: str,
    user_input: dict[str, str],
    account: bool,
) -> None:
    """There is nothing to correct any more, and it says so."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    await suspect_both(hass, home, simulator)
    form = await open_fix(hass, client, issue)
    if account:
        await hass.config_entries.async_remove(entry.entry_id)
    else:
        (subentry,) = entry.get_subentries_of_type(kind)
        hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    await home.settle()
    result = await fill(client, form, **user_input)
    assert result["type"] == "abort"
    assert result["reason"] == "removed"
    assert issue not in issues(hass)


async def test_a_form_whose_card_is_removed_while_shell_is_asked(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass_client: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was checked is kept of nothing."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    await suspect_both(hass, home, simulator)
    form = await open_fix(hass, client, "card_refused")
    (card,) = entry.get_subentries_of_type("charge_card")

    async def remove_meanwhile(*_: object) -> bool:
        hass.config_entries.async_remove_subentry(entry, card.subentry_id)
        return True

    monkeypatch.setattr(
        "custom_components.shell_ev.repairs.async_check_account", remove_meanwhile
    )
    result = await fill(client, form, ema_id=OTHER_CARD)
    assert result["reason"] == "removed"
    await home.settle()


async def test_a_form_of_an_account_that_is_not_loaded(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass_client: Any,
) -> None:
    """It corrects the charge point all the same, which the next set-up finds."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    await suspect_both(hass, home, simulator)
    assert await hass.config_entries.async_unload(entry.entry_id)
    form = await open_fix(hass, client, "charge_point_unknown")
    assert (await fill(client, form, evse_id=OFFICE))["type"] == "create_entry"
    assert issues(hass).keys() == {"card_refused"}
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.switch("on")
    (session,) = simulator.sessions.values()
    assert session.evse_id == OFFICE


async def test_a_corrected_charge_point_keeps_what_else_is_known_of_it(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], hass_client: Any
) -> None:
    """The user's own sensors and price, but not the place, which is another's."""
    own: dict[str, Any] = {key: f"sensor.{key}" for key in OWN_ENTITIES}
    own |= {"price": 0.3, "former_meters": ["sensor.before"], "newer": [1]}
    point = charge_point_subentry(**own, location_uid="NL*TNM*L0000009*0")
    entry = make_entry(card_subentry(), point)
    (subentry,) = entry.get_subentries_of_type("charge_point")
    about: dict[str, str | int | float | None] = {
        "entry_id": entry.entry_id,
        "subentry_id": subentry.subentry_id,
    }
    issue_id = f"charge_point_unknown_{subentry.subentry_id}"
    flow = await async_create_fix_flow(hass, issue_id, about)
    assert isinstance(flow, ChargePointRepair)
    flow.hass = hass
    await flow.async_step_charge_point({"evse_id": OFFICE})
    assert subentry.data == {
        "evse_id": OFFICE,
        "charge_card": CARD,
        "former_ids": [HOME.replace("*", "")],
        **own,
    }
