"""What the sessions card asks for: spans, sums, filters, pages and the file, for those who may see them."""

from collections.abc import Callable
import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .history import EVERYTHING, NOVEMBER, charged, metered
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.record import Billed, PricesInForce
from simulator import Simulator
from tests.conftest import HOME
from tests.store.records import put


def ids(answer: Any) -> list[str]:
    """Return the sessions of an answer."""
    return [session["session_id"] for session in answer["sessions"]]


async def test_a_month(past: MockConfigEntry, query: Any, simulator: Simulator) -> None:
    """A session counts whole on the local day it started; a failed start counts nowhere."""
    calls = len(simulator.audit)
    answer = await query(**NOVEMBER)
    assert ids(answer) == ["s2", "s7", "s6", "s1"]
    assert (answer["count"], answer["today"], answer["first"]) == (
        4,
        "2026-12-01",
        "2026-10-31",
    )
    assert answer["totals"] == {
        "sessions": 4,
        "energy": 35.5,
        "without_energy": 1,
        "duration": 3 * 3600,
        "without_duration": 1,
        "costs": [
            {
                "currency": "EUR",
                "cost": 5.0,
                "average_price": 0.3333,
                "sessions": 2,
                "estimated": True,
            },
            {
                "currency": "SEK",
                "cost": 110,
                "average_price": 5.3659,
                "sessions": 1,
                "estimated": False,
            },
        ],
        "without_cost": 1,
        "solar_energy": 2,
        "solar_covered": 4,
        "solar_share": 0.5,
        "without_solar": 3,
    }
    home = answer["places"][0]["key"]
    assert answer["places"] == [
        {"key": home, "name": "Home"},
        {"key": "NLTNMEROAD1", "name": "Stop & go"},
    ]
    assert [card["name"] for card in answer["cards"]] == ["Card", "Company"]
    assert answer["bars"] == [
        {
            "day": "2026-11-01",
            "parts": [
                {"place": home, "energy": 10, "sessions": 1, "without_energy": 0}
            ],
        },
        {
            "day": "2026-11-12",
            "parts": [
                {
                    "place": "NLTNMEROAD1",
                    "energy": 20.5,
                    "sessions": 2,
                    "without_energy": 1,
                }
            ],
        },
        {
            "day": "2026-11-30",
            "parts": [
                {"place": home, "energy": 5.0, "sessions": 1, "without_energy": 0}
            ],
        },
    ]
    assert len(simulator.audit) == calls


async def test_all_there_is_by_month(past: MockConfigEntry, query: Any) -> None:
    """An open span holds everything."""
    answer = await query(**EVERYTHING)
    assert ids(answer) == ["s3", "s2", "s7", "s6", "s1", "s4"]
    assert [bar["day"] for bar in answer["bars"]] == ["2026-10", "2026-11", "2026-12"]


async def test_filters_and_pages(past: MockConfigEntry, query: Any) -> None:
    """The sums follow the filter, what can be chosen does not; pages come after the sums."""
    everything = await query(**NOVEMBER)
    (_, company) = everything["cards"]
    by_card = await query(**NOVEMBER, cards=[company["key"]], limit=1)
    assert (ids(by_card), by_card["count"]) == (["s7"], 2)
    assert by_card["totals"]["sessions"] == 2
    assert by_card["cards"] == everything["cards"]
    assert by_card["places"] == everything["places"]
    assert ids(await query(**NOVEMBER, cards=[company["key"]], limit=1, offset=1)) == [
        "s6"
    ]
    assert ids(await query(**NOVEMBER, places=[everything["places"][0]["key"]])) == [
        "s2",
        "s1",
    ]
    assert ids(await query(**NOVEMBER, places=[], cards=[])) == []


async def test_a_receipt(past: MockConfigEntry, query: Any) -> None:
    """Times as they were at home, and both what was metered and what was billed."""
    put(
        past.runtime_data.store,
        charged(
            8,
            "2026-11-05T18:00:00",
            metering=metered(11.4123, 5.2749),
            billed=Billed(amount=5.31, currency="EUR"),
            prices=PricesInForce(currency="EUR", per_kwh=0.44, start_fee=0.25),
            location_name="Dam 1",
            started_by="request-1",
        ),
    )
    answer = await query(**NOVEMBER)
    (row,) = [row for row in answer["sessions"] if row["session_id"] == "s8"]
    assert row | {"place": None, "card": None} == {
        "account": past.entry_id,
        "key": "s8",
        "session_id": "s8",
        "state": "stopped",
        "live": False,
        "place": None,
        "card": None,
        "charge_point": "Home",
        "charge_card": "Card",
        "location": "Dam 1",
        "evse_id": HOME,
        "day": "2026-11-05",
        "started_at": "2026-11-05T18:00:00+01:00",
        "stopped_at": "2026-11-05T19:00:00+01:00",
        "duration": 3600,
        "error": None,
        "error_code": None,
        "error_text": None,
        "origin": "elsewhere",
        "start_request_id": "request-1",
        "stop_request_id": None,
        "energy": 11.412,
        "energy_source": "meter",
        "cost": 5.31,
        "currency": "EUR",
        "cost_source": "bill",
        "average_price": 0.4653,
        "solar_energy": None,
        "solar_covered": None,
        "metered": {"energy": 11.412, "cost": 5.27, "currency": "EUR"},
        "billed": {"energy": None, "amount": 5.31, "currency": "EUR"},
        "prices": {
            "currency": "EUR",
            "per_kwh": 0.44,
            "per_minute": None,
            "start_fee": 0.25,
        },
        "may_change": True,
    }
    assert (row["place"]["name"], row["card"]["name"]) == ("Home", "Card")


