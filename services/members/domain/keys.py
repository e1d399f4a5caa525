"""The keys of a city: one pair signs its access tokens, one opens what is sealed for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Jwk = dict[str, Any]
KeyUse = Literal["sig", "enc"]
KEY_USES: tuple[KeyUse, ...] = ("sig", "enc")


@dataclass(frozen=True)
class CityKey:
    """One key pair.

    Attributes:
        use: `sig` (Ed25519) or `enc` (X25519), as in a JWK (RFC 7517, 4.2).
        generation: 1 for the city's first key of this use; one more with each rotation.
        jwk: the private JWK, with `kid`.
        created_at: UTC.
        used_from: UTC; before then it is published and not used, so that everybody has it when it is; None: at once.
        retires_at: from this instant (UTC) on it is neither used nor published; None: not planned.
    """

    use: KeyUse
    generation: int
    jwk: Jwk = field(repr=False)
    created_at: datetime
    used_from: datetime | None = None
    retires_at: datetime | None = None


def rotations(keys: Iterable[CityKey]) -> int:
    """How many times a key of the city was replaced by a newer one, all uses together."""
    newest: dict[KeyUse, int] = {}
    for key in keys:
        newest[key.use] = max(newest.get(key.use, 1), key.generation)
    return sum(generation - 1 for generation in newest.values())
