"""From where members sign in: they are told of what is new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import standing
from services.members.events import MemberSignedInAnew


def tell_if_new(session: Session, city: str, login: domain.Login, now: datetime) -> None:
    """Have a letter written to a member whose login, which begins, is from a device or a network not seen before.

    Raises:
        NotFound: `member_not_found`.
    """
    member = domain.addressee(queries.lock_member(session, login.member_id))
    if domain.is_from_elsewhere(login, queries.remembered_logins_of(session, login.member_id)):
        told = domain.told(member)
        standing.save(session, told)
        outbox.record(session, MemberSignedInAnew(told.id, city, told.sequence, now), now)
