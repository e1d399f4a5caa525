"""Registering for an occurrence: a seat, a request, or a place in the waiting list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands import claiming
from services.bookings.commands.activities import promotion, seating
from services.bookings.domain.activities import Registration, Wanted

_SEATED = {"confirmed": "seated", "requested": "requested", "waiting": "queued"}


def register(
    session: Session,
    registration_id: str,
    occurrence_id: str,
    actor: domain.Actor,
    now: datetime,
    *,
    holder: domain.Holder | None = None,
    seats: int = 1,
    accept_waiting: bool = False,
) -> Registration:
    """Give a member seats of an occurrence, or a place in its list, and tell the others.

    Args:
        holder: who comes, and for which organisation; None for the actor.
        accept_waiting: wait when there are not enough seats.

    Raises:
        NotFound: `occurrence_not_found`.
        NotFound, Forbidden, Invalid, Conflict: as `domain.activities.register`.
    """
    holder = holder or domain.Holder(actor.member_id, actor.city)
    written, free = promotion.open_seats(session, occurrence_id, now)
    claiming.lock_holders(session, holder)
    wanted = Wanted(
        actor,
        holder,
        seats,
        queries.member(session, holder.member_id, holder.city, actor),
        accept_waiting,
        queries.activities.stands_in(session, occurrence_id, holder),
    )
    if not wanted.is_own:
        domain.check_there(is_erased=queries.is_erased(session, actor.member_id))
    free = promotion.offer(session, free, now)  # whoever waits and fits comes first
    registration = domain.activities.register(free, wanted, registration_id, now)
    by = None if wanted.is_own else actor
    free, registration = seating.change(session, free, None, registration, _SEATED[registration.status], now, by=by)
    seating.tell_fullness(session, written, free, now)
    return registration
