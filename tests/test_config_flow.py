"""Setting an account up and changing it, through the forms a person sees."""

from collections.abc import Collection
import json
from pathlib import Path
from typing import Any

from probatio import to_field_list
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_USER,
    ConfigEntryState,
    FlowType,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .conftest import CARD, CLIENT_ID, HOME, HOME_UID, OTHER_CARD, SECRET, Home
from .rules.tree import strings
from custom_components.shell_ev import const
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator
from simulator.settings import Generation

PORTAL = "https://developer.shell.com"
SERVER_INVALID = {"custom_server": "server_invalid", "base": "look_below"}
SERVER_INSECURE = {"custom_server": "server_insecure", "base": "look_below"}


@pytest.fixture
def account(server: str) -> dict[str, Any]:
    """Return what a person types into the first form."""
    return {
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "ema_id": CARD,
        "environment": "production",
        "custom_server": {"url": server},
    }


async def begin(hass: HomeAssistant, user_input: dict[str, Any]) -> Any:
    """Open the first form and fill it in."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    return await hass.config_entries.flow.async_configure(result["flow_id"], user_input)


async def go_on(hass: HomeAssistant, result: Any, **user_input: Any) -> Any:
    """Fill in the form or menu of a charge point that the dialog has gone on with."""
    flow_id = result["flow_id"]
    if next_flow := result.get("next_flow"):
        kind, flow_id = next_flow
        assert kind is FlowType.CONFIG_SUBENTRIES_FLOW
    result = await hass.config_entries.subentries.async_configure(flow_id, user_input)
    await hass.async_block_till_done()
    return result


async def test_from_nothing_to_an_account_with_a_charge_point_in_one_dialog(
    hass: HomeAssistant, account: dict[str, Any], server: str, home: Home
) -> None:
    """The first form makes the entry with its card, and leads to the charge point's own forms."""
    result = await begin(hass, account | {"name": " My  card "})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.title == f"Shell EV Charging ({server.removeprefix('http://')})"
    assert entry.unique_id == f"{server.removeprefix('http://')}_{CLIENT_ID}"
    assert entry.data == {
        "environment": "custom",
        "server": server,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "generation": "D",
    }
    (flow,) = hass.config_entries.subentries.async_progress()
    assert flow["step_id"] == "user"
    result = await go_on(hass, result, next_step_id="evse_id")
    evse_id = HOME.lower().replace("*", "-")
    result = await go_on(hass, result, evse_id=evse_id, name=" Home ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert [(each.title, dict(each.data)) for each in entry.subentries.values()] == [
        ("My card", {"ema_id": CARD}),
        ("Home", {"evse_id": HOME, "charge_card": CARD, "location_uid": HOME_UID}),
    ]
    assert not hass.config_entries.subentries.async_progress()
    await home.switch("on")
    assert home.state("session_state") == "start_requested"


async def test_the_card_has_a_name_where_none_is_typed(
    hass: HomeAssistant, account: dict[str, Any]
) -> None:
    """The form suggests it."""
    result = await begin(hass, account)
    (card,) = result["result"].subentries.values()
    assert card.title == "Charge card"


async def test_without_a_charge_point(
    hass: HomeAssistant, account: dict[str, Any], home: Home
) -> None:
    """A card alone is worth having."""
    result = await begin(hass, account)
    entry = result["result"]
    result = await go_on(hass, result, next_step_id="skip")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "skipped"
    assert len(entry.subentries) == 1
    assert home.state("active_sessions", "Charge card") == "0"


async def test_the_dialog_goes_on_where_the_set_up_fails(
    hass: HomeAssistant, account: dict[str, Any], simulator: Simulator, home: Home
) -> None:
    """Shell is away just then: the charge point is added, and is there when Shell is back."""

    @callback
    def go_away(*_: object) -> None:
        simulator.inject("active", "status", status=503, times=99)

    disconnect = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, go_away)
    result = await begin(hass, account)
    disconnect()
    entry = result["result"]
    assert entry.state is ConfigEntryState.SETUP_RETRY
    result = await go_on(hass, result, next_step_id="evse_id")
    result = await go_on(hass, result, evse_id=HOME, name="Home")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    simulator.clear_faults()
    await home.wait(600)
    assert home.state("session_state") == "idle"


