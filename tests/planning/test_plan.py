"""The planner: no plan is dearer than any other of its kind, found by trying them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import groupby, product, takewhile

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.shell_ev.planning.plan import Plan, Wish, plan
from custom_components.shell_ev.planning.prices import Slot

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TICK = timedelta(seconds=100)
SLOT = 3
"""Ticks: five minutes, the least step in which is planned."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A small case in ticks, with a price a slot, in cents, and a fee in cents times ticks."""

    begin: int
    needed: int
    shortest: int
    prices: tuple[int | None, ...]
    fee: int
    ceiling: int | None
    charging: bool = False
    since: int | None = None
    """Ticks before it begins at which the block that goes on began."""

    @cached_property
    def ticks(self) -> list[int | None]:
        """The price of each tick from the first slot on."""
        return [price for price in self.prices for _ in range(SLOT)]

    @property
    def plan(self) -> Plan:
        """What the planner makes of it."""
        slots = [
            Slot(
                start=NOON + TICK * SLOT * index,
                end=NOON + TICK * SLOT * (index + 1),
                price=price / 100,
            )
            for index, price in enumerate(self.prices)
            if price is not None
        ]
        wish = Wish(
            needed=TICK * self.needed,
            begin=NOON + TICK * self.begin,
            ready_by=NOON + TICK * len(self.ticks),
            ceiling=None if self.ceiling is None else self.ceiling / 100,
            shortest=TICK * SLOT * self.shortest,
            start_fee=self.fee / 100 * (TICK / HOUR),
            charging=self.charging,
            charging_since=(
                None if self.since is None else NOON + TICK * (self.begin - self.since)
            ),
        )
        return plan(wish, slots)

    def used(self, made: Plan) -> tuple[bool, ...]:
        """Return of a plan which ticks it charges; all of it lies at whole ticks."""
        used = [False] * len(self.ticks)
        for block in made.blocks:
            first, rest = divmod(block.start - NOON, TICK)
            last, rest_of_end = divmod(block.end - NOON, TICK)
            assert not rest
            assert not rest_of_end
            used[first:last] = [True] * (last - first)
        return tuple(used)

    def all_plans(self) -> Iterator[tuple[bool, ...]]:
        """Give all that may be done."""
        # After what may not end yet, the rest may be less than a block.
        left = len(self.ticks) - self.begin - self.held
        least = min(self.shortest * SLOT, self.needed - self.held, left)
        allowed = [
            (False, True) if self._may(index) else (False,)
            for index in range(len(self.ticks))
        ]
        begun = slice(self.begin, self.begin + self.held)
        for used in product(*allowed):
            if not all(used[begun]):
                continue
            if sum(used) <= self.needed and all(
                length >= least for length in lengths(used)[self.goes_on(used) :]
            ):
                yield used

    @cached_property
    def held(self) -> int:
        """Ticks for which the block that has begun may not end, as far as it is needed and allowed."""
        if not self.charging or self.since is None:
            return 0
        lacking = max(self.shortest * SLOT - self.since, 0)
        ticks = range(self.begin, len(self.ticks))
        allowed = len(list(takewhile(self._may, ticks)))
        return min(lacking, self.needed, allowed)

    def goes_on(self, used: Sequence[bool]) -> bool:
        """Whether it goes on with what it charges already."""
        return self.charging and any(used[self.begin : self.begin + 1])

    def starts(self, used: Sequence[bool]) -> int:
        """Return how often it starts."""
        return len(lengths(used)) - self.goes_on(used)

    def _may(self, index: int) -> bool:
        price = self.ticks[index]
        return index >= self.begin and (
            self.ceiling is None or (price is not None and price <= self.ceiling)
        )

    def missing(self, used: Sequence[bool]) -> int:
        """Return how many ticks are not found."""
        return self.needed - sum(used)

    def unknown(self, used: Sequence[bool]) -> tuple[bool, ...]:
        """Return which ticks without a price are charged."""
        return tuple(
            charged and price is None
            for charged, price in zip(used, self.ticks, strict=True)
        )

    def cost(self, used: Sequence[bool]) -> int:
        """Return what is paid, as far as it is known."""
        prices = zip(used, self.ticks, strict=True)
        paid = sum(price or 0 for charged, price in prices if charged)
        return paid + self.fee * self.starts(used)


def lengths(used: Sequence[bool]) -> list[int]:
    """Return how long each block is."""
    return [len(list(run)) for charged, run in groupby(used) if charged]


cases = st.builds(
    Case,
    begin=st.integers(0, 4),
    needed=st.integers(1, 16),
    shortest=st.integers(0, 2),
    prices=st.lists(
        st.one_of(st.none(), st.integers(-3, 9)), min_size=2, max_size=5
    ).map(tuple),
    fee=st.sampled_from([0, 0, 1, 4, 20]),
    ceiling=st.sampled_from([None, None, 0, 4]),
    charging=st.booleans(),
    since=st.one_of(st.none(), st.integers(0, 7)),
)


