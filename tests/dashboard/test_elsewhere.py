"""What is charged at charge points that are not configured, and who is told."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from simulator import Simulator
from tests.conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
    sent_as,
)
from tests.dashboard.conftest import OFFICE_NAME, Call, session_of
from tests.waiting import later, until

READ: Final = {"read": True}
CONTROL: Final = {"read": True, "control": True}


async def test_nothing_elsewhere(
    elsewhere: Call, account: MockConfigEntry, home: Home
) -> None:
    """What runs at a charge point that is configured has a row of its own."""
    assert await elsewhere() == []
    await home.switch("on")
    assert await elsewhere() == []


async def test_a_session_elsewhere(
    elsewhere: Call, away: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """With its place in the directory's words, and what may be done about it; Shell is not asked."""
    await home.wait(600)
    calls = len(simulator.audit)
    (row,) = await elsewhere()
    session = session_of(away)
    since = row.pop("since")
    assert 600 <= since <= 910
    assert row == {
        "account": away.entry_id,
        "key": session.session_id,
        "session_id": session.session_id,
        "card": {"device_id": home.device_id("Other"), "name": "Other"},
        "place": OFFICE_NAME,
        "evse_id": OFFICE,
        "state": "started",
        "error": None,
        "stop_guard": None,
        "may_stop": True,
        "may_add": True,
    }
    assert len(simulator.audit) == calls
    await home.wait(10)
    (row,) = await elsewhere()
    assert row["since"] == since + 10
    simulator.end_session(session.session_id)
    await home.wait(65)
    assert await elsewhere() == []


async def test_before_its_place_is_known(
    elsewhere: Call, away: MockConfigEntry
) -> None:
    """It has its EVSE ID at least."""
    (row,) = await elsewhere()
    assert row["place"] == row["evse_id"] == OFFICE


async def test_a_start_elsewhere(
    elsewhere: Call, account: MockConfigEntry, home: Home
) -> None:
    """It has not begun to charge yet, and a stop waits for its guard time."""
    await home.act(
        "start_session",
        evse_id=OFFICE,
        charge_card=home.device_id("Card"),
        wait_for_outcome=False,
    )
    (row,) = await elsewhere()
    assert (row["state"], row["since"], row["stop_guard"]) == (
        "start_requested",
        None,
        30,
    )
    await home.wait(30)
    (row,) = await elsewhere()
    assert row["stop_guard"] is None
    await home.act(
        "stop_session",
        session_id=row["session_id"],
        account=row["account"],
        wait_for_outcome=False,
    )
    (row,) = await elsewhere()
    assert row["state"] == "stop_requested"
    await home.wait(10)
    assert await elsewhere() == []


