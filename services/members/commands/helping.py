"""Registering somebody who has no e-mail, by a helper who is remembered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.commands import consents, rights, standing
from services.members.commands.addresses import ask_address_change
from services.members.commands.membership import keep
from services.members.events import MemberApproved


def register_helped(
    session: Session,
    city: str,
    helper: domain.Member,
    member_id: str,
    person: domain.Person,
    phone: str | None,
    heard: Collection[domain.ConsentPurpose],
    now: datetime,
) -> domain.Member:
    """Enter somebody who said what they consent to; the helper's having heard it is kept with each consent.

    Args:
        session: the transaction.
        city: code of the city.
        helper: staff who registers them.
        member_id: the id that they will have.
        person: without an address.
        phone: E.164; None without one.
        heard: what they were heard to consent to.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`.
        Invalid: `consent_missing`.
    """
    member = domain.helped(member_id, person, phone, helper, heard, now)
    keep(session, member, None, domain.NOTICE_VERSION, now, heard_by_id=helper.id)
    rights.use(session, helper, domain.Permission.REGISTER_OTHERS, member_id, "register_helped", now)
    for purpose in heard:
        consents.give(session, member_id, purpose, now, heard_by_id=helper.id)
    standing.tell(session, city, member, now, MemberApproved)
    return member


def give_address(
    session: Session, city: str, actor: domain.Member, member_id: str, email: str, unsent: str, now: datetime
) -> None:
    """Have a link written to the address of somebody who has none yet; it is theirs once they open it.

    Args:
        session: the transaction.
        city: code of the city.
        actor: a guardian, or staff.
        member_id: who has none.
        email: normalised.
        unsent: as `ask_address_change` takes it.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `too_young`.
        NotFound: `member_not_found`.
        Conflict: `has_address`, `has_guardian`, `address_changed_lately`.
    """
    known = queries.lock_member(session, member_id)
    if not queries.is_guardian(session, actor.id, member_id):
        right = domain.right_to_give_address(known) if known else domain.Permission.REGISTER_OTHERS
        rights.use(session, actor, right, member_id, "give_address", now)
        domain.check_nobody_answers(queries.guardians_of(session, member_id))
    domain.check_may_get_address(domain.acknowledge(known), now)
    ask_address_change(session, city, member_id, email, unsent, now)


def show_helped(session: Session, helper: domain.Member, member_id: str, now: datetime) -> domain.Member:
    """Somebody whom a helper registered, for the slip that they take home.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `member_not_found`.
    """
    rights.use(session, helper, domain.Permission.REGISTER_OTHERS, member_id, "show_helped", now)
    return domain.check_helped(queries.member(session, member_id))
