"""Helping: staff registers somebody who has no e-mail, and hears them consent. Pure.

The helper is remembered, and what would be written to the person is written to the helper at work.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from chassis.errors import Conflict, Forbidden, NotFound
from services.members.domain.ages import CONSENTS_ALONE_FROM_YEARS, age
from services.members.domain.consents import ConsentPurpose
from services.members.domain.people import Category, Member, OrganisationKind, Person, check_consent, enrol
from services.members.domain.permissions import Permission


def helped(
    member_id: str,
    person: Person,
    phone: str | None,
    helper: Member,
    heard: Collection[ConsentPurpose],
    now: datetime,
) -> Member:
    """The member that somebody is from now on whom staff registers: a guest, without address and password.

    Args:
        member_id: that they will have.
        person: without an address.
        phone: E.164; None without one.
        helper: who registers them.
        heard: what they were heard to consent to.
        now: the present instant.

    Raises:
        Invalid: `consent_missing`.
    """
    check_consent(given=ConsentPurpose.ACCOUNT in heard)
    entered = enrol(member_id, person, Category.GUEST, OrganisationKind.INDIVIDUAL, (), now)
    return replace(entered, phone=phone, helper_id=helper.id)


def right_to_give_address(member: Member) -> Permission:
    """The right by which staff gives somebody an address. Whoever has the address has the account, so that of staff is
    given by who grants roles.
    """
    return Permission.GRANT_ROLES if member.is_staff else Permission.REGISTER_OTHERS


def check_nobody_answers(guardians: Collection[Member]) -> None:
    """Refuse staff to give an address to whom a guardian answers for: the account would be theirs who reads it.

    Raises:
        Conflict: `has_guardian`.
    """
    if guardians:
        raise Conflict("has_guardian", "an adult who answers for them gives the address")


def check_may_get_address(member: Member, now: datetime) -> None:
    """Refuse to give an address, and by it an account, to who has one or is too young to answer for it alone.

    Raises:
        Conflict: `has_address`: they change it themselves.
        Forbidden: `too_young`.
    """
    if member.email:
        raise Conflict("has_address", "who has an address changes it themselves")
    if member.born_on and age(member.born_on, now.date()) < CONSENTS_ALONE_FROM_YEARS:
        years = {"years": CONSENTS_ALONE_FROM_YEARS}
        raise Forbidden("too_young", f"a minor has an account from {CONSENTS_ALONE_FROM_YEARS} on", years)


def check_helped(member: Member | None) -> Member:
    """The member whom a helper registered.

    Raises:
        NotFound: `member_not_found`: nobody, or somebody who registered on their own.
    """
    if member is None or member.helper_id is None:
        raise NotFound("member_not_found", "nobody was registered by a helper under this id")
    return member
