"""Signing up: somebody says who they are, and becomes a member by the link in the letter. Pure.

Whoever signs up with an address that somebody signed up with before takes nothing from them: each letter has a link of
its own, and the one that is opened first decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.members.domain.people import Category, Member, OrganisationKind, Person, enrol

MOST_OF_AN_ADDRESS = 5  # sign-ups that wait at once; a letter each


@dataclass(frozen=True)
class SignUp:
    """Somebody whose address is yet to be confirmed.

    Attributes:
        id: that the member will have.
        password_hash: None for a guest, who leaves a name and an address and has no account.
        notice_version: of the notice that they consented to.
    """

    id: str
    person: Person
    password_hash: str | None
    notice_version: str
    signed_up_at: datetime


def become(sign_up: SignUp, now: datetime) -> Member:
    """The member that somebody is from the moment the link was opened: a guest, until the city decides otherwise."""
    member = enrol(sign_up.id, sign_up.person, Category.GUEST, OrganisationKind.INDIVIDUAL, (), now)
    return replace(member, sequence=1, registered_at=sign_up.signed_up_at)  # the first event told of the sign-up
