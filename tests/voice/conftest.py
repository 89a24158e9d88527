"""Fixtures: a person who talks to Home Assistant's Assist."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)

from homeassistant.components.conversation import async_converse
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component

from ..conftest import Home

type Say = Callable[..., Awaitable[str]]
"""Says a text, as a user and near a device, and returns what is answered."""
TURNS = 200
"""Of the event loop in a second: time for a call to the simulator and back."""


@pytest.fixture
async def assist(hass: HomeAssistant) -> None:
    """Set Assist up, as every Home Assistant has it."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})


@pytest.fixture
def say(hass: HomeAssistant, home: Home) -> Say:
    """Return what a person says to, and what answers."""

    async def speak(
        text: str,
        user: MockUser | None = None,
        near: str | None = None,
        satellite: str | None = None,
        language: str = "en",
    ) -> str:
        await home.settle()
        task = asyncio.create_task(
            async_converse(
                hass,
                text,
                None,
                Context(user_id=user.id if user else None),
                language=language,
                device_id=near,
                satellite_id=satellite,
            )
        )
        while not task.done():
            home.freezer.tick(1)
            async_fire_time_changed(hass)
            for _ in range(TURNS):
                await asyncio.sleep(0)
            await hass.async_add_executor_job(lambda: None)
        return str((await task).response.speech["plain"]["speech"])

    return speak


@pytest.fixture
def expose(hass: HomeAssistant, home: Home) -> Callable[[str, bool], None]:
    """Return what exposes the charging switch of a charge point to Assist, or hides it."""

    def turn(name: str, exposed: bool) -> None:
        entity_id = home.entity_id("charging", name)
        async_expose_entity(hass, "conversation", entity_id, exposed)

    return turn


@pytest.fixture
def place(hass: HomeAssistant, home: Home) -> Callable[[str, str], None]:
    """Return what puts a charge point into an area."""

    def put(name: str, area: str) -> None:
        known = ar.async_get(hass).async_get_or_create(area)
        dr.async_get(hass).async_update_device(home.device_id(name), area_id=known.id)

    return put


@pytest.fixture
def satellite(hass: HomeAssistant) -> Callable[[str], str]:
    """Return what puts a speaker into an area, and gives its device."""

    def put(area: str) -> str:
        other = MockConfigEntry(domain="satellites")
        other.add_to_hass(hass)
        registry = dr.async_get(hass)
        device = registry.async_get_or_create(
            config_entry_id=other.entry_id, identifiers={("satellites", area)}
        )
        known = ar.async_get(hass).async_get_or_create(area)
        registry.async_update_device(device.id, area_id=known.id)
        return device.id

    return put