async def test_a_stop_elsewhere_that_failed(
    elsewhere: Call, away: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It charges on, and why is told for ten minutes, or until it is stopped once more."""
    session_id = session_of(away).session_id
    what = {"session_id": session_id, "account": away.entry_id}
    simulator.set_service(OFFICE, False)
    await home.act("stop_session", wait_for_outcome=False, **what)
    (row,) = await elsewhere()
    assert (row["state"], row["error"]) == ("stop_requested", None)
    await home.wait(10)
    (row,) = await elsewhere()
    assert row["state"] == "failed_to_stop"
    ago = row["error"].pop("ago")
    assert 0 < ago <= 10
    assert row["error"] == {
        "text": "Failed to stop. The charge point is out of service",
        "reference": f"EvseOutOfService, RequestId {sent_as(simulator, 'stop')[-1]}",
    }
    await home.wait(600 - ago)
    assert (await elsewhere())[0]["error"] is not None
    await home.wait(1)
    assert (await elsewhere())[0]["error"] is None


async def test_a_stop_elsewhere_that_is_tried_again(
    elsewhere: Call, away: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """While the next stop is out, nothing is told of the one before."""
    session_id = session_of(away).session_id
    what = {"session_id": session_id, "account": away.entry_id}
    simulator.set_service(OFFICE, False)
    await home.act("stop_session", wait_for_outcome=False, **what)
    await home.wait(60)
    assert (await elsewhere())[0]["error"] is not None
    simulator.inject("stop", "late", before=False, seconds=5)
    again = asyncio.create_task(
        home.act("stop_session", wait_for_outcome=False, **what)
    )
    await until(lambda: sent(simulator, "stop") == 2)
    (row,) = await elsewhere()
    assert (row["state"], row["error"]) == ("stop_requested", None)
    await later(home, 6)
    await again


async def test_a_state_that_is_not_known(
    elsewhere: Call, account: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell has not come back on a start in time."""
    simulator.set_delays(10_000, 10)
    await home.act(
        "start_session",
        evse_id=OFFICE,
        charge_card=home.device_id("Card"),
        wait_for_outcome=False,
    )
    await home.wait(250)
    (row,) = await elsewhere()
    assert row["state"] == "unknown"


async def test_newest_first(
    hass: HomeAssistant,
    elsewhere: Call,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """Of an account with cards alone."""
    entry = make_entry(card_subentry(), card_subentry(OTHER_CARD, "Other"))
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    for card, point in ((CARD, HOME), (OTHER_CARD, OFFICE)):
        simulator.start_by_card(card, point)
        await home.wait(305)
    assert [row["evse_id"] for row in await elsewhere()] == [OFFICE, HOME]


async def test_a_session_of_which_shell_does_not_say_where(
    elsewhere: Call, away: MockConfigEntry
) -> None:
    """That is said in place of a name, and nothing can be added."""
    session = session_of(away)
    tracker = away.runtime_data.reader.tracker
    replaced = type(session).__replace__(session, evse_id="", evse_name="")
    tracker._keep_as(session.session_id, replaced)
    (row,) = await elsewhere()
    assert row["place"] == "Unknown charge point"
    assert (row["may_add"], row["may_stop"]) == (False, True)


async def test_after_the_cards_were_removed(
    hass: HomeAssistant, elsewhere: Call, away: MockConfigEntry, home: Home
) -> None:
    """The session runs on; without any card no charge point can be added."""
    for name in ("Other", "Card"):
        (card,) = [
            card
            for card in away.get_subentries_of_type("charge_card")
            if card.title == name
        ]
        hass.config_entries.async_remove_subentry(away, card.subentry_id)
        await home.settle()
        (row,) = await elsewhere()
        assert row["card"] == {"device_id": None, "name": None}
        assert row["may_add"] is (name == "Other")


async def test_an_account_that_is_not_loaded(
    hass: HomeAssistant, elsewhere: Call, away: MockConfigEntry
) -> None:
    """It tells nothing."""
    await hass.config_entries.async_unload(away.entry_id)
    assert await elsewhere() == []


# Who is told


async def test_who_sees_it_and_may_stop_it(
    hass: HomeAssistant,
    elsewhere: Call,
    away: MockConfigEntry,
    hass_read_only_user: MockUser,
) -> None:
    """An administrator may add it, a user stop it, others look; one without a right is told none."""
    group = await hass.auth.async_get_group(GROUP_ID_USER)
    assert group is not None
    user = MockUser(groups=[group]).add_to_hass(hass)
    told = {
        name: [(row["may_stop"], row["may_add"]) for row in await elsewhere(who)]
        for name, who in (
            ("admin", None),
            ("user", user),
            ("read_only", hass_read_only_user),
            ("nobody", MockUser().add_to_hass(hass)),
        )
    }
    assert told == {
        "admin": [(True, True)],
        "user": [(True, False)],
        "read_only": [(False, False)],
        "nobody": [],
    }


async def test_the_wait_for_another_stop_while_shell_asks_to_wait(
    elsewhere: Call, away: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """As long as the next stop is refused."""
    session_id = session_of(away).session_id
    simulator.inject("stop", "status", status=429, retry_after="600")
    for _ in range(2):
        with pytest.raises(HomeAssistantError):
            await home.act("stop_session", session_id=session_id)
    (row,) = await elsewhere()
    assert row["stop_guard"] == 60


@pytest.fixture
async def charge_in_both(
    hass: HomeAssistant,
    home: Home,
    simulator: Simulator,
    make_entry: Callable[..., MockConfigEntry],
) -> Callable[[str], Awaitable[None]]:
    """Return what charges with a card of two accounts; the second has the charge point at the office."""
    simulator.set_account("second-client", simulator.accounts["demo-client"])
    office = charge_point_subentry(OFFICE, "Office")
    first = make_entry(card_subentry())
    second = make_entry(
        card_subentry(name="Again"), office, data={"client_id": "second-client"}
    )
    await hass.config_entries.async_setup(first.entry_id)
    await home.settle()

    async def charge(evse_id: str) -> None:
        simulator.start_by_card(CARD, evse_id)
        await home.wait(305)
        session = session_of(first)
        # The simulator lists a session to one client alone.
        second.runtime_data.reader.tracker._keep_as(session.session_id, session)

    return charge


async def test_a_card_that_two_accounts_have(
    hass: HomeAssistant,
    elsewhere: Call,
    home: Home,
    charge_in_both: Callable[[str], Awaitable[None]],
) -> None:
    """Its session is one row, of the account in which it may be stopped."""
    await charge_in_both(HOME)
    (row,) = await elsewhere()
    assert row["card"]["name"] == "Card"
    user = MockUser().add_to_hass(hass)
    seen = {home.entity_id("calendar", name): READ for name in ("Card", "Again")}
    stopped = {home.entity_id("stop_session", "Again"): CONTROL}
    user.mock_policy({"entities": {"entity_ids": seen | stopped}})
    (row,) = await elsewhere(user)
    assert (row["card"]["name"], row["may_stop"]) == ("Again", True)


async def test_a_charge_point_that_one_of_two_accounts_has(
    hass: HomeAssistant,
    elsewhere: Call,
    home: Home,
    charge_in_both: Callable[[str], Awaitable[None]],
) -> None:
    """There it has its row, unless that is not for one to see."""
    await charge_in_both(OFFICE)
    assert await elsewhere() == []
    user = MockUser().add_to_hass(hass)
    seen = {home.entity_id("calendar", "Card"): READ}
    user.mock_policy({"entities": {"entity_ids": seen}})
    (row,) = await elsewhere(user)
    assert row["card"]["name"] == "Card"


@pytest.mark.parametrize(
    ("rights", "seen"),
    [
        ({"calendar.other_sessions": READ}, [False]),
        (
            {"calendar.other_sessions": READ, "button.other_stop_session": CONTROL},
            [True],
        ),
        ({"calendar.card_sessions": READ, "button.other_stop_session": CONTROL}, []),
        ({"switch.home_charging": CONTROL}, []),
    ],
)
async def test_it_is_seen_by_who_may_see_its_card(
    hass: HomeAssistant,
    elsewhere: Call,
    away: MockConfigEntry,
    rights: dict[str, Any],
    seen: list[bool],
) -> None:
    """By its calendar, and stopped by who controls its button."""
    user = MockUser().add_to_hass(hass)
    user.mock_policy({"entities": {"entity_ids": rights}})
    assert [row["may_stop"] for row in await elsewhere(user)] == seen
