"""The links in letters."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import links


def link(session: Session, token_digest: str) -> domain.Link | None:
    """The link that was sent, or None."""
    row = session.execute(select(links).where(links.c.token_digest == token_digest)).one_or_none()
    return _link(row) if row else None


def lock_link(session: Session, token_digest: str) -> domain.Link | None:
    """The link that was sent, which is used by nobody else in this transaction; or None.

    Whoever locks a member too does so before.
    """
    wanted = select(links).where(links.c.token_digest == token_digest).with_for_update()
    row = session.execute(wanted).one_or_none()
    return _link(row) if row else None


def links_of(session: Session, member_id: str, purpose: domain.Purpose) -> list[domain.Link]:
    """A member's links of one purpose, the newest first."""
    theirs = (links.c.member_id == member_id) & (links.c.purpose == str(purpose))
    return [_link(row) for row in session.execute(select(links).where(theirs).order_by(links.c.expires_at.desc()))]


def _link(row: Row[Any]) -> domain.Link:
    return domain.Link(row.member_id, domain.Purpose(row.purpose), row.expires_at, row.used_at, row.email, row.about_id)
