"""What is left out of a table cannot be worked out from the rest of it, by whoever reads all of it and computes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.opendata.domain import suppression
from services.opendata.domain.bounds import Place, Shape, interval
from services.opendata.domain.suppression import BOOKINGS, MINUTES, PERSONS, Contribution, Table, tabulate
from tests.opendata.matrices import CLOSE, attack, matrices, people


def exposed(table: Table, hidden: Collection[Place]) -> list[Any]:
    """The figures that can be told too closely: closer than the protection interval, or than the little that is
    possible when all is left out but what everybody knows.
    """
    found = []
    possible = table.shape.places if not table.known else set(table.shape.places) - table.known
    sensitive = suppression.sensitive(table)
    for at, measure in enumerate(table.measures):
        told, best = attack(table, hidden, at), attack(table, possible, at) if table.known else {}
        for place, (least, most) in told.items():
            figure = table.cells[place].figures[at]
            assert least - CLOSE <= figure <= most + CLOSE
            needed: float = measure.width(figure, is_sensitive=place in sensitive)
            if place in best:
                needed = min(needed, best[place][1] - best[place][0])
            if most - least < needed - CLOSE:
                found.append((measure.name, place, figure, least, most))
    return found


LONELY = people((30, 40, 50), (60, 3, 70), (80, 90, 100))
WORST = {
    "one figure alone": LONELY,
    "a whole row": people((1, 2, 3), (60, 70, 80), (80, 90, 100)),
    "a whole row of nobody": people((0, 0, 0), (60, 70, 80), (80, 90, 100)),
    "everything small": people((1, 2), (3, 1)),
    "nobody at all": people((0, 0), (0, 0)),
    "one cell, small": people((4,)),
    "one cell, large": people((400,)),
    "one column": people((40,), (3,), (50,), (20,)),
    "one row": people((40, 3, 50)),
    "two columns, one of nobody": people((40, 0), (50, 0), (60, 0)),
    "a sum of two that is small": people((5, 5), (50, 50)),
    "a sum that is just large enough": people((5, 6), (50, 50)),
    "just too few beside just enough": people((10, 11), (11, 11)),
    "small on the diagonal": people((1, 50, 60), (70, 2, 80), (90, 100, 3)),
}


@pytest.mark.parametrize("table", WORST.values(), ids=WORST)
def test_in_the_worst_of_tables_nothing_can_be_worked_out(table: Table) -> None:
    hidden = suppression.suppressed(table)
    assert suppression.sensitive(table) <= hidden
    assert exposed(table, hidden) == []


@given(matrices())
@example(LONELY)
@settings(max_examples=100, deadline=None)
def test_no_figure_left_out_can_be_told_closer_than_the_interval(table: Table) -> None:
    assert exposed(table, suppression.suppressed(table)) == []


def test_without_secondary_suppression_the_attacker_finds_what_is_left_out() -> None:
    alone = suppression.sensitive(LONELY)
    assert attack(LONELY, alone)[1, 1] == pytest.approx((3, 3))
    assert [found[1] for found in exposed(LONELY, alone)] == [(1, 1)]


def test_with_one_figure_less_left_out_the_attacker_finds_another() -> None:
    hidden = suppression.suppressed(LONELY)
    for place in hidden - suppression.sensitive(LONELY):
        assert exposed(LONELY, hidden - {place})


@given(matrices())
@settings(max_examples=100, deadline=None)
def test_a_line_of_a_published_margin_lacks_no_figure_or_two(table: Table) -> None:
    hidden, shape = suppression.suppressed(table), table.shape
    for row in range(shape.rows + 1):
        missing = [column for column in range(shape.columns) if (row, column) in hidden]
        assert len(missing) != 1 or (row, shape.columns) in hidden
    for column in range(shape.columns + 1):
        missing = [row for row in range(shape.rows) if (row, column) in hidden]
        assert len(missing) != 1 or (shape.rows, column) in hidden


@given(matrices())
@settings(max_examples=100, deadline=None)
def test_who_is_fewer_than_eleven_is_left_out_margins_and_zeros_too(table: Table) -> None:
    hidden = suppression.suppressed(table)
    few = {place for place, cell in table.cells.items() if cell.persons < 11}
    assert few == suppression.sensitive(table) <= hidden


@given(matrices())
@settings(max_examples=50, deadline=None)
def test_the_same_table_is_suppressed_alike(table: Table) -> None:
    assert suppression.suppressed(table) == suppression.suppressed(table)


def test_a_table_in_which_everybody_is_many_is_published_whole() -> None:
    assert suppression.suppressed(people((11, 12), (13, 400))) == frozenset()


def test_a_table_without_a_line_tells_nothing() -> None:
    assert suppression.suppressed(people()) == {(0, 0)}


def test_little_is_left_out_beside_one_figure() -> None:
    assert suppression.suppressed(LONELY) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def hours(*done: tuple[str, str, str | None, int, int], known: Collection[Place] = ()) -> Table:
    """Minutes and bookings of persons of two cities in two cities."""
    towns = ("marcq", "roubaix", "tourcoing")
    contributions = [Contribution(home, host, who, (minutes, times)) for home, host, who, minutes, times in done]
    return tabulate(towns, towns, (MINUTES, BOOKINGS), contributions, known)


def crowd(home: str, host: str, size: int = 20, minutes: int = 600) -> list[tuple[str, str, str | None, int, int]]:
    return [(home, host, f"{home}-{at}", minutes, 3) for at in range(size)]


def everybody() -> list[tuple[str, str, str | None, int, int]]:
    towns = ("marcq", "roubaix", "tourcoing")
    return [line for home in towns for host in towns for line in crowd(home, host)]


def test_what_one_person_makes_most_of_is_left_out() -> None:
    table = hours(*everybody(), ("roubaix", "marcq", "roubaix-0", 300_000, 1))
    assert suppression.sensitive(table) == {(1, 0), (1, 3), (3, 0)}  # of all there is they make less
    assert exposed(table, suppression.suppressed(table)) == []


def test_just_under_the_share_of_one_person_it_is_published() -> None:
    others = [("roubaix", "marcq", f"p{at}", 15, 1) for at in range(20)]  # 300 minutes
    at_85, above = ([*others, ("roubaix", "marcq", "most", minutes, 1)] for minutes in (1700, 1701))
    assert (1, 0) not in suppression.sensitive(hours(*at_85))
    assert (1, 0) in suppression.sensitive(hours(*above))


def test_somebody_who_comes_often_is_one_person() -> None:
    table = hours(*[("roubaix", "marcq", "regular", 60, 1)] * 30, *[("roubaix", "marcq", None, 60, 1)] * 30)
    assert table.cells[1, 0].persons == 2
    assert (1, 0) in suppression.sensitive(table)


def test_who_goes_to_two_cities_is_one_person_of_their_own() -> None:
    table = hours(*crowd("roubaix", "marcq", 8), *crowd("roubaix", "tourcoing", 8))
    assert table.cells[1, 3].persons == 8
    assert table.cells[1, 3].figures == (9600, 48)


KNOWN = [(3, column) for column in range(4)]


@st.composite
def ledgers(draw: st.DrawFn) -> Table:
    """Tables of minutes and bookings in which some persons do nearly everything, some of them gone."""
    towns = st.sampled_from(("marcq", "roubaix", "tourcoing"))
    line = st.tuples(
        towns, towns, st.one_of(st.none(), st.integers(0, 15).map(str)), st.integers(1, 3000), st.integers(1, 9)
    )
    crowds = [each for pair in draw(st.lists(st.tuples(towns, towns), max_size=6)) for each in crowd(*pair)]
    return hours(*draw(st.lists(line, max_size=40)), *crowds, known=KNOWN if draw(st.booleans()) else ())


@given(ledgers())
@settings(max_examples=30, deadline=None)
def test_hours_and_bookings_left_out_cannot_be_told_closer_than_their_intervals(table: Table) -> None:
    assert exposed(table, suppression.suppressed(table)) == []


@given(ledgers())
@settings(max_examples=60, deadline=None)
def test_what_another_dataset_tells_is_never_left_out(table: Table) -> None:
    assert not suppression.suppressed(table) & table.known


def test_all_that_can_be_is_left_out_where_what_is_known_leaves_no_room() -> None:
    elsewhere = [line for line in everybody() if line[1] != "marcq"]
    table = hours(("roubaix", "marcq", "alone", 90, 1), *elsewhere, known=KNOWN)
    told = attack(table, suppression.suppressed(table))
    assert [bound for row in range(3) for bound in told[row, 0]] == pytest.approx([0, 90] * 3)


def test_a_large_network_is_done_in_no_time() -> None:
    figures: Mapping[tuple[int, int], int] = {
        (row, column): (row * 7919 + column * 104729) % 37 for row in range(60) for column in range(6)
    }
    table = people(*[tuple(figures[row, column] for column in range(6)) for row in range(60)])
    hidden = suppression.suppressed(table)
    shape = Shape(60, 6)
    places = {place: cell.figures[0] for place, cell in table.cells.items()}
    for place in hidden:
        least, most = interval(shape, places, hidden, place)
        assert most is None or most - least >= PERSONS.least
