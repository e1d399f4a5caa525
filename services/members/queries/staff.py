"""Who has a role, and since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import member_roles, members


def lock_with_administrators(session: Session, *member_ids: str) -> set[str]:
    """The ids of the city's administrators who are not suspended; they and these members change only after this.

    All are locked by id, so that nobody waits in a circle; then they are read anew, since what was withdrawn while we
    waited is seen by a statement of its own alone.
    """
    administration = member_roles.c.role == str(domain.Role.CITY_ADMINISTRATOR)
    everywhere = member_roles.c.place_id == domain.EVERYWHERE
    administrators = select(member_roles.c.member_id).where(administration, everywhere)
    those = or_(members.c.id.in_(member_ids), members.c.id.in_(administrators))
    session.execute(select(members.c.id).where(those).order_by(members.c.id).with_for_update())
    active = members.c.status != str(domain.Status.SUSPENDED)
    return set(session.scalars(administrators.join(members, members.c.id == member_roles.c.member_id).where(active)))


def staff_unseen_since(session: Session, instant: datetime) -> list[str]:
    """The ids of the staff who have not signed in since an instant, who stayed away longest first."""
    beyond = select(member_roles.c.member_id).where(member_roles.c.role != str(domain.Role.MEMBER))
    unseen = (members.c.last_seen_at <= instant) & members.c.id.in_(beyond)
    return list(session.scalars(select(members.c.id).where(unseen).order_by(members.c.last_seen_at, members.c.id)))


def rights_of(session: Session, member_id: str) -> tuple[datetime | None, datetime | None]:
    """When the latest role beyond `member` was granted, and the end of their rights that the member was told of."""
    beyond = (member_roles.c.member_id == member_id) & (member_roles.c.role != str(domain.Role.MEMBER))
    latest = func.max(member_roles.c.granted_at, type_=member_roles.c.granted_at.type)
    told_of = select(members.c.rights_ending_told_at).where(members.c.id == member_id)
    return session.scalar(select(latest).where(beyond)), session.scalar(told_of)
