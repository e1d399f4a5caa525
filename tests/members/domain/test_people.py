from __future__ import annotations

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Unauthenticated
from services.members import domain
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, active


def test_a_name_is_composed_and_trimmed() -> None:
    assert domain.normalise_name("  Rene\u0301e D'Arc ") == "Renée D'Arc"


@pytest.mark.parametrize("typed", ["", "  ", "x" * 201, "Cam\nille", "Cam\u0000", "Cam\u202eelli", "Cam\u2028ille"])
def test_a_name_is_short_and_has_nothing_invisible_in_it(typed: str) -> None:
    with pytest.raises(Invalid):
        domain.normalise_name(typed)


@pytest.mark.parametrize(
    "typed",
    ["See https://x.example.org", "FTP://x", "Www.example.org", "You won at ＷＷＷ．example", "a@example.org", "a＠b"],
)
def test_a_name_is_no_lure(typed: str) -> None:
    with pytest.raises(Invalid, match=r":// www\. @"):
        domain.normalise_name(typed)


@pytest.mark.parametrize("typed", ["Anne-Marie O'Neill", "Łukasz Wwwiński", "J. R. van 't Hof", "Zoé / Zoë"])
def test_an_ordinary_name_is_taken_as_it_is(typed: str) -> None:
    assert domain.normalise_name(typed) == typed


def test_nobody_registers_without_consent() -> None:
    domain.check_consent(given=True)
    with pytest.raises(Invalid, match="consent_missing"):
        domain.check_consent(given=False)


def test_whoever_the_city_enters_is_a_member_beside_their_other_roles() -> None:
    roles = (domain.Grant(domain.Role.PROGRAMME), domain.Grant(domain.Role.FACILITATOR, "champ-libre"))
    kind = domain.OrganisationKind.NONPROFIT
    member = domain.enrol(CAMILLE_ID, CAMILLE, domain.Category.RESIDENT, kind, roles, NOW)
    assert [str(grant) for grant in member.roles] == ["facilitator@champ-libre", "member", "programme"]
    assert member.is_staff


def test_an_unknown_address_and_a_wrong_password_are_refused_alike() -> None:
    refusals = []
    for member in (None, active(), active(status=domain.Status.SUSPENDED)):
        with pytest.raises(Unauthenticated) as caught:
            domain.sign_in(member, password_matches=False)
        refusals.append(caught.value.to_wire())
    assert refusals[0]["code"] == "wrong_credentials"
    assert all(refusal == refusals[0] for refusal in refusals)


def test_only_an_active_member_comes_in() -> None:
    assert domain.sign_in(active(), password_matches=True) == active()
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        domain.sign_in(None, password_matches=True)
    with pytest.raises(Forbidden, match="member_not_active"):
        domain.sign_in(active(status=domain.Status.SUSPENDED), password_matches=True)


def test_a_token_speaks_for_an_active_member_only() -> None:
    assert domain.recognise(active()) == active()
    with pytest.raises(Unauthenticated, match="token_invalid"):
        domain.recognise(None)
    with pytest.raises(Forbidden, match="member_not_active"):
        domain.recognise(active(status=domain.Status.SUSPENDED))


def test_who_asked_that_their_data_rest_still_comes_in_to_end_it() -> None:
    resting = active(status=domain.Status.LIMITED)
    assert domain.recognise(resting) == resting


def test_a_suspended_member_is_still_written_to() -> None:
    suspended = active(status=domain.Status.SUSPENDED)
    assert domain.addressee(suspended) == suspended
    with pytest.raises(NotFound, match="member_not_found"):
        domain.addressee(None)
