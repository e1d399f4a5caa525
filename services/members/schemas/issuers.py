"""What bookings tells of other cities, as far as members listens."""

from __future__ import annotations

from chassis.jwks import PublicJwks
from chassis.schema import Heard, Instant, Text


class IssuerKeysTold(Heard):
    """`issuer.keys_told`."""

    city = Text(required=True, least=1, most=40)
    keys = PublicJwks(required=True)
    published_at = Instant(required=True)


class IssuerAttestationRevoked(Heard):
    """`issuer.attestation_revoked`."""

    city = Text(required=True, least=1, most=40)
    attestation_id = Text(required=True, least=1, most=36)
    revoked_at = Instant(required=True)
