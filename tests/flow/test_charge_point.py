"""Adding charge points from the map and by EVSE ID, with what the directory knows of them."""

from collections.abc import Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER, SubentryFlowContext
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.translation import async_get_translations

from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator
from tests.conftest import (
    CARD,
    CLIENT_ID,
    HOME,
    HOME_UID,
    OFFICE,
    OFFICE_UID,
    OTHER_CARD,
    SECRET,
    Home,
    card_subentry,
    sent,
)

DAM = {"latitude": 52.3702, "longitude": 4.8952, "radius": 300}
AROUND = {"location": {**DAM, "radius": 2000}, "free_only": False}


class Flow:
    """A person going through the forms."""

    def __init__(self, hass: HomeAssistant, flows: Any, result: Any) -> None:
        """Begin with what was shown first."""
        self.hass = hass
        self.flows = flows
        self.result = result

    async def choose(self, step: str) -> Any:
        """Choose from a menu."""
        return await self.fill(next_step_id=step)

    async def fill(self, **user_input: Any) -> Any:
        """Fill a form in."""
        self.result = await self.flows.async_configure(
            self.result["flow_id"], user_input
        )
        await self.hass.async_block_till_done()
        if next_flow := self.result.get("next_flow"):
            # The dialog goes on with what comes next.
            self.flows = self.hass.config_entries.subentries
            self.result = self.flows.async_get(next_flow[1])
        return self.result

    @property
    def mode(self) -> str:
        """How they are offered."""
        schema = self.result["data_schema"].schema
        mode: str = schema["charge_points"].config["mode"]
        return mode

    @property
    def labels(self) -> dict[str, str]:
        """The charge points that are offered."""
        schema = self.result["data_schema"].schema
        return {
            option["value"]: option["label"]
            for option in schema["charge_points"].config["options"]
        }


@pytest.fixture
async def setup_flow(
    hass: HomeAssistant, server: str, freezer: FrozenDateTimeFactory
) -> Flow:
    """Return the first set-up, at its first charge point, at noon in Amsterdam."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-20T11:00:00Z")
    hass.config.latitude, hass.config.longitude = DAM["latitude"], DAM["longitude"]
    flows = hass.config_entries.flow
    flow = Flow(
        hass,
        flows,
        await flows.async_init(DOMAIN, context={"source": SOURCE_USER}),
    )
    await flow.fill(
        client_id=CLIENT_ID,
        client_secret=SECRET,
        ema_id=CARD,
        environment="production",
        custom_server={"url": server},
    )
    return flow


async def subentry_flow(hass: HomeAssistant, entry: MockConfigEntry) -> Flow:
    """Return "add charge point" of an account."""
    flows = hass.config_entries.subentries
    context = SubentryFlowContext(source=SOURCE_USER)
    return Flow(
        hass,
        flows,
        await flows.async_init((entry.entry_id, "charge_point"), context=context),
    )


def plain(label: str) -> str:
    """Return a line of the list without what keeps its units together."""
    return label.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")


def points_of(hass: HomeAssistant) -> dict[str, dict[str, Any]]:
    """Return what is kept of each charge point of the one account, by its name."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return {
        point.title: dict(point.data)
        for point in entry.get_subentries_of_type("charge_point")
    }


async def test_two_charge_points_from_the_map(
    setup_flow: Flow, home: Home, simulator: Simulator
) -> None:
    """The list says what a person chooses by; both are there at once, and work."""
    form = await setup_flow.choose("near_home")
    suggested = next(iter(form["data_schema"].schema)).description["suggested_value"]
    assert suggested == {**DAM, "radius": 1000}
    form = await setup_flow.fill(**AROUND)
    assert form["step_id"] == "choose"
    labels = setup_flow.labels
    assert plain(labels[HOME]) == (
        "0 m · €0.44/kWh + €0.25 · 22 kW Type 2 · free · Dam 1, Shell Recharge"
    )
    assert plain(labels[OFFICE]) == (
        "1.0 km · €0.69/kWh + €1.00 · 150 kW CCS · free · Stationsplein 9, Shell Recharge"
    )
    assert next(iter(labels)) == HOME
    assert form["description_placeholders"] == {"count": str(len(labels))}
    menu = await setup_flow.fill(charge_points=[])
    assert menu["step_id"] == "user"
    assert menu["menu_options"] == ["near_home", "evse_id", "skip"]
    await setup_flow.choose("near_home")
    await setup_flow.fill(**AROUND)
    simulator.audit.clear()
    result = await setup_flow.fill(charge_points=[HOME, OFFICE])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await home.settle()
    assert sent(simulator, "active") == 1, "the account was set up anew more than once"
    assert points_of(setup_flow.hass) == {
        "Dam 1": {"evse_id": HOME, "charge_card": CARD, "location_uid": HOME_UID},
        "Stationsplein 9": {
            "evse_id": OFFICE,
            "charge_card": CARD,
            "location_uid": OFFICE_UID,
        },
    }
    assert home.state("availability", "Dam 1") == "available"
    await home.switch("on", "Stationsplein 9")
    assert home.state("session_state", "Stationsplein 9") == "start_requested"


