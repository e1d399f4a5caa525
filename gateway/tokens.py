"""Verifies the members' tokens by the public keys of their cities, which bookings has heard on the bus.

Keys are kept in this process: a member of a city whose own services are down is still known. Never signs.

Source: RFC 8725 section 3 (one algorithm, explicit type, audience).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from chassis import clock, logs
from chassis.errors import RemoteFailure, ServiceError, Unauthenticated, Unavailable
from chassis.tokens import AUDIENCE, REGISTRY, TYPE
from gateway.context import Asks, Caller

FRESH_SECONDS = 60  # older keys are asked for again, beside the request that saw it
PAUSE_SECONDS = 5  # between two questions, however many tokens name unknown keys
_MOST_CHARACTERS = 4096

_log = logs.get("tokens")


class Tokens:
    """The keys of every city, and what they signed.

    Args:
        monotonic: seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float] = clock.monotonic) -> None:
        self._monotonic = monotonic
        self._keys: dict[tuple[str, str], OKPKey] = {}  # (city, kid)
        self._asked_at: float | None = None
        self._asking = Semaphore(1)

    def verify(self, token: str, rpc: Asks) -> Caller:
        """Who the token speaks for.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Unavailable: no key is known yet, and bookings does not answer.
        """
        try:
            if len(token) > _MOST_CHARACTERS:
                raise ValueError("too long")
            signed = jws.extract_compact(token.encode())
            claims = json.loads(signed.payload)
            key = self._key(str(claims["iss"]), str(signed.protected["kid"]), rpc)
            if signed.protected.get("typ") != TYPE or not jws.validate_compact(signed, key, registry=REGISTRY):
                raise ValueError("no access token, or not signed by that key")
            return _caller(token, claims)
        except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Unauthenticated("token_invalid", "no city signed this access token") from None

    def _key(self, city: str, kid: str, rpc: Asks) -> OKPKey:
        if (city, kid) not in self._keys:
            self._learn(rpc, PAUSE_SECONDS)
            if not self._keys:
                raise Unavailable("keys_unknown", "the keys of the cities are not known yet")
        elif self._age() >= FRESH_SECONDS:
            eventlet.spawn_n(self._learn, rpc, FRESH_SECONDS)
        return self._keys[city, kid]

    def _age(self) -> float:
        return float("inf") if self._asked_at is None else self._monotonic() - self._asked_at

    def _learn(self, rpc: Asks, pause: float) -> None:
        """Ask bookings for the keys; when it does not answer the old ones stay."""
        with self._asking:
            if self._age() < pause:
                return
            self._asked_at = self._monotonic()
            try:
                self._keys = _imported(rpc.call("bookings", "issuer_keys"))
            except (ServiceError, RemoteFailure) as exc:
                _log.warning("the keys of the cities were not learnt", exception=type(exc).__name__)
            finally:
                self._asked_at = self._monotonic()  # a silent bookings costs one wait, not one after the other


def _imported(cities: dict[str, list[dict[str, Any]]]) -> dict[tuple[str, str], OKPKey]:
    keys = {}
    for city, jwks in cities.items():
        for jwk in jwks:
            if (jwk.get("kty"), jwk.get("crv"), jwk.get("use", "sig")) != ("OKP", "Ed25519", "sig"):
                continue
            try:
                keys[city, str(jwk["kid"])] = OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x")})
            except (JoseError, ValueError, KeyError):
                _log.warning("a key of a city is none", city=city)
    return keys


def _caller(token: str, claims: dict[str, Any]) -> Caller:
    """The caller in claims whose signature was verified."""
    audience, until = claims["aud"], claims["exp"]
    if AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise ValueError("for somebody else")
    if until <= clock.now().timestamp():
        raise Unauthenticated("token_expired", "sign in again")
    texts = {name: claims[name] for name in ("category", "organisation_kind", "language")}
    roles = tuple(claims["roles"])
    if not all(isinstance(text, str) for text in (claims["sub"], *texts.values(), *roles)):
        raise ValueError("claims of the wrong type")
    return Caller(token=token, member_id=claims["sub"], city=claims["iss"], roles=roles, **texts)
