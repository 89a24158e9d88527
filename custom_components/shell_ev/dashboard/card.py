"""The dashboard card: served by this integration, and registered as a resource of the dashboards."""

import asyncio
from collections.abc import Awaitable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import (
    ResourceStorageCollection,
    ResourceYAMLCollection,
)
from homeassistant.const import CONF_ID, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER

FOLDER_URL: Final = f"/{DOMAIN}"
FOLDER: Final = Path(__file__).parents[1] / "frontend"
"""What ``scripts/build-card`` builds: the card, and parts that it loads where they are wanted."""

CARD_URL: Final = f"{FOLDER_URL}/shell-ev.js"
CARD_FILE: Final = FOLDER / "shell-ev.js"

_LOCK: Final[HassKey[asyncio.Lock]] = HassKey(f"{DOMAIN}_card")
"""Accounts are set up side by side; the card is registered once."""


async def async_serve_card(hass: HomeAssistant) -> None:
    """Serve the card. What goes wrong there fails no account."""
    hass.data[_LOCK] = asyncio.Lock()
    await _run_or_log(_async_serve(hass), "served")


async def _async_serve(hass: HomeAssistant) -> None:
    """Browsers keep it for a month where its address tells the version.

    Its parts have their contents in their names. The folder is served and not a list of its
    files: between an update and the restart that follows it, it holds the parts of the next card.
    """
    resources = hass.data[LOVELACE_DATA].resources
    versioned = isinstance(resources, ResourceStorageCollection)
    await hass.http.async_register_static_paths(
        [
            StaticPathConfig(CARD_URL, str(CARD_FILE), cache_headers=versioned),
            StaticPathConfig(FOLDER_URL, str(FOLDER), cache_headers=True),
        ]
    )
    if not versioned and not _card_resources(resources):
        LOGGER.warning(
            "Dashboards take their resources from YAML. Add url %s with type module"
            " to them to use the charging card",
            CARD_URL,
        )


async def async_register_card(hass: HomeAssistant) -> None:
    """Make the card a resource of the dashboards. What goes wrong there fails no account."""
    await _run_or_log(_async_register(hass), "added to the dashboards")


async def _run_or_log(deed: Awaitable[None], done: str) -> None:
    """Do something with the card. It is others' code, and charging goes on without it."""
    try:
        await deed
    except Exception as err:  # noqa: BLE001 - see above
        LOGGER.error("The charging card cannot be %s: %r", done, err)


async def _async_register(hass: HomeAssistant) -> None:
    """Make the card a resource, in its present version and once."""
    resources = hass.data[LOVELACE_DATA].resources
    if not isinstance(resources, ResourceStorageCollection):
        return
    version = await hass.async_add_executor_job(_version)
    wanted = {"res_type": "module", CONF_URL: f"{CARD_URL}?v={version}"}
    async with hass.data[_LOCK]:
        await resources.async_get_info()  # It loads them, if nobody has.
        known = _card_resources(resources)
        if not known:
            await resources.async_create_item(wanted)
        elif known[0][CONF_URL] != wanted[CONF_URL]:
            await resources.async_update_item(known[0][CONF_ID], wanted)
        for more in known[1:]:
            await resources.async_delete_item(more[CONF_ID])


async def async_remove_card(hass: HomeAssistant) -> None:
    """Take the card away from the dashboards, with the last account. What goes wrong fails nothing."""
    await _run_or_log(_async_remove(hass), "taken away from the dashboards")


async def _async_remove(hass: HomeAssistant) -> None:
    resources = hass.data[LOVELACE_DATA].resources
    if not isinstance(resources, ResourceStorageCollection):
        return
    async with hass.data[_LOCK]:
        await resources.async_get_info()
        for item in _card_resources(resources):
            await resources.async_delete_item(item[CONF_ID])


def _card_resources(
    resources: ResourceStorageCollection | ResourceYAMLCollection,
) -> list[dict[str, str]]:
    """Return the resources that are this card, in any version."""
    return [
        item
        for item in resources.async_items()
        if item[CONF_URL].partition("?")[0] == CARD_URL
    ]


def _version() -> str:
    """Return another version whenever any file of the card is another."""
    files = sorted(FOLDER.iterdir())
    looks = [(file, file.stat()) for file in files]
    return _version_of(
        tuple((file, look.st_mtime_ns, look.st_size) for file, look in looks)
    )


@lru_cache(maxsize=1)
def _version_of(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Return the version of files, read once for all accounts: with their times and sizes."""
    parts = [file.name.encode() + b"\0" + file.read_bytes() for file, *_ in files]
    return sha256(b"\0".join(parts)).hexdigest()[:12]
