"""Prices whose today and tomorrow are in two entities, or that a template puts together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory, real_datetime
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from .november import HOUR, TODAY, TOMORROW, live_in_amsterdam, plan, rows
from custom_components.shell_ev.const import DOMAIN
from tests.conftest import Home

REAL = (real_datetime,)
"""Held where the frozen clock does not put its own in place of it, whose text is another."""
WHICH = pytest.mark.parametrize(
    "which", [slice(0, 2), slice(0, 1), slice(1, 2)], ids=["both", "today", "tomorrow"]
)
"""Of the entities that are named: the other is found."""


def half_hours(begin: datetime, prices: list[float]) -> list[dict[str, Any]]:
    """Return a day as Octopus Energy's event entities have it."""
    half = timedelta(minutes=30)
    return [
        {
            "start": begin + half * index,
            "end": begin + half * (index + 1),
            "value_inc_vat": price,
            "is_capped": False,
        }
        for index, price in enumerate(prices)
    ]


@WHICH
async def test_octopus_has_tomorrow_in_an_entity_of_its_own(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory, which: slice
) -> None:
    """Octopus tells today in one event entity and tomorrow in another: the night is bought at night.

    BottlecapDave/HomeAssistant-OctopusEnergy, _docs/entities/electricity.md: *Current Day Rates* and
    *Next Day Rates*. On Octopus Go it is 8 p from 00:30 to 05:30 and 30 p else.
    """
    await live_in_amsterdam(hass, freezer)
    await hass.config.async_set_time_zone("Europe/London")
    freezer.move_to("2026-11-20T20:00:00Z")
    day = [0.30] + [0.08] * 10 + [0.30] * 37
    begin = datetime(2026, 11, 20, tzinfo=UTC)
    registry = er.async_get(hass)
    base = "octopus_energy_electricity_19L1_1234"
    entities = []
    for day_of, start in (("current", begin), ("next", begin + 24 * HOUR)):
        name = f"{base}_{day_of}_day_rates"
        entity = registry.async_get_or_create(
            "event", "octopus_energy", name, suggested_object_id=name.lower()
        )
        hass.states.async_set(
            entity.entity_id,
            "2026-11-20T16:05:00.000+00:00",
            {"event_type": name, "rates": half_hours(start, day)},
        )
        entities.append(entity.entity_id)
    response = await plan(home, prices_from=entities[which], hours=4)
    assert not response["charge_now"], "it buys at 30 p what is 8 p in four hours"
    assert response["price"] == 0.08


def octopus(
    hass: HomeAssistant, platform: str, key: str, *, disabled: bool = False
) -> str:
    """Register an entity of a meter as Octopus Energy does, and return its id.

    BottlecapDave/HomeAssistant-OctopusEnergy, custom_components/octopus_energy/electricity/: unique
    ids of current_rate.py, rates_current_day.py and rates_next_day.py.
    """
    name = f"octopus_energy_electricity_19L1_1234_{key}"
    by = er.RegistryEntryDisabler.USER if disabled else None
    entity = er.async_get(hass).async_get_or_create(
        platform,
        "octopus_energy",
        name,
        suggested_object_id=name.lower(),
        disabled_by=by,
    )
    return entity.entity_id


