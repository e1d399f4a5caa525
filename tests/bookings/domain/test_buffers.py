from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.bookings.domain import Unit, blocked, free_units, units_of
from tests.bookings.buffers import HELD, Held, of
from tests.bookings.world import DESKS, ROOM

(UNIT,) = units_of(ROOM)


def is_free(asked: Held, *claimed: Held) -> bool:
    taken = [blocked(asked.space, **one.row) for one in claimed]
    return free_units({UNIT: taken}, asked.period) == [UNIT]


@given(HELD, HELD)
@example(of(0, 4, 0, 2), of(5, 4, 1, 0))  # the larger is not kept
@example(of(0, 4, 0, 1), of(5, 4, 2, 0))
@example(of(0, 4, 0, 2), of(6, 4, 2, 0))  # the larger is, not the sum
def test_two_neighbours_share_the_larger_of_their_buffers(asked: Held, claimed: Held) -> None:
    assert is_free(asked, claimed) == asked.fits_beside(claimed)


@given(HELD, HELD)
def test_who_comes_first_makes_no_difference(one: Held, other: Held) -> None:
    assert is_free(one, other) == is_free(other, one)


@given(HELD, st.lists(HELD, max_size=6))
def test_a_unit_is_free_when_the_period_fits_beside_each_claim(asked: Held, claimed: list[Held]) -> None:
    assert is_free(asked, *claimed) == all(asked.fits_beside(one) for one in claimed)


@given(HELD, st.lists(st.lists(HELD, max_size=3), min_size=3, max_size=3), st.text(max_size=3))
def test_the_free_units_are_those_and_no_other(asked: Held, claimed: list[list[Held]], turn_of: str) -> None:
    diary: dict[Unit, list[Held]] = dict(zip(units_of(DESKS), claimed, strict=True))
    found = free_units(
        {unit: [blocked(asked.space, **one.row) for one in held] for unit, held in diary.items()}, asked.period, turn_of
    )
    assert len(found) == len(set(found))
    assert set(found) == {unit for unit, held in diary.items() if all(asked.fits_beside(one) for one in held)}


@pytest.mark.parametrize(("gap", "fits"), [(0, False), (1, False), (2, True)])
def test_a_buffer_after_and_a_buffer_before_are_kept_once(gap: int, fits: bool) -> None:
    assert is_free(of(4 + gap, 4, 2, 0), of(0, 4, 0, 1)) is fits
    assert is_free(of(0, 4, 0, 1), of(4 + gap, 4, 2, 0)) is fits
