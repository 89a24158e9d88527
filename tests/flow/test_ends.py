"""How a form ends that changes something: in words, on every release of Home Assistant that is supported."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from custom_components.shell_ev.const import DOMAIN
from tests.conftest import CARD, CLIENT_ID, HOME, SECRET


async def told(hass: HomeAssistant, result: Any, flow: str) -> str | None:
    """Return what the dialog says at its end; without words it shows the bare reason."""
    # Home Assistant names itself where the words are its own.
    lender = result.get("translation_domain")
    place = f"{lender}.config" if lender else f"{DOMAIN}.{flow}"
    domain, category = place.split(".")[:2]
    texts = await async_get_translations(hass, "en", category, {domain})
    return texts.get(f"component.{place}.abort.{result['reason']}")


async def test_an_account_was_changed(
    hass: HomeAssistant, entry: MockConfigEntry, server: str
) -> None:
    """By its form."""
    flow = await entry.start_reconfigure_flow(hass)
    given = {
        "client_id": CLIENT_ID,
        "environment": "custom",
        "custom_server": {"url": server},
    }
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], given)
    await hass.async_block_till_done()
    assert await told(hass, result, "config") == "Reconfiguration was successful"


async def test_signed_in_again(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """After Shell refused the secret."""
    flow = await entry.start_reauth_flow(hass)
    given = {"client_id": CLIENT_ID, "client_secret": SECRET}
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], given)
    await hass.async_block_till_done()
    assert await told(hass, result, "config") == "Re-authentication was successful"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("charge_card", {"ema_id": CARD, "name": "Mine"}),
        ("charge_point", {"evse_id": HOME, "name": "Mine"}),
    ],
)
async def test_a_card_or_charge_point_was_changed(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, given: dict[str, str]
) -> None:
    """By its own form."""
    (part,) = entry.get_subentries_of_type(kind)
    flow = await entry.start_subentry_reconfigure_flow(hass, part.subentry_id)
    result = await hass.config_entries.subentries.async_configure(
        flow["flow_id"], given
    )
    await hass.async_block_till_done()
    words = await told(hass, result, f"config_subentries.{kind}")
    assert words == "Reconfiguration was successful"
