from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import eventlet
import pytest

from chassis import addresses
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, NotFound
from services.members import commands, domain, queries
from tests.members.people import CAMILLE, CAMILLE_ID, EMAIL, NOW, OTHER_ID, ROUBAIX, signed_up

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
HASH = "$argon2id$of-camille"
SHOUTED = domain.Person(name="Camille V.", email="CAMILLE.Vandamme@example.org", language="nl")


def sign_up(store: Store, wish: domain.SignUp | None = None) -> None:
    with store.transaction() as session:
        commands.sign_up(session, ROUBAIX, wish or signed_up(hashed=HASH), NOW)


def send_link(store: Store, token: str = "token", member_id: str = CAMILLE_ID) -> None:
    with store.transaction() as session:
        commands.contact(session, member_id, domain.Purpose.CONFIRMATION, token, NOW)


def confirm(store: Store, token: str = "token", after: timedelta = timedelta(hours=1)) -> str:
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
            (domain.Grant(domain.Role.FACILITATOR),),
            NOW,
        )


def credential(store: Store) -> tuple[domain.Member | None, str | None]:
    with store.reading() as session:
        return queries.credential(session, addresses.digest(EMAIL))


def test_who_signs_up_is_no_member_yet_and_consented_to_this_version_of_the_notice(store: Store, rows: Rows) -> None:
    sign_up(store)
    assert credential(store) == (None, None)
    assert [row["password_hash"] for row in rows("sign_ups")] == [HASH]
    assert rows("members") == []
    assert [row["notice_version"] for row in rows("sign_ups")] == [domain.NOTICE_VERSION]


def test_signing_up_is_told_with_the_member_s_id_and_no_name(store: Store, said: Said) -> None:
    sign_up(store)
    [event] = said()
    assert (event.name, event.subject, event.city, event.sequence) == ("member.registered", CAMILLE_ID, ROUBAIX, 0)


def test_a_member_with_whose_address_somebody_signs_up_is_told_and_stays_the_same(store: Store, said: Said) -> None:
    enrol(store)
    before, _ = credential(store)
    assert before
    for _ in range(2):
        sign_up(store, signed_up(OTHER_ID, SHOUTED, "$argon2id$of-another"))
    assert credential(store) == (replace(before, sequence=2), HASH)
    assert [(event.name, event.subject, event.sequence) for event in said()[1:]] == [
        ("member.registered_again", CAMILLE_ID, 1),
        ("member.registered_again", CAMILLE_ID, 2),
    ]


def test_who_signs_up_with_the_same_address_takes_nothing_from_who_did_before(
    store: Store, said: Said, rows: Rows
) -> None:
    sign_up(store)
    send_link(store, "camilles")
    sign_up(store, signed_up(OTHER_ID, SHOUTED, "$argon2id$of-another"))
    send_link(store, "the-others", OTHER_ID)
    assert [event.subject for event in said()] == [CAMILLE_ID, OTHER_ID]
    assert confirm(store, "camilles") == CAMILLE_ID
    member, password_hash = credential(store)
    assert (member and member.name, password_hash) == (CAMILLE.name, HASH)
    assert rows("sign_ups") == []
    with pytest.raises(NotFound, match="link_unknown"):
        confirm(store, "the-others")


def test_an_address_is_not_written_to_without_end(store: Store, said: Said, rows: Rows) -> None:
    ids = [f"{CAMILLE_ID[:-2]}{number}" for number in range(10, 20)]
    for member_id in ids:
        sign_up(store, signed_up(member_id))
    assert [event.subject for event in said()] == ids[: domain.MOST_OF_AN_ADDRESS]
    assert len(rows("sign_ups")) == domain.MOST_OF_AN_ADDRESS


def test_of_links_opened_at_one_instant_for_one_address_one_makes_a_member(store: Store, rows: Rows) -> None:
    ids = [f"{CAMILLE_ID[:-2]}{number}" for number in range(10, 10 + domain.MOST_OF_AN_ADDRESS)]
    for member_id in ids:
        sign_up(store, signed_up(member_id))
        send_link(store, member_id, member_id)

    def opened(member_id: str) -> str | None:
        try:
            return confirm(store, member_id)
        except NotFound:
            return None

    threads = [eventlet.spawn(opened, member_id) for member_id in ids]
    [winner] = {found for thread in threads if (found := thread.wait())}
    assert [row["id"] for row in rows("members")] == [winner]
    assert [row["member_id"] for row in rows("credentials")] == [winner]


