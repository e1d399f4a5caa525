"""Links in letters: each shows once, and for a time, that who opens it reads the address it was sent to. Pure.

Never keeps a link, only its digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, NotFound


class Purpose(StrEnum):
    """What a letter to a member is about; those of `LINK_LASTS` bring a link."""

    BOOKING = "booking"
    CONFIRMATION = "confirmation"
    KNOWN_ADDRESS = "known_address"


LINK_LASTS = {Purpose.CONFIRMATION: timedelta(hours=48)}


@dataclass(frozen=True)
class Link:
    """A link that was sent.

    Attributes:
        member_id: to whom: a member, or who signed up and will be one.
        expires_at: from this instant (UTC) on it opens nothing.
        used_at: UTC; None: not yet.
    """

    member_id: str
    purpose: Purpose
    expires_at: datetime
    used_at: datetime | None = None


def digest(token: str) -> str:
    """What is kept of a secret that is drawn: SHA-256 in 64 hexadecimal digits; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_link(link: Link | None, purpose: Purpose, now: datetime) -> Link:
    """The link, which opens what it was made for. Whether it was used before is for the caller to look at.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
    """
    if link is None or link.purpose is not purpose:
        raise NotFound("link_unknown", "no such link was sent")
    if link.used_at is None and now >= link.expires_at:
        hours = int(LINK_LASTS[purpose].total_seconds() // 3600)
        raise Conflict("link_expired", f"the link was to be opened within {hours} hours")
    return link
