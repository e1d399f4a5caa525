from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.bookings import commands, domain, queries
from services.bookings.domain.series import Outcome
from tests.bookings.recurring import (
    NINE,
    STAFF,
    WEEK,
    at,
    book_alone,
    book_series,
    cancel,
    make_known,
    move,
    new_id,
    publish,
    refused,
    standing,
    told,
    traces,
)
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER


def retry(store: Store, made: Outcome, now: datetime = NOW, actor: domain.Actor = ACTOR, **more: Any) -> Outcome:
    with store.transaction() as session:
        return commands.retry_series(session, made.series.series_id, actor, now, new_id, **more)


def add(store: Store, made: Outcome, start: str, actor: domain.Actor = ACTOR, **more: Any) -> Outcome:
    with store.transaction() as session:
        starts_local = datetime.fromisoformat(start)
        return commands.add_to_series(session, made.series.series_id, starts_local, actor, NOW, new_id, **more)


def test_what_was_refused_can_be_tried_again_when_it_is_free(store: Store) -> None:
    book_alone(store, at(8, 1), at(8, 2))
    made = book_series(store)
    again = retry(store, made)
    assert (again.bookings, len(again.refused), again.series) == ([], 2, made.series)
    with store.transaction() as session:
        [first, *_] = queries.bookings_page(session, OTHER, 10)[0][::-1]
        commands.cancel(session, first.booking_id, OTHER, "member", NOW)
    again = retry(store, made)
    assert [one.period for one in again.bookings] == [at(8, 1)]
    assert (again.bookings[0].series_id, again.bookings[0].occurrence) == (made.series.series_id, "2026-11-30T09:00:00")
    assert refused(store, made) == {"2026-12-07T09:00:00": ("unit_taken",)}
    assert again.series.sequence == made.series.sequence + 1
    [data] = told(store, "series.changed")
    assert (data["booked"], data["refused"], data["sequence"]) == (1, 1, 1)


def test_what_is_refused_again_says_why_it_is_now(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store)
    publish(store, horizon_days=3)
    assert retry(store, made).bookings == []
    assert refused(store, made) == {"2026-11-30T09:00:00": ("too_far_ahead", "unit_taken")}


def test_staff_that_went_past_a_rule_goes_past_it_again_and_the_member_does_not(store: Store) -> None:
    make_known(store)
    book_alone(store, at(8, 1))
    publish(store, max_minutes=30)
    holder = domain.Holder(ACTOR.member_id, ACTOR.city)
    made = book_series(store, actor=STAFF, holder=holder, past=frozenset({"too_long"}))
    with store.transaction() as session:
        [theirs] = queries.bookings_page(session, OTHER, 1)[0]
        commands.cancel(session, theirs.booking_id, OTHER, "member", NOW)
    assert retry(store, made).bookings == []
    assert refused(store, made) == {"2026-11-30T09:00:00": ("too_long",)}
    [again] = retry(store, made, actor=STAFF).bookings
    assert (again.period, again.went_past) == (at(8, 1), ("too_long",))


def test_what_is_past_is_not_tried_again(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store)
    assert retry(store, made, now=MONDAY + 2 * WEEK).bookings == []
    assert refused(store, made) == {"2026-11-30T09:00:00": ("unit_taken",)}


def test_a_date_that_was_skipped_or_cancelled_can_be_added_later(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store)
    cancel(store, made.bookings[0], "this")
    with store.transaction() as session:
        [theirs] = queries.bookings_page(session, OTHER, 1)[0]
        commands.cancel(session, theirs.booking_id, OTHER, "member", NOW)
    assert [one.period for one in add(store, made, "2026-11-30T09:00").bookings] == [at(8, 1)]
    assert refused(store, made) == {}
    assert [one.period for one in add(store, made, "2026-11-23T09:00").bookings] == [at(8, 0)]
    assert standing(store, made) == [at(8, week) for week in range(4)]
    assert [data["booked"] for data in told(store, "series.changed")] == [1, 1]


def test_a_date_that_the_rule_does_not_name_can_be_added_with_hours_of_its_own(store: Store) -> None:
    made = book_series(store)
    later = datetime.fromisoformat("2027-01-06T16:00")
    [one] = add(store, made, "2027-01-06T14:00", ends_local=later).bookings
    assert one.period == domain.Period(later.astimezone(one.starts_at.tzinfo).replace(hour=13), one.ends_at)
    assert one.period.length == timedelta(hours=2)


def test_a_date_is_not_added_twice(store: Store) -> None:
    made = book_series(store)
    before = traces(store)
    with pytest.raises(Conflict, match="occurrence_booked"):
        add(store, made, "2026-11-30T09:00")
    assert traces(store) == before


def test_a_date_that_cannot_be_booked_is_not_added(store: Store) -> None:
    made = book_series(store)
    before = traces(store)
    for start, code in (("2026-11-28T09:00", "outside_opening_hours"), ("2026-11-30T09:30", "unit_taken")):
        with pytest.raises(Conflict, match=code):
            add(store, made, start)
    for start, ends_local in (("2026-11-28T09:00", NINE), ("9999-12-31T23:30", None)):
        with pytest.raises(Invalid, match="period_invalid"):
            add(store, made, start, ends_local=ends_local)
    assert traces(store) == before


def test_a_series_grows_to_200_bookings_and_no_more(store: Store) -> None:
    publish(store, DESKS, quotas=())
    made = book_series(store, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=200", space_id=DESKS.space_id)
    assert len(made.bookings) == 200
    with pytest.raises(Invalid, match="series_too_long"):
        add(store, made, "2026-11-23T12:00")


def test_a_series_is_seen_and_changed_by_its_member_and_the_staff_of_the_place_alone(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store)
    elsewhere, at_another = replace(STAFF, city="lille"), replace(STAFF, roles=("front_desk@place-other",))
    facilitator = replace(STAFF, roles=("facilitator",))  # sees bookings, and changes none
    for actor in (OTHER, elsewhere, at_another, replace(ACTOR, city="roubaix")):
        with pytest.raises(NotFound, match="series_not_found"):
            retry(store, made, actor=actor)
        with pytest.raises(NotFound, match="series_not_found"):
            add(store, made, "2026-11-24T09:00", actor)
    with store.reading() as session:
        for actor in (STAFF, facilitator):
            assert queries.series_of(session, made.series.series_id, actor) == made.series
    with pytest.raises(Forbidden, match="permission_missing"):
        retry(store, made, actor=facilitator)
    assert retry(store, made, actor=STAFF).refused
    assert retry(store, made, actor=replace(STAFF, roles=("front_desk@place-union",))).refused


def test_who_helped_and_helps_no_longer_sees_no_series_that_they_booked(store: Store) -> None:
    make_known(store)
    helper = replace(STAFF, roles=("facilitator",))
    book_alone(store, at(8, 1))
    made = book_series(store, actor=helper, holder=domain.Holder(ACTOR.member_id, ACTOR.city))
    with pytest.raises(NotFound, match="series_not_found"):
        retry(store, made, actor=replace(helper, roles=("member",)))
    assert retry(store, made, actor=helper).refused


def test_who_only_sees_forgets_and_moves_nothing_that_was_refused_either(store: Store) -> None:
    book_alone(store, at(8, 3))
    made = book_series(store)
    last = made.bookings[-1]
    for change in (cancel, move):
        with pytest.raises(Forbidden, match="permission_missing"):
            change(store, last, "all", actor=replace(STAFF, roles=("facilitator",)), now=last.ends_at)
    assert refused(store, made)
