"""Who is suspended, why and until when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import suspensions


def suspension(session: Session, member_id: str) -> domain.Suspension | None:
    """The suspension of a member that stands, or None. Whoever changes it has locked the member."""
    stands = (suspensions.c.member_id == member_id) & suspensions.c.lifted_at.is_(None)
    row = session.execute(select(suspensions).where(stands)).mappings().one_or_none()
    return _suspension(row) if row else None


def suspended_until(session: Session, now: datetime, most: int) -> list[str]:
    """The ids of members whose suspension is over and was not ended yet."""
    over = suspensions.c.lifted_at.is_(None) & (suspensions.c.ends_at <= now)
    wanted = select(suspensions.c.member_id).where(over).order_by(suspensions.c.member_id).limit(most)
    return list(session.scalars(wanted))


def _suspension(row: RowMapping) -> domain.Suspension:
    return domain.Suspension(**{**row, "status_before": domain.Status(row["status_before"])})
