"""The public keys of a city, for whoever verifies what it signs. As bookings has heard them: the city may be away."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from gateway.api.operation import Asked

_SEALS = {"alg": "ECDH-ES"}  # a city says of a key that opens seals that it does, and not how


def jwks(asked: Asked) -> Any:
    """The JWK Set of a city.

    Raises:
        NotFound: `city_not_found`.
    """
    city = asked.path["city"]
    keys = asked.bookings("issuer_keys").get(city) if city in asked.context.settings.cities else None
    if keys is None:
        raise NotFound("city_not_found", "no city of the network, or one that has not told its keys yet")
    return {"keys": [_SEALS | key if key.get("use") == "enc" else key for key in keys]}
