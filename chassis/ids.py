"""The only place that draws identifiers and secrets. Everything below the edge gets them as arguments."""

from __future__ import annotations

import base64
import secrets
import uuid


def new() -> str:
    """A fresh identifier: a random UUID in its 36 characters (RFC 9562, version 4)."""
    return str(uuid.uuid4())


def stand_in(identifier: str) -> str:
    """Another identifier for the same thing, always the same; the first cannot be found from it (UUID, version 5)."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, identifier))


def secret(size_bytes: int = 32) -> str:
    """A fresh secret, URL-safe; 32 bytes of entropy by default."""
    return secrets.token_urlsafe(size_bytes)


def typeable(size_bytes: int) -> str:
    """A fresh secret that people type: base32 (RFC 4648), capitals and digits that are not taken for each other."""
    return base64.b32encode(secrets.token_bytes(size_bytes)).decode().rstrip("=")


def spoken(identifier: str) -> str:
    """What is said aloud of an identifier where people meet, in place of a name: its last six characters, in capitals.

    Two among a thousand have the same once in 34; who is called by one shows their booking.
    """
    return identifier[-6:].upper()
