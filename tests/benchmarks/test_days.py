"""The days and their best: the same for everyone, and nothing beats the best."""

from itertools import product
from random import Random

import pytest

from benchmarks.days import MINUTES, best_value, gain, value
from benchmarks.kinds import KINDS, Kind

LITTLE = 11
"""Minutes of a day so short that all its schedules can be tried."""


def keeps(
    charging: tuple[bool, ...], least_on: int, least_off: int, starts: int
) -> bool:
    """Tell whether a schedule keeps the limits; what lasts into the night has no end."""
    spans: list[list[int]] = []
    for on in charging:
        if spans and spans[-1][0] == on:
            spans[-1][1] += 1
        else:
            spans.append([on, 1])
    inner = spans[1:-1] if not charging[0] else spans[:-1]
    return sum(on for on, _ in spans) <= starts and all(
        lasts >= (least_on if on else least_off) for on, lasts in inner
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_best_is_the_best_of_all_schedules(seed: int) -> None:
    """Of every schedule that keeps the limits none is worth more, and one is worth as much."""
    rng = Random(seed)
    nominal = rng.choice([3700, 11_000])
    surplus = [rng.randint(-1000, nominal + 1000) for _ in range(LITTLE)]
    limits = (rng.randint(1, 4), rng.randint(1, 3), rng.randint(1, 3))
    most = max(
        value(surplus, charging, nominal)
        for charging in product((False, True), repeat=LITTLE)
        if keeps(charging, *limits)
    )
    assert best_value(surplus, *limits, nominal=nominal) == pytest.approx(most)


def test_half_from_the_grid_is_worth_nothing() -> None:
    """What the sun gives and what the grid adds weigh the same, whatever the car draws."""
    for nominal in (3700, 11_000):
        assert gain(nominal // 2, nominal) == pytest.approx(0)
        assert gain(nominal + 500, nominal) == -gain(-500, nominal)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_number_is_a_day(kind: Kind) -> None:
    """The same number is the same day, another is another, and each has all its minutes."""
    assert kind.surplus(1) == kind.surplus(1) != kind.surplus(2)
    assert len(kind.surplus(1)) == MINUTES


def test_the_kinds_are_what_they_are_called() -> None:
    """So that a table over them says what it seems to say."""
    most = {
        kind.name: [max(kind.surplus(seed)) / kind.nominal for seed in range(1, 9)]
        for kind in KINDS
    }
    assert max(most["winter"]) < 0.5
    assert max(most["11 kW car"]) < 0.6
    assert all(0.5 < share < 0.75 for share in most["small roof"])
    assert all(0.6 < share < 1.1 for share in most["winter sun"])
    assert min(most["clear"]) > 1.5
