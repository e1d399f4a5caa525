"""Sign access tokens and verify the city's own: JWT with Ed25519. Keeps no key, asks no clock.

Source: RFC 8037 (Ed25519 in JOSE), RFC 9068 (`at+jwt`), RFC 8725 (we choose the algorithm, not the token).
"""

from __future__ import annotations

from copy import copy
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from joserfc.jws import JWSRegistry

from chassis.errors import Unauthenticated

ALGORITHM = "EdDSA"

# RFC 9864 prefers a name that tells the curve; our keys tell it (`crv`), and the old name is known everywhere.
_eddsa = copy(JWSRegistry.algorithms[ALGORITHM])
_eddsa.security_warning = None


class _OneAlgorithm(JWSRegistry):
    """Knows no other algorithm, so that a token cannot choose one."""

    algorithms = {ALGORITHM: _eddsa}  # noqa: RUF012 - as the library declares it
    recommended = [ALGORITHM]  # noqa: RUF012


_registry = _OneAlgorithm(algorithms=[ALGORITHM])


def new_key(kid: str) -> dict[str, Any]:
    """A fresh private JWK to sign with."""
    key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": ALGORITHM, "kid": kid})
    return dict(key.as_dict(private=True))


def sign(claims: dict[str, Any], jwk: dict[str, Any]) -> str:
    """The claims as a compact JWT of type `at+jwt`, signed by this private JWK."""
    header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": jwk["kid"]}
    return jwt.encode(header, claims, OKPKey.import_key(jwk), registry=_registry)


def verify(token: str, jwks: list[dict[str, Any]]) -> dict[str, Any]:
    """The claims of a token that one of these keys signed; they are yet to be checked.

    Raises:
        Unauthenticated: `token_invalid`.
    """
    try:
        keys = KeySet([OKPKey.import_key(jwk) for jwk in jwks])
        opened = jwt.decode(token, keys, registry=_registry)
    except (JoseError, ValueError):
        raise Unauthenticated("token_invalid", "no key of the city signed this token") from None
    if opened.header.get("typ") != "at+jwt":
        raise Unauthenticated("token_invalid", "not an access token")
    return dict(opened.claims)
