"""The demo's account, added the way a person does it: through the integration's own forms."""

from collections.abc import Iterable
import json
from typing import Any, Final

from .children import DemoError
from .home_assistant import HomeAssistant, Json
from .state import ROOT

DOMAIN: Final = "shell_ev"

PRIVATE_CARD: Final = "NL-TNM-C00122045-K"
COMPANY_CARD: Final = "NL-TNM-C0216599X-A"

_ACCOUNT: Final = {
    "client_id": "demo-client",
    "client_secret": "demo-secret",
    "ema_id": PRIVATE_CARD,
    "name": "Charge card",
    "environment": "production",
}
_NEAR_HOME: Final = {
    "location": {"latitude": 52.3702, "longitude": 4.8952, "radius": 1500},
    "free_only": False,
}
EVSE_IDS: Final = ("NL*TNM*E02003451*0", "NL*TNM*EVIRTUALCP0002*0")
"""The charge points of the demo, which the map shows near home."""
HOME, STATION = EVSE_IDS

METER: Final = "sensor.home_charger_energy"
POWER: Final = "sensor.home_charger_power"
GRID_POWER: Final = "sensor.grid_power"
PRICE: Final = 0.27
"""Of a kWh at home, in euro."""

_COMPANY: Final = {"name": "Company card", "ema_id": COMPANY_CARD}
_HOUSE: Final = {
    "name": "Home",
    "evse_id": HOME,
    "charge_card": PRIVATE_CARD,
    "energy_meter": METER,
    "power_sensor": POWER,
    "price": PRICE,
    "grid_power": GRID_POWER,
}

_FLOW: Final = "/api/config/config_entries/flow"
_SUBENTRY_FLOW: Final = "/api/config/config_entries/subentries/flow"
_ENTRIES: Final = "/api/config/config_entries/entry"
_OPTIONS_FLOW: Final = "/api/config/config_entries/options/flow"


async def entry(home_assistant: HomeAssistant) -> Json | None:
    """Return the integration's entry, if there is one."""
    entries = await home_assistant.get(f"{_ENTRIES}?domain={DOMAIN}")
    return entries[0] if entries else None


async def is_loaded(home_assistant: HomeAssistant) -> bool:
    """Return whether the integration works.

    Raises:
        DemoError: it does not, and time will not change that.

    """
    found = await entry(home_assistant)
    if found and found["state"] in ("setup_error", "migration_error"):
        raise DemoError(f"The integration could not be set up: {found['reason']}")
    return bool(found and found["state"] == "loaded")


async def add(home_assistant: HomeAssistant, server: str) -> None:
    """Add the account and, where its dialog goes on, its charge points, found near home.

    Raises:
        DemoError: a form was refused.

    """
    flow = await _add_account(home_assistant, server)
    await _find_near_home(home_assistant, flow, EVSE_IDS)


async def add_household(home_assistant: HomeAssistant, server: str) -> None:
    """Add the account with a private and a company card, a public charge point and the one at home.

    Raises:
        DemoError: a form was refused.

    """
    flow = await _add_account(home_assistant, server)
    await _find_near_home(home_assistant, flow, (STATION,))
    flow = await _begin(home_assistant, "charge_card")
    flow = await _answer(home_assistant, flow, "user", _COMPANY)
    _demand_added(flow, "second card")
    flow = await _begin(home_assistant, "charge_point")
    flow = await _choose(home_assistant, flow, "evse_id")
    flow = await _answer(home_assistant, flow, "evse_id", _HOUSE)
    _demand_added(flow, "charge point at home")


async def remove(home_assistant: HomeAssistant) -> None:
    """Delete the account, and with it all that is kept of it."""
    found = await entry(home_assistant)
    assert found
    await home_assistant.delete(f"{_ENTRIES}/{found['entry_id']}")


