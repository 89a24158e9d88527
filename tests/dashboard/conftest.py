"""Fixtures: what asks as the cards do, and accounts to ask about."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant

from .history import MONTH
from simulator import Simulator
from tests.conftest import (
    HOME_UID,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from tests.store.records import put

OFFICE_NAME: Final = "Stationsplein 9"
"""What the directory calls it."""

type Ask = Callable[..., Awaitable[Any]]
type Call = Callable[..., Coroutine[Any, Any, Any]]
type SetUp = Callable[..., Awaitable[MockConfigEntry]]


@pytest.fixture
def call(hass: HomeAssistant, hass_ws_client: Any, hass_admin_user: MockUser) -> Call:
    """Return what calls a command as a user's card does; an administrator's unless told otherwise."""

    async def call(command: str, user: MockUser | None = None, **data: Any) -> Any:
        # Time is moved by hours, which neither a connection nor a token outlives.
        token = await hass.auth.async_create_refresh_token(
            user or hass_admin_user, "https://example.com"
        )
        client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
        await client.send_json_auto_id({"type": f"shell_ev/{command}", **data})
        return await client.receive_json()

    return call


@pytest.fixture
def ask(call: Call) -> Ask:
    """Return what asks about a charge point, for the answer or the error."""

    async def ask(device_id: str, **more: Any) -> Any:
        answer = await call("charge_point", device_id=device_id, **more)
        return answer["result"] if answer["success"] else answer["error"]

    return ask


@pytest.fixture
def set_up(
    hass: HomeAssistant, home: Home, make_entry: Callable[..., MockConfigEntry]
) -> SetUp:
    """Return what sets up an account with a charge point of which there is more than its id."""

    async def set_up(*more: dict[str, Any], **own: Any) -> MockConfigEntry:
        entry = make_entry(card_subentry(), charge_point_subentry(**own), *more)
        await hass.config_entries.async_setup(entry.entry_id)
        await home.settle()
        return entry

    return set_up


@pytest.fixture
def elsewhere(call: Call) -> Call:
    """Return what asks for the sessions elsewhere."""

    async def elsewhere(user: MockUser | None = None) -> Any:
        return (await call("elsewhere", user))["result"]["sessions"]

    return elsewhere


@pytest.fixture
async def account(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account with two cards and a charge point, set up."""
    entry = make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Other"),
        charge_point_subentry(location_uid=HOME_UID),
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


@pytest.fixture
async def away(
    account: MockConfigEntry, home: Home, simulator: Simulator
) -> MockConfigEntry:
    """Return it with a session of the other card at a charge point that is not configured."""
    simulator.start_by_card(OTHER_CARD, OFFICE)
    await home.wait(305)
    return account


@pytest.fixture
async def past(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    freezer: FrozenDateTimeFactory,
) -> MockConfigEntry:
    """Return an account with two cards and a history, in Amsterdam in December."""
    freezer.move_to("2026-12-01T11:00:00+00:00")
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Company"), charge_point_subentry()
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    put(entry.runtime_data.store, *MONTH)
    return entry


@pytest.fixture
def query(
    hass: HomeAssistant,
    hass_ws_client: Any,
    hass_admin_user: MockUser,
) -> Any:
    """Return what asks as the card does."""

    async def query(
        kind: str = "sessions", user: MockUser = hass_admin_user, **message: Any
    ) -> Any:
        refresh = await hass.auth.async_create_refresh_token(user, "https://home")
        token = hass.auth.async_create_access_token(refresh)
        client = await hass_ws_client(hass, token)
        await client.send_json_auto_id({"type": f"shell_ev/{kind}", **message})
        answer = await client.receive_json()
        return answer["result"] if answer["success"] else answer["error"]

    return query


def session_of(entry: MockConfigEntry) -> Any:
    """Return an account's one session."""
    (session,) = entry.runtime_data.reader.tracker.sessions.values()
    return session
