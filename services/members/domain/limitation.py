"""Limitation: a member's data are kept and not used, as long as the member wishes (RGPD, article 18). Pure.

Whoever is limited books nothing, is not listed, is written to of security and law only, and is not erased by the time
that passes. They sign in as before: to lift it, to take their data along, to be forgotten.
"""

from __future__ import annotations

from dataclasses import replace

from chassis.errors import Conflict
from services.members.domain.links import Purpose
from services.members.domain.people import Member, Status, told

OF_USE = frozenset({Purpose.BOOKING, Purpose.REGISTRATION, Purpose.REGISTRATION_WISH, Purpose.DIGEST})
"""The letters that a limited member does not get: those that belong to using the places."""


def limit(member: Member, *, wished: bool) -> Member:
    """The member, limited or not any more; one who is so already stays as they are.

    Args:
        member: who may come in: a suspended member does not.
    """
    status = Status.LIMITED if wished else Status.ACTIVE
    return member if member.status is status else told(replace(member, status=status))


def check_written_to(member: Member, purpose: Purpose) -> None:
    """Refuse a letter that a limited member shall not get.

    Raises:
        Conflict: `member_limited`.
    """
    if member.status is Status.LIMITED and purpose in OF_USE:
        raise Conflict("member_limited", "the member asked that the data be kept and not used")
