"""Who may do what: each action and each websocket command, by each kind of user."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator

READ: Final = {"read": True}
CONTROL: Final = {"read": True, "control": True}

type Users = dict[str, MockUser]


@pytest.fixture
async def users(
    hass: HomeAssistant, hass_admin_user: MockUser, hass_read_only_user: MockUser
) -> Users:
    """Return a user of each kind."""
    group = await hass.auth.async_get_group(GROUP_ID_USER)
    assert group is not None
    return {
        "admin": hass_admin_user,
        "user": MockUser(groups=[group]).add_to_hass(hass),
        "read_only": hass_read_only_user,
        "nobody": MockUser().add_to_hass(hass),
    }


@pytest.fixture
async def account(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
) -> MockConfigEntry:
    """Return an account with two cards, each with a charge point and a session there."""
    entry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Other"),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office", OTHER_CARD),
    )
    simulator.start_by_card(CARD, HOME)
    simulator.start_by_card(OTHER_CARD, OFFICE)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


def limited(hass: HomeAssistant, entities: dict[str, Any]) -> MockUser:
    """Return a user who may do this with these entities, and nothing with others."""
    user = MockUser().add_to_hass(hass)
    user.mock_policy({"entities": {"entity_ids": entities}})
    return user


async def act(
    hass: HomeAssistant, user: MockUser | None, action: str, data: dict[str, Any]
) -> Any:
    """Call an action as a user, or as an automation."""
    return await hass.services.async_call(
        DOMAIN,
        action,
        data,
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id if user else None),
    )


def fields(home: Home, entry: MockConfigEntry, names: str) -> dict[str, Any]:
    """Return the data of an action, by the names of what it names."""
    sessions = entry.runtime_data.reader.tracker.sessions.values()
    of_card = {session.ema_id: session.session_id for session in sessions}
    known = {
        "home": ("charge_point", home.device_id("Home")),
        "office": ("charge_point", home.device_id("Office")),
        "card": ("charge_card", home.device_id("Card")),
        "evse": ("evse_id", HOME),
        "session": ("session_id", of_card["NLTNMC00122045"]),
        "now": ("wait_for_outcome", False),
    }
    return dict(known[name] for name in names.split())


CONTROLLED: Final = (
    ("start_session", "home now", "switch.home_charging"),
    ("start_session", "home card now", "button.card_stop_session"),
    ("start_session", "evse card now", "button.card_stop_session"),
    ("stop_session", "home now", "switch.home_charging"),
    ("stop_session", "card now", "button.card_stop_session"),
    ("stop_session", "session now", "button.card_stop_session"),
    ("get_session", "session", "button.card_stop_session"),
)
"""What takes control, and of which entity."""

READABLE: Final = (
    ("list_active_sessions", "", None),
    ("list_active_sessions", "card", "calendar.card_sessions"),
    ("list_sessions", "", None),
    ("list_sessions", "home", None),
    ("list_sessions", "card", "calendar.card_sessions"),
    ("export_sessions", "", None),
    ("export_sessions", "card", "calendar.card_sessions"),
    ("find_charge_points", "", None),
)
"""What it is enough to read something for."""


@pytest.mark.parametrize(("action", "names", "_"), [*CONTROLLED, *READABLE])
@pytest.mark.parametrize("who", ["admin", "user", "automation"])
async def test_who_may_do_everything(
    hass: HomeAssistant,
    account: MockConfigEntry,
    home: Home,
    users: Users,
    who: str,
    action: str,
    names: str,
    _: str | None,
) -> None:
    """An administrator, a user of the default group, and an automation."""
    # After the session of the start has been let go, no guard time is left.
    await home.wait(31)
    data = fields(home, account, names)
    assert isinstance(await act(hass, users.get(who), action, data), dict)


@pytest.mark.parametrize("who", ["read_only", "nobody"])
@pytest.mark.parametrize(("action", "names", "entity_id"), CONTROLLED)
async def test_who_may_not_control(
    hass: HomeAssistant,
    account: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    users: Users,
    who: str,
    action: str,
    names: str,
    entity_id: str,
) -> None:
    """It is refused, with the entity that it is about, and nothing is sent."""
    await home.wait(31)
    data = fields(home, account, names)
    before = len(simulator.audit)
    with pytest.raises(Unauthorized) as caught:
        await act(hass, users[who], action, data)
    assert caught.value.entity_id == entity_id
    assert caught.value.permission == "control"
    assert caught.value.user_id == users[who].id
    assert len(simulator.audit) == before


@pytest.mark.parametrize(("action", "names", "entity_id"), READABLE)
async def test_who_may_read(
    hass: HomeAssistant,
    account: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    users: Users,
    action: str,
    names: str,
    entity_id: str | None,
) -> None:
    """A read-only user may list and find; one without a group may not, and nothing is asked."""
    await home.wait(31)
    data = fields(home, account, names)
    assert isinstance(await act(hass, users["read_only"], action, data), dict)
    before = len(simulator.audit)
    with pytest.raises(Unauthorized) as caught:
        await act(hass, users["nobody"], action, data)
    assert caught.value.entity_id is not None
    assert entity_id in (None, caught.value.entity_id)
    assert caught.value.permission == "read"
    assert len(simulator.audit) == before


async def test_a_user_that_is_gone(
    hass: HomeAssistant, account: MockConfigEntry, home: Home
) -> None:
    """A context outlives its user; nothing is done for one that is not there."""
    with pytest.raises(UnknownUser):
        await act(hass, MockUser(), "list_sessions", {})


@pytest.mark.parametrize(
    ("entity", "allowed", "refused"),
    [
        ("switch.home_charging", ["home now"], ["office now", "home card now"]),
        ("button.card_stop_session", ["evse card now"], ["home card now"]),
    ],
)
async def test_control_of_one_entity(
    hass: HomeAssistant,
    account: MockConfigEntry,
    home: Home,
    entity: str,
    allowed: list[str],
    refused: list[str],
) -> None:
    """The switch is for its charge point with its own card, the button for its card."""
    await home.wait(31)
    user = limited(hass, {entity: CONTROL})
    for names in refused:
        with pytest.raises(Unauthorized):
            await act(hass, user, "start_session", fields(home, account, names))
    for names in allowed:
        data = fields(home, account, names)
        assert await act(hass, user, "start_session", data)


async def test_the_only_card_is_named_by_an_evse_id(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, users: Users
) -> None:
    """That it is not said which one changes nothing."""
    data = {"evse_id": HOME, "wait_for_outcome": False}
    with pytest.raises(Unauthorized):
        await act(hass, limited(hass, {}), "start_session", data)
    button = home.entity_id("stop_session", "Card")
    user = limited(hass, {button: CONTROL})
    assert await act(hass, user, "start_session", data)


async def test_a_session_that_nobody_knows(
    hass: HomeAssistant, account: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Whose it is is not known: control of one card is not enough to ask."""
    user = limited(hass, {"button.card_stop_session": CONTROL})
    data = {"session_id": "c3e332f0-1bb2-4f50-a96b-e075bbb71e68"}
    for action in ("get_session", "stop_session"):
        with pytest.raises(Unauthorized):
            await act(hass, user, action, data)
    assert sent(simulator, "retrieve") == 0


