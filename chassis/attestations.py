"""What a city attests of a member, as a token that is verified without asking the city: a JWT.

    header  {"alg": "EdDSA", "typ": TYPE, "kid": which of the city's keys}
    claims  {"iss": city, "sub": member, "aud": BOOKINGS or CITIES, "jti": the attestation, "iat", "exp": seconds,
             "kind", "issued_at", "valid_until": seconds}             no name, no address, no organisation

The city tells bookings of each attestation once, with a token that holds as long as the attestation does. What a member
shows elsewhere is made when they ask for it and ends within `PRESENTED_FOR`, so that nobody has to remember for longer
what was revoked. Both name the attestation (`jti`), which is what is revoked. Keeps no key, asks no clock.

Source: RFC 7519 (JWT), RFC 8725 section 3.11 and 3.9 (explicit type, audience).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc.jwk import OKPKey

from chassis import signatures
from chassis.errors import Forbidden, Unavailable

TYPE = "attestation+jwt"
BOOKINGS, CITIES = "champlibre/bookings", "champlibre/cities"
PRESENTED_FOR = timedelta(hours=24)
CLOCKS_DIFFER_BY = timedelta(minutes=5)  # at most, between two nodes

Jwks = Mapping[str, Sequence[Mapping[str, Any]]]
"""The keys of each city, by its code."""


@dataclass(frozen=True)
class Statement:
    """What an attestation says.

    Attributes:
        city: that says it, of a member of its own.
        kind: snake case: `reduced_rate`.
        issued_at, valid_until: UTC, whole seconds; `valid_until` None for no end.
    """

    city: str
    member_id: str
    attestation_id: str
    kind: str
    issued_at: datetime
    valid_until: datetime | None

    def __post_init__(self) -> None:
        for name in ("issued_at", "valid_until"):
            if instant := getattr(self, name):
                object.__setattr__(self, name, instant.replace(microsecond=0))


def for_bookings(said: Statement, jwk: Mapping[str, Any]) -> str:
    """The token that goes with the event, signed by this private JWK of the city; it ends with the attestation."""
    return _signed(said, BOOKINGS, said.issued_at, said.valid_until, jwk)


def to_present(said: Statement, jwk: Mapping[str, Any], now: datetime) -> str:
    """A token for the member to show in the next `PRESENTED_FOR`, if the attestation lasts as long."""
    ends = now + PRESENTED_FOR
    return _signed(said, CITIES, now, min(ends, said.valid_until) if said.valid_until else ends, jwk)


def verify(
    token: str, audience: str, keys: Jwks, now: datetime, is_revoked: Callable[[Statement], bool] = lambda _: False
) -> Statement:
    """What a token says at an instant, if its city signed it for this audience.

    Args:
        token: any text.
        audience: `BOOKINGS` or `CITIES`.
        keys: of every city that was heard of.
        now: the instant.
        is_revoked: whether the city took it back; asked of what it really said.

    Raises:
        Forbidden: `attestation_invalid`, `attestation_expired`, `attestation_revoked`.
        Unavailable: `keys_unknown`: that key of that city was not heard of, yet or any more.
    """

    def key_of(city: str, kid: str) -> OKPKey:
        for jwk in keys.get(city, ()):
            if jwk.get("kid") == kid:
                return signatures.public_key(jwk)
        raise Unavailable("keys_unknown", "the key that this attestation names was not heard of")

    try:
        claims = signatures.verify(token, TYPE, key_of)
        said, begins, ends = _statement(claims), _instant(claims["iat"]), _until(claims.get("exp"))
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        raise Forbidden("attestation_invalid", "no city signed this attestation") from None
    if claims["aud"] != audience or begins > now + CLOCKS_DIFFER_BY:
        raise Forbidden("attestation_invalid", "the attestation is for another use or another time")
    if audience == CITIES and (ends is None or ends - begins > PRESENTED_FOR):
        raise Forbidden("attestation_invalid", "what is presented does not last that long")
    if ends is not None and ends <= now:
        raise Forbidden("attestation_expired", "the attestation was valid until earlier")
    if is_revoked(said):
        raise Forbidden("attestation_revoked", "the city attests it no longer")
    return said


def _signed(said: Statement, audience: str, now: datetime, ends: datetime | None, jwk: Mapping[str, Any]) -> str:
    claims = {
        "iss": said.city,
        "sub": said.member_id,
        "aud": audience,
        "jti": said.attestation_id,
        "iat": _seconds(now),
        "kind": said.kind,
        "issued_at": _seconds(said.issued_at),
    }
    if said.valid_until:
        claims["valid_until"] = _seconds(said.valid_until)
    if ends:
        claims["exp"] = _seconds(ends)
    return signatures.sign(claims, jwk, TYPE)


def _statement(claims: Mapping[str, Any]) -> Statement:
    texts = [claims[name] for name in ("iss", "sub", "jti", "kind", "aud")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("claims of the wrong type")
    city, member_id, attestation_id, kind, _ = texts
    valid_until = _until(claims.get("valid_until"))
    return Statement(city, member_id, attestation_id, kind, _instant(claims["issued_at"]), valid_until)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _instant(seconds: Any) -> datetime:
    if type(seconds) is not int:  # a number that is none (NaN) comes after nothing
        raise ValueError("no instant")
    return datetime.fromtimestamp(seconds, UTC)


def _until(seconds: Any) -> datetime | None:
    return None if seconds is None else _instant(seconds)
