"""Who is written to of the programme: those who consented to it, as long as they do and are active. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from chassis.errors import Conflict, Forbidden
from services.members.domain.consents import Consent, ConsentPurpose, consents_to
from services.members.domain.people import Member, Status

MOST_SUBSCRIBERS = 500
"""How many are named in one answer."""
ASKED_WITHIN = timedelta(minutes=5)
"""For how long a question for them is taken; so far the clocks of one city's services may be apart."""


def check_asked_now(asked_at: datetime, now: datetime) -> None:
    """Refuse a question that was proved long ago, or will be.

    Raises:
        Forbidden: `proof_invalid`.
    """
    if abs(now - asked_at) > ASKED_WITHIN:
        raise Forbidden("proof_invalid", "the question is not of this moment")


def check_subscribed(member: Member, given: Iterable[Consent]) -> None:
    """Refuse to write of the programme to who did not consent to it, no longer does, or is not active.

    Raises:
        Conflict: `not_consented`.
    """
    if member.status is not Status.ACTIVE:
        raise Conflict("not_consented", "who is suspended is not written to of the programme")
    if not consents_to(given, ConsentPurpose.NEWSLETTER):
        raise Conflict("not_consented", "the member does not wish to be written to of the programme")
