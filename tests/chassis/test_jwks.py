"""Public keys as they travel."""

from __future__ import annotations

from typing import Any

import pytest

from chassis import sealing, signatures
from chassis.errors import Invalid
from chassis.jwks import MOST_KEYS, PublicJwks
from chassis.schema import Heard, read

SIGN, SEAL = (sealing.public(made) for made in (signatures.new_key("sig-1"), sealing.new_key("enc-1")))


class Told(Heard):
    keys = PublicJwks(required=True)


def kept(keys: Any) -> Any:
    return read(Told, {"keys": keys})["keys"]


def test_what_a_city_publishes_is_kept_as_it_is() -> None:
    assert kept([SEAL, SIGN]) == [SEAL, SIGN]


def test_what_we_do_not_know_of_a_key_and_keys_that_cannot_be_ours_are_left_out() -> None:
    rsa = {"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "rsa-1"}
    assert kept([SIGN | {"name": "of Camille", "x5u": "https://example.org"}, rsa]) == [SIGN]


@pytest.mark.parametrize(
    "keys",
    [
        None, "keys", {}, [], [None], ["key"], [SIGN] * (MOST_KEYS + 1), [{"kty": "RSA", "kid": "1"}],
        [signatures.new_key("1")], [SIGN, sealing.new_key("2")], [SIGN, {"kty": "oct", "k": "c2VjcmV0"}],
        [SIGN, {"kty": "RSA", "n": "AQ", "e": "AQ", "p": "AQ"}], [SIGN | {"kid": 1}], [SIGN | {"x": "A" * 101}],
        [{name: SIGN[name] for name in ("kty", "crv", "x")}], [{"kty": "OKP"}],
    ],
    ids=str,
)  # fmt: skip
def test_what_is_private_or_no_list_of_keys_is_refused(keys: Any) -> None:
    with pytest.raises(Invalid):
        kept(keys)
