"""Only who consents is written to of the programme, and only who asks now is told who that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Conflict, Forbidden
from services.members import domain
from tests.members.people import CAMILLE_ID, NOW, active

GIVEN = domain.Consent(CAMILLE_ID, domain.ConsentPurpose.NEWSLETTER, "1", NOW)


def test_who_consents_is_written_to() -> None:
    domain.check_subscribed(active(), [GIVEN])
    again = replace(GIVEN, given_at=NOW + timedelta(days=1))
    domain.check_subscribed(active(), [replace(GIVEN, withdrawn_at=NOW), again])


@pytest.mark.parametrize(
    "given",
    [[], [replace(GIVEN, withdrawn_at=NOW)], [replace(GIVEN, purpose=domain.ConsentPurpose.ACCOUNT)]],
)
def test_who_does_not_or_no_longer_is_not(given: list[domain.Consent]) -> None:
    with pytest.raises(Conflict, match="not_consented"):
        domain.check_subscribed(active(), given)


@pytest.mark.parametrize("status", [domain.Status.SUSPENDED, domain.Status.LIMITED])
def test_nor_is_who_consents_and_is_not_active(status: domain.Status) -> None:
    with pytest.raises(Conflict, match="not_consented"):
        domain.check_subscribed(active(status=status), [GIVEN])


@pytest.mark.parametrize("apart", [timedelta(minutes=5), timedelta(minutes=-5), timedelta(0)])
def test_a_question_of_this_moment_is_taken(apart: timedelta) -> None:
    domain.check_asked_now(NOW + apart, NOW)


@pytest.mark.parametrize("apart", [timedelta(minutes=5, seconds=1), timedelta(days=-1)])
def test_one_of_another_is_not(apart: timedelta) -> None:
    with pytest.raises(Forbidden, match="proof_invalid"):
        domain.check_asked_now(NOW + apart, NOW)
