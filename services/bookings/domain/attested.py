"""What a city attests of its member, believed because the city signed it. Pure."""

from __future__ import annotations

from datetime import datetime

from chassis.attestations import BOOKINGS, Jwks, Statement, verify
from chassis.errors import Forbidden, Unavailable


def check_signed(said: Statement, token: str, keys: Jwks, told_at: datetime | None) -> None:
    """Refuse what the city did not sign, as of when it says it did.

    Args:
        said: what the city tells.
        token: by which it proves that.
        keys: of that city.
        told_at: when they were published; None: the city has told none yet.

    Raises:
        Forbidden: `attestation_invalid`.
        Unavailable: `keys_unknown`: signed by a key of which we may hear yet.
    """
    try:
        signed = verify(token, BOOKINGS, keys, said.issued_at)
    except Unavailable:
        if told_at is None or told_at < said.issued_at:
            raise
        raise Forbidden("attestation_invalid", "signed by no key that the city has") from None
    if signed != said:
        raise Forbidden("attestation_invalid", "what is signed is something else")
