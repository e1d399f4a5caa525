from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Conflict, Forbidden, Invalid, ServiceError
from services.bookings.domain import Period, Rules, Wish, check, judge
from services.bookings.domain.rules import LONGEST_EVER, next_on_grid
from tests.bookings.world import INSTANTS, NOW, PLACE, ROOM, hours, members_word, wish

OPEN = replace(PLACE, opening_hours="24/7")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
HOUR = timedelta(hours=1)
PARIS = ZoneInfo("Europe/Paris")


def codes(asked: Wish, now: datetime = NOW) -> list[str]:
    return [refusal.code for refusal in judge(asked, now).refusals]


def in_room(period: Period, persons: int = 1, **rules: Any) -> Wish:
    """A wish for the room, always open, under these rules."""
    return wish(period, place=OPEN, space=replace(ROOM, rules=Rules(**rules)), persons=persons)


def from_now(wait: timedelta, length: timedelta = HOUR) -> Period:
    return Period(NOW + wait, NOW + wait + length)


def test_a_wish_within_the_rules_is_granted() -> None:
    assert codes(wish(hours(9, 10))) == []
    assert check(wish(hours(9, 10)), NOW).went_past == ()


@pytest.mark.parametrize(
    ("broken", "kind", "code"),
    [
        (wish(hours(9, 10), member=members_word("suspended")), Forbidden, "member_not_active"),
        (wish(hours(9, 10, NOW.replace(hour=0) - timedelta(days=1))), Conflict, "in_the_past"),
        (wish(Period(NOW - HOUR, NOW + HOUR), place=OPEN), Conflict, "in_the_past"),
        (wish(hours(9, 10, NOW.replace(hour=0) + timedelta(days=366))), Conflict, "too_far_ahead"),
        (in_room(from_now(HOUR), notice_minutes=90), Conflict, "notice_too_short"),
        (wish(hours(9, 9.1), place=OPEN), Invalid, "too_short"),
        (wish(hours(9, 21.25), place=OPEN), Invalid, "too_long"),
        (wish(hours(9.1, 10), place=OPEN), Invalid, "off_grid"),
        (wish(hours(9, 10.1), place=OPEN), Invalid, "off_step"),
        (in_room(hours(9, 10), persons=1, min_persons=2), Invalid, "too_few_persons"),
        (in_room(hours(9, 10), persons=9), Invalid, "too_many_persons"),
        (wish(hours(7, 8.25)), Conflict, "outside_opening_hours"),
        (wish(hours(17.5, 18.25)), Conflict, "outside_opening_hours"),
        (wish(hours(9, 10, NOW.replace(hour=0) + timedelta(days=1))), Conflict, "outside_opening_hours"),
    ],
)
def test_a_wish_that_breaks_a_rule_is_refused_with_its_code(broken: Wish, kind: type[ServiceError], code: str) -> None:
    with pytest.raises(kind) as refused:
        check(broken, NOW)
    assert refused.value.code == code


def test_a_period_may_begin_this_very_instant_and_not_one_earlier() -> None:
    assert codes(in_room(from_now(timedelta()))) == []
    assert "in_the_past" in codes(in_room(from_now(-timedelta.resolution)))


def test_notice_is_counted_from_now_to_the_start() -> None:
    a_day = {"notice_minutes": 1440, "start_every_minutes": 1}
    assert codes(in_room(from_now(timedelta(days=1)), **a_day)) == []
    assert codes(in_room(from_now(timedelta(days=1) - MINUTE), **a_day)) == ["notice_too_short"]


def test_notice_counts_hours_that_pass_not_days_of_the_calendar() -> None:
    before_the_night_that_lasts_25_hours = datetime(2026, 10, 24, 8, 0, tzinfo=UTC)  # ten o'clock in Paris
    at_nine, at_ten = (datetime(2026, 10, 25, hour, 0, tzinfo=PARIS) for hour in (9, 10))
    for start, expected in ((at_nine, []), (at_ten - HOUR - 15 * MINUTE, ["notice_too_short"])):
        asked = in_room(Period(start, start + HOUR), notice_minutes=1440)
        assert codes(asked, before_the_night_that_lasts_25_hours) == expected


def test_what_has_begun_is_told_to_be_past_not_to_be_short_of_notice() -> None:
    assert codes(in_room(from_now(-HOUR, 2 * HOUR), notice_minutes=60)) == ["in_the_past"]


def test_the_horizon_is_days_of_24_hours_from_now_to_the_start_not_rounded() -> None:
    thirty = {"horizon_days": 30, "start_every_minutes": 1}
    assert codes(in_room(from_now(timedelta(days=30)), **thirty)) == []
    assert codes(in_room(from_now(timedelta(days=30) + MINUTE), **thirty)) == ["too_far_ahead"]


