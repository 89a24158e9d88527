"""What a session used and costs, in cases worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.shell_ev.api import Prices
from custom_components.shell_ev.session.metering import (
    Metering,
    begin,
    price,
    read,
    usage,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
METER = "sensor.meter"


def euro(per_kwh: float | None, per_minute: float | None, fee: float | None) -> Prices:
    """Return prices in euro."""
    return Prices(currency="EUR", per_kwh=per_kwh, per_minute=per_minute, start_fee=fee)


def metered(*readings: float | None) -> Metering:
    """Return a session that was read these times."""
    metering = begin(NOON)
    for reading in readings:
        metering = read(metering, METER, reading)
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
        # No car takes more than 1,000 kWh at once: the meter is another one, or shows another's.
        ((100.0, 1100.0), 1000),
        ((100.0, 104.0, 1104.1, 1105.1), 5),
        ((3000.0, 3004.0, 1000.0, 1002.0), 1006),
        ((3000.0, 3004.0, 1000.1, 1002.1), 6),
        # Also where it stands but little lower.
        ((25_000.0, 25_004.0, 24_000.0, 24_001.0), 5),
    ],
)
def test_energy(readings: tuple[float | None, ...], used: float | None) -> None:
    """The energy of a session is what the meter went on by, whatever it did in between."""
    assert metered(*readings).used == (None if used is None else pytest.approx(used))


def test_the_cost_of_a_session() -> None:
    """0.35 to start, 10 kWh at 0.45, 60 minutes at 0.02: 0.35 + 4.50 + 1.20 = 6.05."""
    metering = price(metered(100), euro(0.45, 0.02, 0.35), NOON)
    assert metering.cost == 0.35
    metering = price(
        read(metering, METER, 104), euro(0.45, 0.02, 0.35), NOON + 20 * MINUTE
    )
    metering = price(
        read(metering, METER, 110), euro(0.45, 0.02, 0.35), NOON + 60 * MINUTE
    )
    assert metering.cost == pytest.approx(6.05)
    assert metering.currency == "EUR"


def test_a_price_that_changes_on_the_way() -> None:
    """4 kWh at 0.44 and 6 kWh at 0.31, with the start fee of the beginning: 0.25 + 1.76 + 1.86."""
    metering = price(metered(0), euro(0.44, 0, 0.25), NOON)
    metering = price(read(metering, METER, 4), euro(0.44, 0, 0.25), NOON + 10 * MINUTE)
    metering = price(read(metering, METER, 10), euro(0.31, 0, 0.99), NOON + 20 * MINUTE)
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
    metering = price(read(metering, METER, 11), None, NOON + MINUTE)
    assert metering.cost is None


def test_two_currencies() -> None:
    """They do not add up."""
    metering = price(metered(0, 10), euro(0.4, 0, 0), NOON)
    pound = Prices(currency="GBP", per_kwh=0.4, per_minute=0, start_fee=0)
    assert price(read(metering, METER, 11), pound, NOON + MINUTE).cost is None


def test_time_that_turns_out_to_lie_ahead_is_not_paid_for() -> None:
    """A clock was an hour ahead: 5 minutes at 1.00 stay 5.00, whatever a minute costs by then."""
    metering = price(metered(0), euro(0, 1, 0.5), NOON + MINUTE)
    metering = price(metering, euro(0, 1, 0.5), NOON + 60 * MINUTE)
    assert metering.cost == 60.5
    assert price(metering, euro(0, 2, 0.5), NOON + 5 * MINUTE).cost == 5.5


def test_time_before_the_beginning_gives_nothing_back() -> None:
    """A clock that was set back far costs nothing, and the start fee stays."""
    metering = price(metered(0), euro(0, 1, 0.5), NOON + 5 * MINUTE)
    assert price(metering, euro(0, 1, 0.5), NOON - 60 * MINUTE).cost == 0.5


def test_figures_are_rounded_once() -> None:
    """Thirds of a Wh at a third of a cent add up exactly, and are shown to the Wh and the cent."""
    metering = metered(0)
    for third in range(1, 4):
        metering = price(
            read(metering, METER, third / 3000), euro(10 / 3, 0, 0), NOON + MINUTE
        )
    assert metering.used == 0.001
    assert metering.cost == 0.0
    assert metering.energy == pytest.approx(0.001)
    assert metering.priced_cost == pytest.approx(0.01 / 3)
    metering = price(read(metering, METER, 1.2345), euro(10 / 3, 0, 0), NOON + MINUTE)
    assert (metering.used, metering.cost) == (1.234, 4.12)


def test_without_a_reading_no_cost() -> None:
    """The start fee of a session whose meter never said anything is not what it cost."""
    assert price(metered(), euro(0.4, 0, 0.35), NOON).cost is None


def test_another_meter_counts_from_its_first_reading() -> None:
    """2 kWh by the first and 3 by the second, whatever either stood at."""
    metering = read(metered(100, 102), "sensor.other", 7)
    assert metering.used == 2
    assert read(metering, "sensor.other", 10).used == 5


def test_usage() -> None:
    """Restrictions look at what was used before the part that is to be priced."""
    metering = price(metered(0, 10), euro(0.4, 0, 0), NOON + 30 * MINUTE)
    used = usage(read(metering, METER, 12), NOON + 30 * MINUTE)
    assert (used.energy, used.duration) == (10, 30 * MINUTE)
