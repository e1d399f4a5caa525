"""Cancelled, by staff or because too few come: the space is free, and whoever registered is told of another date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from chassis.database import Store
from chassis.errors import Conflict
from services.bookings.commands.activities import cancel_occurrence, check_minimum
from services.bookings.domain.activities import Occurrence, Size, Terms
from services.bookings.tables import decisions, occurrences
from tests.bookings.activities.dates import (
    MORNING,
    announce,
    booked_for,
    change,
    have,
    ids,
    one,
    registered,
    reschedule,
    schedule,
    seen,
)
from tests.bookings.front_desk import count, do, names, said, traces
from tests.bookings.world import NOW, ROOM

SHORT = Size(8, min_persons=5)
THURSDAY = ("2026-12-10T17:00", "2026-12-10T19:00")
HOUR = timedelta(hours=1)


def short(store: Store, **more: Any) -> Occurrence:
    """For five at least, of whom two are there, in three weeks."""
    announce(store, **more)
    [made] = schedule(store, THURSDAY, SHORT, space_id=ROOM.space_id).occurrences
    have(store, made, 1, seats=2)
    have(store, made, 2, status="requested")
    return made


def check(store: Store, occurrence: Occurrence, hours_before: float) -> Occurrence:
    now = occurrence.starts_at - hours_before * HOUR
    checked: Occurrence = do(store, check_minimum, occurrence.occurrence_id, now)
    return checked


def test_what_is_cancelled_frees_its_space_and_ends_every_registration(store: Store) -> None:
    made = one(store, space_id=ROOM.space_id, size=Size(8, 0, 4))
    have(store, made, 1)
    have(store, made, 2, status="waiting", home_city="roubaix")
    have(store, made, 3, status="lapsed")
    with store.transaction() as session:
        session.execute(update(occurrences).values(seats_taken=1, seats_waiting=1))
    other = schedule(store, MORNING, new_id=lambda: "other-date").occurrences[0]
    cancelled = change(store, cancel_occurrence, made.occurrence_id, "staff")
    assert (cancelled.status, cancelled.cancel_reason, cancelled.booking_id) == ("cancelled", "staff", None)
    assert (cancelled.seats_taken, cancelled.seats_waiting) == (0, 0)
    assert booked_for(store, made.occurrence_id)[0][1] == "cancelled"
    assert [registered(store, f"registration-{n}").status for n in (1, 2, 3)] == ["cancelled", "cancelled", "lapsed"]
    told = [said(store, f"registration-{n}")[-1] for n in (1, 2)]
    assert [(one.name, one.city, one.data["was"]) for one in told] == [
        ("registration.cancelled", "tourcoing", "confirmed"),
        ("registration.cancelled", "roubaix", "waiting"),
    ]
    assert [date["occurrence_id"] for date in told[0].data["other_dates"]] == [other.occurrence_id]
    with store.reading() as session:
        lines = session.execute(select(decisions.c.registration_id, decisions.c.code, decisions.c.detail)).all()
    assert [(line.registration_id, line.detail["reason"]) for line in lines] == [
        ("registration-1", "staff"),
        ("registration-2", "staff"),
    ]


def test_a_date_that_is_full_is_no_way_out(store: Store) -> None:
    made = one(store)
    schedule(store, MORNING, Size(0), new_id=lambda: "full-date")
    have(store, made)
    change(store, cancel_occurrence, made.occurrence_id, "staff")
    assert said(store, "registration-1")[-1].data["other_dates"] == []


def test_cancelled_twice_is_cancelled_once_and_what_has_begun_is_not(store: Store) -> None:
    made = one(store)
    change(store, cancel_occurrence, made.occurrence_id, "staff")
    before = traces(store)
    change(store, cancel_occurrence, made.occurrence_id, "ill")
    assert traces(store) == before and seen(store, made.occurrence_id).cancel_reason == "staff"
    [other] = schedule(store, MORNING, new_id=lambda: "other-date").occurrences
    with pytest.raises(Conflict, match="occurrence_over"):
        change(store, cancel_occurrence, other.occurrence_id, "staff", now=other.starts_at)


def test_below_its_minimum_its_city_is_warned_once_and_then_it_is_cancelled(store: Store) -> None:
    made = short(store)
    assert check(store, made, 73).alerted_at is None
    check(store, made, 72)
    check(store, made, 48)
    assert names(store, made.occurrence_id) == ["occurrence.scheduled", "occurrence.found_short"]
    told = said(store, made.occurrence_id)[-1].data
    assert (told["seats_taken"], told["min_persons"]) == (2, 5)
    assert told["decides_at"] == "2026-12-09T16:00:00+00:00"
    ended = check(store, made, 24)
    assert (ended.status, ended.cancel_reason) == ("cancelled", "below_minimum")
    assert said(store, "registration-1")[-1].data["reason"] == "below_minimum"
    assert registered(store, "registration-2").end_reason == "below_minimum"


def test_who_is_enough_comes(store: Store) -> None:
    made = short(store)
    have(store, made, 3, seats=3)
    before = traces(store)
    for hours in (72, 24, 1):
        check(store, made, hours)
    assert traces(store) == before


def test_who_leaves_after_the_decision_changes_nothing(store: Store) -> None:
    made = short(store)
    with store.transaction() as session:
        session.execute(update(occurrences).values(min_persons=2))
    check(store, made, 24)
    assert seen(store, made.occurrence_id).status == "scheduled"


def test_what_gets_its_date_after_the_time_to_decide_is_not_cancelled_for_having_too_few(store: Store) -> None:
    made = short(store)
    check(store, made, 60)
    late = made.starts_at - 30 * HOUR
    sooner, past = ("2026-12-10T08:00", "2026-12-10T10:00"), frozenset({"outside_opening_hours"})
    moved = reschedule(store, made.occurrence_id, sooner, now=late, past=past)
    assert moved.alerted_at is None
    for hours in (20, 10, 0.1):
        assert check(store, moved, hours).status == "rescheduled"


def test_what_is_announced_after_the_time_to_decide_is_not_cancelled_for_having_too_few(store: Store) -> None:
    made = short(store, announced_at=NOW + timedelta(days=20))
    assert check(store, made, 1).status == "scheduled"


def test_alert_and_decision_may_be_at_the_same_hour(store: Store) -> None:
    made = short(store, terms=Terms(alert_hours=24, decide_hours=24))
    assert check(store, made, 25).alerted_at is None
    assert check(store, made, 24).status == "cancelled"


def test_a_draft_is_never_below_its_minimum(store: Store) -> None:
    made = short(store, status="draft", announced_at=None)
    before = count(store, decisions)
    assert check(store, made, 24).status == "scheduled" and count(store, decisions) == before


def test_other_dates_are_told_in_their_order(store: Store) -> None:
    made = short(store)
    saturdays, weekly = ("2026-12-12T10:00", "2026-12-12T12:00"), "FREQ=WEEKLY;COUNT=2"
    later = schedule(store, saturdays, Size(3), rule=weekly, new_id=_fresh())
    check(store, made, 24)
    other = [date["occurrence_id"] for date in said(store, "registration-1")[-1].data["other_dates"]]
    assert other == [date.occurrence_id for date in later.occurrences]


def _fresh() -> Callable[[], str]:
    made = ids()
    return lambda: f"later-{made()}"
