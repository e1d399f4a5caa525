"""Erasing a member: at home nothing is left but what names nobody, and everybody else is told. One routine, whoever
asks: the member, or the time that has passed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from chassis import addresses, naming, outbox
from services.members import domain, queries
from services.members.events import MemberErased
from services.members.tables import (
    acting,
    applications,
    attestations,
    consents,
    erased,
    heard_bookings,
    heard_registrations,
    links,
    member_roles,
    members,
    organisations,
    registration_wishes,
    sign_ups,
    suspensions,
    views,
)

# Where a member is named in the rows of others, and in what is counted: a fresh id stands there from then on.
NAMED: tuple[tuple[Table, Column[str]], ...] = (
    (heard_bookings, heard_bookings.c.member_id),
    (views, views.c.member_id),
    (views, views.c.viewer_id),
    (member_roles, member_roles.c.granted_by_id),
    (consents, consents.c.heard_by_id),
    (attestations, attestations.c.issued_by_id),
    (applications, applications.c.decided_by_id),
    (suspensions, suspensions.c.suspended_by_id),
    (suspensions, suspensions.c.lifted_by_id),
    (organisations, organisations.c.verified_by_id),
)


def erase_oneself(session: Session, city: str, member_id: str, fresh_id: str, now: datetime) -> datetime:
    """Erase a member who asks for it; the second time nothing happens.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: who asks, and has shown to be there.
        fresh_id: what stands for them from then on where only a number is needed; nobody keeps the two together.
        now: the present instant.

    Returns:
        When they were erased.

    Raises:
        Unauthenticated: `token_invalid`: there is nobody of that id.
        Conflict: `erasure_kept_back`, with the `reasons`.
    """
    queries.lock_with_administrators(session, member_id)
    found = queries.member(session, member_id)
    if found is None and (before := queries.erased_at(session, member_id)):
        return before
    member = domain.recognise(found)
    domain.check_erasable(domain.erasure(member, queries.circumstances(session, member_id, now), now))
    erase(session, city, member, fresh_id, now)
    return now


def erase(session: Session, city: str, member: domain.Member, fresh_id: str, now: datetime) -> None:
    """Erase a locked member whatever stands around them, and tell bookings and notifications, which do the same."""
    lone = queries.lone_organisations(session, member.id)
    for table, column in NAMED:
        session.execute(update(table).where(column == member.id).values({column: fresh_id}))
    session.execute(update(members).where(members.c.helper_id == member.id).values(helper_id=None))
    session.execute(delete(links).where(links.c.member_id == member.id))
    session.execute(delete(registration_wishes).where(registration_wishes.c.member_id == member.id))
    session.execute(delete(heard_registrations).where(heard_registrations.c.member_id == member.id))
    if member.email:
        same_address = sign_ups.c.email_digest == addresses.digest(member.email)
        theirs = registration_wishes.c.member_id.in_(select(sign_ups.c.id).where(same_address))
        session.execute(delete(registration_wishes).where(theirs))
        session.execute(delete(sign_ups).where(same_address))
    session.execute(delete(members).where(members.c.id == member.id))  # what hangs on it goes with it
    session.execute(delete(acting).where(acting.c.organisation_id.in_(lone)))  # who left it before
    session.execute(delete(organisations).where(organisations.c.organisation_id.in_(lone)))
    naming.forget_answers(session, member.id)
    naming.forget_events(session, member.id)
    session.execute(insert(erased).values(member_digest=domain.digest(member.id), erased_at=now))
    outbox.record(session, MemberErased(member.id, city, member.sequence + 1, now), now)


def forget_erased(session: Session, now: datetime) -> int:
    """Forget whom no message can be late for any more; gives how many."""
    old = erased.c.erased_at <= now - domain.REMEMBERED_FOR
    return int(session.connection().execute(delete(erased).where(old)).rowcount)
