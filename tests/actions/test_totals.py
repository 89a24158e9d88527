"""What a list adds up: by the local day on which sessions began, against a second reckoning."""

from collections import defaultdict
import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from custom_components.shell_ev.api.models import SessionState
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import Billed, TrackedSession
from tests.conftest import Home
from tests.store.records import NOW, ended, put, reading

HOUR = timedelta(hours=1)
YEAR: Final = 2025
SESSIONS: Final = 300


def random_year(random: Random) -> list[TrackedSession]:
    """Return sessions of a year and its edges: of all kinds, with a meter and without, billed and not."""
    begin = datetime(YEAR, 1, 1, tzinfo=UTC) - timedelta(days=1)
    minutes = sorted(random.sample(range(367 * 24 * 60), SESSIONS))
    return [
        _random(random, number, begin + timedelta(minutes=minute))
        for number, minute in enumerate(minutes)
    ]


def _random(random: Random, number: int, at: datetime) -> TrackedSession:
    energy = random.randrange(0, 80_000) / 1000
    metering = Metering(
        began_at=at,
        priced_until=at,
        meter="sensor.meter",
        reading=1000.0,
        energy=energy,
        priced_energy=energy if random.random() < 0.7 else -1,
        priced_cost=random.randrange(0, 3000) / 100,
        currency=random.choice(("EUR", "CHF")),
    )
    billed = Billed(
        energy=random.choice((None, random.randrange(80_000) / 1000)),
        amount=random.choice((None, random.randrange(-500, 4000) / 100)),
        currency=random.choice(("EUR", "CHF")),
    )
    failed = random.random() < 0.1
    return ended(
        number,
        at + timedelta(minutes=random.randrange(3000)),
        started_at=at,
        seen_at=at,
        state=SessionState.FAILED_TO_START if failed else SessionState.STOPPED,
        metering=random.choice((None, metering)),
        billed=random.choice((None, billed)),
    )


def reckon(sessions: list[TrackedSession]) -> dict[str, Any]:
    """Return what a person with paper would add up."""
    energy, costs, lack_energy, lack_cost = [], defaultdict(list), 0, 0
    for session in sessions:
        bill, meter = session.billed, session.metering
        if bill and bill.energy is not None:
            energy.append(Decimal(str(bill.energy)))
        elif meter:
            energy.append(Decimal(str(meter.energy)))
        else:
            lack_energy += 1
        if bill and bill.amount is not None:
            costs[bill.currency].append(Decimal(str(bill.amount)))
        elif meter and meter.priced_energy != -1:
            costs[meter.currency].append(Decimal(str(meter.priced_cost)))
        else:
            lack_cost += 1
    return {
        "sessions": len(sessions),
        "energy": float(sum(energy)) if energy else None,
        "without_energy": lack_energy,
        "without_cost": lack_cost,
        "costs": {each: float(sum(costs[each])) for each in costs},
    }


def local(day: datetime) -> str:
    """Return the first of a month as a person writes it: without a zone."""
    return day.replace(tzinfo=None).isoformat(" ")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/St_Johns", "Asia/Tokyo"])
