from __future__ import annotations

from services.bookings.domain import Holder


def test_who_counts_is_a_member_of_a_city_and_the_organisation_in_one_order_for_all() -> None:
    assert Holder("m", "roubaix").keys == ["member/roubaix/m"]
    assert Holder("m", "roubaix", "o").keys == ["member/roubaix/m", "organisation/o"]


def test_an_organisation_pays_what_is_booked_for_it() -> None:
    assert Holder("m", "roubaix").payer == "member/roubaix/m"
    assert Holder("m", "roubaix", "o").payer == "organisation/o"
