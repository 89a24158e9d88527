"""What a session used and costs, in cases worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.shell_ev.api import Prices
from custom_components.shell_ev.metering import Metering, begin, price, read, usage

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def euro(per_kwh: float | None, per_minute: float | None, fee: float | None) -> Prices:
    """Return prices in euro."""
    return Prices(currency="EUR", per_kwh=per_kwh, per_minute=per_minute, start_fee=fee)


def metered(*readings: float | None) -> Metering:
    """Return a session that was read these times."""
    metering = begin(NOON)
    for reading in readings:
        metering = read(metering, reading)
    return metering


@pytest.mark.parametrize(
    ("readings", "used"),
    [
        ((), None),
        ((None,), None),
        ((100.0,), 0),
        ((100.0, 101.5, 104.0), 4),
        # What was missed comes with the next reading.
        ((100.0, None, None, 104.0), 4),
        ((None, 100.0, 104.0), 4),
        # A meter that begins anew has counted from zero since.
        ((100.0, 104.0, 0.0, 2.5), 6.5),
        ((100.0, 104.0, 1.0), 5),
        # One that drops a little has not.
        ((100.0, 99.9, 100.0, 101.0), 1),
        ((100.0, 99.9, 100.5), 0.5),
    ],
)
def test_energy(readings: tuple[float | None, ...], used: float | None) -> None:
    """The energy of a session is what the meter went on by, whatever it did in between."""
    assert metered(*readings).used == (None if used is None else pytest.approx(used))


def test_the_cost_of_a_session() -> None:
    """0.35 to start, 10 kWh at 0.45, 60 minutes at 0.02: 0.35 + 4.50 + 1.20 = 6.05."""
    metering = price(metered(100), euro(0.45, 0.02, 0.35), NOON)
    assert metering.cost == 0.35
    metering = price(read(metering, 104), euro(0.45, 0.02, 0.35), NOON + 20 * MINUTE)
    metering = price(read(metering, 110), euro(0.45, 0.02, 0.35), NOON + 60 * MINUTE)
    assert metering.cost == pytest.approx(6.05)
    assert metering.currency == "EUR"


def test_a_price_that_changes_on_the_way() -> None:
    """4 kWh at 0.44 and 6 kWh at 0.31, with the start fee of the beginning: 0.25 + 1.76 + 1.86."""
    metering = price(metered(0), euro(0.44, 0, 0.25), NOON)
    metering = price(read(metering, 4), euro(0.44, 0, 0.25), NOON + 10 * MINUTE)
    metering = price(read(metering, 10), euro(0.31, 0, 0.99), NOON + 20 * MINUTE)
    assert metering.cost == pytest.approx(3.87)


@pytest.mark.parametrize(
    "unknown",
    [None, euro(None, 0, 0), euro(0.4, None, 0), euro(0.4, 0, None)],
)
def test_an_unknown_price_waits(unknown: Prices | None) -> None:
    """Nothing is estimated without it; once it is known, what waited is priced: 10 kWh at 0.4."""
    metering = price(metered(0, 10), unknown, NOON + 10 * MINUTE)
    assert metering.cost is None
    assert metering.used == 10
    metering = price(metering, euro(0.4, 0.01, 0), NOON + 20 * MINUTE)
    assert metering.cost == pytest.approx(4.2)


def test_a_price_that_is_not_known_any_more() -> None:
    """What is known of the cost is not all of it, so it is not shown."""
    metering = price(metered(0, 10), euro(0.4, 0, 0), NOON)
    assert metering.cost == pytest.approx(4)
    metering = price(read(metering, 11), None, NOON + MINUTE)
    assert metering.cost is None


def test_two_currencies() -> None:
    """They do not add up."""
    metering = price(metered(0, 10), euro(0.4, 0, 0), NOON)
    pound = Prices(currency="GBP", per_kwh=0.4, per_minute=0, start_fee=0)
    assert price(read(metering, 11), pound, NOON + MINUTE).cost is None


def test_time_does_not_run_backwards() -> None:
    """A clock that was set back costs nothing, and gives nothing back."""
    metering = price(metered(0), euro(0, 1, 0), NOON + 5 * MINUTE)
    assert price(metering, euro(0, 1, 0), NOON).cost == metering.cost == 5


def test_usage() -> None:
    """Restrictions look at what was used before the part that is to be priced."""
    metering = price(metered(0, 10), euro(0.4, 0, 0), NOON + 30 * MINUTE)
    used = usage(read(metering, 12))
    assert (used.energy, used.duration) == (10, 30 * MINUTE)
