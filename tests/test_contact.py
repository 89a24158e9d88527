"""Shell tells of one charge card of an account and not of another: what is shown, and what is logged."""

from collections.abc import Callable
import logging
from typing import cast

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    HOME,
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
)
from .test_automations import automate, target
from simulator import Simulator, charging, server as simulator_server
from simulator.backend import Backend
from simulator.errors import Reply, error
from simulator.wire import Call

THIRD = "NL*TNM*E00000001*0"
TWICE, LONG = 600, 1800
"""Seconds in which a card fails twice, and in which it has failed for longer than is borne."""
ALWAYS = 10**6

type Unlisted = dict[str, int]


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> Unlisted:
    """Return the HTTP statuses with which Shell answers instead of listing a card, by EMA ID."""
    statuses: Unlisted = {}

    def active(backend: Backend, call: Call) -> Reply:
        status = statuses.get(call.first("emaId") or "")
        return error(call, status) if status else charging.active(backend, call)

    operations = cast(dict[str, object], simulator_server._OPERATIONS)
    monkeypatch.setitem(operations, "active", active)
    return statuses


@pytest.fixture
def both(make_entry: Callable[..., MockConfigEntry]) -> MockConfigEntry:
    """Return an account with two cards, one of which has two charge points; not set up."""
    return make_entry(
        card_subentry(),
        card_subentry(OTHER_CARD, "Second"),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office", OTHER_CARD),
        charge_point_subentry(THIRD, "Third", OTHER_CARD),
    )


@pytest.fixture
async def two(
    hass: HomeAssistant, both: MockConfigEntry, home: Home, unlisted: Unlisted
) -> MockConfigEntry:
    """Return that account, set up."""
    assert await hass.config_entries.async_setup(both.entry_id)
    await home.settle()
    return both


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return what the integration has logged for a person: how loud, and how it begins."""
    return [
        (record.levelname, record.getMessage().split(":")[0])
        for record in caplog.records
        if record.name.startswith("custom_components.shell_ev")
        and record.levelno > logging.DEBUG
    ]


LOST = ("ERROR", "Shell does not tell what Second has running")
FOUND = ("INFO", "Shell tells again what Second has running")

OF_THE_SECOND = (
    ("session_state", "Second"),
    ("active_sessions", "Second"),
    ("stop_session", "Second"),
    ("session_state", "Office"),
    ("last_session_end", "Office"),
    ("charging", "Office"),
    ("charging", "Third"),
)


@pytest.mark.parametrize("status", [400, 503])
async def test_a_card_that_cannot_be_read_for_long_is_unavailable(
    two: MockConfigEntry, home: Home, unlisted: Unlisted, status: int
) -> None:
    """As the account would be: after the third failure, with its charge points, and with nothing else."""
    unlisted[OTHER_CARD] = status
    await home.wait(TWICE)
    assert home.state("session_state", "Second") == "idle"
    assert home.state("charging", "Office") == "off"
    await home.wait(LONG - TWICE)
    shown = {home.state(key, device) for key, device in OF_THE_SECOND}
    assert shown == {"unavailable"}
    assert home.state("session_state", "Card") == "idle"
    assert home.state("stop_session", "Card") != "unavailable"
    assert home.state("charging") == "off"
    unlisted.clear()
    await home.wait(LONG)
    assert home.state("session_state", "Second") == "idle"
    assert home.state("charging", "Office") == home.state("charging", "Third") == "off"


async def test_it_is_logged_once_when_it_goes_and_once_when_it_is_back(
    two: MockConfigEntry,
    home: Home,
    unlisted: Unlisted,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With why, and not before the entities go."""
    unlisted[OTHER_CARD] = 400
    await home.wait(TWICE)
    assert logged(caplog) == []
    await home.wait(3 * 3600)
    assert logged(caplog) == [LOST]
    assert "refused the request" in caplog.text
    unlisted.clear()
    await home.wait(3600)
    assert logged(caplog) == [LOST, FOUND]
    unlisted[OTHER_CARD] = 503
    await home.wait(LONG)
    assert logged(caplog) == [LOST, FOUND, LOST]


