"""Changing an account and signing in again, through the forms a person sees."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir

from .conftest import CARD, CLIENT_ID, SECRET, Home, sent
from custom_components.shell_ev.api.servers import SERVERS
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.flow.fields import async_check_account
from simulator import Account, Simulator

NEW_SECRET = "demo-secret-of-now"


def state_of(entry: MockConfigEntry) -> ConfigEntryState:
    """Return the state of an account now; a type checker takes it for what it was before."""
    return entry.state


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
        "environment": "custom",
        "custom_server": {"url": f"{server}/"},
    }
    result = await configure(result["flow_id"], form | {"client_secret": "wrong"})
    assert result["errors"] == {"base": "invalid_auth"}
    result = await configure(result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.data["client_secret"] == SECRET
    assert entry.state is ConfigEntryState.LOADED


async def test_sign_in_again_sets_up_what_failed_also_with_the_same_credentials(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """It was Shell that refused for a while: nothing has changed, and all goes on at once."""
    entry = make_entry()
    simulator.inject("token", "refuse_token", times=99)
    await hass.config_entries.async_setup(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    simulator.clear_faults()
    (flow,) = hass.config_entries.flow.async_progress()
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"client_id": CLIENT_ID, "client_secret": SECRET}
    )
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("seconds", [0, 900])
@pytest.mark.parametrize("was", ["wrong", SECRET])
async def test_changing_an_account_whose_set_up_failed_sets_it_up_anew(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    simulator: Simulator,
    server: str,
    was: str,
    seconds: float,
) -> None:
    """At once, whether or not anything changed, and however long it has failed."""
    entry = make_entry(data={"client_secret": was})
    simulator.inject("token", "status", status=503, times=10**6)
    await hass.config_entries.async_setup(entry.entry_id)
    await home.wait(seconds)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    simulator.clear_faults()
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "environment": "custom",
            "custom_server": {"url": server},
        },
    )
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


async def test_changing_a_loaded_account_sets_it_up_once(
    hass: HomeAssistant, entry: MockConfigEntry, simulator: Simulator, server: str
) -> None:
    """One look at what runs to check the form, and one for the new set-up."""
    simulator.audit.clear()
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {
            "client_id": CLIENT_ID,
            "environment": "custom",
            "custom_server": {"url": f"{server}/"},
        },
    )
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert sent(simulator, "active") == 2


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
            "environment": "custom",
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


async def test_a_form_shows_that_a_custom_server_is_in_use(
    hass: HomeAssistant, entry: MockConfigEntry, server: str
) -> None:
    """Nobody reads "Production" there and takes its sessions for real ones."""
    result = await entry.start_reconfigure_flow(hass)
    assert result["data_schema"] is not None
    fields = {key.schema: key for key in result["data_schema"].schema}
    assert fields["environment"].description == {"suggested_value": "custom"}
    offered = result["data_schema"].schema["environment"].config["options"]
    assert offered == ["production", "test", "custom"]


async def test_an_account_leaves_its_custom_server(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    server: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the choice of an environment, whether or not the address is taken away as well."""
    asked: list[str] = []

    async def note(_: Any, data: dict[str, str], *__: Any, **___: Any) -> None:
        asked.append(data["server"])

    monkeypatch.setattr(
        "custom_components.shell_ev.config_flow.async_check_account", note
    )
    for address in ("", server, f"{server}/", "https://other.example"):
        result = await entry.start_reconfigure_flow(hass)
        given = {"environment": "production", "custom_server": {"url": address}}
        await hass.config_entries.flow.async_configure(
            result["flow_id"], changed(server) | given
        )
    shell = SERVERS["production"]
    assert asked == [shell, shell, shell, "https://other.example"]


@pytest.mark.parametrize("section", [{}, {"url": " "}])
async def test_a_custom_server_needs_an_address(
    hass: HomeAssistant, entry: MockConfigEntry, server: str, section: dict[str, str]
) -> None:
    """Its section is opened for it."""
    result: Any = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], changed(server) | {"custom_server": section}
    )
    assert result["errors"] == {"custom_server": "empty", "base": "look_below"}
    assert result["data_schema"].schema["custom_server"].options == {"collapsed": False}


