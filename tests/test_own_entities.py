"""The user's own entities at a charge point: renamed they are followed, taken away their sensors go."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er

from .conftest import (
    HOME,
    HOME_UID,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from custom_components.shell_ev.configuration import OWN_ENTITIES
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("in_the_day", "shown_at_once")

METER = "sensor.charger_energy"
OTHER_METER = "sensor.other_energy"
RENAMED = "sensor.wallbox_energy"
PRICE = "sensor.electricity_price"
PLUG = "binary_sensor.car_plugged"
GRID = "sensor.grid_power"
EXPORT = "sensor.grid_export"
OWN = {
    "energy_meter": METER,
    "price_entity": PRICE,
    "plug_sensor": PLUG,
    "grid_power": GRID,
    "grid_export": EXPORT,
}
"""All that a charge point may name of the user's."""
UNITS = {PRICE: "EUR/kWh", PLUG: None, GRID: "kW", EXPORT: "kW"}
"""Of what is no meter."""


@pytest.fixture(autouse=True)
def _registered(hass: HomeAssistant) -> None:
    """Register the user's entities, and let them show something: both meters stand at 1000."""
    for entity_id in (*OWN.values(), OTHER_METER):
        domain, object_id = entity_id.split(".")
        er.async_get(hass).async_get_or_create(
            domain, "test", object_id, suggested_object_id=object_id
        )
    for entity_id, value in {
        METER: 1000,
        OTHER_METER: 1000,
        PRICE: 0.3,
        PLUG: "on",
        GRID: 0,
        EXPORT: 0,
    }.items():
        show(hass, entity_id, value)


def show(hass: HomeAssistant, entity_id: str, value: Any) -> None:
    """Let an entity of the user's show a value. What is nothing else is a meter."""
    unit = UNITS.get(entity_id, "kWh")
    hass.states.async_set(entity_id, str(value), {"unit_of_measurement": unit})


def rename(hass: HomeAssistant, old: str, new: str) -> None:
    """Give an entity of the user's another id. Its state goes along later."""
    er.async_get(hass).async_update_entity(old, new_entity_id=new)


async def move(hass: HomeAssistant, home: Home, old: str, new: str) -> None:
    """Give an entity of the user's another id, under which it shows what it showed."""
    state = hass.states.get(old)
    assert state is not None
    rename(hass, old, new)
    hass.states.async_remove(old)
    hass.states.async_set(new, state.state, state.attributes)
    await home.settle()


type SetUp = Callable[..., Any]


