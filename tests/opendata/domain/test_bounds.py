"""A flow through a table tells the same of what is left out of it as a solver that knows no flow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.opendata.domain.bounds import interval
from tests.opendata.matrices import CLOSE, attack, matrices, people


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_a_flow_tells_is_what_a_solver_tells(data: st.DataObject) -> None:
    table = data.draw(matrices())
    hidden = data.draw(st.sets(st.sampled_from(table.shape.places), min_size=1))
    figures = {place: cell.figures[0] for place, cell in table.cells.items()}
    for place, (least, most) in attack(table, hidden).items():
        found = interval(table.shape, figures, hidden, place)
        assert (least, most) == pytest.approx((found[0], float("inf") if found[1] is None else found[1]), abs=CLOSE)


def test_a_figure_alone_in_its_row_or_column_is_known() -> None:
    table = people((30, 40), (50, 60))
    figures = {place: cell.figures[0] for place, cell in table.cells.items()}
    assert interval(table.shape, figures, {(0, 0), (0, 1)}, (0, 1)) == (40, 40)


def test_with_its_margins_and_the_total_left_out_too_a_figure_has_no_end() -> None:
    table = people((30, 40), (50, 60))
    figures = {place: cell.figures[0] for place, cell in table.cells.items()}
    assert interval(table.shape, figures, {(0, 0), (0, 2), (2, 0), (2, 2)}, (0, 0)) == (0, None)
