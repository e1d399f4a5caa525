"""Who went to the city's OpenID Connect provider, and as whom it knows the members."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.queries.people import one_member
from services.members.tables import identities, members, provider_logins


def provider_login(session: Session, state_digest: str) -> domain.ProviderLogin | None:
    """The login that was begun, or None."""
    return _one(session, select(provider_logins).where(provider_logins.c.state_digest == state_digest))


def lock_provider_login(session: Session, state_digest: str) -> domain.ProviderLogin | None:
    """The login that was begun, which nobody else finishes in this transaction; or None."""
    begun = select(provider_logins).where(provider_logins.c.state_digest == state_digest)
    return _one(session, begun.with_for_update())


def lock_member_of_identity(session: Session, issuer: str, subject: str) -> domain.Member | None:
    """The member whom the provider knows by this name, who changes only after this transaction; or None."""
    theirs = (identities.c.issuer == issuer) & (identities.c.subject == subject)
    linked = select(identities.c.member_id).where(theirs).scalar_subquery()
    return one_member(session, members.c.id == linked, lock=True)


def subjects_of(session: Session, member_id: str, issuer: str) -> list[str]:
    """By which names the provider knows a member."""
    theirs = (identities.c.member_id == member_id) & (identities.c.issuer == issuer)
    return list(session.execute(select(identities.c.subject).where(theirs)).scalars())


def _one(session: Session, wanted: Select[Any]) -> domain.ProviderLogin | None:
    row = session.execute(wanted).mappings().one_or_none()
    return domain.ProviderLogin(**row) if row else None