@pytest.fixture
async def rate(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> str:
    """Have Octopus Energy's sensor of the rate in force, and return its id."""
    await live_in_amsterdam(hass, freezer)
    entity_id = octopus(hass, "sensor", "current_rate")
    attributes = {"unit_of_measurement": "GBP/kWh", "current_day_min_rate": 0.1}
    hass.states.async_set(entity_id, "0.3", attributes)
    return entity_id


@pytest.mark.parametrize("days", [2, 1])
async def test_octopus_rate_in_force(
    hass: HomeAssistant, home: Home, rate: str, days: int
) -> None:
    """Who names the sensor that shows the rate in force is understood: its meter has the rates in events."""
    for key, day, prices in (
        ("current_day_rates", 20, TODAY),
        ("next_day_rates", 21, TOMORROW),
    )[:days]:
        entity_id = octopus(hass, "event", key)
        hass.states.async_set(entity_id, "x", {"rates": rows(prices, day)})
    response = await plan(home, prices_from=rate, hours=2)
    assert response["source"]["understood"]
    assert response["source"]["slots"] == 24 * days
    # What one day says is good for the night, too, once the other has come.
    assert response["waits_for_prices"] is (days == 1)


@pytest.mark.parametrize("registered", [True, False])
async def test_octopus_without_its_events(
    hass: HomeAssistant, home: Home, rate: str, registered: bool
) -> None:
    """Which entity to choose is told by its id, also where it is disabled."""
    if registered:
        octopus(hass, "event", "current_day_rates", disabled=True)
    response = await plan(home, prices_from=rate, hours=1)
    event = "event.octopus_energy_electricity_19l1_1234_current_day_rates"
    assert f"Choose {event} instead" in response["source"]["problem"]


async def test_octopus_whose_events_have_not_told_yet(
    hass: HomeAssistant, home: Home, rate: str
) -> None:
    """As after a first start: that is what is said."""
    event = octopus(hass, "event", "current_day_rates")
    hass.states.async_set(event, "unknown")
    response = await plan(home, prices_from=rate, hours=1)
    assert response["source"]["problem"].startswith(f"{event} is not available")


def slots(day: int, prices: list[float]) -> list[dict[str, Any]]:
    """Return a day with times that are no text, as integrations have them in their attributes."""
    return [
        {
            "start": REAL[0].fromisoformat(row["start"]),
            "end": REAL[0].fromisoformat(row["end"]),
            "price": row["value"],
        }
        for row in rows(prices, day)
    ]


@WHICH
async def test_stromligning_has_tomorrow_in_an_entity_of_its_own(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory, which: slice
) -> None:
    """The sensor has today, ``binary_sensor.…_tomorrow_available_vat`` tomorrow: the night is bought at night.

    MTrab/stromligning: custom_components/stromligning/binary_sensor.py, handle_attributes.
    """
    await live_in_amsterdam(hass, freezer)
    registry = er.async_get(hass)
    stromligning = MockConfigEntry(domain="stromligning")
    stromligning.add_to_hass(hass)
    entities = []
    for domain, key, day, prices in (
        ("sensor", "current_price_vat", 20, TODAY),
        ("binary_sensor", "tomorrow_available_vat", 21, TOMORROW),
    ):
        entity = registry.async_get_or_create(
            domain,
            "stromligning",
            f"{key}_{stromligning.entry_id}",
            config_entry=stromligning,
            suggested_object_id=f"stromligning_{key}",
        )
        unit = {"unit_of_measurement": "kr/kWh"} if domain == "sensor" else {}
        hass.states.async_set(
            entity.entity_id, "on", {"prices": slots(day, prices)} | unit
        )
        entities.append(entity.entity_id)
    response = await plan(home, prices_from=entities[which], hours=2)
    assert not response["charge_now"], "it buys at 0.40 what is 0.11 at night"
    assert response["price"] == 0.11


async def test_a_template_hands_over_a_list_of_attributes(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """*Prices as a list*: the attributes of two entities put together, whose times are no text.

    What a template makes of times is text of Python's; nothing else can join two entities.
    """
    await live_in_amsterdam(hass, freezer)
    hass.states.async_set("event.current", "x", {"rates": slots(20, TODAY)})
    hass.states.async_set("event.next", "x", {"rates": slots(21, TOMORROW)})
    script = {
        "plan": {
            "sequence": [
                {
                    "action": "shell_ev.plan_charging",
                    "data": {
                        "prices": "{{ state_attr('event.current', 'rates')"
                        " + state_attr('event.next', 'rates') }}",
                        "hours": 2,
                        "ready_by": "07:00",
                    },
                    "response_variable": "plan",
                },
                {"stop": "done", "response_variable": "plan"},
            ]
        }
    }
    assert await async_setup_component(hass, "script", {"script": script})
    response: Any = await hass.services.async_call(
        "script", "plan", blocking=True, return_response=True
    )
    assert response["source"]["understood"], response["source"]["problem"]
    assert response["price"] == 0.11


@pytest.fixture
async def days(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> list[str]:
    """Have today and tomorrow in an entity each, of no integration that is known."""
    await live_in_amsterdam(hass, freezer)
    hass.states.async_set(
        "sensor.today",
        "0.4",
        {"prices": rows(TODAY, 20), "unit_of_measurement": "EUR/kWh"},
    )
    hass.states.async_set("sensor.tomorrow", "0.3", {"prices": rows(TOMORROW, 21)})
    return ["sensor.today", "sensor.tomorrow"]


@pytest.mark.parametrize("named", [list[str], ", ".join])
async def test_several_are_named(
    home: Home, days: list[str], named: Callable[[list[str]], Any]
) -> None:
    """A unit that only one says is that of both."""
    response = await plan(home, prices_from=named(days), hours=2)
    assert response["price"] == 0.11
    assert (response["source"]["slots"], response["source"]["unit"]) == (48, "EUR/kWh")


async def test_one_that_is_not_there_yet_is_no_fault(
    home: Home, days: list[str]
) -> None:
    """Tomorrow comes in the afternoon; what is told is of the first where there is nothing at all."""
    response = await plan(home, prices_from=[days[0], "sensor.later"], hours=1)
    assert response["source"]["understood"]
    response = await plan(home, prices_from=["sensor.none", "sensor.later"], hours=1)
    assert response["source"]["problem"].startswith("There is no entity sensor.none,")


@pytest.mark.parametrize(
    ("why", "problem"),
    [
        ("not understood", "No upcoming prices could be read from sensor.tomorrow"),
        ("renamed", "There is no entity sensor.tomorrow"),
        ("away", "sensor.tomorrow is not available"),
    ],
)
@pytest.mark.parametrize(
    ("clock", "ready_by", "told"),
    [
        ("20:00", "07:00", True),
        ("19:59", "07:00", False),
        ("00:05", "07:00", False),
        ("20:00", "23:30", False),
    ],
    ids=["out by now", "not yet", "at night", "not needed"],
)
async def test_a_named_entity_that_tells_nothing(
    hass: HomeAssistant,
    home: Home,
    days: list[str],
    freezer: FrozenDateTimeFactory,
    why: str,
    problem: str,
    clock: str,
    ready_by: str,
    told: bool,
) -> None:
    """It is told to the person at once, and not in the bill.

    One that is not there at all is told always; else the prices of tomorrow may come until eight.
    """
    freezer.move_to(datetime.fromisoformat(f"2026-11-20T{clock}:00+01:00"))
    hass.states.async_remove(days[1])
    if why == "not understood":
        hass.states.async_set(days[1], "0.3", {"tariffs": {"a": TOMORROW}})
    elif why == "away":
        hass.states.async_set(days[1], "unavailable")
    response = await plan(home, prices_from=days, hours=2, ready_by=ready_by)
    source = response["source"]
    assert source["understood"]
    if told or why == "renamed":
        expected = f"{problem}, so the plan is made without its prices."
        assert source["problem"].startswith(expected)
    else:
        assert source["problem"] is None


async def test_the_one_of_now_tells_nothing(
    hass: HomeAssistant, home: Home, days: list[str], freezer: FrozenDateTimeFactory
) -> None:
    """That tomorrow is known is no comfort before it begins."""
    freezer.move_to("2026-11-20T14:00:00Z")
    hass.states.async_set(days[0], "unavailable")
    response = await plan(home, prices_from=days, hours=2)
    assert response["source"]["problem"].startswith("sensor.today is not available")


async def test_the_other_that_nobody_named(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """An entity that was found beside the one that is named is not missed aloud."""
    await live_in_amsterdam(hass, freezer)
    today, tomorrow = (
        er.async_get(hass)
        .async_get_or_create("event", "octopus_energy", f"1_{day}_day_rates")
        .entity_id
        for day in ("current", "next")
    )
    hass.states.async_set(today, "x", {"rates": rows(TODAY, 20)})
    hass.states.async_set(tomorrow, "unavailable")
    response = await plan(home, prices_from=today, hours=2)
    assert response["source"]["problem"] is None


@pytest.mark.parametrize("unit", ["€/kWh", "eur / kWh", "EUR/MWh"])
async def test_units_of_one_meaning(
    hass: HomeAssistant, home: Home, days: list[str], unit: str
) -> None:
    """A sign and a code are one currency."""
    factor = 1000 if "MWh" in unit else 1
    prices = rows([price * factor for price in TOMORROW], 21)
    hass.states.async_set(
        days[1], "30", {"prices": prices, "unit_of_measurement": unit}
    )
    response = await plan(home, prices_from=days, hours=2)
    assert (response["price"], response["source"]["unit"]) == (0.11, "EUR/kWh")


async def test_units_that_differ(
    hass: HomeAssistant, home: Home, days: list[str]
) -> None:
    """Cents beside euros are not compared."""
    attributes = {"prices": rows(TOMORROW, 21), "unit_of_measurement": "ct/kWh"}
    hass.states.async_set(days[1], "30", attributes)
    response = await plan(home, prices_from=days, hours=1)
    assert response["source"]["problem"].startswith(
        "The prices are not all in the same"
    )
    assert not response["source"]["understood"]


async def test_an_entity_without_another_day(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """Another one of an integration that has its days in two."""
    await live_in_amsterdam(hass, freezer)
    entity = er.async_get(hass).async_get_or_create(
        "sensor", "octopus_energy", "19L1_1234_next_rate"
    )
    hass.states.async_set(entity.entity_id, "0.3")
    response = await plan(home, prices_from=entity.entity_id, hours=1)
    assert response["source"]["problem"].startswith("No upcoming prices could be read")


async def test_who_may_not_read_the_other_is_not_told_it(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Tomorrow's prices are those of an entity that has to be read for them."""
    await live_in_amsterdam(hass, freezer)
    today, tomorrow = (
        er.async_get(hass)
        .async_get_or_create("event", "octopus_energy", f"1_{day}_day_rates")
        .entity_id
        for day in ("current", "next")
    )
    hass.states.async_set(today, "x", {"rates": rows(TODAY, 20)})
    hass.states.async_set(tomorrow, "x", {"rates": rows(TOMORROW, 21)})
    user = MockUser().add_to_hass(hass)
    user.mock_policy({"entities": {"entity_ids": {today: {POLICY_READ: True}}}})
    response: Any = await hass.services.async_call(
        DOMAIN,
        "plan_charging",
        {"prices_from": today, "hours": 1, "ready_by": "07:00"},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id),
    )
    assert response["source"]["slots"] == 24
