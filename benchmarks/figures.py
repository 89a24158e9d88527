"""What each benchmark tells, and the table all of them are shown in.

A figure is of one row of the table: what was measured, ours beside what it is measured against.
Absolute times drift with the machine and with what else it does. So contenders take turns within
one run, and what is compared is each turn's own ratio.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

ENOUGH_FOR_QUARTERS: Final = 4
"""Samples from which on the middle half is told; of fewer it is the least and the most."""

HEADS: Final = (
    "what",
    "ours",
    "rival or floor",
    "ratio",
    "reach",
    "reached",
)

NOTHING: Final = "–"

PLACES: Final = ((100, 0), (10, 1), (1, 2), (0.1, 3))
"""How many places a number has from which size on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that was measured, each sample in `unit`."""

    row: str
    unit: str
    measured: tuple[float, ...]
    rivals: Mapping[str, tuple[float, ...]]
    """Samples of the same work in the same run, taken by turns with ours."""
    mark: str
    """What is to be reached, in words. Nothing, where a figure only stands beside others."""
    reached: bool | None
    """None where there is no mark, or what it takes could not be measured here."""
    missed_by: str = ""
    """How far from the mark, in words; only where it is not reached."""


def ratio(measured: Sequence[float], rival: Sequence[float]) -> float | None:
    """Return how many times the rival's ours is: the median of the turns' own ratios.

    What did not take as many turns has no turns in common: then it is the medians' ratio. Nothing
    where the rival's is zero.
    """
    if len(measured) == len(rival):
        ratios = [
            one / other for one, other in zip(measured, rival, strict=True) if other
        ]
        return median(ratios) if ratios else None
    other = median(rival)
    return median(measured) / other if other else None


def above(value: float, most: float, unit: str) -> str:
    """Return by how much a value is above the most that it is to be; nothing where it is not."""
    return f"{_number(value - most)} {unit}".strip() if value > most else ""


def below(value: float, least: float, unit: str) -> str:
    """Return by how much a value is below the least that it is to be; nothing where it is not."""
    return above(-value, -least, unit)


def in_turn(names: Iterable[str], turns: int) -> Iterator[str]:
    """Return who is to run, one after the other; each turn begins with another of them."""
    names = list(names)
    for turn in range(turns):
        first = turn % len(names)
        yield from names[first:] + names[:first]


def by_turns(
    contenders: Mapping[str, Callable[[], float]], turns: int
) -> dict[str, tuple[float, ...]]:
    """Return each contender's samples, one a turn."""
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for name in in_turn(contenders, turns):
        samples[name].append(contenders[name]())
    return {name: tuple(each) for name, each in samples.items()}


def show(figures: Iterable[Figure], *, markdown: bool = False) -> str:
    """Return the table of the figures: aligned, or as Markdown.

    Samples are shown as their median, and in brackets the middle half of them. A figure with
    several rivals has a line for each.
    """
    lines = [cells for figure in figures for cells in _lines(figure)]
    if markdown:
        rule = ("---",) * len(HEADS)
        return "\n".join(f"| {' | '.join(line)} |" for line in (HEADS, rule, *lines))
    widths = [max(map(len, column)) for column in zip(HEADS, *lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in (HEADS, *lines)
    )


def _lines(figure: Figure) -> list[tuple[str, ...]]:
    """Return a figure's lines; what would be the same in each stands in the first."""
    measured = _samples(figure.measured, figure.unit)
    rivals = [
        (f"{name}: {_samples(samples, figure.unit)}", _ratio(figure.measured, samples))
        for name, samples in figure.rivals.items()
    ] or [(NOTHING, NOTHING)]
    first, *others = rivals
    return [
        (figure.row, measured, *first, figure.mark or NOTHING, _verdict(figure)),
        *(("", "", *other, "", "") for other in others),
    ]


def _verdict(figure: Figure) -> str:
    """Return whether the mark is reached, in words."""
    if figure.reached is None:
        return NOTHING
    if figure.reached:
        return "yes"
    return f"no, by {figure.missed_by}" if figure.missed_by else "no"


def _ratio(measured: Sequence[float], rival: Sequence[float]) -> str:
    """Return the ratio as it is shown."""
    times = ratio(measured, rival) if measured and rival else None
    return NOTHING if times is None else f"{_number(times)} ×"


def _samples(samples: Sequence[float], unit: str) -> str:
    """Return samples as they are shown."""
    if not samples:
        return NOTHING
    middle, low, high = _number(median(samples)), *map(_number, _spread(samples))
    spread = "" if low == high else f" ({low} to {high})"
    return f"{middle}{spread} {unit}".rstrip()


def _spread(samples: Sequence[float]) -> tuple[float, float]:
    """Return where the middle half of the samples begins and ends."""
    if len(samples) < ENOUGH_FOR_QUARTERS:
        return min(samples), max(samples)
    low, _, high = quantiles(samples, n=4, method="inclusive")
    return low, high


def _number(value: float) -> str:
    """Return a number as a person reads it: three figures, and a whole number whole."""
    places = next((places for least, places in PLACES if abs(value) >= least), 4)
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text
