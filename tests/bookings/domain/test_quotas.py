from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.bookings.domain import Booking, Holder, Period, Price, Quota, Rules, Wish, grant, quota_window, quote
from services.bookings.domain.conditions import Of, Over
from services.bookings.domain.places import units_of
from services.bookings.domain.quotas import refusals
from tests.bookings.world import ACTOR, DESKS, INSTANTS, MONDAY, NOW, ROOM, hours, wish

(UNIT,) = units_of(ROOM)
PARIS = ZoneInfo("Europe/Paris")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def most(over: Over, of: Of = Of.MEMBER, **limits: int) -> Quota:
    return Quota(of, over, **limits)


def under(period: Period, *quotas: Quota, **changes: Any) -> Wish:
    return wish(period, space=replace(ROOM, rules=Rules(quotas=quotas)), **changes)


def codes(asked: Wish, now: datetime = NOW) -> list[str]:
    return [refusal.code for refusal in refusals(asked, now)]


def kept(period: Period, space_id: str = ROOM.space_id) -> Booking:
    booking = grant(wish(period), "booking-1", UNIT, Price(0, "free"), NOW)
    return replace(booking, space_id=space_id)


def paris(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)  # type: ignore[misc,arg-type]


def test_as_much_as_the_quota_may_be_held_and_no_more() -> None:
    two_hours = most(Over.DAY, most_minutes=120)
    assert codes(under(hours(10, 11), two_hours, held=[hours(9, 10)])) == []
    assert codes(under(hours(10, 11.25), two_hours, held=[hours(9, 10)])) == ["too_many_hours"]
    two = most(Over.DAY, most_bookings=2)
    assert codes(under(hours(10, 11), two, held=[hours(9, 10)])) == []
    assert codes(under(hours(10, 11), two, held=[hours(9, 10), hours(12, 13)])) == ["too_many_bookings"]


def test_a_wish_alone_may_be_too_much() -> None:
    assert codes(under(hours(9, 12), most(Over.DAY, most_minutes=120))) == ["too_many_hours"]


def test_a_refusal_says_which_quota_it_is_and_all_of_them_are_told() -> None:
    day, ahead = most(Over.DAY, most_minutes=60), most(Over.AHEAD, most_bookings=1)
    broken = refusals(under(hours(9, 11), day, ahead, held=[hours(33, 34)]), NOW)
    assert [(one.code, one.detail["quota"]["over"]) for one in broken] == [
        ("too_many_hours", "day"),
        ("too_many_bookings", "ahead"),
    ]


def test_one_quota_of_bookings_and_of_hours_may_be_broken_both_ways() -> None:
    both = most(Over.DAY, most_bookings=1, most_minutes=60)
    assert codes(under(hours(10, 11), both, held=[hours(9, 10)])) == ["too_many_bookings", "too_many_hours"]


def test_a_day_is_a_local_day() -> None:
    one = most(Over.DAY, most_bookings=1)
    late, early = (
        Period(paris(2026, 11, 23, 23), paris(2026, 11, 24, 0)),
        Period(paris(2026, 11, 24, 0), paris(2026, 11, 24, 1)),
    )
    assert late.starts_at.date() == early.starts_at.date()  # in UTC both are on the 23rd
    assert codes(under(early, one, held=[late])) == []
    assert codes(under(early, one, held=[Period(paris(2026, 11, 24, 22), paris(2026, 11, 24, 23))])) == [
        "too_many_bookings"
    ]


def test_a_booking_over_midnight_counts_in_each_day_for_its_part() -> None:
    over = Period(paris(2026, 11, 23, 22), paris(2026, 11, 24, 3))
    three = most(Over.DAY, most_minutes=180)
    assert codes(under(over, three)) == []
    assert codes(under(over, three, held=[Period(paris(2026, 11, 23, 9), paris(2026, 11, 23, 10))])) == []
    assert codes(under(over, three, held=[Period(paris(2026, 11, 24, 9), paris(2026, 11, 24, 10))])) == [
        "too_many_hours"
    ]
    later = Period(paris(2026, 11, 24, 9), paris(2026, 11, 24, 10))
    assert codes(under(later, three, held=[over])) == ["too_many_hours"]
    assert codes(under(later, most(Over.DAY, most_bookings=1), held=[over])) == ["too_many_bookings"]


