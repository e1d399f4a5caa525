"""Seals: nobody on the bus reads what only one service may read."""

from __future__ import annotations

import pytest

from chassis import sealing
from chassis.errors import Invalid

KEY = sealing.new_key("k1")
SECRET = {"name": "Amina", "password": "LeChampLibre-2026!"}


def test_the_holder_of_the_key_reads_it() -> None:
    assert sealing.unseal(sealing.seal(SECRET, sealing.public(KEY)), [sealing.new_key("k0"), KEY]) == SECRET


def test_nobody_else_does() -> None:
    sealed = sealing.seal(SECRET, sealing.public(KEY))
    assert "Amina" not in sealed
    with pytest.raises(Invalid, match="seal_broken"):
        sealing.unseal(sealed, [sealing.new_key("k1")])


def test_a_key_that_is_not_held_is_told_so() -> None:
    with pytest.raises(Invalid, match="sealing_key_unknown"):
        sealing.unseal(sealing.seal(SECRET, sealing.public(KEY)), [])


def test_the_public_half_opens_nothing() -> None:
    assert "d" not in sealing.public(KEY)


@pytest.mark.parametrize("sealed", [None, 5, "", "x", "a.b.c.d.e", "eyJhbGciOiJub25lIn0....", "é.é"])
def test_what_is_no_seal_is_refused(sealed: object) -> None:
    with pytest.raises(Invalid):
        sealing.unseal(sealed, [KEY])


def test_a_touched_seal_is_refused() -> None:
    head, *rest, tag = sealing.seal(SECRET, sealing.public(KEY)).split(".")
    touched = ".".join([head, *rest, ("A" if tag[0] != "A" else "B") + tag[1:]])
    with pytest.raises(Invalid, match="seal_broken"):
        sealing.unseal(touched, [KEY])


@pytest.mark.parametrize("recipient", [{}, {"kty": "OKP"}, {"kty": "OKP", "crv": "X25519", "x": "?"}])
def test_a_key_that_is_none_is_refused(recipient: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="sealing_key_invalid"):
        sealing.seal(SECRET, recipient)


def test_the_key_of_a_secret_is_the_same_in_every_process_and_another_for_every_purpose() -> None:
    key = sealing.key_of("s" * 32, "of Roubaix")
    assert key == sealing.key_of("s" * 32, "of Roubaix")
    others = [sealing.key_of("s" * 32, "of Marcq"), sealing.key_of("t" * 32, "of Roubaix")]
    sealed = sealing.seal(SECRET, sealing.public(key))
    assert sealing.unseal(sealed, [*others, key]) == SECRET
    with pytest.raises(Invalid, match="sealing_key_unknown"):
        sealing.unseal(sealed, others)


def test_what_a_city_holds_of_one_member_may_be_long() -> None:
    long = ["é" * 1000] * 2000
    assert sealing.unseal(sealing.seal(long, sealing.public(KEY)), [KEY]) == long
