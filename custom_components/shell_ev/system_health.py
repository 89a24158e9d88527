"""What the system information page says about this integration."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .api.servers import SERVERS
from .const import DOMAIN


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register the page."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    accounts = hass.config_entries.async_loaded_entries(DOMAIN)
    return {
        "accounts": len(accounts),
        "active_sessions": sum(
            len(account.runtime_data.reader.tracker.live_sessions())
            for account in accounts
        ),
        "requests_today": sum(
            account.runtime_data.client.journal.requests_today for account in accounts
        ),
        "can_reach_server": system_health.async_check_can_reach_url(
            hass, SERVERS["production"]
        ),
    }