async def test_change_an_account_without_a_card(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], server: str
) -> None:
    """The credentials are tried all the same."""
    entry = make_entry()
    for subentry_id in list(entry.subentries):
        hass.config_entries.async_remove_subentry(entry, subentry_id)
    form = {
        "client_id": CLIENT_ID,
        "environment": "custom",
        "custom_server": {"url": server},
    }
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], form | {"client_secret": "wrong"}
    )
    assert result["errors"] == {"base": "invalid_auth"}
    result = await hass.config_entries.flow.async_configure(result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"


async def correct(
    hass: HomeAssistant, entry: MockConfigEntry, source: str, server: str
) -> Any:
    """Enter a new secret, by either of the forms that take one."""
    form = await getattr(entry, f"start_{source}_flow")(hass)
    given = {"client_id": CLIENT_ID, "client_secret": NEW_SECRET}
    if source == "reconfigure":
        given = changed(server) | given
    result = await hass.config_entries.flow.async_configure(form["flow_id"], given)
    await hass.async_block_till_done()
    return result


@pytest.mark.parametrize(
    "fault", [{"fault": "status", "status": 400}, {"fault": "failed"}]
)
@pytest.mark.parametrize("source", ["reauth", "reconfigure"])
async def test_a_refused_card_does_not_keep_a_new_secret_out(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    server: str,
    source: str,
    fault: dict[str, Any],
) -> None:
    """These forms have no field to correct it in. Shell has taken the secret; the card has a repair of its own."""
    simulator.set_account(CLIENT_ID, Account(secret=NEW_SECRET, cards=[CARD]))
    simulator.inject("active", times=9, **fault)
    result = await correct(hass, entry, source, server)
    assert result.get("errors") is None
    assert result["reason"] == f"{source}_successful"
    assert entry.data["client_secret"] == NEW_SECRET
    (card,) = entry.get_subentries_of_type("charge_card")
    issue = f"card_refused_{card.subentry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue)
    simulator.clear_faults()
    await home.wait(900)
    assert entry.state is ConfigEntryState.LOADED
    assert not ir.async_get(hass).async_get_issue(DOMAIN, issue)


@pytest.mark.parametrize("source", ["reauth", "reconfigure"])
async def test_a_secret_that_is_wrong_is_said_also_where_the_card_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    simulator: Simulator,
    server: str,
    source: str,
) -> None:
    """It is Shell's word on the card that counts for nothing, not its word on the account."""
    simulator.inject("active", "status", status=400, times=9)
    result = await correct(hass, entry, source, server)
    assert result["errors"] == {"base": "invalid_auth"}
    assert entry.data["client_secret"] == SECRET


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


async def test_an_account_is_removed_while_it_is_changed(
    hass: HomeAssistant, entry: MockConfigEntry, server: str
) -> None:
    """The forms say so and close."""
    account = await entry.start_reconfigure_flow(hass)
    options = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.async_remove(entry.entry_id)
    result: Any = await hass.config_entries.flow.async_configure(
        account["flow_id"], changed(server)
    )
    assert result["reason"] == "account_removed"
    result = await hass.config_entries.options.async_configure(
        options["flow_id"], {"guard_time": 45}
    )
    assert result["reason"] == "account_removed"


@pytest.mark.parametrize("source", ["reauth", "reconfigure"])
async def test_an_account_is_removed_while_shell_is_asked(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    server: str,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
) -> None:
    """What was checked is kept of nothing; the dialog is closed."""
    start = getattr(entry, f"start_{source}_flow")
    form = await start(hass)

    async def remove_meanwhile(*asked: Any, **how: Any) -> Any:
        client = await async_check_account(*asked, **how)
        await hass.config_entries.async_remove(entry.entry_id)
        return client

    monkeypatch.setattr(
        "custom_components.shell_ev.config_flow.async_check_account", remove_meanwhile
    )
    filled = changed(server)
    if source == "reauth":
        filled = {"client_id": CLIENT_ID, "client_secret": SECRET}
    result = await hass.config_entries.flow.async_configure(form["flow_id"], filled)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_removed"


def changed(server: str) -> dict[str, Any]:
    """Return what is typed to change an account, though it is the same."""
    return {
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "environment": "custom",
        "custom_server": {"url": server},
    }