async def allow_quick_opposites(home_assistant: HomeAssistant) -> None:
    """Take the guard time away, which keeps a stop from following a start within half a minute."""
    found = await entry(home_assistant)
    assert found
    flow = await home_assistant.post(_OPTIONS_FLOW, {"handler": found["entry_id"]})
    flow = await home_assistant.post(
        f"{_OPTIONS_FLOW}/{flow['flow_id']}", {"guard_time": 0}
    )
    if flow["type"] != "create_entry":
        raise DemoError(f"The options were refused: {_shown(flow)}")
    # The integration reloads itself for new options; one more reload ends after that one.
    await home_assistant.post(f"{_ENTRIES}/{found['entry_id']}/reload")


async def _add_account(home_assistant: HomeAssistant, server: str) -> Json:
    """Add the account, and return the flow with which its dialog goes on."""
    flow = await home_assistant.post(_FLOW, {"handler": DOMAIN})
    flow = await _answer(
        home_assistant, flow, "user", {**_ACCOUNT, "custom_server": {"url": server}}
    )
    return await _go_on(home_assistant, flow)


async def _find_near_home(
    home_assistant: HomeAssistant, flow: Json, evse_ids: Iterable[str]
) -> None:
    flow = await _choose(home_assistant, flow, "near_home")
    flow = await _answer(home_assistant, flow, "near_home", _NEAR_HOME)
    flow = await _answer(
        home_assistant, flow, "choose", {"charge_points": list(evse_ids)}
    )
    _demand_added(flow, "charge points")


async def _begin(home_assistant: HomeAssistant, kind: str) -> Json:
    """Open the dialog that adds a part to the account."""
    found = await entry(home_assistant)
    assert found
    return await home_assistant.post(
        _SUBENTRY_FLOW, {"handler": [found["entry_id"], kind]}
    )


def _demand_added(flow: Json, what: str) -> None:
    if flow["type"] != "create_entry":
        raise DemoError(f"The forms added no {what}: {_shown(flow)}")


async def _go_on(home_assistant: HomeAssistant, flow: Json) -> Json:
    """Return the flow with which the dialog goes on once the account is made."""
    if flow["type"] != "create_entry" or not flow.get("next_flow"):
        raise DemoError(f"The forms made no account: {_shown(flow)}")
    _, flow_id = flow["next_flow"]
    return await home_assistant.get(f"{_SUBENTRY_FLOW}/{flow_id}")


async def _choose(home_assistant: HomeAssistant, flow: Json, option: str) -> Json:
    if flow["type"] != "menu" or option not in flow["menu_options"]:
        raise DemoError(
            f"A menu with {option!r} was expected, not this: {_shown(flow)}"
        )
    return await home_assistant.post(_path(flow), {"next_step_id": option})


async def _answer(
    home_assistant: HomeAssistant, flow: Json, step: str, values: dict[str, Any]
) -> Json:
    if flow["type"] != "form" or flow["step_id"] != step:
        raise DemoError(f"The form {step!r} was expected, not this: {_shown(flow)}")
    answered = await home_assistant.post(_path(flow), values)
    if answered.get("errors"):
        raise DemoError(f"The form {step!r} was refused. {_errors(answered)}")
    return answered


def _path(flow: Json) -> str:
    """Return where a flow is answered: that of a subentry is handled by entry and kind."""
    handled_by_entry = isinstance(flow["handler"], list)
    return f"{_SUBENTRY_FLOW if handled_by_entry else _FLOW}/{flow['flow_id']}"


def _errors(flow: Json) -> str:
    """Return what a person would read under the fields."""
    translations = json.loads(
        (ROOT / "custom_components" / DOMAIN / "translations" / "en.json").read_text()
    )
    texts = translations["config"]["error"]
    if isinstance(flow["handler"], list):
        texts = translations["config_subentries"][flow["handler"][1]]["error"]
    placeholders = flow.get("description_placeholders") or {}
    return " ".join(
        f"{field}: {texts.get(key, key).format(**placeholders)}"
        for field, key in flow["errors"].items()
    )


def _shown(flow: Json) -> str:
    """Return the telling parts of a step."""
    telling = ("type", "step_id", "reason", "errors")
    return ", ".join(f"{key} {flow[key]}" for key in telling if flow.get(key))
