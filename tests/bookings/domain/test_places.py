from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Invalid
from services.bookings.domain.places import Space, check_parts, units_of
from tests.bookings.world import DESKS, NOW, PLACE, ROOM


def test_units_bear_the_name_of_their_space_and_a_number_when_there_are_several() -> None:
    assert [unit.name for unit in units_of(DESKS)] == ["Bureau partagé 1", "Bureau partagé 2", "Bureau partagé 3"]
    assert [unit.name for unit in units_of(ROOM)] == ["Salle des machines"]
    assert units_of(replace(DESKS, units=2)) == units_of(DESKS)[:2]


def test_two_editions_that_say_the_same_are_equal() -> None:
    assert replace(PLACE, sequence=3, published_at=NOW) == replace(PLACE, sequence=4, published_at=NOW + timedelta(1))
    assert replace(ROOM, sequence=3) == ROOM
    assert replace(ROOM, capacity=9) != ROOM


@pytest.mark.parametrize(
    ("space", "parent", "below", "code"),
    [
        (ROOM, None, [], None),
        (DESKS, ROOM, [], None),
        (ROOM, None, ["space-desks"], None),
        (replace(ROOM, units=2), None, ["space-desks"], "parent_has_units"),
        (ROOM, DESKS, [], "parent_has_units"),
        (DESKS, replace(ROOM, place_id="place-2"), [], "parent_elsewhere"),
        (ROOM, ROOM, [], "parent_is_part"),
        (ROOM, replace(DESKS, units=1), ["space-desks"], "parent_is_part"),
    ],
)
def test_a_hierarchy_is_of_one_place_without_a_circle_and_what_has_parts_is_booked_whole(
    space: Space, parent: Space | None, below: list[str], code: str | None
) -> None:
    if code is None:
        check_parts(space, None, parent, below)
        return
    with pytest.raises(Invalid, match=code):
        check_parts(space, None, parent, below)


def test_a_space_stays_at_its_place() -> None:
    check_parts(ROOM, ROOM, None, [])
    with pytest.raises(Invalid, match="space_elsewhere"):
        check_parts(ROOM, replace(ROOM, place_id="place-2"), None, [])
