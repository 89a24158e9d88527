"""Which environment an account is in is said wherever it is not production."""

from collections.abc import Callable, Iterator
import dataclasses
from pathlib import Path
import socket
from typing import Any, override

from aiohttp import ThreadedResolver
from aiohttp.abc import ResolveResult
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.util.yaml import load_yaml

from .conftest import CARD, CLIENT_ID, SECRET
from custom_components.shell_ev import environment
from custom_components.shell_ev.api.servers import SERVERS
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator

REPOSITORY = Path(__file__).parents[1]
ENGLISH = environment.EnvironmentWords(
    test="test environment",
    custom="custom server",
    tests=frozenset({"test environment", "Testumgebung"}),
)


def models(hass: HomeAssistant, entry: ConfigEntry) -> dict[str | None, str | None]:
    """Return the models of an account's devices, by their names."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {device.name: device.model for device in devices}


def host_of(server: str) -> str:
    """Return the host of the simulator, with its port."""
    return server.removeprefix("http://")


class _ThisMachine(ThreadedResolver):
    """Knows one name, without the system's help. Home Assistant's fixtures close it."""

    real_close = ThreadedResolver.close

    @override
    async def resolve(self, host: str, port: int = 0, *_: Any, **__: Any) -> list[Any]:
        assert host == "localhost"
        known = ResolveResult(
            hostname=host,
            host="127.0.0.1",
            port=port,
            family=socket.AF_INET,
            proto=0,
            flags=0,
        )
        return [known]


@pytest.fixture
async def other_server(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the simulator's address by another host's name."""
    monkeypatch.setattr(
        "homeassistant.helpers.aiohttp_client._async_make_resolver",
        lambda _: _ThisMachine(),
    )
    return server.replace("127.0.0.1", "localhost")


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch, server: str) -> Callable[[str], None]:
    """Return what puts the simulator in the place of one of Shell's environments."""

    def stand_in(name: str) -> None:
        monkeypatch.setitem(SERVERS, name, server)
        hosts = {"127.0.0.1": name}
        monkeypatch.setattr(environment, "_ENVIRONMENTS", hosts)

    return stand_in


async def add(hass: HomeAssistant, chosen: str, server: str = "") -> ConfigEntry:
    """Add an account by the form."""
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "user"}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "ema_id": CARD,
            "name": "Card",
            "environment": chosen,
            "custom_server": {"url": server} if server else {},
        },
    )
    await hass.async_block_till_done()
    entry = result["result"]
    assert isinstance(entry, ConfigEntry)
    return entry


async def change(hass: HomeAssistant, entry: ConfigEntry, **connection: Any) -> None:
    """Change the server of an account by the form."""
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "reconfigure", "entry_id": entry.entry_id}
    )
    chosen = {"environment": "production", "custom_server": {}} | connection
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"client_id": CLIENT_ID, **chosen}
    )
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()


async def test_another_server_that_refuses_the_card(
    hass: HomeAssistant,
    other_server: str,
    entry: MockConfigEntry,
    simulator: Simulator,
) -> None:
    """It is used from now on, by the generation that answers there; the card has a repair of its own."""
    simulator.inject("active", "status_empty", status=404)
    simulator.inject("active", "status", status=400, times=9)
    await change(hass, entry, custom_server={"url": other_server})
    assert entry.data["server"] == other_server
    assert entry.data["generation"] == "BC"
    (card,) = entry.get_subentries_of_type("charge_card")
    issue = f"card_refused_{card.subentry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue)


async def test_production_needs_no_words(
    hass: HomeAssistant, servers: Callable[[str], None]
) -> None:
    """It is what everybody expects."""
    servers("production")
    entry = await add(hass, "production")
    assert entry.title == "Shell EV Charging"
    assert models(hass, entry) == {"Shell EV Charging": None, "Card": "Charge card"}


