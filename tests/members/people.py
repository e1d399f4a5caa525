"""Invented people, instants and keys for the tests of members."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.members import domain

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROUBAIX = "roubaix"
PASSWORD = "Vélo jaune 42 sous la pluie"
EMAIL = "camille.vandamme@example.org"
CAMILLE = domain.Person(name="Camille Vandamme", email=EMAIL, language="fr")
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


def signed_up(
    member_id: str = CAMILLE_ID, person: domain.Person = CAMILLE, hashed: str | None = "a-hash"
) -> domain.SignUp:
    """Camille, who signed up and did not confirm yet; or somebody else."""
    return domain.SignUp(member_id, person, hashed, domain.NOTICE_VERSION, NOW)


def active(**changes: Any) -> domain.Member:
    """Camille, confirmed; with some things otherwise."""
    return replace(domain.become(signed_up(), NOW), **changes)


def staff(*roles: domain.Role, **changes: Any) -> domain.Member:
    """Another active member of Roubaix, with these roles in the whole city beside `member`."""
    grants = {domain.Grant(role) for role in (domain.Role.MEMBER, *roles)}
    return active(**{"id": OTHER_ID, "email": "joris@example.org", "roles": tuple(sorted(grants))} | changes)
