"""What staff of the host city decides of registrations: requests, who is offered something by hand, who comes first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.commands.activities import promotion, seating
from services.bookings.commands.activities.answering import finish, open_for
from services.bookings.domain.activities import Registration, Seats, standing


def approve_registration(session: Session, registration_id: str, actor: domain.Actor, now: datetime) -> Registration:
    """Say yes to a request; the second time nothing happens.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `registration_lapsed`, `registration_not_requested`.
    """
    opened, seats, found = _open(session, registration_id, actor, now)
    return finish(session, opened, seats, found, standing.approve(found, now), "approved", actor, now)


def decline_registration(
    session: Session, registration_id: str, actor: domain.Actor, reason: str, now: datetime
) -> Registration:
    """Say no to a request, for a reason that is a code; its seats go to the next. The second time nothing happens.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `registration_lapsed`, `registration_not_requested`.
    """
    opened, seats, found = _open(session, registration_id, actor, now)
    return finish(session, opened, seats, found, standing.decline(found, reason, now), "declined", actor, now)


def promote(session: Session, registration_id: str, actor: domain.Actor, now: datetime) -> Registration:
    """Offer what is free to somebody who waits, whoever is before them; a line says who did so.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `registration_not_waiting`, `registration_closed`, `occurrence_full`.
    """
    opened, seats, found = _open(session, registration_id, actor, now)
    return finish(session, opened, seats, found, standing.offer(found, seats, now), "promoted", actor, now)


def prioritise(
    session: Session, registration_id: str, actor: domain.Actor, priority: int, now: datetime
) -> Registration:
    """Put somebody who waits before those who have less priority. Nobody is told; a line says who did so.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `registration_not_waiting`.
    """
    opened, seats, found = _open(session, registration_id, actor, now)
    after = standing.prioritise(found, priority)
    if after != found:
        seats, after = seating.change(session, seats, found, after, "prioritised", now, by=actor, told=False)
    seats = promotion.offer(session, seats, now)
    seating.tell_fullness(session, opened, seats, now)
    return after


def _open(
    session: Session, registration_id: str, actor: domain.Actor, now: datetime
) -> tuple[Seats, Seats, Registration]:
    """Likewise `open_for`, for staff of the host city alone."""
    opened, seats, found = open_for(session, registration_id, actor, now)
    domain.require(actor, domain.Permission.CHANGE_REGISTRATIONS, seats.where)
    return opened, seats, found
