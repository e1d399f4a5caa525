"""Suspensions, for the staff who suspend and reinstate."""

from __future__ import annotations

from typing import Any

from chassis.schema import Instant, Text
from services.members import domain
from services.members.schemas.applications import REASON_MOST
from services.members.schemas.kinds import OfMembers, identifier, instant


class Reinstate(OfMembers):
    """What `reinstate_member` is asked."""

    member_id = identifier()


class Suspend(Reinstate):
    """What `suspend_member` is asked."""

    reason = Text(required=True, least=1, most=REASON_MOST, lines=True)
    ends_at = Instant(load_default=None, allow_none=True)


def suspension(known: domain.Suspension, city: str) -> dict[str, Any]:
    """A suspension that stands."""
    return {
        "member_id": known.member_id,
        "city": city,
        "status": str(domain.Status.SUSPENDED),
        "reason": known.reason,
        "suspended_at": instant(known.suspended_at),
        "ends_at": instant(known.ends_at),
    }


def reinstated(member: domain.Member, city: str) -> dict[str, Any]:
    """How a member stands after a suspension."""
    return {"member_id": member.id, "city": city, "status": str(member.status)}
