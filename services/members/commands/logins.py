"""Being signed in: begin it, go on, end it.

Who changes logins has locked their member first, so that nobody waits in a circle: members ▸ logins ▸ refresh tokens.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, update
from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.tables import logins, members, refresh_tokens


def begin(session: Session, login: domain.Login, token_digest: str, now: datetime) -> None:
    """Keep a login that begins and its first refresh token. Of too many at once the one used least recently ends.

    Args:
        session: the transaction.
        login: as the domain begins it.
        token_digest: of its refresh token, fresh.
        now: the present instant.
    """
    queries.lock_member(session, login.member_id)  # so that two that begin at one instant are counted both
    for superfluous in queries.lock_logins_of(session, login.member_id, now)[domain.MOST_LOGINS - 1 :]:
        _save(session, domain.end_login(superfluous, domain.Ending.TOO_MANY, now))
    session.execute(insert(logins).values(asdict(login)))
    session.execute(insert(refresh_tokens).values(asdict(domain.RefreshToken(token_digest, login.login_id, now))))
    _see(session, login.member_id, now)


def refresh(
    session: Session, token_digest: str, fresh_digest: str, now: datetime
) -> tuple[domain.Member | None, domain.Login | None]:
    """Let a login go on by its refresh token, after which the next one is its own. One that was used before ends it.

    What it refuses has to be kept, so it raises nothing: the caller checks both.

    Args:
        session: the transaction.
        token_digest: of the token that was sent.
        fresh_digest: of the one that comes after it: always the same, so that two tabs get the same.
        now: the present instant.

    Returns:
        The member and the login, ended or not; None for a token that nobody knows.
    """
    sent = queries.refresh_token(session, token_digest)
    known = queries.login(session, sent.login_id) if sent else None
    member = queries.lock_member(session, known.member_id) if known else None
    before = queries.lock_login(session, known.login_id) if known else None
    token = queries.refresh_token(session, token_digest)  # again, now that nobody else uses it
    if member is None or before is None or token is None:
        return None, None
    after = domain.refresh_login(before, token, member, now)
    _save(session, after)
    if after.is_open(now) and token.used_at is None:
        _rotate(session, token, fresh_digest, now)
        _see(session, member.id, now)
    return member, after


def end(session: Session, member: domain.Member, login_id: str, because: domain.Ending, now: datetime) -> None:
    """End a login of a member; harmless the second time.

    Raises:
        NotFound: `login_not_found`.
    """
    queries.lock_member(session, member.id)
    login = domain.own_login(queries.lock_login(session, login_id), member)
    _save(session, domain.end_login(login, because, now))


def end_all(session: Session, member_id: str, because: domain.Ending, now: datetime, but: str | None = None) -> int:
    """End all logins of a member.

    Args:
        session: the transaction.
        member_id: whose.
        because: why.
        now: the present instant.
        but: the login that goes on, if one does.

    Returns:
        How many were ended.
    """
    queries.lock_member(session, member_id)
    others = [login for login in queries.lock_logins_of(session, member_id, now) if login.login_id != but]
    for login in others:
        _save(session, domain.end_login(login, because, now))
    return len(others)


def forget_logins(session: Session, now: datetime) -> None:
    """Forget the logins that have long been over, and used refresh tokens that no browser sends any more."""
    over_at = func.coalesce(logins.c.ended_at, logins.c.expires_at)
    session.execute(delete(logins).where(over_at < now - domain.REMEMBERED))
    used = refresh_tokens.c.used_at.is_not(None)
    session.execute(delete(refresh_tokens).where(used, refresh_tokens.c.issued_at < now - domain.IDLE_MOST))


def _rotate(session: Session, token: domain.RefreshToken, fresh_digest: str, now: datetime) -> None:
    this = refresh_tokens.c.token_digest == token.token_digest
    session.execute(update(refresh_tokens).where(this).values(used_at=now))
    session.execute(insert(refresh_tokens).values(asdict(domain.RefreshToken(fresh_digest, token.login_id, now))))


def _save(session: Session, login: domain.Login) -> None:
    session.execute(update(logins).where(logins.c.login_id == login.login_id).values(asdict(login)))


def _see(session: Session, member_id: str, now: datetime) -> None:
    session.execute(update(members).where(members.c.id == member_id).values(last_seen_at=now))
