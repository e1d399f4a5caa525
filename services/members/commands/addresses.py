"""A member's address: another one is theirs once the link that was sent to it is opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis import addresses, outbox
from chassis.errors import NotFound
from services.members import domain, queries
from services.members.commands import standing
from services.members.events import MemberAddressChanged, MemberAddressChangeRequested, MemberRegisteredAgain
from services.members.tables import address_failures, links, members, sign_ups

CHANGE, CHANGED = domain.Purpose.ADDRESS_CHANGE, domain.Purpose.ADDRESS_CHANGED


def ask_address_change(session: Session, city: str, member_id: str, email: str, unsent: str, now: datetime) -> None:
    """Have a link written to the address that a member wants; what they wanted before is void.

    When the address is a member's already, that one is told so, as if somebody registered with it: who asks is not.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: who asks.
        email: normalised.
        unsent: the digest of a fresh secret, which stands for the link until the letter is written and has its own.
        now: the present instant.

    Raises:
        Invalid: `same_address`.
        Conflict: `address_changed_lately`.
    """
    member = domain.addressee(queries.lock_member(session, member_id))
    domain.check_new_address(member, email, queries.links_of(session, member_id, CHANGED), now)
    session.execute(delete(links).where(links.c.member_id == member_id, links.c.purpose == str(CHANGE)))
    owner = queries.lock_member_with_email(session, email)
    if owner is not None and owner.id != member_id:
        told = domain.told(owner)
        standing.save(session, told)
        outbox.record(session, MemberRegisteredAgain(told.id, city, told.sequence, told.language, now), now)
        return
    _keep(session, unsent, member_id, CHANGE, email, now)
    told = domain.told(member)
    standing.save(session, told)
    outbox.record(session, MemberAddressChangeRequested(told.id, city, told.sequence, now), now)


def change_address(session: Session, city: str, token_digest: str, unsent: str, now: datetime) -> str:
    """Write to a member at another address from now on, by the link that was sent to it.

    Args:
        session: the transaction.
        city: code of the city.
        token_digest: of the link's token.
        unsent: the digest of a fresh secret, under which the address of before is kept for the letter that tells it.
        now: the present instant.

    Returns:
        The id of the member. Links for a new password that were sent to the address of before are void.

    Raises:
        NotFound: `link_unknown`: also when the address is another member's meanwhile.
        Conflict: `link_expired`, `link_used`, `address_changed_lately`.
    """
    sent = domain.check_link(queries.link(session, token_digest), CHANGE, now)
    member = domain.addressee(queries.lock_member(session, sent.member_id))
    domain.check_unused(queries.lock_link(session, token_digest), CHANGE, now)
    email = str(sent.email)
    domain.check_new_address(member, email, queries.links_of(session, member.id, CHANGED), now)
    changed, email_digest = domain.move(member, email, now), addresses.digest(email)
    try:
        with session.begin_nested():
            address = {"email": email, "email_digest": email_digest}
            session.execute(update(members).where(members.c.id == member.id).values(address))
    except IntegrityError:
        raise NotFound("link_unknown", "the address is another member's meanwhile") from None
    standing.save(session, changed)
    void = (links.c.member_id == member.id) & links.c.purpose.in_([str(CHANGE), str(domain.Purpose.RESET)])
    session.execute(update(links).where(void).values(used_at=now, email=None))
    session.execute(delete(sign_ups).where(sign_ups.c.email_digest == email_digest))
    session.execute(delete(address_failures).where(address_failures.c.member_id == member.id))
    if member.email is not None:
        _keep(session, unsent, member.id, CHANGED, member.email, now)
    outbox.record(session, MemberAddressChanged(member.id, city, changed.sequence, now), now)
    return member.id


def _keep(
    session: Session, token_digest: str, member_id: str, purpose: domain.Purpose, email: str, now: datetime
) -> None:
    lasts = domain.OLD_ADDRESS_KEPT if purpose is CHANGED else domain.LINK_LASTS[purpose]
    row = {"token_digest": token_digest, "member_id": member_id, "purpose": str(purpose), "email": email}
    session.execute(insert(links).values(row | {"expires_at": now + lasts}))
