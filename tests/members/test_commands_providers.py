"""Come back from the provider once, be linked once, become a member once; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert

from chassis import addresses
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, NotFound
from services.members import commands, domain
from services.members.tables import identities, second_factors
from tests.members.domain.test_providers import CAMILLE, ISSUER, LOGIN
from tests.members.people import CAMILLE as PERSON
from tests.members.people import CAMILLE_ID, EMAIL, NOW, OTHER_ID, ROUBAIX, signed_up

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]


def enrolled(store: Store, email: str = EMAIL, member_id: str = CAMILLE_ID) -> None:
    person = replace(PERSON, email=email)
    decided = domain.Category.RESIDENT, domain.OrganisationKind.INDIVIDUAL, ()
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, member_id, person, "a-hash", *decided, NOW)


def recognised(store: Store, identity: domain.Identity = CAMILLE) -> str | None:
    with store.transaction() as session:
        member = commands.recognise_identity(session, identity, NOW)
    return member.id if member else None


def joined(store: Store, identity: domain.Identity = CAMILLE) -> str:
    with store.transaction() as session:
        return commands.join_by_identity(session, ROUBAIX, OTHER_ID, identity, "nl", NOW).id


def test_nobody_comes_back_twice_or_late(store: Store, rows: Rows) -> None:
    late = replace(LOGIN, state_digest="another")
    with store.transaction() as session:
        for login in (LOGIN, late):
            commands.begin_provider_login(session, login)
    with store.transaction() as session:
        assert commands.take_provider_login(session, LOGIN.state_digest, NOW) == LOGIN
    for digest, at in ((LOGIN.state_digest, NOW), (late.state_digest, late.expires_at), ("never begun", NOW)):
        with store.transaction() as session, pytest.raises(NotFound, match="provider_login_unknown"):
            commands.take_provider_login(session, digest, at)
    with store.transaction() as session:
        commands.forget_provider_logins(session, late.expires_at)
    assert rows("provider_logins") == []


def test_a_member_with_the_verified_address_is_linked_at_the_first_sign_in(store: Store, rows: Rows) -> None:
    enrolled(store)
    assert recognised(store) == CAMILLE_ID
    assert rows("identities") == [
        {"issuer": ISSUER, "subject": "3f1c", "member_id": CAMILLE_ID, "linked_at": NOW},
    ]
    moved = replace(CAMILLE, email=None)
    assert recognised(store, moved) == CAMILLE_ID


def test_who_has_a_second_factor_here_shows_one_there_too(store: Store, rows: Rows) -> None:
    enrolled(store)
    with store.transaction() as session:
        made = {"member_id": CAMILLE_ID, "secret": "SECRET", "made_at": NOW, "confirmed_at": NOW}
        session.execute(insert(second_factors).values(made))
    with pytest.raises(Forbidden, match="provider_second_factor_missing"):
        recognised(store)
    assert rows("identities") == []
    assert recognised(store, replace(CAMILLE, has_second_factor=True)) == CAMILLE_ID


def test_whose_address_was_not_verified_is_neither_linked_nor_let_in(store: Store, rows: Rows) -> None:
    enrolled(store)
    with pytest.raises(Forbidden, match="provider_email_unverified"):
        recognised(store, replace(CAMILLE, email=None))
    assert rows("identities") == []


def test_an_address_that_another_person_has_by_now_opens_nobodys_account(store: Store) -> None:
    enrolled(store)
    recognised(store)
    with pytest.raises(Conflict, match="provider_identity_other"):
        recognised(store, replace(CAMILLE, subject="a-successor"))


def test_who_is_linked_stays_who_they_are_whatever_address_the_provider_gives(store: Store) -> None:
    enrolled(store)
    enrolled(store, "other@example.org", OTHER_ID)
    recognised(store)
    assert recognised(store, replace(CAMILLE, email="other@example.org")) == CAMILLE_ID


def test_an_identity_is_one_members(store: Store) -> None:
    enrolled(store)
    enrolled(store, "other@example.org", OTHER_ID)
    row = {"issuer": ISSUER, "subject": "3f1c", "linked_at": NOW}
    with store.transaction() as session:
        session.execute(insert(identities).values(row | {"member_id": OTHER_ID}))
        with pytest.raises(NotFound, match="provider_login_unknown"):
            commands.providers._link(session, domain.become(signed_up(), NOW), CAMILLE, NOW)


def test_somebody_new_becomes_a_guest_who_consented(store: Store, rows: Rows, said: Said) -> None:
    assert recognised(store) is None
    with store.transaction() as session:
        commands.sign_up(session, ROUBAIX, signed_up(), NOW)
    assert joined(store) == OTHER_ID
    [member] = rows("members")
    assert (member["name"], member["email_digest"], member["category"], member["status"], member["language"]) == (
        "Camille Vandamme",
        addresses.digest(EMAIL),
        "guest",
        "active",
        "nl",
    )
    [consent] = rows("consents")
    assert (consent["member_id"], consent["purpose"], consent["notice_version"]) == (
        OTHER_ID,
        "account",
        domain.NOTICE_VERSION,
    )
    assert [event.name for event in said()] == ["member.registered", "member.approved"]
    assert rows("credentials") == rows("sign_ups") == []
    assert recognised(store) == OTHER_ID


def test_who_became_a_member_meanwhile_is_that_one(store: Store, rows: Rows) -> None:
    enrolled(store)
    assert joined(store) == CAMILLE_ID
    assert len(rows("members")) == len(rows("identities")) == 1


def test_an_account_of_the_provider_goes_with_its_member(store: Store, rows: Rows) -> None:
    joined(store)
    with store.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM members")
    assert rows("identities") == []
    assert recognised(store, replace(CAMILLE)) is None
