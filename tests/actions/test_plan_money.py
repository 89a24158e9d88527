"""What a plan costs in money: fees beside prices, in whatever coin they are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .november import TODAY, TOMORROW, live_in_amsterdam, plan, rows, times
from tests.conftest import Home

PRICE = "sensor.price"


@pytest.fixture(autouse=True)
async def _evening(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Plan in Amsterdam at eight in the evening."""
    await live_in_amsterdam(hass, freezer)


async def test_a_plan_that_is_followed_costs_what_it_says(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """Asked every five minutes, as the pages show, it does not end what it has begun for its own fee.

    The fee of a session that runs is paid: to go on costs none.
    """
    freezer.move_to("2026-11-20T21:00:00Z")  # 22:00
    today = [0.30] * 22 + [0.10, 0.30]
    tomorrow = [0.30] * 2 + [0.12] * 2 + [0.20] * 3 + [0.40] * 17
    hass.states.async_set(
        PRICE,
        "0.1",
        {
            "raw_today": rows(today, 20),
            "raw_tomorrow": rows(tomorrow, 21),
            "unit_of_measurement": "EUR/kWh",
        },
    )
    by_time = {
        datetime.fromisoformat(row["start"]): row["value"]
        for row in rows(today, 20) + rows(tomorrow, 21)
    }
    needed, charged, starts, money, on = 3 * 60, 0, 0, 0.0, False
    promised: float | None = None
    now = datetime(2026, 11, 20, 21, tzinfo=UTC)
    while now < datetime(2026, 11, 21, 6, tzinfo=UTC) and charged < needed:
        freezer.move_to(now)
        response = await plan(
            home,
            prices_from=PRICE,
            energy=(needed - charged) / 60 * 10,
            power=10,
            start_fee=0.5,
            charging=on,
        )
        promised = response["cost"] if promised is None else promised
        if response["charge_now"]:
            starts += not on
            money += by_time[now.replace(minute=0)] * 10 / 12
            charged += 5
        on = response["charge_now"]
        now += timedelta(minutes=5)
    assert charged == needed
    assert promised is not None
    assert (round(money + 0.5 * starts, 3), starts) == (promised, 2)


@pytest.mark.parametrize("unit", ["ct/kWh", "ct"])
async def test_a_fee_in_money_beside_prices_in_cents(
    hass: HomeAssistant, home: Home, unit: str
) -> None:
    """The fee is *in the currency of the prices*: fifty cents are not half a cent.

    Cents of a kWh are how EPEX Spot, Octopus and the Baltic sensors show prices.
    """
    slots = [28.0] * 6 + [30.0, 28.0] * 3 + [30.0] * 12
    attributes = {
        "raw_today": rows([30.0] * 24, 20),
        "raw_tomorrow": rows(slots[6:] + slots[:6], 21),
        "unit_of_measurement": unit,
    }
    hass.states.async_set(PRICE, "30", attributes)
    response = await plan(home, prices_from=PRICE, hours=3, power=10, start_fee=0.5)
    # Three starts would save 2 ct a kWh, 40 ct in all, for a euro of fees.
    assert len(response["blocks"]) == 1
    assert response["cost"] == round(30 * response["price"] / 100 + 0.5, 6)


@pytest.mark.parametrize(
    ("unit", "factor", "cost"),
    [
        ("snt/kWh", 100, 2.7),
        ("EURcent/kWh", 100, 2.7),
        ("EUR ct/kWh", 100, 2.7),
        ("€¢/kWh", 100, 2.7),
        ("kr/kWh", 1, 2.7),
        ("$/kWh", 1, 2.7),
        ("Kreuzer/kWh", 100, None),
    ],
)
async def test_what_it_costs_in_money(
    hass: HomeAssistant, home: Home, unit: str, factor: float, cost: float | None
) -> None:
    """Two hours at 10 kW and 11 cents, and the fee; where the coin is not known it is not told."""
    attributes = {
        "raw_today": rows([price * factor for price in TODAY], 20),
        "raw_tomorrow": rows([price * factor for price in TOMORROW], 21),
        "unit_of_measurement": unit,
    }
    hass.states.async_set(PRICE, "30", attributes)
    response = await plan(home, prices_from=PRICE, hours=2, power=10, start_fee=0.5)
    assert response["cost"] == cost


@pytest.mark.parametrize("unit", ["EUR/kWh", "EUR/MWh", "ct/kWh", None])
async def test_cents_that_the_key_tells(
    hass: HomeAssistant, home: Home, unit: str | None
) -> None:
    """Whatever the entity itself shows: two hours at 10 kW and 11 ct are 2.20, not 220."""
    listed = [
        {
            "start_time": row["start"],
            "end_time": row["end"],
            "price_ct_per_kwh": row["value"] * 100,
        }
        for row in rows(TODAY, 20) + rows(TOMORROW, 21)
    ]
    hass.states.async_set(PRICE, "30", {"data": listed, "unit_of_measurement": unit})
    response = await plan(home, prices_from=PRICE, hours=2, power=10)
    assert (response["cost"], response["price"]) == (2.2, 11)
    assert response["source"]["unit"] == "ct/kWh"


CHEAP = [("21T02:00", "21T04:00")]
"""At 10 and 12 ct a kWh."""


def both_days(factor: float, key: str = "value", **more: str) -> list[dict[str, Any]]:
    """Return the prices of both days as so many of another unit make one of a kWh."""
    return [
        {"start": row["start"], key: row["value"] * factor} | more
        for row in rows(TODAY, 20) + rows(TOMORROW, 21)
    ]


@pytest.mark.parametrize(
    ("unit", "listed", "ceiling"),
    [
        ("EUR/MWh", both_days(1000), 120),
        ("EUR/kWh", both_days(1), 0.12),
        ("ct/kWh", both_days(100), 12),
        ("ct", both_days(100), 12),
        ("Kreuzer/MWh", both_days(1000), 120),
        ("ct/kWh", both_days(1000, unit="Eur/MWh"), 12),
        ("EUR/MWh", both_days(100, unit="ct/kWh"), 120),
        ("EUR/kWh", both_days(100, "price_ct_per_kwh"), 0.12),
        ("ct/kWh", both_days(1000, "price_eur_per_mwh"), 12),
        ("EUR", both_days(1000, unit="EUR/MWh"), 120),
        (None, both_days(1000, unit="EUR/MWh"), 120),
        (None, both_days(1000, "price_eur_per_mwh"), 120),
        (None, both_days(1), 0.12),
        (7, both_days(1), 0.12),
    ],
)
async def test_a_ceiling_is_in_the_unit_that_the_entity_shows(
    hass: HomeAssistant,
    home: Home,
    unit: object,
    listed: list[dict[str, Any]],
    ceiling: float,
) -> None:
    """However the prices to come are listed; a price that equals it is not above it, one ct more is."""
    hass.states.async_set(PRICE, "30", {"prices": listed, "unit_of_measurement": unit})
    response = await plan(home, prices_from=PRICE, hours=4, price_ceiling=ceiling)
    assert times(response) == CHEAP
    lower = ceiling * 11 / 12
    response = await plan(home, prices_from=PRICE, hours=4, price_ceiling=lower)
    assert times(response) == [("21T02:00", "21T03:00")]


async def test_a_price_that_equals_the_ceiling_in_another_unit(
    hass: HomeAssistant, home: Home
) -> None:
    """28.4 ct are 284 EUR/MWh, although the two are not the same in a computer's numbers."""
    prices = rows([284.0] * 24, 21)
    attributes = {
        "prices": [row | {"unit": "EUR/MWh"} for row in prices],
        "unit_of_measurement": "ct/kWh",
    }
    hass.states.async_set(PRICE, "30", attributes)
    response = await plan(home, prices_from=PRICE, hours=1, price_ceiling=28.4)
    assert response["hours"] == 1


async def test_a_ceiling_for_a_list_is_in_its_unit(home: Home) -> None:
    """As its prices are given, there is nothing else to go by."""
    listed = both_days(1000, unit="EUR/MWh")
    response = await plan(home, prices=listed, hours=4, price_ceiling=120)
    assert times(response) == CHEAP
    assert (response["price"], response["source"]["unit"]) == (0.11, "EUR/kWh")


async def test_a_ceiling_is_in_the_unit_of_the_first_entity(
    hass: HomeAssistant, home: Home
) -> None:
    """Where another lists its own in another; the fee is in money all the while."""
    for day, prices, unit, factor in (
        ("today", TODAY, "EUR/MWh", 1000),
        ("tomorrow", TOMORROW, "EUR/kWh", 1),
    ):
        listed = rows([price * factor for price in prices], 20 + (factor == 1))
        attributes = {"prices": listed, "unit_of_measurement": unit}
        hass.states.async_set(f"sensor.{day}", "30", attributes)
    response = await plan(
        home,
        prices_from=["sensor.today", "sensor.tomorrow"],
        hours=4,
        power=10,
        start_fee=0.5,
        price_ceiling=120,
    )
    assert times(response) == CHEAP
    assert response["cost"] == 2.7
