"""Who writes to whom. A contact lives as long as one letter needs it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

REMEMBERED_FOR = timedelta(days=60)
"""How long it is known that a member is gone: longer than anything said of them may be on its way."""


@dataclass(frozen=True)
class Contact:
    """Whom a letter goes to: asked for at sending, never stored.

    Attributes:
        link_token: the secret of the link in the letter, if it brings one.
        for_name: whom the letter is for, when that is somebody else.
        because: why they are written to: `guardian` or `helper`.
        reason: what the city's staff wrote to the member, if the letter tells it; lines.
        until: when what the letter tells ends, UTC; None: it has no end.
    """

    name: str
    email: str
    language: str
    link_token: str | None = None
    for_name: str | None = None
    because: str | None = None
    reason: str | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Letterhead:
    """In whose name a letter is written.

    Attributes:
        sender: the city's e-mail address.
        public_url: of the front end, without a slash at its end.
        zone: IANA, of the city's clocks.
    """

    city: str
    city_name: str
    sender: str
    public_url: str
    zone: str = "Europe/Paris"

    @property
    def display_name(self) -> str:
        """The name beside the sender's address."""
        return f"Champ Libre – {self.city_name}"


def digest(member_id: str) -> str:
    """What is kept of the id of who is gone: SHA-256 in hexadecimal digits, from which nobody finds it again."""
    return hashlib.sha256(member_id.encode()).hexdigest()
