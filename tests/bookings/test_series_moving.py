from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chassis.database import Store
from chassis.errors import Conflict
from services.bookings import commands, domain, queries
from services.bookings.domain.conditions import Of, Over
from tests.bookings.recurring import (
    WEEK,
    at,
    book_alone,
    book_series,
    counted,
    move,
    publish,
    refused,
    standing,
    told,
    traces,
)
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, PLACE, ROOM, hours

DAY = timedelta(days=1)


def test_this_one_is_moved_alone(store: Store) -> None:
    made = book_series(store)
    change = move(store, made.bookings[1], "this", at(13, 1))
    assert (change.booking.period, change.changed) == (at(13, 1), 1)
    assert standing(store, made) == [at(8, 0), at(13, 1), at(8, 2), at(8, 3)]
    [data] = told(store, "booking.moved")
    assert data["in_series"] is False
    assert told(store, "series.changed") == []


def test_this_and_the_following_are_moved_to_the_new_wall_time_of_their_days(store: Store) -> None:
    made = book_series(store)
    change = move(store, made.bookings[1], "following", at(13, 1))
    assert (change.booking.period, change.changed, change.refused) == (at(13, 1), 3, [])
    assert standing(store, made) == [at(8, 0), at(13, 1), at(13, 2), at(13, 3)]
    assert [data["in_series"] for data in told(store, "booking.moved")] == [True] * 3
    [data] = told(store, "series.changed")
    assert (data["moved"], data["cancelled"], data["booked"], data["refused"]) == (3, 0, 0, 0)
    assert data["first_starts_at"] == "2026-11-30T13:00:00+00:00"
    book_alone(store, at(8, 1))  # where they were is free


def test_all_that_are_to_come_are_moved_and_what_has_begun_stays(store: Store) -> None:
    made = book_series(store)
    change = move(store, made.bookings[0], "all", at(13, 0), now=MONDAY + timedelta(hours=8.5))
    assert (change.booking.period, change.changed) == (at(8, 0), 3)
    change = move(store, made.bookings[0], "following", at(14, 0), now=MONDAY + timedelta(hours=8.5))
    assert (change.booking.period, change.changed) == (at(8, 0), 3)
    assert standing(store, made) == [at(8, 0), at(14, 1), at(14, 2), at(14, 3)]


def test_to_another_day_of_the_week_each_is_moved_by_as_many_days(store: Store) -> None:
    made = book_series(store)
    move(store, made.bookings[2], "all", domain.Period(at(13, 2).starts_at + DAY, at(13, 2).ends_at + DAY))
    assert standing(store, made) == [hours(13, 14, MONDAY + n * WEEK + DAY) for n in range(4)]


def test_the_wall_time_stays_over_a_change_of_the_clocks(store: Store) -> None:
    start = datetime.fromisoformat("2027-03-15T14:00")
    made = book_series(store, "FREQ=WEEKLY;COUNT=4", starts_local=start, ends_local=start + timedelta(hours=1))
    first = made.bookings[0].period
    move(
        store,
        made.bookings[0],
        "all",
        domain.Period(first.starts_at + timedelta(hours=1), first.ends_at + 2 * timedelta(hours=1)),
    )
    moved = standing(store, made)
    assert [domain.occurrences.wall_time(one.starts_at, PLACE.zone).hour for one in moved] == [15] * 4
    assert [one.starts_at.hour for one in moved] == [14, 14, 13, 13]
    assert {one.length for one in moved} == {timedelta(hours=2)}


def test_only_the_end_is_moved_when_only_the_end_is_said(store: Store) -> None:
    made = book_series(store)
    move(store, made.bookings[0], "all", ends_at=at(9, 0).ends_at)
    assert standing(store, made) == [hours(8, 10, MONDAY + n * WEEK) for n in range(4)]


def test_one_that_cannot_be_moved_stays_and_does_not_keep_the_others(store: Store) -> None:
    book_alone(store, at(13, 2))
    made = book_series(store)
    change = move(store, made.bookings[0], "all", at(13, 0))
    assert change.changed == 3
    assert [(one.occurrence, one.codes) for one in change.refused] == [("2026-12-07T09:00:00", ("unit_taken",))]
    assert standing(store, made) == [at(13, 0), at(13, 1), at(8, 2), at(13, 3)]
    [data] = told(store, "series.changed")
    assert (data["moved"], data["refused"]) == (3, 1)
    with pytest.raises(Conflict, match="unit_taken"):
        book_alone(store, at(8, 2))  # it holds what it held


def test_one_that_cannot_be_moved_keeps_all_when_it_is_asked_so_and_leaves_no_trace(store: Store) -> None:
    book_alone(store, at(13, 2))
    made = book_series(store)
    before = traces(store)
    with pytest.raises(Conflict) as refusal:
        move(store, made.bookings[0], "all", at(13, 0), on_conflict="fail")
    assert refusal.value.code == "series_conflict"
    assert refusal.value.detail == {"occurrences": [{"occurrence": "2026-12-07T09:00:00", "codes": ["unit_taken"]}]}
    assert traces(store) == before
    assert standing(store, made) == [at(8, week) for week in range(4)]


