"""Being signed in, kept by both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import NotFound
from services.members import commands, domain, queries
from services.members.commands.membership import keep
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

MOMENT, LATER = timedelta(seconds=1), NOW + timedelta(minutes=15)
Rows = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def camille(store: Store) -> domain.Member:
    """A member of the city, beside another."""
    with store.transaction() as session:
        for member in (active(), staff()):
            keep(session, member, None, domain.NOTICE_VERSION, NOW)
    return active()


def begin(store: Store, member: domain.Member, name: str, now: datetime = NOW) -> domain.Login:
    method = domain.Method.PASSWORD
    login = domain.begin_login(name, member, method, now, has_second_factor=False, device="Firefox", client="c")
    with store.transaction() as session:
        commands.logins.begin(session, login, f"{name}-1", now)
    return login


def refresh(store: Store, sent: str, fresh: str, now: datetime) -> domain.Login | None:
    with store.transaction() as session:
        return commands.logins.refresh(session, sent, fresh, now)[1]


def open_logins(store: Store, member_id: str = CAMILLE_ID, now: datetime = LATER) -> list[str]:
    with store.reading() as session:
        return [login.login_id for login in queries.logins_of(session, member_id, now)]


def test_a_login_goes_on_by_one_token_after_the_other(store: Store, camille: domain.Member, rows: Rows) -> None:
    begin(store, camille, "a")
    for number in (1, 2):
        now = NOW + number * timedelta(minutes=15)
        login = refresh(store, f"a-{number}", f"a-{number + 1}", now)
        assert login is not None
        assert login.last_used_at == now
        assert next(row for row in rows("members") if row["id"] == CAMILLE_ID)["last_seen_at"] == now
    assert [row["token_digest"] for row in rows("refresh_tokens") if row["used_at"] is None] == ["a-3"]


def test_a_used_token_ends_the_login_and_that_is_kept(store: Store, camille: domain.Member, rows: Rows) -> None:
    begin(store, camille, "a")
    refresh(store, "a-1", "a-2", LATER)
    ended = refresh(store, "a-1", "a-2", LATER + domain.GRACE)
    assert ended is not None
    assert ended.ended_because is domain.Ending.TOKEN_REUSED
    assert [row["ended_because"] for row in rows("logins")] == ["token_reused"]
    after = refresh(store, "a-2", "a-3", LATER + domain.GRACE)
    assert after == ended
    assert len(rows("refresh_tokens")) == 2


def test_two_tabs_that_renew_at_once_go_on_by_the_same_token(store: Store, camille: domain.Member, rows: Rows) -> None:
    begin(store, camille, "a")
    for now in (LATER, LATER + MOMENT):
        login = refresh(store, "a-1", "a-2", now)
        assert login is not None
        assert login.is_open(now)
    assert sorted(row["token_digest"] for row in rows("refresh_tokens")) == ["a-1", "a-2"]
    assert refresh(store, "a-2", "a-3", LATER + timedelta(minutes=15)) is not None


def test_a_token_that_nobody_knows_changes_nothing(store: Store, camille: domain.Member, rows: Rows) -> None:
    begin(store, camille, "a")
    before = rows("logins")
    assert refresh(store, "another", "its-next", LATER) is None
    assert rows("logins") == before


def test_a_member_ends_one_login_or_all_or_all_but_one(store: Store, camille: domain.Member) -> None:
    for name in ("a", "b", "c", "d"):
        begin(store, camille, name)
    begin(store, staff(), "other")
    with store.transaction() as session:
        for _ in range(2):  # harmless the second time
            commands.logins.end(session, camille, "a", domain.Ending.SIGNED_OUT, LATER)
        with pytest.raises(NotFound, match="login_not_found"):
            commands.logins.end(session, camille, "other", domain.Ending.SIGNED_OUT, LATER)
    assert open_logins(store) == ["b", "c", "d"]
    with store.transaction() as session:
        assert commands.logins.end_all(session, CAMILLE_ID, domain.Ending.SUSPENDED, LATER, but="c") == 2
    assert open_logins(store) == ["c"]
    with store.transaction() as session:
        assert commands.logins.end_all(session, CAMILLE_ID, domain.Ending.SUSPENDED, LATER) == 1
    assert open_logins(store) == []
    assert open_logins(store, OTHER_ID) == ["other"]


def test_of_too_many_logins_the_one_used_least_recently_ends(
    store: Store, camille: domain.Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain, "MOST_LOGINS", 2)
    for number, name in enumerate(("a", "b", "c")):
        begin(store, camille, name, NOW + number * MOMENT)
        if name == "b":
            refresh(store, "a-1", "a-2", NOW + timedelta(minutes=1))
    assert open_logins(store) == ["a", "c"]


def test_what_is_long_over_is_forgotten(store: Store, camille: domain.Member, rows: Rows) -> None:
    begin(store, camille, "a")
    begin(store, camille, "b")
    refresh(store, "b-1", "b-2", LATER)
    with store.transaction() as session:
        commands.logins.end(session, camille, "a", domain.Ending.SIGNED_OUT, NOW)
    for now, left, tokens in (
        (NOW + domain.IDLE_MOST, ["a", "b"], ["a-1", "b-1", "b-2"]),
        (NOW + domain.IDLE_MOST + MOMENT, ["a", "b"], ["a-1", "b-2"]),
        (NOW + domain.REMEMBERED + MOMENT, ["b"], ["b-2"]),
        (LATER + domain.IDLE_MOST + domain.REMEMBERED + MOMENT, [], []),
    ):
        with store.transaction() as session:
            commands.logins.forget_logins(session, now)
        assert sorted(row["login_id"] for row in rows("logins")) == left
        assert sorted(row["token_digest"] for row in rows("refresh_tokens")) == tokens
