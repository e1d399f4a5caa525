"""What was tried, kept by both databases, for as many processes as there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import eventlet
import pytest

from chassis.database import Store
from chassis.errors import TooMany
from services.members import commands, domain
from tests.members.people import NOW

THREE = domain.Allowance("three", 3, timedelta(minutes=1))
ONE = domain.Allowance("one", 1, timedelta(minutes=1))
Rows = Callable[[str], list[dict[str, Any]]]


def take(store: Store, *tries: domain.Try, seconds: float = 0) -> bool:
    try:
        with store.transaction() as session:
            commands.throttles.take(session, tries, NOW + timedelta(seconds=seconds))
        return True
    except TooMany:
        return False


def test_tries_are_counted_until_there_are_none(store: Store, rows: Rows) -> None:
    account = domain.Try(THREE, "account")
    assert [take(store, account) for _ in range(5)] == [True, True, True, False, False]
    assert take(store, domain.Try(THREE, "another"))
    assert take(store, account, seconds=60)
    assert {row["key"] for row in rows("throttles")} == {"account", "another"}


def test_where_one_try_is_missing_none_is_taken(store: Store, rows: Rows) -> None:
    account, address = domain.Try(THREE, "account"), domain.Try(ONE, "address")
    assert take(store, account, address)
    before = rows("throttles")
    assert not take(store, address, account, domain.Try(THREE, "more"))
    assert rows("throttles") == before


def test_a_try_that_is_given_back_is_there_again(store: Store) -> None:
    account = domain.Try(ONE, "account")
    for _ in range(3):
        assert take(store, account)
        with store.transaction() as session:
            commands.throttles.give_back(session, [account, domain.Try(ONE, "never tried")])


def test_of_many_who_try_at_once_no_more_get_through(store: Store) -> None:
    tries = [domain.Try(THREE, "account"), domain.Try(domain.Allowance("many", 50, timedelta(1)), "address")]
    threads = [eventlet.spawn(take, store, *(tries if number % 2 else tries[::-1])) for number in range(12)]
    assert sum(thread.wait() for thread in threads) == 3


@pytest.mark.parametrize(("seconds", "left"), [(59, {"account"}), (60, set())])
def test_what_says_nothing_any_more_is_forgotten(store: Store, rows: Rows, seconds: int, left: set[str]) -> None:
    assert take(store, domain.Try(ONE, "account"))
    with store.transaction() as session:
        commands.throttles.forget_throttles(session, NOW + timedelta(seconds=seconds))
    assert {row["key"] for row in rows("throttles")} == left
