"""Members, by id or by address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from chassis import addresses
from services.members import domain
from services.members.tables import member_roles, members


def member(session: Session, member_id: str) -> domain.Member | None:
    """The member, or None."""
    return one_member(session, members.c.id == member_id)


def lock_member(session: Session, member_id: str) -> domain.Member | None:
    """The member, who changes only after this transaction; or None."""
    return one_member(session, members.c.id == member_id, lock=True)


def lock_member_with_email(session: Session, email: str) -> domain.Member | None:
    """The member with this address, who changes only after this transaction; or None."""
    return lock_member_with_digest(session, addresses.digest(email))


def lock_member_with_digest(session: Session, email_digest: str) -> domain.Member | None:
    """The member with the address of this digest, who changes only after this transaction; or None."""
    return one_member(session, members.c.email_digest == email_digest, lock=True)


def is_known(session: Session, email_digest: str) -> bool:
    """Whether a member has the address of this digest; who signed up with it and did not confirm it has not."""
    wanted = select(members.c.id).where(members.c.email_digest == email_digest)
    return session.execute(wanted.limit(1)).first() is not None


def one_member(session: Session, condition: ColumnElement[bool], *, lock: bool = False) -> domain.Member | None:
    """The member for whom the condition is true, or None."""
    wanted = select(members).where(condition)
    row = session.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return _with_roles(session, row) if row else None


def _with_roles(session: Session, row: Row[Any]) -> domain.Member:
    granted = select(member_roles.c.role, member_roles.c.place_id).where(member_roles.c.member_id == row.id)
    grants = (domain.Grant(domain.Role(role), place_id) for role, place_id in session.execute(granted))
    return domain.Member(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        category=domain.Category(row.category),
        organisation_kind=domain.OrganisationKind(row.organisation_kind),
        roles=tuple(sorted(grants)),
        status=domain.Status(row.status),
        sequence=row.sequence,
        registered_at=row.registered_at,
        confirmed_at=row.confirmed_at,
        last_seen_at=row.last_seen_at,
        phone=row.phone,
        born_on=row.born_on,
        handle=row.handle,
        membership_ends_at=row.membership_ends_at,
        helper_id=row.helper_id,
    )
