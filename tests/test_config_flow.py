"""Setting an account up and changing it, through the forms a person sees."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .conftest import (
    CARD,
    CLIENT_ID,
    HOME,
    HOME_UID,
    OFFICE,
    OFFICE_UID,
    OTHER_CARD,
    SECRET,
    Home,
)
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator
from simulator.settings import Generation


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


async def test_from_nothing_to_an_account_with_two_charge_points(
    hass: HomeAssistant, account: dict[str, Any], server: str, home: Home
) -> None:
    """One flow makes the entry with its card and charge points, and it works."""
    configure = hass.config_entries.flow.async_configure
    result = await begin(hass, account)
    assert result["type"] is FlowResultType.MENU
    assert result["menu_options"] == ["near_home", "evse_id", "skip"]
    for evse_id, name in ((HOME, "Home"), (OFFICE.lower().replace("*", "-"), "Office")):
        result = await configure(result["flow_id"], {"next_step_id": "evse_id"})
        result = await configure(
            result["flow_id"], {"evse_id": evse_id, "name": f" {name} "}
        )
        assert result["menu_options"] == ["near_home", "evse_id", "finish"]
    result = await configure(result["flow_id"], {"next_step_id": "finish"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.title == "Shell EV Charging"
    assert entry.unique_id == f"{server.removeprefix('http://')}_{CLIENT_ID}"
    assert entry.data == {
        "environment": "custom",
        "server": server,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "generation": "D",
    }
    assert [(it.title, dict(it.data)) for it in entry.subentries.values()] == [
        ("Charge card", {"ema_id": CARD}),
        ("Home", {"evse_id": HOME, "charge_card": CARD, "location_uid": HOME_UID}),
        (
            "Office",
            {"evse_id": OFFICE, "charge_card": CARD, "location_uid": OFFICE_UID},
        ),
    ]
    await home.switch("on", "Office")
    assert home.state("session_state", "Office") == "start_requested"
    assert home.state("session_state", "Home") == "idle"


async def test_without_a_charge_point(
    hass: HomeAssistant, account: dict[str, Any]
) -> None:
    """A card alone is worth having."""
    result = await begin(hass, account)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"next_step_id": "skip"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(result["result"].subentries) == 1


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
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"next_step_id": "evse_id"}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"evse_id": HOME, "name": "Home"}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"next_step_id": "finish"}
    )
    assert result["data"]["generation"] == generation
    await hass.async_block_till_done()
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
        ({"custom_server": {"url": "ftp://host"}}, {"base": "server_invalid"}, {}),
        ({"custom_server": {"url": "http://["}}, {"base": "server_invalid"}, {}),
        (
            {"custom_server": {"url": "https://me:pw@host"}},
            {"base": "server_invalid"},
            {},
        ),
        ({"custom_server": {"url": "https://"}}, {"base": "server_invalid"}, {}),
        (
            {"custom_server": {"url": "http://example.org"}},
            {"base": "server_insecure"},
            {},
        ),
        (
            {"custom_server": {"url": "http://192.0.2.1"}},
            {"base": "server_insecure"},
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
    assert result["description_placeholders"] == placeholders
    assert simulator.audit == []
    result = await hass.config_entries.flow.async_configure(result["flow_id"], account)
    assert result["type"] is FlowResultType.MENU


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
        ("active", {"fault": "html", "status": 200}, {"base": "cannot_connect"}),
        ("active", {"fault": "redirect", "status": 302}, {"base": "cannot_connect"}),
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
    assert result["type"] is FlowResultType.MENU


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
    assert result["type"] is FlowResultType.MENU


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
) -> None:
    """Another client is another account."""
    other = {
        "client_id": "other-client",
        "client_secret": "other-secret",
        "ema_id": "NL-TNM-C00122046-M",
    }
    result = await begin(hass, account | other)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"next_step_id": "skip"}
    )
    assert result["title"] == "Shell EV Charging 2"


async def test_a_charge_point_is_added_once_in_the_first_flow(
    hass: HomeAssistant, account: dict[str, Any]
) -> None:
    """Also where it is spelled in another way; the faults of its form are told."""
    configure = hass.config_entries.flow.async_configure
    result = await begin(hass, account)
    result = await configure(result["flow_id"], {"next_step_id": "evse_id"})
    for user_input, errors in (
        ({"evse_id": "", "name": ""}, {"evse_id": "evse_id_empty", "name": "empty"}),
        ({"evse_id": HOME, "name": "x" * 101}, {"name": "too_long"}),
        ({"evse_id": "NL TNM", "name": "x"}, {"evse_id": "evse_id_form"}),
    ):
        result = await configure(result["flow_id"], user_input)
        assert result["errors"] == errors
    result = await configure(result["flow_id"], {"evse_id": HOME, "name": "Home"})
    result = await configure(result["flow_id"], {"next_step_id": "evse_id"})
    again = HOME.lower().replace("*", "")
    result = await configure(result["flow_id"], {"evse_id": again, "name": "Again"})
    assert result["errors"] == {"evse_id": "charge_point_exists"}


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


async def test_sign_in_again(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """A secret that was changed at Shell is asked for, once, and then all goes on."""
    await home.wait(900)
    simulator.inject("token", "refuse_token", times=99)
    await home.wait(900)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_confirm"
    configure = hass.config_entries.flow.async_configure
    wrong = {"client_id": CLIENT_ID, "client_secret": "wrong"}
    result = await configure(flow["flow_id"], wrong)
    assert result["errors"] == {"base": "invalid_auth"}
    result = await configure(flow["flow_id"], {"client_id": "", "client_secret": ""})
    assert result["errors"] == {"client_id": "empty", "client_secret": "empty"}
    simulator.clear_faults()
    right = {"client_id": CLIENT_ID, "client_secret": SECRET}
    result = await configure(flow["flow_id"], right)
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert home.state("charging") == "off"


async def test_change_the_account(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    make_entry: Callable[..., MockConfigEntry],
    server: str,
) -> None:
    """Credentials and server can be changed; an empty secret stays as it is."""
    configure = hass.config_entries.flow.async_configure
    result = await entry.start_reconfigure_flow(hass)
    form = {
        "client_id": CLIENT_ID,
        "environment": "production",
        "custom_server": {"url": f"{server}/"},
    }
    result = await configure(result["flow_id"], form | {"client_secret": "wrong"})
    assert result["errors"] == {"base": "invalid_auth"}
    result = await configure(result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.data["client_secret"] == SECRET
    assert entry.state is ConfigEntryState.LOADED


async def test_an_account_cannot_become_another(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    make_entry: Callable[..., MockConfigEntry],
    server: str,
) -> None:
    """There is one entry for each account."""
    make_entry(data={"client_id": "other-client"})
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {
            "client_id": "other-client",
            "environment": "production",
            "custom_server": {"url": server},
        },
    )
    assert result["reason"] == "already_configured"


async def test_change_an_account_of_shell(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry]
) -> None:
    """The form of an account in an environment of Shell's has no server."""
    entry = make_entry(data={"environment": "test"})
    result = await entry.start_reconfigure_flow(hass)
    assert result["data_schema"] is not None
    suggested = {
        key.schema: (key.description or {}).get("suggested_value")
        for key in result["data_schema"].schema
    }
    assert suggested["environment"] == "test"
    assert suggested["client_id"] == CLIENT_ID
    assert suggested["client_secret"] is None


async def test_change_an_account_without_a_card(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], server: str
) -> None:
    """The credentials are tried all the same."""
    entry = make_entry()
    for subentry_id in list(entry.subentries):
        hass.config_entries.async_remove_subentry(entry, subentry_id)
    form = {
        "client_id": CLIENT_ID,
        "environment": "production",
        "custom_server": {"url": server},
    }
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], form | {"client_secret": "wrong"}
    )
    assert result["errors"] == {"base": "invalid_auth"}
    result = await hass.config_entries.flow.async_configure(result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"


async def test_options(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """The guard time is a matter of taste."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {"guard_time": 45}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert entry.options == {"guard_time": 45}
    assert entry.state is ConfigEntryState.LOADED
