from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from chassis.errors import Conflict, Forbidden, Invalid, ServiceError
from services.bookings.domain import Period, Wish, check, judge
from services.bookings.domain.rules import next_on_grid
from tests.bookings.world import INSTANTS, NOW, PLACE, hours, members_word, wish

LONG_OPEN = replace(PLACE, opening_hours="24/7")


def refusals(asked: Wish, now: datetime) -> list[ServiceError]:
    return judge(asked, now).refusals


def test_a_wish_within_the_rules_is_granted() -> None:
    assert refusals(wish(hours(9, 10)), NOW) == []
    check(wish(hours(9, 10)), NOW)


@pytest.mark.parametrize(
    ("broken", "kind", "code"),
    [
        (wish(hours(9, 10), member=members_word("suspended")), Forbidden, "member_not_active"),
        (wish(hours(9, 10, NOW.replace(hour=0) - timedelta(days=1))), Conflict, "in_the_past"),
        (wish(Period(NOW - timedelta(hours=1), NOW + timedelta(hours=1)), place=LONG_OPEN), Conflict, "in_the_past"),
        (wish(hours(9, 10, NOW.replace(hour=0) + timedelta(days=366))), Conflict, "too_far_ahead"),
        (wish(hours(9, 9.1), place=LONG_OPEN), Invalid, "too_short"),
        (wish(hours(9, 21.25), place=LONG_OPEN), Invalid, "too_long"),
        (wish(hours(9.1, 10), place=LONG_OPEN), Invalid, "off_grid"),
        (wish(hours(7, 8.25)), Conflict, "outside_opening_hours"),
        (wish(hours(17.5, 18.25)), Conflict, "outside_opening_hours"),
        (wish(hours(9, 10, NOW.replace(hour=0) + timedelta(days=1))), Conflict, "outside_opening_hours"),
    ],
)
def test_a_wish_that_breaks_a_rule_is_refused_with_its_code(broken: Wish, kind: type[ServiceError], code: str) -> None:
    with pytest.raises(kind) as refused:
        check(broken, NOW)
    assert refused.value.code == code


def test_the_limits_themselves_are_granted() -> None:
    for period in (hours(9, 9.25), hours(6, 18), Period(NOW, NOW + timedelta(hours=1))):
        assert refusals(wish(period, place=LONG_OPEN), NOW) == []


def test_all_broken_rules_are_told_at_once() -> None:
    broken = wish(Period(NOW - timedelta(minutes=7), NOW - timedelta(minutes=2)), member=members_word("suspended"))
    codes = [refusal.code for refusal in refusals(broken, NOW)]
    assert codes == ["member_not_active", "in_the_past", "too_short", "off_grid", "off_step", "outside_opening_hours"]


def test_a_member_of_whom_no_city_has_told_yet_is_taken_at_the_tokens_word() -> None:
    assert refusals(wish(hours(9, 10), member=None), NOW) == []
    assert refusals(wish(hours(9, 10), member=members_word("active")), NOW) == []


def test_centuries_are_refused_without_counting_their_opening_hours() -> None:
    codes = [refusal.code for refusal in refusals(wish(Period(NOW, NOW.replace(year=2999))), NOW)]
    assert codes == ["too_long"]


def test_a_rule_of_form_says_which_field_breaks_it() -> None:
    (refusal,) = refusals(wish(hours(9, 10.1)), NOW)
    assert (refusal.code, [error["pointer"] for error in refusal.detail["errors"]]) == ("off_step", ["/ends_at"])


@given(INSTANTS)
def test_the_next_step_of_the_grid_is_less_than_a_step_away(instant: datetime) -> None:
    for zone in ("Europe/Paris", "Asia/Kathmandu"):
        step = next_on_grid(instant, zone, 15)
        assert timedelta(0) <= step - instant < timedelta(minutes=15)
        assert next_on_grid(step, zone, 15) == step
