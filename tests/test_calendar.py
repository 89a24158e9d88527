"""The calendar of a charge card: what each session came to, where it was, and what Shell can look up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.util import dt as dt_util

from .conftest import (
    CARD,
    HOME,
    HOME_UID,
    OFFICE,
    Home,
    card_subentry,
    charge_point_subentry,
)
from custom_components.shell_ev.api import SessionState
from custom_components.shell_ev.calendar import event_texts
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import Billed, Solar, TrackedSession
from custom_components.shell_ev.texts import async_load_texts, duration_text, money_text
from simulator import Simulator
from tests.store.records import put

PRIVATE = "NL*TNM*EPRIVATE*1"
METER = "sensor.charger_energy"
START = "0f0e0d0c-1111-4222-8333-444455556666"
STOP = "a1b2c3d4-1111-4222-8333-444455556666"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
"""In Amsterdam: 0.44 a kWh at home, and 0.25 to start."""


async def charge(home: Home, seconds: float = 3600) -> None:
    """Have one session at home."""
    await home.switch("on")
    await home.wait(40)
    await home.wait(seconds)
    await home.switch("off")
    await home.wait(40)


async def events(home: Home, begin: Any, end: Any) -> list[dict[str, Any]]:
    """Ask the card's calendar."""
    entity_id = home.entity_id("calendar", "Card")
    response = await home.hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": entity_id, "start_date_time": begin, "end_date_time": end},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    found: Any = response[entity_id]
    return list(found["events"])


