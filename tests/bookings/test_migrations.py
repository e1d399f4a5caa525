"""What was booked before is booked after. The tables of an old revision are read from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest
from sqlalchemy import insert, select

from chassis import migrate
from chassis.database import Store
from chassis.errors import Conflict
from services.bookings import commands, domain, queries
from tests.bookings.front_desk import NINE, book, cancel, claimed, do, publish, seen
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, PLACE, ROOM, hours
from tests.migrations import reflected

OF_A_BOOKING = {"price_cents": 1250, "currency": "EUR", "price_rule": "started_quarters", "booked_at": NOW}


def old_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """A place with a room and desks; the room booked at nine, a desk at nine, another booking cancelled."""
    yield "places", {**asdict(PLACE), "published_at": NOW}
    for space in (ROOM, DESKS):
        yield "spaces", {**asdict(space), "city": "roubaix", "place_name": PLACE.name, "published_at": NOW}
        for unit in domain.units_of(space):
            yield "units", asdict(unit)
    for number, space, status in ((1, ROOM, "confirmed"), (2, DESKS, "confirmed"), (3, DESKS, "cancelled")):
        when = {"starts_at": NINE.starts_at, "ends_at": NINE.ends_at}
        unit = domain.units_of(space)[0]
        yield (
            "bookings",
            {
                **OF_A_BOOKING,
                **when,
                "booking_id": f"booking-{number}",
                "space_id": space.space_id,
                "space_name": space.name,
                "place_id": PLACE.place_id,
                "place_name": PLACE.name,
                "address": "1 rue de l'Invention, 59100 Roubaix",
                "host_city": "roubaix",
                "unit_id": unit.unit_id,
                "unit_name": unit.name,
                "member_id": ACTOR.member_id,
                "home_city": ACTOR.city,
                "zone": PLACE.zone,
                "status": status,
                "sequence": int(status == "cancelled"),
                "cancelled_at": NOW if status == "cancelled" else None,
                "cancel_reason": "member" if status == "cancelled" else None,
            },
        )
        if status == "confirmed":
            claim = {"claim_id": f"booking-{number}/0", "booking_id": f"booking-{number}", "unit_id": unit.unit_id}
            yield "claims", {**claim, **when}


@pytest.fixture
def old(make_database: Callable[[str], str]) -> Iterator[Store]:
    """A database of the first revision, with bookings in it."""
    url = make_database("bookings")
    migrate.upgrade_to("services.bookings", url, "0001")
    store = Store(url, "bookings", "hub")
    tables = reflected(store.engine).tables
    with store.transaction() as session:
        for name, row in old_rows():
            known = {column: value for column, value in row.items() if column in tables[name].c}
            session.execute(insert(tables[name]).values(known))
    yield store
    store.close()


def upgraded(store: Store) -> Store:
    migrate.upgrade("services.bookings", store.engine.url.render_as_string(hide_password=False))
    return store


def contents(store: Store, columns: dict[str, list[str]]) -> dict[str, list[Any]]:
    """All rows of some tables, so far as these columns go."""
    tables = reflected(store.engine).tables
    with store.reading() as session:
        return {
            name: sorted(session.execute(select(*(tables[name].c[column] for column in names))).all(), key=repr)
            for name, names in columns.items()
        }


def test_an_upgrade_keeps_every_row_as_it_was(old: Store) -> None:
    tables = reflected(old.engine).tables
    columns = {name: [column.name for column in table.c] for name, table in tables.items() if name != "alembic_version"}
    columns["claims"].remove("claim_id")
    before = contents(old, columns)
    assert contents(upgraded(old), columns) == before
    assert [len(before[name]) for name in ("places", "spaces", "bookings", "claims")] == [1, 2, 3, 2]


def test_a_booking_of_before_is_shown_with_what_is_known_of_it(old: Store) -> None:
    booking = seen(upgraded(old))
    assert (booking.latitude, booking.longitude, booking.persons) == (PLACE.latitude, PLACE.longitude, 1)
    assert (booking.booked_by_id, booking.booked_by_city) == (ACTOR.member_id, ACTOR.city)
    assert (booking.went_past, booking.lapses_at, booking.stands) == ((), None, True)
    with old.reading() as session:
        assert queries.space(session, ROOM.space_id) == replace(ROOM, city="roubaix", place_name=PLACE.name)


def test_what_was_claimed_before_is_claimed_after(old: Store) -> None:
    upgraded(old)
    with pytest.raises(Conflict, match="unit_taken"):
        book(old, "booking-4", hours(9.5, 10.5), actor=OTHER)
    for number in (4, 5):
        book(old, f"booking-{number}", space=DESKS, actor=OTHER)
    with pytest.raises(Conflict, match="unit_taken"):
        book(old, "booking-6", space=DESKS, actor=OTHER)


def test_a_booking_of_before_is_moved_and_cancelled_as_any_other(old: Store) -> None:
    upgraded(old)
    later = hours(11, 12)
    do(old, commands.move, "booking-1", ACTOR, NOW, starts_at=later.starts_at, ends_at=later.ends_at)
    assert cancel(old, "booking-2").status == "cancelled"
    assert (claimed(old), claimed(old, "booking-2")) == ([f"{ROOM.space_id}/1"], [])
    book(old, "booking-4", actor=OTHER)


def test_a_space_of_before_gets_parts_and_buffers_as_any_other(old: Store) -> None:
    upgraded(old)
    publish(old, replace(ROOM, rules=domain.Rules(buffer_before_minutes=30)))
    publish(old, replace(ROOM, space_id="part", name="Coin", parent_id=ROOM.space_id))
    assert claimed(old) == ["part/1", f"{ROOM.space_id}/1"]
    with pytest.raises(Conflict, match="unit_taken"):
        book(old, "booking-4", hours(10.25, 11), actor=OTHER)
    book(old, "booking-4", hours(10.5, 11), actor=OTHER)
