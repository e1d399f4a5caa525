"""Invented people, instants and keys for the tests of members."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.members import domain

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROUBAIX = "roubaix"
PASSWORD = "Vélo jaune 42 sous la pluie"
CAMILLE = domain.Person(name="Camille Vandamme", email="camille.vandamme@example.org", language="fr")
CAMILLE_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01"
OTHER_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a02"

# The test vectors of RFC 8037, appendix A.
SIGNING_KEY: dict[str, Any] = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "use": "sig",
    "alg": "EdDSA",
    "kid": "roubaix-sig-1",
}
SEALING_KEY: dict[str, Any] = {
    "kty": "OKP",
    "crv": "X25519",
    "x": "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08",
    "d": "XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os",
    "use": "enc",
    "kid": "roubaix-enc-1",
}
KEYS: dict[domain.KeyUse, dict[str, Any]] = {"sig": SIGNING_KEY, "enc": SEALING_KEY}


def registered(**changes: Any) -> domain.Member:
    """Camille, who registered and did not confirm yet; with some things otherwise."""
    member = domain.register(CAMILLE_ID, CAMILLE, NOW)
    return domain.Member(**(vars(member) | changes))


def active(**changes: Any) -> domain.Member:
    """Camille, confirmed."""
    return registered(**({"status": domain.Status.ACTIVE, "confirmed_at": NOW, "sequence": 1} | changes))


def staff(*roles: domain.Role, **changes: Any) -> domain.Member:
    """Another active member of Roubaix, with these roles beside `member`."""
    return active(id=OTHER_ID, email="joris@example.org", roles=tuple(sorted({domain.Role.MEMBER, *roles})), **changes)
