"""The members' access tokens, as the cities that sign them and the gateways that verify them agree: a JWT.

    header  {"alg": ALGORITHM, "typ": TYPE, "kid": which of the city's keys}
    claims  {"iss": city, "sub": member, "aud": AUDIENCE, "iat", "exp": seconds, "jti",
             "category", "organisation_kind", "roles", "language"}            no name and no address

Keeps no key, asks no clock, checks no claim: signed and verified by `chassis.signatures`.

Source: RFC 9068 (`at+jwt`).
"""

from __future__ import annotations

TYPE = "at+jwt"
AUDIENCE = "champlibre"
