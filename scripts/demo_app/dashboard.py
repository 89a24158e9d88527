"""The dashboard on which the demo opens: the one that the integration builds."""

from typing import Final

from .home_assistant import HomeAssistant

URL_PATH: Final = "shell-ev"
SESSIONS: Final = f"{URL_PATH}/sessions"
"""The view in which the sessions are, with their totals and the CSV."""

_STRATEGY: Final = {"strategy": {"type": "custom:shell-ev"}}
_CORE: Final = "core"
"""What the frontend keeps of a user, among it the panel that opens first."""


async def exists(home_assistant: HomeAssistant) -> bool:
    """Return whether it is there."""
    dashboards = await home_assistant.command("lovelace/dashboards/list")
    return any(dashboard["url_path"] == URL_PATH for dashboard in dashboards)


async def make(home_assistant: HomeAssistant) -> None:
    """Make it, and let Home Assistant open on it for the demo's user."""
    if not await exists(home_assistant):
        await home_assistant.command(
            "lovelace/dashboards/create",
            url_path=URL_PATH,
            title="Charging",
            icon="mdi:ev-station",
            mode="storage",
        )
    await home_assistant.command(
        "lovelace/config/save", url_path=URL_PATH, config=_STRATEGY
    )
    kept = await home_assistant.command("frontend/get_user_data", key=_CORE)
    await home_assistant.command(
        "frontend/set_user_data",
        key=_CORE,
        value={**(kept["value"] or {}), "default_panel": URL_PATH},
    )
