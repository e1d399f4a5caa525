"""Who becomes a member, and how the city writes to one. Never hashes."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chassis import addresses, outbox
from chassis.errors import NotFound
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.commands import consents, standing
from services.members.events import MemberApproved, MemberRegistered, MemberRegisteredAgain
from services.members.tables import credentials, links, member_roles, members, registration_wishes, sign_ups


def sign_up(session: Session, city: str, wish: domain.SignUp, now: datetime) -> None:
    """Keep somebody who signs up, whose address is then to be confirmed by the link of a letter.

    Whoever has the address already is told so, and stays as they are. Others who signed up with it keep their own
    links; beyond a number of those nobody is written to once more.

    Args:
        session: the transaction.
        city: code of the city.
        wish: normalised; the password was checked.
        now: the present instant.
    """
    email = str(wish.person.email)
    if earlier := queries.lock_member_with_email(session, email):
        told = domain.told(earlier)
        standing.save(session, told)
        outbox.record(session, MemberRegisteredAgain(told.id, city, told.sequence, told.language, now), now)
    elif queries.sign_ups_of_address(session, email) < domain.MOST_OF_AN_ADDRESS:
        keep_sign_up(session, wish)
        outbox.record(session, MemberRegistered(wish.id, city, 0, wish.person.language, now), now)


def keep_sign_up(session: Session, wish: domain.SignUp) -> None:
    """Keep somebody whose address is to be confirmed; tells nobody."""
    row = asdict(wish) | vars(wish.person) | {"email_digest": addresses.digest(str(wish.person.email))}
    del row["person"]
    session.execute(insert(sign_ups).values(row))


def forget_sign_ups(session: Session, member: domain.Member) -> None:
    """Forget whoever else signed up with the member's address: what they wished to come to, the member wishes.

    Each letter went to the one address, and whoever opens its link reads that.
    """
    digest = addresses.digest(str(member.email))
    same_address = select(sign_ups.c.id).where(sign_ups.c.email_digest == digest)
    session.execute(
        update(links)
        .where(links.c.about_id.is_not(None), links.c.member_id.in_(same_address))
        .values(member_id=member.id)
    )
    theirs = registration_wishes.c.member_id.in_(same_address)
    session.execute(update(registration_wishes).where(theirs).values(member_id=member.id))
    session.execute(delete(sign_ups).where(sign_ups.c.email_digest == digest))


def enrol(
    session: Session,
    city: str,
    member_id: str,
    person: domain.Person,
    password_hash: str | None,
    category: domain.Category,
    organisation_kind: domain.OrganisationKind,
    roles: tuple[domain.Grant, ...],
    now: datetime,
) -> str:
    """Enter a member who consented and whose address is known to be right; harmless when it is a member's already.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: the id that the member will have.
        person: normalised.
        password_hash: of a password that was checked; None for whom has none.
        category: as the city decided.
        organisation_kind: as the city decided.
        roles: beyond `member`, which everybody has.
        now: the present instant.

    Returns:
        The id of the member who has the address: `member_id`, or that of the earlier one.
    """
    if person.email and (earlier := queries.lock_member_with_email(session, person.email)):
        return earlier.id
    member = domain.enrol(member_id, person, category, organisation_kind, roles, now)
    if not keep(session, member, password_hash, domain.NOTICE_VERSION, now):  # another one was quicker
        earlier = queries.lock_member_with_email(session, person.email) if person.email else None
        return domain.acknowledge(earlier or queries.member(session, member_id)).id
    standing.tell(session, city, member, now, MemberApproved)
    return member.id


def contact(
    session: Session, member_id: str, purpose: domain.Purpose, token: str, now: datetime, wish_id: str | None = None
) -> tuple[domain.Recipient, str | None]:
    """Whom to write to and, when the letter brings a link, the token of it.

    Args:
        session: the transaction.
        member_id: of whom the letter is.
        purpose: of the letter.
        token: a fresh secret; only its digest is kept.
        now: the present instant.
        wish_id: of a letter about a wish for seats; it goes to whoever has the address by now.

    Raises:
        NotFound: `member_not_found`, `link_unknown`.
        Conflict: `link_expired`: the letter was for an address that is known no longer; `no_address`;
            `member_limited`; `not_consented`: to being written to of the programme,
            or is suspended.
    """
    brings_link, of_wish = purpose in domain.LINK_LASTS, purpose is domain.Purpose.REGISTRATION_WISH
    if of_wish:
        member_id = domain.known_wish(queries.registration_wish(session, wish_id)).member_id
    may_wait = of_wish or purpose is domain.Purpose.CONFIRMATION
    waiting = queries.lock_sign_up(session, member_id) if may_wait else None
    if waiting is None:
        member = domain.addressee(queries.member(session, member_id))
        domain.check_written_to(member, purpose)
        if purpose is domain.Purpose.DIGEST:
            domain.check_subscribed(member, queries.consents_of(session, member_id))
    elsewhere = domain.address_for(purpose, queries.links_of(session, member_id, purpose), now)
    if waiting is not None:
        person = domain.Recipient(**vars(waiting.person))
    elif elsewhere is not None:
        known = domain.addressee(queries.member(session, member_id))
        person = domain.Recipient(known.name, elsewhere, known.language)
    else:
        alone = brings_link or purpose is domain.Purpose.DIGEST
        person = _with_mark(session, recipient(session, member_id, alone=alone), now)
    if not brings_link:
        return person, None
    row = {"token_digest": domain.digest(token), "member_id": member_id, "purpose": str(purpose), "email": elsewhere}
    row["about_id"] = wish_id if of_wish else None
    session.execute(insert(links).values(row | {"expires_at": now + domain.LINK_LASTS[purpose]}))
    return person, token


def recipient(session: Session, member_id: str, *, alone: bool) -> domain.Recipient:
    """Whom to write to of a member: the member, or who stands for them unless the letter is for nobody else.

    Raises:
        NotFound: `member_not_found`.
        Conflict: `no_address`.
    """
    member = domain.addressee(queries.member(session, member_id))
    if member.email:
        return domain.recipient(member)
    helper = queries.member(session, member.helper_id) if member.helper_id else None
    return domain.recipient(member, queries.guardians_of(session, member_id), helper, alone=alone)


def _with_mark(session: Session, person: domain.Recipient, now: datetime) -> domain.Recipient:
    failure = queries.address_failure(session, person.owner_id) if person.owner_id else None
    return replace(person, is_marked=domain.is_marked(failure, now))


def confirm(session: Session, city: str, token_digest: str, now: datetime) -> str:
    """Make who signed up a member by the link in the letter; harmless the second time.

    Of several who signed up with one address it is the one whose link is opened first; the others are forgotten.

    Returns:
        The id of the member.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
    """
    link = domain.check_link(queries.lock_link(session, token_digest), domain.Purpose.CONFIRMATION, now)
    waiting = queries.lock_sign_up(session, link.member_id)
    if waiting is None:
        if queries.member(session, link.member_id) is None:
            raise NotFound("link_unknown", "another link of the same address was opened first")
        return link.member_id
    member = domain.become(waiting, now)
    if not keep(session, member, waiting.password_hash, waiting.notice_version, now):
        raise NotFound("link_unknown", "the address is another member's meanwhile")
    standing.tell(session, city, member, now, MemberApproved)
    session.execute(update(links).where(links.c.token_digest == token_digest).values(used_at=now))
    forget_sign_ups(session, member)
    return member.id


def keep(
    session: Session,
    member: domain.Member,
    password_hash: str | None,
    notice_version: str,
    now: datetime,
    heard_by_id: str | None = None,
) -> bool:
    """Insert all that is kept of a new member; False when another took the address in this very instant.

    Args:
        session: the transaction.
        member: who.
        password_hash: None for whom has none.
        notice_version: of the notice that they consented to.
        now: the present instant.
        heard_by_id: who heard them, or their guardian, consent.
    """
    row = asdict(member) | {"email_digest": addresses.digest(member.email) if member.email else None}
    del row["roles"]
    if not insert_ignoring(session, members, row):
        return False
    of_member = {"member_id": member.id}
    granted = [{"role": str(grant.role), "place_id": grant.place_id, "granted_at": now} for grant in member.roles]
    session.execute(insert(member_roles), [{**of_member, **grant} for grant in granted])
    account = domain.ConsentPurpose.ACCOUNT
    consents.give(session, member.id, account, now, notice_version=notice_version, heard_by_id=heard_by_id)
    if password_hash is not None:
        session.execute(insert(credentials).values({**of_member, "password_hash": password_hash, "set_at": now}))
    return True
