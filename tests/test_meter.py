"""The user's own energy meter and plug sensor at a charge point."""

from collections.abc import Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .conftest import CARD, HOME, Home, card_subentry, charge_point_subentry, sent
from .metered import METER, PLUG, show, shown
from simulator import Simulator

pytestmark = pytest.mark.usefixtures("in_the_day", "shown_at_once")


async def test_energy_and_cost_of_a_session(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """10 kWh at 0.44 and 0.25 to start are 4.65, and stay when the session is over."""
    assert home.state("session_energy") == "unknown"
    assert home.state("session_cost") == "unknown"
    await home.switch("on")
    await home.wait(40)
    show(hass, 1004)
    await home.settle()
    assert float(home.state("session_energy")) == 4
    energy = hass.states.get(home.entity_id("session_energy"))
    assert energy is not None
    assert energy.attributes["state_class"] == "total"
    assert energy.attributes["last_reset"] == home.state("session_started")
    assert energy.attributes["unit_of_measurement"] == "kWh"
    cost = hass.states.get(home.entity_id("session_cost"))
    assert cost is not None
    assert float(cost.state) == pytest.approx(0.25 + 4 * 0.44)
    assert cost.attributes["unit_of_measurement"] == "EUR"
    show(hass, 1010)
    await home.switch("off")
    await home.wait(40)
    assert home.state("session_state") == "stopped"
    show(hass, 1010)
    show(hass, 1050)
    await home.wait(400)
    assert float(home.state("session_energy")) == 10
    assert float(home.state("session_cost")) == pytest.approx(4.65)
    (session,) = (await home.act("list_sessions"))["sessions"]
    assert session["energy"] == 10
    assert session["cost"] == pytest.approx(4.65)
    assert session["currency"] == "EUR"


async def test_the_next_session_begins_at_nought(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Each session has its own reset, so that statistics add up."""
    for _ in range(2):
        await home.switch("on")
        await home.wait(40)
        assert float(home.state("session_energy")) == 0
        show(hass, shown(hass) + 3)
        await home.switch("off")
        await home.wait(40)
        assert float(home.state("session_energy")) == 3


async def test_a_meter_that_resets_and_drops_out(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """3 kWh before it began anew, 2 after; what cannot be read is waited for."""
    await home.switch("on")
    await home.wait(40)
    for reading in (1003, "unavailable", "unknown", 0.5, "garbage", 2):
        show(hass, reading)
        await home.wait(30)
    hass.states.async_remove(METER)
    await home.wait(30)
    assert float(home.state("session_energy")) == 5


@pytest.mark.parametrize(
    ("unit", "used", "expected"),
    [("Wh", 2500, 2.5), ("MWh", 0.003, 3), ("kWh", 3, 3), ("m³", 3, 0)],
)
async def test_units(
    hass: HomeAssistant,
    metered: MockConfigEntry,
    home: Home,
    unit: str,
    used: float,
    expected: float,
) -> None:
    """Any unit of energy will do; another is no reading."""
    before = 1000 if unit in ("kWh", "m³") else 5
    show(hass, before, "kWh" if unit == "m³" else unit)
    await home.switch("on")
    await home.wait(40)
    show(hass, before + used, unit)
    await home.settle()
    assert float(home.state("session_energy")) == pytest.approx(expected)


async def test_a_restart_in_the_middle(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """What the meter went on by meanwhile belongs to the session, and is not lost."""
    await home.switch("on")
    await home.wait(40)
    show(hass, 1003)
    await home.settle()
    assert await hass.config_entries.async_unload(metered.entry_id)
    show(hass, 1005)
    await hass.config_entries.async_setup(metered.entry_id)
    await home.settle()
    assert float(home.state("session_energy")) == 5
    await home.wait(61)
    assert float(home.state("session_cost")) == pytest.approx(0.25 + 5 * 0.44)


async def test_two_sessions_at_one_outlet(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Only one car can draw: the meter is the last one's."""
    await home.switch("on")
    await home.wait(40)
    tracker = metered.runtime_data.reader.tracker
    (first,) = tracker.sessions
    simulator.end_session(first)
    simulator.inject("active", "status", status=503, times=99)
    await home.wait(1)
    simulator.clear_faults()
    simulator.start_by_card(CARD, HOME)
    await home.wait(400)
    show(hass, 1003)
    await home.wait(61)
    assert float(home.state("session_energy")) == 3
    assert len(tracker.sessions) == 2


async def test_without_a_tariff_no_cost(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """Energy is measured, cost is not made up."""
    private = "NL*XYZ*E12345678"
    subentry = charge_point_subentry(private, "Private", energy_meter=METER)
    entry = make_entry(card_subentry(), subentry)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    assert home.state("session_cost", "Private") == "unknown"
    assert not [
        entity_id
        for entity_id in hass.states.async_entity_ids()
        if "availability" in entity_id
    ]


async def test_a_car_that_is_not_plugged_in(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The user's own sensor says so before Shell is asked; what it does not know does no harm."""
    hass.states.async_set(PLUG, "off")
    with pytest.raises(ServiceValidationError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "not_plugged_in"
    assert caught.value.translation_placeholders == {"name": "Home"}
    assert str(caught.value) == (
        "Nothing was started: the plug sensor of Home says that no car is plugged in."
        " Plug in the car and start again"
    )
    assert sent(simulator, "start") == 0
    hass.states.async_set(PLUG, "unavailable")
    await home.switch("on")
    assert sent(simulator, "start") == 1


async def test_another_charge_point_is_not_concerned(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A plug sensor belongs to its charge point."""
    hass.states.async_set(PLUG, "off")
    response = await home.act(
        "start_session", evse_id="NL*TNM*EVIRTUALCP0002*0", wait_for_outcome=False
    )
    assert response["state"] == "start_requested"
