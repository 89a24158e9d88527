"""A card or charge point that its owner has renamed is called so wherever it is named.

What nobody has named is not called by its id where Home Assistant logs it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from .test_calendar import events
from custom_components.shell_ev.const import EVENT_SESSION
from simulator import Simulator

PLUG = "binary_sensor.plug"
NAMES = ("Driveway", "Company card")


@pytest.fixture
async def renamed(
    hass: HomeAssistant, home: Home, make_entry: Callable[..., MockConfigEntry]
) -> MockConfigEntry:
    """Return an account whose card and charge point were renamed as devices, not in their forms."""
    entry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Other"),
        charge_point_subentry(plug_sensor=PLUG),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    registry = dr.async_get(hass)
    for device, name in zip(("Home", "Card"), NAMES, strict=True):
        registry.async_update_device(home.device_id(device), name_by_user=name)
    await home.settle()
    return entry


def named(session: dict[str, Any]) -> tuple[str, str]:
    """Return how charge point and card of a session are called."""
    return session["charge_point"], session["charge_card"]


@pytest.mark.usefixtures("renamed")
async def test_in_responses_files_and_calendars(
    hass: HomeAssistant, home: Home, hass_ws_client: Any
) -> None:
    """Also while the session runs, at the card's sensor."""
    begin = dt_util.utcnow()
    await home.switch("on")
    await home.wait(35)
    assert home.state("charge_point", "Card") == "Driveway"
    (running,) = (await home.act("list_active_sessions"))["sessions"]
    assert named(running) == NAMES
    await home.switch("off")
    await home.wait(10)
    response = await home.act("list_sessions")
    assert [named(each) for each in response["sessions"]] == [NAMES]
    _, row = (await home.act("export_sessions"))["csv"].splitlines()
    assert all(f",{name}," in row for name in NAMES)
    (event,) = await events(home, begin, dt_util.utcnow())
    assert event["summary"].startswith("Driveway")
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "shell_ev/sessions", "from": None, "to": None, "by": "day"}
    )
    told = (await client.receive_json())["result"]
    for each in (told, told["sessions"][0]):
        places = each.get("places") or [each["place"]]
        cards = each.get("cards") or [each["card"]]
        assert [named["name"] for named in (*places, *cards)] == [*NAMES]


@pytest.mark.usefixtures("renamed")
async def test_on_the_dashboard(
    hass: HomeAssistant, home: Home, hass_ws_client: Any
) -> None:
    """The card that pays, and that of the session."""
    await home.switch("on")
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "shell_ev/charge_point", "device_id": home.device_id("Home")}
    )
    told = (await client.receive_json())["result"]
    assert told["charge_card"]["name"] == "Company card"
    assert told["session"]["charge_card"]["name"] == "Company card"


@pytest.mark.usefixtures("renamed")
async def test_in_a_refusal(hass: HomeAssistant, home: Home) -> None:
    """The charge point is named whose plug sensor says no."""
    hass.states.async_set(PLUG, "off")
    with pytest.raises(ServiceValidationError) as refusal:
        await home.switch("on")
    assert (refusal.value.translation_placeholders or {})["name"] == "Driveway"


@pytest.mark.usefixtures("renamed")
async def test_in_the_activity_log(
    hass: HomeAssistant, home: Home, simulator: Simulator
) -> None:
    """A failure is that of the charge point as it is called."""
    names: list[str] = []
    hass.bus.async_listen(
        EVENT_SESSION,
        callback(lambda event: names.append(event.data["name"])),
    )
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(30)
    assert set(names) == {"Driveway"}


@pytest.mark.usefixtures("renamed")
async def test_in_a_repair(
    hass: HomeAssistant, home: Home, simulator: Simulator
) -> None:
    """The card that Shell refuses is the one that is known by this name."""
    simulator.inject("active", "status", status=400, times=9)
    await home.wait(305)
    names = [
        (issue.translation_placeholders or {})["name"]
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == "shell_ev"
    ]
    assert sorted(names) == ["Company card", "Other"]


async def test_in_the_form_of_a_charge_point(
    hass: HomeAssistant, renamed: MockConfigEntry
) -> None:
    """The cards to pay with are told apart by these names."""
    flows = hass.config_entries.subentries
    menu = await flows.async_init(
        (renamed.entry_id, "charge_point"), context={"source": "user"}
    )
    form = await flows.async_configure(menu["flow_id"], {"next_step_id": "evse_id"})
    assert form["data_schema"] is not None
    options = next(
        selector.config["options"]
        for key, selector in form["data_schema"].schema.items()
        if key == "charge_card"
    )
    assert [(each["value"], each["label"]) for each in options] == [
        (CARD, "Company card"),
        (OTHER_CARD, "Other"),
    ]


# Where a charge point is not configured


async def charge_elsewhere(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Have two sessions of the card, both of which Shell refuses to stop."""
    simulator.start_by_card(CARD, HOME)
    simulator.start_by_card(CARD, OFFICE)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(1300)
    simulator.inject("stop", "status", status=400, times=9)


def listed(simulator: Simulator) -> str:
    """Have the directory know the addresses, of which it tells one to each."""
    assert len(simulator.locations) > 2
    return "Dam 1, Stationsplein 9"


def unlisted(simulator: Simulator) -> str:
    """Have the directory know neither, as it knows no private ones."""
    simulator.locations = ()
    return "Unknown charge point"


def without_address(simulator: Simulator) -> str:
    """Have the directory know neither address nor operator: it calls them by their EVSE IDs."""
    simulator.locations = tuple(
        replace(
            location,
            street_and_number="",
            operator=replace(location.operator, name=""),
        )
        for location in simulator.locations[:2]
    )
    return "Unknown charge point"


@pytest.mark.parametrize("make", [listed, unlisted, without_address])
async def test_what_was_not_stopped(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    make: Callable[[Simulator], str],
) -> None:
    """It is called by its address; where there is none, nobody has to read an EVSE ID."""
    name = make(simulator)
    await charge_elsewhere(hass, make_entry(card_subentry()), home, simulator)
    with pytest.raises(HomeAssistantError) as caught:
        await home.act(
            "stop_session", charge_card=home.device_id("Card"), wait_for_outcome=False
        )
    assert caught.value.translation_key == "not_all_stopped"
    assert (caught.value.translation_placeholders or {})["charge_points"] == name


@pytest.mark.parametrize("make", [unlisted, without_address])
async def test_what_is_logged_of_an_automation_that_fails(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    make: Callable[[Simulator], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Home Assistant writes the text of the error into its log, which people show to others."""
    name = make(simulator)
    await charge_elsewhere(hass, make_entry(card_subentry()), home, simulator)
    stop = {
        "action": "shell_ev.stop_session",
        "data": {"charge_card": home.device_id("Card")},
    }
    triggered = {"triggers": {"trigger": "event", "event_type": "go"}, "actions": stop}
    assert await async_setup_component(hass, "automation", {"automation": triggered})
    hass.bus.async_fire("go")
    await home.settle()
    logged = [
        record.getMessage() for record in caplog.records if record.levelname == "ERROR"
    ]
    assert any(name in line for line in logged)
    assert not [line for line in logged if HOME in line or OFFICE in line]
