from __future__ import annotations

from datetime import timedelta

from services.members import domain
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, signed_up


def test_who_signed_up_becomes_a_guest_and_nothing_more() -> None:
    member = domain.become(signed_up(), NOW + timedelta(hours=1))
    assert (member.id, member.name, member.email) == (CAMILLE_ID, CAMILLE.name, CAMILLE.email)
    assert (member.category, member.organisation_kind, member.status) == ("guest", "individual", "active")
    assert member.roles == (domain.Grant(domain.Role.MEMBER),)


def test_becoming_a_member_is_the_second_thing_that_is_told_of_them() -> None:
    member = domain.become(signed_up(), NOW + timedelta(hours=1))
    assert (member.sequence, member.registered_at, member.confirmed_at) == (1, NOW, NOW + timedelta(hours=1))
