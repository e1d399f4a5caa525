"""A calendar is imported as closures of a place: again and again, without doubles, and over nobody's head."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.bookings import commands
from tests.bookings.closing import CANCEL, KEEP, STAFF, book, booking, close, closures, do, import_closures, said
from tests.bookings.domain.test_calendar_entries import calendar, entry
from tests.bookings.world import MONDAY, PLACE, hours

TUESDAY = MONDAY + timedelta(days=1)
MORNING = "DTSTART:20261123T090000Z\r\nDTEND:20261123T110000Z\r\nSUMMARY:Inventaire"
AFTERNOON = "DTSTART:20261123T140000Z\r\nDTEND:20261123T160000Z\r\nSUMMARY:Inventaire"


def test_each_entry_closes_the_place_and_is_told(store: Store) -> None:
    done = import_closures(store, calendar(entry(f"{MORNING}\r\nRRULE:FREQ=DAILY;COUNT=2", "inventaire")))
    assert done.applied and len(done.announced) == 2
    assert closures(store) == [hours(9, 11), hours(9, 11, TUESDAY)]
    assert [told.data["reason"] for told in said(store, "hours.announced")] == ["Inventaire", "Inventaire"]
    with pytest.raises(Conflict, match="outside_opening_hours"):
        book(store)


def test_the_same_calendar_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        done = import_closures(store, calendar(entry(MORNING)))
    assert (done.applied, done.announced, done.withdrawn) == (True, (), ())
    assert closures(store) == [hours(9, 11)] and len(said(store, "hours.announced")) == 1


@pytest.mark.parametrize(
    "later", [AFTERNOON, MORNING.replace("110000Z", "120000Z"), MORNING.replace("Inv", "Jour d’inv")]
)
def test_an_entry_that_says_something_else_takes_the_place_of_what_it_said(store: Store, later: str) -> None:
    import_closures(store, calendar(entry(MORNING), entry(MORNING.replace("20261123", "20261124"), "other")))
    done = import_closures(store, calendar(entry(later)))
    assert (len(done.announced), len(done.withdrawn)) == (1, 1)
    assert closures(store)[1:] == [hours(9, 11, TUESDAY)]
    [withdrawn] = said(store, "hours.withdrawn")
    assert withdrawn.subject == done.withdrawn[0].special_id


def test_an_entry_that_is_cancelled_opens_again(store: Store) -> None:
    import_closures(store, calendar(entry(MORNING)))
    import_closures(store, calendar(entry(f"{MORNING}\r\nSTATUS:CANCELLED")))
    assert closures(store) == [] and book(store).status == "confirmed"


def test_what_was_closed_by_hand_stays_closed(store: Store) -> None:
    close(store)
    import_closures(store, calendar(entry(f"{MORNING}\r\nSTATUS:CANCELLED")))
    assert len(closures(store)) == 1


def test_nothing_is_imported_until_every_booking_that_is_hit_is_decided_about(store: Store) -> None:
    book(store)
    book(store, "booking-2", hours(14, 15))
    text = calendar(entry(MORNING), entry(AFTERNOON, "other"))
    asked = import_closures(store, text, {"booking-1": KEEP})
    assert not asked.applied and [one.booking_id for one in asked.bookings] == ["booking-1", "booking-2"]
    assert closures(store) == [] and said(store, "hours.announced") == []
    done = import_closures(store, text, {"booking-1": KEEP, "booking-2": CANCEL})
    assert done.applied and len(closures(store)) == 2
    assert [booking(store, f"booking-{number}").status for number in (1, 2)] == ["confirmed", "cancelled"]


def test_what_was_decided_is_not_asked_again_when_only_the_reason_changes(store: Store) -> None:
    book(store)
    import_closures(store, calendar(entry(MORNING)), {"booking-1": KEEP})
    assert import_closures(store, calendar(entry(MORNING.replace("Inv", "Jour d’inv")))).applied


def test_a_calendar_that_cannot_be_read_changes_nothing(store: Store) -> None:
    with pytest.raises(Invalid, match="calendar_invalid"):
        import_closures(store, calendar(entry(MORNING), entry("DTSTART:x", "broken")))
    assert closures(store) == []


def test_only_who_may_close_places_of_the_city_imports(store: Store) -> None:
    with pytest.raises(Forbidden, match="permission_missing"):
        import_closures(store, calendar(entry(MORNING)), actor=replace(STAFF, city="tourcoing"))
    do(store, commands.publish_place, replace(PLACE, place_id="place-2"))
    with pytest.raises(NotFound, match="place_not_found"):
        do(store, commands.import_closures, "place-9", calendar(entry(MORNING)), {}, STAFF, str)
