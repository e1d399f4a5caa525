"""What stands for a member here. Never does IO.

Two names that nobody can join who does not know the member's number, and neither leads back to it.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

_LENGTH = 32  # hexadecimal digits: as much chance as the number itself has

REMEMBERED_FOR = timedelta(days=60)
"""How long it is known that a member is gone: longer than anything said of them may be on its way."""


def as_member(member_id: str) -> str:
    """Of whom a city says where they stand."""
    return digest(f"member/{member_id}")[:_LENGTH]


def as_holder(member_id: str) -> str:
    """Who holds bookings."""
    return digest(f"holder/{member_id}")[:_LENGTH]


def digest(member_id: str) -> str:
    """What is kept of the number of who is gone: SHA-256 in hexadecimal digits, from which nobody finds it again."""
    return hashlib.sha256(member_id.encode()).hexdigest()