async def test_the_months_of_a_year(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, zone: str, seed: int
) -> None:
    """Each month's totals, and the rows of its file, are those of the sessions that began in it."""
    await hass.config.async_set_time_zone(zone)
    sessions = random_year(Random(seed))
    put(entry.runtime_data.store, *sessions)
    months: dict[tuple[int, int], list[TrackedSession]] = defaultdict(list)
    for session in sessions:
        if session.state is SessionState.STOPPED and session.started_at:
            at = session.started_at.astimezone(ZoneInfo(zone))
            months[at.year, at.month].append(session)
    seen = 0
    for month in range(1, 13):
        begin = datetime(YEAR, month, 1)
        end = datetime(YEAR + month // 12, month % 12 + 1, 1)
        span = {"from": local(begin), "to": local(end)}
        response = await home.act("list_sessions", **span)
        found = response["totals"]
        expected = months[YEAR, month]
        told = {cost["currency"]: cost["cost"] for cost in found["costs"]}
        wanted = reckon(expected)
        assert {**{key: found[key] for key in wanted}, "costs": told} == wanted
        assert found["solar_share"] is None
        assert found["without_solar"] == len(expected)
        exported = await home.act("export_sessions", **span)
        rows = list(csv.DictReader(StringIO(exported["csv"], newline="")))
        assert [row["session_id"] for row in rows] == [
            session.session_id for session in expected
        ]
        kwh = [Decimal(row["energy_kwh"]) for row in rows if row["energy_kwh"]]
        assert (float(sum(kwh)) if kwh else None) == found["energy"]
        assert all(row["started_at"].startswith(f"{begin:%Y-%m}") for row in rows)
        seen += len(rows)
    assert seen == sum(len(months[key]) for key in months if key[0] == YEAR)


async def test_over_midnight(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """A session of New Year's Eve counts in the old year; that it went on in the new one is told."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    at = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    put(
        entry.runtime_data.store,
        ended(1, at + 9 * HOUR, started_at=at, billed=Billed(energy=40)),
    )
    old, new = "2026-12-31 00:00:00", "2027-01-01 00:00:00"
    totals = (await home.act("list_sessions", **{"from": old, "to": new}))["totals"]
    assert (totals["sessions"], totals["energy"]) == (1, 40)
    assert totals["duration"] == 9 * 3600
    later = await home.act("list_sessions", **{"from": new})
    assert (later["totals"]["sessions"], len(later["sessions"])) == (0, 1)


async def test_nothing_is_no_zero(entry: MockConfigEntry, home: Home) -> None:
    """Where nothing is known there is no sum."""
    assert (await home.act("list_sessions"))["totals"] == {
        "sessions": 0,
        "energy": None,
        "without_energy": 0,
        "duration": None,
        "without_duration": 0,
        "costs": [],
        "without_cost": 0,
        "solar_energy": None,
        "solar_covered": None,
        "solar_share": None,
        "without_solar": 0,
    }


async def test_a_failed_start_is_listed_and_not_counted(
    entry: MockConfigEntry, home: Home
) -> None:
    """The list tells what went wrong, the totals what was charged."""
    put(
        entry.runtime_data.store,
        ended(1, state=SessionState.FAILED_TO_START, announced=frozenset()),
        ended(2, NOW + HOUR),
    )
    response = await home.act("list_sessions")
    assert len(response["sessions"]) == 2
    assert response["totals"]["sessions"] == 1


async def test_newest_first_is_by_their_beginning(
    entry: MockConfigEntry, home: Home
) -> None:
    """Not by when they became known: one whose id Shell gives again is kept anew, and stays as old."""
    tracker = entry.runtime_data.reader.tracker
    put(entry.runtime_data.store, ended(1, NOW), ended(2, NOW + 2 * HOUR))
    again = reading(1, SessionState.STOPPED, NOW + 4 * HOUR, stopped_at=NOW + 5 * HOUR)
    tracker.update([again], tracker.draw_ticket(), NOW + 5 * HOUR)
    listed = (await home.act("list_sessions"))["sessions"]
    assert [each["started_at"] for each in listed] == [
        (NOW + offset * HOUR).isoformat() for offset in (4, 1, -1)
    ]


async def test_a_span_at_the_ends_of_the_calendar(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Who writes the year 1 means from the beginning on."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    put(entry.runtime_data.store, ended(1))
    everything = {"from": "0001-01-01 00:00:00", "to": "9999-12-31 23:59:59"}
    for zone in ("Europe/Amsterdam", "America/Los_Angeles"):
        await hass.config.async_set_time_zone(zone)
        assert len((await home.act("list_sessions", **everything))["sessions"]) == 1