async def test_few_are_ticked_and_many_are_searched(setup_flow: Flow) -> None:
    """A phone shows the whole of what is ticked, and of what is searched enough to tell it apart."""
    await setup_flow.choose("near_home")
    await setup_flow.fill(**{**AROUND, "location": {**DAM, "radius": 1200}})
    assert setup_flow.mode == "list"
    few = setup_flow.labels.values()
    assert 5 < len(few) <= 30
    assert not any(") · €" in label for label in few)
    await setup_flow.fill(charge_points=[])
    await setup_flow.choose("near_home")
    await setup_flow.fill(**AROUND)
    assert setup_flow.mode == "dropdown"
    many = [plain(label) for label in setup_flow.labels.values()]
    assert len(many) > 30
    assert len({label[:40] for label in many}) == len(many)


async def test_filters(setup_flow: Flow, simulator: Simulator) -> None:
    """Available now, a connector, a power: of a location with several outlets, those that have it."""
    simulator.set_service(OFFICE, False)
    await setup_flow.choose("near_home")
    await setup_flow.fill(
        **{**AROUND, "free_only": True},
        connectors=["type_2_combo", "chademo"],
        minimum_power=50,
    )
    labels = setup_flow.labels
    assert labels
    assert OFFICE not in labels
    for label in labels.values():
        assert " · free · " in label
        assert " CCS · " in label or " CHAdeMO · " in label


async def test_the_connectors_of_today_come_first(setup_flow: Flow) -> None:
    """Nobody scrolls past AVCON for a Type 2."""
    form = await setup_flow.choose("near_home")
    connectors = form["data_schema"].schema["connectors"].config
    assert not connectors["sort"]
    texts = await async_get_translations(setup_flow.hass, "en", "selector", {DOMAIN})
    path = f"component.{DOMAIN}.selector.{connectors['translation_key']}.options"
    first = [texts[f"{path}.{option}"] for option in connectors["options"][:3]]
    assert first == ["Type 2", "CCS", "CHAdeMO"]


async def test_only_the_nearest_are_priced(
    setup_flow: Flow, simulator: Simulator
) -> None:
    """The newest generation tells prices by location: ten calls, not a hundred."""
    await setup_flow.choose("near_home")
    simulator.audit.clear()
    await setup_flow.fill(**AROUND)
    assert sent(simulator, "nearby") == 1
    assert sent(simulator, "location") == 10
    assert len(setup_flow.labels) > 20


async def test_a_price_that_cannot_be_asked(
    setup_flow: Flow, simulator: Simulator
) -> None:
    """The charge point is offered without it."""
    await setup_flow.choose("near_home")
    simulator.inject("location", "status", status=500, times=99)
    await setup_flow.fill(**AROUND)
    assert plain(setup_flow.labels[HOME]) == (
        "0 m · 22 kW Type 2 · free · Dam 1, Shell Recharge"
    )


async def test_nothing_found(setup_flow: Flow) -> None:
    """It leads back to the search, to the EVSE ID and out."""
    await setup_flow.choose("near_home")
    north_sea = {"latitude": 54.0, "longitude": 4.0, "radius": 5000}
    menu = await setup_flow.fill(location=north_sea, free_only=False)
    assert menu["step_id"] == "nothing_found"
    assert menu["description_placeholders"] == {"radius": "5"}
    assert menu["menu_options"] == ["near_home", "evse_id", "skip"]
    assert (await setup_flow.choose("near_home"))["step_id"] == "near_home"


