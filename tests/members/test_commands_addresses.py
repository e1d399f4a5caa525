"""Another address, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis import addresses
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, NotFound
from services.members import commands, domain, queries
from tests.members.people import CAMILLE_ID, EMAIL, NOW, OTHER_ID, ROUBAIX, signed_up
from tests.members.securing import NEW_HASH, OTHER_EMAIL, do, enter, letter

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
CHANGE, CHANGED, RESET = domain.Purpose.ADDRESS_CHANGE, domain.Purpose.ADDRESS_CHANGED, domain.Purpose.RESET
NEW = "camille@example.net"
SOON = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    enter(store)


def ask(store: Store, email: str = NEW, member_id: str = CAMILLE_ID, now: datetime = NOW) -> None:
    unsent = domain.digest(f"unsent/{email}/{member_id}")
    do(store, commands.ask_address_change, ROUBAIX, member_id, email, unsent, now)


def change(store: Store, token: str, now: datetime = SOON) -> str:
    unsent = domain.digest(f"old/{token}")
    return str(do(store, commands.change_address, ROUBAIX, domain.digest(token), unsent, now))


def who_has(store: Store, email: str) -> str | None:
    with store.reading() as session:
        member, _ = queries.credential(session, addresses.digest(email))
    return member.id if member else None


def test_the_link_goes_to_the_new_address_and_the_old_one_counts_until_it_is_opened(store: Store, said: Said) -> None:
    ask(store)
    assert [(event.name, event.sequence) for event in said()] == [("member.address_change_requested", 2)]
    assert letter(store, CHANGE, "a-token") == NEW
    assert (who_has(store, EMAIL), who_has(store, NEW)) == (CAMILLE_ID, None)
    assert change(store, "a-token") == CAMILLE_ID
    assert (who_has(store, EMAIL), who_has(store, NEW)) == (None, CAMILLE_ID)
    assert [event.name for event in said()][1:] == ["member.address_changed"]


def test_the_old_address_is_told_and_then_forgotten(store: Store, rows: Rows) -> None:
    ask(store)
    letter(store, CHANGE, "a-token")
    change(store, "a-token")
    assert letter(store, CHANGED, "unused", now=SOON) == EMAIL
    assert letter(store, domain.Purpose.PASSWORD_CHANGED, "unused") == NEW
    over = SOON + domain.OLD_ADDRESS_KEPT
    with pytest.raises(Conflict, match="link_expired"):
        letter(store, CHANGED, "unused", now=over)
    do(store, commands.purge, over)
    assert EMAIL not in repr(rows("links")) + repr(rows("members"))


def test_links_for_a_new_password_that_the_old_address_has_are_void(store: Store) -> None:
    letter(store, RESET, "reset")
    ask(store)
    letter(store, CHANGE, "a-token")
    change(store, "a-token")
    with pytest.raises(Conflict, match="link_used"):
        do(store, commands.reset_password, ROUBAIX, domain.digest("reset"), "a-hash", SOON)


def test_each_letter_has_a_link_of_its_own_and_one_of_them_serves(store: Store) -> None:
    ask(store)
    for token in ("first", "second"):
        letter(store, CHANGE, token)
    change(store, "second")
    with pytest.raises(Conflict, match="link_used"):
        change(store, "first")


def test_whoever_asks_for_another_address_wants_the_one_before_no_longer(store: Store) -> None:
    ask(store, "first@example.net")
    letter(store, CHANGE, "first")
    ask(store, "second@example.net")
    assert letter(store, CHANGE, "second") == "second@example.net"
    with pytest.raises(NotFound, match="link_unknown"):
        change(store, "first")


def test_who_asks_for_a_member_s_address_is_not_told_so_and_that_member_is(store: Store, said: Said) -> None:
    ask(store, OTHER_EMAIL)
    assert [(event.name, event.subject) for event in said()] == [("member.registered_again", OTHER_ID)]
    with pytest.raises(Conflict, match="link_expired"):
        letter(store, CHANGE, "a-token")


def test_of_two_who_want_one_address_the_first_to_open_a_link_has_it(store: Store) -> None:
    for member_id in (CAMILLE_ID, OTHER_ID):
        ask(store, member_id=member_id)
        letter(store, CHANGE, f"of-{member_id}", member_id)
    assert change(store, f"of-{OTHER_ID}") == OTHER_ID
    with pytest.raises(NotFound, match="link_unknown"):
        change(store, f"of-{CAMILLE_ID}")
    assert (who_has(store, NEW), who_has(store, EMAIL)) == (OTHER_ID, CAMILLE_ID)


def test_who_signed_up_with_the_address_and_did_not_confirm_is_forgotten(store: Store, rows: Rows) -> None:
    person = domain.Person("Somebody", NEW, "fr")
    do(store, commands.sign_up, ROUBAIX, signed_up(f"{CAMILLE_ID[:-2]}77", person), NOW)
    ask(store)
    letter(store, CHANGE, "a-token")
    change(store, "a-token")
    assert rows("sign_ups") == []


def test_an_address_is_changed_again_only_after_the_old_one_was_surely_told(store: Store) -> None:
    ask(store)
    letter(store, CHANGE, "a-token")
    change(store, "a-token")
    with pytest.raises(Conflict, match="address_changed_lately"):
        ask(store, "third@example.net", now=SOON)
    ask(store, "third@example.net", now=SOON + domain.OLD_ADDRESS_KEPT)


def test_another_address_that_was_asked_for_with_the_old_password_is_not_taken_any_more(store: Store) -> None:
    ask(store)
    letter(store, CHANGE, "a-token")
    letter(store, RESET, "a-reset")
    do(store, commands.reset_password, ROUBAIX, domain.digest("a-reset"), NEW_HASH, NOW)
    with pytest.raises(Conflict, match="link_used"):
        change(store, "a-token")
    with pytest.raises(Conflict, match="link_expired"):
        letter(store, CHANGE, "a-later-letter")
    assert (who_has(store, EMAIL), who_has(store, NEW)) == (CAMILLE_ID, None)
