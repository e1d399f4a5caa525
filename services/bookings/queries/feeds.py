"""Calendar feeds, and what they show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.catalogue import space
from services.bookings.queries.people import member
from services.bookings.queries.waiting import around
from services.bookings.tables import bookings, feeds


def feed_by_digest(session: Session, digest: str) -> domain.Feed | None:
    """The feed under a secret, also a revoked one."""
    return rows.first(session, select(feeds).where(feeds.c.digest == digest), domain.Feed)


def feeds_of(session: Session, actor: domain.Actor) -> list[domain.Feed]:
    """The feeds of a member that are not revoked, the latest first."""
    query = select(feeds).where(_theirs(actor), feeds.c.revoked_at.is_(None))
    return rows.every(session, query.order_by(feeds.c.made_at.desc(), feeds.c.feed_id), domain.Feed)


def lock_feed(session: Session, feed_id: str, actor: domain.Actor) -> domain.Feed:
    """A feed of the actor, to be revoked.

    Raises:
        NotFound: `feed_not_found`, also for another member's.
    """
    query = select(feeds).where(feeds.c.feed_id == feed_id, _theirs(actor)).with_for_update()
    return rows.one(session, query, domain.Feed, "feed_not_found")


def calendar(session: Session, digest: str, now: datetime) -> domain.Calendar:
    """What is read under a secret: bookings of the last month and all to come, so many at most. Six queries.

    Raises:
        NotFound: `feed_not_found`.
    """
    feed = feed_by_digest(session, digest)
    found = space(session, feed.space_id) if feed and feed.space_id else None
    feed = domain.feeds.check_readable(feed, member(session, feed.member_id, feed.home_city) if feed else None, found)
    theirs = (bookings.c.member_id == feed.member_id) & (bookings.c.home_city == feed.home_city)
    shown = bookings.c.space_id.in_(around([found.space_id])) if found else theirs
    return domain.Calendar(found, _entries(session, shown, now))


def _entries(session: Session, shown: ColumnElement[bool], now: datetime) -> list[domain.Entry]:
    """Those nearest to now, in order of time."""
    is_past = bookings.c.ends_at <= now
    nearest = (
        case((is_past, 1), else_=0),
        case((is_past, None), else_=bookings.c.starts_at),
        bookings.c.ends_at.desc(),
    )
    query = (
        select(bookings)
        .where(shown, bookings.c.ends_at > now - domain.feeds.SHOWN_SINCE)
        .order_by(*nearest, bookings.c.booking_id)
        .limit(domain.feeds.MOST_ENTRIES)
    )
    found = [_entry(row, now) for row in session.execute(query)]
    return sorted(found, key=lambda entry: (entry.booking.starts_at, entry.booking.booking_id))


def _entry(row: Any, now: datetime) -> domain.Entry:
    booking = domain.as_of(rows.thing(row, domain.Booking), now)
    return domain.Entry(booking, max(row.changed_at or booking.booked_at, booking.cancelled_at or booking.booked_at))


def _theirs(actor: domain.Actor) -> ColumnElement[bool]:
    return (feeds.c.member_id == actor.member_id) & (feeds.c.home_city == actor.city)
