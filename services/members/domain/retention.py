"""For how long a city keeps what it knows: every number once, here or beside the rule that it is part of. Pure.

Source: CNIL, « Les durées de conservation » (an account that is not used: two years, after notice).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from services.members.domain.people import Member, Status

INACTIVE_AFTER = timedelta(days=730)
TOLD_BEFORE = timedelta(days=30)
ENDING_LETTER = "account_ending"
"""The kind of the letter, as notifications calls it."""

_REFUSED_FOR_GOOD = re.compile(r"smtp_(data_|policy_)?5")

PROVEN_FOR = timedelta(days=3 * 365)
"""How long it can be shown that somebody had consented who does no longer."""

NOTICES_KEPT = timedelta(days=365)
"""How long the city's notifications know that something was said to a member."""


def may_be_inactive(member: Member) -> bool:
    """Whether the account ends when nobody uses it: not that of staff, nor what was frozen on the member's wish."""
    return not member.is_staff and member.status is not Status.LIMITED


def is_to_be_told(member: Member, told_at: datetime | None, letter_at: datetime | None, now: datetime) -> bool:
    """Whether the end of an unused account is near, and no letter says so, nor is one on its way.

    Args:
        told_at: when the member was to be told last; a letter that did not go out since is asked for anew.
        letter_at: when one went out, or was refused for good.
    """
    if not may_be_inactive(member) or now < member.last_seen_at + INACTIVE_AFTER - TOLD_BEFORE:
        return False
    if told_at is None or told_at < member.last_seen_at:
        return True
    return _reached_at(member, told_at, letter_at) is None and now >= told_at + TOLD_BEFORE


def is_over(member: Member, told_at: datetime | None, letter_at: datetime | None, now: datetime) -> bool:
    """Whether an account was not used for two years, nor since the letter about it went out long enough ago."""
    if told_at is None or told_at < member.last_seen_at or not may_be_inactive(member):
        return False
    reached_at = _reached_at(member, told_at, letter_at)
    return reached_at is not None and now >= max(member.last_seen_at + INACTIVE_AFTER, reached_at + TOLD_BEFORE)


def has_settled(reason: str | None) -> bool:
    """Whether a letter went out, or the mail server will never take it (SMTP 5xx): nobody can do more to tell."""
    return reason is None or _REFUSED_FOR_GOOD.match(reason) is not None


def ends_at(member: Member, now: datetime) -> datetime:
    """When an unused account ends whose member is told so now."""
    return max(member.last_seen_at + INACTIVE_AFTER, now + TOLD_BEFORE)


def _reached_at(member: Member, told_at: datetime, letter_at: datetime | None) -> datetime | None:
    """Since when a member can know; of who has no address, since somebody was to tell them."""
    if member.email is None:
        return told_at
    return letter_at if letter_at is not None and letter_at >= member.last_seen_at else None
