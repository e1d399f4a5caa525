"""A booking and a series, as a letter needs to know them."""

from __future__ import annotations

import pytest

from services.notifications import schemas
from tests.notifications import given


def test_a_unit_is_named_where_the_space_has_several() -> None:
    assert given.booking().space_and_unit == "Salle du canal (Table 2)"
    assert given.booking(unit_name="Salle du canal").space_and_unit == "Salle du canal"
    assert given.booking(unit_name="Salle du canal 3").space_and_unit == "Salle du canal 3"
    assert given.booking(unit_name=None).space_and_unit == "Salle du canal"


@pytest.mark.parametrize(("booked_by_id", "is_by_another"), [("helper-1", True), ("m-1", False), (None, False)])
def test_who_acted_is_another_only_if_the_event_says_so(booked_by_id: str | None, is_by_another: bool) -> None:
    assert given.booking(booked_by_id=booked_by_id).is_by_another is is_by_another
    assert schemas.series({**given.SERIES, "booked_by_id": booked_by_id}).is_by_another is is_by_another


def test_a_position_is_known_when_both_its_numbers_are() -> None:
    assert given.booking(latitude=50.7, longitude=3.17).position == (50.7, 3.17)
    assert given.booking(latitude=50.7).position is None
    assert given.booking(longitude=3.17).position is None
    assert given.booking(latitude=0, longitude=0).position == (0, 0)
