"""No English in an error of a home in another language: also what an error holds of another is translated."""

import re

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)

from .actions.test_services import through_time
from .conftest import OFFICE, Home
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.exceptions import sentence_of
from custom_components.shell_ev.texts import word
from simulator import Simulator

LANGUAGE = "nl"


@pytest.fixture
async def abroad(hass: HomeAssistant, two_points: MockConfigEntry) -> MockConfigEntry:
    """Return an account in a home that speaks another language."""
    hass.config.language = LANGUAGE
    for category in ("common", "exceptions"):
        await async_get_translations(hass, LANGUAGE, category, {DOMAIN})
    return two_points


def text_of(hass: HomeAssistant, key: str) -> str:
    """Return an error's text, with what is to be filled in."""
    texts = async_get_cached_translations(hass, LANGUAGE, "exceptions", DOMAIN)
    return texts[f"component.{DOMAIN}.exceptions.{key}.message"]


def beginning(hass: HomeAssistant, key: str) -> str:
    """Return what an error's text begins with, up to the first that is filled in."""
    return re.split(r"\{\w+\}", text_of(hass, key))[0].strip()


async def test_why_a_start_is_not_confirmed(
    hass: HomeAssistant, abroad: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What becomes of it is said by the frontend, why it is so by us."""
    simulator.inject("start", "html", status=502)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"
    told = caught.value.translation_placeholders or {}
    assert told["reference"].startswith(beginning(hass, "gateway"))


async def test_why_some_were_not_stopped(
    hass: HomeAssistant, abroad: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell refuses one of two."""
    await home.switch("on")
    await home.switch("on", "Office")
    await home.wait(40)
    simulator.inject("stop", "status", status=400, times=1)
    with pytest.raises(HomeAssistantError) as caught:
        await home.act(
            "stop_session",
            charge_card=home.device_id("Card"),
            wait_for_outcome=False,
        )
    assert caught.value.translation_key == "not_all_stopped"
    told = caught.value.translation_placeholders or {}
    assert told["reference"].startswith(beginning(hass, "rejected"))


async def test_why_some_failed_to_stop(
    hass: HomeAssistant, abroad: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Shell took both stops, and then could not stop one."""
    await home.switch("on")
    await home.switch("on", "Office")
    await home.wait(40)
    simulator.set_service(OFFICE, False)
    card = {"charge_card": home.device_id("Card")}
    stop = hass.services.async_call(DOMAIN, "stop_session", card, blocking=True)
    with pytest.raises(HomeAssistantError) as caught:
        await through_time(home, stop)
    assert caught.value.translation_key == "not_all_stopped"
    told = caught.value.translation_placeholders or {}
    assert told["reference"].startswith(beginning(hass, "stop_failed"))


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"prices_from": "sensor.none"}, "prices_entity_missing"),
        ({"prices": []}, "prices_not_given"),
        ({"prices": [{"x": 1}]}, "prices_list_not_understood"),
    ],
)
async def test_what_is_wrong_with_the_prices_of_a_plan(
    hass: HomeAssistant,
    abroad: MockConfigEntry,
    home: Home,
    given: dict[str, object],
    key: str,
) -> None:
    """It is no error, but a sentence in the response, which blueprints put into a notification."""
    plan = await home.act("plan_charging", hours=1, ready_by="07:00", **given)
    then = word(hass, "prices_last_hours", LANGUAGE)
    said = text_of(hass, key).format(then=then, entity="sensor.none")
    assert plan["source"]["problem"] == said


async def test_what_a_websocket_command_is_refused_with(
    hass: HomeAssistant,
    abroad: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The card says it by its key; whoever knows no keys reads the sentence."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "shell_ev/add_charge_point",
            "account": abroad.entry_id,
            "evse_id": "NL*TNM",
        }
    )
    error = (await client.receive_json())["error"]
    told = error["translation_placeholders"]
    assert error["message"] == text_of(hass, "evse_id_form").format(**told)


@pytest.mark.parametrize("err", [ValueError("No text"), HomeAssistantError("No text")])
async def test_what_is_not_translated_is_told_as_it_is(
    abroad: MockConfigEntry, err: Exception
) -> None:
    """An error of another's is not ours to translate."""
    assert sentence_of(err) == "No text"


@pytest.mark.parametrize("status", [400, 429, 503, 0])
async def test_what_is_quoted_to_shell(
    entry: MockConfigEntry, home: Home, simulator: Simulator, status: int
) -> None:
    """The HTTP status, Shell's code and the RequestId are in no language."""
    if status:
        simulator.inject("active", "status", times=9, status=status)
    else:
        simulator.inject("active", "cut", times=9)
    with pytest.raises(HomeAssistantError) as caught:
        await home.act("list_active_sessions")
    told = caught.value.translation_placeholders or {}
    assert re.fullmatch(r"(HTTP \d+, )?([\w.]+, )?RequestId [\w-]+", told["reference"])
