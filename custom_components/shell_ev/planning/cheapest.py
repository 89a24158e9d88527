"""The cheapest seconds of a stretch of time, in blocks. Pure, and in whole numbers: nothing is rounded.

What is best lies at the edges: were there a better plan with a block whose two ends both stand
within a cell, the block could be moved until one of them meets an edge, and would cost no more. So
all blocks begin and end at edges, or have the least length from one, but for a single one that
takes what is left over: its other end stands partway in a cell, by the *part* of a unit that the
time needed has over whole units. Where the first cell is cut short, a block that begins with it
changes that part for all the others; so that is tried apart.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, product
from math import inf
from typing import Final, NamedTuple

type Span = tuple[int, int]
"""From one second until before another."""


class Cell(NamedTuple):
    """A time in which each second weighs the same.

    ``late`` has what takes only a part of it, and nothing beside, stand at its end.
    """

    start: int
    end: int
    weight: int
    late: bool = False

    @property
    def length(self) -> int:
        """Seconds."""
        return self.end - self.start

    def piece(self, seconds: int) -> Span:
        """Return so much of it, by itself."""
        if self.late:
            return self.end - seconds, self.end
        return self.start, self.start + seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is looked for: seconds, the least of them in a block, and what a start weighs.

    ``missing`` is what each second weighs that is not found; a cell whose seconds weigh more is
    never used. Where it is ``charging`` as the first cell begins, to go on is no start, and may be
    as short as is best.
    """

    needed: int
    shortest: int
    start: int
    missing: int
    charging: bool = False


def cheapest(cells: Sequence[Cell], unit: int, terms: Terms) -> list[Span]:
    """Return the blocks that weigh the least together, in their order.

    The cells follow each other and are as long as the unit; the first may be shorter. The least
    length of a block is a multiple of the unit, or there is only one block.
    """
    ways: list[tuple[int, Iterable[Span]]] = []
    if terms.charging or terms.needed >= 2 * terms.shortest:
        best = min(_several_blocks(cells, unit, terms), key=lambda way: way.weight)
        ways.append((best.weight, best.walk()))
    if terms.needed < 2 * terms.shortest:
        ways.append(_one_block(cells, terms))
    _, spans = min(ways, key=lambda way: way[0])
    return joined(spans)


def _one_block(cells: Sequence[Cell], terms: Terms) -> tuple[int, list[Span]]:
    """Return the one block that fits; less than is needed only where no more is to be had."""
    least = min(terms.shortest, terms.needed)
    weights = _Weights(cells)
    first, last = cells[0].start, cells[-1].end
    spans = [
        span
        for cell in cells
        for span in (
            (cell.start, cell.start + terms.needed),
            (cell.end - terms.needed, cell.end),
        )
        if first <= span[0] and span[1] <= last
    ]
    for usable, run in groupby(cells, lambda cell: cell.weight <= terms.missing):
        in_a_row = list(run)
        span = in_a_row[0].start, in_a_row[-1].end
        if usable and least <= span[1] - span[0] < terms.needed:
            spans.append(span)

    def weight(span: Span) -> tuple[int, Span]:
        missing = terms.needed - (span[1] - span[0])
        return weights.of(span) + missing * terms.missing, span

    none = terms.needed * terms.missing
    best = min(spans, key=weight, default=None)
    if best is None or weight(best)[0] > none:
        return none, []
    return weight(best)[0] + terms.start, [best]


