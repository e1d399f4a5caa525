from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict, ServiceError
from services.bookings import commands, domain, queries
from services.bookings.domain.conditions import Of, Over
from tests.bookings.recurring import (
    NINE,
    STAFF,
    TEN,
    at,
    book_alone,
    book_series,
    counted,
    make_known,
    publish,
    refused,
    told,
    traces,
)
from tests.bookings.world import ACTOR, DESKS, NOW, ROOM, hours


def test_a_series_is_a_booking_at_each_occurrence(store: Store) -> None:
    made = book_series(store)
    assert [one.period for one in made.bookings] == [at(8, week) for week in range(4)]
    assert [(one.occurrence or "")[:10] for one in made.bookings] == [
        "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14",
    ]  # fmt: skip
    assert {(one.series_id, one.status) for one in made.bookings} == {(made.series.series_id, "confirmed")}
    assert made.refused == []
    with store.reading() as session:
        assert queries.series_of(session, made.series.series_id, ACTOR) == made.series
        assert queries.bookings_of_series(session, made.series.series_id, NOW) == made.bookings
    assert traces(store)["claims"] == 4
    with pytest.raises(Conflict, match="unit_taken"):
        book_alone(store, at(8.5, 2))


def test_a_series_is_told_as_one_beside_each_of_its_bookings(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store)
    confirmed = [data for data in told(store, "booking.confirmed") if data["series_id"]]
    assert [data["series_id"] for data in confirmed] == [made.series.series_id] * 3
    [data] = told(store, "series.booked")
    assert (data["booked"], data["refused"]) == (3, 1)
    assert (data["first_starts_at"], data["last_starts_at"]) == (
        "2026-11-23T08:00:00+00:00", "2026-12-14T08:00:00+00:00",
    )  # fmt: skip


def test_what_is_refused_is_kept_with_its_codes_and_the_others_are_booked(store: Store) -> None:
    book_alone(store, at(8, 1))
    made = book_series(store, "FREQ=DAILY;COUNT=8")
    assert [one.period.starts_at.day for one in made.bookings] == [23, 24, 25, 26, 27]
    assert refused(store, made) == {
        "2026-11-28T09:00:00": ("outside_opening_hours",),
        "2026-11-29T09:00:00": ("outside_opening_hours",),
        "2026-11-30T09:00:00": ("unit_taken",),
    }
    assert [(one.occurrence, one.codes) for one in made.refused] == list(refused(store, made).items())


def test_one_refusal_refuses_all_when_it_is_asked_so_and_leaves_no_trace(store: Store) -> None:
    book_alone(store, at(8, 1), at(8, 3))
    before = traces(store)
    with pytest.raises(Conflict) as refusal:
        book_series(store, on_conflict="fail")
    assert refusal.value.code == "series_conflict"
    assert refusal.value.detail == {
        "occurrences": [
            {"occurrence": "2026-11-30T09:00:00", "codes": ["unit_taken"]},
            {"occurrence": "2026-12-14T09:00:00", "codes": ["unit_taken"]},
        ]
    }
    assert traces(store) == before
    assert len(book_series(store, "FREQ=WEEKLY;COUNT=1", on_conflict="fail").bookings) == 1


def test_a_series_of_which_nothing_can_be_booked_is_refused_and_leaves_no_trace(store: Store) -> None:
    before = traces(store)
    with pytest.raises(Conflict) as refusal:
        book_series(store, ends_local=NINE + timedelta(hours=13))
    assert refusal.value.code == "series_conflict"
    assert set(refusal.value.detail["occurrences"][0]["codes"]) == {"too_long", "outside_opening_hours"}
    assert traces(store) == before