@pytest.fixture
def set_up(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> SetUp:
    """Return what sets up an account with charge points, of which the first is at home."""

    async def set_up(*more: dict[str, Any], **own: Any) -> MockConfigEntry:
        point = charge_point_subentry(location_uid=HOME_UID, **own)
        entry = make_entry(card_subentry(), point, *more)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await home.settle()
        return entry

    return set_up


async def change(hass: HomeAssistant, entry: MockConfigEntry, **own: Any) -> None:
    """Change the first charge point in its form, in which there is only what is given."""
    subentry_id = entry.get_subentries_of_type("charge_point")[0].subentry_id
    form = await entry.start_subentry_reconfigure_flow(hass, subentry_id)
    done = await hass.config_entries.subentries.async_configure(
        form["flow_id"], {"evse_id": HOME, "name": "Home"} | own
    )
    assert done["reason"] == "reconfigure_successful"


def named(entry: MockConfigEntry, key: str) -> list[Any]:
    """Return what the account's charge points name under a key."""
    points = entry.get_subentries_of_type("charge_point")
    return [point.data.get(key) for point in points]


async def begin(home: Home, device: str = "Home") -> None:
    """Begin a session."""
    await home.switch("on", device)
    await home.wait(40)
    assert home.state("session_state", device) == "started"


async def end(home: Home) -> None:
    """End the session."""
    await home.switch("off")
    await home.wait(40)
    assert home.state("session_state") == "stopped"


async def use(hass: HomeAssistant, home: Home, meter: str, reading: float) -> None:
    """Let a meter count up to a reading."""
    await home.wait(30)
    show(hass, meter, reading)
    await home.settle()


# Renamed


@pytest.mark.parametrize("key", OWN)
async def test_what_is_renamed_keeps_its_place(
    hass: HomeAssistant, set_up: SetUp, home: Home, key: str
) -> None:
    """Each of them, at every charge point that names it; all else stays as it was."""
    entry = await set_up(charge_point_subentry(OFFICE, "Office", **OWN), **OWN)
    before = [dict(each.data) for each in entry.get_subentries_of_type("charge_point")]
    new = f"{OWN[key]}_2"
    await move(hass, home, OWN[key], new)
    assert named(entry, key) == [new, new]
    for point, data in zip(
        entry.get_subentries_of_type("charge_point"), before, strict=True
    ):
        assert {**point.data, key: None, "former_meters": None} == {
            **data,
            key: None,
            "former_meters": None,
        }
    points = entry.runtime_data.configuration.points.values()
    assert [getattr(point, key) for point in points] == [new, new]


async def test_a_meter_that_is_renamed(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """The session goes on with it: nothing is lost, and nothing counted twice."""
    await set_up(energy_meter=METER, price=0.3)
    await begin(home)
    await use(hass, home, METER, 1004)
    await move(hass, home, METER, RENAMED)
    assert float(home.state("session_energy")) == 4
    await use(hass, home, RENAMED, 1010)
    assert float(home.state("session_energy")) == 10
    assert float(home.state("energy_this_month")) == 10
    await end(home)
    # Its last word, and then what is not of this session.
    await use(hass, home, RENAMED, 1010)
    await use(hass, home, RENAMED, 1020)
    assert float(home.state("energy_this_month")) == 10
    assert float(home.state("session_cost")) == 3


async def test_a_meter_that_is_renamed_twice_and_back(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """Its first name is its name again, and the last one a name it had."""
    entry = await set_up(energy_meter=METER)
    await begin(home)
    for number, (old, new) in enumerate(
        ((METER, RENAMED), (RENAMED, "sensor.wallbox"), ("sensor.wallbox", METER))
    ):
        await move(hass, home, old, new)
        await use(hass, home, new, 1002 + 2 * number)
    assert float(home.state("energy_this_month")) == 6
    assert named(entry, "former_meters") == [[RENAMED, "sensor.wallbox"]]


async def test_the_readings_of_two_meters_that_change_names(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """All at once, and each with its next reading before the account is set up anew."""
    office = charge_point_subentry(
        OFFICE, "Office", OTHER_CARD, energy_meter=OTHER_METER
    )
    await set_up(office, card_subentry(OTHER_CARD, "Other"), energy_meter=METER)
    show(hass, OTHER_METER, 50_000)
    await begin(home)
    await begin(home, "Office")
    for meter in (METER, OTHER_METER):
        # An id is another's to have once nothing is shown under it.
        hass.states.async_remove(meter)
    rename(hass, METER, RENAMED)
    rename(hass, OTHER_METER, METER)
    rename(hass, RENAMED, OTHER_METER)
    show(hass, METER, 50_003)
    show(hass, OTHER_METER, 1002)
    await home.settle()
    await home.wait(61)
    assert float(home.state("energy_this_month")) == 2
    assert float(home.state("energy_this_month", "Office")) == 3


@pytest.mark.parametrize("why", ["unloaded", "disabled", "refused"])
async def test_a_meter_that_is_renamed_while_the_account_is_away(
    hass: HomeAssistant, set_up: SetUp, home: Home, simulator: Simulator, why: str
) -> None:
    """What was used meanwhile is counted once it is there again, as under the former name."""
    entry = await set_up(energy_meter=METER)
    await begin(home)
    await use(hass, home, METER, 1004)
    entries = hass.config_entries
    if why == "disabled":
        await entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    else:
        assert await entries.async_unload(entry.entry_id)
    if why == "refused":
        simulator.inject("token", "refuse_token", times=99)
        assert not await entries.async_setup(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_ERROR
    await move(hass, home, METER, "sensor.wallbox")
    await move(hass, home, "sensor.wallbox", RENAMED)
    show(hass, RENAMED, 1010)
    simulator.clear_faults()
    await entries.async_set_disabled_by(entry.entry_id, None)
    await entries.async_reload(entry.entry_id)
    await home.settle()
    assert float(home.state("energy_this_month")) == 10


@pytest.mark.parametrize(
    ("meter", "reading", "energy"), [(RENAMED, 1006, 6), (OTHER_METER, 5002, 6)]
)
async def test_a_charge_point_that_is_changed_after_its_meter_was_renamed(
    hass: HomeAssistant,
    set_up: SetUp,
    home: Home,
    meter: str,
    reading: float,
    energy: float,
) -> None:
    """Its meter is the one it was; another one counts from its own first reading on."""
    entry = await set_up(energy_meter=METER)
    await begin(home)
    await use(hass, home, METER, 1004)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await move(hass, home, METER, RENAMED)
    await change(hass, entry, energy_meter=meter)
    show(hass, OTHER_METER, 5000)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await use(hass, home, meter, reading)
    assert float(home.state("energy_this_month")) == energy


async def test_a_price_entity_that_is_renamed(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """It is the same price; what was used before it has changed keeps its own."""
    await set_up(energy_meter=METER, price_entity=PRICE)
    await begin(home)
    await use(hass, home, METER, 1010)
    await move(hass, home, PRICE, "sensor.power_price")
    assert home.state("price") == "0.3"
    hass.states.async_set(
        "sensor.power_price", "0.4", {"unit_of_measurement": "EUR/kWh"}
    )
    await home.settle()
    assert home.state("price") == "0.4"
    await use(hass, home, METER, 1020)
    assert float(home.state("session_cost")) == pytest.approx(10 * 0.3 + 10 * 0.4)


async def test_a_plug_sensor_that_is_renamed(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """It still says that no car is plugged in."""
    await set_up(plug_sensor=PLUG)
    await move(hass, home, PLUG, "binary_sensor.cable")
    show(hass, "binary_sensor.cable", "off")
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "not_plugged_in"


@pytest.mark.parametrize("sensor", [GRID, EXPORT])
async def test_a_grid_sensor_that_is_renamed(
    hass: HomeAssistant, set_up: SetUp, home: Home, sensor: str
) -> None:
    """The session's sun goes on with it: 6 kW, first all from the grid, then all of sun."""
    key = "grid_power" if sensor == GRID else "grid_export"
    await set_up(energy_meter=METER, **{key: sensor})
    await begin(home)
    reading = 1000.0
    for name, power in ((sensor, 6 if sensor == GRID else -6), ("sensor.grid", 0)):
        if name != sensor:
            await move(hass, home, sensor, name)
        for _ in range(60):
            hass.states.async_set(name, str(power), {"unit_of_measurement": "kW"})
            await home.wait(10)
            reading += 6 / 360
            show(hass, METER, reading)
    await home.settle()
    assert float(home.state("energy_this_month")) == pytest.approx(2, abs=0.001)
    # Less the minute in which the account is set up anew and nothing is known.
    # A reload costs what is not reckoned yet, and the step that follows it.
    assert 0.85 <= float(home.state("solar_energy_this_month")) <= 1


@pytest.mark.parametrize("key", OWN_ENTITIES)
async def test_each_entity_of_the_users_own_is_followed(
    hass: HomeAssistant, set_up: SetUp, home: Home, key: str
) -> None:
    """Whatever a charge point has it for."""
    entry = await set_up(**{key: METER})
    await move(hass, home, METER, RENAMED)
    (point,) = entry.get_subentries_of_type("charge_point")
    assert point.data[key] == RENAMED


async def test_what_another_entity_is_called_is_no_matter(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """Nor is a new name of the own meter whose id stays: the account is not set up anew."""
    entry = await set_up(energy_meter=METER)
    account = entry.runtime_data
    rename(hass, OTHER_METER, RENAMED)
    er.async_get(hass).async_update_entity(METER, name="Wallbox")
    er.async_get(hass).async_remove(PRICE)
    await home.settle()
    assert entry.runtime_data is account
    assert named(entry, "energy_meter") == [METER]


# Taken away


def keys(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str]:
    """Return the entities that the first charge point has in the registry, by their key."""
    subentry_id = entry.get_subentries_of_type("charge_point")[0].subentry_id
    return {
        each.unique_id.removeprefix(f"{subentry_id}_"): each.entity_id
        for each in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
        if each.config_subentry_id == subentry_id
    }


SOLAR = {"solar_energy_this_month"}
METERED = {"session_energy", "session_cost", "energy_this_month", "cost_this_month"}
PRICES = {"price", "start_fee", "price_per_minute"}
LISTED = {"availability", "availability_updated", "maximum_power", "connector"}
WITH_SUN = {"energy_meter": METER, "price": 0.3, "grid_power": GRID}


def leave_the_directory(simulator: Simulator) -> None:
    """Let the directory list the charge point no more."""
    simulator.locations = tuple(
        place
        for place in simulator.locations
        if HOME not in {evse.evse_id for evse in place.evses}
    )


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("left", "gone"),
    [
        (["energy_meter", "price", "grid_power"], set()),
        (["energy_meter", "price"], SOLAR),
        (["price"], SOLAR | METERED),
        (["energy_meter", "grid_power"], PRICES),
        ([], SOLAR | METERED | PRICES),
    ],
)
async def test_what_a_charge_point_no_longer_has_is_gone(
    hass: HomeAssistant,
    set_up: SetUp,
    home: Home,
    simulator: Simulator,
    listed: bool,
    left: list[str],
    gone: set[str],
) -> None:
    """Given back, it is there again, under the ids it had. What the directory tells stays."""
    if listed:
        gone = gone - PRICES
    else:
        leave_the_directory(simulator)
    entry = await set_up(charge_point_subentry(OFFICE, "Office", **OWN), **WITH_SUN)
    await home.wait(130)
    before = keys(hass, entry)
    assert before.keys() >= SOLAR | METERED | PRICES
    assert (before.keys() >= LISTED) is listed
    everything = set(er.async_get(hass).entities)
    await change(hass, entry, **{key: WITH_SUN[key] for key in left})
    await home.wait(130)
    assert before.keys() - keys(hass, entry).keys() == gone
    missing = everything - set(er.async_get(hass).entities)
    assert missing == {before[key] for key in gone}
    assert not missing & set(hass.states.async_entity_ids())
    await change(hass, entry, **WITH_SUN)
    await home.wait(130)
    assert keys(hass, entry) == before


async def test_what_the_directory_told_stays_while_it_says_nothing(
    hass: HomeAssistant, set_up: SetUp, home: Home, simulator: Simulator
) -> None:
    """The charge point may be back tomorrow, and its sensors are in someone's dashboard."""
    entry = await set_up()
    await home.wait(130)
    before = keys(hass, entry)
    assert before.keys() >= LISTED | PRICES
    leave_the_directory(simulator)
    await hass.config_entries.async_reload(entry.entry_id)
    await home.wait(130)
    assert keys(hass, entry) == before
    assert home.state("price") == "unavailable"


async def test_a_sensor_that_was_hidden_away_goes_too(
    hass: HomeAssistant, set_up: SetUp, home: Home
) -> None:
    """And is as it was when the meter is given back."""
    entry = await set_up(energy_meter=METER)
    entity_id = home.entity_id("session_energy")
    er.async_get(hass).async_update_entity(
        entity_id,
        new_entity_id="sensor.used",
        disabled_by=er.RegistryEntryDisabler.USER,
    )
    await change(hass, entry)
    await home.settle()
    assert "session_energy" not in keys(hass, entry)
    await change(hass, entry, energy_meter=METER)
    await home.settle()
    restored = er.async_get(hass).async_get("sensor.used")
    assert restored is not None
    assert restored.disabled_by is er.RegistryEntryDisabler.USER
