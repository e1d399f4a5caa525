from __future__ import annotations

from dataclasses import replace

from services.bookings import domain
from services.bookings.domain import Line, Payment, quote
from services.bookings.domain.places import units_of
from tests.bookings.world import ACTOR, NOW, ROOM, hours, wish

(UNIT,) = units_of(ROOM)
MONEY = domain.Credit(
    "c", f"member/tourcoing/{ACTOR.member_id}", "roubaix", None, "cents", 900, 900, None, "bought", "s", "c", NOW
)


def test_a_quote_tells_the_price_and_where_it_comes_from() -> None:
    told = quote(wish(hours(9, 11)), {UNIT: []}, NOW)
    assert (told.price.cents, told.price.rule, told.refusals) == (2500, "started_quarters", ())
    assert told.price.lines == (Line("quarter", 8, 2500),)
    assert told.payment == Payment(2500)


def test_a_quote_tells_what_credits_would_pay() -> None:
    told = quote(wish(hours(9, 11)), {UNIT: []}, NOW, [MONEY])
    assert (told.price.cents, told.payment.credit_cents, told.payment.price_cents) == (2500, 900, 1600)


def test_a_quote_tells_all_that_stands_against_it_and_the_price_all_the_same() -> None:
    told = quote(wish(hours(18, 20.1)), {UNIT: [hours(18, 19)]}, NOW)
    assert [refusal.code for refusal in told.refusals] == ["off_step", "outside_opening_hours", "unit_taken"]
    assert told.price.cents == 2813


def test_a_quote_tells_that_the_city_would_be_asked() -> None:
    asks = replace(ROOM, rules=domain.Rules(approval=True))
    assert quote(wish(hours(9, 11), space=asks), {UNIT: []}, NOW).approval
    assert not quote(wish(hours(9, 11)), {UNIT: []}, NOW).approval