@pytest.mark.parametrize(("month", "day", "minutes"), [(3, 29, 23 * 60), (10, 25, 25 * 60)])
def test_a_day_of_23_or_25_hours_counts_the_hours_that_pass(month: int, day: int, minutes: int) -> None:
    start = paris(2026, month, day)
    whole = Period(start, start + DAY)
    assert codes(under(whole, most(Over.DAY, most_minutes=minutes))) == []
    assert codes(under(whole, most(Over.DAY, most_minutes=minutes - 1))) == ["too_many_hours"]


def test_a_week_begins_on_monday() -> None:
    one = most(Over.WEEK, most_bookings=1)
    sunday = Period(MONDAY - 14 * HOUR, MONDAY - 13 * HOUR)
    assert codes(under(hours(9, 10), one, held=[sunday])) == []
    assert codes(under(hours(9, 10), one, held=[Period(MONDAY + 6 * DAY, MONDAY + 6 * DAY + HOUR)])) == [
        "too_many_bookings"
    ]


def test_a_week_across_two_months_is_one_week() -> None:
    monday_30_november = MONDAY + 7 * DAY
    tuesday, thursday = (hours(9, 10, monday_30_november + days * DAY) for days in (1, 3))
    assert tuesday.starts_at.month == 12
    monday = hours(9, 10, monday_30_november)
    two_hours = most(Over.WEEK, most_minutes=120)
    assert codes(under(thursday, two_hours, held=[monday])) == []
    assert codes(under(thursday, two_hours, held=[monday, tuesday])) == ["too_many_hours"]


def test_a_month_is_that_of_the_calendar() -> None:
    one = most(Over.MONTH, most_bookings=1)
    last, first = hours(9, 10, MONDAY + 7 * DAY), hours(9, 10, MONDAY + 8 * DAY)
    assert (last.starts_at.month, first.starts_at.month) == (11, 12)
    assert codes(under(first, one, held=[last])) == []
    assert codes(under(first, one, held=[hours(9, 10, MONDAY + 38 * DAY)])) == ["too_many_bookings"]


def test_what_is_ahead_is_what_has_not_ended_yet() -> None:
    three = most(Over.AHEAD, most_bookings=3)
    over, now_on = Period(NOW - 2 * HOUR, NOW), Period(NOW - HOUR, NOW + timedelta.resolution)
    held = [hours(9, 10), hours(9, 10, MONDAY + 300 * DAY)]
    assert codes(under(hours(11, 12), three, held=[*held, over])) == []
    assert codes(under(hours(11, 12), three, held=[*held, now_on])) == ["too_many_bookings"]


def test_hours_ahead_count_whole_bookings() -> None:
    running = Period(NOW - HOUR, NOW + HOUR)
    assert codes(under(hours(9, 10), most(Over.AHEAD, most_minutes=180), held=[running])) == []
    assert codes(under(hours(9, 10.25), most(Over.AHEAD, most_minutes=180), held=[running])) == ["too_many_hours"]


def test_a_quota_of_an_organisation_counts_what_its_members_hold_together() -> None:
    quota = most(Over.DAY, Of.ORGANISATION, most_bookings=1)
    together = under(hours(9, 10), quota, held_by_organisation=[hours(11, 12)])
    for_it = replace(together, holder=Holder(ACTOR.member_id, ACTOR.city, "org-1"))
    assert codes(for_it) == ["too_many_bookings"]
    assert codes(replace(for_it, held_by_organisation=(), held=[hours(11, 12)])) == []
    assert codes(together) == []  # for themselves


