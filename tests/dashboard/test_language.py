"""In which language the cards are answered: their user's, who may have another than Home Assistant."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .conftest import Ask, Call, session_of
from .history import NOVEMBER, charged
from .test_errors import fail_to_start, fail_to_stop
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator
from tests.conftest import OFFICE, Home
from tests.pages import ROOT
from tests.store.records import put

LANGUAGES = [
    ({}, "nl"),
    ({"language": "de"}, "de"),
    ({"language": "de-CH"}, "de"),
    ({"language": "nl"}, "nl"),
    ({"language": "fi"}, "en"),
    ({"language": "../de"}, "en"),
]
"""What is said of a language, and in which one is answered then."""


@pytest.fixture(autouse=True)
async def _dutch(hass: HomeAssistant) -> None:
    """Live in a home that is Dutch, where no other language is at hand."""
    hass.config.language = "nl"
    await async_get_translations(hass, "nl", "entity", {DOMAIN})


def said(language: str, *keys: str) -> str:
    """Return a text in a language."""
    folder = ROOT / "custom_components" / DOMAIN / "translations"
    found: Any = json.loads((folder / f"{language}.json").read_text())
    for key in keys:
        found = found[key]
    return str(found)


def state_said(language: str, sensor: str, state: str) -> str:
    """Return the words of a sensor's state in a language."""
    return said(language, "entity", "sensor", sensor, "state", state)


@pytest.mark.parametrize(("given", "language"), LANGUAGES)
async def test_why_a_start_failed(
    ask: Ask,
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    given: dict[str, str],
    language: str,
) -> None:
    """The card shows the sentence among its own, which are its user's."""
    await fail_to_start(home, simulator)
    told = await ask(home.device_id("Home"), limit=1, **given)
    why = state_said(language, "last_error", "ev_not_connected_to_evse")
    assert told["error"]["text"] == why
    assert [session["error_text"] for session in told["sessions"]] == [why]


async def test_that_no_reason_is_known(
    ask: Ask, entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Also a sentence that is put together is of one language."""
    simulator.change_settings({"state_spelling": "string"})
    await fail_to_stop(home, simulator)
    told = await ask(home.device_id("Home"), language="de")
    failed = state_said("de", "session_state", "failed_to_stop")
    assert told["error"]["text"] == f"{failed}. {said('de', 'common', 'no_reason')}"


@pytest.mark.parametrize(("given", "language"), LANGUAGES)
async def test_what_failed_elsewhere(
    call: Call,
    away: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    given: dict[str, str],
    language: str,
) -> None:
    """At a charge point that is not configured."""
    simulator.set_service(OFFICE, False)
    session_id = session_of(away).session_id
    await home.act("stop_session", session_id=session_id, wait_for_outcome=False)
    await home.wait(10)
    (row,) = (await call("elsewhere", **given))["result"]["sessions"]
    assert row["error"]["text"] == ". ".join(
        (
            state_said(language, "session_state", "failed_to_stop"),
            state_said(language, "last_error", "evse_out_of_service"),
        )
    )


@pytest.mark.parametrize(("given", "language"), LANGUAGES)
async def test_in_the_history(
    past: MockConfigEntry, query: Any, given: dict[str, str], language: str
) -> None:
    """In the table, and in what a receipt shows once a bill was entered."""
    failed = charged(8, "2026-11-20T08:00:00", error_code="EvseOutOfService")
    put(past.runtime_data.store, failed)
    why = state_said(language, "last_error", "evse_out_of_service")
    rows = (await query(**NOVEMBER, **given))["sessions"]
    assert [row["error_text"] for row in rows if row["key"] == "s8"] == [why]
    bill = {"energy": 10, "amount": 4, "currency": "EUR"}
    which = {"account": past.entry_id, "key": "s8"}
    row = await query("set_session_figures", **which, **bill, **given)
    assert row["error_text"] == why
