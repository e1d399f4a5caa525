"""Whom the city writes to when it writes of a member: the member; else a guardian; else who helped them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chassis.errors import Conflict
from services.members.domain.people import Member, Person, Status


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
    """

    for_name: str | None = None
    because: Because | None = None
    owner_id: str | None = None
    is_marked: bool = False


def needs_pass(recipient: Recipient, *, has_account: bool) -> bool:
    """Whether the links of a letter show a pass: of who is written to themselves, and cannot sign in.

    Guardians and helpers have an account, and see the registration in it; so does who has one.
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
            return _instead_of(member, guardian, guardian.email, Because.GUARDIAN)
    if helper and helper.email and helper.is_staff and helper.status is Status.ACTIVE and not alone:
        return _instead_of(member, helper, helper.email, Because.HELPER)
    raise Conflict("no_address", "there is nobody to write to")


def _instead_of(member: Member, other: Member, email: str, because: Because) -> Recipient:
    return Recipient(other.name, email, other.language, member.name, because, other.id)