def test_an_occurrence_whose_wall_times_make_no_period_is_refused_alone(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_place(session, replace(queries.place(session, ROOM.place_id), opening_hours="24/7"), NOW)
    start, end = datetime.fromisoformat("2027-03-27T02:30"), datetime.fromisoformat("2027-03-27T03:15")
    made = book_series(store, "FREQ=DAILY;COUNT=3", starts_local=start, ends_local=end)
    assert len(made.bookings) == 2
    assert refused(store, made) == {"2027-03-28T02:30:00": ("period_invalid",)}


def test_all_get_one_and_the_same_unit_when_one_is_free_for_all(store: Store) -> None:
    book_alone(store, at(8, 1), at(8, 1), space=DESKS)
    made = book_series(store, space_id=DESKS.space_id)
    assert len(made.bookings) == 4
    assert len({one.unit_id for one in made.bookings}) == 1


def test_a_quota_counts_what_is_held_and_the_occurrences_before(store: Store) -> None:
    publish(store, quotas=(domain.Quota(Of.MEMBER, Over.MONTH, most_bookings=2),))
    with store.transaction() as session:
        commands.book(session, "first", ROOM.space_id, hours(12, 13), ACTOR, NOW)
    made = book_series(store, "FREQ=WEEKLY;COUNT=5")
    assert refused(store, made) == {
        "2026-11-30T09:00:00": ("too_many_bookings",),
        "2026-12-21T09:00:00": ("too_many_bookings",),
    }


def test_where_the_city_has_its_say_each_occurrence_is_a_request(store: Store) -> None:
    publish(store, approval=True)
    made = book_series(store)
    assert {one.status for one in made.bookings} == {"requested"}
    assert len(told(store, "booking.requested")) == 4


def test_staff_books_a_series_for_a_member_and_goes_past_rules(store: Store) -> None:
    publish(store, max_minutes=30)
    holder = domain.Holder(ACTOR.member_id, ACTOR.city)
    make_known(store)
    made = book_series(store, actor=STAFF, holder=holder, past=frozenset({"too_long"}))
    assert {(one.member_id, one.booked_by_id, one.went_past) for one in made.bookings} == {
        (ACTOR.member_id, "staff-1", ("too_long",))
    }
    series = made.series
    assert (series.member_id, series.booked_by_id, series.past) == (ACTOR.member_id, "staff-1", ("too_long",))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rule": "FREQ=DAILY"}, "rule_invalid"),
        ({"rule": "FREQ=DAILY;COUNT=201"}, "series_too_long"),
        ({"ends_local": NINE}, "period_invalid"),
        ({"space_id": "nowhere"}, "space_not_found"),
    ],
)
def test_what_is_no_series_is_refused_and_leaves_no_trace(store: Store, more: dict[str, Any], code: str) -> None:
    before = traces(store)
    with pytest.raises(ServiceError) as refusal:
        book_series(store, **more)
    assert refusal.value.code == code
    assert traces(store) == before


def preview(store: Store, rule: str, **more: Any) -> list[domain.planning.Planned]:
    asked: dict[str, Any] = {"space_id": ROOM.space_id, "starts_local": NINE, "ends_local": TEN, "actor": ACTOR, **more}
    with store.reading() as session:
        occasions, diary = queries.occasions(session, rule=rule, now=NOW, **asked)
    return domain.planning.plan(occasions, diary, NOW)


def test_a_preview_tells_what_booking_would_come_to_and_keeps_nothing(store: Store) -> None:
    book_alone(store, at(8, 1))
    before = traces(store)
    planned = preview(store, "FREQ=DAILY;COUNT=8")
    assert traces(store) == before
    made = book_series(store, "FREQ=DAILY;COUNT=8")
    assert {one.key: one.codes for one in planned if one.codes} == refused(store, made)
    assert [one.price.cents for one in planned if one.price and not one.codes] == [
        one.price_cents for one in made.bookings
    ]


def test_a_preview_takes_as_many_queries_for_200_occurrences_as_for_one(store: Store) -> None:
    publish(store, quotas=(domain.Quota(Of.MEMBER, Over.WEEK, most_bookings=7),))
    with counted(store) as for_one:
        assert len(preview(store, "FREQ=DAILY;COUNT=1")) == 1
    with counted(store) as for_many:
        assert len(preview(store, "FREQ=DAILY;COUNT=200")) == 200
    assert len(for_many) == len(for_one) <= 12


def test_a_visitor_gets_a_preview(store: Store) -> None:
    assert [one.status for one in preview(store, "FREQ=DAILY;COUNT=2", actor=None)] == ["free", "free"]