async def test_no_directory(setup_flow: Flow, simulator: Simulator) -> None:
    """Nobody is stuck in the map without the product."""
    simulator.change_settings({"products": ["charging"]})
    await setup_flow.choose("near_home")
    menu = await setup_flow.fill(**AROUND)
    assert menu["step_id"] == "directory_refused"
    assert menu["menu_options"] == ["evse_id", "skip"]
    await setup_flow.choose("evse_id")
    await setup_flow.fill(evse_id=HOME, name="Home")
    assert points_of(setup_flow.hass) == {
        "Home": {"evse_id": HOME, "charge_card": CARD}
    }


async def test_no_answer(setup_flow: Flow, simulator: Simulator) -> None:
    """The RequestId is there to be quoted, and what was entered before is not lost."""
    simulator.inject("nearby", "status", status=503, times=9)
    await setup_flow.choose("near_home")
    menu = await setup_flow.fill(**AROUND)
    assert menu["step_id"] == "directory_unreachable"
    assert "RequestId" in menu["description_placeholders"]["reference"]
    assert menu["menu_options"] == ["near_home", "evse_id", "skip"]
    simulator.clear_faults()
    await setup_flow.choose("near_home")
    assert (await setup_flow.fill(**AROUND))["step_id"] == "choose"


@pytest.mark.parametrize(
    "text", [HOME, HOME.lower(), "nl-tnm-e02003451-0", "NLTNME020034510"]
)
async def test_by_evse_id_in_any_spelling(setup_flow: Flow, text: str) -> None:
    """The directory's own spelling is kept."""
    await setup_flow.choose("evse_id")
    await setup_flow.fill(evse_id=text, name="Home")
    point = points_of(setup_flow.hass)["Home"]
    assert point["evse_id"] == HOME
    assert point["location_uid"] == HOME_UID


async def test_unknown_to_the_directory_is_a_warning(setup_flow: Flow) -> None:
    """It can be corrected, or added all the same: private charge points are not listed."""
    await setup_flow.choose("evse_id")
    menu = await setup_flow.fill(evse_id="NL*XYZ*E1234", name="Mine")
    assert menu["step_id"] == "not_listed"
    assert menu["description_placeholders"] == {"evse_id": "NL*XYZ*E1234"}
    assert menu["menu_options"] == ["evse_id", "add_unlisted"]
    form = await setup_flow.choose("evse_id")
    suggested = {
        str(key): (key.description or {}).get("suggested_value")
        for key in form["data_schema"].schema
    }
    assert {name: value for name, value in suggested.items() if value} == {
        "evse_id": "NL*XYZ*E1234",
        "name": "Mine",
    }
    await setup_flow.fill(evse_id="NL*XYZ*E12345", name="Mine")
    await setup_flow.choose("add_unlisted")
    assert points_of(setup_flow.hass) == {
        "Mine": {"evse_id": "NL*XYZ*E12345", "charge_card": CARD}
    }


