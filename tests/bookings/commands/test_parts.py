from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.errors import Conflict, Invalid, NotFound
from services.bookings import commands, domain, queries
from services.bookings.tables import claims, covers
from tests.bookings.front_desk import NINE, book, cancel, claimed, do, names, publish, seen
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, ROOM, hours

FLOOR = replace(ROOM, space_id="floor", name="Étage", capacity=50)
HALL = replace(ROOM, space_id="hall", name="Salle", parent_id="floor")
STAGE = replace(ROOM, space_id="stage", name="Scène", parent_id="hall")
TABLES = replace(DESKS, space_id="tables", name="Tables", units=2, parent_id="floor")
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def floor(store: Store) -> Store:
    """A floor with a hall, which has a stage, and two tables."""
    publish(store, FLOOR, HALL, STAGE, TABLES)
    return store


def under(space: domain.Space, **rules: Any) -> domain.Space:
    return replace(space, rules=domain.Rules(**rules))


def test_who_holds_the_whole_holds_all_its_parts_and_theirs(floor: Store) -> None:
    book(floor, space=FLOOR)
    assert claimed(floor) == ["floor/1", "hall/1", "stage/1", "tables/1", "tables/2"]
    for number, part in enumerate((HALL, STAGE, TABLES)):
        with pytest.raises(Conflict, match="unit_taken"):
            book(floor, f"other-{number}", hours(9.5, 10.5), part, OTHER)


def test_who_holds_a_part_keeps_the_whole_from_others_and_its_sisters_free(floor: Store) -> None:
    book(floor, space=STAGE)
    assert claimed(floor) == ["stage/1"]
    for whole in (FLOOR, HALL):
        with pytest.raises(Conflict, match="unit_taken"):
            book(floor, f"in {whole.space_id}", hours(8.5, 9.5), whole, OTHER)
    assert book(floor, "booking-2", space=TABLES, actor=OTHER).unit_id.startswith("tables/")


def test_one_unit_of_a_part_is_enough_to_hold_the_whole_back(floor: Store) -> None:
    book(floor, space=TABLES)
    with pytest.raises(Conflict, match="unit_taken"):
        book(floor, "booking-2", space=FLOOR, actor=OTHER)
    with pytest.raises(Conflict) as refused:
        book(floor, "booking-3", space=FLOOR, actor=OTHER)
    assert refused.value.detail["next_free"][0]["starts_at"] == NINE.ends_at.isoformat()


def test_a_whole_that_ends_frees_its_parts(floor: Store) -> None:
    book(floor, space=FLOOR)
    cancel(floor)
    assert claimed(floor) == []
    book(floor, "booking-2", space=STAGE, actor=OTHER)


def test_whole_and_part_share_the_larger_of_their_buffers(floor: Store) -> None:
    publish(floor, under(FLOOR, buffer_before_minutes=60), under(STAGE, buffer_after_minutes=30))
    book(floor, space=STAGE)
    for start, fits in ((10.5, False), (10.75, False), (11, True)):
        if fits:
            book(floor, "booking-2", hours(start, start + 1), FLOOR, OTHER)
        else:
            with pytest.raises(Conflict, match="unit_taken"):
                book(floor, "booking-2", hours(start, start + 1), FLOOR, OTHER)
    book(floor, "booking-3", hours(12, 13), STAGE)  # after the whole: neither asks for more


def test_a_whole_that_moves_takes_its_parts_along(floor: Store) -> None:
    book(floor, space=FLOOR)
    do(floor, commands.move, "booking-1", ACTOR, NOW, starts_at=hours(14, 15).starts_at, ends_at=hours(14, 15).ends_at)
    assert claimed(floor) == ["floor/1", "hall/1", "stage/1", "tables/1", "tables/2"]
    with floor.reading() as session:
        assert set(session.scalars(select(claims.c.starts_at))) == {hours(14, 15).starts_at}
    do(floor, commands.move, "booking-1", ACTOR, NOW, space_id="stage")
    assert claimed(floor) == ["stage/1"]


def test_a_hold_of_a_part_that_has_lapsed_is_out_of_the_way_of_the_whole(floor: Store) -> None:
    book(floor, space=STAGE, tentative=True)
    assert book(floor, "booking-2", space=FLOOR, actor=OTHER, now=NOW + HALF_HOUR).status == "confirmed"
    assert names(floor) == ["booking.held", "booking.lapsed"]


def test_a_hold_of_the_whole_lapses_in_its_parts_too(floor: Store) -> None:
    book(floor, space=FLOOR, tentative=True)
    with floor.reading() as session:
        assert set(session.scalars(select(claims.c.lapses_at))) == {NOW + HALF_HOUR / 2}
    assert book(floor, "booking-2", space=TABLES, actor=OTHER, now=NOW + HALF_HOUR).status == "confirmed"