@pytest.mark.parametrize(
    ("served", "generation"),
    [
        (("A", "B", "C", "D"), "D"),
        (("A", "B", "C"), "BC"),
        (("B",), "BC"),
        (("A",), "A"),
    ],
)
async def test_the_generation_that_answers_is_found(
    hass: HomeAssistant,
    account: dict[str, Any],
    simulator: Simulator,
    home: Home,
    served: Collection[Generation],
    generation: str,
) -> None:
    """The newest that is served, and it works with it from start to stop."""
    simulator.settings.generations = served
    result = await begin(hass, account)
    assert result["data"]["generation"] == generation
    result = await go_on(hass, result, next_step_id="evse_id")
    await go_on(hass, result, evse_id=HOME, name="Home")
    await home.switch("on")
    await home.wait(40)
    assert home.state("session_state") == "started"
    await home.switch("off")
    await home.wait(10)
    assert home.state("session_state") == "stopped"


@pytest.mark.parametrize(
    ("changes", "errors", "placeholders"),
    [
        ({"client_id": "  "}, {"client_id": "empty"}, {}),
        ({"client_id": "a:b"}, {"client_id": "characters"}, {}),
        ({"client_secret": ""}, {"client_secret": "empty"}, {}),
        ({"client_secret": "a\x00b"}, {"client_secret": "characters"}, {}),
        (
            {"client_secret": "x" * 257},
            {"client_secret": "too_long"},
            {"limit": "256"},
        ),
        ({"name": "  "}, {"name": "empty"}, {}),
        ({"name": "x" * 101}, {"name": "too_long"}, {"limit": "100"}),
        ({"ema_id": ""}, {"ema_id": "ema_id_empty"}, {"expected": ""}),
        ({"ema_id": "N" * 51}, {"ema_id": "ema_id_too_long"}, {"expected": ""}),
        (
            {"ema_id": "NL-TNM-C00122045-ø"},
            {"ema_id": "ema_id_alphabet"},
            {"expected": "ø"},
        ),
        ({"ema_id": "NL-TNM"}, {"ema_id": "ema_id_form"}, {"expected": ""}),
        (
            {"ema_id": "NL-TNM-C00122045-X"},
            {"ema_id": "ema_id_check_digit"},
            {"expected": "K"},
        ),
        ({"custom_server": {"url": "ftp://host"}}, SERVER_INVALID, {}),
        ({"custom_server": {"url": "http://["}}, SERVER_INVALID, {}),
        (
            {"custom_server": {"url": "https://me:pw@host"}},
            SERVER_INVALID,
            {},
        ),
        ({"custom_server": {"url": "https://"}}, SERVER_INVALID, {}),
        ({"custom_server": {"url": "https://xn--a"}}, SERVER_INVALID, {}),
        ({"custom_server": {"url": "https://host/?key=x"}}, SERVER_INVALID, {}),
        ({"custom_server": {"url": "https://host/#top"}}, SERVER_INVALID, {}),
        (
            {"custom_server": {"url": "http://example.org"}},
            SERVER_INSECURE,
            {},
        ),
        (
            {"custom_server": {"url": "http://192.0.2.1"}},
            SERVER_INSECURE,
            {},
        ),
    ],
)
async def test_bad_input_is_told_at_its_field_and_nothing_is_sent(
    hass: HomeAssistant,
    account: dict[str, Any],
    simulator: Simulator,
    changes: dict[str, Any],
    errors: dict[str, str],
    placeholders: dict[str, str],
) -> None:
    """The form comes back with what was typed; no call went out."""
    result = await begin(hass, account | changes)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    assert result["description_placeholders"] == {"portal": PORTAL, **placeholders}
    assert simulator.audit == []
    result = await hass.config_entries.flow.async_configure(result["flow_id"], account)
    assert result["type"] is FlowResultType.CREATE_ENTRY


def is_open(form: Any) -> bool:
    """Return whether the section of the custom server is open as the frontend is told."""
    fields: Any = to_field_list(
        form["data_schema"], custom_serializer=cv.custom_serializer
    )
    (section,) = (field for field in fields if field["name"] == "custom_server")
    return bool(section["expanded"])


