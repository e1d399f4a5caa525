from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict
from services.members import commands, domain, queries
from services.members.commands import consents
from services.members.domain import ConsentPurpose
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX

Rows = Callable[[str], list[dict[str, Any]]]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def camille(store: Store) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)


def given(store: Store) -> list[tuple[str, str, bool]]:
    with store.reading() as session:
        return [(one.purpose, one.notice_version, one.stands) for one in queries.consents_of(session, CAMILLE_ID)]


def test_who_is_entered_has_consented_to_the_account(store: Store) -> None:
    assert given(store) == [("account", domain.NOTICE_VERSION, True)]


def test_a_consent_is_given_once_withdrawn_at_once_and_kept_for_the_record(store: Store) -> None:
    with store.transaction() as session:
        for _ in "twice":
            consents.give(session, CAMILLE_ID, ConsentPurpose.DIRECTORY, NOW, heard_by_id=OTHER_ID)
        for later in (DAY, 2 * DAY):
            consents.withdraw(session, CAMILLE_ID, ConsentPurpose.DIRECTORY, NOW + later)
        consents.give(session, CAMILLE_ID, ConsentPurpose.DIRECTORY, NOW + 3 * DAY)
    with store.reading() as session:
        first, second = queries.consents_of(session, CAMILLE_ID)[1:]
    assert (first.given_at, first.withdrawn_at, first.heard_by_id) == (NOW, NOW + DAY, OTHER_ID)
    assert (second.given_at, second.stands, second.heard_by_id) == (NOW + 3 * DAY, True, None)


def test_a_new_notice_is_a_new_consent_and_withdrawing_ends_both(store: Store) -> None:
    with store.transaction() as session:
        consents.give(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOW, notice_version="2025-01")
        consents.give(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOW + DAY)
    assert given(store)[1:] == [("newsletter", "2025-01", True), ("newsletter", domain.NOTICE_VERSION, True)]
    with store.transaction() as session:
        consents.withdraw(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOW + 2 * DAY)
    assert [stands for *_, stands in given(store)] == [True, False, False]


def test_the_consent_that_the_account_stands_on_is_not_withdrawn_alone(store: Store) -> None:
    with pytest.raises(Conflict, match="account_needs_consent"), store.transaction() as session:
        consents.withdraw(session, CAMILLE_ID, ConsentPurpose.ACCOUNT, NOW)
    assert given(store) == [("account", domain.NOTICE_VERSION, True)]