def test_a_part_that_is_new_is_held_by_whoever_holds_the_whole(floor: Store) -> None:
    book(floor, space=FLOOR)
    book(floor, "booking-2", hours(11, 12), HALL)
    book(floor, "booking-3", hours(13, 14), FLOOR, tentative=True)
    publish(floor, replace(ROOM, space_id="nook", parent_id="hall"), replace(TABLES, units=3))
    assert claimed(floor) == ["floor/1", "hall/1", "nook/1", "stage/1", "tables/1", "tables/2", "tables/3"]
    assert claimed(floor, "booking-2") == ["hall/1", "nook/1", "stage/1"]
    with floor.reading() as session:
        lapses = session.scalars(select(claims.c.lapses_at).where(claims.c.booking_id == "booking-3"))
        assert set(lapses) == {NOW + HALF_HOUR / 2}
    with pytest.raises(Conflict, match="unit_taken"):
        book(floor, "booking-4", space=replace(ROOM, space_id="nook"), actor=OTHER)


def test_who_has_left_the_whole_holds_no_part_that_is_new(floor: Store) -> None:
    book(floor, space=FLOOR)
    do(floor, commands.check_in, "booking-1", ACTOR, NINE.starts_at)
    do(floor, commands.check_out, "booking-1", ACTOR, NINE.starts_at + HALF_HOUR)
    publish(floor, replace(ROOM, space_id="nook", parent_id="hall"), now=NINE.starts_at + HALF_HOUR)
    assert claimed(floor) == []


def test_a_unit_that_is_offered_no_more_still_holds_the_whole_back_while_somebody_is_there(floor: Store) -> None:
    first, second = (book(floor, f"booking-{number}", space=TABLES) for number in (1, 2))
    assert {first.unit_id, second.unit_id} == {"tables/1", "tables/2"}
    publish(floor, replace(TABLES, units=1))
    cancel(floor, "booking-1" if first.unit_id == "tables/1" else "booking-2")
    with pytest.raises(Conflict, match="unit_taken"):
        book(floor, "booking-3", space=FLOOR, actor=OTHER)
    book(floor, "booking-4", hours(11, 12), FLOOR, OTHER)
    publish(floor, TABLES)
    assert claimed(floor, "booking-4")[-2:] == ["tables/1", "tables/2"]
    with pytest.raises(Conflict, match="unit_taken"):
        book(floor, "booking-5", hours(11, 12), TABLES)


def test_a_space_is_put_elsewhere_only_when_nobody_comes_any_more(floor: Store) -> None:
    book(floor, space=FLOOR)
    with pytest.raises(Conflict, match="parent_change_hits_bookings") as refused:
        publish(floor, replace(HALL, parent_id=None))
    assert refused.value.detail == {"bookings": ["booking-1"]}
    publish(floor, replace(HALL, parent_id=None), now=NINE.ends_at)
    book(floor, "booking-2", hours(11, 12), FLOOR)
    book(floor, "booking-3", hours(11, 12), STAGE, OTHER)
    assert claimed(floor, "booking-2") == ["floor/1", "tables/1", "tables/2"]


def test_what_covers_what_follows_the_hierarchy(floor: Store) -> None:
    def covered() -> dict[str, set[str]]:
        with floor.reading() as session:
            pairs = session.execute(select(covers.c.space_id, covers.c.covered_id)).all()
        return {
            whole: {part for above, part in pairs if above == whole} for whole in ("floor", "hall", "stage", "tables")
        }

    assert covered() == {
        "floor": {"floor", "hall", "stage", "tables"},
        "hall": {"hall", "stage"},
        "stage": {"stage"},
        "tables": {"tables"},
    }
    publish(floor, replace(HALL, parent_id=None))
    assert covered()["floor"] == {"floor", "tables"}
    publish(floor, replace(FLOOR, parent_id="stage"))
    assert covered()["hall"] == {"floor", "hall", "stage", "tables"}
    assert covered()["floor"] == {"floor", "tables"}


@pytest.mark.parametrize(
    ("space", "kind", "code"),
    [
        (replace(HALL, parent_id="nowhere"), NotFound, "space_not_found"),
        (replace(HALL, parent_id="hall"), Invalid, "parent_is_part"),
        (replace(FLOOR, parent_id="stage"), Invalid, "parent_is_part"),
        (replace(FLOOR, units=2), Invalid, "parent_has_units"),
        (replace(HALL, parent_id="tables"), Invalid, "parent_has_units"),
    ],
)
def test_a_hierarchy_that_is_none_is_not_published(
    floor: Store, space: domain.Space, kind: type[Exception], code: str
) -> None:
    with pytest.raises(kind, match=code):
        publish(floor, space)
    with floor.reading() as session:
        assert queries.space(session, "hall").parent_id == "floor"


def test_a_space_that_had_units_becomes_a_whole_when_the_units_too_many_are_free(store: Store) -> None:
    publish(store, replace(DESKS, units=2))
    booked = [book(store, f"booking-{number}", space=DESKS) for number in (1, 2)]
    publish(store, replace(DESKS, units=1))
    nook = replace(ROOM, space_id="nook", parent_id=DESKS.space_id)
    with pytest.raises(Conflict, match="parent_change_hits_bookings"):
        publish(store, nook)
    [too_many] = [booking.booking_id for booking in booked if booking.unit_id.endswith("/2")]
    cancel(store, too_many)
    publish(store, nook)
    [other] = [booking for booking in booked if booking.booking_id != too_many]
    assert claimed(store, other.booking_id) == ["nook/1", f"{DESKS.space_id}/1"]
    assert seen(store, other.booking_id).stands
