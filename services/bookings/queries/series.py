"""Series: what was asked for again and again, its bookings, and what could not be booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.catalogue import space_and_place
from services.bookings.queries.diaries import diary
from services.bookings.queries.people import belongs_to
from services.bookings.queries.seen import spaces_seen_by
from services.bookings.queries.wishes import wish
from services.bookings.tables import bookings, refused_occurrences, series


def series_of(session: Session, series_id: str, actor: domain.Actor) -> domain.series.Series:
    """A series of an actor, or one at a place where their role lets them see bookings; else it is unknown.

    Raises:
        NotFound: `series_not_found`.
    """
    query = select(series).where(series.c.series_id == series_id, _visible(actor))
    return rows.one(session, query, domain.series.Series, "series_not_found")


def lock_series(session: Session, series_id: str) -> domain.series.Series:
    """A series to be changed, of anybody's.

    Raises:
        NotFound: `series_not_found`.
    """
    query = select(series).where(series.c.series_id == series_id).with_for_update()
    return rows.one(session, query, domain.series.Series, "series_not_found")


def refused_of_series(session: Session, series_id: str) -> list[domain.series.RefusedOccurrence]:
    """What could not be booked of a series, in order."""
    query = (
        select(refused_occurrences)
        .where(refused_occurrences.c.series_id == series_id)
        .order_by(refused_occurrences.c.occurrence)
    )
    return rows.every(session, query, domain.series.RefusedOccurrence)


def bookings_of_series(session: Session, series_id: str, now: datetime) -> list[domain.Booking]:
    """The bookings of a series as they are at an instant, whether they stand or not, by time."""
    query = (
        select(bookings).where(bookings.c.series_id == series_id).order_by(bookings.c.starts_at, bookings.c.booking_id)
    )
    return [domain.as_of(booking, now) for booking in rows.every(session, query, domain.Booking)]


def series_to_come(session: Session, series_id: str, since: datetime, now: datetime) -> list[domain.Booking]:
    """The bookings of a series that stand and start at an instant or later; by time."""
    return _by_time(rows.every(session, _standing(series_id, since), domain.Booking), now)


def lock_series_to_come(session: Session, series_id: str, since: datetime, now: datetime) -> list[domain.Booking]:
    """Likewise, to be changed; locked in the order of their ids."""
    return _by_time(rows.every(session, _standing(series_id, since).with_for_update(), domain.Booking), now)


def occasions(
    session: Session,
    space_id: str,
    rule: str,
    starts_local: datetime,
    ends_local: datetime,
    actor: domain.Actor | None,
    now: datetime,
    **more: Any,
) -> tuple[list[domain.planning.Asked], domain.Diary]:
    """The occurrences of a rule in a space, each as a wish, and the diary to plan them in. Twelve queries at most.

    Args:
        more: as `wish` takes it.

    Raises:
        NotFound: `space_not_found`.
        Invalid: `rule_invalid`, `series_too_long`, `period_invalid`.
    """
    _, place = space_and_place(session, space_id)
    found = domain.occurrences.of_rule(rule, starts_local, ends_local, place.zone)
    asked = wishes(session, space_id, found, actor, now, **more)
    return asked, diary_of(session, asked, now)


def wishes(
    session: Session,
    space_id: str,
    occurrences: Sequence[domain.occurrences.Occurrence],
    actor: domain.Actor | None,
    now: datetime,
    **more: Any,
) -> list[domain.planning.Asked]:
    """Some occurrences in a space, each as a wish. As many queries as for one."""
    span = domain.occurrences.span(occurrence.period for occurrence in occurrences)
    base = wish(session, space_id, span, actor, now, **more)
    return [domain.planning.ask(base, occurrence) for occurrence in occurrences]


def diary_of(session: Session, asked: Sequence[domain.planning.Asked], now: datetime) -> domain.Diary:
    """The diary of the space of some wishes, as far as they go."""
    found = [one.wish for one in asked if one.wish]
    return diary(session, found[0].space, domain.occurrences.span(wish.period for wish in found), now)


def _visible(actor: domain.Actor) -> ColumnElement[bool]:
    """Theirs; for staff who see bookings, those where they do, and what they booked for others."""
    theirs = belongs_to(actor, series.c.member_id, series.c.home_city)
    seen = spaces_seen_by(actor)
    if seen is None:
        return theirs
    booked = (series.c.booked_by_id == actor.member_id) & (series.c.booked_by_city == actor.city)
    return or_(theirs, booked, series.c.space_id.in_(seen))


def _standing(series_id: str, since: datetime) -> Select[Any]:
    return (
        select(bookings)
        .where(
            bookings.c.series_id == series_id,
            bookings.c.status.in_(domain.STANDING),
            bookings.c.starts_at >= since,
        )
        .order_by(bookings.c.booking_id)
    )


def _by_time(found: Iterable[domain.Booking], now: datetime) -> list[domain.Booking]:
    standing = (booking for one in found if (booking := domain.as_of(one, now)).stands)
    return sorted(standing, key=lambda booking: booking.starts_at)