class _Weights:
    """What any span weighs."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells
        self._starts = [cell.start for cell in cells]
        self._before = [
            0,
            *accumulate(cell.weight * cell.length for cell in cells),
        ]

    def of(self, span: Span) -> int:
        """Return the weight of its seconds together."""
        return self._until(span[1]) - self._until(span[0])

    def _until(self, second: int) -> int:
        index = bisect_right(self._starts, second) - 1
        cell = self._cells[index]
        return self._before[index] + cell.weight * (second - cell.start)


def _several_blocks(cells: Sequence[Cell], unit: int, terms: Terms) -> list[_Way]:
    """Return the ways to begin, among them that of the best plan."""
    head = cells[0] if cells[0].length < unit or terms.charging else None
    grid = cells[1:] if head else cells
    first = head.end if head else cells[0].start
    table = _Table(grid, first, unit, terms.needed, terms)
    ways = table.ways(_FROM_THE_FIRST, *_part_of(head, table))
    if head and terms.needed >= head.length:
        rest = _Table(grid, first, unit, terms.needed - head.length, terms)
        ways += rest.ways(*rest.all_of(head))
        if terms.charging:
            ways += rest.ways(rest.going_on(head, head.length))
    if head and terms.charging and 0 < table.part < head.length:
        ways += table.ways(table.going_on(head, table.part))
    return ways


class _State(NamedTuple):
    """Where a plan stands: at the start of a cell, with or without the part still to come."""

    cell: int
    part: bool
    charging: bool = False


class _Move(NamedTuple):
    """What can be done: what it weighs, the units and the times it charges, and where it leads."""

    weight: int
    units: int
    span: Span | None
    then: _State


_FROM_THE_FIRST: Final = _Move(0, 0, None, _State(0, part=True))


class _Way(NamedTuple):
    """A first move, what it weighs with the best of all after it, and where those are found."""

    weight: int
    move: _Move
    table: _Table

    def walk(self) -> Iterator[Span]:
        """Give what is charged, piece by piece."""
        move: _Move | None = self.move
        units = self.table.units
        while move:
            if move.span:
                yield move.span
            units -= move.units
            move = self.table.best(move.then, units)


class _Table:
    """What the best from each state weighs, for each number of units to come; found from the end."""

    def __init__(
        self, grid: Sequence[Cell], first: int, unit: int, needed: int, terms: Terms
    ) -> None:
        self.unit = unit
        self.units, self.part = divmod(needed, unit)
        self.fewest = terms.shortest // unit
        """Units in a block; without a least length the part may stand alone."""
        self._grid = grid
        self._first = first
        self._terms = terms
        self._before = [0, *accumulate(cell.weight * unit for cell in grid)]
        self._weights: dict[_State, list[int]] = {}
        for cell in range(len(grid), -1, -1):
            for charging, part in product((False, True), repeat=2):
                state = _State(cell, part, charging)
                self._weights[state] = self._row(state)

    def ways(self, *moves: _Move) -> list[_Way]:
        """Return the ways that begin with moves, of those that charge no more than is needed."""
        return [
            _Way(self._with_all_after(move, self.units), move, self)
            for move in moves
            if move.units <= self.units
        ]

    def best(self, state: _State, units: int) -> _Move | None:
        """Return the best to do, ``None`` at the end."""
        return min(
            (move for move in self._moves(state) if move.units <= units),
            key=lambda move: self._with_all_after(move, units),
            default=None,
        )

    def block(
        self, start: int, weight: int, cell: int, units: int, part: bool
    ) -> Iterator[_Move]:
        """Begin a block of so many cells from one on; what weighs something may come before them."""
        end = cell + units
        if end <= len(self._grid) and units <= self.units:
            yield _Move(
                self._terms.start + weight + self._before[end] - self._before[cell],
                units,
                (start, self._first + end * self.unit),
                _State(end, part, charging=True),
            )

    def block_with_part(self, head: Cell, cell: int) -> Iterator[_Move]:
        """Begin a block with the part: alone, or at the end of a cell and with those from the next on."""
        weight = self.part * head.weight
        if not self.fewest:
            yield _Move(
                self._terms.start + weight,
                0,
                head.piece(self.part),
                _State(cell, part=False),
            )
        start = head.end - self.part
        yield from self.block(start, weight, cell, max(self.fewest, 1), part=False)

    def shortest_from(self, head: Cell) -> Iterator[_Move]:
        """Charge from the start of the first, shorter cell for the least length.

        The part need not follow in the cell in which it ends: that weighs the same as to go on there.
        """
        if 0 < self.fewest <= min(self.units, len(self._grid)):
            last = self._grid[self.fewest - 1]
            weight = (
                head.length * head.weight
                + self._before[self.fewest - 1]
                + (self.unit - head.length) * last.weight
            )
            yield _Move(
                self._terms.start + weight,
                self.fewest,
                (head.start, last.end - head.length),
                _State(self.fewest, part=True),
            )

    def all_of(self, head: Cell) -> Iterator[_Move]:
        """Charge from the start of the first, shorter cell to its end, and on.

        The part may end such a block in the very cell in which it has its least length.
        """
        weight = head.length * head.weight
        units = max(-((head.length - self._terms.shortest) // self.unit), 0)
        yield from self.block(head.start, weight, 0, units, part=True)
        end = self._first + (units - 1) * self.unit + self.part
        if 0 < units <= len(self._grid) and end - head.start >= self._terms.shortest:
            yield _Move(
                self._terms.start
                + weight
                + self._before[units - 1]
                + self.part * self._grid[units - 1].weight,
                units - 1,
                (head.start, end),
                _State(units, part=False),
            )

    def going_on(self, head: Cell, seconds: int) -> _Move:
        """Charge on from the start of the first cell, which is no start: to its end, or for the part."""
        to_its_end = seconds == head.length
        return _Move(
            seconds * head.weight,
            0,
            (head.start, head.start + seconds),
            _State(0, part=to_its_end, charging=to_its_end),
        )

    def _row(self, state: _State) -> list[int]:
        """Return what the best from a state weighs, for each number of units."""
        if state.cell == len(self._grid):
            part = self.part if state.part else 0
            return [
                (units * self.unit + part) * self._terms.missing
                for units in range(self.units + 1)
            ]
        rows = [
            [inf] * move.units
            + [
                move.weight + weight
                for weight in self._weights[move.then][: self.units + 1 - move.units]
            ]
            for move in self._moves(state)
        ]
        return list(map(min, zip(*rows, strict=True)))

    def _with_all_after(self, move: _Move, units: int) -> int:
        return move.weight + self._weights[move.then][units - move.units]

    def _moves(self, state: _State) -> Iterator[_Move]:
        """Give all that can be done from a state."""
        if state.cell == len(self._grid):
            return
        part = state.part and self.part > 0
        cell = self._grid[state.cell]
        after = state._replace(cell=state.cell + 1)
        if state.charging:
            yield _Move(0, 0, None, state._replace(charging=False))
            yield _Move(cell.weight * self.unit, 1, (cell.start, cell.end), after)
            if part:
                yield _Move(
                    cell.weight * self.part,
                    0,
                    (cell.start, cell.start + self.part),
                    _State(after.cell, part=False),
                )
            return
        yield _Move(0, 0, None, after)
        fewest = max(self.fewest, 1)
        yield from self.block(cell.start, 0, state.cell, fewest, state.part)
        if part:
            yield from self.block_with_part(cell, after.cell)


def _part_of(head: Cell | None, table: _Table) -> Iterator[_Move]:
    """Give what charges within the first, shorter cell, or from its start for the least length."""
    if head:
        if 0 < table.part <= head.length:
            yield from table.block_with_part(head, 0)
        yield from table.shortest_from(head)


def joined[T](spans: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """Make one of those that follow each other without a gap."""
    found: list[tuple[T, T]] = []
    for start, end in spans:
        touching = bool(found) and found[-1][1] == start
        found.append((found.pop()[0] if touching else start, end))
    return found