async def test_it_is_called_as_its_owner_has_named_it(
    hass: HomeAssistant,
    two: MockConfigEntry,
    home: Home,
    unlisted: Unlisted,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """By its device, as everywhere."""
    dr.async_get(hass).async_update_device(
        home.device_id("Second"), name_by_user="Anna's card"
    )
    unlisted[OTHER_CARD] = 400
    await home.wait(LONG)
    (_, text) = logged(caplog)[0]
    assert text == "Shell does not tell what Anna's card has running"


async def test_what_was_never_known_is_not_shown(
    hass: HomeAssistant,
    both: MockConfigEntry,
    home: Home,
    unlisted: Unlisted,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody knows yet what runs on a card that the first poll cannot read; the other is there."""
    unlisted[OTHER_CARD] = 503
    assert await hass.config_entries.async_setup(both.entry_id)
    await home.settle()
    assert home.state("session_state", "Second") == "unavailable"
    assert home.state("charging", "Office") == "unavailable"
    assert home.state("session_state", "Card") == "idle"
    assert home.state("charging") == "off"
    assert logged(caplog) == [LOST]
    unlisted.clear()
    await home.wait(310)
    assert home.state("session_state", "Second") == "idle"
    assert home.state("charging", "Office") == "off"
    assert logged(caplog) == [LOST, FOUND]


async def test_a_session_from_before_a_restart_is_shown_until_it_has_failed_for_long(
    hass: HomeAssistant,
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    unlisted: Unlisted,
) -> None:
    """One failure after the restart hides nothing that is known."""
    await home.switch("on", "Office")
    await home.wait(30)
    unlisted[OTHER_CARD] = 503
    simulator.inject("retrieve", "status", status=503, times=ALWAYS)
    assert await hass.config_entries.async_reload(two.entry_id)
    await home.settle()
    assert home.state("session_state", "Office") == "started"
    await home.wait(LONG)
    assert home.state("session_state", "Office") == "unavailable"


async def test_a_session_that_is_told_of_by_itself_is_shown(
    hass: HomeAssistant,
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    unlisted: Unlisted,
) -> None:
    """Its card is not listed, and what that has running elsewhere is not known."""
    await home.switch("on", "Office")
    await home.wait(30)
    unlisted[OTHER_CARD] = 400
    await home.wait(LONG)
    assert home.state("session_state", "Office") == "started"
    assert home.state("charging", "Office") == "on"
    assert home.state("session_state", "Second") == "started"
    assert home.state("charging", "Third") == "unavailable"


async def test_who_hears_that_it_stopped_finds_the_switch_off(
    hass: HomeAssistant,
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    unlisted: Unlisted,
) -> None:
    """It is shown before it is told; then the charge point goes with its card."""
    await home.switch("on", "Office")
    await home.wait(30)
    switch = {"condition": "state", "entity_id": home.entity_id("charging", "Office")}
    runs = await automate(
        hass,
        {"trigger": "shell_ev.stopped_charging", "target": target(home, "Office")},
        [switch | {"state": "off"}],
    )
    unlisted[OTHER_CARD] = 400
    await home.wait(LONG)
    (session_id,) = simulator.sessions
    simulator.end_session(session_id)
    await home.wait(LONG)
    assert len(runs) == 1
    assert home.state("charging", "Office") == "unavailable"


async def test_what_runs_can_be_stopped_though_nothing_is_told_of_it(
    hass: HomeAssistant,
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    unlisted: Unlisted,
) -> None:
    """The switch and the stop button stay; what they are about is not known any more."""
    await home.switch("on", "Office")
    await home.wait(30)
    unlisted[OTHER_CARD] = 503
    simulator.inject("retrieve", "status", status=503, times=ALWAYS)
    await home.wait(LONG)
    assert home.state("session_state", "Office") == "unavailable"
    assert home.state("session_state", "Second") == "unavailable"
    assert home.state("stop_session", "Second") != "unavailable"
    assert home.state("charging", "Office") == "on"
    await home.switch("off", "Office")
    assert sent(simulator, "stop") == 1


@pytest.mark.parametrize("evse_id", [HOME, OFFICE])
async def test_a_charge_point_goes_with_the_card_that_charges_there(
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    unlisted: Unlisted,
    evse_id: str,
) -> None:
    """Whose session runs there is asked about that one, whichever card it has itself."""
    first, second = two.runtime_data.configuration.cards.values()
    device = {HOME: "Home", OFFICE: "Office"}[evse_id]
    # The other of the two cards than the charge point's own.
    card = second if evse_id == HOME else first
    simulator.start_by_card(str(card.ema_id), evse_id)
    await home.wait(310)
    unlisted[OTHER_CARD] = 503
    simulator.inject("retrieve", "status", status=503, times=ALWAYS)
    await home.wait(LONG)
    shown = "unavailable" if card is second else "started"
    assert home.state("session_state", device) == shown
    assert home.state("charging", device) == "on"
    assert home.state("session_state", "Third") == "unavailable"


async def test_asking_again_and_again_makes_nothing_known(
    hass: HomeAssistant, two: MockConfigEntry, home: Home, unlisted: Unlisted
) -> None:
    """Who presses Refresh every four minutes sees the card go like anyone else, and not come back."""
    unlisted[OTHER_CARD] = 503
    refresh = {"entity_id": home.entity_id("refresh", "Shell EV Charging")}
    for _ in range(LONG // 240):
        await home.wait(240)
        await hass.services.async_call("button", "press", refresh, blocking=True)
        await home.settle()
    assert home.state("session_state", "Second") == "unavailable"
    assert home.state("session_state", "Card") == "idle"


async def test_a_card_does_not_come_back_with_the_account(
    two: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    unlisted: Unlisted,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing was shown of any: one that has failed but once since then is still not known."""
    simulator.change_settings({"products": ["locations"]})
    await home.wait(310)
    assert home.state("charging") == home.state("charging", "Office") == "unavailable"
    assert [level for level, _ in logged(caplog)] == ["ERROR"]
    unlisted[CARD] = 503
    simulator.change_settings({"products": ["charging", "locations"]})
    await home.wait(120)
    assert home.state("charging", "Office") == "off"
    assert home.state("charging") == "unavailable"
    assert ("ERROR", "Shell does not tell what Card has running") in logged(caplog)
    unlisted.clear()
    await home.wait(900)
    assert home.state("charging") == "off"


async def test_the_calendar_stays(
    hass: HomeAssistant, two: MockConfigEntry, home: Home, unlisted: Unlisted
) -> None:
    """Past sessions are kept here: for those Shell has not to answer."""
    begun = dt_util.utcnow()
    await home.switch("on", "Office")
    await home.wait(300)
    await home.switch("off", "Office")
    await home.wait(60)
    unlisted[OTHER_CARD] = 400
    await home.wait(2 * LONG)
    assert home.state("session_state", "Second") == "unavailable"
    calendar = home.entity_id("calendar", "Second")
    assert home.state("calendar", "Second") == "off"
    response = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": calendar,
            "start_date_time": begun,
            "end_date_time": dt_util.utcnow(),
        },
        blocking=True,
        return_response=True,
    )
    assert response is not None
    told = cast(dict[str, list[object]], response[calendar])
    assert len(told["events"]) == 1
