"""Members whom staff looks for, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.queries.people import member
from services.members.tables import members, views


def find(session: Session, search: domain.Search, *, limited: bool) -> list[domain.Member]:
    """The members who are looked for, by name; `MOST_FOUND` of them at most.

    Args:
        session: to read with.
        search: who is looked for.
        limited: also those who asked for a limitation.
    """
    wanted = select(members.c.id).where(_matches(search)).order_by(members.c.name, members.c.id)
    if not limited:
        wanted = wanted.where(members.c.status != str(domain.Status.LIMITED))
    found = (member(session, member_id) for member_id in session.scalars(wanted.limit(domain.MOST_FOUND)))
    return [one for one in found if one is not None]


def names(session: Session, member_ids: Collection[str], *, limited: bool) -> dict[str, str]:
    """The names of some members, by their ids; who is not known is left out. One query.

    Args:
        session: to read with.
        member_ids: of whom.
        limited: also of those who asked for a limitation.
    """
    wanted = select(members.c.id, members.c.name).where(members.c.id.in_(member_ids))
    if not limited:
        wanted = wanted.where(members.c.status != str(domain.Status.LIMITED))
    return {row.id: row.name for row in session.execute(wanted)}


def views_of(session: Session, member_id: str, limit: int, before: int | None) -> list[domain.View]:
    """What staff did with rights over a member, the latest first.

    Args:
        session: to read with.
        member_id: over whom.
        limit: how many at most.
        before: only those with a smaller `view_id`; None: from the latest on.
    """
    wanted = select(views).where(views.c.member_id == member_id).order_by(views.c.view_id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(views.c.view_id < before)
    return [domain.View(**row) for row in session.execute(wanted).mappings()]


def _matches(search: domain.Search) -> ColumnElement[bool]:
    if search.email_digest is not None:
        return members.c.email_digest == search.email_digest
    if search.phone is not None:
        return members.c.phone == search.phone
    said = search.beginning or ""
    # SQLite knows capitals of ASCII alone, so those of the others are tried one by one
    written = dict.fromkeys((said, said.lower(), said.upper(), said.title()))
    starts = (members.c.name.istartswith(one, autoescape=True) for one in written)
    within = (members.c.name.icontains(f"{gap}{one}", autoescape=True) for gap in " -'’" for one in written)
    return or_(*starts, *within)
