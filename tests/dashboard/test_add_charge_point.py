"""A charge point where a card of ours charges, or one on the map, becomes a configured one."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Event, HomeAssistant, callback

from simulator import Simulator
from tests.conftest import (
    CARD,
    HOME,
    OFFICE,
    OFFICE_UID,
    OTHER_CARD,
    Home,
    charge_point_subentry,
    sent,
)
from tests.dashboard.conftest import OFFICE_NAME, Call, session_of
from tests.waiting import later, until


def added(entry: MockConfigEntry) -> ConfigSubentry:
    """Return the charge point that was added last."""
    return entry.get_subentries_of_type("charge_point")[-1]


async def test_it_becomes_a_charge_point(
    hass: HomeAssistant,
    call: Call,
    elsewhere: Call,
    away: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """With name and place of the directory and the card of its session, which goes on there."""
    await home.wait(600)
    searches = sent(simulator, "locations")
    answer = await call("add_charge_point", account=away.entry_id, evse_id=OFFICE)
    assert answer["result"] == {}
    await home.settle()
    assert added(away).title == OFFICE_NAME
    assert added(away).data == {
        "evse_id": OFFICE,
        "charge_card": OTHER_CARD,
        "location_uid": OFFICE_UID,
    }
    assert sent(simulator, "locations") == searches, "it was known already"
    assert await elsewhere() == []
    assert home.state("charging", OFFICE_NAME) == "on"
    told = await call("charge_point", device_id=home.device_id(OFFICE_NAME))
    assert told["result"]["session"]["charge_card"]["name"] == "Other"
    await home.switch("off", OFFICE_NAME)
    await home.wait(10)
    assert home.state("session_state", OFFICE_NAME) == "stopped"
    assert len(simulator.sessions) == 1


async def test_nothing_is_announced_twice(
    hass: HomeAssistant,
    call: Call,
    away: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """It began before it was configured; at its charge point only its end is news."""
    events = []

    @callback
    def note(event: Event[Any]) -> None:
        state = event.data["new_state"]
        if state and state.domain == "event" and state.attributes.get("event_type"):
            events.append((state.state, state.attributes["event_type"]))

    hass.bus.async_listen("state_changed", note)
    await call("add_charge_point", account=away.entry_id, evse_id=OFFICE)
    await home.settle()
    await hass.config_entries.async_reload(away.entry_id)
    await home.wait(130)
    assert events == []
    simulator.end_session(session_of(away).session_id)
    await home.wait(130)
    await hass.config_entries.async_reload(away.entry_id)
    await home.settle()
    assert {kind for _, kind in events} == {"stopped"}
    assert len({time for time, _ in events if time != "unavailable"}) == 1
    assert home.state("session_state", OFFICE_NAME) == "stopped"


async def test_one_from_the_map(
    call: Call, account: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Nothing runs there: it is looked up once, and the first card pays."""
    await home.settle()
    searches = sent(simulator, "locations")
    # As it is copied from the pole.
    spelled = OFFICE.replace("*", "").lower()
    answer = await call("add_charge_point", account=account.entry_id, evse_id=spelled)
    assert answer["success"]
    assert sent(simulator, "locations") == searches + 1
    await home.settle()
    assert added(account).title == OFFICE_NAME
    assert added(account).data == {
        "evse_id": OFFICE,
        "charge_card": CARD,
        "location_uid": OFFICE_UID,
    }


@pytest.mark.parametrize("private", [True, False])
async def test_one_that_is_not_listed_now(
    call: Call,
    account: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    private: bool,
) -> None:
    """It can be added all the same, under its EVSE ID."""
    if not private:
        simulator.inject("locations", "status", status=500, times=9)
    evse_id = "NL*XYZ*E1" if private else OFFICE
    answer = await call("add_charge_point", account=account.entry_id, evse_id=evse_id)
    assert answer["success"]
    assert added(account).title == evse_id
    assert "location_uid" not in added(account).data
    await home.settle()


