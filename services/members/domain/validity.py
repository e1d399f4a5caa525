"""How long a membership lasts: it ends by itself at an instant that was known, and is then that of a guest. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.members.domain.people import Category, Member, OrganisationKind

ENDING_TOLD = timedelta(days=30)  # before the end


def as_of(member: Member, now: datetime) -> Member:
    """What a member is at an instant, also before anybody has written it down: a guest, once the membership is over."""
    if member.membership_ends_at is None or now < member.membership_ends_at:
        return member
    individual = OrganisationKind.INDIVIDUAL
    return replace(member, category=Category.GUEST, organisation_kind=individual, membership_ends_at=None)
