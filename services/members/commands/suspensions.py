"""Suspending a member, and standing for them again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import logins, rights, standing
from services.members.events import MemberReinstated, MemberSuspended
from services.members.tables import suspensions


def suspend_member(
    session: Session,
    city: str,
    suspension_id: str,
    staff: domain.Member,
    member_id: str,
    reason: str,
    ends_at: datetime | None,
    now: datetime,
) -> domain.Suspension:
    """Suspend a member, who is signed out everywhere; for another reason, or until another day, suspend them anew.

    Args:
        session: the transaction.
        city: code of the city.
        suspension_id: the id that it will have.
        staff: who suspends.
        member_id: whom.
        reason: what the member reads.
        ends_at: None: until somebody ends it.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `suspends_oneself`.
        NotFound: `member_not_found`.
        Conflict: `last_administrator`.
        Invalid: `valid_until_past`.
    """
    administrators = queries.lock_with_administrators(session, staff.id, member_id)
    still = domain.still(staff, queries.member(session, staff.id))  # now that nobody else changes them
    rights.use(session, still, domain.Permission.SUSPEND_MEMBERS, member_id, "suspend_member", now)
    member = domain.acknowledge(queries.member(session, member_id))
    before = queries.suspension(session, member_id)
    after = domain.suspend(suspension_id, member, staff, before, administrators, reason, ends_at, now)
    if after == before:
        return after
    if before:
        _save(session, domain.lift(before, staff.id, now))
    session.execute(insert(suspensions).values(asdict(after)))
    changed = domain.suspended(member)
    if changed != member:
        standing.save(session, changed)
        standing.tell(session, city, changed, now, MemberSuspended)
        logins.end_all(session, member_id, domain.Ending.SUSPENDED, now)
    return after


def reinstate_member(session: Session, city: str, staff: domain.Member, member_id: str, now: datetime) -> domain.Member:
    """Stand for a member again; harmless the second time.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `member_not_found`.
    """
    member = queries.lock_member(session, member_id)
    rights.use(session, staff, domain.Permission.SUSPEND_MEMBERS, member_id, "reinstate_member", now)
    return lift(session, city, domain.acknowledge(member), queries.suspension(session, member_id), staff.id, now)


def lift(
    session: Session,
    city: str,
    member: domain.Member,
    suspension: domain.Suspension | None,
    by_id: str | None,
    now: datetime,
) -> domain.Member:
    """End what stands of a locked member, and tell everybody, and them by letter.

    Args:
        session: the transaction.
        city: code of the city.
        member: locked.
        suspension: the one that stands; None: none was written down.
        by_id: the member of staff; None: its time is over.
        now: the present instant.
    """
    if suspension:
        _save(session, domain.lift(suspension, by_id, now))
    after = domain.reinstated(member, suspension)
    if after != member:
        standing.tell(session, city, after, now)
        after = domain.told(after)
        standing.save(session, after)
        outbox.record(session, MemberReinstated(member.id, city, after.sequence, now), now)
    return after


def _save(session: Session, suspension: domain.Suspension) -> None:
    this = suspensions.c.suspension_id == suspension.suspension_id
    session.execute(update(suspensions).where(this).values(asdict(suspension)))
