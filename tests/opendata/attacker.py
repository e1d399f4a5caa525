"""Who reads all that is published, knows the rules, and computes: what is left out, how closely can it be told?

Linear programming over what every reader may assume: figures are not negative, and sums are sums. Nothing is shared
with the code that suppresses.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from scipy.optimize import linprog

UNBOUNDED = 3


@dataclass
class Attacker:
    """Knows figures by name, and that some are the sums of others.

    Attributes:
        known: what is published.
        sums: each a figure and those of which it is the sum.
        hidden: figures to be found.
    """

    known: dict[Hashable, float] = field(default_factory=dict)
    sums: list[tuple[Hashable, list[Hashable]]] = field(default_factory=list)
    hidden: set[Hashable] = field(default_factory=set)

    def reads(self, name: Hashable, figure: float | None) -> None:
        """A figure of a table: None where it is left out."""
        if figure is None:
            self.hidden.add(name)
        else:
            assert self.known.setdefault(name, figure) == figure, f"{name} was published twice, otherwise"

    def adds(self, total: Hashable, parts: Iterable[Hashable]) -> None:
        self.sums.append((total, list(parts)))

    def reads_table(self, name: str, rows: int, columns: int, figures: Mapping[tuple[int, int], float | None]) -> None:
        """A two-way table with its margins behind the last row and the last column."""
        for place, figure in figures.items():
            self.reads((name, *place), figure)
        for row in range(rows + 1):
            self.adds((name, row, columns), [(name, row, column) for column in range(columns)])
        for column in range(columns + 1):
            self.adds((name, rows, column), [(name, row, column) for row in range(rows)])

    def bounds(self, name: Hashable) -> tuple[float, float]:
        """The least and the most that a hidden figure can be."""
        unknown = sorted(self.hidden - self.known.keys(), key=repr)
        if name not in self.hidden or name in self.known:
            return self.known[name], self.known[name]
        at = {each: index for index, each in enumerate(unknown)}
        rows: list[list[float]] = []
        sides: list[float] = []
        for total, parts in self.sums:
            row, side = [0.0] * len(unknown), 0.0
            for each, sign in ((total, -1), *((part, 1) for part in parts)):
                if each in at:
                    row[at[each]] += sign
                else:
                    side -= sign * self.known[each]
            if any(row):
                rows.append(row)
                sides.append(side)
        return self._solve(at[name], len(unknown), rows, sides, 1), self._solve(at[name], len(unknown), rows, sides, -1)

    @staticmethod
    def _solve(at: int, size: int, rows: list[list[float]], sides: list[float], sign: int) -> float:
        wanted = [float(sign) if each == at else 0.0 for each in range(size)]
        found = linprog(wanted, A_eq=rows or None, b_eq=sides or None, method="highs")
        if found.status == UNBOUNDED:
            return float("inf")
        assert found.status == 0, found.message
        return float(sign * found.fun)
