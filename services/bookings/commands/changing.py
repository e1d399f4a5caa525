"""Changing a booking: another time, another space, longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.commands import claiming, crediting, saving, waiting
from services.bookings.events import BookingMoved


def move(
    session: Session,
    booking_id: str,
    actor: domain.Actor,
    now: datetime,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    space_id: str | None = None,
    persons: int | None = None,
    past: frozenset[str] = frozenset(),
) -> domain.Booking:
    """Have a booking at another time or in another space, at the price of now; or leave it all as it was.

    The old claims go and the new ones come in one transaction: nobody sees the member without either. What the
    booking is already changes nothing.

    Args:
        starts_at, ends_at, space_id, persons: None for what it is already.

    Raises:
        NotFound: `booking_not_found`, also for another member's; `space_not_found`.
        Forbidden: `permission_missing`.
        Invalid: `period_invalid`.
        Conflict: `booking_over`, `moved_too_late`, `booking_of_occurrence`; `unit_taken` with the next free periods.
        Forbidden, Invalid, Conflict: as `domain.check`.
    """
    seen = queries.booking(session, booking_id, actor)  # nothing is locked yet: whose it is never changes
    domain.activities.check_own(seen, actor)
    wanted = domain.Period(starts_at or seen.starts_at, ends_at or seen.ends_at)
    before = waiting.those_waiting(session, [space_id or seen.space_id], wanted, now)
    after = waiting.those_waiting(session, [seen.space_id], seen.period, now)
    claiming.lock_holders(session, seen.holder, *(wait.holder for wait in (*before, *after)))
    if queries.booking(session, booking_id, actor) != seen:  # it changed while we waited: what is not said stays
        return move(
            session,
            booking_id,
            actor,
            now,
            starts_at=starts_at,
            ends_at=ends_at,
            space_id=space_id,
            persons=persons,
            past=past,
        )
    space = queries.keep_space(session, space_id or seen.space_id)
    kept = domain.as_of(queries.lock_booking(session, booking_id), now)
    persons = kept.persons if persons is None else persons
    period = domain.Period(starts_at or kept.starts_at, ends_at or kept.ends_at)
    if kept.stands and (kept.space_id, kept.period, kept.persons) == (space.space_id, period, persons):
        return kept
    was_in = space if kept.space_id == space.space_id else queries.space(session, kept.space_id)
    guards = queries.is_guardian(session, actor, kept.member_id, kept.home_city)
    domain.check_may_change(kept, actor, domain.Where.of_space(was_in), is_guardian=guards)
    wish = queries.wish(
        session, space.space_id, period, actor, now, holder=kept.holder, persons=persons, past=past, kept=kept
    )
    went_past = check_movable(wish, was_in, past, now)
    verdict = domain.check(wish, now)
    waiting.make_room(session, wish, before, now)
    claiming.release(session, booking_id)
    unit = claiming.win(session, booking_id, wish, now, prefer=kept.unit_id)
    if unit is None:
        raise claiming.taken(session, wish, now)
    moved = put(session, wish, unit, (*went_past, *verdict.went_past), now)
    waiting.offer_ended(session, [kept], now)
    return moved


def put(
    session: Session,
    wish: domain.Wish,
    unit: domain.Unit,
    went_past: tuple[str, ...],
    now: datetime,
    *,
    in_series: bool = False,
) -> domain.Booking:
    """Write that a booking is as a wish has it, in a unit whose claims are won; at the price of now.

    Args:
        in_series: with others of its series, which is told of it once.
    """
    kept = wish.kept
    assert kept is not None, "only a booking moves"
    moved = domain.move(wish, unit, domain.price(wish), now, went_past)
    moved = crediting.use_anew(session, kept, moved)
    event = BookingMoved.of(
        moved,
        previous_starts_at=kept.starts_at,
        previous_ends_at=kept.ends_at,
        previous_space_id=kept.space_id,
        previous_space_name=kept.space_name,
        moved_at=now,
        in_series=in_series,
    )
    return saving.change(session, kept, moved, event, now)


def check_movable(wish: domain.Wish, was_in: domain.Space, past: frozenset[str], now: datetime) -> tuple[str, ...]:
    """Refuse by the rules of the space where it is; else what the actor goes past.

    Raises:
        Conflict: `booking_over`, `moved_too_late`.
        Forbidden: `permission_missing`.
    """
    assert wish.kept is not None and wish.actor is not None
    try:
        domain.check_movable(wish.kept, was_in.rules, now, extension=wish.is_extension)
    except Conflict as refusal:
        return domain.go_past(refusal, wish.actor, past, domain.Where.of_space(was_in))
    return ()
