from __future__ import annotations

import pytest

from chassis.errors import Invalid
from services.members import domain
from services.members.domain import issue
from tests.members.people import NOW, active, staff


@pytest.mark.parametrize(
    "kind",
    [
        "reduced_rate", "adult", "laser_training", "wood_workshop_training", "member_of_nonprofit",
        "member_of_public_body", "member_of_startup", "member_of_company",
    ],
)  # fmt: skip
def test_the_network_has_words_for_what_is_attested(kind: str) -> None:
    domain.check_kind(kind)


@pytest.mark.parametrize(
    "kind",
    ["", "camille_vandamme", "Adult", "adult ", "training", "_training", "laser training", "member_of_les_fileuses",
     "member_of_individual", "member_of_", "a" * 40 + "_training", "adult\n"],
)  # fmt: skip
def test_nobody_writes_anything_else_into_an_attestation(kind: str) -> None:
    with pytest.raises(Invalid, match="attestation_kind_unknown"):
        issue("a-1", staff(domain.Role.FRONT_DESK), active(), kind, None, NOW)
