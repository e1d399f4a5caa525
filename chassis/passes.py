"""Passes: what somebody without an account shows to look at one registration, and to answer for it: a JWT.

    header  {"alg": "EdDSA", "typ": TYPE, "kid": which of the city's keys}
    claims  {"iss": city, "sub": member, "aud": AUDIENCE, "reg": the registration, "iat", "exp": seconds}     no name

The member's city makes one for a letter about the registration, and nobody keeps it. It opens that registration and
nothing else, until some days after the end of what it is for. It is not taken back one by one: who is erased has no
registration left that it could open, and who is suspended is refused by what they ask of bookings and of their city.
Keeps no key, asks no clock.

Source: RFC 7519 (JWT), RFC 8725 section 3.11 and 3.9 (explicit type, audience); decision 0019.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis import signatures
from chassis.errors import Unauthenticated

TYPE = "pass+jwt"
AUDIENCE = "champlibre/registrations"
OPENS_AFTERWARDS = timedelta(days=7)
"""For how long after the end of the occurrence."""
LASTS_AT_MOST = timedelta(days=180)
"""No longer than a city keeps a key that it signed with; who registers earlier finds a newer one in a later letter."""
CLOCKS_DIFFER_BY = timedelta(minutes=5)  # at most, between two nodes


@dataclass(frozen=True)
class Pass:
    """What a pass opens: one registration of a member of a city."""

    city: str
    member_id: str
    registration_id: str


def make(opens: Pass, until: datetime, jwk: Mapping[str, Any], now: datetime) -> str:
    """A pass, signed by this private JWK of the city.

    Args:
        opens: what.
        until: the end of the occurrence (UTC); it lasts `OPENS_AFTERWARDS` longer, and never `LASTS_AT_MOST`.
        jwk: to sign with.
        now: the present instant.
    """
    ends = min(until + OPENS_AFTERWARDS, now + LASTS_AT_MOST)
    claims = {
        "iss": opens.city,
        "sub": opens.member_id,
        "aud": AUDIENCE,
        "reg": opens.registration_id,
        "iat": int(now.timestamp()),
        "exp": int(ends.timestamp()),
    }
    return signatures.sign(claims, jwk, TYPE)


def is_pass(token: str) -> bool:
    """Whether a token calls itself a pass; that any city signed it is not said."""
    return signatures.type_of(token) == TYPE


def verify(token: str, key_of: signatures.KeyOf, now: datetime) -> Pass:
    """What a pass opens at an instant.

    Args:
        token: any text.
        key_of: as `signatures.verify` takes it.
        now: the instant.

    Raises:
        Unauthenticated: `pass_invalid`, `pass_expired`.
    """
    try:
        claims = signatures.verify(token, TYPE, key_of)
        texts = [claims[name] for name in ("iss", "sub", "reg")]
        instants = [claims[name] for name in ("iat", "exp")]
    except (ValueError, KeyError, TypeError):
        raise Unauthenticated("pass_invalid", "no city signed this pass") from None
    if claims.get("aud") != AUDIENCE or not all(isinstance(text, str) for text in texts):
        raise Unauthenticated("pass_invalid", "the pass is for another use")
    if any(type(instant) is not int for instant in instants):  # a number that is none (NaN) comes after nothing
        raise Unauthenticated("pass_invalid", "the pass does not say from when until when")
    if instants[0] > (now + CLOCKS_DIFFER_BY).timestamp():
        raise Unauthenticated("pass_invalid", "the pass is for another time")
    if instants[1] <= now.timestamp():
        raise Unauthenticated("pass_expired", "what the pass was for is over")
    return Pass(*texts)
