"""Being written to at another address. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chassis.errors import Conflict, Invalid
from services.members.domain.links import Link
from services.members.domain.people import Member, told


def check_new_address(member: Member, email: str, told_of: Sequence[Link], now: datetime) -> None:
    """Refuse an address that is no other, or one that comes too soon after another.

    Of a change the address of before is told by a letter. Until that is surely out, or of no use any more, there is no
    other change: whoever took an account over cannot make the letter go to an address of their own.

    Args:
        member: who wants it.
        email: normalised.
        told_of: the addresses of before that are still known, as links of `ADDRESS_CHANGED`.
        now: the present instant.

    Raises:
        Invalid: `same_address`.
        Conflict: `address_changed_lately`, with the instant from which (`from`) it may be changed again.
    """
    if email == member.email:
        raise Invalid("same_address", "the member has this address already")
    latest = max((link.expires_at for link in told_of if link.is_open(now)), default=None)
    if latest is not None:
        raise Conflict("address_changed_lately", "an address is changed once in 48 hours", {"from": latest.isoformat()})


def move(member: Member, email: str, now: datetime) -> Member:
    """The member, whose address is this one, which was shown to be theirs; one more event is told."""
    return replace(told(member), email=email, confirmed_at=now)
