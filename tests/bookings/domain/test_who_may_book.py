from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.bookings.domain import Actor, Attestation, Holder, Organisation, Price, Rules, Wish, grant, judge
from services.bookings.domain.places import units_of
from tests.bookings.world import ACTOR, NOW, OTHER, ROOM, hours, members_word, wish

HELPER = Actor("helper-1", "roubaix", "partner", "public_body", ("facilitator",))
NINE = hours(9, 10)
MEMBER = members_word()


def codes(asked: Wish) -> list[str]:
    return [refusal.code for refusal in judge(asked, NOW).refusals]


def in_room(rules: Rules, **changes: Any) -> Wish:
    return wish(NINE, **{"space": replace(ROOM, city="roubaix", rules=rules), "member": MEMBER, **changes})


def test_a_member_of_whom_no_city_has_told_yet_is_taken_at_the_tokens_word() -> None:
    assert codes(wish(NINE, member=None)) == []
    assert codes(in_room(Rules(categories=("guest",)), member=None)) == ["category_not_admitted"]
    assert codes(in_room(Rules(categories=("resident",)), member=None)) == []


def test_what_the_city_tells_goes_before_what_the_token_says() -> None:
    told = replace(MEMBER, category="guest")
    assert codes(in_room(Rules(categories=("resident",)), member=told)) == ["category_not_admitted"]
    assert codes(in_room(Rules(categories=("guest",)), member=told)) == []


def test_an_empty_list_admits_everybody() -> None:
    assert codes(in_room(Rules(categories=(), cities=(), organisation_kinds=(), attestation=None))) == []


def test_a_space_may_be_for_some_categories_cities_and_kinds_of_organisation() -> None:
    assert codes(in_room(Rules(categories=("guest", "resident"), cities=("tourcoing",)))) == []
    assert codes(in_room(Rules(categories=("guest",), cities=("roubaix",)))) == [
        "category_not_admitted",
        "city_not_admitted",
    ]
    assert codes(in_room(Rules(organisation_kinds=("startup",)))) == ["category_not_admitted"]


def test_who_books_for_an_organisation_is_admitted_as_that_organisation() -> None:
    startup = Rules(organisation_kinds=("startup",))
    acting = replace(MEMBER, organisations=(Organisation("org-1", "startup"), Organisation("org-2", "company")))
    holder = Holder(ACTOR.member_id, ACTOR.city, "org-1")
    assert codes(in_room(startup, member=acting, holder=holder)) == []
    assert codes(in_room(startup, member=acting, holder=replace(holder, organisation_id="org-2"))) == [
        "category_not_admitted"
    ]


def test_nobody_books_for_an_organisation_that_they_do_not_act_for() -> None:
    holder = Holder(ACTOR.member_id, ACTOR.city, "org-1")
    assert codes(in_room(Rules(), holder=holder)) == ["not_of_organisation"]
    assert codes(in_room(Rules(), holder=holder, member=None)) == ["not_of_organisation"]


@pytest.mark.parametrize(
    ("valid_until", "expected"),
    [
        (None, []),
        (NINE.starts_at + timedelta.resolution, []),
        (NINE.starts_at, ["attestation_missing"]),
        (NOW, ["attestation_missing"]),
    ],
)
def test_an_attestation_is_valid_when_the_booking_starts(valid_until: Any, expected: list[str]) -> None:
    attested = replace(MEMBER, attestations=(Attestation("a", "laser_training", valid_until),))
    assert codes(in_room(Rules(attestation="laser_training"), member=attested)) == expected


def test_another_attestation_is_none() -> None:
    attested = replace(MEMBER, attestations=(Attestation("a", "reduced_rate"),))
    for member in (attested, MEMBER, None):
        assert codes(in_room(Rules(attestation="laser_training"), member=member)) == ["attestation_missing"]


def test_a_visitor_is_quoted_what_anybody_could_have() -> None:
    rules = Rules(categories=("guest",), cities=("roubaix",), attestation="laser_training")
    assert codes(in_room(rules, actor=None, member=None)) == []


def test_who_helps_books_for_a_member_of_their_own_city_or_at_their_own_place() -> None:
    member = Holder(ACTOR.member_id, ACTOR.city)
    host, home, stranger = HELPER, replace(HELPER, city="tourcoing"), replace(HELPER, city="marcq")
    assert codes(in_room(Rules(), actor=host, holder=member)) == []
    assert codes(in_room(Rules(), actor=home, holder=member)) == []
    assert codes(in_room(Rules(), actor=stranger, holder=member)) == ["permission_missing"]
    shared = replace(ROOM, city="roubaix", sharing=("marcq",))
    assert codes(wish(NINE, space=shared, actor=stranger, holder=member, member=MEMBER)) == []


def test_a_member_books_for_nobody_else() -> None:
    assert codes(in_room(Rules(), actor=OTHER, holder=Holder(ACTOR.member_id, ACTOR.city))) == ["permission_missing"]


def test_the_same_id_in_another_city_is_somebody_else() -> None:
    assert codes(in_room(Rules(), holder=Holder(ACTOR.member_id, "marcq"))) == ["permission_missing"]


def test_nobody_books_for_somebody_whom_no_city_knows() -> None:
    asked = in_room(Rules(), actor=HELPER, holder=Holder("member-none", "tourcoing"), member=None)
    assert codes(asked) == ["member_not_found"]


def test_staff_changes_what_was_booked_before_a_city_told_of_its_member() -> None:
    (unit,) = units_of(ROOM)
    kept = grant(wish(NINE), "booking-1", unit, Price(0, "free"), NOW)
    asked = in_room(Rules(), actor=HELPER, holder=kept.holder, member=None)
    assert codes(asked) == ["member_not_found"]
    assert codes(replace(asked, kept=kept)) == []


def test_it_is_the_beneficiary_who_must_be_admitted_not_who_helps() -> None:
    member = Holder(ACTOR.member_id, ACTOR.city)
    residents, partners = Rules(categories=("resident",)), Rules(categories=("partner",))
    assert codes(in_room(residents, actor=HELPER, holder=member)) == []
    assert codes(in_room(partners, actor=HELPER, holder=member)) == ["category_not_admitted"]
