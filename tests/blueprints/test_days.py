"""A sample of the days that the figures are of, lived in the real engine beside their model."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from benchmarks.days import CHARGING_POWER, MINUTES, best_value, value
from benchmarks.house import LIMITS, Setting, live
from benchmarks.kinds import KINDS, Kind
from benchmarks.rules import SMALL_ROOF, Blueprint, Naive, Rule
from benchmarks.sensors import Sensor

from .conftest import GRID, Day, Use, record

pytestmark = pytest.mark.timeout(900)
"""Whole days take their time on a slow machine."""

ONCE_A_MINUTE = Setting(sensor=Sensor(name="at each full minute", every=60))
"""As the days of these tests show it."""
APART = 2
"""Minutes that a turn may be apart: what is told takes seconds, and is looked at once a minute."""
ALIKE = 0.03
"""Of the best that the worth of a day may differ."""
NAIVE = {
    "id": "naive",
    "alias": "naive",
    "triggers": [
        {
            "trigger": "numeric_state",
            "entity_id": GRID,
            "below": -CHARGING_POWER,
            "id": "on",
        },
        {"trigger": "numeric_state", "entity_id": GRID, "above": 0, "id": "off"},
    ],
    "actions": {
        "action": "switch.turn_{{ trigger.id }}",
        "target": {"entity_id": "switch.home_charging"},
    },
}
"""What people write: on when there is enough for the car, off when the grid has to give."""


def turns(charging: list[bool]) -> list[int]:
    """Return the minutes in which it was turned on or off."""
    return [
        minute
        for minute, (was, on) in enumerate(pairwise([False, *charging]))
        if was is not on
    ]


def kind_of(name: str) -> Kind:
    """Return a kind of days."""
    return next(kind for kind in KINDS if kind.name == name)


async def lived_as_modelled(
    day: Day, kind: Kind, seed: int, make: Callable[[], Rule]
) -> None:
    """Live a day in the engine and in the model: they turn the car in the same minutes."""
    surplus = kind.surplus(seed)
    await day.live(surplus)
    model = live(make, kind, seed, ONCE_A_MINUTE)
    best = best_value(surplus, *LIMITS, nominal=kind.nominal)
    worth = value(surplus, day.charging, kind.nominal)
    record(f"day-{kind.name}", surplus=surplus, charging=day.charging)
    real = turns(day.charging)
    expected = turns(model.charging)
    assert len(day.charging) == MINUTES
    assert day.starts == model.starts
    assert len(real) == len(expected)
    assert all(abs(a - b) <= APART for a, b in zip(real, expected, strict=True))
    assert abs(worth - model.value) <= ALIKE * best


@pytest.mark.parametrize(
    "name", ["clear", "broken cloud", "slow clouds", "family home"]
)
async def test_the_defaults(day: Day, use: Use, name: str) -> None:
    """What the figures say of the blueprint is what the blueprint does."""
    kind = kind_of(name)
    charging = day.home.entity_id("charging")
    await use("solar_surplus", charging=charging, grid=GRID, nominal=kind.nominal)
    await lived_as_modelled(day, kind, 1, lambda: Blueprint(nominal=kind.nominal))


async def test_the_preset_for_a_small_roof(day: Day, use: Use) -> None:
    """It starts earlier and stops sooner."""
    kind = kind_of("small roof")
    charging = day.home.entity_id("charging")
    await use(
        "solar_surplus",
        charging=charging,
        grid=GRID,
        nominal=kind.nominal,
        start_share=100 * SMALL_ROOF.start_share,
        stop_share=100 * SMALL_ROOF.stop_share,
        stop_hold=SMALL_ROOF.stop_hold,
    )
    await lived_as_modelled(
        day, kind, 4, lambda: Blueprint(nominal=kind.nominal, shares=SMALL_ROOF)
    )


async def test_the_naive(day: Day, use: Use) -> None:
    """What people write first is not made worse than it is."""
    kind = kind_of("slow clouds")
    charging = day.home.entity_id("charging")
    # Some blueprint has to be there; this one stops what has charged for two days.
    await use("stop_at", NAIVE, charging=charging, duration=48)
    await lived_as_modelled(day, kind, 1, lambda: Naive(nominal=CHARGING_POWER))
