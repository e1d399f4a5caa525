"""What a reader can conclude of the figures left out of a two-way table, from those that are in it. Never does IO.

A table of rows and columns with its margins is a network: each figure is a flow that is never negative, and what comes
in at a line goes out of it again,

    last column ─row margin▶ row ─cell▶ column ─column margin▶ last row ─grand total▶ last column

so that whatever makes a figure larger goes round in a circle. A figure that is published stands still. How much further
the others let one go, up or down, is a maximum flow: exact, in whole numbers, without a solver. An arc forwards has no
end; backwards it ends at zero, for nothing is negative.

Source: L. H. Cox, "Network models for complementary cell suppression", Journal of the American Statistical Association
90 (1995); L. R. Ford and D. R. Fulkerson, "Maximal flow through a network" (1956).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column of a figure. The row behind the last holds the column margins, the column behind the last the row
margins; where both meet stands the grand total."""

_Arc = tuple[Place, bool]  # a figure, and whether it grows


@dataclass(frozen=True)
class Shape:
    """How many rows and columns a table has, without its margins."""

    rows: int
    columns: int

    @property
    def places(self) -> tuple[Place, ...]:
        """Every figure, margins included, row by row."""
        return tuple((row, column) for row in range(self.rows + 1) for column in range(self.columns + 1))

    def is_margin(self, place: Place) -> bool:
        """Whether it is a sum of others."""
        return place[0] == self.rows or place[1] == self.columns

    def ends(self, place: Place) -> tuple[int, int]:
        """The lines between which a figure flows: rows are numbered first, then columns."""
        row, column = place[0], self.rows + 1 + place[1]
        is_sum_of_line = (place[0] == self.rows) != (place[1] == self.columns)
        return (column, row) if is_sum_of_line else (row, column)


@dataclass
class Flow:
    """Figures on the move, within what is not published.

    Attributes:
        figures: of every place; never negative, and the margins are their sums.
        moved: by how much each is larger than it was; negative: smaller.
    """

    shape: Shape
    figures: Mapping[Place, int]
    moved: dict[Place, int] = field(default_factory=dict)

    def push(self, place: Place, most: int, *, up: bool, free: Collection[Place], cost: Callable[[Place], int]) -> int:
        """Have a figure grow, or shrink, by `most` at most, along the cheapest ways; gives by how much it could.

        Wide ways first: who needs much shall not go many ways for it.

        Args:
            free: what may move, without end if it is to grow.
            cost: of a figure's moving at all, however far; 0 once it has.
        """
        tail, head = self.shape.ends(place)
        start, end = (head, tail) if up else (tail, head)
        most = most if up else min(most, self.figures[place])
        lines = self._lines(each for each in free if each != place)
        done, width = 0, most
        while width := min(width, most - done):
            way = self._way(lines, start, end, width, cost)
            if way is None:
                width //= 2
                continue
            step = min([most - done, *(self._left(arc) for arc in way if not arc[1])])
            for figure, grows in way:
                self.moved[figure] = self.moved.get(figure, 0) + (step if grows else -step)
            done += step
        return done

    def _lines(self, free: Iterator[Place]) -> dict[int, list[tuple[int, _Arc]]]:
        lines: dict[int, list[tuple[int, _Arc]]] = {}
        for place in sorted(free):
            tail, head = self.shape.ends(place)
            lines.setdefault(tail, []).append((head, (place, True)))
            lines.setdefault(head, []).append((tail, (place, False)))
        return lines

    def _left(self, arc: _Arc) -> int:
        return self.figures[arc[0]] + self.moved.get(arc[0], 0)

    def _way(
        self, lines: dict[int, list[tuple[int, _Arc]]], start: int, end: int, width: int, cost: Callable[[Place], int]
    ) -> list[_Arc] | None:
        """The cheapest way from one line to another on which there is room for `width` everywhere; the shortest of
        those, the first of those.
        """
        waiting: list[tuple[int, int, int]] = [(0, 0, start)]
        best: dict[int, tuple[int, int]] = {start: (0, 0)}
        came: dict[int, tuple[int, _Arc]] = {}
        while waiting:
            spent, steps, line = heapq.heappop(waiting)
            if line == end:
                way = []
                while line != start:
                    line, arc = came[line]
                    way.append(arc)
                return way
            if best[line] < (spent, steps):
                continue
            for following, arc in lines.get(line, ()):
                if not arc[1] and self._left(arc) < width:
                    continue
                price = spent + (0 if arc[0] in self.moved else cost(arc[0])), steps + 1
                if following not in best or price < best[following]:
                    best[following] = price
                    came[following] = (line, arc)
                    heapq.heappush(waiting, (*price, following))
        return None


def interval(
    shape: Shape, figures: Mapping[Place, int], hidden: Collection[Place], place: Place
) -> tuple[int, int | None]:
    """The least and the most that a figure can be, for who knows all that are not hidden; None: without end."""
    everything = sum(figures.values()) + 1  # what ends, ends below
    down, up = (
        Flow(shape, figures).push(place, everything, up=up, free=hidden, cost=lambda _place: 0) for up in (False, True)
    )
    return figures[place] - down, None if up == everything else figures[place] + up