async def test_the_custom_server_is_open_where_an_address_is_given(
    hass: HomeAssistant, account: dict[str, Any]
) -> None:
    """Whatever the error: nobody looks for one in what is closed."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    configure = hass.config_entries.flow.async_configure
    assert not is_open(result)
    for changes, opened in (
        ({"custom_server": {"url": "ftp://host"}}, True),
        ({"client_id": " "}, True),
        ({"client_id": " ", "custom_server": {"url": ""}}, False),
        ({"client_id": " ", "custom_server": {}}, False),
    ):
        result = await configure(result["flow_id"], account | changes)
        assert is_open(result) is opened, changes
    assert not is_open(
        await hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
    ), "one form opened the next one's"


async def test_a_custom_server_is_in_sight_when_the_account_is_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """It is what the account talks to."""
    assert is_open(await entry.start_reconfigure_flow(hass))


async def test_the_portal_is_a_link(hass: HomeAssistant) -> None:
    """Where it is named in a text that shows links; in an error its address is told, also by an action."""
    path = Path(const.__file__).parent / "translations" / "en.json"
    texts = json.loads(path.read_text("utf-8"))
    named = {keys: text for keys, text in strings(texts) if "developer portal" in text}
    assert len(named) >= 10
    for keys, text in named.items():
        plain = {"error", "exceptions"} & set(keys)
        link = "developer portal ({portal})" if plain else "]({portal})"
        assert link in text, keys
    assert const.DEVELOPER_PORTAL == PORTAL


async def test_two_faults_are_told_at_once(
    hass: HomeAssistant, account: dict[str, Any]
) -> None:
    """Nobody corrects a form twice for one reading."""
    result = await begin(hass, account | {"client_id": "", "ema_id": ""})
    assert result["errors"] == {"client_id": "empty", "ema_id": "ema_id_empty"}


@pytest.mark.parametrize(
    ("operation", "fault", "errors"),
    [
        ("token", {"fault": "refuse_token"}, {"base": "invalid_auth"}),
        ("active", {"fault": "status", "status": 403}, {"base": "not_subscribed"}),
        (
            "active",
            {"fault": "status_empty", "status": 404},
            {"base": "generation_not_served"},
        ),
        ("active", {"fault": "status", "status": 429}, {"base": "rate_limited"}),
        ("active", {"fault": "status", "status": 500}, {"base": "cannot_connect"}),
        ("active", {"fault": "cut"}, {"base": "cannot_connect"}),
        ("active", {"fault": "html", "status": 200}, {"base": "not_json"}),
        ("active", {"fault": "redirect", "status": 302}, {"base": "redirect"}),
        ("active", {"fault": "status", "status": 400}, {"ema_id": "ema_id_rejected"}),
        ("active", {"fault": "failed"}, {"ema_id": "ema_id_rejected"}),
    ],
)
async def test_what_shell_says_is_told_in_words(
    hass: HomeAssistant,
    account: dict[str, Any],
    simulator: Simulator,
    operation: str,
    fault: dict[str, Any],
    errors: dict[str, str],
) -> None:
    """Each answer has its sentence with something to quote, and trying again works."""
    simulator.inject(operation, times=9, **fault)
    result = await begin(hass, account)
    assert result["errors"] == errors
    assert result["description_placeholders"]["reference"]
    simulator.clear_faults()
    result = await hass.config_entries.flow.async_configure(result["flow_id"], account)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_server_that_is_not_there(
    hass: HomeAssistant, account: dict[str, Any]
) -> None:
    """No connection is told as one."""
    unused = {"custom_server": {"url": "http://127.0.0.1:9"}}
    result = await begin(hass, account | unused)
    assert result["errors"] == {"base": "cannot_connect"}


async def test_an_older_product_is_used_where_the_new_is_not_subscribed(
    hass: HomeAssistant, account: dict[str, Any], simulator: Simulator
) -> None:
    """403 on the newest generation is not the end."""
    simulator.inject("active", "status", status=403)
    result = await begin(hass, account)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_account_is_added_once(
    hass: HomeAssistant, entry: MockConfigEntry, account: dict[str, Any]
) -> None:
    """The same client on the same server is the same account."""
    result = await begin(hass, account | {"ema_id": OTHER_CARD})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_a_second_account_has_a_name_of_its_own(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: dict[str, Any],
    server: str,
) -> None:
    """Another client is another account."""
    other = {
        "client_id": "other-client",
        "client_secret": "other-secret",
        "ema_id": "NL-TNM-C00122046-M",
    }
    result = await begin(hass, account | other)
    host = server.removeprefix("http://")
    assert result["title"] == f"Shell EV Charging 2 ({host})"


async def test_shell_environments(
    hass: HomeAssistant, account: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a server of one's own, the environment names it."""
    asked: list[str] = []

    async def check(_: Any, data: dict[str, str], *__: Any) -> None:
        asked.append(data["server"])

    monkeypatch.setattr(
        "custom_components.shell_ev.config_flow.async_check_account", check
    )
    for environment in ("production", "test"):
        await begin(hass, account | {"environment": environment, "custom_server": {}})
    assert asked == ["https://api.shell.com", "https://api-test.shell.com"]
