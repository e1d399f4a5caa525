"""What members asked the city to be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, select, tuple_
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import applications

Cursor = tuple[datetime, str]
_ORDER = (applications.c.applied_at, applications.c.application_id)


def application(session: Session, application_id: str) -> domain.Application | None:
    """The application, or None."""
    wanted = select(applications).where(applications.c.application_id == application_id)
    row = session.execute(wanted).mappings().one_or_none()
    return _application(row) if row else None


def lock_application(session: Session, application_id: str) -> domain.Application | None:
    """The application, which changes only after this transaction; or None. Its member is locked before."""
    wanted = select(applications).where(applications.c.application_id == application_id).with_for_update()
    row = session.execute(wanted).mappings().one_or_none()
    return _application(row) if row else None


def applications_of(session: Session, member_id: str) -> list[domain.Application]:
    """What a member applied for; the latest first."""
    wanted = select(applications).where(applications.c.member_id == member_id).order_by(*(c.desc() for c in _ORDER))
    return [_application(row) for row in session.execute(wanted).mappings()]


def open_applications(
    session: Session, limit: int, after: Cursor | None = None
) -> tuple[list[domain.Application], Cursor | None]:
    """A page of what waits for the city's answer, the oldest first, and where the next one begins."""
    wanted = select(applications).where(applications.c.status == domain.ApplicationStatus.OPEN).order_by(*_ORDER)
    if after is not None:
        wanted = wanted.where(tuple_(*_ORDER) > tuple_(*after))
    rows = session.execute(wanted.limit(limit + 1)).mappings()
    found = [_application(row) for row in rows]
    page = found[:limit]
    return page, (page[-1].applied_at, page[-1].application_id) if len(found) > limit else None


def answer_to(session: Session, member_id: str, status: domain.ApplicationStatus) -> domain.Application | None:
    """What a member was answered last, when it was this; or None."""
    theirs = (applications.c.member_id == member_id) & (applications.c.status == status)
    wanted = select(applications).where(theirs).order_by(applications.c.decided_at.desc()).limit(1)
    row = session.execute(wanted).mappings().one_or_none()
    return _application(row) if row else None


def _application(row: RowMapping) -> domain.Application:
    return domain.Application(
        **{
            **row,
            "category": domain.Category(row["category"]),
            "organisation_kind": domain.OrganisationKind(row["organisation_kind"]),
            "status": domain.ApplicationStatus(row["status"]),
        }
    )
