"""Suspending a member: the city no longer stands for them, for a reason, until it does again. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Conflict, Forbidden, Invalid
from services.members.domain.people import Member, Status, told


@dataclass(frozen=True)
class Suspension:
    """That a member was suspended, by whom and why: kept as long as the member is.

    Attributes:
        reason: what the member reads; stays at home, as does who said it.
        ends_at: UTC; None: until somebody ends it.
        status_before: what the member is again afterwards.
        lifted_at: UTC; None as long as it stands.
        lifted_by_id: None when its time was over.
    """

    suspension_id: str
    member_id: str
    reason: str
    suspended_at: datetime
    suspended_by_id: str
    ends_at: datetime | None
    status_before: Status
    lifted_at: datetime | None = None
    lifted_by_id: str | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.ends_at is not None and now >= self.ends_at


def suspend(
    suspension_id: str,
    member: Member,
    staff: Member,
    standing: Suspension | None,
    administrators: Collection[str],
    reason: str,
    ends_at: datetime | None,
    now: datetime,
) -> Suspension:
    """The suspension of a member from now on; the same again stays as it is, for another reason or end it is another.

    Args:
        suspension_id: that it will have.
        member: whom.
        staff: who suspends.
        standing: the one that stands so far.
        administrators: the ids of the city's active administrators.
        reason: what the member reads.
        ends_at: None: until somebody ends it.
        now: the present instant.

    Raises:
        Forbidden: `suspends_oneself`.
        Conflict: `last_administrator`.
        Invalid: `valid_until_past`.
    """
    if member.id == staff.id:
        raise Forbidden("suspends_oneself", "nobody suspends themselves")
    if set(administrators) == {member.id}:
        raise Conflict("last_administrator", "without an administrator nobody could end it")
    if standing and (standing.reason, standing.ends_at) == (reason, ends_at):
        return standing
    if ends_at is not None and ends_at <= now:
        raise Invalid("valid_until_past", "a suspension ends later than it begins")
    before = standing.status_before if standing else member.status
    return Suspension(suspension_id, member.id, reason, now, staff.id, ends_at, before)


def suspended(member: Member) -> Member:
    """The member, suspended; of one who was not, one more event is told."""
    return member if member.status is Status.SUSPENDED else replace(told(member), status=Status.SUSPENDED)


def reinstated(member: Member, standing: Suspension | None) -> Member:
    """The member as they were before the suspension; one who is not suspended stays as they are."""
    if member.status is not Status.SUSPENDED:
        return member
    return replace(told(member), status=standing.status_before if standing else Status.ACTIVE)


def lift(standing: Suspension, by_id: str | None, now: datetime) -> Suspension:
    """The suspension, which is over.

    Args:
        by_id: the member of staff; None: its time is over.
    """
    return replace(standing, lifted_at=now, lifted_by_id=by_id)
