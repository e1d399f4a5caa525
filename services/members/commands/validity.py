"""What time does to memberships and suspensions: told before, ended after. Each does some, and says how many."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import standing
from services.members.commands.suspensions import lift
from services.members.events import MembershipEnded, MembershipEnding
from services.members.tables import members


def tell_of_endings(session: Session, city: str, now: datetime, most: int) -> int:
    """Tell members whose membership ends within 30 days, each once for each end.

    Args:
        session: the transaction.
        city: code of the city.
        now: the present instant.
        most: how many members at most.

    Returns:
        How many were told.
    """
    found = queries.lock_to_be_told(session, now, most)
    for member_id in found:
        member = domain.told(domain.acknowledge(queries.lock_member(session, member_id)))
        assert member.membership_ends_at is not None
        standing.save(session, member)
        this = members.c.id == member_id
        session.execute(update(members).where(this).values(ending_told_at=member.membership_ends_at))
        ending = MembershipEnding(member_id, city, member.sequence, member.membership_ends_at)
        outbox.record(session, ending, now)
    return len(found)


def end_memberships(session: Session, city: str, now: datetime, most: int) -> int:
    """Make guests of the members whose membership is over, and tell everybody, and them by letter; likewise."""
    found = queries.lock_ended(session, now, most)
    for member_id in found:
        before = domain.acknowledge(queries.lock_member(session, member_id))
        guest = domain.told(domain.as_of(before, now))
        standing.tell(session, city, guest, now)
        written = domain.told(guest)
        standing.save(session, written)
        outbox.record(session, MembershipEnded(member_id, city, written.sequence, now), now)
    return len(found)


def end_suspensions(session: Session, city: str, now: datetime, most: int) -> int:
    """Reinstate the members whose suspension has come to its end; likewise."""
    found = queries.suspended_until(session, now, most)
    for member_id in found:
        member = queries.lock_member(session, member_id)
        suspension = queries.suspension(session, member_id)  # as it is now that nobody else changes it
        if member and suspension and suspension.is_over(now):
            lift(session, city, member, suspension, None, now)
    return len(found)
