"""What the months are counted from, and which of them are closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.periods import Period
from services.opendata import tables
from services.opendata.domain.statistics import COUNTED, Attendance, Use, membership
from services.opendata.tables import attendances, erased, holders, memberships, subjects, uses


def use(session: Session, use_id: str) -> dict[str, Any] | None:
    """What is known of a booking without its member."""
    row = session.execute(select(uses).where(uses.c.id == use_id)).mappings().one_or_none()
    return None if row is None else dict(row)


def uses_touching(session: Session, within: Period) -> list[Use]:
    """The bookings that count and touch a period, with who holds them, by their start."""
    columns = [column for column in uses.c if column.name != "sequence"]
    found = (
        select(*columns, holders.c.person, holders.c.home_city)
        .outerjoin(holders, holders.c.id == uses.c.id)
        .where(uses.c.status.in_(COUNTED), uses.c.starts_at < within.ends_at, uses.c.ends_at > within.starts_at)
        .order_by(uses.c.starts_at, uses.c.id)
    )
    return [Use(**row) for row in session.execute(found).mappings()]


def attended(session: Session, before: datetime) -> dict[str, Attendance]:
    """Who came to the occurrences that began before an instant and are not counted, by the id of the occurrence."""
    found = select(attendances).where(attendances.c.starts_at < before).order_by(attendances.c.occurrence_id)
    return {
        row["occurrence_id"]: Attendance(row["place_id"], row["zone"], row["starts_at"], row["came"], row["bands"])
        for row in session.execute(found).mappings()
    }


def attendance_sequence(session: Session, occurrence_id: str) -> int | None:
    """Which telling of who came to an occurrence is kept."""
    found = select(attendances.c.sequence).where(attendances.c.occurrence_id == occurrence_id)
    return session.scalars(found).one_or_none()


def active_members(session: Session) -> dict[tuple[str, str], int]:
    """How many members are active, by city and category."""
    key = (memberships.c.city, memberships.c.category)
    found = select(*key, func.count()).where(memberships.c.status == membership.ACTIVE).group_by(*key)
    return {(city, category): number for city, category, number in session.execute(found)}


def membership_of(session: Session, person: str) -> dict[str, Any] | None:
    """What a city says of a member."""
    row = session.execute(select(memberships).where(memberships.c.person == person)).mappings().one_or_none()
    return None if row is None else dict(row)


def is_erased(session: Session, digest: str) -> bool:
    """Whether a city said that a member is gone."""
    return session.execute(select(erased.c.erased_at).where(erased.c.member_digest == digest)).first() is not None


def every(session: Session, kind: str) -> dict[str, Mapping[str, Any]]:
    """The newest facts of every subject of a kind, by id."""
    found = select(subjects.c.id, subjects.c.facts).where(subjects.c.kind == kind).order_by(subjects.c.id)
    return {row.id: row.facts for row in session.execute(found)}


def first_told(session: Session, kind: str) -> dict[str, datetime]:
    """When each subject of a kind of line was told of first."""
    log = tables.log
    found = select(log.c.subject, func.min(log.c.at).label("told_at")).where(log.c.kind == kind).group_by(log.c.subject)
    return {row.subject: row.told_at for row in session.execute(found)}


def last_closed(session: Session) -> str | None:
    """The last month that was closed."""
    return max(closed(session), default=None)


def closed(session: Session) -> set[str]:
    """Every month that was closed."""
    return set(session.scalars(select(subjects.c.id).where(subjects.c.kind == "month")))


def began_at(session: Session) -> tuple[datetime | None, bool]:
    """When the log begins, and whether it is whole from then on; if not, from when on."""
    log = tables.log
    began = session.scalar(select(log.c.at).where(log.c.kind == "statistics.began").order_by(log.c.position).limit(1))
    if began is not None:
        return began, False
    return session.scalar(select(log.c.at).order_by(log.c.position).limit(1)), True


def heard_of_bookings_at(session: Session) -> datetime | None:
    """When what was heard last of bookings had happened."""
    log = tables.log
    found = select(log.c.at).where(log.c.kind.startswith("booking."))
    return session.scalar(found.order_by(log.c.position.desc()).limit(1))
