"""Who gets a role in the city, who loses it, and whose rights end because they stayed away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import rights, standing
from services.members.events import MemberRightsEnding
from services.members.tables import member_roles, members


def grant_role(
    session: Session, city: str, staff: domain.Member, member_id: str, grant: domain.Grant, now: datetime
) -> domain.Member:
    """Give a member a role, in the whole city or at a place; harmless the second time.

    Args:
        session: the transaction.
        city: code of the city.
        staff: who grants it.
        member_id: to whom.
        grant: the role, and where.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `grants_oneself`.
        NotFound: `member_not_found`.
        Invalid: `role_not_of_place`.
    """
    queries.lock_with_administrators(session, staff.id, member_id)
    before = _used_over(session, staff, member_id, "grant_role", now)
    after = domain.grant_role(before, staff, grant)
    if after != before:
        row = {"member_id": member_id, "role": str(grant.role), "place_id": grant.place_id}
        session.execute(insert(member_roles).values(row | {"granted_at": now, "granted_by_id": staff.id}))
        _tell(session, city, after, now)
    return after


def withdraw_role(
    session: Session, city: str, staff: domain.Member, member_id: str, grant: domain.Grant, now: datetime
) -> domain.Member:
    """Take a role from a member, which at home counts no more from this instant on; harmless the second time.

    Of two administrators who withdraw each other's, one stays: who comes second is no administrator any more.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `member_not_found`.
        Conflict: `last_administrator`.
    """
    administrators = queries.lock_with_administrators(session, staff.id, member_id)
    before = _used_over(session, staff, member_id, "withdraw_role", now)
    after = domain.withdraw_role(before, grant, administrators)
    if after != before:
        this = (member_roles.c.role == str(grant.role)) & (member_roles.c.place_id == grant.place_id)
        session.execute(delete(member_roles).where(member_roles.c.member_id == member_id, this))
        _tell(session, city, after, now)
    return after


def end_rights(session: Session, city: str, member_id: str, now: datetime) -> domain.Due:
    """Give notice to a member of staff who has stayed away, or withdraw their roles; nothing when nothing is due.

    Returns:
        What was done.
    """
    administrators = queries.lock_with_administrators(session, member_id)
    member = queries.member(session, member_id)
    granted_at, told_of = queries.rights_of(session, member_id)
    if member is None or granted_at is None:
        return domain.Due.NOTHING
    due = domain.due(member, granted_at, told_of, administrators, now)
    if due is domain.Due.NOTICE:
        _give_notice(session, city, domain.told(member), domain.announced_end(member, granted_at, now), now)
    if due is domain.Due.WITHDRAWAL:
        beyond = member_roles.c.role != str(domain.Role.MEMBER)
        session.execute(delete(member_roles).where(member_roles.c.member_id == member_id, beyond))
        _tell(session, city, domain.without_rights(member), now)
    return due


def _used_over(session: Session, staff: domain.Member, member_id: str, operation: str, now: datetime) -> domain.Member:
    """The member over whom the right is used, by staff as they are now that both are locked."""
    still = domain.still(staff, queries.member(session, staff.id))
    rights.use(session, still, domain.Permission.GRANT_ROLES, member_id, operation, now)
    return domain.acknowledge(queries.member(session, member_id))


def _give_notice(session: Session, city: str, told: domain.Member, ends_at: datetime, now: datetime) -> None:
    standing.save(session, told)
    session.execute(update(members).where(members.c.id == told.id).values(rights_ending_told_at=ends_at))
    outbox.record(session, MemberRightsEnding(told.id, city, told.sequence, told.language, ends_at), now)


def _tell(session: Session, city: str, after: domain.Member, now: datetime) -> None:
    standing.save(session, after)
    standing.tell(session, city, after, now)
