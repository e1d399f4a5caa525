"""The public keys of a city as they travel, a list of JWKs: what is private is refused, what is not ours left out.

Source: RFC 7517 (JWK), RFC 8037 (OKP).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

MOST_KEYS = 20
_LONGEST = 100
_NEEDED = ("kty", "crv", "x", "kid")
_NAMES = (*_NEEDED, "use", "alg")
_PRIVATE = frozenset(("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"))


class PublicJwks(fields.Field[list[dict[str, str]]]):
    """1 to 20 keys, of which those are kept that can be ours (`OKP`), with the fields that we know.

    A private key that a city lets slip is neither kept nor handed on.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[dict[str, str]]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_KEYS:
            raise ValidationError(f"Not a list of 1 to {MOST_KEYS} keys.")
        if not all(isinstance(jwk, Mapping) for jwk in value):
            raise ValidationError("Holds something that is no key.")
        if any(_PRIVATE & jwk.keys() for jwk in value):
            raise ValidationError("Holds a private key.")
        kept = [_public(jwk) for jwk in value if jwk.get("kty") == "OKP"]
        if not kept:
            raise ValidationError("Holds no key of ours.")
        return kept


def _public(jwk: Mapping[str, Any]) -> dict[str, str]:
    """What we know of a key."""
    known = {name: jwk[name] for name in _NAMES if name in jwk}
    if any(not isinstance(text, str) or len(text) > _LONGEST for text in known.values()):
        raise ValidationError("Holds a key with something that is no short text.")
    if missing := [name for name in _NEEDED if name not in known]:
        raise ValidationError(f"Holds a key without {', '.join(missing)}.")
    return known