async def test_the_sessions_of_a_card(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """Every session that began, by the name of its charge point or place; on while one runs."""
    begin = dt_util.utcnow()
    await charge(home)
    simulator.start_by_card(CARD, OFFICE)
    await home.wait(310)
    assert home.state("calendar", "Card") == "on"
    found = await events(home, begin, begin + timedelta(days=1))
    assert [each["summary"] for each in found] == ["Home", "Stationsplein 9"]
    ids = {record.operation: record.request_id for record in simulator.audit}
    assert found[0]["description"].split("\n") == [
        "1:00 h",
        f"Start: RequestId {ids['start']}",
        f"Stop: RequestId {ids['stop']}",
    ]
    assert "description" not in found[1]
    assert not await events(home, begin - timedelta(days=2), begin)
    await home.wait(3700)
    assert home.state("calendar", "Card") == "on"
    (session_id,) = [key for key, each in simulator.sessions.items() if not each.ended]
    simulator.end_session(session_id)
    await home.wait(120)
    assert home.state("calendar", "Card") == "off"


@pytest.mark.freeze_time("2027-11-07 08:50:00")
async def test_while_the_clocks_are_put_back(
    entry: MockConfigEntry, home: Home
) -> None:
    """A session from 1:50 to the second 1:10 is shown to end at the second 1:50.

    Home Assistant takes no event that ends at an earlier time of day than it begins. How long the
    session was is told beside it.
    """
    begin = dt_util.utcnow()
    await charge(home, seconds=20 * 60)
    (event,) = await events(home, begin, begin + timedelta(days=1))
    start, end = (datetime.fromisoformat(event[key]) for key in ("start", "end"))
    assert end - start == timedelta(hours=1)
    assert event["description"].startswith("0:20 h\n")
    assert 0.33 <= float(home.state("last_session_duration")) <= 0.36


async def test_a_start_that_failed(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It is none: nothing was charged."""
    begin = dt_util.utcnow()
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(10)
    assert home.state("session_state") == "failed_to_start"
    assert not await events(home, begin, begin + timedelta(days=1))


@pytest.fixture
async def metered(
    hass: HomeAssistant,
    freezer: Any,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
) -> MockConfigEntry:
    """Return an account whose charge point is listed and has a meter, at noon in Amsterdam."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to(NOON)
    hass.states.async_set(METER, "1000", {"unit_of_measurement": "kWh"})
    own = {"energy_meter": METER, "location_uid": HOME_UID}
    entry = make_entry(card_subentry(), charge_point_subentry(**own))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


async def test_what_it_came_to(
    hass: HomeAssistant, metered: MockConfigEntry, home: Home
) -> None:
    """Energy and about what it cost; while the session goes on, what it came to so far."""

    async def told() -> dict[str, Any]:
        (event,) = await events(home, NOON, NOON + timedelta(days=1))
        return event

    await home.switch("on")
    await home.wait(40)
    assert (await told())["summary"] == "Home · 0.0 kWh · ≈ €0.25"
    hass.states.async_set(METER, "1004", {"unit_of_measurement": "kWh"})
    await home.wait(3600)
    event = await told()
    assert event["summary"] == "Home · 4.0 kWh · ≈ €2.01"
    assert event["description"].startswith("≈ €0.50/kWh\nStart: RequestId ")
    state = hass.states.get(home.entity_id("calendar", "Card"))
    assert state is not None
    assert state.attributes["message"] == event["summary"]
    assert state.attributes["location"] == event["location"]
    hass.states.async_set(METER, "1011", {"unit_of_measurement": "kWh"})
    await home.switch("off")
    await home.wait(40)
    event = await told()
    assert event["summary"] == "Home · 11.0 kWh · ≈ €5.09"
    assert re.fullmatch(
        r"1:00 h · ≈ €0\.46/kWh\nStart: RequestId \S+\nStop: RequestId \S+",
        event["description"],
    )


async def test_where_it_was(
    metered: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """The address; also that of a place that is asked about no more."""
    await charge(home, seconds=600)
    session_id = simulator.start_by_card(CARD, OFFICE)
    await home.wait(700)
    at_home, away = await events(home, NOON, NOON + timedelta(days=1))
    assert at_home["location"].startswith("Dam 1")
    assert away["location"].startswith("Stationsplein 9")
    simulator.end_session(session_id)
    await home.wait(120)
    await home.hass.config_entries.async_reload(metered.entry_id)
    await home.settle()
    _, away = await events(home, NOON, NOON + timedelta(days=1))
    assert away["summary"] == "Stationsplein 9"
    assert away["location"] == "Stationsplein 9"


@pytest.mark.parametrize(
    ("points", "named"),
    [([charge_point_subentry(PRIVATE, "Carport")], "Carport"), ([], PRIVATE)],
)
async def test_where_the_directory_knows_nothing(
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    points: list[Any],
    named: str,
) -> None:
    """The place is what the charge point is called, else its EVSE ID."""
    entry = make_entry(card_subentry(), *points)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    there = {"evse_id": PRIVATE.replace("*", ""), "evse_name": PRIVATE}
    ema_id = CARD.replace("-", "")[:-1]
    put(entry.runtime_data.store, session(ema_id=ema_id, **there))
    (event,) = await events(home, NOON, NOON + timedelta(days=1))
    assert event["location"] == named
    assert event["summary"] == named


def session(**more: Any) -> TrackedSession:
    """Return a session of three quarters of an hour that is over."""
    ended = {
        "state": SessionState.STOPPED,
        "started_at": NOON,
        "ended_at": NOON + timedelta(minutes=45),
    }
    somewhere = {"ema_id": "1", "evse_id": "1", "evse_name": "1"}
    return TrackedSession(
        session_id="1", seen_at=NOON, **{**somewhere, **ended, **more}
    )


METERED = Metering(
    began_at=NOON,
    priced_until=NOON,
    reading=1011.4,
    energy=11.4,
    priced_energy=11.4,
    priced_cost=5.27,
    currency="EUR",
)


@pytest.mark.parametrize(
    ("more", "summary", "description"),
    [
        ({}, "Dam 1", "0:45 h"),
        (
            {"metering": METERED},
            "Dam 1 · 11.4 kWh · ≈ €5.27",
            "0:45 h · ≈ €0.46/kWh",
        ),
        (
            {"metering": replace(METERED, priced_energy=3)},
            "Dam 1 · 11.4 kWh",
            "0:45 h",
        ),
        (
            {"metering": replace(METERED, reading=None)},
            "Dam 1",
            "0:45 h",
        ),
        # A price of electricity may be below nought, and a sum that shows as nought is none.
        (
            {"metering": replace(METERED, priced_cost=-1.234)},
            "Dam 1 · 11.4 kWh · ≈ -€1.23",
            "0:45 h · ≈ -€0.11/kWh",
        ),
        (
            {"metering": replace(METERED, priced_cost=-0.001)},
            "Dam 1 · 11.4 kWh · ≈ €0.00",
            "0:45 h · ≈ €0.00/kWh",
        ),
        # What a bill says is no estimate.
        (
            {"billed": Billed(energy=20, amount=12, currency="CHF")},
            "Dam 1 · 20.0 kWh · CHF 12.00",
            "0:45 h · CHF 0.60/kWh",
        ),
        (
            {"metering": METERED, "billed": Billed(amount=1710, currency="JPY")},
            "Dam 1 · 11.4 kWh · ¥1710",
            "0:45 h · ¥150.00/kWh",
        ),
        (
            {"metering": METERED, "billed": Billed(energy=10)},
            "Dam 1 · 10.0 kWh · ≈ €5.27",
            "0:45 h",
        ),
        # The share of the sun is that of the energy of which it is known.
        (
            {"metering": METERED, "solar": Solar(energy=5, covered=8)},
            "Dam 1 · 11.4 kWh · ≈ €5.27",
            "0:45 h · ≈ €0.46/kWh · ☀ 5.0 / 8.0 kWh (62%)",
        ),
        ({"solar": Solar()}, "Dam 1", "0:45 h"),
        ({"started_by": START}, "Dam 1", f"0:45 h\nStart: RequestId {START}"),
        ({"stopped_by": STOP}, "Dam 1", f"0:45 h\nStop: RequestId {STOP}"),
        (
            {"started_by": START, "stopped_by": STOP},
            "Dam 1",
            f"0:45 h\nStart: RequestId {START}\nStop: RequestId {STOP}",
        ),
        ({"ended_at": None, "state": SessionState.STARTED}, "Dam 1", None),
    ],
)
async def test_only_what_is_known(
    hass: HomeAssistant, more: dict[str, Any], summary: str, description: str | None
) -> None:
    """In a line, and below it what is good to know; RequestIds come last."""
    await async_load_integrations(hass, {DOMAIN})
    assert event_texts(hass, "Dam 1", session(**more)) == (summary, description)


async def test_in_another_language(hass: HomeAssistant) -> None:
    """What Shell looks a session up by is said in the words of Home Assistant's language."""
    hass.config.language = "pl"
    await async_load_texts(hass, "pl")
    told = session(started_by=START, stopped_by=STOP)
    _, description = event_texts(hass, "Dam 1", told)
    assert description is not None
    assert description.split("\n")[1:] == [
        f"Rozpoczęcie: RequestId {START}",
        f"Zatrzymanie: RequestId {STOP}",
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (5.275, "EUR", "€5.28"),
        (1234.5, "GBP", "£1234.50"),
        (3, "USD", "$3.00"),
        (3, "NOK", "NOK 3.00"),
        (3.4, "ISK", "ISK 3"),
        (-3.4, "ISK", "-ISK 3"),
        (1.2344, "KWD", "KWD 1.234"),
        (3, None, "3.00"),
    ],
)
async def test_money(
    hass: HomeAssistant, amount: float, currency: str | None, text: str
) -> None:
    """By its symbol where that means one currency alone, with as many decimals as the currency has."""
    await async_load_integrations(hass, {DOMAIN})
    assert money_text(hass, amount, currency) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00 h"), (89, "0:01 h"), (3599, "0:59 h"), (100 * 3600, "100:00 h")],
)
def test_duration(seconds: float, text: str) -> None:
    """In hours and minutes, however long."""
    assert duration_text(timedelta(seconds=seconds)) == text
