"""Closures and extra openings: announced, imported from a calendar, withdrawn. No booking ends without a decision."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands import deciding, waiting
from services.bookings.commands.deciding import Decisions
from services.bookings.events import HoursAnnounced, HoursWithdrawn
from services.bookings.tables import special_hours


def close(
    session: Session,
    special: domain.SpecialHours,
    decisions: Decisions,
    actor: domain.Actor,
    new_id: Callable[[], str],
    now: datetime,
) -> list[domain.Booking]:
    """Close a place or a space for a period; gives the bookings that it hits, as they are from then on.

    What is decided about bookings that it does not hit counts for nothing.

    Args:
        new_id: makes the ids of what is proposed.

    Raises:
        NotFound: `place_not_found`, `space_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `in_the_past`; `closure_hits_bookings`, with the ids of those that nobody decided about.
        Forbidden, Invalid, Conflict, NotFound: as `deciding.carry_out`.
    """
    place = _check(session, special, actor, now)
    deciding.lock(session, place.place_id, decisions, now)
    found = deciding.hit(session, queries.closed_by(session, special), [special.period], now)
    domain.closures.check_decided(found, decisions)
    _announce(session, special, place, now)
    return deciding.carry_out(session, found, decisions, actor, new_id, now)


def open_extra(session: Session, special: domain.SpecialHours, actor: domain.Actor, now: datetime) -> None:
    """Open a place or a space for a period beside its hours.

    Raises:
        NotFound: `place_not_found`, `space_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `in_the_past`.
    """
    _announce(session, special, _check(session, special, actor, now), now)
    _offer(session, [special], now)


def withdraw_hours(
    session: Session, special_id: str, actor: domain.Actor, now: datetime, *, keep_bookings: bool = False
) -> domain.SpecialHours:
    """Take back a closure, or an extra opening.

    Args:
        keep_bookings: those within an extra opening stay, though it is closed then.

    Raises:
        NotFound: `closure_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `closure_hits_bookings`, of an extra opening.
    """
    place = queries.place(session, queries.special_hours_of(session, special_id).place_id)
    domain.require(actor, domain.Permission.CLOSE, domain.Where.of_place(place))
    deciding.lock(session, place.place_id, {}, now)
    special = queries.special_hours_of(session, special_id)  # as it is now that nobody else changes it
    if special.is_open and not keep_bookings:
        found = deciding.hit(session, queries.closed_by(session, special), [special.period], now)
        domain.closures.check_decided(found, {})
    _withdraw(session, special, now)
    _offer(session, [special], now)
    return special


def import_closures(
    session: Session,
    place_id: str,
    calendar: str,
    decisions: Decisions,
    actor: domain.Actor,
    new_id: Callable[[], str],
    now: datetime,
) -> domain.closures.Imported:
    """Have a place closed when a calendar says so; the same calendar again changes nothing.

    An entry is known by its uid: what was imported from it before, and that it no longer says, is withdrawn. While
    there is a booking that nobody decided about, nothing is done.

    Raises:
        NotFound: `place_not_found`.
        Forbidden: `permission_missing`.
        Invalid: `calendar_invalid`.
        Forbidden, Invalid, Conflict, NotFound: as `deciding.carry_out`.
    """
    place = queries.place(session, place_id)
    domain.require(actor, domain.Permission.CLOSE, domain.Where.of_place(place))
    told = domain.calendar_entries.read(calendar, place.zone, now)
    deciding.lock(session, place_id, decisions, now)
    known = queries.special_of_calendar(session, place_id, told.uids, now)
    gone, new = domain.closures.compare(known, told)
    closed_already = {special.period for special in known}
    closed = [entry.period for entry in new if entry.period not in closed_already]
    announced = tuple(_imported(new_id(), place_id, entry) for entry in new)
    found = deciding.hit(session, queries.closed_by(session, announced[0]), closed, now) if announced else []
    if not all(domain.closures.is_decided(booking, decisions) for booking in found):
        return domain.closures.Imported(announced, tuple(gone), tuple(found), applied=False)
    for special in gone:
        _withdraw(session, special, now)
    for special in announced:
        _announce(session, special, place, now)
    after = deciding.carry_out(session, found, decisions, actor, new_id, now)
    _offer(session, gone, now)
    return domain.closures.Imported(announced, tuple(gone), tuple(after), applied=True)


def _check(session: Session, special: domain.SpecialHours, actor: domain.Actor, now: datetime) -> domain.Place:
    place = queries.place(session, special.place_id)
    domain.require(actor, domain.Permission.CLOSE, domain.Where.of_place(place))
    if special.space_id is not None:
        queries.space_at(session, special.space_id, place.place_id)
    domain.closures.check_not_over(special.period, now)
    return place


def _imported(special_id: str, place_id: str, entry: domain.calendar_entries.Entry) -> domain.SpecialHours:
    period = entry.period
    return domain.SpecialHours(
        special_id, place_id, None, period.starts_at, period.ends_at, is_open=False, reason=entry.reason, uid=entry.uid
    )


def _announce(session: Session, special: domain.SpecialHours, place: domain.Place, now: datetime) -> None:
    session.execute(insert(special_hours).values(asdict(special)))
    outbox.record(session, HoursAnnounced.of(special, sequence=0, host_city=place.city, announced_at=now), now)


def _withdraw(session: Session, special: domain.SpecialHours, now: datetime) -> None:
    session.execute(delete(special_hours).where(special_hours.c.special_id == special.special_id))
    outbox.record(session, HoursWithdrawn.of(special, sequence=1, withdrawn_at=now), now)


def _offer(session: Session, changed: Collection[domain.SpecialHours], now: datetime) -> None:
    """Offer what is open again, or in addition, to those who wait."""
    for special in changed:
        waiting.offer_freed(session, queries.closed_by(session, special), special.period, now)