def case(needed: int, *prices: int | None) -> Case:
    """Return one that begins within a slot, with a least length of one."""
    return Case(begin=1, needed=needed, shortest=1, prices=prices, fee=0, ceiling=None)


@given(case=cases)
@example(case=case(7, 0, 1, 0))
@example(case=case(7, 0, 1, None, 0))
@example(case=case(7, -9, 9, 9, 0, 5))
@example(case=replace(case(7, 9, 9, 0, 0), charging=True, since=1))
@example(case=replace(case(2, None, None), charging=True, since=2))
@settings(max_examples=400, deadline=None)
def test_no_plan_of_its_kind_is_better(case: Case) -> None:
    """Less is missing in none, none takes fewer unknown times, and none of those is cheaper."""
    made = case.plan
    used = case.used(made)
    others = list(case.all_plans())
    assert used in others
    assert made.missing == TICK * case.missing(used)
    missing = min(map(case.missing, others))
    assert case.missing(used) == missing
    others = [other for other in others if case.missing(other) == missing]
    assert sum(case.unknown(used)) == min(sum(case.unknown(each)) for each in others)
    like = [other for other in others if case.unknown(other) == case.unknown(used)]
    assert case.cost(used) == min(map(case.cost, like))
    starts = [case.starts(each) for each in like if case.cost(each) == case.cost(used)]
    assert made.starts == case.starts(used) == min(starts)


def hourly(
    *prices: float | None, begin: datetime = NOON, step: timedelta = HOUR
) -> list[Slot]:
    """Return slots with these prices one after the other, ``None`` for a gap."""
    return [
        Slot(start=begin + step * index, end=begin + step * (index + 1), price=price)
        for index, price in enumerate(prices)
        if price is not None
    ]


def wish(needed: float, hours: float, **more: object) -> Wish:
    """Return a wish for so many hours within so many from noon."""
    data: dict[str, object] = {
        "needed": HOUR * needed,
        "begin": NOON,
        "ready_by": NOON + HOUR * hours,
    }
    return Wish(**(data | more))  # type: ignore[arg-type]


def hours(made: Plan, since: datetime = NOON) -> list[tuple[float, float]]:
    """Return when a plan charges, in hours from noon."""
    return [
        ((block.start - since) / HOUR, (block.end - since) / HOUR)
        for block in made.blocks
    ]


@pytest.mark.parametrize(
    ("needed", "prices", "more", "expected"),
    [
        (2, [5, 1, 4, 2], {}, [(1, 2), (3, 4)]),
        (1.5, [5, 1, 4, 2], {}, [(1, 2), (3, 3.5)]),
        (2, [5, 1, 4, 2], {"start_fee": 2.5}, [(1, 3)]),
        (2, [5, 1, 4, 2], {"start_fee": 1.5}, [(1, 2), (3, 4)]),
        (2, [5, 1, 4, 2], {"shortest": HOUR * 2}, [(1, 3)]),
        (2, [5, 5, 5, 5], {}, [(0, 2)]),
        (2, [5, 1, 1, 1], {}, [(1, 3)]),
        (1, [5, 1, 4, 1], {"shortest": HOUR * 3}, [(1, 2)]),
        (3, [5, -1, 4, 0], {"ceiling": 0}, [(1, 2), (3, 4)]),
        (3, [5, -1, 4, 0], {"ceiling": 0, "shortest": HOUR * 1.5}, []),
        (3, [5, -1, -2, 9], {"ceiling": 0, "shortest": HOUR * 2}, [(1, 3)]),
        (9, [5, 1, 4, 2], {}, [(0, 4)]),
        (0, [5, 1, 4, 2], {}, []),
        (2, [5, 1, 4, 2], {"shortest": HOUR * 5}, [(1, 3)]),
        (9, [5, 1, 4, 2], {"shortest": HOUR * 5}, [(0, 4)]),
        (2, [3, 1, 2, 1], {"start_fee": 2, "charging": True}, [(0, 2)]),
        (2, [9, 1, 3, 1], {"start_fee": 1, "charging": True}, [(1, 2), (3, 4)]),
        (
            2,
            [3, 9, 1, 1.1],
            {"start_fee": 1, "shortest": HOUR * 1.5, "charging": True},
            [(2, 4)],
        ),
        (
            2,
            [1, 9, 1, 1],
            {"start_fee": 1, "shortest": HOUR * 1.5, "charging": True},
            [(0, 0.5), (2, 3.5)],
        ),
        (
            2,
            [9, 9, 1, 1],
            {
                "shortest": HOUR,
                "charging": True,
                "charging_since": NOON - HOUR / 2,
            },
            [(0, 0.5), (2, 3.5)],
        ),
        (
            2,
            [9, 9, 1, 1],
            {"shortest": HOUR, "charging": True, "charging_since": NOON - HOUR},
            [(2, 4)],
        ),
        (
            2,
            [9, 9, 1, 1],
            {"shortest": HOUR, "charging_since": NOON - HOUR / 2},
            [(2, 4)],
        ),
    ],
    ids=[
        "the cheapest hours, wherever they are",
        "a part of one",
        "a fee that a second start is not worth",
        "a fee that it is worth",
        "in one go",
        "early among equals",
        "one start among equals",
        "no longer than it has to be",
        "nothing above the ceiling",
        "below the ceiling never for long enough",
        "as much as is below the ceiling",
        "more than there is",
        "nothing",
        "in one go where no block can be so long",
        "all that is left where no block can be so long",
        "on with what runs, for a fee less",
        "no further where that is too dear",
        "in one go later, for a fee",
        "on for less than a block has to be",
        "on for what a block that has begun lacks of its least length",
        "a block that was long enough ends",
        "a block that has ended lacks nothing",
    ],
)
def test_the_cheapest(
    needed: float,
    prices: list[float | None],
    more: dict[str, object],
    expected: list[tuple[float, float]],
) -> None:
    """Of four hours."""
    made = plan(wish(needed, 4, **more), hourly(*prices))
    assert hours(made) == expected
    assert made.missing == HOUR * needed - made.charged
    assert made.waits_for is None or "ceiling" in more


