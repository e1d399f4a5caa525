"""Sign access tokens (`chassis.tokens`) and verify the city's own. Keeps no key, asks no clock."""

from __future__ import annotations

from typing import Any

from joserfc.jwk import OKPKey

from chassis import signatures
from chassis.errors import Unauthenticated
from chassis.signatures import Unverified, new_key
from chassis.tokens import TYPE

__all__ = ["new_key", "sign", "verify"]


def sign(claims: dict[str, Any], jwk: dict[str, Any], type_: str = TYPE) -> str:
    """The claims as a compact JWT, by default of type `at+jwt`, signed by this private JWK."""
    return signatures.sign(claims, jwk, type_)


def verify(token: str, jwks: list[dict[str, Any]], type_: str = TYPE) -> dict[str, Any]:
    """The claims of a token of this type that one of these keys of the city signed; they are yet to be checked.

    Raises:
        Unauthenticated: `token_invalid`.
    """

    def key_of(_city: str, kid: str) -> OKPKey | None:
        return next((signatures.public_key(jwk) for jwk in jwks if jwk["kid"] == kid), None)

    try:
        return signatures.verify(token, type_, key_of)
    except Unverified:
        raise Unauthenticated("token_invalid", "no key of the city signed such a token") from None
