"""One way to sign, one way to verify, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from chassis import sealing, signatures
from chassis.signatures import Unverified
from tests.chassis.forging import FORGERIES, Forgery

KEY = signatures.new_key("roubaix-1")
OTHER = signatures.new_key("tourcoing-1")
CLAIMS = {"iss": "roubaix", "sub": "somebody"}
KIND = "at+jwt"


def key_of(city: str, kid: str) -> OKPKey | None:
    held = {("roubaix", "roubaix-1"): KEY, ("tourcoing", "tourcoing-1"): OTHER}.get((city, kid))
    return signatures.public_key(held) if held else None


def test_what_a_city_signed_is_verified_with_its_public_key_alone() -> None:
    token = signatures.sign(CLAIMS, KEY, KIND)
    public = signatures.public_key(sealing.public(KEY))
    assert signatures.verify(token, KIND, lambda *_: public) == CLAIMS


def test_a_token_names_its_type_its_key_and_the_algorithm_all_libraries_know_and_no_more() -> None:
    token = signatures.sign(CLAIMS, KEY, KIND)
    assert jws.extract_compact(token.encode()).headers() == {"alg": "EdDSA", "typ": KIND, "kid": "roubaix-1"}


def test_a_fresh_key_says_what_it_is_for_and_is_like_no_other() -> None:
    assert (KEY["kty"], KEY["crv"], KEY["use"], KEY["alg"]) == ("OKP", "Ed25519", "sig", "EdDSA")
    assert KEY["d"] != signatures.new_key("roubaix-1")["d"]


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_token_is_refused(forge: Forgery) -> None:
    with pytest.raises(Unverified):
        signatures.verify(forge(signatures.sign(CLAIMS, KEY, KIND), sealing.public(KEY)), KIND, key_of)


def test_one_kind_of_token_is_not_taken_for_another() -> None:
    with pytest.raises(Unverified):
        signatures.verify(signatures.sign(CLAIMS, KEY, "attestation+jwt"), KIND, key_of)


def test_no_city_signs_for_another() -> None:
    for key in (OTHER, OTHER | {"kid": "roubaix-1"}):
        with pytest.raises(Unverified):
            signatures.verify(signatures.sign(CLAIMS, key, KIND), KIND, key_of)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: sealing.new_key("k"),
        lambda key: key | {"use": "enc"},
        lambda key: key | {"crv": "X25519"},
        lambda key: key | {"crv": "Ed448"},
        lambda key: key | {"kty": "oct", "k": "c2VjcmV0"},
        lambda key: key | {"x": "!"},
        lambda key: key | {"x": 1},
        lambda key: key | {"x": key["x"][:20]},
        lambda key: {"kty": "OKP", "crv": "Ed25519"},
        lambda key: {},
    ],
)
def test_a_key_for_something_else_verifies_nothing(spoil: Callable[[dict[str, object]], dict[str, object]]) -> None:
    with pytest.raises(Unverified):
        signatures.public_key(spoil(KEY))


def test_the_library_keeps_its_own_warnings() -> None:
    assert jws.JWSRegistry.algorithms["EdDSA"].security_warning
