"""A request with a key is done once; its second asking gets the first answer."""

from __future__ import annotations

from datetime import timedelta

import eventlet
import pytest

from chassis import idempotency
from chassis.database import Store
from chassis.errors import Conflict, Unprocessable
from tests.chassis.stores import NOW
from tests.waiting import until


def ask(store: Store, key: str | None = "k", body: object = 1, answer: object = 1, scope: str = "amina") -> object:
    with store.transaction() as session:
        return idempotency.once(session, scope, key, {"body": body}, NOW, lambda: {"answer": answer})["answer"]


def test_the_same_key_gives_the_first_answer(store: Store) -> None:
    assert [ask(store, answer=1), ask(store, answer=2)] == [1, 1]


def test_without_a_key_everything_is_done(store: Store) -> None:
    assert [ask(store, None, answer=1), ask(store, None, answer=2)] == [1, 2]


def test_a_key_means_one_request(store: Store) -> None:
    ask(store, body=1)
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        ask(store, body=2)


def test_a_key_is_its_owners_alone(store: Store) -> None:
    assert [ask(store, answer=1), ask(store, answer=2, scope="hugo")] == [1, 2]


def test_a_refusal_is_not_remembered(store: Store) -> None:
    def refuse() -> dict[str, object]:
        raise Conflict("unit_taken")

    with pytest.raises(Conflict), store.transaction() as session:
        idempotency.once(session, "amina", "k", {"body": 1}, NOW, refuse)
    assert ask(store, answer=2) == 2


def test_two_at_once_are_done_once(store: Store) -> None:
    begun: list[int] = []
    done: list[int] = []

    def slowly(number: int) -> object:
        def work() -> dict[str, object]:
            until(lambda: len(begun) == 8, "eight requests at once")
            done.append(number)
            return {"answer": number}

        begun.append(number)
        with store.transaction() as session:
            return idempotency.once(session, "amina", "k", {}, NOW, work)["answer"]

    answers = list(eventlet.GreenPool(8).imap(slowly, range(8)))
    assert len(done) == 1 and set(answers) == set(done)


def test_keys_are_forgotten_after_two_days(store: Store) -> None:
    ask(store)
    with store.transaction() as session:
        assert idempotency.forget(session, NOW + timedelta(hours=47)) == 0
        assert idempotency.forget(session, NOW + timedelta(hours=49)) == 1
