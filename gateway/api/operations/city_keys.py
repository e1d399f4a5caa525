"""The public keys of a city."""

from __future__ import annotations

from gateway.api import city_keys, schemas
from gateway.api.operation import Operation
from gateway.tokens import FRESH_SECONDS

OPERATIONS = [
    Operation(
        "GET",
        "/cities/<id:city>/jwks.json",
        "jwks",
        "Les clés publiques d’une ville (JWK Set, RFC 7517)",
        city_keys.jwks,
        schemas.JwkSet,
        refusals=("city_not_found",),
        media_type="application/jwk-set+json",
        fresh_seconds=FRESH_SECONDS,
    ),
]
