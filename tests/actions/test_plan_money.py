"""What a plan costs in money: fees beside prices, in whatever coin they are told."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .november import TODAY, TOMORROW, live_in_amsterdam, plan, rows
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
