"""Fixtures: an account with a history, and what asks about it as the card does."""

from collections.abc import Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant

from .history import MONTH
from tests.conftest import OTHER_CARD, card_subentry, charge_point_subentry
from tests.store.records import put


@pytest.fixture
async def account(
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
def ask(
    hass: HomeAssistant,
    hass_ws_client: Any,
    hass_admin_user: MockUser,
) -> Any:
    """Return what asks as the card does."""

    async def ask(
        kind: str = "sessions", user: MockUser = hass_admin_user, **message: Any
    ) -> Any:
        refresh = await hass.auth.async_create_refresh_token(user, "https://home")
        token = hass.auth.async_create_access_token(refresh)
        client = await hass_ws_client(hass, token)
        await client.send_json_auto_id({"type": f"shell_ev/{kind}", **message})
        answer = await client.receive_json()
        return answer["result"] if answer["success"] else answer["error"]

    return ask
