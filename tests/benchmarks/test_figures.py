"""The table that the figures are shown in; times themselves are measured in benchmarks only."""

from collections.abc import Callable, Mapping

import pytest

from benchmarks.figures import Figure, above, below, by_turns, ratio, show


def figure(
    measured: tuple[float, ...] = (2.0,),
    rivals: Mapping[str, tuple[float, ...]] | None = None,
    *,
    reached: bool | None = True,
    missed_by: str = "",
) -> Figure:
    """Return a figure of one row."""
    return Figure(
        row="one call",
        unit="ms CPU",
        measured=measured,
        rivals=rivals or {},
        mark="≤ 2 ms",
        reached=reached,
        missed_by=missed_by,
    )


def cells(*figures: Figure) -> list[list[str]]:
    """Return the cells of the table's lines below its head."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in show(figures, markdown=True).splitlines()[2:]
    ]


def test_markdown() -> None:
    """A head, a rule, and a line for each figure."""
    assert show([figure()], markdown=True).splitlines() == [
        "| what | ours | rival or floor | ratio | reach | reached |",
        "| --- | --- | --- | --- | --- | --- |",
        "| one call | 2 ms CPU | – | – | ≤ 2 ms | yes |",
    ]


def test_columns_are_aligned() -> None:
    """In a terminal each column begins where its head does."""
    head, *lines = show([figure(), figure((1234.0,), {"floor": (617.0,)})]).splitlines()
    for name, cell in (("ours", "1,234 ms CPU"), ("ratio", "2 ×"), ("reached", "yes")):
        assert lines[1].index(cell) == head.index(name)
    assert [line.rstrip() for line in lines] == lines


@pytest.mark.parametrize(
    ("samples", "shown"),
    [
        ((), "–"),
        ((0.0,), "0 ms CPU"),
        ((3.0, 3.0), "3 ms CPU"),
        ((3.0, 1.0, 2.0), "2 (1 to 3) ms CPU"),
        # A turn in which the machine did something else is not in the middle half.
        ((1.0, 2.0, 3.0, 4.0, 900.0), "3 (2 to 4) ms CPU"),
        ((0.012345,), "0.0123 ms CPU"),
        ((0.98765,), "0.988 ms CPU"),
        ((9.8765,), "9.88 ms CPU"),
        ((98.765,), "98.8 ms CPU"),
        ((100.4,), "100 ms CPU"),
        ((-1.5,), "-1.5 ms CPU"),
    ],
)
def test_samples(samples: tuple[float, ...], shown: str) -> None:
    """The median, where the middle half lies, three figures, and the unit."""
    assert cells(figure(samples))[0][1] == shown


@pytest.mark.parametrize(
    ("reached", "missed_by", "shown"),
    [
        (True, "", "yes"),
        (None, "", "–"),
        (False, "", "no"),
        (False, "0.5 ms", "no, by 0.5 ms"),
    ],
)
def test_whether_it_is_reached(
    reached: bool | None, missed_by: str, shown: str
) -> None:
    """Or by how much it is missed."""
    assert cells(figure(reached=reached, missed_by=missed_by))[0][5] == shown


def test_several_rivals() -> None:
    """Each has a line; what is said of all stands in the first."""
    rivals = {"floor": (1.0,), "SDK": (8.0,)}
    assert cells(figure(rivals=rivals)) == [
        ["one call", "2 ms CPU", "floor: 1 ms CPU", "2 ×", "≤ 2 ms", "yes"],
        ["", "", "SDK: 8 ms CPU", "0.25 ×", "", ""],
    ]


@pytest.mark.parametrize(
    ("measured", "rival", "times"),
    [
        # The machine was slow in the second turn, for both.
        ((2.0, 40.0, 2.2), (1.0, 20.0, 1.0), 2),
        ((2.0, 4.0, 9.0), (2.0, 2.0), 2),
        ((2.0,), (0.0,), None),
        ((2.0, 2.0), (0.0,), None),
        ((2.0, 3.0), (0.0, 1.0), 3),
    ],
)
def test_ratio(
    measured: tuple[float, ...], rival: tuple[float, ...], times: float | None
) -> None:
    """Turn by turn; of medians where there are no turns in common."""
    assert ratio(measured, rival) == times


def test_a_rival_that_costs_nothing_has_no_ratio() -> None:
    """As one that could not be measured."""
    rivals: dict[str, tuple[float, ...]] = {"none": (0.0,), "away": ()}
    assert [line[3] for line in cells(figure(rivals=rivals))] == ["–", "–"]


def test_by_how_much_a_mark_is_missed() -> None:
    """Above the most, below the least; nothing where it is reached."""
    assert above(2.5, 2, "ms") == "0.5 ms"
    assert above(2, 2, "ms") == ""
    assert below(3.2, 3.4, "×") == "0.2 ×"
    assert below(3.4, 3.4, "") == ""
    assert above(3, 2, "") == "1"


def test_contenders_take_turns() -> None:
    """Each turn begins with another, so that none is always the one that finds all warm."""
    order: list[str] = []

    def contender(name: str) -> Callable[[], float]:
        def run() -> float:
            order.append(name)
            return float(len(order))

        return run

    samples = by_turns({name: contender(name) for name in "ab"}, 3)
    assert "".join(order) == "abbaab"
    assert samples == {"a": (1.0, 4.0, 5.0), "b": (2.0, 3.0, 6.0)}
