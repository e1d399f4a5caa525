from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.bookings.domain import Attestation, Booking, Holder, Organisation, Period, Price, Space, grant
from services.bookings.domain.places import units_of
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, ROOM, hours, members_word, wish

NINE = hours(9, 10)
THEIRS = Holder("member-2", "marcq")


def kept() -> Booking:
    (unit,) = units_of(ROOM)
    return grant(wish(NINE), "booking-1", unit, Price(0, "free"), NOW)


def test_a_wish_is_for_who_asks_unless_it_names_another() -> None:
    own, others = wish(NINE), wish(NINE, holder=THEIRS)
    assert (own.beneficiary, own.is_own) == (Holder(ACTOR.member_id, ACTOR.city), True)
    assert (others.beneficiary, others.is_own) == (THEIRS, False)
    visitor = wish(NINE, actor=None)
    assert (visitor.beneficiary, visitor.is_own) == (None, True)


def test_what_we_know_of_somebody_else_is_never_what_we_know_of_the_actor() -> None:
    assert (wish(NINE).category, wish(NINE).organisation_kind) == ("resident", "individual")
    others = wish(NINE, holder=THEIRS)
    assert (others.category, others.organisation_kind) == (None, None)
    told = replace(members_word(), category="guest", organisation_kind="company")
    assert (replace(others, member=told).category, replace(others, member=told).organisation_kind) == (
        "guest",
        "company",
    )


def test_a_wish_for_an_organisation_is_of_its_kind() -> None:
    member = replace(members_word(), organisations=(Organisation("org-1", "startup"),))
    asked = wish(NINE, member=member, holder=Holder(ACTOR.member_id, ACTOR.city, "org-1"))
    assert asked.organisation_kind == "startup"
    unknown = replace(asked, holder=Holder(ACTOR.member_id, ACTOR.city, "org-2"))
    assert unknown.organisation_kind is None


@pytest.mark.parametrize(
    ("period", "space", "expected"),
    [
        (hours(9, 11), ROOM, True),
        (hours(9, 10), ROOM, True),
        (hours(9, 9.5), ROOM, False),
        (hours(8, 11), ROOM, False),
        (hours(9, 11), DESKS, False),
    ],
)
def test_an_extension_begins_when_it_did_where_it_was_and_ends_no_earlier(
    period: Period, space: Space, expected: bool
) -> None:
    assert wish(period, space=space, kept=kept()).is_extension == expected
    assert not wish(period, space=space).is_extension


def test_an_attestation_ends_at_its_instant() -> None:
    member = replace(members_word(), attestations=(Attestation("a", "laser_training", MONDAY),))
    asked = wish(NINE, member=member)
    assert asked.attested("laser_training", MONDAY - timedelta.resolution)
    assert not asked.attested("laser_training", MONDAY)
    assert not asked.attested("reduced_rate", MONDAY - timedelta.resolution)
    assert not wish(NINE).attested("laser_training", NOW)
