"""Signing in at the city's OpenID Connect provider: go there, come back, be known, join. Asks no provider."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from chassis import addresses
from chassis.errors import NotFound
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.commands import standing
from services.members.commands.membership import keep
from services.members.events import MemberApproved
from services.members.tables import identities, provider_logins, sign_ups


def begin_provider_login(session: Session, login: domain.ProviderLogin) -> None:
    """Keep that somebody is on a way from which they come back once: to the provider, or to their consent."""
    session.execute(insert(provider_logins).values(asdict(login)))


def take_provider_login(session: Session, state_digest: str, now: datetime) -> domain.ProviderLogin:
    """Let somebody come back; a second time nobody is known.

    Raises:
        NotFound: `provider_login_unknown`.
    """
    login = domain.check_provider_login(queries.lock_provider_login(session, state_digest), now)
    session.execute(delete(provider_logins).where(provider_logins.c.state_digest == state_digest))
    return login


def recognise_identity(session: Session, identity: domain.Identity, now: datetime) -> domain.Member | None:
    """The member whom the provider speaks of, linked with it from now on; None for somebody who is none yet.

    Raises:
        Forbidden: `member_not_active`, `provider_second_factor_missing`, `provider_email_unverified`.
        Conflict: `provider_identity_other`.
    """
    member = queries.lock_member_of_identity(session, identity.issuer, identity.subject)
    if member is None:
        member = queries.lock_member_with_email(session, domain.check_verified(identity))
        if member is None:
            return None
        subjects = queries.subjects_of(session, member.id, identity.issuer)
        member = domain.link_identity(member, subjects, identity)
        if identity.subject not in subjects:  # another tab of theirs may have done so a moment ago
            _link(session, member, identity, now)
    return domain.let_in(member, queries.second_factor(session, member.id), identity)


def join_by_identity(
    session: Session, city: str, member_id: str, identity: domain.Identity, language: str, now: datetime
) -> domain.Member:
    """Make somebody whom the provider speaks of a member, who consented; one who is known meanwhile is that one.

    Whoever signed up with the address and did not confirm it is forgotten: it has been shown whose it is.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: the id that the member will have.
        identity: with the name that they want to be called.
        language: of theirs.
        now: the present instant.

    Raises:
        Forbidden: `member_not_active`, `provider_second_factor_missing`, `provider_email_unverified`.
        Conflict: `provider_identity_other`.
        NotFound: `provider_login_unknown`: somebody took the address in this very instant.
    """
    if (known := recognise_identity(session, identity, now)) is not None:
        return known
    person = domain.Person(identity.name, domain.check_verified(identity), language)
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    member = domain.enrol(member_id, person, category, kind, (), now)
    if not keep(session, member, None, domain.NOTICE_VERSION, now):
        raise NotFound("provider_login_unknown", "the address is another member's since a moment ago")
    _link(session, member, identity, now)
    session.execute(delete(sign_ups).where(sign_ups.c.email_digest == addresses.digest(str(person.email))))
    standing.tell(session, city, member, now, MemberApproved)
    return member


def forget_provider_logins(session: Session, now: datetime) -> None:
    """Forget who did not come back in time."""
    session.execute(delete(provider_logins).where(provider_logins.c.expires_at <= now))


def _link(session: Session, member: domain.Member, identity: domain.Identity, now: datetime) -> None:
    row = {"issuer": identity.issuer, "subject": identity.subject, "member_id": member.id, "linked_at": now}
    if not insert_ignoring(session, identities, row):
        raise NotFound("provider_login_unknown", "the provider's account is another member's since a moment ago")
