"""What the pages have to copy: a receipt that is noted, a file of each year, the cheapest times."""

import csv
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.shell_ev.api import SessionState
from custom_components.shell_ev.session.record import Event
from simulator import Simulator
from tests.conftest import HOME, Home
from tests.pages import example
from tests.store.records import NOW, ended, put
from tests.test_readme import CHEAPEST, LISTED, RECEIPT, THIS_YEAR

HOUR = timedelta(hours=1)


async def charge(home: Home) -> None:
    """Have a session at home."""
    await home.switch("on")
    await home.wait(600)
    await home.switch("off")
    await home.wait(40)


@pytest.fixture
async def receipt(hass: HomeAssistant, entry: MockConfigEntry, home: Home) -> None:
    """Have the script for the last session on a card."""
    script = {"receipt": example(RECEIPT, home.device_id("Card"))}
    assert await async_setup_component(hass, "script", {"script": script})


@pytest.mark.usefixtures("receipt")
async def test_what_the_receipt_says(
    hass: HomeAssistant, home: Home, simulator: Simulator
) -> None:
    """It is noted of the last session, not of a start that failed after it."""
    await charge(home)
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(40)
    said = {"energy": 12.5, "amount": 6.1}
    await hass.services.async_call("script", "receipt", said, blocking=True)
    _, session = (await home.act("list_sessions"))["sessions"]
    assert (session["energy"], session["cost"]) == (12.5, 6.1)
    assert (session["currency"], session["cost_source"]) == ("EUR", "bill")


@pytest.mark.usefixtures("receipt")
@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ({"energy": 12.5}, (12.5, "bill", None, None)),
        ({"amount": 6.1}, (None, None, 6.1, "bill")),
    ],
)
async def test_what_the_receipt_says_of_one_figure_alone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    said: dict[str, float],
    noted: tuple[Any, ...],
) -> None:
    """The other one stays as it is."""
    put(entry.runtime_data.store, ended(1))
    await hass.services.async_call("script", "receipt", said, blocking=True)
    (session,) = (await home.act("list_sessions"))["sessions"]
    keys = ("energy", "energy_source", "cost", "cost_source")
    assert tuple(session[key] for key in keys) == noted


