"""Who was known before is known after. The tables of an old revision are read from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from chassis import addresses, migrate
from chassis.database import Store
from services.members import commands, domain, queries
from tests.members.people import CAMILLE, CAMILLE_ID, EMAIL, NOW, OTHER_ID, ROUBAIX
from tests.migrations import differences, reflected

LATER = NOW + timedelta(hours=1)
WAITING = domain.Person("Zoé Planté", "zoe@example.org", "nl")
SENT = {"a-used-link": (CAMILLE_ID, LATER), "a-link": (OTHER_ID, None)}
ROLES = ("facilitator", "member")
# What nothing of the upgrade touches, row by row.
KEPT: dict[str, dict[str, Any]] = {
    "credentials": {"member_id": CAMILLE_ID, "password_hash": "hash-of-camille", "set_at": NOW},
    "organisations": {"organisation_id": "o-1", "name": "Les Fileuses", "kind": "nonprofit", "founded_at": NOW},
    "acting": {"member_id": CAMILLE_ID, "organisation_id": "o-1", "joined_at": NOW, "left_at": None, "sequence": 1},
    "attestations": {
        "attestation_id": "a-1",
        "member_id": CAMILLE_ID,
        "kind": "reduced_rate",
        "valid_until": None,
        "issued_at": NOW,
        "issued_by_id": "staff",
        "revoked_at": None,
        "sequence": 0,
    },
    "city_keys": {"use": "sig", "generation": 1, "jwk": {"kty": "OKP"}, "created_at": NOW, "retires_at": None},
}


def old_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Camille, a confirmed facilitator; Zoé, who has not opened her link yet."""
    people = ((CAMILLE_ID, CAMILLE, "active", LATER), (OTHER_ID, WAITING, "to_confirm", None))
    for member_id, person, status, confirmed_at in people:
        known = {"category": "resident", "organisation_kind": "startup", "sequence": 1, "registered_at": NOW}
        email_digest = addresses.digest(str(person.email))
        state = {"status": status, "confirmed_at": confirmed_at, "email_digest": email_digest}
        yield "members", {"id": member_id, **vars(person), **known, **state}
        yield "consents", {"member_id": member_id, "notice_version": "2026-11", "given_at": NOW}
    yield "member_roles", {"member_id": OTHER_ID, "role": "member", "granted_at": NOW}
    yield from (("member_roles", {"member_id": CAMILLE_ID, "role": role, "granted_at": NOW}) for role in ROLES)
    yield "credentials", {"member_id": OTHER_ID, "password_hash": "hash-of-zoe", "set_at": NOW}
    for token, (member_id, used_at) in SENT.items():
        row = {"token_digest": domain.digest(token), "member_id": member_id}
        yield "confirmations", row | {"expires_at": NOW + timedelta(hours=48), "used_at": used_at}
    yield from KEPT.items()


@pytest.fixture
def old(make_database: Callable[[str], str]) -> Iterator[Store]:
    """A database of the second revision, upgraded with people in it."""
    url = make_database("members_roubaix")
    migrate.upgrade_to("services.members", url, "0002")
    store = Store(url, "members_roubaix", "roubaix")
    tables = reflected(store.engine).tables
    with store.transaction() as session:
        for name, row in old_rows():
            session.execute(insert(tables[name]).values(row))
    migrate.upgrade("services.members", url)
    assert differences("services.members", url) == []
    yield store
    store.close()


def contents(store: Store, name: str, *columns: str) -> list[dict[str, Any]]:
    """All rows of a table, so far as these columns go."""
    table = reflected(store.engine).tables[name]
    with store.reading() as session:
        rows = session.execute(select(*(table.c[column] for column in columns or table.c.keys()))).mappings()
        return sorted((dict(row) for row in rows), key=repr)


def test_a_member_is_who_they_were_with_their_roles_consents_and_password(old: Store) -> None:
    with old.reading() as session:
        member, password_hash = queries.credential(session, addresses.digest(EMAIL))
        assert queries.member(session, OTHER_ID) is None
    assert member is not None
    assert (member.id, member.name, member.email, member.language) == (CAMILLE_ID, CAMILLE.name, EMAIL, "fr")
    assert (member.status, member.sequence, member.category) == (domain.Status.ACTIVE, 1, domain.Category.RESIDENT)
    assert member.roles == tuple(sorted(domain.Grant(domain.Role(role)) for role in ROLES))
    assert (member.registered_at, member.confirmed_at, member.last_seen_at) == (NOW, LATER, LATER)
    assert password_hash == "hash-of-camille"
    [consent] = contents(old, "consents", "member_id", "purpose", "notice_version")
    assert consent == {"member_id": CAMILLE_ID, "purpose": "account", "notice_version": "2026-11"}


def test_what_the_upgrade_is_not_about_stays_as_it_was(old: Store) -> None:
    for name, row in KEPT.items():
        plain = {column: value for column, value in row.items() if not column.endswith("_at")}
        assert contents(old, name, *plain) == [plain]


def test_who_had_not_confirmed_is_no_member_and_still_becomes_one_by_the_link_that_was_sent(old: Store) -> None:
    with old.reading() as session:
        assert queries.credential(session, addresses.digest("zoe@example.org")) == (None, None)
    with old.transaction() as session:
        assert commands.confirm(session, ROUBAIX, domain.digest("a-link"), LATER) == OTHER_ID
    with old.reading() as session:
        member, password_hash = queries.credential(session, addresses.digest("zoe@example.org"))
    assert member is not None
    assert (member.id, member.name, member.language, password_hash) == (OTHER_ID, WAITING.name, "nl", "hash-of-zoe")
    assert member.registered_at == NOW


def test_a_link_that_was_opened_before_is_opened_again_without_harm(old: Store) -> None:
    with old.transaction() as session:
        assert commands.confirm(session, ROUBAIX, domain.digest("a-used-link"), LATER) == CAMILLE_ID
    assert [row["purpose"] for row in contents(old, "links", "purpose")] == ["confirmation", "confirmation"]
