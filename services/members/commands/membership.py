"""Who becomes a member, and how the city writes to one. Never hashes."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis import addresses, outbox
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.events import MemberApproved, MemberRegistered, MemberRegisteredAgain
from services.members.tables import confirmations, consents, credentials, member_roles, members


def register(
    session: Session, city: str, member_id: str, person: domain.Person, password_hash: str, now: datetime
) -> domain.Member:
    """Keep somebody who registers, whose address is then to be confirmed.

    A member who has the address already is told so, and stays as they are. A registration that was never
    confirmed gives way to the next one of its address: whoever confirms it, confirms the latest.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: the id that the member will have.
        person: normalised.
        password_hash: of a password that was checked.
        now: the present instant.

    Returns:
        What whoever asked may see: a new member, also when nobody new was kept.
    """
    member = domain.register(member_id, person, now)
    if earlier := _confirmed_member(session, person.email):
        _tell_of_registration_again(session, city, earlier, now)
    elif _keep(session, member, password_hash, now):
        outbox.record(session, MemberRegistered(member.id, city, member.sequence, member.language, now), now)
    return member


def enrol(
    session: Session,
    city: str,
    member_id: str,
    person: domain.Person,
    password_hash: str,
    category: domain.Category,
    organisation_kind: domain.OrganisationKind,
    roles: tuple[domain.Role, ...],
    now: datetime,
) -> str:
    """Enter a member who consented and whose address is known to be right; harmless when it is a member's already.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: the id that the member will have.
        person: normalised.
        password_hash: of a password that was checked.
        category: as the city decided.
        organisation_kind: as the city decided.
        roles: beyond `member`, which everybody has.
        now: the present instant.

    Returns:
        The id of the member who has the address: `member_id`, or that of the earlier one.
    """
    if earlier := _confirmed_member(session, person.email):
        return earlier.id
    member = domain.enrol(member_id, person, category, organisation_kind, roles, now)
    if _keep(session, member, password_hash, now):
        _tell_of_approval(session, city, member, now)
    return member.id


def contact(
    session: Session, member_id: str, purpose: domain.Purpose, token: str, now: datetime
) -> tuple[domain.Member, str | None]:
    """The member to write to and, when the letter asks to confirm the address, the token of its link.

    Args:
        session: the transaction.
        member_id: to whom.
        purpose: of the letter.
        token: a fresh secret; only its digest is kept.
        now: the present instant.

    Raises:
        NotFound: `member_not_found`.
    """
    member = domain.addressee(queries.lock_member(session, member_id))
    if purpose is not domain.Purpose.CONFIRMATION:
        return member, None
    expires_at = now + domain.CONFIRMATION_LASTS
    row = {"token_digest": domain.digest(token), "member_id": member_id, "expires_at": expires_at}
    session.execute(insert(confirmations).values(row))
    return member, token


def confirm(session: Session, city: str, token_digest: str, now: datetime) -> domain.Member:
    """Make a member active by the link in the letter; harmless the second time.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
    """
    confirmation = queries.lock_confirmation(session, token_digest)
    member = domain.confirm(confirmation, now)
    if confirmation and member != confirmation.member:
        _save(session, member)
        used = update(confirmations).where(confirmations.c.token_digest == token_digest)
        session.execute(used.values(used_at=now))
        _tell_of_approval(session, city, member, now)
    return member


def _confirmed_member(session: Session, email: str) -> domain.Member | None:
    """The member who has this address, or None; a registration that was never confirmed is taken away."""
    earlier = queries.lock_member_with_email(session, email)
    if earlier and not earlier.is_confirmed:
        session.execute(delete(members).where(members.c.id == earlier.id))
        return None
    return earlier


def _keep(session: Session, member: domain.Member, password_hash: str, now: datetime) -> bool:
    """Insert all that is kept of a new member; False when another took the address in this very instant."""
    row = asdict(member) | {"email_digest": addresses.digest(member.email)}
    roles = row.pop("roles")
    if not insert_ignoring(session, members, row):
        return False
    of_member = {"member_id": member.id}
    session.execute(insert(member_roles), [of_member | {"role": role, "granted_at": now} for role in roles])
    consent = {"notice_version": domain.NOTICE_VERSION, "given_at": now}
    session.execute(insert(consents).values(of_member | consent))
    session.execute(insert(credentials).values(of_member | {"password_hash": password_hash, "set_at": now}))
    return True


def _save(session: Session, member: domain.Member) -> None:
    """Keep where a member stands now."""
    changed = {"status": member.status, "confirmed_at": member.confirmed_at, "sequence": member.sequence}
    session.execute(update(members).where(members.c.id == member.id).values(changed))


def _tell_of_registration_again(session: Session, city: str, member: domain.Member, now: datetime) -> None:
    told = replace(member, sequence=member.sequence + 1)
    _save(session, told)
    outbox.record(session, MemberRegisteredAgain(told.id, city, told.sequence, told.language, now), now)


def _tell_of_approval(session: Session, city: str, member: domain.Member, now: datetime) -> None:
    outbox.record(
        session,
        MemberApproved(
            member_id=member.id,
            home_city=city,
            number=member.sequence,
            category=str(member.category),
            organisation_kind=str(member.organisation_kind),
            status=str(member.status),
            roles=tuple(str(role) for role in member.roles),
        ),
        now,
    )
