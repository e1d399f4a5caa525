from __future__ import annotations

from services.bookings.domain import Price, quote
from services.bookings.domain.places import units_of
from tests.bookings.world import NOW, ROOM, hours, wish

(UNIT,) = units_of(ROOM)


def test_a_quote_tells_the_price() -> None:
    told = quote(wish(hours(9, 11)), {UNIT: []}, NOW)
    assert (told.price, told.refusals) == (Price(2500, "started_quarters"), ())


def test_a_quote_tells_all_that_stands_against_it_and_the_price_all_the_same() -> None:
    told = quote(wish(hours(18, 20.1)), {UNIT: [hours(18, 19)]}, NOW)
    assert [refusal.code for refusal in told.refusals] == ["off_grid", "outside_opening_hours", "unit_taken"]
    assert told.price.cents == 2813
