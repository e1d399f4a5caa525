"""Whom the city writes to when it writes of a member, or whose telephone it says something to: the member's; else a
guardian's; else that of who helped them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chassis.errors import Conflict
from services.members.domain.links import LINK_LASTS, Purpose
from services.members.domain.people import Member, Person, Status


class Channel(StrEnum):
    """By what somebody is told something."""

    MAIL = "mail"
    SMS = "sms"


class Because(StrEnum):
    """Why somebody is written to in another's place."""

    GUARDIAN = "guardian"
    HELPER = "helper"


@dataclass(frozen=True)
class Recipient(Person):
    """Who is written to.

    Attributes:
        for_name: the name of whom the letter is for, when that is somebody else.
        because: why.
        owner_id: whose address it is; None: not a member's own, but that of who signed up, or one of before or to come.
        is_marked: the address refuses letters.
        has_phone: whether the member, in whose place they are written to, has a telephone of their own.
        phone: E.164; of who is told by SMS.
    """

    for_name: str | None = None
    because: Because | None = None
    owner_id: str | None = None
    is_marked: bool = False
    has_phone: bool = False
    phone: str | None = None


def needs_pass(recipient: Recipient, *, has_account: bool) -> bool:
    """Whether the links of a letter show a pass: of who is written to themselves, and cannot sign in.

    Guardians and helpers have an account, and see the registration in it; so does who has one. An SMS, which shows no
    pass to anybody, brings no link to who would need one.
    """
    return recipient.because is None and not has_account


def recipient(
    member: Member, guardians: Iterable[Member] = (), helper: Member | None = None, *, alone: bool = False
) -> Recipient:
    """Whom to write to of a member.

    A helper is written to at work: who is no longer of the staff has no business with it.

    Args:
        member: of whom.
        guardians: those who answer for them, who began first first.
        helper: who registered them.
        alone: the letter lets in whoever reads it, and is for nobody else.

    Raises:
        Conflict: `no_address`.
    """
    if member.email:
        return Recipient(member.name, member.email, member.language, owner_id=member.id)
    for guardian in guardians:
        if guardian.email and not alone:
            return _in_place_of(member, guardian, Because.GUARDIAN)
    if helper and helper.email and _is_at_work(helper) and not alone:
        return _in_place_of(member, helper, Because.HELPER)
    raise Conflict("no_address", "there is nobody to write to")


def phoned(
    member: Member, purpose: Purpose, guardians: Iterable[Member] = (), helper: Member | None = None
) -> Recipient:
    """Whose telephone something is said to of a member, by SMS; it is told no name and no address.

    Who can be written to themselves is: nobody else's telephone is told of them.

    Args:
        member: of whom.
        purpose: of what is said. What lets in whoever reads it goes to an address, never to a telephone.
        guardians: those who answer for them, who began first first.
        helper: who registered them.

    Raises:
        Conflict: `no_phone`.
    """
    if purpose not in LINK_LASTS:
        if member.phone:
            return _with_phone(member)
        for guardian in guardians if not member.email else ():
            if guardian.phone:
                return _with_phone(guardian, Because.GUARDIAN)
        if helper and helper.phone and _is_at_work(helper) and not member.email:
            return _with_phone(helper, Because.HELPER)
    raise Conflict("no_phone", "there is no telephone to say it to")


def _is_at_work(helper: Member) -> bool:
    return helper.is_staff and helper.status is Status.ACTIVE


def _in_place_of(member: Member, written: Member, because: Because) -> Recipient:
    has_phone = bool(member.phone)
    return Recipient(
        written.name, written.email, written.language, member.name, because, written.id, has_phone=has_phone
    )


def _with_phone(told: Member, because: Because | None = None) -> Recipient:
    return Recipient(told.name, None, told.language, because=because, phone=told.phone)