async def test_a_card_that_is_gone(past: MockConfigEntry, query: Any) -> None:
    """Its sessions stay, and can be asked for."""
    gone = charged(9, "2026-11-06T10:00:00", ema_id="NLTNMC999999999")
    put(past.runtime_data.store, gone)
    answer = await query(**NOVEMBER)
    assert answer["cards"][-1] == {"key": "", "name": None}
    assert ids(await query(**NOVEMBER, cards=[""])) == ["s9"]


async def test_the_file_holds_what_is_shown(past: MockConfigEntry, query: Any) -> None:
    """All pages of it, oldest first, under a name that tells the span."""
    answer = await query(
        "export_sessions", **{"from": "2026-11-01", "to": "2026-12-01"}
    )
    rows = list(csv.DictReader(StringIO(answer["csv"], newline="")))
    assert [row["session_id"] for row in rows] == ["s1", "s6", "s7", "s2"]
    assert rows[1]["energy_source"] == "bill"
    assert rows[0]["started_at"] == "2026-11-01T00:00:00+01:00"
    assert answer["filename"] == "shell-ev-2026-11.csv"
    (company,) = [
        card["key"]
        for card in (await query(**NOVEMBER))["cards"]
        if card["name"] == "Company"
    ]
    filtered = await query(
        "export_sessions", **{"from": None, "to": None}, cards=[company]
    )
    assert filtered["csv"].count("\r\n") == 3
    assert filtered["filename"] == "shell-ev-company.csv"


@pytest.mark.parametrize(
    ("begin", "end", "name"),
    [
        ("2026-12-01", "2027-01-01", "shell-ev-2026-12.csv"),
        ("2026-02-01", "2026-03-01", "shell-ev-2026-02.csv"),
        ("2026-01-01", "2027-01-01", "shell-ev-2026.csv"),
        ("2026-01-01", "2028-01-01", "shell-ev-2026-01-01-2027-12-31.csv"),
        ("2026-11-01", "2027-11-01", "shell-ev-2026-11-01-2027-10-31.csv"),
        ("2026-11-03", "2026-11-04", "shell-ev-2026-11-03-2026-11-03.csv"),
        (None, "2026-11-04", "shell-ev.csv"),
        ("2026-11-04", None, "shell-ev.csv"),
    ],
)
async def test_names_of_files(
    past: MockConfigEntry, query: Any, begin: str | None, end: str | None, name: str
) -> None:
    """A month, a year, or any span."""
    answer = await query("export_sessions", **{"from": begin, "to": end})
    assert answer["filename"] == name


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", 7])
async def test_days_that_are_none(past: MockConfigEntry, query: Any, day: Any) -> None:
    """They are refused, with a word."""
    assert (await query(**NOVEMBER | {"from": day}))["code"] == "invalid_format"


async def test_times_at_the_edge_of_the_calendar(
    past: MockConfigEntry, query: Any
) -> None:
    """What Shell makes up does no harm."""
    first = datetime(1, 1, 1, tzinfo=UTC)
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    put(
        past.runtime_data.store,
        charged(10, "2026-11-06T10:00:00", started_at=first),
        charged(11, "2026-11-06T10:00:00", started_at=last, ended_at=last),
    )
    answer = await query(**EVERYTHING)
    assert (ids(answer)[0], ids(answer)[-1]) == ("s11", "s10")
    assert (await query("export_sessions", **{"from": None, "to": None}))["csv"]


async def test_who_may_see_what(
    hass: HomeAssistant, past: MockConfigEntry, query: Any
) -> None:
    """A user sees the sessions of the cards whose calendar it may read, and changes those it may control."""
    user = MockUser().add_to_hass(hass)
    user.mock_policy(
        {"entities": {"entity_ids": {"calendar.company_sessions": {"read": True}}}}
    )
    answer = await query(user=user, **EVERYTHING)
    assert ids(answer) == ["s7", "s6"]
    assert answer["first"] == "2026-11-12"
    assert not answer["sessions"][0]["may_change"]
    nobody = MockUser().add_to_hass(hass)
    nobody.mock_policy({})
    for kind, more in (
        ("sessions", EVERYTHING),
        ("export_sessions", {"from": None, "to": None}),
    ):
        assert (await query(kind, user=nobody, **more))["code"] == "unauthorized"


async def test_without_an_account(hass: HomeAssistant, query: Any) -> None:
    """There is nothing, and that is no error."""
    await async_setup_component(hass, DOMAIN, {})
    answer = await query(**NOVEMBER)
    assert (answer["first"], answer["count"], answer["away"]) == (None, 0, [])
    assert answer["totals"]["sessions"] == 0
    file = await query("export_sessions", **{"from": None, "to": None})
    assert file["csv"].count("\r\n") == 1


async def test_an_account_that_is_not_loaded(
    hass: HomeAssistant,
    past: MockConfigEntry,
    make_entry: Callable[..., MockConfigEntry],
    query: Any,
) -> None:
    """Sums that lack it do not look like those that lack nothing; of nothing but it there are none."""
    make_entry(data={"client_id": "other-client"})
    assert (await query(**EVERYTHING))["away"] == ["Shell EV Charging"]
    await hass.config_entries.async_unload(past.entry_id)
    for kind, more in (
        ("sessions", EVERYTHING),
        ("export_sessions", {"from": None, "to": None}),
    ):
        error = await query(kind, **more)
        assert (error["code"], error["translation_key"]) == (
            "not_found",
            "sessions_away",
        )
