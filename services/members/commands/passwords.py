"""A member's password: set anew by a link, or changed by who knows the old one. Never hashes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import logins, standing
from services.members.events import MemberPasswordChanged, MemberResetRequested
from services.members.tables import credentials, links

# what whoever knew the old password may have asked for: an address of theirs would get them in again
_VOID = (str(domain.Purpose.RESET), str(domain.Purpose.ADDRESS_CHANGE))


def ask_reset(session: Session, city: str, email_digest: str, now: datetime) -> None:
    """Have a link written to the member with this address, if there is one; who asks is not told."""
    if member := queries.lock_member_with_digest(session, email_digest):
        told = domain.told(member)
        standing.save(session, told)
        outbox.record(session, MemberResetRequested(told.id, city, told.sequence, now), now)


def reset_password(session: Session, city: str, token_digest: str, password_hash: str, now: datetime) -> str:
    """Set a password by the link in the letter, which works once and makes the member's other ones void.

    Args:
        session: the transaction.
        city: code of the city.
        token_digest: of the link's token.
        password_hash: of a password that was checked.
        now: the present instant.

    Returns:
        The id of the member, whose logins are all ended.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`, `link_used`.
    """
    sent = domain.check_link(queries.link(session, token_digest), domain.Purpose.RESET, now)
    queries.lock_member(session, sent.member_id)
    domain.check_unused(queries.lock_link(session, token_digest), domain.Purpose.RESET, now)
    change_password(session, city, sent.member_id, password_hash, now)
    return sent.member_id


def change_password(
    session: Session, city: str, member_id: str, password_hash: str, now: datetime, login_id: str | None = None
) -> None:
    """Let a member who showed who they are have this password from now on. Links to open that were sent are void.

    Args:
        session: the transaction.
        city: code of the city.
        member_id: whose.
        password_hash: of a password that was checked.
        now: the present instant.
        login_id: by which they do it, and which goes on; all others end.

    Raises:
        NotFound: `member_not_found`.
    """
    told = domain.told(domain.addressee(queries.lock_member(session, member_id)))
    changed = {"password_hash": password_hash, "set_at": now}
    if queries.password_hash(session, told.id) is None:
        session.execute(insert(credentials).values(member_id=told.id, **changed))
    else:
        session.execute(update(credentials).where(credentials.c.member_id == told.id).values(changed))
    of_before = (links.c.member_id == told.id) & links.c.purpose.in_(_VOID)
    session.execute(update(links).where(of_before, links.c.used_at.is_(None)).values(used_at=now, email=None))
    logins.end_all(session, told.id, domain.Ending.PASSWORD_CHANGED, now, but=login_id)
    standing.save(session, told)
    outbox.record(session, MemberPasswordChanged(told.id, city, told.sequence, now), now)
