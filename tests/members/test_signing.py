from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import OctKey, OKPKey

from chassis.errors import Unauthenticated
from chassis.tokens import REGISTRY
from services.members import signing
from tests.members.people import SEALING_KEY, SIGNING_KEY

CLAIMS = {"iss": "roubaix", "sub": "somebody"}


def part(content: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_what_the_city_signed_is_verified_with_its_public_key_alone() -> None:
    public = {name: value for name, value in SIGNING_KEY.items() if name != "d"}
    assert signing.verify(signing.sign(CLAIMS, SIGNING_KEY), [public]) == CLAIMS


def test_a_token_names_its_type_its_key_and_the_algorithm_all_libraries_know() -> None:
    token = signing.sign(CLAIMS, SIGNING_KEY)
    header = jws.extract_compact(token.encode()).headers()
    assert header == {"alg": "EdDSA", "typ": "at+jwt", "kid": "roubaix-sig-1"}


def test_a_fresh_key_signs_and_says_what_it_is_for() -> None:
    key = signing.new_key("roubaix-sig-2")
    assert (key["kty"], key["crv"], key["use"], key["kid"]) == ("OKP", "Ed25519", "sig", "roubaix-sig-2")
    assert signing.verify(signing.sign(CLAIMS, key), [SIGNING_KEY, key]) == CLAIMS
    assert key["d"] != signing.new_key("roubaix-sig-2")["d"]


def test_a_token_of_another_key_is_refused_even_if_it_names_ours() -> None:
    forged = signing.sign(CLAIMS, signing.new_key("roubaix-sig-1"))
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(forged, [SIGNING_KEY])


def test_a_token_chooses_no_algorithm() -> None:
    header = {"typ": "at+jwt", "kid": "roubaix-sig-1"}
    secret = OctKey.import_key(SIGNING_KEY["x"], {"kid": "roubaix-sig-1"})
    confused = jwt.encode(header | {"alg": "HS256"}, CLAIMS, secret)
    unsigned = f"{part(header | {'alg': 'none'})}.{part(CLAIMS)}."
    for token in (confused, unsigned):
        with pytest.raises(Unauthenticated, match="token_invalid"):
            signing.verify(token, [SIGNING_KEY])


def test_another_kind_of_token_is_no_access_token() -> None:
    key = OKPKey.import_key(SIGNING_KEY)
    header = {"alg": "EdDSA", "typ": "JWT", "kid": "roubaix-sig-1"}
    other = jwt.encode(header, CLAIMS, key, registry=REGISTRY)
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(other, [SIGNING_KEY])


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é", "eyJ.eyJ.x", "\ud800", "." * 5000, "x" * 5000])
def test_no_text_breaks_the_verification(text: str) -> None:
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(text, [SIGNING_KEY, SEALING_KEY])
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(text, [])
