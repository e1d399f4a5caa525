"""An occurrence that is moved across a night in which the clocks change keeps its local time, and its space goes along.

Where it cannot go everything stays as it was: its dates, its claims, who has a seat, and what others were told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.errors import Conflict, Invalid
from services.bookings import commands, domain
from services.bookings.domain.activities import Occurrence, Size
from services.bookings.tables import claims
from tests.bookings.activities.dates import (
    announce,
    booked_for,
    change,
    have,
    ids,
    registered,
    reschedule,
    schedule,
    seen,
)
from tests.bookings.fighting import ROUNDS, fight
from tests.bookings.front_desk import book, do, names, said, traces
from tests.bookings.soundness import check_sound
from tests.bookings.world import ACTOR, PLACE, ROOM

EIGHT = Size(8)
AUTUMN = datetime(2026, 10, 20, 8, tzinfo=UTC)  # the clocks go back on the 25th
SPRING = datetime(2027, 3, 20, 8, tzinfo=UTC)  # they go forward on the 28th
NIGHTS = [
    pytest.param(AUTUMN, "2026-10-23", "2026-10-26", timedelta(hours=1), id="autumn"),
    pytest.param(SPRING, "2027-03-26", "2027-03-29", timedelta(hours=-1), id="spring"),
]


def evening(day: str) -> tuple[str, str]:
    return f"{day}T17:00", f"{day}T19:00"


def dated(store: Store, when: tuple[str, str], now: datetime, **more: Any) -> Occurrence:
    [made] = schedule(store, when, EIGHT, now, space_id=ROOM.space_id, **more).occurrences
    return made


def claimed(store: Store, booking_id: str | None) -> list[tuple[datetime, datetime]]:
    with store.reading() as session:
        theirs = select(claims).where(claims.c.booking_id == booking_id)
        return [(row.starts_at, row.ends_at) for row in session.execute(theirs)]


@pytest.mark.parametrize(("now", "before", "after", "shift"), NIGHTS)
def test_across_the_night_the_local_time_stays_and_the_claim_goes_along(
    store: Store, now: datetime, before: str, after: str, shift: timedelta
) -> None:
    announce(store)
    made = dated(store, evening(before), now)
    have(store, made)
    for day, there, back in ((after, made, timedelta(days=3) + shift), (before, made, timedelta())):
        moved = reschedule(store, made.occurrence_id, evening(day), now=now)
        assert (moved.starts_local, moved.ends_local) == evening(day)
        assert moved.starts_at == there.starts_at + back
        assert moved.booking_id == made.booking_id
        assert claimed(store, made.booking_id) == [(moved.starts_at, moved.ends_at)]
        check_sound(store, now)
    assert [told.data["what"] for told in said(store, "registration-1")] == ["rescheduled", "rescheduled"]


@pytest.mark.parametrize(("now", "before", "after", "shift"), NIGHTS)
def test_across_the_night_what_is_taken_there_leaves_everything_as_it_was(
    store: Store, now: datetime, before: str, after: str, shift: timedelta
) -> None:
    announce(store)
    made = dated(store, evening(before), now)
    have(store, made)
    taken = made.starts_at + timedelta(days=3) + shift
    there = replace(made, starts_at=taken + timedelta(minutes=90), ends_at=taken + timedelta(minutes=120))
    book(store, period=_period(there), now=now)
    was = (seen(store, made.occurrence_id), claimed(store, made.booking_id), registered(store), traces(store))
    with pytest.raises(Conflict, match="unit_taken"):
        reschedule(store, made.occurrence_id, evening(after), now=now)
    assert was == (seen(store, made.occurrence_id), claimed(store, made.booking_id), registered(store), traces(store))


@pytest.mark.parametrize("turn", ROUNDS)
@pytest.mark.parametrize(("now", "before", "after", "shift"), NIGHTS)
def test_when_another_wants_the_new_period_at_the_same_moment_one_has_it_and_nothing_is_half_done(
    store: Store, now: datetime, before: str, after: str, shift: timedelta, turn: int
) -> None:
    announce(store)
    made = dated(store, evening(before), now)
    have(store, made)
    new = made.starts_at + timedelta(days=3) + shift
    wanted = _period(replace(made, starts_at=new, ends_at=new + timedelta(hours=2)))

    def move() -> object:
        return reschedule(store, made.occurrence_id, evening(after), now=now)

    def want() -> object:
        return do(store, commands.book, "booking-1", ROOM.space_id, wanted, ACTOR, now)

    actions: list[Callable[[], object]] = [move, want] if turn % 2 else [want, move]
    outcomes = fight(store, *actions)
    assert outcomes == {"done": 1, "unit_taken": 1}
    is_now = seen(store, made.occurrence_id)
    moved = is_now.starts_at == new
    assert claimed(store, made.booking_id) == [(is_now.starts_at, is_now.ends_at)]
    assert claimed(store, "booking-1") == ([] if moved else [(wanted.starts_at, wanted.ends_at)])
    assert is_now == made or moved
    assert names(store, "registration-1") == (["registration.changed"] if moved else [])
    assert names(store, made.occurrence_id)[1:] == (["occurrence.rescheduled"] if moved else [])


def test_dates_that_come_again_keep_their_local_time_through_both_nights(store: Store) -> None:
    announce(store)
    made = schedule(store, evening("2026-10-22"), EIGHT, AUTUMN, rule="FREQ=WEEKLY;COUNT=24").occurrences
    assert {one.starts_local[11:] for one in made} == {"17:00"}
    assert {one.starts_at.hour for one in made} == {15, 16} and len(made) == 24


def test_what_the_clocks_skip_begins_when_they_go_on_and_of_what_they_show_twice_the_first_is_meant(
    store: Store,
) -> None:
    do(store, commands.publish_place, replace(PLACE, opening_hours="24/7"), AUTUMN)
    announce(store)
    autumn = dated(store, ("2026-10-25T02:30", "2026-10-25T04:00"), AUTUMN)
    assert (autumn.starts_at.hour, autumn.starts_at.minute) == (0, 30)
    assert autumn.ends_at - autumn.starts_at == timedelta(hours=2, minutes=30)
    spring, past = ("2027-03-28T02:30", "2027-03-28T04:00"), frozenset({"too_far_ahead"})
    moved = reschedule(store, autumn.occurrence_id, spring, now=AUTUMN, past=past)
    assert (moved.starts_local, moved.starts_at.hour, moved.starts_at.minute) == ("2027-03-28T02:30", 1, 30)
    assert claimed(store, autumn.booking_id) == [(moved.starts_at, moved.ends_at)]
    assert moved.ends_at - moved.starts_at == timedelta(minutes=30)


def test_wall_times_that_make_no_period_that_night_change_nothing(store: Store) -> None:
    do(store, commands.publish_place, replace(PLACE, opening_hours="24/7"), SPRING)
    announce(store)
    made = dated(store, evening("2027-03-26"), SPRING)
    was = (seen(store, made.occurrence_id), booked_for(store, made.occurrence_id), traces(store))
    with pytest.raises(Invalid, match="period_invalid"):
        reschedule(store, made.occurrence_id, ("2027-03-28T02:30", "2027-03-28T03:00"), now=SPRING)
    assert was == (seen(store, made.occurrence_id), booked_for(store, made.occurrence_id), traces(store))


@pytest.mark.parametrize("turn", ROUNDS)
def test_two_who_change_one_occurrence_at_the_same_moment_do_so_one_after_the_other(store: Store, turn: int) -> None:
    announce(store)
    made = dated(store, evening("2026-10-23"), AUTUMN)
    outcomes = fight(
        store,
        lambda: reschedule(store, made.occurrence_id, evening("2026-10-26"), now=AUTUMN),
        lambda: change(store, commands.activities.postpone, made.occurrence_id, now=AUTUMN),
        lambda: change(store, commands.activities.cancel_occurrence, made.occurrence_id, "staff", now=AUTUMN),
        lambda: schedule(store, evening("2026-10-26"), EIGHT, AUTUMN, space_id=ROOM.space_id, new_id=_other()),
    )
    assert outcomes.keys() <= {"done", "occurrence_over", "unit_taken"}
    is_now = seen(store, made.occurrence_id)
    assert is_now.status == "cancelled" and is_now.booking_id is None
    assert claimed(store, made.booking_id) == []
    assert [told.sequence for told in said(store, made.occurrence_id)] == list(range(is_now.sequence + 1))


def _other() -> Callable[[], str]:
    made = ids()
    return lambda: f"other-{made()}"


def _period(of: Occurrence) -> domain.Period:
    return domain.Period(of.starts_at, of.ends_at)
