"""What a provider publishes of itself: where its parts are, and the keys that it signs with. Kept for an hour.

A token that none of the kept keys verifies is tried once more with fresh ones: keys rotate without a word.

Source: OpenID Connect Discovery 1.0; RFC 8725 section 3 (algorithms of our choice, never the token's).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jws import JWSRegistry

from chassis.config import is_protected
from chassis.errors import Forbidden
from services.members.provider.transport import Session

FRESH_SECONDS = 3600.0
_MOST_KEYS = 50
_ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_REGISTRY = JWSRegistry(algorithms=_ASYMMETRIC, strict_check_header=False)
_KEY_TYPES = ("RSA", "EC")
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OTHER = ("userinfo_endpoint",)


class Knowledge:
    """What is known of one provider.

    Args:
        issuer: its name for itself.
        monotonic: seconds that never go back.
    """

    def __init__(self, issuer: str, monotonic: Callable[[], float]) -> None:
        self._issuer, self._monotonic = issuer, monotonic
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def metadata(self, session: Session) -> dict[str, Any]:
        """Its discovery document, checked.

        Raises:
            Forbidden: `provider_answer_invalid`: it is another's, or names addresses that anybody may listen to.
        """
        if self._metadata is None or self._is_old(self._metadata[0]):
            self._metadata = self._monotonic(), self._checked(session.document(discovery_url(self._issuer)))
        return self._metadata[1]

    def verified(self, session: Session, token: str) -> dict[str, Any]:
        """The claims of a JWT that the provider signed; they are yet to be checked.

        Raises:
            Forbidden: `provider_answer_invalid`.
        """
        for attempt in range(2):
            fresh = self._keys is None or self._is_old(self._keys[0]) or attempt == 1
            keys = self._learn(session) if fresh else self._known()
            try:
                return dict(jwt.decode(token, keys, registry=_REGISTRY).claims)
            except (JoseError, ValueError):
                if fresh:
                    break
        raise Forbidden("provider_answer_invalid", "no key of the provider signed this", {"claim": "signature"})

    def keys(self, session: Session) -> KeySet:
        """Its keys as it publishes them now."""
        return self._learn(session)

    def _is_old(self, learnt_at: float) -> bool:
        return self._monotonic() - learnt_at >= FRESH_SECONDS

    def _known(self) -> KeySet:
        assert self._keys is not None
        return self._keys[1]

    def _learn(self, session: Session) -> KeySet:
        published = session.document(self.metadata(session)["jwks_uri"])["keys"]
        self._keys = self._monotonic(), KeySet([key for jwk in published[:_MOST_KEYS] for key in _imported(jwk)])
        return self._keys[1]

    def _checked(self, document: dict[str, Any]) -> dict[str, Any]:
        if document.get("issuer") != self._issuer:
            raise Forbidden("provider_answer_invalid", "the discovery document is another's", {"claim": "issuer"})
        for name in (*_NEEDED, *(other for other in _OTHER if other in document)):
            if not is_protected(str(document.get(name, ""))):
                raise Forbidden("provider_answer_invalid", f"{name} is no https address", {"claim": name})
        return document


def discovery_url(issuer: str) -> str:
    """Where a provider says what it is."""
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def _imported(jwk: Any) -> list[Any]:
    """A key that signs, if it is one: a symmetric one is none, nor is one that is for something else."""
    if not isinstance(jwk, dict) or jwk.get("kty") not in _KEY_TYPES or jwk.get("use", "sig") != "sig":
        return []
    try:
        return [JWKRegistry.import_key(jwk)]
    except (JoseError, ValueError, TypeError, KeyError):
        return []
