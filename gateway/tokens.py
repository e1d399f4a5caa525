"""Verifies the members' tokens by the public keys of their cities, which bookings has heard on the bus.

Keys are kept in this process: a member of a city whose own services are down is still known. A key that its city has
taken back verifies nothing any more `FRESH_SECONDS` after bookings has heard of it. Never signs.

Source: RFC 8725 section 3 (one algorithm, explicit type, audience).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from joserfc.jwk import OKPKey

from chassis import clock, logs, passes, signatures
from chassis.errors import RemoteFailure, ServiceError, Unauthenticated, Unavailable
from chassis.signatures import Unverified
from chassis.tokens import AUDIENCE, TYPE
from gateway.context import Asks, Caller

RENEWED_SECONDS = 30  # older keys are asked for again, beside the request that saw it
FRESH_SECONDS = 60  # still older ones before anybody is believed by them, unless bookings does not answer
PAUSE_SECONDS = 5  # between two questions, however many tokens name unknown keys

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
            claims = signatures.verify(token, TYPE, lambda city, kid: self._key(city, kid, rpc))
            return _caller(token, claims)
        except (ValueError, KeyError, TypeError):
            raise Unauthenticated("token_invalid", "no city signed this access token") from None

    def verify_pass(self, token: str, rpc: Asks) -> passes.Pass:
        """What the pass opens.

        Raises:
            Unauthenticated: `pass_invalid`, `pass_expired`.
            Unavailable: no key is known yet, and bookings does not answer.
        """
        return passes.verify(token, lambda city, kid: self._key(city, kid, rpc), clock.now())

    def _key(self, city: str, kid: str, rpc: Asks) -> OKPKey | None:
        if (city, kid) not in self._keys or self._age() >= FRESH_SECONDS:
            self._learn(rpc, PAUSE_SECONDS)
            if not self._keys:
                raise Unavailable("keys_unknown", "the keys of the cities are not known yet")
        elif self._age() >= RENEWED_SECONDS and not self._asking.locked():
            eventlet.spawn_n(self._learn, rpc, RENEWED_SECONDS)
        return self._keys.get((city, kid))

    def _age(self) -> float:
        return float("inf") if self._asked_at is None else self._monotonic() - self._asked_at

    def _learn(self, rpc: Asks, pause: float) -> None:
        """Ask bookings for the keys; when it does not answer the old ones stay."""
        with self._asking:
            if self._age() < pause:
                return
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
            if jwk.get("use") == "enc":
                continue
            try:
                keys[city, str(jwk["kid"])] = signatures.public_key(jwk)
            except (Unverified, KeyError):
                _log.warning("a key of a city is none", city=city)
    return keys


def _caller(token: str, claims: dict[str, Any]) -> Caller:
    """The caller in claims whose signature was verified."""
    audience, until = claims["aud"], claims["exp"]
    if AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise ValueError("for somebody else")
    if type(until) is not int:  # a number that is none (NaN) comes after nothing
        raise ValueError("no end")
    if until <= clock.now().timestamp():
        raise Unauthenticated("token_expired", "sign in again")
    texts = {name: claims[name] for name in ("category", "organisation_kind", "language")}
    roles = tuple(claims["roles"])
    if not all(isinstance(text, str) for text in (claims["sub"], claims["sid"], *texts.values(), *roles)):
        raise ValueError("claims of the wrong type")
    who = {"member_id": claims["sub"], "city": claims["iss"], "login_id": claims["sid"]}
    return Caller(token=token, roles=roles, **who, **texts)
