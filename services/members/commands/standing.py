"""What others are told of where a member stands: always the whole of it. Never decides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain
from services.members.events import MemberApproved, MemberChanged, MemberSuspended
from services.members.tables import members

Standing = type[MemberApproved] | type[MemberChanged] | type[MemberSuspended]
_NOT_COLUMNS = ("id", "roles", "email")


def save(session: Session, member: domain.Member) -> None:
    """Keep what is known of a member now, but for the roles and the address, which have commands of their own."""
    changed = {name: value for name, value in vars(member).items() if name not in _NOT_COLUMNS}
    session.execute(update(members).where(members.c.id == member.id).values(changed))


def tell(session: Session, city: str, member: domain.Member, now: datetime, event: Standing = MemberChanged) -> None:
    """Say where a member stands, a guest once the membership is over; `member.sequence` is the event's number."""
    now_is = domain.as_of(member, now)
    told = event(
        member_id=member.id,
        home_city=city,
        number=member.sequence,
        category=str(now_is.category),
        organisation_kind=str(now_is.organisation_kind),
        status=str(member.status),
        roles=tuple(str(grant) for grant in member.roles),
        handle=member.handle,
    )
    outbox.record(session, told, now)
