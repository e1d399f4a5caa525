"""An activity gets dates, each with its space or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.bookings import commands, domain, queries
from services.bookings.domain.activities import Kept, Size, Venue
from tests.bookings.activities.dates import (
    EVENING,
    MORNING,
    announce,
    booked_for,
    have,
    one,
    registered,
    reschedule,
    schedule,
    seen,
)
from tests.bookings.activities.programme import ELSEWHERE, STAFF
from tests.bookings.front_desk import book, do, names, publish, said, traces
from tests.bookings.front_desk import seen as seen_booking
from tests.bookings.world import NOW, PLACE, ROOM, hours

APPROVED = domain.Space(**{**vars(ROOM), "space_id": "stage", "rules": domain.Rules(approval=True)})
FACILITATOR = domain.Actor("facilitator-1", "roubaix", "partner", "public_body", ("facilitator",))


def test_a_date_is_told_with_the_space_that_is_booked_with_it(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8, 5, 4, (Kept("organisation-1", 2),)))
    assert (made.starts_at, made.ends_at) == tuple(vars(hours(16, 18)).values())
    assert (made.starts_local, made.zone, made.place_name) == ("2026-11-23T17:00", "Europe/Paris", "Le Champ Libre")
    assert booked_for(store, made.occurrence_id) == [(ROOM.space_id, "confirmed", made.starts_at)]
    assert seen(store, made.occurrence_id) == made
    [told] = said(store, made.occurrence_id)
    assert told.name == "occurrence.scheduled" and told.city is None and told.sequence == 0
    assert told.data["booking_id"] == made.booking_id


def test_an_occurrence_books_as_itself(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    booking = seen_booking(store, made.booking_id or "")
    assert booking.member_id == booking.for_occurrence_id == booking.booked_by_id == made.occurrence_id
    assert (booking.home_city, booking.category, booking.persons) == ("roubaix", "partner", 8)
    assert booking.lapses_at is None


def test_of_many_dates_what_is_refused_is_given_back_with_its_codes(store: Store) -> None:
    announce(store)
    book(store, period=hours(17, 18, datetime(2026, 11, 30, tzinfo=UTC)))
    outcome = schedule(store, size=Size(8), space_id=ROOM.space_id, rule="FREQ=WEEKLY;COUNT=3")
    assert [found.starts_local for found in outcome.occurrences] == ["2026-11-23T17:00", "2026-12-07T17:00"]
    assert [(found.date.key, found.codes) for found in outcome.refused] == [("2026-11-30T17:00", ("unit_taken",))]


def test_nothing_is_left_of_a_date_that_is_refused(store: Store) -> None:
    announce(store)
    before = traces(store)
    outcome = schedule(store, ("2026-11-22T17:00", "2026-11-22T19:00"), size=Size(8), space_id=ROOM.space_id)
    assert [found.codes for found in outcome.refused] == [("outside_opening_hours",)]
    assert traces(store) == before


def test_what_the_network_does_not_own_has_a_date_and_no_space(store: Store) -> None:
    announce(store, place_id=None, venue=Venue("Les Glycines", "care_home", "2 rue des Lilas", "59100", "Roubaix"))
    [made] = schedule(store).occurrences
    assert (made.place_id, made.place_name, made.address) == (None, "Les Glycines", "2 rue des Lilas, 59100 Roubaix")
    assert made.zone == "Europe/Paris"
    with pytest.raises(Invalid, match="space_elsewhere"):
        schedule(store, space_id=ROOM.space_id)


def test_a_space_of_which_its_city_has_a_say_is_refused_unless_staff_goes_past_it(store: Store) -> None:
    announce(store)
    publish(store, APPROVED)
    [refused] = schedule(store, size=Size(8), space_id="stage").refused
    assert refused.codes == ("approval_needed",)
    [made] = schedule(store, size=Size(8), space_id="stage", past=frozenset({"approval_needed"})).occurrences
    assert booked_for(store, made.occurrence_id) == [("stage", "confirmed", made.starts_at)]


def test_more_seats_than_the_space_has_are_gone_past_by_who_may(store: Store) -> None:
    announce(store)
    assert schedule(store, space_id=ROOM.space_id).refused[0].codes == ("too_many_persons",)
    assert schedule(store, space_id=ROOM.space_id, past=frozenset({"too_many_persons"})).occurrences


def test_nobody_is_told_of_a_date_of_a_draft(store: Store) -> None:
    announce(store, status="draft", announced_at=None, visible_from=None, published_at=None)
    [made] = schedule(store, actor=FACILITATOR).occurrences
    moved = reschedule(store, made.occurrence_id, MORNING)
    assert said(store, made.occurrence_id) == [] and moved.sequence == 0


@pytest.mark.parametrize("actor", [ELSEWHERE, FACILITATOR])
def test_dates_on_the_programme_are_for_who_publishes_there(store: Store, actor: domain.Actor) -> None:
    announce(store)
    with pytest.raises(Forbidden, match="permission_missing"):
        schedule(store, actor=actor)


def test_who_drafts_without_being_staff_plans_dates_and_books_nothing(store: Store) -> None:
    drafter = domain.Actor("resident-1", "roubaix", "resident", "individual")
    announce(store, status="draft", announced_at=None, drafted_by_id="resident-1")
    with pytest.raises(Forbidden, match="permission_missing"):
        schedule(store, actor=drafter, size=Size(8), space_id=ROOM.space_id)
    assert schedule(store, actor=drafter).occurrences


def test_a_cancelled_activity_gets_no_date(store: Store) -> None:
    announce(store, status="cancelled")
    with pytest.raises(Conflict, match="activity_over"):
        schedule(store)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"size": Size(4, min_persons=5)}, "size_invalid"),
        ({"size": Size(4, kept_back=(Kept("a", 3), Kept("b", 2)))}, "size_invalid"),
        ({"size": Size(4, kept_back=(Kept("a", 1), Kept("a", 1)))}, "size_invalid"),
        ({"rule": "FREQ=DAILY;COUNT=54"}, "too_many_dates"),
        ({"rule": "FREQ=DAILY"}, "rule_invalid"),
        ({"when": ("2026-11-23T19:00", "2026-11-23T17:00")}, "period_invalid"),
    ],
)
def test_what_makes_no_date_is_invalid(store: Store, more: dict[str, object], code: str) -> None:
    announce(store)
    with pytest.raises(Invalid) as refusal:
        schedule(store, **more)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_what_is_moved_takes_its_space_along_and_tells_who_registered(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    have(store, made)
    moved = reschedule(store, made.occurrence_id, MORNING)
    assert (moved.status, moved.sequence, moved.previous_starts_at) == ("rescheduled", 1, made.starts_at)
    assert booked_for(store, made.occurrence_id) == [(ROOM.space_id, "confirmed", moved.starts_at)]
    assert names(store, made.occurrence_id) == ["occurrence.scheduled", "occurrence.rescheduled"]
    [told] = said(store, "registration-1")
    assert (told.name, told.city, told.data["what"]) == ("registration.changed", "tourcoing", "rescheduled")
    assert told.data["starts_at"] == "2026-11-24T08:00:00+00:00" and told.sequence == 1
    assert registered(store).sequence == 1 and registered(store).status == "confirmed"


def test_what_is_moved_where_another_is_stays_with_everything_as_it_was(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    have(store, made)
    book(store, period=hours(8.5, 9, datetime(2026, 11, 24, tzinfo=UTC)))
    before = (seen(store, made.occurrence_id), booked_for(store, made.occurrence_id), registered(store), traces(store))
    with pytest.raises(Conflict, match="unit_taken"):
        reschedule(store, made.occurrence_id, MORNING)
    assert before == (
        seen(store, made.occurrence_id),
        booked_for(store, made.occurrence_id),
        registered(store),
        traces(store),
    )


def test_what_is_where_it_is_asked_for_stays_as_it_is(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    assert reschedule(store, made.occurrence_id, EVENING) == made
    assert names(store, made.occurrence_id) == ["occurrence.scheduled"]


def test_a_date_gets_a_space_another_one_or_none(store: Store) -> None:
    publish(store, domain.Space(**{**vars(ROOM), "space_id": "hall"}))
    made = one(store, size=Size(8))
    with_room = reschedule(store, made.occurrence_id, EVENING, space_id=ROOM.space_id)
    assert with_room.booking_id is not None
    in_hall = reschedule(store, made.occurrence_id, EVENING, space_id="hall")
    assert (in_hall.space_id, in_hall.booking_id) == ("hall", with_room.booking_id)
    without = reschedule(store, made.occurrence_id, EVENING, space_id=None)
    assert (without.space_id, without.booking_id) == (None, None)
    assert booked_for(store, made.occurrence_id) == [("hall", "cancelled", made.starts_at)]


def test_what_has_begun_is_not_moved(store: Store) -> None:
    made = one(store)
    with pytest.raises(Conflict, match="occurrence_over"):
        reschedule(store, made.occurrence_id, MORNING, now=made.starts_at)


def test_what_is_not_there_is_not_moved(store: Store) -> None:
    with pytest.raises(NotFound, match="occurrence_not_found"):
        reschedule(store, "nowhere", MORNING)


def test_what_an_occurrence_books_is_changed_with_it_alone(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    boss = domain.Actor("boss-1", "roubaix", "partner", "public_body", ("city_administrator",))
    for command, more in (
        (commands.cancel, {"reason": "staff", "now": NOW}),
        (commands.move, {"now": NOW, "starts_at": hours(9, 10).starts_at, "ends_at": hours(9, 10).ends_at}),
        (commands.check_in, {"now": made.starts_at}),
        (commands.check_out, {"now": made.starts_at}),
        (commands.confirm, {"now": NOW}),
        (commands.move_series, {"now": NOW, "scope": "this", "persons": 2}),
        (commands.cancel_series, {"now": NOW, "scope": "this", "reason": "staff"}),
    ):
        with pytest.raises(Conflict, match="booking_of_occurrence"):
            do(store, command, made.booking_id, actor=boss, **more)
    assert booked_for(store, made.occurrence_id) == [(ROOM.space_id, "confirmed", made.starts_at)]


def test_a_closure_keeps_what_an_occurrence_books_and_lists_it(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    period = hours(0, 24)
    closure = domain.SpecialHours("closure-1", ROOM.place_id, None, period.starts_at, period.ends_at, False, "Fête")
    cancelled = {made.booking_id: domain.closures.Decision(domain.closures.Fate.CANCEL)}
    with pytest.raises(Conflict, match="booking_of_occurrence") as refused:
        do(store, commands.close, closure, cancelled, STAFF, str, NOW)
    assert refused.value.detail == {"booking_id": made.booking_id, "occurrence_id": made.occurrence_id}
    hit = do(store, commands.close, closure, {}, STAFF, str, NOW)
    assert [booking.booking_id for booking in hit] == [made.booking_id]
    assert booked_for(store, made.occurrence_id) == [(ROOM.space_id, "confirmed", made.starts_at)]


def test_who_would_close_sees_which_activity_keeps_what_it_booked(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8))
    book(store, period=hours(9, 11))
    period = hours(0, 24)
    closure = domain.SpecialHours("closure-1", ROOM.place_id, None, period.starts_at, period.ends_at, False, "Fête")
    with store.reading() as session:
        found = queries.hit_by(session, closure, NOW)
        hits = queries.with_proposals(session, PLACE, found, [closure], NOW)
    of_member, of_activity = sorted(hits, key=lambda hit: hit.booking.starts_at)
    assert of_member.proposals and of_member.activity is None
    assert of_activity.booking.booking_id == made.booking_id and of_activity.proposals == ()
    told = domain.closures.ForActivity(made.occurrence_id, made.activity_id, {"fr": "Fabriquer sa lampe"})
    assert of_activity.activity == told
