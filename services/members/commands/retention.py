"""What is kept no longer: unused accounts, after notice, by the routine of an erasure; consents that were withdrawn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import standing
from services.members.commands.erasure import erase
from services.members.events import MemberInactive
from services.members.tables import consents, members


def end_inactive(session: Session, city: str, member_id: str, fresh_id: str, now: datetime) -> None:
    """Tell a member that their account ends unless they use it, or end it; else nothing.

    Whoever has something to come, or is kept back by something, stays. Of several processes one does it.

    Args:
        fresh_id: what stands for them from then on where only a number is needed.
    """
    member = queries.lock_member(session, member_id)
    if member is None:
        return
    told_at, letter_at = queries.inactivity_told(session, member_id)
    if domain.is_to_be_told(member, told_at, letter_at, now):
        told = domain.told(member)
        standing.save(session, told)
        session.execute(update(members).where(members.c.id == member_id).values(inactivity_told_at=now))
        outbox.record(session, MemberInactive(told.id, city, told.sequence, domain.ends_at(told, now)), now)
        return
    found = domain.erasure(member, queries.circumstances(session, member_id, now), now)
    if not found and domain.is_over(member, told_at, letter_at, now):
        erase(session, city, member, fresh_id, now)


def note_letter(session: Session, member_id: str, at: datetime) -> None:
    """Keep when the letter about the end of the account went out, or was refused for good; the newest counts."""
    letter = members.c.inactivity_letter_at
    theirs = update(members).where(members.c.id == member_id, or_(letter.is_(None), letter < at))
    session.execute(theirs.values(inactivity_letter_at=at))


def forget_consents(session: Session, now: datetime) -> int:
    """Forget what was consented to and withdrawn so long ago that nobody asks for a proof; gives how many."""
    old = consents.c.withdrawn_at <= now - domain.PROVEN_FOR
    return int(session.connection().execute(delete(consents).where(old)).rowcount)
