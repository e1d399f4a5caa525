"""A member and what is done to how they show who they are, on a database. For the tests of members' commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import eventlet

from chassis.database import Store
from chassis.errors import ServiceError
from services.members import commands, domain, queries
from services.members.commands.membership import keep
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active

HASH, NEW_HASH = "$argon2id$of-camille", "$argon2id$new"
OTHER_EMAIL = "zoe@example.org"


def enter(store: Store) -> None:
    """Camille, with a password; another member, Zoé, who came as a guest and has none."""
    with store.transaction() as session:
        keep(session, active(), HASH, domain.NOTICE_VERSION, NOW)
        keep(session, active(id=OTHER_ID, email=OTHER_EMAIL), None, domain.NOTICE_VERSION, NOW)


def do(store: Store, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do it in a transaction of its own."""
    with store.transaction() as session:
        return command(session, *args, **kwargs)


def letter(
    store: Store, purpose: domain.Purpose, token: str, member_id: str = CAMILLE_ID, now: datetime = NOW
) -> str | None:
    """Write a letter with this token in its link; gives the address that it goes to."""
    person, _ = do(store, commands.contact, member_id, purpose, token, now)
    return str(person.email)


def begin_login(store: Store, name: str, member_id: str = CAMILLE_ID, **where: str) -> domain.Login:
    """Sign a member in, from a place."""
    member = active(id=member_id)
    place = {"device": "Firefox", "client": "home", **where}
    login = domain.begin_login(name, member, domain.Method.PASSWORD, NOW, has_second_factor=False, **place)
    do(store, commands.logins.begin, login, f"token-of-{name}", NOW)
    return login


def open_logins(store: Store, member_id: str = CAMILLE_ID) -> list[str]:
    """The ids of the logins that go on."""
    with store.reading() as session:
        return sorted(login.login_id for login in queries.logins_of(session, member_id, NOW))


def at_once(store: Store, times: int, command: Callable[..., Any], *args: Any) -> list[str]:
    """Do the same several times at one instant; gives the codes of the refusals, "" for what was done."""

    def once() -> str:
        try:
            do(store, command, *args)
        except ServiceError as refusal:
            return refusal.code
        return ""

    return sorted(thread.wait() for thread in [eventlet.spawn(once) for _ in range(times)])
