"""Accounts in a real Home Assistant, and an empty integration that has as many entities.

The empty one is set up after ours, from what ours left in the registry: the same platforms, names,
device classes, options and categories, in the same number of steps. Its entities show a constant.
"""

import asyncio
from asyncio.subprocess import PIPE
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

# The test package brings custom integrations of its own; ours must be imported first.
import custom_components.shell_ev  # noqa: F401, isort: skip

import aiohttp
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    async_test_home_assistant,
    get_test_instance_port,
    mock_integration,
    mock_platform,
)

from homeassistant.components.button import ButtonEntity
from homeassistant.components.calendar import CalendarEntity
from homeassistant.components.event import EventEntity
from homeassistant.components.sensor import SensorEntity
from homeassistant.components.switch import SwitchEntity
from homeassistant.config_entries import HANDLERS, ConfigEntry, ConfigFlow
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, frame
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component

from .callers import CLIENT
from custom_components.shell_ev import PLATFORMS
from custom_components.shell_ev.const import DOMAIN
from tests.conftest import card_subentry, charge_point_subentry

EMPTY: Final = "empty"
MANY: Final = 10**6
"""Calls a minute, none of which is to be refused."""


@asynccontextmanager
async def simulated_shell() -> AsyncGenerator[str]:
    """Serve a simulator in a process of its own, without a directory, and return its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator", "--port", "0"), stdout=PIPE
    )
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().split()[1]
        settings = {"products": ["charging"], "rate_limit": MANY}
        async with (
            aiohttp.ClientSession() as web,
            web.post(f"{url}/_simulator/settings", json=settings) as response,
        ):
            response.raise_for_status()
        yield url
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def home() -> AsyncGenerator[HomeAssistant]:
    """Run a Home Assistant in which what we depend on is loaded."""
    with TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            hass.data.pop(DATA_CUSTOM_COMPONENTS)
            frame.async_setup(hass)
            assert await async_setup_component(hass, "homeassistant", {})
            # Its own port is taken where a Home Assistant runs on this machine.
            web = {"server_host": "127.0.0.1", "server_port": get_test_instance_port()}
            assert await async_setup_component(hass, "lovelace", {"http": web})
            yield hass
            await hass.async_stop(force=True)


def account(url: str, points: int, domain: str = DOMAIN) -> MockConfigEntry:
    """Return an account with a card and so many charge points."""
    client_id, secret = CLIENT
    return MockConfigEntry(
        domain=domain,
        title="Shell EV Charging",
        data={
            "environment": "custom",
            "server": url,
            "client_id": client_id,
            "client_secret": secret,
            "generation": "D",
        },
        subentries_data=[
            card_subentry(),
            *(
                charge_point_subentry(
                    f"NL*TNM*E{number:08}*0", f"Charge point {number}"
                )
                for number in range(points)
            ),
        ],
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An entity as the registry has it, with the number of the subentry that it belongs to."""

    entry: er.RegistryEntry
    subentry: int | None


def rows_of(hass: HomeAssistant, entry: ConfigEntry) -> list[Row]:
    """Return the entities of an account."""
    numbers = {each: number for number, each in enumerate(entry.subentries)}
    return [
        Row(each, numbers.get(each.config_subentry_id or ""))
        for each in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
    ]


class _Empty(Entity):
    """An entity that shows a constant."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, row: Row, unique_id: str, device: DeviceInfo) -> None:
        """Be registered as ours is."""
        known = row.entry
        self._attr_unique_id = unique_id
        self._attr_name = known.original_name
        self._attr_device_info = device
        self._attr_device_class = known.original_device_class
        self._attr_entity_category = known.entity_category and EntityCategory(
            known.entity_category
        )
        self._attr_entity_registry_enabled_default = known.disabled_by is None


class _Sensor(_Empty, SensorEntity):
    """A sensor."""

    def __init__(self, row: Row, unique_id: str, device: DeviceInfo) -> None:
        """Show the first of what there is to choose from."""
        super().__init__(row, unique_id, device)
        capabilities = row.entry.capabilities or {}
        self._attr_options = capabilities.get("options")
        self._attr_state_class = capabilities.get("state_class")
        self._attr_native_unit_of_measurement = row.entry.unit_of_measurement
        self._attr_native_value = self._attr_options[0] if self._attr_options else None


class _Switch(_Empty, SwitchEntity):
    """A switch that is off."""

    _attr_is_on = False


class _Event(_Empty, EventEntity):
    """An event that never came."""

    def __init__(self, row: Row, unique_id: str, device: DeviceInfo) -> None:
        """Have the same types."""
        super().__init__(row, unique_id, device)
        self._attr_event_types = (row.entry.capabilities or {})["event_types"]


class _Calendar(_Empty, CalendarEntity):
    """A calendar with nothing in it."""

    event = None


class _Button(_Empty, ButtonEntity):
    """A button."""


_CLASSES: Final[Mapping[str, type[_Empty]]] = {
    "button": _Button,
    "calendar": _Calendar,
    "event": _Event,
    "sensor": _Sensor,
    "switch": _Switch,
}


def register_empty(
    hass: HomeAssistant, rows: Callable[[ConfigEntry], Sequence[Row]]
) -> None:
    """Let Home Assistant find the empty integration, whose entry has such entities."""

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        service = dr.async_get(hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={(EMPTY, entry.entry_id)},
            name=entry.title,
        )
        entry.runtime_data = service.id
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
        return True

    HANDLERS[EMPTY] = ConfigFlow
    mock_integration(hass, MockModule(EMPTY, async_setup_entry=set_up), built_in=False)
    mock_platform(hass, f"{EMPTY}.config_flow", None)
    for platform in PLATFORMS:
        add = _adder(platform, rows)
        module: Any = MockPlatform()
        module.async_setup_entry = add
        mock_platform(hass, f"{EMPTY}.{platform}", module)


def _adder(
    platform: str, rows: Callable[[ConfigEntry], Sequence[Row]]
) -> Callable[
    [HomeAssistant, ConfigEntry, AddConfigEntryEntitiesCallback], Awaitable[None]
]:
    """Return what adds the entities of a platform, those of each device at once, as ours does."""

    async def add(
        hass: HomeAssistant,
        entry: ConfigEntry,
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        subentries: list[Any] = [None, *entry.subentries.values()]
        of_each: defaultdict[int, list[Row]] = defaultdict(list)
        for row in rows(entry):
            if row.entry.domain == platform:
                of_each[0 if row.subentry is None else row.subentry + 1].append(row)
        for number, those in of_each.items():
            subentry = subentries[number]
            unique_id = subentry.subentry_id if subentry else entry.entry_id
            device = DeviceInfo(identifiers={(EMPTY, unique_id)}, name=entry.title)
            if subentry:
                device["name"] = subentry.title
                device["model"] = "Charge point"
                device["via_device_id"] = entry.runtime_data
            async_add_entities(
                [
                    _CLASSES[platform](row, f"{unique_id}_{key}", device)
                    for key, row in enumerate(those)
                ],
                config_subentry_id=subentry.subentry_id if subentry else None,
            )

    return add
