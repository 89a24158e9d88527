"""The planner asked again and again, as an automation does: what has begun lasts as long as it has to."""

from datetime import timedelta

from hypothesis import given, settings, strategies as st

from .test_plan import NOON, hourly
from custom_components.shell_ev.planning.plan import Wish, plan


@given(
    shown=st.lists(
        st.lists(st.integers(-3, 9), min_size=6, max_size=6), min_size=1, max_size=4
    ),
    needed=st.integers(1, 24),
    shortest=st.integers(1, 9),
    step=st.integers(1, 4),
    fee=st.sampled_from([0, 0, 4]),
    ceiling=st.sampled_from([None, None, 4]),
)
@settings(max_examples=200, deadline=None)
def test_no_block_ends_before_its_least_length(
    shown: list[list[int]],
    needed: int,
    shortest: int,
    step: int,
    fee: int,
    ceiling: int | None,
) -> None:
    """It is asked again and again, while prices change as well, and does as it was told each time."""
    quarter, minutes = timedelta(minutes=15), timedelta(minutes=5)
    now, since, charged = NOON, None, 0
    lasted: list[int] = []
    ready_by = NOON + quarter * 6
    while now < ready_by and charged < needed:
        prices = shown[(now - NOON) // (minutes * step) % len(shown)]
        asked = Wish(
            needed=minutes * (needed - charged),
            begin=now,
            ready_by=ready_by,
            ceiling=ceiling,
            shortest=minutes * shortest,
            start_fee=fee / 12,
            charging=since is not None,
            charging_since=since,
        )
        made = plan(asked, hourly(*prices, step=quarter))
        if made.blocks and made.blocks[0].start == now:
            since = since or now
            charged += 1
        elif since is not None:
            lasted.append((now - since) // minutes)
            price = prices[(now - NOON) // quarter]
            assert lasted[-1] >= shortest or (ceiling is not None and price > ceiling)
            since = None
        now += minutes
