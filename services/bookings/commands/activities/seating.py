"""Seating: what becomes of a registration is written with the seats it takes, why, and what is told of it: all or none.

Whoever calls it has locked the occurrence (`queries.activities.lock_seats`), and tells at the end, once, whether it is
full or not any more (`tell_fullness`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands.activities import telling
from services.bookings.domain.activities import STANDING, Decision, Occurrence, Registration, Seats, standing
from services.bookings.events import OccurrenceFilled, OccurrenceReopened
from services.bookings.tables import decisions, occurrences, registrations


def change(
    session: Session,
    seats: Seats,
    before: Registration | None,
    after: Registration,
    code: str | None,
    now: datetime,
    *,
    by: domain.Actor | None = None,
    other_dates: Sequence[Occurrence] = (),
    what: str = "seats",
    told: bool = True,
) -> tuple[Seats, Registration]:
    """Write what became of a registration, with its seats, the decision and its event.

    Args:
        before: None: it is new.
        code: of the decision; None: nothing was decided.
        by: who decided it; None: the rules alone.
        other_dates: proposed to who has lost theirs.
        what: changed, when the status did not.
        told: whether its city hears of it.

    Returns:
        The seats from now on, and the registration as it is written.
    """
    sequence = 0 if before is None else before.sequence + told
    after = replace(after, sequence=sequence, changed_at=now)
    then = seats.after(before, after)
    _save_counts(session, seats.occurrence, then.occurrence)
    if before is None:
        session.execute(insert(registrations).values(asdict(after)))
    else:
        mine = registrations.c.registration_id == after.registration_id
        session.execute(update(registrations).where(mine).values(asdict(after)))
    position = queries.activities.position(session, after)
    if code is not None:
        decide(session, seats, after, code, now, by=by, position=position)
    if told:
        outbox.record(session, telling.step(then, after, before, position, now, other_dates, what), now)
    return then, after


def end_all(
    session: Session,
    seats: Seats,
    reason: str,
    now: datetime,
    *,
    by: domain.Actor | None = None,
    other_dates: Sequence[Occurrence] = (),
) -> Seats:
    """Cancel all that stand there, in their turn: as `change` of each, in a few statements.

    Args:
        seats: as they were, of the occurrence as its members are told of it.
    """
    opened, written = seats, []
    for before in queries.activities.standing_in(session, seats.occurrence.occurrence_id):
        after = standing.end(before, "cancelled", reason, now)
        after = replace(after, sequence=before.sequence + 1, changed_at=now)
        written.append(asdict(line(seats, after, "cancelled", now, by=by)))
        seats = seats.after(before, after)
        outbox.record(session, telling.step(seats, after, before, None, now, other_dates), now)
    if written:
        theirs = registrations.c.occurrence_id == seats.occurrence.occurrence_id
        ended = {"status": "cancelled", "end_reason": reason, "ended_at": now, "lapses_at": None, "changed_at": now}
        told = {**ended, "sequence": registrations.c.sequence + 1}
        session.execute(update(registrations).where(theirs, registrations.c.status.in_(STANDING)).values(told))
        session.execute(insert(decisions), written)
    seats = replace(seats, occurrence=replace(seats.occurrence, seats_taken=0, seats_waiting=0))
    _save_counts(session, opened.occurrence, seats.occurrence)
    return seats


def decide(
    session: Session,
    seats: Seats,
    registration: Registration,
    code: str,
    now: datetime,
    *,
    by: domain.Actor | None = None,
    position: int | None = None,
) -> None:
    """Write a line that explains a decision."""
    decided = line(seats, registration, code, now, by=by, position=position)
    session.execute(insert(decisions).values(asdict(decided)))


def line(
    seats: Seats,
    registration: Registration,
    code: str,
    now: datetime,
    *,
    by: domain.Actor | None = None,
    position: int | None = None,
) -> Decision:
    """A decision with the numbers of its moment, those before it, which explain it."""
    detail: dict[str, int | str] = {
        "seats": registration.seats,
        "free": seats.free_for(registration.organisation_id),
        "waiting": seats.occurrence.seats_waiting,
        "number": registration.number,
        "priority": registration.priority,
    }
    if position is not None:
        detail["position"] = position
    if registration.end_reason is not None:
        detail["reason"] = registration.end_reason
    return Decision(
        registration.occurrence_id,
        registration.registration_id,
        code,
        now,
        detail,
        by.member_id if by else None,
        by.city if by else None,
    )


def tell_fullness(session: Session, opened: Seats, seats: Seats, now: datetime) -> Seats:
    """Tell everybody that it is full, or is not any more, if it was otherwise before; what nobody knows of is not told.

    Args:
        opened: as it was before this transaction's changes.
    """
    if seats.is_full == opened.is_full or seats.activity.announced_at is None:
        return seats
    occurrence = replace(seats.occurrence, sequence=seats.occurrence.sequence + 1, changed_at=now)
    seats = replace(seats, occurrence=occurrence)
    mine = occurrences.c.occurrence_id == occurrence.occurrence_id
    session.execute(update(occurrences).where(mine).values(sequence=occurrence.sequence, changed_at=now))
    about = telling.about_occurrence(seats)
    if seats.is_full:
        outbox.record(session, OccurrenceFilled(**about, filled_at=now), now)
    else:
        outbox.record(session, OccurrenceReopened(**about, reopened_at=now), now)
    return seats


def _save_counts(session: Session, before: Occurrence, after: Occurrence) -> None:
    """The seats and the last number; the database refuses more seats than there are."""
    names = ("seats_taken", "seats_waiting", "last_number")
    changed = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    if changed:
        mine = occurrences.c.occurrence_id == after.occurrence_id
        session.execute(update(occurrences).where(mine).values(changed))
