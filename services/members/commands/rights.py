"""Rights over another person's data: used here alone, so that every use is remembered. Never decides who may."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import members, views


def use(
    session: Session,
    staff: domain.Member,
    permission: domain.Permission,
    member_id: str | None,
    operation: str,
    now: datetime,
) -> None:
    """Refuse whoever has not the right; remember the use of it, unless it is of oneself.

    What the transaction then refuses was not done, and is not remembered either; nor is anything of whom nobody knows,
    also who is erased at this very instant.

    Args:
        session: the transaction of what is done by the right.
        staff: who does it.
        permission: the right.
        member_id: over whom; None: over nobody that the city knows.
        operation: what is done, as the bus calls it: `issue_attestation`.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`.
    """
    grant = domain.require(staff, permission)
    if staff.id == member_id:
        return
    view = {"viewer_id": staff.id, "role": str(grant.role), "permission": str(permission), "operation": operation}
    told = [literal(said).label(name) for name, said in view.items()]
    seen = select(members.c.id, *told, literal(now, views.c.viewed_at.type)).where(members.c.id == member_id)
    lasting = seen.with_for_update(read=True, key_share=True)
    session.execute(insert(views).from_select(["member_id", *view, "viewed_at"], lasting))


def forget_views(session: Session, now: datetime) -> None:
    """Remember a use of a right for a year and no longer."""
    session.execute(delete(views).where(views.c.viewed_at <= now - domain.VIEWS_KEPT))
