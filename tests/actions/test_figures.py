"""What an action tells of figures at their edges: bills beside meters, and what is not known."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from custom_components.shell_ev.session.figures import totals
from custom_components.shell_ev.session.record import Solar
from tests.conftest import (
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from tests.dashboard.history import metered as metering
from tests.store.records import NOW, ended, put


def test_an_average_is_that_of_all_whose_energy_and_cost_are_known() -> None:
    """docs/sessions.md says so; a start fee without a kWh is a cost, and 0 kWh is known."""
    sessions = (
        ended(1, metering=metering(10.0, 5.0)),
        ended(2, metering=metering(0.0, 1.0)),
    )
    (cost,) = totals(sessions).costs
    assert (cost.cost, totals(sessions).energy) == (6.0, 10.0)
    assert cost.average_price == pytest.approx(0.6)


async def test_a_total_says_how_many_lack_a_duration(
    entry: MockConfigEntry, home: Home
) -> None:
    """What is not known is not added, and the total says how many sessions lack it."."""
    put(
        entry.runtime_data.store,
        ended(1),
        ended(2, NOW + timedelta(hours=5), started_at=None),
    )
    told = (await home.act("list_sessions"))["totals"]
    assert (told["sessions"], told["duration"]) == (2, 3600)
    assert told.get("without_duration") == 1


async def test_nobody_knows_how_long_is_no_zero(
    entry: MockConfigEntry, home: Home
) -> None:
    """Nothing is known of how long it took: that is not 0 seconds."""
    put(entry.runtime_data.store, ended(2, started_at=None))
    told = (await home.act("list_sessions"))["totals"]
    assert (told["sessions"], told["duration"]) == (1, None)


async def test_a_card_of_one_account_at_a_charge_point_of_another(
    hass: HomeAssistant, make_entry: Any, home: Home
) -> None:
    """A mix-up is refused, as a start there is; it is not "nothing was charged"."""
    one = make_entry()
    make_entry(
        card_subentry(OTHER_CARD, "Other card"),
        charge_point_subentry(OFFICE, "Office", OTHER_CARD),
        data={"client_id": "other-client", "client_secret": "other-secret"},
    )
    await hass.config_entries.async_setup(one.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    put(one.runtime_data.store, ended(1))
    with pytest.raises(ServiceValidationError):
        await home.act(
            "export_sessions",
            charge_point=home.device_id("Home"),
            charge_card=home.device_id("Other card"),
        )


async def test_a_bill_in_a_currency_of_three_decimals(
    entry: MockConfigEntry, home: Home
) -> None:
    """What the receipt says is what the list says: a dinar of Kuwait has a thousand fils."""
    put(entry.runtime_data.store, ended(1))
    await home.act(
        "set_session_figures", session_id="session-1", amount=1.234, currency="KWD"
    )
    (session,) = (await home.act("list_sessions"))["sessions"]
    assert session["cost"] == 1.234
    csv = (await home.act("export_sessions"))["csv"]
    assert ",1.234,KWD," in csv


async def test_the_sun_of_a_bill(entry: MockConfigEntry, home: Home) -> None:
    """Docs: "of how much of its energy the share is known": never of more than there is."""
    put(
        entry.runtime_data.store,
        ended(1, metering=metering(10, 3), solar=Solar(energy=9, covered=10)),
    )
    await home.act("set_session_figures", session_id="session-1", energy=8)
    answer = await home.act("list_sessions")
    (session,) = answer["sessions"]
    assert session["solar_covered"] <= session["energy"]
    assert answer["totals"]["solar_energy"] <= answer["totals"]["energy"]
