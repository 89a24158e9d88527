"""Lines of a list of prices, made into slots: in order, none over another. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .moments import DAY, HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time with one price. ``start`` and ``end`` (exclusive) are UTC, ``price`` is of a kWh."""

    start: datetime
    end: datetime
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list: a slot whose end or price may not be known."""

    start: datetime
    end: datetime | None
    price: float | None


def slots_of(entries: Iterable[Entry]) -> tuple[Slot, ...]:
    """Return lines as slots: in order, each time once, none over the next."""
    once: dict[datetime, Entry] = {}
    for entry in sorted(
        entries,
        key=lambda one: (one.start, one.price is None, one.end or one.start),
    ):
        once.setdefault(entry.start, entry)
    lines = list(once.values())
    starts = list(once)
    slots: list[Slot] = []
    length = HOUR
    for index, line in enumerate(lines):
        after = starts[index + 1 : index + 3]
        if line.end is not None:
            end = min([line.end, *after[:1]])
        elif after:
            end = line.start + _until(
                starts[max(index - 1, 0) : index], line.start, after
            )
        else:
            end = line.start + length
        length = end - line.start
        if line.price is not None:
            slots.append(Slot(start=line.start, end=end, price=line.price))
    return tuple(slots)


def _until(
    before: Sequence[datetime], start: datetime, after: Sequence[datetime]
) -> timedelta:
    """Return how long a slot without an end lasts: to the next start, unless slots are missing.

    They are, where an even row goes on after a longer step. A tariff of day and night has none.
    """
    step = after[0] - start
    if before:
        usual = start - before[0]
        goes_on = len(after) == 1 or after[1] - after[0] == usual
        if usual <= HOUR and step > usual and goes_on:
            return usual
    return min(step, DAY)
