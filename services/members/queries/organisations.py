"""Organisations, and who acts for them."""

from __future__ import annotations

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import acting as acting_of
from services.members.tables import organisations


def organisation(session: Session, organisation_id: str) -> domain.Organisation | None:
    """The organisation, or None."""
    wanted = select(organisations).where(organisations.c.organisation_id == organisation_id)
    row = session.execute(wanted).mappings().one_or_none()
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
    theirs = (acting_of.c.member_id == member_id) & (acting_of.c.organisation_id == organisation_id)
    row = session.execute(select(acting_of).where(theirs)).mappings().one_or_none()
    return domain.Acting(**row) if row else None


def _organisation(row: RowMapping) -> domain.Organisation:
    return domain.Organisation(**{**row, "kind": domain.OrganisationKind(row["kind"])})