async def test_an_export_is_filtered_by_session(
    hass: HomeAssistant, account: MockConfigEntry, home: Home
) -> None:
    """No row of a card whose calendar may not be read."""
    await home.wait(31)
    user = limited(hass, {"calendar.other_sessions": READ})
    response = await act(hass, user, "export_sessions", {})
    assert response["sessions"] == 1
    assert OFFICE in response["csv"]
    assert HOME not in response["csv"]
    with pytest.raises(Unauthorized):
        await act(
            hass, user, "export_sessions", {"charge_card": home.device_id("Card")}
        )


@pytest.mark.parametrize("action", ["list_active_sessions", "list_sessions"])
async def test_a_list_is_filtered_by_session(
    hass: HomeAssistant,
    account: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    action: str,
) -> None:
    """A user sees the sessions of the cards whose calendar it may read."""
    await home.wait(31)
    user = limited(hass, {"calendar.other_sessions": READ})
    calls = sent(simulator, "active")
    response = await act(hass, user, action, {})
    (session,) = response["sessions"]
    assert session["charge_card"] == "Other"
    assert response.get("totals", {"sessions": 1})["sessions"] == 1
    assert sent(simulator, "active") - calls <= 1
    with pytest.raises(Unauthorized):
        await act(hass, user, action, {"charge_card": home.device_id("Card")})


async def test_the_sessions_of_a_card_that_was_removed(
    hass: HomeAssistant, account: MockConfigEntry, home: Home, users: Users
) -> None:
    """They are for those who may read everything."""
    (other,) = (each for each in account.subentries.values() if each.title == "Other")
    user = limited(hass, {"calendar.card_sessions": READ})
    hass.config_entries.async_remove_subentry(account, other.subentry_id)
    await home.wait(31)
    for who, count in ((users["read_only"], 2), (user, 1)):
        response = await act(hass, who, "list_sessions", {})
        assert len(response["sessions"]) == count


async def test_an_entity_that_is_disabled(
    hass: HomeAssistant, account: MockConfigEntry, home: Home, users: Users
) -> None:
    """It is judged by its id as it would be if it were not."""
    await home.wait(31)
    registry = er.async_get(hass)
    registry.async_update_entity(
        "switch.home_charging", disabled_by=er.RegistryEntryDisabler.USER
    )
    await home.settle()
    data = fields(home, account, "home now")
    with pytest.raises(Unauthorized):
        await act(hass, users["read_only"], "stop_session", data)
    user = limited(hass, {"switch.home_charging": CONTROL})
    assert await act(hass, user, "stop_session", data)


