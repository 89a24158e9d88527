"""The share of sun against a sum over seconds, on the days of the benchmarks, and through nonsense."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import isfinite

from hypothesis import given, settings, strategies as st
import pytest

from benchmarks.days import clear_day, cloudy_day, winter_day
from benchmarks.sun import Sensors, exact, reckoned

from .test_sun import HOUR, NOON, at
from custom_components.shell_ev.session.record import Solar
from custom_components.shell_ev.session.sun import Grid


@dataclass
class Car:
    """A session: when it began, its meter's words (when, kWh since the last), where it was away."""

    start: int
    words: list[tuple[int, float, bool]]

    @property
    def end(self) -> int:
        """When it ended."""
        return self.words[-1][0]

    def power_at(self, second: int) -> float | None:
        """Return what it draws, ``None`` where nobody knows."""
        before = self.start
        for word, energy, known in self.words:
            if before <= second < word:
                return energy / (word - before) * HOUR if known else None
            before = word
        return 0.0


@st.composite
def cars(draw: st.DrawFn) -> Car:
    """Return a car whose meter speaks each minute to half an hour."""
    start = draw(st.integers(0, HOUR))
    spans = draw(st.lists(st.integers(61, 1800), min_size=1, max_size=6))
    words, second = [], start
    for span in spans:
        second += span
        power = draw(st.floats(1.4, 22))
        known = draw(st.integers(0, 5)) > 0
        words.append((second, power * span / HOUR, known))
    return Car(start, words)


imports = st.lists(
    st.tuples(
        st.integers(1, 4 * HOUR), st.one_of(st.floats(-10, 20), st.none(), st.just(0.0))
    ),
    max_size=30,
)


def told(cars: list[Car], steps: list[tuple[int, float | None]]) -> Grid:
    """Return what a grid makes of it that is told all in its order, and reckons each minute."""
    grid = Grid(NOON)
    happens = [(second, 0, "imports", 0, power) for second, power in steps]
    for number, car in enumerate(cars):
        happens.append((car.start, 1, "begin", number, 0.0))
        total, before = 0.0, car.start
        for second, energy, known in car.words:
            total += energy
            if not known:
                happens.append((before, 3, "lose", number, 0.0))
            happens.append((second, 2, "read", number, total))
            before = second
        happens.append((car.end, 4, "end", number, total))
    last = max(car.end for car in cars)
    happens += [
        (second, 5, "reckon", 0, 0.0)
        for second in (*range(0, last, 60), last, last + HOUR)
    ]
    before_it: dict[int, Solar] = {}
    for second, _, what, number, value in sorted(
        happens, key=lambda each: (each[0], each[1])
    ):
        now = at(second)
        if what == "imports":
            grid.imports(now, value)
            continue
        if what == "reckon":
            grid.confirm(now, now)
            grid.reckon(now)
            for car_number, known_before in before_it.items():
                solar = grid.solar(car_number)
                assert 0 <= known_before.energy <= solar.energy <= solar.covered
                assert known_before.covered <= solar.covered
                before_it[car_number] = solar
            continue
        if what == "begin":
            grid.begin(number, now, now, 0, Solar())
            before_it[number] = Solar()
        elif what == "lose":
            grid.lose(number)
        elif what == "read":
            assert value is not None
            grid.read(number, now, now, value)
        else:
            grid.end(number, now, now, value)
    return grid


def summed(
    cars: list[Car], steps: list[tuple[int, float | None]]
) -> list[tuple[float, float]]:
    """Return sun and covered energy of each car, second by second."""
    suns = [[0.0, 0.0] for _ in cars]
    power: float | None = None
    at_second = dict(steps)
    for second in range(max(car.end for car in cars)):
        power = at_second.get(second, power)
        draws = [car.power_at(second) for car in cars]
        known = [draw for draw in draws if draw is not None]
        if power is None or len(known) < len(draws) or not sum(known):
            continue
        sun = max(0.0, sum(known) - max(power, 0.0)) / sum(known)
        for car_sun, draw in zip(suns, known, strict=True):
            car_sun[0] += sun * draw / HOUR
            car_sun[1] += draw / HOUR
    return [(energy, covered) for energy, covered in suns]


@settings(max_examples=60, deadline=None)
@given(st.lists(cars(), min_size=1, max_size=3), imports, st.floats(-10, 20))
def test_it_is_what_a_sum_over_seconds_comes_to(
    cars: list[Car], changes: list[tuple[int, float | None]], first: float
) -> None:
    """Several sessions that come and go, meters and sensors that are away, in any order."""
    steps = [(0, first), *sorted(dict(changes).items())]
    grid = told(cars, steps)
    for number, (energy, covered) in enumerate(summed(cars, steps)):
        solar = grid.solar(number)
        assert solar.energy == pytest.approx(energy, abs=1e-6)
        assert solar.covered == pytest.approx(covered, abs=1e-6)
        assert grid.is_over(number)


absurd = st.one_of(
    st.floats(0, 1e308), st.sampled_from([0.0, 1e-300, 1.0, 1 + 1e-15, 1e300])
)
deeds = st.lists(
    st.tuples(
        st.sampled_from(
            ["imports", "begin", "read", "lose", "end", "forget", "reckon", "confirm"]
        ),
        st.integers(-400, 4000),
        st.integers(-4000, 400),
        st.integers(0, 2),
        absurd,
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(deeds)
def test_whatever_is_told_nothing_is_negative(
    deeds: list[tuple[str, int, int, int, float]],
) -> None:
    """Clocks that go back, meters that go back, absurd numbers, and any order of things."""
    grid, second = Grid(NOON), 0
    known: dict[int, Solar] = {}
    for deed, span, ago, car, value in deeds:
        second += span
        now, reported_at = at(second), at(second + ago)
        if deed == "imports":
            grid.imports(now, value - 1e3, timedelta(seconds=ago))
        elif deed == "confirm":
            grid.confirm(now, reported_at)
        elif deed == "reckon":
            grid.reckon(now)
        elif deed == "begin":
            known[car] = Solar()
            grid.begin(car, now, reported_at, value, Solar())
        elif car not in known:
            continue
        elif deed == "read":
            grid.read(car, now, reported_at, value)
        elif deed == "lose":
            grid.lose(car)
        elif deed == "end":
            grid.end(car, now, reported_at, value or None)
        else:
            grid.forget(car)
            del known[car]
        for each, before in known.items():
            solar = grid.solar(each)
            assert isfinite(solar.covered)
            assert before.energy <= solar.energy <= solar.covered
            assert before.covered <= solar.covered
            known[each] = solar


# On the days of the benchmarks


@pytest.mark.parametrize("day", [clear_day, cloudy_day, winter_day])
@pytest.mark.parametrize("seed", range(4))
def test_readings_every_ten_seconds_are_right_within_two_percent(
    day: Callable[[int], list[int]], seed: int
) -> None:
    """Of the exact integral."""
    surplus = day(seed)
    truth, drawn = exact(surplus)
    solar = reckoned(surplus, Sensors(every=10, meter_at=seed, grid_at=7 - seed))
    assert solar.covered == pytest.approx(drawn, rel=0.02)
    assert solar.energy == pytest.approx(truth, rel=0.02)
