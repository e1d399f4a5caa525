"""Passwords set anew and changed, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis import addresses
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, NotFound
from services.members import commands, domain, queries
from tests.members.people import CAMILLE_ID, EMAIL, NOW, OTHER_ID, ROUBAIX
from tests.members.securing import (
    HASH,
    NEW_HASH,
    OTHER_EMAIL,
    at_once,
    begin_login,
    do,
    enter,
    letter,
    open_logins,
)

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
RESET = domain.Purpose.RESET


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    enter(store)


def reset(store: Store, token: str, after: timedelta = timedelta(minutes=5)) -> str:
    return str(do(store, commands.reset_password, ROUBAIX, domain.digest(token), NEW_HASH, NOW + after))


def password_hash(store: Store, member_id: str = CAMILLE_ID) -> str | None:
    with store.reading() as session:
        return queries.password_hash(session, member_id)


def test_who_asks_for_a_new_password_is_sent_a_link_and_nothing_changes(store: Store, said: Said) -> None:
    do(store, commands.ask_reset, ROUBAIX, addresses.digest(EMAIL.upper()), NOW)
    [event] = said()
    assert (event.name, event.subject, event.sequence) == ("member.reset_requested", CAMILLE_ID, 2)
    assert letter(store, RESET, "a-token") == EMAIL
    assert password_hash(store) == HASH


def test_asking_for_an_address_that_nobody_has_is_not_told_to_anybody(store: Store, said: Said) -> None:
    do(store, commands.ask_reset, ROUBAIX, addresses.digest("nobody@example.org"), NOW)
    assert said() == []


def test_a_link_sets_the_password_ends_every_login_and_makes_other_links_void(store: Store, said: Said) -> None:
    for name in ("a", "b"):
        begin_login(store, name)
        letter(store, RESET, name)
    assert reset(store, "a") == CAMILLE_ID
    assert (password_hash(store), open_logins(store)) == (NEW_HASH, [])
    assert [event.name for event in said()] == ["member.password_changed"]
    for token in ("a", "b"):
        with pytest.raises(Conflict, match="link_used"):
            reset(store, token)


def test_a_guest_gets_a_first_password_by_a_link(store: Store) -> None:
    do(store, commands.ask_reset, ROUBAIX, addresses.digest(OTHER_EMAIL), NOW)
    letter(store, RESET, "a-token", OTHER_ID)
    assert reset(store, "a-token") == OTHER_ID
    assert (password_hash(store, OTHER_ID), password_hash(store)) == (NEW_HASH, HASH)


def test_a_late_unknown_or_other_link_sets_no_password(store: Store) -> None:
    letter(store, RESET, "a-token")
    with pytest.raises(Conflict, match="link_expired"):
        reset(store, "a-token", domain.LINK_LASTS[RESET])
    with pytest.raises(NotFound, match="link_unknown"):
        reset(store, "another")
    assert password_hash(store) == HASH


def test_of_many_who_open_one_link_at_once_one_sets_the_password(store: Store, said: Said) -> None:
    letter(store, RESET, "a-token")
    codes = at_once(store, 8, commands.reset_password, ROUBAIX, domain.digest("a-token"), NEW_HASH, NOW)
    assert codes == ["", *["link_used"] * 7]
    assert [event.name for event in said()] == ["member.password_changed"]


def test_who_changes_the_password_stays_signed_in_here_and_nowhere_else(store: Store, said: Said) -> None:
    for name in ("here", "there"):
        begin_login(store, name)
    letter(store, RESET, "a-token")
    do(store, commands.change_password, ROUBAIX, CAMILLE_ID, NEW_HASH, NOW, "here")
    assert (password_hash(store), open_logins(store)) == (NEW_HASH, ["here"])
    assert [event.name for event in said()] == ["member.password_changed"]
    with pytest.raises(Conflict, match="link_used"):
        reset(store, "a-token")