async def test_an_entity_that_is_missing(
    hass: HomeAssistant, account: MockConfigEntry, home: Home, users: Users
) -> None:
    """Who may control every entity, or every switch, may; others may not."""
    await home.wait(31)
    er.async_get(hass).async_remove("switch.home_charging")
    await home.settle()
    data = fields(home, account, "home now")
    every_switch = MockUser().add_to_hass(hass)
    every_switch.mock_policy({"entities": {"domains": {"switch": CONTROL}}})
    for user in (users["read_only"], limited(hass, {"switch.home_charging": CONTROL})):
        with pytest.raises(Unauthorized):
            await act(hass, user, "stop_session", data)
    for user in (users["admin"], users["user"], every_switch):
        assert await act(hass, user, "stop_session", data)


async def test_any_entity_of_ours_is_enough_to_find(
    hass: HomeAssistant, account: MockConfigEntry, home: Home
) -> None:
    """One of another integration is not, nor is where somebody is told to who may not see it."""
    hass.states.async_set("person.me", "home", {"latitude": 52.37, "longitude": 4.9})
    user = limited(hass, {"calendar.other_sessions": READ})
    assert await act(hass, user, "find_charge_points", {})
    with pytest.raises(Unauthorized) as caught:
        await act(hass, user, "find_charge_points", {"entity_id": "person.me"})
    assert caught.value.entity_id == "person.me"
    stranger = limited(hass, {"person.me": READ})
    with pytest.raises(Unauthorized):
        await act(hass, stranger, "find_charge_points", {"entity_id": "person.me"})


# The websocket command


@pytest.fixture
def ask(hass: HomeAssistant, home: Home, hass_ws_client: Any) -> Any:
    """Return what asks about a charge point as a user's dashboard does."""

    async def ask(user: MockUser, name: str = "Home") -> Any:
        token = await hass.auth.async_create_refresh_token(user, "https://example.com")
        client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
        device_id = home.device_id(name)
        await client.send_json_auto_id(
            {"type": "shell_ev/charge_point", "device_id": device_id}
        )
        return await client.receive_json()

    return ask


@pytest.mark.parametrize(
    ("who", "may_control"), [("admin", True), ("user", True), ("read_only", False)]
)
async def test_a_dashboard_is_told_what_its_user_may_do(
    ask: Any,
    account: MockConfigEntry,
    home: Home,
    users: Users,
    who: str,
    may_control: bool,
) -> None:
    """To start and stop, and with which cards; the sessions are there to read."""
    answer = (await ask(users[who]))["result"]
    assert answer["may_control"] is may_control
    cards = {home.device_id("Card"), home.device_id("Other")}
    assert set(answer["may_use"]) == (cards if may_control else set())
    assert len(answer["sessions"]) == 1


async def test_a_dashboard_of_a_user_without_a_group(
    ask: Any, account: MockConfigEntry, users: Users
) -> None:
    """It is told nothing."""
    answer = await ask(users["nobody"])
    assert not answer["success"]
    assert answer["error"]["code"] == "unauthorized"


async def test_a_dashboard_of_a_user_with_few_rights(
    ask: Any, hass: HomeAssistant, account: MockConfigEntry, home: Home
) -> None:
    """One switch and one card; sessions are told as far as their cards may be read, none as null."""
    charging = {"switch.home_charging": CONTROL}
    answer = (await ask(limited(hass, charging)))["result"]
    assert answer["may_control"] is True
    assert answer["may_use"] == []
    assert answer["sessions"] is None
    more = {
        **charging,
        "button.other_stop_session": CONTROL,
        "calendar.other_sessions": READ,
    }
    answer = (await ask(limited(hass, more)))["result"]
    assert answer["may_use"] == [home.device_id("Other")]
    assert answer["sessions"] == []
    assert (await ask(limited(hass, more), "Office"))["error"]["code"] == "unauthorized"


async def test_what_a_session_came_to_is_for_who_may_see_its_card(
    ask: Any,
    hass: HomeAssistant,
    account: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """Others hear that there is one, not whose it is; they get no receipt."""
    few = limited(hass, {"switch.home_charging": READ})
    more = limited(hass, {"switch.home_charging": READ, "calendar.card_sessions": READ})
    session = (await ask(few))["result"]["session"]
    assert session["own"] is True
    assert session["charge_card"] == {"device_id": None, "name": None}
    session = (await ask(more))["result"]["session"]
    assert session["charge_card"]["name"] == "Card"
    simulator.end_session(session["session_id"])
    await home.wait(65)
    assert (await ask(few))["result"]["receipt"] is None
    receipt = (await ask(more))["result"]["receipt"]
    assert receipt["session_id"] == session["session_id"]


async def test_sensors_are_named_to_who_may_read_them(
    ask: Any,
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    users: Users,
) -> None:
    """The power sensor is another integration's; energy is told by ours."""
    point = charge_point_subentry(energy_meter="sensor.m", power_sensor="sensor.p")
    entry = make_entry(card_subentry(), point)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    energy = home.entity_id("session_energy")
    switch = {"switch.home_charging": READ}
    for user, named in (
        (users["read_only"], ("sensor.p", energy)),
        (limited(hass, switch), (None, None)),
        (limited(hass, {**switch, "sensor.p": READ}), ("sensor.p", None)),
        (limited(hass, {**switch, energy: READ}), (None, energy)),
    ):
        told = (await ask(user))["result"]
        assert (told["power_sensor"], told["energy_sensor"]) == named
