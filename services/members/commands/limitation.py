"""Limitation of what is done with a member's data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.commands import standing


def limit(session: Session, city: str, member_id: str, now: datetime, *, wished: bool) -> domain.Member:
    """Keep a member's data without using them, or use them again; harmless the second time.

    Raises:
        Unauthenticated: `token_invalid`: there is nobody of that id.
        Forbidden: `member_not_active`.
    """
    before = domain.recognise(queries.lock_member(session, member_id))
    after = domain.limit(before, wished=wished)
    if after != before:
        standing.save(session, after)
        standing.tell(session, city, after, now)
    return after
