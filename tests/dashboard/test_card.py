"""The card is served, and is a resource of the dashboards once, in its present version, as long as it is wanted."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.shell_ev.dashboard import card
from custom_components.shell_ev.dashboard.card import CARD_FILE, CARD_URL, FOLDER
from tests.conftest import Home, card_subentry

OTHERS = {"url": "/local/other-card.js?v=1", "res_type": "module"}


def stored(hass: HomeAssistant) -> ResourceStorageCollection:
    """Return the dashboards' resources as kept in storage, where they can be changed."""
    collection = hass.data[LOVELACE_DATA].resources
    assert isinstance(collection, ResourceStorageCollection)
    return collection


def resources(hass: HomeAssistant) -> list[str]:
    """Return the addresses of the dashboards' resources."""
    return [
        resource["url"] for resource in hass.data[LOVELACE_DATA].resources.async_items()
    ]


def ours(hass: HomeAssistant) -> list[str]:
    """Return those that are the card."""
    return [url for url in resources(hass) if url.startswith(CARD_URL)]


async def test_it_is_served(
    entry: MockConfigEntry, hass: HomeAssistant, hass_client_no_auth: Any
) -> None:
    """At its versioned address, as the browser will ask for it."""
    client = await hass_client_no_auth()
    (url,) = ours(hass)
    response = await client.get(url)
    assert response.status == HTTPStatus.OK
    assert response.content_type == "text/javascript"
    assert "max-age" in response.headers["Cache-Control"]
    assert await response.read() == CARD_FILE.read_bytes()


async def test_its_parts_are_served(
    entry: MockConfigEntry, hass_client_no_auth: Any
) -> None:
    """They are found next to it, as it imports them. Their names tell their contents: browsers keep them."""
    client = await hass_client_no_auth()
    parts = [file for file in FOLDER.iterdir() if file != CARD_FILE]
    assert parts
    for part in parts:
        response = await client.get(f"/shell_ev/{part.name}")
        assert response.status == HTTPStatus.OK
        assert response.content_type == "text/javascript"
        assert "max-age" in response.headers["Cache-Control"]
        assert await response.read() == part.read_bytes()


@pytest.mark.parametrize("name", ["sessions-of-before.js", "..%2Fmanifest.json", ""])
async def test_nothing_else_is_served(
    entry: MockConfigEntry, hass_client_no_auth: Any, name: str
) -> None:
    """A page from before an update asks for a part that is gone, and is told so."""
    response = await (await hass_client_no_auth()).get(f"/shell_ev/{name}")
    assert HTTPStatus.BAD_REQUEST <= response.status <= HTTPStatus.NOT_FOUND


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of built files that may be changed."""
    (tmp_path / "shell-ev.js").write_text("card")
    (tmp_path / "part.js").write_text("part")
    monkeypatch.setattr(card, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("shell-ev.js", "another"),
        ("part.js", "another"),
        ("part.js", None),
        ("more.js", "more"),
    ],
)
async def test_each_of_its_files_is_of_its_version(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    folder: Path,
    name: str,
    content: str | None,
) -> None:
    """Whichever of them is another, is gone or is new: browsers ask for the card anew."""
    await card.async_register_card(hass)
    before = ours(hass)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content)
    await card.async_register_card(hass)
    (after,) = ours(hass)
    assert [after] != before


async def test_its_files_are_read_once(
    hass: HomeAssistant, entry: MockConfigEntry, folder: Path
) -> None:
    """For all accounts, as long as none of them is another."""
    await card.async_register_card(hass)
    read = card._version_of.cache_info().misses
    await card.async_register_card(hass)
    assert card._version_of.cache_info().misses == read
    (folder / "part.js").write_text("another")
    await card.async_register_card(hass)
    assert card._version_of.cache_info().misses == read + 1


async def test_once_for_two_accounts(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """They share the card; it goes with the last of them, and leaves the others' resources alone."""
    assert await async_setup_component(hass, "lovelace", {})
    await stored(hass).async_create_item(OTHERS)
    entries = [make_entry(), make_entry(card_subentry(), data={"client_id": "other"})]
    for entry in entries:
        hass.config_entries.async_schedule_reload(entry.entry_id)
    await home.settle()
    assert len(ours(hass)) == 1
    await hass.config_entries.async_remove(entries[1].entry_id)
    assert len(ours(hass)) == 1
    await hass.config_entries.async_remove(entries[0].entry_id)
    await home.settle()
    assert resources(hass) == [OTHERS["url"]]


async def test_after_an_upgrade(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> None:
    """An older version is updated in its place, and what was added by hand is not there twice."""
    assert await async_setup_component(hass, "lovelace", {})
    collection = stored(hass)
    old = await collection.async_create_item(
        {"url": f"{CARD_URL}?v=old", "res_type": "module"}
    )
    await collection.async_create_item({"url": CARD_URL, "res_type": "module"})
    await hass.config_entries.async_setup(make_entry().entry_id)
    await home.settle()
    (item,) = collection.async_items()
    assert item["id"] == old["id"]
    assert item["url"] != old["url"]
    assert item["url"].startswith(f"{CARD_URL}?v=")


async def test_a_restart_changes_nothing(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The address stays as it is while the card does."""
    before = hass.data[LOVELACE_DATA].resources.async_items()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert hass.data[LOVELACE_DATA].resources.async_items() == before


@pytest.mark.parametrize("added", [True, False])
async def test_in_yaml_mode(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    hass_client_no_auth: Any,
    caplog: pytest.LogCaptureFixture,
    added: bool,
) -> None:
    """Nothing can be added there: one line in the log says what to add, unless it has been.

    The address added by hand tells no version: browsers ask each time whether the card is another.
    """
    known = [{"url": f"{CARD_URL}?v=1", "type": "module"}] if added else []
    config = {"lovelace": {"resource_mode": "yaml", "resources": known}}
    assert await async_setup_component(hass, "lovelace", config)
    entry = make_entry()
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    lines = [
        record.getMessage()
        for record in caplog.records
        if CARD_URL in record.getMessage()
    ]
    assert len(lines) == (0 if added else 1)
    response = await (await hass_client_no_auth()).get(CARD_URL)
    assert response.status == HTTPStatus.OK
    assert "Cache-Control" not in response.headers
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert len(resources(hass)) == len(known)
