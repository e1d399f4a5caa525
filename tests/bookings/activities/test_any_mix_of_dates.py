"""Whatever is done to dates and to ordinary bookings of one room, in any order: each date has exactly what it books."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings import commands
from services.bookings.domain.activities import Size
from services.bookings.tables import bookings, metadata, occurrences
from tests.bookings.activities.dates import announce
from tests.bookings.activities.programme import STAFF
from tests.bookings.front_desk import do, publish
from tests.bookings.soundness import check_sound
from tests.bookings.world import ACTOR, NOW, PLACE, ROOM, hours

NINE = datetime.fromisoformat("2026-11-23T09:00")
HOUR, SIZE = timedelta(hours=1), Size(8)
STARTS, WHICH = st.integers(0, 8), st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("schedule"), STARTS, st.booleans()),
    st.tuples(st.just("reschedule"), WHICH, STARTS, st.sampled_from(["same", "room", "none"])),
    st.tuples(st.sampled_from(["postpone", "cancel", "online"]), WHICH),
    st.tuples(st.just("book"), STARTS),
    st.tuples(st.just("give_back"), WHICH),
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=3, max_size=14))
def test_each_date_has_exactly_the_booking_that_it_says(store: Store, steps: list[tuple[Any, ...]]) -> None:
    with store.transaction() as session:
        for table in reversed(metadata.sorted_tables):
            session.execute(delete(table))
    do(store, commands.publish_place, PLACE, NOW)
    publish(store, ROOM)
    announce(store)
    ids = iter(f"id-{number}" for number in range(1000))
    for name, *asked in steps:
        try:
            _do(store, name, asked, lambda: next(ids))
        except ServiceError:
            continue
        finally:
            check_sound(store)
            _check_dates(store)


def _do(store: Store, name: str, asked: list[Any], new_id: Any) -> None:
    of, when = commands.activities, {"now": NOW}
    if name == "schedule":
        start, in_room = NINE + asked[0] * HOUR, ROOM.space_id if asked[1] else None
        more = {"space_id": in_room, "size": SIZE, "new_id": new_id, **when}
        do(store, of.schedule, "activity-lamp", STAFF, start, start + 2 * HOUR, **more)
    elif name == "book":
        do(store, commands.book, new_id(), ROOM.space_id, hours(8 + asked[0], 9 + asked[0]), ACTOR, NOW)
    elif name == "give_back":
        if found := _nth(store, bookings.c.booking_id, asked[0]):
            do(store, commands.cancel, found, ACTOR, "member", NOW)
    elif found := _nth(store, occurrences.c.occurrence_id, asked[0]):
        if name == "reschedule":
            start, into = NINE + asked[1] * HOUR, {"same": of.SAME, "room": ROOM.space_id, "none": None}[asked[2]]
            do(store, of.reschedule, found, STAFF, start, start + 2 * HOUR, NOW, new_id, space_id=into)
        elif name == "postpone":
            do(store, of.postpone, found, STAFF, NOW)
        elif name == "online":
            do(store, of.move_online, found, STAFF, NOW, "https://visio.example.org/lampe")
        else:
            do(store, of.cancel_occurrence, found, STAFF, "staff", NOW)


def _nth(store: Store, column: Any, which: int) -> str | None:
    with store.reading() as session:
        found = list(session.scalars(select(column).order_by(column)))
    return found[which % len(found)] if found else None


def _check_dates(store: Store) -> None:
    with store.reading() as session:
        dated = {row.occurrence_id: row for row in session.execute(select(occurrences))}
        of_dates = bookings.c.for_occurrence_id.is_not(None) & (bookings.c.status == "confirmed")
        held = {row.for_occurrence_id: row for row in session.execute(select(bookings).where(of_dates))}
    assert {key: row.booking_id for key, row in held.items()} == {
        key: row.booking_id for key, row in dated.items() if row.booking_id is not None
    }
    for key, row in held.items():
        date = dated[key]
        assert (row.starts_at, row.ends_at, row.space_id) == (date.starts_at, date.ends_at, date.space_id)