async def test_while_the_directory_asks_to_wait(
    call: Call,
    away: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    hass: HomeAssistant,
) -> None:
    """It is not asked; the name that the session has is known from before."""
    await home.wait(600)
    await hass.config_entries.async_unload(away.entry_id)
    simulator.inject("locations", "status", status=429, retry_after="600", times=9)
    simulator.inject("location", "status", status=429, retry_after="600", times=9)
    await hass.config_entries.async_setup(away.entry_id)
    await home.settle()
    calls = sent(simulator, "locations")
    assert (await call("add_charge_point", account=away.entry_id, evse_id=OFFICE))[
        "success"
    ]
    assert sent(simulator, "locations") == calls
    assert added(away).title == OFFICE_NAME
    await home.settle()


async def test_somebody_is_faster(
    hass: HomeAssistant,
    call: Call,
    account: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """While the directory is asked, the charge point is added in a form: it is there once."""
    await home.settle()
    simulator.inject("locations", "hang")
    asked = sent(simulator, "locations")
    adding = hass.async_create_task(
        call("add_charge_point", account=account.entry_id, evse_id=OFFICE)
    )
    await until(lambda: sent(simulator, "locations") == asked + 1)
    data = charge_point_subentry(OFFICE, "Mine")
    data["data"] = MappingProxyType(data["data"])
    hass.config_entries.async_add_subentry(account, ConfigSubentry(**data))
    await later(home, 16)
    answer = await adding
    assert answer["error"]["translation_key"] == "charge_point_exists"
    await home.settle()
    assert added(account).title == "Mine"
    assert len(account.get_subentries_of_type("charge_point")) == 2


@pytest.mark.parametrize(
    ("evse_id", "key"),
    [
        (HOME, "charge_point_exists"),
        ("nltnme020034510", "charge_point_exists"),
        ("", "evse_id_empty"),
        ("NL*TNM*1", "evse_id_form"),
        ("NL*TNM*É1", "evse_id_alphabet"),
        ("9" * 51, "evse_id_too_long"),
    ],
)
async def test_what_cannot_be_added(
    call: Call, account: MockConfigEntry, evse_id: str, key: str
) -> None:
    """It says why, in words that can be translated, and nothing is added."""
    answer = await call("add_charge_point", account=account.entry_id, evse_id=evse_id)
    assert answer["error"]["code"] == "not_allowed"
    assert answer["error"]["translation_key"] == key
    assert len(account.get_subentries_of_type("charge_point")) == 1


async def test_without_a_card(
    hass: HomeAssistant,
    call: Call,
    home: Home,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """Nothing could pay."""
    entry = make_entry(charge_point_subentry())
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    answer = await call("add_charge_point", account=entry.entry_id, evse_id=OFFICE)
    assert answer["error"]["translation_key"] == "charge_card_needed"


async def test_an_account_that_is_not_there(
    hass: HomeAssistant, call: Call, account: MockConfigEntry
) -> None:
    """Nor one that is not loaded."""
    for unload in (False, True):
        if unload:
            await hass.config_entries.async_unload(account.entry_id)
        answer = await call(
            "add_charge_point",
            account=account.entry_id if unload else "nothing",
            evse_id=OFFICE,
        )
        assert answer["error"]["code"] == "not_allowed"
    assert len(account.get_subentries_of_type("charge_point")) == 1


async def test_only_an_administrator_adds(
    hass: HomeAssistant,
    call: Call,
    away: MockConfigEntry,
    simulator: Simulator,
    hass_read_only_user: MockUser,
) -> None:
    """Nobody else, whatever it controls; Shell is not asked."""
    group = await hass.auth.async_get_group(GROUP_ID_USER)
    assert group is not None
    everything = MockUser().add_to_hass(hass)
    everything.mock_policy({"entities": True})
    calls = len(simulator.audit)
    for user in (
        MockUser(groups=[group]).add_to_hass(hass),
        hass_read_only_user,
        everything,
        MockUser().add_to_hass(hass),
    ):
        answer = await call(
            "add_charge_point", user, account=away.entry_id, evse_id=OFFICE
        )
        assert answer["error"]["code"] == "unauthorized"
    assert len(simulator.audit) == calls
    assert len(away.get_subentries_of_type("charge_point")) == 1