@pytest.mark.usefixtures("receipt")
async def test_a_receipt_after_a_start_that_failed_in_its_time(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Whatever times Shell gives a start that failed, the receipt is of the session before."""
    failed = {
        "state": SessionState.FAILED_TO_START,
        "announced": frozenset({Event.START_FAILED}),
    }
    put(entry.runtime_data.store, ended(1), ended(2, NOW + 3 * HOUR, **failed))
    await hass.services.async_call("script", "receipt", {"energy": 12.5}, blocking=True)
    sessions = (await home.act("list_sessions"))["sessions"]
    assert [session["energy"] for session in sessions] == [None, 12.5]


@pytest.mark.usefixtures("entry")
async def test_the_sessions_of_each_year(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory, tmp_path: Path
) -> None:
    """At three those of each year are in its file, New Year's Eve with its end included."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-12-31T01:59:30Z")
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    text = json.dumps(example(THIS_YEAR)).replace("/media", str(tmp_path))
    automation = {"automation": json.loads(text)}
    assert await async_setup_component(hass, "automation", automation)

    def files() -> dict[str, list[str]]:
        """Return the days of the ends in each file."""
        rows = {
            file.stem[-4:]: csv.DictReader(file.read_text().splitlines())
            for file in tmp_path.iterdir()
        }
        return {
            year: [row["stopped_at"][:10] for row in found]
            for year, found in rows.items()
        }

    await home.wait(60)
    assert files() == {"2026": [], "2025": []}
    freezer.move_to("2026-12-31T22:59:00Z")
    await charge(home)
    await charge(home)
    freezer.move_to("2027-01-01T01:59:30Z")
    await home.wait(60)
    # Else it would wait for three on the next day, beyond the test.
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"})
    assert files() == {"2027": ["2027-01-01"], "2026": ["2027-01-01"], "2025": []}


@pytest.mark.usefixtures("entry")
async def test_the_cheapest_times(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """It charges from two to four, and what is wrong with the prices is said once."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-21T00:00:00Z")
    notes = async_mock_service(hass, "persistent_notification", "create")
    prices = [
        {"start": f"2026-11-21T{hour:02}:00:00+01:00", "value": price}
        for hour, price in enumerate([0.3, 0.3, 0.1, 0.1, 0.3, 0.3, 0.3, 0.3])
    ]
    hass.states.async_set("sensor.electricity_price", "0.3", {"raw_today": prices})
    # Two hours at 11 kW are 22 of its 60 kWh.
    hass.states.async_set("sensor.car_battery", str(80 - 22 / 0.6))
    automation = {"automation": example(CHEAPEST)}
    assert await async_setup_component(hass, "automation", automation)
    charged = []
    for battery in (80 - 22 / 0.6, 80 - 22 / 0.6, 80 - 11 / 0.6, 80):
        hass.states.async_set("sensor.car_battery", str(battery))
        await home.wait(3000)
        charged.append(home.state("charging"))
    assert charged == ["off", "on", "on", "off"]
    assert not notes
    hass.states.async_set("sensor.electricity_price", "unavailable")
    await home.wait(330)
    (note,) = notes
    assert note.data["message"].startswith("sensor.electricity_price is not available")
    # Else it would go on at the next five minutes, beyond the test.
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"})


@pytest.mark.usefixtures("entry")
async def test_prices_that_a_template_lists(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whatever the attributes are called; while there are none, that is said."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-20T23:00:00Z")
    begin = datetime(2026, 11, 20, 23, tzinfo=UTC)
    starts = [begin + HOUR * hour for hour in range(8)]
    upcoming = [
        {"begins": start.isoformat(), "costs": {"total": price}}
        for start, price in zip(
            starts, [0.3, 0.3, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3], strict=True
        )
    ]
    hass.states.async_set("sensor.my_tariff", "0.3", {"upcoming": upcoming})
    answer = {"stop": "", "response_variable": "plan"}
    script = {"plan": {"sequence": [example(LISTED), answer]}}
    assert await async_setup_component(hass, "script", {"script": script})

    async def made() -> Any:
        return await hass.services.async_call(
            "script", "plan", blocking=True, return_response=True
        )

    told = await made()
    assert told["source"]["problem"] is None
    assert [block["start"] for block in told["blocks"]] == ["2026-11-21T02:00:00+01:00"]
    assert (told["hours"], told["price"]) == (3, 0.1)
    hass.states.async_remove("sensor.my_tariff")
    assert (await made())["source"]["problem"].startswith("No prices were given")


@pytest.mark.parametrize("battery", ["unavailable", "unknown"])
async def test_a_car_that_sleeps_does_not_end_the_charge(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    battery: str,
) -> None:
    """The example to copy: a car whose battery is not known for a moment is not full."""
    automation = example(CHEAPEST)
    automation = {"alias": "Cheap", **automation}
    now = datetime.now(UTC)
    begin = now.replace(minute=0, second=0, microsecond=0)
    hass.states.async_set(
        "sensor.electricity_price",
        "0.1",
        {
            "prices": [
                {"start": (begin + HOUR * hour).isoformat(), "price": 0.1}
                for hour in range(48)
            ]
        },
    )
    hass.states.async_set("sensor.car_battery", "20")
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await home.settle()
    states = []
    await home.wait(600)
    states.append(home.state("charging"))
    await home.wait(600)
    hass.states.async_set("sensor.car_battery", battery)
    await home.wait(600)
    states.append(home.state("charging"))
    # It is taken away first, with what it waits for.
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "automation.cheap"}, blocking=True
    )
    assert states == ["on", "on"]
