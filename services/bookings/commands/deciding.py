"""Deciding: what becomes of the bookings that a closure hits. Each is kept, cancelled, or another one is proposed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from services.bookings import domain, queries
from services.bookings.commands import claiming, lapsing, saving, waiting

Decisions = Mapping[str, domain.closures.Decision]


def lock(session: Session, place_id: str, decisions: Decisions, now: datetime) -> None:
    """Lock a place's spaces, those that are proposed, and whom they are proposed to: no booking can come in between.

    Those who wait for a space of the place too: what is freed is offered to them.
    """
    proposed = {booking_id: one.space_id for booking_id, one in decisions.items() if one.space_id is not None}
    seen = queries.bookings_by_id(session, proposed)
    space_ids = [space.space_id for space in queries.spaces_of(session, place_id)]
    waits = waiting.those_waiting(session, space_ids, domain.from_now_on(now), now)
    claiming.lock_holders(session, *(booking.holder for booking in seen), *(wait.holder for wait in waits))
    queries.lock_place(session, place_id)  # it gets no space meanwhile
    queries.lock_spaces_of(session, place_id, also=set(proposed.values()))


def hit(
    session: Session, space_ids: Collection[str], closed: Collection[domain.Period], now: datetime
) -> list[domain.Booking]:
    """The bookings of some spaces that closed periods hit, by time, locked."""
    seen = queries.standing_during(session, space_ids, closed)
    locked = queries.lock_bookings(session, seen) if seen else []
    return sorted(
        domain.closures.hits(locked, closed, now), key=lambda booking: (booking.starts_at, booking.booking_id)
    )


def carry_out(
    session: Session,
    found: Iterable[domain.Booking],
    decisions: Decisions,
    actor: domain.Actor,
    new_id: Callable[[], str],
    now: datetime,
) -> list[domain.Booking]:
    """Do what was decided about each booking; gives what it is from then on, and what is proposed instead.

    Raises:
        Conflict: `in_the_past`, `unit_taken`, `booking_of_occurrence`, with the `booking_id`.
        Forbidden, Invalid, Conflict, NotFound: as `domain.check`, of what is proposed, with the `booking_id`.
    """
    after: list[domain.Booking] = []
    for booking in found:
        try:
            decision = domain.closures.decision_of(booking, decisions)
            if decision.fate is domain.closures.Fate.CANCEL:
                ended = domain.closures.cancel_for_closure(booking, now)
                after.append(saving.advance(session, booking, ended, now))
                continue
            after.append(booking)
            if decision.fate is domain.closures.Fate.PROPOSE:
                after.append(_propose(session, booking, decision, actor, new_id(), now))
        except ServiceError as refusal:
            refusal.detail = {**refusal.detail, "booking_id": booking.booking_id}
            raise
    waiting.offer_ended(session, [booking for booking in after if not booking.stands], now)
    return after


def end_replaced(session: Session, booking: domain.Booking, now: datetime) -> None:
    """End the booking instead of which its member has taken another, and tell the others."""
    for replaced in queries.lock_bookings(session, [booking.replaces_id] if booking.replaces_id else []):
        after = domain.closures.cancel_replaced(replaced, now)
        if after is not replaced:
            saving.advance(session, replaced, after, now)
            waiting.offer_ended(session, [after], now)


def _propose(
    session: Session,
    booking: domain.Booking,
    decision: domain.closures.Decision,
    actor: domain.Actor,
    booking_id: str,
    now: datetime,
) -> domain.Booking:
    assert decision.space_id is not None and decision.period is not None, "a proposal says what"
    wish = queries.wish(
        session,
        decision.space_id,
        decision.period,
        actor,
        now,
        holder=booking.holder,
        persons=booking.persons,
        past=decision.past,
        kept=booking,
    )
    wish = replace(wish, proposed=True)
    verdict = domain.check(wish, now)
    lapsing.sweep(session, decision.space_id, decision.period, now)
    unit = claiming.win(session, booking_id, wish, now)
    if unit is None:
        raise claiming.taken(session, wish, now)
    held = domain.grant(wish, booking_id, unit, domain.price(wish), now, tentative=True, went_past=verdict.went_past)
    return saving.create(session, domain.closures.propose(held, booking, wish.space.rules, now), now)
