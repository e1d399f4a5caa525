"""Two-way tables of persons, and what an attacker tells of them."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from services.opendata.domain import suppression
from services.opendata.domain.bounds import Place
from services.opendata.domain.suppression import Table
from tests.opendata.attacker import Attacker

CLOSE = 1e-6  # what a solver's figures are off by


def people(*lines: tuple[int, ...]) -> Table:
    """A table of so many persons in each cell."""
    rows, columns = [f"r{at}" for at in range(len(lines))], [f"c{at}" for at in range(len(lines[0]) if lines else 0)]
    return suppression.count(
        rows,
        columns,
        {(rows[row], columns[column]): n for row, line in enumerate(lines) for column, n in enumerate(line)},
    )


def attack(table: Table, hidden: Collection[Place], at: int = 0) -> dict[Place, tuple[float, float]]:
    """What an attacker tells of each figure that is left out."""
    attacker = Attacker()
    figures = {place: None if place in hidden else cell.figures[at] for place, cell in table.cells.items()}
    attacker.reads_table("t", len(table.rows), len(table.columns), figures)
    return {place: attacker.bounds(("t", *place)) for place in hidden}


def matrices(most: int = 40) -> st.SearchStrategy[Table]:
    """Tables of persons, small and large figures and none."""
    figure = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, most), st.integers(100, 1000))
    sizes = st.tuples(st.integers(1, 5), st.integers(1, 4))
    return sizes.flatmap(
        lambda size: st.lists(st.tuples(*[figure] * size[1]), min_size=size[0], max_size=size[0]).map(
            lambda lines: people(*lines)
        )
    )
