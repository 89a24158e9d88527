"""A corrected EVSE ID or EMA ID: the same device with its entities, names, labels and sessions."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
    label_registry as lr,
)

from custom_components.shell_ev.repairs import async_create_fix_flow
from simulator import Simulator
from tests.conftest import CARD, HOME, OFFICE, OTHER_CARD, Home

type Correct = Callable[[HomeAssistant, MockConfigEntry, str, str], Awaitable[None]]


async def reconfigure(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, new_id: str
) -> None:
    """Correct the id in the form of the card or charge point."""
    (subentry,) = entry.get_subentries_of_type(kind)
    field = "ema_id" if kind == "charge_card" else "evse_id"
    form = await entry.start_subentry_reconfigure_flow(hass, subentry.subentry_id)
    result = await hass.config_entries.subentries.async_configure(
        form["flow_id"], {field: new_id, "name": subentry.title}
    )
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()


async def repair(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, new_id: str
) -> None:
    """Correct the id in the form of the repair."""
    (subentry,) = entry.get_subentries_of_type(kind)
    issue = "card_refused" if kind == "charge_card" else "charge_point_unknown"
    flow: Any = await async_create_fix_flow(
        hass,
        f"{issue}_{subentry.subentry_id}",
        {"entry_id": entry.entry_id, "subentry_id": subentry.subentry_id},
    )
    flow.hass = hass
    field = "ema_id" if kind == "charge_card" else "evse_id"
    result = await getattr(flow, f"async_step_{kind}")({field: new_id})
    assert result["type"] == "create_entry"
    await hass.async_block_till_done()


@pytest.fixture(params=[reconfigure, repair])
def correct(request: pytest.FixtureRequest) -> Correct:
    """Return a way to correct an id."""
    way: Correct = request.param
    return way


def registered(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return all devices and entities of an account, with what a person has made of them."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return (
        {each.id: (each.name_by_user, each.area_id, each.labels) for each in devices},
        {
            each.id: (each.entity_id, each.unique_id, each.name, each.labels)
            for each in entities
        },
    )


def make_mine(hass: HomeAssistant, home: Home, name: str, key: str) -> None:
    """Give a device and an entity of it a name, an area and a label."""
    label = lr.async_get(hass).async_create("Mine").label_id
    area = ar.async_get(hass).async_create("Garage").id
    dr.async_get(hass).async_update_device(
        home.device_id(name), name_by_user="My own", area_id=area, labels={label}
    )
    er.async_get(hass).async_update_entity(
        home.entity_id(key, name),
        name="My entity",
        new_entity_id="sensor.my_own",
        labels={label},
    )


async def charge_once(home: Home) -> None:
    """Charge at home, from start to stop."""
    await home.switch("on")
    await home.wait(40)
    await home.switch("off")
    await home.wait(40)


@pytest.mark.parametrize(
    ("kind", "name", "new_id"),
    [("charge_point", "Home", OFFICE), ("charge_card", "Card", OTHER_CARD)],
)
async def test_a_corrected_id_keeps_device_entities_names_and_labels(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    correct: Correct,
    kind: str,
    name: str,
    new_id: str,
) -> None:
    """Nothing that a person or an automation knows it by has changed."""
    make_mine(hass, home, name, "session_state")
    before = registered(hass, entry)
    await correct(hass, entry, kind, new_id)
    assert registered(hass, entry) == before
    (subentry,) = entry.get_subentries_of_type(kind)
    assert new_id in subentry.data.values()
    assert hass.states.get("sensor.my_own") is not None


@pytest.mark.parametrize(
    ("kind", "new_id"), [("charge_point", OFFICE), ("charge_card", OTHER_CARD)]
)
async def test_a_corrected_id_keeps_the_sessions(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    correct: Correct,
    kind: str,
    new_id: str,
) -> None:
    """They are told of the charge point and the card as they are now, also after another change."""
    await charge_once(home)
    before = await home.act("list_sessions", charge_point=home.device_id("Home"))
    (session,) = before["sessions"]
    ended = home.state("last_session_end")
    await correct(hass, entry, kind, new_id)
    assert home.state("session_state") == "stopped"
    assert home.state("last_session_end") == ended
    for device, chosen in (("Home", "charge_point"), ("Card", "charge_card")):
        told = await home.act("list_sessions", **{chosen: home.device_id(device)})
        assert [each["session_id"] for each in told["sessions"]] == [
            session["session_id"]
        ]
    await correct(hass, entry, kind, HOME if kind == "charge_point" else CARD)
    told = await home.act("list_sessions", charge_point=home.device_id("Home"))
    assert [each["session_id"] for each in told["sessions"]] == [session["session_id"]]


async def test_an_id_that_was_corrected_twice_keeps_the_sessions(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, correct: Correct
) -> None:
    """Those of the first id too; and its own former ids are none any more."""
    await charge_once(home)
    await correct(hass, entry, "charge_point", OFFICE)
    await correct(hass, entry, "charge_point", "NL*TNM*E99999999*9")
    told = await home.act("list_sessions", charge_point=home.device_id("Home"))
    assert len(told["sessions"]) == 1
    await correct(hass, entry, "charge_point", HOME)
    (point,) = entry.get_subentries_of_type("charge_point")
    assert HOME.replace("*", "") not in point.data["former_ids"]


async def test_a_charge_point_under_a_former_id_of_another_is_its_own(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """What was once mistyped can be added as what it is."""
    await charge_once(home)
    await reconfigure(hass, entry, "charge_point", OFFICE)
    flow = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "charge_point"), context={"source": "user"}
    )
    for user_input in (
        {"next_step_id": "evse_id"},
        {"evse_id": HOME, "name": "First"},
    ):
        flow = await hass.config_entries.subentries.async_configure(
            flow["flow_id"], user_input
        )
    await hass.async_block_till_done()
    assert home.state("session_state", "Home") == "stopped"
    await home.wait(60)
    await home.switch("on", "First")
    assert home.state("session_state", "First") == "start_requested"
    assert home.state("session_state", "Home") == "stopped"


@pytest.mark.parametrize("kind", ["charge_card", "charge_point"])
async def test_a_corrected_id_takes_its_repair_with_it(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    kind: str,
) -> None:
    """What Shell said was said of the id as it was; another name changes nothing."""
    simulator.inject("start", "status", status=404)
    with pytest.raises(HomeAssistantError):
        await home.switch("on")
    assert len(ir.async_get(hass).issues) == 2
    new = {"charge_card": (CARD, OTHER_CARD), "charge_point": (HOME, OFFICE)}[kind]
    for new_id, left in zip(new, (2, 1), strict=True):
        await reconfigure(hass, entry, kind, new_id)
        assert len(ir.async_get(hass).issues) == left
