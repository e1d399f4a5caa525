"""Sign access tokens (`chassis.tokens`) and verify the city's own. Keeps no key, asks no clock."""

from __future__ import annotations

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from chassis.errors import Unauthenticated
from chassis.tokens import ALGORITHM, REGISTRY, TYPE, header


def new_key(kid: str) -> dict[str, Any]:
    """A fresh private JWK to sign with."""
    key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": ALGORITHM, "kid": kid})
    return dict(key.as_dict(private=True))


def sign(claims: dict[str, Any], jwk: dict[str, Any]) -> str:
    """The claims as a compact JWT of type `at+jwt`, signed by this private JWK."""
    return jwt.encode(header(jwk["kid"]), claims, OKPKey.import_key(jwk), registry=REGISTRY)


def verify(token: str, jwks: list[dict[str, Any]]) -> dict[str, Any]:
    """The claims of a token that one of these keys signed; they are yet to be checked.

    Raises:
        Unauthenticated: `token_invalid`.
    """
    try:
        keys = KeySet([OKPKey.import_key(jwk) for jwk in jwks])
        opened = jwt.decode(token, keys, registry=REGISTRY)
    except (JoseError, ValueError):
        raise Unauthenticated("token_invalid", "no key of the city signed this token") from None
    if opened.header.get("typ") != TYPE:
        raise Unauthenticated("token_invalid", "not an access token")
    return dict(opened.claims)
