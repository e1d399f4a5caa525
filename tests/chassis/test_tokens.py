"""One kind of token, one algorithm, whoever reads it."""

from __future__ import annotations

import base64
import json

import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, OKPKey

from chassis.tokens import REGISTRY, header

KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "1"})
SECRET = OctKey.generate_key(256)


def test_what_is_signed_by_the_registry_is_verified_by_it() -> None:
    token = jws.serialize_compact(header("1"), b"{}", KEY, registry=REGISTRY)
    assert jws.deserialize_compact(token, KEY, registry=REGISTRY).headers() == {
        "alg": "EdDSA", "typ": "at+jwt", "kid": "1",
    }  # fmt: skip


@pytest.mark.parametrize("algorithm", ["HS256", "none", "RS256", "Ed25519", "eddsa", ""])
def test_a_token_of_another_algorithm_is_neither_signed_nor_verified(algorithm: str) -> None:
    named = {**header("1"), "alg": algorithm}
    with pytest.raises((JoseError, ValueError)):
        jws.serialize_compact(named, b"{}", SECRET, registry=REGISTRY)
    parts = (json.dumps(named).encode(), b"{}", b"x" * 32)
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    with pytest.raises((JoseError, ValueError)):
        jws.deserialize_compact(token, SECRET, registry=REGISTRY)


def test_the_library_keeps_its_own_warnings() -> None:
    assert jws.JWSRegistry.algorithms["EdDSA"].security_warning
