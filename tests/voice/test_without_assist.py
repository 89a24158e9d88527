"""Assist that is not there, or comes later."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..conftest import Home
from .conftest import Say


async def test_without_assist(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """All else works."""
    assert "conversation" not in hass.config.components
    await home.switch("on")
    assert home.state("charging") == "on"


@pytest.mark.usefixtures("entry")
async def test_assist_comes_later(hass: HomeAssistant, say: Say, home: Home) -> None:
    """The sentences are there as soon as it is."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    assert await say("charge the car") == "Charging has started."
