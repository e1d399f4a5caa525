"""Who wishes to be written to of the programme, and of what. Never says who they are."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import consents, interests, members


def subscribers(session: Session, after: str, limit: int) -> tuple[list[tuple[str, tuple[str, ...]]], str | None]:
    """A page of the ids of those who are active, have an address and consent, each with their topics by name; and the
    id after which the next page begins, None when there is none. One query.

    Args:
        session: to read with.
        after: the id after which the page begins; empty: at the start.
        limit: of the page.
    """
    consented = exists().where(
        consents.c.member_id == members.c.id,
        consents.c.purpose == str(domain.ConsentPurpose.NEWSLETTER),
        consents.c.withdrawn_at.is_(None),
    )
    reachable = (members.c.status == str(domain.Status.ACTIVE)) & members.c.email.is_not(None)
    page = select(members.c.id).where(members.c.id > after, reachable, consented).order_by(members.c.id)
    named = page.limit(limit + 1).subquery()
    with_topics = named.outerjoin(interests, interests.c.member_id == named.c.id)
    wanted = select(named.c.id, interests.c.topic).select_from(with_topics)
    found: dict[str, tuple[str, ...]] = {}
    for member_id, topic in session.execute(wanted.order_by(named.c.id, interests.c.topic)):
        found[member_id] = (*found.get(member_id, ()), *([topic] if topic else []))
    items = list(found.items())
    return items[:limit], items[limit - 1][0] if len(items) > limit else None