def test_a_booking_may_last_exactly_the_least_and_the_most() -> None:
    lasting = {"min_minutes": 60, "max_minutes": 120}
    for length, expected in ((45, ["too_short"]), (60, []), (120, []), (135, ["too_long"])):
        assert codes(in_room(from_now(HOUR, length * MINUTE), **lasting)) == expected


def test_a_length_is_a_multiple_of_the_step_whatever_the_grid() -> None:
    for minutes, expected in ((50, []), (100, []), (60, ["off_step"])):
        assert codes(in_room(from_now(HOUR, minutes * MINUTE), step_minutes=50)) == expected


def test_the_start_is_on_the_grid_from_midnight_local_time() -> None:
    night = datetime(2026, 11, 23, tzinfo=PARIS)
    grid = {"start_every_minutes": 420}  # 00:00, 07:00, 14:00 and 21:00, and midnight again
    for hour, expected in ((0, []), (7, []), (14, []), (21, []), (8, ["off_grid"])):
        start = night + timedelta(hours=hour)
        assert codes(in_room(Period(start, start + HOUR), **grid)) == expected


def test_persons_are_bounded_by_the_rules_and_by_the_capacity() -> None:
    for persons, expected in ((2, []), (6, []), (1, ["too_few_persons"]), (7, ["too_many_persons"])):
        assert codes(in_room(hours(9, 10), persons, min_persons=2, max_persons=6)) == expected
    assert codes(in_room(hours(9, 10), 8, max_persons=20)) == []
    assert codes(in_room(hours(9, 10), 9, max_persons=20)) == ["too_many_persons"]


def test_all_broken_rules_are_told_at_once() -> None:
    broken = wish(Period(NOW - 7 * MINUTE, NOW - 2 * MINUTE), member=members_word("suspended"), persons=9)
    assert codes(broken) == [
        "member_not_active",
        "in_the_past",
        "too_short",
        "off_grid",
        "off_step",
        "too_many_persons",
        "outside_opening_hours",
    ]


def test_a_rule_of_form_says_which_field_breaks_it_and_its_number() -> None:
    broken = in_room(Period(NOW + MINUTE, NOW + 3 * MINUTE), persons=9)
    told = {refusal.code: refusal.detail for refusal in judge(broken, NOW).refusals}
    pointers = {code: [error["pointer"] for error in detail["errors"]] for code, detail in told.items()}
    assert pointers == {
        "too_short": ["/ends_at"],
        "off_grid": ["/starts_at"],
        "off_step": ["/ends_at"],
        "too_many_persons": ["/persons"],
    }
    assert [told[code].get("minutes", told[code].get("persons")) for code in pointers] == [15, 15, 15, 8]


def test_centuries_are_refused_without_counting_their_opening_hours_or_their_days() -> None:
    day = {"of": "member", "over": "day", "most_minutes": 60}
    rules = Rules.of({"quotas": [day]})
    broken = wish(Period(NOW, NOW.replace(year=2999)), space=replace(ROOM, rules=rules))
    assert codes(broken) == ["too_long"]
    assert codes(wish(Period(NOW + MINUTE, NOW + MINUTE + LONGEST_EVER)))[-1] == "outside_opening_hours"


@given(INSTANTS, st.sampled_from([1, 7, 15, 20, 30, 60, 90, 120, 420, 1440]))
def test_the_next_start_is_the_first_that_is_on_the_grid(instant: datetime, minutes: int) -> None:
    for zone in ("Europe/Paris", "Asia/Kathmandu"):
        start = next_on_grid(instant, zone, minutes)
        assert timedelta(0) <= start - instant < timedelta(minutes=minutes) + 2 * HOUR
        assert next_on_grid(start, zone, minutes) == start
        local = start.astimezone(ZoneInfo(zone))
        assert (local.hour * 60 + local.minute) % minutes == local.second == local.microsecond == 0


@pytest.mark.parametrize("minutes", [60, 90, 120, 420])
@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 21, tzinfo=UTC)])
def test_no_start_is_passed_over_in_a_night_of_23_or_25_hours(night: datetime, minutes: int) -> None:
    def on_grid(instant: datetime) -> bool:
        local = instant.astimezone(PARIS)
        return (local.hour * 60 + local.minute) % minutes == 0

    quarters = [night + number * 15 * MINUTE for number in range(4 * 34)]
    for instant in quarters[: 4 * 10]:
        expected = next(quarter for quarter in quarters if quarter >= instant and on_grid(quarter))
        assert next_on_grid(instant, "Europe/Paris", minutes) == expected