async def test_the_test_environment_is_said_by_title_and_models(
    hass: HomeAssistant, servers: Callable[[str], None]
) -> None:
    """Nobody takes a sandbox's session for a real one."""
    servers("test")
    entry = await add(hass, "test")
    assert entry.title == "Shell EV Charging (test environment)"
    assert models(hass, entry) == {
        "Shell EV Charging": "Test environment",
        "Card": "Charge card, test environment",
    }


async def test_the_test_environment_is_known_by_its_address_too(
    hass: HomeAssistant, servers: Callable[[str], None], server: str
) -> None:
    """It stays one where its address was typed as that of a custom server."""
    servers("test")
    entry = await add(hass, "production", server)
    assert entry.data["environment"] == "custom"
    assert entry.title == "Shell EV Charging (test environment)"


async def test_a_custom_server_is_said_by_its_host(
    hass: HomeAssistant, server: str
) -> None:
    """By title and model of the account; the cards say that it is one."""
    entry = await add(hass, "production", server)
    assert entry.title == f"Shell EV Charging ({host_of(server)})"
    assert models(hass, entry) == {
        "Shell EV Charging": f"Custom server {host_of(server)}",
        "Card": "Charge card, custom server",
    }


async def test_no_entity_id_says_it(
    hass: HomeAssistant, servers: Callable[[str], None], server: str
) -> None:
    """An id stays for good, and the account may move to production."""
    servers("production")
    entry = await add(hass, "production")
    ids = set(hass.states.async_entity_ids())
    assert "button.shell_ev_charging_refresh" in ids
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    servers("test")
    entry = await add(hass, "test")
    assert set(hass.states.async_entity_ids()) == ids


async def test_a_second_account_is_told_from_the_first(
    hass: HomeAssistant, server: str, make_entry: Callable[..., MockConfigEntry]
) -> None:
    """By its number, in the names of its devices as well."""
    make_entry(data={"client_id": "other-client"})
    entry = await add(hass, "production", server)
    assert entry.title == f"Shell EV Charging 2 ({host_of(server)})"
    assert "Shell EV Charging 2" in models(hass, entry)
    assert hass.states.get("button.shell_ev_charging_2_refresh")


async def test_a_charge_point_says_it_with_and_without_the_directory(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
) -> None:
    """Its connector is known once the directory has been read."""
    simulator.change_settings({"products": ["charging"]})
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert models(hass, entry)["Home"] == "Charge point, custom server"
    simulator.change_settings({"products": ["charging", "locations"]})
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert models(hass, entry)["Home"] == "22 kW Type 2, custom server"


async def test_an_account_that_moves_is_said_to_be_where_it_is(
    hass: HomeAssistant,
    servers: Callable[[str], None],
    other_server: str,
) -> None:
    """To production and back: title and models follow."""
    servers("production")
    entry = await add(hass, "production", other_server)
    title = f"Shell EV Charging ({host_of(other_server)})"
    assert entry.title == title
    await change(hass, entry)
    assert entry.title == "Shell EV Charging"
    assert models(hass, entry) == {"Shell EV Charging": None, "Card": "Charge card"}
    await change(hass, entry, custom_server={"url": other_server})
    assert entry.title == title
    custom = f"Custom server {host_of(other_server)}"
    assert models(hass, entry)["Shell EV Charging"] == custom


async def test_a_title_of_a_persons_own_stays(
    hass: HomeAssistant, server: str, other_server: str
) -> None:
    """The devices still say it."""
    entry = await add(hass, "production", server)
    hass.config_entries.async_update_entry(entry, title="Garage (127.0.0.1)")
    await change(hass, entry, custom_server={"url": other_server})
    assert entry.title == "Garage (127.0.0.1)"
    assert models(hass, entry)["Garage (127.0.0.1)"] == (
        f"Custom server {host_of(other_server)}"
    )


