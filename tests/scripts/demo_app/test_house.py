"""The demo's house has a sun that follows the hour and the season, and draws no more than houses do."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from scripts.demo_app.house import House

HOUSE = House(1)
moments = st.datetimes(
    datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)
)


def noons(year: int, month: int) -> list[float]:
    """Return what the panels give at the noons of a month."""
    noon = datetime(year, month, 1, 11, 40, tzinfo=UTC)
    return [HOUSE.sun(noon + timedelta(days=day)) for day in range(28)]


@given(seed=st.integers(0, 99), at=moments)
@settings(max_examples=60, deadline=None)
def test_bounds(seed: int, at: datetime) -> None:
    """Panels give nothing by night and never more than they can; the house draws 300 to 800 W."""
    house = House(seed)
    assert 0 <= house.sun(at) <= 12_000
    assert 300 <= house.use(at) <= 800
    midnight = at.replace(hour=23, minute=45)
    assert house.sun(midnight) == 0
    assert house.grid(midnight, 7400) == house.use(midnight) + 7400


def test_seasons() -> None:
    """In June there is far more sun than in December, and no two days are alike."""
    june, december = noons(2026, 6), noons(2026, 12)
    assert sum(june) > 3 * sum(december) > 0
    assert len(set(june)) == len(june)


def test_repeatable() -> None:
    """The same seed has the same clouds, another has others; a moment later it is not another day."""
    noon = datetime(2026, 6, 1, 11, tzinfo=UTC)
    assert House(1).sun(noon) == HOUSE.sun(noon) != House(2).sun(noon)
    assert HOUSE.sun(noon) == pytest.approx(
        HOUSE.sun(noon + timedelta(seconds=5)), rel=0.02
    )


@given(at=moments, energy=st.floats(0.5, 40), kilowatts=st.sampled_from((7.4, 11.0)))
@settings(max_examples=60, deadline=None)
def test_solar_energy_is_a_part_of_the_energy(
    at: datetime, energy: float, kilowatts: float
) -> None:
    """It is neither below nothing nor above all of it, and nothing is charged by night's sun."""
    assert -1e-9 <= HOUSE.solar_energy(at, kilowatts, energy) <= energy + 1e-9


def test_a_summer_s_noon_charges_with_sun_and_a_night_does_not() -> None:
    """Where the car draws more than the panels give, the rest is imported."""
    noon = datetime(2026, 6, 20, 10, tzinfo=UTC)
    days = [
        HOUSE.solar_energy(noon + timedelta(days=day), 11.0, 20) for day in range(9)
    ]
    assert 4 < max(days) < 20
    assert HOUSE.solar_energy(noon.replace(hour=22), 7.4, 20) == 0
