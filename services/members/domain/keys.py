"""The keys of a city: one pair signs its tokens and attestations, one opens what is sealed for it. Pure.

A new key is published before it is used, and the old one is kept until nothing that it signed, or that was sealed to
it, is under way any more. A key that leaked is replaced and taken back at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from chassis.errors import Conflict, Unavailable

Jwk = dict[str, Any]
KeyUse = Literal["sig", "enc"]
KEY_USES: tuple[KeyUse, ...] = ("sig", "enc")

ROTATED_EVERY = timedelta(days=90)
PUBLISHED_BEFORE_USE = timedelta(hours=1)
KEPT_AFTER_USE: dict[KeyUse, timedelta] = {
    # an access token lives for minutes, what a member presents for a day; what the city attests waits in a queue as
    # long as bookings is away, and a message may come again for 30 days (`chassis.inbox`); a pass opens longest
    "sig": timedelta(days=180),
    # a request lives for seconds; who has the older key asks for the newer one when it no longer opens
    "enc": timedelta(days=2),
}
MOST_KEYS = 8  # of one use, so that both together stay below the 20 that are heard


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

    def is_used(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.used_from is None or self.used_from <= now


def rotations(keys: Iterable[CityKey]) -> int:
    """How many times a key of the city was replaced by a newer one, all uses together."""
    newest: dict[KeyUse, int] = {}
    for key in keys:
        newest[key.use] = max(newest.get(key.use, 1), key.generation)
    return sum(generation - 1 for generation in newest.values())


def keys_in_turn(keys: Iterable[CityKey], now: datetime) -> list[CityKey]:
    """The keys in the order in which to choose one: the newest that is used comes first, what is not yet used last."""
    return sorted(keys, key=lambda key: (not key.is_used(now), -key.generation, key.use))


def signing_key(keys: Iterable[CityKey], now: datetime) -> Jwk:
    """The private JWK that signs now.

    Raises:
        Unavailable: `keys_unknown`: the city has none yet.
    """
    for key in keys_in_turn(keys, now):
        if key.use == "sig" and key.is_used(now):
            return key.jwk
    raise Unavailable("keys_unknown", "the city has no key to sign with yet")


def first_key(use: KeyUse, jwk: Jwk, now: datetime) -> CityKey:
    """The first key of a city for a use, used at once."""
    return CityKey(use, 1, jwk, now)


def is_rotation_due(keys: Sequence[CityKey], now: datetime) -> bool:
    """Whether the newest of the keys of one use has been there for so long that the next one is to follow."""
    return bool(keys) and max(key.created_at for key in keys) + ROTATED_EVERY <= now


def rotate_keys(keys: Sequence[CityKey], jwk: Jwk, now: datetime) -> list[CityKey]:
    """The keys of one use as they are when a fresh one follows: it is used an hour later, the others retire after that.

    Args:
        keys: of one use, of which none has retired; at least one.
        jwk: the fresh private JWK.
        now: the present instant.

    Returns:
        The fresh key first, then what became of the others.

    Raises:
        Conflict: `too_many_keys`: older ones have not retired yet; with `most`.
    """
    if len(keys) >= MOST_KEYS:
        raise Conflict("too_many_keys", "older keys have not retired yet", {"most": MOST_KEYS})
    fresh = _following(keys, jwk, now, now + PUBLISHED_BEFORE_USE)
    retires_at = now + PUBLISHED_BEFORE_USE + KEPT_AFTER_USE[fresh.use]
    return [fresh, *(key if key.retires_at else replace(key, retires_at=retires_at) for key in keys)]


def replace_leaked_keys(keys: Sequence[CityKey], jwk: Jwk, now: datetime) -> list[CityKey]:
    """The keys of one use as they are when nobody shall believe the older ones: as `rotate_keys`, but at once."""
    return [_following(keys, jwk, now, now), *(replace(key, retires_at=now) for key in keys)]


def _following(keys: Sequence[CityKey], jwk: Jwk, now: datetime, used_from: datetime) -> CityKey:
    newest = max(keys, key=lambda key: key.generation)
    return CityKey(newest.use, newest.generation + 1, jwk, now, used_from)
