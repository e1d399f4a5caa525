"""Claims that a city signs, and by which key they are verified: compact JWT, Ed25519 and nothing else.

A token chooses neither its algorithm nor its key: its header holds `alg`, `typ` and `kid`, each checked, and nothing
more. Keeps no key, asks no clock; whether the claims hold is for who reads them (`chassis.tokens`,
`chassis.attestations`).

Source: RFC 7519 (JWT), RFC 8037 (Ed25519 in JOSE), RFC 8725 section 3 (one algorithm, ours; explicit type).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "EdDSA"
MOST_CHARACTERS = 4096

# RFC 9864 prefers a name that tells the curve; our keys tell it (`crv`), and the old name is known everywhere.
_eddsa = copy(jws.JWSRegistry.algorithms[ALGORITHM])
_eddsa.security_warning = None

KeyOf = Callable[[str, str], OKPKey | None]
"""The public key that a city has under a `kid`; None: it has none."""


class Unverified(ValueError):
    """Nobody whom we know signed this."""


class _OneAlgorithm(jws.JWSRegistry):
    """Knows no other algorithm."""

    algorithms = {ALGORITHM: _eddsa}  # noqa: RUF012 - as the library declares it
    recommended = [ALGORITHM]  # noqa: RUF012


_REGISTRY: jws.JWSRegistry = _OneAlgorithm(algorithms=[ALGORITHM])


def new_key(kid: str) -> dict[str, Any]:
    """A fresh private JWK to sign with."""
    key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": ALGORITHM, "kid": kid})
    return dict(key.as_dict(private=True))


def public_key(jwk: Mapping[str, Any]) -> OKPKey:
    """The key by which to verify what this JWK, private or public, signed.

    Raises:
        Unverified: it is of another kind, for another use, or none at all.
    """
    if (jwk.get("kty"), jwk.get("crv"), jwk.get("use", "sig")) != ("OKP", "Ed25519", "sig"):
        raise Unverified("no key that verifies signatures")
    try:
        return OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x")})
    except (JoseError, ValueError, KeyError, TypeError):
        raise Unverified("the key is none") from None


def sign(claims: Mapping[str, Any], jwk: Mapping[str, Any], kind: str) -> str:
    """The claims, which name their issuer (`iss`), as a token of a kind (`typ`), signed by this private JWK."""
    header = {"alg": ALGORITHM, "typ": kind, "kid": jwk["kid"]}
    return jwt.encode(header, dict(claims), OKPKey.import_key(dict(jwk)), registry=_REGISTRY)


def verify(token: str, kind: str, key_of: KeyOf) -> dict[str, Any]:
    """The claims of a token of this kind that its issuer (`iss`) signed; they are yet to be checked.

    Args:
        token: up to `MOST_CHARACTERS`.
        kind: the `typ` that its header shall have.
        key_of: asked once, for the issuer and the `kid` that the token names.

    Raises:
        Unverified: forged, of another kind, too long, or nothing like a token.
    """
    try:
        if len(token) > MOST_CHARACTERS:
            raise Unverified("too long")
        signed = jws.extract_compact(token.encode())
        claims = json.loads(signed.payload)
        city, kid = claims["iss"], signed.protected["kid"]
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unverified("nothing like a token") from None
    if not isinstance(city, str) or signed.protected != {"alg": ALGORITHM, "typ": kind, "kid": str(kid)}:
        raise Unverified("of another kind")
    key = key_of(city, kid)
    if key is None or not _is_signed(signed, key):
        raise Unverified("not signed by its issuer")
    return dict(claims)


def type_of(token: str) -> str | None:
    """The `typ` that a token says it has; None: nothing like a token. Nothing of it is verified."""
    if len(token) > MOST_CHARACTERS:
        return None
    try:
        kind = jws.extract_compact(token.encode()).protected.get("typ")
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return kind if isinstance(kind, str) else None


def _is_signed(signed: jws.CompactSignature, key: OKPKey) -> bool:
    try:
        return jws.validate_compact(signed, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        return False
