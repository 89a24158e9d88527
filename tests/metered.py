"""A charge point with an energy meter and a plug sensor of the user's own, for tests of what they tell."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .conftest import HOME_UID, Home, card_subentry, charge_point_subentry
from custom_components.shell_ev import paced
from custom_components.shell_ev.session.metering import Metering

METER = "sensor.charger_energy"
PLUG = "binary_sensor.car_plugged"


def show(
    hass: HomeAssistant, reading: Any, unit: str = "kWh", *, meter: str = METER
) -> None:
    """Let a meter show a reading."""
    hass.states.async_set(meter, str(reading), {"unit_of_measurement": unit})


def shown(hass: HomeAssistant) -> float:
    """Return what the meter shows."""
    state = hass.states.get(METER)
    assert state is not None
    return float(state.state)


async def async_set_up_metered(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Set up an account whose charge point has a meter, which stands at 1000, and a plug sensor."""
    own = {"energy_meter": METER, "plug_sensor": PLUG, "location_uid": HOME_UID}
    entry = make_entry(card_subentry(), charge_point_subentry(**own))
    show(hass, 1000)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


@pytest.fixture
def shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each word of a meter be shown at once, for tests of what comes of it, not of when."""
    monkeypatch.setattr(paced, "end_of_while", lambda now, _: now)


@pytest.fixture
async def metered(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point has a meter and a plug sensor."""
    return await async_set_up_metered(hass, make_entry, home)


def metering(entry: MockConfigEntry, index: int = 0) -> Metering:
    """Return what is kept of the metering of a session, by its order."""
    sessions = list(entry.runtime_data.reader.tracker.sessions.values())
    kept: Metering | None = sessions[index].metering
    assert kept is not None
    return kept


async def charge(hass: HomeAssistant, home: Home, *readings: Any) -> None:
    """Begin a session, and let its meter show these half a minute apart."""
    await home.switch("on")
    await home.wait(40)
    for reading in readings:
        show(hass, reading)
        await home.wait(30)


async def end(home: Home) -> None:
    """End the session."""
    await home.switch("off")
    await home.wait(40)
    assert home.state("session_state") == "stopped"
