"""By what somebody shows who they are: passwords, and who signed up and has not shown it yet."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis import addresses
from services.members import domain
from services.members.queries.people import one_member
from services.members.tables import credentials, identities, members, sign_ups


def credential(session: Session, email_digest: str) -> tuple[domain.Member | None, str | None]:
    """The member with the address of this digest and the hash of their password; None for what does not exist."""
    found = one_member(session, members.c.email_digest == email_digest)
    return found, password_hash(session, found.id if found else "")


def password_hash(session: Session, member_id: str) -> str | None:
    """The hash of a member's password; None for whom has none."""
    return session.scalar(select(credentials.c.password_hash).where(credentials.c.member_id == member_id))


def has_account(session: Session, member_id: str) -> bool:
    """Whether a member can sign in: has a password, or is known to the city's provider."""
    by_provider = select(identities.c.subject).where(identities.c.member_id == member_id).limit(1)
    return password_hash(session, member_id) is not None or session.execute(by_provider).first() is not None


def lock_sign_up(session: Session, member_id: str) -> domain.SignUp | None:
    """Who signed up and will have this id, or None. Nobody who signed up with the same address becomes a member before
    the end of this transaction: all are locked, by id, so that nobody waits in a circle.
    """
    address = select(sign_ups.c.email_digest).where(sign_ups.c.id == member_id).scalar_subquery()
    same = select(sign_ups).where(sign_ups.c.email_digest == address).order_by(sign_ups.c.id).with_for_update()
    row = next((row for row in session.execute(same) if row.id == member_id), None)
    if row is None:
        return None
    person = domain.Person(row.name, row.email, row.language)
    return domain.SignUp(row.id, person, row.password_hash, row.notice_version, row.signed_up_at)


def sign_ups_of_address(session: Session, email: str) -> int:
    """How many signed up with this address and have not confirmed it."""
    same = sign_ups.c.email_digest == addresses.digest(email)
    return session.execute(select(func.count()).select_from(sign_ups).where(same)).scalar_one()
