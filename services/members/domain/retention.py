"""For how long a city keeps what it knows: every number once, here or beside the rule that it is part of. Pure.

Source: CNIL, « Les durées de conservation » (an account that is not used: two years, after notice).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from services.members.domain.people import Member, Status

INACTIVE_AFTER = timedelta(days=730)
TOLD_BEFORE = timedelta(days=30)
PROVEN_FOR = timedelta(days=3 * 365)
"""How long it can be shown that somebody had consented who does no longer."""


def may_be_inactive(member: Member) -> bool:
    """Whether the account ends when nobody uses it: not that of staff, nor what was frozen on the member's wish."""
    return not member.is_staff and member.status is not Status.LIMITED


def is_to_be_told(member: Member, told_at: datetime | None, now: datetime) -> bool:
    """Whether the end of an unused account is near, and the member was not told since they were seen last."""
    is_near = now >= member.last_seen_at + INACTIVE_AFTER - TOLD_BEFORE
    is_told = told_at is not None and told_at >= member.last_seen_at
    return may_be_inactive(member) and is_near and not is_told


def is_over(member: Member, told_at: datetime | None, now: datetime) -> bool:
    """Whether an account was not used for two years, nor since its member was told long enough ago."""
    if told_at is None or told_at < member.last_seen_at or not may_be_inactive(member):
        return False
    return now >= max(member.last_seen_at + INACTIVE_AFTER, told_at + TOLD_BEFORE)


def ends_at(member: Member, now: datetime) -> datetime:
    """When an unused account ends whose member is told so now."""
    return max(member.last_seen_at + INACTIVE_AFTER, now + TOLD_BEFORE)
