"""A member consents by the notice of now, and takes back what can be taken back, with what rested on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.database import Store
from chassis.errors import Conflict
from services.members import commands, domain, queries
from services.members.commands import consents
from services.members.domain import NOTICE_VERSION, ConsentPurpose
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, ROUBAIX

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def camille(store: Store) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)


def stand(store: Store) -> set[tuple[str, str]]:
    with store.reading() as session:
        return {(one.purpose, one.notice_version) for one in queries.consents_of(session, CAMILLE_ID) if one.stands}


def test_a_consent_to_letters_comes_and_goes(store: Store) -> None:
    with store.transaction() as session:
        for _ in "twice":
            commands.consent(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOTICE_VERSION, NOW)
    assert ("newsletter", NOTICE_VERSION) in stand(store)
    with store.transaction() as session:
        for _ in "twice":
            commands.withdraw_consent(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOW + DAY)
    assert stand(store) == {("account", NOTICE_VERSION)}


def test_who_takes_back_the_consent_to_the_directory_is_in_it_no_longer(store: Store) -> None:
    with store.transaction() as session:
        commands.enter_directory(session, CAMILLE_ID, "Camille D.", "Je répare des vélos.", NOW)
        commands.consent(session, CAMILLE_ID, ConsentPurpose.DIRECTORY, NOTICE_VERSION, NOW)
    assert ("directory", NOTICE_VERSION) in stand(store)
    with store.transaction() as session:
        commands.withdraw_consent(session, CAMILLE_ID, ConsentPurpose.DIRECTORY, NOW + DAY)
        assert queries.entry_of(session, CAMILLE_ID) is None
    assert stand(store) == {("account", NOTICE_VERSION)}


def test_nobody_consents_to_a_directory_without_saying_what_it_shows(store: Store) -> None:
    with pytest.raises(Conflict, match="directory_entry_missing"), store.transaction() as session:
        commands.consent(session, CAMILLE_ID, ConsentPurpose.DIRECTORY, NOTICE_VERSION, NOW)


@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_nobody_consents_by_a_notice_of_another_day(store: Store, purpose: ConsentPurpose) -> None:
    with pytest.raises(Conflict, match="notice_changed") as refused, store.transaction() as session:
        commands.consent(session, CAMILLE_ID, purpose, "2020-01", NOW)
    assert refused.value.detail == {"version": NOTICE_VERSION}


def test_that_a_newer_notice_was_read_is_kept_beside_the_older(store: Store) -> None:
    with store.transaction() as session:
        consents.give(session, CAMILLE_ID, ConsentPurpose.ACCOUNT, NOW - DAY, notice_version="2020-01")
        commands.consent(session, CAMILLE_ID, ConsentPurpose.ACCOUNT, NOTICE_VERSION, NOW)
    assert stand(store) == {("account", "2020-01"), ("account", NOTICE_VERSION)}


def test_that_the_notice_was_read_is_not_taken_back(store: Store) -> None:
    with pytest.raises(Conflict, match="account_needs_consent"), store.transaction() as session:
        commands.withdraw_consent(session, CAMILLE_ID, ConsentPurpose.ACCOUNT, NOW)


def test_who_leaves_the_digest_consents_no_longer_unless_they_did_so_after(store: Store) -> None:
    with store.transaction() as session:
        commands.consent(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOTICE_VERSION, NOW)
        commands.leave_newsletter(session, CAMILLE_ID, NOW - DAY)
    assert ("newsletter", NOTICE_VERSION) in stand(store)
    with store.transaction() as session:
        for _ in "twice":
            commands.leave_newsletter(session, CAMILLE_ID, NOW + DAY)
        [given] = [one for one in queries.consents_of(session, CAMILLE_ID) if one.purpose is ConsentPurpose.NEWSLETTER]
    assert given.withdrawn_at == NOW + DAY
    with store.transaction() as session:
        commands.consent(session, CAMILLE_ID, ConsentPurpose.NEWSLETTER, NOTICE_VERSION, NOW + 2 * DAY)
        commands.leave_newsletter(session, CAMILLE_ID, NOW + DAY)
        commands.leave_newsletter(session, "nobody", NOW + DAY)
    assert stand(store) == {("account", NOTICE_VERSION), ("newsletter", NOTICE_VERSION)}