@pytest.mark.parametrize(
    ("title", "moved"),
    [
        ("Shell EV Charging", "Shell EV Charging (test environment)"),
        ("Shell EV Charging 2", "Shell EV Charging 2 (test environment)"),
        ("Shell EV Charging 2 (mine:8080)", "Shell EV Charging 2 (test environment)"),
        ("Shell EV Charging (mine)", "Shell EV Charging (mine)"),
        ("Shell EV Charging at work", "Shell EV Charging at work"),
    ],
)
def test_only_a_title_that_nobody_chose_follows(title: str, moved: str) -> None:
    """Also one from before titles said it."""
    old, new = {"server": "https://mine:8080"}, {"server": SERVERS["test"]}
    assert environment.follow_environment(title, old, new, ENGLISH) == moved


async def test_the_dashboard_says_it(
    hass: HomeAssistant,
    hass_ws_client: Any,
    server: str,
    make_entry: Callable[..., MockConfigEntry],
) -> None:
    """In its heading, which is over every session."""

    async def note() -> str:
        client = await hass_ws_client(hass)
        await client.send_json_auto_id({"type": "shell_ev/dashboard"})
        told: str = (await client.receive_json())["result"][0]
        return told

    entry = await add(hass, "production", server)
    assert await note() == " (custom server)"
    real = {"client_id": "other-client", "server": "https://api.shell.com"}
    make_entry(data=real)
    assert await note() == " (Shell EV Charging: custom server)"
    await hass.config_entries.async_remove(entry.entry_id)
    assert await note() == ""


@pytest.mark.parametrize(
    ("accounts", "note"),
    [
        ([], ""),
        (["production", "production"], ""),
        (["test", "test"], " (test environment)"),
        (["test", "custom"], " (1: test environment, 2: custom server)"),
        (["production", "test", "test"], " (2: test environment, 3: test environment)"),
    ],
)
def test_the_heading_names_accounts_where_they_differ(
    accounts: list[str], note: str
) -> None:
    """Else a word is enough."""
    addresses = SERVERS | {"custom": "http://127.0.0.1:8080"}
    told = [
        (str(number), {"server": addresses[name]})
        for number, name in enumerate(accounts, 1)
    ]
    assert environment.heading_note(told, ENGLISH) == note


def test_a_title_of_another_language_is_known() -> None:
    """What was added to it stays, and Home Assistant's language may be another since."""
    old, new = (
        {"server": SERVERS["test"]},
        {"server": SERVERS["production"]},
    )
    for title in (
        "Shell EV Charging 2 (Testumgebung)",
        "Shell EV Charging 2 (test environment)",
    ):
        assert environment.account_name(title, old, ENGLISH) == "Shell EV Charging 2"
        moved = environment.follow_environment(title, old, new, ENGLISH)
        assert moved == "Shell EV Charging 2"


def test_words_keep_their_capitals() -> None:
    """A model begins with one; what else has one in it keeps that."""
    words = dataclasses.replace(ENGLISH, custom="eigener Server")
    model = environment.account_model({"server": "https://mine:8080"}, words)
    assert model == "Eigener Server mine:8080"


def pickers(node: Any) -> Iterator[dict[str, Any]]:
    """Yield what each picker of a charge card asks of a device."""
    if isinstance(node, dict):
        match node.get("charge_card"):
            case {"selector": {"device": device}}:
                yield device
        for inner in node.values():
            yield from pickers(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from pickers(inner)


@pytest.mark.parametrize(
    "path",
    [
        "custom_components/shell_ev/services.yaml",
        "blueprints/automation/shell_ev/monthly_report.yaml",
    ],
)
def test_a_card_is_picked_by_its_calendar(path: str) -> None:
    """In whatever environment, and in whatever language its model is said."""
    found = list(pickers(load_yaml(str(REPOSITORY / path))))
    assert found
    assert all(
        asked == {"entity": [{"integration": DOMAIN, "domain": "calendar"}]}
        for asked in found
    )


async def test_only_cards_have_a_calendar(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """By it the pickers know them, and each has one."""
    registry = er.async_get(hass)
    devices = {
        subentry.subentry_id: subentry.subentry_type
        for subentry in entry.subentries.values()
    }
    kinds = [
        devices.get(entity.config_subentry_id or "")
        for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
        if entity.domain == "calendar"
    ]
    assert kinds == ["charge_card"]
