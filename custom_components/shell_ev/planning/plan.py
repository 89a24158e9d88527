"""When to charge: the cheapest times in which a wish can be fulfilled, as far as prices are known.

All is reckoned in whole seconds of UTC, so that a night in which the clocks change is as long as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil, floor, fsum, gcd, inf
from typing import Final

from .cheapest import Cell, Terms, cheapest, joined
from .prices import Slot

_HOUR: Final = 3600
_FINEST: Final = ((3 * 24 * _HOUR, 300), (8 * 24 * _HOUR, 900))
"""The least step in which is planned, by how long it is until it has to be ready: prices that change
in between are taken as their mean."""
_COARSE: Final = _HOUR
"""The least step beyond."""
_MONEY: Final = 10_000_000
"""Parts of a unit of price that are told apart."""
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_MARGIN: Final = timedelta(hours=1)
"""Left when a wait for prices is over: for a start that fails, or a car that is slower than told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be charged, between when and when.

    ``start_fee`` is in price times hours of charging: the money that a start costs by the power in kW.
    Of more than ``ceiling`` no price is taken, nor an hour whose price is not known. Where it is
    ``charging`` already as it may begin, to go on costs no fee, and may be for as short as is best,
    but for what the block that began at ``charging_since`` lacks of the ``shortest``.
    """

    needed: timedelta
    begin: datetime
    ready_by: datetime
    ceiling: float | None = None
    shortest: timedelta = timedelta(0)
    start_fee: float = 0.0
    charging: bool = False
    charging_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A time to charge in one go. ``price`` is the mean of a kWh, ``None`` where it is not all known."""

    start: datetime
    end: datetime
    price: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When to charge, and what is not in it.

    ``missing`` is what does not fit, or is above the ceiling. ``waits_for`` is until when it makes
    sense to wait for prices that are not there yet, and that may change the plan: nothing that they
    may make dear is charged before then. ``starts`` are those that cost a fee.
    """

    blocks: tuple[Block, ...]
    price: float | None
    missing: timedelta
    waits_for: datetime | None
    starts: int

    @property
    def charged(self) -> timedelta:
        """How long it charges in all."""
        return _length(self.blocks)


def plan(wish: Wish, slots: Sequence[Slot]) -> Plan:
    """Return the cheapest times for a wish.

    An hour without a price is used last, and as late as possible. Among what costs the same there
    are the fewest starts, then the earliest times. A block is shorter than is wished only where no
    more is needed at all.
    """
    blocks = _choose(wish, slots)
    waits_for = None
    waiting = _wait(wish, slots)
    # Below a ceiling, what is cheap enough by now is not given up for what may come.
    if waiting and _length(waiting[0]) + _SECOND > _length(blocks):
        blocks, waits_for = waiting
    elif wish.ceiling is not None and _length(blocks) < wish.needed and slots:
        known_until = slots[-1].end
        if wish.begin < known_until < wish.ready_by:
            waits_for = known_until
    goes_on = wish.charging and bool(blocks) and blocks[0].start <= wish.begin
    missing = max(wish.needed - _length(blocks), timedelta(0))
    return Plan(
        blocks=tuple(blocks),
        price=_mean_price([(block.start, block.end) for block in blocks], slots),
        missing=missing,
        waits_for=waits_for,
        starts=len(blocks) - goes_on,
    )


def _wait(wish: Wish, slots: Sequence[Slot]) -> tuple[list[Block], datetime] | None:
    """Return a plan that leaves room for prices to come, and until when; ``None`` where it needs none.

    What they may be is guessed from the day before. What is good even then is charged at once; the
    rest waits for them, for as long as there are known prices beside them and all fits in afterwards.
    Those of a day are out in the afternoon before, in Spain at a quarter past eight, or late.
    """
    if not slots:
        return None
    known_until = slots[-1].end
    waits_for = min(known_until, _last_choice(wish, slots))
    if not wish.begin < waits_for or known_until >= wish.ready_by:
        return None
    expected = _choose(wish, [*slots, *_guesses(slots)])
    if not expected or expected[-1].end <= known_until:
        return None
    kept = [block for block in expected if block.start < waits_for]
    after = max([waits_for, *(block.end for block in kept)])
    needed = wish.needed - _length(kept)
    rest = replace(
        wish, begin=after, needed=needed, charging=False, charging_since=None
    )
    later = _choose(rest, slots)
    spans = [(block.start, block.end) for block in (*kept, *later)]
    return _blocks(spans, slots), waits_for


def _last_choice(wish: Wish, slots: Sequence[Slot]) -> datetime:
    """Return until when a wait leaves enough time, with a ceiling at known prices not above it."""
    left = wish.needed + _MARGIN
    if wish.ceiling is None:
        return wish.ready_by - left
    for slot in reversed(slots):
        if slot.price <= wish.ceiling:
            if slot.end - slot.start >= left:
                return slot.end - left
            left -= slot.end - slot.start
    return wish.begin


def _guesses(slots: Sequence[Slot]) -> Iterator[Slot]:
    """Give the prices of the last known day once more, for the day after."""
    known_until = slots[-1].end
    for slot in slots:
        if slot.end + _DAY > known_until:
            yield replace(
                slot, start=max(slot.start + _DAY, known_until), end=slot.end + _DAY
            )


def _choose(wish: Wish, slots: Sequence[Slot]) -> list[Block]:
    """Return the cheapest blocks, after what is left of the one that has begun."""
    begin = wish.begin.astimezone(UTC)
    until = _begun_until(wish, slots)
    if until <= begin:
        return _cheapest(wish, slots)
    needed = wish.needed - (until - begin)
    later = _cheapest(replace(wish, begin=until, needed=needed), slots)
    spans = [(block.start, block.end) for block in later]
    return _blocks([(begin, until), *spans], slots)


def _begun_until(wish: Wish, slots: Sequence[Slot]) -> datetime:
    """Return until when the block that has begun must not end, as far as that is needed and allowed."""
    if not wish.charging or wish.charging_since is None:
        return wish.begin
    until = min(
        wish.charging_since + wish.shortest, wish.begin + wish.needed, wish.ready_by
    )
    if wish.ceiling is not None:
        until = min(until, _allowed_until(wish.begin, wish.ceiling, slots))
    return until.astimezone(UTC)


def _allowed_until(begin: datetime, ceiling: float, slots: Sequence[Slot]) -> datetime:
    """Return until when no price is above the ceiling, or not known."""
    until = begin
    for slot in slots:
        if slot.start <= until < slot.end and slot.price <= ceiling:
            until = slot.end
    return until


def _cheapest(wish: Wish, slots: Sequence[Slot]) -> list[Block]:
    """Return the cheapest blocks, in steps of which the last ends when it has to be ready."""
    finest = _finest(wish)
    begin, end = _floor(wish.begin), _floor(wish.ready_by) // finest * finest
    needed, shortest = _ceil(wish.needed), _ceil(wish.shortest)
    if needed <= 0 or end <= begin:
        return []
    if shortest > end - begin:
        # No block can be so long: what is left is as good as all.
        needed = min(needed, end - begin)
    unit = max(finest, gcd(_HOUR, end, shortest, *_changes(slots, begin, end)))
    priced = list(_priced(begin, end, unit, slots))
    layers = _Layers.of(priced, needed, wish)
    terms = Terms(
        needed=needed,
        shortest=-(-shortest // unit) * unit,
        start=layers.start_weight(wish),
        missing=layers.missing,
        charging=wish.charging,
    )
    cells = [layers.cell(index, each) for index, each in enumerate(priced)]
    spans = [
        (max(_moment(start), wish.begin.astimezone(UTC)), _moment(end))
        for start, end in cheapest(cells, unit, terms)
    ]
    return _blocks(spans, slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Priced:
    """A cell and its price, in whole parts of a unit of money; ``None`` where it is not all known."""

    start: int
    end: int
    price: int | None
    highest: float


def _priced(
    begin: int, end: int, unit: int, slots: Sequence[Slot]
) -> Iterator[_Priced]:
    """Cut a span into cells, whose edges are whole units since 1970."""
    edges = [begin, *range(begin // unit * unit + unit, end, unit), end]
    held = [(_floor(slot.start), _floor(slot.end), slot.price) for slot in slots]
    for start, stop in pairwise(edges):
        within = [
            (min(until, stop) - max(since, start), price)
            for since, until, price in held
            if since < stop and start < until
        ]
        known = sum(seconds for seconds, _ in within)
        money = sum(seconds * round(price * _MONEY) for seconds, price in within)
        yield _Priced(
            start=start,
            end=stop,
            price=money // known if known == stop - start else None,
            highest=max((price for _, price in within), default=inf),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layers:
    """What counts first, as whole numbers: all of the lower ones together weigh less than one of the next.

    A second earlier, a start, money, a second later without a price, one without a price, one that
    is missing, one above the ceiling.
    """

    cells: int
    start: int
    money: int
    late: int
    unknown: int
    missing: int
    forbidden: int
    ceiling: float | None

    @classmethod
    def of(cls, priced: Sequence[_Priced], needed: int, wish: Wish) -> _Layers:
        """Stack them for what there is at the most of each."""
        cells, seconds = len(priced), priced[-1].end - priced[0].start
        prices = [abs(each.price) for each in priced if each.price is not None]
        most = seconds * max(prices, default=0) + (cells + 1) * _fee(wish)
        start = cells * seconds + 1
        money = start * (cells + 2)
        late = money * (2 * most + 1)
        unknown = late * (cells * seconds + 1)
        missing = unknown * (seconds + 2)
        return cls(
            cells=cells,
            start=start,
            money=money,
            late=late,
            unknown=unknown,
            missing=missing,
            forbidden=missing * (needed + 2),
            ceiling=wish.ceiling,
        )

    def start_weight(self, wish: Wish) -> int:
        """Return what a start weighs."""
        return self.money * _fee(wish) + self.start

    def cell(self, index: int, priced: _Priced) -> Cell:
        """Return a cell with the weight of its seconds."""
        known = priced.price is not None
        if self.ceiling is not None and not (known and priced.highest <= self.ceiling):
            weight = self.forbidden
        elif priced.price is not None:
            weight = self.money * priced.price + index
        else:
            weight = self.unknown + self.late * (self.cells - index)
        return Cell(priced.start, priced.end, weight, late=not known)


def _fee(wish: Wish) -> int:
    """Return what a start costs, in seconds times parts of a unit of money."""
    return round(wish.start_fee * _HOUR * _MONEY)


def _finest(wish: Wish) -> int:
    """Return the least step in which is planned."""
    ahead = (wish.ready_by - wish.begin).total_seconds()
    return next((step for until, step in _FINEST if ahead <= until), _COARSE)


def _changes(slots: Sequence[Slot], begin: int, end: int) -> list[int]:
    """Return when prices change in between."""
    seconds = {_floor(moment) for slot in slots for moment in (slot.start, slot.end)}
    return [second for second in seconds if begin < second < end]


def _blocks(
    spans: Sequence[tuple[datetime, datetime]], slots: Sequence[Slot]
) -> list[Block]:
    """Return spans with their price, those that follow each other without a gap as one."""
    return [
        Block(start=start, end=end, price=_mean_price([(start, end)], slots))
        for start, end in joined(spans)
    ]


def _mean_price(
    spans: Sequence[tuple[datetime, datetime]], slots: Sequence[Slot]
) -> float | None:
    """Return the mean price of a kWh, ``None`` where it is not known throughout."""
    within = [
        (min(end, slot.end) - max(start, slot.start), slot.price)
        for start, end in spans
        for slot in slots
        if slot.start < end and start < slot.end
    ]
    known = sum((length for length, _ in within), timedelta(0))
    if not known or known != sum((end - start for start, end in spans), timedelta(0)):
        return None
    return fsum(price * (length / known) for length, price in within)


def _length(blocks: Sequence[Block]) -> timedelta:
    return sum((block.end - block.start for block in blocks), timedelta(0))


def _floor(moment: datetime) -> int:
    return floor(moment.timestamp())


def _ceil(length: timedelta) -> int:
    return ceil(length.total_seconds())


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
