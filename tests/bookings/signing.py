"""The cities' hands: what they tell of their keys, and what they sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis import attestations, sealing, signatures
from chassis.attestations import Statement

KEYS = {city: signatures.new_key(f"{city}-1") for city in ("roubaix", "tourcoing", "marcq")}


def keys_data(city: str, published_at: str, *keys: dict[str, Any]) -> dict[str, Any]:
    """What a city says in `city.keys_published`, of the key in `KEYS` if none is named."""
    public = [sealing.public(key) for key in keys or (KEYS[city],)]
    return {"city": city, "keys": public, "published_at": published_at}


def signed(data: Mapping[str, Any], key: dict[str, Any]) -> str:
    """The token of an `attestation.issued`; nothing of what is no attestation."""
    try:
        issued_at, until = (data[end] and datetime.fromisoformat(data[end]) for end in ("issued_at", "valid_until"))
    except ValueError:
        return ""
    said = Statement(data["city"], data["member_id"], data["attestation_id"], data["kind"], issued_at, until)
    return attestations.for_bookings(said, key)
