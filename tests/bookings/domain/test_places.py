from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.bookings.domain.places import units_of
from tests.bookings.world import DESKS, NOW, PLACE, ROOM


def test_units_bear_the_name_of_their_space_and_a_number_when_there_are_several() -> None:
    assert [unit.name for unit in units_of(DESKS)] == ["Bureau partagé 1", "Bureau partagé 2", "Bureau partagé 3"]
    assert [unit.name for unit in units_of(ROOM)] == ["Salle des machines"]
    assert units_of(replace(DESKS, units=2)) == units_of(DESKS)[:2]


def test_two_editions_that_say_the_same_are_equal() -> None:
    assert replace(PLACE, sequence=3, published_at=NOW) == replace(PLACE, sequence=4, published_at=NOW + timedelta(1))
    assert replace(ROOM, sequence=3) == ROOM
    assert replace(ROOM, capacity=9) != ROOM
