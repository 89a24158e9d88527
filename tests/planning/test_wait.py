"""Prices that are not there yet: for how long they are waited for, and what happens if they never come."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings, strategies as st
import pytest

from .test_plan import HOUR, NOON, hourly, hours, wish
from custom_components.shell_ev.planning.plan import plan

DAY = [*[1.0] * 6, *[3.0] * 6, *[2.0] * 4, *[4.0] * 8]
"""A day of 24 hours: cheap at night."""
MIDNIGHT = NOON - HOUR * 12
SEVEN = NOON + HOUR * 19


@pytest.mark.parametrize(
    ("needed", "until"), [(4, 12), (6, 12), (10, 8), (14, 4)], ids=str
)
def test_it_waits_for_the_prices_of_the_night(needed: float, until: float) -> None:
    """At noon they are not there yet; today's night says that it will be cheaper then.

    The wait ends with the known prices, or an hour before all has to begin.
    """
    yesterday = hourly(*[9.0] * 24, begin=MIDNIGHT - HOUR * 24)
    slots = [*yesterday, *hourly(*DAY, begin=MIDNIGHT)]
    made = plan(wish(needed, 0, ready_by=SEVEN), slots)
    assert made.waits_for == NOON + HOUR * until
    assert made.missing == timedelta(0)
    assert plan(
        wish(needed, 0, begin=made.waits_for, ready_by=SEVEN), slots
    ).missing == timedelta(0)


def test_it_waits_as_long_as_prices_may_come() -> None:
    """Where they come at a quarter past eight, or late, the evening's peak is not bought before."""
    slots = hourly(*DAY, begin=MIDNIGHT)
    for minutes in range(0, 12 * 60, 15):
        begin = NOON + timedelta(minutes=minutes)
        made = plan(wish(6, 0, begin=begin, ready_by=SEVEN), slots)
        assert made.waits_for == NOON + HOUR * 12
        assert made.blocks[0].start >= made.waits_for


def test_what_is_cheap_even_so_does_not_wait() -> None:
    """The hours at noon are the cheapest of the day: they are charged at once, the rest later."""
    prices = [*[2.0] * 12, *[0.5] * 2, *[3.0] * 10]
    made = plan(wish(4, 0, ready_by=SEVEN), hourly(*prices, begin=MIDNIGHT))
    assert made.waits_for == NOON + HOUR * 12
    assert hours(made)[0] == (0, 2)
    assert made.blocks[1].start >= made.waits_for
    made = plan(wish(2, 0, ready_by=SEVEN), hourly(*prices, begin=MIDNIGHT))
    assert made.waits_for is None
    assert hours(made) == [(0, 2)]


EVENING = [*[1.0] * 3, *[3.0] * 20, 1.0]
"""A day that is cheap from its last hour on, as far as that tells of the next."""


def test_what_is_cheap_over_midnight_is_one_block() -> None:
    """It begins in the last hour that is known, and is as long as it has to be."""
    slots = hourly(*EVENING, begin=MIDNIGHT)
    made = plan(wish(4, 0, ready_by=SEVEN, shortest=HOUR * 3), slots)
    assert (hours(made), made.waits_for) == ([(11, 15)], NOON + HOUR * 12)


def test_below_a_ceiling_nothing_unknown_is_begun() -> None:
    """Of the same block only the known hour is certain to be cheap enough."""
    slots = hourly(*EVENING, begin=MIDNIGHT)
    made = plan(wish(4, 0, ready_by=SEVEN, ceiling=4, shortest=HOUR * 3), slots)
    assert made.missing == timedelta(0)
    assert made.blocks[-1].end <= NOON + HOUR * 12


@pytest.mark.parametrize(
    ("begin", "needed", "more"),
    [
        (NOON + HOUR * 12, 4, {}),
        (NOON, 18, {}),
        (NOON, 19, {}),
        (NOON, 4, {"ready_by": NOON + HOUR * 12}),
        (NOON, 4, {"ceiling": 3.9}),
    ],
    ids=[
        "none are known",
        "no time to lose",
        "no choice",
        "all is known",
        "what is cheap enough is soon over",
    ],
)
def test_it_does_not_wait_for_nothing(
    begin: datetime, needed: float, more: dict[str, Any]
) -> None:
    """There is no choice, or it may be lost."""
    asked = wish(needed, 0, **({"begin": begin, "ready_by": SEVEN} | more))
    made = plan(asked, hourly(*DAY, begin=MIDNIGHT))
    assert made.waits_for is None
    assert made.missing == timedelta(0)


@pytest.mark.parametrize("ceiling", [4, 9])
def test_a_ceiling_that_leaves_the_choice_waits_as_well(ceiling: float) -> None:
    """What is charged after the wait, at the latest, is no less than what would be by now."""
    slots = hourly(*DAY, begin=MIDNIGHT)
    made = plan(wish(4, 0, ready_by=SEVEN, ceiling=ceiling), slots)
    assert made.waits_for == NOON + HOUR * 7
    assert made.blocks[0].start >= made.waits_for
    assert made.missing == timedelta(0)


@given(
    needed=st.integers(1, 19),
    prices=st.lists(st.integers(-1, 6), min_size=24, max_size=24),
    ceiling=st.sampled_from([None, None, 2, 4]),
    shortest=st.sampled_from([0, 0, 2]),
    fee=st.sampled_from([0, 3]),
)
@settings(max_examples=60, deadline=None)
def test_prices_that_never_come(
    needed: int, prices: list[int], ceiling: int | None, shortest: int, fee: int
) -> None:
    """Who waits for them in vain has as much by the time as who did not wait."""
    assume(ceiling is None or not shortest)
    slots = hourly(*prices, begin=MIDNIGHT)
    cheap = (
        sum(price <= ceiling for price in prices[12:]) if ceiling is not None else 19
    )
    left, charging = needed, False
    for hour in range(19):
        known = slots if hour < 12 else []
        asked = wish(
            left,
            0,
            begin=NOON + HOUR * hour,
            ready_by=SEVEN,
            ceiling=ceiling,
            start_fee=fee,
            charging=charging,
            shortest=HOUR * shortest,
        )
        blocks = plan(asked, known).blocks
        charging = bool(blocks) and blocks[0].start == asked.begin
        left -= charging
    assert left <= max(needed - cheap, 0)


def test_below_a_ceiling_the_prices_of_tomorrow_may_bring_the_rest() -> None:
    """What is cheap enough now is taken in any case."""
    asked = wish(4, 0, ready_by=SEVEN, ceiling=2)
    made = plan(asked, hourly(*DAY[:15], *[4.0] * 9, begin=MIDNIGHT))
    assert hours(made) == [(0, 3)]
    assert made.missing == HOUR
    assert made.waits_for == NOON + HOUR * 12
