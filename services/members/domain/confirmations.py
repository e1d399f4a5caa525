"""The link by which a member shows that an address is theirs. Pure; never keeps a link, only its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, NotFound
from services.members.domain.people import Member, Status

CONFIRMATION_LASTS = timedelta(hours=48)


class Purpose(StrEnum):
    """What a letter to a member is about. Only `CONFIRMATION` brings a link."""

    BOOKING = "booking"
    CONFIRMATION = "confirmation"
    KNOWN_ADDRESS = "known_address"


@dataclass(frozen=True)
class Confirmation:
    """A link that was sent. Used once: it confirms nothing that is confirmed already.

    Attributes:
        member: to whom it was sent.
        expires_at: from this instant (UTC) on it confirms nothing.
    """

    member: Member
    expires_at: datetime


def digest(token: str) -> str:
    """What is kept of a link's token: SHA-256 in 64 hexadecimal digits; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def confirm(confirmation: Confirmation | None, now: datetime) -> Member:
    """The member after the link was opened; opened again, the member as they are.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
    """
    if confirmation is None:
        raise NotFound("link_unknown", "no such link was sent")
    member = confirmation.member
    if member.is_confirmed:
        return member
    if now >= confirmation.expires_at:
        raise Conflict("link_expired", "the link was to be opened within 48 hours")
    return replace(member, status=Status.ACTIVE, confirmed_at=now, sequence=member.sequence + 1)
