"""Calendar feeds: who may read what under a secret address. Knows no secret, only its digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.errors import Conflict, NotFound
from services.bookings.domain.bookings import Booking
from services.bookings.domain.people import Actor, Member
from services.bookings.domain.permissions import Permission, Where, may, require
from services.bookings.domain.places import Space

MOST_FEEDS = 20  # of one member at once
SHOWN_SINCE = timedelta(days=31)
MOST_ENTRIES = 1000


@dataclass(frozen=True)
class Feed:
    """A calendar under a secret address: a member's own bookings, or when a space is held, without by whom.

    Attributes:
        digest: SHA-256 of the secret, in hexadecimal.
        space_id: None for the member's own bookings.
    """

    feed_id: str
    digest: str
    member_id: str
    home_city: str
    space_id: str | None
    made_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A booking and when it last changed."""

    booking: Booking
    changed_at: datetime


@dataclass(frozen=True)
class Calendar:
    """What is read under an address.

    Attributes:
        space: None for a member's own bookings.
    """

    space: Space | None
    items: Sequence[Entry]


def check_may_make(actor: Actor, space: Space | None, feeds: int) -> None:
    """Refuse a feed of a space to whoever may not see its bookings, and one too many.

    Args:
        feeds: how many the actor has.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `too_many_feeds`.
    """
    if space is not None:
        require(actor, Permission.SEE_BOOKINGS, Where.of_space(space))
    if feeds >= MOST_FEEDS:
        raise Conflict("too_many_feeds", f"A member has {MOST_FEEDS} feeds at most.", {"most": MOST_FEEDS})


def check_readable(feed: Feed | None, member: Member | None, space: Space | None) -> Feed:
    """The feed, unless it is unknown, revoked, or whose it is has lost the right to it: all alike.

    Args:
        member: what their city told; None when it has told nothing: then the token counted, when it was made.

    Raises:
        NotFound: `feed_not_found`.
    """
    if feed is None or feed.revoked_at is not None or not (member is None or _may_read(member, space)):
        raise NotFound("feed_not_found", "There is no such feed, or no longer.")
    return feed


def _may_read(member: Member, space: Space | None) -> bool:
    if member.status != "active":
        return False
    actor = Actor(member.member_id, member.city, member.category, member.organisation_kind, member.roles)
    return space is None or may(actor, Permission.SEE_BOOKINGS, Where.of_space(space))