@pytest.mark.parametrize(
    ("needed", "prices", "more", "expected", "known"),
    [
        (3, [], {}, [(5, 8)], None),
        (2.7, [], {}, [(5.3, 8)], None),
        (0.5, [], {}, [(7.5, 8)], None),
        (2, [9, 1, 2], {}, [(1, 3)], 1.5),
        (4, [9, 1, 2], {}, [(0, 3), (7, 8)], None),
        (4, [9, 1, None, 2], {"ready_by": NOON + HOUR * 4}, [(0, 4)], None),
        (3.5, [9, 1, None, 2], {"ready_by": NOON + HOUR * 4}, [(0, 2), (2.5, 4)], None),
        (3, [9, 1, 2], {"ceiling": 5}, [(1, 3)], 1.5),
        (3, [], {"ceiling": 5}, [], None),
        (1, [None, None, None, 1, 1], {"shortest": HOUR}, [(3, 4)], 1),
    ],
)
def test_times_without_a_price_come_last_and_late(
    needed: float,
    prices: list[float | None],
    more: dict[str, object],
    expected: list[tuple[float, float]],
    known: float | None,
) -> None:
    """Where all is known of what is charged there is a price."""
    made = plan(wish(needed, 8, **more), hourly(*prices))
    assert hours(made) == pytest.approx(expected)
    assert made.price == known


def test_a_plan_begins_within_an_hour_and_within_a_minute() -> None:
    """What is now is now: nothing waits for the next full step."""
    begin = NOON + timedelta(minutes=14, seconds=3, microseconds=700_000)
    made = plan(wish(1, 4, begin=begin), hourly(1, 1, 5, 5))
    assert made.blocks[0].start == begin
    assert timedelta(0) <= made.missing < timedelta(seconds=1)
    made = plan(wish(1, 4, begin=begin), hourly(1, 5, 5, 0))
    assert hours(made) == [(3, 4)]


def test_a_block_has_its_price() -> None:
    """The mean of a kWh, by how long each price holds."""
    slots = hourly(*[0.2, 0.1, 0.4, 0.4, 0.4, 0.3])
    made = plan(wish(2.5, 6, start_fee=0.01), slots)
    assert [block.price for block in made.blocks] == pytest.approx([0.15, 0.3])
    assert made.price == pytest.approx(0.18)


def test_quarters_today_beside_hours_tomorrow() -> None:
    """Each is as long as it is."""
    quarter = HOUR / 4
    slots = [
        *hourly(*[3, 1, 2, 5] * 2, step=quarter),
        *hourly(4, 0.5, begin=NOON + HOUR * 2),
    ]
    made = plan(wish(1.5, 4), slots)
    assert hours(made) == [(0.25, 0.5), (1.25, 1.5), (3, 4)]


@pytest.mark.parametrize(
    ("ready_by", "expected"),
    [(NOON + HOUR * 4 + timedelta(minutes=3), 4), (NOON + HOUR * 100, 100)],
)
def test_it_is_ready_at_a_full_step(ready_by: datetime, expected: float) -> None:
    """Of five minutes, and of more where it is long until then: never after its time."""
    made = plan(wish(1, 0, ready_by=ready_by), [])
    assert hours(made) == [(expected - 1, expected)]


def test_far_ahead() -> None:
    """Weeks ahead it is planned by the hour."""
    made = plan(wish(30, 24 * 14 + 0.5), hourly(3, 1))
    assert hours(made) == [(0, 2), (24 * 14 - 28, 24 * 14)]


def test_prices_by_the_minute_are_taken_as_their_mean() -> None:
    """No finer than five minutes is planned; above the ceiling is nothing of it."""
    slots = hourly(*[9, 1, 2, 1, 2] * 2, *[2] * 5, step=timedelta(minutes=1))
    made = plan(wish(5 / 60, 0.25), slots)
    assert hours(made) == pytest.approx([(10 / 60, 15 / 60)])
    made = plan(wish(0.25, 0.25, ceiling=8), slots)
    assert hours(made) == pytest.approx([(10 / 60, 15 / 60)])
