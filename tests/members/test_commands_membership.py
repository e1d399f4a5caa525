from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import eventlet
import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, NotFound
from services.members import commands, domain, queries
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
HASH = "$argon2id$of-camille"
SHOUTED = domain.Person(name="Camille V.", email="CAMILLE.Vandamme@example.org", language="nl")


def register(store: Store, member_id: str = CAMILLE_ID, person: domain.Person = CAMILLE, hashed: str = HASH) -> None:
    with store.transaction() as session:
        commands.register(session, ROUBAIX, member_id, person, hashed, NOW)


def send_link(store: Store, token: str = "token", member_id: str = CAMILLE_ID) -> None:
    with store.transaction() as session:
        commands.contact(session, member_id, domain.Purpose.CONFIRMATION, token, NOW)


def confirm(store: Store, token: str = "token", after: timedelta = timedelta(hours=1)) -> domain.Member:
    with store.transaction() as session:
        return commands.confirm(session, ROUBAIX, domain.digest(token), NOW + after)


def enrol(store: Store, member_id: str = CAMILLE_ID) -> str:
    with store.transaction() as session:
        return commands.enrol(
            session,
            ROUBAIX,
            member_id,
            CAMILLE,
            HASH,
            domain.Category.RESIDENT,
            domain.OrganisationKind.STARTUP,
            (domain.Role.FACILITATOR,),
            NOW,
        )


def credential(store: Store) -> tuple[domain.Member | None, str | None]:
    with store.reading() as session:
        return queries.credential(session, CAMILLE.email)


def test_who_registers_is_kept_with_the_consent_to_this_version_of_the_notice(store: Store, rows: Rows) -> None:
    register(store)
    assert credential(store) == (domain.register(CAMILLE_ID, CAMILLE, NOW), HASH)
    assert rows("consents") == [
        {"member_id": CAMILLE_ID, "notice_version": domain.NOTICE_VERSION, "given_at": NOW},
    ]


def test_registering_is_told_with_the_member_s_id_and_no_name(store: Store, said: Said) -> None:
    register(store)
    [event] = said()
    assert (event.name, event.subject, event.city, event.sequence) == ("member.registered", CAMILLE_ID, ROUBAIX, 0)


def test_a_member_whose_address_is_registered_again_is_told_and_stays_the_same(store: Store, said: Said) -> None:
    enrol(store)
    before = credential(store)
    register(store, OTHER_ID, SHOUTED, "$argon2id$of-another")
    register(store, OTHER_ID, SHOUTED, "$argon2id$of-another")
    after = credential(store)
    assert (after[0], after[1]) == (domain.Member(**(vars(before[0]) | {"sequence": 2})), HASH)
    assert [(event.name, event.subject, event.sequence) for event in said()[1:]] == [
        ("member.registered_again", CAMILLE_ID, 1),
        ("member.registered_again", CAMILLE_ID, 2),
    ]


def test_a_registration_that_was_never_confirmed_gives_way_to_the_next_one(store: Store, said: Said) -> None:
    register(store)
    send_link(store)
    register(store, OTHER_ID, SHOUTED, "$argon2id$of-another")
    assert credential(store) == (domain.register(OTHER_ID, SHOUTED, NOW), "$argon2id$of-another")
    assert [(event.name, event.subject) for event in said()] == [
        ("member.registered", CAMILLE_ID),
        ("member.registered", OTHER_ID),
    ]
    with pytest.raises(NotFound, match="link_unknown"):
        confirm(store)


def test_of_registrations_at_one_instant_with_one_address_the_database_keeps_one(store: Store, rows: Rows) -> None:
    ids = [f"{CAMILLE_ID[:-2]}{number}" for number in range(10, 26)]
    threads = [eventlet.spawn(register, store, member_id) for member_id in ids]
    for thread in threads:
        thread.wait()
    [kept] = rows("members")
    assert kept["id"] in ids
    assert [row["member_id"] for row in rows("credentials")] == [kept["id"]]


def test_the_link_makes_the_member_active_and_tells_who_may_book(store: Store, said: Said) -> None:
    register(store)
    send_link(store)
    member = confirm(store)
    assert member.status == domain.Status.ACTIVE
    assert credential(store)[0] == member
    assert said()[-1].data == {
        "member_id": CAMILLE_ID,
        "city": "roubaix",
        "category": "guest",
        "organisation_kind": "individual",
        "status": "active",
        "roles": ["member"],
        "sequence": 1,
    }


def test_the_link_opened_a_second_time_is_harmless(store: Store, said: Said, rows: Rows) -> None:
    register(store)
    send_link(store)
    first = confirm(store)
    assert confirm(store, after=timedelta(days=30)) == first
    assert len(said()) == 2
    assert rows("confirmations")[0]["used_at"] == NOW + timedelta(hours=1)


def test_each_letter_has_a_link_of_its_own_and_any_of_them_confirms(store: Store) -> None:
    register(store)
    send_link(store, "first")
    send_link(store, "second")
    assert confirm(store, "first") == confirm(store, "second")


def test_the_token_of_a_link_is_not_kept(store: Store, rows: Rows) -> None:
    register(store)
    send_link(store, "a-token-in-a-letter")
    assert "a-token-in-a-letter" not in repr(rows("confirmations"))


def test_whom_the_city_enters_takes_the_place_of_an_unconfirmed_registration(store: Store) -> None:
    register(store, OTHER_ID, SHOUTED, "$argon2id$of-another")
    assert enrol(store) == CAMILLE_ID
    member, password_hash = credential(store)
    assert (member and member.id, password_hash) == (CAMILLE_ID, HASH)


@pytest.mark.parametrize("purpose", [domain.Purpose.BOOKING, domain.Purpose.KNOWN_ADDRESS])
def test_a_letter_that_confirms_nothing_has_no_link(store: Store, rows: Rows, purpose: domain.Purpose) -> None:
    enrol(store)
    with store.transaction() as session:
        member, token = commands.contact(session, CAMILLE_ID, purpose, "token", NOW)
    assert (member.email, token) == (CAMILLE.email, None)
    assert rows("confirmations") == []


def test_nobody_writes_to_a_member_who_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        send_link(store)


def test_whoever_registers_sees_the_same_whether_or_not_the_address_is_known(store: Store) -> None:
    enrol(store)
    with store.transaction() as session:
        seen = commands.register(session, ROUBAIX, OTHER_ID, CAMILLE, HASH, NOW)
    assert seen == domain.register(OTHER_ID, CAMILLE, NOW)


def test_a_late_or_unknown_link_changes_nothing(store: Store, said: Said) -> None:
    register(store)
    send_link(store)
    with pytest.raises(Conflict, match="link_expired"):
        confirm(store, after=domain.CONFIRMATION_LASTS)
    with pytest.raises(NotFound, match="link_unknown"):
        confirm(store, "another")
    assert len(said()) == 1
    assert credential(store)[0] == domain.register(CAMILLE_ID, CAMILLE, NOW)


def test_whom_the_city_enters_is_active_at_once_with_their_roles(store: Store, said: Said) -> None:
    assert enrol(store) == CAMILLE_ID
    [event] = said()
    assert event.name == "member.approved"
    assert event.data["category"] == "resident"
    assert event.data["roles"] == ["facilitator", "member"]


def test_entering_the_same_address_again_changes_nothing(store: Store, said: Said, rows: Rows) -> None:
    enrol(store)
    assert enrol(store, OTHER_ID) == CAMILLE_ID
    assert len(said()) == len(rows("members")) == 1