def test_when_none_can_be_moved_it_is_refused_and_leaves_no_trace(store: Store) -> None:
    made = book_series(store)
    before = traces(store)
    with pytest.raises(Conflict, match="series_conflict"):
        move(store, made.bookings[0], "all", at(19, 0))
    assert traces(store) == before
    assert standing(store, made) == [at(8, week) for week in range(4)]


def test_days_in_a_row_are_moved_onto_each_others_place(store: Store) -> None:
    days = [hours(8, 9, MONDAY + n * DAY) for n in range(5)]
    made = book_series(store, "FREQ=DAILY;COUNT=3")
    move(store, made.bookings[0], "all", days[1])
    assert standing(store, made) == days[1:4]
    move(store, made.bookings[2], "all", days[2])
    assert standing(store, made) == days[:3]
    move(store, made.bookings[1], "following", days[3])  # the first stays
    assert standing(store, made) == [days[0], days[3], days[4]]


def test_who_cannot_be_moved_keeps_those_who_would_come_to_its_place(store: Store) -> None:
    days = [hours(8, 9, MONDAY + n * DAY) for n in range(5)]
    made = book_series(store, "FREQ=DAILY;COUNT=5")
    before = traces(store)
    with pytest.raises(Conflict) as refusal:
        move(store, made.bookings[0], "all", days[1])  # Friday's would be on a Saturday
    codes = [one["codes"] for one in refusal.value.detail["occurrences"]]
    assert codes == [["unit_taken"]] * 4 + [["outside_opening_hours"]]
    assert traces(store) == before
    assert standing(store, made) == days


def test_they_are_moved_to_another_space_and_what_was_refused_is_tried_again_there(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store)
    change = move(store, made.bookings[0], "all", space_id=DESKS.space_id, persons=1)
    assert (change.booking.space_id, change.changed) == (DESKS.space_id, 3)
    with store.transaction() as session:
        again = commands.retry_series(session, made.series.series_id, ACTOR, NOW, lambda: "again")
    assert [(one.space_id, one.period) for one in again.bookings] == [(DESKS.space_id, at(8, 1))]


def test_what_was_refused_moves_along(store: Store) -> None:
    book_alone(store, at(8, 1), at(8, 3))
    made = book_series(store, "FREQ=WEEKLY;COUNT=5")
    move(store, made.bookings[0], "all", at(13, 0))
    assert set(refused(store, made)) == {"2026-11-30T09:00:00", "2026-12-14T09:00:00"}
    with store.transaction() as session:
        ids = iter(["again-1", "again-2"])
        again = commands.retry_series(session, made.series.series_id, ACTOR, NOW, lambda: next(ids))
    assert [one.period for one in again.bookings] == [at(13, 1), at(13, 3)]
    assert standing(store, made) == [at(13, week) for week in range(5)]


def test_each_stays_in_its_own_space_when_none_is_said(store: Store) -> None:
    made = book_series(store)
    move(store, made.bookings[1], "this", space_id=DESKS.space_id)
    move(store, made.bookings[0], "all", at(13, 0))
    with store.reading() as session:
        found = queries.bookings_of_series(session, made.series.series_id, NOW)
    assert [(one.space_id, one.period) for one in found] == [
        (DESKS.space_id if week == 1 else ROOM.space_id, at(13, week)) for week in range(4)
    ]


def test_what_is_so_already_changes_nothing_and_tells_nobody(store: Store) -> None:
    made = book_series(store)
    move(store, made.bookings[0], "all", at(13, 0))
    before = traces(store)
    change = move(store, made.bookings[0], "all", at(13, 0))
    assert (change.booking.period, change.changed) == (at(13, 0), 0)
    assert traces(store) == before


def test_what_is_moved_counts_once_in_a_quota(store: Store) -> None:
    publish(store, quotas=(domain.Quota(Of.MEMBER, Over.AHEAD, most_minutes=7 * 60),))
    made = book_series(store)
    change = move(store, made.bookings[0], "all", hours(13, 15))  # eight hours together would be one too many
    assert (change.changed, [one.codes for one in change.refused]) == (3, [("too_many_hours",)])


def test_however_many_stay_it_is_tried_a_few_times_and_not_once_for_each(store: Store) -> None:
    made = book_series(store, "FREQ=DAILY;COUNT=5")
    for named, day in ((0, 1), (4, 3)):  # to a Saturday, to a Sunday
        with counted(store) as statements, pytest.raises(Conflict, match="series_conflict"):
            move(store, made.bookings[named], "all", hours(8, 9, MONDAY + day * DAY))
        assert sum(statement.startswith("SAVEPOINT") for statement in statements) <= 3


def test_what_was_cancelled_is_not_moved(store: Store) -> None:
    made = book_series(store)
    with store.transaction() as session:
        commands.cancel(session, made.bookings[2].booking_id, ACTOR, "member", NOW)
    assert move(store, made.bookings[0], "all", at(13, 0)).changed == 3
    assert standing(store, made) == [at(13, 0), at(13, 1), at(13, 3)]