async def test_several_at_once_to_an_account(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> None:
    """With two cards the form asks which one pays; the account is set up once."""
    entry = make_entry(card_subentry(), card_subentry(OTHER_CARD, "Second"))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    flow = await subentry_flow(hass, entry)
    await flow.choose("near_home")
    await flow.fill(**AROUND)
    menu = await flow.fill(charge_points=[], charge_card=CARD)
    assert menu["step_id"] == "user"
    await flow.choose("near_home")
    await flow.fill(**AROUND)
    simulator.audit.clear()
    result = await flow.fill(charge_points=[HOME, OFFICE], charge_card=OTHER_CARD)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await home.settle()
    assert home.state("availability", "Dam 1") == "available"
    assert home.state("availability", "Stationsplein 9") == "available"
    points = list(entry.get_subentries_of_type("charge_point"))
    assert {point.data["charge_card"] for point in points} == {OTHER_CARD}
    assert sent(simulator, "active") == 2


async def test_nothing_found_for_an_account(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """There is no way out but to close the form: the account is there already."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("near_home")
    north_sea = {"latitude": 54.0, "longitude": 4.0, "radius": 5000}
    menu = await flow.fill(location=north_sea, free_only=False)
    assert menu["menu_options"] == ["near_home", "evse_id"]


async def test_an_account_that_is_not_loaded(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry]
) -> None:
    """The map works all the same."""
    flow = await subentry_flow(hass, make_entry(card_subentry()))
    await flow.choose("near_home")
    await flow.fill(**AROUND)
    assert HOME in flow.labels


async def test_own_sensors(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """They can be given, and taken away again."""
    (point,) = entry.get_subentries_of_type("charge_point")
    flows = hass.config_entries.subentries
    form = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    flow = Flow(hass, flows, form)
    form = await flow.fill(evse_id=OFFICE, name="")
    assert form["errors"] == {"name": "empty"}
    own = {"plug_sensor": "binary_sensor.plug", "energy_meter": "sensor.meter"}
    await flow.fill(evse_id=HOME, name="Home", **own)
    (point,) = entry.get_subentries_of_type("charge_point")
    assert point.data == {
        "evse_id": HOME,
        "charge_card": CARD,
        "location_uid": HOME_UID,
        **own,
    }
    form = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    await Flow(hass, flows, form).fill(evse_id=HOME, name="Home")
    (point,) = entry.get_subentries_of_type("charge_point")
    assert not point.data.keys() & own.keys()


@pytest.mark.parametrize("step", ["near_home", "evse_id"])
async def test_the_account_is_removed_meanwhile(
    hass: HomeAssistant, entry: MockConfigEntry, step: str
) -> None:
    """The form says so and closes."""
    flow = await subentry_flow(hass, entry)
    await flow.choose(step)
    await hass.config_entries.async_remove(entry.entry_id)
    filled = AROUND if step == "near_home" else {"evse_id": OFFICE, "name": "Office"}
    result = await flow.fill(**filled)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_removed"


async def test_the_only_card_is_removed_meanwhile(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Nothing could be started at the charge point."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("evse_id")
    (card,) = entry.get_subentries_of_type("charge_card")
    hass.config_entries.async_remove_subentry(entry, card.subentry_id)
    await hass.async_block_till_done()
    result = await flow.fill(evse_id=OFFICE, name="Office")
    assert result["reason"] == "no_charge_card"


async def test_a_charge_point_is_removed_while_it_is_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form says so and closes."""
    (point,) = entry.get_subentries_of_type("charge_point")
    form = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    flow = Flow(hass, hass.config_entries.subentries, form)
    hass.config_entries.async_remove_subentry(entry, point.subentry_id)
    await hass.async_block_till_done()
    result = await flow.fill(evse_id=OFFICE, name="Office")
    assert result["reason"] == "removed"


async def test_charge_points_that_another_dialog_has_added_meanwhile(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Those that are new are added; where there is none, the form says so."""
    flow, late = await subentry_flow(hass, entry), await subentry_flow(hass, entry)
    for each in (flow, late):
        await each.choose("near_home")
        await each.fill(**AROUND)
    other = next(evse_id for evse_id in flow.labels if evse_id != OFFICE)
    await flow.fill(charge_points=[OFFICE])
    result = await late.fill(charge_points=[OFFICE, other])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    kept = {point["evse_id"] for point in points_of(hass).values()}
    assert kept == {HOME, OFFICE, other}
    assert len(points_of(hass)) == 3


async def test_a_charge_point_that_another_dialog_has_added_meanwhile(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """There is nothing left to add."""
    flow, late = await subentry_flow(hass, entry), await subentry_flow(hass, entry)
    for each in (flow, late):
        await each.choose("near_home")
        await each.fill(**AROUND)
    await flow.fill(charge_points=[OFFICE])
    result = await late.fill(charge_points=[OFFICE])
    assert result["reason"] == "already_configured"


async def test_change_needs_a_card(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Without a card there is nothing to choose from."""
    (card,) = entry.get_subentries_of_type("charge_card")
    hass.config_entries.async_remove_subentry(entry, card.subentry_id)
    await hass.async_block_till_done()
    (point,) = entry.get_subentries_of_type("charge_point")
    result = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    assert result["reason"] == "no_charge_card"


async def test_change_to_one_that_is_there(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Two charge points cannot be the same."""
    flow = await subentry_flow(hass, entry)
    await flow.choose("evse_id")
    await flow.fill(evse_id=OFFICE, name="Office")
    point = next(
        subentry for subentry in entry.subentries.values() if subentry.title == "Office"
    )
    form = await entry.start_subentry_reconfigure_flow(hass, point.subentry_id)
    flow = Flow(hass, hass.config_entries.subentries, form)
    form = await flow.fill(evse_id=HOME, name="Office")
    assert form["errors"] == {"evse_id": "charge_point_exists"}
