"""Which figures of a table are left out, so that the others say nothing of a person. Never does IO, draws no lots.

1. A figure that comes from fewer than `LEAST_PERSONS` persons is *sensitive*; none at all are fewer, too. So is a
   quantity of which one person makes more than `LARGEST_SHARE` %. Margins are figures like others.
2. What can be worked out from the rest is not left out. So others are left out beside it, the smallest that do, until
   each figure left out may have been anything within an interval that is wide enough (`Measure`): then each line of a
   published margin lacks two figures at least.

What everybody can add up from another dataset (`Table.known`) cannot be left out. Where it leaves too little room the
interval is as wide as it can be: all of the table that can be is left out, as far as it matters.

Source: INSEE, manuel de protection des tableaux (11 natural persons a cell, 85 %); decision 0024.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.opendata.domain.bounds import Flow, Place, Shape

LEAST_PERSONS = 11
LARGEST_SHARE = 85  # per cent


@dataclass(frozen=True)
class Measure:
    """Something that a table tells of each cell.

    Attributes:
        name: of its column.
        least: how wide the interval is at least, in the measure's unit.
        percent: how wide at least beside that, of the figure, where it is sensitive.
        has_largest: whether one person may make most of it.
    """

    name: str
    least: int = LEAST_PERSONS
    percent: int = 0
    has_largest: bool = False

    def width(self, figure: int, *, is_sensitive: bool) -> int:
        """How wide the interval of a figure that is left out must be."""
        return max(self.least, -(-figure * self.percent // 100) if is_sensitive else 0)


PERSONS = Measure("persons")
MINUTES = Measure("minutes", least=LEAST_PERSONS * 60, percent=20, has_largest=True)
BOOKINGS = Measure("bookings")


@dataclass(frozen=True)
class Cell:
    """A figure, or several of the same persons.

    Attributes:
        persons: distinct.
        figures: one a measure, whole numbers, 0 or more.
        largest: what the person with the most makes of each.
    """

    persons: int
    figures: tuple[int, ...]
    largest: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """A two-way table with its margins.

    Attributes:
        rows, columns: their keys, in order. They follow from what is known of the network, not from who came: a line of
            which nobody is there is one of zeros.
        cells: of every place, margins too; the margins are sums.
        known: places whose figures can be added up from other datasets.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    measures: tuple[Measure, ...]
    cells: Mapping[Place, Cell]
    known: frozenset[Place] = frozenset()

    @property
    def shape(self) -> Shape:
        """Its size."""
        return Shape(len(self.rows), len(self.columns))


@dataclass(frozen=True)
class Contribution:
    """What somebody did in a cell, or a part of it.

    Attributes:
        person: distinguishes persons within the table; None: somebody who is nobody any more, all of them as one.
        figures: one a measure.
    """

    row: str
    column: str
    person: str | None
    figures: tuple[int, ...]


def tabulate(
    rows: Sequence[str],
    columns: Sequence[str],
    measures: Sequence[Measure],
    contributions: Iterable[Contribution],
    known: Iterable[Place] = (),
) -> Table:
    """Add up what persons did. What is of no row or no column of these is left out everywhere."""
    at_row, at_column = ({key: at for at, key in enumerate(keys)} for keys in (rows, columns))
    shape = Shape(len(rows), len(columns))
    found: dict[Place, dict[str | None, list[int]]] = {place: {} for place in shape.places}
    for each in contributions:
        row, column = at_row.get(each.row), at_column.get(each.column)
        if row is None or column is None:
            continue
        for place in ((row, column), (row, shape.columns), (shape.rows, column), (shape.rows, shape.columns)):
            sums = found[place].setdefault(each.person, [0] * len(measures))
            for at, figure in enumerate(each.figures):
                sums[at] += figure
    cells = {place: _cell(list(persons.values()), len(measures)) for place, persons in found.items()}
    return Table(tuple(rows), tuple(columns), tuple(measures), cells, frozenset(known))


def count(rows: Sequence[str], columns: Sequence[str], persons: Mapping[tuple[str, str], int]) -> Table:
    """Add up persons, each of whom is in one cell alone."""
    counted = {
        (at_row, at_column): persons.get((row, column), 0)
        for at_row, row in enumerate(rows)
        for at_column, column in enumerate(columns)
    }
    shape = Shape(len(rows), len(columns))
    sums = dict.fromkeys(shape.places, 0)
    for (row, column), number in counted.items():
        for place in ((row, column), (row, shape.columns), (shape.rows, column), (shape.rows, shape.columns)):
            sums[place] += number
    cells = {place: Cell(number, (number,), (min(number, 1),)) for place, number in sums.items()}
    return Table(tuple(rows), tuple(columns), (PERSONS,), cells)


def is_sensitive(cell: Cell, measures: Sequence[Measure]) -> bool:
    """Whether a figure says too much of few persons, or of one."""
    return cell.persons < LEAST_PERSONS or any(
        measure.has_largest and largest * 100 > figure * LARGEST_SHARE
        for measure, figure, largest in zip(measures, cell.figures, cell.largest, strict=True)
    )


def sensitive(table: Table) -> frozenset[Place]:
    """The figures that are left out for their own sake."""
    return frozenset(
        place for place, cell in table.cells.items() if place not in table.known and is_sensitive(cell, table.measures)
    )


def suppressed(table: Table) -> frozenset[Place]:
    """The figures that are left out: for their own sake, or for another's. The same table, the same answer."""
    alone = sensitive(table)
    hidden = set(alone)
    waiting = deque(sorted(hidden))
    while waiting:
        place = waiting.popleft()
        for at in range(len(table.measures)):
            beside = sorted(_beside(table, hidden, place, at, is_sensitive=place in alone))
            hidden.update(beside)
            waiting.extend(beside)
    return frozenset(hidden)


def _beside(table: Table, hidden: set[Place], place: Place, at: int, *, is_sensitive: bool) -> set[Place]:
    """What must be left out too, so that the interval of a figure is wide enough in a measure; if anything can be."""
    figures = {each: cell.figures[at] for each, cell in table.cells.items()}
    width = table.measures[at].width(figures[place], is_sensitive=is_sensitive)
    usable = [each for each in table.shape.places if each not in table.known]

    def cost(each: Place) -> int:
        return 0 if each in hidden else table.cells[each].persons + 1

    down = Flow(table.shape, figures).push(place, width, up=False, free=hidden, cost=cost)
    rising = Flow(table.shape, figures)
    up = rising.push(place, width - down, up=True, free=hidden, cost=cost)
    beside: set[Place] = set()
    for flow, is_up in ((rising, True), (Flow(table.shape, figures), False)):
        if down + up >= width:
            break
        flow.moved.clear()
        reached = flow.push(place, width - (down if is_up else up), up=is_up, free=usable, cost=cost)
        up, down = (reached, down) if is_up else (up, reached)
        beside |= {each for each, by in flow.moved.items() if by} - hidden
    return beside


def _cell(persons: Sequence[Sequence[int]], measures: int) -> Cell:
    sums = tuple(sum(one[at] for one in persons) for at in range(measures))
    return Cell(len(persons), sums, tuple(max((one[at] for one in persons), default=0) for at in range(measures)))
