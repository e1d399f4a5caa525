"""Organisations, and who acts for them."""

from __future__ import annotations

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import acting as acting_of
from services.members.tables import members, organisations


def organisation(session: Session, organisation_id: str) -> domain.Organisation | None:
    """The organisation, or None."""
    wanted = select(organisations).where(organisations.c.organisation_id == organisation_id)
    row = session.execute(wanted).mappings().one_or_none()
    return _organisation(row) if row else None


def lock_organisation(session: Session, organisation_id: str, *, shared: bool = False) -> domain.Organisation | None:
    """The organisation, which changes only after this transaction; or None. Shared: by all who do not change it."""
    wanted = select(organisations).where(organisations.c.organisation_id == organisation_id)
    row = session.execute(wanted.with_for_update(read=shared)).mappings().one_or_none()
    return _organisation(row) if row else None


def organisations_of(session: Session, member_id: str) -> list[domain.Organisation]:
    """The organisations for which a member acts now; the first joined first."""
    wanted = (
        select(organisations)
        .join(acting_of)
        .where(acting_of.c.member_id == member_id, acting_of.c.left_at.is_(None))
        .order_by(acting_of.c.joined_at, acting_of.c.organisation_id)
    )
    return [_organisation(row) for row in session.execute(wanted).mappings()]


def acting(session: Session, member_id: str, organisation_id: str) -> domain.Acting | None:
    """What a member is to an organisation, or was; None for nothing ever."""
    return _acting(session, member_id, organisation_id)


def lock_acting(session: Session, member_id: str, organisation_id: str) -> domain.Acting | None:
    """The same, which changes only after this transaction."""
    return _acting(session, member_id, organisation_id, lock=True)


def lock_acting_for(session: Session, organisation_id: str) -> list[domain.Acting]:
    """Who acts for an organisation now, by id, which changes only after this transaction."""
    present = (acting_of.c.organisation_id == organisation_id) & acting_of.c.left_at.is_(None)
    wanted = select(acting_of).where(present).order_by(acting_of.c.member_id).with_for_update()
    return [domain.Acting(**row) for row in session.execute(wanted).mappings()]


def members_acting_for(session: Session, organisation_id: str) -> list[tuple[domain.Acting, str]]:
    """Who acts for an organisation now, and what they are called; the first joined first."""
    present = (acting_of.c.organisation_id == organisation_id) & acting_of.c.left_at.is_(None)
    wanted = select(acting_of, members.c.name).join(members).where(present)
    rows = session.execute(wanted.order_by(acting_of.c.joined_at, acting_of.c.member_id)).mappings()
    return [(domain.Acting(**{k: v for k, v in row.items() if k != "name"}), row["name"]) for row in rows]


def _acting(session: Session, member_id: str, organisation_id: str, *, lock: bool = False) -> domain.Acting | None:
    theirs = (acting_of.c.member_id == member_id) & (acting_of.c.organisation_id == organisation_id)
    wanted = select(acting_of).where(theirs)
    row = session.execute(wanted.with_for_update() if lock else wanted).mappings().one_or_none()
    return domain.Acting(**row) if row else None


def _organisation(row: RowMapping) -> domain.Organisation:
    return domain.Organisation(**{**row, "kind": domain.OrganisationKind(row["kind"])})
