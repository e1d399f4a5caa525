from __future__ import annotations

import statistics
import time

from services.members import hashing

HASH = hashing.hash_password("Vélo jaune 42")


def seconds(password_hash: str | None) -> float:
    begin = time.perf_counter()
    assert not hashing.matches("another", password_hash)
    return time.perf_counter() - begin


def test_a_hash_is_argon2id_and_never_the_same_twice() -> None:
    assert HASH.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(HASH) <= 200
    assert hashing.hash_password("Vélo jaune 42") != HASH


def test_only_the_password_itself_matches() -> None:
    assert hashing.matches("Vélo jaune 42", HASH)
    assert not hashing.matches("vélo jaune 42", HASH)
    assert not hashing.matches("", HASH)


def test_nothing_matches_where_there_is_no_hash() -> None:
    assert not hashing.matches("the password of nobody", None)
    assert not hashing.matches("Vélo jaune 42", "no hash at all")


def test_an_unknown_address_costs_what_a_wrong_password_costs() -> None:
    wrong = statistics.median(seconds(HASH) for _ in range(7))
    unknown = statistics.median(seconds(None) for _ in range(7))
    assert 0.5 < unknown / wrong < 2
