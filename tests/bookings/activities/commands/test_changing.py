"""Postponed, moved online, for more or for fewer: what becomes of the space, of the seats, and who is told."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid
from services.bookings.commands.activities import move_online, postpone, resize
from services.bookings.domain.activities import Kept, Resizing, Size
from services.bookings.tables import occurrences
from tests.bookings.activities.dates import MORNING, booked_for, change, have, one, registered, reschedule, seen
from tests.bookings.activities.programme import ELSEWHERE
from tests.bookings.front_desk import book, names, said, traces
from tests.bookings.world import ROOM, hours

EIGHT = Size(8)
CALL = "https://visio.example.org/lampe"


def test_what_is_postponed_frees_its_space_and_keeps_its_seats(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=EIGHT)
    have(store, made)
    put_off = change(store, postpone, made.occurrence_id)
    assert (put_off.status, put_off.space_id, put_off.booking_id) == ("postponed", None, None)
    assert booked_for(store, made.occurrence_id) == [(ROOM.space_id, "cancelled", made.starts_at)]
    assert book(store, period=hours(16, 18)).status == "confirmed"
    assert registered(store).status == "confirmed"
    assert [told.data["what"] for told in said(store, "registration-1")] == ["postponed"]
    assert names(store, made.occurrence_id) == ["occurrence.scheduled", "occurrence.postponed"]


def test_what_was_postponed_has_a_date_again_and_a_space_if_one_is_named(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=EIGHT)
    have(store, made)
    change(store, postpone, made.occurrence_id)
    without = reschedule(store, made.occurrence_id, MORNING)
    assert (without.status, without.space_id) == ("rescheduled", None)
    change(store, postpone, made.occurrence_id)
    again = reschedule(store, made.occurrence_id, MORNING, space_id=ROOM.space_id)
    assert booked_for(store, made.occurrence_id)[-1] == (ROOM.space_id, "confirmed", again.starts_at)
    told = [told.data["what"] for told in said(store, "registration-1")]
    assert told == ["postponed", "rescheduled", "postponed", "rescheduled"]
    assert [told.sequence for told in said(store, "registration-1")] == [1, 2, 3, 4]


def test_what_was_postponed_has_a_date_again_after_the_one_it_had(store: Store) -> None:
    made = one(store)
    change(store, postpone, made.occurrence_id)
    later = ("2026-12-10T17:00", "2026-12-10T19:00")
    assert reschedule(store, made.occurrence_id, later, now=made.ends_at).status == "rescheduled"


def test_what_is_moved_online_frees_its_space_and_tells_who_has_a_seat_where(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=EIGHT)
    have(store, made)
    have(store, made, 2, status="waiting")
    online = change(store, move_online, made.occurrence_id, online_url=CALL)
    assert (online.status, online.online_url, online.booking_id) == ("moved_online", CALL, None)
    assert booked_for(store, made.occurrence_id)[0][1] == "cancelled"
    told = {who: said(store, who)[-1].data for who in ("registration-1", "registration-2", made.occurrence_id)}
    assert told["registration-1"]["online_url"] == CALL and told["registration-1"]["attendance"] == "online"
    assert told["registration-2"]["online_url"] is None and told["registration-2"]["position"] == 1
    assert told[made.occurrence_id]["attendance"] == "online" and "online_url" not in told[made.occurrence_id]


def test_what_is_moved_online_needs_an_address(store: Store) -> None:
    made = one(store)
    with pytest.raises(Invalid, match="online_url_missing"):
        change(store, move_online, made.occurrence_id)


def test_what_has_no_date_is_not_moved_online(store: Store) -> None:
    made = one(store)
    change(store, postpone, made.occurrence_id)
    with pytest.raises(Conflict, match="occurrence_postponed"):
        change(store, move_online, made.occurrence_id, online_url=CALL)


def test_what_is_online_stays_so_at_another_time_unless_a_space_is_booked(store: Store) -> None:
    made = one(store, size=EIGHT)
    change(store, move_online, made.occurrence_id, online_url=CALL)
    assert reschedule(store, made.occurrence_id, MORNING).status == "moved_online"
    assert reschedule(store, made.occurrence_id, MORNING, space_id=ROOM.space_id).status == "rescheduled"


def test_the_second_time_nothing_happens(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=EIGHT)
    for command, more in ((move_online, {"online_url": CALL}), (postpone, {}), (resize, {"wanted": Resizing(12)})):
        change(store, command, made.occurrence_id, **more)
        before = traces(store)
        change(store, command, made.occurrence_id, **more)
        assert traces(store) == before


def test_there_are_never_fewer_seats_than_are_taken_nor_a_list_shorter_than_it_is(store: Store) -> None:
    made = one(store, size=Size(10, 0, 10))
    _count(store, made.occurrence_id, seats_taken=6, seats_waiting=4)
    with pytest.raises(Conflict) as refusal:
        change(store, resize, made.occurrence_id, Resizing(5, 0, 10))
    assert (refusal.value.code, refusal.value.detail) == ("capacity_below_taken", {"seats_taken": 6})
    with pytest.raises(Conflict) as refusal:
        change(store, resize, made.occurrence_id, Resizing(10, 0, 3))
    assert (refusal.value.code, refusal.value.detail) == ("list_below_waiting", {"seats_waiting": 4})


def test_what_is_not_said_of_its_size_stays(store: Store) -> None:
    made = one(store, size=Size(10, 5, 3, (Kept("organisation-1", 2),)))
    resized = change(store, resize, made.occurrence_id, Resizing(min_persons=4))
    assert (resized.capacity, resized.min_persons, resized.waiting_seats) == (10, 4, 3)
    assert resized.kept_back == made.kept_back


def test_what_is_resized_is_told_with_its_seats(store: Store) -> None:
    made = one(store)
    resized = change(store, resize, made.occurrence_id, Resizing(12, 5, 3, (Kept("organisation-1", 2),)))
    assert (resized.capacity, resized.min_persons, resized.waiting_seats) == (12, 5, 3)
    assert seen(store, made.occurrence_id) == resized
    told = said(store, made.occurrence_id)[-1]
    assert (told.name, told.data["capacity"], told.sequence) == ("occurrence.resized", 12, 1)


def test_who_waits_is_offered_what_is_free_when_there_are_more_seats_and_not_while_there_is_no_date(
    store: Store,
) -> None:
    made = one(store, size=Size(1, 0, 2))
    _count(store, made.occurrence_id, seats_taken=1, seats_waiting=1)
    have(store, made)
    have(store, made, 2, status="waiting")
    change(store, postpone, made.occurrence_id)
    change(store, resize, made.occurrence_id, Resizing(2, 0, 2))
    assert registered(store, "registration-2").status == "waiting"
    reschedule(store, made.occurrence_id, MORNING)
    assert registered(store, "registration-2").status == "offered"
    have(store, made, 3, status="waiting")
    _count(store, made.occurrence_id, seats_waiting=1)
    change(store, resize, made.occurrence_id, Resizing(3, 0, 2))
    assert registered(store, "registration-3").status == "offered"
    assert (seen(store, made.occurrence_id).seats_taken, seen(store, made.occurrence_id).seats_waiting) == (3, 0)


def test_more_seats_than_its_space_has_are_gone_past_by_who_may(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=EIGHT)
    with pytest.raises(Invalid, match="too_many_persons"):
        change(store, resize, made.occurrence_id, Resizing(9))
    assert change(store, resize, made.occurrence_id, Resizing(9), past=frozenset({"too_many_persons"})).capacity == 9


def test_nobody_else_changes_a_date(store: Store) -> None:
    made = one(store)
    for command, more in ((move_online, {"online_url": CALL}), (postpone, {}), (resize, {"wanted": Resizing(12)})):
        with pytest.raises(Forbidden, match="permission_missing"):
            change(store, command, made.occurrence_id, actor=ELSEWHERE, **more)


def _count(store: Store, occurrence_id: str, **counts: int) -> None:
    with store.transaction() as session:
        session.execute(update(occurrences).where(occurrences.c.occurrence_id == occurrence_id).values(counts))
