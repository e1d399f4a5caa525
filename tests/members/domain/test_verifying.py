from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Forbidden, Invalid
from services.members import domain
from services.members.domain import OrganisationKind, check_siret, normalise_siret, told_kind, verify
from tests.members.people import NOW, OTHER_ID

FILEUSES = domain.Organisation("o-1", "Les Fileuses", OrganisationKind.NONPROFIT, NOW)
VERIFIED = replace(FILEUSES, verified_at=NOW, verified_by_id=OTHER_ID)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("73282932000074", "73282932000074"),
        (" 732 829 320 00074 ", "73282932000074"),
        ("356 000 000 00048", "35600000000048"),
        ("35600000049837", "35600000049837"),  # a post office: its digits add up to a multiple of five
    ],
)
def test_a_siret_is_kept_as_fourteen_digits(typed: str, kept: str) -> None:
    assert normalise_siret(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "732829320", "73282932000075", "7328293200007A", "35600000049838", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "7" * 15]
)
def test_a_number_whose_digits_do_not_agree_is_no_siret(typed: str) -> None:
    with pytest.raises(Invalid, match="invalid"):
        normalise_siret(typed)


@pytest.mark.parametrize("kind", domain.ORGANISATION_KINDS)
def test_only_an_association_may_have_no_siret(kind: OrganisationKind) -> None:
    check_siret(kind, "73282932000074")
    if kind is OrganisationKind.NONPROFIT:
        check_siret(kind, None)
    else:
        with pytest.raises(Invalid, match="siret_missing"):
            check_siret(kind, None)


def test_what_only_its_founder_says_of_it_is_told_to_nobody() -> None:
    assert (told_kind(FILEUSES), told_kind(VERIFIED)) == ("unverified", "nonprofit")


def test_the_city_says_once_that_an_organisation_is_what_it_says() -> None:
    assert verify(FILEUSES, None, OTHER_ID, NOW) == VERIFIED
    assert verify(VERIFIED, None, "another", NOW + timedelta(days=1)) == VERIFIED


def test_nobody_says_it_of_an_organisation_they_act_for() -> None:
    acts = domain.Acting(OTHER_ID, "o-1", NOW)
    with pytest.raises(Forbidden, match="attests_oneself"):
        verify(FILEUSES, acts, OTHER_ID, NOW)
    assert verify(FILEUSES, replace(acts, left_at=NOW), OTHER_ID, NOW) == VERIFIED