def test_a_quota_of_a_member_counts_what_they_hold_for_an_organisation_too() -> None:
    asked = under(hours(9, 10), most(Over.DAY, most_bookings=1), held=[hours(11, 12)])
    assert codes(replace(asked, holder=Holder(ACTOR.member_id, ACTOR.city, "org-1"))) == ["too_many_bookings"]


def test_a_booking_above_its_quota_may_shrink_and_stay_but_not_grow() -> None:
    quota, others = most(Over.DAY, most_minutes=120), [hours(14, 16)]
    was = kept(hours(9, 11))
    for end, expected in ((10, []), (11, []), (11.25, ["too_many_hours"])):
        assert codes(under(hours(9, end), quota, held=others, kept=was)) == expected
    assert codes(under(hours(8, 10), quota, held=others, kept=was)) == []  # elsewhere in the same day


def test_a_booking_that_moves_counts_where_it_goes() -> None:
    quota = most(Over.DAY, most_minutes=120)
    was, tuesday_is_full = kept(hours(9, 11)), [hours(33, 35)]
    assert codes(under(hours(36, 38), quota, held=tuesday_is_full, kept=was)) == ["too_many_hours"]
    assert codes(under(hours(36, 37), quota, held=tuesday_is_full, kept=was)) == ["too_many_hours"]
    assert codes(under(hours(57, 59), quota, held=tuesday_is_full, kept=was)) == []


def test_a_booking_that_moves_does_not_stand_in_its_own_way() -> None:
    assert codes(under(hours(36, 38), most(Over.WEEK, most_bookings=1), kept=kept(hours(9, 11)))) == []


def test_a_booking_from_another_space_is_new_here() -> None:
    quota, others = most(Over.DAY, most_bookings=1), [hours(14, 16)]
    assert codes(under(hours(9, 11), quota, held=others, kept=kept(hours(9, 11)))) == []
    moved_here = kept(hours(9, 11), DESKS.space_id)
    assert codes(under(hours(9, 11), quota, held=others, kept=moved_here)) == ["too_many_bookings"]


def test_a_quote_tells_that_the_quota_is_reached_though_a_unit_is_free() -> None:
    reached = under(hours(9, 10), most(Over.DAY, most_bookings=1), held=[hours(11, 12)])
    assert [refusal.code for refusal in quote(reached, {UNIT: []}, NOW).refusals] == ["too_many_bookings"]


@given(INSTANTS, st.integers(1, 60 * 24 * 40), st.sampled_from(["Europe/Paris", "America/New_York"]))
def test_all_that_counts_beside_a_period_is_looked_at(start: datetime, minutes: int, zone: str) -> None:
    period = Period(start, start + timedelta(minutes=minutes))
    window, local = quota_window(period, zone), ZoneInfo(zone)
    begin, end = window.starts_at.astimezone(local), window.ends_at.astimezone(local)
    assert (begin.hour, end.hour) == (0, 0)
    assert window.contains(period)
    first = period.starts_at.astimezone(local)
    assert begin <= first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    assert (first.date() - timedelta(days=first.weekday())) >= begin.date()
    last = (period.ends_at.astimezone(local) + timedelta(days=31)).replace(day=1).date()
    assert end.date() >= min(last, (period.ends_at.astimezone(local)).date())
    assert end.weekday() == 0 or end.day == 1


def test_utc_days_are_nobodys_days() -> None:
    quota = most(Over.DAY, most_bookings=1)
    in_new_york = replace(under(hours(2, 3), quota, held=[hours(23, 24, MONDAY - DAY)]))
    ny = replace(in_new_york, place=replace(in_new_york.place, zone="America/New_York"))
    assert codes(ny) == ["too_many_bookings"]  # both on Sunday evening there
    assert datetime(2026, 11, 23, 2, tzinfo=UTC) == ny.period.starts_at
