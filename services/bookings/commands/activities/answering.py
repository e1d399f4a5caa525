"""What a member does with a registration: accept or refuse what is offered, change its seats, cancel it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import promotion, seating
from services.bookings.domain.activities import STANDING, Registration, Seats, standing


def accept_offer(session: Session, registration_id: str, actor: domain.Actor, now: datetime) -> Registration:
    """Take the seats that are offered; the second time nothing happens.

    Raises:
        NotFound: `registration_not_found`, also for another member's.
        Forbidden: `member_not_active`.
        Conflict: `offer_lapsed`, `registration_not_offered`.
    """
    opened, seats, found = open_for(session, registration_id, actor, now)
    _check_active(session, found)
    return finish(session, opened, seats, found, standing.accept(found, seats, now), "accepted", actor, now)


def refuse_offer(session: Session, registration_id: str, actor: domain.Actor, now: datetime) -> Registration:
    """Give the seats that are offered to the next; the second time nothing happens.

    Raises:
        NotFound: `registration_not_found`, also for another member's.
        Conflict: `offer_lapsed`, `registration_not_offered`.
    """
    opened, seats, found = open_for(session, registration_id, actor, now)
    return finish(session, opened, seats, found, standing.refuse(found, now), "refused", actor, now)


def cancel_registration(
    session: Session, registration_id: str, actor: domain.Actor, reason: str, now: datetime
) -> Registration:
    """End a registration for a reason, and offer what it frees to the next; the second time nothing happens.

    Raises:
        NotFound: `registration_not_found`, also for another member's.
        Conflict: `occurrence_over`.
    """
    opened, seats, found = open_for(session, registration_id, actor, now)
    code = "left" if found.status == "waiting" else "cancelled"
    return finish(session, opened, seats, found, standing.cancel(found, seats, reason, now), code, actor, now)


def change_seats(
    session: Session, registration_id: str, actor: domain.Actor, wanted: int, now: datetime
) -> Registration:
    """Have more or fewer seats; what is given back is offered to the next.

    Raises:
        NotFound: `registration_not_found`, also for another member's.
        Forbidden: `member_not_active`.
        Invalid, Conflict: as `domain.activities.standing.change_seats`.
    """
    opened, seats, found = open_for(session, registration_id, actor, now)
    _check_active(session, found)
    after = standing.change_seats(found, seats, wanted, now)
    return finish(session, opened, seats, found, after, "resized", actor, now)


def note_answered(session: Session, registration_id: str, member_id: str, city: str, now: datetime) -> None:
    """Note that a member gave all the answers that the form requires; the second time nothing happens.

    What nobody knows, or is another member's, or has ended, is left as it is.
    """
    occurrence_id = queries.activities.occurrence_of_theirs(session, registration_id, domain.Holder(member_id, city))
    if occurrence_id is None:
        return
    seats = queries.activities.lock_seats(session, occurrence_id)
    found = queries.activities.registration_in(session, registration_id)
    if found.answered_at is None and found.status in STANDING:
        after = replace(found, answered_at=now)
        seating.change(session, seats, found, after, None, now, what="answered")


def open_for(
    session: Session, registration_id: str, actor: domain.Actor, now: datetime
) -> tuple[Seats, Seats, Registration]:
    """The seats of a registration's occurrence, as written and as of now, and the registration, for who may change it.

    Raises:
        NotFound: `registration_not_found`.
    """
    occurrence_id = queries.activities.occurrence_of(session, registration_id)
    opened, seats = promotion.open_seats(session, occurrence_id, now)
    found = queries.activities.registration_in(session, registration_id)
    guards = queries.is_guardian(session, actor, found.member_id, found.home_city)
    standing.check_may_change(found, actor, seats, is_guardian=guards)
    return opened, seats, found


def finish(
    session: Session,
    opened: Seats,
    seats: Seats,
    before: Registration,
    after: Registration,
    code: str,
    actor: domain.Actor,
    now: datetime,
) -> Registration:
    """Write what became of a registration, and offer what that frees; nothing when it is what it was."""
    if after is before:
        seating.tell_fullness(session, opened, seats, now)
        return before
    seats, after = seating.change(session, seats, before, after, code, now, by=actor)
    seats = promotion.offer(session, seats, now)
    seating.tell_fullness(session, opened, seats, now)
    return after


def _check_active(session: Session, registration: Registration) -> None:
    """Refuse whose city has suspended them: they look, and give back; whoever acts for them does no more."""
    domain.check_active(queries.member(session, registration.member_id, registration.home_city))
