from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.errors import Conflict
from services.members.domain import NOTICE_VERSION, Consent, ConsentPurpose, check_withdrawable, consents_to
from tests.members.people import CAMILLE_ID, NOW

GIVEN = Consent(CAMILLE_ID, ConsentPurpose.DIRECTORY, NOTICE_VERSION, NOW)


def test_a_consent_stands_until_it_is_withdrawn_for_its_purpose_and_in_its_version() -> None:
    assert consents_to([GIVEN], ConsentPurpose.DIRECTORY)
    assert consents_to([GIVEN], ConsentPurpose.DIRECTORY, NOTICE_VERSION)
    assert not consents_to([GIVEN], ConsentPurpose.NEWSLETTER)
    assert not consents_to([GIVEN], ConsentPurpose.DIRECTORY, "1999-01")
    assert not consents_to([replace(GIVEN, withdrawn_at=NOW)], ConsentPurpose.DIRECTORY)


def test_an_account_stands_on_its_consent_and_the_others_come_and_go() -> None:
    check_withdrawable(ConsentPurpose.DIRECTORY)
    check_withdrawable(ConsentPurpose.NEWSLETTER)
    with pytest.raises(Conflict, match="account_needs_consent"):
        check_withdrawable(ConsentPurpose.ACCOUNT)
