"""What the city said to a member, for the letter that tells it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.members import domain
from services.members.queries.applications import answer_to
from services.members.queries.suspensions import suspension


def said_to(session: Session, member_id: str, purpose: domain.Purpose) -> domain.CityAnswer | None:
    """What a letter of this purpose tells beside its own words; None: nothing.

    Raises:
        Conflict: `not_suspended`.
    """
    if purpose is domain.Purpose.SUSPENDED:
        return domain.of_suspension(suspension(session, member_id))
    if purpose in (domain.Purpose.ADMITTED, domain.Purpose.DECLINED):
        return domain.of_application(answer_to(session, member_id, domain.ApplicationStatus(purpose.value)))
    return None
