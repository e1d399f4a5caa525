"""What staff looks at, each time by a right whose use is remembered. Changes nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.commands import rights


def find_members(session: Session, staff: domain.Member, text: str, now: datetime) -> list[domain.Member]:
    """The members who are looked for by a text; each one that is found was looked at.

    Raises:
        Forbidden: `permission_missing`.
    """
    rights.use(session, staff, domain.Permission.SEE_MEMBERS, None, "find_members", now)
    found = queries.find(session, domain.search(text), limited=domain.finds_limited(staff))
    for member_id in sorted(one.id for one in found):
        rights.use(session, staff, domain.Permission.SEE_MEMBERS, member_id, "find_members", now)
    return found


def names(session: Session, staff: domain.Member, member_ids: Collection[str], now: datetime) -> dict[str, str]:
    """The names of some members, for who meets them at a door; each whose name is given was looked at.

    Raises:
        Forbidden: `permission_missing`.
    """
    rights.use(session, staff, domain.Permission.SEE_MEMBERS, None, "names", now)
    found = queries.names(session, member_ids, limited=domain.finds_limited(staff))
    for member_id in sorted(found):
        rights.use(session, staff, domain.Permission.SEE_MEMBERS, member_id, "names", now)
    return found


def member_file(session: Session, staff: domain.Member, member_id: str, now: datetime) -> domain.Member:
    """A member, at whom staff looks.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `member_not_found`.
    """
    rights.use(session, staff, domain.Permission.SEE_MEMBERS, member_id, "member_file", now)
    return domain.shown(staff, queries.member(session, member_id))


def views_over(
    session: Session, staff: domain.Member, member_id: str, limit: int, before: int | None, now: datetime
) -> list[domain.View]:
    """What staff did with rights over a member, and who; looking at it is such a use too.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `member_not_found`.
    """
    rights.use(session, staff, domain.Permission.SEE_VIEWS, member_id, "views_over", now)
    domain.acknowledge(queries.member(session, member_id))
    return queries.views_of(session, member_id, limit, before)
