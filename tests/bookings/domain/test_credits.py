from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.bookings import domain
from services.bookings.domain.credits import Credit, Payment, Use, check_validity, gives_back, pay
from services.bookings.domain.places import units_of
from tests.bookings.world import ACTOR, MONDAY, NOW, ROOM, hours, wish

TEN = hours(9, 10)
MONEY = Credit(
    "money", f"member/tourcoing/{ACTOR.member_id}", "roubaix", None, "cents", 5000, 5000, None, "bought", "s", "c", NOW
)
TIME = replace(MONEY, credit_id="time", unit="minutes", granted=600, remaining=600)
LATER = timedelta(days=30)


@st.composite
def grants(draw: st.DrawFn) -> list[Credit]:
    def drawn(number: int) -> Credit:
        unit, days = draw(st.sampled_from(["cents", "minutes"])), draw(st.one_of(st.none(), st.integers(-9, 9)))
        ends = None if days is None else MONDAY + timedelta(days=days)
        space_id = draw(st.sampled_from([None, ROOM.space_id, "another"]))
        remaining = draw(st.integers(0, 3000))
        credit = replace(MONEY, credit_id=f"c-{number}", unit=unit, granted=3000, remaining=remaining)
        return replace(credit, valid_until=ends, space_id=space_id)

    return [drawn(number) for number in range(draw(st.integers(0, 6)))]


def paid(price_cents: int, *granted: Credit, period: domain.Period = TEN) -> Payment:
    return pay(price_cents, ROOM.space_id, period, granted)


def test_without_credits_the_price_remains() -> None:
    assert paid(1250) == Payment(1250)


def test_what_is_free_uses_nothing() -> None:
    assert paid(0, MONEY, TIME) == Payment(0)


def test_each_prepaid_minute_pays_its_share_of_the_price() -> None:
    assert paid(1200, replace(TIME, remaining=15)) == Payment(900, 15, 0, (Use("time", 15),))
    assert paid(1200, TIME) == Payment(0, 60, 0, (Use("time", 60),))


def test_what_prepaid_minutes_leave_is_rounded_half_up() -> None:
    half = replace(TIME, remaining=30)
    assert paid(1250 + 1, half).price_cents == 626
    assert paid(5, replace(TIME, remaining=45)).price_cents == 1


def test_a_started_minute_takes_a_whole_one() -> None:
    longer = domain.Period(TEN.starts_at, TEN.starts_at + timedelta(minutes=14, seconds=1))
    assert paid(1000, TIME, period=longer).prepaid_minutes == 15


def test_time_comes_before_money_and_money_pays_the_rest() -> None:
    told = paid(1200, MONEY, replace(TIME, remaining=15))
    assert told == Payment(0, 15, 900, (Use("time", 15), Use("money", 900)))


def test_what_ends_first_is_used_first_and_what_never_ends_last() -> None:
    soon = replace(MONEY, credit_id="soon", remaining=500, valid_until=MONDAY + LATER)
    late = replace(MONEY, credit_id="late", remaining=500, valid_until=MONDAY + 2 * LATER)
    assert paid(1250, MONEY, late, soon).uses == (Use("soon", 500), Use("late", 500), Use("money", 250))


def test_of_equals_the_one_for_the_space_then_the_older_is_used_first() -> None:
    own = replace(MONEY, credit_id="own", space_id=ROOM.space_id, granted_at=NOW + LATER, remaining=1)
    younger = replace(MONEY, credit_id="a-younger", granted_at=NOW + LATER)
    older = replace(MONEY, credit_id="z-older", remaining=2)
    assert paid(100, younger, older, own).uses == (Use("own", 1), Use("z-older", 2), Use("a-younger", 97))


def test_a_credit_pays_what_starts_before_it_ends_and_only_its_space() -> None:
    assert paid(100, replace(MONEY, valid_until=TEN.starts_at)) == Payment(100)
    assert paid(100, replace(MONEY, valid_until=TEN.starts_at + timedelta(seconds=1))).price_cents == 0
    assert paid(100, replace(MONEY, space_id="another")) == Payment(100)


@given(st.integers(0, 100_000), grants(), st.integers(1, 2000))
def test_a_payment_adds_up_and_takes_no_more_than_there_is(price: int, granted: list[Credit], minutes: int) -> None:
    period = domain.Period(MONDAY, MONDAY + timedelta(minutes=minutes))
    told = paid(price, *granted, period=period)
    by_id = {credit.credit_id: credit for credit in granted}
    in_cents = [use.amount for use in told.uses if by_id[use.credit_id].unit == "cents"]
    in_minutes = [use.amount for use in told.uses if by_id[use.credit_id].unit == "minutes"]
    assert (sum(in_cents), sum(in_minutes)) == (told.credit_cents, told.prepaid_minutes)
    assert all(0 < use.amount <= by_id[use.credit_id].remaining for use in told.uses)
    assert 0 <= told.prepaid_minutes <= minutes
    by_time = price - told.price_cents - told.credit_cents
    assert abs(by_time * minutes - price * told.prepaid_minutes) * 2 <= minutes
    assert min(told.price_cents, told.credit_cents) >= 0


@given(st.integers(0, 100_000), grants(), st.integers(1, 3000))
def test_one_credit_more_never_makes_it_dearer(price: int, granted: list[Credit], remaining: int) -> None:
    more = replace(TIME, credit_id="more", remaining=remaining)
    assert paid(price, *granted, more).price_cents <= paid(price, *granted).price_cents


@pytest.mark.parametrize(
    ("status", "ended_at", "expected"),
    [
        ("cancelled", TEN.starts_at - timedelta(seconds=1), True),
        ("cancelled", TEN.starts_at, False),
        ("denied", TEN.starts_at, True),
        ("lapsed", TEN.starts_at, True),
        ("missed", TEN.starts_at, False),
        ("confirmed", None, False),
        ("requested", None, False),
    ],
)
def test_what_ends_gives_back_unless_its_member_could_come(status: str, ended_at: object, expected: bool) -> None:
    booking = domain.grant(wish(TEN, actor=ACTOR), "b", units_of(ROOM)[0], domain.Price(1250, "tiers"), NOW)
    assert gives_back(replace(booking, status=status, cancelled_at=ended_at)) is expected  # type: ignore[arg-type]


def test_a_credit_may_not_have_ended_already() -> None:
    check_validity(None, NOW)
    check_validity(NOW + timedelta(seconds=1), NOW)
    with pytest.raises(Invalid, match="valid_until_past"):
        check_validity(NOW, NOW)
