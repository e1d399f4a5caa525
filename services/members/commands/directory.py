"""Who is in the directory of the city, and what members are curious about. Tells nobody: it stays at home."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.commands import consents
from services.members.tables import directory_entries, interests


def enter_directory(
    session: Session, member_id: str, shown_name: str, presentation: str, now: datetime
) -> domain.Entry:
    """Show a member, who consents to it, to the others of the city; in place of what was shown before.

    Raises:
        NotFound: `member_not_found`.
        Forbidden: `member_not_active`, `minors_not_listed`.
    """
    member = domain.acknowledge(queries.lock_member(session, member_id))
    domain.check_may_be_listed(member, now)
    earlier = queries.entry_of(session, member_id)
    listed_at = earlier.listed_at if earlier else now
    entry = domain.Entry(member_id, shown_name, presentation, listed_at, queries.interests_of(session, member_id))
    row = asdict(entry) | {"searched": domain.fold(f"{shown_name} {presentation}")}
    del row["topics"]
    session.execute(delete(directory_entries).where(directory_entries.c.member_id == member_id))
    session.execute(insert(directory_entries).values(row))
    consents.give(session, member_id, domain.ConsentPurpose.DIRECTORY, now)
    return entry


def leave_directory(session: Session, member_id: str, now: datetime) -> None:
    """Show a member no longer, and keep nothing of what was shown; harmless the second time."""
    queries.lock_member(session, member_id)
    session.execute(delete(directory_entries).where(directory_entries.c.member_id == member_id))
    consents.withdraw(session, member_id, domain.ConsentPurpose.DIRECTORY, now)


def choose_interests(
    session: Session, member_id: str, topics: Collection[str], newsletter: bool | None, now: datetime
) -> tuple[str, ...]:
    """What a member is curious about from now on, and whether they wish to be written to of it.

    Args:
        session: the transaction.
        member_id: who.
        topics: normalised; in place of those before.
        newsletter: None leaves it as it is.
        now: the present instant.

    Raises:
        Conflict: `too_many_topics`.
    """
    chosen = domain.check_topics(topics)
    queries.lock_member(session, member_id)
    session.execute(delete(interests).where(interests.c.member_id == member_id))
    if chosen:
        session.execute(insert(interests), [{"member_id": member_id, "topic": topic} for topic in chosen])
    if newsletter:
        consents.give(session, member_id, domain.ConsentPurpose.NEWSLETTER, now)
    elif newsletter is False:
        consents.withdraw(session, member_id, domain.ConsentPurpose.NEWSLETTER, now)
    return chosen
