from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import Conflict
from services.members import domain
from services.members.domain import CityAnswer
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

WISH = domain.Wish(domain.Category.NOMAD, domain.OrganisationKind.INDIVIDUAL)
ASKED = domain.apply_for("a-1", active(), WISH, None, None, NOW)
MONTH = NOW + timedelta(days=30)


def test_who_is_answered_reads_why_and_until_when() -> None:
    admitted, _ = domain.admit(ASKED, active(), staff(), "Bienvenue", MONTH, NOW)
    assert domain.of_application(admitted) == CityAnswer("Bienvenue", MONTH)
    assert domain.of_application(domain.decline(ASKED, staff(), "Complet", NOW)) == CityAnswer("Complet", None)
    assert domain.of_application(None) is None


def test_who_is_suspended_reads_why_as_long_as_they_are() -> None:
    standing = domain.Suspension("s-1", CAMILLE_ID, "Bruit", NOW, OTHER_ID, MONTH, domain.Status.ACTIVE)
    assert domain.of_suspension(standing) == CityAnswer("Bruit", MONTH)
    with pytest.raises(Conflict, match="not_suspended"):
        domain.of_suspension(None)
