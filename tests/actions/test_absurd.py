"""What an earlier version may have kept: it took any reading of a meter."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from tests.conftest import Home
from tests.dashboard.history import metered
from tests.store.records import ended, put


async def test_absurd_sessions_leave_the_list_readable(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, hass_ws_client: Any
) -> None:
    """Two such sessions do not take the others away."""
    put(
        entry.runtime_data.store,
        *(ended(number, metering=metered(1e308, 1e308)) for number in (1, 2)),
        ended(3, metering=metered(4, 1)),
    )
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "shell_ev/sessions", "from": None, "to": None, "by": "day"}
    )
    answer = await client.receive_json()
    assert answer["result"]["count"] == 3
    totals = (await home.act("list_sessions"))["totals"]
    assert (totals["sessions"], totals["energy"], totals["without_energy"]) == (3, 4, 2)
