"""Calendar feeds: made once, revoked at any time. Only the digest of a secret is ever seen here."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands import claiming
from services.bookings.tables import feeds


def make_feed(
    session: Session, feed_id: str, digest: str, actor: domain.Actor, now: datetime, space_id: str | None = None
) -> domain.Feed:
    """Let whoever knows a secret read a calendar; the same secret a second time makes nothing new.

    Args:
        digest: of the secret.
        space_id: when that space is held, for staff; None for the actor's own bookings.

    Raises:
        NotFound: `space_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
        Conflict: `too_many_feeds`.
    """
    claiming.lock_holders(session, domain.Holder(actor.member_id, actor.city))
    domain.check_there(is_erased=queries.is_erased(session, actor.member_id))
    theirs = queries.feeds_of(session, actor)
    for known in theirs:
        if known.digest == digest:
            return known
    space = queries.space(session, space_id) if space_id is not None else None
    domain.feeds.check_may_make(actor, space, len(theirs))
    feed = domain.Feed(feed_id, digest, actor.member_id, actor.city, space_id, now)
    session.execute(insert(feeds).values(asdict(feed)))
    return feed


def revoke_feed(session: Session, feed_id: str, actor: domain.Actor, now: datetime) -> domain.Feed:
    """Have an address show nothing any more; the second time nothing happens.

    Raises:
        NotFound: `feed_not_found`, also for another member's.
    """
    feed = queries.lock_feed(session, feed_id, actor)
    if feed.revoked_at is None:
        feed = replace(feed, revoked_at=now)
        session.execute(update(feeds).where(feeds.c.feed_id == feed_id).values(revoked_at=now))
    return feed
