"""The members' access tokens, as the cities that sign them and the gateways that verify them agree: a JWT.

    header  {"alg": ALGORITHM, "typ": TYPE, "kid": which of the city's keys}
    claims  {"iss": city, "sub": member, "aud": AUDIENCE, "iat", "exp": seconds, "jti",
             "category", "organisation_kind", "roles", "language"}            no name and no address

Keeps no key, asks no clock, checks no claim.

Source: RFC 7519 (JWT), RFC 8037 (Ed25519 in JOSE), RFC 9068 (`at+jwt`), RFC 8725 section 3 (one algorithm, ours).
"""

from __future__ import annotations

from copy import copy
from typing import Any

from joserfc.jws import JWSRegistry

ALGORITHM = "EdDSA"
TYPE = "at+jwt"
AUDIENCE = "champlibre"

# RFC 9864 prefers a name that tells the curve; our keys tell it (`crv`), and the old name is known everywhere.
_eddsa = copy(JWSRegistry.algorithms[ALGORITHM])
_eddsa.security_warning = None


class _OneAlgorithm(JWSRegistry):
    """Knows no other algorithm, so that a token cannot choose one."""

    algorithms = {ALGORITHM: _eddsa}  # noqa: RUF012 - as the library declares it
    recommended = [ALGORITHM]  # noqa: RUF012


REGISTRY: JWSRegistry = _OneAlgorithm(algorithms=[ALGORITHM])  # for joserfc's `registry=`, to sign and to verify


def header(kid: str) -> dict[str, Any]:
    """The header of a token that the key of that id signs."""
    return {"alg": ALGORITHM, "typ": TYPE, "kid": kid}
