"""All callers that are compared ask for the same, and are answered."""

import asyncio

import pytest

from benchmarks.callers import ask
from benchmarks.client import FLOOR, INTEGRATION, RIVAL, contenders, figure, sample


@pytest.mark.usefixtures("socket_enabled")
async def test_each_contender_is_answered() -> None:
    """One that is refused, or finds no session, ends instead of telling a time."""
    async with contenders() as running:
        assert set(running) == {INTEGRATION, FLOOR, RIVAL}
        for together in (1, 2):
            for process in running.values():
                assert await sample(process, 4, together) > 0


async def test_calls_are_made_so_many_at_a_time() -> None:
    """Some first that do not count."""
    at_a_time: list[int] = []
    now = 0

    async def call() -> None:
        nonlocal now
        now += 1
        at_a_time.append(now)
        await asyncio.sleep(0)
        now -= 1

    await ask(call, 6, 3)
    assert at_a_time == [1, 2, 3] * 3
    at_a_time.clear()
    await ask(call, 2, 1)
    assert at_a_time == [1, 1, 1]


@pytest.mark.parametrize(
    ("ours", "sdk", "missed"),
    [
        (1.5, 6.0, ""),
        (1.75, 6.0, "0.21 × the floor"),
        (1.5, 4.5, "0.4 × less than the SDK"),
        (2.54, 4.0, "1 × the floor, 1.83 × less than the SDK"),
    ],
)
def test_the_mark(ours: float, sdk: float, missed: str) -> None:
    """Of the floor, and of the SDK; either can be missed."""
    samples = {INTEGRATION: (ours,), FLOOR: (1.0,), RIVAL: (sdk,)}
    row = figure(1, samples)
    assert (row.reached, row.missed_by) == (not missed, missed)


def test_without_the_sdk() -> None:
    """Then there is only the floor to compare with."""
    row = figure(20, {INTEGRATION: (1.8,), FLOOR: (1.0,)})
    assert row.reached
    assert list(row.rivals) == [FLOOR]
