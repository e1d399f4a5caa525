"""Hash passwords and compare them: argon2id. Slow on purpose: never call it on a green thread.

Source: RFC 9106; parameters of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane).
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobodys = _hasher.hash("the password of nobody")


def hash_password(password: str) -> str:
    """The hash to keep, with its own salt and parameters."""
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether it is the password of this hash. With None it is not, which takes as long to find out."""
    try:
        return _hasher.verify(password_hash or _nobodys, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
