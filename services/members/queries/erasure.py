"""What the erasure of a member would touch, and who is gone already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.queries.staff import lock_with_administrators
from services.members.tables import (
    acting,
    applications,
    erased,
    guardianships,
    heard_bookings,
    heard_registrations,
    members,
)


def circumstances(session: Session, member_id: str, now: datetime) -> domain.Circumstances:
    """What stands around a member; in a transaction it stands still until its end. Six queries."""
    theirs = heard_bookings.c.member_id == member_id
    heard = select(heard_bookings).where(theirs, heard_bookings.c.ends_at > now - domain.CLAIMED_WITHIN)
    comes = (heard_registrations.c.member_id == member_id) & (heard_registrations.c.status.in_(domain.REGISTERED))
    registered = select(heard_registrations).where(comes)
    opened = select(func.count()).where(applications.c.member_id == member_id, applications.c.status == "open")
    return domain.Circumstances(
        bookings=tuple(domain.HeardBooking(**row) for row in session.execute(heard).mappings()),
        registrations=tuple(domain.HeardRegistration(**row) for row in session.execute(registered).mappings()),
        other_administrators=len(lock_with_administrators(session, member_id) - {member_id}),
        wards=_lone_wards(session, member_id),
        open_applications=session.execute(opened).scalar_one(),
        lone_organisations=len(lone_organisations(session, member_id)),
    )


def lone_organisations(session: Session, member_id: str) -> list[str]:
    """The organisations for which the member acts and nobody else does."""
    present = acting.c.left_at.is_(None)
    theirs = select(acting.c.organisation_id).where(acting.c.member_id == member_id, present)
    shared = select(acting.c.organisation_id).where(acting.c.member_id != member_id, present)
    wanted = theirs.where(acting.c.organisation_id.not_in(shared)).order_by(acting.c.organisation_id)
    return list(session.scalars(wanted))


def erased_at(session: Session, member_id: str) -> datetime | None:
    """When a member was erased; None: was not, or is forgotten altogether."""
    gone = select(erased.c.erased_at).where(erased.c.member_digest == domain.digest(member_id))
    return session.execute(gone).scalar_one_or_none()


def is_gone(session: Session, member_id: str) -> bool:
    """Whether a member was erased; if not, they are not before this transaction ends."""
    there = select(members.c.id).where(members.c.id == member_id).with_for_update(read=True, key_share=True)
    return session.scalar(there) is None and erased_at(session, member_id) is not None


def _lone_wards(session: Session, member_id: str) -> tuple[date | None, ...]:
    """When those were born for whom the member alone is guardian now."""
    stands = guardianships.c.began_at.is_not(None) & guardianships.c.ended_at.is_(None)
    theirs = select(guardianships.c.minor_id).where(guardianships.c.guardian_id == member_id, stands)
    wards = set(session.scalars(theirs))
    if not wards:
        return ()
    bonds = select(guardianships.c.minor_id, guardianships.c.guardian_id).where(
        guardianships.c.minor_id.in_(wards), stands
    )
    in_order = bonds.order_by(guardianships.c.minor_id, guardianships.c.guardian_id).with_for_update()
    guarded = {minor_id for minor_id, guardian_id in session.execute(in_order) if guardian_id != member_id}
    return _births(session, wards - guarded)


def _births(session: Session, member_ids: Iterable[str]) -> tuple[date | None, ...]:
    return tuple(session.scalars(select(members.c.born_on).where(members.c.id.in_(member_ids))))
