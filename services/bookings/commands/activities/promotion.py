"""Promotion: what has lapsed ends, and what is free is offered to whoever waits first and fits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import queries
from services.bookings.commands.activities import seating
from services.bookings.domain.activities import Occurrence, Seats, standing

SETTLED_AT_ONCE = 20


def open_seats(session: Session, occurrence_id: str, now: datetime) -> tuple[Seats, Seats]:
    """The seats of an occurrence, locked: as they were written, and as they are once what has lapsed has ended.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    written = queries.activities.lock_seats(session, occurrence_id)
    return written, settle(session, written, now)


def settle(session: Session, seats: Seats, now: datetime) -> Seats:
    """End what has lapsed, and who waits in vain; offer what that frees. One query when there is nothing."""
    noted = note_ends(session, seats, now)
    return seats if noted is seats else offer(session, noted, now)


def note_ends(session: Session, seats: Seats, now: datetime) -> Seats:
    """Likewise, and offer nothing: those that have ended already are told so, whatever becomes of the occurrence."""
    for registration in queries.activities.lapsed_in(session, seats.occurrence.occurrence_id, now):
        ended = standing.as_of(registration, seats, now)
        seats, _ = seating.change(session, seats, registration, ended, "lapsed", now)
    if seats.occurrence.seats_waiting and seats.has_closed(now):
        return _end_list(session, seats, now)
    return seats


def offer_seats(session: Session, occurrence: Occurrence, now: datetime) -> Occurrence:
    """Offer what is free of an occurrence that is locked, and written as it is given, to those who wait.

    Tells whether it is full, or is not any more, compared with what is given.

    Returns:
        The occurrence from now on.
    """
    opened = queries.activities.seats_of(session, occurrence)
    seats = settle(session, opened, now)
    return seating.tell_fullness(session, opened, offer(session, seats, now), now).occurrence


def settle_lists(session: Session, now: datetime) -> int:
    """Settle some of the occurrences in which something has lapsed or closed; gives how many, up to `SETTLED_AT_ONCE`.

    They are locked in the order of their ids.
    """
    due = queries.activities.to_settle(session, now, SETTLED_AT_ONCE)
    for occurrence_id in due:
        opened, seats = open_seats(session, occurrence_id, now)
        seating.tell_fullness(session, opened, seats, now)
    return len(due)


def offer(session: Session, seats: Seats, now: datetime) -> Seats:
    """Offer what is free to those who wait, in their turn, unless staff chooses them by hand.

    Who needs more than is free keeps the turn, and a line says so; once as long as nothing else is to be said, however
    often others come and go.
    """
    if seats.is_by_hand or not seats.occurrence.seats_waiting or not seats.offers(now) or not _any_free(seats):
        return seats
    passed, said = 0, queries.activities.passed_over_in(session, seats.occurrence.occurrence_id)
    for registration in queries.activities.waiting_in(session, seats.occurrence.occurrence_id):
        if not _any_free(seats):
            break
        free = seats.free_for(registration.organisation_id)
        if registration.seats > free:
            passed += 1
            if said.get(registration.registration_id) != free:
                seating.decide(session, seats, registration, "passed_over", now, position=passed)
            continue
        offered = standing.offer(registration, seats, now)
        seats, _ = seating.change(session, seats, registration, offered, "offered", now)
    return seats


def _end_list(session: Session, seats: Seats, now: datetime) -> Seats:
    dates = queries.activities.other_occurrences(session, seats.occurrence, now)
    for registration in queries.activities.waiting_in(session, seats.occurrence.occurrence_id):
        over = standing.as_of(registration, seats, now)
        seats, _ = seating.change(session, seats, registration, over, "closed", now, other_dates=dates)
    return seats


def _any_free(seats: Seats) -> bool:
    kept = (seats.kept_for(one.organisation_id) for one in seats.occurrence.kept_back)
    return seats.left > 0 or any(kept)
