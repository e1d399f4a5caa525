"""Links in letters: each shows once, and for a time, that who opens it reads the address it was sent to. Pure.

Never keeps a link, only its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, NotFound


class Purpose(StrEnum):
    """What a letter to a member is about; those of `LINK_LASTS` bring a link."""

    BOOKING = "booking"
    REGISTRATION = "registration"
    REGISTRATION_WISH = "registration_wish"
    DIGEST = "digest"
    CONFIRMATION = "confirmation"
    KNOWN_ADDRESS = "known_address"
    RESET = "reset"
    ADDRESS_CHANGE = "address_change"
    ADDRESS_CHANGED = "address_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a secret
    NEW_SIGN_IN = "new_sign_in"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    RIGHTS_ENDING = "rights_ending"
    ADMITTED = "admitted"
    DECLINED = "declined"
    MEMBERSHIP_ENDING = "membership_ending"
    MEMBERSHIP_ENDED = "membership_ended"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    ACCOUNT_ENDING = "account_ending"


LINK_LASTS = {
    Purpose.CONFIRMATION: timedelta(hours=48),
    Purpose.REGISTRATION_WISH: timedelta(hours=48),
    Purpose.RESET: timedelta(hours=2),
    Purpose.ADDRESS_CHANGE: timedelta(hours=48),
}
OLD_ADDRESS_KEPT = timedelta(hours=48)
"""For how long the address that a member had is known: for the letter that tells of the change, and then no more."""
LINKS_KEPT = timedelta(days=7)
"""For how long a link that is over, and a sign-up whose link is, can be told from one that never was."""

_TO_AN_ADDRESS_OF_ITS_OWN = (Purpose.ADDRESS_CHANGE, Purpose.ADDRESS_CHANGED)


@dataclass(frozen=True)
class Link:
    """A link that was sent.

    Attributes:
        member_id: to whom: a member, or who signed up and will be one.
        expires_at: from this instant (UTC) on it opens nothing.
        used_at: UTC; None: not yet.
        email: the address that it is sent to, when that is not the member's.
        about_id: the wish that it grants; None: one of another purpose.
    """

    member_id: str
    purpose: Purpose
    expires_at: datetime
    used_at: datetime | None = None
    email: str | None = None
    about_id: str | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it opens something: neither used nor over."""
        return self.used_at is None and now < self.expires_at


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


def check_unused(link: Link | None, purpose: Purpose, now: datetime) -> Link:
    """The link, which opens what it was made for, this once.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`, `link_used`.
    """
    known = check_link(link, purpose, now)
    if known.used_at is not None:
        raise Conflict("link_used", "the link was used before, or another one of the same kind was")
    return known


def address_for(purpose: Purpose, of_purpose: Sequence[Link], now: datetime) -> str | None:
    """The address that a letter goes to when it is not the member's own; None: to that one.

    Args:
        purpose: of the letter.
        of_purpose: the member's links of this purpose, the newest first.
        now: the present instant.

    Raises:
        Conflict: `link_expired`: the address is known no longer, or the letter of no use.
    """
    if purpose not in _TO_AN_ADDRESS_OF_ITS_OWN:
        return None
    for link in of_purpose:
        if link.is_open(now) and link.email:
            return link.email
    raise Conflict("link_expired", "there is nothing to tell that address any more")
