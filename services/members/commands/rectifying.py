"""What the city has wrong of a member, put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.commands import rights, standing


def rectify(
    session: Session,
    city: str,
    actor: domain.Member,
    member_id: str,
    changes: Mapping[str, str | None],
    now: datetime,
) -> domain.Member:
    """Change a member's name, language, phone or handle; others are told when they see it: the handle.

    Args:
        session: the transaction.
        city: code of the city.
        actor: the member, a guardian of theirs, or staff on their behalf.
        member_id: whose.
        changes: as `domain.rectify` takes them.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `member_not_found`.
    """
    if actor.id != member_id and not queries.is_guardian(session, actor.id, member_id):
        rights.use(session, actor, domain.Permission.CHANGE_MEMBERS, member_id, "rectify", now)
    before = domain.acknowledge(queries.lock_member(session, member_id))
    after = domain.rectify(before, changes)
    standing.save(session, after)
    if after.sequence != before.sequence:
        standing.tell(session, city, after, now)
    return after
