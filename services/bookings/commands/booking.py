"""Booking: a unit of a space for a member, firm, held or asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands import claiming, saving, waiting


def book(
    session: Session,
    booking_id: str,
    space_id: str,
    period: domain.Period,
    actor: domain.Actor,
    now: datetime,
    *,
    holder: domain.Holder | None = None,
    persons: int = 1,
    past: frozenset[str] = frozenset(),
    tentative: bool = False,
    for_occurrence_id: str | None = None,
) -> domain.Booking:
    """Hold a unit of a space for a member, and tell the others.

    Args:
        holder: whom it is for; None for the actor.
        past: the codes of the rules that the actor goes past, with the right to.
        tentative: a hold, which lapses unless it is confirmed.
        for_occurrence_id: of an activity, as which the actor acts.

    Raises:
        NotFound: `space_not_found`.
        Forbidden, Invalid, Conflict, NotFound: as `domain.check`.
        Conflict: `unit_taken` with the next free periods; `too_many_holds`.
    """
    before = waiting.those_waiting(session, [space_id], period, now)
    claiming.lock_holders(
        session, holder or domain.Holder(actor.member_id, actor.city), *(wait.holder for wait in before)
    )
    wish = queries.wish(session, space_id, period, actor, now, holder=holder, persons=persons, past=past, to_claim=True)
    verdict = domain.check(wish, now)
    waiting.make_room(session, wish, before, now)
    unit = claiming.win(session, booking_id, wish, now)
    if unit is None:
        raise claiming.taken(session, wish, now)
    price = domain.price(wish)
    booking = domain.grant(
        wish,
        booking_id,
        unit,
        price,
        now,
        tentative=tentative,
        went_past=verdict.went_past,
        for_occurrence_id=for_occurrence_id,
    )
    if booking.status != "confirmed":
        domain.check_holds(queries.count_on_hold(session, booking.holder, now))
    return saving.create(session, booking, now)
