"""Who has a seat of an occurrence and who waits for one, for commands. Whoever changes that locks the occurrence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.domain.activities import SEATED, STANDING, Activity, Occurrence, Registration, Seats
from services.bookings.queries import rows
from services.bookings.tables import activities, decisions, occurrences, registrations

IN_TURN = (registrations.c.priority.desc(), registrations.c.number)
"""The order of a waiting list."""


def lock_seats(session: Session, occurrence_id: str) -> Seats:
    """An occurrence whose seats nobody else gives or takes before this transaction ends. Two queries, or three.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    query = select(occurrences).where(occurrences.c.occurrence_id == occurrence_id).with_for_update()
    return seats_of(session, rows.one(session, query, Occurrence, "occurrence_not_found"))


def lock_occurrences(session: Session, occurrence_ids: Collection[str]) -> list[Occurrence]:
    """Likewise some of them, in the order of their ids."""
    query = select(occurrences).where(occurrences.c.occurrence_id.in_(occurrence_ids))
    return rows.every(session, query.order_by(occurrences.c.occurrence_id).with_for_update(), Occurrence)


def seats_of(session: Session, occurrence: Occurrence) -> Seats:
    """The seats of an occurrence that is locked."""
    query = select(activities).where(activities.c.activity_id == occurrence.activity_id)
    activity = rows.one(session, query, Activity, "activity_not_found")
    kept = _kept_taken(session, occurrence.occurrence_id) if occurrence.kept_back else {}
    return Seats(occurrence, activity, kept)


def registration_in(session: Session, registration_id: str) -> Registration:
    """A registration of an occurrence that is locked.

    Raises:
        NotFound: `registration_not_found`.
    """
    query = select(registrations).where(registrations.c.registration_id == registration_id)
    return rows.one(session, query, Registration, "registration_not_found")


def stands_in(session: Session, occurrence_id: str, holder: domain.Holder) -> bool:
    """Whether a member has a registration there that stands."""
    theirs = (registrations.c.member_id == holder.member_id) & (registrations.c.home_city == holder.city)
    query = _of(occurrence_id, STANDING).where(theirs)
    return bool(session.scalar(select(query.exists())))


def registered_in(session: Session, holder: domain.Holder) -> list[str]:
    """The ids of those in which a member has a registration that stands, in order."""
    theirs = (registrations.c.member_id == holder.member_id) & (registrations.c.home_city == holder.city)
    query = select(registrations.c.occurrence_id).where(theirs, registrations.c.status.in_(STANDING))
    return list(session.scalars(query.distinct().order_by(registrations.c.occurrence_id)))


def registrations_in(session: Session, occurrence_id: str, holder: domain.Holder) -> list[Registration]:
    """What a member has there that stands."""
    theirs = (registrations.c.member_id == holder.member_id) & (registrations.c.home_city == holder.city)
    return rows.every(session, _of(occurrence_id, STANDING).where(theirs), Registration)


def occurrence_of_theirs(session: Session, registration_id: str, holder: domain.Holder) -> str | None:
    """Which occurrence a member's registration is for; None: they have none of that id."""
    query = select(registrations.c.occurrence_id).where(
        registrations.c.registration_id == registration_id,
        registrations.c.member_id == holder.member_id,
        registrations.c.home_city == holder.city,
    )
    found: str | None = session.scalar(query)
    return found


def standing_in(session: Session, occurrence_id: str) -> list[Registration]:
    """All that stand there, in their turn."""
    return rows.every(session, _of(occurrence_id, STANDING).order_by(*IN_TURN), Registration)


def waiting_in(session: Session, occurrence_id: str) -> list[Registration]:
    """Those who wait there, in their turn."""
    return rows.every(session, _of(occurrence_id, ["waiting"]).order_by(*IN_TURN), Registration)


def passed_over_in(session: Session, occurrence_id: str) -> dict[str, int]:
    """For whom nothing was decided since they were passed over, and how many seats were free for them then."""
    here = decisions.c.occurrence_id == occurrence_id
    last = select(func.max(decisions.c.number)).where(here).group_by(decisions.c.registration_id)
    query = select(decisions).where(decisions.c.number.in_(last), decisions.c.code == "passed_over")
    return {line.registration_id: line.detail["free"] for line in session.execute(query)}


def lapsed_in(session: Session, occurrence_id: str, now: datetime) -> list[Registration]:
    """What has lapsed there and nobody ended yet, in the order of arrival."""
    query = _of(occurrence_id, ["offered", "requested"]).where(registrations.c.lapses_at <= now)
    return rows.every(session, query.order_by(registrations.c.number), Registration)


def position(session: Session, registration: Registration) -> int | None:
    """1 for who is next; None for who does not wait."""
    if registration.status != "waiting":
        return None
    before = or_(
        registrations.c.priority > registration.priority,
        (registrations.c.priority == registration.priority) & (registrations.c.number < registration.number),
    )
    waiting = _of(registration.occurrence_id, ["waiting"]).where(before).subquery()
    return 1 + (session.scalar(select(func.count()).select_from(waiting)) or 0)


def to_settle(session: Session, now: datetime, limit: int) -> list[str]:
    """The ids of some occurrences in which something has lapsed, or has a list to be ended; in order. Two queries."""
    lapsed = (registrations.c.status.in_(("offered", "requested"))) & (registrations.c.lapses_at <= now)
    due = set(session.scalars(select(registrations.c.occurrence_id).where(lapsed).distinct()))
    lists = select(occurrences.c.occurrence_id, occurrences.c.starts_at, activities.c.terms).join(activities)
    waited_for = (occurrences.c.seats_waiting > 0) & (occurrences.c.status != "postponed")
    for occurrence_id, starts_at, terms in session.execute(lists.where(waited_for)):
        if starts_at - timedelta(minutes=terms["closes_minutes"]) <= now:
            due.add(occurrence_id)
    return sorted(due)[:limit]


def _of(occurrence_id: str, statuses: Collection[str]) -> Select[Any]:
    theirs: ColumnElement[bool] = registrations.c.occurrence_id == occurrence_id
    return select(registrations).where(theirs, registrations.c.status.in_(statuses))


def _kept_taken(session: Session, occurrence_id: str) -> dict[str, int]:
    query = (
        select(registrations.c.organisation_id, func.sum(registrations.c.seats))
        .where(
            registrations.c.occurrence_id == occurrence_id,
            registrations.c.kept,
            registrations.c.status.in_(SEATED),
        )
        .group_by(registrations.c.organisation_id)
    )
    return {organisation_id: int(taken) for organisation_id, taken in session.execute(query)}