def test_the_link_makes_a_member_who_consented_and_tells_who_may_book(store: Store, said: Said, rows: Rows) -> None:
    sign_up(store)
    send_link(store)
    assert confirm(store) == CAMILLE_ID
    member, password_hash = credential(store)
    assert (member and member.status, password_hash) == (domain.Status.ACTIVE, HASH)
    assert rows("consents") == [
        {
            "member_id": CAMILLE_ID,
            "purpose": "account",
            "notice_version": domain.NOTICE_VERSION,
            "given_at": NOW + timedelta(hours=1),
            "withdrawn_at": None,
            "heard_by_id": None,
        }
    ]
    assert said()[-1].data == {
        "member_id": CAMILLE_ID,
        "city": "roubaix",
        "category": "guest",
        "organisation_kind": "individual",
        "status": "active",
        "roles": ["member"],
        "handle": None,
        "sequence": 1,
    }


def test_who_signed_up_without_a_password_becomes_a_guest_who_has_none(store: Store) -> None:
    sign_up(store, signed_up(hashed=None))
    send_link(store)
    confirm(store)
    member, password_hash = credential(store)
    assert (member and member.id, password_hash) == (CAMILLE_ID, None)


def test_the_link_opened_a_second_time_is_harmless(store: Store, said: Said, rows: Rows) -> None:
    sign_up(store)
    send_link(store)
    first = confirm(store)
    assert confirm(store, after=timedelta(days=30)) == first
    assert len(said()) == 2
    assert rows("links")[0]["used_at"] == NOW + timedelta(hours=1)


def test_each_letter_has_a_link_of_its_own_and_any_of_them_confirms(store: Store) -> None:
    sign_up(store)
    send_link(store, "first")
    send_link(store, "second")
    assert confirm(store, "first") == confirm(store, "second")


def test_the_token_of_a_link_is_not_kept(store: Store, rows: Rows) -> None:
    sign_up(store)
    send_link(store, "a-token-in-a-letter")
    assert "a-token-in-a-letter" not in repr(rows("links"))


def test_whom_the_city_enters_is_not_changed_by_a_link_of_who_signed_up_before(store: Store) -> None:
    sign_up(store, signed_up(OTHER_ID, SHOUTED, "$argon2id$of-another"))
    send_link(store, "token", OTHER_ID)
    assert enrol(store) == CAMILLE_ID
    with pytest.raises(NotFound, match="link_unknown"):
        confirm(store)
    member, password_hash = credential(store)
    assert (member and member.id, password_hash) == (CAMILLE_ID, HASH)


@pytest.mark.parametrize("purpose", [domain.Purpose.BOOKING, domain.Purpose.KNOWN_ADDRESS])
def test_a_letter_that_confirms_nothing_has_no_link(store: Store, rows: Rows, purpose: domain.Purpose) -> None:
    enrol(store)
    with store.transaction() as session:
        member, token = commands.contact(session, CAMILLE_ID, purpose, "token", NOW)
    assert (member.email, token) == (CAMILLE.email, None)
    assert rows("links") == []


def test_nobody_writes_to_a_member_who_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        send_link(store)


def test_a_late_or_unknown_link_changes_nothing(store: Store, said: Said) -> None:
    sign_up(store)
    send_link(store)
    with pytest.raises(Conflict, match="link_expired"):
        confirm(store, after=domain.LINK_LASTS[domain.Purpose.CONFIRMATION])
    with pytest.raises(NotFound, match="link_unknown"):
        confirm(store, "another")
    assert len(said()) == 1
    assert credential(store)[0] is None


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


def test_of_those_who_enter_one_address_at_one_instant_all_are_given_the_member_that_there_is(
    store: Store, rows: Rows
) -> None:
    ids = [f"{CAMILLE_ID[:-2]}{number}" for number in range(10, 18)]
    threads = [eventlet.spawn(enrol, store, member_id) for member_id in ids]
    [given] = {thread.wait() for thread in threads}
    assert [row["id"] for row in rows("members")] == [given]
