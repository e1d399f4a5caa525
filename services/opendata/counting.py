"""What persons did waits here until its month is closed: beside the log, and no longer. Never commits.

Everything waits for the end of the log first, so that a month is not closed meanwhile. Each is harmless the second
time, and in the wrong order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from chassis.errors import Forbidden
from services.opendata import queries
from services.opendata.domain import persons
from services.opendata.domain.months import month_of
from services.opendata.tables import attendances, erased, holders, memberships, uses


def hold(session: Session, heard: Mapping[str, Any]) -> None:
    """Keep who holds a booking; what an occurrence holds is nobody's. A booking is one person's all its life."""
    queries.lock_head(session)
    if heard["for_occurrence_id"] is None:
        is_gone = queries.is_erased(session, persons.digest(heard["member_id"]))
        person = None if is_gone else persons.as_holder(heard["member_id"])
        insert_ignoring(session, holders, {"id": heard["id"], "person": person, "home_city": heard["home_city"]})


def attend(session: Session, heard: Mapping[str, Any], sequence: int) -> None:
    """Keep how many came to an occurrence."""
    queries.lock_head(session)
    came = heard["came"] + heard["walked_in"]
    row = {name: heard[name] for name in ("occurrence_id", "place_id", "zone", "starts_at", "bands")}
    row |= {"came": came, "sequence": sequence}
    known = queries.attendance_sequence(session, heard["occurrence_id"])
    if known is None:
        session.execute(insert(attendances).values(row))
    elif sequence > known:
        session.execute(update(attendances).where(attendances.c.occurrence_id == heard["occurrence_id"]).values(row))


def enrol(session: Session, heard: Mapping[str, Any]) -> None:
    """Keep where a member stands, whose city says so.

    Raises:
        Forbidden: `not_its_city`: another city has said so before.
    """
    queries.lock_head(session)
    if queries.is_erased(session, persons.digest(heard["member_id"])):
        return
    person = persons.as_member(heard["member_id"])
    row = {"person": person, **{name: heard[name] for name in ("city", "category", "status", "sequence")}}
    known = queries.membership_of(session, person)
    _check_city(known, heard["city"])
    if known is None:
        session.execute(insert(memberships).values(row))
    elif heard["sequence"] > known["sequence"]:
        session.execute(update(memberships).where(memberships.c.person == person).values(row))


def erase(session: Session, heard: Mapping[str, Any], now: datetime) -> None:
    """Forget a member who is gone: what they hold, and no month has counted, is nobody's.

    Raises:
        Forbidden: `not_its_city`: they are another city's.
    """
    queries.lock_head(session)
    member_id = heard["member_id"]
    _check_city(queries.membership_of(session, persons.as_member(member_id)), heard["city"])
    insert_ignoring(session, erased, {"member_digest": persons.digest(member_id), "erased_at": now})
    session.execute(delete(memberships).where(memberships.c.person == persons.as_member(member_id)))
    session.execute(update(holders).where(holders.c.person == persons.as_holder(member_id)).values(person=None))


def forget_counted(session: Session, month: str, before: datetime) -> None:
    """Forget who did what in a month that is closed, and in those before it.

    Args:
        before: an instant after its end in every zone.
    """
    over = session.execute(
        select(uses.c.id, uses.c.starts_at, uses.c.zone).where(
            uses.c.starts_at < before, uses.c.id.in_(select(holders.c.id))
        )
    )
    for use_id, starts_at, zone in over.all():
        if month_of(starts_at, zone) <= month:
            session.execute(delete(holders).where(holders.c.id == use_id))
    for occurrence_id, each in queries.attended(session, before).items():
        if month_of(each.starts_at, each.zone) <= month:
            session.execute(delete(attendances).where(attendances.c.occurrence_id == occurrence_id))


def forget_erased(session: Session, now: datetime) -> int:
    """Forget whom no message can be late for any more; gives how many."""
    old = erased.c.erased_at <= now - persons.REMEMBERED_FOR
    return int(session.connection().execute(delete(erased).where(old)).rowcount)


def _check_city(known: Mapping[str, Any] | None, city: str) -> None:
    if known is not None and known["city"] != city:
        raise Forbidden("not_its_city", f"the member is not of {city}")
