"""When a member is reminded: before the start as they chose, never late of what they just heard, and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.notifications.domain import (
    Appointment,
    Kind,
    booking_stands,
    followed,
    minutes_due,
    next_reminder_at,
    reason_to_drop,
    registration_stands,
    reminder,
)
from tests.notifications import given

DAY, HOUR = 24 * 60, 60
STARTS_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEARD = Appointment("b-1", "m-1", Kind.BOOKING_REMINDER, STARTS_AT, 1, {"place_name": "L'Union"})
KEPT = replace(HEARD, next_reminder_at=STARTS_AT - timedelta(days=1))
SOME_MINUTES = st.lists(st.integers(0, 14 * DAY), unique=True, max_size=5)


def before(**span: float) -> datetime:
    return STARTS_AT - timedelta(**span)


@pytest.mark.parametrize(
    ("minutes", "now", "at"),
    [
        ((DAY,), before(days=3), before(days=1)),
        ((DAY, HOUR), before(days=3), before(days=1)),
        ((DAY, HOUR), before(days=1), before(hours=1)),
        ((DAY,), before(hours=23), None),
        ((DAY, HOUR), before(minutes=30), None),
        ((), before(days=3), None),
    ],
)
def test_the_next_reminder_is_one_whose_time_is_to_come(
    minutes: tuple[int, ...], now: datetime, at: datetime | None
) -> None:
    assert next_reminder_at(STARTS_AT, minutes, now) == at
    assert followed(None, HEARD, minutes, now).next_reminder_at == at


@pytest.mark.parametrize(
    ("starts_at", "hour"),
    [("2026-03-29T03:30", "00:30"), ("2026-10-25T03:30", "02:30"), ("2026-11-23T03:30", "01:30")],
)
def test_in_the_night_in_which_the_clocks_change_two_hours_before_are_two_hours(starts_at: str, hour: str) -> None:
    paris = ZoneInfo("Europe/Paris")
    starts = datetime.fromisoformat(starts_at).replace(tzinfo=paris).astimezone(UTC)
    at = next_reminder_at(starts, (2 * HOUR,), starts - timedelta(days=2))
    assert at is not None
    assert starts - at == timedelta(hours=2)
    assert f"{at.astimezone(paris):%H:%M}" == hour


@pytest.mark.parametrize(
    ("minutes", "now", "said"),
    [
        ((DAY,), before(days=1), DAY),
        ((DAY, HOUR), before(hours=20), DAY),
        ((DAY, 3 * HOUR, HOUR), before(minutes=10), HOUR),
        ((HOUR,), before(hours=20), None),
        ((2 * DAY,), before(hours=20), None),
        ((), before(hours=20), None),
    ],
)
def test_after_a_standstill_only_the_nearest_is_said_and_none_that_is_no_longer_wished_for(
    minutes: tuple[int, ...], now: datetime, said: int | None
) -> None:
    assert minutes_due(KEPT, minutes, now) == said


def test_the_same_start_keeps_its_reminder_even_a_late_one() -> None:
    after = replace(HEARD, sequence=2, data={"place_name": "La Plaine"})
    kept = followed(KEPT, after, (DAY,), before(hours=20))
    assert (kept.next_reminder_at, kept.sequence, kept.data) == (before(days=1), 2, {"place_name": "La Plaine"})


def test_another_start_has_reminders_of_its_own() -> None:
    later = STARTS_AT + timedelta(days=7)
    moved = followed(KEPT, replace(HEARD, starts_at=later, sequence=2), (DAY,), before(hours=20))
    assert moved.next_reminder_at == later - timedelta(days=1)
    sooner = followed(KEPT, replace(HEARD, starts_at=before(hours=2), sequence=2), (DAY,), before(hours=20))
    assert sooner.next_reminder_at is None


def test_an_older_word_changes_nothing() -> None:
    assert followed(KEPT, replace(HEARD, starts_at=before(hours=2), sequence=0), (DAY,), before(days=3)) == KEPT


def test_who_is_there_is_not_reminded_unless_it_starts_anew() -> None:
    there = followed(KEPT, replace(HEARD, is_attended=True, sequence=2), (DAY, HOUR), before(days=3))
    assert there.next_reminder_at is None
    still = followed(there, replace(HEARD, sequence=3), (DAY, HOUR), before(days=3))
    assert (still.is_attended, still.next_reminder_at) == (True, None)
    later = STARTS_AT + timedelta(days=7)
    anew = followed(still, replace(HEARD, starts_at=later, sequence=4), (DAY,), before(days=3))
    assert (anew.is_attended, anew.next_reminder_at) == (False, later - timedelta(days=1))


def test_a_reminder_is_the_same_notice_for_the_same_start_and_minutes_only() -> None:
    first = reminder(KEPT, DAY, before(days=1))
    again = reminder(replace(KEPT, sequence=5), DAY, before(hours=23))
    assert (again.notice_id, again.cause) == (first.notice_id, first.cause)
    others = [reminder(KEPT, HOUR, before(hours=1)), reminder(replace(KEPT, starts_at=before(hours=1)), DAY, given.NOW)]
    assert len({first.notice_id, *(other.notice_id for other in others)}) == 3
    assert len({first.cause, *(other.cause for other in others)}) == 3


def test_a_reminder_is_of_no_use_from_the_start_on_or_when_something_changed_since() -> None:
    said = reminder(KEPT, DAY, before(days=1))
    assert reason_to_drop(said, 1, before(seconds=1)) is None
    assert reason_to_drop(said, 2, before(seconds=1)) == "overtaken"
    assert reason_to_drop(said, 1, STARTS_AT) == "too_late"


@pytest.mark.parametrize(
    ("event", "status", "stands"),
    [
        ("booking.confirmed", "confirmed", True),
        ("booking.moved", "confirmed", True),
        ("booking.moved", None, True),
        ("booking.moved", "requested", False),
        ("booking.moved", "held", False),
        ("booking.held", "held", False),
        ("booking.requested", "requested", False),
        ("booking.cancelled", "cancelled", False),
        ("booking.denied", "denied", False),
        ("booking.lapsed", "lapsed", False),
        ("booking.missed", "missed", False),
    ],
)
def test_a_member_comes_to_what_is_confirmed(event: str, status: str | None, stands: bool) -> None:
    assert booking_stands(event, given.booking(status=status)) is stands


@pytest.mark.parametrize("status", ["requested", "waiting", "offered", "cancelled", "declined", "lapsed"])
def test_who_has_no_seat_comes_to_nothing(status: str) -> None:
    assert not registration_stands(given.registration(status=status))


def test_what_has_no_date_is_nothing_to_come_to_yet() -> None:
    assert registration_stands(given.registration())
    assert not registration_stands(given.registration(occurrence_status="postponed"))


@whatever(SOME_MINUTES, st.integers(0, 15 * DAY), st.integers(1, 15 * DAY))
def test_whenever_the_timer_comes_each_reminder_is_said_once_at_most_and_none_before_its_time(
    minutes: list[int], heard_before: int, step: int
) -> None:
    now = before(minutes=heard_before)
    appointment = followed(None, HEARD, minutes, now)
    said: list[int] = []
    while (now := now + timedelta(minutes=step)) < STARTS_AT:
        if appointment.next_reminder_at is not None and appointment.next_reminder_at <= now:
            nearest = minutes_due(appointment, minutes, now)
            assert nearest is not None
            assert before(minutes=nearest) <= now
            said.append(nearest)
            appointment = replace(appointment, next_reminder_at=next_reminder_at(STARTS_AT, minutes, now))
    assert said == sorted(set(said), reverse=True)
    assert all(each < heard_before for each in said)
