"""What the sessions card does: bills are entered and taken back, and open pages hear of it."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .history import NOVEMBER
from custom_components.shell_ev.const import SIGNAL_SESSIONS


async def test_as_billed_and_taken_back(
    hass: HomeAssistant, past: MockConfigEntry, query: Any
) -> None:
    """What the bill says wins over the estimate, which is there again afterwards."""
    which = {"account": past.entry_id, "key": "s1"}
    row = await query(
        "set_session_figures", **which, energy=10.2, amount=4, currency="eur"
    )
    assert (row["energy"], row["cost"], row["currency"]) == (10.2, 4, "EUR")
    assert (row["energy_source"], row["cost_source"]) == ("bill", "bill")
    assert row["metered"] == {"energy": 10, "cost": 3.5, "currency": "EUR"}
    assert (await query(**NOVEMBER))["totals"]["energy"] == 35.7
    row = await query(
        "set_session_figures", **which, energy=None, amount=None, currency=None
    )
    assert (row["energy"], row["cost"], row["cost_source"]) == (10, 3.5, "meter")
    assert row["billed"] is None


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"key": "s99"}, "session_unknown"),
        ({"key": "s5"}, "session_never_began"),
        ({"currency": "Taler"}, "currency_unknown"),
        ({"energy": -1}, "energy_out_of_range"),
        ({"energy": float("1e300")}, "energy_out_of_range"),
        ({"account": "gone"}, "service_config_entry_not_found"),
    ],
)
async def test_what_is_no_bill(
    past: MockConfigEntry, query: Any, changes: dict[str, Any], key: str
) -> None:
    """It is refused in words."""
    bill = {
        "account": past.entry_id,
        "key": "s1",
        "energy": 10,
        "amount": 4,
        "currency": "EUR",
    }
    error = await query("set_session_figures", **bill | changes)
    assert (error["code"], error["translation_key"]) == ("invalid_format", key)


async def test_who_may_bill(
    hass: HomeAssistant, past: MockConfigEntry, query: Any
) -> None:
    """Who may stop a card's sessions."""
    user = MockUser().add_to_hass(hass)
    user.mock_policy({"entities": {"all": {"read": True}}})
    bill = {"energy": 10, "amount": None, "currency": None}
    error = await query(
        "set_session_figures", user=user, account=past.entry_id, key="s1", **bill
    )
    assert error["code"] == "unauthorized"
    user.mock_policy({"entities": {"entity_ids": {"button.card_stop_session": True}}})
    assert await query(
        "set_session_figures", user=user, account=past.entry_id, key="s1", **bill
    )


async def test_a_page_hears_when_a_session_changed(
    hass: HomeAssistant, past: MockConfigEntry, query: Any, hass_ws_client: Any
) -> None:
    """Also after the past was reloaded, and no more once it does not listen."""
    refresh = await hass.auth.async_create_refresh_token(
        MockUser().add_to_hass(hass), "https://home"
    )
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(refresh))
    await client.send_json_auto_id({"type": "shell_ev/subscribe_sessions"})
    subscribed = await client.receive_json()
    assert subscribed["success"]
    bill = {"energy": 10, "amount": None, "currency": None}
    which = {"account": past.entry_id, "key": "s1"}
    await query("set_session_figures", **which, **bill)
    assert (await client.receive_json())["event"] == {}
    # Another's past is nothing to it; one's own that goes is.
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    hass.config_entries.async_update_entry(other, title="Changed")
    await hass.config_entries.async_unload(past.entry_id)
    assert (await client.receive_json())["event"] == {}
    await hass.config_entries.async_setup(past.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": subscribed["id"]}
    )
    heard = []
    while (answer := await client.receive_json())["type"] == "event":
        heard.append(answer)
    assert heard
    assert answer["success"]
    async_dispatcher_send(hass, SIGNAL_SESSIONS)
    await client.send_json_auto_id({"type": "ping"})
    assert (await client.receive_json())["type"] == "pong"
