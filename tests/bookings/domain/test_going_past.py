from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden
from chassis.periods import Period
from services.bookings.domain import PAST, Actor, Quota, Rules, Where, Wish, check, go_past, judge
from services.bookings.domain.conditions import Of, Over
from services.bookings.domain.rules import LONGEST_EVER
from tests.bookings.world import ACTOR, NOW, PLACE, ROOM, hours, wish

BOSS = replace(ACTOR, city="roubaix", roles=("city_administrator",))
DESK = replace(BOSS, roles=("front_desk",))
HERE = replace(ROOM, city="roubaix")
OPEN = replace(PLACE, opening_hours="24/7")
HOUR = timedelta(hours=1)


def under(period: Period, actor: Actor, past: tuple[str, ...], persons: int = 1, **rules: Any) -> Wish:
    space = replace(HERE, rules=Rules(**rules))
    return wish(period, space=space, place=OPEN, actor=actor, past=frozenset(past), persons=persons)


def codes(asked: Wish) -> list[str]:
    return [refusal.code for refusal in judge(asked, NOW).refusals]


DAY = Quota(Of.MEMBER, Over.DAY, most_minutes=60)
ONE = Quota(Of.MEMBER, Over.AHEAD, most_bookings=1)
AT_NIGHT = wish(hours(20, 21), space=HERE, actor=BOSS, past=frozenset({"outside_opening_hours"}))
BROKEN = {
    "too_short": under(hours(9, 9.25), BOSS, ("too_short",), min_minutes=60),
    "too_long": under(hours(9, 12), BOSS, ("too_long",), max_minutes=60),
    "off_grid": under(hours(9.25, 10.25), BOSS, ("off_grid",), start_every_minutes=60),
    "off_step": under(hours(9, 9.75), BOSS, ("off_step",), step_minutes=60),
    "notice_too_short": under(Period(NOW + HOUR, NOW + 2 * HOUR), BOSS, ("notice_too_short",), notice_minutes=90),
    "too_far_ahead": under(hours(9, 10), BOSS, ("too_far_ahead",), horizon_days=1),
    "outside_opening_hours": AT_NIGHT,
    "category_not_admitted": under(hours(9, 10), BOSS, ("category_not_admitted",), categories=("guest",)),
    "city_not_admitted": under(hours(9, 10), BOSS, ("city_not_admitted",), cities=("lille",)),
    "attestation_missing": under(hours(9, 10), BOSS, ("attestation_missing",), attestation="laser_training"),
    "too_few_persons": under(hours(9, 10), BOSS, ("too_few_persons",), min_persons=2),
    "too_many_persons": under(hours(9, 10), BOSS, ("too_many_persons",), persons=9),
    "too_many_hours": under(hours(9, 11), BOSS, ("too_many_hours",), quotas=(DAY,)),
    "too_many_bookings": replace(
        under(hours(9, 10), BOSS, ("too_many_bookings",), quotas=(ONE,)), held=[hours(12, 13)]
    ),
    "approval_needed": under(hours(9, 10), BOSS, ("approval_needed",), approval=True),
}
OF_A_CHANGE = {"cancelled_too_late", "moved_too_late"}  # told where a booking is changed


def test_every_rule_that_may_be_gone_past_is_here() -> None:
    assert BROKEN.keys() == PAST.keys() - OF_A_CHANGE


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_staff_with_the_right_goes_past_a_named_rule_and_the_booking_says_so(code: str) -> None:
    assert check(BROKEN[code], NOW).went_past == (code,)


@pytest.mark.parametrize("code", sorted(BROKEN.keys() - {"approval_needed"}))
def test_a_rule_that_nobody_named_stands_for_an_administrator_too(code: str) -> None:
    assert codes(replace(BROKEN[code], past=frozenset())) == [code]


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_who_has_not_the_right_is_told_which_right_it_is(code: str) -> None:
    for actor in (replace(BOSS, roles=("member",)), replace(BOSS, city="marcq")):
        (refusal,) = judge(replace(BROKEN[code], actor=actor), NOW).refusals
        assert (refusal.code, refusal.detail) == ("permission_missing", {"permission": str(PAST[code])})


def test_a_rule_that_is_not_broken_is_not_gone_past() -> None:
    assert check(under(hours(9, 10), BOSS, tuple(PAST)), NOW).went_past == ()
    assert codes(under(hours(9, 10), replace(BOSS, roles=()), ("too_long",))) == []


def test_several_rules_are_gone_past_each_by_its_name() -> None:
    asked = under(hours(9, 12), BOSS, ("too_long", "too_many_persons"), persons=9, max_minutes=60, cities=("marcq",))
    verdict = judge(asked, NOW)
    assert [refusal.code for refusal in verdict.refusals] == ["city_not_admitted"]
    assert verdict.went_past == ("too_long", "too_many_persons")


def test_some_rules_stand_for_everybody() -> None:
    past = wish(Period(NOW - HOUR, NOW + HOUR), space=HERE, place=OPEN, actor=BOSS, past=frozenset({"in_the_past"}))
    assert codes(past) == ["in_the_past"]


def test_who_goes_past_the_horizon_does_not_go_past_the_opening_hours() -> None:
    sunday = wish(hours(9, 10, NOW.replace(hour=0) + timedelta(days=737)), space=HERE, actor=BOSS)
    assert codes(replace(sunday, past=frozenset({"too_far_ahead"}))) == ["outside_opening_hours"]


def test_nobody_goes_past_the_greatest_length_that_there_is() -> None:
    for length, expected in ((LONGEST_EVER, []), (LONGEST_EVER + HOUR, ["too_long"])):
        assert codes(under(Period(NOW, NOW + length), BOSS, ("too_long",))) == expected


def test_the_right_counts_at_a_space_that_another_city_shares() -> None:
    shared = replace(HERE, rules=Rules(max_minutes=60), sharing=("marcq",))
    asked = wish(hours(9, 12), space=shared, place=OPEN, past=frozenset({"too_long"}))
    assert codes(replace(asked, actor=replace(DESK, city="marcq"))) == []
    assert codes(replace(asked, actor=replace(DESK, city="tourcoing"))) == ["permission_missing"]


def test_going_past_a_cutoff_needs_the_name_and_the_right() -> None:
    late = Conflict("moved_too_late", "")
    assert go_past(late, DESK, {"moved_too_late"}, Where.of_city("roubaix")) == ("moved_too_late",)
    with pytest.raises(Conflict, match="moved_too_late"):
        go_past(late, DESK, {"cancelled_too_late"}, Where.of_city("roubaix"))
    with pytest.raises(Forbidden, match="permission_missing"):
        go_past(late, ACTOR, {"moved_too_late"}, Where.of_city("roubaix"))
    with pytest.raises(Conflict, match="booking_over"):
        go_past(Conflict("booking_over", ""), DESK, {"booking_over"}, Where.of_city("roubaix"))
